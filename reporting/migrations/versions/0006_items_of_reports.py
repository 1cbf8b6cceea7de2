"""Items that differ from report to report.

Revision: 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_items",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=True),
        sa.Column("written_for", sa.JSON(), nullable=True),
        sa.Column("news", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("origin IN ('own', 'term', 'form')", name=op.f("ck_report_items_origin_known")),
        sa.CheckConstraint(
            "state IN ('shown', 'hidden', 'orphaned', 'removed')", name=op.f("ck_report_items_state_known")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_report_items_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "section", "key", name=op.f("pk_report_items")),
    )
    op.create_table(
        "item_lists",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("arranged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_item_lists_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "section", name=op.f("pk_item_lists")),
    )


def downgrade() -> None:
    op.drop_table("item_lists")
    op.drop_table("report_items")
