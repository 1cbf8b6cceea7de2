"""Datasets that Parties are offered.

Revision: 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
    )
    op.create_index(op.f("ix_datasets_framework"), "datasets", ["framework"])
    op.create_table(
        "dataset_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("provider", sa.String(length=300), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'offered', 'replaced', 'withdrawn')", name=op.f("ck_dataset_editions_state_known")
        ),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_dataset_editions_dataset_id_datasets")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_dataset_editions_uploaded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_editions")),
        sa.UniqueConstraint("dataset_id", "number", name=op.f("uq_dataset_editions_dataset_id_number")),
    )
    op.create_index(
        "uq_dataset_editions_one_offered",
        "dataset_editions",
        ["dataset_id"],
        unique=True,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "dataset_series",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=2), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["dataset_editions.id"], name=op.f("fk_dataset_series_edition_id_dataset_editions")
        ),
        sa.PrimaryKeyConstraint("edition_id", "party", "indicator", name=op.f("pk_dataset_series")),
    )


def downgrade() -> None:
    op.drop_table("dataset_series")
    op.drop_table("dataset_editions")
    op.drop_table("datasets")
