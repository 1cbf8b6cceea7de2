"""Where the data that travels with the code is found: beside the checkout, or inside the installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


#: Where in a checkout what does not lie at its root is found.
_FOLDERS = {"fonts": "build", "editor": "build", "guides": "docs", "screenshots": "docs"}


def data(name: str) -> Path:
    """The folder `name` ("forms", "templates", "translations", "guides", "screenshots", "fonts", "editor") of this
    copy of the product.

    Fonts and editor are brought or made by the set-up; where it has not run they are missing.
    """
    bundled = PACKAGE / "_data" / name
    if bundled.is_dir():
        return bundled
    return CHECKOUT / _FOLDERS.get(name, "") / name


def migrations() -> Path:
    return PACKAGE / "migrations"


def default_instance() -> Path:
    """Local state of a checkout lies in its `instance/`; an installed wheel uses the working directory's."""
    in_checkout = CHECKOUT / "pyproject.toml"
    return CHECKOUT / "instance" if in_checkout.is_file() else Path.cwd() / "instance"
