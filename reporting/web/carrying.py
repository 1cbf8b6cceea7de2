"""Fields of a post that came too late: carried through sign-in or a proof of who acts, and sent on afterwards.

They travel in one hidden field of the page, signed, so that nobody else's page can put words into it. Files are not
carried, nor passwords.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from reporting.web.forms.section import MARKUP

LARGEST = 1_000_000
_HOLDS_SECONDS = 24 * 3600
_NEVER = frozenset({"csrf_token", "password", "present", "carried"})


@dataclass(frozen=True)
class Carried:
    """What was posted, where to, and by whom (None where the cookie no longer said)."""

    path: str
    fields: tuple[tuple[str, str], ...]
    user_id: int | None

    def for_eyes(self) -> list[str]:
        """The values that somebody typed, as far as that can be told from their look."""
        return [
            value
            for name, value in self.fields
            if not name.endswith(MARKUP) and (" " in value.strip() or "\n" in value.strip() or not value.isascii())
        ]


def pack_request(user_id: int | None) -> str:
    """What this request has posted, for a hidden field; '' where there is nothing to carry or too much.

    A post that another site made is not carried: signing in would then send what that site wrote.
    """
    fields = _posted()
    size = sum(len(name) + len(value) for name, value in fields)
    if request.method != "POST" or size > LARGEST or not _from_our_pages():
        return ""
    return _serializer().dumps({"path": request.full_path.rstrip("?"), "fields": fields, "user": user_id})


def typed_texts() -> list[str]:
    """What somebody typed into the form that this request refuses, to be shown to them; never a password.

    Nothing of what another site posted: its words would look like ours.
    """
    try:
        return Carried("", tuple(_posted()), None).for_eyes() if _from_our_pages() else []
    except HTTPException:  # the body itself was what could not be taken
        return []


def _posted() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _NEVER]


def unpack(packed: str) -> Carried | None:
    """What `pack_request` made, within a day; None for anything else."""
    try:
        told: dict[str, Any] = _serializer().loads(packed, max_age=_HOLDS_SECONDS)
    except BadData:
        return None
    path = local_path(told["path"])
    return Carried(path, tuple((name, value) for name, value in told["fields"]), told["user"]) if path else None


def local_path(address: str) -> str:
    """`address` where it is a path of this site, '' otherwise: nobody is sent elsewhere after signing in."""
    parts = urlsplit(address)
    harmless = (
        address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    )
    return address if harmless and not parts.scheme and not parts.netloc else ""


def _from_our_pages() -> bool:
    """By the headers that browsers send with a post; what sends none of them is no browser."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="carried fields")
