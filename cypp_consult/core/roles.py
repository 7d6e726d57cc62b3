"""The roles of the house. What each may do is written at each route and proved by a guard test."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to this partnership."""

    LEAD = "lead"
    ANALYST = "analyst"
    YOUNG_ANALYST = "young_analyst"
    FACILITATOR = "facilitator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """Return the role in words, for pages."""
        return self.value.replace("_", " ")
