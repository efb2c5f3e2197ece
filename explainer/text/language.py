"""What the site itself says, in each language: words, counted words, dates, direction."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time

from explainer.model import PartialDate, Span
from explainer.model.dates import parse

TickUnit: TypeAlias = Literal["year", "month", "day"]
"""What an axis counts in."""
# In Babel 2.18 names that a locale takes over from another form are not safe: a month's stand-alone name may be that of
# a language that was loaded before (Arabic's that of Azerbaijani), its short one `M02`. These have names of their own
# for a month that stands alone, other than in a date (CLDR).
_MONTHS_THAT_STAND_ALONE = frozenset(("ast", "be", "ca", "cy", "de", "el", "lb", "nb", "nn", "no", "os", "ru"))


class MissingWord(LookupError):
    """A word that no language file has."""


@lru_cache(maxsize=256)
def _known(tag: str) -> Locale | None:
    """Babel's locale for a language tag: the nearest that it knows, if any."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def locale(tag: str) -> Locale:
    """Babel's locale for a language tag: the nearest that it knows, else English."""
    return _known(tag) or Locale("en")


@lru_cache(maxsize=65536)
def _date(tag: str, text: str) -> str:
    """A partial date in words; its text is all that it says, and quicker to look up than the date itself."""
    when = parse(text)
    if when.precision == "year":
        return format_skeleton("y", when.first, locale=locale(tag))
    if when.precision == "month":
        return format_skeleton("yMMMM", when.first, locale=locale(tag))
    return format_date(when.first, "long", locale=locale(tag))


@lru_cache(maxsize=65536)
def _time(tag: str, time: datetime.time) -> str:
    # Without its zone: one o'clock in Berlin and midnight in London would be the same time here.
    return format_time(time, "short", locale=locale(tag))


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
        self._words = words
        self._fallback = fallback

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the script."""
        return "rtl" if locale(self.tag).character_order == "right-to-left" else "ltr"

    @cached_property
    def script(self) -> str:
        """The script that it is written in (ISO 15924): `Latn`, `Cyrl`, `Arab`."""
        likely = get_global("likely_subtags")
        parts = likely.get(self.tag.replace("-", "_"), likely.get(self.tag.split("-")[0], "")).split("_")
        return parts[1] if len(parts) > 1 else "Latn"

    @cached_property
    def name(self) -> str:
        """The language's name in itself: `Türkçe`."""
        known = _known(self.tag)
        name = (known.get_display_name(known) if known is not None else None) or self.tag
        return name[0].upper() + name[1:]

    def name_of(self, tag: str) -> str:
        """Another language's name in this one."""
        known = _known(tag)
        return (known.get_display_name(locale(self.tag)) if known is not None else None) or tag

    def country(self, code: str) -> str:
        """A country's name in this language, by its ISO 3166-1 code."""
        return str(locale(self.tag).territories.get(code, code))

    def __call__(self, word: str, **values: object) -> str:
        """What the site says for a word, with values in its `{places}`. Raises MissingWord."""
        text = self._find(word)
        if not isinstance(text, str):
            raise MissingWord(f"{self.tag}: `{word}` needs a count")
        return text.format_map(values) if values else text

    def count(self, word: str, number: int, **values: object) -> str:
        """What the site says for a number of things, in the plural form that the language asks for (CLDR)."""
        forms = self._find(word)
        text = forms if isinstance(forms, str) else forms.get(locale(self.tag).plural_form(number), forms["other"])
        return text.format_map({"count": number, **values})

    def forms(self, word: str) -> dict[str, str]:
        """A counted word's text for each plural form (CLDR), for a script that counts by itself."""
        forms = self._find(word)
        return {"other": forms} if isinstance(forms, str) else dict(forms)

    def date(self, when: PartialDate | Span) -> str:
        """A date as the language writes it, as exactly as it is known; never more."""
        if isinstance(when, Span):
            return self("span", start=_date(self.tag, when.start.text), end=_date(self.tag, when.end.text))
        return _date(self.tag, when.text)

    def tick(self, day: datetime.date, unit: TickUnit) -> str:
        """A day as an axis names it, as short as can be: its year, its month, or its day and month (`20 Feb`)."""
        return _tick(self.tag, day, unit)

    def minute(self, when: PartialDate) -> str:
        """A date with its time of day, where that is known."""
        if when.moment is None:
            return self.date(when)
        return f"{self.date(when)}, {_time(self.tag, when.moment.time())} {_offset(when.moment)}"

    def _find(self, word: str) -> Any:
        found = self._words.get(word, self._fallback.get(word))
        if found is None:
            raise MissingWord(f"{self.tag}: nothing is said for `{word}`")
        return found


def _offset(moment: datetime.datetime) -> str:
    offset = moment.strftime("%z")
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"


def languages(words: Mapping[str, Mapping[str, Any]], tags: set[str]) -> dict[str, Language]:
    """A Language for every tag that is used; one without words of its own speaks its base language, else English."""
    english = words.get("en", {})
    made = {}
    for tag in sorted(tags):
        spoken = next((name for name in (tag, tag.split("-")[0]) if name in words), "en")
        made[tag] = Language(tag, spoken, words.get(spoken, english), english)
    return made
