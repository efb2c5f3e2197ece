"""Explains libyaml's syntax errors in an editor's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import yaml

from explainer.problems import Problem

_LINE_UP = "indent fields of one record the same"
_SYNTAX = (
    # (pattern in libyaml's message, our words, hint); the first match is used
    (
        "expected ':'",
        "this line is neither a field nor the rest of a text",
        "write `name: value`, as in `title: A dam breaks`; indent the rest of a text deeper than its field",
    ),
    (
        "mapping values are not allowed",
        "there is a colon where none can stand, or the line is indented too far",
        "put quotes around text with a colon and a space in it, as in `title: 'Idlib: a short guide'`",
    ),
    (
        "end of stream|document indicator",
        "a quotation mark is opened and not closed",
        "close it, as in `title: 'A dam breaks'`",
    ),
    (
        "parsing a flow node",
        "a list or record in brackets breaks off here",
        "close it, as in `topics: [syria, turkey]`",
    ),
    ("',' or ']'", "a list in square brackets is not closed", "close it, as in `topics: [syria, turkey]`"),
    ("',' or '}'", "a mapping in braces is not closed", "close it, as in `{name: Ada, role: reporting}`"),
    (
        "comment or line break",
        "something stands behind `>-`, or behind `|`",
        "begin the text on the next line, indented deeper than its field",
    ),
    (
        "scanning an alias",
        "`*` begins an alias here, and no name follows",
        "put quotes around text that begins with `*`; an item of a list begins with `- `",
    ),
    (
        "undefined alias",
        "`*` begins an alias here, and nothing has that anchor",
        "put quotes around text that begins with `*`",
    ),
    ("scanning an anchor", "`&` begins a mark of YAML's, and no name follows", "put quotes around the text"),
    ("scanning a tag", "`!` begins a tag, which is not allowed", "put quotes around text that begins with `!`"),
    ("scanning a directive", "a line cannot begin with `%`", "delete the sign, or put quotes around the text"),
    (
        "entries are not allowed",
        "a list cannot begin here",
        "write the name of a list on a line of its own, and each item below it behind `- `",
    ),
    ("keys are not allowed", "a field's name cannot stand here", "begin a new line; put quotes around text with `?`"),
    (
        "hexdecimal|unknown escape",
        "an unknown escape stands in double quotes",
        "use single quotes, or write `\\\\` for a backslash",
    ),
    ("'-' indicator|block mapping", "this line does not line up with the ones above", _LINE_UP),
    ("control characters", "a control character stands in the text", "delete the invisible character"),
)

_INVISIBLE = re.compile("[\x85\u2028\u2029\ufeff]")
"""Characters that end a line for libyaml but for no editor, or hide in a field's name."""
_CONFLICT = re.compile(r"^(?:[<>]{7}(?: |$)|={7}$)", re.MULTILINE)
_LATE = ("expected ':'", "end of stream", "document indicator", "',' or ']'", "',' or '}'", "scanning an alias")
"""Errors that libyaml notices far behind their cause: the beginning of the text or list is where to look."""
_BREAK = re.compile(r"\r\n|\r|\n")
_ODD_SPACE = re.compile(r"[^\S \t]")
_GLUED = re.compile(r"[ ]*(?:- +)*([A-Za-z_]+):(?=[^ \t/])")
_NAME = re.compile(r"[ ]*(?:- +)*([a-z_]{1,40})(?=[ ]|$)")
_FIELD = re.compile(r"([ ]*(?:- +)*)([A-Za-z_]+): +(\S)")
_KEY = re.compile(r"[ ]*(?:- +)*(?=[^\s#-])")
"""What stands before a field's name."""
_BEGINS_WITH_SIGN = re.compile(
    r"[ ]*(?:- +)*(?:[\w-]+: +)?"
    r"""(?:(\[)[^\]]*\]|(\{)[^}]*\}|(")(?:[^"\\]|\\.)*"|(')(?:[^']|'')*')"""
    r"(?! *(?:#|$))(?! *[,:])"
)
"""`text: [A dam](https://…) broke`, `text: 'A dam' broke`: a whole value to YAML, with more behind it."""


@dataclass(frozen=True, slots=True)
class _Complaint:
    """libyaml's message, and where it points."""

    message: str
    lines: list[str]
    line: int
    column: int

    @property
    def text(self) -> str:
        """The line concerned."""
        return self.lines[min(self.line, len(self.lines)) - 1]

    @property
    def is_about_block(self) -> bool:
        return "block mapping" in self.message or "block collection" in self.message

    @property
    def indentation(self) -> str:
        return self.text[: len(self.text) - len(self.text.lstrip())]

    def at(self, column: int, message: str, hint: str, code: str = "yaml-syntax") -> Problem:
        return Problem("", message, hint, code, line=self.line, column=column)


def foreign_signs(text: str, path: str) -> list[Problem]:
    """Problems with text that nobody typed: a merge's markers, and invisible characters from pasted text."""
    if not _INVISIBLE.search(text) and not _CONFLICT.search(text):
        return []
    problems = []
    marked = False
    for number, line in enumerate(_BREAK.split(text), 1):
        if _CONFLICT.match(line) and (line[0] == "<" or not marked):  # once for each conflict, also one half solved
            marked = True
            message = "two versions of this place were merged and not made one; git marks where they part"
            hint = "keep what is right of both, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            problems.append(Problem(path, message, hint, "merge-conflict", line=number))
        for match in _INVISIBLE.finditer(line):
            message = f"an invisible character (U+{ord(match[0]):04X}) stands here, probably from pasted text"
            column = match.start() + 1
            hint = "delete it; for a new line, press Enter"
            problems.append(Problem(path, message, hint, "control-character", line=number, column=column))
    return problems


def syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """libyaml's error in an editor's words, where the editor will look for it."""
    complaint = _complaint(error, text)
    return replace(next(problem for explain in _EXPLANATIONS if (problem := explain(complaint))), path=path)


def _complaint(error: yaml.YAMLError, text: str) -> _Complaint:
    message = f"{getattr(error, 'problem', None) or error}\n{getattr(error, 'context', None) or ''}"
    lines = _BREAK.split(text)
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if context_mark is not None and any(part in message for part in _LATE):
        mark = context_mark
    if mark is not None and mark.line >= len(lines):  # behind the line end that is missing at the end of the file
        return _Complaint(message, lines, len(lines), len(lines[-1]) + 1)
    if mark is not None:
        return _Complaint(message, lines, mark.line + 1, mark.column + 1)
    position = int(getattr(error, "position", 0) or 0)  # in bytes, unlike the marks
    before = _BREAK.split(text.encode()[:position].decode(errors="ignore"))
    return _Complaint(message, lines, len(before), len(before[-1]) + 1)


def _odd_indentation(complaint: _Complaint) -> Problem | None:
    if "\t" in complaint.indentation:
        column = complaint.indentation.index("\t") + 1
        return complaint.at(column, "a tab stands in the indentation", "indent with spaces: two for each level", "tab")
    if odd := _ODD_SPACE.search(complaint.indentation):
        message = "a space of another kind (a no-break space, say) stands in the indentation"
        return complaint.at(odd.start() + 1, message, "delete it, and press the space bar")
    return None


def _too_deep(complaint: _Complaint) -> Problem | None:
    """A line with a field or an item of its own that continues the text of the field above."""
    if "mapping values" not in complaint.message:
        return None
    above = next((line for line in complaint.lines[complaint.line - 2 :: -1] if line.strip()), "")
    name, here = _FIELD.match(above), _KEY.match(complaint.text)
    if complaint.line < 2 or name is None or here is None or name[3] in "|>" or here.end() <= len(name[1]):
        return None
    message = f"this line is indented deeper than `{name[2]}` above it, which has its value already"
    hint = "indent it like that one; name a list that begins here (`points:`); write text of several lines below `>-`"
    return complaint.at(len(complaint.indentation) + 1, message, hint)


def _text_begins_with_sign(complaint: _Complaint) -> Problem | None:
    marked = _BEGINS_WITH_SIGN.match(complaint.text)
    if marked is None or not complaint.is_about_block:
        return None
    sign = next(filter(None, marked.groups()))
    message = f"a text that begins with `{sign}` needs quotes around the whole of it"
    hint = f"write it below `>-`, as in `text: >-` and on the next line `{sign}…`, or in quotes"
    return complaint.at(marked.start(marked.lastindex or 0) + 1, message, hint)


def _no_colon(complaint: _Complaint) -> Problem | None:
    if "mapping values" in complaint.message and (above := _line_without_colon(complaint)):
        complaint = above
    elif "expected ':'" not in complaint.message:
        return None
    if glued := _GLUED.match(complaint.text):
        message = f"a space is missing after the colon of `{glued[1]}`"
        return complaint.at(glued.end(1) + 1, message, f"write `{glued[1]}: value`")
    if name := _NAME.match(complaint.text):
        message = f"a colon is missing after `{name[1]}`"
        hint = f"write `{name[1]}: value`; indent the rest of a text deeper than its field"
        return complaint.at(complaint.column, message, hint)
    return None


def _line_without_colon(complaint: _Complaint) -> _Complaint | None:
    """The field just above the colon that libyaml stumbles over, if that field lacks its colon.

    `title A dam` with `summary: …` below it is one text to YAML, up to the second line's colon.
    """
    if complaint.line < 2 or ":" in complaint.text[: complaint.column - 1]:
        return None
    above = replace(complaint, line=complaint.line - 1)
    key, next_key = _KEY.match(above.text), _KEY.match(complaint.text)
    if key is None or next_key is None or key.end() != next_key.end():
        return None
    if ":" in above.text and not _GLUED.match(above.text):
        return None
    return replace(above, column=key.end() + 1)


def _not_in_line(complaint: _Complaint) -> Problem | None:
    if "<document start>" in complaint.message:
        for number in range(min(complaint.line, len(complaint.lines)) - 1, 0, -1):
            if complaint.lines[number - 1].startswith(("...", "%")):
                message = "to YAML the file ends at this line, and more follows"
                return replace(complaint, line=number).at(1, message, "delete the line")
        return complaint.at(complaint.column, "this line does not line up with the ones above", _LINE_UP)
    if complaint.text.lstrip().startswith("- ") and complaint.is_about_block:
        message = "this list item does not line up with a list above"
        return complaint.at(complaint.column, message, "indent every `- ` of a list the same, below the list's name")
    return None


def _in_the_table(complaint: _Complaint) -> Problem | None:
    for part, message, hint in _SYNTAX:
        if re.search(part, complaint.message):
            return complaint.at(complaint.column, message, hint)
    return None


def _anything_else(complaint: _Complaint) -> Problem:
    message, hint = "the YAML cannot be read here", "look at this line's indentation, colons and quotation marks"
    if "cannot start any token" in complaint.message or "block node" in complaint.message:
        sign = complaint.text[complaint.column - 1 : complaint.column] or "this"
        message, hint = f"a value cannot begin with `{sign}`", f"put quotes around it, as in `'{sign}…'`"
    return complaint.at(complaint.column, message, hint)


_EXPLANATIONS: tuple[Callable[[_Complaint], Problem | None], ...] = (
    _odd_indentation,
    _too_deep,
    _text_begins_with_sign,
    _no_colon,
    _not_in_line,
    _in_the_table,
    _anything_else,
)
"""The first that returns a problem is used."""
