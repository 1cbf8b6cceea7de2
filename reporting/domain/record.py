"""The frozen copy: everything of a revision at its submission, as canonical JSON (RFC 8785) with a SHA-256.

It is language-neutral and holds no name of any author. Answers to non-public questions lie in a second part with a hash
of its own, which the public part names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import rfc8785

from reporting.domain.answers import Answers, Key
from reporting.domain.attachments import Facts, facts_in
from reporting.domain.definitions import Edition, Form
from reporting.domain.offered import Origin, origins_in
from reporting.domain.questions import type_of
from reporting.domain.runs import Item

SCHEMA = "national-reporting/frozen-copy/1"


@dataclass(frozen=True)
class StoredAnswer:
    """One answer as the copy holds it. `original` marks the language that the others were translated from."""

    key: Key
    value: Any
    original: bool = False
    machine: bool = False


@dataclass(frozen=True)
class FrozenCopy:
    public: bytes
    private: bytes
    sha256: str
    private_sha256: str


@dataclass(frozen=True)
class ReportIdentity:
    """Whose report it is. `party_names` are the names of the day, by language."""

    party: str
    party_names: Mapping[str, str]
    agreement_names: Mapping[str, str]
    languages: tuple[str, ...]
    entry: str = ""


def freeze(
    identity: ReportIdentity,
    edition: Edition,
    answers: Iterable[StoredAnswer],
    attachments: Mapping[str, Facts] = MappingProxyType({}),
    origins: Mapping[int, Origin] = MappingProxyType({}),
) -> FrozenCopy:
    """The copy of all visible answers. Hidden (inactive) answers are left out.

    Each part holds the facts of the files that its answers name, which `attachments` has by SHA-256, and of the
    datasets that its series were taken from, which `origins` has by edition.
    """
    kept = list(answers)
    known = Answers(edition.form, {each.key: each.value for each in kept})
    shown = [each for each in kept if each.value is not None and known.is_visible(each.key.question, each.key.item)]
    public, private = (
        [each for each in sorted(shown, key=lambda each: each.key) if _is_public(edition.form, each.key) is wanted]
        for wanted in (True, False)
    )
    private_bytes = rfc8785.dumps({"schema": SCHEMA, **_part(edition.form, private, attachments, origins)})
    private_sha256 = hashlib.sha256(private_bytes).hexdigest()
    public_bytes = rfc8785.dumps(
        {
            "schema": SCHEMA,
            "agreement": {"id": edition.form.agreement, "names": dict(identity.agreement_names)},
            "party": {"code": identity.party, "names": dict(identity.party_names)},
            "languages": list(identity.languages),
            "entry": identity.entry,
            "form": dict(edition.structure),
            "form_digest": edition.form.digest,
            **_items(edition.form),
            "texts": _texts(edition),
            **_part(edition.form, public, attachments, origins),
            "private_sha256": private_sha256,
        }
    )
    return FrozenCopy(public_bytes, private_bytes, hashlib.sha256(public_bytes).hexdigest(), private_sha256)


def _part(
    form: Form, answers: Sequence[StoredAnswer], attachments: Mapping[str, Facts], origins: Mapping[int, Origin]
) -> dict[str, Any]:
    """The answers of one part, with the files that they name, and the datasets where any was used."""
    kinds = [(type_of(form.questions[each.key.question]), each.value) for each in answers]
    named = {sha256 for kind, value in kinds for sha256 in kind.files(value)}
    files = [attachments[sha256].to_data() for sha256 in sorted(named & attachments.keys())]
    used = {edition for kind, value in kinds if (edition := kind.taken_from(value)) is not None}
    datasets = [origins[edition].to_data() for edition in sorted(used & origins.keys())]
    return {
        "answers": [_data(each) for each in answers],
        "attachments": files,
        **({"datasets": datasets} if datasets else {}),
    }


def _items(form: Form) -> dict[str, Any]:
    """The items of sections whose items differ from report to report; nothing where there are none such."""
    moving = [section for section in form.sections if not section.is_fixed]
    return {"items": {section.id: [each.to_data() for each in section.items] for section in moving}} if moving else {}


def _texts(edition: Edition) -> dict[str, dict[str, str]]:
    """The form's texts in all languages. Of items that the report keeps without showing them nothing is told."""

    def is_told(path: str) -> bool:
        kind, _, rest = path.partition(".")
        return kind != "items" or rest.rpartition(".")[0] in edition.form.items

    return {lang: {path: texts[path] for path in texts if is_told(path)} for lang, texts in edition.texts.items()}


def _is_public(form: Form, key: Key) -> bool:
    return form.questions[key.question].public


def _data(each: StoredAnswer) -> dict[str, Any]:
    return {
        "question": each.key.question,
        "item": each.key.item,
        "lang": each.key.lang,
        "value": each.value,
        "original": each.original,
        "machine": each.machine,
    }


def _edition(data: Mapping[str, Any]) -> Edition:
    """The form with the items that the report had; their texts stand among the form's."""
    edition = Edition(0, Form.from_data(data["form"]), data["form"], data["texts"])
    items = {section: [Item.from_data(each) for each in found] for section, found in data.get("items", {}).items()}
    return edition.with_items(items, {}) if items else edition


@dataclass(frozen=True)
class Reopened:
    """A frozen copy read back: enough to draw its document or to fill an amendment."""

    identity: ReportIdentity
    edition: Edition
    answers: tuple[StoredAnswer, ...]
    attachments: Mapping[str, Facts] = field(default_factory=dict)
    origins: Mapping[int, Origin] = field(default_factory=dict)


def reopen(public: bytes, private: bytes | None = None) -> Reopened:
    """The copy as values. `private` adds the non-public answers for those who may read them."""
    data = json.loads(public)
    parts = [data, *([json.loads(private)] if private else ())]
    rows = [row for part in parts for row in part["answers"]]
    return Reopened(
        ReportIdentity(
            party=data["party"]["code"],
            party_names=data["party"]["names"],
            agreement_names=data["agreement"]["names"],
            languages=tuple(data["languages"]),
            entry=data["entry"],
        ),
        _edition(data),
        tuple(
            StoredAnswer(Key(row["question"], row["item"], row["lang"]), row["value"], row["original"], row["machine"])
            for row in rows
        ),
        facts_in(*parts),
        origins_in(*parts),
    )
