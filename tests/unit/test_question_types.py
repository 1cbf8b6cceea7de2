"""Every type of question keeps the same promises: what is typed, stored, shown, described and merged fit together."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import paths
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions import TYPES, QuestionType, type_of
from tests.unit.builders import question

OPTIONS = ("red", "green", "blue")
LABELS = {"red": ("Red", "أحمر"), "green": ("Green", "أخضر"), "blue": ("Blue", "")}
TEXTS: dict[str, dict[str, str]] = {"en": {"words.yes": "Yes", "words.no": "No"}, "ar": {"words.yes": "نعم"}}
for each, (english, arabic) in LABELS.items():
    TEXTS["en"][f"lists.colours.{each}"] = english
    TEXTS["ar"][f"lists.colours.{each}"] = arabic
ENGLISH, ARABIC = Wording(TEXTS, "en"), Wording(TEXTS, "ar")

#: Cells of rows and fields, as people type them.
CELL = st.text(max_size=20)
NO_ROWS: list[Any] = [0, 1, True, "a", {}, {"url": "a"}, ["a"], [["a"]], [None], [{"a": "b"}], [{"url": 1, "id": 1}]]
SHA = "0123456789abcdef" * 4
#: Addresses that a click could turn into a program, or that hide where they lead.
REFUSED_LINKS = [
    "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "ftp://example.org/", "blob:https://example.org/1", "//example.org/x",
    "https://", "http:example.org", "https:///x", "https://user@example.org/", "https://a:b@example.org/", "https://[x",
    "https://example.org:99999999/", 'https://example.org/"onclick', "https://example.org/<b>", "mailto:", "mailto:a",
    "https://exa\u202emple.org", "https://example.org\\@evil.example", "just words", "a", "/records", "#top", "https",
    "https://example.org/a b",
]  # fmt: skip
PLAIN = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6).map(
    lambda number: format(number, "f")
)
COLUMNS = (
    {"id": "name", "type": "text"},
    {"id": "colour", "type": "choice", "options": OPTIONS, "options_path": "lists.colours"},
    {"id": "size", "type": "integer"},
)
#: Values as a request could bring them, by type.
GIVEN: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=40),
    "long_text": st.text(max_size=40),
    "rich_text": st.lists(PLAIN, max_size=3).map(lambda parts: "".join(f"<p>{each}</p>" for each in parts)),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(OPTIONS),
    "choices": st.lists(st.sampled_from(OPTIONS), max_size=5),
    "terms": st.lists(st.sampled_from(OPTIONS), max_size=5),
    "items": st.lists(st.sampled_from(OPTIONS), max_size=5),
    "parties": st.lists(st.sampled_from(OPTIONS), max_size=5),
    "integer": st.integers(-(2**53) + 1, 2**53 - 1),
    "decimal": DECIMALS,
    "percentage": DECIMALS,
    "year": st.integers(1000, 2999),
    "note": st.none(),
    "table": st.lists(
        st.fixed_dictionaries(
            {}, optional={"name": CELL, "colour": st.sampled_from(("", *OPTIONS)), "size": st.integers(-9, 9)}
        )
    ),
    "series": st.lists(
        st.fixed_dictionaries(
            {"year": st.sampled_from(["", "2010", "٢٠١١", "0001"])},
            optional={"value": DECIMALS, "unit": CELL, "disaggregation": CELL, "footnote": CELL},
        )
    ),
    "date": st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)).map(dt.date.isoformat),
    "contact": st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("name", "function", "institution", "address", "email", "phone"), CELL)
    ),
    "links": st.lists(
        st.fixed_dictionaries(
            {"url": st.sampled_from(["", "https://example.org/a", "www.example.org", "a@example.org"]), "title": CELL}
        )
    ),
    "files": st.lists(
        st.fixed_dictionaries(
            {"id": st.sampled_from([SHA, SHA[::-1]])}, optional={"name": CELL, "description": st.just("remove") | CELL}
        )
    ),
}
SAMPLES: dict[str, list[Any]] = {
    "text": ["a", "0", "Two words", "كلمة"],
    "long_text": ["a", "First\n\nsecond"],
    "rich_text": ["<p>a</p>", "<p>a &amp; b</p><p>c</p>"],
    "yes_no": [True, False],
    "choice": ["red", "blue"],
    "choices": [["red"], ["red", "green", "blue"]],
    "terms": [["green"]],
    "items": [["green"], ["red", "blue"]],
    "parties": [["green"], ["red", "blue"]],
    "integer": [0, -7, 1234, 9_007_199_254_740_991],
    "decimal": ["0", "-0.3", "1.234", "1200000", "0.1234567890123456789012345678"],
    "percentage": ["0", "12.5", "-3", "120"],
    "year": [1850, 2024],
    "note": [],
    "table": [
        [{"id": "r1", "name": "River", "colour": "red", "size": 0}, {"id": "r2", "name": "نهر"}],
        [{"id": "a" * 40, "size": -3}],
    ],
    "series": [
        [
            {"id": "1", "year": "2010", "value": "12.5", "unit": "ha"},
            {
                "id": "2",
                "year": "2010",
                "value": "0",
                "unit": "ha",
                "disaggregation_type": "Biome",
                "disaggregation": "Forest",
                "footnote": "Estimate",
            },
        ]
    ],
    "date": ["2026-02-28", "2024-02-29"],
    "contact": [
        {
            "name": "Ana Poe",
            "function": "Head",
            "institution": "Office",
            "address": "1 Road\nTown",
            "email": "ana@office.example",
            "phone": "+1 (23) 456-78; 0123 456 ext. 7",
        },
        {"name": "", "function": "", "institution": "مكتب", "address": "", "email": "", "phone": "+٩٦٢ ٦ ٥٥٥ ١٢٣٤"},
    ],
    "links": [
        [{"url": "https://example.org/plan?a=b#c", "title": "The plan"}],
        [{"url": "http://مثال.example/", "title": "a"}, {"url": "mailto:office@example.org", "title": "b"}],
    ],
    "files": [[{"id": SHA, "name": "map.png", "description": "A map of the park"}]],
}
NO_TEXT: list[Any] = [0, 1, True, False, 1.5, float("nan"), [], ["a"], {}, {"a": 1}, b"a", {1, 2}]
NO_DECIMAL: list[Any] = [
    True, 1.5, float("nan"), [], {}, "a", "1,5", "1e5", "+1", ".5", "5.", " 1", "1 000", "٣", "NaN", "Infinity", "0x1",
    "1" * 29, "0." + "1" * 29, "1" * 1_000,
]  # fmt: skip
HOSTILE: dict[str, list[Any]] = {
    "text": NO_TEXT,
    "long_text": NO_TEXT,
    "rich_text": NO_TEXT,
    "yes_no": [0, 1, "", "yes", "true", "no", [], {}, [True], 1.0],
    "choice": [*NO_TEXT, "RED", "red ", "yellow", "red\x00", "\ud800", "red;green"],
    "choices": [0, True, "red", {}, {"red": 1}, ["yellow"], ["red", None], [["red"]], [{}], [""], ["red\n"]],
    "terms": ["red", ["yellow"], [0], {"red": 1}],
    "items": ["red", ["yellow"], [0], {"red": 1}],
    "parties": ["red", ["yellow"], [0], {"red": 1}],
    "integer": [True, 1.0, 1.5, float("nan"), "1", "a", [], {}, 2**53, -(2**53), 10**400],
    "decimal": NO_DECIMAL,
    "percentage": [*NO_DECIMAL, "12%"],
    "year": [True, 2024.0, "2024", 0, 999, 3000, -2024, [], {}],
    "note": ["a", 0, True, ["a"], {"a": 1}],
    "table": [0, True, "a", {}, ["a"], [["a"]], [None], [{"unknown": "a"}], [{"name": 1}], [{"name": ["a"]}],
              [{"colour": "yellow"}], [{"size": "1"}], [{"size": 1.5}], [{"id": 1, "name": "a"}],
              [{"id": "a b", "name": "a"}], [{"id": "a" * 41, "name": "a"}], [{"id": "r\n", "name": "a"}],
              [{"id": "r", "name": "a"}, {"id": "r", "name": "b"}], [{"name": str(n)} for n in range(1_001)]],
    "series": [0, True, "a", {}, ["a"], [None], [{"year": 2010}], [{"year": "10"}], [{"year": "20100"}],
               [{"year": "about"}], [{"value": "1,5"}], [{"value": True}], [{"unit": 1}], [{"unit": "a" * 301}],
               [{"footnote": "a" * 2_001}], [{"total": "1"}], [{"value": str(n)} for n in range(2_001)]],
    "date": [*NO_TEXT, "31.12.2026", "2026-02-30", "2026-13-01", "1899-12-31", "2201-01-01", "2026-02", "0", "-1",
             "2026-02-28T00:00", "2026-02-28 ", "٢٠٢٦-٠٢-٢٨", "\ud800", "9" * 400],
    "contact": [0, True, "a", ["a"], {"a": "b"}, {"name": 1}, {"name": None}, {"name": ["a"]}, {"name": "a" * 2_001}],
    "links": [*NO_ROWS, [{"url": "", "title": "a" * 501}], [{"url": "https://example.org/" + "a" * 2_000}],
              [{"url": f"https://example.org/{n}"} for n in range(101)],
              *([{"url": each, "title": "a"}] for each in REFUSED_LINKS)],
    "files": [*NO_ROWS, [{"id": "a", "name": "b"}], [{"id": SHA.upper()}], [{"id": SHA + "\n."}], [{"id": "../" + SHA}],
              [{"name": "a.pdf"}], [{"id": "", "description": "a"}], [{"id": SHA, "description": "a" * 1_001}]],
}  # fmt: skip
FEW = settings(max_examples=15, deadline=None)
every_type = pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES.keys())
text_types = pytest.mark.parametrize("kind", [TYPES["text"], TYPES["long_text"], TYPES["rich_text"]])


def of(kind: QuestionType, **more: Any) -> Question:
    """A question of this type, with the three colours where it has options."""
    options = {"options": OPTIONS, "options_path": "lists.colours"} if kind.has_options else {}
    columns = {"columns": COLUMNS} if kind.name == "table" else {}
    return question(kind.name, **options, **columns, **more)


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is what its JSON Schema says, as far as these schemas go."""
    known = {"type", "enum", "items", "format", "uniqueItems", "contentMediaType", "properties", "required"}
    known |= {"additionalProperties", "maxItems", "maxLength", "pattern", "description", "minimum", "maximum"}
    assert set(schema) <= known
    types = {"string": str, "boolean": bool, "array": list, "object": dict, "integer": int}
    if "type" in schema and not isinstance(value, types[schema["type"]]):
        return False
    if schema.get("format") == "date" and dt.date.fromisoformat(value).isoformat() != value:
        return False
    if schema.get("uniqueItems") and len({json.dumps(each) for each in value}) != len(value):
        return False
    if schema.get("type") == "integer" and not schema["minimum"] <= value <= schema["maximum"]:
        return False
    inside, cells = schema.get("items"), schema.get("properties", {})
    if isinstance(value, str | list) and len(value) > schema.get("maxItems", schema.get("maxLength", 1_000_000)):
        return False
    if isinstance(value, str) and not re.fullmatch(schema.get("pattern", "(?s:.*)"), value):
        return False
    if isinstance(value, dict) and not (
        set(schema.get("required", ())) <= value.keys() <= cells.keys()
        and all(fits(cells[name], each) for name, each in value.items())
    ):
        return False
    return value in schema.get("enum", [value]) and (inside is None or all(fits(inside, each) for each in value))


