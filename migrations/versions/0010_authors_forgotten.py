"""Who wrote a note can be forgotten, and a board can wait for a document without its writers' marks."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("note_author", schema=None) as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("municipality", sa.String(length=80), nullable=True))
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_reseed_due", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """A note whose writer is forgotten was written by somebody: the table of before wants one, so those rows go."""
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_column("is_reseed_due")
    op.execute("DELETE FROM note_author WHERE person_id IS NULL")
    with op.batch_alter_table("note_author", schema=None) as batch_op:
        batch_op.drop_column("municipality")
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
