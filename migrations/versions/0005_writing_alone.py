"""Writing alone: a board on which each writes for herself, her own document, and what of it has been shown."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alone_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "own_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("unshown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_own_notes_board_id_board")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_notes_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_notes")),
        sa.UniqueConstraint("board_id", "person_id", name=op.f("uq_own_notes_board_id_person_id")),
        sa.UniqueConstraint("document_id", name=op.f("uq_own_notes_document_id")),
    )
    with op.batch_alter_table("own_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_notes_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_notes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "shown_note",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(length=22), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_shown_note_board_id_board")),
        sa.PrimaryKeyConstraint("board_id", "note_id", name=op.f("pk_shown_note")),
    )


def downgrade() -> None:
    op.drop_table("shown_note")
    op.drop_table("own_notes")
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_column("alone_at")
