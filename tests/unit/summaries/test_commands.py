"""The commands, as another program calls them."""

import io
import json

import openpyxl
import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from cypp_consult.core.audit import AuditEntry
from cypp_consult.summaries.models import EvidencePack
from tests.unit.summaries.world import busy


@pytest.fixture
def run(app, session, analyst):
    made = busy(session, analyst, slug="demo")

    def call(*arguments: str):
        session.commit()
        return CliRunner().invoke(main, arguments, obj=lambda: app)

    call.made = made
    return call


def test_summary_prints_json_with_hidden_counts_null(run, session):
    result = run("summary", "demo", "--milestone", "shortlist")
    assert result.exit_code == 0, result.stderr
    written = json.loads(result.stdout)
    assert written["pack"] is None
    row = next(row for row in written["themes"]["rows"] if row["id"] == "money-at-home")
    assert row["cells"][0] == {"column": "younger-children", "count": None, "suppressed": True, "share": None}
    assert session.query(EvidencePack).count() == 0


def test_freezing_by_command_keeps_a_pack(run, session):
    result = run("summary", "demo", "--milestone", "shortlist", "--freeze")
    pack = session.query(EvidencePack).one()
    assert json.loads(result.stdout)["pack"] == {"version": 1, "digest": pack.digest}


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "csv", "json"])
def test_export_writes_a_file_and_keeps_record(run, session, tmp_path, form):
    out = tmp_path / f"summary.{form}"
    result = run("export", "demo", "--milestone", "shortlist", "--format", form, "--out", str(out))
    assert result.exit_code == 0, result.stderr
    assert out.stat().st_size > 1000
    assert session.query(AuditEntry).filter_by(action="summary.exported").one().detail["format"] == form
    if form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(out.read_bytes())).sheetnames[0] == "Contents"


@pytest.mark.parametrize("form", ["pdf", "odt", "ods", "nonsense"])
def test_formats_not_offered_yet_exit_with_2_and_one_line(run, tmp_path, form):
    out = tmp_path / "summary"
    result = run("export", "demo", "--milestone", "shortlist", "--format", form, "--out", str(out))
    assert result.exit_code == 2
    assert "not yet offered" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary", "nothing", "--milestone", "shortlist"),
        ("summary", "demo", "--milestone", "nothing"),
        ("export", "demo", "--milestone", "shortlist", "--format", "csv", "--out", "/nowhere/at/all.csv"),
    ],
)
def test_bad_input_exits_with_2_and_one_line(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
