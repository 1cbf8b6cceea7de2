"""Takes the pictures of README and guides from the running demonstration: `.venv/bin/python -m docs.make_screenshots`.

Needs what `make test` sets up (Chromium). Every kind of page stands in PAGES; each is taken in each language and width,
as a palette PNG light enough for a slow line. Names of pages on the command line limit it to those.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages import PASSWORD, demonstration
from tests.chromium import launch

FOLDER = Path(__file__).parent / "screenshots"
AUTHOR, FOCAL = "author@otherland.example", "focal@otherland.example"
REVIEWER, ADMINISTRATOR = "reviewer@secretariat.example", "admin@secretariat.example"
PUBLISHER, TESTLAND = "publisher@secretariat.example", "focal@testland.example"
NOBODY = ""
_XO = "workspace/XO/nr7"
#: Name, account and address behind the language.
PAGES: Sequence[tuple[str, str, str]] = (
    ("home", NOBODY, ""),
    ("records", NOBODY, "records"),
    ("record", NOBODY, "records/XT/nr7"),
    ("record-target", NOBODY, "records/XT/nr7/targets/xt-target-03"),
    ("indicator", NOBODY, "records/XT/nr7/indicators/3.1"),
    ("coverage", NOBODY, "records/XT/nt7/coverage"),
    ("questions", NOBODY, "forms/nr7"),
    ("glossary", NOBODY, "glossary"),
    ("sign-in", NOBODY, "sign-in"),
    ("workspace", FOCAL, "workspace/XO"),
    ("report", FOCAL, _XO),
    ("section", AUTHOR, f"{_XO}/sections/national-strategy"),
    ("targets", AUTHOR, f"{_XO}/sections/targets"),
    ("target", AUTHOR, f"{_XO}/sections/targets/GBF-TARGET-02"),
    ("questionnaire", AUTHOR, f"{_XO}/sections/questionnaires/1.b"),
    ("carry-forward", FOCAL, f"{_XO}/carry-forward"),
    ("problems", FOCAL, f"{_XO}/problems"),
    ("reading", FOCAL, f"{_XO}/read"),
    ("submit", FOCAL, f"{_XO}/actions/submit"),
    ("people", FOCAL, "workspace/XO/members"),
    ("account", FOCAL, "profile"),
    ("desk", REVIEWER, "secretariat"),
    ("accounts", ADMINISTRATOR, "secretariat/accounts"),
    ("forms", ADMINISTRATOR, "secretariat/forms"),
    ("preview", ADMINISTRATOR, "secretariat/forms/chm/preview"),
)


def press(page: Page) -> None:
    """Take the step that the page is about."""
    with page.expect_navigation():
        page.click("main form button.primary")


def save_late(page: Page) -> None:
    """Save an answer as if a colleague had saved it since the page was opened."""
    page.locator("[name='targets.progress_summary~version']").evaluate("(element) => { element.value = '1'; }")
    page.fill("[data-question='targets.progress_summary'] textarea", "The lagoons recover; the forests take longer.")
    with page.expect_navigation():
        page.click(".save button.primary")
    page.locator(".question .notice").scroll_into_view_if_needed()


_XT_ACTIONS = "workspace/XT/nr7/actions"
#: Moments that the guides show, in English and in this order: as above, and what is done there before the picture.
MOMENTS: Sequence[tuple[str, str, str, Callable[[Page], None] | None]] = (
    ("history", AUTHOR, f"{_XO}/history/targets.progress_summary?item=GBF-TARGET-02&in=en", None),
    ("files", FOCAL, f"{_XO}/sections/other-information#q-other-information-files-question", None),
    ("conflict", FOCAL, f"{_XO}/sections/targets/GBF-TARGET-02", save_late),
    ("one-account", ADMINISTRATOR, "secretariat/accounts/4", None),
    ("reading-only", "observer@testland.example", "workspace/XT/nr7/sections/targets/xt-target-03", None),
    ("world-target", NOBODY, "targets/GBF-TARGET-03", None),
    ("cite", NOBODY, "records/XT/nr7#cite", None),
    ("", TESTLAND, f"{_XT_ACTIONS}/amend", press),
    ("", TESTLAND, f"{_XT_ACTIONS}/submit", press),
    ("", REVIEWER, f"{_XT_ACTIONS}/start_review", press),
    ("return", REVIEWER, f"{_XT_ACTIONS}/return", None),
    ("approve", REVIEWER, f"{_XT_ACTIONS}/approve", None),
    ("", REVIEWER, f"{_XT_ACTIONS}/approve", press),
    ("publish", PUBLISHER, f"{_XT_ACTIONS}/publish", None),
)
LANGUAGES = ("en", "ar")
#: Width and height of the window, by what follows the language in the file's name.
WINDOWS: Mapping[str, tuple[int, int]] = {"": (1180, 860), "-phone": (390, 780)}
HEAVIEST = 60_000
#: As many colours as fit.
PALETTES = (64, 32, 16, 8)


@dataclass(frozen=True)
class Picture:
    name: str
    account: str
    address: str
    language: str
    width: int
    height: int
    #: What is done on the page before the picture; without a name there is no picture.
    do: Callable[[Page], None] | None = None


def pictures(names: Sequence[str] = ()) -> Iterator[Picture]:
    """All pictures of these pages, or of every page."""
    for name, account, address in PAGES:
        if names and name not in names:
            continue
        for language in LANGUAGES:
            for window, (width, height) in WINDOWS.items():
                yield Picture(f"{name}-{language}{window}", account, f"/{language}/{address}", language, width, height)
    if not names or {name for name, *_ in MOMENTS} & set(names):
        for name, account, address, do in MOMENTS:
            if not name or not names or name in names:
                yield Picture(name and f"{name}-en", account, f"/en/{address}", "en", *WINDOWS[""], do)


def main(names: Sequence[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with demonstration() as port, sync_playwright() as playwright:
        browser, url = launch(playwright), f"http://localhost:{port}"
        signed_in: dict[str, Any] = {NOBODY: None}
        for each in pictures(names):
            if each.account not in signed_in:
                signed_in[each.account] = _sign_in(browser, url, each.account)
            _take(browser, url, each, signed_in[each.account])
        browser.close()


def _take(browser: Browser, url: str, picture: Picture, state: Any) -> None:
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, base_url=url, storage_state=state, locale=picture.language)  # type: ignore[arg-type]
    page = context.new_page()
    answer = page.goto(picture.address, wait_until="networkidle")
    assert answer, f"no answer at {picture.address}"
    assert answer.ok, f"{picture.address} answers {answer.status}"
    if picture.do:
        picture.do(page)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    if picture.name:
        _keep(image, picture.name)


def _keep(image: Image.Image, name: str) -> None:
    for colours in PALETTES:
        into = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(into, "PNG", optimize=True)
        if into.tell() <= HEAVIEST:
            break
    (FOLDER / f"{name}.png").write_bytes(into.getvalue())


def _sign_in(browser: Browser, url: str, account: str) -> Any:
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/en/sign-in")
    page.fill("input[name=email]", account)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    state = context.storage_state()
    context.close()
    return state


if __name__ == "__main__":
    main(sys.argv[1:])
