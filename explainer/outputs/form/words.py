"""What the form editor says: of each field its label and its hint, in the site's language or else in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from explainer.content import yamlfile

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    data: Mapping[str, Any]

    @classmethod
    def of(cls, tag: str) -> Words:
        """Those of a language tag, of its base language, or the English ones."""
        known = {path.stem for path in _FOLDER.glob("*.yml")}
        return _read(next((one for one in (tag, tag.partition("-")[0]) if one in known), "en"))

    def __call__(self, key: str) -> str:
        return str(self.data[key])

    def choice(self, value: str) -> str:
        """The word for a value of a choice; empty if it is one of the site's own words."""
        return str(self.data["choices"].get(value, ""))

    def label(self, model: type[BaseModel], name: str) -> str:
        """What a field is called."""
        return self._field(model, name)[0]

    def hint(self, model: type[BaseModel], name: str) -> str:
        """What belongs into a field; empty if its label says so."""
        return self._field(model, name)[2]

    def _field(self, model: type[BaseModel], name: str) -> tuple[str, str, str]:
        records = (self.data.get(ancestor.__name__, {}) for ancestor in model.__mro__)
        texts = (str(record[name]) for record in records if name in record)
        return next(texts, name.replace("_", " ").capitalize()).partition(" | ")


@lru_cache(maxsize=8)
def _read(tag: str) -> Words:
    path = _FOLDER / f"{tag}.yml"
    return Words(yamlfile.read(yamlfile.decode(path.read_bytes(), path.name), path.name))