@every_type
def test_a_registered_type_is_whole(kind: QuestionType) -> None:
    assert TYPES[kind.name] is kind is type_of(question(kind.name))
    assert type(kind).shape is not QuestionType.shape
    assert {kind.name} <= GIVEN.keys() & SAMPLES.keys() & HOSTILE.keys(), "this type lacks values to be tried with"
    for use in ("edit", "read"):
        assert (paths.data("templates") / "questions" / f"{kind.name}.{use}.html").is_file()


@every_type
def test_a_value_goes_through_every_projection(kind: QuestionType) -> None:
    asked = of(kind)
    for value in SAMPLES[kind.name]:
        assert kind.storable(asked, value) == value
        assert kind.parse(asked, kind.typed(asked, value)) == value
        assert kind.load(kind.dump(value)) == value
        assert list(kind.problems(asked, value)) == []
        for wording in (ENGLISH, ARABIC):
            assert kind.text(asked, value, wording)
            assert all(kind.cells(asked, value, wording))
        assert kind.difference(asked, None, value, ENGLISH)
        assert fits(kind.json_schema(asked), value)


@every_type
@FEW
@given(data=st.data())
def test_what_is_stored_stays_as_it_is(kind: QuestionType, data: st.DataObject) -> None:
    asked = of(kind)
    stored = kind.storable(asked, data.draw(GIVEN[kind.name]))
    assert kind.storable(asked, stored) == stored
    assert stored is None or not kind.is_blank(stored)
    if stored is not None:
        assert kind.load(kind.dump(stored)) == stored
        assert fits(kind.json_schema(asked), stored)


