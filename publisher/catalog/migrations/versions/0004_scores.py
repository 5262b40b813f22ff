"""How much each post matters, as its file says."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add scores; the next sync reads every file once more, and then knows them."""
    op.add_column("post", sa.Column("score", sa.Float, nullable=False, server_default="0"))
