"""Puts the fonts for PDF files into the wheel, where `make` has brought them to build/fonts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelFonts(BuildHookInterface[Any]):
    """A wheel built without them works; its PDF files are set in the fonts of the machine."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        fonts = Path(self.root, "build", "fonts")
        if version == "standard" and fonts.is_dir():
            build_data["force_include"][str(fonts)] = "reporting/_data/fonts"
