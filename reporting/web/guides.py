"""The guides of this installation, read once at the start, and which of them is for whom."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Flask, current_app
from werkzeug.exceptions import NotFound

from reporting.domain import permissions
from reporting.domain.guides import INDEX, Guide, Picture
from reporting.domain.permissions import Actor
from reporting.web.assets import Assets

#: Role → the guide for it.
OF_ROLE = {
    permissions.FOCAL_POINT: "focal-point",
    permissions.AUTHORISED_USER: "author",
    permissions.OBSERVER: "observer",
    permissions.REVIEWER: "reviewer",
    permissions.PUBLISHER: "publisher",
    permissions.ADMINISTRATOR: "administrator",
}
#: All of them, in the order in which they are named.
ORDER = (*OF_ROLE.values(), "reader", "api")
_WIDTH, _HEIGHT = slice(16, 20), slice(20, 24)


def register(app: Flask, folder: Path, assets: Assets) -> None:
    """Read the guides in `folder`; their pictures are among the assets."""

    def picture(name: str) -> Picture:
        content = assets.files[f"guides/{name}"].encodings[""]
        width, height = (int.from_bytes(content[each]) for each in (_WIDTH, _HEIGHT))
        return Picture(assets.url(f"guides/{name}"), width, height)

    app.extensions["guides"] = {
        name: Guide.read(name, (folder / f"{name}.md").read_text(encoding="utf-8"), picture)
        for name in (INDEX, *ORDER)
    }  # fmt: skip


def guides() -> dict[str, Guide]:
    return cast(dict[str, Guide], current_app.extensions["guides"])


def named_guide(name: str) -> Guide:
    """The guide of this name. Raises NotFound; the index has an address of its own."""
    if name not in ORDER:
        raise NotFound
    return guides()[name]


def guide_for(who: Actor) -> str:
    """The name of the guide for somebody with one role, '' where there are several or none."""
    roles = {each.role for each in who.memberships}
    return OF_ROLE[roles.pop()] if len(roles) == 1 else ""
