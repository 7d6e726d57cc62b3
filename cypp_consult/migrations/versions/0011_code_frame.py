"""The code frame."""

revision = "0011"
down_revision = "0010"


def upgrade():
    pass


def downgrade():
    pass
