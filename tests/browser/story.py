"""A report from its first word to the public record, as a browser's users go it."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.site import Site, new_party, until
from tests.browser.visits import ANYONE, visit
from tests.journeys.tale import PROSE


def from_the_first_word_to_the_record(
    chromium: Browser, site: Site, language: str, party: str, *, scripts: bool = True
) -> None:
    """An invented Party's report, written, submitted, reviewed, published and read."""
    new_party(site.world, party)
    report = f"{site.url}/{language}/workspace/{party}/nr7"
    options = {"java_script_enabled": scripts}
    with visit(chromium, site, ("focal_point", party), language, **options) as page:
        begin(page, site, language)
        write(page, site, language, report, scripts)
        site.world.fill(site.world.report(party))  # the other targets and goals, as colleagues would
        page.goto(report)
        expect(page.locator("progress").first).to_have_attribute("value", "100")
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
    card = page.locator("section[aria-labelledby=begin-nr7]")
    expect(card.locator(f"input[name=languages][value={language}]")).to_be_checked()
    card.get_by_role("button", name=say(site, language, "Begin this report")).click()
    expect(page.locator("ol.items a").first).to_be_visible()
    page.locator("ol.items a").first.click()


def write(page: Page, site: Site, language: str, report: str, scripts: bool) -> None:
    """The first two sections and targets one after the other by the buttons at their ends, then the conclusions."""
    for _ in range(2):
        answer_page(page, site, language, scripts)
        page.locator("button.step.next").click()
    expect(page.locator("ol.items > li")).to_have_count(23)
    page.locator("ol.items a").first.click()
    answer_page(page, site, language, scripts)
    page.locator("button.step.next").click()
    answer_page(page, site, language, scripts)
    page.goto(f"{report}/sections/conclusions")
    answer_page(page, site, language, scripts)


def answer_page(page: Page, site: Site, language: str, scripts: bool) -> None:
    """Fill in and save until nothing is open any more; what an answer brings up is answered, too."""
    save = page.get_by_role("button", name=say(site, language, "Save"), exact=True)
    for _ in range(6):
        answered = [fill_in(each, language, scripts) for each in page.locator(".question").all() if each.is_visible()]
        if not any(answered):
            return
        save.click()
        expect(page.locator(".notice.success")).to_be_visible()
    raise AssertionError(f"{page.url} goes on asking")


def fill_in(question: Locator, language: str, scripts: bool) -> bool:
    """Answer one question as a person would; False where it has its answer already."""
    choices = question.locator("input[type=radio]:not([value='']), input[type=checkbox]")
    if choices.count():
        if question.locator("input:checked:not([value=''])").count():
            return False
        choices.first.check()
        return True
    control = question.locator("textarea:not([disabled]), input[type=text], input[type=date], input[type=url]").first
    if control.input_value():
        return False
    if scripts and control.get_attribute("data-rich-text"):
        return write_formatted(question, control, language)
    kind = control.get_attribute("type")
    control.fill({"date": "2027-05-31", "url": "https://www.example.org/"}.get(kind or "", PROSE[language]))
    return True


def write_formatted(question: Locator, control: Locator, language: str) -> bool:
    """Type into the editor, which comes when the field is touched."""
    control.focus()
    text = question.locator("[contenteditable=true]")
    expect(text).to_be_visible()
    text.press_sequentially(PROSE[language])
    expect(question.locator("[data-count]")).not_to_have_text("0")
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
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Land {party}")
    page.locator(f"main a[href$='/records/{party}/nr7/conclusions']").first.click()
    expect(page.get_by_text(PROSE[language]).first).to_be_visible()
    page.goto(address)
    pdf = page.get_by_role("link", name="PDF").get_attribute("href")
    assert pdf
    assert pdf.endswith(f"/{party}/nr7/1.pdf")
    answer = page.request.get(f"{site.url}{pdf}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
