"""The demonstration: what it holds, what can be found in it, and what it refuses."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from reporting import cli, serving
from reporting.api.shapes.answer_schema import schema_of_answers
from reporting.api.validation import Place, faults
from reporting.domain.answers import Key
from reporting.domain.questions import type_of
from reporting.domain.rich_text import to_plain
from reporting.domain.words import count_words
from reporting.infra.mailbox import kept_mails
from reporting.models import (
    AnswerVersion,
    AuditEvent,
    FormRevision,
    Job,
    Membership,
    Party,
    Report,
    Revision,
    RevisionStep,
    User,
)
from reporting.services import attachments, documents, editions, installation, moving, progress, reading, reports
from reporting.services.accounts.sign_in import sign_in
from reporting.services.demonstration import CannotLoad, NotServed, demo_command, load, may_serve, source
from reporting.services.demonstration.loading import PASSWORD
from reporting.services.house import House
from tests.demonstration import NOW, empty_house, out_of_paper, workbook
from tests.world import settings

#: Items of Testland that readers of French are shown in English.
NOT_IN_FRENCH = {"xt-target-07", *(f"GBF-TARGET-{n:02}" for n in (5, 11, 13, 16, 17, 18, 20))}
ALL_STATES = ("complete", "in_progress", "attention", "empty")
ACCOUNTS = {
    "focal@testland.example", "author@testland.example", "observer@testland.example", "focal@otherland.example",
    "author@otherland.example", "reviewer@secretariat.example", "publisher@secretariat.example",
    "admin@secretariat.example",
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, loaded once for all tests that only look."""
    house = empty_house(tmp_path_factory.mktemp("demonstration"), NOW)
    load(house, NOW)
    yield house
    house.db.dispose()


@pytest.fixture
def no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF files fail at once, so that loading is quick."""
    monkeypatch.setattr(documents, "render_pdf", out_of_paper)


def stored_revisions(house: House, form: str = "nr7") -> list[int]:
    """Ids of the form's revisions, the oldest first."""
    of_form = select(FormRevision.id).where(FormRevision.form == form)
    return list(house.db.session.scalars(of_form.order_by(FormRevision.revision)))


def count(house: House, table: type) -> int:
    return house.db.session.scalar(select(func.count()).select_from(table)) or 0


# what it holds


def test_the_eight_accounts_of_the_promise_can_sign_in(loaded: House):
    people = loaded.db.session.scalars(select(User)).all()
    assert {person.email for person in people} == ACCOUNTS
    assert Counter(person.language for person in people) == {"en": 5, "fr": 1, "ar": 1, "es": 1}
    loaded.db.end_reading()
    for email in sorted(ACCOUNTS):
        entry = sign_in(loaded.db, email=email, password=PASSWORD, network="127.0.0.1", now=NOW)
        assert len(entry.actor.memberships) == 1


def test_the_roles_are_given_by_people_who_may(loaded: House):
    found = {
        (row.user.email, row.role, row.party, row.scope, row.giver.email if row.giver else "")
        for row in loaded.db.session.scalars(select(Membership))
    }
    admin = "admin@secretariat.example"
    assert found == {
        (admin, "administrator", "", "report", ""),
        ("reviewer@secretariat.example", "reviewer", "", "report", admin),
        ("publisher@secretariat.example", "publisher", "", "report", admin),
        ("focal@testland.example", "focal_point", "XT", "report", admin),
        ("author@testland.example", "authorised_user", "XT", "report", "focal@testland.example"),
        ("observer@testland.example", "observer", "XT", "report", "focal@testland.example"),
        ("focal@otherland.example", "focal_point", "XO", "report", admin),
        ("author@otherland.example", "authorised_user", "XO", "report", "focal@otherland.example"),
    }


def test_no_real_party_has_content(loaded: House):
    session = loaded.db.session
    invented = {party.code: party for party in session.scalars(select(Party).where(Party.invented))}
    assert set(invented) == {"XT", "XO"}
    assert set(session.scalars(select(Report.party))) == {"XT", "XO"}
    assert set(session.scalars(select(Membership.party))) == {"XT", "XO", ""}
    for party in invented.values():
        assert set(party.names[0]["names"]) == {"ar", "en", "es", "fr", "ru", "zh"}
        assert party.region in {row.region for row in session.scalars(select(Party).where(~Party.invented))}


