"""The check of vocabulary, on glossaries and catalogues of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from reporting import glossary

TARGET = """
[[term]]
id = "target"
en = "target"
ar = "هدف"
es = "meta"
fr = "cible"
ru = "задача"
zh = "行动目标"
source = "made up"
"""
NATIONAL_TARGET = """
[[term]]
id = "national_target"
en = "national target"
ar = "هدف وطني"
es = "meta nacional"
fr = "objectif national"
ru = "национальная задача"
zh = "国家目标"
source = "made up"
"""
#: Right translations of “The targets of the Party”, each with the term in a form that is not the dictionary's.
INFLECTED = {
    "ar": "وبأهدافها",
    "es": "Las metas de la Parte",
    "fr": "Les cibles de la Partie",
    "ru": "О задачах Стороны",
    "zh": "缔约方的行动目标",
}
#: The same for “All national targets”.
INFLECTED_TWICE = {
    "ar": "جميع الأهداف الوطنية",
    "es": "Todas las metas nacionales",
    "fr": "Tous les objectifs nationaux",
    "ru": "Всех национальных и местных задач",
    "zh": "全部国家目标",
}
AS_ARABIC_HAS_IT = 'accept.ar = ["هدف*", "أهداف*"]\n'
TWICE_AS_ARABIC_HAS_IT = 'accept.ar = ["هدف* وطني*", "أهداف* وطني*"]\n'


def faults(folder: Path, rows: str, texts: Mapping[str, Mapping[str | tuple[str, str], str | tuple[str, ...]]]) -> str:
    """What the check says of a glossary with `rows` and of catalogues {language: {English: translation}}."""
    (folder / glossary.FILE).write_text(rows, encoding="utf-8")
    for language, translated in texts.items():
        catalogue = Catalog(locale=language)
        for english, translation in translated.items():
            catalogue.add(english, translation)
        file = folder / language / "LC_MESSAGES" / "messages.po"
        file.parent.mkdir(parents=True)
        with file.open("wb") as opened:
            pofile.write_po(opened, catalogue)
    return "\n".join(glossary.faults_under([folder]))


@pytest.mark.parametrize("language", glossary.OTHERS)
def test_a_deviation_is_found_and_says_what_was_expected(tmp_path: Path, language: str) -> None:
    expected = {"ar": "هدف", "es": "meta", "fr": "cible", "ru": "задача", "zh": "行动目标"}[language]
    said = faults(tmp_path, TARGET, {language: {"The target": "xyz"}})
    assert said == f"{language}: 'The target': “target” is not said as {expected}"


@pytest.mark.parametrize("language", glossary.OTHERS)
def test_inflection_is_borne(tmp_path: Path, language: str) -> None:
    texts = {"The targets of the Party": INFLECTED[language], "All national targets": INFLECTED_TWICE[language]}
    rows = TARGET + AS_ARABIC_HAS_IT + NATIONAL_TARGET + TWICE_AS_ARABIC_HAS_IT
    assert faults(tmp_path, rows, {language: texts}) == ""


def test_broken_plurals_have_to_be_listed(tmp_path: Path) -> None:
    assert faults(tmp_path, TARGET, {"ar": {"The targets": "الأهداف"}}) != ""


def test_where_renderings_are_listed_no_other_form_counts(tmp_path: Path) -> None:
    rows = TARGET + 'accept.fr = ["objectif* visé*"]\n'
    texts = {"A target": "Une cible", "Target": "Objectifs chiffrés et visés", "Targets": "Des cibles"}
    assert faults(tmp_path, rows, {"fr": texts}).startswith("fr: 'Targets': ")


def test_words_of_a_rendering_keep_their_order_and_company(tmp_path: Path) -> None:
    far = "Objectif que chaque pays se donne national"
    texts = {"National target": "national objectif", "One national target": far}
    assert faults(tmp_path, NATIONAL_TARGET, {"fr": texts}).count("“national target”") == 2


def test_the_longest_term_comes_first(tmp_path: Path) -> None:
    texts = {
        "A national target": "Un objectif national",
        "National targets and global targets": "Objectifs nationaux et mondiaux",
    }
    said = faults(tmp_path, TARGET + NATIONAL_TARGET, {"fr": texts})
    assert said == "fr: 'National targets and global targets': “target” is not said as cible"


def test_only_whole_words_are_terms(tmp_path: Path) -> None:
    texts = {"Targeted help for non-target species of %(target)s": "Aide ciblée", "On-target": "Dans les clous"}
    assert faults(tmp_path, TARGET, {"fr": texts}) == ""


def test_other_forms_of_the_english_word_are_named(tmp_path: Path) -> None:
    texts = {"fr": {"Targeting": "Choix"}}
    assert faults(tmp_path, TARGET.replace("ar =", 'also_en = ["targeting"]\nar =', 1), texts) != ""


SENSE = """
[[term.not_in]]
words = ["to target"]
because = "a verb"

[[term.not_in]]
texts = ["Target: %(name)s"]
languages = ["fr"]
because = "French says it otherwise"
"""


def test_a_sense_is_skipped_in_its_passage_only(tmp_path: Path) -> None:
    texts = {"To target one": "Viser", "To target a target": "Viser un but", "Target: %(name)s": "But : %(name)s"}
    assert faults(tmp_path, TARGET + SENSE, {"fr": texts}).startswith("fr: 'To target a target'")


def test_a_sense_may_be_one_of_some_languages(tmp_path: Path) -> None:
    texts = {language: {"Target: %(name)s": "%(name)s"} for language in ("es", "fr")}
    assert faults(tmp_path, TARGET + SENSE, texts).startswith("es: ")


def test_a_longer_term_hides_no_sense(tmp_path: Path) -> None:
    sense = '[[term.not_in]]\nwords = ["national target or target"]\nbecause = "said once"\n'
    texts = {"fr": {"A national target or target": "Un objectif national"}}
    assert faults(tmp_path, NATIONAL_TARGET + TARGET + sense, texts) == ""


def test_every_plural_form_is_read(tmp_path: Path) -> None:
    forms = ("%(n)s задача", "%(n)s задачи", "%(n)s целей")
    assert faults(tmp_path, TARGET, {"ru": {("%(n)s target", "%(n)s targets"): forms}}).count("“target”") == 1


def test_untranslated_texts_are_another_checks_business(tmp_path: Path) -> None:
    assert faults(tmp_path, TARGET, {"fr": {"Target": ""}}) == ""


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (TARGET.replace('zh = "行动目标"\n', ""), "'target': these keys are missing or unknown: zh"),
        (TARGET + 'stem = "cibl"\n', "'target': these keys are missing or unknown: stem"),
        (TARGET + '[[term.not_in]]\nwords = ["to target"]\n', "`because`"),
        ("[[term]", "glossary.toml: "),
    ],
)
def test_a_glossary_that_cannot_be_read_is_a_fault(tmp_path: Path, rows: str, said: str) -> None:
    assert said in faults(tmp_path, rows, {})


def test_a_glossary_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert glossary.faults_under([tmp_path])[0].startswith("glossary.toml: ")
