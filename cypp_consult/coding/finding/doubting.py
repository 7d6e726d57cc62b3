"""What the checks of the theme set tell the page of the code frame."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from cypp_consult.coding.finding import checks, queries, wording
from cypp_consult.coding.frame.doubts import Doubt
from cypp_consult.coding.queries import progress
from cypp_consult.consultations.models import Consultation


def of_theme_set(session: Session, consultation: Consultation) -> Iterable[Doubt]:
    """Return a doubt for each finding about one theme or two. Four statements."""
    themes = queries.theme_facts(session, consultation.id)
    if not themes:
        return []
    found = checks.check(themes, progress(session, consultation.id).coded)
    told = [(finding, wording.finding(finding)) for finding in found if finding.themes]
    return [Doubt(tuple(theme.id for theme in finding.themes), f"{words.what}. {words.why}") for finding, words in told]
