"""Letters: a template of `templates/emails`, a reader's language, and what happened, made into words.

A template is plain text: its first line is the subject. The HTML beside it holds the same paragraphs in a common shell,
so that nobody writes a letter twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.domain.languages import INTERFACE
from reporting.domain.texts import Texts
from reporting.infra.mail import Letter

#: What a template may count on; '' where nothing was given.
PARAMS = (
    "actor_name", "address", "comment", "due_on", "email", "form_title", "name", "number", "party_name", "role",
    "until_on", "valid_until_at",
)  # fmt: skip


class Letters:
    """Writes letters from the templates in the folder `emails`. `public_url` has no trailing slash."""

    def __init__(self, emails: Path, texts: Callable[[str], Texts], public_url: str) -> None:
        self._texts = texts
        self._public_url = public_url
        loader = FileSystemLoader(emails)
        self._plain = Environment(
            loader=loader, undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
        )
        self._html = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)

    def write(self, template: str, params: Mapping[str, Any], language: str) -> Letter:
        """`params` as in PARAMS; days are ISO strings, roles codes, `address` a path without a language."""
        language = language if language in INTERFACE else "en"
        texts = self._texts(language)
        words: dict[str, Any] = {**dict.fromkeys(PARAMS, ""), **self._in_words(texts, params)}
        words |= {"_": texts.gettext, "site": self._public_url}
        written = self._plain.get_template(f"{template}.txt").render(words).strip()
        subject, _, body = written.partition("\n")
        body = re.sub(r"\n{3,}", "\n\n", body.strip())
        html = self._html.get_template("letter.html").render(
            subject=subject, paragraphs=body.split("\n\n"), address=words["address"], language=language, dir=texts.dir
        )
        return Letter(subject.strip(), body + "\n", html, language)

    def _in_words(self, texts: Texts, params: Mapping[str, Any]) -> dict[str, Any]:
        words = dict(params)
        for name in ("due_on", "until_on"):
            if words.get(name):
                words[name] = texts.date(str(words[name]))
        if words.get("valid_until_at"):
            words["valid_until_at"] = texts.moment(dt.datetime.fromisoformat(str(words["valid_until_at"])))
        if words.get("number"):
            words["number"] = texts.number(words["number"])
        if words.get("role"):
            words["role"] = texts.word(words["role"])
        if words.get("address"):
            words["address"] = self._address(str(words["address"]), texts.language)
        return words

    def _address(self, path: str, language: str) -> str:
        """A path as a full address in the reader's language, whatever language it was written in."""
        if not path.startswith("/"):
            return path
        first, _, rest = path[1:].partition("/")
        return f"{self._public_url}/{language}/{quote(rest if first in INTERFACE else path[1:], safe='/#?=&-_.~')}"
