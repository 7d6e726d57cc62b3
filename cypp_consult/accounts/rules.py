"""What holds for accounts: their states, passwords, invitations, and that somebody can always let others in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from cypp_consult.core.errors import DomainError
from cypp_consult.core.roles import Role

INVITATION_LASTS = timedelta(days=7)
MINIMUM_PASSWORD = 12

ROLE_MEANINGS = {
    Role.LEAD: "All of a consultation: timeline, questions, events, coding, summaries, decisions.",
    Role.ANALYST: "Reads answers released for coding, tags them, looks after the themes.",
    Role.YOUNG_ANALYST: "Tags cleared answers, without seeing who sent them.",
    Role.FACILITATOR: "Runs events: tablets, paper forms and group notes.",
    Role.SAFEGUARDING_LEAD: "Reads and acts on concerns. Nobody else sees them.",
    Role.PARTNER: "Reads summaries and the timeline of their consultations.",
    Role.ADMINISTRATOR: "People, roles, settings and the audit log. No concerns.",
}


class AccountState(StrEnum):
    """Where an account stands; it follows from its facts and is not stored."""

    ACTIVE = "active"
    INVITED = "invited"
    LAPSED = "lapsed"
    OFF = "off"

    @property
    def label(self) -> str:
        """Return the state in words."""
        return {
            AccountState.ACTIVE: "Active",
            AccountState.INVITED: "Invited",
            AccountState.LAPSED: "Lapsed",
            AccountState.OFF: "Off",
        }[self]


class LastAdministratorError(DomainError):
    """The last administrator cannot leave: nobody could let anybody in again."""

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__("There must be an administrator who can sign in. Make somebody else one first.")


class EmailTakenError(DomainError):
    """Somebody has this e-mail address already."""

    def __init__(self) -> None:
        """Say where that person is found."""
        super().__init__("Somebody with this e-mail address is here already. Search for them in the list of people.")


class InvitationOverError(DomainError):
    """An invitation link that was used, replaced or is too old."""

    status = 410

    def __init__(self) -> None:
        """Say how to get another."""
        super().__init__(
            "This invitation was used already or is too old. Try to sign in, or ask your administrator for another one."
        )


def state(*, active: bool, has_password: bool, invited_at: datetime | None, now: datetime) -> AccountState:
    """Return where an account stands now."""
    if not active:
        return AccountState.OFF
    if has_password:
        return AccountState.ACTIVE
    if invited_at is not None and now < invited_at + INVITATION_LASTS:
        return AccountState.INVITED
    return AccountState.LAPSED


def in_words(roles: Iterable[Role]) -> str:
    """Return roles as "Analyst and lead", in a fixed order; "No role" for none."""
    held = set(roles)
    labels = [role.label for role in Role if role in held]
    if not labels:
        return "No role"
    joined = ", ".join(labels[:-1]) + " and " + labels[-1] if len(labels) > 1 else labels[0]
    return joined[0].upper() + joined[1:]
