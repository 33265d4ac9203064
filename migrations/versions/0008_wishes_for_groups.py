"""Wishes for groups: who is kept together, kept apart or spread, and who is pinned to her group."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_pinned", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table(
        "group_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_group_wish_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_group_wish_one_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_group_wish_other_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_wish")),
    )
    with op.batch_alter_table("group_wish", schema=None) as batch_op:
        batch_op.create_index("ux_group_wish", ["gathering_id", "kind", "one_id", "other_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_group_wish_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_wish_other_id"), ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("group_wish")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_column("is_pinned")
