"""A browser without scripts: one person's cookies, real forms, redirects followed, and each page looked over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from reporting.infra.mailbox import Kept, kept_mails
from tests.journeys.page import Page, Typed, look_over
from tests.world import World

HOST = "http://localhost:8000"
_PUBLIC = re.compile(r"/[a-z]{2}/(about|records(/.*)?)?$")


@dataclass
class Place:
    """An installation that can be visited. `writes` counts the transactions that began."""

    app: Flask
    world: World
    writes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.world.house.db.engine, "begin", lambda connection: self.writes.append(1))

    def work(self) -> None:
        """Let the worker do what waits."""
        self.world.run_jobs()

    def mails(self, to: str = "") -> list[Kept]:
        """The mails that have been sent, newest first."""
        folder = self.world.house.outbox
        assert isinstance(folder, Path)
        return [each for each in kept_mails(folder) if to in ("", each.to)]


@dataclass
class Browser:
    """Where somebody is: `page` is what they see, None after a file; `place_on_page` the fragment of its address."""

    place: Place
    network: str = "192.0.2.1"
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.place.app.test_client()
        self.response: TestResponse
        self._page: Page | None = None
        self.place_on_page = ""

    @property
    def page(self) -> Page:
        assert self._page is not None, "this is no page"
        return self._page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def open(self, address: str, *, status: int = 200, **headers: str) -> Page:
        """Go to an address of the site; a fragment must be on the page."""
        self.fetch("GET", address, status=status, **headers)
        fragment = urlsplit(address).fragment
        assert not fragment or self.page.has_id(fragment), f"{address} leads to nothing on its page"
        return self.page

    def follow(self, part: str, *, status: int = 200) -> Page:
        """Press the link whose address ends with `part`."""
        return self.open(self.page.link(part), status=status)

    def download(self, address: str, *, status: int = 200, **headers: str) -> TestResponse:
        self.fetch("GET", address, status=status, **headers)
        return self.response

    def send(
        self, typed: Typed | None = None, *, to: str = "", button: str = "", status: int = 200, **held: str
    ) -> Page:
        """Fill in the form to `to` of this page, the one whose fields hold these values, and press its button."""
        form = self.page.form(to, **held)
        pairs = form.sent(typed or {}, button)
        if form.method == "get":
            query = "&".join(f"{name}={value}" for name, value in pairs)
            return self.open(f"{form.url.partition('?')[0]}?{query}", status=status)
        self.fetch("POST", form.url, pairs, status=status)
        return self.page

    def post(self, address: str, pairs: Sequence[tuple[str, str]] = (), *, status: int = 200) -> TestResponse:
        """Send what no form of this page would send, with this page's token."""
        form = next(each for each in self.page.all("input") if each.get("name") == "csrf_token")
        self.fetch("POST", address, [("csrf_token", form.get("value", "")), *pairs], status=status)
        return self.response

    def fetch(
        self, method: str, address: str, pairs: Sequence[tuple[str, str]] = (), *, status: int | None = 200,
        **headers: str,
    ) -> None:  # fmt: skip
        """One request with its redirects; `status` None takes any answer that is not the server's fault."""
        for _ in range(6):
            self._once(method, address, pairs, headers)
            if self.response.status_code not in (301, 302, 303, 307, 308):
                break
            method, address, pairs = "GET", self.response.headers["Location"], ()
        else:
            raise AssertionError(f"redirected without end to {address}")
        self.place_on_page = urlsplit(address).fragment
        found = self.response.status_code
        assert found < 500, f"{method} {address} answers {found}:\n{self.response.text[:4000]}"
        assert status is None or found == status, (
            f"{method} {address} answers {found}, not {status}: {self._page.text[:600] if self._page else ''}"
        )

    def _once(self, method: str, address: str, pairs: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> None:
        parts = urlsplit(address)
        assert parts.netloc in ("", urlsplit(HOST).netloc), f"this leads away: {address}"
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        before = len(self.place.writes)
        self.response = self.client.open(
            parts.path, query_string=parts.query, method=method, data=fields if method == "POST" else None,
            base_url=HOST, buffered=True, environ_overrides={"REMOTE_ADDR": self.network},
            headers={
                **self.headers, **{name.replace("_", "-"): value for name, value in headers.items()},
                **({"Sec-Fetch-Site": "same-origin", "Origin": HOST} if method == "POST" else {}),
            },
        )  # fmt: skip
        self._look_over(method, parts.path, f"?{parts.query}" if parts.query else "", before)

    def _look_over(self, method: str, path: str, query: str, before: int) -> None:
        answer, db = self.response, self.place.world.house.db
        assert db._reading.get() is None, f"{method} {path} leaves its reading session open"
        assert not db._writing.get(), f"{method} {path} leaves a transaction open"
        assert method != "GET" or len(self.place.writes) == before, f"GET {path} writes"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if _PUBLIC.fullmatch(path):
            assert "Set-Cookie" not in answer.headers, f"{path} sets a cookie"
            assert "Cookie" not in answer.headers.get("Vary", ""), f"{path} differs by cookie"
        self._page = None
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 304, 307, 308):
            packed = answer.headers.get("Content-Encoding") == "br"
            html = brotli.decompress(answer.data).decode() if packed else answer.text
            self._page = Page(f"{HOST}{path}{query}", answer.status_code, html)
            look_over(self._page)

    def sign_in(self, email: str, password: str, language: str = "en", *, shared: bool = False) -> Page:
        """By the form of the sign-in page; ends where the person works."""
        self.open(f"/{language}/sign-in")
        typed: dict[str, str | list[str]] = {"email": email, "password": password}
        if shared:
            typed["shared"] = ["y"]
        page = self.send(typed, to="/sign-in")
        assert "/sign-in" not in self.path, page.text
        return page

    @contextmanager
    def without_cookies(self) -> Iterator[None]:
        """As another browser would see it."""
        kept, self.client = self.client, self.place.app.test_client()
        try:
            yield
        finally:
            self.client = kept
