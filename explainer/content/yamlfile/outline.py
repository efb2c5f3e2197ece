"""Reads a few top-level fields of a file without the cost of the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml
from yaml._yaml import CParser

from explainer.content.yamlfile.reader import read
from explainer.problems import ContentError

_KEY = re.compile(r"\n([a-z_]+):(?=[ \n]|\Z)")
_ODD = re.compile(r"\n(?![ \n#]|-(?:[ \n]|\Z)|[a-z_]+:(?:[ \n]|\Z)|\Z)")
"""A line that begins with something else than a field, a list's item or a comment."""
_BEGINS_WITH_KEY = re.compile(r"(?:\n[ ]*(?:#[^\n]*)?)*\n[a-z_]+:(?=[ \n]|\Z)")
_OTHER_BREAKS = "\r\x85\u2028\u2029"
"""What else ends a line in YAML 1.1, which libyaml reads."""


def fields(text: str, names: Sequence[str]) -> dict[str, Any]:
    """What `read` finds in some top-level fields; one that is not there is left out.

    Where `read` accepts the text, the values are the same. Where it does not, they may be given all the same: the rest
    is not read. Raises ContentError when libyaml cannot tell where a field begins or what it says.

    Why that is right: when each line that begins in the first column begins with a field, a `- ` or a comment, the file
    is one mapping, and its fields are among these lines. Such a line is none only inside quotes or brackets that were
    opened before it; then the text up to it cannot be parsed for itself, which libyaml finds out in a tenth of the time
    that reading takes. If the field's own lines can be read for themselves, they are all there is of it.
    """
    lines = f"\n{text}"
    if _ODD.search(lines) or not _BEGINS_WITH_KEY.match(lines) or any(one in text for one in _OTHER_BREAKS):
        return _of_all(text, names)
    places = [(match[1], match.start()) for match in _KEY.finditer(lines)]
    ends = [start for _, start in places[1:]] + [len(text)]
    found: dict[str, Any] = {}
    for (name, start), end in zip(places, ends, strict=True):
        if name not in names:
            continue
        try:
            if name in found:
                return _of_all(text, names)
            CParser(text[:start]).raw_parse()
            found[name] = read(text[start:end], "")[name]
        except (ContentError, yaml.YAMLError):
            return _of_all(text, names)
    return found


def _of_all(text: str, names: Sequence[str]) -> dict[str, Any]:
    data = read(text, "")
    return {name: data[name] for name in names if name in data} if isinstance(data, dict) else {}
