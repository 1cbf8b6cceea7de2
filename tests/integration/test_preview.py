"""A form can be seen before it opens: every section, as who writes and as who reads, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting import paths
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.loader import load
from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.people import email_of, with_password
from tests.unit.builders import BROKEN, FORMS


@pytest.fixture
def keeper(site: Site, browser: Browser) -> Browser:
    browser.sign_in(email_of(site[0], with_password(site[0], "administrator")))
    return browser


@pytest.mark.parametrize("role", ["writer", "reader", "public"])
@pytest.mark.parametrize("form", ["nt7", "nr6", "chm"])
def test_every_section_can_be_seen_in_every_role(site: Site, keeper: Browser, form: str, role: str) -> None:
    for n, section in enumerate(site[0].house.catalogue.forms[form].structure["sections"]):
        language = ("en", "ar", "fr", "zh")[n % 4]
        at = f"/{language}/secretariat/forms/{form}/preview/{section['id']}"
        assert keeper.get(f"{at}?as={role}").status_code == 200
        runs = section.get("repeat", ())
        if runs and not any(run.get("items") for run in runs):
            assert keeper.get(f"{at}/sample?as={role}").status_code == 200


def test_the_public_sees_no_question_that_is_not_public(
    site: Site, keeper: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = site[0].house.catalogue.forms
    structure = dict(forms["chm"].structure)
    section = structure["sections"][0]
    hidden = next(each for each in section["questions"] if "show_if" not in each)
    questions = [{**each, "public": each is not hidden} for each in section["questions"]]
    structure["sections"] = [{**section, "questions": questions}, *structure["sections"][1:]]
    monkeypatch.setitem(forms, "chm", replace(forms["chm"], structure=structure))
    label = forms["chm"].texts["ru"][f"{section['id']}.{hidden['id']}.label"]
    seen = {
        role: label in keeper.get(f"/ru/secretariat/forms/chm/preview/{section['id']}?as={role}").text
        for role in ("writer", "reader", "public")
    }
    assert seen == {"writer": True, "reader": True, "public": False}


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_a_form_that_refers_to_nothing_is_told_what_is_wrong(
    keeper: Browser, site: Site, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    forms = load([paths.data("forms"), FORMS, BROKEN], [paths.data("translations")]).forms
    names = ["unknown-section-shown", "unknown-section-of-options", "unknown-section-of-a-run", "circle-of-forms"]
    for name in names:
        monkeypatch.setitem(site[0].house.catalogue.forms, name, forms[name])
        for at in ("preview", "preview/first", "preview/first/sample?as=public"):
            page = keeper.get(f"/{language}/secretariat/forms/{name}/{at}")
            assert page.status_code == 200
            assert f"{name}/01-first.toml: " in page.text
            assert "What is wrong with the source" not in page.text or language == "en"
    assert "shows &#39;third&#39;" in keeper.get(f"/{language}/secretariat/forms/{names[0]}/preview").text


def test_what_is_no_form_section_or_item_is_not_found(keeper: Browser) -> None:
    for at in ("none/preview", "nt7/preview/none", "nt7/preview/targets/none"):
        assert keeper.get(f"/en/secretariat/forms/{at}").status_code == 404
