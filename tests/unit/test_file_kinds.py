"""What a file is, is judged by its content: sound ones pass, each hostile one is refused with its rule."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from reporting.domain.attachments import MEDIA_TYPES, extension
from reporting.domain.errors import Invalid
from reporting.infra.file_kinds import MAX_ENTRIES, judge
from tests import files

SOUND = {
    "plan.pdf": files.PDF,
    "map.png": files.image("PNG"),
    "photo.jpg": files.image("JPEG"),
    "photo.JPEG": files.image("JPEG"),
    "map.webp": files.image("WEBP"),
    "plan.docx": files.docx(),
    "table.xlsx": files.xlsx(),
    "plan.odt": files.odt(),
    "table.csv": "año,País\n1,Perú\n".encode(),
    "old.csv": "год;страна\r\n1;Россия\r\n".encode("cp1251"),
    "utf16.txt": "文本".encode("utf-16"),
    "note.txt": b"1 < 2 and a <because> b\n",
    "data.json": b'\xef\xbb\xbf {"a": [1]}\n',
    "map.geojson": b'{"type": "FeatureCollection", "features": []}',
}
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
_HTML = b"<!DOCTYPE html><script>alert(1)</script>"
_EXE = b"MZ\x90\x00\x03\x00\x00\x00"
HOSTILE = {
    "nothing at all": ("plan.pdf", b"", "file_empty"),
    "a program that is called a PDF": ("plan.pdf", _EXE + files.PDF, "file_unlike_name"),
    "a page that is a PDF, too": ("plan.pdf", _HTML + files.PDF, "file_unlike_name"),
    "a PDF that is a page, too": ("plan.pdf", b"%PDF-1.4\n" + _HTML + files.PDF, "file_unlike_name"),
    "half a PDF": ("plan.pdf", files.PDF[:40], "file_damaged"),
    "an image that is called a PDF": ("plan.pdf", files.image(), "file_unlike_name"),
    "a drawing with a script": ("map.png", _SVG, "file_unlike_name"),
    "a drawing that is called a text": ("map.txt", _SVG, "file_unlike_name"),
    "a drawing behind an XML head": ("map.txt", b'\xef\xbb\xbf \n<?xml version="1.0"?>' + _SVG, "file_unlike_name"),
    "a page that is called a table": ("table.csv", b"\r\n  " + _HTML, "file_unlike_name"),
    "a shell script": ("note.txt", b"#!/bin/sh\nrm -rf /\n", "file_unlike_name"),
    "a program that is called a text": ("note.txt", _EXE, "file_unlike_name"),
    "zero bytes at the end of a text": ("note.txt", b"a" * 3_000_000 + b"\x00", "file_unlike_name"),
    "text that is called JSON": ("data.json", b"alert(1)", "file_unlike_name"),
    "JSON in another encoding": ("data.json", '{"a": "é"}'.encode("latin-1"), "file_unlike_name"),
    "a JPEG that is called a PNG": ("map.png", files.image("JPEG"), "file_unlike_name"),
    "a BMP": ("map.png", files.image("BMP"), "file_unlike_name"),
    "half an image": ("map.png", files.image("PNG")[:200], "file_damaged"),
    "ten thousand million points": ("map.png", files.bomb_of_pixels(), "image_too_large"),
    "forty-one million points": ("map.png", files.image("PNG", 41_000, 1_000), "image_too_large"),
    "an archive": ("plan.docx", files.archive({"a.txt": "a"}), "file_unlike_name"),
    "a table that is called a text": ("plan.docx", files.xlsx(), "file_unlike_name"),
    "an open document that is called a Word file": ("plan.docx", files.odt(), "file_unlike_name"),
    "a page before the archive": ("plan.docx", _HTML + files.docx(), "file_unlike_name"),
    "half an archive": ("plan.docx", files.docx()[:60], "file_damaged"),
    "an archive bomb": ("plan.docx", files.zip_bomb(), "file_bomb"),
    "too many entries": ("plan.odt", files.odt(**{f"{n}": "" for n in range(MAX_ENTRIES)}), "file_bomb"),
    "macros": ("plan.docx", files.docx(**{"word/vbaProject.bin": b"a"}), "file_with_macros"),
    "macros by type": ("plan.docx", files.docx(files.MACRO_WORD), "file_with_macros"),
    "macros of an open document": ("plan.odt", files.odt(**{"Basic/Standard/a.xml": "a"}), "file_with_macros"),
    "a way out of the folder": ("plan.docx", files.docx(**{"../../evil.sh": "a"}), "file_damaged"),
    "a whole path": ("plan.docx", files.docx(**{"/etc/passwd": "a"}), "file_damaged"),
}


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the PDF library sets it for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


@pytest.fixture
def put(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_known_by_its_content(put: Path, name: str) -> None:
    put.write_bytes(SOUND[name])
    assert judge(put, name).media_type == MEDIA_TYPES[extension(name)]


def test_every_kind_that_may_be_attached_is_checked_in_its_own_way(put: Path) -> None:
    put.write_bytes(b"\x01\x02\x03 this is nothing")
    for ending in MEDIA_TYPES:
        with pytest.raises(Invalid):
            judge(put, f"a.{ending}")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_the_rule_that_it_breaks(put: Path, what: str) -> None:
    name, content, code = HOSTILE[what]
    put.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        judge(put, name)
    assert (refusal.value.code, refusal.value.params["field"]) == (code, "file")


def test_a_locked_archive_is_refused(put: Path) -> None:
    content = bytearray(files.docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(sign, place + 1)) >= 0:
            content[place + at] |= 1
    put.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        judge(put, "plan.docx")
    assert refusal.value.code == "file_locked"


def test_an_archive_that_lies_about_its_method_is_damaged(put: Path) -> None:
    content = bytearray(files.docx())
    content[content.find(b"PK\x01\x02") + 10] = 99
    put.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        judge(put, "plan.docx")
    assert refusal.value.code == "file_damaged"


def test_an_image_gets_a_small_picture_without_what_the_camera_wrote(put: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Ana Poe"  # turned by a quarter; the maker
    put.write_bytes(files.image("JPEG", 1200, 600, exif=exif))
    found = judge(put, "photo.jpg")
    assert (found.width, found.height) == (1200, 600)
    assert found.preview is not None
    assert b"Ana Poe" not in found.preview
    with Image.open(io.BytesIO(found.preview)) as small:
        assert (small.format, small.size) == ("WEBP", (200, 400))


def test_a_small_transparent_image_stays_as_it_is(put: Path) -> None:
    Image.new("LA", (20, 10), (0, 0)).save(put, "PNG")
    with Image.open(io.BytesIO(judge(put, "a.png").preview or b"")) as small:
        assert (small.mode, small.size) == ("RGBA", (20, 10))


def test_what_compresses_well_and_stays_small_is_no_bomb(put: Path) -> None:
    put.write_bytes(files.docx(**{"word/large.xml": bytes(5_000_000)}))
    assert put.stat().st_size * 100 < 5_000_000
    assert judge(put, "plan.docx")
    assert zipfile.is_zipfile(put)
