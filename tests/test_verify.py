"""`explainer verify`: an honest site agrees with itself, and none that was tampered with does."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import build, by_mkdocs, run
from repository import begin, tell

from explainer.history.chain import next_head
from explainer.outputs.data.log import LOG, SUMS, sums
from explainer.publish.verify import verify

ROOT = Path(__file__).parents[1]
TAMPERED = yaml.safe_load((ROOT / "tests/golden/tampered.yml").read_text(encoding="utf-8"))
PUBLISH: dict[str, Any] = {"commit": "Publish"}
UPDATE: dict[str, Any] = {
    "replace": {"dam": {"broke at night.": "broke at three."}},
    "append": {"dam": "updates:\n  - {at: 2026-05-10, type: update, note: More is known.}\n"},
    "commit": "The hour",
}
CORRECTION: dict[str, Any] = {
    "replace": {"dam": {"put off twice": "put off thrice"}},
    "append": {
        "dam": "  - {at: 2026-05-10, type: correction, note: It was three., point: c3d4, was: twice, now: thrice}\n"
    },
    "commit": "A number",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with an explainer of three versions."""
    root = begin(tmp_path_factory.mktemp("verify") / "site")
    tell(root, [PUBLISH, UPDATE, CORRECTION])
    build(root)
    return root / "site"


def copied(site: Path, copy: Path) -> None:
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("assets"))


def make_sums_anew(site: Path) -> None:
    """What somebody does who knows how the site is checked."""
    listed = [line.partition("  ")[2] for line in (site / SUMS).read_text(encoding="utf-8").splitlines()]
    files = [(path, sha256((site / path).read_bytes()).hexdigest()) for path in listed if (site / path).exists()]
    (site / SUMS).write_text(sums(files, ""), encoding="utf-8")


def tampered() -> Iterator[tuple[str, dict[str, Any], str]]:
    for way in TAMPERED:
        for path in way.get("files") or way.get("delete") or way["write"]:
            yield f"{way['name']} in {path}", way, path


