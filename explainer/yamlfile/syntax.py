"""Says in an editor's words what libyaml could not read."""

from __future__ import annotations

import re

import yaml

from explainer.problems import Problem

_SYNTAX = (
    # (part of libyaml's message, our words, hint); the first that fits is used.
    (
        "expected ':'",
        "a colon is missing after a field's name",
        "write `name: value`, as in `title: A dam breaks`",
    ),
    (
        "mapping values are not allowed",
        "there is a colon where none can stand, or the line is indented too far",
        "put quotes around text with a colon and a space in it, as in `title: 'Idlib: a short guide'`",
    ),
    ("end of stream", "a quotation mark is opened and not closed", "close it, as in `title: 'A dam breaks'`"),
    ("',' or ']'", "a list in square brackets is not closed", "close it, as in `topics: [syria, turkey]`"),
    ("',' or '}'", "a mapping in braces is not closed", "close it, as in `{name: Ada, role: reporting}`"),
    (
        "'-' indicator",
        "a list item does not line up with the one above",
        "indent every `- ` of a list the same",
    ),
    (
        "scanning an alias",
        "`*` begins an alias here, and no name follows",
        "put quotes around text that begins with `*`",
    ),
    (
        "undefined alias",
        "`*` begins an alias here, and nothing has that anchor",
        "put quotes around text that begins with `*`",
    ),
    (
        "unknown escape",
        "an unknown escape stands in double quotes",
        "use single quotes, or write `\\\\` for a backslash",
    ),
    (
        "block mapping",
        "this line does not line up with the ones above",
        "indent fields of one record the same",
    ),
    ("control characters", "a control character stands in the text", "delete the invisible character"),
)

_LATE = ("expected ':'", "end of stream", "',' or ']'", "',' or '}'", "scanning an alias")
"""What libyaml notices far behind its cause: the beginning of the text or list is where to look."""
_GLUED = re.compile(r"[ ]*(?:- +)*([A-Za-z_]+):(?=[^\s/])")
_KEY = re.compile(r"[ ]*(?:- +)*(?=[^\s#-])")
"""What stands before a field's name."""


def syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """libyaml's complaint in an editor's words, where the editor will look for it."""
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    if mark is None:
        position = int(getattr(error, "position", 0) or 0)  # in bytes, unlike the marks
        before = text.encode()[:position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    else:
        line, column = mark.line + 1, mark.column + 1
    lines = text.splitlines() or [""]
    context_mark = getattr(error, "context_mark", None)
    if context_mark is not None and any(part in said or part in context for part in _LATE):
        line, column = context_mark.line + 1, context_mark.column + 1
    current = lines[min(line, len(lines)) - 1]
    indentation = current[: len(current) - len(current.lstrip())]
    if "\t" in indentation:
        column = indentation.index("\t") + 1
        return Problem(
            path,
            "a tab stands in the indentation",
            "indent with spaces: two for each level",
            "tab",
            line=line,
            column=column,
        )
    if "mapping values" in said and (above := _line_without_colon(lines, line, column)):
        line, column = above
        said = "expected ':'"
    if "block mapping" in context or "block collection" in context:
        marked = _BEGINS_WITH_SIGN.match(lines[min(line, len(lines)) - 1])
        if marked is not None:
            sign = next(filter(None, marked.groups()))
            column = marked.start(marked.lastindex or 0) + 1
            message = f"a text that begins with `{sign}` needs quotes around the whole of it"
            hint = f"write it below `>-`, as in `text: >-` and on the next line `{sign}…`, or in quotes"
            return Problem(path, message, hint, "yaml-syntax", line=line, column=column)
    if "expected ':'" in said and (glued := _GLUED.match(lines[min(line, len(lines)) - 1])):
        message = f"a space is missing after the colon of `{glued[1]}`"
        hint = f"write `{glued[1]}: value`"
        return Problem(path, message, hint, "yaml-syntax", line=line, column=glued.end(1) + 1)
    for part, message, hint in _SYNTAX:
        if part in said or part in context:
            return Problem(path, message, hint, "yaml-syntax", line=line, column=column)
    if "cannot start any token" in said:
        character = current[column - 1 : column] or "this"
        message = f"a value cannot begin with `{character}`"
        return Problem(
            path,
            message,
            f"put quotes around it, as in `'{character}…'`",
            "yaml-syntax",
            line=line,
            column=column,
        )
    message = "the YAML cannot be read here"
    return Problem(
        path,
        message,
        "look at this line's indentation, colons and quotation marks",
        "yaml-syntax",
        line=line,
        column=column,
    )


_BEGINS_WITH_SIGN = re.compile(
    r"[ ]*(?:- +)*(?:[\w-]+: +)?"
    r"""(?:(\[)[^\]]*\]|(\{)[^}]*\}|(")(?:[^"\\]|\\.)*"|(')(?:[^']|'')*')"""
    r"(?! *(?:#|$))(?! *[,:])"
)
"""`text: [A dam](https://…) broke`, `text: 'A dam' broke`: what YAML takes for a whole value, and more behind it."""


def _line_without_colon(lines: list[str], line: int, column: int) -> tuple[int, int] | None:
    """The field just above the colon that libyaml stumbles over, if it is that one that lacks its colon.

    `title A dam` with `summary: …` below it is one text to YAML, up to the second line's colon.
    """
    if line < 2 or ":" in lines[line - 1][: column - 1]:
        return None
    above, here = _KEY.match(lines[line - 2]), _KEY.match(lines[line - 1])
    if above is None or here is None or above.end() != here.end() or ":" in above.string:
        return None
    return line - 1, above.end() + 1
