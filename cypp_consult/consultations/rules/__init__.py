"""What follows from a consultation's dates and facts: pure functions, with days and moments passed in."""

from cypp_consult.consultations.rules.checks import Check, checks
from cypp_consult.consultations.rules.matters import Matters
from cypp_consult.consultations.rules.milestones import Due, DueState, due_state, feedback_due
from cypp_consult.consultations.rules.readiness import AudienceFacts, Facts, Missing, NotReadyError, readiness
from cypp_consult.consultations.rules.states import State, days_left, days_open, in_words, is_open_at, state

__all__ = [
    "AudienceFacts",
    "Check",
    "Due",
    "DueState",
    "Facts",
    "Matters",
    "Missing",
    "NotReadyError",
    "State",
    "checks",
    "days_left",
    "days_open",
    "due_state",
    "feedback_due",
    "in_words",
    "is_open_at",
    "readiness",
    "state",
]
