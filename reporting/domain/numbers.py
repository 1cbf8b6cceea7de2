"""How a number is understood as people type it, and how it is written for them.

A number is stored and handed on as a *decimal string*: "12.5", "-0.3", "1200000". ASCII digits, a point, never an
exponent, no zeros that say nothing, "0" for zero. The same rule runs in the browser: static/js/numbers.js.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from reporting.domain.errors import NotStorable
from reporting.domain.languages import direction, formats_of

#: So many digits decimal arithmetic keeps by itself.
MAX_DIGITS = 28
_MAX_TYPED = 200
_MINUS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
_APOSTROPHES = dict.fromkeys("\u2018\u2019\u02b9\u02bc\u00b4`\uff07", "'")
_PERCENT = dict.fromkeys("\u066a\ufe6a\uff05", "%")
_COMMAS_AND_POINTS = {"\u060c": ",", "\uff0c": ",", "\uff0e": "."}
_ONE_KIND = {**_MINUS, **_APOSTROPHES, **_PERCENT, **_COMMAS_AND_POINTS, "\uff0b": "+"}
#: Arabic script has signs of its own for both, which mean nothing else.
_ARABIC_POINT, _ARABIC_COMMA = "\u066b", "\u066c"
_EITHER = ",."
_SEPARATOR = re.compile(rf"[ ',.{_ARABIC_POINT}{_ARABIC_COMMA}]")
_BODY = re.compile(rf"([+-]?) ?((?:[0-9]|[ ',.{_ARABIC_POINT}{_ARABIC_COMMA}](?=.))*[0-9][.,]?)")
_PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
#: Thousands by three digits, or the Indian way: three at the end, two before.
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:x[0-9]{3})+|[1-9][0-9]?(?:x[0-9]{2})+x[0-9]{3}")
#: Where everybody who writes a language means a decimal point (True) or thousands (False) by a comma or a point before
#: three digits. Not named is what its writers use for both: Spanish and Arabic differ by country, and English is
#: written by people of all habits.
_CERTAIN: Mapping[str, Mapping[str, bool]] = {"fr": {",": True}, "ru": {",": True}, "zh": {",": False, ".": True}}


@dataclass(frozen=True)
class Number:
    """What was typed, as a decimal string. `value` is None where nothing was typed, or where a separator may mean
    either; then `ambiguous` holds both readings, the whole number first."""

    value: str | None
    ambiguous: tuple[str, ...] = ()


def understood(typed: str, language: str, *, percent: bool = False) -> Number:
    """The number that somebody typed on a page in `language`; `percent` tolerates the sign. Raises NotStorable
    (`not_a_number`, `number_too_long`)."""
    text = _in_one_kind(typed)
    if percent:
        text = text.removeprefix("%").removesuffix("%").strip()
    if not text:
        return Number(None)
    found = _BODY.fullmatch(text)
    if found is None:
        raise NotStorable("not_a_number")
    negative, body = found[1] == "-", found[2]
    readings = [_canonical(negative, *each) for each in _readings(body, language.partition("-")[0])]
    if not readings:
        raise NotStorable("not_a_number")
    return Number(readings[0]) if len(readings) == 1 else Number(None, tuple(readings))


def meant(typed: str, language: str, *rules: Callable[[str], bool], percent: bool = False) -> str | None:
    """The number that somebody typed; None for nothing typed. Of two readings that one which alone keeps a rule, tried
    in order. Raises NotStorable, with both where they have to be asked (`number_ambiguous`)."""
    found = understood(typed, language, percent=percent)
    if not found.ambiguous:
        return found.value
    readings: Sequence[str] = found.ambiguous
    for keeps in rules:
        readings = [each for each in readings if keeps(each)] or readings
    if len(readings) == 1:
        return readings[0]
    raise NotStorable("number_ambiguous", reading=readings[0], other_reading=readings[1])


def separator(typed: str) -> str:
    """The sign that may mean either in a number with two readings: a comma or a point."""
    return next((sign for sign in _in_one_kind(typed) if sign in _EITHER), "")


def decimal_string(number: str | int | Decimal) -> str:
    """A number, as text in plain notation ("007.50"), as a decimal string ("7.5"). Raises NotStorable for anything
    else."""
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    found = _PLAIN.fullmatch(text) if len(text) <= _MAX_TYPED else None
    if found is None:
        raise NotStorable("not_a_number")
    return _canonical(bool(found[1]), found[2], found[3] or "")


def exact(number: str | int | float) -> Decimal:
    """A number to compare and to add up: a decimal string, or one that a form's author wrote."""
    return Decimal(str(number))