@every_type
@FEW
@given(data=st.data())
def test_a_form_field_gives_back_the_value_it_showed(kind: QuestionType, data: st.DataObject) -> None:
    asked = of(kind)
    stored = kind.storable(asked, data.draw(GIVEN[kind.name]))
    assert kind.parse(asked, kind.typed(asked, stored)) == stored


@every_type
def test_nothing_given_is_stored_as_nothing(kind: QuestionType) -> None:
    asked = of(kind)
    assert kind.storable(asked, None) is None
    assert kind.parse(asked, []) is kind.parse(asked, [""]) is None
    assert kind.is_blank(None)
    assert kind.text(asked, None, ENGLISH) == ""
    assert kind.typed(asked, None) == []
    assert kind.difference(asked, None, None, ENGLISH) == []


@every_type
def test_zero_and_no_are_answers(kind: QuestionType) -> None:
    assert [kind.is_blank(each) for each in (0, False, "", [])] == [False, False, True, True]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_a_value_of_another_shape_is_refused(name: str, value: Any) -> None:
    with pytest.raises(NotStorable):
        TYPES[name].storable(of(TYPES[name]), value)


@every_type
def test_what_is_nested_without_end_or_too_large_is_refused(kind: QuestionType) -> None:
    deep: list[Any] = []
    for _ in range(20_000):
        deep = [deep]
    for value in (deep, "x" * 1_000_000, ["red"] * 300_000):
        with pytest.raises(NotStorable):
            kind.storable(of(kind), value)


