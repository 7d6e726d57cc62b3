"""Agreement: samples coded blind, what each coder chose, what was settled."""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"


def upgrade():
    op.create_table(
        "coding_sample",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "outcome", "priority", "theme", name="targetkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "pool",
            sa.Enum("all", "uncoded", "coded", name="pool", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "strata",
            sa.Enum("none", "audience", "event", name="strata", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_coding_sample_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_coding_sample_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_sample")),
    )
    with op.batch_alter_table("coding_sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coding_sample_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "sample_coder",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_sample_coder_person_id_account")),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["coding_sample.id"],
            name=op.f("fk_sample_coder_sample_id_coding_sample"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "person_id", name=op.f("pk_sample_coder")),
    )
    with op.batch_alter_table("sample_coder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_coder_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sample_answer",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_sample_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["coding_sample.id"],
            name=op.f("fk_sample_answer_sample_id_coding_sample"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sample_id", "answer_id", name=op.f("pk_sample_answer")),
    )
    with op.batch_alter_table("sample_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_answer_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "sample_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "coded", "unsure", "skipped", name="readingstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("mark", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_sample_reading_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_sample_reading_person_id_account")),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["coding_sample.id"],
            name=op.f("fk_sample_reading_sample_id_coding_sample"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_reading")),
        sa.UniqueConstraint(
            "sample_id", "answer_id", "person_id", name=op.f("uq_sample_reading_sample_id_answer_id_person_id")
        ),
    )
    with op.batch_alter_table("sample_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_reading_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_reading_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sample_settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_sample_settlement_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_sample_settlement_by_id_account")),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["coding_sample.id"],
            name=op.f("fk_sample_settlement_sample_id_coding_sample"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_settlement")),
        sa.UniqueConstraint("sample_id", "answer_id", name=op.f("uq_sample_settlement_sample_id_answer_id")),
    )
    with op.batch_alter_table("sample_settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_settlement_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "young_reading",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "coded", "unsure", "skipped", name="readingstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_young_reading_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_young_reading_person_id_account")),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name=op.f("pk_young_reading")),
    )
    with op.batch_alter_table("young_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_young_reading_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sample_tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("priority_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN outcome_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN priority_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_sample_tag_one_target"),
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_sample_tag_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_sample_tag_priority_id_priority")),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["sample_reading.id"],
            name=op.f("fk_sample_tag_reading_id_sample_reading"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_sample_tag_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_tag")),
        sa.UniqueConstraint("reading_id", "outcome_id", name=op.f("uq_sample_tag_reading_id_outcome_id")),
        sa.UniqueConstraint("reading_id", "priority_id", name=op.f("uq_sample_tag_reading_id_priority_id")),
        sa.UniqueConstraint("reading_id", "theme_id", name=op.f("uq_sample_tag_reading_id_theme_id")),
    )
    with op.batch_alter_table("sample_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_tag_outcome_id"), ["outcome_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_tag_priority_id"), ["priority_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_tag_reading_id"), ["reading_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_tag_theme_id"), ["theme_id"], unique=False)


def downgrade():
    with op.batch_alter_table("sample_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_tag_theme_id"))
        batch_op.drop_index(batch_op.f("ix_sample_tag_reading_id"))
        batch_op.drop_index(batch_op.f("ix_sample_tag_priority_id"))
        batch_op.drop_index(batch_op.f("ix_sample_tag_outcome_id"))

    op.drop_table("sample_tag")
    with op.batch_alter_table("young_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_young_reading_person_id"))

    op.drop_table("young_reading")
    with op.batch_alter_table("sample_settlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_settlement_answer_id"))

    op.drop_table("sample_settlement")
    with op.batch_alter_table("sample_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_reading_person_id"))
        batch_op.drop_index(batch_op.f("ix_sample_reading_answer_id"))

    op.drop_table("sample_reading")
    with op.batch_alter_table("sample_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_answer_answer_id"))

    op.drop_table("sample_answer")
    with op.batch_alter_table("sample_coder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_coder_person_id"))

    op.drop_table("sample_coder")
    with op.batch_alter_table("coding_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coding_sample_consultation_id"))

    op.drop_table("coding_sample")
