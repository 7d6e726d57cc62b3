"""Words to start from are filled with what is known, and say in brackets what is not."""

from datetime import date

import pytest

from cypp_consult.consultations.models import IdentityLevel, LawfulBasis
from cypp_consult.consultations.rules import starters
from cypp_consult.consultations.rules.starters import Known
from cypp_consult.core.audiences import Audience

BARE = Known("Ashdale Council", "Ashdale’s plan")


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_has_its_words(audience):
    for words in (starters.about(audience, BARE), starters.short_notice(audience, BARE)):
        assert words
        assert "{" not in words
        assert "[" not in words, "what an audience reads first needs nothing filled in"


@pytest.mark.parametrize("basis", [None, *LawfulBasis])
@pytest.mark.parametrize("level", IdentityLevel)
def test_the_full_notice_fits_basis_and_level(basis, level):
    notice = starters.full_notice(Known("Ashdale Council", "the plan", lawful_basis=basis, identity_level=level))
    assert "{" not in notice
    assert notice.splitlines()[0] == "Who we are"
    assert ("public task" in notice) == (basis is LawfulBasis.PUBLIC_TASK)
    assert ("a few questions about you" in notice) == (level is IdentityLevel.DEMOGRAPHICS)
    for promise in ("0800 1111", "999", "ico.org.uk", "IP address"):
        assert promise in notice


def test_dates_and_contact_stand_in_the_notice():
    known = Known("A", "B", contact="Amina {curly}", retention_until=date(2028, 12, 1), decision_on=date(2026, 12, 26))
    assert "We keep the answers until 1 December 2028." in starters.full_notice(known)
    assert "Write to Amina {curly}." in starters.full_notice(known)
    assert "The partnership decides on 26 December 2026." in starters.happens_next(known)
    assert "[day]" in starters.full_notice(BARE)
