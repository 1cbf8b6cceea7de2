"""Links to the pages of a long list."""

from __future__ import annotations

from typing import Any

from flask import request

from reporting.services.queries import Page
from reporting.web.i18n import asked, localised_url

_AROUND = 2


def links(page: Page[Any]) -> dict[str, Any]:
    """What components/pagination.html takes: pages (None where some are left out), previous_url, next_url."""
    shown = [
        number for number in range(1, page.pages + 1) if number in (1, page.pages) or abs(number - page.page) <= _AROUND
    ]
    pages: list[dict[str, Any] | None] = []
    last = 0
    for number in shown:
        if number > last + 1:
            pages.append(None)
        pages.append({"number": number, "url": _url(number), "current": number == page.page})
        last = number
    return {
        "pages": pages,
        "previous_url": _url(page.page - 1) if page.page > 1 else "",
        "next_url": _url(page.page + 1) if page.page < page.pages else "",
    }


def _url(number: int) -> str:
    values: dict[str, Any] = {**asked(), **(request.view_args or {}), "page": number}
    return localised_url(request.endpoint or "public.home", **values)
