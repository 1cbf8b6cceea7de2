"""A process that is killed while it saves: what it had acknowledged is there, and nothing is half done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from reporting.models import Answer, AnswerVersion
from tests.world import XA, World

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST = 0.4


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.soak)])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(tiny: World, tmp_path: Path, kills: int) -> None:
    report, user = tiny.report(), tiny.user("focal_point", XA)
    tiny.house.db.dispose()
    chance, acknowledged = random.Random(kills), 0
    for _ in range(kills):
        told = told_until_killed(tmp_path, report, user, after=chance.uniform(0, LONGEST))
        acknowledged += len(told)
        check(tiny, told)
        tiny.house.db.dispose()
    assert acknowledged >= kills


def told_until_killed(folder: Path, report: int, user: int, *, after: float) -> list[tuple[str, int, str]]:
    """(write id, version, value) of each write that a writing process acknowledged before it was killed.

    The kill comes `after` so many seconds of writing, in whatever the process is doing then.
    """
    command = [sys.executable, "-m", "tests.writer", str(folder), str(report), str(user)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(after)
        writer.kill()
        lines += writer.stdout.readlines()
    # The last line may have been cut by the kill; what was said whole counts.
    whole = [line.rstrip("\n").split(" ", 2) for line in lines if line.endswith("\n")]
    return [(write_id, int(version), value) for write_id, version, value in whole]


def check(world: World, told: list[tuple[str, int, str]]) -> None:
    """The file is sound, every acknowledged write stands in the history, and each answer is its newest version."""
    with world.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        kept = {
            row.write_id: (row.version, json.loads(row.value or "null"))
            for row in session.scalars(select(AnswerVersion))
        }
        for write_id, version, value in told:
            assert kept[write_id] == (version, value)
        newest = select(
            AnswerVersion.question, AnswerVersion.lang, func.max(AnswerVersion.version).label("version")
        ).group_by(AnswerVersion.question, AnswerVersion.lang)
        answers = {(row.question, row.lang): row for row in session.scalars(select(Answer))}
        for row in session.execute(newest).all():
            assert answers[row.question, row.lang].version == row.version
        for answer in answers.values():
            place = (AnswerVersion.question == answer.question, AnswerVersion.lang == answer.lang)
            same = select(AnswerVersion.value).where(*place, AnswerVersion.version == answer.version)
            assert session.scalar(same) == answer.value
