"""Prints the text of the PDF on standard input; a process of its own, with limits. The only importer of pypdf."""

from __future__ import annotations

import sys
from contextlib import suppress
from io import BytesIO

_MEMORY = 1 << 30
_SECONDS = 45
_PAGES = 1_000
_LONGEST = 20_000_000
"""Characters."""


def main() -> None:
    """Reads, and writes in UTF-8. Ends with an error where there is no PDF."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits; the caller's time limit holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    from pypdf import PdfReader

    length = 0
    for page in PdfReader(BytesIO(sys.stdin.buffer.read())).pages[:_PAGES]:
        text = page.extract_text()
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        length += len(text)
        if length > _LONGEST:
            break


if __name__ == "__main__":
    main()