@pytest.mark.parametrize(("way", "path"), [pytest.param(way, path, id=name) for name, way, path in tampered()])
def test_what_was_tampered_with_is_found(way: dict[str, Any], path: str, site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    copied(site, copy)
    place = copy / path
    if "delete" in way:
        place.unlink()
    elif "write" in way:
        place.parent.mkdir(parents=True)
        place.write_text("<p>The dam holds.", encoding="utf-8")
    else:
        text = place.read_text(encoding="utf-8")
        assert way["find"] in text
        place.write_text(text.replace(way["find"], way["put"]), encoding="utf-8")
    found = [str(finding) for finding in verify(str(copy)).findings]
    assert any(path in one for one in found), found
    assert way.get("expect", "") in "\n".join(found)
    if "again" in way:
        make_sums_anew(copy)
        found = [str(finding) for finding in verify(str(copy)).findings]
        assert any(way["again"] in one for one in found), found


def test_there_are_at_least_fifty_ways() -> None:
    assert len([*tampered()]) + sum("again" in way for _, way, _ in tampered()) >= 50


def test_versions_that_were_swapped_are_found(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    copied(site, copy)
    first, second = (copy / f"explainers/dam/v/{number}/index.html" for number in (1, 2))
    texts = first.read_bytes(), second.read_bytes()
    first.write_bytes(texts[1])
    second.write_bytes(texts[0])
    make_sums_anew(copy)
    assert {finding.path for finding in verify(str(copy)).findings} == {
        "explainers/dam/v/1/index.html",
        "explainers/dam/v/2/index.html",
    }
    log = json.loads((copy / LOG).read_text(encoding="utf-8"))
    log["versions"][0], log["versions"][1] = log["versions"][1], log["versions"][0]
    (copy / LOG).write_text(json.dumps(log), encoding="utf-8")
    assert any("two are swapped" in str(finding) for finding in verify(str(copy)).findings)


def test_this_repository_s_site_agrees(tmp_path: Path) -> None:
    build(ROOT, "--site-dir", tmp_path / "site")
    done = run(ROOT, "verify", tmp_path / "site")
    assert done.exit_code == 0, done.output
    assert "28 explainers" in done.output


def test_mkdocs_writes_the_same_record(tmp_path: Path) -> None:
    """The builder and MkDocs write the same bytes, so the sums are the same where they are written at all."""
    root = begin(tmp_path / "site")
    tell(root, [PUBLISH, UPDATE])
    build(root)
    theirs = by_mkdocs(root, tmp_path / "mkdocs")
    assert theirs[SUMS] == (root / "site" / SUMS).read_bytes()
    assert verify(str(tmp_path / "mkdocs")).findings == ()


def test_a_site_that_was_made_anew_is_found_by_who_kept_a_head(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [PUBLISH, UPDATE])
    build(root)
    head, kept = verify(str(root / "site")).head, tmp_path / "log.json"
    shutil.copy(root / "site" / LOG, kept)
    # A correction is told: nothing that was in the log is another.
    tell(root, [CORRECTION])
    build(root)
    for since in (head, str(kept)):
        assert verify(str(root / "site"), since).findings == ()
    # The update is made to have said something else from the first day, and all of it is built anew.
    shutil.rmtree(root / ".git")
    shutil.rmtree(root / ".cache")
    other = {"append": {"dam": UPDATE["append"]["dam"].replace("More is known.", "Nothing new.")}}
    tell(begin(root), [PUBLISH, {**UPDATE, **other}, CORRECTION])
    build(root)
    assert verify(str(root / "site")).findings == ()
    assert [finding.path for finding in verify(str(root / "site"), head).findings] == [LOG]
    said = [str(finding) for finding in verify(str(root / "site"), str(kept)).findings]
    assert said[-1].startswith("api/v1/versions/dam.json: version 2 of `dam` has been changed")


def test_a_site_that_moved_without_its_ids_is_told_so(site: Path, tmp_path: Path) -> None:
    kept = tmp_path / "log.json"
    kept.write_text((site / LOG).read_text(encoding="utf-8").replace("small.example.org", "old.example.org"))
    (said,) = (str(finding) for finding in verify(str(site), str(kept)).findings)
    assert "id_base" in said


def test_what_came_later_under_an_earlier_date_is_found(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [PUBLISH])
    build(root)
    kept = tmp_path / "log.json"
    shutil.copy(root / "site" / LOG, kept)
    dam = (root / "content/entries/dam.yml").read_text(encoding="utf-8")
    early = dam.replace("Why the dam broke", "Who knew it").replace("2026-05-04T09:00+01:00", "2026-05-01")
    tell(root, [{"write": {"content/entries/early.yml": early.replace("[floods]", "[]")}, "commit": "Early"}])
    build(root)
    (said,) = (str(finding) for finding in verify(str(root / "site"), str(kept)).findings)
    assert "version 1 of `early` has come since the log was kept, under the earlier date 2026-05-01" in said


def test_a_withdrawn_explainer_keeps_its_place_in_the_log_and_quotes_nothing(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [PUBLISH, UPDATE])
    build(root)
    head = verify(str(root / "site")).head
    gone = {"dam": {"status: published": "status: withdrawn\nwithdrawn: {at: 2026-10-01, reason: It was forged.}"}}
    tell(root, [{"replace": gone, "commit": "Take it back"}])
    build(root)
    verified = verify(str(root / "site"), head)
    assert verified.findings == () and verified.versions == 3
    assert "broke at" not in (root / "site/api/v1/versions/dam.json").read_text(encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_is_read_like_a_folder(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    copied(site, copy)
    with served(copy) as address:
        done = run(tmp_path, "verify", address)
        assert done.exit_code == 0, done.output
        page = copy / "explainers/dam/index.html"
        page.write_text(page.read_text(encoding="utf-8").replace("thrice", "once"), encoding="utf-8")
        done = run(tmp_path, "verify", f"{address}/")
        assert done.exit_code == 1
        assert "explainers/dam/index.html: this is not the file that was published of `dam`" in done.output


def test_no_other_host_is_asked(tmp_path: Path) -> None:
    class Leads(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.headers['Host'].rpartition(':')[2]}/api/v1/log.json")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Leads)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = run(tmp_path, "verify", f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()
    assert done.exit_code == 1 and "leads to another host" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "is no folder"),
        (["."], "has no api/v1/log.json"),
        (["http://127.0.0.1:9/"], "does not answer"),
    ],
)
def test_what_cannot_be_read_is_said(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run(tmp_path, "verify", *arguments)
    assert done.exit_code == 1 and said in done.output


def test_hostile_records_end_in_findings(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    copied(site, copy)
    record = copy / "api/v1/versions/dam.json"
    good = json.loads(record.read_text(encoding="utf-8"))
    bad: list[Any] = [[], [1], "x", None, {}, [{}], [{**good["versions"][2], "content": 5}], [{"version": "x"}]]
    for versions in bad:
        record.write_text(json.dumps({**good, "versions": versions}), encoding="utf-8")
        assert verify(str(copy)).findings
    record.write_text("[" * 100_000, encoding="utf-8")
    assert verify(str(copy)).findings


def test_a_text_that_was_taken_from_the_record_is_missed(site: Path, tmp_path: Path) -> None:
    """Without it, nothing would be known of what the page should say."""
    copy = tmp_path / "site"
    copied(site, copy)
    record, page = copy / "api/v1/versions/dam.json", copy / "explainers/dam/index.html"
    data = json.loads(record.read_text(encoding="utf-8"))
    del data["versions"][2]["content"]
    record.write_text(json.dumps(data), encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8").replace("thrice", "once"), encoding="utf-8")
    make_sums_anew(copy)
    found = [str(finding) for finding in verify(str(copy)).findings]
    assert "api/v1/versions/dam.json: the text of version 3 of `dam` has been removed" in found[0]


def test_another_order_in_the_log_is_found_by_who_kept_the_old_one(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    dam = (root / "content/entries/dam.yml").read_text(encoding="utf-8").replace("[floods]", "[]")
    tell(root, [{**PUBLISH, "write": {"content/entries/weir.yml": dam.replace("Why the dam broke", "The weir")}}])
    build(root)
    place, kept = root / "site" / LOG, tmp_path / "log.json"
    shutil.copy(place, kept)
    log, head = json.loads(place.read_text(encoding="utf-8")), ""
    log["versions"].reverse()
    for line in log["versions"]:
        head = line["head"] = next_head(head, line["hash"])
    place.write_text(json.dumps({**log, "head": head}), encoding="utf-8")
    make_sums_anew(root / "site")
    assert "another order" in "".join(map(str, verify(str(root / "site"), str(kept)).findings))


def test_what_is_left_of_a_withdrawn_explainer_says_why(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    gone = {"dam": {"status: published": "status: withdrawn\nwithdrawn: {at: 2026-10-01, reason: It was forged.}"}}
    tell(root, [PUBLISH, {"replace": gone, "commit": "Take it back"}])
    build(root)
    site = root / "site"
    assert verify(str(site)).findings == ()
    for path in ("explainers/dam/index.html", "api/v1/entries/dam.json"):
        text = (site / path).read_text(encoding="utf-8")
        (site / path).write_text(text.replace("It was forged.", "It was old."), encoding="utf-8")
    make_sums_anew(site)
    assert {finding.path for finding in verify(str(site)).findings} == {
        "explainers/dam/index.html",
        "api/v1/entries/dam.json",
    }


def test_a_head_may_be_written_in_capitals(site: Path) -> None:
    assert verify(str(site), verify(str(site)).head.upper()).findings == ()


def test_a_site_s_list_of_files_leads_to_no_other_host(site: Path, tmp_path: Path) -> None:
    copy, asked = tmp_path / "site", list[str]()
    copied(site, copy)

    class Asked(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            asked.append(self.path)

    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(Asked, directory=str(tmp_path)))
    threading.Thread(target=other.serve_forever, daemon=True).start()
    with (copy / SUMS).open("a", encoding="utf-8") as listed:
        listed.write(f"{'0' * 64}  //127.0.0.1:{other.server_port}/private\n")
    try:
        with served(copy) as address:
            assert any("private" in finding.path for finding in verify(address).findings)
    finally:
        other.shutdown()
        other.server_close()
    assert asked == []
