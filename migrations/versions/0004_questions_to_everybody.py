"""Questions to everybody in the hall, and the answers for as long as they are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("is_several", sa.Boolean(), nullable=False),
        sa.Column("is_asked_again", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["before_id"], ["poll.id"], name=op.f("fk_poll_before_id_poll")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_poll_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_poll_item_id_programme_item")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_poll_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("public_id", name=op.f("uq_poll_public_id")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_gathering_id"), ["gathering_id"], unique=False)
        batch_op.create_index("ux_poll_before", ["before_id"], unique=True)
        batch_op.create_index("ux_poll_key", ["gathering_id", "key"], unique=True)

    op.create_table(
        "poll_answer",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("late", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=1), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("is_noted", sa.Boolean(), nullable=False),
        sa.Column("was_before", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_answer_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.create_index("ux_poll_answer", ["poll_id", "ballot"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.drop_index("ux_poll_answer")

    op.drop_table("poll_answer")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index("ux_poll_key")
        batch_op.drop_index("ux_poll_before")
        batch_op.drop_index(batch_op.f("ix_poll_gathering_id"))

    op.drop_table("poll")
