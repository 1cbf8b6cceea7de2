"""E-mail addresses as they are stored and compared: lower case, ASCII, one form."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from reporting.domain.errors import Invalid


def normalised(email: str) -> str:
    """The address in its one form. Raises Invalid where it is none."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid("address_invalid", field="email") from error
    return (found.ascii_email or found.normalized).lower()


def compared(email: str) -> str:
    """The address for looking it up: whatever was typed, never refused."""
    try:
        return normalised(email)
    except Invalid:
        return email.strip().lower()[:254]
