"""Generates entries deterministically: `entry(number)` gives the fields, `entry_text(number)` the YAML.

Entries refer only to lower numbers, so that each corpus is the beginning of every larger one. The numbers of
publishers, topics and people grow with the square root of the entries, as a vocabulary does (Heaps' law). Each entry
has 12 points with a link each and 12 sources; some entries are drafts, withdrawn or translations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from math import isqrt
from random import Random
from typing import Any

TODAY = "2026-11-22"
"""The day to check and build a corpus for; only expected dates are later."""
POINTS = SOURCES = 12
FOLDERS = 20
IMAGES = 10
FIRST_DAY = date(2016, 1, 1)
_DAYS = 3700
"""The days over which publications are spread; the last updates come some months later."""
_DESKS = re.findall(r"\w+", "accidents conflict disasters energy health inquiries outages politics science trade")
_SECTIONS = ("what_happened", "could_it_be_avoided", "whats_next")
_TYPES = ("article", "article", "article", "statement", "document", "dataset", "broadcast", "post")
_RESULTS = ("happened", "happened", "did_not_happen", "partly", "overtaken")
_WORDS = {
    "en": "the dam water village council report minister engineers repairs night north river court power line bridge "
    "storm fire train company union budget law vote border talks army hospital school market price farmers port ship "
    "said found closed opened asked warned began ended signed refused agreed paid moved lost built planned tested",
    "ru": "плотина вода деревня совет доклад министр инженеры ремонт ночь север река суд мост пожар поезд закон цена",
    "tr": "baraj su köy meclis rapor bakan mühendisler onarım gece kuzey nehir mahkeme köprü yangın tren yasa fiyat",
    "ar": "السد الماء القرية المجلس التقرير الوزير المهندسون الإصلاح الليل الشمال النهر المحكمة الجسر الحريق القطار",
    "de": "Damm Wasser Dorf Rat Bericht Minister Ingenieure Reparatur Nacht Norden Fluss Gericht Brücke Feuer Zug",
    "fr": "barrage eau village conseil rapport ministre ingénieurs réparation nuit nord rivière tribunal pont feu loi",
    "es": "presa agua pueblo consejo informe ministro ingenieros reparación noche norte río tribunal puente fuego ley",
}
_VOCABULARY = {language: words.split() for language, words in _WORDS.items()}
_SYLLABLES = re.findall("[A-Z][a-z]+", "KaRoVinSelMarToDunBerLiAnGorTasHelMiRaNoOstWickFarDelSaUrPenLo")


def versions(number: int) -> int:
    """How many versions an entry has: 1 to 5, 3 on average. A draft has one."""
    return number % 5 + 1


def slug(number: int) -> str:
    """An entry's slug."""
    return f"{_VOCABULARY['en'][number % 40 + 1]}-{number:05}"


def path(number: int, folders: int = FOLDERS) -> str:
    """The path of an entry's file in the site; all are in one folder if `folders` is 0."""
    folder = f"{_DESKS[number % len(_DESKS)]}/{number % folders:02}/" if folders else ""
    return f"content/entries/{folder}{slug(number)}.yml"


def published(number: int) -> date:
    """The date of an entry's first publication."""
    return FIRST_DAY + timedelta(days=number * 37 % _DAYS)


def updated(number: int, version: int) -> date:
    """The date of a version."""
    return published(number) + timedelta(days=(version - 1) * (number % 23 + 5))


def entry_text(number: int, version: int | None = None, seed: int = 0) -> str:
    """An entry as YAML, at its newest or another version; the number after the newest is its next edit."""
    return "".join(f"{line}\n" for line in as_yaml(entry(number, version, seed)))


