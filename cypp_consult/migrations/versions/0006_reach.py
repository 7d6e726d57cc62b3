"""Reach: targets, reference populations, and whom events were for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KIND = sa.Enum(
    "age", "area", "school", "group", name="targetkind", native_enum=False, create_constraint=True, length=32
)


def upgrade():
    with op.batch_alter_table("consultation_audience", schema=None) as batch_op:
        batch_op.add_column(sa.Column("population", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("population_source", sa.String(length=200), server_default="", nullable=False))
    op.create_table(
        "target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("about_key", sa.String(length=60), nullable=False),
        sa.Column("about_values", sa.JSON(), nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("expected >= 1", name=op.f("ck_target_expected_positive")),
        sa.CheckConstraint("population >= 1", name=op.f("ck_target_population_positive")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_target_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["area_id"], ["target.id"], name=op.f("fk_target_area_id_target"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("consultation_id", "kind", "key", name=op.f("uq_target_consultation_id_kind_key")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_area_id"), ["area_id"], unique=False)
    op.create_table(
        "event_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_target_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_event_target_target_id_target"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_target")),
        sa.UniqueConstraint("event_id", "target_id", name=op.f("uq_event_target_event_id_target_id")),
    )
    with op.batch_alter_table("event_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_target_target_id"), ["target_id"], unique=False)


def downgrade():
    op.drop_table("event_target")
    op.drop_table("target")
    with op.batch_alter_table("consultation_audience", schema=None) as batch_op:
        batch_op.drop_column("population_source")
        batch_op.drop_column("population")
