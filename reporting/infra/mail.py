"""Mail: a message of the standard library, given to an SMTP server or laid into a folder.

A message may be sent twice (its job may run twice); its Message-ID stays the same, so that receivers see one.
"""

from __future__ import annotations

import datetime as dt
import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Gives a message away; raises Refused, NotNow, OSError or an SMTP error.
Post = Callable[[EmailMessage], None]

_TIMEOUT_SECONDS = 30
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Refused(Exception):
    """The receiving side will not take this message, however often it is tried."""


class NotNow(Exception):
    """The receiving side may take it later."""


@dataclass(frozen=True)
class Letter:
    """What a reader gets, in their language: a subject and the same words as text and as HTML."""

    subject: str
    text: str
    html: str
    language: str


def message_of(letter: Letter, *, sender: str, to: str, message_id: str, at: dt.datetime) -> EmailMessage:
    """The message. `sender` may have a display name; `message_id` comes without its host and brackets."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


def to_folder(folder: Path) -> Post:
    """Lay messages into `folder` as `.eml` files for their owner's eyes; the same message twice is one file."""

    def lay(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        unfinished = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / f"{name}.eml")

    return lay


def to_server(url: str) -> Post:
    """Send by the server at `url`: `smtp://`, `smtp+starttls://` or `smtps://`, with `user:password@` where needed.

    `smtp://` with a password begins TLS too, unless the server is this machine.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("the address of the mail server begins with smtp://, smtp+starttls:// or smtps://")
    host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
    away = host not in ("localhost", "127.0.0.1", "::1")
    starts_tls = parts.scheme == "smtp+starttls" or (parts.scheme == "smtp" and bool(parts.username) and away)

    def connect() -> smtplib.SMTP:
        if parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)

    def send(message: EmailMessage) -> None:
        with connect() as server:
            if starts_tls:
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                raise _refusal(*(code for code, _ in error.recipients.values())) from None
            except smtplib.SMTPResponseException as error:
                raise _refusal(error.smtp_code) from None

    return send


def _refusal(*codes: int) -> Refused | NotNow:
    """What a server's answer means. It is kept with the job, so it holds no address."""
    answer = f"the mail server answered {', '.join(str(code) for code in codes)}"
    return Refused(answer) if all(500 <= code < 600 for code in codes) else NotNow(answer)
