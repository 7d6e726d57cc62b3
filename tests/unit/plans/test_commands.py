"""The framework commands say what they did in one line, and what is wrong in one line."""

import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from cypp_consult.plans import framework_store
from tests.unit.plans.test_frameworks import LEAST


@pytest.fixture
def run(app, session):
    def invoke(*arguments: str):
        return CliRunner().invoke(main, list(arguments), obj=lambda: app)

    return invoke


def test_list_names_the_built_in_ones_and_those_imported(run, tmp_path, session):
    file = tmp_path / "ours.yaml"
    file.write_text(LEAST, encoding="utf-8-sig")
    done = run("framework", "import", str(file))
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "imported our-plan-2027: Our plan for children and young people"
        " (1 outcomes, 1 priorities, 0 actions, 0 measures)\n"
    )
    named = run("framework", "list")
    assert named.exit_code == 0
    lines = named.stdout.splitlines()
    assert lines[0].startswith("our-plan-2027: ")
    assert "leicestershire-2020: Children and Family Services Departmental Plan 2020-2023 (4 outcomes," in named.stdout
    assert len(lines) == 6


def test_a_bad_file_exits_with_2_and_one_clear_line(run, tmp_path, session):
    file = tmp_path / "ours.yaml"
    file.write_text(LEAST.replace("name: Safe at home", "title: Safe at home"), encoding="utf-8")
    done = run("framework", "import", str(file))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip() == "Error: Outcome 1 (Safe and loved): priority 1 (Safe at home): name: is missing."
    assert not framework_store.imported_ids(session)


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "UTF-8"), (b"a: [", "line")])
def test_what_is_no_yaml_text_is_said(run, tmp_path, content, words):
    file = tmp_path / "ours.yaml"
    file.write_bytes(content)
    done = run("framework", "import", str(file))
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_said(run):
    assert run("framework", "import", "nowhere.yaml").exit_code == 2
