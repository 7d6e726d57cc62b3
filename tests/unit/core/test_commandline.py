"""Commands end with one clear line on standard error."""

import importlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypp_consult.app import create_app
from cypp_consult.cli import COMMANDS, main

PACKAGE = Path(__file__).parents[3] / "cypp_consult"


@pytest.fixture
def never_set_up(tmp_path):
    return lambda: create_app({"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "made up", "DATABASE_URL": ""})


@pytest.mark.parametrize("words", [["events", "demo"], ["timeline", "demo"], ["summary", "demo", "--milestone", "x"]])
def test_a_database_that_was_never_set_up_is_told_in_one_line(never_set_up, words):
    done = CliRunner().invoke(main, words, obj=never_set_up)
    assert done.exit_code == 2
    assert "cypp-consult init" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_tells_its_use(name):
    done = CliRunner().invoke(main, [name, "--help"], obj=lambda: None)
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) > 3


def test_every_command_of_a_feature_can_be_called():
    brought = {
        command.name: path.parent.relative_to(PACKAGE).as_posix().replace("/", ".")
        for path in PACKAGE.rglob("commands.py")
        for command in importlib.import_module(
            f"cypp_consult.{'.'.join(path.parent.relative_to(PACKAGE).parts)}.commands"
        ).COMMANDS
    }
    assert brought == COMMANDS
