"""Random bytes as an entry, shared records, a hand-written page and a picture: each ends in a value or a problem.

`make fuzz SECONDS=1800` runs it. What it finds is written to `crash-…` and becomes a golden case.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["explainer"]):
    from explainer.content.load import load_entry
    from explainer.content.pictures import PictureFile, picture
    from explainer.problems import ContentError
    from explainer.text.inline import to_html, to_text

PICTURES = Path(tempfile.mkdtemp(prefix="explainer-fuzz-"))
SEEDS = (
    b"title: A\nsections:\n  - kind: what_happened\n    points: [{text: '*A* [b](https://c.example)'}]\n",
    b"GIF89a",
)


def one_input(data: bytes) -> None:
    """Reads the bytes in every way that a proposal could have them read."""
    try:
        load_entry(data, "content/entries/a.yml", "en")
    except ContentError as error:
        assert all(problem.hint and problem.message for problem in error.problems)
    text = data.decode(errors="replace")
    assert to_text(text) is not None and "<script" not in to_html(text).lower()
    place = PICTURES / "a.gif"
    place.write_bytes(data)
    picture(PictureFile.of(place, "images/a.gif"))


if __name__ == "__main__":
    seeds = PICTURES / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(SEEDS):
        (seeds / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], f"-max_total_time={sys.argv[1]}", "-max_len=4096", str(seeds)], one_input)
    atheris.Fuzz()
