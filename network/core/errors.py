"""The four ways in which the program says no. The edges turn them into a page or an answer on the socket."""


class SamlingError(Exception):
    """A refusal that a person reads: `message` says what to do next, in the person's language."""

    code = "error"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(SamlingError):
    """There is no such thing, or the asker may not know that there is."""

    code = "not_found"


class NotAllowed(SamlingError):
    """The asker knows the thing, but may not do this to it.

    `reason` is a short word for programs: "closed", "role", "late".
    """

    code = "not_allowed"

    def __init__(self, reason: str = "role", message: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class Conflict(SamlingError):
    """Somebody else came first; nothing was changed."""

    code = "conflict"


class Invalid(SamlingError):
    """The input cannot be used; `field` names the input."""

    code = "invalid"

    def __init__(self, field: str, message: str = "") -> None:
        super().__init__(message)
        self.field = field
