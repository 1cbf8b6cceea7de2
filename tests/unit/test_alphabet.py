"""Words in the order in which readers of their language look them up."""

from __future__ import annotations

import pytest

from reporting.domain.alphabet import alphabetical
from reporting.domain.languages import INTERFACE


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["agreement", "Answer", "benefit-sharing", "benefits", "Zone"]),
        ("fr", ["cible", "Écosystème", "état", "examen", "zone"]),
        ("es", ["nube", "ñandú", "objetivo"]),
        ("es", ["cana", "cano", "caña", "caoba"]),
        ("ru", ["ежегодно", "ёлка", "ель", "задача", "идея", "йод", "страна"]),
        ("ar", ["الأمانة", "بيان", "تقرير", "الحفظ", "خطة"]),
        ("zh", ["保护区", "标题指标", "草稿", "缔约方", "缔约方大会", "指标", "资源调动"]),
    ],
)
def test_words_stand_in_the_order_of_the_language(language: str, expected: list[str]) -> None:
    assert sorted(reversed(expected), key=lambda word: alphabetical(word, language)) == expected


@pytest.mark.parametrize("language", INTERFACE)
def test_capitals_and_signs_around_a_word_change_nothing(language: str) -> None:
    assert alphabetical("Target", language)[0] == alphabetical(" target", language)[0]


def test_the_arabic_article_does_not_count_but_a_word_that_begins_like_it_does() -> None:
    assert alphabetical("الحفظ", "ar")[0] == alphabetical("حفظ", "ar")[0]
    assert alphabetical("ال", "ar")[0] != ""
