"""The database's tables: brought up to date by Alembic. Floor 5."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from reporting import paths
from reporting.infra.db import Database, alone


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    return config


def upgrade(db: Database) -> bool:
    """Apply what is missing; whether anything was. Safe when two processes begin at once: the second one waits."""
    if is_current(db):
        return False
    config = alembic_config()
    with db.engine.begin() as connection:
        alone(connection, "upgrade")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def is_current(db: Database) -> bool:
    """Whether the tables are those that this version of the product knows."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
