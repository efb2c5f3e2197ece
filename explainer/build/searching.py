"""Makes the search index of a site: only the parts whose pages have changed, joined with those that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from explainer.build.manifest import Output, TaskResult
from explainer.engine.search import BUNDLES, Page, Slice, fragments, frame, parts_of, slices, tell_of_limits
from explainer.engine.search.joining import join, name_length
from explainer.engine.search.parts import Part
from explainer.keys import digest
from explainer.resources.progress import tell
from explainer.resources.store import Store

Once = Callable[[str, str, Callable[[], Iterable[Output]]], tuple[str, TaskResult]]
"""The result of a function under a name and a key, which runs only if its files are not up to date."""


@dataclass(frozen=True, slots=True)
class Searching:
    """The index of some pages."""

    cache: Path
    """The folder of what is kept between builds."""
    base: str
    """The fingerprint of the inputs that all files share."""
    prefix: str
    """The folder of the site's own pages in the site."""
    contents: Mapping[str, bytes]
    """By address, the hash of each page."""
    there: Mapping[str, Output]
    """The site's files that are unchanged since the last build, by path."""
    write: Callable[[str, bytes], Output]
    is_there: Callable[[str, str], bool]
    """Whether the files of a result, of this name and key, are up to date."""
    once: Once

    def made(self, pages: Iterable[Page]) -> Iterator[tuple[str, TaskResult]]:
        """The files of the index. Raises SearchFailed."""
        keys = list[str]()
        for language, listed in groupby(slices(pages), itemgetter(0)):
            bundle = _Bundle(self, language, {self._key(one): one for one in listed})
            keys += bundle.keys
            yield from bundle.made()
        self._forget(keys)

    def _key(self, part: Slice) -> str:
        return digest(self.base, part.language, [(address, self.contents[address].hex()) for address, *_ in part.pages])

    def store(self, key: str) -> Store[Part]:
        """Where a part is kept."""
        return Store(self.cache / f"search-{key}.bin", Part)

    def _forget(self, keys: Iterable[str]) -> None:
        """Deletes parts that no page needs any more."""
        kept = {f"search-{key}.bin" for key in keys}
        if not self.cache.is_symlink():
            for file in self.cache.glob("search-*.bin"):
                if file.name not in kept:
                    file.unlink(missing_ok=True)


class _Bundle:
    """The index of the pages in a language."""

    def __init__(self, index: Searching, language: str, listed: Mapping[str, Slice]) -> None:
        self._index, self._language, self._slices = index, language, listed
        self._files: dict[str, list[bytes]] = {}
        self._parts = {key: part for key in listed if (part := index.store(key).value).entry}

    @property
    def keys(self) -> list[str]:
        """Those of its parts."""
        return list(self._slices)

    def made(self) -> Iterator[tuple[str, TaskResult]]:
        """The files of the bundle."""
        index = self._index
        self._make(key for key in self._slices if key not in self._parts)
        parts = [self._parts[key] for key in self._slices]
        length = name_length(parts)
        if not length:
            return
        names = {key: f"search/{self._language}/{one.pages[0][0]}" for key, one in self._slices.items()}
        self._make(key for key in self._slices if not index.is_there(names[key], digest(key, length)))
        yield index.once(f"search/{self._language}/frame", index.base, lambda: self._written(frame(self._language)))
        for key in self._slices:
            yield index.once(names[key], digest(key, length), lambda key=key: self._fragments(key, length))  # type: ignore[misc]
        key = digest(index.base, list(self._slices), length)
        yield index.once(f"search/{self._language}", key, lambda: self._joined(parts, length))

    def _make(self, keys: Iterable[str]) -> None:
        """Makes those of these parts that this build has not made yet."""
        new = [key for key in keys if key not in self._files]
        made = zip(new, parts_of([self._slices[key] for key in new]), strict=True)
        for number, (key, (part, files)) in enumerate(made, 1):
            tell(f"Indexing for search ({self._language})", number, len(new))
            self._parts[key], self._files[key] = part, files
            self._index.store(key).save(part)

    def _fragments(self, key: str, length: int) -> Iterator[Output]:
        return self._written(fragments(self._language, self._parts[key], self._files[key], length))

    def _joined(self, parts: list[Part], length: int) -> Iterator[Output]:
        tell_of_limits(self._language)
        for name, content in join(parts, length):
            path = f"{self._index.prefix}{BUNDLES}/{self._language}/{name}"
            known = self._index.there.get(path) if name.startswith("index/") else None
            yield known or self._index.write(path, content())

    def _written(self, files: Iterable[tuple[str, bytes]]) -> Iterator[Output]:
        return (self._index.write(self._index.prefix + path, content) for path, content in files)
