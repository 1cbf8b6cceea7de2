"""Puts what `make` has brought or made into the wheel: the fonts for PDF files and the rich-text editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelExtras(BuildHookInterface[Any]):
    """A wheel built without them works: its PDF files are set in the fonts of the machine, its texts are plain."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for name in ("fonts", "editor"):
            folder = Path(self.root, "build", name)
            if version == "standard" and folder.is_dir():
                build_data["force_include"][str(folder)] = f"reporting/_data/{name}"
