"""Files for tablets: minified without harm, compressed, and under another name as soon as one of them changes."""

import gzip
import os

import brotli
import pytest
import rjsmin
from hypothesis import given
from hypothesis import strategies as st

from cypp_consult.collection.tablets import files


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    """Let the app's static files be those of an empty folder; returns where to put files of the kiosk."""
    (tmp_path / "kiosk").mkdir()
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    with app.app_context():
        yield tmp_path / "kiosk"


def test_a_change_of_one_file_gives_all_of_them_another_address(folder):
    (folder / "a.js").write_text("export const a = 1;\n")
    (folder / "b.css").write_text("a { color: red; }\n")
    (folder / "notes.txt").write_text("not served")
    first = files.folder()
    assert set(first.files) >= {"a.js", "b.css"} and "notes.txt" not in first.files
    assert files.folder() is first
    (folder / "b.css").write_text("a { color: tan; }\n")
    os.utime(folder / "b.css", ns=(1, 1))
    second = files.folder()
    assert second.digest != first.digest
    assert second.files["a.js"].digest == first.files["a.js"].digest
    with pytest.raises(KeyError, match=r"has no c\.js"):
        second.address("c.js")


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_other_contents_have_another_name(one, other):
    assert (files.digest(one) == files.digest(other)) == (one == other)
    assert files.digest(one, other) != files.digest(one + other) or not one + other


@given(st.text(max_size=2000))
def test_what_is_packed_comes_out_again(text):
    plain = text.encode("utf-8", "replace")
    packed = files.pack(".json", plain)
    assert packed.plain == plain
    assert set(packed.coded) <= {"br", "gzip"}
    for name, read in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        if name in packed.coded:
            assert read(packed.coded[name]) == plain and len(packed.coded[name]) < len(plain)


def test_scripts_stay_what_they_say():
    kept = (
        "`a  // no comment  ${b  /* none */}`",
        "/[/\"]  '/.test(a)",
        '"//  not a comment"',
        'import("./a.js")',
    )
    for code in kept:
        assert code in rjsmin.jsmin(f"const x =   {code};  // gone\n")
        assert "gone" not in rjsmin.jsmin(f"const x =   {code};  // gone\n")
