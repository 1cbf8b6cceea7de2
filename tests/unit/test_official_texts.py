"""Official texts: read from tables, held against what there is, laid over it."""

from __future__ import annotations

import json

import pytest

from reporting import paths
from reporting.domain.definitions import Wording
from reporting.domain.loader import load
from reporting.domain.official_texts import LONGEST, Row, Unreadable, faults, laid_over, lay, read_rows, sources
from tests.unit.builders import catalogue

LABEL = "first.name.label"


def row(path: str = LABEL, language: str = "fr", text: str = "Texte officiel", domain: str = "tiny") -> Row:
    return Row(2, domain, path, language, text)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_whatever_the_order_of_its_columns_and_what_stands_between_them(mark: str) -> None:
    lines = [
        ("Text", "Language", "path", "domain"),
        ('"Un, deux; trois"', "fr", LABEL, "tiny"),
        ("", "", "", ""),
        ("Seven", "en", "title", "nr7"),
    ]
    table = "\ufeff" + "".join(mark.join(cells) + "\r\n" for cells in lines)
    assert read_rows(table.encode()) == [
        Row(2, "tiny", LABEL, "fr", "Un, deux; trois"), Row(4, "nr7", "title", "en", "Seven"),
    ]  # fmt: skip


def test_json_is_read_too_and_a_row_without_a_domain_has_the_one_that_is_named() -> None:
    data = [{"path": LABEL, "language": "fr", "text": " Texte\u0000 "}, {"domain": "nr7", "path": "title"}]
    made = read_rows(json.dumps(data).encode(), "tiny")
    assert made == [Row(1, "tiny", LABEL, "fr", "Texte"), Row(2, "nr7", "title", "", "")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"path,language\na,fr", "lacks the column text"),
        (b"", "lacks the column path"),
        (b"\xff\xfe", "not in UTF-8"),
        (b"[1]", "a list of objects"),
        (b'{"path": "a"}', "a list of objects"),
        (b"[{", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "holds no texts"),
        (b"path,language,text\n,,\n", "holds no texts"),
        (b"path,language,text\ntitle,fr,Un, deux\n", "row 2 has more cells than columns"),
        (b'path,language,text\ntitle,fr,"Un\ntitle,ar,x\n', "not a table: unexpected end of data"),
        (b"path,language,text\ntitle,fr," + b"x" * 200_000, "not a table: field larger"),
    ],
)
def test_a_file_that_holds_no_such_table_is_told(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_rows(content)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (row(domain=""), "names no form, framework or agreement"),
        (row(domain="moon"), "no form, framework or agreement is called 'moon'"),
        (row("first.gone.label"), "tiny has no text 'first.gone.label'"),
        (row(language="de"), "tiny is not in the language 'de'"),
        (row(text="\u200b"), "the text is blank"),
        (row(text="x" * (LONGEST + 1)), "the text has more than 20000 characters"),
    ],
)
def test_a_row_that_fits_nowhere_is_told_with_its_number(given: Row, sentence: str) -> None:
    assert list(faults([given], catalogue())) == [(2, sentence)]


def test_a_text_that_is_said_twice_is_told() -> None:
    assert list(faults([row(), row(text="Other")._replace(number=5)], catalogue())) == [
        (5, "says the same text as row 2")
    ]
    assert list(faults([row(), row(language="ar")], catalogue())) == []


def test_official_texts_stand_in_the_place_of_ours_wherever_they_are_shown() -> None:
    made = laid_over(
        catalogue(), {"tiny": {"fr": {LABEL: "Officiel", "lists.colours.red": "Vermeil", "name": "Pacte"}}}
    )
    texts = made.forms["tiny"].texts["fr"]
    assert (texts[LABEL], texts["lists.colours.red"], texts["agreement.name"]) == ("Officiel", "Vermeil", "Pacte")
    assert made.frameworks["tiny"].wording("fr")("lists.colours.red") == "Vermeil"
    assert made.agreements["tiny"].names()["fr"] == "Pacte"
    ours = catalogue().forms["tiny"]
    assert made.forms["tiny"].structure == ours.structure
    assert made.forms["tiny"].texts["ar"] == ours.texts["ar"]
    assert laid_over(catalogue(), {}).forms["tiny"].texts == ours.texts


def test_a_text_is_laid_only_while_the_english_is_what_it_is_about() -> None:
    ours, source = catalogue(), catalogue().forms["tiny"]
    official = {"tiny": {"fr": {LABEL: "Officiel"}, "en": {LABEL: "Official"}}}
    same = lay(ours, official, source.structure, source.texts)
    assert same.ours == {language: {LABEL: source.texts[language][LABEL]} for language in ("en", "fr")}
    assert same.below == source.texts
    french = {**source.texts, "fr": {**source.texts["fr"], LABEL: "Autrement"}}
    assert lay(ours, official, source.structure, french).texts["fr"][LABEL] == "Officiel"
    english = {**source.texts, "en": {**source.texts["en"], LABEL: "Something else?"}}
    assert lay(ours, official, source.structure, english) == (english, {})


def test_what_was_not_there_goes_again_with_the_official_text_that_brought_it() -> None:
    shipped = load([paths.data("forms")], [paths.data("translations")])
    source = shipped.forms["nr7"]
    texts = source.texts["fr"]
    places = {key: f"items.{key}.summary" for key in shipped.frameworks["kmgbf"].indicators}
    code = next(key for key in places if f"items.{key}.title" in texts and places[key] not in texts)
    laid = lay(shipped, {"kmgbf": {"fr": {f"indicators.{code}.name": "Nom officiel"}}}, source.structure, source.texts)
    assert "Nom officiel" in (laid.texts["fr"].get(places[code]), laid.texts["fr"][f"items.{code}.title"])
    assert "\0" not in "".join(laid.texts["fr"].values())
    assert laid.below == source.texts


def test_a_list_that_is_official_is_provisional_no_more() -> None:
    shipped = load([paths.data("forms")], [paths.data("translations")])
    name, options = next(
        (key, each.options) for key, each in shipped.frameworks["kmgbf"].lists.items() if each.provisional
    )
    some = {"kmgbf": {"en": {f"lists.{name}.{each}": f"Official {each}" for each in options[1:]}}}
    assert laid_over(shipped, some).frameworks["kmgbf"].lists[name].provisional
    some["kmgbf"]["en"][f"lists.{name}.{options[0]}"] = "Official"
    assert not laid_over(shipped, some).frameworks["kmgbf"].lists[name].provisional


def test_the_title_of_a_target_is_laid_over_its_item_and_its_option() -> None:
    shipped = load([paths.data("forms")], [paths.data("translations")])
    path = "targets.GBF-TARGET-03.title"
    assert path in sources(shipped)["kmgbf"]["fr"]
    made = laid_over(shipped, {"kmgbf": {"fr": {path: "Cible officielle"}}})
    assert Wording(made.forms["nr7"].texts, "fr")("items.GBF-TARGET-03.title") == "Cible officielle"
    assert made.frameworks["kmgbf"].wording("fr")(path) == "Cible officielle"
    assert Wording(made.forms["nt7"].texts, "fr")("terms.targets.GBF-TARGET-03") == "3 Cible officielle"
