"""Dots on a board: each time that a group sets them, the dots of each while they are set, and the presses taken."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dots", sa.Integer(), server_default="0", nullable=False))

    op.create_table(
        "dot_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_dot_round_board_id_board"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dot_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dot_round_public_id")),
    )
    with op.batch_alter_table("dot_round", schema=None) as batch_op:
        batch_op.create_index("ux_dot_round", ["board_id", "number"], unique=True)

    op.create_table(
        "dot",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("topic_id", sa.String(length=22), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["dot_round.id"], name=op.f("fk_dot_round_id_dot_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "voter", "topic_id", name=op.f("pk_dot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dot_press",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["dot_round.id"], name=op.f("fk_dot_press_round_id_dot_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "voter", "key", name=op.f("pk_dot_press")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("dot_press")
    op.drop_table("dot")
    with op.batch_alter_table("dot_round", schema=None) as batch_op:
        batch_op.drop_index("ux_dot_round")

    op.drop_table("dot_round")
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_column("dots")
