"""Dots that were shown know how the board was sorted then: laid elsewhere since, what got them still has them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("dot_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clusters", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("dot_round", schema=None) as batch_op:
        batch_op.drop_column("clusters")
