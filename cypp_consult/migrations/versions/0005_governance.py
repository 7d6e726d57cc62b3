"""Governance: boards and groups, their members, meetings and reports; approvals, votes and sign-offs."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"


def _choice(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "body",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            _choice(
                "bodykind",
                "partnership_board",
                "commissioning_board",
                "executive_board",
                "sub_group",
                "childrens_council",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reports_to_id", sa.Uuid(), nullable=True),
        sa.Column("secretary_id", sa.Integer(), nullable=True),
        sa.Column("division", _choice("division", "england-and-wales", "scotland", "northern-ireland"), nullable=False),
        sa.Column("papers_days", sa.Integer(), nullable=False),
        sa.Column("approval_rule", _choice("approvalrule", "majority", "all_full", "quorum"), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reports_to_id"], ["body.id"], name=op.f("fk_body_reports_to_id_body")),
        sa.ForeignKeyConstraint(["secretary_id"], ["account.id"], name=op.f("fk_body_secretary_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("slug", name=op.f("uq_body_slug")),
    )
    op.create_index(op.f("ix_body_reports_to_id"), "body", ["reports_to_id"], unique=False)
    op.create_index(op.f("ix_body_secretary_id"), "body", ["secretary_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("level", _choice("seatlevel", "full", "associate"), nullable=False),
        sa.Column("office", _choice("office", "chair", "vice_chair"), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_body_id_body"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_seat_person_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("body_id", "person_id", name=op.f("uq_seat_body_id_person_id")),
    )
    op.create_index(op.f("ix_seat_body_id"), "seat", ["body_id"], unique=False)
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("papers_on", sa.Date(), nullable=True),
        sa.Column("papers_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id_body"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("body_id", "held_on", name=op.f("uq_meeting_body_id_held_on")),
    )
    op.create_index(op.f("ix_meeting_body_id"), "meeting", ["body_id"], unique=False)
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)

    op.create_table(
        "group_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("status", _choice("reportstatus", "on_course", "needs_attention", "off_course"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_group_report_body_id_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_group_report_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_report")),
    )
    op.create_index(op.f("ix_group_report_body_id"), "group_report", ["body_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_approval_milestone_id_milestone"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_approval_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("milestone_id", "body_id", name=op.f("uq_approval_milestone_id_body_id")),
    )
    op.create_index(op.f("ix_approval_milestone_id"), "approval", ["milestone_id"], unique=False)
    op.create_index(op.f("ix_approval_body_id"), "approval", ["body_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", _choice("verdict", "approve", "not_approve", "abstain"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("seat_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_vote_approval_id_approval")),
        sa.ForeignKeyConstraint(["pack_id"], ["evidence_pack.id"], name=op.f("fk_vote_pack_id_evidence_pack")),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_vote_person_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "approval_id", "pack_id", "seat_id", "number", name=op.f("uq_vote_approval_id_pack_id_seat_id_number")
        ),
    )
    op.create_index(op.f("ix_vote_approval_id"), "vote", ["approval_id"], unique=False)
    op.create_index(op.f("ix_vote_pack_id"), "vote", ["pack_id"], unique=False)
    op.create_index(op.f("ix_vote_person_id"), "vote", ["person_id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_sign_off_approval_id_approval")),
        sa.ForeignKeyConstraint(["pack_id"], ["evidence_pack.id"], name=op.f("fk_sign_off_pack_id_evidence_pack")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("approval_id", "pack_id", name=op.f("uq_sign_off_approval_id_pack_id")),
    )
    op.create_index(op.f("ix_sign_off_approval_id"), "sign_off", ["approval_id"], unique=False)
    op.create_index(op.f("ix_sign_off_pack_id"), "sign_off", ["pack_id"], unique=False)


def downgrade():
    # indexes go with their tables
    for table in ("sign_off", "vote", "approval", "group_report", "meeting", "seat", "body"):
        op.drop_table(table)
