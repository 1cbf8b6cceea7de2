"""Whatever is sent, wherever: an answer below 500, on a sound page, with nothing of it taken for markup."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from reporting.app import create_app
from reporting.domain import workflow
from tests.databases import Postgres
from tests.journeys.browser import HOST, Browser, Place
from tests.journeys.page import Form, Page, look_over
from tests.people import PASSWORD, email_of, with_password
from tests.templates import strict
from tests.world import XT, FixedClock, make_world, settings

Enter = Callable[..., Browser]
Pairs = Sequence[tuple[str, str]]
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)></textarea>{{ 7*7 }} %s %(x)s <b>"
#: What is put into each field in turn, already encoded for the body.
VALUES = {
    "markup": quote_plus(MARKUP),
    "two megabytes": "x" * 2_000_000,
    "zero byte": "a%00b",
    "half a surrogate pair": "a%ED%A0%80b",
    "no text at all": "%FF%FE%C0%80",
    "a number": "-1",
    "a huge number": "9" * 30,
    "more digits than Python reads": "9" * 5000,
    "other digits": quote_plus("٣"),
    "no day": "2026-02-30",
    "a list": quote_plus('["en"]'),
    "nothing": "",
    "directions and joiners": quote_plus("\u202e\u2066\u200f\ufeff\U000e0001"),
}
ADDRESSES = ("%00", "..%2f..%2fetc", quote(MARKUP, safe=""), "%ED%A0%80", "x" * 3000, "nr7%0d%0aSet-Cookie:a=b")


@dataclass
class Forms:
    """The forms that somebody meets, each address once; sent as from one browser whose cookies never change."""

    browser: Browser
    found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = self.browser.place
        self.world = self.place.world
        self.client = self.place.app.test_client(use_cookies=False)
        cookie = self.browser.client.get_cookie("session", "localhost")
        self.cookie = f"session={cookie.value}" if cookie else ""
        self.database = Path(str(self.world.house.db.url.database))

    def gather(self, *addresses: str) -> None:
        for address in addresses:
            page = self.browser.open(address)
            for element in page.all("form"):
                form = Form(element, page.url)
                if form.method == "post":
                    self.found.setdefault(urlsplit(form.url).path, form.sent({}, ""))
        self.keep()

    def keep(self) -> None:
        self.world.house.db.dispose()
        shutil.copy(self.database, self.database.with_suffix(".kept"))

    def send(self, address: str, body: bytes, content_type: str = "application/x-www-form-urlencoded") -> TestResponse:
        """One post, from the state that was kept."""
        before = len(self.place.writes)
        answer = self.client.post(
            address, data=body, content_type=content_type, base_url=HOST, buffered=True,
            headers={"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code < 500, f"{address} answers {answer.status_code} to {body[:200]!r}"
        if len(self.place.writes) > before:
            self.world.house.db.dispose()
            for suffix in ("-wal", "-shm"):
                Path(f"{self.database}{suffix}").unlink(missing_ok=True)
            shutil.copy(self.database.with_suffix(".kept"), self.database)
        return answer


def encoded(pairs: Pairs) -> list[tuple[str, str]]:
    return [(quote_plus(name), quote_plus(value)) for name, value in pairs]


def joined(pairs: Pairs) -> bytes:
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


def bodies(pairs: Pairs) -> Iterator[tuple[str, bytes]]:
    """What can be wrong with a form, one thing at a time; the token stays right."""
    plain = encoded(pairs)
    names = list(dict.fromkeys(name for name, _ in plain if name != "csrf_token"))
    token = [pair for pair in plain if pair[0] == "csrf_token"]
    for name in names:
        others = [pair for pair in plain if pair[0] != name]
        yield f"{name} missing", joined(others)
        yield f"{name} twice", joined([*plain, (name, "a"), (name, "b")])
        for title, value in VALUES.items():
            yield f"{name}: {title}", joined([*others, (name, value)])
    yield "only the token", joined(token)
    yield "unknown fields", joined([*plain, *((f"unknown{n}", "1") for n in range(3000)), ("__class__", "1")])


@pytest.fixture
def forms(place: Place, enter: Enter, request: pytest.FixtureRequest) -> Forms:
    role, party, status, addresses = request.param
    report = place.world.report(XT)
    place.world.save(report, {}) if status == workflow.DRAFT else place.world.bring_to(report, status)
    with_password(place.world, "observer", XT)
    made = Forms(enter(role, party))
    made.gather(*addresses)
    return made


_REPORT = f"/en/workspace/{XT}/nr7"
_PLACES = {
    "drafting": ("focal_point", XT, workflow.DRAFT, (
        _REPORT, f"{_REPORT}/sections/report-information", f"{_REPORT}/sections/national-strategy",
        f"{_REPORT}/actions/discard",
    )),
    "submitting": ("focal_point", XT, workflow.RETURNED, (f"{_REPORT}/actions/submit", f"{_REPORT}/read")),
    "reviewing": ("reviewer", "", workflow.UNDER_REVIEW, (
        f"{_REPORT}/actions/return", f"{_REPORT}/actions/approve", f"{_REPORT}/read",
    )),
    "publishing": ("publisher", "", workflow.APPROVED, (f"{_REPORT}/actions/publish", f"{_REPORT}/actions/send_back")),
    "one's account": ("focal_point", XT, workflow.DRAFT, (
        "/en/profile", "/en/profile/email", "/en/profile/password", "/en/profile/tokens", "/en/prove",
        f"/en/workspace/{XT}/members",
    )),
    "all accounts": ("administrator", "", workflow.DRAFT, ("/en/secretariat/accounts", "/en/secretariat/accounts/1")),
}  # fmt: skip


@pytest.mark.parametrize("forms", list(_PLACES.values()), ids=list(_PLACES), indirect=True)
def test_no_field_of_any_form_breaks_the_system(forms: Forms) -> None:
    assert forms.found
    answers: set[int] = set()
    for address, pairs in forms.found.items():
        for title, body in bodies(pairs):
            answer = forms.send(address, body)
            answers.add(answer.status_code)
            if answer.mimetype == "text/html" and answer.status_code != 302:
                assert "<script>alert" not in answer.text, f"{address}, {title}"
                assert "onerror=alert(1)>" not in answer.text, f"{address}, {title}"
                if title.endswith("markup"):
                    look_over(Page(f"{HOST}{address}", answer.status_code, answer.text))
    assert answers & {200, 302}, "some of it is sound"
    assert not answers & {401, 403}, f"everything came as far as the form: {answers}"


@pytest.mark.parametrize("forms", [_PLACES["drafting"]], ids=["drafting"], indirect=True)
def test_no_kind_of_body_breaks_the_system(forms: Forms) -> None:
    for address, pairs in forms.found.items():
        token = dict(pairs)["csrf_token"]
        files = {name: (io.BytesIO(b"GIF89a"), f"{MARKUP}.svg") for name, _ in pairs if name != "csrf_token"}
        answer = forms.client.post(
            address, data={"csrf_token": token, **files}, base_url=HOST, headers={"Cookie": forms.cookie}
        )
        assert answer.status_code < 500
        for content_type, body in (
            ("application/json", b'{"csrf_token": "' + token.encode() + b'"}'),
            ("application/json", b"{" * 5000),
            ("multipart/form-data; boundary=x", b"--x\r\nno header"),
            ("multipart/form-data", b"--x"),
            ("application/x-www-form-urlencoded; charset=utf-16", b"csrf_token=%zz&&&===&%"),
            ("text/plain", MARKUP.encode()),
            ("", b"\xff" * 100),
            ("application/x-www-form-urlencoded", b"a=" + b"x" * 5_000_000),
            ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(20_000))),
        ):
            answer = forms.send(address, body, content_type)
            assert answer.status_code in (302, 400, 401, 404, 409, 413, 415, 422)


def test_nobody_signed_in_breaks_nothing_either(place: Place) -> None:
    forms = Forms(Browser(place))
    forms.gather("/en/sign-in", "/en/forgotten")
    token = dict(forms.found["/en/sign-in"])["csrf_token"]
    cookie = forms.browser.client.get_cookie("session", "localhost")
    assert cookie
    forms.cookie = f"session={cookie.value}"
    some = {
        "/en/sign-in": {"email": "a@b.example", "password": "x", "next": "/en/", "carried": "x"},
        "/en/forgotten": {"email": "a@b.example"},
        f"/en/reset/{'x' * 43}": {"password": "x"},
        f"/en/invitations/{'x' * 43}": {"name": "x", "password": "x", "new-link": "yes"},
        f"/en/confirm-email/{'x' * 43}": {},
        "/en/session": {},
        "/en/sign-out": {},
    }
    for address, fields in some.items():
        for title, body in bodies([("csrf_token", token), *fields.items()]):
            answer = forms.send(address, body)
            assert "<script>alert" not in answer.text, f"{address}, {title}"


@pytest.mark.parametrize("role", ["anyone", "focal_point", "administrator"])
def test_no_address_breaks_the_system(place: Place, enter: Enter, role: str) -> None:
    place.world.bring_to(place.world.report(XT), workflow.PUBLISHED)
    browser = Browser(place) if role == "anyone" else enter(role, XT if role == "focal_point" else "")
    client, seen = browser.client, set()
    for rule in place.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or who_visits(place.app, rule) != role:
            continue
        for address in (*hostile_paths(rule.rule), *hostile_queries(rule.rule)):
            answer = client.get(address, base_url=HOST, buffered=True)
            assert answer.status_code < 500, f"{address[:200]} answers {answer.status_code}"
            assert "<script>alert" not in answer.text if answer.mimetype == "text/html" else True
            assert "a=b" not in answer.headers.get("Set-Cookie", "")
            seen.add(answer.status_code)
    assert seen >= {200, 404}


def who_visits(app: Flask, rule: Rule) -> str:
    """Who gets furthest at an address; programs have tests of their own."""
    if rule.endpoint.startswith("api."):
        return "a program"
    if getattr(app.view_functions[rule.endpoint], "permission", "") == "public":
        return "anyone"
    return "focal_point" if "party" in rule.arguments else "administrator"


GOOD = {
    "lang_code": "en", "party": XT, "form": "nr7", "section": "conclusions", "action": "submit", "token": "x" * 43,
    "question": "conclusions.assessment_summary", "int:number": "1", "int:membership_id": "1", "int:user_id": "1",
    "name": "x", "digest": "x", "path:name": "x.css",
}  # fmt: skip


def filled(rule: str, **other: str) -> str:
    for name, value in {**GOOD, **other}.items():
        rule = rule.replace(f"<{name}>", value)
    return rule


def hostile_paths(rule: str) -> Iterator[str]:
    """The address with one part replaced."""
    for name in GOOD:
        if f"<{name}>" in rule:
            wrong = ("0", "9" * 30, "-1", "9" * 5000) if name.startswith("int:") else ADDRESSES
            yield from (filled(rule, **{name: value}) for value in wrong)


def hostile_queries(rule: str) -> Iterator[str]:
    address = filled(rule)
    if "<" in address:
        return
    for value in ("0", "-1", "9" * 19, "9" * 30, "%00", "%ED%A0%80", quote(MARKUP), "//evil.example", "x" * 3000):
        yield f"{address}?" + "&".join(f"{name}={value}" for name in ("page", "q", "party", "form", "region", "in"))
        yield from (f"{address}?{name}={value}" for name in ("page", "status", "next"))
    yield f"{address}?page=a&page=b&in=&in=fr"


@pytest.mark.postgres
def test_another_database_breaks_by_none_of_it_either(
    tmp_path: Path, postgres: Postgres, cheap_passwords: None
) -> None:
    """PostgreSQL takes no zero bytes, no halves of characters and no huge keys."""
    clock = FixedClock()
    app = strict(create_app(settings(tmp_path, database_url=postgres.with_forms()), clock))
    place = Place(app, make_world(tmp_path, house=app.extensions["house"], clock=clock))
    place.world.report(XT)
    browser = Browser(place)
    browser.sign_in(email_of(place.world, with_password(place.world, "focal_point", XT)), PASSWORD)
    for address in (
        f"{_REPORT}/sections/report-information", f"{_REPORT}/actions/discard", _REPORT, "/en/profile",
        "/en/profile/tokens", f"/en/workspace/{XT}/members", "/en/prove",
    ):  # fmt: skip
        page = browser.open(address)
        forms = [Form(each, page.url) for each in page.all("form") if "/sign-out" not in each.get("action", "")]
        for form, name in [(each, name) for each in forms for name, _ in each.sent({})]:
            plain = [pair for pair in encoded(form.sent({})) if pair[0] != name]
            for value in ("a%00b", "a%ED%A0%80b", "9" * 30, "%FF", quote_plus("\u202e"), "x" * 250, "x" * 5000):
                answer = browser.client.post(
                    form.url, data=joined([*plain, (name, value)]), base_url=HOST, buffered=True,
                    content_type="application/x-www-form-urlencoded", headers={"Sec-Fetch-Site": "same-origin"},
                )  # fmt: skip
                assert answer.status_code < 500, f"{address}, {name}: {value}"
    for address in (
        "/en/records?region=%00", "/en/records?party=%00&form=%ED%A0%80", "/en/records/%00/nr7", "/en/reset/%00",
        f"/en/records/{XT}/nr7/{'9' * 10}", f"/en/workspace/{XT}/%00", f"{_REPORT}/pdf/{'9' * 10}",
    ):  # fmt: skip
        assert browser.client.get(address, base_url=HOST, buffered=True).status_code < 500, address
    place.world.house.db.dispose()