def test_the_size_is_that_of_the_bytes() -> None:
    kind = TYPES["text"]
    assert kind.storable(of(kind), "x" * 999_998)
    with pytest.raises(NotStorable) as refusal:
        kind.storable(of(kind), "字" * 400_000)
    assert (refusal.value.code, refusal.value.params) == ("value_too_large", {"megabytes": 1})


@text_types
def test_control_characters_and_halves_of_pairs_leave_texts(kind: QuestionType) -> None:
    stored = kind.storable(of(kind), "a\x00b\x07\x1bc\ud800d\udfff\ufffee")
    assert kind.text(of(kind), stored, ENGLISH) == "abcde"


@text_types
@pytest.mark.parametrize("invisible", ["", " ", "\n\t\r\n", "\u200b\u200f", "\xa0", "\x00", "\ud800"])
def test_a_text_that_nobody_can_see_is_no_answer(kind: QuestionType, invisible: str) -> None:
    assert kind.storable(of(kind), invisible) is None


@text_types
def test_words_over_the_limit_are_told_and_stored(kind: QuestionType) -> None:
    asked = of(kind, max_words=2)
    assert list(kind.problems(asked, kind.storable(asked, "one two"))) == []
    told = list(kind.problems(asked, kind.storable(asked, "one two three")))
    assert told == [("too_many_words", {"words": 3, "limit": 2})]


def test_texts_are_stored_composed_and_with_one_kind_of_line_end() -> None:
    text, long_text = TYPES["text"], TYPES["long_text"]
    assert text.storable(of(text), "  e\u0301\r\n b\t c ") == "é b c"
    assert long_text.storable(of(long_text), "a\r\nb\rc\x0bd ") == "a\nb\nc\nd"


