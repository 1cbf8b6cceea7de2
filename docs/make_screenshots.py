"""Takes the pictures of README and docs from the running demonstration: `.venv/bin/python -m docs.make_screenshots`.

Needs what `make test` sets up (Chromium). Pictures are palette PNG files, light enough for a slow line.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.pages import PASSWORD, demonstration
from tests.chromium import launch

FOLDER = Path(__file__).parent / "screenshots"
#: file → (who, address, width, height)
PICTURES = {
    "section-en": ("focal@otherland.example", "/en/workspace/XO/nr7/sections/national-strategy", 1180, 860),
    "record-ar": ("", "/ar/records/XT/nr7", 1180, 860),
}
COLOURS = 64


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with demonstration() as port, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (who, address, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, base_url=f"http://localhost:{port}")
            if who:
                _sign_in(page, who)
            page.goto(address)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
            picture.save(FOLDER / f"{name}.png", optimize=True)
            page.close()
        browser.close()


def _sign_in(page: Page, who: str) -> None:
    page.goto("/en/sign-in")
    page.fill("input[name=email]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")


if __name__ == "__main__":
    main()
