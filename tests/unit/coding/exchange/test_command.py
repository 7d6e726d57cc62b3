"""`cypp-consult export SLUG --milestone ID --format qdc`: the code frame as a file, on record."""

from click.testing import CliRunner
from sqlalchemy import select

from cypp_consult.cli import main
from cypp_consult.core.audit import AuditEntry
from tests import make
from tests.unit.coding.exchange.schema import CODEBOOK, check


def test_the_code_frame_is_written_and_on_record(app, coding, tmp_path):
    coding.theme("Safe routes", coding.priority())
    milestone = make.milestone(coding.session, coding.consultation)
    coding.session.commit()
    out = tmp_path / "codes.qdc"
    arguments = [
        "export",
        coding.consultation.slug,
        "--milestone",
        milestone.slug,
        "--format",
        "qdc",
        "--out",
        str(out),
    ]
    done = CliRunner().invoke(main, arguments, obj=lambda: app)
    assert done.exit_code == 0, done.output
    document = check(CODEBOOK, out.read_bytes())
    assert "Safe routes" in document.xpath("//@name")
    entry = coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "codebook.exported")).one()
    assert entry.detail["format"] == "qdc"
