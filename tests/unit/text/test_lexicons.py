from collections import Counter

import pytest

from cypp_consult.text.lexicons import entries_for, outcome_entries, priority_entries
from cypp_consult.text.suggest import Tagger
from tests.unit.text.samples import FRAMEWORK_IDS, framework


@pytest.mark.parametrize("name", FRAMEWORK_IDS)
def test_every_outcome_and_priority_gets_words_of_its_own(name):
    plan = framework(name)
    entries = entries_for(plan)
    count = Counter(entry.target for entry in entries)
    outcomes = [outcome["id"] for outcome in plan["outcomes"]]
    priorities = [priority["id"] for outcome in plan["outcomes"] for priority in outcome["priorities"]]
    assert list(dict.fromkeys(entry.target for entry in entries)) == outcomes + priorities
    assert all(count[outcome] >= 60 for outcome in outcomes)
    assert all(count[priority] >= 10 for priority in priorities)
    assert all(0.2 <= entry.weight <= 1 for entry in entries)


@pytest.mark.parametrize("name", FRAMEWORK_IDS)
def test_no_target_has_a_phrase_twice(name):
    entries = entries_for(framework(name))
    assert len({(entry.target, entry.phrase) for entry in entries}) == len(entries)


def test_a_plan_of_ones_own_gets_words_by_topic():
    plan = {
        "outcomes": [
            {
                "id": "getting-about",
                "name": "Getting about",
                "priorities": [
                    {"id": "cheap-buses", "name": "Cheap buses for all", "detail": "Ticket prices"},
                    {"id": "kinder-schools", "name": "An end to bullying"},
                ],
            }
        ]
    }
    tagger = Tagger(priority_entries(plan))
    assert tagger.suggest("The train fares are too much")[0].target == "cheap-buses"
    assert tagger.suggest("I get picked on")[0].target == "kinder-schools"
    assert Tagger(outcome_entries(plan)).suggest("the bus is late")[0].target == "getting-about"


def test_an_empty_plan_has_no_words():
    assert entries_for({"outcomes": []}) == entries_for({}) == []


@pytest.mark.parametrize(
    ("name", "text", "priority"),
    [
        ("leeds-2009", "I want healthier school dinners", "active-and-eat-healthily"),
        ("leeds-2009", "I feel anxious and need a counsellor", "happy-and-resilient"),
        ("leeds-2009", "more youth clubs", "engaged-in-positive-activities"),
        ("leeds-2009", "careers advice and apprenticeships", "succeeding-in-learning-or-work"),
        ("leicestershire-2006", "childminders cost too much", "sufficient-quality-childcare"),
        ("leicestershire-2006", "I live in a hostel and might be evicted", "support-homeless-young-people"),
        ("leicestershire-2020", "My foster placement changed three times", "sufficient-good-quality-placements"),
        ("leicestershire-2020", "no school place at our first choice", "access-to-good-school-places"),
        ("leicester-city-2009", "nobody asks our opinion, let us vote", "responsive-to-voices"),
    ],
)
def test_priorities_are_found_by_topic(name, text, priority):
    assert priority in [item.target for item in Tagger(priority_entries(framework(name))).suggest(text)]
