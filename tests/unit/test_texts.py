"""Words for people: sentences of codes, plurals, days, moments and numbers in the six languages."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reporting import paths
from reporting.domain import errors
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.errors import ReportingError
from reporting.domain.sentences import SENTENCES
from reporting.domain.texts import Texts, compiled, texts_of

MOMENT = dt.datetime(2026, 2, 28, 22, 5, tzinfo=dt.UTC)
ENGLISH = texts_of("en", paths.data("translations"))
#: Which argument of these calls is a code.
PLACES = {"Rejected": 1, "Fault": 1, "fault": 0, "_refuse": 0}
REFUSALS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, ReportingError) and kind is not ReportingError
}


def said(language: str) -> Texts:
    return texts_of(language, paths.data("translations"))


def placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", sentence))


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call in the product's code: where it stands, the name called, the call."""
    return [
        (
            f"{file.relative_to(paths.PACKAGE)}:{node.lineno}",
            getattr(node.func, "id", getattr(node.func, "attr", "")),
            node,
        )
        for file in sorted(paths.PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """(where, code, names of parameters) of each refusal that the code makes by its name."""
    for where, name, call in calls():
        if name in REFUSALS or name == "ReportingError":
            code = call.args[0] if call.args else ast.Constant(REFUSALS[name].default_code)
            if isinstance(code, ast.Constant):
                yield where, str(code.value), {str(each.arg) for each in call.keywords}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    found = list(raised())
    assert len(found) > 40, "the refusals are no longer found in the code"
    assert [(where, code) for where, code, _ in found if code not in SENTENCES] == []


def test_whoever_raises_a_code_gives_what_its_sentence_tells() -> None:
    lacking = [
        (where, code, placeholders(SENTENCES[code]) - given)
        for where, code, given in raised()
        if not placeholders(SENTENCES[code]) <= given
    ]
    assert lacking == []


def test_codes_of_single_answers_and_fields_have_a_sentence() -> None:
    found = [
        (where, str(code.value))
        for where, name, call in calls()
        if name in PLACES and not where.startswith("domain")
        for code in call.args[PLACES[name] : PLACES[name] + 1]
        if isinstance(code, ast.Constant)
    ]
    assert len(found) > 10, "the codes are no longer found in the code"
    assert [each for each in found if each[1] not in SENTENCES] == []


@pytest.mark.parametrize("kind", REFUSALS.values(), ids=REFUSALS.keys())
def test_every_kind_of_refusal_has_a_sentence_and_a_status(kind: type[ReportingError]) -> None:
    assert kind.default_code in SENTENCES
    assert kind().code == kind.default_code
    assert 400 <= kind.status < 600


def test_a_refusal_carries_its_code_parameters_and_details() -> None:
    refusal = errors.Invalid("password_too_short", ["x"], field="password", length=12)
    assert (refusal.code, refusal.details) == ("password_too_short", ["x"])
    assert refusal.params == {"field": "password", "length": 12}
    assert str(refusal) == "password_too_short"


def test_codes_among_the_parameters_become_words() -> None:
    assert ENGLISH.sentence("wrong_state", {"status": "under_review"}) == (
        "This step is no longer possible: the report is now “under review”."
    )
    assert "« brouillon »" in said("fr").sentence("wrong_state", {"status": "draft"}).replace("\xa0", " ")
    assert ENGLISH.word("focal_point") == "focal point"
    assert ENGLISH.word("no such word") == "no such word"


def test_moments_and_numbers_among_the_parameters_are_written_out() -> None:
    params = {"by": "Ann", "status": "submitted", "at": MOMENT.isoformat()}
    assert ENGLISH.sentence("wrong_state_by", params) == (
        "This step is no longer possible: Ann changed the report to “submitted” on 28 February 2026 22:05 UTC."
    )
    assert "1,200 words" in ENGLISH.sentence("too_many_words", {"words": 1200, "limit": 1000})
    assert "11.200" in said("es").sentence("too_many_words", {"words": 11_200, "limit": 1000})


def test_an_unknown_code_is_told_as_a_request_that_was_not_understood() -> None:
    for language in UN_LANGUAGES:
        assert said(language).sentence("no_such_code") == said(language).sentence("bad_request")


def test_a_sentence_whose_parameters_are_missing_is_still_said() -> None:
    assert ENGLISH.sentence("wrong_state").startswith("This step is no longer possible")


@pytest.mark.parametrize("language", [each for each in UN_LANGUAGES if each != "en"])
def test_every_sentence_is_translated_with_the_same_parameters(language: str) -> None:
    catalogue = compiled(paths.data("translations") / language / "LC_MESSAGES" / "messages.po")
    translated = {each: catalogue.gettext(each) for each in SENTENCES.values()}
    assert [each for each, other in translated.items() if other == each] == []
    assert [each for each, other in translated.items() if placeholders(other) != placeholders(each)] == []


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "0 days", 1: "1 day", 2: "2 days", 1000: "1,000 days"}),
        ("fr", {0: "0 jour", 1: "1 jour", 2: "2 jours"}),
        ("ru", {1: "1 день", 2: "2 дня", 5: "5 дней", 11: "11 дней", 21: "21 день", 22: "22 дня", 112: "112 дней"}),
        ("ar", {0: "0 يوم", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 10: "10 أيام", 11: "11 يوما", 100: "100 يوم"}),
    ],
)
def test_plurals_follow_the_rules_of_the_language(language: str, forms: dict[int, str]) -> None:
    assert {n: said(language).ngettext("%(n)s day", "%(n)s days", n) for n in forms} == forms


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "28 February 2026"),
        ("fr", "28 février 2026"),
        ("es", "28 de febrero de 2026"),
        ("ru", "28 февраля 2026 г."),
        ("ar", "28 فبراير 2026"),
        ("zh", "2026年2月28日"),
    ],
)
def test_days_and_moments_are_written_as_in_the_language(language: str, day: str) -> None:
    written = said(language)
    assert written.date("2026-02-28") == written.date(MOMENT.date())
    assert re.sub(r"\s", " ", written.moment(MOMENT)) == f"{day} 22:05 UTC"


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", "28 February 2026 22:05 UTC"),
        ("Africa/Nairobi", "1 March 2026 01:05 UTC+3"),
        ("America/St_Johns", "28 February 2026 18:35 UTC−3:30"),
        ("Asia/Kathmandu", "1 March 2026 03:50 UTC+5:45"),
        ("Africa/Abidjan", "28 February 2026 22:05 UTC"),
    ],
)
def test_a_moment_names_its_distance_from_utc(zone: str, moment: str) -> None:
    assert ENGLISH.moment(MOMENT, zone) == moment


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "1,234,567.5"), ("es", "1.234.567,5"), ("fr", "1 234 567,5"), ("ru", "1 234 567,5")],
)
def test_numbers_are_written_as_in_the_language(language: str, number: str) -> None:
    assert re.sub(r"\s", " ", said(language).number(1234567.5)) == number


