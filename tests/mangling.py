"""What happens to files on a bad day: good entries, spoilt in the ways in which people and programs spoil them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import TypeAlias

Lines: TypeAlias = list[str]

STRAY = [
    *"'\"[]{}:,-#&*!|>%@`\t\\\x07é?",
    ": ",
    "- ",
    " #",
    "”",
    "–",
    "\u00a0",
    "\u200b",
    "<b>",
    "](javascript:x)",
    "\u2028",
]
VALUES = (
    *("", "null", "5", "1.5", "true", "x", "2020-02-31", "yes", "[]", "{}", "[x]", "[5, null]", "{x: 5}", "[[a]]"),
    *("'", '"', "[", "{", "|", ">", "&a", "*a", "!!str x", "<<", "@x", "%x", "`x`", "- x", "a: b", "x #y", "\ta"),
    *('"\\x07"', '"\\q"', "~", ".nan", "0x1F", "9" * 400, "x" * 5000, "[" * 40, "{a: " * 40, "2020-13", "{from: 2020}"),
)


def _at(lines: Lines, random: Random) -> int:
    return random.randrange(len(lines))


def drop_lines(lines: Lines, random: Random) -> None:
    start = _at(lines, random)
    del lines[start : start + random.choice([1, 1, 1, 2, 5])]


def repeat_lines(lines: Lines, random: Random) -> None:
    start = _at(lines, random)
    lines[start:start] = lines[start : start + random.choice([1, 1, 3, 8])]


def swap_lines(lines: Lines, random: Random) -> None:
    one, other = _at(lines, random), _at(lines, random)
    lines[one], lines[other] = lines[other], lines[one]


def indent(lines: Lines, random: Random) -> None:
    start, by = _at(lines, random), random.choice([-4, -2, -1, 1, 2, 3, 4])
    for number in range(start, min(len(lines), start + random.choice([1, 1, 2, 6]))):
        line = lines[number]
        lines[number] = " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip())) :]


def swap_indents(lines: Lines, random: Random) -> None:
    one, other = _at(lines, random), _at(lines, random)
    first, second = lines[one], lines[other]
    lines[one] = re.sub(r"^ *", re.match(r" *", second)[0], first)  # type: ignore[index]
    lines[other] = re.sub(r"^ *", re.match(r" *", first)[0], second)  # type: ignore[index]


def cut(lines: Lines, random: Random) -> None:
    text = "\n".join(lines)
    lines[:] = text[: random.randrange(len(text) + 1)].split("\n")


def cut_a_line(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    lines[number] = lines[number][: random.randrange(len(lines[number]) + 1)]


def stray_sign(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    place = random.randrange(len(lines[number]) + 1)
    lines[number] = lines[number][:place] + random.choice(STRAY) + lines[number][place:]


def wrong_value(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    lines[number] = re.sub(r":(?: .*|$)", lambda _: ": " + random.choice(VALUES), lines[number], count=1)


def wrong_name(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    name = re.search(r"[a-z_]+(?=:)", lines[number])
    if name is not None:
        other = random.choice([name[0].upper(), name[0].title(), name[0][:-1], name[0] + "s", f'"{name[0]}'])
        lines[number] = lines[number].replace(name[0], other, 1)


def no_colon(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    lines[number] = lines[number].replace(random.choice([":", ": ", "- "]), random.choice(["", " ", ":"]), 1)


def tabs(lines: Lines, random: Random) -> None:
    start = _at(lines, random)
    for number in range(start, min(len(lines), start + random.choice([1, 4, 400]))):
        lines[number] = re.sub(r"^ +", lambda match: "\t" * (len(match[0]) // 2), lines[number])


def smart_quotes(lines: Lines, random: Random) -> None:
    start = _at(lines, random)
    left, right = random.choice([("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“")])
    for number in range(start, min(len(lines), start + 3)):
        lines[number] = re.sub(r"""["'](.*?)["']""", rf"{left}\1{right}", lines[number])
        lines[number] = re.sub(r"(: )(\S.*)$", rf"\1{left}\2{right}", lines[number], count=1)


def conflict(lines: Lines, random: Random) -> None:
    start = _at(lines, random)
    mine = lines[start : start + random.choice([1, 2, 4])]
    theirs = [line.replace("e", "a") for line in mine]
    lines[start : start + len(mine)] = ["<<<<<<< HEAD", *mine, "=======", *theirs, ">>>>>>> their-branch"]
    if random.random() < 0.3:  # solved by half
        lines.remove(random.choice(["<<<<<<< HEAD", "=======", ">>>>>>> their-branch"]))


def marks(lines: Lines, random: Random) -> None:
    lines.insert(
        _at(lines, random), random.choice(["---", "...", "%YAML 1.1", "<<: *x", "# a: b", "", "- ", "?", "\f"])
    )


def byte_order_mark(lines: Lines, random: Random) -> None:
    number = random.choice([0, 0, _at(lines, random)])
    lines[number] = "\ufeff" + lines[number]


def null_byte(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    place = random.randrange(len(lines[number]) + 1)
    lines[number] = lines[number][:place] + "\0" * random.choice([1, 1, 50]) + lines[number][place:]


def deep(lines: Lines, random: Random) -> None:
    times = random.choice([12, 40, 3000])
    number = _at(lines, random)
    spaces = " " * (len(lines[number]) - len(lines[number].lstrip()))
    lines.insert(
        number, spaces + random.choice(["- " * times, "x: " + "[" * times + "]" * times, "{a: " * times, "? " * times])
    )


def huge(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    lines[number] += random.choice(
        ["x" * 60_000, " word" * 9_000, "[a](" * 3_000, "9" * 5_000, "#" * 5_000, "''" * 5_000]
    )


def line_ends(lines: Lines, random: Random) -> None:
    end = random.choice(["\r", "\r", "\r\r", "\u2028", "\x85"])
    start = random.choice([0, _at(lines, random)])
    for number in range(start, min(len(lines), start + random.choice([1, 400]))):
        lines[number] += end


def hard_spaces(lines: Lines, random: Random) -> None:
    number = _at(lines, random)
    lines[number] = lines[number].replace(" ", random.choice(["\u00a0", "\u3000", "  "]), random.choice([1, 2, 9]))


def pasted(lines: Lines, random: Random) -> None:
    """Somebody forgot to indent what they pasted, or pasted something else."""
    lines[_at(lines, random)] = random.choice(
        [
            *(
                "The dam broke at night. It was old.",
                '"We knew," he said.',
                "[The report](https://example.org/a) says so.",
            ),
            *(
                "* A point\n* Another",
                "1. One\n2. Two",
                "# Heading",
                "| a | b |",
                '{"title": "x"}',
                "<p>The dam</p>",
                "```yaml",
            ),
            *(
                "  text: The dam: a history",
                "  - The dam, 'old', broke",
                "title: 'It's old'",
                "- text: @ministry said so",
            ),
            *(
                "sections: []",
                "sources:",
                "  when: 20-02-2020",
                "  sources: courier",
                "when: May 2026",
                "topics: floods, dams",
            ),
        ]
    )


CHANGES: tuple[Callable[[Lines, Random], None], ...] = (
    *(drop_lines, repeat_lines, swap_lines, indent, swap_indents, cut, cut_a_line, stray_sign, wrong_value, wrong_name),
    *(no_colon, tabs, smart_quotes, conflict, marks, byte_order_mark, null_byte, deep, huge, line_ends, hard_spaces),
    *(pasted, pasted, wrong_value, stray_sign),
)


def mangled(texts: Sequence[str], seeds: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """A spoilt file for each seed, the same one every time, with what was done to it."""
    for seed in seeds:
        random = Random(seed)
        lines = random.choice(texts).split("\n")
        names = []
        for change in random.choices(CHANGES, k=random.choice([1, 1, 1, 2, 3])):
            change(lines, random)
            lines = lines or [""]
            names.append(change.__name__)
        content = "\n".join(lines).encode()
        if random.random() < 0.02:
            names.append("latin_1")
            content = content.decode().encode("latin-1", "replace")
        yield " + ".join(names), content
