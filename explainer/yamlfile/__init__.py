"""YAML 1.2 as editors write it; the only importer of PyYAML."""

from explainer.yamlfile.config import PlainConfig, plain_config
from explainer.yamlfile.decoding import MAX_BYTES, decode
from explainer.yamlfile.reader import Positions, positions, read

__all__ = ["MAX_BYTES", "PlainConfig", "Positions", "decode", "plain_config", "positions", "read"]
