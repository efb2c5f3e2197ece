"""How the browser tests look at a page: what it asks for, what axe-core finds, where Tab leads, what sticks out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import ConsoleMessage, Page

from .conftest import Scheme
from .tools import HERE, judge

WIDTHS = (320, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2's own, off unless asked for
    "preload": False,  # it would fetch the style sheets again
    "resultTypes": ["violations", "passes"],
}

SMALLEST = 320
"""CSS pixels: what WCAG 2.1's reflow (1.4.10) asks for, a window of 1280 at 400 %."""

_VIOLATIONS = """
  window.violations = []
  document.addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI, sourceFile, lineNumber}) =>
    window.violations.push(`${effectiveDirective} forbids ${blockedURI} (${sourceFile}:${lineNumber})`))
"""
# With `overflow-x: hidden` on the root nothing would scroll, and what sticks out would be cut off instead.
_STICKING_OUT = """width => {
  for (const e of [document.documentElement, document.body]) e.style.setProperty('overflow-x', 'visible', 'important')
  const root = document.documentElement
  const culprits = [...document.body.querySelectorAll('*')].filter(e => {
    const r = e.getBoundingClientRect()
    return r.width && r.height && (r.right > width + 1 || r.left < -1) && e.checkVisibility({visibilityProperty: true})
  })
  return {
    width: root.scrollWidth,
    culprits: culprits.slice(0, 8).map(e => {
      const r = e.getBoundingClientRect()
      const classes = [...e.classList].map(one => '.' + one).join('')
      return `${e.localName}${classes} from ${Math.round(r.left)} to ${Math.round(r.right)}`
    }),
  }
}"""


def sticking_out(page: Page) -> str:
    """What is wider than the smallest screen; empty when the page scrolls only one way."""
    found = page.evaluate(_STICKING_OUT, SMALLEST)
    return "" if found["width"] <= SMALLEST else f"{found['width']} pixels wide: {'; '.join(found['culprits'])}"


SHIFTS = """
  window.shifts = []
  const name = e => !e ? '(gone)' : e.nodeType === 3 ? `text in ${name(e.parentElement)}`
    : e.localName + [...e.classList].map(one => '.' + one).join('')
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push({
      value: entry.value,
      sources: entry.sources.map(source => name(source.node)),
    })
  }).observe({type: 'layout-shift', buffered: true})
"""
# Down to the end, as a reader goes, for what loads only then; two frames at each stop, in which a shift is measured.
_SCROLL = """async () => {
  const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y)
    await frames()
  }
  await document.fonts.ready
  await frames()
}"""


def shifts(page: Page) -> tuple[float, list[str]]:
    """The sum of all layout shifts, which is more than the CLS when they are far apart, and what moved."""
    page.evaluate(_SCROLL)
    found = page.evaluate("() => shifts")
    return sum(one["value"] for one in found), [f"{one['value']:.4f}: {', '.join(one['sources'])}" for one in found]


class Watcher:
    """Notes what a page does that it must not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.add_init_script(_VIOLATIONS)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium says of the page for what is not found that it was not found.
        if message.type in ("error", "warning") and message.location["url"] != self.page.url:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")
        elif message.type == "error" and "404" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def findings(self, origin: str) -> list[str]:
        """Everything noted so far."""
        assert self.requests, "nothing was requested"
        own = (origin + "/", "data:", "blob:")
        return [
            *(f"asks elsewhere: {url}" for url in self.requests if not url.startswith(own)),
            *(f"sets a cookie: {cookie.get('name')}" for cookie in self.page.context.cookies()),
            *self.complaints,
            *(f"breaks its policy: {one}" for one in self.page.evaluate("() => violations")),
        ]


def violations(page: Page, context: object = None, options: dict[str, Any] = _AXE_OPTIONS) -> list[str]:
    """What axe-core finds wrong, in the whole page or a part: rule, place, and the colours where they are it."""
    page.evaluate(judge("axe").read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "([context, options]) => axe.run(context ?? document, options)", [context, options]
    )
    least = 4 if options is _AXE_OPTIONS else 1
    assert len(result["passes"]) + len(result["violations"]) >= least, "axe-core looked at next to nothing"
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}{_detail(rule['id'], node)}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def _detail(rule: str, node: dict[str, Any]) -> str:
    check = next(iter(node["any"] + node["all"] + node["none"]), None)
    if check is None:
        return ""
    data = check["data"]
    if rule == "color-contrast" and isinstance(data, dict):
        return (
            f" ({data.get('fgColor')} on {data.get('bgColor')}, {data.get('contrastRatio')} instead of"
            f" {data.get('expectedContrastRatio')}, {data.get('fontSize')})"
        )
    return f" ({check['message']})"


class Walk:
    """A walk through a page by Tab: where it led, until it came round."""

    def __init__(self, page: Page) -> None:
        self.names: list[str] = page.evaluate((HERE / "keyboard.js").read_text(encoding="utf-8"))
        self.reached: set[int] = set()
        self.unseen: list[str] = []
        """Where nothing shows that the focus is there."""
        self.covered: list[str] = []
        """Where the focus is on something that lies outside the window or under something else."""
        self.round = False
        """Whether the walk came to its beginning again."""
        last = None
        lost = False
        for _ in range(4 * len(self.names) + 20):
            page.keyboard.press("Tab")
            stop: dict[str, Any] | None = page.evaluate("() => keyboard.now()")
            if stop is None and not lost:  # round, or something hid while it had the focus (Material's way to the top)
                lost = True
                continue
            if stop is None or (stop["index"] in self.reached if lost else stop["index"] == 0 and 0 in self.reached):
                self.round = True
                return
            lost = False
            if not stop["shown"]:
                self.unseen.append(stop["name"])
            if not stop["uncovered"]:
                self.covered.append(stop["name"])
            self.reached.add(stop["index"])
            last = stop["name"]
        self.trap = last

    @property
    def findings(self) -> dict[str, list[str]]:
        """All that stands in the way of someone who has only a keyboard."""
        found = {
            "never reached": [name for index, name in enumerate(self.names) if index not in self.reached],
            "focus not visible": self.unseen,
            "focus covered or outside the window": self.covered,
            "the focus never comes round; at last it is on": [] if self.round else [str(self.trap)],
        }
        return {what: list(dict.fromkeys(where)) for what, where in found.items() if where}
