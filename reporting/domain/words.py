"""How many words a text has, in any script. The same rule runs in the browser.

Letters and digits between breaks are one word; each Han, Kana, Thai, Khmer, Lao or Myanmar character is half a word,
because these scripts write words without spaces between them and a word takes about two characters.
"""

from __future__ import annotations

import re

_HALF = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_HALF_WORD = re.compile(f"[{_HALF}]")
_WORD = re.compile(rf"(?:(?![{_HALF}])[^\W_])(?:(?![{_HALF}])[\w'’.,-])*")


def count_words(text: str) -> int:
    """Number of words, halves rounded up."""
    halves = len(_HALF_WORD.findall(text))
    return len(_WORD.findall(text)) + (halves + 1) // 2
