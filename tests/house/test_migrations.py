"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reporting import schema
from reporting.models import Base
from tests.world import World


def test_the_migrations_and_the_models_agree(world: World) -> None:
    with world.house.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_installation_that_is_up_to_date_is_left_alone(world: World) -> None:
    assert schema.is_current(world.house.db)
    assert schema.upgrade(world.house.db) is False
