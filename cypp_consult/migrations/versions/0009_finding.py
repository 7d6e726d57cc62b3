"""Finding themes: what a look at the answers found, its groups, and the answers in them."""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"


def upgrade():
    op.create_table(
        "finding_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("uncoded", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_finding_run_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_finding_run_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_run")),
    )
    with op.batch_alter_table("finding_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_run_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "finding_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sort",
            sa.Enum("theme", "alike", name="sort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["account.id"], name=op.f("fk_finding_group_dismissed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["finding_run.id"], name=op.f("fk_finding_group_run_id_finding_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_finding_group_theme_id_theme"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_group")),
    )
    with op.batch_alter_table("finding_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finding_group_run_id_sort_position"), ["run_id", "sort", "position"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_finding_group_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "finding_member",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("alike_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alike_id"],
            ["finding_group.id"],
            name=op.f("fk_finding_member_alike_id_finding_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_finding_member_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["finding_group.id"],
            name=op.f("fk_finding_member_group_id_finding_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["finding_run.id"], name=op.f("fk_finding_member_run_id_finding_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "answer_id", name=op.f("pk_finding_member")),
    )
    with op.batch_alter_table("finding_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_member_alike_id"), ["alike_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_member_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_member_group_id_rank"), ["group_id", "rank"], unique=False)


def downgrade():
    op.drop_table("finding_member")
    op.drop_table("finding_group")
    op.drop_table("finding_run")
