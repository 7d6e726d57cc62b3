"""The code frame: what a theme is not, themes under themes, merging and splitting on a log, examples, versions."""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"

VERBS = ("made", "renamed", "changed", "merged", "split", "retired", "restored", "kept")


def _choice(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_this", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("parent_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(batch_op.f("ix_theme_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_theme_parent_id_theme"), "theme", ["parent_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_theme_merged_into_id_theme"), "theme", ["merged_into_id"], ["id"])

    op.create_table(
        "frame_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("verb", _choice("frameverb", *VERBS), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_frame_act_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_frame_act_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_frame_act_undone_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_act")),
    )
    with op.batch_alter_table("frame_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frame_act_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_frame_act_consultation_id_at"), ["consultation_id", "at"], unique=False)

    op.create_table(
        "frame_act_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("part", _choice("part", "source", "result", "beside"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.Column("answers_before", sa.Integer(), nullable=False),
        sa.Column("answers_after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["frame_act.id"], name=op.f("fk_frame_act_theme_act_id_frame_act"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_frame_act_theme_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_act_theme")),
        sa.UniqueConstraint("act_id", "theme_id", name=op.f("uq_frame_act_theme_act_id_theme_id")),
    )
    with op.batch_alter_table("frame_act_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frame_act_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "frame_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("movekind", "tag", "suggestion"), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("instead_id", sa.Uuid(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["frame_act.id"], name=op.f("fk_frame_move_act_id_frame_act"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_frame_move_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["theme.id"], name=op.f("fk_frame_move_from_id_theme"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["theme.id"], name=op.f("fk_frame_move_to_id_theme"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_move")),
    )
    with op.batch_alter_table("frame_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frame_move_act_id"), ["act_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_frame_move_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_frame_move_row_id"), ["row_id"], unique=False)

    op.create_table(
        "theme_example",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_theme_example_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_theme_example_by_id_account")),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_example_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_example")),
        sa.UniqueConstraint("theme_id", "answer_id", name=op.f("uq_theme_example_theme_id_answer_id")),
    )
    with op.batch_alter_table("theme_example", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_example_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "frame_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_frame_version_by_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_frame_version_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_version")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_frame_version_consultation_id_number")),
    )


def downgrade():
    op.drop_table("frame_version")
    op.drop_table("theme_example")
    op.drop_table("frame_move")
    op.drop_table("frame_act_theme")
    op.drop_table("frame_act")
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_theme_merged_into_id_theme"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_theme_parent_id_theme"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_theme_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_theme_parent_id"))
        batch_op.drop_column("version")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("not_this")
