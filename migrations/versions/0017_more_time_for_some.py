"""Some groups may have more time than the hall in the part of the round that goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("stage_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("more_time", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("stage_state", schema=None) as batch_op:
        batch_op.drop_column("more_time")
