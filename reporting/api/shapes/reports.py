"""Reports, their answers and outcomes of writes as plain dicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.answers import Completeness, Key, Problem
from reporting.domain.definitions import Edition, Form, Wording
from reporting.domain.places import sentence_of
from reporting.domain.questions import type_of
from reporting.domain.texts import Texts
from reporting.domain.workflow import Action
from reporting.models import Job, Report
from reporting.services.drafting import Conflict, Outcome, Rejected, Saved, Write
from reporting.services.overview import Overview
from reporting.services.problems import ProblemGroup, problem_sentence
from reporting.services.queries import ReportRow
from reporting.services.reports import Workbook

Made = dict[str, Any]


def moment(at: dt.datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC."""
    return None if at is None else at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _report(report: Report, party_name: str, title: str) -> Made:
    return {
        "id": report.id,
        "party": report.party,
        "party_name": party_name,
        "agreement": report.agreement,
        "form": report.form,
        "entry": report.entry,
        "title": title,
        "languages": list(report.languages),
    }


def _completeness(found: Completeness) -> Made:
    return {"given": found.given, "required": found.required, "percent": found.percent}


def report_head(row: ReportRow, party_name: str, title: str) -> Made:
    return {
        **_report(row.report, party_name, title),
        "status": row.revision.status,
        "revision": row.revision.number,
        "completeness": _completeness(Completeness(row.given, row.required)),
        "changed_at": moment(row.revision.changed_at),
    }


def report(seen: Overview, form: Form, problems: Sequence[ProblemGroup]) -> Made:
    revision = seen.revision
    return {
        **_report(seen.report, seen.party_name, seen.title),
        "status": revision.status,
        "revision": revision.number,
        "completeness": _completeness(seen.completeness),
        "changed_at": moment(revision.changed_at),
        "form_revision": form.revision,
        "form_digest": form.digest,
        "digest": seen.digest,
        "sha256": seen.sha256 or None,
        "due_on": seen.due_on or None,
        "late": seen.late,
        "opened_at": moment(revision.opened_at),
        "submitted_at": moment(revision.submitted_at),
        "may_read": seen.may_read,
        "may_draft": seen.may_draft,
        "problems": [_problem(each.problem, each.label, each.sentence) for group in problems for each in group.lines],
        "actions": [_action(each, seen) for each in seen.actions],
    }


def _action(action: Action, seen: Overview) -> Made:
    digest = seen.sha256 if action.needs_hash else seen.digest if action.needs_digest else None
    return {
        "action": action.name,
        "needs_comment": action.needs_comment,
        "expect": {"status": seen.revision.status, "digest": digest},
    }


def _problem(problem: Problem, label: str, sentence: str) -> Made:
    return {
        "question": problem.question,
        "item": problem.item,
        "lang": problem.lang,
        "code": problem.code,
        "message": sentence,
        "blocking": problem.blocking,
        "label": label,
    }


def problem(each: Problem, form: Form, say: Wording, texts: Texts) -> Made:
    return _problem(each, say.label(form.questions[each.question]), problem_sentence(each, say, texts))


def answers(book: Workbook, people: Mapping[int, str], *, may_draft: bool, texts: Texts) -> Iterator[Made]:
    """Every answer that was ever written, in the form's order."""
    form, say = book.edition.form, book.edition.wording(texts.language)
    order = {(path, key): n for n, (path, key) in enumerate(_places(form))}
    found: dict[str, list[Problem]] = {}
    for each in book.problems():
        found.setdefault(each.question, []).append(each)
    for key in sorted(book.stored, key=lambda key: (order.get(key[:2], len(order)), key)):
        stored, mark = book.stored[key], book.marks[key]
        known = key[:2] in order
        yield {
            **_key(key),
            "value": stored.value,
            "version": mark.version,
            "original": stored.original,
            "source_version": mark.source_version,
            "stale": known and book.is_stale(key),
            "machine": stored.machine,
            "active": book.answers.is_visible(key.question, key.item),
            "editable": may_draft and known,
            "author": people.get(mark.author_id or 0),
            "saved_at": moment(mark.saved_at),
            "problems": [
                problem(each, form, say, texts)
                for each in found.get(key.question, ())
                if each.item == key.item and each.lang in ("", key.lang)
            ],
        }


def _places(form: Form) -> Iterator[tuple[str, str]]:
    """(question, item) in the form's order."""
    for part in form.parts:
        for question in part.section.questions:
            if type_of(question).takes_answer:
                yield question.path, part.item


def _key(key: Key) -> Made:
    return {"question": key.question, "item": key.item, "lang": key.lang}


def _write(write: Write) -> Made:
    return {"write_id": write.write_id, **_key(write.key)}


def outcome(found: Outcome, edition: Edition, people: Mapping[int, str], texts: Texts) -> Made:
    say = edition.wording(texts.language)
    return {
        "saved": [_saved(each, edition.form, say, texts) for each in found.saved],
        "conflicts": [_conflict(each, people) for each in found.conflicts],
        "rejected": [_rejected(each, say, texts) for each in found.rejected],
    }


def _saved(saved: Saved, form: Form, say: Wording, texts: Texts) -> Made:
    key = saved.write.key
    question = form.questions[key.question]
    kind = type_of(question)
    broken = () if saved.value is None else kind.problems(question, saved.value)
    found = [Problem(key.question, code, key.item, key.lang, code not in kind.warnings, told) for code, told in broken]
    return {
        **_write(saved.write),
        "version": saved.version,
        "value": saved.value,
        "problems": [problem(each, form, say, texts) for each in found],
    }


def _conflict(conflict: Conflict, people: Mapping[int, str]) -> Made:
    return {
        **_write(conflict.write),
        "base": conflict.base,
        "theirs": conflict.theirs,
        "mine": conflict.mine,
        "version": conflict.version,
        "author": people.get(conflict.author_id or 0),
        "saved_at": moment(conflict.saved_at),
    }


def _rejected(rejected: Rejected, say: Wording, texts: Texts) -> Made:
    return {
        **_write(rejected.write),
        "code": rejected.code,
        "message": sentence_of(rejected.code, rejected.params, say, texts),
    }


def job(row: Job, result: str | None) -> Made:
    return {
        "id": row.id,
        "report": row.payload["report"],
        "format": row.payload["format"],
        "lang": row.payload["language"],
        "status": row.status,
        "progress": row.progress,
        "result": result,
        "made_at": moment(row.made_at),
        "ended_at": moment(row.ended_at),
    }