def test_a_text_may_hold_parameters_and_a_percent_sign_only_with_them() -> None:
    plain = Texts("en")
    assert plain("100%") == "100%"
    assert plain("%(n)s%%", n=5) == "5%"
    assert plain.pgettext("mark", "%(n)s left", n=5) == "5 left"


def test_two_names_are_joined_by_the_colon_of_the_language() -> None:
    assert [said(each).titled("A", "B").replace("\xa0", " ") for each in ("en", "fr", "zh")] == [
        "A: B",
        "A : B",
        "A：B",
    ]


def test_a_catalogue_that_is_not_there_leaves_the_english(tmp_path: Path) -> None:
    assert texts_of("ru", tmp_path).sentence("missing") == "This is missing."
    assert said("ar").dir == "rtl"


@pytest.mark.parametrize(
    ("octets", "english", "french", "arabic"),
    [
        (999, "999 bytes", "999 octets", "999 بايت"),
        (1_499, "1 KB", "1 ko", "1 كيلوبايت"),
        (52_400_000, "52.4 MB", "52,4 Mo", "52.4 ميغابايت"),
    ],
)
def test_sizes_are_said_in_the_largest_unit_that_fits(octets: int, english: str, french: str, arabic: str) -> None:
    assert [said(language).size(octets) for language in ("en", "fr", "ar")] == [english, french, arabic]
