"""Boards and notes put back to an earlier time, once each; and who wrote a note for somebody without a phone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "board_restoring",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("note_id", sa.String(length=22), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("to_ms", sa.BigInteger(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_restoring_board_id_board")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_board_restoring_by_id_person")),
        sa.PrimaryKeyConstraint("board_id", "key", name=op.f("pk_board_restoring")),
    )
    op.create_table(
        "typed_note",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(length=22), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_typed_note_board_id_board")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_typed_note_by_id_person")),
        sa.PrimaryKeyConstraint("board_id", "note_id", name=op.f("pk_typed_note")),
    )


def downgrade() -> None:
    op.drop_table("typed_note")
    op.drop_table("board_restoring")
