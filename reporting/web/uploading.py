"""Room for files in requests, and what a page says about attaching them."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, session

from reporting.domain.attachments import MEDIA_TYPES, types_in_words
from reporting.services.attachments import MEGABYTE
from reporting.web.access import house

#: Pages whose form may bring files; whatever else is posted there keeps to the limit of every request.
_TAKE_FILES = frozenset({"drafting.save", "importing.upload", "datasets.add", "datasets.add_edition"})


def register(app: Flask) -> None:
    """To be called before anything that reads a posted form."""
    app.before_request(_make_room)


def _make_room() -> None:
    """A larger body for those who have opened a page of ours. Files go to the disk while they come in, not into memory.

    Whoever was signed out meanwhile is let in, too: what they typed is carried through the sign-in page.
    """
    if request.endpoint in _TAKE_FILES and request.mimetype == "multipart/form-data" and session:
        request.max_content_length = house().max_file + (request.max_content_length or 0)


def limits() -> dict[str, Any]:
    """The largest file and the kinds that are taken, for people and for the file control."""
    return {
        "bytes": house().max_file,
        "megabytes": house().max_file // MEGABYTE,
        "types": types_in_words(),
        "accept": ",".join(f".{ending}" for ending in MEDIA_TYPES),
    }
