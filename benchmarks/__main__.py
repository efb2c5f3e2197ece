"""Compares builds side by side: `python -m benchmarks [--entries 25 1000] [--rounds 3] [--only explainer hugo]`.

In each round every program builds its own copy of the same corpus. The order rotates, so that other load on the machine
affects all equally; ratios are taken within a round. A cold build starts without a site and a cache.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

from benchmarks import lighthouse, preview, report
from benchmarks.cases import REMOVED, Contender
from benchmarks.contenders import CONTENDERS
from benchmarks.equivalence import NotTheSame
from benchmarks.measure import RunFailed, files, run, written
from benchmarks.report import Key, Sample

_REPOSITORY = Path(__file__).parents[1]
_SAVES = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the results; with `--docs`, also writes the tables into docs/speed.md."""
    options = _options(arguments)
    work = options.work.resolve()
    try:
        _compare(options, work)
    finally:
        rmtree(work / REMOVED, ignore_errors=True)


def _compare(options: argparse.Namespace, work: Path) -> None:
    results: dict[Key, list[Sample]] = defaultdict(list)
    failed: dict[str, str] = {}
    latencies: list[float] = []
    for entries in sorted(options.entries):
        _log(f"laying out {entries:,} entries")
        field = [CONTENDERS[name](work, entries) for name in options.only]
        once = [contender for name, contender in zip(options.only, field, strict=True) if name in options.once]
        for turn in range(options.rounds):
            start = turn % len(field)
            for contender in field[start:] + field[:start]:
                if contender.name in failed or (turn and contender in once):
                    continue
                try:
                    _measure(contender, entries, turn, results)
                except (RunFailed, NotTheSame) as error:  # keep hours of the other programs' results
                    failed[contender.name] = f"{contender.name} failed: {error}"
                    _log(failed[contender.name])
        for contender in field:
            if contender.save is not None and contender.name not in failed:
                latencies = preview.latencies(contender.root, _SAVES, contender.save)
    if not results:
        sys.exit("\n".join(failed.values()))
    judged = list(report.bars(results, latencies))
    if options.lighthouse:
        _log("asking Lighthouse")
        judged += lighthouse.scores(work / "lighthouse-site", options.rounds)
    text = report.as_markdown(results, judged, report.machine(options.rounds))
    print(text)
    if failed:
        sys.exit("\n".join(failed.values()))
    if options.docs:
        document = _REPOSITORY / "docs" / "speed.md"
        document.write_text(report.replace(document.read_text(encoding="utf-8"), text), encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = list(CONTENDERS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[25, 100, 1_000, 10_000], help="sizes of the corpora")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="PROGRAM", help=", ".join(names))
    parser.add_argument(
        "--once", nargs="+", choices=names, default=[], metavar="PROGRAM", help="in the first round only"
    )
    parser.add_argument("--work", type=Path, default=_REPOSITORY / ".cache" / "benchmarks", help="folder for all files")
    parser.add_argument(
        "--lighthouse",
        action=argparse.BooleanOptionalAction,
        default=lighthouse.is_available(),
        help="score this repository's pages too (default: if `make browser` has installed what that needs)",
    )
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/speed.md")
    return parser.parse_args(arguments)


def _measure(contender: Contender, entries: int, turn: int, results: dict[Key, list[Sample]]) -> None:
    for case in contender.cases:
        case.prepare(turn)
        before = files(contender.site)
        cost = run(case.command, contender.root, contender.environment, case.passes)
        sample = Sample(cost, written(before, files(contender.site)))
        results[Key(entries, contender.name, case.name)].append(sample)
        _log(f"round {turn + 1}: {contender.name}, {case.name}: {cost.seconds:.2f} s")
        case.verify(turn)


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
