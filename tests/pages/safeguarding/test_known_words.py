"""The lists of schools and places, as administrators and leads keep them."""

import pytest
from sqlalchemy import select

from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding import services
from cypp_consult.safeguarding.known.models import KnownWord
from cypp_consult.safeguarding.models import SafetyScreen
from tests import make


def test_a_listed_school_is_marked_at_once_in_old_answers_too(page, session, lead):
    consultation = make.consultation(session, lead=lead)
    question = make.question(session, consultation)
    answer = make.response(session, consultation, texts={question: "i hate moorside"}).answers[0]
    services.screen(session, consultation.id, clock.now())
    session.commit()
    done = page.sign_in(lead).submit("/known-words", button="Add to schools", words="Moorside\nThe Grange")
    assert "2 added" in done.words()
    session.expire_all()
    assert session.get_one(SafetyScreen, answer.id).personal_details == [{"start": 7, "end": 15, "kind": "school"}]
    assert (
        "school" in page.get("/known-words?try=we+go+to+the+grange").find("//h:mark/following-sibling::h:span")[0].text
    )
    entry = session.scalars(select(KnownWord).where(KnownWord.key == "moorside")).one()
    page.post(f"/known-words/{entry.id}/remove", {})
    session.expire_all()
    assert session.get_one(SafetyScreen, answer.id).personal_details == []
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.object_type == "known_words")).all()
    assert actions == ["known_words.added", "known_words.removed"]
    page.post(f"/known-words/{entry.id}/remove", {}, status=404)


@pytest.mark.parametrize("kind", ["school", "place", "no_name", "nonsense"])
def test_an_empty_list_says_what_to_add(page, person, kind):
    page.sign_in(person(Role.ADMINISTRATOR))
    assert "yet" in page.get(f"/known-words?kind={kind}").words()


def test_nothing_to_add_says_so(page, person):
    page.sign_in(person(Role.SAFEGUARDING_LEAD))
    assert "Write at least one name" in page.submit("/known-words", button="Add to schools", words=" ").words()
    assert "no letter" in page.submit("/known-words", button="Add to schools", words="123").words()


def test_analysts_do_not_change_the_lists(page, analyst):
    page.sign_in(analyst).get("/known-words", status=403)
