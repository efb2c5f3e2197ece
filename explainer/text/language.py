"""The site's own words in each language, with plurals, numbers, dates and text direction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time

from explainer.model import PartialDate, Span
from explainer.model.dates import parse
from explainer.model.expected import Deadline, ExpectedDate
from explainer.text.borrowed import Borrowed

TickUnit: TypeAlias = Literal["year", "month", "day"]
"""The unit of an axis."""
# In Babel 2.18, names that a locale inherits from another form are unreliable: a month's stand-alone name may come from
# a language loaded earlier (Azerbaijani for Arabic), its short name may be `M02`. Only these languages have stand-alone
# names of months that differ from those in dates (CLDR).
_MONTHS_THAT_STAND_ALONE = frozenset(("ast", "be", "ca", "cy", "de", "el", "lb", "nb", "nn", "no", "os", "ru"))


_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


class MissingWord(LookupError):
    """No language file has this word."""


@lru_cache(maxsize=256)
def _babel_locale(tag: str) -> Locale | None:
    """Babel's nearest locale for a language tag; None if there is none."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse("-".join(parts[:length]), sep="-")
    return None


def locale(tag: str) -> Locale:
    """Babel's nearest locale for a language tag, else English."""
    return _babel_locale(tag) or Locale("en")


@lru_cache(maxsize=65536)
def _date(tag: str, text: str) -> str:
    """A partial date in words; its text is the cache key because it hashes faster than the date."""
    when = parse(text)
    if when.precision == "year":
        return format_skeleton("y", when.first, locale=locale(tag))
    if when.precision == "month":
        return format_skeleton("yMMMM", when.first, locale=locale(tag))
    if when.precision == "quarter":
        return format_skeleton("yQQQQ", when.first, locale=locale(tag))
    return format_date(when.first, "long", locale=locale(tag))


@lru_cache(maxsize=65536)
def _time(tag: str, time: datetime.time) -> str:
    # Without its zone, as 01:00 in Berlin and 00:00 in London are equal and would share a cache entry.
    return format_time(time, "short", locale=locale(tag)).replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=4096)
def _tick(tag: str, day: datetime.date, unit: TickUnit) -> str:
    place = locale(tag)
    if unit == "year":
        return format_skeleton("y", day, locale=place)
    pattern = str(place.datetime_skeletons.get("MMMd", "MMM d")).replace("L", "M")
    if unit == "month":
        pattern = "LLL" if place.language in _MONTHS_THAT_STAND_ALONE else "MMM"
    text = format_date(day, pattern, locale=place)
    if f"M{day.month:02}" in text:
        text = format_date(day, pattern.replace("MMM", "MMMM"), locale=place)
    return text


