"""YAML 1.2 as editors write it; the only importer of PyYAML."""

from explainer.content.yamlfile.config import plain_config, settings, settings_problems
from explainer.content.yamlfile.insertion import with_fields, with_items
from explainer.content.yamlfile.reader import MAX_BYTES, Positions, decode, positions, read, with_newlines
from explainer.content.yamlfile.tree import Collection, Item, NoTree, Scalar, comments, tree
from explainer.content.yamlfile.writer import records, write

__all__ = [
    "MAX_BYTES",
    "Collection",
    "Item",
    "NoTree",
    "Positions",
    "Scalar",
    "comments",
    "decode",
    "plain_config",
    "positions",
    "read",
    "records",
    "settings",
    "settings_problems",
    "tree",
    "with_fields",
    "with_items",
    "with_newlines",
    "write",
]
