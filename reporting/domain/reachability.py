"""Whether a condition can ever hold, given the options of the questions that it reads and when these are asked.

The condition is taken apart into parts that must hold together. What is known of a question is which answers it may
still have; a question that must be answered must be shown, so its own condition joins the others. Where several ways
lead on, each is tried.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.domain import conditions
from reporting.domain.conditions import Condition
from reporting.domain.definitions import Question

#: After so many steps a condition is taken for possible.
STEPS = 20_000
BLANK = "null"

#: A part of a condition (with whole paths), and whether it must hold or must not.
Goal = tuple[Condition, bool]


@dataclass(frozen=True)
class Values:
    """Answers as JSON texts: these, or all others."""

    members: frozenset[str] = frozenset()
    others: bool = True

    def __contains__(self, value: str) -> bool:
        return (value in self.members) != self.others

    def __bool__(self) -> bool:
        return self.others or bool(self.members)

    def __and__(self, more: Values) -> Values:
        if self.others and more.others:
            return Values(self.members | more.members)
        if self.others:
            return more & self
        return Values(frozenset(each for each in self.members if each in more), others=False)

    def turned(self) -> Values:
        return Values(self.members, not self.others)


#: An option among those that are chosen.
_CHOSEN = Values(frozenset({"true"}), others=False)

Facts = Mapping[tuple[str, ...], Values]


def can_hold(condition: Condition, seen: Mapping[str, Question], items: Collection[str] = ()) -> bool:
    """Whether some answers to the questions `seen` (by path) meet `condition`, which is asked of `items` (all: none).

    The paths of the condition and of those of `seen` are whole. Comparisons that only answers can decide are taken for
    possible.
    """
    return _Search(seen, items).leads_on([(condition, True)], {})


class _Search:
    def __init__(self, seen: Mapping[str, Question], items: Collection[str]) -> None:
        self._seen, self._items, self._left = seen, frozenset(items), STEPS

    def leads_on(self, goals: list[Goal], facts: Facts) -> bool:
        """Whether all `goals` can be met together beside what is known."""
        self._left -= 1
        if self._left < 0 or not goals:
            return True
        (condition, wanted), rest = goals[-1], goals[:-1]
        if "and" in condition:
            without = {key: part for key, part in condition.items() if key != "and"}
            return self._together([without, condition["and"]], wanted, wanted, rest, facts)
        if "not" in condition:
            return self.leads_on([*rest, (condition["not"], not wanted)], facts)
        for key in ("all", "any"):
            if key in condition:
                return self._together(condition[key], wanted, wanted == (key == "all"), rest, facts)
        return self._compared(condition, wanted, rest, facts)

    def _together(
        self, parts: Iterable[Condition], wanted: bool, every: bool, rest: list[Goal], facts: Facts
    ) -> bool:  # fmt: skip
        """Every part must be as wanted, or one of them."""
        goals = [(part, wanted) for part in parts]
        if every:
            return self.leads_on([*rest, *goals], facts)
        return any(self.leads_on([*rest, goal], facts) for goal in goals)

    def _compared(self, part: Condition, wanted: bool, rest: list[Goal], facts: Facts) -> bool:
        question = self._seen.get(part.get("question", ""))
        if question is None:
            return True
        known, goals = dict(facts), list(rest)
        for fact, values in _told(part, wanted):
            before = known.get(fact, _all(question, fact))
            known[fact] = before & values
            if not known[fact] or _no_such_choice(question, known):
                return False
            if len(fact) == 1 and BLANK in before and BLANK not in known[fact]:
                if self._items and question.items and self._items.isdisjoint(question.items):
                    return False
                goals += [(question.show_if, True)] if question.show_if else []
        return self.leads_on(goals, known)


def _told(part: Condition, wanted: bool) -> Iterable[tuple[tuple[str, ...], Values]]:
    """What a comparison says of a question, or of one option of a question that takes several."""
    path = part["question"]
    if "includes" in part:
        yield (path, str(part["includes"])), _CHOSEN if wanted else _CHOSEN.turned()
        if wanted:
            yield (path,), Values(frozenset({BLANK}))
        return
    if conditions.orders_of(part):
        if wanted and "count" not in part:
            yield (path,), Values(frozenset({BLANK}))
        return
    if "altered" in part:
        if part["altered"] == wanted:
            yield (path,), Values(frozenset({BLANK}))
        return
    named = [part["is"]] if "is" in part else part.get("any_of", [None])
    values = Values(frozenset(map(_text, named)), others=False)
    if part.get("answered") is True:
        values = values.turned()
    if any(key in part for key in conditions.COMPARISONS):
        yield (path,), values if wanted else values.turned()


def _all(question: Question, fact: tuple[str, ...]) -> Values:
    """Every answer that a question takes, its blank included; all that there is where nobody can count them."""
    if len(fact) > 1:
        return Values()
    counted: Mapping[str, list[Any]] = {"yes_no": [True, False], "choice": list(question.options)}
    if question.type not in counted:
        return Values()
    return Values(frozenset(map(_text, [None, *counted[question.type]])), others=False)


def _no_such_choice(question: Question, known: Facts) -> bool:
    """Whether options that exclude one another would be chosen together, or something but none of the options."""
    told = {fact[1]: values for fact, values in known.items() if fact[:-1] == (question.path,)}
    chosen = [option for option, values in told.items() if values == _CHOSEN]
    if len(chosen) > 1 and not set(question.exclusive).isdisjoint(chosen):
        return True
    is_answered = BLANK not in known.get((question.path,), Values())
    return bool(told) and is_answered and all(told.get(each) == _CHOSEN.turned() for each in question.options)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
