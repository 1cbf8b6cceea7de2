"""Which answers of an earlier report correspond to a question and item, and what becomes of their values."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reporting.domain.definitions import Form
from reporting.domain.lineage import Source, carried, earlier_forms, left_over, merged, sources
from reporting.domain.loader import Catalogue, load
from reporting.domain.runs import Item
from tests.unit.builders import FORMS, TRANSLATIONS, asked

LEVELS = ["on_track", "achieved", "unknown"]
OLD_LEVELS = ["exceeding", "on_track", "moving_away", "unknown"]
CROSSWALK = {"old": {"A-1": ["G-1", "G-2"], "A-2": ["G-2", "GOAL"], "A-3": ["GOAL"]}}


def form(name: str, framework: str, *sections: Mapping[str, Any], **more: Any) -> Form:
    head = {"id": name, "agreement": "tiny", "framework": framework, "revision": 1, "languages": ["en"]}
    return Form.from_data({**head, "sections": list(sections), **more})


def section(name: str, *questions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "number": "", "questions": list(questions), "rules": [], **more}


def terms(*keys: str, over: str = "terms:new.targets") -> dict[str, Any]:
    return {"over": over, "items": [{"key": key} for key in keys]}


def before(*names: str, **options: str) -> list[dict[str, Any]]:
    return [{"form": "old", "question": name} | ({"options": options} if options else {}) for name in names]


@pytest.fixture
def old() -> Form:
    """A report with two own targets, and the terms that none of them covers."""
    made = form(
        "old",
        "old",
        section(
            "progress",
            asked("level", "choice", options=OLD_LEVELS),
            asked("story", "rich_text"),
            asked("helps", "terms", options=["A-1", "A-2", "A-3"]),
            repeat=[{"over": "items:old.targets"}, terms("A-1", "A-2", "A-3", over="terms:old.targets")],
        ),
        section("measures", asked("what", "rich_text"), repeat=[{"over": "own"}]),
        section("profile", asked("trends", "long_text"), asked("year", "date")),
    )
    own = [Item("own-x", "1", ("A-1",)), Item("own-y", "2", ("A-2",)), Item("A-3", "3")]
    return made.with_items({"progress": own, "measures": [Item("law", "1", ("own-x",)), Item("fund", "2", ("A-3",))]})


@pytest.fixture
def new() -> Form:
    """A report whose targets are an own one and the terms that it does not cover, and which has one goal."""
    level = before("progress.level", exceeding="on_track", on_track="on_track", unknown="unknown")
    made = form(
        "new",
        "new",
        section(
            "targets",
            asked("level", "choice", options=LEVELS, previous=level),
            asked("story", "rich_text", previous=before("progress.story", "profile.trends")),
            asked("actions", "rich_text", previous=before("measures.what")),
            asked("fresh", "text"),
            repeat=[{"over": "items:plans.targets"}, terms("G-1", "G-2", "G-3")],
        ),
        section(
            "goals",
            asked("summary", "long_text", previous=before("progress.story")),
            repeat=[terms("GOAL", over="terms:new.goals")],
        ),
        section("whole-country", asked("helps", "terms", options=["G-1", "G-2"], previous=before("progress.helps"))),
        crosswalks=CROSSWALK,
    )
    return made.with_items({"targets": [Item("NT1", "1", ("G-1", "GOAL")), Item("G-2", "2"), Item("G-3", "3")]})


def places(found: Sequence[Source]) -> list[tuple[str, str]]:
    return [(each.question, each.item) for each in found]


def test_items_correspond_by_what_they_belong_to(old: Form, new: Form) -> None:
    assert places(sources(new, "targets.level", "NT1", old)) == [("progress.level", "own-x")]
    assert places(sources(new, "targets.level", "G-2", old)) == [
        ("progress.level", "own-x"),
        ("progress.level", "own-y"),
    ]
    assert sources(new, "targets.level", "G-3", old) == []


def test_what_belongs_to_an_item_belongs_to_what_that_belongs_to(old: Form, new: Form) -> None:
    assert places(sources(new, "targets.actions", "NT1", old)) == [("measures.what", "law")]
    assert places(sources(new, "targets.actions", "G-2", old)) == [("measures.what", "law")]


def test_only_terms_that_a_section_runs_over_match_its_items(old: Form, new: Form) -> None:
    """NT1 serves the goal, too, but what was said toward the goal alone is no answer about NT1."""
    assert places(sources(new, "goals.summary", "GOAL", old)) == [
        ("progress.story", "own-y"),
        ("progress.story", "A-3"),
    ]


def test_the_party_can_say_which_items_correspond(old: Form, new: Form) -> None:
    said = {"NT1": ["own-y"], "G-2": []}
    assert places(sources(new, "targets.level", "NT1", old, said)) == [("progress.level", "own-y")]
    assert sources(new, "targets.level", "G-2", old, said) == []


def test_a_question_goes_on_from_several_and_from_what_is_asked_once(old: Form, new: Form) -> None:
    assert places(sources(new, "targets.story", "NT1", old)) == [("progress.story", "own-x"), ("profile.trends", "")]
    assert places(sources(new, "whole-country.helps", "", old)) == [
        ("progress.helps", key) for key in ("own-x", "own-y", "A-3")
    ]


def test_items_of_one_framework_correspond_by_key_and_links(old: Form) -> None:
    later = form(
        "later",
        "old",
        section(
            "progress",
            asked("level", "choice", options=OLD_LEVELS, previous=before("progress.level")),
            repeat=[terms("A-1", "A-3", over="terms:old.targets")],
        ),
    )
    assert places(sources(later, "progress.level", "A-1", old)) == [("progress.level", "own-x")]
    assert places(sources(later, "progress.level", "A-3", old)) == [("progress.level", "A-3")]


def test_a_form_knows_which_forms_it_goes_on_from(old: Form, new: Form) -> None:
    assert earlier_forms(new) == ("old",)
    assert earlier_forms(old) == ()


def test_what_nothing_goes_on_from_is_listed(old: Form, new: Form) -> None:
    left = left_over(new, old)
    assert ("profile.year", "") in left
    assert ("progress.level", "A-3") in left
    assert {("progress.level", "own-x"), ("progress.story", "A-3"), ("profile.trends", "")}.isdisjoint(left)


def test_an_option_becomes_the_one_that_stands_for_it(old: Form, new: Form) -> None:
    (source,) = sources(new, "targets.level", "NT1", old)
    level = new.questions["targets.level"]
    offered = {option: carried(new, level, old, source, option) for option in OLD_LEVELS}
    assert offered == {"exceeding": "on_track", "on_track": "on_track", "moving_away": None, "unknown": "unknown"}


def test_chosen_terms_become_those_that_took_their_place(old: Form, new: Form) -> None:
    source = sources(new, "whole-country.helps", "", old)[0]
    helps = new.questions["whole-country.helps"]
    assert carried(new, helps, old, source, ["A-2", "A-1"]) == ["G-1", "G-2"]
    assert carried(new, helps, old, source, ["A-3"]) is None


def test_texts_change_their_type(old: Form, new: Form) -> None:
    story, trends = sources(new, "targets.story", "NT1", old)
    question = new.questions["targets.story"]
    assert carried(new, question, old, story, "<p>Better</p>") == "<p>Better</p>"
    assert carried(new, question, old, trends, "Up < down\n\nThen up") == "<p>Up &lt; down</p><p>Then up</p>"
    (toward,) = sources(new, "goals.summary", "GOAL", old)[:1]
    assert carried(new, new.questions["goals.summary"], old, toward, "<p>a</p><p>b</p>") == "a\n\nb"
    assert carried(new, question, old, story, None) is None


def test_several_values_are_merged_where_they_can_stand_together(new: Form) -> None:
    assert merged(new.questions["targets.story"], ["<p>a</p>", None, "<p>b</p>", "<p>a</p>"]) == "<p>a</p><p>b</p>"
    assert merged(new.questions["goals.summary"], ["a", "b"]) == "a\n\nb"
    assert merged(new.questions["whole-country.helps"], [["G-2"], ["G-1"]]) == ["G-1", "G-2"]
    level = new.questions["targets.level"]
    assert merged(level, ["on_track", "on_track"]) == "on_track"
    assert merged(level, ["on_track", "unknown"]) is None
    assert merged(level, []) is None


# ------------------------------------------------------------------------------------------------ mistakes of authors

NAME = 'id = "name"\ntype = "text"\n'
COLOURS = 'options = "tiny:colours"\n'
LIST = '\n[[list]]\nid = "colours"\n'
TERMS = """
[[goal]]
id = "G"
number = "G"
title = "A goal"

