"""What our texts say where editions hold official ones.

Revision: 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("text_editions", sa.Column("ours", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("text_editions", "ours")
