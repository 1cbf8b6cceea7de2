"""How many words a text has, in any script. The same rule runs in the browser.

Letters and digits between breaks are one word; each Han, Kana, Thai, Khmer, Lao or Myanmar character is half a word,
because these scripts write words without spaces between them and a word takes about two characters.
"""

from __future__ import annotations

import re
import unicodedata

_HALF = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_HALF_WORD = re.compile(f"[{_HALF}]")
# Joiners, soft hyphens, apostrophes and the signs inside numbers and abbreviations do not end a word.
_WORD = re.compile(rf"(?:(?![{_HALF}])[^\W_])(?:(?![{_HALF}])[\w'’.,\u00ad\u200c\u200d-])*")
_HAS_MARKS = re.compile("[\u0300-\u036f\u0591-\u0711\u0730-\u0dff\u1ab0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def count_words(text: str) -> int:
    """Number of words, halves rounded up."""
    halves = len(_HALF_WORD.findall(text))
    return len(_WORD.findall(_without_marks(text))) + (halves + 1) // 2


def _without_marks(text: str) -> str:
    """Vowel signs and accents that stand as characters of their own belong to the letter before them."""
    if not _HAS_MARKS.search(text):
        return text
    return "".join(each for each in text if unicodedata.category(each)[0] != "M")
