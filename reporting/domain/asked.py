"""How a question reads on a blank form: what kind of answer it takes, and in words when it is asked at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list

from reporting.domain.conditions import Condition, orders_of
from reporting.domain.definitions import Form, Question, Wording
from reporting.domain.numbers import in_words
from reporting.domain.questions import type_of
from reporting.domain.questions.numbers import NumberType
from reporting.domain.sentences import N_
from reporting.domain.texts import Texts

KINDS: Mapping[str, str] = {
    "text": N_("One line of text"),
    "long_text": N_("Text"),
    "rich_text": N_("Text with formatting"),
    "yes_no": N_("Yes or no"),
    "choice": N_("One of these answers"),
    "choices": N_("Any number of these answers"),
    "terms": N_("Any number of these answers"),
    "items": N_("Any number of these answers"),
    "parties": N_("Any number of Parties"),
    "integer": N_("Whole number"),
    "decimal": N_("A number"),
    "percentage": N_("Percentage"),
    "year": N_("Year"),
    "note": N_("Note"),
    "date": N_("Date"),
    "contact": N_("Name and contact details"),
    "links": N_("Web addresses with their titles"),
    "files": N_("Files with a description"),
    "table": N_("Table"),
    "series": N_("Data by year"),
}


ORDERED: Mapping[str, str] = {
    "at_least": N_("%(amount)s is at least %(limit)s"),
    "at_most": N_("%(amount)s is at most %(limit)s"),
    "less_than": N_("%(amount)s is less than %(limit)s"),
    "more_than": N_("%(amount)s is more than %(limit)s"),
}


def kind(question: Question, texts: Texts) -> str:
    """The kind of answer that a question takes."""
    return texts.catalogue.gettext(KINDS[question.type])


def limits(question: Question, wording: Wording, texts: Texts) -> str:
    """Which numbers a question takes, as sentences: “From 0 to 100.”; '' where it takes any."""
    kind_of_number = type_of(question)
    if not isinstance(kind_of_number, NumberType):
        return ""
    least, most = (
        "" if limit is None else kind_of_number.with_unit(question, str(limit), wording)
        for limit in (question.min, question.max)
    )
    said = []
    if least and most:
        said.append(texts("From %(least)s to %(most)s.", least=least, most=most))
    elif least:
        said.append(texts("At least %(least)s.", least=least))
    elif most:
        said.append(texts("At most %(most)s.", most=most))
    if question.decimals is not None:
        said.append(texts("Decimals: at most %(limit)s.", limit=texts.number(question.decimals)))
    return " ".join(said)


def asked_if(condition: Condition, form: Form, wording: Wording, texts: Texts) -> str:
    """A condition as a sentence: “Asked if the answer to “…” is “No” or “In progress”.”"""
    return texts("Asked if %(condition)s.", condition=_said(condition, form, wording, texts))


def _said(condition: Condition, form: Form, wording: Wording, texts: Texts) -> str:
    if "and" in condition:
        both = [{key: value for key, value in condition.items() if key != "and"}, condition["and"]]
        return _said({"all": both}, form, wording, texts)
    for key in ("all", "any"):
        if key in condition:
            return _listed([_said(each, form, wording, texts) for each in condition[key]], texts, either=key == "any")
    if "not" in condition:
        return texts("it is not so that %(condition)s", condition=_said(condition["not"], form, wording, texts))
    if orders := orders_of(condition):
        amount = _amount(condition, form, wording, texts)
        limits_said = {name: _limit(limit, condition, form, wording, texts) for name, limit in orders.items()}
        return _listed([texts(ORDERED[name], amount=amount, limit=said) for name, said in limits_said.items()], texts)
    return _compared(condition, form.questions[condition["question"]], wording, texts)


def _compared(condition: Condition, question: Question, wording: Wording, texts: Texts) -> str:
    """What one answer has to be."""
    asked = wording.label(question)
    if "answered" in condition:
        if condition["answered"]:
            return texts("“%(question)s” has an answer", question=asked)
        return texts("“%(question)s” has no answer", question=asked)
    if "altered" in condition:
        if condition["altered"]:
            return texts("the rows of “%(question)s” differ from those that were offered", question=asked)
        return texts("the rows of “%(question)s” are as they were offered", question=asked)
    if "includes" in condition:
        answer = _answers(question, [condition["includes"]], wording, texts)
        return texts("the answers to “%(question)s” include %(answer)s", question=asked, answer=answer)
    wanted = condition["any_of"] if "any_of" in condition else [condition["is"]]
    return texts(
        "the answer to “%(question)s” is %(answer)s",
        question=asked,
        answer=_answers(question, wanted, wording, texts),
    )


def _amount(condition: Condition, form: Form, wording: Wording, texts: Texts) -> str:
    """What is compared with something, as the subject of a sentence."""
    if "sum" in condition:
        labels = [texts("“%(answer)s”", answer=wording.label(form.questions[each])) for each in condition["sum"]]
        return texts("the sum of the answers to %(questions)s", questions=_listed(labels, texts))
    asked = wording.label(form.questions[condition["question"]])
    if "count" in condition:
        return texts("the number of answers to “%(question)s”", question=asked)
    return texts("the number given in answer to “%(question)s”", question=asked)


def _limit(limit: Any, condition: Condition, form: Form, wording: Wording, texts: Texts) -> str:
    """What it is compared with: another answer, or a number in the manner of the question."""
    if isinstance(limit, Mapping):
        return _amount(limit, form, wording, texts)
    if "question" in condition and "count" not in condition:
        return _number(form.questions[condition["question"]], limit, wording)
    return in_words(str(limit), wording.language)


def _number(question: Question, number: Any, wording: Wording) -> str:
    known = type_of(question)
    return known.with_unit(question, str(number), wording) if isinstance(known, NumberType) else str(number)


def _answers(question: Question, values: list[Any], wording: Wording, texts: Texts) -> str:
    """Options by their labels, in quotation marks, one of which has to be chosen."""
    words = [
        wording("words.yes" if value else "words.no")
        if isinstance(value, bool)
        else _number(question, value, wording)
        if type_of(question).is_number
        else wording.option(question, value)
        for value in values
    ]
    return _listed([texts("“%(answer)s”", answer=word) for word in words], texts, either=True)


def _listed(said: list[str], texts: Texts, *, either: bool = False) -> str:
    return str(format_list(said, style="or" if either else "standard", locale=texts.formats))
