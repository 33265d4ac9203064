"""Who put up a photo can be forgotten, as who wrote a note is; own templates have texts in more languages."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("board_photo", schema=None) as batch_op:
        batch_op.alter_column("by_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("board_template", schema=None) as batch_op:
        batch_op.add_column(sa.Column("texts", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    """A photo whose giver is forgotten was given by somebody: the table of before wants one, so those rows go."""
    with op.batch_alter_table("board_template", schema=None) as batch_op:
        batch_op.drop_column("texts")
    op.execute("DELETE FROM board_photo WHERE by_id IS NULL")
    with op.batch_alter_table("board_photo", schema=None) as batch_op:
        batch_op.alter_column("by_id", existing_type=sa.Integer(), nullable=False)
