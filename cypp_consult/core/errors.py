"""Domain errors. Each carries a sentence for the person; the web layer decides how the page looks."""


class DomainError(Exception):
    """Something the house rules do not allow; the message says what to do, in plain words."""

    status = 409


class NotFoundError(DomainError):
    """What was asked for is not there, or not for this person."""

    status = 404

    def __init__(self, message: str = "We could not find that page.") -> None:
        """Keep a sentence that says nothing about what may exist elsewhere."""
        super().__init__(message)


class NotAllowedError(DomainError):
    """This person may not do this."""

    status = 403


class InvalidInputError(DomainError):
    """What was given cannot be used; the message names the field, row or file and says what to do."""

    status = 422
