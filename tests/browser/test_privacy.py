"""A reader of any page is nobody else's business: no other origin, no cookie, a strict policy that nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page

from .conftest import OpenPage
from .kinds import Kind
from .looking import Watcher

pytestmark = pytest.mark.browser

AT_LEAST = 80
"""Pages that the repository's site surely has: fewer, and nothing was checked."""
# To the end of the page, and with the focus on the links in the text, for what comes only then.
LOOK_AROUND = """async () => {
  const frame = () => new Promise(done => requestAnimationFrame(done))
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y)
    await frame()
  }
  for (const link of [...document.querySelectorAll('main a[href^="#"], main button')].slice(0, 20)) {
    link.focus()
    await frame()
  }
}"""


def test_a_page_keeps_to_itself(open_page: OpenPage, kind: Kind, origin: str) -> None:
    page = open_page(motion=True)
    watcher = Watcher(page)
    kind.visit(page, origin)
    page.evaluate(LOOK_AROUND)
    page.wait_for_load_state("networkidle")
    if findings := watcher.findings(origin):
        pytest.fail("\n".join(dict.fromkeys(findings)), pytrace=False)


def test_a_page_that_does_not_would_be_noticed(
    open_page: OpenPage, show: Callable[[Page, str], None], origin: str
) -> None:
    page = open_page()
    watcher = Watcher(page)
    show(
        page,
        "<!doctype html><meta http-equiv='Content-Security-Policy' content=\"script-src 'nonce-a'\">"
        "<img src='https://tracker.example.net/pixel.png' alt=''><script>document.title = 'inline'</script>"
        "<script nonce='a'>document.cookie = 'who=you'; console.error('oh'); nothing.here()</script>",
    )
    page.wait_for_load_state("networkidle")
    findings = "\n".join(watcher.findings(origin))
    for wrong in ("tracker.example.net", "cookie: who", "console: oh", "uncaught: nothing", "policy: script-src-elem"):
        assert wrong in findings


def test_every_page_has_a_strict_policy(site: Path) -> None:
    files = sorted(site.rglob("*.html"))
    assert len(files) > AT_LEAST
    wrong: dict[str, list[str]] = {}
    for file in files:
        for fault in policy_faults(file.read_text(encoding="utf-8")):
            wrong.setdefault(fault, []).append(f"/{file.relative_to(site)}")
    if wrong:
        report = [f"{fault}: {len(where)} pages, {where[0]} first" for fault, where in wrong.items()]
        pytest.fail("\n".join(report), pytrace=False)


def test_the_host_is_asked_to_say_what_a_page_cannot(open_page: OpenPage, origin: str) -> None:
    answer = open_page().goto(origin)
    assert answer is not None
    assert parsed(answer.header_value("Content-Security-Policy") or "") == {"frame-ancestors": ["'none'"]}


def parsed(policy: str) -> dict[str, list[str]]:
    """A policy's directives, each with what it allows."""
    return {words[0]: words[1:] for directive in policy.split(";") if (words := directive.split())}


def policy_faults(text: str) -> list[str]:
    """What a page's policy lacks. One in a `<meta>` holds only for what comes after it."""
    head = html.document_fromstring(text).find("head")
    children = [] if head is None else list(head)
    metas = [one for one in children if (one.get("http-equiv") or "").lower() == "content-security-policy"]
    if len(metas) != 1:
        return [f"{len(metas)} policies"]
    policy = parsed(metas[0].get("content") or "")
    faults = [
        f"<{one.tag}> comes before the policy"
        for one in children[: children.index(metas[0])]
        if one.tag in ("script", "style", "link")
    ]
    # The first stands for those that load something; the others hold only when they are said themselves.
    faults += [f"no {name}" for name in ("default-src", "base-uri", "form-action") if name not in policy]
    if policy.get("object-src", policy.get("default-src")) != ["'none'"]:
        faults.append("plugins are not forbidden (object-src 'none')")
    for name, values in policy.items():
        faults += [
            f"{name} allows {value}"
            for value in values
            if value in ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")
            or ("." in value and not value.startswith("'"))
        ]
    return faults


def test_a_lax_policy_would_be_noticed() -> None:
    def found(policy: str) -> list[str]:
        return policy_faults(f'<title>x</title><meta http-equiv=Content-Security-Policy content="{policy}"><p>Text')

    strict = "default-src 'self'; script-src 'self' 'sha256-x=' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'self'"
    assert found(f"{strict}; object-src 'none'") == []
    assert found(strict) == ["plugins are not forbidden (object-src 'none')"]
    assert found("default-src 'none'") == ["no base-uri", "no form-action"]
    assert "style-src allows 'unsafe-inline'" in found(f"{strict}; style-src 'unsafe-inline'")
    assert "img-src allows https://x.example" in found(f"{strict}; img-src https://x.example")
    assert policy_faults("<title>x</title><p>Text") == ["0 policies"]
