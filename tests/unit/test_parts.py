"""Titles of pages with their numbers."""

from __future__ import annotations

import pytest

from reporting.web.parts import after_number


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        ("13.b", "en", "13.b Benefits"),
        ("13.b", "ar", "\N{LEFT-TO-RIGHT MARK}13.b Benefits"),
        ("", "en", "Benefits"),
        ("", "ar", "Benefits"),
    ],
)
def test_a_number_reads_from_left_to_right_in_every_language(number: str, language: str, said: str) -> None:
    assert after_number(number, "Benefits", language) == said