[[target]]
id = "T-1"
number = "1"
title = "A target"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny forms, and a later form beside them that asks the same; its framework has terms."""
    made = Path(shutil.copytree(FORMS, tmp_path / "forms"))
    shutil.copytree(made / "tiny-form", made / "tiny-later")
    replace(made / "tiny-later" / "form.toml", 'id = "tiny"', 'id = "later"')
    replace(made / "tiny-framework" / "framework.toml", LIST, TERMS + LIST)
    return made


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, "the tiny form no longer reads like this"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(read: Catalogue) -> str:
    return "\n".join(str(each) for each in read.faults if "missing in" not in each.sentence)


def later(folder: Path, before: str, previous: str) -> Catalogue:
    """The forms with this `previous` in a question of the later one."""
    replace(folder / "tiny-later" / "01-first.toml", before, f"{before}previous = {previous}\n")
    return load([folder], TRANSLATIONS)


def test_a_sound_previous_is_kept_with_the_edition(folder: Path) -> None:
    row = '[{ question = "tiny:first.name", note = "The name may be longer." }]'
    read = later(folder, NAME, row)
    assert said(read) == ""
    question = read.forms["later"].structure["sections"][0]["questions"][0]
    assert question["previous"] == [{"form": "tiny", "question": "first.name"}]
    assert read.forms["later"].texts["en"]["first.name.previous.0.note"] == "The name may be longer."


@pytest.mark.parametrize(
    ("before", "previous", "sentence"),
    [
        (NAME, '"tiny:first.name"', "previous must be a list"),
        (NAME, '["first.name"]', "must be <form>:<section>.<question>, or a table with question"),
        (NAME, '["tiny:name"]', "must be <form>:<section>.<question>"),
        (NAME, '[{ question = "tiny:first.name", colour = "red" }]', "must be <form>:<section>.<question>"),
        (NAME, '["tiny:first.gone"]', "goes on from 'tiny:first.gone', which that form does not ask"),
        (NAME, '["tiny:first.open"]', "goes on from 'tiny:first.open', but a yes_no cannot become a text"),
        (NAME, '["later:first.gardener"]', "goes on from 'later:first.gardener', a question of its own form"),
        (COLOURS, '["tiny:first.animals"]', "but none of its options has a counterpart"),
        (COLOURS, '[{ question = "tiny:first.colour", options = { red = "pink" } }]', "which is no option"),
        (COLOURS, '[{ question = "tiny:first.colour", options = { pink = "red" } }]', "which has no option 'pink'"),
    ],
)  # fmt: skip
def test_a_previous_that_leads_nowhere_is_told(folder: Path, before: str, previous: str, sentence: str) -> None:
    read = later(folder, before, previous)
    assert sentence in said(read)
    assert "later" not in read.forms or read.forms["later"].faults


def test_a_form_of_another_installation_is_not_looked_for(folder: Path) -> None:
    assert said(later(folder, NAME, '["elsewhere:first.name"]')) == ""


def crosswalk(folder: Path, rows: str) -> Catalogue:
    """The forms with a crosswalk to the tiny framework from one of two terms."""
    earlier = folder / "earlier-framework"
    earlier.mkdir()
    text = 'id = "earlier"\nagreement = "tiny"\ntitle = "Earlier"\n' + TERMS.replace("T-1", "E-1")
    (earlier / "framework.toml").write_text(text, encoding="utf-8")
    (folder / "tiny-framework" / "crosswalks.toml").write_text(rows, encoding="utf-8")
    return load([folder], TRANSLATIONS)


ROW = '[[crosswalk]]\nframework = "earlier"\nfrom = "E-1"\nto = ["T-1", "G"]\n'


def test_a_crosswalk_is_read_in_the_order_of_the_framework_and_kept_with_forms_that_go_on(folder: Path) -> None:
    replace(folder / "tiny-later" / "01-first.toml", NAME, NAME + 'previous = ["tiny:first.name"]\n')
    read = crosswalk(folder, ROW + 'note = "Wider than before."\n')
    assert said(read) == ""
    assert read.frameworks["tiny"].crosswalks == {"earlier": {"E-1": ("G", "T-1")}}
    assert read.forms["later"].structure["crosswalks"] == {"earlier": {"E-1": ["G", "T-1"]}}
    assert read.forms["later"].texts["en"]["crosswalks.earlier.E-1.note"] == "Wider than before."
    assert "crosswalks" not in read.forms["tiny"].structure


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("[[crosswalk]", "is not valid TOML"),
        (ROW + 'colour = "red"\n', "unknown property 'colour'"),
        (ROW.replace('framework = "earlier"\n', ""), "lacks 'framework'"),
        (ROW.replace('from = "E-1"\n', ""), "lacks 'from'"),
        (ROW.replace('["T-1", "G"]', "[]"), "lacks 'to'"),
        (ROW.replace('["T-1", "G"]', '"T-1"'), "to must be a list"),
        (ROW + "note = 1\n", "note must be a text"),
        (ROW.replace('"G"', '"X"'), "to names 'X', which is no goal or target of this framework"),
        (ROW + ROW, "stands twice"),
        (ROW.replace("E-1", "E-9"), "'earlier' has no goal or target 'E-9'"),
        (ROW.replace('"earlier"', '"gone"'), "unknown framework 'gone'"),
    ],
)
def test_a_crosswalk_that_leads_nowhere_is_told(folder: Path, rows: str, sentence: str) -> None:
    assert sentence in said(crosswalk(folder, rows))
