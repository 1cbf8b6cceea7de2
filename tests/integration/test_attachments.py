"""Files of reports: taken in once, named by answers, read by whoever may read the answer that names them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, Invalid, NotFound, TooLarge, WrongState
from reporting.models import Attachment, AuditEvent, Report
from reporting.services import attachments, progress, reading, tidying, uploads
from reporting.services.uploads import PIECE, OutOfStep
from tests import files
from tests.papers import FILES, MAPS, SECRET, attach, make_papers_world, name
from tests.world import XA, XB, World, write

LARGE = files.PDF[:20] + b" " * (3 * PIECE) + files.PDF[20:]


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[World]:
    made = make_papers_world(tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture
def report(papers: World) -> int:
    return papers.report(languages=("en",))


def readable(world: World, report: int, role: str, party: str = "") -> set[str]:
    """The names of the files that somebody may read."""
    with world.reading() as session:
        found = reading.files_of(session, world.actor(role, party), session.get_one(Report, report))
    return {each.name for each in found.values()}


def rows(world: World) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(Attachment)) or 0


def test_a_file_is_judged_kept_and_written_down(papers: World, report: int) -> None:
    image = attach(papers, report, "maps/../map.png", files.image())
    assert (image.name, image.type, image.width, image.height) == ("map.png", "image/png", 600, 300)
    assert papers.house.files.path(image.sha256).read_bytes() == files.image()
    assert papers.house.files.preview(image.sha256).is_file()
    with papers.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.name == "file:attached")).one()
    assert event.data == {"sha256": image.sha256}


def test_the_same_content_has_one_row_and_the_name_that_it_had_first(papers: World, report: int) -> None:
    first = attach(papers, report, "plan.pdf")
    assert attach(papers, report, "other.pdf") == first
    assert rows(papers) == 1


def test_two_who_bring_the_same_file_at_once_make_one_row(papers: World, report: int) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: attach(papers, report, f"plan-{n}.pdf"), range(8)))
    assert len({each.name for each in found}) == 1
    assert rows(papers) == 1
    assert papers.house.files.path(found[0].sha256).read_bytes() == files.PDF


def test_so_they_do_on_either_database(either: World) -> None:
    report = either.report()
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda n: attach(either, report, f"plan-{n % 4}.pdf"), range(12)))
    assert len(found) == 1
    assert rows(either) == 1


@pytest.mark.parametrize(
    ("given", "content", "code"),
    [
        ("plan.pdf.exe", files.PDF, "file_type_refused"),
        ("plan.exe.pdf", files.PDF, "file_double_ending"),
        ("plan.pdf", b"", "file_empty"),
        ("plan.docx", files.zip_bomb(), "file_bomb"),
        ("map.png", b"<svg><script>alert(1)</script></svg>", "file_unlike_name"),
    ],
)
def test_nothing_is_left_of_a_refused_file(papers: World, report: int, given: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        attach(papers, report, given, content)
    assert refusal.value.code == code
    assert rows(papers) == 0
    assert [each for each in papers.house.files.folder.glob("*/*")] == []


def test_a_file_above_the_limit_is_refused_with_the_limit(
    papers: World, report: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(papers.house, "max_file", 2_000_000)
    with pytest.raises(TooLarge) as refusal:
        attach(papers, report, "plan.pdf", files.PDF + b" " * 2_000_000)
    assert (refusal.value.code, refusal.value.params) == ("file_too_large", {"megabytes": 2})
    assert [each for each in papers.house.files.folder.glob("*/*")] == []


def test_only_who_drafts_the_report_attaches(papers: World, report: int) -> None:
    attach(papers, report, by=papers.actor("authorised_user", XA))
    for who, refusal in (
        (papers.actor("observer", XA), Forbidden),
        (papers.actor("focal_point", XB), NotFound),
        (papers.actor("reviewer"), Forbidden),
    ):
        with pytest.raises(refusal):
            attach(papers, report, "other.pdf", by=who)


def test_nothing_is_attached_to_what_was_submitted(papers: World, report: int) -> None:
    papers.bring_to(report, workflow.SUBMITTED)
    with pytest.raises(WrongState):
        attach(papers, report)


def test_an_answer_names_files_of_its_own_report_alone(papers: World, report: int) -> None:
    other = papers.report(XB, languages=("en",))
    foreign = attach(papers, other)
    outcome = name(papers, report, FILES, foreign)
    assert [each.code for each in outcome.rejected] == ["unknown_file"]
    mine = attach(papers, report)
    assert mine.sha256 == foreign.sha256
    assert name(papers, report, FILES, mine).saved


def test_an_answer_takes_the_name_that_the_file_came_with(papers: World, report: int) -> None:
    facts = attach(papers, report, "plan.pdf")
    rows = [{"id": facts.sha256, "name": "invoice.png", "description": "The plan"}]
    saved = papers.save(report, {FILES: rows}).saved
    assert saved[0].value == [{"id": facts.sha256, "name": "plan.pdf", "description": "The plan"}]


def test_two_who_add_different_files_at_once_keep_both(papers: World, report: int) -> None:
    plan = attach(papers, report)
    image = attach(papers, report, "map.png", files.image())
    name(papers, report, FILES, plan)
    assert name(papers, report, FILES, image).saved
    value = papers.book(report).stored[FILES].value
    assert [each["name"] for each in value] == ["plan.pdf", "map.png"]


def test_a_missing_description_blocks_for_images_and_is_a_remark_for_others(papers: World, report: int) -> None:
    plan, image = attach(papers, report), attach(papers, report, "map.png", files.image())
    bare = [{"id": each.sha256, "name": each.name, "description": ""} for each in (plan, image)]
    papers.save(report, {FILES: bare})
    found = {each.code: each.blocking for each in papers.book(report).problems() if each.question == FILES.question}
    assert found == {"description_wanted": False, "description_needed": True}
    with papers.reading() as session:
        states = progress.states(session, papers.book(report).revision.id).values()
    assert (sum(each.problems for each in states), sum(each.blocking for each in states)) == (2, 1)


@pytest.mark.parametrize("status", [workflow.DRAFT, workflow.SUBMITTED, workflow.RETURNED, workflow.PUBLISHED])
def test_who_reads_which_file_follows_the_answers_that_name_it(papers: World, report: int, status: str) -> None:
    plan, secret, map_ = (
        attach(papers, report, each, files.PDF + each.encode()) for each in ("a.pdf", "s.pdf", "m.pdf")
    )
    name(papers, report, FILES, plan)
    name(papers, report, SECRET, secret)
    name(papers, report, MAPS, map_)  # hidden: "has_maps" is not answered
    papers.bring_to(report, status)
    if status == workflow.RETURNED:
        name(papers, report, FILES, attach(papers, report, "later.pdf", files.PDF + b"later"), base=1)
    every = {"a.pdf", "s.pdf", "m.pdf"} | ({"later.pdf"} if status == workflow.RETURNED else set())
    for role in ("focal_point", "authorised_user", "observer"):
        assert readable(papers, report, role, XA) == every
    for role in ("reviewer", "publisher", "administrator"):
        if status == workflow.DRAFT:
            with pytest.raises(Forbidden):
                readable(papers, report, role)
        else:
            assert readable(papers, report, role) == {"a.pdf", "s.pdf"}
    with pytest.raises(NotFound):
        readable(papers, report, "focal_point", XB)


def test_the_public_part_of_a_record_names_its_files_with_their_facts(papers: World, report: int) -> None:
    plan, secret = attach(papers, report), attach(papers, report, "s.pdf", files.PDF + b"s")
    name(papers, report, FILES, plan)
    name(papers, report, SECRET, secret)
    papers.bring_to(report, workflow.PUBLISHED)
    with papers.reading() as session:
        record = reading.record_of(session, XA, "papers")
        assert reading.record_files(session, record) == {plan.sha256: plan}


def test_an_amendment_keeps_the_files(papers: World, report: int) -> None:
    name(papers, report, FILES, attach(papers, report))
    papers.bring_to(report, workflow.PUBLISHED)
    papers.act(report, "amend", papers.actor("focal_point", XA))
    book = papers.book(report)
    rows = book.stored[FILES].value
    assert papers.save(report, {FILES: [{**rows[0], "description": "Another word"}]}, base=1).saved
    papers.act(report, "submit", papers.actor("focal_point", XA))


def test_what_no_answer_ever_named_is_swept_after_a_while(papers: World, report: int) -> None:
    named, unnamed = attach(papers, report), attach(papers, report, "b.pdf", files.PDF + b"b")
    name(papers, report, FILES, named)
    papers.save(report, {FILES: None}, base=1)  # the history still names it
    begun = uploads.begin(papers.house, papers.actor("focal_point", XA), papers.clock(), report, name="c.pdf", size=9)
    for path in papers.house.files.folder.glob("*/*"):
        os.utime(path, (0, 0))
    assert attachments.sweep(papers.house, papers.clock.forward(days=1)) == 0
    swept = tidying.handler(papers.house)(None, lambda percent: True)  # type: ignore[arg-type]
    assert swept == {"files": 0}
    papers.clock.forward(days=2)
    assert tidying.handler(papers.house)(None, lambda percent: True) == {"files": 2}  # type: ignore[arg-type]
    assert papers.house.files.path(named.sha256).is_file()
    assert not papers.house.files.path(unnamed.sha256).is_file()
    assert not papers.house.files.incoming(begun.key).exists()
    assert rows(papers) == 1


def test_a_file_that_is_brought_again_has_its_days_again(papers: World, report: int) -> None:
    attach(papers, report)
    papers.clock.forward(days=3)
    attach(papers, report)
    assert attachments.sweep(papers.house, papers.clock()) == 0
    assert rows(papers) == 1


class TestInPieces:
    def begin(self, world: World, report: int, content: bytes = LARGE, **more: str) -> uploads.State:
        who = world.actor("focal_point", XA)
        return uploads.begin(world.house, who, world.clock(), report, name="plan.pdf", size=len(content), **more)

    def test_pieces_make_the_file(self, papers: World, report: int) -> None:
        who, state = papers.actor("focal_point", XA), self.begin(papers, report)
        while state.offset < state.size:
            piece = LARGE[state.offset : state.offset + PIECE]
            state = uploads.add(papers.house, who, report, state.key, state.offset, piece)
        facts = uploads.finish(papers.house, who, papers.clock(), report, state.key)
        assert facts.size == len(LARGE)
        assert papers.house.files.path(facts.sha256).read_bytes() == LARGE
        with pytest.raises(NotFound):
            uploads.state(papers.house, who, report, state.key)

    def test_after_a_broken_line_the_sender_hears_where_to_go_on(self, papers: World, report: int) -> None:
        who, state = papers.actor("focal_point", XA), self.begin(papers, report)
        uploads.add(papers.house, who, report, state.key, 0, LARGE[:PIECE])
        assert uploads.state(papers.house, who, report, state.key).offset == PIECE
        again = uploads.add(papers.house, who, report, state.key, 0, LARGE[:PIECE])
        assert again.offset == PIECE
        with pytest.raises(OutOfStep) as refusal:
            uploads.add(papers.house, who, report, state.key, 2 * PIECE, LARGE[2 * PIECE :])
        assert refusal.value.params["offset"] == PIECE

    def test_the_same_file_chosen_again_goes_on_where_it_was(self, papers: World, report: int) -> None:
        sha256 = "a" * 64
        who, state = papers.actor("focal_point", XA), self.begin(papers, report, sha256=sha256)
        uploads.add(papers.house, who, report, state.key, 0, LARGE[:PIECE])
        assert self.begin(papers, report, sha256=sha256) == uploads.State(state.key, PIECE, len(LARGE))
        assert self.begin(papers, report).key != state.key

    @pytest.mark.parametrize(
        ("given", "size", "code"),
        [
            ("plan.exe", 5, "file_type_refused"),
            ("plan.pdf", 0, "file_empty"),
            ("plan.pdf", 50_000_001, "file_too_large"),
        ],
    )
    def test_what_will_be_refused_is_refused_before_it_is_sent(
        self, papers: World, report: int, given: str, size: int, code: str
    ) -> None:
        with pytest.raises((Invalid, TooLarge)) as refusal:
            uploads.begin(papers.house, papers.actor("focal_point", XA), papers.clock(), report, name=given, size=size)
        assert refusal.value.code == code

    def test_it_is_the_senders_own(self, papers: World, report: int) -> None:
        state = self.begin(papers, report)
        for who in (papers.actor("authorised_user", XA), papers.actor("focal_point", XB)):
            for ask in (
                lambda who: uploads.state(papers.house, who, report, state.key),
                lambda who: uploads.add(papers.house, who, report, state.key, 0, b"a"),
                lambda who: uploads.finish(papers.house, who, papers.clock(), report, state.key),
                lambda who: uploads.abort(papers.house, who, report, state.key),
            ):
                with pytest.raises(NotFound):
                    ask(who)
        assert uploads.state(papers.house, papers.actor("focal_point", XA), report, state.key) == state

    def test_it_is_whole_or_not_kept(self, papers: World, report: int) -> None:
        who, state = papers.actor("focal_point", XA), self.begin(papers, report, files.PDF, sha256="a" * 64)
        with pytest.raises(OutOfStep):
            uploads.finish(papers.house, who, papers.clock(), report, state.key)
        with pytest.raises(Invalid) as refusal:
            uploads.add(papers.house, who, report, state.key, 0, files.PDF + b"!")
        assert refusal.value.code == "file_longer_than_announced"
        uploads.add(papers.house, who, report, state.key, 0, files.PDF)
        with pytest.raises(Invalid) as refusal:
            uploads.finish(papers.house, who, papers.clock(), report, state.key)
        assert refusal.value.code == "file_broken_on_the_way"
        assert not papers.house.files.incoming(state.key).exists()
        assert rows(papers) == 0

    def test_who_did_not_hear_that_it_is_finished_asks_again(self, papers: World, report: int) -> None:
        who, state = papers.actor("focal_point", XA), self.begin(papers, report, files.PDF)
        uploads.add(papers.house, who, report, state.key, 0, files.PDF)
        sha256 = hashlib.sha256(files.PDF).hexdigest()
        first = uploads.finish(papers.house, who, papers.clock(), report, state.key, sha256)
        assert uploads.finish(papers.house, who, papers.clock(), report, state.key, sha256) == first
        with pytest.raises(NotFound):
            uploads.finish(papers.house, who, papers.clock(), report, state.key)

    def test_what_is_given_up_is_gone(self, papers: World, report: int) -> None:
        who, state = papers.actor("focal_point", XA), self.begin(papers, report)
        uploads.abort(papers.house, who, report, state.key)
        assert not papers.house.files.incoming(state.key).exists()
        with pytest.raises(NotFound):
            uploads.add(papers.house, who, report, state.key, 0, b"a")

    def test_one_person_sends_a_few_at_once(self, papers: World, report: int) -> None:
        for _ in range(uploads.MAX_OPEN):
            self.begin(papers, report)
        with pytest.raises(Exception, match="too_many_uploads"):
            self.begin(papers, report)


def test_a_write_that_names_a_file_is_a_write_like_any_other(papers: World, report: int) -> None:
    facts = attach(papers, report)
    value = [{"id": facts.sha256, "name": "plan.pdf", "description": "The plan"}]
    sent = write(Key("papers.files"), value)
    assert papers.write(report, sent).saved[0].version == 1
    assert papers.write(report, sent).saved[0].version == 1  # sent again: the first answer
