"""Style, scripts and pictures: read once at start, named by the digest of all of them, compressed ahead of time.

One digest stands in the path (`/assets/<digest>/css/site.css`), so files may refer to each other by relative address
and a browser keeps them for ever. The sheets that every page needs are served as one, `css/site.css`.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from reporting.web.access import public

bp = Blueprint("assets", __name__)
FOLDER = Path(__file__).parent / "static"
#: Joined in this order.
SHEETS = ("tokens", "base", "forms", "components", "print")
SITE_SHEET = "css/site.css"
_TEXT = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class Asset:
    """One file in each encoding that is smaller than the plain one; '' is the plain one."""

    content_type: str
    encodings: dict[str, bytes]


#: The rich-text editor in one file, where the set-up has made it.
EDITOR = "editor/editor.js"


class Assets:
    """All files under `folder`, and those under each of `others` by its name in front, where it is there."""

    def __init__(self, others: Mapping[str, Path], folder: Path = FOLDER) -> None:
        files = [(path, path.relative_to(folder).as_posix()) for path in _below(folder)]
        for name, other in others.items():
            files += [(path, f"{name}/{path.relative_to(other).as_posix()}") for path in _below(other)]
        total = hashlib.sha256()
        self.files: dict[str, Asset] = {}
        for path, name in files:
            content = path.read_bytes()
            total.update(f"{name}\0{len(content)}\0".encode() + content)
            self.files[name] = _asset(path, content)
        self.digest = total.hexdigest()[:12]
        sheets = [folder / "css" / f"{each}.css" for each in SHEETS]
        if sheets[0].is_file():
            joined = b"".join(each.read_bytes() for each in sheets)
            self.files[SITE_SHEET] = _asset(Path(SITE_SHEET), joined)

    @property
    def has_editor(self) -> bool:
        return EDITOR in self.files

    def url(self, name: str) -> str:
        """The address of a file. An unknown name is a mistake in a template."""
        if name not in self.files:
            raise LookupError(f"no asset {name!r}")
        return f"/assets/{self.digest}/{name}"


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".br")


@cache
def _asset(path: Path, content: bytes) -> Asset:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    encodings = {"": content}
    if kind in _TEXT:
        ready = path.with_name(f"{path.name}.br")
        encodings["br"] = ready.read_bytes() if ready.is_file() else brotli.compress(content, quality=11)
        encodings["gzip"] = gzip.compress(content, 9, mtime=0)
    return Asset(kind, encodings)


def register(app: Flask, assets: Assets) -> None:
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["has_editor"] = assets.has_editor
    app.register_blueprint(bp)


@bp.get("/assets/<digest>/<path:name>")
@public
def serve(digest: str, name: str) -> Response:
    assets: Assets = current_app.extensions["assets"]
    asset = assets.files.get(name)
    if asset is None or digest != assets.digest:
        raise NotFound
    encoding = request.accept_encodings.best_match([each for each in asset.encodings if each]) or ""
    response = Response(asset.encodings[encoding], content_type=asset.content_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    """What browsers ask for by themselves beside a PDF or JSON file, which name no picture."""
    assets: Assets = current_app.extensions["assets"]
    response = Response(status=302)
    response.headers["Location"] = assets.url("img/favicon.svg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