def decimals(value: str) -> int:
    """How many digits a decimal string has behind its point."""
    return len(value.partition(".")[2])


def as_typed(value: str, language: str) -> str:
    """A decimal string as a field shows it: `understood` takes it for this number and no other."""
    whole, _, fraction = value.partition(".")
    if not fraction:
        return whole
    sign = _decimal_sign(language)
    readings = _readings(f"{whole.removeprefix('-')}{sign}{fraction}", language)
    return f"{whole}{sign}{fraction}{'0' if len(readings) > 1 else ''}"


def in_words(value: str, language: str) -> str:
    """A decimal string as readers of `language` write it: "1,234.5"."""
    return _in_line(format_decimal(Decimal(value), locale=formats_of(language), decimal_quantization=False), language)


def percent_in_words(value: str, language: str) -> str:
    """The same with the sign: "12.5%" of "12.5"."""
    share = Decimal(value).scaleb(-2)
    return _in_line(format_percent(share, locale=formats_of(language), decimal_quantization=False), language)


def _in_line(number: str, language: str) -> str:
    """With a mark before a minus that would otherwise be shown behind its number, in lines that run to the left."""
    return f"\u200e{number}" if number.startswith("-") and direction(language) == "rtl" else number


@lru_cache(maxsize=64)
def _decimal_sign(language: str) -> str:
    return "," if get_decimal_symbol(formats_of(language)) == "," else "."


def _in_one_kind(typed: str) -> str:
    """With ASCII digits and one kind of each sign; without what nobody sees, such as marks of direction."""
    if len(typed) > _MAX_TYPED:
        raise NotStorable("not_a_number")
    made = []
    for sign in typed:
        category = unicodedata.category(sign)
        if category == "Nd":
            made.append(str(unicodedata.decimal(sign)))
        elif category == "Zs" or sign in "\t\r\n":
            made.append(" ")
        elif category != "Cf":
            made.append(_ONE_KIND.get(sign, sign))
    return " ".join("".join(made).split())


def _readings(body: str, language: str) -> list[tuple[str, str]]:
    """What digits with separators may mean: (whole, fraction), the whole number first; empty where it is no number."""
    signs = _SEPARATOR.findall(body)
    if not signs:
        return [(body, "")]
    last, kinds = signs[-1], set(signs)
    whole, _, fraction = body.rpartition(last)
    if len(kinds) == 1 and len(signs) == 1 and last in _EITHER:
        sure = _CERTAIN.get(language, {}).get(last)
        grouped = sure is not True and _are_groups(body, last)
        return [(whole + fraction, "")] * grouped + [(whole, fraction)] * (not grouped or sure is None)
    if len(kinds) == 1 and last != _ARABIC_POINT:
        return [(body.replace(last, ""), "")] if _are_groups(body, last) else []
    if last not in (*_EITHER, _ARABIC_POINT) or signs.count(last) > 1 or len(kinds) > 2:
        return []
    between = signs[0]
    if between != last and (between == _ARABIC_POINT or not _are_groups(whole, between)):
        return []
    return [(whole.replace(between, ""), fraction)]


def _are_groups(digits: str, sign: str) -> bool:
    return _GROUPS.fullmatch(digits.replace(sign, "x")) is not None


def _canonical(negative: bool, whole: str, fraction: str) -> str:
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise NotStorable("number_too_long", limit=MAX_DIGITS)
    digits = f"{whole or '0'}.{fraction}" if fraction else whole or "0"
    return f"-{digits}" if negative and digits != "0" else digits
