"""What a question's template is given: one value for each field of a section page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.domain.answers import Key, Problem
from reporting.domain.attachments import Facts
from reporting.domain.conditions import references, within
from reporting.domain.definitions import Part, Question, Wording
from reporting.domain.form_source import QUESTION_TEXTS
from reporting.domain.languages import direction, name
from reporting.domain.places import sentence_of
from reporting.domain.questions import type_of
from reporting.domain.texts import Texts
from reporting.domain.words import count_words
from reporting.services.drafting import Conflict
from reporting.services.problems import problem_sentence
from reporting.services.reports import Workbook
from reporting.web.earlier import EarlierView
from reporting.web.forms.section import Posted, key_of, new_write_id
from reporting.web.grids import GridView, grid_of
from reporting.web.item_names import name_of
from reporting.web.number_fields import NumberView, number_view
from reporting.web.options import OptionGroup, OptionView, by_region
from reporting.web.parts import numbered
from reporting.web.words import Word, words_used


def id_of(question: str) -> str:
    """The id of a question's control on its page."""
    return "q-" + question.replace(".", "-")


@dataclass(frozen=True)
class ConflictView:
    """Both texts of a stale write, as plain text, with who wrote the other one and when."""

    theirs: str
    mine: str
    author: str
    at: str


@dataclass(frozen=True)
class FieldView:
    """A question with its control. `typed` are the strings that the control shows; `flattens` where they are less than
    the value, because its formatting does not show in a plain field; `markup` is that of formatted text, for the
    editor."""

    id: str
    name: str
    type: str
    version: int
    write_id: str
    label: str
    guidance: str
    example: str
    glossary: Sequence[Word]
    #: Which of label, guidance and example are official texts.
    official: frozenset[str]
    link: str
    required: bool
    typed: Sequence[str]
    lang: str
    dir: str
    lang_name: str
    editable: bool
    options: Sequence[OptionView] = ()
    error: str = ""
    problems: Sequence[str] = ()
    words: int | None = None
    max_words: int | None = None
    history_url: str = ""
    saved: str = ""
    original_text: str = ""
    original_lang: str = ""
    original_dir: str = ""
    original_lang_name: str = ""
    stale: bool = False
    flattens: bool = False
    markup: str = ""
    #: Whether it is asked because of another answer of its page; then `show_if` (JSON) says when, for scripts.
    follows: bool = False
    show_if: str = ""
    #: Whether it is asked as the answers stand.
    asked: bool = True
    conflict: ConflictView | None = None
    number: NumberView | None = None
    #: The questions of the page (path → label) on whose answers it depends what is offered.
    linked_to: Mapping[str, str] = field(default_factory=dict)
    #: Of many options, how they are grouped.
    groups: Sequence[OptionGroup] = ()
    #: What earlier reports say.
    earlier: EarlierView | None = None
    #: Of tables.
    grid: GridView | None = None
    #: What is known of attached files, by SHA-256.
    files: Mapping[str, Facts] = field(default_factory=dict)

    @property
    def version_name(self) -> str:
        return f"{self.name}~version"

    @property
    def write_name(self) -> str:
        return f"{self.name}~write"


