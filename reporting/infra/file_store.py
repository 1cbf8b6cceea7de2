"""Attached files by the SHA-256 of their content, in a folder: never changed, readable by their owner only.

A file comes before the row that names it. What no row names is swept away when it is old (`sweep`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reporting.infra.files import put, sync_folder

_SHA256 = re.compile("[0-9a-f]{64}")
_KEY = re.compile("[A-Za-z0-9_-]{16,64}")
_STEP = 1 << 20


class WrongOffset(Exception):
    """A piece that does not follow what is there; `offset` is where the next one has to begin."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooLong(Exception):
    """More bytes than were announced."""


@dataclass(frozen=True)
class FileStore:
    """`<2>/<sha256>` holds contents, `<sha256>.preview` small pictures, `incoming/<key>` what is on its way."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where this content lies or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def preview(self, sha256: str) -> Path:
        """Where the small picture of this content lies, if it has one."""
        return self.path(sha256).with_suffix(".preview")

    def incoming(self, key: str) -> Path:
        """Where what is on its way under this key lies."""
        if not _KEY.fullmatch(key):
            raise ValueError("not a key")
        return self.folder / "incoming" / key

    def digest(self, key: str) -> str:
        """SHA-256 (hex) of what has come."""
        with self.incoming(key).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def begin(self) -> str:
        """The key of an empty file that is to be filled."""
        key = secrets.token_urlsafe(24)
        path = self.incoming(key)
        for folder in (self.folder, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return key

    def length(self, key: str) -> int:
        """How many bytes have come; 0 where the file is gone."""
        path = self.incoming(key)
        return path.stat().st_size if path.is_file() else 0

    def append(self, key: str, offset: int, content: bytes, limit: int) -> int:
        """Add a piece at `offset`; how many bytes there are now. One writer at a time; raises WrongOffset or TooLong.

        A piece that came before as a whole is not an error: its sender did not hear the answer.
        """
        with self.incoming(key).open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            length = file.seek(0, os.SEEK_END)
            if offset + len(content) > limit:
                raise TooLong
            if offset != length:
                if offset + len(content) <= length and _holds(file, offset, content):
                    return length
                raise WrongOffset(length)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            return length + len(content)

    def take(self, stream: IO[bytes], limit: int) -> str:
        """Everything that `stream` gives, up to `limit` bytes, as a file on its way. Raises TooLong."""
        key, length = self.begin(), 0
        try:
            with self.incoming(key).open("wb") as file:
                while piece := stream.read(_STEP):
                    length += len(piece)
                    if length > limit:
                        raise TooLong
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.drop(key)
            raise
        return key

    def drop(self, key: str) -> None:
        for path in (self.incoming(key), self._lock(key)):
            path.unlink(missing_ok=True)

    def _lock(self, key: str) -> Path:
        return self.incoming(key).with_suffix(".lock")

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """One at a time judges and keeps what has come under this key; the next one waits, and may find it done."""
        path = self._lock(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(path, os.O_WRONLY | os.O_CREAT):
            yield

    def keep(self, key: str, preview: bytes | None = None) -> str:
        """Move what has come to its content's place; its SHA-256. Harmless where that content is there already."""
        source = self.incoming(key)
        sha256 = self.digest(key)
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        source.chmod(0o600)
        with _locked(target.parent):
            os.utime(source)  # its age begins now: the sweep lets young files be
            source.replace(target)
            if preview is not None:
                put(self.preview(sha256), preview)
        sync_folder(target.parent)
        return sha256

    def sweep(self, named: Iterable[str], older_than_seconds: float) -> int:
        """Delete contents and previews that no row names, and arrivals that nobody goes on with, older than that.

        How many went. One that is brought again in this moment is young, and stays.
        """
        known, oldest = frozenset(named), time.time() - older_than_seconds
        return sum(_gone(each, oldest) for each in self.folder.glob("*/*") if each.name.partition(".")[0] not in known)


def _gone(path: Path, oldest: float) -> bool:
    """Whether the file was older than that, and is deleted."""
    with _locked(path.parent):
        is_old = path.is_file() and path.stat().st_mtime < oldest
        if is_old:
            path.unlink()
    return is_old


@contextmanager
def _locked(path: Path, flags: int = os.O_RDONLY) -> Iterator[None]:
    """Hold a file or a folder against everybody else who asks for it so."""
    handle = os.open(path, flags, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _holds(file: IO[bytes], offset: int, content: bytes) -> bool:
    file.seek(offset)
    return file.read(len(content)) == content
