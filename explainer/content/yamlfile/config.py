"""Rewrites a `mkdocs.yml` for engines that do not have our plugin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def plain_config(text: str, extra: Mapping[str, Any]) -> tuple[str, str | None]:
    """A `mkdocs.yml` without our plugin that reads `docs/` and `theme/` beside it, and the `custom_dir` that it named.

    Its tags and order are kept; `extra` is added to its `extra:`. The configuration is the site's own, not an
    editor's, so PyYAML's tree of nodes is safe here.
    """
    tree: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    fields: dict[str, yaml.Node] = {key.value: value for key, value in tree.value}
    theme: Any = fields.get("theme") or _text("material")
    if isinstance(theme, yaml.ScalarNode):
        theme = _mapping({"name": theme})
    custom_dir = next((value.value for key, value in theme.value if key.value == "custom_dir"), None)
    theme.value = [(key, value) for key, value in theme.value if key.value != "custom_dir"]
    theme.value.append((_text("custom_dir"), _text("theme")))
    plugins = fields.get("plugins")
    if isinstance(plugins, yaml.SequenceNode):
        plugins.value = [item for item in plugins.value if _plugin_name(item) != "explainer"]
    own_extra: Any = fields.get("extra") or _mapping({})
    added: Any = yaml.compose(yaml.safe_dump(dict(extra), allow_unicode=True, sort_keys=False), Loader=yaml.SafeLoader)
    own_extra.value += added.value
    changed = {"extra": own_extra, "theme": theme, "docs_dir": _text("docs"), "site_dir": _text("site")}
    dropped = ("edit_uri", "edit_uri_template")
    tree.value = [(key, changed.pop(key.value, value)) for key, value in tree.value if key.value not in dropped]
    tree.value += [(_text(key), value) for key, value in changed.items()]
    serialized: str = yaml.serialize(tree, Dumper=yaml.SafeDumper, allow_unicode=True)
    return serialized, custom_dir


def plain_value(text: str, name: str) -> str:
    """A top-level text of a `mkdocs.yml`, as written; empty if there is none."""
    tree: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    return next((str(value.value) for key, value in tree.value if key.value == name and value.id == "scalar"), "")


def _plugin_name(item: yaml.Node) -> str:
    return str(item.value[0][0].value if isinstance(item, yaml.MappingNode) else item.value)


def _text(value: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", value)


def _mapping(fields: dict[str, yaml.Node]) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [(_text(key), value) for key, value in fields.items()])
