"""The pictures of a site as they are published: without the place where they were taken, and with smaller copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from explainer.content.pictures import HAVE_COPIES, PictureFile, picture
from explainer.content.pictures.metadata import without_place
from explainer.engine.files import layout_of_config
from explainer.keys import digest
from explainer.model import Site
from explainer.model.summary import EntrySummary
from explainer.outputs.drawing.covers import cover, cover_of
from explainer.outputs.entry.social import has_social_image, social_image_of
from explainer.outputs.plan import SitePlan
from explainer.resources.files import replace
from explainer.resources.store import Store

if HAVE_COPIES:
    from explainer.content.pictures.copies import VERSION, copied
else:
    VERSION = ""


HIDDEN = Path()
"""Stands for the file of a picture that is not published."""


class _Known(msgspec.Struct, frozen=True):
    """The pictures that were looked at."""

    files: dict[str, tuple[int, int, str, bool]] = {}
    """By name: size, time of the last change, fingerprint of the content, and whether it tells a place."""


def published_pictures(plan: SitePlan) -> dict[str, Path]:
    """The files that are published as pictures, by name (`images/idlib.jpg`); what is made for it is kept in `.cache/`.

    Pictures that only drafts, embargoed and withdrawn entries name are not among them. Copies are made of the entries'
    pictures; in a site that was there before, other pictures are left alone.
    """
    site, folder = plan.site, plan.site.root / ".cache" / "pictures"
    store = Store(folder.with_suffix(".bin"), _Known)
    known: dict[str, tuple[int, int, str, bool]] = {}
    published: dict[str, Path] = {}
    wanted: list[tuple[Path, PictureFile, int]] = []
    for name in sorted((plan.images if site.layout.prefix else site.images) - plan.hidden_images):
        file = _file(site, name)
        old = store.value.files.get(name)
        known[name] = old if old and old[:2] == (file.size, file.modified) else _looked_at(file, folder)
        _, _, key, tells = known[name]
        published[name] = folder / f"{key}{file.path.suffix}" if tells else file.path
        if tells and not published[name].exists():
            known[name] = _looked_at(file, folder)
        for width, copy in picture(file).copies if name in plan.images and not plan.preview else ():
            published[copy] = folder / f"{key}-{width}.webp"
            wanted.append((published[copy], file, width))
    drawn = {social_image_of(entry): entry for entry in plan.entries if has_social_image(entry, plan.context)}
    published |= {name: folder / f"{_social_key(entry, plan, known)}.png" for name, entry in drawn.items()}
    with ThreadPoolExecutor() as threads:
        list(threads.map(_make, wanted))
        list(threads.map(lambda name: _draw(published[name], drawn[name], plan), drawn))
    if not plan.preview:
        kept = {path for path in published.values() if path.parent == folder}
        for path in [*folder.glob("[!.]*")]:
            if path not in kept:
                path.unlink(missing_ok=True)
    store.save(_Known(known))
    if not site.layout.prefix:  # with a prefix, the folder is its owner's
        published.update(dict.fromkeys(plan.hidden_images, HIDDEN))
    return published


def _file(site: Site, name: str) -> PictureFile:
    return PictureFile.of(site.root / site.layout.docs / name, name)


def _looked_at(file: PictureFile, folder: Path) -> tuple[int, int, str, bool]:
    content = file.path.read_bytes()
    cleaned, key = without_place(content), digest(content, VERSION)
    if cleaned != content:
        folder.mkdir(parents=True, exist_ok=True)
        replace(folder / f"{key}{file.path.suffix}", cleaned, durable=False)
    return file.size, file.modified, key, cleaned != content


def _make(wanted: tuple[Path, PictureFile, int]) -> None:
    path, file, width = wanted
    if path.exists():
        return
    content = file.path.read_bytes()
    try:
        copy = copied(content, width)
    except (OSError, ValueError):  # a damaged picture: browsers show what they can of it
        copy = without_place(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, copy, durable=False)


def _social_key(entry: EntrySummary, plan: SitePlan, known: Mapping[str, tuple[int, int, str, bool]]) -> str:
    """The fingerprint of all that is drawn."""
    from explainer.outputs.drawing.social_image import VERSION as SOCIAL

    photo = (known.get(entry.image.file, ("", "", "", ""))[2], entry.image.focus) if entry.image else ()
    parts = entry.title, entry.language, plan.context.site_info.name, cover_of(entry, plan), photo
    return digest(SOCIAL, repr(parts))


def _draw(path: Path, entry: EntrySummary, plan: SitePlan) -> None:
    if path.exists():
        return
    from explainer.outputs.drawing.social_image import social_image

    photo = _file(plan.site, entry.image.file).path if entry.image else None
    made = social_image(
        entry.title,
        plan.context.site_info.name,
        plan.context.languages[entry.language].direction,
        cover(*cover_of(entry, plan)),
        photo=photo.read_bytes() if photo and photo.is_file() else b"",
        focus=(entry.image.focus if entry.image else None) or "",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, made, durable=False)


def place_pictures(published: Mapping[str, Path], files: Files, config: MkDocsConfig) -> Iterator[File]:
    """Lets MkDocs take the published files for those in `docs_dir`, and gives the files that are not among these.

    Our pages look for pictures below the prefix, where there is one.
    """
    prefix = layout_of_config(config).prefix
    for name, path in sorted(published.items()):
        original = files.get_file_from_path(name)
        if path == HIDDEN:
            if original is not None:
                files.remove(original)
            continue
        if original is not None:
            original.abs_src_path = str(path)
        if prefix or original is None:
            file = File(prefix + name, None, config.site_dir, config.use_directory_urls)
            file.inclusion, file.generated_by, file.abs_src_path = InclusionLevel.NOT_IN_NAV, "explainer", str(path)
            yield file
