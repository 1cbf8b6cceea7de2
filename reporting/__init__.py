"""An online national reporting system for multilateral agreements."""

__version__ = "0.1.0"
