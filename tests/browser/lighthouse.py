"""Prints Lighthouse's performance scores as JSON, page by page: python -m tests.browser.lighthouse FOLDER RUNS."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .host import Host, hosted
from .kinds import ENTRY, FRONT, SEARCH
from .tools import build_site, lighthouse

if __name__ == "__main__":
    scores = {}
    with hosted(Host(build_site(Path(sys.argv[1])))) as origin:
        for kind in (FRONT, ENTRY, SEARCH):
            reports = [lighthouse(origin + kind.address, "performance") for _ in range(int(sys.argv[2]))]
            scores[kind.name] = [100 * report["categories"]["performance"]["score"] for report in reports]
    print(json.dumps(scores))
