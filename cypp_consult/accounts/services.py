"""Writing accounts: inviting, roles, switching off. Each verb leaves a line on the audit log."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from cypp_consult.accounts import queries
from cypp_consult.accounts.models import Role, User
from cypp_consult.accounts.rules import EmailTakenError, InvitationOverError, LastAdministratorError
from cypp_consult.core import audit
from cypp_consult.core.roles import Role as RoleName


def invite(session: Session, *, name: str, email: str, roles: Iterable[RoleName], at: datetime) -> User:
    """Add a person who has no password yet and return them; EmailTakenError if the address is known."""
    if queries.by_email(session, email) is not None:
        raise EmailTakenError
    person = User(
        name=name,
        email=email.strip().lower(),
        active=True,
        fs_uniquifier=uuid4().hex,
        invited_at=at,
        password=None,
        roles=_rows(session, roles),
    )
    session.add(person)
    session.flush()
    audit.record(session, "person.invited", "person", person.id, {"roles": _names(person)}, at)
    return person


def invite_again(session: Session, person: User, at: datetime) -> None:
    """Make the ground for a new invitation link; every earlier link stops working."""
    person.invited_at = at
    person.fs_uniquifier = uuid4().hex
    audit.record(session, "person.invited_again", "person", person.id, at=at)
    session.flush()


def accept(session: Session, key: str, password_hash: str, at: datetime) -> User:
    """Use an invitation's key once: set the password and return the person. InvitationOverError if it is spent."""
    fresh = uuid4().hex
    # one statement, so that of two who open the same link at once only one sets the password
    result = session.execute(
        update(User)
        .where(User.fs_uniquifier == key, User.password.is_(None), User.active.is_(True))
        .values(fs_uniquifier=fresh, password=password_hash)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise InvitationOverError
    session.expire_all()
    person = session.scalars(select(User).where(User.fs_uniquifier == fresh)).one()
    audit.record(session, "person.accepted", "person", person.id, at=at)
    return person


def set_roles(session: Session, person: User, roles: Iterable[RoleName], at: datetime) -> None:
    """Give a person exactly these roles. LastAdministratorError if nobody could let others in afterwards."""
    with_care = _lock_administrators(session)
    before = _names(person)
    person.roles = _rows(session, roles)
    session.flush()
    _check_administrators(session, with_care)
    audit.record(session, "person.roles_changed", "person", person.id, {"before": before, "after": _names(person)}, at)


def switch_off(session: Session, person: User, at: datetime) -> None:
    """Let a person no longer sign in, and end what sessions they have. LastAdministratorError for the last one."""
    with_care = _lock_administrators(session)
    person.active = False
    person.fs_uniquifier = uuid4().hex
    session.flush()
    _check_administrators(session, with_care)
    audit.record(session, "person.switched_off", "person", person.id, at=at)


def switch_on(session: Session, person: User, at: datetime) -> None:
    """Let a person sign in again."""
    person.active = True
    audit.record(session, "person.switched_on", "person", person.id, at=at)
    session.flush()


def rename(session: Session, person: User, name: str, at: datetime) -> None:
    """Change how a person is called."""
    person.name = name
    audit.record(session, "person.renamed", "person", person.id, at=at)
    session.flush()


def end_sessions(session: Session, person: User, at: datetime) -> None:
    """Sign a person out on every device."""
    person.fs_uniquifier = uuid4().hex
    audit.record(session, "person.signed_out_everywhere", "person", person.id, at=at)
    session.flush()


def clear_second_step(session: Session, person: User, at: datetime) -> None:
    """Turn two-step sign-in off for a person who lost their phone."""
    person.tf_primary_method = None
    person.tf_totp_secret = None
    person.mf_recovery_codes = None
    person.totp_last_counter = None
    audit.record(session, "person.second_step_cleared", "person", person.id, at=at)
    session.flush()


def set_password(session: Session, person: User, password_hash: str, at: datetime) -> None:
    """Give a person a password from the command line; every session of theirs ends."""
    person.password = password_hash
    person.fs_uniquifier = uuid4().hex
    audit.record(session, "person.password_set", "person", person.id, at=at)
    session.flush()


def add_roles(session: Session) -> None:
    """Make the rows of all roles that are missing, so that the first page need not."""
    _rows(session, RoleName)


def _rows(session: Session, roles: Iterable[RoleName]) -> list[Role]:
    wanted = sorted(set(roles))
    known = {row.name: row for row in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    for name in wanted:
        if name not in known:
            known[name] = Role(name=name.value)
            session.add(known[name])
    session.flush()
    return [known[name] for name in wanted]


def _names(person: User) -> list[str]:
    return sorted(role.name for role in person.roles)


def _lock_administrators(session: Session) -> bool:
    """Let only one such change happen at a time, and say whether an administrator could sign in before it."""
    session.execute(select(Role.id).where(Role.name == RoleName.ADMINISTRATOR.value).with_for_update())
    return queries.administrators_who_can_sign_in(session) > 0


def _check_administrators(session: Session, had_one: bool) -> None:  # noqa: FBT001 - what `_lock_administrators` said
    if had_one and queries.administrators_who_can_sign_in(session) == 0:
        raise LastAdministratorError
