"""The guides of this installation, and which of them is for whom."""

from __future__ import annotations

from functools import cached_property
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
#: Where a PNG file says how large it is.
_WIDTH, _HEIGHT = slice(16, 20), slice(20, 24)


class Guides:
    """The guides in `folder`, with pictures among the assets. They are read when the first page asks for one."""

    def __init__(self, folder: Path, assets: Assets) -> None:
        self._folder, self._assets = folder, assets

    @cached_property
    def by_name(self) -> dict[str, Guide]:
        return {name: Guide.read(name, self._text(name), self._picture) for name in (INDEX, *ORDER)}

    def _text(self, name: str) -> str:
        return (self._folder / f"{name}.md").read_text(encoding="utf-8")

    def _picture(self, name: str) -> Picture:
        content = self._assets.files[f"guides/{name}"].encodings[""]
        width, height = (int.from_bytes(content[each]) for each in (_WIDTH, _HEIGHT))
        return Picture(self._assets.url(f"guides/{name}"), width, height)


def register(app: Flask, folder: Path, assets: Assets) -> None:
    app.extensions["guides"] = Guides(folder, assets)


def guides() -> dict[str, Guide]:
    return cast(Guides, current_app.extensions["guides"]).by_name


def named_guide(name: str) -> Guide:
    """The guide of this name. Raises NotFound; the index has an address of its own."""
    if name not in ORDER:
        raise NotFound
    return guides()[name]


def guide_for(who: Actor) -> str:
    """The name of the guide for somebody with one role, '' where there are several or none."""
    roles = {each.role for each in who.memberships}
    return OF_ROLE[roles.pop()] if len(roles) == 1 else ""
