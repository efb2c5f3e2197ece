"""Random mutants of the program, as cosmic-ray makes them: `make mutants` says how many of them the fast tests notice.

The program is changed in a clone of the last commit, in one place at a time; if the tests still pass, they do not see
that place. The seed is the day, so that each night tries others, and whoever reads the list can make them again.

Which test executes which line is recorded once (coverage's contexts), so that each mutant meets only the tests that
execute its line. Tests that start the program as a process of its own are not counted: they would notice a little more.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult
from coverage import CoverageData

ROOT = Path(__file__).parents[1]
FOLDERS = ("checks", "history", "content", "outputs")
"""Where a mistake is seen by nobody but readers."""
FAST = "not slow and not browser"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--dist", "loadgroup")
ALONE = 100
"""So many tests need no second process."""
BAR = 0.9
"""The share of mutants that must be noticed."""


def main() -> int:
    """Makes the mutants and tries the tests on each; 1 where too few are noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=25, help="how many mutants")
    parser.add_argument("--seed", default=f"{datetime.now(UTC):%Y-%m-%d}", help="by default the day")
    parser.add_argument("--try", dest="is_try", action="store_true", help="run the tests that execute what differs")
    asked = parser.parse_args()
    if asked.is_try:  # in the clone, for each mutant
        return subprocess.run([*PYTEST, "-x", *selected(Path.cwd())], check=False).returncode
    clone = ROOT / ".cache" / "mutants"
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    record = ROOT / ".cache" / f"mutants-{commit.strip()}.coverage"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(clone), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, "-m", *arguments], cwd=clone, env=environment, check=True)

    if not record.exists():
        settings = clone / "coverage.ini"
        settings.write_text("[run]\nsource = explainer\nrelative_files = true\n", encoding="utf-8")
        options = ("--cov", f"--cov-config={settings}", "--cov-context=test", "--cov-report=")
        run(*PYTEST[2:], "-n", "auto", "-m", FAST, *options)  # tests that fail anyway would notice everything
        shutil.move(clone / ".coverage", record)
    shutil.copy(record, clone / ".coverage")
    modules = ", ".join(f"'explainer/{folder}'" for folder in FOLDERS)
    command = shlex.join([sys.executable, str(Path(__file__).resolve()), "--try"])
    (clone / "cosmic.toml").write_text(
        f"[cosmic-ray]\nmodule-path = [{modules}]\ntimeout = 900.0\nexcluded-modules = []\n"
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    run("cosmic_ray.cli", "init", "cosmic.toml", "session.sqlite")
    with use_db(clone / "session.sqlite") as session:
        choose(session, asked.number, asked.seed)
    run("cosmic_ray.cli", "exec", "cosmic.toml", "session.sqlite")
    with use_db(clone / "session.sqlite", WorkDB.Mode.open) as session:
        return told(session, asked.seed)


def selected(clone: Path) -> list[str]:
    """The arguments of pytest that select the tests which execute the lines that differ; else all of the file."""
    diff = ["git", "diff", "--unified=0", "--no-ext-diff", "--", "explainer"]
    changed = subprocess.run(diff, cwd=clone, check=True, capture_output=True, text=True).stdout
    path = re.findall(r"^--- a/(.*)", changed, re.MULTILINE)[0]
    lines: set[int] = set()
    for start, length in re.findall(r"^@@ -(\d+)(?:,(\d+))?", changed, re.MULTILINE):
        lines |= {*range(int(start), int(start) + int(length or 1))}
    data = CoverageData(str(clone / ".coverage"))
    data.read()
    executed = data.contexts_by_lineno(path)
    tests = {test for line in lines for test in executed.get(line, ()) if test}
    tests = tests or {test for found in executed.values() for test in found if test}  # lines that an import executes
    names = sorted({test.rpartition("|")[0] for test in tests})
    if not names:
        return ["-n", "auto", "-m", FAST]
    (clone / "selected.txt").write_text("\n".join(names), encoding="utf-8")
    return ["-n", "auto" if len(names) > ALONE else "0", f"@{clone / 'selected.txt'}"]


def choose(session: WorkDB, number: int, seed: str) -> None:
    """Leaves this many mutants to try."""
    items = sorted(session.work_items, key=lambda item: str(item.mutations))  # the names of jobs differ from run to run
    chosen = {item.job_id for item in random.Random(seed).sample(items, min(number, len(items)))}
    rest = [item.job_id for item in items if item.job_id not in chosen]
    session.set_multiple_results(rest, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


def told(session: WorkDB, seed: str) -> int:
    """Prints who survived."""
    tried = [(job, result) for job, result in session.results if result.worker_outcome == WorkerOutcome.NORMAL]
    survivors = [result for _, result in tried if result.test_outcome == TestOutcome.SURVIVED]
    for result in survivors:
        print(result.diff)
    noticed = len(tried) - len(survivors)
    print(f"{noticed} of {len(tried)} mutants were noticed (seed {seed})")
    return 0 if tried and noticed >= BAR * len(tried) else 1


if __name__ == "__main__":
    sys.exit(main())
