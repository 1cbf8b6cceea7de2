"""Settings in three layers: defaults → `instance/config.toml` → environment `REPORTING_*`. Read by floor 5 only.

Every problem is one sentence; all of them are told at once.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reporting import paths

PREFIX = "REPORTING_"


class SettingsProblem(Exception):
    """The settings cannot be used. `problems` holds one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def _setting(default: Any, says: str, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"says": says, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """What an installation is told. Empty texts mean the default that is derived from `instance`."""

    instance: Path = _setting(Path(), "folder of the local state: database, files, documents, outbox, keys")
    database_url: str = _setting("", "SQLAlchemy URL; default: SQLite in the instance folder", secret=True)
    jobs_url: str = _setting("", "queue that rings for jobs; default: SQLite in the instance folder", secret=True)
    files_url: str = _setting("", "folder of attached files (a path, or file://…); default: in the instance folder")
    max_file_mb: int = _setting(50, "the largest file that may be attached, in megabytes")
    secret_key: str = _setting("", "key of sessions, 32 characters or more; default: made once and kept", secret=True)
    site_name: str = _setting("", "name of the system in headers and titles; default: “National reports”, translated")
    public_url: str = _setting("", "the address people use, such as https://reports.example.org")
    forms_path: str = _setting("", "further folders of form data, parted by ':'")
    translations_path: str = _setting("", "further folders of catalogues for those forms, parted by ':'")
    smtp_url: str = _setting("", "smtp://, smtp+starttls:// or smtps://; default: mail is put into files", secret=True)
    mail_from: str = _setting("National reports <no-reply@localhost>", "sender of mails")
    host: str = _setting("localhost", "address that `serve` binds")
    port: int = _setting(8000, "port that `serve` binds")
    workers: int = _setting(2, "processes that answer requests")
    trusted_proxies: int = _setting(0, "how many proxies in front may set X-Forwarded-*")
    demonstration_anywhere: bool = _setting(False, "serve a demonstration on other addresses than loopback")
    open_forms: bool = _setting(True, "open forms whose day has come when the server starts")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.instance / 'reporting.sqlite'}"

    @property
    def files(self) -> Path:
        """The folder of attached files."""
        return Path(self.files_url.removeprefix("file://")).expanduser() if self.files_url else self.instance / "files"

    @property
    def address(self) -> str:
        """The public address without a trailing slash; on loopback it is known without being told."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def form_roots(self) -> list[Path]:
        return [paths.data("forms"), *_folders(self.forms_path)]

    @property
    def translation_roots(self) -> list[Path]:
        return [paths.data("translations"), *_folders(self.translations_path)]

    @property
    def is_loopback(self) -> bool:
        return self.host in ("localhost", "127.0.0.1", "::1")


def _folders(joined: str) -> list[Path]:
    return [Path(each).expanduser() for each in joined.split(os.pathsep) if each]


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises SettingsProblem with every problem there is."""
    told = os.environ if environment is None else environment
    problems: list[str] = []
    instance = Path(told.get(f"{PREFIX}INSTANCE", "") or paths.default_instance()).expanduser().resolve()
    values: dict[str, Any] = {}
    for source, given in (
        ("config.toml", _file(instance, problems)),
        ("the environment", _environment(told, problems)),
    ):
        for name, value in given.items():
            _take(values, name, value, source, problems)
    settings = Settings(**{**values, "instance": instance})
    problems += _disagreements(settings)
    if problems:
        raise SettingsProblem(problems)
    return settings


def _file(instance: Path, problems: list[str]) -> dict[str, Any]:
    path = instance / "config.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path} is not valid TOML: {error}.")
        return {}


def _environment(told: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    return {name.removeprefix(PREFIX).lower(): value for name, value in told.items() if name.startswith(PREFIX)}


def _take(values: dict[str, Any], name: str, value: Any, source: str, problems: list[str]) -> None:
    known = {each.name: each for each in fields(Settings)}
    if name not in known:
        problems.append(f"{source} sets {name!r}, which is no setting; `reporting settings` lists them.")
    elif name != "instance":
        kind = type(known[name].default)
        try:
            values[name] = _as(kind, value)
        except ValueError:
            shown = "what is told" if known[name].metadata["secret"] else repr(value)
            problems.append(f"{source} sets {name} to {shown}, which is not {_SAID[kind]}.")


_SAID = {int: "a number", bool: "true or false", str: "a text"}


def _as(kind: type, value: Any) -> Any:
    if kind is bool and not isinstance(value, bool):
        known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
        if str(value).lower() not in known:
            raise ValueError(value)
        return known[str(value).lower()]
    if type(value) not in (kind, str):
        raise ValueError(value)
    return kind(value)


def _disagreements(settings: Settings) -> list[str]:
    problems = []
    if settings.secret_key and len(settings.secret_key) < 32:
        problems.append("secret_key is shorter than 32 characters.")
    if settings.public_url and urlsplit(settings.public_url).scheme not in ("http", "https"):
        problems.append(f"public_url {settings.public_url!r} does not begin with http:// or https://.")
    if not settings.is_loopback and not settings.public_url:
        problems.append(f"host is {settings.host}, so public_url must say by which address people come.")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in ("smtp", "smtp+starttls", "smtps"):
        problems.append("smtp_url does not begin with smtp://, smtp+starttls:// or smtps://.")
    if "://" in settings.files_url.removeprefix("file://"):
        problems.append(f"files_url {settings.files_url!r} is no folder; other stores are not supported yet.")
    elif settings.files_url and not settings.files.is_dir():
        problems.append(f"files_url names {settings.files}, which is no folder.")
    if not 0 < settings.max_file_mb <= 1_000:
        problems.append(f"max_file_mb {settings.max_file_mb} is not between 1 and 1000.")
    if not 0 < settings.port < 65536:
        problems.append(f"port {settings.port} is not between 1 and 65535.")
    problems += [f"forms_path names {each}, which is no folder." for each in settings.form_roots if not each.is_dir()]
    return problems


def secret_key(settings: Settings) -> str:
    """The key of sessions: as told, else made once for this instance and kept readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def described(settings: Settings) -> list[tuple[str, str, str]]:
    """(environment name, value, meaning) of each setting; secrets are not shown."""
    rows = []
    for each in fields(Settings):
        value = getattr(settings, each.name)
        shown = "(set)" if each.metadata["secret"] and value else str(value)
        rows.append((PREFIX + each.name.upper(), shown, each.metadata["says"]))
    return rows
