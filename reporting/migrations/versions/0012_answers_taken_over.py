"""From which publication of an earlier report an answer was taken over.

Revision: 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer_history", sa.Column("carried_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("answer_history", "carried_from")
