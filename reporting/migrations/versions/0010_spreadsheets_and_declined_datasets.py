"""Spreadsheets that wait for a word, and datasets that a Party does without.

Revision: 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spreadsheets",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_spreadsheets_report_id_reports")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_spreadsheets_user_id_users")),
        sa.PrimaryKeyConstraint("report_id", "section", "user_id", name=op.f("pk_spreadsheets")),
    )
    op.create_table(
        "datasets_declined",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_datasets_declined_report_id_reports")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["dataset_editions.id"], name=op.f("fk_datasets_declined_edition_id_dataset_editions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_datasets_declined_user_id_users")),
        sa.PrimaryKeyConstraint("report_id", "section", "item", "edition_id", name=op.f("pk_datasets_declined")),
    )


def downgrade() -> None:
    op.drop_table("datasets_declined")
    op.drop_table("spreadsheets")
