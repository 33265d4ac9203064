"""The hall: setting up, programmes, invitations, the door, rounds, the stage, talks, cases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=5), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_table(
        "mail_server",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(length=10), nullable=False),
        sa.Column("user", sa.String(length=254), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_server")),
    )
    op.create_table(
        "setup_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_setup_invitation_token_hash")),
    )
    op.create_table(
        "attendance",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_attendance_gathering_id_gathering")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_attendance_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.PrimaryKeyConstraint("gathering_id", "person_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_change_by_id_person")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_attendance_change_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_change")),
    )
    with op.batch_alter_table("attendance_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_change_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "council_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_council_meeting_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_meeting")),
    )
    with op.batch_alter_table("council_meeting", schema=None) as batch_op:
        batch_op.create_index("ux_council_meeting", ["municipality_id", "on_date"], unique=True)

    op.create_table(
        "door_tap",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_door_tap_gathering_id_gathering")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_door_tap")),
    )
    with op.batch_alter_table("door_tap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_tap_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "gathering_goal",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_gathering_goal_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_gathering_goal_goal_id_goal")),
        sa.PrimaryKeyConstraint("gathering_id", "goal_id", name=op.f("pk_gathering_goal")),
    )
    op.create_table(
        "hall_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("group_ids", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hall_message_by_id_person")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_hall_message_gathering_id_gathering")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_message")),
    )
    with op.batch_alter_table("hall_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_message_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "hall_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_hall_table_gathering_id_gathering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_table")),
    )
    with op.batch_alter_table("hall_table", schema=None) as batch_op:
        batch_op.create_index("ux_hall_table", ["gathering_id", "number"], unique=True)

    op.create_table(
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("rows", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_import_draft_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_draft_public_id")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=12), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("food", sa.String(length=200), nullable=False),
        sa.Column("transport", sa.String(length=200), nullable=False),
        sa.Column("access_needs", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_invitation_gathering_id_gathering")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_invitation_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_invitation_substitute_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_gathering_id"), ["gathering_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lobby_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lobby_entry_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_lobby_entry_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lobby_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_entry")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_lobby_entry_token_hash")),
    )
    with op.batch_alter_table("lobby_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lobby_entry_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "preparation_answer",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_preparation_answer_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preparation_answer_person_id_person")),
        sa.PrimaryKeyConstraint("gathering_id", "person_id", "question", name=op.f("pk_preparation_answer")),
    )
    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("least_minutes", sa.Integer(), nullable=True),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("speaker", sa.String(length=120), nullable=False),
        sa.Column("speaker_contact", sa.String(length=254), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("groups", sa.String(length=10), nullable=False),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("board_template", sa.String(length=40), nullable=False),
        sa.Column("phases", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_programme_item_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_programme_item_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["programme_item.id"], name=op.f("fk_programme_item_same_as_id_programme_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_item_public_id")),
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_item_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paired_by_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_screen_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["paired_by_id"], ["person.id"], name=op.f("fk_screen_paired_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_screen_secret_hash")),
    )
    with op.batch_alter_table("screen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screen_code"), ["code"], unique=False)

    op.create_table(
        "stage_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stage_move_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_stage_move_gathering_id_gathering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_move")),
    )
    with op.batch_alter_table("stage_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_move_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mimetype", sa.String(length=80), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stored_file_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "case_study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("ingress", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("differently", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown_slide", sa.Integer(), nullable=False),
        sa.Column("shown_rev", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_case_study_changed_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_case_study_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_case_study_item_id_programme_item")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_case_study_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_case_study_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_study_public_id")),
    )
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "group_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gathered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_group_round_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_group_round_item_id_programme_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_round")),
        sa.UniqueConstraint("item_id", name=op.f("uq_group_round_item_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_round_public_id")),
    )
    with op.batch_alter_table("group_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_round_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "item_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_item_run_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_item_run_item_id_programme_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_run")),
    )
    with op.batch_alter_table("item_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_run_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_material_file_id_stored_file")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_material_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_material_item_id_programme_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("public_id", name=op.f("uq_material_public_id")),
    )
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_material_item_id"), ["item_id"], unique=False)

    op.create_table(
        "message_seen",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["hall_message.id"], name=op.f("fk_message_seen_message_id_hall_message")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_seen_person_id_person")),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_message_seen")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_question_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_question_item_id_programme_item")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_question_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_gathering_id"), ["gathering_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ux_question_key", ["person_id", "key"], unique=True)

    op.create_table(
        "stage_state",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_seconds", sa.Integer(), nullable=True),
        sa.Column("whole_seconds", sa.Integer(), nullable=False),
        sa.Column("picture", sa.String(length=12), nullable=False),
        sa.Column("picture_facts", sa.Text(), nullable=False),
        sa.Column("is_dark", sa.Boolean(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_stage_state_changed_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_stage_state_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_stage_state_item_id_programme_item")),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_stage_state")),
    )
    op.create_table(
        "talk_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["programme_item.id"], name=op.f("fk_talk_line_item_id_programme_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_talk_line_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_line")),
    )
    with op.batch_alter_table("talk_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_line_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_line_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ux_talk_line_key", ["person_id", "key"], unique=True)

    op.create_table(
        "case_version",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_version_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case_study.id"], name=op.f("fk_case_version_case_id_case_study")),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_case_version")),
    )
    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_vote_person_id_person")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_vote_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_question_vote")),
    )
    op.create_table(
        "help_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_help_call_answered_by_id_person")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_help_call_asked_by_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_help_call_gathering_id_gathering")),
        sa.ForeignKeyConstraint(["group_id"], ["breakout_group.id"], name=op.f("fk_help_call_group_id_breakout_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_call")),
    )
    with op.batch_alter_table("help_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_call_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "readiness",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["breakout_group.id"], name=op.f("fk_readiness_group_id_breakout_group")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_readiness_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["group_round.id"], name=op.f("fk_readiness_round_id_group_round")),
        sa.PrimaryKeyConstraint("round_id", "phase", "person_id", name=op.f("pk_readiness")),
    )
    with op.batch_alter_table("readiness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_readiness_group_id"), ["group_id"], unique=False)

    op.create_table(
        "plenary_choice",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(length=22), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_plenary_choice_board_id_board")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plenary_choice_by_id_person")),
        sa.PrimaryKeyConstraint("board_id", "note_id", name=op.f("pk_plenary_choice")),
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template", sa.String(length=40), server_default="", nullable=False))

    with op.batch_alter_table("breakout_group", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("table_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("listens_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("video_link", sa.String(length=500), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_breakout_group_round_id"), ["round_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_breakout_group_table_id_hall_table"), "hall_table", ["table_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_breakout_group_listens_to_id_breakout_group"), "breakout_group", ["listens_to_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_breakout_group_municipality_id_municipality"), "municipality", ["municipality_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_breakout_group_round_id_group_round"), "group_round", ["round_id"], ["id"]
        )

    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("template", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("practical", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("last_departure", sa.String(length=5), server_default="", nullable=False))
        batch_op.add_column(sa.Column("first_question", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("second_question", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("doors_open_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("doors_close_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("join_code", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("calendar_sequence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("cloned_from_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_gathering_join_code"), ["join_code"])
        batch_op.create_foreign_key(
            batch_op.f("fk_gathering_cloned_from_id_gathering"), "gathering", ["cloned_from_id"], ["id"]
        )

    with op.batch_alter_table("gathering_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stands_in_for_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("badge_serial", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_gathering_member_stands_in_for_id_person"), "person", ["stands_in_for_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_gathering_member_municipality_id_municipality"), "municipality", ["municipality_id"], ["id"]
        )

    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("predecessor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_owner", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("papers_days_before", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("papers_clock", sa.String(length=5), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_municipality_predecessor_id_municipality"), "municipality", ["predecessor_id"], ["id"]
        )

    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.add_column(sa.Column("privacy_contact", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("min_seats", sa.Integer(), server_default="3", nullable=False))
        batch_op.add_column(sa.Column("max_seats", sa.Integer(), server_default="5", nullable=False))
        batch_op.add_column(sa.Column("setup_step", sa.Integer(), nullable=True))

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_party_withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_seat_follows_id_seat"), "seat", ["follows_id"], ["id"])

    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("only_gathering_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("runs_out_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_column("runs_out_at")
        batch_op.drop_column("only_gathering_id")

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_seat_follows_id_seat"), type_="foreignkey")
        batch_op.drop_column("is_party_withdrawn")
        batch_op.drop_column("follows_id")

    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.drop_column("setup_step")
        batch_op.drop_column("max_seats")
        batch_op.drop_column("min_seats")
        batch_op.drop_column("privacy_contact")

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_municipality_predecessor_id_municipality"), type_="foreignkey")
        batch_op.drop_column("papers_clock")
        batch_op.drop_column("papers_days_before")
        batch_op.drop_column("is_owner")
        batch_op.drop_column("predecessor_id")

    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_column("moved_at")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("is_late")
        batch_op.drop_column("joined_at")
        batch_op.drop_column("role")

    with op.batch_alter_table("gathering_member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_gathering_member_municipality_id_municipality"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_gathering_member_stands_in_for_id_person"), type_="foreignkey")
        batch_op.drop_column("badge_serial")
        batch_op.drop_column("stands_in_for_id")
        batch_op.drop_column("municipality_id")

    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_gathering_cloned_from_id_gathering"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_gathering_join_code"), type_="unique")
        batch_op.drop_column("cloned_from_id")
        batch_op.drop_column("calendar_sequence")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("reply_by")
        batch_op.drop_column("invited_at")
        batch_op.drop_column("join_code")
        batch_op.drop_column("doors_close_at")
        batch_op.drop_column("doors_open_at")
        batch_op.drop_column("second_question")
        batch_op.drop_column("first_question")
        batch_op.drop_column("last_departure")
        batch_op.drop_column("practical")
        batch_op.drop_column("template")
        batch_op.drop_column("version")

    with op.batch_alter_table("breakout_group", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_breakout_group_round_id_group_round"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_breakout_group_municipality_id_municipality"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_breakout_group_listens_to_id_breakout_group"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_breakout_group_table_id_hall_table"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_breakout_group_round_id"))
        batch_op.drop_column("video_link")
        batch_op.drop_column("listens_to_id")
        batch_op.drop_column("table_id")
        batch_op.drop_column("municipality_id")
        batch_op.drop_column("number")
        batch_op.drop_column("round_id")

    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_column("template")

    op.drop_table("plenary_choice")
    with op.batch_alter_table("readiness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_readiness_group_id"))

    op.drop_table("readiness")
    with op.batch_alter_table("help_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_call_gathering_id"))

    op.drop_table("help_call")
    op.drop_table("question_vote")
    op.drop_table("case_version")
    with op.batch_alter_table("talk_line", schema=None) as batch_op:
        batch_op.drop_index("ux_talk_line_key")
        batch_op.drop_index(batch_op.f("ix_talk_line_person_id"))
        batch_op.drop_index(batch_op.f("ix_talk_line_item_id"))

    op.drop_table("talk_line")
    op.drop_table("stage_state")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ux_question_key")
        batch_op.drop_index(batch_op.f("ix_question_item_id"))
        batch_op.drop_index(batch_op.f("ix_question_gathering_id"))

    op.drop_table("question")
    op.drop_table("message_seen")
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_material_item_id"))

    op.drop_table("material")
    with op.batch_alter_table("item_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_run_gathering_id"))

    op.drop_table("item_run")
    with op.batch_alter_table("group_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_round_gathering_id"))

    op.drop_table("group_round")
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_study_municipality_id"))

    op.drop_table("case_study")
    op.drop_table("stored_file")
    with op.batch_alter_table("stage_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_move_gathering_id"))

    op.drop_table("stage_move")
    with op.batch_alter_table("screen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screen_code"))

    op.drop_table("screen")
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_item_gathering_id"))

    op.drop_table("programme_item")
    op.drop_table("preparation_answer")
    with op.batch_alter_table("lobby_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lobby_entry_gathering_id"))

    op.drop_table("lobby_entry")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_gathering_id"))

    op.drop_table("invitation")
    op.drop_table("import_draft")
    with op.batch_alter_table("hall_table", schema=None) as batch_op:
        batch_op.drop_index("ux_hall_table")

    op.drop_table("hall_table")
    with op.batch_alter_table("hall_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hall_message_gathering_id"))

    op.drop_table("hall_message")
    op.drop_table("gathering_goal")
    with op.batch_alter_table("door_tap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_tap_gathering_id"))

    op.drop_table("door_tap")
    with op.batch_alter_table("council_meeting", schema=None) as batch_op:
        batch_op.drop_index("ux_council_meeting")

    op.drop_table("council_meeting")
    with op.batch_alter_table("attendance_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_change_gathering_id"))

    op.drop_table("attendance_change")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))

    op.drop_table("attendance")
    op.drop_table("setup_invitation")
    op.drop_table("mail_server")
    op.drop_table("goal")
