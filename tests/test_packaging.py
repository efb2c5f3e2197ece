"""The wheel carries all that the program needs, and works where there is no checkout."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
OF_THE_PROGRAM = ("workflows/program.yml", "workflows/nightly.yml", "zizmor.yml")
"""What tests the program itself, and no site needs."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (made,) = folder.glob("explainer_site-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([*PIP, "install", "--no-index", "--no-deps", "--target", str(folder), str(wheel)], check=True)
    return folder


def run(installed: Path, *arguments: str | Path, cwd: Path) -> str:
    """What the installed program says. `PYTHONPATH` stands before the checkout that the tests run in."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]


def test_the_wheel_has_every_module_template_and_language(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
    expected = {
        f"explainer/{path.as_posix()}" for path in files(ROOT / "explainer") if path.suffix in (".py", ".toml", ".yml")
    }
    expected |= {f"explainer/templates/{path.as_posix()}" for path in files(ROOT / "templates")}
    expected |= {f"explainer/ui/{path.as_posix()}" for path in files(ROOT / "site_data" / "ui")}
    expected |= {f"explainer/shared/.github/{path.as_posix()}" for path in files(ROOT / ".github")}
    expected |= {f"explainer/shared/.vscode/{path.name}" for path in (ROOT / ".vscode").glob("*.json")}
    expected -= {f"explainer/shared/.github/{name}" for name in OF_THE_PROGRAM}
    assert {
        "explainer/cli/main.py",
        "explainer/templates/pages/entry.md.jinja",
        "explainer/shared/.github/workflows/publish.yml",
        "explainer/shared/.vscode/settings.json",
        "explainer/templates/new/entry.yml.jinja",
        "explainer/templates/new/site/.gitignore.jinja",
        "explainer/templates/theme/mkdocs_theme.yml",
        "explainer/ui/en.yml",
        "explainer/ui/ar.yml",
    } < expected
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_program_builds_what_the_checkout_builds(installed: Path, good_site: Path) -> None:
    where = run(installed, "-c", "import explainer; print(explainer.__file__)", cwd=good_site.parent)
    assert Path(where.strip()).is_relative_to(installed)
    program: list[str | Path] = ["-m", "explainer", "-C", good_site]
    assert run(installed, *program, "check", "--today", TODAY, cwd=good_site.parent) == "1 entry: no errors\n"
    run(installed, *program, "new", "A weir", cwd=good_site.parent)
    run(installed, *program, "build", "--today", TODAY, cwd=good_site.parent)
    run(ROOT, *program, "build", "--today", TODAY, "--site-dir", good_site / "checkout", cwd=good_site.parent)
    made = files(good_site / "site")
    assert Path("explainers/dam/index.html") in made
    assert made == files(good_site / "checkout")
    for path in made:
        assert (good_site / "site" / path).read_bytes() == (good_site / "checkout" / path).read_bytes(), path


def test_the_installed_program_exports(installed: Path, good_site: Path) -> None:
    run(installed, "-m", "explainer", "-C", good_site, "export", good_site / "plain", cwd=good_site.parent)
    exported = {path for path in files(good_site / "plain") if path.parts[0] == "theme"}
    assert {Path("theme") / path for path in files(ROOT / "templates" / "theme")} <= exported


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it, and the packages that the tests have instead of a download's."""
    folder = tmp_path_factory.mktemp("clean") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*PIP, "--python", python, "install", "--no-index", "--no-deps", wheel], check=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder


def test_a_new_site_begins_with_nothing_but_the_wheel(environment: Path, tmp_path: Path) -> None:
    def call(*command: str | Path, cwd: Path) -> str:
        variables = {"PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}
        variables |= {"NO_MKDOCS_2_WARNING": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    code = "import explainer; print(explainer.__file__)"
    assert Path(call("python", "-c", code, cwd=tmp_path).strip()).is_relative_to(environment)
    call("explainer", "init", "desk", "--name", "The Small Desk", cwd=tmp_path)
    desk = tmp_path / "desk"
    call("explainer", "new", "A weir", "--topic", "politics", cwd=desk)
    assert call("explainer", "check", "--today", TODAY, cwd=desk) == "2 entries (2 drafts): no errors\n"
    call("python", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "strict", cwd=desk)
    (desk / ".venv").symlink_to(environment)
    (environment / ".installed").write_bytes((desk / "requirements.txt").read_bytes())
    call("make", "site", cwd=desk)
    page = (desk / "site" / "index.html").read_text(encoding="utf-8")
    assert "The Small Desk" in page
    assert (tmp_path / "strict" / "index.html").read_text(encoding="utf-8") == page
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with subprocess.Popen([environment / "bin" / "explainer", "serve", "-a", address], cwd=desk) as server:
        try:
            assert "Readers cannot see this page" in answer(f"http://{address}/explainers/what-nato-is/")
        finally:
            server.terminate()
            server.wait(timeout=10)


def answer(address: str) -> str:
    """What an address shows as soon as something listens there, within 30 seconds."""
    end = time.monotonic() + 30
    while True:
        try:
            with urlopen(address, timeout=5) as page:
                return str(page.read().decode())
        except (URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < end, f"nothing answers at {address}"
            time.sleep(0.1)
