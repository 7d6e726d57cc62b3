"""`cypp-consult group`: JSON Lines in and out, the same each time, no database."""

import json

import pytest
from click.testing import CliRunner

from cypp_consult.cli import main
from tests.unit.text.test_grouping import SAID


def no_app():
    raise AssertionError("group asked for the application")


def run(given):
    data = given if isinstance(given, bytes) else given.encode()
    return CliRunner().invoke(main, ["group"], input=data, obj=no_app)


def lines(texts):
    return "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))


def test_each_line_is_answered_in_order_as_the_interface_says():
    done = run(lines(text for text, _ in SAID))
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == list(range(len(SAID)))
    assert all(set(row) == {"id", "group", "label"} for row in rows)
    assert all(isinstance(row["group"], int) and row["label"] for row in rows)
    labels = {}
    for row in rows:
        assert labels.setdefault(row["group"], row["label"]) == row["label"]
    assert done.stdout == run(lines(text for text, _ in SAID)).stdout


def test_ids_stay_as_they_were_and_any_text_is_taken():
    given = [
        "\ufeff" + json.dumps({"id": "é", "text": "bus late", "more": 1}),
        "",
        '{"id": 7, "text": "\\ud800 \\u0000 bus is late"}',
        '{"id": "x", "text": ""}',
    ]
    done = run("\r\n".join(given))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["group"]) for row in rows] == [("é", 1), (7, 1), ("x", 0)]
    assert done.stdout.isascii()
    assert run("").stdout == ""


def test_no_personal_detail_gets_into_a_label():
    texts = [f"Ring Marion Speight on 01632 960{number} about late buses" for number in range(100, 110)]
    done = run(lines(texts))
    labels = {json.loads(line)["label"] for line in done.stdout.splitlines()}
    assert not any("Speight" in label or "01632" in label for label in labels), labels


@pytest.mark.parametrize(
    "bad", [b"nope", b"[1]", b'{"id": "1"}', b'{"id": null, "text": "x"}', b'{"id": "1", "text": 5}']
)
def test_a_bad_line_is_named_and_ends_with_2(bad):
    done = run(b'{"id": "ok", "text": "more swings"}\n\n' + bad + b"\n")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: Line 3")
    assert len(done.stderr.splitlines()) == 1
