"""Code frames out and in, coded answers out: what goes, what never goes, and what is on record."""

import io
import zipfile

import pytest
from sqlalchemy import select

from cypp_consult.coding.exchange import services
from cypp_consult.coding.exchange.codes import CodeNode, guid_of
from cypp_consult.coding.exchange.reading import read
from cypp_consult.coding.exchange.rules import Fate
from cypp_consult.coding.models import Mark, Theme
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from tests.unit.coding.exchange.schema import CODEBOOK, PROJECT, check
from tests.unit.coding.world import world


def told(_done, _total, _words):
    """Take a report and do nothing."""


def taken(world, codes):
    return services.import_codes(world.session, world.consultation, codes, by_id=world.coder.id, at=world.now())


def fates(lines):
    return [(" > ".join(line.path), line.fate) for line in lines]


def themes(world):
    return {theme.name: theme for theme in world.session.scalars(select(Theme))}


def packed(world):
    content = services.coded_project(world.session, world.consultation, world.now(), told)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        texts = {name: zipped.read(name).decode() for name in zipped.namelist() if name.startswith("sources/")}
        return check(PROJECT, zipped.read("project.qde")), texts


def test_the_frame_goes_out_as_a_tree_and_comes_back_as_it_was(coding, session, person):
    coding.theme("Safe routes", coding.priority())
    coding.theme("Money at home")
    gone = coding.theme("Gone")
    session.get(Theme, gone.id).retired_at = coding.now()
    content = services.export_code_frame(session, coding.consultation, coding.now())
    check(CODEBOOK, content)
    codes = read(content)
    assert [code.name for code in codes] == ["Be Healthy", "Stay Safe", "Money at home"]
    assert [code.name for code in codes[1].walk()] == ["Stay Safe", "Safe home", "Safe streets", "Safe routes"]
    lines = taken(coding, codes)
    assert {line.fate for line in lines} == {Fate.THERE, Fate.OF_THE_PLAN}
    fresh = world(session, coding.coder)
    lines = taken(fresh, codes)
    assert [line.path[-1] for line in lines if line.fate is Fate.MADE] == ["Safe routes", "Money at home"]
    query = select(Theme).where(Theme.consultation_id == fresh.consultation.id, Theme.name == "Safe routes")
    assert session.scalars(query).one().priority_id == fresh.priority().id


def test_codes_within_codes_become_parts_of_one_level(coding):
    deep = CodeNode("", "Lollipop", "the lady")
    codes = [
        CodeNode("", "Roads", codable=False, parts=(CodeNode("", "Crossings", parts=(deep,)),)),
        CodeNode("", "Food"),
    ]
    lines = taken(coding, codes)
    assert fates(lines) == [
        ("Roads", Fate.MADE),
        ("Roads > Crossings", Fate.MADE),
        ("Roads > Crossings > Lollipop", Fate.MADE),
        ("Food", Fate.MADE),
    ]
    made = themes(coding)
    assert made["Crossings"].parent_id == made["Lollipop"].parent_id == made["Roads"].id
    assert made["Lollipop"].definition == "the lady"
    assert {line.fate for line in taken(coding, codes)} == {Fate.THERE}, "the same file again makes nothing"


def test_what_cannot_be_taken_as_it_is_is_said(coding):
    coding.theme("Other things")
    codes = [
        CodeNode("", ""),
        CodeNode("", "Empty heading", codable=False),
        CodeNode("", "x" * 200, "y" * 3000),
        CodeNode("", "School", parts=(CodeNode("", "Rooms"),)),
        CodeNode("", "Home", parts=(CodeNode("", "Cold"), CodeNode("", "cold"))),
        CodeNode("", "Stay Safe", parts=(CodeNode("", "Lights"),)),
    ]
    lines = {line.path[-1]: line for line in taken(coding, codes)}
    assert lines["(no name)"].fate is lines["Empty heading"].fate is Fate.LEFT_OUT
    long = lines["x" * 200]
    assert long.fate is Fate.MADE and "shortened" in long.notes[0] and "cut" in long.notes[1]
    assert "so it is called “cold (Home)”" in lines["cold"].notes[-1]
    assert lines["Stay Safe"].fate is Fate.OF_THE_PLAN
    assert lines["Lights"].fate is Fate.MADE and "outside" in lines["Lights"].notes[0]
    assert themes(coding)["Lights"].priority_id is None


def test_an_import_is_on_record(coding):
    taken(coding, [CodeNode("", "Roads")])
    entry = coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "codebook.imported")).one()
    assert entry.detail == {"made": 1, "there": 0, "of_the_plan": 0, "left_out": 0}


