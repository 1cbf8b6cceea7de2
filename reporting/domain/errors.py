"""Everything that can be refused, with the code by which texts, pages and the API know it.

A service raises one of these; `status` is the HTTP status by which both faces answer, `code` names the sentence in
`domain/texts.py`. Nothing here holds a sentence for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class ReportingError(Exception):
    """A refusal with a code, parameters for its sentence and details (plain values, JSON-able)."""

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "bad_request"

    def __init__(self, code: str | None = None, details: Sequence[Any] = (), **params: Any) -> None:
        self.code = code or self.default_code
        self.params: Mapping[str, Any] = params
        self.details = list(details)
        super().__init__(self.code)


class NotSignedIn(ReportingError):
    status = 401
    default_code = "not_signed_in"


class Forbidden(ReportingError):
    status = 403
    default_code = "forbidden"


class ReauthenticationNeeded(ReportingError):
    """The right is there, but the last proof of who acts is too old for this step."""

    status = 403
    default_code = "reauthentication_needed"


class NotFound(ReportingError):
    """Also the answer for another Party's draft: that it exists is not told."""

    status = 404
    default_code = "not_found"


class WrongState(ReportingError):
    """Params: `action`, `status`, and where known `by` and `at` of whoever came first."""

    status = 409
    default_code = "wrong_state"


class Stale(ReportingError):
    """What the actor was shown has changed since."""

    status = 409
    default_code = "stale"


class Gone(ReportingError):
    """An invitation, link or token that is used, expired or revoked."""

    status = 410
    default_code = "link_expired"


class TooLarge(ReportingError):
    status = 413
    default_code = "too_large"


class Incomplete(ReportingError):
    """`details` holds the blocking problems, each with question, item, lang and code."""

    status = 422
    default_code = "incomplete"


class Invalid(ReportingError):
    """A request body or field that does not fit; `params["field"]` names it where one field is meant."""

    status = 422
    default_code = "invalid"


class TooManyAttempts(ReportingError):
    """Params: `minutes` until the next try is accepted."""

    status = 429
    default_code = "too_many_attempts"


class Unavailable(ReportingError):
    """A database, queue or store is away. Params: `what`."""

    status = 503
    default_code = "unavailable"


class NotStorable(ReportingError):
    """A value that no question of this type can hold. The write is rejected, others of the same request are not."""

    status = 422
    default_code = "not_storable"
