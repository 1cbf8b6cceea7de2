"""Numbers as people type them: what is understood, what has to be asked, and what is written for readers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.errors import NotStorable
from reporting.domain.languages import INTERFACE
from reporting.domain.numbers import (
    MAX_DIGITS,
    as_typed,
    decimal_string,
    decimals,
    in_words,
    meant,
    percent_in_words,
    understood,
)

VALUES = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3).map(
        decimal_string
    ),
    st.tuples(st.integers(-9999, 9999), st.text("0123456789", min_size=1, max_size=12)).map(
        lambda both: decimal_string(f"{both[0]}.{both[1]}")
    ),
)
LANGUAGES = st.sampled_from(INTERFACE)
every_language = pytest.mark.parametrize("language", INTERFACE)


@every_language
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("7", "7"),
        ("+7", "7"),
        ("007.50", "7.5"),
        ("1200000", "1200000"),
        ("  12 ", "12"),
        ("0.5", "0.5"),
        ("0,5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("12,5", "12.5"),
        ("0,123", "0.123"),
        ("1234,567", "1234.567"),
        ("1.2340", "1.234"),
        ("1 234,567", "1234.567"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567.891", "1234567.891"),
        ("12,34,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1\u2009234", "1234"),
        ("1'234'567.5", "1234567.5"),
        ("1’234", "1234"),
        ("٣٬٤٥٦٫٧", "3456.7"),
        ("۱۲۳۴٫۵", "1234.5"),
        ("١٢٫٣٤٥", "12.345"),
        ("１２３４．５", "1234.5"),
        ("\u22125", "-5"),
        ("\u2013 5", "-5"),
        ("\u200f-5\u200e", "-5"),
    ],
)
def test_a_number_is_understood_as_typed(typed: str, value: str, language: str) -> None:
    assert understood(typed, language).value == value


@pytest.mark.parametrize(
    "typed",
    [
        "a", "-", ".", ",", "1e5",
        "1E5", "0x10", "½", "10²", "12 34", "1 23", "1,2,3", "1..2", "1.2.3", "1,,234", "--5",
        "5-", "1 234.567 8",
        "1,234.567,8", "1.234 567,8", "0,123,456", "10-20", "5 ha", "5 %", "~5", "<5", "٫", "1٫2٫3",
        "NaN", "inf", "1_000", "1" * 201,
    ],
)  # fmt: skip
@every_language
def test_what_is_no_number_is_refused(typed: str, language: str) -> None:
    with pytest.raises(NotStorable) as refusal:
        understood(typed, language)
    assert refusal.value.code == "not_a_number"


def test_nothing_typed_is_no_number() -> None:
    for typed in ("", "  ", "\u200f", "\u00a0"):
        assert understood(typed, "en").value is None
        assert understood(typed, "en").ambiguous == ()


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("fr", "1,234", "1.234"),
        ("ru", "1,234", "1.234"),
        ("zh", "1,234", "1234"),
        ("zh", "1.234", "1.234"),
        ("zh-Hant", "1,234", "1234"),
        *((language, "1,234", None) for language in ("en", "es", "ar", "de")),
        *((language, "1.234", None) for language in ("en", "es", "ar", "fr", "ru")),
    ],
)
def test_one_sign_before_three_digits_is_asked_about_unless_the_language_is_sure(
    language: str, typed: str, value: str | None
) -> None:
    found = understood(typed, language)
    assert found.value == value
    assert found.ambiguous == (() if value else ("1234", "1.234"))


def test_where_one_reading_alone_fits_the_question_it_is_meant() -> None:
    assert meant("1,234", "en", lambda value: "." not in value) == "1234"
    assert meant("1,234", "en", lambda value: Decimal(value) < 100) == "1.234"
    assert meant("1,5", "en", lambda value: False) == "1.5", "what is not ambiguous is not judged"
    assert meant("", "en", lambda value: True) is None
    for fits in (True, False):
        with pytest.raises(NotStorable) as refusal:
            meant("1,234", "en", lambda value, fits=fits: fits)
        assert refusal.value.code == "number_ambiguous"
        assert refusal.value.params == {"reading": "1234", "other_reading": "1.234"}


@pytest.mark.parametrize("typed", ["12.5%", "12,5 %", "%12.5", "٪١٢٫٥", "12.5\u00a0٪"])
def test_a_sign_for_percent_is_tolerated_where_it_is_meant(typed: str) -> None:
    assert understood(typed, "en", percent=True).value == "12.5"
    with pytest.raises(NotStorable):
        understood(typed, "en")


def test_more_digits_than_can_be_kept_are_refused() -> None:
    assert understood("9" * MAX_DIGITS, "en").value == "9" * MAX_DIGITS
    assert understood("0" * 50 + "1", "en").value == "1"
    with pytest.raises(NotStorable) as refusal:
        understood("9" * MAX_DIGITS + ".1", "en")
    assert (refusal.value.code, refusal.value.params) == ("number_too_long", {"limit": MAX_DIGITS})


@pytest.mark.parametrize("text", ["", "1,5", "1e5", "+1", ".5", "5.", " 1", "٣", "NaN", "0x1", "1\n"])
def test_programs_write_plain_numbers(text: str) -> None:
    with pytest.raises(NotStorable):
        decimal_string(text)
    assert decimal_string("-007.500") == "-7.5"
    assert decimal_string(Decimal("1E+3")) == "1000"
    assert decimal_string(12) == "12"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+40", "1E-40"])
def test_numbers_that_have_no_plain_notation_are_refused(number: str) -> None:
    with pytest.raises(NotStorable):
        decimal_string(Decimal(number))


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [
        ("en", "-1,234.5678", "12.5%"),
        ("fr", "-1\u202f234,5678", "12,5\u00a0%"),
        ("es", "-1.234,5678", "12,5\u00a0%"),
        ("ru", "-1\u00a0234,5678", "12,5\u00a0%"),
        ("zh", "-1,234.5678", "12.5%"),
        ("ar", "\u200e-1,234.5678", "12.5%"),
    ],
)
def test_numbers_are_written_in_the_manner_of_the_reader(language: str, number: str, percent: str) -> None:
    assert in_words("-1234.5678", language) == number
    assert percent_in_words("12.5", language) == percent


def test_all_decimals_are_kept_and_counted() -> None:
    long = "0." + "123456789" * 3
    assert in_words(long, "en") == long
    assert (decimals(long), decimals("5"), decimals("-0.25")) == (27, 0, 2)


FEW = settings(max_examples=150, deadline=None)


@FEW
@given(VALUES, LANGUAGES)
def test_what_a_field_shows_is_understood_as_the_same_number(value: str, language: str) -> None:
    assert understood(as_typed(value, language), language).value == value
    assert decimal_string(value) == value


@FEW
@given(VALUES, LANGUAGES)
def test_what_is_written_for_readers_can_be_typed_again(value: str, language: str) -> None:
    found = understood(in_words(value, language), language)
    assert value in (found.value, *found.ambiguous)
    again = understood(percent_in_words(value, language), language, percent=True)
    assert value in (again.value, *again.ambiguous)


@FEW
@given(st.text("0123456789.,' -٫٬٣", max_size=12), LANGUAGES)
def test_whatever_is_understood_stays_what_it_is(typed: str, language: str) -> None:
    try:
        found = understood(typed, language)
    except NotStorable:
        return
    for value in filter(None, (found.value, *found.ambiguous)):
        assert decimal_string(value) == value
        assert understood(as_typed(value, language), language).value == value
