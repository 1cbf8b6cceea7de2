"""How far each section and item is.

Revision: 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "part_progress",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_part_progress_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "section", "item", name=op.f("pk_part_progress")),
    )
    op.add_column("answers", sa.Column("problems", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("answers", "problems")
    op.drop_table("part_progress")