class Language:
    """One language of the site."""

    def __init__(self, tag: str, spoken: str, words: Mapping[str, Any], fallback: Mapping[str, Any]) -> None:
        self.tag = tag
        """BCP 47."""
        self.spoken = spoken
        """The language of the site's own words on its pages: this one, its base language, or English."""
        self._words = words if _base(spoken) == _base(tag) else {}
        self._fallback = fallback

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the script."""
        return "rtl" if locale(self.tag).character_order == "right-to-left" else "ltr"

    @cached_property
    def script(self) -> str:
        """The language's script (ISO 15924): `Latn`, `Cyrl`, `Arab`."""
        likely = get_global("likely_subtags")
        parts = likely.get(self.tag.replace("-", "_"), likely.get(self.tag.split("-")[0], "")).split("_")
        return parts[1] if len(parts) > 1 else "Latn"

    @cached_property
    def name(self) -> str:
        """The language's own name: `Türkçe`."""
        babel_locale = _babel_locale(self.tag)
        name = (babel_locale.get_display_name(babel_locale) if babel_locale is not None else None) or self.tag
        return name[0].upper() + name[1:]

    def name_of(self, tag: str) -> str:
        """Another language's name in this one."""
        babel_locale = _babel_locale(tag)
        return (babel_locale.get_display_name(locale(self.tag)) if babel_locale is not None else None) or tag

    def country(self, code: str) -> str:
        """A country's name in this language, by its ISO 3166-1 code."""
        return str(locale(self.tag).territories.get(code, code))

    def __call__(self, word: str, **values: object) -> str:
        """The site's text for a key, with values in its `{placeholders}`. Raises MissingWord."""
        text = self._find(word)
        if not isinstance(text, str):
            raise MissingWord(f"{self.tag}: `{word}` needs a count")
        return self._said(word, text.format_map(values) if values else text)

    def count(self, word: str, number: int, **values: object) -> str:
        """The site's text for a number of things, in the plural form for the number (CLDR)."""
        forms = self._find(word)
        text = forms if isinstance(forms, str) else forms.get(locale(self.tag).plural_form(number), forms["other"])
        return self._said(word, text.format_map({"count": number, **values}))

    def forms(self, word: str) -> dict[str, str]:
        """The text for each plural form (CLDR), for a script that counts in the browser."""
        forms = self._find(word)
        return {"other": forms} if isinstance(forms, str) else dict(forms)

    def date(self, when: PartialDate | Span) -> str:
        """A date as the language writes it, no more precise than it is known, and without its time of day."""
        return self._span(when, self._day) if isinstance(when, Span) else self._day(when)

    def tick(self, day: datetime.date, unit: TickUnit) -> str:
        """A short label for an axis: the year, the month, or the day and month (`20 Feb`)."""
        return _tick(self.tag, day, unit)

    def minute(self, when: ExpectedDate) -> str:
        """A date, with its time of day if that is known, by the clocks of its own place."""
        if isinstance(when, Deadline):
            return when.words
        return self._span(when, self._minute) if isinstance(when, Span) else self._minute(when)

    def _minute(self, when: PartialDate) -> str:
        if when.minute is None:
            return self._day(when)
        text = f"{self._day(when)}, {_time(self.tag, when.minute.time())}"
        if when.moment is None:
            return text
        return f"{text}\N{NO-BREAK SPACE}UTC{when.moment.isoformat()[-6:].replace('+00:00', '')}"

    def _day(self, when: PartialDate) -> str:
        year = f"{when.first.year}"
        match when.precision:
            case "century":
                text = f"{year}–{when.last.year}"
            case "decade":
                text = self("decade", first=year)
            case "season":
                text = self(f"season_{_SEASONS[when.first.month]}", year=year)
            case _:
                text = _date(self.tag, when.text)
        if when.is_approximate:
            text = self("date_approximate", date=text)
        return self("date_uncertain", date=text) if when.is_uncertain else text

    def _span(self, when: Span, told: Callable[[PartialDate], str]) -> str:
        """Both ends, or the one that there is."""
        if when.start is not None and when.end is not None:
            return self("span", start=told(when.start), end=told(when.end))
        if when.start is not None:
            return self("span_from" if when.is_open else "span_from_unknown", start=told(when.start))
        assert when.end is not None  # noqa: S101 - one of the two is there
        return self("span_until" if when.is_open else "span_until_unknown", end=told(when.end))

    def _said(self, word: str, text: str) -> str:
        return text if word in self._words or _base(self.tag) == "en" else Borrowed(text)

    def _find(self, word: str) -> Any:
        text = self._words.get(word, self._fallback.get(word))
        if text is None:
            raise MissingWord(f"{self.tag}: there is no text for `{word}`")
        return text


def _base(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0]


def languages(words: Mapping[str, Mapping[str, Any]], tags: set[str]) -> dict[str, Language]:
    """A Language for each tag; one without words of its own uses those of its base language, else English."""
    english = words.get("en", {})
    spoken = {tag: next((name for name in (tag, _base(tag)) if name in words), "en") for tag in sorted(tags)}
    return {tag: Language(tag, name, words.get(name, english), english) for tag, name in spoken.items()}
