"""Whatever is written in whatever order on whatever version, a save does what a list of versions would do."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from reporting.domain.answers import Key
from reporting.models import Answer, AnswerVersion
from reporting.services.drafting import Write
from tests.world import XA, World, write

KEYS = (Key("first.name", "", "en"), Key("first.name", "", "fr"), Key("first.gardener"))
#: Which answer, which text, on which version; or the number of an earlier write that is sent again.
WRITES = st.tuples(st.sampled_from(KEYS), st.sampled_from([None, "A", "B", "C"]), st.integers(-1, 4))
REQUESTS = st.lists(st.lists(st.one_of(WRITES, st.integers(0, 20)), min_size=1, max_size=3), min_size=1, max_size=7)


class Expected:
    """The rules of saving, told with lists."""

    def __init__(self) -> None:
        self.versions: dict[Key, list[str | None]] = defaultdict(list)
        self.answered: dict[str, tuple[int, str | None]] = {}

    def take(self, wanted: Write) -> tuple[str, int, str | None]:
        if wanted.write_id in self.answered:
            return ("saved", *self.answered[wanted.write_id])
        versions = self.versions[wanted.key]
        now = versions[-1] if versions else None
        base = versions[wanted.version - 1] if 0 < wanted.version <= len(versions) else None
        if wanted.value == now:
            return "saved", len(versions), now
        if wanted.version == len(versions) or now == base:
            versions.append(wanted.value)
            self.answered[wanted.write_id] = len(versions), wanted.value
            return "saved", len(versions), wanted.value
        return ("saved", len(versions), now) if wanted.value == base else ("conflict", len(versions), now)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=REQUESTS)
def test_a_save_does_what_a_list_of_versions_would_do(either: World, requests: Any):
    report, expected, sent = either.report(), Expected(), list[Write]()
    for request in requests:
        writes: list[Write] = []
        for each in request:
            if isinstance(each, tuple):
                writes.append(write(*each))
                sent.append(writes[-1])
            elif sent:
                writes.append(sent[each % len(sent)])
        wanted = [expected.take(each) for each in writes]
        outcome = either.write(report, *writes)
        assert not outcome.rejected
        assert [("saved", each.version, each.value) for each in outcome.saved] == [
            each for each in wanted if each[0] == "saved"
        ]
        assert [("conflict", each.version, each.theirs) for each in outcome.conflicts] == [
            each for each in wanted if each[0] == "conflict"
        ]
    assert_kept(either, either.book(report).revision.id, expected)
    either.act(report, "discard", either.actor("focal_point", XA))


def assert_kept(world: World, revision: int, expected: Expected) -> None:
    """The history holds all versions in order, and each answer is its newest one."""
    kept: dict[Key, list[str | None]] = defaultdict(list)
    written = {key: versions for key, versions in expected.versions.items() if versions}
    with world.reading() as session:
        rows = select(AnswerVersion).where(AnswerVersion.revision_id == revision).order_by(AnswerVersion.version)
        for row in session.scalars(rows):
            kept[Key(row.question, row.item, row.lang)].append(row.value and row.value.strip('"'))
            assert row.version == len(kept[Key(row.question, row.item, row.lang)])
        answers = {
            Key(row.question, row.item, row.lang): (row.version, row.value and row.value.strip('"'))
            for row in session.scalars(select(Answer).where(Answer.revision_id == revision))
        }
    assert kept == written
    assert answers == {key: (len(versions), versions[-1]) for key, versions in written.items()}
