"""What a file on its way is for: to be attached, or to be read as a table.

Revision: 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("uploads", sa.Column("purpose", sa.String(length=12), nullable=False, server_default="attached"))


def downgrade() -> None:
    op.drop_column("uploads", "purpose")
