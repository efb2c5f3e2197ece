"""Guards what nobody should have to remember."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
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
LONG: dict[str, str] = {
    # module: why it is longer than 300 lines
    "explainer/history/words.py": "lists of words in seven languages",
}


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    assert len(PURPOSES) > 30
    assert [name for name, purpose in PURPOSES.items() if not re.fullmatch(r"[^a-z].{15,118}\.", purpose)] == []


def test_no_module_is_long_without_a_reason() -> None:
    assert {name for name, text in MODULES.items() if len(text.splitlines()) > 300} == set(LONG)


def test_architecture_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page, re.MULTILINE)
    rooms = {Path(name).parts[1].removesuffix(".py") for name in MODULES} - {"__init__", "__main__"}
    assert {room for row in rows for room in re.findall(r"\w+", row)} == rooms


def test_every_package_that_the_program_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in project["dependencies"]}
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
    for target in re.findall(r"\bmake ([a-z]+)", code):
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
