"""`cypp-consult analyse`: JSON Lines in and out, the line named when one is bad, no database."""

import json

import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from cypp_consult.core import clock
from cypp_consult.plans import framework_store
from cypp_consult.text import embedding
from tests.unit.plans.test_frameworks import LEAST


def no_app():
    raise AssertionError("analyse asked for the application")


def run(given, *arguments, app=no_app):
    data = given if isinstance(given, bytes) else given.encode()
    return CliRunner().invoke(main, ["analyse", *(arguments or ("--framework", "leeds-2009"))], input=data, obj=app)


def test_each_line_is_answered_in_order_as_the_interface_says():
    done = run('{"id": "a", "text": "I get bullied on the bus"}\n{"id": 7, "text": ""}\n')
    assert done.exit_code == 0, done.output
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", 7)
    assert set(first) == {"id", "language", "outcomes", "priorities", "tone", "personal_details", "concern"}
    assert first["outcomes"][0]["id"] == "stay-safe"
    scores = [item["score"] for item in first["outcomes"]]
    assert scores == sorted(scores, reverse=True)
    assert set(first["tone"]) == {"label", "score"}
    assert set(first["concern"]) == {"level", "reasons"}
    assert second["outcomes"] == []


def test_marks_empty_lines_and_any_text_are_taken():
    lines = [
        "\ufeff" + json.dumps({"id": "1", "text": "x", "more": 1}),
        "",
        "   ",
        json.dumps({"id": "2", "text": "\ud800 🦆 \u202e"}),
        '{"id": "é", "text": "a\\u0000b"}',
    ]
    done = run("\r\n".join(lines))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2", "é"]
    assert done.stdout.isascii()


@pytest.mark.parametrize(
    "bad",
    [
        b"nope",
        b"[1]",
        b'{"id": "1"}',
        b'{"text": "x"}',
        b'{"id": "1", "text": 5}',
        b'{"id": null, "text": "x"}',
        b'{"id": true, "text": "x"}',
        b'{"id": "1", "text": "\xff"}',
        b"[" * 100000,
    ],
)
def test_a_bad_line_is_named_and_ends_with_2_after_the_good_ones(bad):
    done = run(b'{"id": "ok", "text": "more swings"}\n\n' + bad + b"\n")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: Line 3")
    assert len(done.stderr.splitlines()) == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["ok"]


@pytest.mark.parametrize("name", ["../leeds-2009", "leeds-2009.yaml", "LEEDS-2009", "", "/etc/passwd"])
def test_a_framework_that_is_none_ends_with_2(name):
    done = run("", "--framework", name)
    assert done.exit_code == 2
    assert "There is no framework" in done.stderr


def test_a_framework_must_be_named():
    done = CliRunner().invoke(main, ["analyse"], obj=no_app)
    assert done.exit_code == 2


def test_an_imported_framework_is_found(app, session):
    framework_store.keep(session, LEAST, clock.now())
    session.commit()
    done = run('{"id": "1", "text": "I want to be safe at home"}\n', "--framework", "our-plan-2027", app=lambda: app)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["outcomes"][0]["id"] == "safe-and-loved"
    assert run("", "--framework", "nobodys", app=lambda: app).exit_code == 2


def test_confirmed_tags_of_a_file_are_learned_first(tmp_path):
    tags = tmp_path / "tags.jsonl"
    rows = [{"text": f"a zog {n}", "outcomes": ["be-healthy"], "priorities": ["happy-and-resilient"]} for n in range(5)]
    tags.write_text("\n".join(json.dumps(row) for row in [*rows, {"text": "a frob", "outcomes": ["stay-safe"]}]))
    arguments = ("--framework", "leeds-2009", "--engine", "light")
    asked = '{"id": "1", "text": "zog"}'
    assert json.loads(run(asked, *arguments).stdout)["outcomes"] == []
    told = json.loads(run(asked, *arguments, "--tags", str(tags)).stdout)
    assert told["outcomes"][0]["id"] == "be-healthy"
    assert told["priorities"][0]["id"] == "happy-and-resilient"


@pytest.mark.parametrize(
    "bad",
    ["nope", "[1]", '{"outcomes": []}', '{"text": "x", "outcomes": "stay-safe"}', '{"text": "x", "refused": [1]}'],
)
def test_a_file_of_tags_that_is_none_is_said_with_its_line(tmp_path, bad):
    tags = tmp_path / "tags.jsonl"
    tags.write_text('{"text": "x", "outcomes": ["stay-safe"]}\n' + bad)
    done = run("", "--framework", "leeds-2009", "--tags", str(tags))
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: Tags, line 2:") and done.stderr.count("\n") == 1


@pytest.mark.skipif(embedding.available(), reason="the extra is installed")
def test_an_engine_that_is_not_installed_is_said():
    done = run("", "--framework", "leeds-2009", "--engine", "embeddings")
    assert done.exit_code == 2 and "embeddings” is not installed" in done.stderr
