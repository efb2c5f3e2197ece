"""Guards what nobody should have to remember."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from explainer.checks import CHECKS
from explainer.cli.main import COMMANDS
from explainer.outputs import OUTPUTS

ROOT = Path(__file__).parents[1]
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "explainer").rglob("*.py"))
}
PURPOSES = {name: (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0] for name, text in MODULES.items()}
"""The first line of each module's docstring."""


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    assert len(PURPOSES) > 30
    assert [name for name, purpose in PURPOSES.items() if not re.fullmatch(r"[^a-z].{15,118}\.", purpose)] == []


def test_no_module_has_more_than_300_lines() -> None:
    assert [name for name, text in MODULES.items() if len(text.splitlines()) > 300] == []


def test_architecture_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page, re.MULTILINE)
    rooms = {Path(name).parts[1].removesuffix(".py") for name in MODULES} - {"__init__", "__main__"}
    assert {room for row in rows for room in re.findall(r"\w+", row)} == rooms


# --- the layers of the program ----------------------------------------------------------------------------------------


def layers() -> list[set[str]]:
    """The layers that the import contract names, from the rim inwards."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = (one for one in settings["contracts"] if one["type"] == "layers")
    assert contract["exhaustive"] and contract["containers"] == ["explainer"] and not contract.get("ignore_imports")
    return [set(re.split(r"\s*[|:]\s*", layer)) for layer in contract["layers"]]


ROOMS = {name.split("/")[1].removesuffix(".py") for name in MODULES} - {"__init__"}
"""The names directly below `explainer`: packages and modules."""


def imports_between() -> set[tuple[str, str]]:
    """Which room imports which other: each pair once, wherever in a module the import stands."""
    edges = set()
    for name, text in MODULES.items():
        inside = name.split("/")[1].removesuffix(".py")
        for node in ast.walk(ast.parse(text)):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}:{node.lineno}: a relative import"
                modules = [f"{node.module}.{alias.name}" for alias in node.names]
            found = {module.split(".")[1] for module in modules if module.startswith("explainer.")}
            edges |= {(inside, other) for other in (found & ROOMS) - {inside}}
    return edges


def test_the_house_has_few_rooms_and_few_doors() -> None:
    assert 10 < len(ROOMS) <= 16
    assert 20 < len(imports_between()) <= 93


def test_every_room_stands_in_a_layer() -> None:
    named = [name for layer in layers() for name in layer]
    assert len(named) == len(set(named))
    assert set(named) == ROOMS


def test_no_room_imports_from_above_or_in_a_circle() -> None:
    depth = {name: number for number, layer in enumerate(layers()) for name in layer}
    edges = imports_between()
    assert [(inside, other) for inside, other in edges if depth[inside] > depth[other]] == []
    order = TopologicalSorter[str]()
    for inside, other in edges:
        order.add(inside, other)
    order.prepare()  # raises CycleError, which names the circle


# --- the tests --------------------------------------------------------------------------------------------------------

TESTS = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "tests").rglob("*.py"))
    if "node_modules" not in path.parts and path != Path(__file__)
}
"""All but this one, which holds examples of what is forbidden."""


def test_tests_import_no_other_test_module() -> None:
    found = []
    for name, tree in TESTS.items():
        for node in ast.walk(tree):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            found += [
                f"{name}: {module}" for module in modules if re.search(r"(^|\.)test_\w+", module.removeprefix("."))
            ]
    assert found == []


def test_tests_replace_nothing_private() -> None:
    assert [f"{name}:{line}" for name, tree in TESTS.items() for line in _private_names_set(tree)] == []


def _private_names_set(tree: ast.AST) -> Iterator[int]:
    """The lines that set a private name of something else: `setattr`, `patch`, an assignment, also in a program that a
    test runs, which is a text."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        names: list[str] = []
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("setattr", "delattr", "setitem", "patch", "object"):
                texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                names = [text.rpartition(".")[2] for text in texts if isinstance(text, str)]
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [
                one.attr
                for one in targets
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in imported
            ]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
            with suppress(SyntaxError):
                if [*_private_names_set(ast.parse(node.value))]:
                    yield line
        if any(name.startswith("_") and not name.startswith("__") for name in names):
            yield line


