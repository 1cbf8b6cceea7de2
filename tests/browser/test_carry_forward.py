"""Earlier answers in a browser: taken over beside a question without losing what was typed, and as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from reporting.domain import workflow
from reporting.domain.answers import Key
from tests.browser.looks import look_over
from tests.browser.site import Site, served
from tests.browser.visits import visit
from tests.plans import Plans, make_plans_world, told
from tests.world import XA, XB

FOREST, A = "aim-forest", "GBF-GOAL-A"
LEVEL, STORY = "goals.level", "goals.story"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("carried")
    forms = told(folder)
    with served(
        folder, make_plans_world, forms_path=forms.forms_path, translations_path=forms.translations_path
    ) as made:
        yield made


def sequel(site: Site, party: str) -> int:
    """A sequel of the Party to its published review."""
    world = site.world
    assert isinstance(world, Plans)
    world.add(world.report(party), FOREST, "Keep the forest", (A,))
    review = world.report(party, form="reviews")
    world.save(review, {Key("aims.level", FOREST): "on_track", Key("aims.story", FOREST, "en"): "It grew."})
    world.bring_to(review, workflow.PUBLISHED)
    return world.report(party, form="sequels")


@pytest.mark.parametrize(("language", "party"), [("en", XA), ("ar", XB)])
def test_an_earlier_answer_is_taken_over_and_what_was_typed_is_kept(
    chromium: Browser, site: Site, language: str, party: str
) -> None:
    report, say = sequel(site, party), site.world.house.texts(language)
    with visit(chromium, site, ("focal_point", party), language) as page:
        page.goto(f"{site.url}/{language}/workspace/{party}/sequels/sections/goals/{A}")
        assert list(look_over(page)) == []
        story = page.locator(f"[data-question='{STORY}']")
        expect(story).to_contain_text("It grew.")
        page.locator(f"[data-question='{LEVEL}'] input[value=achieved]").check()
        story.get_by_role("button", name=say("Use it and update it")).click()
        expect(story.locator("summary").first).to_contain_text(say("Taken over, to be confirmed"))
        answers = site.world.book(report).answers
        assert (answers.value(LEVEL, A), answers.languages_of(STORY, A)) == ("achieved", {"en": "<p>It grew.</p>"})

        page.goto(f"{site.url}/{language}/workspace/{party}/sequels")
        page.get_by_role("link", name=say("Carry forward from your earlier report")).click()
        page.get_by_role("button", name=say("Take over everything that corresponds")).click()
        expect(page.locator("main > .notice.success")).to_be_visible()
        assert list(look_over(page)) == []
        page.get_by_role("button", name=say("It is still right")).first.click()
        expect(page.locator("main > .notice.success")).to_contain_text(say("Confirmed unchanged"))
