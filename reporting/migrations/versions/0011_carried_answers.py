"""Answers carried forward from earlier reports.

Revision: 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_answers",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('to_confirm', 'unchanged', 'updated', 'gone')", name=op.f("ck_carried_answers_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_carried_answers_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_carried_answers_decided_by_users")),
        sa.PrimaryKeyConstraint("revision_id", "question", "item", name=op.f("pk_carried_answers")),
    )
    op.create_table(
        "item_matches",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_item_matches_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "form", "item", name=op.f("pk_item_matches")),
    )


def downgrade() -> None:
    op.drop_table("item_matches")
    op.drop_table("carried_answers")
