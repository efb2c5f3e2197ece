"""Random mutants of the program, as cosmic-ray makes them: `make mutants` says how many of them the fast tests notice.

The program is changed in a clone of the last commit, in one place at a time; if the tests still pass, they do not see
that place. The seed is the day, so that each night tries others, and whoever reads the list can make them again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

ROOT = Path(__file__).parents[1]
FOLDERS = ("checks", "history", "content", "outputs")
"""Where a mistake is seen by nobody but readers."""
TESTS = "-m pytest -x -q -p no:cacheprovider -n auto --dist loadgroup -m"
BAR = 0.9
"""The share of mutants that must be noticed."""


def main() -> int:
    """Makes the mutants and tries the tests on each; 1 where too few are noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=25, help="how many mutants")
    parser.add_argument("--seed", default=f"{datetime.now(UTC):%Y-%m-%d}", help="by default the day")
    parser.add_argument("--only", default="not slow and not browser", help="which tests, as pytest's -m")
    parser.add_argument("--tests", default="tests", help="which files of tests")
    asked = parser.parse_args()
    clone = ROOT / ".cache" / "mutants"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    command = f"{sys.executable} {TESTS} '{asked.only}' {asked.tests}"
    modules = ", ".join(f"'explainer/{folder}'" for folder in FOLDERS)
    (clone / "cosmic.toml").write_text(
        f"[cosmic-ray]\nmodule-path = [{modules}]\ntimeout = 1800.0\nexcluded-modules = []\n"
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(clone), "PYTHONDONTWRITEBYTECODE": "1"}

    def ray(*arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "cosmic_ray.cli", *arguments], cwd=clone, env=environment, check=True)

    ray("init", "cosmic.toml", "session.sqlite")
    with use_db(clone / "session.sqlite") as session:
        choose(session, asked.number, asked.seed)
    ray("baseline", "cosmic.toml")  # tests that fail anyway notice everything
    ray("exec", "cosmic.toml", "session.sqlite")
    with use_db(clone / "session.sqlite", WorkDB.Mode.open) as session:
        return told(session, asked.seed)


def choose(session: WorkDB, number: int, seed: str) -> None:
    """Leaves this many mutants to try."""
    jobs = sorted(item.job_id for item in session.work_items)
    chosen = set(random.Random(seed).sample(jobs, min(number, len(jobs))))
    for job in jobs:
        if job not in chosen:
            session.set_result(job, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


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
