"""Language tags: which are known, how they are called, and which way their text runs."""

from __future__ import annotations

import pytest

from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.languages import INTERFACE, direction, formats_of, is_tag, name, negotiate, own_name


@pytest.mark.parametrize(
    ("tag", "runs"),
    [
        ("en", "ltr"),
        ("zh", "ltr"),
        ("ar", "rtl"),
        ("fa", "rtl"),
        ("he", "rtl"),
        ("ur", "rtl"),
        ("AR", "rtl"),
        ("ar-EG", "rtl"),
        ("pa", "ltr"),
        ("pa-Arab", "rtl"),
        ("pa-arab-PK", "rtl"),
        ("uz_Arab", "rtl"),
        ("ku-Latn", "ltr"),
        ("ar-Latn", "ltr"),
        ("az-Cyrl", "ltr"),
        ("ff-Adlm", "rtl"),
        ("", "ltr"),
    ],
)
def test_a_script_in_the_tag_says_which_way_a_language_runs(tag: str, runs: str) -> None:
    assert direction(tag) == runs


@pytest.mark.parametrize("tag", [*UN_LANGUAGES, "sw", "pt-BR", "zh-Hant", "fil", "mn", "uz-Cyrl-UZ", "es-419"])
def test_languages_that_have_a_name_are_tags(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "en ",
        " en",
        "xx",
        "english",
        "en_GB",
        "EN",
        "Fr",
        "pt-br",
        "zh-hant",
        "en@x",
        "en-",
        "-en",
        "en/../..",
        "../../etc",
        "en\x00",
        "en\n",
        "<b>",
        "en" * 100,
        "日本語",
        "٣٤",
        "\ud800",
    ],
)
def test_what_names_no_language_is_no_tag(hostile: str) -> None:
    assert not is_tag(hostile)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ([], "en"),
        (["fr"], "fr"),
        (["de", "es", "fr"], "es"),
        (["de", "sw"], "en"),
        (["zh-Hant-TW", "en"], "zh"),
        (["ar-EG"], "ar"),
        (["*"], "en"),
        (["", "-", "ru"], "ru"),
    ],
)
def test_the_first_language_that_the_interface_speaks_is_chosen(accepted: list[str], chosen: str) -> None:
    assert negotiate(accepted) == chosen


def test_languages_are_called_by_their_names_in_the_language_of_the_reader() -> None:
    assert name("fr", "en") == "French"
    assert name("en", "fr") == "anglais"
    assert name("sw", "ar") == "السواحلية"


def test_a_language_that_nobody_knows_is_called_by_its_tag() -> None:
    assert name("xx", "en") == "xx"
    assert name("not a tag", "en") == "not a tag"
    assert own_name("xx") == "Xx"


@pytest.mark.parametrize(
    ("tag", "called"),
    [
        ("ar", "العربية"),
        ("zh", "中文"),
        ("en", "English"),
        ("fr", "Français"),
        ("ru", "Русский"),
        ("es", "Español"),
    ],
)
def test_language_switches_show_each_name_in_its_own_language(tag: str, called: str) -> None:
    assert own_name(tag) == called


def test_english_is_written_with_the_day_before_the_month() -> None:
    assert formats_of("en") == "en_GB"
    assert {formats_of(tag) for tag in INTERFACE if tag != "en"} == set(INTERFACE) - {"en"}


def test_the_interface_speaks_the_six_languages() -> None:
    assert set(INTERFACE) == set(UN_LANGUAGES)
