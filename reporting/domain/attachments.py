"""What may be attached, under which names, and what is known of an attached file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reporting.domain.characters import clean
from reporting.domain.errors import Invalid

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: Extension → media type of all that may be attached.
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "geojson": "application/geo+json",
}
IMAGES = frozenset(media_type for media_type in MEDIA_TYPES.values() if media_type.startswith("image/"))
MAX_NAME = 150
#: The Content-Security-Policy of every attached file: nothing that it holds may run or load.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
#: Endings that start a program or a page on somebody's computer: none may hide before the last one.
_RUN = frozenset(
    "app bat cmd com cpl dll dmg exe hta htm html jar js jse lnk mht mhtml msi php phtml pif ps1 py reg scr sh svg "
    "svgz swf vb vbe vbs wsf xht xhtml xml xsl".split()
)
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')


@dataclass(frozen=True)
class Facts:
    """What is known of a file beside its words: `size` in bytes, `width` and `height` in pixels, 0 where no image."""

    sha256: str
    name: str
    type: str
    size: int
    width: int = 0
    height: int = 0

    @property
    def is_image(self) -> bool:
        return self.type in IMAGES

    def to_data(self) -> dict[str, Any]:
        """As frozen copies and programs have it."""
        size = {"width": self.width, "height": self.height} if self.is_image else {}
        return {"sha256": self.sha256, "name": self.name, "type": self.type, "size": self.size, **size}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Facts:
        return cls(**data)


def facts_in(*parts: Mapping[str, Any]) -> dict[str, Facts]:
    """SHA-256 → facts of the files that the parts of a frozen copy name; one older than attachments names none."""
    rows = [each for part in parts for each in part.get("attachments", ())]
    return {each["sha256"]: Facts.from_data(each) for each in rows}


def extension(name: str) -> str:
    """What stands behind the last dot, in small letters; '' where nothing does."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def is_image(name: str) -> bool:
    return MEDIA_TYPES.get(extension(name), "") in IMAGES


def clean_name(given: str) -> str:
    """A file's name as it is kept: without folders, invisible and turning characters, and not too long.

    '' where nothing is left. What turns the direction of letters could make `fdp.exe` look like `exe.pdf`.
    """
    last = clean(given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if each in _NOT_IN_NAMES or each.isspace() else each for each in last if _is_seen(each))
    name = " ".join(seen.split()).strip(". ")
    ending = extension(name)
    if len(name) > MAX_NAME and ending:
        return name[: MAX_NAME - len(ending) - 1].rstrip(". ") + f".{ending}"
    return name[:MAX_NAME]


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") or character in "\t\n"


def check_name(name: str) -> str:
    """The cleaned name of a file that may be attached. Raises Invalid with the rule that it breaks."""
    kept = clean_name(name)
    parts = [each.strip().lower() for each in kept.split(".")]
    if len(parts) < 2 or parts[-1] not in MEDIA_TYPES:
        raise Invalid("file_type_refused", field="file", types=types_in_words())
    if _RUN & set(parts[1:-1]):
        raise Invalid("file_double_ending", field="file")
    return kept


def types_in_words() -> str:
    """The kinds of files that may be attached, as people name them."""
    return ", ".join(ending.upper() for ending in MEDIA_TYPES if ending != "jpeg")
