"""What a browser says about a page: its console, refused requests, axe, and what does not fit the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= wide) return [];
  const inside = (element) => element.closest('.scroll, .unseen');
  return [...document.body.querySelectorAll('*')]
    .filter((element) => !inside(element) && element.getClientRects().length)
    .filter((element) => { const box = element.getBoundingClientRect(); return box.right > wide + 1 || box.left < -1; })
    .map((element) => element.outerHTML.slice(0, 160)).slice(0, 6).concat('scrolls sideways');
}"""


class Watch:
    """Listens to a context; `complaints` are what no page of ours may cause."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self._documents: dict[str, int] = {}
        context.on("console", self._said)
        context.on("weberror", self._failed)
        context.on("requestfailed", self._lost)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if message.text.startswith("Failed to load resource") and message.location.get("url") in self._documents:
            return  # a page that is a refusal; its status is what the test asked for
        self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left before it was there, or a download
            self.complaints.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents[response.url] = response.status
            refused = response.status >= 500
        else:
            refused = response.status >= 400
        if refused:
            self.complaints.append(f"answer: {response.url} {response.status}")

    def must_be_quiet(self) -> None:
        assert not self.complaints, "\n".join(self.complaints)


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


def ask_axe(page: Page, *, but: Sequence[str] = ()) -> list[str]:
    """What axe finds, one line for each element; `but` names rules that cannot be asked here."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, { resultTypes: ['violations'], rules })",
        {each: {"enabled": False} for each in but},
    )
    return [
        f"{rule['id']}: {node['html'][:200]} {' '.join(node['target'][0:1])} – {rule['help']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def resize(page: Page, width: int, height: int = 800) -> None:
    page.set_viewport_size({"width": width, "height": height})


def runs_out(page: Page) -> list[str]:
    """The elements that make the page scroll sideways."""
    return list(page.evaluate(_SIDEWAYS))


def look_over(page: Page) -> Iterator[str]:
    """Everything wrong with a page at the widths of a desk, a telephone and four times enlarged."""
    for width in (1280, 375):
        resize(page, width)
        yield from (f"at {width} px, axe: {each}" for each in ask_axe(page))
    resize(page, 320, 256)
    yield from (f"at 320 px: {each}" for each in runs_out(page))
    resize(page, 1280)
