"""Templates compiled once for a process of tests, though each test has an application of its own."""

from __future__ import annotations

from flask import Flask
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Keeps the code of each template in memory."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def strict(app: Flask) -> Flask:
    """What a template is not given fails in tests, instead of leaving a gap in a page."""
    app.jinja_env.bytecode_cache = _COMPILED
    app.jinja_env.undefined = StrictUndefined
    return app
