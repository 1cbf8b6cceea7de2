"""What a file is, judged by its content: each kind is read as what it claims to be, not only by its first bytes.

Refusals are Invalid with the rule that was broken: file_empty, file_unlike_name, file_damaged, file_with_macros,
file_locked, file_bomb, image_too_large.
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from reporting.domain.attachments import MEDIA_TYPES, extension
from reporting.domain.errors import Invalid

#: Pixels of an image (40 million take about 160 MB to decode), and sides of its preview.
MAX_PIXELS = 40_000_000
PREVIEW = (400, 400)
#: Limits of office files, which are archives: entries, bytes unpacked, and how many times the packed ones these may be.
MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 10_000, 500_000_000, 100
#: Below this many bytes unpacked any ratio is harmless.
_SMALL = 20_000_000
_HEAD = 4096
#: Beginnings that browsers or systems run, whatever the name says.
_MARKUP = re.compile(
    rb"<(?:!--|\?xml|\?php|%|(?:!doctype|html|head|body|script|svg|iframe|style|title|table|meta|link|a|b|p|br|h1|div"
    rb"|font|img)[\s>/])",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_IMAGE_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_ONE_IMAGE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Judged:
    """What a file is; of images the size in pixels and a preview (WebP)."""

    media_type: str
    width: int = 0
    height: int = 0
    preview: bytes | None = None


def judge(path: Path, name: str) -> Judged:
    """What the file is that came under this (already checked) name. Raises Invalid where it is not what it says."""
    media_type = MEDIA_TYPES[extension(name)]
    if not path.stat().st_size:
        _refuse("file_empty")
    if media_type in _IMAGE_FORMATS:
        return _image(path, media_type)
    _CHECKS[media_type](path, media_type)
    return Judged(media_type)


def _refuse(code: str, **params: int) -> NoReturn:
    raise Invalid(code, (), field="file", **params)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _pdf(path: Path, media_type: str) -> None:
    head = _head(path)
    if not head.startswith(b"%PDF-") or re.search(rb"<(?:html|script|svg|!doctype)", head, re.IGNORECASE):
        _refuse("file_unlike_name")
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _HEAD))
        if b"%%EOF" not in file.read():
            _refuse("file_damaged")


def _text(path: Path, media_type: str) -> None:
    """Texts and tables in any encoding: no bytes that no text has, and nothing that would run."""
    head = _head(path)
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.match(beginning) or beginning.startswith((b"#!", b"%PDF-", b"MZ", b"{\\rtf")):
        _refuse("file_unlike_name")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        _decoded(path, "utf-16")
        return
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if _CONTROL.search(piece):
                _refuse("file_unlike_name")


def _json(path: Path, media_type: str) -> None:
    """By its two ends: whoever reads it finds out more, but nothing else begins and ends like this."""
    _text(path, media_type)
    content = _decoded(path, "utf-8-sig").strip()
    if content[:1] + content[-1:] not in ("{}", "[]"):
        _refuse("file_unlike_name")


def _decoded(path: Path, encoding: str) -> str:
    try:
        return path.read_text(encoding=encoding)
    except UnicodeError:
        _refuse("file_unlike_name")


def _office(path: Path, media_type: str) -> None:
    if not _head(path).startswith(b"PK\x03\x04"):
        _refuse("file_unlike_name")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive, path.stat().st_size)
            found = _office_type(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        _refuse("file_damaged")
    if found != media_type:
        _refuse("file_unlike_name")


def _check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    """By what the archive says of itself: readers stop where an entry turns out longer."""
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > packed * MAX_RATIO):
        _refuse("file_bomb")
    names = [each.filename for each in entries]
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        _refuse("file_damaged")
    if any(each.flag_bits & 0x1 for each in entries):
        _refuse("file_locked")
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        _refuse("file_with_macros")


def _office_type(archive: zipfile.ZipFile) -> str:
    """The media type that an office file says it has; '' where it says none."""
    names = set(archive.namelist())
    if "mimetype" in names:
        return _entry(archive, "mimetype", 200).decode("ascii", "replace").strip()
    if "[Content_Types].xml" not in names:
        return ""
    told = _entry(archive, "[Content_Types].xml", 1_000_000).decode("utf-8", "replace")
    if "macroEnabled" in told:
        _refuse("file_with_macros")
    parts = {media_type: f"{media_type}.main+xml" for media_type in MEDIA_TYPES.values() if "openxml" in media_type}
    return next((media_type for media_type, part in parts.items() if part in told), "")


def _entry(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as entry:
        return entry.read(limit)


@contextmanager
def _strictly() -> Iterator[None]:
    """One image at a time; a missing end is an error, also where the PDF library asks Pillow to be lenient."""
    with _ONE_IMAGE_AT_A_TIME:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _image(path: Path, media_type: str) -> Judged:
    with _strictly():
        try:
            with Image.open(path, formats=[_IMAGE_FORMATS[media_type]]) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    _refuse("image_too_large", megapixels=MAX_PIXELS // 1_000_000)
                return Judged(media_type, width, height, _preview(image))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            _refuse("image_too_large", megapixels=MAX_PIXELS // 1_000_000)
        except Invalid:
            raise
        except UnidentifiedImageError:
            _refuse("file_unlike_name")
        except Exception:  # Pillow raises many kinds for damaged images; each means the same here
            _refuse("file_damaged")


def _preview(image: Image.Image) -> bytes:
    """A small picture of it, turned as the camera says, without what the camera wrote into it."""
    image.draft("RGB", PREVIEW)
    upright = ImageOps.exif_transpose(image)
    small = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    small.thumbnail(PREVIEW)
    made = io.BytesIO()
    small.save(made, "WEBP", quality=80)
    return made.getvalue()


_CHECKS: Mapping[str, Callable[[Path, str], None]] = {
    **dict.fromkeys((each for each in MEDIA_TYPES.values() if each.startswith("application/vnd.")), _office),
    "application/pdf": _pdf,
    "text/plain": _text,
    "text/csv": _text,
    "application/json": _json,
    "application/geo+json": _json,
}
