"""The workbench: flags, memos, who has read what, habits of coders, saved views."""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"


def upgrade():
    op.create_table(
        "answer_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("look_again", "ask", name="flagkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_flag_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_answer_flag_by_id_account")),
        sa.ForeignKeyConstraint(["for_id"], ["account.id"], name=op.f("fk_answer_flag_for_id_account")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_answer_flag_settled_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_flag")),
    )
    with op.batch_alter_table("answer_flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_flag_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_flag_for_id"), ["for_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_flag_answer_id_by_id_kind"),
            ["answer_id", "by_id", "kind"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "answer_memo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_memo_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_answer_memo_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_memo")),
    )
    with op.batch_alter_table("answer_memo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_memo_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "answer_seen",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_answer_seen_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_seen_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "answer_id", name=op.f("pk_answer_seen")),
    )
    with op.batch_alter_table("answer_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_seen_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "coder_habit",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("keys_on", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("go_on", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("place_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coder_habit_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_coder_habit_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", name=op.f("pk_coder_habit")),
    )
    with op.batch_alter_table("coder_habit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coder_habit_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_saved_view_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "consultation_id", "account_id", "name", name=op.f("uq_saved_view_consultation_id_account_id_name")
        ),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_view_consultation_id"), ["consultation_id"], unique=False)


def downgrade():
    op.drop_table("saved_view")
    op.drop_table("coder_habit")
    op.drop_table("answer_seen")
    op.drop_table("answer_memo")
    op.drop_table("answer_flag")
