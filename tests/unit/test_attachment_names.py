"""Names of attached files: what is left of a hostile one, and which are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.attachments import MAX_NAME, Facts, check_name, clean_name, extension, is_image
from reporting.domain.errors import Invalid


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\Users\\ana\\plan.pdf", "plan.pdf"),
        ("/plan.pdf", "plan.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "plan Set-Cookie a=b.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("\u2066خطة\u2069.pdf", "خطة.pdf"),
        ('a"b<c>.pdf', "a b c .pdf"),
        ("...", ""),
        (".pdf", "pdf"),
        ("  plan  two .pdf  ", "plan two .pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".docx", "x" * (MAX_NAME - 5) + ".docx"),
        ("x" * 300, "x" * MAX_NAME),
    ],
)
def test_a_name_is_kept_without_what_deceives(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@given(st.text(max_size=400))
def test_a_cleaned_name_stays_as_it_is(name: str) -> None:
    kept = clean_name(name)
    assert clean_name(kept) == kept
    assert len(kept) <= MAX_NAME
    assert not set(kept) & set('/\\"\r\n\x00\u202e')


@pytest.mark.parametrize("name", ["plan.pdf", "Plan.Final.PDF", "plan.docx.pdf", "v1.2.csv", "carte.jpeg"])
def test_a_name_of_a_kind_that_may_be_attached_passes(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["plan", "", "plan.", "plan.exe", "plan.pdf.exe", "plan.svg", "plan.html", "plan.zip", "plan.doc", "plan.docm",
     "annex\u202efdp.exe", "pdf", "plan.pdf/..", "plan.pdf\\x.sh"],
)  # fmt: skip
def test_any_other_kind_is_refused_with_those_that_are_taken(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_name(name)
    assert refusal.value.code == "file_type_refused"
    assert "PDF, PNG, JPG" in refusal.value.params["types"]


@pytest.mark.parametrize("name", ["plan.exe.pdf", "plan.HTML.png", "plan.js .txt"])
def test_an_ending_that_runs_may_not_hide_before_another(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_name(name)
    assert refusal.value.code == "file_double_ending"


def test_endings_are_read_in_small_letters() -> None:
    assert [extension(each) for each in ("A.PDF", "a.tar.gz", "a", ".pdf")] == ["pdf", "gz", "", ""]
    assert [is_image(each) for each in ("a.PNG", "a.webp", "a.pdf", "png")] == [True, True, False, False]


def test_facts_are_told_and_read_back() -> None:
    image = Facts("a" * 64, "map.png", "image/png", 12, 3, 4)
    plan = Facts("b" * 64, "plan.pdf", "application/pdf", 5)
    for each in (image, plan):
        assert Facts.from_data(each.to_data()) == each
    assert "width" not in plan.to_data()
