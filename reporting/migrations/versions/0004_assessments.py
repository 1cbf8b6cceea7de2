"""How far published records say that each global target has come.

Revision: 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("term", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_assessments_publication_id_publications")
        ),
        sa.PrimaryKeyConstraint("publication_id", "question", "item", "term", name=op.f("pk_assessments")),
    )
    op.create_index(op.f("ix_assessments_term_level"), "assessments", ["term", "level"])


def downgrade() -> None:
    op.drop_table("assessments")
