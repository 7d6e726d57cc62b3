"""Translations: languages, translations and tones of answers; schools and places that are listed."""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"

_TONES = ("positive", "negative", "mixed", "unclear")


def _tone(name="tonelabel"):
    return sa.Enum(*_TONES, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "known_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "school", "place", "no_name", name="knownkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_known_word_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_word")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_known_word_kind_key")),
    )
    op.create_table(
        "answer_language",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_language_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_answer_language_by_id_account")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_language")),
    )
    op.create_index(op.f("ix_answer_language_language"), "answer_language", ["language"], unique=False)
    op.create_table(
        "translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_by_id", sa.Integer(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_translation_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_translation_by_id_account")),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["account.id"], name=op.f("fk_translation_cleared_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("answer_id", "number", name=op.f("uq_translation_answer_id_number")),
    )
    op.create_index(
        "uq_translation_standing",
        "translation",
        ["answer_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "answer_tone",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("label", _tone(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("engine", sa.Integer(), nullable=False),
        sa.Column("translation_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", _tone("saidtone"), nullable=True),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_tone_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_answer_tone_said_by_id_account")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_tone")),
    )
    op.create_index(op.f("ix_answer_tone_engine"), "answer_tone", ["engine"], unique=False)
    op.create_index(op.f("ix_answer_tone_label"), "answer_tone", ["label"], unique=False)


def downgrade():
    for table in ("answer_tone", "translation", "answer_language", "known_word"):
        op.drop_table(table)
