"""Boards and notes put back to an earlier time, once each; who wrote a note for another; photos of sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


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
    op.create_table(
        "board_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_photo_board_id_board")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_board_photo_by_id_person")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_board_photo_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_photo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_board_photo_public_id")),
    )
    with op.batch_alter_table("board_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_photo_board_id"), ["board_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("board_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_photo_board_id"))
    op.drop_table("board_photo")
    op.drop_table("typed_note")
    op.drop_table("board_restoring")
