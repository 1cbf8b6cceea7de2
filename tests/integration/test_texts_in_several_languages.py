"""One language is the original; the others know from which text they were made, and are stale when it is another."""

from __future__ import annotations

from reporting.domain.answers import Key
from reporting.services import reports
from tests.world import World, write

EN, FR, AR = (Key("first.name", "", language) for language in ("en", "fr", "ar"))


def originals(world: World, report: int) -> set[str]:
    """The languages marked as original that have a text."""
    stored = world.book(report).stored
    return {key.lang for key, answer in stored.items() if answer.original and answer.value is not None}


def test_the_first_language_written_is_the_original(either: World):
    report = either.report()
    either.write(report, write(FR, "Jardin"), write(EN, "Garden"))
    assert originals(either, report) == {"fr"}
    assert either.book(report).original("first.name").value == "Jardin"


def test_a_translation_remembers_the_version_and_the_text_that_it_was_made_from(either: World):
    report = either.report()
    either.write(report, write(EN, "Garden"), write(EN, "The garden", 1), write(FR, "Le jardin"))
    book = either.book(report)
    assert book.marks[FR].source_version == 2
    assert not book.is_stale(FR)


def test_a_translation_is_stale_when_its_original_says_something_else(either: World):
    report = either.report()
    either.write(report, write(EN, "Garden"), write(FR, "Jardin"), write(EN, "Park", 1))
    assert either.book(report).is_stale(FR)
    assert not either.book(report).is_stale(EN)
    either.write(report, write(FR, "Parc", 1))
    assert not either.book(report).is_stale(FR)


def test_a_translation_is_not_stale_when_its_original_says_the_same_again(either: World):
    report = either.report()
    either.write(report, write(EN, "Garden"), write(FR, "Jardin"), write(EN, "Park", 1), write(EN, "Garden", 2))
    assert not either.book(report).is_stale(FR)


def test_correcting_the_original_does_not_make_it_a_translation(either: World):
    report = either.report()
    either.write(report, write(EN, "Garden"), write(FR, "Jardin"), write(EN, "Park", 1))
    assert originals(either, report) == {"en"}
    assert either.book(report).marks[EN].source_version == 0


def test_when_the_original_is_cleared_the_next_text_written_is_the_original(either: World):
    report = either.report()
    either.write(report, write(EN, "Garden"), write(FR, "Jardin"), write(EN, None, 1))
    assert originals(either, report) == set()
    assert not either.book(report).is_stale(FR)
    either.write(report, write(FR, "Le jardin", 1))
    assert originals(either, report) == {"fr"}
    assert either.book(report).original("first.name").key == FR
    either.write(report, write(EN, "The garden", 2))
    assert originals(either, report) == {"fr"}
    assert either.book(report).marks[EN].source_version == 2


def test_a_text_in_a_language_taken_out_is_kept_and_comes_back_with_it(either: World):
    report = either.report(languages=("en", "fr", "ar"))
    either.write(report, write(EN, "Garden"), write(AR, "حديقة"))
    set_languages(either, report, "en", "fr")
    assert [each.code for each in either.write(report, write(AR, "بستان", 1)).rejected] == ["unknown_language"]
    set_languages(either, report, "en", "ar")
    assert either.book(report).stored[AR].value == "حديقة"


def set_languages(world: World, report: int, *languages: str) -> None:
    who = world.actor("focal_point", world.parties[0])
    with world.house.db.transaction() as session:
        reports.set_languages(session, who, world.clock(), report, languages)
