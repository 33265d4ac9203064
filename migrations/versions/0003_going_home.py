"""Going home: marks, agreements, action points, evaluation, briefings, what is planned, what a mail carries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at_any_hour", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("reply_to", sa.String(length=254), server_default="", nullable=False))

    op.create_table(
        "mail_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mimetype", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mail.id"],
            name=op.f("fk_mail_attachment_mail_id_outgoing_mail"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attachment")),
    )
    with op.batch_alter_table("mail_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_attachment_mail_id"), ["mail_id"], unique=False)
    op.create_table(
        "scheduled_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("at_any_hour", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_task")),
        sa.UniqueConstraint("key", name=op.f("uq_scheduled_task_key")),
    )
    with op.batch_alter_table("scheduled_task", schema=None) as batch_op:
        batch_op.create_index("ix_scheduled_task_due", ["state", "next_try_at"], unique=False)

    op.create_table(
        "mail_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_tally")),
    )
    with op.batch_alter_table("mail_tally", schema=None) as batch_op:
        batch_op.create_index("ix_mail_tally_recipient", ["recipient", "at"], unique=False)

    op.create_table(
        "evaluation_answer",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("ballot", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=1), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_evaluation_answer_gathering_id_gathering")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("evaluation_answer", schema=None) as batch_op:
        batch_op.create_index("ux_evaluation_answer", ["gathering_id", "question", "ballot"], unique=True)

    op.create_table(
        "evaluation_choice",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_evaluation_choice_gathering_id_gathering")
        ),
        sa.PrimaryKeyConstraint("gathering_id", "question", name=op.f("pk_evaluation_choice")),
    )
    op.create_table(
        "evaluation_remark",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_evaluation_remark_gathering_id_gathering")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_remark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("evaluation_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_remark_gathering_id"), ["gathering_id"], unique=False)

    op.create_table(
        "take_home_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("nothing_because", sa.String(length=400), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("asked_as", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("release_reason", sa.String(length=200), nullable=False),
        sa.Column("brief_by_id", sa.Integer(), nullable=True),
        sa.Column("brief_on", sa.Date(), nullable=True),
        sa.Column("is_brief_day_unknown", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_take_home_agreement_asked_by_id_person")),
        sa.ForeignKeyConstraint(["brief_by_id"], ["person.id"], name=op.f("fk_take_home_agreement_brief_by_id_person")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_take_home_agreement_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_take_home_agreement_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_take_home_agreement_released_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_home_agreement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_take_home_agreement_public_id")),
    )
    with op.batch_alter_table("take_home_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_take_home_agreement_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index("ux_take_home_agreement", ["gathering_id", "municipality_id"], unique=True)

    op.create_table(
        "writing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_upto", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_writing_gathering_id_gathering")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_writing_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writing")),
        sa.UniqueConstraint("document_id", name=op.f("uq_writing_document_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_writing_public_id")),
    )
    with op.batch_alter_table("writing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_writing_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("writing_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("route", sa.String(length=12), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["take_home_agreement.id"], name=op.f("fk_briefing_agreement_id_take_home_agreement")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_briefing_contact_id_person")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_briefing_gathering_id_gathering")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_briefing_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["writing_id"], ["writing.id"], name=op.f("fk_briefing_writing_id_writing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_briefing_public_id")),
    )
    with op.batch_alter_table("briefing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index("ux_briefing", ["gathering_id", "municipality_id"], unique=True)

    op.create_table(
        "writing_text",
        sa.Column("writing_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["writing_id"], ["writing.id"], name=op.f("fk_writing_text_writing_id_writing")),
        sa.PrimaryKeyConstraint("writing_id", "key", name=op.f("pk_writing_text")),
    )
    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("writing_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("first_step", sa.String(length=300), nullable=False),
        sa.Column("first_step_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_state", sa.String(length=10), nullable=False),
        sa.Column("is_for_council", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("asked_as", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["take_home_agreement.id"], name=op.f("fk_action_point_agreement_id_take_home_agreement")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_study.id"], name=op.f("fk_action_point_case_id_case_study")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_action_point_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_action_point_goal_id_goal")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_action_point_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_action_point_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_point_owner_id_person")),
        sa.ForeignKeyConstraint(["writing_id"], ["writing.id"], name=op.f("fk_action_point_writing_id_writing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_point_public_id")),
    )
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_point_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_point_gathering_id"), ["gathering_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_point_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_point_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "briefing_approval",
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_approval_briefing_id_briefing")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_briefing_approval_person_id_person")),
        sa.PrimaryKeyConstraint("briefing_id", "person_id", name=op.f("pk_briefing_approval")),
    )
    op.create_table(
        "briefing_file",
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_file_briefing_id_briefing")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_briefing_file_file_id_stored_file")),
        sa.PrimaryKeyConstraint("briefing_id", "kind", "fingerprint", name=op.f("pk_briefing_file")),
    )
    op.create_table(
        "briefing_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("mail_key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_sending_briefing_id_briefing")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_briefing_sending_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_sending")),
        sa.UniqueConstraint("mail_key", name=op.f("uq_briefing_sending_mail_key")),
    )
    with op.batch_alter_table("briefing_sending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_sending_briefing_id"), ["briefing_id"], unique=False)

    op.create_table(
        "action_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("action_point_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_point_id"], ["action_point.id"], name=op.f("fk_action_answer_action_point_id_action_point")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["take_home_agreement.id"], name=op.f("fk_action_answer_agreement_id_take_home_agreement")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_answer_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_answer")),
    )
    with op.batch_alter_table("action_answer", schema=None) as batch_op:
        batch_op.create_index("ix_action_answer_person_id", ["person_id"], unique=False)
        batch_op.create_index("ux_action_answer", ["agreement_id", "subject", "person_id", "wording"], unique=True)

    op.create_table(
        "action_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_point_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_point_id"], ["action_point.id"], name=op.f("fk_action_source_action_point_id_action_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_source")),
    )
    with op.batch_alter_table("action_source", schema=None) as batch_op:
        batch_op.create_index("ux_action_source", ["action_point_id", "target"], unique=True)

    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_point_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("evidence_kind", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_point_id"], ["action_point.id"], name=op.f("fk_action_update_action_point_id_action_point")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_action_update_file_id_stored_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_update_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
    )
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.create_index("ux_action_update_key", ["action_point_id", "key"], unique=True)

    op.create_table(
        "take_home_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.String(length=22), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_take_home_mark_board_id_board")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_take_home_mark_gathering_id_gathering")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["programme_item.id"], name=op.f("fk_take_home_mark_item_id_programme_item")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_take_home_mark_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_take_home_mark_person_id_person")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_take_home_mark_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_home_mark")),
    )
    with op.batch_alter_table("take_home_mark", schema=None) as batch_op:
        batch_op.create_index("ix_take_home_mark_place", ["gathering_id", "municipality_id"], unique=False)
        batch_op.create_index("ux_take_home_mark_key", ["person_id", "key"], unique=True)
        batch_op.create_index("ux_take_home_mark_target", ["person_id", "target"], unique=True)

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secretary_email", sa.String(length=254), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("secretary_email")

    with op.batch_alter_table("take_home_mark", schema=None) as batch_op:
        batch_op.drop_index("ux_take_home_mark_target")
        batch_op.drop_index("ux_take_home_mark_key")
        batch_op.drop_index("ix_take_home_mark_place")

    op.drop_table("take_home_mark")
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.drop_index("ux_action_update_key")

    op.drop_table("action_update")
    with op.batch_alter_table("action_source", schema=None) as batch_op:
        batch_op.drop_index("ux_action_source")

    op.drop_table("action_source")
    with op.batch_alter_table("action_answer", schema=None) as batch_op:
        batch_op.drop_index("ux_action_answer")
        batch_op.drop_index("ix_action_answer_person_id")

    op.drop_table("action_answer")
    with op.batch_alter_table("briefing_sending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_briefing_sending_briefing_id"))

    op.drop_table("briefing_sending")
    op.drop_table("briefing_file")
    op.drop_table("briefing_approval")
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_point_owner_id"))
        batch_op.drop_index(batch_op.f("ix_action_point_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_action_point_gathering_id"))
        batch_op.drop_index(batch_op.f("ix_action_point_agreement_id"))

    op.drop_table("action_point")
    op.drop_table("writing_text")
    with op.batch_alter_table("briefing", schema=None) as batch_op:
        batch_op.drop_index("ux_briefing")
        batch_op.drop_index(batch_op.f("ix_briefing_municipality_id"))

    op.drop_table("briefing")
    with op.batch_alter_table("writing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_writing_municipality_id"))

    op.drop_table("writing")
    with op.batch_alter_table("take_home_agreement", schema=None) as batch_op:
        batch_op.drop_index("ux_take_home_agreement")
        batch_op.drop_index(batch_op.f("ix_take_home_agreement_municipality_id"))

    op.drop_table("take_home_agreement")
    with op.batch_alter_table("evaluation_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_remark_gathering_id"))

    op.drop_table("evaluation_remark")
    op.drop_table("evaluation_choice")
    with op.batch_alter_table("evaluation_answer", schema=None) as batch_op:
        batch_op.drop_index("ux_evaluation_answer")

    op.drop_table("evaluation_answer")
    with op.batch_alter_table("mail_tally", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_tally_recipient")

    op.drop_table("mail_tally")
    with op.batch_alter_table("scheduled_task", schema=None) as batch_op:
        batch_op.drop_index("ix_scheduled_task_due")

    op.drop_table("scheduled_task")
    with op.batch_alter_table("mail_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_attachment_mail_id"))

    op.drop_table("mail_attachment")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_column("reply_to")
        batch_op.drop_column("at_any_hour")
