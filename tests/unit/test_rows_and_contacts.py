"""Links, files and contacts: what is understood as typed, what is told about it, and how two changes meet."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.domain.definitions import Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions import TYPES
from reporting.domain.questions.files import with_files
from tests.unit.builders import question

CONTACT, LINKS, FILES = TYPES["contact"], TYPES["links"], TYPES["files"]
ENGLISH = Wording({}, "en")
A, B, C = "a" * 64, "b" * 64, "c" * 64


def link(url: str, title: str = "A title") -> dict[str, str]:
    return {"url": url, "title": title}


def file(id: str, name: str = "plan.pdf", description: str = "The plan") -> dict[str, str]:
    return {"id": id, "name": name, "description": description}


def contact(**told: str) -> dict[str, str]:
    names = ("name", "function", "institution", "address", "email", "phone")
    return {name: told.get(name, "") for name in names}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/plan.pdf", "https://example.org/plan.pdf"),
        ("example.org:8080", "https://example.org:8080"),
        ("office@example.org", "mailto:office@example.org"),
        ("HTTPS://Example.org/Plan", "https://Example.org/Plan"),
        ("  https://example.org/\n", "https://example.org/"),
        ("https://例子.example/計劃", "https://例子.example/計劃"),
        ("mailto:office@example.org?subject=Plan", "mailto:office@example.org?subject=Plan"),
    ],
)
def test_an_address_is_stored_in_full(typed: str, stored: str) -> None:
    assert LINKS.storable(question("links"), [link(typed)]) == [link(stored)]


def test_an_address_that_could_run_is_refused_with_another_sentence_than_a_slip() -> None:
    for url, code in (("javascript:alert(1)", "link_refused"), ("our plan", "not_a_link")):
        with pytest.raises(NotStorable) as refusal:
            LINKS.storable(question("links"), [link(url)])
        assert refusal.value.code == code


def test_a_link_without_a_title_or_an_address_is_stored_with_its_problem() -> None:
    value = LINKS.storable(question("links"), [link("example.org"), link("example.net", ""), link("", "Lost")])
    assert len(value) == 3
    assert list(LINKS.problems(question("links"), value)) == [
        ("link_title_needed", {"number": 2}),
        ("link_address_needed", {"number": 3}),
    ]


def test_rows_that_were_cleared_or_stand_twice_vanish() -> None:
    value = LINKS.parse(question("links"), ["example.org", "A", "", "", "example.org", "A", " ", "\u200b"])
    assert value == [link("https://example.org", "A")]
    assert LINKS.parse(question("links"), ["", "", "", ""]) is None


def test_a_row_that_is_not_whole_is_read_as_far_as_it_goes() -> None:
    assert LINKS.parse(question("links"), ["example.org"]) == [link("https://example.org", "")]


def test_where_a_cell_stands_counts_when_fields_are_compared() -> None:
    assert LINKS.compared(question("links"), ["a", "", "", "b"]) != LINKS.compared(question("links"), ["a", "b"])
    assert LINKS.compared(question("links"), ["a", "b", "", ""]) == LINKS.compared(question("links"), ["a", " b\r\n"])
    assert CONTACT.compared(question("contact"), ["", "a", "", "", "", ""]) != CONTACT.compared(
        question("contact"), ["a", "", "", "", "", ""]
    )
    assert CONTACT.compared(question("contact"), []) == CONTACT.compared(question("contact"), [""] * 6)
    assert TYPES["choices"].compared(question("choices"), ["", "red"]) == TYPES["choices"].compared(
        question("choices"), ["red"]
    )


def test_a_ticked_box_takes_a_file_out() -> None:
    cells = [A, "a.pdf", "First", B, "b.pdf", "Second", "remove", C, "c.pdf", "remove"]
    assert FILES.parse(question("files"), cells) == [file(A, "a.pdf", "First"), file(C, "c.pdf", "remove")]
    assert FILES.compared(question("files"), cells) == FILES.compared(
        question("files"), [A, "a.pdf", "First", C, "c.pdf", "remove"]
    )


@pytest.mark.parametrize(
    ("typed", "found", "made"),
    [
        (["", "", "First"], [("a", "a.pdf")], ["a", "a.pdf", "First"]),
        (["", "", "1", "", "", "2"], [None, ("b", "b.pdf")], ["", "", "1", "b", "b.pdf", "2"]),
        (["a", "a.pdf", "", "remove", "", "", ""], [("b", "b")], ["a", "a.pdf", "", "remove", "b", "b", ""]),
        ([], [("a", "a.pdf"), None, ("b", "b.pdf")], ["a", "a.pdf", "", "b", "b.pdf", ""]),
        (["", ""], [("a", "a.pdf")], ["a", "a.pdf"]),
    ],
)
def test_files_that_came_are_put_into_the_rows_that_wait_for_them(typed: Any, found: Any, made: list[str]) -> None:
    assert with_files(typed, found) == made


def test_words_for_a_file_that_did_not_come_are_not_thrown_away() -> None:
    with pytest.raises(NotStorable) as refusal:
        FILES.parse(question("files"), ["", "", "A map of the park"])
    assert refusal.value.code == "file_missing"


def test_an_image_must_be_described_and_any_other_file_should_be() -> None:
    value = [file(A, "map.PNG", ""), file(B, "plan.pdf", ""), file(C)]
    assert list(FILES.problems(question("files"), value)) == [
        ("description_needed", {"name": "map.PNG"}),
        ("description_wanted", {"name": "plan.pdf"}),
    ]
    assert FILES.warnings == {"description_wanted"}


@pytest.mark.parametrize("email", ["a@b.example", "имя@почта.рф", "o'neil+x@mail.example.org"])
def test_addresses_of_people_pass(email: str) -> None:
    assert list(CONTACT.problems(question("contact"), contact(email=email))) == []


@pytest.mark.parametrize("email", ["a", "a@", "@b.example", "a b@c.example", "a@b", "a@b.example, c@d.example"])
def test_a_malformed_address_is_stored_with_its_problem(email: str) -> None:
    value = CONTACT.storable(question("contact"), {"email": email})
    assert list(CONTACT.problems(question("contact"), value)) == [("email_malformed", {})]


@pytest.mark.parametrize(
    "phone", ["12345", "+41 22 917 1234", "(01) 234-5678 x9", "00962 6 555.1234", "123456; 234567"]
)
def test_telephone_numbers_pass(phone: str) -> None:
    assert list(CONTACT.problems(question("contact"), contact(phone=phone))) == []


@pytest.mark.parametrize("phone", ["1234", "call me", "+", "12345 or 67890", "1" * 21, "123456;", "+1+234567"])
def test_a_malformed_telephone_number_is_stored_with_its_problem(phone: str) -> None:
    value = CONTACT.storable(question("contact"), {"phone": phone})
    assert list(CONTACT.problems(question("contact"), value)) == [("phone_malformed", {})]


def test_only_the_postal_address_keeps_its_lines() -> None:
    value = CONTACT.storable(question("contact"), {"name": "Ana\nPoe", "address": " 1  Road\r\n\r\nTown "})
    assert value == contact(name="Ana Poe", address="1 Road\nTown")
    assert CONTACT.text(question("contact"), value, ENGLISH) == "Ana Poe\n1 Road\nTown"


def test_a_contact_without_a_word_is_no_answer() -> None:
    assert CONTACT.storable(question("contact"), contact()) is None
    assert CONTACT.storable(question("contact"), {}) is None
    assert CONTACT.is_blank(contact())


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        (None, [link("a")], [link("b")], [link("a"), link("b")]),
        ([link("a"), link("b")], [link("b")], [link("a"), link("b"), link("c")], [link("b"), link("c")]),
        ([link("a", "1")], [link("a", "2"), link("b")], [link("a", "1"), link("c")],
         [link("a", "2"), link("b"), link("c")]),
        ([link("a"), link("b")], [link("a"), link("b"), link("c")], [link("b"), link("a")],
         [link("b"), link("a"), link("c")]),
        ([link("a")], None, [link("a"), link("b")], [link("b")]),
        ([link("a"), link("b")], [link("a")], [link("b")], None),
        (None, [link("a", "1")], [link("a", "1"), link("a", "2")], [link("a", "1"), link("a", "2")]),
    ],
)  # fmt: skip
def test_changes_of_different_rows_stand_together(base: Any, theirs: Any, mine: Any, merged: Any) -> None:
    assert LINKS.merge(base, theirs, mine) == (True, merged)


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ([link("a", "1")], [link("a", "2")], [link("a", "3")]),
        ([link("a", "1")], None, [link("a", "2")]),
        (None, [link("a", "1")], [link("a", "2")]),
    ],
)
def test_two_changes_of_one_row_are_for_people(base: Any, theirs: Any, mine: Any) -> None:
    assert LINKS.merge(base, theirs, mine) == (False, None)


def test_fields_of_a_contact_are_merged_one_by_one() -> None:
    base = contact(name="Ana")
    theirs, mine = contact(name="Ana", email="a@b.example"), contact(name="Ana Poe", phone="12345")
    assert CONTACT.merge(base, theirs, mine) == (True, contact(name="Ana Poe", email="a@b.example", phone="12345"))
    assert CONTACT.merge(base, contact(name="Ada"), contact(name="Eva")) == (False, None)
    assert CONTACT.merge(base, None, contact(name="Ana", phone="12345")) == (True, contact(phone="12345"))
