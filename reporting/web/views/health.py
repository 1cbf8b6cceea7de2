"""Whether this process lives, and whether everything it needs answers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from reporting.services import health
from reporting.web.access import house, public

bp = Blueprint("health", __name__)


@bp.get("/health/live")
@public
def live() -> Response:
    return jsonify(status="ok")


@bp.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """Each part with "ok" or "away"; 503 where one is away."""
    parts = health.parts(house())
    fine = all(state == "ok" for state in parts.values())
    return jsonify(status="ok" if fine else "away", parts=parts), 200 if fine else 503