@dataclass(frozen=True)
class Drawing:
    """All that field views of one page share."""

    book: Workbook
    item: str
    wording: Wording
    texts: Texts
    language: str
    editable: bool
    people: dict[int, str]
    zone: str = "UTC"
    posted: Posted = field(default_factory=Posted)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    files: Mapping[str, Facts] = field(default_factory=dict)
    earlier: Mapping[str, EarlierView] = field(default_factory=dict)

    def view(self, question: Question, history_url: str) -> FieldView:
        path, key = question.path, key_of(question, self.item, self.language)
        kind = type_of(question)
        stored = self.book.stored.get(key)
        value = stored.value if stored else None
        conflict = self.conflicts.get(path)
        shown = kind.typed(question, value, self.texts.language)
        typed = self.posted.typed.get(path) if self._is_unsaved(path) else shown
        lang = self.language if question.multilingual else self.wording.language
        return FieldView(
            id=id_of(path),
            name=path,
            type=question.type,
            version=self._version(path, key, conflict),
            write_id=new_write_id(),
            label=self.wording.label(question),
            guidance=self.wording(f"{path}.guidance"),
            example=self.wording(f"{path}.example"),
            glossary=words_used(self.book.edition.form.framework, question, self.wording),
            official=self.book.edition.official_of(path, QUESTION_TEXTS, self.texts.language),
            link=question.link,
            required=question.required,
            typed=typed or [],
            lang=lang,
            dir="ltr" if kind.is_number else direction(lang),
            lang_name=name(lang, self.texts.language),
            editable=self.editable,
            options=self._options(question),
            number=number_view(question, self.wording, self.texts, self.posted.refusals.get(path)),
            linked_to={each: self.wording.label(self.book.edition.form.questions[each]) for each in question.linked_to},
            groups=self._groups(question),
            files=self.files,
            earlier=self.earlier.get(path),
            grid=self._grid(question, typed or []),
            error=self.error(path),
            problems=self._problems(path, key),
            follows=self.follows(question),
            show_if=self._show_if(question) if self.editable and self.follows(question) else "",
            asked=self.book.answers.is_visible(path, self.item) or self._is_unsaved(path),
            flattens=value is not None and kind.is_text and kind.parse(question, shown, self.texts.language) != value,
            markup=self._markup(question, typed or [], value),
            words=count_words(kind.text(question, value, self.wording)) if question.max_words else None,
            max_words=question.max_words,
            history_url=history_url if key in self.book.marks else "",
            saved=self._saved(key),
            stale=self.book.is_stale(key),
            conflict=self._conflict(question, conflict),
            **self._original(question, key),
        )

    def _markup(self, question: Question, typed: Sequence[str], value: Any) -> str:
        """What the editor begins with: what came from it and is not saved, else the value; '' for plain text."""
        if question.type != "rich_text":
            return ""
        if self._is_unsaved(question.path):
            return "".join(typed[1:])
        return value or ""

    def _grid(self, question: Question, typed: Sequence[str]) -> GridView | None:
        refusal = self.posted.refusals.get(question.path)
        return grid_of(question, typed, self.wording, refusal, language=self.texts.language, editable=self.editable)

    def _options(self, question: Question) -> list[OptionView]:
        """All options: those that do not fit the other answers come along for the page's script, which shows them when
        these change."""
        say, links = self.wording, question.option_links if question.linked_to else {}
        offered = self.book.answers.offered(question, self.item)
        source = self.book.edition.form.section(question.options_of)
        return [
            OptionView(
                each,
                numbered(Part(source, each), say) if source else say.option(question, each),
                question.marks.get(each, ""),
                each in question.exclusive,
                " ".join(links.get(each, ())),
                each in offered,
                name_of(Part(source, each), say).lang if source else "",
            )
            for each in question.options
        ]

    def _groups(self, question: Question) -> Sequence[OptionGroup]:
        if question.type != "parties":
            return ()
        return by_region(self.book.edition.form.agreement, self._options(question), self.texts.language)

    def questions(self, here: Part) -> list[Question]:
        """What stands on the page: what is asked, and where answers can be changed what they may bring up."""
        shown = self.book.answers.visible_in(here)
        return [each for each in here.section.questions if each.path in shown or (self.editable and self.follows(each))]

    def follows(self, question: Question) -> bool:
        return any(each.startswith(f"{question.section}.") for each in references(question.show_if))

    def _show_if(self, question: Question) -> str:
        """The condition as the page's script reads it: what other pages decide is decided."""
        answers, here = self.book.answers, f"{question.section}."

        def elsewhere(path: str) -> Any:
            item = self.item if path.startswith(here) else ""
            return answers.value(path, item) if answers.is_visible(path, item) else None

        return json.dumps(within(question.show_if or {}, lambda path: path.startswith(here), elsewhere))

    def _version(self, path: str, key: Key, conflict: Conflict | None) -> int:
        """A conflict is answered on top of the other text; a refused value keeps the version it was typed on."""
        if conflict is not None:
            return conflict.version
        return self.posted.versions[path] if self._is_unsaved(path) else self.book.version(key)

    def _is_unsaved(self, path: str) -> bool:
        """Whether something was typed here that is not saved yet: it is shown again."""
        return path in self.posted.refusals or path in self.conflicts or path in self.rejected

    def error(self, path: str) -> str:
        """Why the value typed for this question was not saved, or ''."""
        refusal = self.posted.refusals.get(path)
        if refusal is not None:
            return sentence_of(refusal.code, refusal.params, self.wording, self.texts)
        return self.rejected.get(path, "")

    def _problems(self, path: str, key: Key) -> list[str]:
        """What is wrong with the saved answer; nothing where a typed one, that was refused, is shown in its place."""
        found = () if self.error(path) else self.problems.get(path, ())
        return [problem_sentence(each, self.wording, self.texts) for each in found if each.lang in ("", key.lang)]

    def _saved(self, key: Key) -> str:
        mark = self.book.marks.get(key)
        if mark is None:
            return ""
        at, by = self.texts.moment(mark.saved_at, self.zone), self.people.get(mark.author_id or 0, "")
        if not by:
            return self.texts("Saved on %(at)s", at=at)
        return self.texts("Saved on %(at)s by %(by)s", at=at, by=by)

    def _conflict(self, question: Question, conflict: Conflict | None) -> ConflictView | None:
        if conflict is None:
            return None
        kind = type_of(question)
        return ConflictView(
            theirs=kind.text(question, conflict.theirs, self.wording),
            mine=kind.text(question, conflict.mine, self.wording),
            author=self.people.get(conflict.author_id or 0, ""),
            at=self.texts.moment(conflict.saved_at, self.zone) if conflict.saved_at else "",
        )

    def _original(self, question: Question, key: Key) -> dict[str, Any]:
        """The text to translate from, shown beside a field in another language."""
        source = self.book.original(question.path, self.item) if question.multilingual else None
        if source is None or source.value is None or source.key.lang == key.lang:
            return {}
        return {
            "original_text": type_of(question).text(question, source.value, self.wording),
            "original_lang": source.key.lang,
            "original_dir": direction(source.key.lang),
            "original_lang_name": name(source.key.lang, self.texts.language),
        }
