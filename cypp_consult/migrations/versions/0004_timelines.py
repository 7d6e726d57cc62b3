"""Timelines: what needs what, slippage, evidence, days that matter, saved templates."""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"


def upgrade():
    # plain SQL that both databases take: it adds the column with its check without copying every consultation on SQLite
    op.execute(
        "ALTER TABLE consultation ADD COLUMN division VARCHAR(32) DEFAULT 'england-and-wales' NOT NULL "
        "CONSTRAINT ck_consultation_division "
        "CHECK (division IN ('england-and-wales', 'scotland', 'northern-ireland'))"
    )
    op.add_column("milestone", sa.Column("delivers", sa.Text(), nullable=False, server_default=""))
    op.add_column("milestone", sa.Column("progress", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("stage", sa.Column("delivers", sa.Text(), nullable=False, server_default=""))
    op.add_column("stage", sa.Column("notes", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_stage_owner_id"), ["owner_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_stage_owner_id_account"), "account", ["owner_id"], ["id"])

    op.create_table(
        "special_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "closure",
                "school_holiday",
                "pre_election",
                name="specialkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "division",
            sa.Enum(
                "england-and-wales",
                "scotland",
                "northern-ireland",
                name="division",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
    )
    op.create_table(
        "timeline_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_timeline_template_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_template")),
        sa.UniqueConstraint("slug", name=op.f("uq_timeline_template_slug")),
    )
    op.create_table(
        "justification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_justification_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_justification_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_justification")),
        sa.UniqueConstraint("consultation_id", "key", "about", name=op.f("uq_justification_consultation_id_key_about")),
    )
    with op.batch_alter_table("justification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_justification_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "dependency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("needs_milestone_id", sa.Uuid(), nullable=True),
        sa.Column("needs_stage_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(milestone_id IS NULL) <> (stage_id IS NULL)", name=op.f("ck_dependency_one_step")),
        sa.CheckConstraint(
            "(needs_milestone_id IS NULL) <> (needs_stage_id IS NULL)", name=op.f("ck_dependency_one_need")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_dependency_milestone_id_milestone"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["needs_milestone_id"],
            ["milestone.id"],
            name=op.f("fk_dependency_needs_milestone_id_milestone"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["needs_stage_id"], ["stage.id"], name=op.f("fk_dependency_needs_stage_id_stage"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stage.id"], name=op.f("fk_dependency_stage_id_stage"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency")),
    )
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dependency_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_needs_milestone_id"), ["needs_milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_needs_stage_id"), ["needs_stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "milestone_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_milestone_evidence_by_id_account")),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
            name=op.f("fk_milestone_evidence_milestone_id_milestone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_evidence")),
    )
    with op.batch_alter_table("milestone_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_evidence_milestone_id"), ["milestone_id"], unique=False)

    op.create_table(
        "slip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("from_start", sa.Date(), nullable=True),
        sa.Column("to_start", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_slip_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_slip_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_slip_milestone_id_milestone"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_slip_stage_id_stage"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
    )
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_slip_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_slip_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_slip_stage_id"), ["stage_id"], unique=False)


def downgrade():
    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_stage_id"))
        batch_op.drop_index(batch_op.f("ix_slip_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_slip_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_slip_batch"))

    op.drop_table("slip")
    with op.batch_alter_table("milestone_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_evidence_milestone_id"))

    op.drop_table("milestone_evidence")
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dependency_stage_id"))
        batch_op.drop_index(batch_op.f("ix_dependency_needs_stage_id"))
        batch_op.drop_index(batch_op.f("ix_dependency_needs_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_dependency_milestone_id"))

    op.drop_table("dependency")
    with op.batch_alter_table("justification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_justification_consultation_id"))

    op.drop_table("justification")
    op.drop_table("timeline_template")
    op.drop_table("special_days")
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_stage_owner_id_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_stage_owner_id"))
        batch_op.drop_column("owner_id")
    op.drop_column("stage", "notes")
    op.drop_column("stage", "delivers")
    op.drop_column("milestone", "progress")
    op.drop_column("milestone", "delivers")
    op.drop_column("consultation", "division")