def test_coded_answers_go_with_their_codes_coders_and_positions(coding, other):
    theme = coding.theme("Safe routes", coding.priority())
    road, both, dull = coding.answer("The road scares me"), coding.answer("road\nand home"), coding.answer("meh")
    coding.answer("never coded")
    coding.act("add_tag", [road, both], theme)
    coding.act("add_tag", [both], coding.outcome(), by=other)
    coding.act("mark", [dull], Mark.NOTHING_TO_SAY)
    document, texts = packed(coding)
    assert sorted(texts.values()) == ["The road scares me", "meh", "road\nand home"]
    users = document.xpath("//*[local-name()='User']/@name")
    assert users == ["Coder 1", "Coder 2"]
    coded = document.xpath("//*[local-name()='CodeRef']/@targetGUID")
    assert coded.count(guid_of(theme.id)) == 2 and coded.count(guid_of(coding.outcome().id)) == 1
    assert document.xpath("//*[local-name()='Code'][@name='Nothing to say']")
    for source in document.xpath("//*[local-name()='TextSource']"):
        text = texts[f"sources/{source.get('guid')}.txt"]
        for selection in source.xpath("*[local-name()='PlainTextSelection']"):
            assert (selection.get("startPosition"), selection.get("endPosition")) == ("0", str(len(text)))
    assert "Joe Carter" not in str(document.xpath("//@*"))


def test_each_coders_tags_are_a_selection_of_their_own_with_who_and_when(coding, other):
    # tools take the maker and the moment of a coding from its selection, not from the coding
    theme, answer = coding.theme("Safe routes"), coding.answer("The road scares me")
    coding.act("add_tag", [answer], theme)
    coding.act("add_tag", [answer], coding.priority())
    coding.act("add_tag", [answer], coding.outcome(), by=other)
    document, _ = packed(coding)
    selections = document.xpath("//*[local-name()='PlainTextSelection']")
    assert sorted(len(one) for one in selections) == [1, 2]
    assert len({one.get("guid") for one in selections}) == len({one.get("creatingUser") for one in selections}) == 2
    for selection in selections:
        assert selection.xpath("*/@creatingUser") == [selection.get("creatingUser")] * len(selection)
        assert selection.get("creationDateTime") == min(selection.xpath("*/@creationDateTime"))
    assert document.xpath("//*[local-name()='TextSource']/@creationDateTime")


def test_no_two_codes_of_a_file_have_one_name(coding):
    # QualCoder keeps one code of a name: the tags of another would be lost on the way
    coding.theme("Safe streets", coding.priority())
    coding.theme("stay safe")
    coding.theme("Safe home", coding.priority())
    content = services.export_code_frame(coding.session, coding.consultation, coding.now())
    names = [code.name for top in read(content) for code in top.walk()]
    assert len({name.casefold() for name in names}) == len(names)
    assert names[0] == "Be Healthy"
    assert {"Safe streets (2)", "Safe home (Safe streets)", "stay safe (2)"} <= set(names)
    assert {line.fate for line in taken(coding, read(content))} == {Fate.THERE, Fate.OF_THE_PLAN}


def test_only_cleared_words_go_and_details_stay_behind(coding):
    theme = coding.theme("Safe routes")
    secret, named = coding.answer("a thing I told"), coding.answer("Ring Marion Speight on 01632 960 251 please")
    listed = coding.answer("ask for Bo at the shop")
    coding.session.add(
        SafetyScreen(
            answer_id=listed,
            level="routine",
            reasons=[],
            personal_details=[{"start": 8, "end": 10, "kind": "name"}],
            screened_at=coding.now(),
        )
    )
    coding.act("add_tag", [secret, named, listed], theme)
    coding.session.get(SafetyReading, secret).reading = Reading.RAISED
    coding.session.flush()
    document, texts = packed(coding)
    said = " ".join(texts.values()) + " ".join(document.xpath("//@*"))
    assert "told" not in said and "960 251" not in said and "Bo " not in said
    assert "ask for [name hidden] at the shop" in texts.values()
    assert len(texts) == 2


def test_a_retired_code_goes_where_it_is_used(coding):
    theme = coding.theme("Old one")
    coding.act("add_tag", [coding.answer()], theme)
    coding.session.get(Theme, theme.id).retired_at = coding.now()
    coding.session.flush()
    document, _ = packed(coding)
    assert document.xpath("//*[local-name()='Code'][@name='Old one']")


def test_nothing_coded_is_said(coding):
    with pytest.raises(InvalidInputError, match="No answer is coded yet"):
        packed(coding)
