"""The application factory: wires the floors together. Floor 5, with `cli` and `worker`."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from reporting import config, paths, wiring
from reporting.api import v1
from reporting.infra.clock import Clock, now
from reporting.web import (
    access,
    assets,
    errors,
    guides,
    i18n,
    identity,
    layout,
    numbers,
    responses,
    uploading,
    zero_bytes,
)
from reporting.web.views import BLUEPRINTS

#: The largest body of a request; single values are checked against their own limit.
MAX_BODY = 4_000_000


def create_app(settings: config.Settings | None = None, clock: Clock = now) -> Flask:
    """An application with its own database connections. `settings` default to those of this process."""
    told = settings or config.load()
    app = Flask("reporting", static_folder=None, template_folder=str(paths.data("templates")))
    app.config.update(
        SECRET_KEY=config.secret_key(told),
        SITE_NAME=told.site_name,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=5_000,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=told.address.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=dt.timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    house = wiring.make_house(told, clock)
    app.extensions["house"] = house
    app.extensions["settings"] = told
    app.teardown_appcontext(lambda error: house.db.end_reading())
    if told.trusted_proxies:
        count = told.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    uploading.register(app)
    csrf = CSRFProtect(app)
    numbers.register(app)
    zero_bytes.register(app)
    i18n.register(app)
    responses.register(app)
    errors.register(app)
    files = assets.Assets({"editor": paths.data("editor"), "guides": paths.data("screenshots")})
    assets.register(app, files)
    guides.register(app, paths.data("guides"), files)
    errors.keep_last_page(app)
    identity.register(app)
    layout.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf.exempt(v1.bp)  # programs send a token of their own; no cookie counts there
    app.register_blueprint(v1.bp)
    access.check_endpoints(app)
    return app
