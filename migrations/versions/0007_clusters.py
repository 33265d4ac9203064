"""Clusters: the copy of a note says in which it lies, and what that is called."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cluster_id", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("cluster_title", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_column("cluster_title")
        batch_op.drop_column("cluster_id")
