"""Accounts of staff and partners. Respondents never have one."""

from flask_security.models import sqla as fs
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Moment
from cypp_consult.core.roles import Role as RoleName

fs.FsModels.set_db_info(base_model=Base, user_table_name="account", role_table_name="role")  # type: ignore[no-untyped-call]  # Flask-Security ships no types here


class Role(Base, fs.FsRoleMixin):
    """A role of `core.roles`, as Flask-Security stores it."""

    __tablename__ = "role"


class User(Base, fs.FsUserMixin):
    """One person who may sign in."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(200), default="")
    invited_at: Mapped[Moment | None] = mapped_column(default=None)
    # the time step of the last one-time code that signed this person in: a code counts once
    totp_last_counter: Mapped[int | None] = mapped_column(default=None)

    @property
    def role_names(self) -> frozenset[RoleName]:
        """Return the house roles this person holds."""
        known = {member.value for member in RoleName}
        return frozenset(RoleName(role.name) for role in self.roles if role.name in known)

    def is_any(self, *roles: RoleName) -> bool:
        """Say whether this person holds one of the roles."""
        return not self.role_names.isdisjoint(roles)


class WebAuthn(Base, fs.FsWebAuthnMixin):
    """A passkey. Flask-Security's mapping needs the table also where passkeys are off."""

    __tablename__ = "passkey"
