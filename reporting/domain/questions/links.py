"""Links: addresses elsewhere, each with a title that says what is found there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from reporting.domain.definitions import Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf
from reporting.domain.questions.contact import is_email
from reporting.domain.questions.rows import Row, Rows

SCHEMES = ("http", "https", "mailto")
MAX_URL = 2_000
MAX_TITLE = 500
#: Addresses as people say them: a host with a dot, and what follows it.
_BARE_HOST = re.compile(r"[^\W_][\w-]*(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?([/?#]\S*)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Links(Rows):
    """Rows of `url` and `title`. Only addresses that a click cannot turn into a program are stored."""

    name = "links"
    columns = ("url", "title")

    def row(self, cells: Row) -> Row:
        if len(cells["title"]) > MAX_TITLE:
            raise NotStorable("too_long", limit=MAX_TITLE)
        return {"url": address(cells["url"]), "title": cells["title"]}

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        for n, row in enumerate(value, 1):
            if not row["url"]:
                yield "link_address_needed", {"number": n}
            elif not row["title"]:
                yield "link_title_needed", {"number": n}

    def line(self, row: Mapping[str, str]) -> str:
        return ": ".join(each for each in (row["title"], row["url"]) if each)

    def json_schema(self, question: Question) -> dict[str, Any]:
        made = super().json_schema(question)
        made["items"]["properties"] = {
            "url": {"type": "string", "maxLength": MAX_URL},
            "title": {"type": "string", "maxLength": MAX_TITLE},
        }
        return made


def address(typed: str) -> str:
    """An address in full: `https:` or `mailto:` is added where people leave it out. Raises NotStorable."""
    if not typed:
        return ""
    if len(typed) > MAX_URL:
        raise NotStorable("too_long", limit=MAX_URL)
    if is_email(typed):
        return f"mailto:{typed}"
    if _BARE_HOST.fullmatch(typed):
        return f"https://{typed}"
    found = _SCHEME.match(typed)
    if found is None:
        raise NotStorable("not_a_link")
    if found[0][:-1].lower() not in SCHEMES:
        raise NotStorable("link_refused")
    return _checked(typed)


def _checked(url: str) -> str:
    """A web address that names a host, or a mail address; nothing that hides where it leads."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise NotStorable("not_a_link") from None
    if any(each.isspace() or not each.isprintable() or each in '<>"\\`' for each in url):
        raise NotStorable("not_a_link")
    if parts.scheme == "mailto":
        if not is_email(parts.path):
            raise NotStorable("not_a_link")
    elif not host or not url.partition(":")[2].startswith("//"):
        raise NotStorable("not_a_link")
    elif "@" in parts.netloc:
        raise NotStorable("link_refused")
    return parts.scheme + url[len(parts.scheme) :]
