"""Drafts that were moved to another revision of their form.

Revision: 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("from_form_revision_id", sa.Integer(), nullable=False),
        sa.Column("to_form_revision_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_draft_moves_revision_id_revisions")),
        sa.ForeignKeyConstraint(
            ["from_form_revision_id"],
            ["form_revisions.id"],
            name=op.f("fk_draft_moves_from_form_revision_id_form_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["to_form_revision_id"],
            ["form_revisions.id"],
            name=op.f("fk_draft_moves_to_form_revision_id_form_revisions"),
        ),
        sa.ForeignKeyConstraint(["moved_by"], ["users.id"], name=op.f("fk_draft_moves_moved_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_moves")),
    )
    op.create_index(op.f("ix_draft_moves_revision_id"), "draft_moves", ["revision_id"])


def downgrade() -> None:
    op.drop_table("draft_moves")
