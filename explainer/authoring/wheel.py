"""The running program as a wheel, which a site keeps so that it can be built where no index has the program."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from explainer.resources import CHECKOUT

_NAME = "explainer-site"
_NOT_PACKED = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"}
"""What an installer adds to the metadata."""


class NoWheel(Exception):
    """The program cannot be packed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: the name of its file, and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its hash, as pip compares it."""
        return hashlib.sha256(self.content).hexdigest()


@cache
def running_wheel() -> Wheel:
    """The running program: packed from what is installed, or built from its checkout. Raises NoWheel."""
    return _packed() if CHECKOUT is None else _built(CHECKOUT)


def has_same_files(one: bytes, other: bytes) -> bool:
    """Whether two wheels install the same files: their bytes also depend on who compressed them."""
    return one == other or (_records(one) is not None and _records(one) == _records(other))


def _records(wheel: bytes) -> list[str] | None:
    try:
        with ZipFile(BytesIO(wheel)) as opened:
            (record,) = (name for name in opened.namelist() if name.endswith(".dist-info/RECORD"))
            return sorted(opened.read(record).decode().splitlines())
    except (BadZipFile, ValueError):
        return None


def _built(checkout: Path) -> Wheel:
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            reason = (done.stderr.strip() or "no reason was given").splitlines()[-1]
            raise NoWheel(
                f"a site needs the program as a wheel, which cannot be built in {checkout} ({reason}); "
                f"install the build backend: {sys.executable} -m pip install hatchling"
            )
        (path,) = Path(folder).glob("*.whl")
        return Wheel(path.name, path.read_bytes())


def _packed() -> Wheel:
    try:
        installed = distribution(_NAME)
        files = {path.as_posix(): path for path in installed.files or ()}
        metadata = next(name.partition("/")[0] for name in files if name.endswith(".dist-info/WHEEL"))
        contents = {name: _content(installed, name) for name in sorted(files) if _is_packed(name, metadata)}
    except (PackageNotFoundError, StopIteration, OSError):
        raise NoWheel(
            "a site needs the program as a wheel, and not all files of this one are there; "
            "install it with pip, pipx or uv, and try again"
        ) from None
    lines = [f"{name},sha256={_urlsafe(content)},{len(content)}\n" for name, content in contents.items()]
    record = f"{metadata}/RECORD"
    contents[record] = f"{''.join(lines)}{record},,\n".encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as wheel:
        for name, content in contents.items():
            info = ZipInfo(name)  # of 1980, so that the same files make the same wheel
            info.external_attr = 0o644 << 16
            wheel.writestr(info, content, ZIP_DEFLATED)
    return Wheel(f"{metadata.removesuffix('.dist-info')}-py3-none-any.whl", packed.getvalue())


def _is_packed(name: str, metadata: str) -> bool:
    """Whether a file came with the wheel: scripts and compiled modules are made when it is installed."""
    folder, _, rest = name.partition("/")
    return (folder == "explainer" and not name.endswith(".pyc")) or (folder == metadata and rest not in _NOT_PACKED)


def _content(installed: Distribution, name: str) -> bytes:
    return Path(str(installed.locate_file(name))).read_bytes()


def _urlsafe(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
