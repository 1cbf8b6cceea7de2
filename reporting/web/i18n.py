"""The language of a request stands in its address: `/fr/…`. Everything said in it comes from `Texts`."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request, url_for
from werkzeug.exceptions import NotFound

from reporting.domain.languages import INTERFACE, own_name
from reporting.web.access import texts


def register(app: Flask) -> None:
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: texts().catalogue.gettext(message),
        lambda one, many, n: texts().catalogue.ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, message: texts().catalogue.pgettext(context, message),
        npgettext=lambda context, one, many, n: texts().catalogue.npgettext(context, one, many, n),
    )
    environment.globals["url_for_lang"] = localised_url
    environment.policies["ext.i18n.trimmed"] = True


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and "lang_code" in values:
        language = values.pop("lang_code")
        if language not in INTERFACE:
            raise NotFound
        g.language = language


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang_code" not in values and _takes_language(endpoint):
        values["lang_code"] = g.get("language", "en")


def _takes_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "lang_code")


def localised_url(endpoint: str, **values: Any) -> str:
    """An address in this request's language."""
    return url_for(endpoint, **values)


def language_switch() -> list[dict[str, Any]]:
    """This page in each language: tag, name, url, current."""
    current = g.get("language", "en")
    return [{"tag": tag, "name": own_name(tag), "url": _in(tag), "current": tag == current} for tag in INTERFACE]


def _in(tag: str) -> str:
    """This page in another language; the home page where the page is the answer to a post."""
    endpoint = request.endpoint
    if endpoint is None or request.method != "GET" or not _takes_language(endpoint):
        return url_for("public.home", lang_code=tag)
    values: dict[str, Any] = {**asked(), **(request.view_args or {}), "lang_code": tag}
    return url_for(endpoint, **values)


def asked() -> dict[str, str]:
    """The query of this address, to be kept in links. Names that `url_for` takes as orders (`_scheme`) are left out."""
    return {name: value for name, value in request.args.items() if not name.startswith("_")}