@pytest.mark.parametrize(
    ("program", "private"),
    [
        ("monkeypatch.setattr(store, '_SIZE', 1)", True),
        ("monkeypatch.setattr('explainer.build._SIZE', 1)", True),
        ("setattr(store, '_SIZE', 1)", True),
        ("import store\nstore._SIZE = 1", True),
        ('PROGRAM = """\nimport store\nstore._SIZE = 1\n"""', True),
        ("monkeypatch.setattr(store, 'SIZE', 1)", False),
        ("monkeypatch.setattr(os, 'sched_getaffinity', lambda _: {0, 1})", False),
        ("self._kinds = {}", False),
    ],
)
def test_what_is_private_is_recognized(program: str, private: bool) -> None:
    assert any(_private_names_set(ast.parse(program))) == private


# --- what is declared and documented ----------------------------------------------------------------------------------


def test_every_package_that_the_program_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["images"], *extras["import"], *extras["links"], *extras["social"]]
    declared = {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines}
    trees = [ast.walk(ast.parse(text)) for text in MODULES.values()]
    imports = [one for tree in trees for one in tree if isinstance(one, ast.Import | ast.ImportFrom)]
    names = {
        name.partition(".")[0]
        for one in imports
        for name in ([one.module or ""] if isinstance(one, ast.ImportFrom) else [alias.name for alias in one.names])
    }
    assert {"click", "jinja2", "yaml"} <= names
    homes = packages_distributions()
    foreign = {name: {*map(canonical, homes.get(name, [name]))} for name in names - sys.stdlib_module_names}
    own = {"explainer", "pydantic_core"}  # the latter comes with pydantic, which names the one release that fits
    assert {name: at for name, at in foreign.items() if name not in own and not at & declared} == {}


def canonical(distribution: str) -> str:
    """A distribution's name as it is compared."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_every_check_and_output_has_a_manual() -> None:
    for function in (*(check.find for check in CHECKS), *OUTPUTS):
        assert (function.__doc__ or "").strip().endswith("."), function.__name__


def test_no_two_checks_have_one_code() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)


def test_every_check_has_a_golden_case() -> None:
    cases = {path.name.partition(".")[0] for path in (ROOT / "tests" / "golden" / "checks").iterdir()}
    assert {check.code for check in CHECKS} <= cases


def tracked() -> list[Path]:
    """The files that git tracks, or would if all were added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_no_file_names_a_home_or_a_registry() -> None:
    # Put together here, so that this file does not name them itself.
    places = [rf"(?<![\w.])/{site_info}/" for site_info in ("root", "home", "Users")]
    registries = [rf"\b{host}\.{end}\b" for host, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
    forbidden = re.compile("|".join(places + registries))
    files = tracked()
    assert len(files) > 100
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in forbidden.finditer(text)]
    assert found == []


def test_locked_requirements_name_no_address() -> None:
    files = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(files) >= 2
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
        assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links)\b", text, re.MULTILINE)


DOCUMENTS = [
    *(ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "ARCHITECTURE.md"),
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name != "messages.md"),  # see test_messages.py
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_only_what_there_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    # In code only: `make site` there is a command, "make sure" elsewhere is none.
    code = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL))
    for target in re.findall(r"\bmake ([a-z-]+)", code):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"
    for command in re.findall(r"\bexplainer ([a-z]+)", code):
        assert command in COMMANDS, f"explainer {command}"
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (path.parent / link).exists(), link


def test_every_command_is_documented() -> None:
    words = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert [name for name in COMMANDS if f"explainer {name}" not in words] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    documented = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert "site" in documented
    readme = DOCUMENTS[0].read_text(encoding="utf-8")
    assert [target for target in ("site", "test", "serve") if f"make {target}" not in readme] == []
