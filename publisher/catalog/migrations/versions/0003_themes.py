"""Who decided on the theme of each post, and what the classifier learnt."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is known of each post's theme; the next sync decides for all of them anew."""
    op.add_column("post", sa.Column("theme_by", sa.Text, nullable=False, server_default=""))
    op.add_column("post", sa.Column("theme_guess", sa.Text, nullable=False, server_default=""))
    op.add_column("post", sa.Column("theme_confidence", sa.Float, nullable=False, server_default="0"))
    op.create_index(
        "post_unsure",
        "post",
        ["theme_by"],
        sqlite_where=sa.text("theme_by = 'classifier' AND theme = ''"),
        postgresql_where=sa.text("theme_by = 'classifier' AND theme = ''"),
    )
    op.create_table(
        "classifier",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
