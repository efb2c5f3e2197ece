"""A Hugo site that publishes what ours does: layouts in `hugo/`, and around each text the frame that our pages have."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

from benchmarks import corpus
from benchmarks.entries import TODAY, as_yaml, entry, slug, versions

LAYOUTS = Path(__file__).parent / "hugo"
_MODEL = 13
"""The entry whose page gives the frame."""
_ARTICLE = re.compile(r"(<article[^>]*>).*(</article>)", re.DOTALL)
_TOC = re.compile(r'(<ul class="md-nav__list" data-md-component="toc"[^>]*>).*?(</ul>)', re.DOTALL)
_DATA = re.compile(r'<script type="application/ld\+json">.*?</script>\n?', re.DOTALL)


def plain_site(root: Path, entries: int) -> None:
    """Our side: a site without an address, which has no feeds, data, references or Markdown, and no social images."""
    corpus.write_site(root, entries)
    configuration = root / "mkdocs.yml"
    lines = configuration.read_text(encoding="utf-8").splitlines(keepends=True)
    configuration.write_text("".join(line for line in lines if not line.startswith("site_url")), encoding="utf-8")


def lay_out(root: Path, entries: int) -> None:
    """Hugo's side: the same entries as front matter."""
    for file in sorted(path for path in LAYOUTS.rglob("*") if path.is_file()):
        _write(root / file.relative_to(LAYOUTS), file.read_text(encoding="utf-8"))
    frame = _frame(root / "static")
    for name, up in (("baseof.html", 0), ("baseof.record.html", 1)):
        _write(root / "layouts" / name, frame.replace("UP", str(up)))
    for number in range(entries):
        if entry(number)["status"] != "draft":
            _write(root / "content" / "explainers" / f"{slug(number)}.md", page(number))
    for name, content in corpus.site_files(entries):
        if name.startswith("content/images/"):
            file = root / "static" / name.removeprefix("content/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def page(number: int, version: int | None = None) -> str:
    """An entry for Hugo: our YAML, with the names that Hugo takes for its own changed, and what it cannot work out."""
    return (
        "---\n"
        + "".join(
            f"{line}\n" for line in as_yaml({name: value for name, value in _fields(number, version) if value != []})
        )
        + "---\n"
    )


def _fields(number: int, version: int | None) -> Iterator[tuple[str, Any]]:
    fields = entry(number, version)
    last = version or versions(number)
    yield "date", fields["published"][:10]
    yield "years", [f"year-{fields['published'][:4]}"]
    yield "publishers", sorted({source["publisher"] for source in fields["sources"]})
    points = [point for section in fields["sections"] for point in section["points"]]
    yield "whats-next", sorted({f"next-{point['expected'][:4]}" for point in points if "expected" in point})
    yield "changed", sorted({f"in-{update['at'][:4]}" for update in fields.get("updates", ())})
    names = (slug(number), *fields.get("aliases", ()))
    old = [f"/explainers/{name}/v/{one}/" for name in names for one in range(1, last + 1)]
    yield "aliases", [*old, *(f"/explainers/{name}/" for name in fields.get("aliases", ()))]
    # A cover where there is no picture, a page of changes where there are any.
    made = {"html": True, "record": "updates" in fields, "cover": "image" not in fields}
    yield "outputs", [name for name, is_made in made.items() if is_made]
    ours = {"related": "next", "published": "came", "aliases": ""}
    yield from ((ours.get(name, name), value) for name, value in fields.items() if ours.get(name, name))


def _frame(static: Path) -> str:
    """Our frame as a template of Hugo's, with `UP` for the folders that a page lies deeper than its address.

    The styles, scripts and fonts that it names are copied into `static`.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        plain_site(root, 2 * _MODEL)
        command = [sys.executable, "-m", "explainer", "-C", str(root), "build", "--no-search", "--today", TODAY]
        subprocess.run(command, check=True, capture_output=True)
        copytree(root / "site" / "assets", static / "assets")
        text = (root / "site" / "explainers" / slug(_MODEL) / "index.html").read_text(encoding="utf-8")
    text = text.replace("{{", "&#123;&#123;")
    text = _DATA.sub("", text).replace("</head>", '{{ block "data" . }}{{ end }}</head>', 1)
    text = _ARTICLE.sub(r'\1{{ block "main" . }}{{ end }}\2', text)
    text = _TOC.sub(r'\1{{ block "toc" . }}{{ end }}\2', text)
    fields = entry(_MODEL)
    for name, value in (("title", fields["title"]), ("summary", fields["summary"])):
        asked = "{{ .Title }}" if name == "title" else "{{ .Params.summary }}"
        for written in {value, html.escape(value)}:
            text = text.replace(written, asked)
    text = text.replace("../../", "{{ $up }}")
    depth = '{{- $up := strings.Repeat (add UP (sub (strings.Count "/" .RelPermalink) 1)) "../" -}}\n'
    return depth + text


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
