"""A browser without scripts, for tests of pages: it fills in the forms of the page that it was given last."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.people import PASSWORD


class Browser:
    """What it shows is in `page` and `status`."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = ""
        self.status = 0

    def get(self, path: str) -> TestResponse:
        return self._keep(self.client.get(path, follow_redirects=True))

    def send(self, form: int | str = 0, **typed: Any) -> TestResponse:
        """Fill in and send a form of the page: by its place, or by a part of its address."""
        action, fields = self.form(form)
        return self.post(action, {**fields, **typed})

    def post(self, path: str, fields: dict[str, Any], **more: Any) -> TestResponse:
        return self._keep(self.client.post(path, data=fields, follow_redirects=True, **more))

    def form(self, wanted: int | str = 0) -> tuple[str, dict[str, str]]:
        forms = re.findall(r'<form\b([^>]*method="post"[^>]*)>(.*?)</form>', self.page, re.S)
        found = [(self._action(head), self._hidden(body)) for head, body in forms]
        found = [each for each in found if not each[0].endswith("/sign-out") or wanted == "sign-out"]
        if isinstance(wanted, int):
            return found[wanted]
        return next(each for each in found if wanted in each[0])

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        self.get("/en/sign-in")
        return self.send("sign-in", email=email, password=password, **more)

    def _keep(self, answer: TestResponse) -> TestResponse:
        self.page, self.status = answer.text, answer.status_code
        self.path = answer.request.full_path.rstrip("?")
        return answer

    def _action(self, head: str) -> str:
        found = re.search(r'action="([^"]*)"', head)
        return html.unescape(found[1]) if found else self.path

    @staticmethod
    def _hidden(body: str) -> dict[str, str]:
        inputs = [dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in re.findall(r"<input\b([^>]*)>", body)]
        return {each["name"]: html.unescape(each.get("value", "")) for each in inputs if each.get("type") == "hidden"}
