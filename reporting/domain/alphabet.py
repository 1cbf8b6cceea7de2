"""The order in which readers of a language look words up. No collation library: the words of glossaries and lists."""

from __future__ import annotations

import re
import unicodedata

_ARTICLE = re.compile(r"^ال(?=\w{2})")


def alphabetical(text: str, language: str) -> tuple[str, str]:
    """A key by which texts of `language` sort: without case and accents first, then as they are.

    Spanish ñ follows n and Russian й follows и; the Arabic article and vowel signs do not count. Chinese goes by the
    sound of its signs (pinyin), which for common ones is the order of GB 2312.
    """
    lowered = text.casefold().strip()
    if language == "zh":
        return lowered.encode("gb18030").hex(), text
    if language == "es":
        lowered = lowered.replace("ñ", "n\uffff")
    if language == "ru":
        lowered = lowered.replace("й", "и\uffff")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if unicodedata.category(sign) != "Mn")
    if language == "ar":
        bare = _ARTICLE.sub("", bare.replace("\u0640", "")).replace("ة", "ه").replace("ى", "ي")
    return "".join(sign if sign.isalnum() or sign == "\uffff" else " " for sign in bare), text
