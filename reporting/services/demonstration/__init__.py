"""The demonstration: invented Parties, people and reports, loaded into an empty database by the real services."""

from reporting.services.demonstration.command import demo_command
from reporting.services.demonstration.generated import generate
from reporting.services.demonstration.loading import CannotLoad, load
from reporting.services.demonstration.serving import NotServed, may_serve

__all__ = ["CannotLoad", "NotServed", "demo_command", "generate", "load", "may_serve"]