def test_testland_has_an_announced_record_with_files_in_its_languages(loaded: House):
    session = loaded.db.session
    record = reading.record_of(session, "XT", "nr7")
    assert record.latest == 1
    assert record.report.languages == ["en", "fr", "ar"]
    key = documents.key_of_record(record)
    assert documents.languages_of_files(session, key, "pdf") == ["ar", "en", "fr"]
    for language in record.report.languages:
        file = documents.stored_file(session, loaded.instance, key, "pdf", language)
        assert file is not None
        assert file.path.read_bytes().startswith(b"%PDF-")


def test_the_record_is_complete_in_three_languages(loaded: House):
    book = workbook(loaded, "XT")
    assert book.revision.status == "published"
    assert list(book.problems()) == []
    assert book.completeness().percent == 100
    for part in book.edition.form.parts:
        for question in book.answers.visible_questions(part):
            given = set(book.answers.languages_of(question.path, part.item))
            languages = {"en", "fr", "ar"} if question.multilingual else {""}
            if part.item in NOT_IN_FRENCH:
                languages -= {"fr"}
            assert given == languages or (not given and not question.required), (question.path, part.item)
    assert not any(map(book.is_stale, book.stored))
    assert all(each.original == (key.lang == "en") for key, each in book.stored.items() if key.lang)


def test_the_record_speaks_of_each_target_and_goal(loaded: House):
    book = workbook(loaded, "XT")
    answers, targets = book.answers, book.edition.form.section("targets").keys
    levels = Counter(answers.value("targets.level_of_progress", target) for target in targets)
    assert set(levels) == {"achieved", "on_track", "insufficient", "no_change", "unknown"}
    assert levels.most_common(1) == [("insufficient", 11)]
    related = [answers.value("targets.related_agreements", target) for target in targets]
    assert sum(each is not None for each in related) == 14
    texts = [to_plain(value) for key, value in source.read().stories[0].values.items() if key.item and key.lang]
    longest = max((text for text in texts), key=count_words)
    assert 500 < count_words(longest) < 800
    assert len(set(texts)) == len(texts)


def test_a_file_and_links_come_with_it(loaded: House):
    book = workbook(loaded, "XT")
    (file,) = book.answers.value("other-information.files")
    facts = attachments.rows_of(loaded.db.session, book.report.id)[file["id"]]
    assert (facts.name, facts.type, facts.width) == (file["name"], "image/png", 960)
    assert len(book.answers.value("other-information.links")) == 4


def test_its_way_to_the_record(loaded: House):
    its_own = select(RevisionStep).where(RevisionStep.revision_id == workbook(loaded, "XT").revision.id)
    steps = loaded.db.session.scalars(its_own.order_by(RevisionStep.id)).all()
    assert [step.action for step in steps] == [
        "submit", "start_review", "return", "submit", "start_review", "approve", "publish",
    ]  # fmt: skip
    moments = [step.at for step in steps]
    assert moments == sorted(moments)
    assert moments[-1] < NOW
    assert moments[-1].date() < dt.date(2026, 2, 28)


def test_what_the_reviewer_asked_for_was_corrected_in_all_languages(loaded: House):
    book = workbook(loaded, "XT")
    for language in ("en", "fr", "ar"):
        key = Key("national-strategy.implementation_progress", "", language)
        rows = loaded.db.session.scalars(
            select(AnswerVersion)
            .where(AnswerVersion.question == key.question, AnswerVersion.lang == language)
            .order_by(AnswerVersion.version)
        ).all()
        before, after = rows[-2].value or "", rows[-1].value or ""
        assert "74" in before
        assert "74" not in after
        assert "71" in after
        assert len(after) > len(before) + 200
        assert book.version(key) == rows[-1].version >= 2


def test_answers_have_several_authors(loaded: House):
    authors = set(loaded.db.session.execute(select(AnswerVersion.revision_id, AnswerVersion.author_id).distinct()))
    assert Counter(row.revision_id for row in authors) == dict.fromkeys(
        loaded.db.session.scalars(select(Revision.id)), 2
    )


def test_the_mail_of_the_story_lies_in_the_mailbox(loaded: House):
    assert loaded.outbox is not None
    mails = kept_mails(loaded.outbox)
    assert {mail.to for mail in mails} == ACCOUNTS - {"admin@secretariat.example"}
    assert {mail.language for mail in mails} == {"en", "fr", "ar", "es"}
    returned = [mail for mail in mails if "74 actions" in mail.text]
    assert {mail.to for mail in returned} == {"focal@testland.example", "author@testland.example"}
    assert mails[0].at.date() == dt.date(2026, 2, 25)
    assert not any(job.status != "done" for job in loaded.db.session.scalars(select(Job)))


# what can be found in Otherland's draft


