"""`cypp-consult agreement`: a file in, JSON out, one clear line for a file that cannot be used."""

import json
import random

import pytest
from click.testing import CliRunner
from nltk.metrics.agreement import AnnotationTask

from cypp_consult.cli import main
from cypp_consult.coding.agreement import files
from cypp_consult.core.errors import InvalidInputError


def no_app():
    raise AssertionError("agreement asked for the application")


def run(tmp_path, content, *options):
    path = tmp_path / "coded.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(main, ["agreement", str(path), *options], obj=no_app)


def rows(table, code="safe"):
    """A file of two coders with a, b, c and d units."""
    cells = [(code, code)] * table[0] + [(code, "")] * table[1] + [("", code)] * table[2] + [("", "")] * table[3]
    lines = [
        f"u{number},{coder},{cell}" for number, pair in enumerate(cells) for coder, cell in zip("ab", pair, strict=True)
    ]
    return "unit,coder,codes\n" + "\n".join(lines)


def test_the_known_case(tmp_path):
    done = run(tmp_path, rows((20, 5, 10, 15)))
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["coders"], told["units"], told["enough"], told["left_out"]) == (["a", "b"], 50, True, [])
    assert told["per_code"]["safe"]["kappa"] == 0.4
    assert told["pooled"]["kappa"] == 0.4
    assert (told["per_code"]["safe"]["both"], told["per_code"]["safe"]["neither"]) == (20, 15)
    assert told["f1"]["mean"] == 0.7
    assert told["f1"]["low"] < 0.7 < told["f1"]["high"]
    assert told["without_generic"] is None


def test_figures_are_those_of_an_independent_implementation_to_four_decimals(tmp_path):
    chance = random.Random(4)  # noqa: S311 - made-up coders
    names = ["safe", "buses", "school", "other"]
    coded = {coder: {f"u{n}": {name for name in names if chance.random() < 0.35} for n in range(60)} for coder in "abc"}
    lines = [f'{unit},{coder},"{"; ".join(has)}"' for coder, own in coded.items() for unit, has in own.items()]
    told = json.loads(run(tmp_path, "unit,coder,codes\r\n" + "\r\n".join(lines)).stdout)
    assert len(told["pairs"]) == 3
    for one in told["pairs"]:
        for name in names:
            task = AnnotationTask(
                [(coder, unit, name in coded[coder][unit]) for coder in one["coders"] for unit in coded[coder]]
            )
            assert round(one["per_code"][name]["kappa"], 4) == round(task.kappa(), 4)
    for name in names:
        task = AnnotationTask([(coder, unit, name in has) for coder, own in coded.items() for unit, has in own.items()])
        assert round(told["per_code"][name]["kappa"], 4) == round(task.kappa(), 4), (
            "NLTK takes the mean of the pairs too"
        )
    assert told["without_generic"]["codes"] == ["other"]
    assert set(told["without_generic"]["per_code"]) == {"safe", "buses", "school"}


def test_few_units_are_called_not_enough_and_undefined_is_said(tmp_path):
    told = json.loads(run(tmp_path, "unit,coder,codes\n1,a,x\n1,b,x\n2,a,x\n2,b,x\n3,a,y\n").stdout)
    assert told["enough"] is False
    assert told["note"].startswith("not enough: 2 units")
    assert (told["per_code"]["x"]["kappa"], told["per_code"]["x"]["note"]) == (None, "not defined")
    assert told["per_code"]["x"]["positive_agreement"] == 1
    assert told["left_out"] == ["3"]


def test_empty_codes_are_a_reading(tmp_path):
    told = json.loads(run(tmp_path, "Coder , CODES,unit,more\na,,1\nb,,1\na,;,2,x\nb, x ; x ,2\n").stdout)
    assert told["units"] == 2
    assert told["per_code"]["x"]["second_only"] == 1
    assert told["f1"]["mean"] == 0.5


def test_nobody_used_any_code(tmp_path):
    told = json.loads(run(tmp_path, "unit,coder,codes\n1,a,\n1,b,\n").stdout)
    assert (told["per_code"], told["pooled"]["kappa"], told["f1"]["mean"]) == ({}, None, 1)


def test_generic_codes_may_be_named_and_the_seed_chosen(tmp_path):
    done = run(tmp_path, rows((20, 5, 10, 15)) + "\nu0x,a,misc\nu0x,b,misc", "--generic", "misc", "--seed", "7")
    told = json.loads(done.stdout)
    assert told["without_generic"]["codes"] == ["misc"]
    assert told["seed"] == 7
    assert (
        done.stdout
        == run(tmp_path, rows((20, 5, 10, 15)) + "\nu0x,a,misc\nu0x,b,misc", "--generic", "misc", "--seed", "7").stdout
    )


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"", "unit is missing"),
        (b"unit,coder\n1,a\n", "codes is missing"),
        (b"unit,unit,coder,codes\n1,1,a,x\n", "there twice"),
        (b"unit,coder,codes\n", "no coded units"),
        (b"unit,coder,codes\n1,a,x\n2,a,x\n", "two coders"),
        (b"unit,coder,codes\n1,a,x\n2,b,x\n", "No unit was coded by two"),
        (b"unit,coder,codes\n1,a,x\n,b,x\n", "Line 3 has no unit"),
        (b"unit,coder,codes\n1,a,x\n1,,x\n", "Line 3 has no coder"),
        (b"unit,coder,codes\n1,a,x\n1\n", "Line 3 has too few columns"),
        (b"unit,coder,codes\n1,a,x\n1,b,x\n1,a,y\n", "already in line 2"),
        (b"unit,coder,codes\n1,a,\xff\n", "UTF-8"),
        (b'unit,coder,codes\n1,a,"x\n', "not CSV"),
    ],
)
def test_a_bad_file_is_one_clear_line(tmp_path, bad, says):
    done = run(tmp_path, bad)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path):
    done = CliRunner().invoke(main, ["agreement", str(tmp_path / "none.csv")], obj=no_app)
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert "cannot be read" in done.stderr
    folder = CliRunner().invoke(main, ["agreement", str(tmp_path)], obj=no_app)
    assert (folder.exit_code, len(folder.stderr.splitlines())) == (2, 1)


def test_standard_input_and_a_mark_at_the_beginning():
    done = CliRunner().invoke(
        main, ["agreement", "-"], input=b"\xef\xbb\xbfunit,coder,codes\n1,a,x\n1,b,x\n", obj=no_app
    )
    assert json.loads(done.stdout)["units"] == 1


def test_help_tells_its_use():
    done = CliRunner().invoke(main, ["agreement", "--help"], obj=no_app)
    assert done.exit_code == 0
    assert "unit,coder,codes" in done.stdout


def test_what_is_written_is_read_again():
    given = {
        "Joe": {"1": frozenset({"Safe, really", "a;b"}), "2": frozenset()},
        "Ann": {"1": frozenset(), "2": frozenset({"=x"})},
    }
    read = files.read(files.write(given).encode())
    assert read["Joe"]["1"] == {"Safe, really", "a,b"}
    assert read["Ann"]["2"] == {"'=x"}, "a spreadsheet runs nothing"
    assert files.read(files.write(read).encode()) == read
    with pytest.raises(InvalidInputError):
        files.read(files.write({"Joe": given["Joe"]}).encode())
