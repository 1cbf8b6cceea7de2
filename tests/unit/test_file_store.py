"""The store of attached files: by content, durable, private, and swept only of what nobody names."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reporting.infra.file_store import FileStore, TooLong, WrongOffset

CONTENT = b"The plan, in all its length. " * 100
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def kept(store: FileStore, content: bytes = CONTENT, preview: bytes | None = None) -> str:
    return store.keep(store.take(io.BytesIO(content), 10_000), preview)


def made_old(path: Path) -> None:
    os.utime(path, (0, 0))


def test_a_file_lies_under_its_content_for_its_owner_alone(store: FileStore) -> None:
    assert kept(store, preview=b"small") == SHA256
    for path, content in ((store.path(SHA256), CONTENT), (store.preview(SHA256), b"small")):
        assert path.read_bytes() == content
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert list((store.folder / "incoming").iterdir()) == []


def test_the_same_content_is_kept_once(store: FileStore) -> None:
    assert kept(store) == kept(store)
    assert len(list(store.folder.glob("??/*"))) == 1


def test_nothing_is_left_of_what_is_too_long(store: FileStore) -> None:
    with pytest.raises(TooLong):
        store.take(io.BytesIO(CONTENT), len(CONTENT) - 1)
    assert list((store.folder / "incoming").iterdir()) == []
    assert store.take(io.BytesIO(CONTENT), len(CONTENT))


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, f"{'a' * 64}\n"])
def test_only_hashes_and_keys_become_paths(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(name)
    with pytest.raises(ValueError, match="key"):
        store.incoming(f"{name}/")


def test_pieces_follow_each_other(store: FileStore) -> None:
    key = store.begin()
    assert store.append(key, 0, CONTENT[:1000], len(CONTENT)) == 1000
    with pytest.raises(WrongOffset) as wrong:
        store.append(key, 1500, CONTENT[1500:], len(CONTENT))
    assert wrong.value.offset == 1000
    with pytest.raises(TooLong):
        store.append(key, 1000, CONTENT[1000:] + b"!", len(CONTENT))
    assert store.append(key, 1000, CONTENT[1000:], len(CONTENT)) == len(CONTENT)
    assert store.digest(key) == store.keep(key) == SHA256


def test_a_piece_that_comes_again_is_no_error_but_another_one_is(store: FileStore) -> None:
    key = store.begin()
    for _ in range(2):
        assert store.append(key, 0, CONTENT[:1000], len(CONTENT)) == 1000
    assert store.append(key, 500, CONTENT[500:700], len(CONTENT)) == 1000
    for piece in (b"x" * 1000, CONTENT[:1001]):
        with pytest.raises(WrongOffset):
            store.append(key, 0, piece, len(CONTENT))
    assert store.length(key) == 1000


def test_of_many_who_send_the_same_piece_one_adds_it(store: FileStore) -> None:
    key = store.begin()
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: store.append(key, 0, CONTENT, len(CONTENT)), range(16)))
    assert set(told) == {len(CONTENT)}
    assert store.keep(key) == SHA256


def test_what_is_gone_has_no_length(store: FileStore) -> None:
    key = store.begin()
    store.drop(key)
    store.drop(key)
    assert store.length(key) == 0


def test_only_what_is_old_and_unnamed_is_swept(store: FileStore) -> None:
    named, unnamed, young = (kept(store, content, b"small") for content in (b"a", b"b", b"c"))
    waiting, forgotten = store.begin(), store.begin()
    for path in (store.path(named), store.path(unnamed), store.preview(unnamed)):
        made_old(path)
    for key in (waiting, forgotten):
        made_old(store.incoming(key))
    there = set(store.folder.glob("*/*"))
    assert store.sweep([named, waiting], 3600) == 3
    gone = {store.path(unnamed), store.preview(unnamed), store.incoming(forgotten)}
    assert set(store.folder.glob("*/*")) == there - gone
    assert store.path(young) in there


def test_content_that_is_brought_again_is_young_again(store: FileStore) -> None:
    made_old(store.path(kept(store)))
    kept(store)
    assert store.sweep([], 3600) == 0


def test_content_that_is_brought_again_while_it_is_swept_stays(store: FileStore) -> None:
    path = store.path(kept(store))
    made_old(path)
    with ThreadPoolExecutor(1) as threads:
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # as whoever brings it does
            swept = threads.submit(store.sweep, [], 3600)
            time.sleep(0.2)
            os.utime(path)
        finally:
            os.close(handle)
        assert swept.result() == 0
    assert path.is_file()


def test_a_store_that_was_never_used_has_nothing_to_sweep(store: FileStore) -> None:
    assert store.sweep([], 0) == 0
