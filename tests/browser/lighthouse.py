"""Prints Lighthouse's performance scores as JSON, by theme and page: python -m tests.browser.lighthouse FOLDER RUNS."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .host import Host, hosted
from .kinds import ENTRY, FRONT, SEARCH
from .tools import THEMES, build_site, lighthouse

if __name__ == "__main__":
    scores: dict[str, dict[str, list[float]]] = {}
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        with hosted(Host(build_site(Path(sys.argv[1]) / theme, theme))) as origin:
            for kind in (FRONT, ENTRY, SEARCH):
                reports = [lighthouse(origin + kind.address, "performance") for _ in range(int(sys.argv[2]))]
                found = [100 * report["categories"]["performance"]["score"] for report in reports]
                scores.setdefault(theme, {})[kind.name] = found
    print(json.dumps(scores))