def test_otherland_has_the_intended_problems(loaded: House):
    book = workbook(loaded, "XO")
    assert book.revision.status == "draft"
    assert book.report.languages == ["en", "es"]
    assert 20 <= book.completeness().percent <= 70
    plain = {(each.question, each.code, each.lang, each.blocking) for each in book.problems() if not each.item}
    assert plain == {
        ("report-information.contact", "phone_malformed", "", True),
        ("national-strategy.anticipated_revision_on", "required", "", True),
        ("national-strategy.policy_instrument", "required", "", True),
        ("national-strategy.implementation_progress", "required", "", True),
        ("conclusions.assessment_summary", "required", "", True),
        ("national-strategy.revised_strategy", "form_rule", "", False),
    }


def test_twelve_targets_of_otherland_are_begun(loaded: House):
    book = workbook(loaded, "XO")
    states = progress.states(loaded.db.session, book.revision.id, "targets")
    named = {name: {item[-2:] for (_, item), state in states.items() if state.name == name} for name in ALL_STATES}
    assert named == {
        "complete": {"01", "03", "04", "11"},
        "in_progress": {"02", "05", "06", "10", "14", "22"},
        "attention": {"08", "17"},
        "empty": {"07", "09", "12", "13", "15", "16", "18", "19", "20", "21", "23"},
    }
    of_items = {(each.question, each.code, each.item, each.lang) for each in book.problems() if each.item}
    assert ("targets.level_of_progress", "required", "GBF-TARGET-05", "") in of_items
    assert {each for each in of_items if each[1] != "required"} == {
        ("targets.progress_summary", "too_many_words", "GBF-TARGET-08", "en"),
        ("targets.level_of_progress", "form_rule", "GBF-TARGET-17", ""),
    }


def test_otherland_has_stale_translations_and_texts_that_are_not_translated(loaded: House):
    book = workbook(loaded, "XO")
    assert {key for key in book.stored if book.is_stale(key)} == {
        Key("report-information.process_undertaken", "", "es"),
        Key("targets.progress_summary", "GBF-TARGET-02", "es"),
    }
    assert set(book.answers.languages_of("targets.main_actions", "GBF-TARGET-05")) == {"en"}
    assert book.original("report-information.national_authorities").key.lang == "es"
    assert book.original("targets.main_actions", "GBF-TARGET-04").key.lang == "es"


def test_otherland_keeps_an_answer_that_is_hidden_now(loaded: House):
    book = workbook(loaded, "XO")
    assert not book.answers.is_visible("national-strategy.adoption_information")
    assert book.stored[Key("national-strategy.adoption_information", "", "es")].value


def test_otherland_was_begun_on_the_first_form_and_moved(loaded: House):
    book, session = workbook(loaded, "XO"), loaded.db.session
    first, second = stored_revisions(loaded)
    assert book.revision.form_revision_id == second
    made = moving.last_move(session, book.revision)
    assert made is not None
    assert (made.from_form_revision_id, made.to_form_revision_id) == (first, second)
    gone = Key("report-information.contact_details", "", "en")
    assert book.stored[gone].value
    assert book.edition.form.part_of(*gone[:2]) is None
    assert {row.form: row.revision for row in editions.open_forms(session)}["nr7"] == 3


def test_otherland_was_worked_on_lately(loaded: House):
    last = max(mark.saved_at for mark in workbook(loaded, "XO").marks.values())
    assert NOW - dt.timedelta(days=8) < last < NOW


# the data


def test_every_value_has_its_canonical_shape_already(loaded: House):
    for story in source.read().stories:
        revisions = stored_revisions(loaded, story.form)
        forms = [loaded.editions.of_revision(loaded.db.session, each) for each in revisions]
        forms.append(workbook(loaded, story.party, story.form).edition)
        questions = {path: question for edition in forms for path, question in edition.form.questions.items()}
        for version, keys in {"": story.values, **story.versions}.items():
            for key in keys:
                question, value = questions[key.question], story.value(key, version)
                if question.type == "files":
                    value = [{"id": "0" * 64} | row for row in value]
                assert type_of(question).storable(question, value) == value, (key, version)


def test_every_value_is_written_at_least_once():
    for story in source.read().stories:
        written = {(key, event.version) for event in story.events for page in story.pages(event) for key in page}
        assert set(story.values) <= {key for key, _ in written}, story.party
        told = {(key, version) for version, values in story.versions.items() for key in values}
        assert told <= written, story.party


# refusals, other clocks, other machines


