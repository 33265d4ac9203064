"""Who has met whom: how long each worked in her group, and how often the people of two municipalities have met."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("group_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("worked_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("worked_until", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("came_for_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_group_member_came_for_id_municipality"), "municipality", ["came_for_id"], ["id"]
        )
        batch_op.create_index("ix_group_member_role", ["role", "person_id", "group_id"], unique=False)

    op.create_table(
        "places_met",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["municipality.id"], name=op.f("fk_places_met_one_id_municipality")),
        sa.ForeignKeyConstraint(["other_id"], ["municipality.id"], name=op.f("fk_places_met_other_id_municipality")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_places_met")),
    )


def downgrade() -> None:
    op.drop_table("places_met")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index("ix_group_member_role")
        batch_op.drop_constraint(batch_op.f("fk_group_member_came_for_id_municipality"), type_="foreignkey")
        batch_op.drop_column("came_for_id")
        batch_op.drop_column("worked_until")
        batch_op.drop_column("worked_from")
    with op.batch_alter_table("group_round", schema=None) as batch_op:
        batch_op.drop_column("counted_at")