def entry(number: int, version: int | None = None, seed: int = 0) -> dict[str, Any]:
    """An entry's fields, at its newest or another version."""
    chance = Random(f"{seed}/{number}")
    version = version or versions(number)
    kind = {50: "draft", 75: "withdrawn"}.get(number % 100, "published")
    translated = number % 20 == 7
    language = ("ru", "tr", "ar", "de", "fr", "es")[number // 20 % 6] if translated else "en"
    day = published(number)
    sources = [_source(chance, number, index, day, language) for index in range(SOURCES)]
    points = [_point(chance, number, version, sources, language, index=index) for index in range(POINTS)]
    fields: dict[str, Any] = {
        "title": _phrase(chance, language, 6),
        "summary": _sentence(chance, language, 24),
        "status": kind,
        "published": f"{day}T{number % 24:02}:30+00:00",
        "language": language,
    }
    if translated:
        fields |= {"translation_of": slug(number - 1), "translated_from_version": versions(number - 1)}
    fields["topics"] = _some(chance, "topic", topics(number), 3)
    fields["authors"] = _some(chance, "person", people(number), 2)
    if number % 2:
        file = f"images/picture-{number // 2 % IMAGES}.png"
        fields["image"] = {"file": file, "alt": _phrase(chance, language, 8), "credit": _name(chance)}
    fields["key_points"] = [_sentence(chance, language, 12) for _ in range(3)]
    fields["sections"] = list(_sections(chance, number, points, language))
    fields["sources"] = sources
    fields["related"] = (
        [slug(other) for other in sorted({chance.randrange(number) for _ in range(3)})] if number else []
    )
    if number % 25 == 4:
        fields["aliases"] = [f"old-{slug(number)}"]
    fields["updates"] = [_update(chance, number, other, language) for other in range(2, version + 1)]
    if kind == "withdrawn":
        reason = _sentence(chance, language, 10)
        fields["withdrawn"] = {"at": f"{updated(number, 7)}", "reason": reason, "replaced_by": slug(number - 1)}
    return {name: value for name, value in fields.items() if value != []}


def topics(number: int) -> int:
    """How many topics there are up to an entry."""
    return isqrt(number) + 8


def people(number: int) -> int:
    """How many authors there are up to an entry."""
    return isqrt(number) // 2 + 4


def publishers(number: int) -> int:
    """How many publishers are cited up to an entry."""
    return 5 * isqrt(number) + 20


def _sections(chance: Random, number: int, points: list[dict[str, Any]], language: str) -> Iterator[dict[str, Any]]:
    """The three expected sections and, in every third entry, a question; together they hold all points."""
    kinds = ("what_happened", "question", *_SECTIONS[1:]) if number % 3 == 0 else _SECTIONS
    share = POINTS // len(kinds)
    for place, kind in enumerate(kinds):
        mine = points[place * share : (place + 1) * share]
        section: dict[str, Any] = {"kind": kind}
        if kind == "question":
            section["heading"] = _phrase(chance, language, 5) + "?"
        for point in mine:
            if kind == "whats_next":
                _predict(chance, number, point, language)
            elif kind == "what_happened":
                day = published(number) - timedelta(days=chance.randrange(1, 200))
                point["when"] = str(day)[: chance.choice((7, 10))]  # the month, or the day
        if number % 4 == 1:  # the last point becomes a sub-point of the previous one
            below = mine.pop()
            mine[-1]["points"] = [below]
        section["points"] = mine
        yield section


def _predict(chance: Random, number: int, point: dict[str, Any], language: str) -> None:
    """Makes a point a prediction. Past ones have an outcome, except one in twenty, which is overdue."""
    day = published(number) + timedelta(days=chance.randrange(60, 1500))
    if chance.random() < 0.2:
        point["no_date"] = _phrase(chance, language, 5)
        return
    point["expected"] = str(day)[:7]
    if str(day)[:7] < TODAY[:7] and chance.random() < 0.95:
        result, text = chance.choice(_RESULTS), _sentence(chance, language, 10)
        point["outcome"] = {"result": result, "on": str(day), "text": text, "sources": point["sources"][:1]}


def _point(
    chance: Random, number: int, version: int, sources: list[dict[str, Any]], language: str, *, index: int
) -> dict[str, Any]:
    link = f"[{_phrase(chance, language, 3)}](https://links.example.org/{number}/{index})"
    start, middle, end = (
        _phrase(chance, language, 7),
        _phrase(chance, language, 6).lower(),
        _sentence(chance, language, 9),
    )
    point: dict[str, Any] = {
        "id": f"p{index:02}x",
        "text": f"{start} {_name(chance)} {link} {middle}. {end} {_count(number, version, index)}.",
        "sources": [sources[index]["id"]],
    }
    if chance.random() < 0.5:
        point["sources"].append(sources[(index + chance.randrange(1, SOURCES)) % SOURCES]["id"])
    if chance.random() < 0.1:
        point["status"] = chance.choice(("claimed", "disputed", "unknown"))
    return point


def _count(number: int, version: int, index: int) -> str:
    """The end of a point's text. Each version changes it in one point."""
    changes = sum(_changed(number, earlier) == index for earlier in range(2, version + 1))
    return f"{number % 90 + 10 * index + changes} km"


def _changed(number: int, version: int) -> int:
    """The point that a version changed."""
    return (number + 5 * version) % POINTS


def _update(chance: Random, number: int, version: int, language: str) -> dict[str, Any]:
    index = _changed(number, version)
    kind = ("correction", "update", "clarification")[(number + version) % 3]
    note = _sentence(chance, language, 10)
    day = updated(number, version) if version <= versions(number) else TODAY  # the next edit is made today
    update = {"at": f"{day}T23:45+00:00", "type": kind, "note": note, "point": f"p{index:02}x"}
    if kind == "correction":
        update |= {"was": _count(number, version - 1, index), "now": _count(number, version, index)}
    return update


def _source(chance: Random, number: int, index: int, day: date, language: str) -> dict[str, Any]:
    source: dict[str, Any] = {
        "id": f"s{index:02}",
        "type": chance.choice(_TYPES),
        "publisher": _skewed(chance, "publisher", publishers(number)),
        "title": _phrase(chance, language, 7),
        "url": f"https://news.example.org/{number}/{index}",
        "published": str(day - timedelta(days=chance.randrange(1, 60))),
        "accessed": str(day),
        "language": language,
    }
    if index % 6 == 5:
        source["archive_url"] = f"https://archive.example.org/2020/{source['url']}"
        source["archived_at"] = str(day)
    if index == 10:
        source["via"] = _skewed(chance, "publisher", publishers(number))
    if index == 11 and number % 10 == 2:
        source["anonymous"] = {"description": _phrase(chance, language, 5), "reason": _phrase(chance, language, 5)}
        source["type"] = "interview"
    return source


def _phrase(chance: Random, language: str, length: int) -> str:
    words = " ".join(chance.choices(_VOCABULARY[language], k=length))
    return words[0].upper() + words[1:]


def _sentence(chance: Random, language: str, length: int) -> str:
    return f"{_phrase(chance, language, length - 1)} {_name(chance)}."


def _name(chance: Random) -> str:
    """One of ten thousand names, so that there is something to search for."""
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def _skewed(chance: Random, kind: str, count: int) -> str:
    """An id; low numbers are the most frequent."""
    return f"{kind}-{int(count * chance.random() ** 2):03}"


def _some(chance: Random, kind: str, count: int, most: int) -> list[str]:
    return list(dict.fromkeys(_skewed(chance, kind, count) for _ in range(chance.randrange(1, most + 1))))


_PLAIN = re.compile(r"\w(?:[\w ,.;()\[\]/%+?-]|:(?! |\Z))*\Z")


def as_yaml(value: dict[str, Any]) -> Iterator[str]:
    """YAML lines as editors write them: block style, but lists of ids on one line."""
    for name, field in value.items():
        if isinstance(field, dict):
            yield f"{name}:"
            yield from (f"  {line}" for line in as_yaml(field))
        elif isinstance(field, list) and isinstance(field[0], dict):
            yield f"{name}:"
            for item in field:
                yield from (f"{'    ' if below else '  - '}{line}" for below, line in enumerate(as_yaml(item)))
        elif isinstance(field, list) and " " in field[0]:
            yield f"{name}:"
            yield from (f"  - {_scalar(item)}" for item in field)
        elif isinstance(field, list):
            yield f"{name}: [{', '.join(field)}]"
        else:
            yield f"{name}: {_scalar(field)}"


def _scalar(value: str | int) -> str:
    text = str(value)
    return text if _PLAIN.match(text) else json.dumps(text, ensure_ascii=False)