@pytest.mark.usefixtures("no_printer")
def test_it_is_loaded_once(tmp_path: Path):
    house = empty_house(tmp_path, NOW)
    said: list[str] = []
    assert demo_command(house, True, lambda line: said.append(str(line))) == 0
    assert sum("@" in line for line in said) == 8
    before = count(house, AuditEvent)
    house.db.end_reading()

    said.clear()
    assert demo_command(house, False, lambda line: said.append(str(line))) == 1
    assert said == ["This database holds accounts already: the demonstration wants an empty one."]

    said.clear()
    assert demo_command(house, True, lambda line: said.append(str(line))) == 0
    assert sum("@" in line for line in said) == 8
    house.db.end_reading()
    assert count(house, AuditEvent) == before
    house.db.dispose()


@pytest.mark.usefixtures("no_printer")
def test_without_pdf_files_the_record_is_announced_all_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    house = empty_house(tmp_path, NOW)
    load(house, NOW)
    assert reading.record_of(house.db.session, "XT", "nr7").latest == 1
    languages = {("XT", "nr6"): 1, ("XO", "nr6"): 1, ("XT", "nt7"): 3, ("XT", "nr7"): 3}
    assert caplog.text.count("out of paper") == sum(languages.values())
    house.db.dispose()


@pytest.mark.usefixtures("no_printer")
@pytest.mark.parametrize("now", [dt.datetime(2025, 11, 20, tzinfo=dt.UTC), dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)])
def test_on_an_early_clock_the_story_is_drawn_together(tmp_path: Path, now: dt.datetime):
    house = empty_house(tmp_path, now)
    load(house, now)
    session = house.db.session
    moments = [
        session.scalar(select(func.max(column))) for column in (AuditEvent.at, AnswerVersion.saved_at, Job.made_at)
    ]
    assert all(moment <= now for moment in moments)
    steps = session.scalars(select(RevisionStep.at).order_by(RevisionStep.id)).all()
    assert steps == sorted(steps)
    assert reading.record_of(session, "XT", "nr6").publication.published_at.date() == dt.date(2019, 3, 12)
    house.db.dispose()


def test_on_a_clock_before_the_story_it_is_refused(tmp_path: Path):
    house = empty_house(tmp_path, NOW)
    with pytest.raises(CannotLoad, match="begins on 2025-06-02"):
        load(house, dt.datetime(2025, 7, 1, tzinfo=dt.UTC))
    assert count(house, User) == 0
    house.db.dispose()


def test_a_load_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    house = empty_house(tmp_path, NOW)
    monkeypatch.setattr("reporting.services.demonstration.telling.reviewing.act", None)
    with pytest.raises(TypeError):
        load(house, NOW)
    assert [count(house, table) for table in (User, Report, Job)] == [0, 0, 0]
    assert not installation.is_demonstration(house.db)
    house.db.dispose()


def test_a_demonstration_is_served_on_loopback_only(loaded: House, tmp_path: Path):
    may_serve(loaded.db, True, False)
    may_serve(loaded.db, False, True)
    with pytest.raises(NotServed, match="REPORTING_DEMONSTRATION_ANYWHERE"):
        may_serve(loaded.db, False, False)
    other = empty_house(tmp_path, NOW)
    may_serve(other.db, False, False)
    other.db.dispose()


def test_the_server_does_not_start_with_it_elsewhere(loaded: House):
    told = settings(loaded.instance, host="0.0.0.0", port=1, public_url="https://reports.example.org")
    with pytest.raises(serving.CannotServe, match="served on localhost only"):
        serving._prepare(told)


@pytest.mark.usefixtures("no_printer")
def test_the_command(tmp_path: Path):
    run = CliRunner(env={"REPORTING_INSTANCE": str(tmp_path)}).invoke
    first = run(cli.main, ["demo"])
    assert first.exit_code == 0, first.output
    assert PASSWORD in first.output
    assert run(cli.main, ["demo"]).exit_code == 1
    assert run(cli.main, ["demo", "--if-empty"]).exit_code == 0


def test_its_answers_fit_the_schemas_of_their_forms(loaded: House) -> None:
    session = loaded.db.session
    for report in session.scalars(select(Report)):
        book = reports.workbook(session, loaded.editions, report)
        schema = schema_of_answers(loaded.editions.of(session, book.revision), "en", "https://a.example/schema")
        answers = [
            {"question": key.question, "item": key.item, "lang": key.lang, "value": stored.value}
            for key, stored in book.stored.items()
            if key.question in schema["$defs"]
        ]
        assert answers
        for each in answers:
            its_own = {"$ref": f"#/$defs/{each['question']}"}
            assert list(faults(each, its_own, Place(schema["$defs"]))) == [], each
    loaded.db.end_reading()