def test_markup_typed_into_a_plain_field_is_text() -> None:
    kind = TYPES["rich_text"]
    assert kind.parse(of(kind), ["<b>1 < 2</b>"]) == "<p>&lt;b&gt;1 &lt; 2&lt;/b&gt;</p>"


def test_choices_are_kept_once_and_in_the_order_of_the_form() -> None:
    kind = TYPES["choices"]
    assert kind.storable(of(kind), ["blue", "red", "blue"]) == ["red", "blue"]


several = pytest.mark.parametrize("kind", [TYPES["choices"], TYPES["terms"]])


@several
def test_an_answer_of_several_options_names_them(kind: QuestionType) -> None:
    assert kind.named(["red", "blue"]) == ["red", "blue"]
    assert kind.named(None) == TYPES["choice"].named("red") == []


@several
def test_an_option_that_excludes_others_is_stored_beside_them_with_a_problem(kind: QuestionType) -> None:
    asked = of(kind, exclusive=("red",))
    for alone in (["red"], ["green", "blue"]):
        assert list(kind.problems(asked, alone)) == []
    assert kind.storable(asked, ["blue", "red"]) == ["red", "blue"]
    assert list(kind.problems(asked, ["red", "blue"])) == [("exclusive_option", {})]


@several
def test_more_options_than_may_be_chosen_are_stored_with_a_problem(kind: QuestionType) -> None:
    asked = of(kind, max_choices=2)
    assert list(kind.problems(asked, ["red", "green"])) == []
    found = list(kind.problems(asked, kind.storable(asked, list(OPTIONS))))
    assert found == [("too_many_choices", {"count": 3, "limit": 2})]


@pytest.mark.parametrize(
    ("name", "value", "english", "arabic"),
    [
        ("text", "a", "a", "a"),
        ("rich_text", "<p>a</p><p>b</p>", "a\n\nb", "a\n\nb"),
        ("yes_no", True, "Yes", "نعم"),
        ("yes_no", False, "No", "No"),
        ("choice", "green", "Green", "أخضر"),
        ("choice", "gone", "gone", "gone"),
        ("choices", ["red", "blue"], "Red; Blue", "أحمر; Blue"),
        ("date", "2026-02-28", "28 February 2026", "28 فبراير 2026"),
        ("integer", 0, "0", "0"),
        ("integer", -1234, "-1,234", "\u200e-1,234"),
        ("decimal", "1234.56789", "1,234.56789", "1,234.56789"),
        ("percentage", "12.5", "12.5%", "12.5%"),
        ("year", 2024, "2024", "2024"),
    ],
)
def test_values_are_said_in_the_language_of_the_reader(name: str, value: Any, english: str, arabic: str) -> None:
    kind = TYPES[name]
    assert kind.text(of(kind), value, ENGLISH) == english
    assert kind.text(of(kind), value, ARABIC) == arabic
    assert "; ".join(kind.cells(of(kind), value, ARABIC)) == arabic


def test_differences_show_what_went_came_and_stayed() -> None:
    choice, lines = TYPES["choice"], TYPES["long_text"]
    assert choice.difference(of(choice), "red", "blue", ENGLISH) == [("-", "Red"), ("+", "Blue")]
    assert choice.difference(of(choice), "red", "red", ENGLISH) == [(" ", "Red")]
    assert choice.difference(of(choice), "red", None, ENGLISH) == [("-", "Red")]
    told = lines.difference(of(lines), "same\n\nold\nend", "same\nnew\nend", ENGLISH)
    assert sorted(told) == [(" ", "end"), (" ", "same"), ("+", "new"), ("-", "old")]


@every_type
@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("a", "a", "b", (True, "b")),
        ("a", "b", "a", (True, "b")),
        ("a", "b", "b", (True, "b")),
        ("a", None, "a", (True, None)),
        ("a", "b", "c", (False, None)),
        ("a", None, "c", (False, None)),
    ],
)
def test_two_changes_stand_together_where_only_one_side_changed(
    kind: QuestionType, base: Any, theirs: Any, mine: Any, merged: tuple[bool, Any]
) -> None:
    assert kind.merge(base, theirs, mine) == merged
