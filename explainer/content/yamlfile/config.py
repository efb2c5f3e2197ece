"""Reads a `mkdocs.yml`, and rewrites it for engines that do not have our plugin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from explainer.content.yamlfile.syntax import syntax_problem
from explainer.problems import Problem, Severity

_SEQUENCE = "tag:yaml.org,2002:seq"


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
    extensions = fields.setdefault("markdown_extensions", yaml.SequenceNode(_SEQUENCE, []))
    if isinstance(extensions, yaml.SequenceNode) and "attr_list" not in map(_plugin_name, extensions.value):
        extensions.value.append(_text("attr_list"))  # gives headings their ids
    own_extra: Any = fields.get("extra") or _mapping({})
    added: Any = yaml.compose(yaml.safe_dump(dict(extra), allow_unicode=True, sort_keys=False), Loader=yaml.SafeLoader)
    own_extra.value += added.value
    changed = {
        "extra": own_extra,
        "markdown_extensions": extensions,
        "theme": theme,
        "docs_dir": _text("docs"),
        "site_dir": _text("site"),
    }
    dropped = ("edit_uri", "edit_uri_template")
    tree.value = [(key, changed.pop(key.value, value)) for key, value in tree.value if key.value not in dropped]
    tree.value += [(_text(key), value) for key, value in changed.items()]
    serialized: str = yaml.serialize(tree, Dumper=yaml.SafeDumper, allow_unicode=True)
    return serialized, custom_dir


def settings(file: Path) -> dict[str, Any]:
    """What a `mkdocs.yml` says, with what it inherits (`INHERIT`) and takes from the environment (`!ENV`).

    Values with other tags are left out.

    Raises OSError, UnicodeDecodeError, yaml.YAMLError.
    """
    own = _value(yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
    values = own if isinstance(own, dict) else {}
    parent = values.pop("INHERIT", None)
    return {**(settings(file.parent / parent) if isinstance(parent, str) else {}), **values}


def settings_problems(file: Path) -> Iterator[Problem]:
    """What is wrong with a `mkdocs.yml` as YAML: it cannot be read, or a setting stands twice, and the first is lost.

    PyYAML, and so MkDocs, takes the second without a word. Raises OSError, UnicodeDecodeError.
    """
    text = file.read_text(encoding="utf-8")
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        yield syntax_problem(error, text, file.name)
    else:
        yield from _repeated(tree, file.name)


def _repeated(node: yaml.Node | None, path: str) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for item in node.value if isinstance(node, yaml.CollectionNode) else ():
        if isinstance(item, yaml.Node):
            yield from _repeated(item, path)
            continue
        key, value = item
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if isinstance(key, yaml.ScalarNode) and lines.setdefault(key.value, line) != line:
            message = f"`{key.value}` stands in line {lines[key.value]} already, which counts for nothing"
            hint = "keep one of the two"
            yield Problem(path, message, hint, "duplicate-key", (), line, column, Severity.WARNING)
        yield from _repeated(value, path)


def _value(node: yaml.Node | None) -> Any:
    if node is not None and node.tag == "!ENV":  # as MkDocs reads it
        value = construct_env_tag(yaml.SafeLoader(""), node)
        return None if value is None else str(value)
    if node is None or not node.tag.startswith("tag:yaml.org,2002:"):
        return None
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return node.value if node.tag != "tag:yaml.org,2002:null" else None


def _plugin_name(item: yaml.Node) -> str:
    return str(item.value[0][0].value if isinstance(item, yaml.MappingNode) else item.value)


def _text(value: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", value)


def _mapping(fields: dict[str, yaml.Node]) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [(_text(key), value) for key, value in fields.items()])
