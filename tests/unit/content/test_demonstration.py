"""The made-up consultation of Ashdale hangs together."""

import re
from collections import Counter
from typing import Any

import pytest

from cypp_consult.collection.models import Channel
from cypp_consult.consultations.models import IdentityLevel, LawfulBasis, MilestoneKind
from cypp_consult.core.audiences import Audience
from cypp_consult.core.roles import Role
from cypp_consult.events.models import PermissionRoute
from cypp_consult.questionnaires.models import ShowIf

Rows = list[dict[str, Any]]
YOUNGER = Audience.YOUNGER_CHILDREN.value
PHONE = re.compile(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b")


@pytest.fixture
def priority_ids(leeds: dict[str, Any]) -> dict[str, str]:
    return {p["id"]: outcome["id"] for outcome in leeds["outcomes"] for p in outcome["priorities"]}


def test_answers_are_many_and_distinct(answers: Rows) -> None:
    assert len({answer["text"] for answer in answers}) >= 180
    keys = Counter((a["text"], a["audience"], a["question"]) for a in answers)
    assert keys.most_common(1)[0][1] == 1
    assert {a["audience"] for a in answers} == set(Audience)
    assert {a["question"] for a in answers} == {"better", "else"}
    assert all(isinstance(a["text"], str) for a in answers)


def test_answers_point_at_themes_and_at_the_framework(
    answers: Rows, themes: Rows, leeds: dict[str, Any], priority_ids: dict[str, str]
) -> None:
    keys = {theme["key"] for theme in themes}
    outcomes = {outcome["id"] for outcome in leeds["outcomes"]}
    for answer in answers:
        assert set(answer["themes"]) <= keys, answer["text"]
        assert set(answer["outcomes"]) <= outcomes, answer["text"]
        assert set(answer["priorities"]) <= set(priority_ids), answer["text"]
        # a priority is never tagged without its outcome
        assert {priority_ids[one] for one in answer["priorities"]} <= set(answer["outcomes"]), answer["text"]


def test_every_theme_is_used_and_every_priority_is_spoken_of(
    answers: Rows, themes: Rows, priority_ids: dict[str, str]
) -> None:
    used = Counter(key for answer in answers for key in answer["themes"])
    assert all(used[theme["key"]] >= 8 for theme in themes)
    assert {one for answer in answers for one in answer["priorities"]} == set(priority_ids)


def test_themes_are_named_in_a_few_words(themes: Rows, priority_ids: dict[str, str], profile: dict[str, Any]) -> None:
    people = {person["key"] for person in profile["people"]}
    assert len({theme["key"] for theme in themes}) == len(themes)
    for theme in themes:
        assert 3 <= len(theme["name"].split()) <= 7
        assert theme["definition"]
        assert theme["priority"] is None or theme["priority"] in priority_ids
        assert theme["made_by"] in people


def test_hard_cases_are_among_the_answers(answers: Rows) -> None:
    assert 4 <= sum(answer.get("concern", False) for answer in answers) <= 8
    assert sum(answer.get("details", False) for answer in answers) >= 5
    assert {answer.get("language") for answer in answers} == {None, "ur", "pl"}
    assert any(answer["text"].startswith("=") for answer in answers)
    assert any(answer["text"] == "" for answer in answers)
    assert any(ord(letter) > 0x1F000 for answer in answers for letter in answer["text"])
    for answer in answers:
        assert not (answer.get("quote") and (answer.get("details") or answer.get("concern"))), answer["text"]


def test_every_telephone_number_is_one_kept_free_for_stories(answers: Rows, consultation: dict[str, Any]) -> None:
    found = [number for answer in answers for number in PHONE.findall(answer["text"])]
    found += PHONE.findall(str(consultation))
    real = {"0800 1111", "0303 123 1113"}
    assert found
    assert all(number in real or number.startswith("01632 960") for number in found)


def test_the_consultation_is_ready_to_open(consultation: dict[str, Any], profile: dict[str, Any]) -> None:
    people = {person["key"]: person["role"] for person in profile["people"]}
    assert consultation["opens"] < 0 < consultation["closes"] < consultation["decision"] < consultation["retention"]
    assert consultation["lawful_basis"] in set(LawfulBasis)
    assert consultation["identity_level"] in set(IdentityLevel)
    assert people[consultation["lead"]] == Role.LEAD
    assert people[consultation["safeguarding_lead"]] == Role.SAFEGUARDING_LEAD
    for key in ("purpose", "open_to_influence", "already_decided", "legal_basis", "what_happens_next", "contact"):
        assert consultation[key].strip()
    assert {one["audience"] for one in consultation["audiences"]} == set(Audience)
    assert all(one["about"] and one["privacy_short"] for one in consultation["audiences"])


def test_the_notice_names_rights_retention_contact_and_basis(consultation: dict[str, Any]) -> None:
    full = consultation["privacy"]["full"]
    needed = ("Your rights", "How long we keep it", "data protection officer", "Article 6(1)(e)", "complain", "999")
    assert not [words for words in needed if words not in full]


def test_questions_come_from_the_bank_and_follow_from_earlier_ones(consultation: dict[str, Any], bank: Rows) -> None:
    known = {question["id"]: question for question in bank}
    asked = [entry["id"] for entry in consultation["questions"]]
    assert 6 <= len(asked) == len(set(asked)) <= 7
    types = Counter(known[one]["type"] for one in asked)
    assert types["long_text"] == 2
    assert types["priorities"] == types["multiple"] == 1
    assert known["way-to-school"]["wordings"][YOUNGER]["type"] == "faces3"
    conditions = [(n, entry["show_if"]) for n, entry in enumerate(consultation["questions"]) if "show_if" in entry]
    assert len(conditions) == 1
    for position, condition in conditions:
        assert condition["question"] in asked[:position]
        assert condition["rule"] in set(ShowIf)
        options = [o["id"] for w in known[condition["question"]]["wordings"].values() for o in w["options"]]
        assert condition["value"] in options


def test_every_priority_has_a_tile(consultation: dict[str, Any], priority_ids: dict[str, str]) -> None:
    tiles = consultation["priority_tiles"]
    assert set(tiles) == set(priority_ids)
    assert len({tile["short_name"] for tile in tiles.values()}) == len(tiles)
    assert len({tile["picture"] for tile in tiles.values()}) == len(tiles)
    (first,) = [entry for entry in consultation["questions"] if entry["id"] == "first-things"]
    assert {option["id"] for option in first["options"][YOUNGER]} < set(priority_ids)


def test_responses_add_up_to_four_hundred(profile: dict[str, Any]) -> None:
    counts: Counter[str] = Counter()
    events = {event["slug"] for event in profile["events"]}
    for row in profile["responses"]:
        counts[row["audience"]] += row["count"]
        assert row["channel"] in set(Channel)
        assert row["event"] is None or row["event"] in events
        assert (row["channel"] == "group_note") == ("headcounts" in row)
        assert len(row.get("headcounts", range(row["count"]))) == row["count"]
    assert counts == profile["audiences"]
    assert counts.total() == 400


def test_enough_answers_are_written_for_every_response(profile: dict[str, Any], answers: Rows) -> None:
    have = Counter((answer["audience"], answer["question"]) for answer in answers)
    for question, shares in profile["written"].items():
        for audience, share in shares.items():
            assert share * profile["audiences"][audience] <= have[audience, question]


def test_weights_name_options_that_exist(
    profile: dict[str, Any], bank: Rows, equality: dict[str, Any], priority_ids: dict[str, str]
) -> None:
    known = {question["id"]: question for question in bank + equality["questions"]}
    about = {key: value for key, value in profile["equality"].items() if key != "filled"}
    about["age-band"] = profile["age_bands"]
    for key, by_audience in {**profile["closed"], **profile["ticked"], **about}.items():
        for audience, weights in by_audience.items():
            wording = known[key]["wordings"][audience]
            ids = {option["id"] for option in wording.get("options", [])} or set(priority_ids)
            assert set(weights) <= ids, f"{key} for {audience}"
            assert sum(weights.values()) > 0


def test_one_person_for_each_role(profile: dict[str, Any]) -> None:
    assert sorted(person["role"] for person in profile["people"]) == sorted(Role)
    assert all(person["email"].endswith("@ashdale.example") for person in profile["people"])


def test_events_lie_in_the_last_days_with_all_that_an_event_needs(
    profile: dict[str, Any], consultation: dict[str, Any]
) -> None:
    people = {person["key"] for person in profile["people"]}
    assert [event["day"] for event in profile["events"]] == [-9, -2, 0]
    for event in profile["events"]:
        assert consultation["opens"] < event["day"]
        assert event["permission_route"] in set(PermissionRoute)
        assert event["permission_reason"]
        assert event["expected_headcount"] > 0
        assert {*event["staff"], event["safeguarding_lead"]} <= people
        assert event["starts"] < event["ends"]
        asked = event.get("audiences", {})
        assert set(asked) <= set(Audience)
        assert sum(asked.values()) == event["expected_headcount"] or not asked
        for part in event.get("sessions", ()):
            assert event["starts"] <= part["starts"] < part["ends"] <= event["ends"]
        sources = {row["audience"] for row in profile["responses"] if row["event"] == event["slug"]}
        assert sources <= set(asked) or not asked


def test_milestones_have_owners_and_one_draft_is_due_in_a_week(
    profile: dict[str, Any], consultation: dict[str, Any]
) -> None:
    people = {person["key"] for person in profile["people"]}
    milestones = {milestone["id"]: milestone for milestone in profile["milestones"]}
    assert len(milestones) == len(profile["milestones"])
    for milestone in milestones.values():
        told = {"id", "name", "kind", "due", "owner", "done", "needs", "delivers", "progress"}
        assert set(milestone) <= told
        assert milestone["kind"] in set(MilestoneKind)
        assert milestone["owner"] in people
    next_week = [m["id"] for m in milestones.values() if m["due"] == 7 and m["kind"] == "drafting"]
    assert next_week == ["priorities-shortlist"]
    # an answer within twelve weeks of closing
    assert milestones["feedback"]["due"] == consultation["closes"] + 84
    assert all(stage["starts"] <= stage["ends"] for stage in profile["stages"])
