"""What assessed items are called that are no terms of the framework.

Revision: 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessments", sa.Column("titles", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("assessments", "titles")
