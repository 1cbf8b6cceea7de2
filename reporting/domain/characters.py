"""Which characters a stored text may hold, and in which form."""

from __future__ import annotations

import re
import unicodedata

# XML (and so PDF, DOCX, XLSX) cannot hold these; they come from pasted text and mean nothing.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Word processors write a break within a paragraph as a vertical tab, and a page break as a form feed.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def clean(text: str) -> str:
    """Text with composed characters, Unix line ends and no control characters."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))


def has_control(text: str) -> bool:
    """Whether `text` holds a character that no document can hold."""
    return _CONTROL.search(text) is not None


def encodable(text: str) -> str:
    """`text` without halves of surrogate pairs, which no encoding can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def can_be_seen(text: str) -> bool:
    """Whether anything in `text` is more than blanks and invisible marks, which editors leave in empty fields."""
    return any(unicodedata.category(each) not in _INVISIBLE for each in text)
