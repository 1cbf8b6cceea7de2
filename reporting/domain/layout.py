"""Laying a report out for reading in one language: from answers to the tree of `document`.

A multilingual answer that lacks the asked language falls back (asked → original → any of the six → any) and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from reporting.domain.answers import UN_LANGUAGES, Answers, Key
from reporting.domain.attachments import Facts
from reporting.domain.definitions import Edition, Question, Section, Wording
from reporting.domain.definitions import Part as FormPart
from reporting.domain.document import Document, LevelCount, Part, QuestionNode, Reference, Shown, Value
from reporting.domain.languages import direction
from reporting.domain.offered import Origin, altered
from reporting.domain.questions import type_of
from reporting.domain.record import ReportIdentity, StoredAnswer
from reporting.domain.runs import Item


def lay_out(
    identity: ReportIdentity,
    edition: Edition,
    answers: Iterable[StoredAnswer],
    language: str,
    meta: Mapping[str, Any] | None = None,
    attachments: Mapping[str, Facts] = MappingProxyType({}),
    only: Collection[tuple[str, str]] | None = None,
    origins: Mapping[int, Origin] = MappingProxyType({}),
) -> Document:
    """The document of these answers in `language` (one of the form's). Hidden questions are left out.

    `attachments` has what is known of files by SHA-256, `origins` that of datasets by edition. With `only` (section id,
    item key), no other part than these has its questions; all have their names and levels.
    """
    stored = {each.key: each for each in answers if each.value is not None}
    known = Answers(edition.form, {key: each.value for key, each in stored.items()})
    reader = _Reader(edition.wording(language), language, known, stored, attachments, only, origins)
    parts = tuple(reader.section(each) for each in edition.form.sections if reader.has_anything(each))
    return Document(
        title=reader.wording("title"),
        party=identity.party,
        party_name=identity.party_names.get(language) or identity.party_names.get("en", identity.party),
        agreement_name=identity.agreement_names.get(language) or identity.agreement_names.get("en", ""),
        form=edition.form.id,
        language=language,
        dir=direction(language),
        languages=identity.languages,
        parts=parts,
        meta=dict(meta or {}),
    )


def reader(edition: Edition, answers: Iterable[StoredAnswer], language: str) -> Callable[[str, str], Value | None]:
    """(question path, item) → its value for reading in `language`, None where there is none."""
    stored = {each.key: each for each in answers if each.value is not None}
    known = Answers(edition.form, {key: each.value for key, each in stored.items()})
    found = _Reader(edition.wording(language), language, known, stored, {}, None, {})
    return lambda question, item: found.value(edition.form.questions[question], item)


@dataclass(frozen=True)
class _Reader:
    wording: Wording
    language: str
    answers: Answers
    stored: Mapping[Key, StoredAnswer]
    attachments: Mapping[str, Facts]
    only: Collection[tuple[str, str]] | None
    origins: Mapping[int, Origin]

    def has_anything(self, section: Section) -> bool:
        return bool(section.items if section.repeated else self.answers.visible_in(FormPart(section)))

    def section(self, section: Section) -> Part:
        here = FormPart(section)
        items = tuple(self._item(section, each) for each in section.items)
        nodes = () if section.repeated else self._nodes(here)
        return Part(
            section.id,
            section.number,
            self.wording.title(here),
            nodes,
            parts=items,
            has_overview=bool(section.overview),
            levels=tuple(self._levels(section, items)),
            shown_in=self._shown_in(here, nodes),
        )

    def _item(self, section: Section, item: Item) -> Part:
        here = FormPart(section, item.key)
        nodes = self._nodes(here)
        return Part(
            section.id,
            item.number,
            self.wording.title(here),
            nodes,
            item=item.key,
            summary=self.wording(f"items.{item.key}.summary"),
            level=self._level(here),
            shown_in=self._shown_in(here, nodes),
            about=tuple(self._about(item)),
            shown=tuple(self._shown(here)),
            lang=self._other_language(item),
        )

    def _other_language(self, item: Item) -> str:
        said = self.wording(f"items.{item.key}.language")
        return said if said != self.language else ""

    def _about(self, item: Item) -> Iterator[Reference]:
        """The terms and items that an item belongs to."""
        known = self.answers.form.items
        for key in item.links:
            title = self.wording(f"items.{key}.title")
            if key in known and title:
                yield Reference("", key, known[key].number, title)

    def _shown(self, part: FormPart) -> Iterator[Shown]:
        """What stands under an item by reference."""
        for section, items in self.answers.form.shown_under(part):
            found = tuple(self._reference(section, each) for each in items)
            yield Shown(self.wording.title(FormPart(section)), found)

    def _reference(self, section: Section, item: Item) -> Reference:
        here = FormPart(section, item.key)
        return Reference(section.id, item.key, item.number, self.wording.title(here), self._level(here))

    def _level(self, part: FormPart) -> Value | None:
        """The value that stands for an item."""
        asked = self.answers.visible_questions(part) if part.section.overview else []
        chooser = next((each for each in asked if each.path == part.section.overview), None)
        return self.value(chooser, part.item) if chooser else None

    def _levels(self, section: Section, items: Iterable[Part]) -> Iterator[LevelCount]:
        chooser = next((each for each in section.questions if each.path == section.overview), None)
        if chooser is None:
            return
        counts = Counter(self.answers.value(chooser.path, each.item) if each.level else "" for each in items)
        for option in chooser.options:
            yield LevelCount(self.wording.option(chooser, option), chooser.marks.get(option, ""), counts[option])
        if counts[""]:
            yield LevelCount("", "", counts[""])

    def _shown_in(self, part: FormPart, nodes: Iterable[QuestionNode]) -> str:
        texts = {each.path for each in part.section.questions if each.multilingual}
        languages = {each.value.lang for each in nodes if each.value and each.path in texts}
        return languages.pop() if len(languages) == 1 and self.language not in languages else ""

    def _nodes(self, part: FormPart) -> tuple[QuestionNode, ...]:
        if self.only is not None and (part.section.id, part.item) not in self.only:
            return ()
        return tuple(
            QuestionNode(
                path=question.path,
                label=self.wording.label(question),
                type=question.type,
                value=self.value(question, part.item),
                item=part.item,
                public=question.public,
                required=question.required,
            )
            for question in self.answers.visible_questions(part)
        )

    def value(self, question: Question, item: str) -> Value | None:
        kind = type_of(question)
        if not kind.takes_answer:
            return self._note(question, item)
        given = self.answers.languages_of(question.path, item)
        found = {lang: value for lang, value in given.items() if not kind.is_blank(value)}
        if not found:
            return None
        lang = self._best(question, item, found)
        value = found[lang]
        shown_in = lang or self.language
        return Value(
            kind=question.type,
            text=kind.text(question, value, self.wording),
            lang=shown_in,
            dir=direction(shown_in),
            html=value if question.type == "rich_text" else "",
            items=tuple(kind.cells(question, value, self.wording)) if kind.has_options else (),
            rows=tuple(self._row(row) for row in kind.rows(value)),
            table=kind.table(question, value, self.wording),
            mark=question.marks.get(value, "") if isinstance(value, str) else "",
            fallback=shown_in != self.language,
            machine=self.stored[Key(question.path, item, lang)].machine,
            origin=(origin := self.origins.get(kind.taken_from(value) or 0)),
            altered=origin is not None and bool(altered(value)),
        )

    def _note(self, question: Question, item: str) -> Value:
        return Value(
            kind=question.type,
            text=self.wording(f"{question.path}.guidance"),
            lang=self.language,
            dir=direction(self.language),
            items=tuple(self.wording.option(question, each) for each in self.answers.offered(question, item)),
        )

    def _row(self, row: Mapping[str, str]) -> dict[str, Any]:
        """A table of a value; of a file also what is known of it, under the name that stands in the answer."""
        known = self.attachments.get(row.get("id", ""))
        return {**(known.to_data() if known else {}), **row}

    def _best(self, question: Question, item: str, found: Mapping[str, Any]) -> str:
        if not question.multilingual:
            return next(iter(found))
        original = next((lang for lang in found if self.stored[Key(question.path, item, lang)].original), None)
        wanted = (self.language, original, *UN_LANGUAGES, *sorted(found))
        return next(lang for lang in wanted if lang is not None and lang in found)
