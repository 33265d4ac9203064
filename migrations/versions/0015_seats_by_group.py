"""Who sat in a group, and how long, is read from an index: in a large hall a year has tens of thousands of seats."""

from alembic import op

revision = "0015"
down_revision = "0014"

WORKED = ["group_id", "worked_from", "worked_until", "person_id"]


def upgrade() -> None:
    op.create_index("ix_group_member_worked", "group_member", WORKED, unique=False)


def downgrade() -> None:
    op.drop_index("ix_group_member_worked", table_name="group_member")
