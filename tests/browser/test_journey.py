"""A report from its first word to the public record in a real browser: with and without scripts, in two directions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.site import Site, new_party, until
from tests.browser.visits import ANYONE, visit
from tests.journeys.tale import PROSE

RUNS = [("en", True, "XE"), ("en", False, "XF"), ("ar", True, "XG"), ("ar", False, "XH")]


@pytest.mark.parametrize(("language", "scripts", "party"), RUNS, ids=["en", "en-plain", "ar", "ar-plain"])
def test_from_the_first_word_to_the_record(
    chromium: Browser, site: Site, language: str, scripts: bool, party: str
) -> None:
    new_party(site.world, party)
    report = f"{site.url}/{language}/workspace/{party}/nr7"
    options = {"java_script_enabled": scripts}
    with visit(chromium, site, ("focal_point", party), language, **options) as page:
        begin(page, site, language)
        answer_everything(page, site, language, scripts)
        press(page, site, language, report, "submit")
    with visit(chromium, site, ("reviewer", ""), language, **options) as page:
        page.locator(f"main a[href$='/workspace/{party}/nr7']").click()
        press(page, site, language, report, "start_review")
        press(page, site, language, report, "approve")
    with visit(chromium, site, ("publisher", ""), language, **options) as page:
        press(page, site, language, report, "publish")
    with visit(chromium, site, ANYONE, language, **options) as page:
        read_the_record(page, site, language, party)


def say(site: Site, language: str, message: str) -> str:
    return site.world.house.texts(language).gettext(message)


def begin(page: Page, site: Site, language: str) -> None:
    expect(page.locator(f"input[name=languages][value={language}]")).to_be_checked()
    page.get_by_role("button", name=say(site, language, "Begin this report")).click()
    expect(page.locator("ol.items a").first).to_be_visible()
    page.locator("ol.items a").first.click()


def answer_everything(page: Page, site: Site, language: str, scripts: bool) -> None:
    """Section after section by the buttons at their end; whatever a save brings up is answered, too."""
    save = page.get_by_role("button", name=say(site, language, "Save"), exact=True)
    for _ in range(12):
        open_questions = [each for each in page.locator(".question").all() if fill_in(each, language)]
        if scripts and page.locator("[data-count]").count():
            expect(page.locator("[data-count]").first).not_to_have_text(site.world.house.texts(language).number(0))
        following = page.locator("button.step.next")
        if open_questions:
            save.click()
            expect(page.locator(".notice.success")).to_be_visible()
        elif following.count():
            following.click()
        else:
            break
    page.get_by_role("button", name=say(site, language, "Save and go to the overview")).click()
    expect(page.locator("progress").first).to_have_attribute("value", "100")


def fill_in(question: Locator, language: str) -> bool:
    """Answer one question as a person would; False where it has its answer already."""
    choices = question.locator("input[type=radio]:not([value='']), input[type=checkbox]")
    if choices.count():
        if question.locator("input:checked:not([value=''])").count():
            return False
        choices.first.check()
        return True
    control = question.locator("textarea, input[type=text], input[type=date]").first
    if control.input_value():
        return False
    control.fill("2027-05-31" if control.get_attribute("type") == "date" else PROSE[language])
    return True


def press(page: Page, site: Site, language: str, report: str, action: str) -> None:
    """Take a step by its link on the overview and its button on the page after it."""
    word = site.world.house.texts(language).word(action)
    page.goto(report)
    page.get_by_role("link", name=word, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(word)
    page.get_by_role("main").get_by_role("button", name=word, exact=True).click()
    expect(page.locator("main .notice.success")).to_be_visible()


def read_the_record(page: Page, site: Site, language: str, party: str) -> None:
    """It appears when the worker has made its files, and its PDF is one."""
    address = f"{site.url}/{language}/records/{party}/nr7"
    until(lambda: page.request.get(address).status == 200)
    page.goto(f"{site.url}/{language}/records")
    page.locator("ul.rows a.title", has_text=f"Land {party}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Land {party}")
    expect(page.get_by_text(PROSE[language]).first).to_be_visible()
    pdf = page.get_by_role("link", name="PDF").get_attribute("href")
    assert pdf
    assert pdf.endswith(f"/{party}/nr7/1.pdf")
    answer = page.request.get(f"{site.url}{pdf}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
