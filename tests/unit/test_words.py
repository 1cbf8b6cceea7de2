"""Words are counted alike in every script; the browser counts by the same rule."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("— … !? ()", 0),
        ("one", 1),
        ("One, two; three.", 3),
        ("one\ntwo\n\nthree", 3),
        ("first - second – third", 3),
        ("<three> [little] “words”", 3),
    ],
)
def test_letters_between_blanks_and_signs_are_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the Party's own", 3),
        ("l’état d’avancement", 2),
        ("well-known sub-national", 2),
        ("2.5 of 1,000 km2", 4),
        ("in 2030.", 2),
        ("e.g. this", 2),
        ("soft\u00adhyphen", 1),
        ("snake_case", 1),
    ],
)
def test_signs_inside_a_word_or_number_do_not_end_it(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("التنوع البيولوجي", 2),
        ("التَّنَوُّعُ البِيُولُوجِيّ", 2),
        ("كتاب، قلم؟", 2),
        ("می\u200cخواهم کتاب\u200cها", 2),
        ("שָׁלוֹם עוֹלָם", 2),
        ("जैव विविधता", 2),
    ],
)
def test_vowel_signs_and_joiners_belong_to_their_word(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("生", 1),
        ("生物", 1),
        ("生物多", 2),
        ("生物多样性", 3),
        ("生物，多样性。", 3),
        ("生 物", 1),
        ("カタカナ", 2),
        ("ไทย", 2),
        ("ภาษาไทย", 4),
        ("𠀀𠀁", 1),
    ],
)
def test_characters_of_scripts_without_blanks_are_half_a_word(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("GBF目标", 2), ("目标GBF目标", 3), ("target 3 目标", 3), ("2030年", 2), ("年a年", 2)],
)
def test_scripts_may_be_mixed_within_a_line(text: str, words: int) -> None:
    assert count_words(text) == words


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aàéñйёüأؤ生 ،,-"), max_size=30))
def test_composed_and_decomposed_letters_count_alike(text: str) -> None:
    assert count_words(unicodedata.normalize("NFD", text)) == count_words(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x4FF), min_size=1, max_size=6)))
def test_a_line_has_as_many_words_as_were_joined_by_blanks(words: list[str]) -> None:
    assert count_words(" ".join(words)) == len(words)
