"""YAML 1.2 as editors write it; the only importer of PyYAML."""

from explainer.yamlfile.config import PlainConfig, plain_config, plain_value
from explainer.yamlfile.decoding import MAX_BYTES, decode
from explainer.yamlfile.outline import fields
from explainer.yamlfile.reader import Positions, positions, read
from explainer.yamlfile.tree import Collection, Item, NoTree, Scalar, comments, tree
from explainer.yamlfile.writer import write

__all__ = [
    "MAX_BYTES",
    "Collection",
    "Item",
    "NoTree",
    "PlainConfig",
    "Positions",
    "Scalar",
    "comments",
    "decode",
    "fields",
    "plain_config",
    "plain_value",
    "positions",
    "read",
    "tree",
    "write",
]
