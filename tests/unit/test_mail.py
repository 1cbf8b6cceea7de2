"""Messages as they leave: into a folder, or to a mail server that says yes, no, or not now."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socket
import stat
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from reporting.infra.mail import Letter, NotNow, Refused, message_of, to_folder, to_server

LETTER = Letter("كلمة مرور\nجديدة", "مرحبا\n", "<p>مرحبا</p>", "ar")
AT = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)


def message() -> EmailMessage:
    sender = "National reports <no-reply@reports.example.org>"
    return message_of(LETTER, sender=sender, to="focal@testland.example", message_id="20260202-job-7", at=AT)


def test_a_message_carries_both_forms_of_the_words_and_says_its_language():
    read = email.message_from_bytes(message().as_bytes(), policy=email.policy.default)
    assert read["Subject"] == "كلمة مرور جديدة"
    assert read["Message-ID"] == "<20260202-job-7@reports.example.org>"
    assert read["Content-Language"] == "ar"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["From"] == "National reports <no-reply@reports.example.org>"
    assert read.get_body(("plain",)).get_content().strip() == "مرحبا"
    assert "<p>مرحبا</p>" in read.get_body(("html",)).get_content()


def test_mail_in_a_folder_is_for_its_owner_and_there_once(tmp_path):
    lay = to_folder(tmp_path / "outbox")
    lay(message())
    lay(message())
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == "20260202-job-7.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


class FakeServer:
    """A mail server on a free port that answers as it is told and keeps what it gets."""

    def __init__(self, answer: str = "250 taken") -> None:
        self.answer = answer
        self.data: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with line, line.makefile("rb") as reader:
            line.sendall(b"220 here\r\n")
            for command in reader:
                word = command[:4].upper()
                if word == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    self.data.append(b"".join(iter(reader.readline, b".\r\n")))
                    line.sendall(b"250 kept\r\n")
                elif word == b"RCPT":
                    line.sendall(f"{self.answer}\r\n".encode())
                elif word == b"QUIT":
                    line.sendall(b"221 bye\r\n")
                    return
                else:
                    line.sendall(b"250 fine\r\n")

    def close(self) -> None:
        self._thread.join(5)
        self._listening.close()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[FakeServer]:
    running = FakeServer(*getattr(request, "param", ()))
    yield running
    running.close()


def test_a_message_reaches_the_server(server):
    to_server(server.url)(message())
    read = email.message_from_bytes(server.data[0], policy=email.policy.default)
    assert read["To"] == "focal@testland.example"


@pytest.mark.parametrize("server", [("550 no such person",)], indirect=True)
def test_an_address_that_does_not_exist_is_refused_for_good(server):
    with pytest.raises(Refused, match="550"):
        to_server(server.url)(message())


@pytest.mark.parametrize("server", [("450 not now",)], indirect=True)
def test_a_busy_server_is_worth_another_try(server):
    with pytest.raises(NotNow) as refused:
        to_server(server.url)(message())
    assert "@" not in str(refused.value)


def test_a_server_that_is_away_is_worth_another_try():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(OSError, match="refused"):
        to_server(f"smtp://127.0.0.1:{port}")(message())


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org"])
def test_an_address_that_is_no_mail_server_is_told_at_the_start(url):
    with pytest.raises(ValueError, match="smtp://"):
        to_server(url)
