"""Files of evidence."""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"


def upgrade():
    op.create_table(
        "evidence_file",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["milestone_evidence.id"],
            name=op.f("fk_evidence_file_evidence_id_milestone_evidence"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_file")),
    )


def downgrade():
    op.drop_table("evidence_file")
