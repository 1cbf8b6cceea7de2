"""A walk through every kind of page in one language, with a signed-in context for each person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looks import Watch, look_over
from tests.browser.pages import ANYONE, PATHS, STATES, Who
from tests.browser.site import Site


@contextmanager
def visit(chromium: Browser, site: Site, who: Who, language: str, **options: object) -> Iterator[Page]:
    """A page of a context of its own, signed in as somebody; afterwards nothing may have been complained about."""
    context: BrowserContext = chromium.new_context(locale=language, **options)  # type: ignore[arg-type]
    watch = Watch(context)
    page = context.new_page()
    try:
        if who != ANYONE:
            sign_in(page, site, who, language)
        yield page
        watch.must_be_quiet()
    finally:
        context.close()


def sign_in(page: Page, site: Site, who: Who, language: str) -> None:
    email, password = site.credentials(*who)
    page.goto(f"{site.url}/{language}/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    with page.expect_navigation():
        page.click("main button.primary")
    assert "/sign-in" not in page.url


def faults_of_all_pages(chromium: Browser, site: Site, language: str) -> list[str]:
    """Everything that is wrong with any page, with its address. Among twenty tabs each page has a name of its own."""
    found: list[str] = []
    titles: dict[str, str] = {}
    start = f"{site.url}/{language}"
    for who, paths in PATHS.items():
        with visit(chromium, site, who, language) as page:
            for path in paths:
                answer = page.goto(f"{start}/{path}")
                address = path.partition("?")[0]
                if answer and answer.ok and titles.setdefault(page.title(), address) != address:
                    found.append(f"{path}: has the title of {titles[page.title()]}: {page.title()}")
                found += (f"{path or 'home'}: {each}" for each in look_over(page))
            for (come,) in ((come,) for person, come in STATES if person == who):
                come(page, start, site)
                found += (f"{come.__name__}: {each}" for each in look_over(page))
    return found
