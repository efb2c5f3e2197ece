"""The wheel carries all that the program needs, and works where there is no checkout."""

from __future__ import annotations

import hashlib
import os
import re
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

from explainer.authoring.wheel import has_same_files

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
OF_THE_PROGRAM = ("workflows/program.yml", "workflows/nightly.yml", "workflows/release.yml", "zizmor.yml")
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
    expected |= {"explainer/py.typed", "explainer/shared/requirements/run.txt"}
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


def test_the_licence_of_everything_that_is_not_ours_comes_along(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
        (metadata,) = (opened.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    named = {
        path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*") if path.name.startswith(("LICENSE", "OFL"))
    }
    assert licences == {"LICENSE", *(path.as_posix() for path in named)}
    assert {*re.findall(r"(?m)^License-File: (.*)$", metadata)} == licences
    # Fonts and scripts that others wrote lie beside their licence.
    foreign = [*(ROOT / "templates").rglob("*.woff2"), *(ROOT / "templates" / "search" / "stemmers").glob("*.js")]
    foreign += [path for path in (ROOT / "templates").rglob("*.js") if path.stat().st_size > 50_000]
    assert len(foreign) > 30
    assert {path.parent.relative_to(ROOT) for path in foreign} <= {path.parent for path in named}


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


def test_a_new_site_begins_with_nothing_but_the_wheel(wheel: Path, environment: Path, tmp_path: Path) -> None:
    def call(*command: str | Path, cwd: Path) -> str:
        variables = {"PATH": f"{environment / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path)}
        variables |= {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1"}
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
    (vendored,) = (desk / "vendor").iterdir()
    assert has_same_files(vendored.read_bytes(), wheel.read_bytes())
    requirements = (desk / "requirements.txt").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^(\S+==\S+)", requirements) == re.findall(
        r"(?m)^(\S+==\S+)", (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    )
    assert "://" not in requirements
    # The wheel is installed by its hash, as by a newcomer. The packages are those of the tests, not a download's.
    locked, _, _ = requirements.partition("annotated-types")
    (desk / "requirements.txt").write_text(locked, encoding="utf-8")
    assert "Installing the packages" in call("make", f"PYTHON={sys.executable}", "run", cwd=desk)
    (packages,) = (desk / ".venv" / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    made = call("make", "site", cwd=desk)
    assert "Installing" not in made
    page = (desk / "site" / "index.html").read_text(encoding="utf-8")
    assert "The Small Desk" in page
    assert (tmp_path / "strict" / "index.html").read_text(encoding="utf-8") == page
    # A newer wheel under the same name and version is installed.
    with ZipFile(vendored, "a") as newer:
        newer.writestr("explainer/newer.py", "")
    newest = hashlib.sha256(vendored.read_bytes()).hexdigest()
    (desk / "requirements.txt").write_text(re.sub("sha256:.*", f"sha256:{newest}", locked), encoding="utf-8")
    assert "Installing the packages" in call("make", f"PYTHON={sys.executable}", "run", cwd=desk)
    call(".venv/bin/python", "-c", "import explainer.newer", cwd=desk)
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
