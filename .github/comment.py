"""Makes a comment of a text that anybody may have written: letters stay, whatever acts on a reader goes.

    python3 .github/comment.py changes.md > comment.md

Bold, inserted and deleted words, headings and lists stay, as `explainer diff --format md` writes them. Nobody is
called by name, no address can be followed, no picture is loaded, no other HTML is read. It needs nothing but Python.
"""

import re
import sys
import unicodedata
from pathlib import Path

LONGEST = 50_000
"""Characters; GitHub takes 65,536."""
BROKEN = "&#8288;"
"""Word joiner: not to be seen, and what it stands in is no name and no address any more."""


def harmless(text: str) -> str:
    """The text without what does more than to set it in bold, in lists, below headings, as inserted or deleted."""
    # Neither control characters nor those that turn the direction of a text, and hide what it says.
    text = text.replace("&#8203;", "")  # with which `explainer diff` does the same as BROKEN
    text = "".join(one for one in text if one == "\n" or not unicodedata.category(one).startswith("C"))
    text = re.sub(r"(?i)(www)\.", rf"\1{BROKEN}.", _SIGN.sub(_plain, text))
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition("\n")[0] + "\n\n… and more, in the artifact `change`."
    return text


_SIGN = re.compile(r"""(</?(?:ins|del)>)|\\([!-/:-@\[-`{-~])|([\\\[\]()<>`|$&@:!]|\#(?=\w))""")
"""A mark of what came or went, an escaped sign (CommonMark 2.4), or a sign that has a meaning."""
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
"""Between lines of HTML a backslash escapes nothing."""


def _plain(match: re.Match[str]) -> str:
    mark, escaped, sign = match.groups()
    if mark:
        return str(mark)
    one = escaped or sign
    if one in _ENTITIES:
        return _ENTITIES[one]
    return ("\\" if escaped or one not in "@:#" else "") + one + (BROKEN if one in "@:#" else "")


def comment(text: str) -> str:
    """What is written below the change."""
    return f"## What this changes for readers\n\n{harmless(text).strip()}\n"


if __name__ == "__main__":
    said = Path(sys.argv[1]).read_bytes()[: 4 * LONGEST].decode("utf-8", "replace")
    sys.stdout.buffer.write(comment(said).encode())
