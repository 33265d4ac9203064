"""Levels of names: how much of who wrote is told, for each step of a programme and each board."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for table in ("programme_item", "board"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("names", sa.String(length=12), server_default="names", nullable=False))


def downgrade() -> None:
    for table in ("board", "programme_item"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("names")
