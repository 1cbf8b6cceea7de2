"""Agreements, Parties, frameworks and forms as plain dicts, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reporting.domain.definitions import Edition, Form, Question, Section, Wording
from reporting.domain.framework import Agreement, Framework, OptionList
from reporting.domain.runs import Item
from reporting.models import Party
from reporting.services import parties

Made = dict[str, Any]


def agreement(known: Agreement, frameworks: Iterable[str], forms: Iterable[str], language: str) -> Made:
    wording = known.wording(language)
    return {
        "id": known.id,
        "name": wording("name"),
        "regions": [{"id": region, "name": wording(f"regions.{region}")} for region in known.regions],
        "frameworks": list(frameworks),
        "forms": list(forms),
    }


def party(row: Party, region_name: str, language: str, day: dt.date) -> Made:
    return {
        "code": row.code,
        "iso3": row.iso3,
        "agreement": row.agreement,
        "region": row.region,
        "region_name": region_name,
        "name": parties.name_of(row, language, day),
        "names": [
            {"name": each["names"].get(language) or each["names"]["en"], "until": each.get("until")}
            for each in row.names
        ],
        "invented": row.invented,
    }


def framework_head(known: Framework, language: str) -> Made:
    return {
        "id": known.id,
        "agreement": known.agreement,
        "title": known.wording(language)("title"),
        "goals": len(known.goals),
        "targets": len(known.targets),
    }


def framework(known: Framework, language: str) -> Made:
    say = known.wording(language)
    return {
        "id": known.id,
        "agreement": known.agreement,
        "title": say("title"),
        "language": language,
        "groups": [{"id": group, "title": say(f"groups.{group}.title")} for group in known.groups],
        "goals": [_goal(say, "goals", row) for row in known.goals.values()],
        "targets": [{**_goal(say, "targets", row), "group": row.get("group")} for row in known.targets.values()],
        "indicators": [_indicator(say, row) for row in known.indicators.values()],
        "lists": [_option_list(say, each) for each in known.lists.values()],
    }


def _goal(say: Wording, kind: str, row: Mapping[str, Any]) -> Made:
    at = f"{kind}.{row['id']}"
    return {
        "id": row["id"],
        "number": str(row["number"]),
        "title": say(f"{at}.title"),
        "summary": say(f"{at}.summary"),
        "horizon": row.get("horizon"),
        "facts": [
            {
                "label": say(f"{at}.facts.{n}.label"),
                "value": fact.get("value"),
                "unit": say(f"{at}.facts.{n}.unit"),
                "by": fact.get("by"),
            }
            for n, fact in enumerate(row.get("facts", ()))
        ],
    }


def _indicator(say: Wording, row: Mapping[str, Any]) -> Made:
    return {
        "code": row["code"],
        "identifier": row["identifier"],
        "kind": row["kind"],
        "belongs_to": list(row["belongs_to"]),
        "name": say(f"indicators.{row['code']}.name"),
    }


def _option_list(say: Wording, each: OptionList) -> Made:
    return {
        "id": each.id,
        "provisional": each.provisional,
        "options": _options(each.options, each.marks, lambda option: say(f"lists.{each.id}.{option}")),
    }


def _options(ids: Sequence[str], marks: Mapping[str, str], label: Callable[[str], str]) -> list[Made]:
    return [{"id": each, "label": label(each), "mark": marks.get(each)} for each in ids]


def form_head(form: Form, say: Wording) -> Made:
    return {
        "id": form.id,
        "agreement": form.agreement,
        "framework": form.framework,
        "revision": form.revision,
        "digest": form.digest,
        "title": say("title"),
        "languages": list(form.languages),
        "opens_on": form.opens_on or None,
        "due_on": form.due_on or None,
    }


def form(edition: Edition, language: str) -> Made:
    say = edition.wording(language)
    return {
        **form_head(edition.form, say),
        "language": language,
        "sections": [_section(each, say) for each in edition.form.sections],
    }


def _section(section: Section, say: Wording) -> Made:
    return {
        "id": section.id,
        "number": section.number,
        "title": say(f"{section.id}.title"),
        "guidance": say(f"{section.id}.guidance"),
        "repeated": section.repeated,
        "items": [_item(each, say) for each in section.items],
        "overview": section.overview or None,
        "questions": [_question(each, say) for each in section.questions],
        "rules": [{"level": rule.level, "if": rule.condition, "message": say(rule.path)} for rule in section.rules],
    }


def _item(item: Item, say: Wording) -> Made:
    at = f"items.{item.key}"
    return {"key": item.key, "number": item.number, "title": say(f"{at}.title"), "summary": say(f"{at}.summary")}


def _question(question: Question, say: Wording) -> Made:
    return {
        "question": question.path,
        "type": question.type,
        "label": say.label(question),
        "guidance": say(f"{question.path}.guidance"),
        "example": say(f"{question.path}.example"),
        "required": question.required,
        "multilingual": question.multilingual,
        "max_words": question.max_words,
        "max_choices": question.max_choices,
        "min": question.min,
        "max": question.max,
        "decimals": question.decimals,
        "unit": say(f"{question.path}.unit"),
        "exclusive": list(question.exclusive),
        "options": _options(question.options, question.marks, lambda option: say.option(question, option)),
        "show_if": question.show_if,
        "public": question.public,
        "personal": question.personal,
        "link": question.link,
    }
