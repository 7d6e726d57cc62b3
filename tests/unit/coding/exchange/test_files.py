"""REFI-QDA files: what we write is as the standard asks, what others write is read, and nothing declared is followed."""

import contextlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cypp_consult.coding.exchange import writing
from cypp_consult.coding.exchange.codes import CodeNode, derived
from cypp_consult.coding.exchange.reading import LARGEST, MOST_CODES, UnreadableFrameError, read
from cypp_consult.coding.exchange.rules import Fate, Known, steps
from tests.unit.coding.exchange.schema import CODEBOOK, PROJECT, check

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
# made up, in the manner of files that other tools write
TAGUETTE = (
    HEAD + '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes>'
    '<Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="interesting" isCodable="true"/></Codes><Sets/></CodeBook>'
)
ATLAS = (
    HEAD + '<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti" xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
    '<Code guid="{1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294}" name="Roads" color="#46AA00" isCodable="false">'
    "<Description>All of &lt;them&gt;</Description>"
    '<Code guid="2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Crossings" isCodable="true"><Code name="Lollipop" '
    'guid="3FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" isCodable="true"/></Code></Code></Codes>'
    '<Sets><Set name="set" guid="ECA18D76-2B8B-4B0C-8BE5-BBDC91F55294"><Description>no code</Description>'
    '<MemberCode guid="2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"/></Set></Sets></CodeBook>'
)
OLD = ATLAS.replace("urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0")
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code name="&b;" guid="" isCodable="true"/></Codes></CodeBook>'
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<CodeBook><Codes><Code name="x" isCodable="true"><Description>&a;</Description></Code></Codes></CodeBook>'
)

names = st.text(min_size=1, max_size=30)
codes = st.recursive(
    st.builds(CodeNode, st.uuids().map(str), names, st.text(max_size=40), st.booleans()),
    lambda inner: st.builds(
        CodeNode,
        st.uuids().map(str),
        names,
        st.text(max_size=40),
        st.booleans(),
        st.lists(inner, max_size=3, unique_by=lambda code: code.guid).map(tuple),
    ),
    max_leaves=8,
)


def test_a_code_frame_is_as_the_standard_asks():
    part = CodeNode(derived("b"), "Crossings & “lollipops”", "Not this: <buses>\nnor trains")
    document = check(CODEBOOK, writing.codebook([CodeNode(derived("a"), "Roads", codable=False, parts=(part,))]))
    assert document.xpath("//@name") == ["Roads", "Crossings & “lollipops”"]
    with pytest.raises(ValueError, match="without codes"):
        writing.codebook([])


def test_a_project_holds_texts_with_positions_that_count_characters():
    text = "😀 the road\r\nis scary"
    coding = writing.Coding(derived("a"), derived("joe"), AT)
    source = writing.Source(derived("s"), "Answer 00001", text, (coding,), {"Audience": "Young people"})
    given_project = writing.Project(
        "Plan", AT, (CodeNode(derived("a"), "Roads"),), {derived("joe"): "Coder 1"}, ("Audience",), (source,)
    )
    with zipfile.ZipFile(io.BytesIO(writing.project(given_project))) as packed:
        assert packed.testzip() is None
        document = check(PROJECT, packed.read("project.qde"))
        plain = packed.read(f"sources/{derived('s')}.txt").decode()
    (selection,) = document.xpath("//*[local-name()='PlainTextSelection']")
    start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
    assert plain[start:end] == plain == "😀 the road\nis scary"
    (path,) = document.xpath("//@plainTextPath")
    assert path == f"internal://{derived('s')}.txt"


@pytest.mark.parametrize("content", [TAGUETTE, ATLAS, OLD])
def test_files_of_other_tools_are_read(content):
    found = read(content.encode())
    if "Taguette" in content:
        assert [(code.name, code.codable) for code in found] == [("interesting", True)]
        return
    (roads,) = found
    assert [code.name for code in roads.walk()] == ["Roads", "Crossings", "Lollipop"]
    assert (roads.codable, roads.description, roads.guid[:8]) == (False, "All of <them>", "1FF58B12")


def test_other_encodings_are_read():
    assert read(ATLAS.replace("utf-8", "utf-16").encode("utf-16"))[0].name == "Roads"
    assert read(b"\xef\xbb\xbf" + ATLAS.encode())[0].name == "Roads"


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        OUTSIDE,
        "",
        "not xml",
        "<CodeBook>",
        "<html/>",
        '<CodeBook xmlns="urn:other"><Codes/></CodeBook>',
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>',
        "<CodeBook><Codes>" + "<Code name='x'>" * 40 + "</Code>" * 40 + "</Codes></CodeBook>",
        "<CodeBook><Codes>" + "<Code name='x'/>" * (MOST_CODES + 1) + "</Codes></CodeBook>",
        " " * (LARGEST + 1),
        '<?xml version="1.0" encoding="klingon"?><CodeBook/>',
    ],
)
def test_what_is_no_code_frame_or_declares_things_is_refused_in_a_sentence(content):
    with pytest.raises(UnreadableFrameError) as refused:
        read(content.encode())
    assert str(refused.value).endswith(".")
    assert "root:" not in str(refused.value)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
def test_any_file_is_taken_or_refused(content):
    with contextlib.suppress(UnreadableFrameError):
        read(content)


@settings(max_examples=60, deadline=None)
@given(st.lists(codes, min_size=1, max_size=4))
def test_what_we_write_we_read_again(given_codes):
    content = writing.codebook(given_codes)
    assert CODEBOOK.validate(etree.fromstring(content))
    found = [one for code in read(content) for one in code.walk()]
    written = [one for code in given_codes for one in code.walk()]
    assert [one.guid.lower() for one in found] == [one.guid for one in written]
    assert [one.codable for one in found] == [one.codable for one in written]


@settings(max_examples=60, deadline=None)
@given(st.lists(codes, max_size=4))
def test_every_code_gets_one_step_and_parts_come_after_what_holds_them(given_codes):
    found = list(steps(given_codes, Known({}, {})))
    assert [step.code for step in found] == [one for code in given_codes for one in code.walk()]
    for step in found:
        assert step.fate in {Fate.MADE, Fate.LEFT_OUT}
        if step.fate is Fate.MADE:
            assert 0 < len(step.name) <= 120 and len(step.definition) <= 2000
