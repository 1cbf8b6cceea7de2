"""Fields of the pages about accounts. Labels are texts; a refusal of a service lands at the field that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Email, Length, Optional

from reporting.domain import permissions
from reporting.domain.errors import ReportingError
from reporting.domain.languages import INTERFACE, own_name
from reporting.domain.sentences import N_
from reporting.domain.texts import Texts

_ADDRESS = N_("Please enter an e-mail address, such as name@example.org.")
_PASSWORD = N_("Please enter your password.")
_NEW_PASSWORD_HINT = N_("At least 12 characters. A few unrelated words are easy to remember and hard to guess.")

Choices = Sequence[tuple[str, str]]


class AccountForm(Form):
    """A form whose labels and errors are said in the language of `say`."""

    def __init__(self, say: Texts, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data=data)
        self._say = say
        for field in self:
            field.label.text = say(str(field.label.text))
            field.description = say(field.description) if field.description else ""

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        for field in self:
            field.errors = [self._say(str(error)) for error in field.errors]
        return right

    def refuse(self, refusal: ReportingError) -> None:
        """Put the refusal's sentence at the field it is about; at the first one where it names none of these."""
        name = str(refusal.params.get("field", ""))
        field = self[name] if name in self else next(iter(self))
        field.errors = [*field.errors, self._say.sentence(refusal.code, refusal.params)]

    @property
    def problems(self) -> list[dict[str, str]]:
        """What components/forms.html shows on top of the page."""
        return [{"id": field.id, "text": str(error)} for field in self for error in field.errors]


class SignInForm(AccountForm):
    email = StringField(N_("E-mail address"), [DataRequired(_ADDRESS), Length(max=254)])
    password = PasswordField(N_("Password"), [DataRequired(_PASSWORD), Length(max=500)])
    shared = BooleanField(
        N_("This is a shared computer"),
        description=N_("You are then signed out when the browser is closed, or after 30 minutes without use."),
    )


class ProveForm(AccountForm):
    password = PasswordField(N_("Password"), [DataRequired(_PASSWORD), Length(max=500)])


class ForgottenForm(AccountForm):
    email = EmailField(N_("E-mail address"), [DataRequired(_ADDRESS), Email(_ADDRESS)])


class NewPasswordForm(AccountForm):
    password = PasswordField(N_("New password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class ChangePasswordForm(AccountForm):
    present = PasswordField(N_("Present password"), [DataRequired(_PASSWORD), Length(max=500)])
    password = PasswordField(N_("New password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class AcceptForm(AccountForm):
    name = StringField(
        N_("Your name, as others will see it"), [DataRequired(N_("Please enter your name.")), Length(max=200)]
    )
    password = PasswordField(N_("Choose a password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class ProfileForm(AccountForm):
    name = StringField(
        N_("Your name, as others will see it"), [DataRequired(N_("Please enter your name.")), Length(max=200)]
    )
    language = SelectField(N_("Language of messages to you"), choices=[(tag, own_name(tag)) for tag in INTERFACE])
    time_zone = SelectField(
        N_("Time zone"),
        choices=[
            ("UTC", "UTC"),
            *((zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone),
        ],
    )


class EmailForm(AccountForm):
    email = EmailField(
        N_("New e-mail address"),
        [DataRequired(_ADDRESS), Email(_ADDRESS)],
        description=N_("Both addresses get a link. The change happens when both have been opened."),
    )


class TokenForm(AccountForm):
    name = StringField(N_("What is it for?"), [DataRequired(N_("Please say what the token is for.")), Length(max=100)])
    days = SelectField(N_("Valid for"), coerce=int)

    def __init__(self, say: Texts, formdata: Any = None, **data: Any) -> None:
        self._days = [(days, say.ngettext("%(n)s day", "%(n)s days", days)) for days in (30, 90, 365)]
        super().__init__(say, formdata, **data)

    def process(self, *args: Any, **data: Any) -> None:
        self.days.choices = self._days
        super().process(*args, **data)


class InviteForm(AccountForm):
    """Invite somebody to a role in a Party. `roles` are those that the inviter may give."""

    email = EmailField(N_("E-mail address"), [DataRequired(_ADDRESS), Email(_ADDRESS)])
    role = SelectField(N_("Role"))
    scope = SelectField(N_("An authorised user may write"))
    forms = SelectMultipleField(N_("Only for these forms"), [Optional()], description=N_("None chosen means all."))
    until_on = DateField(N_("Until (last day)"), [Optional()])
    language = SelectField(N_("Language of the invitation"), choices=[(tag, own_name(tag)) for tag in INTERFACE])

    def __init__(self, say: Texts, formdata: Any = None, *, roles: Sequence[str], forms: Choices, **data: Any) -> None:
        self._choices: dict[str, Choices] = {
            "role": [(role, say.word(role)) for role in roles],
            "scope": [("report", say("the whole report")), ("assigned", say("only what is assigned to them"))],
            "forms": list(forms),
        }
        super().__init__(say, formdata, **{"language": say.language, **data})

    def process(self, *args: Any, **data: Any) -> None:
        for name, choices in self._choices.items():
            self[name].choices = choices
        super().process(*args, **data)

    @property
    def until_at(self) -> dt.datetime | None:
        """The end of the last day: the role is gone when the next one begins (UTC)."""
        day = self.until_on.data
        return dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(days=1) if day else None

    @property
    def chosen_forms(self) -> str:
        return " ".join(self.forms.data or ()) or permissions.ALL_FORMS


class InviteAnyForm(InviteForm):
    """Invite somebody to any role, the secretariat's included. Party '' is the secretariat."""

    party = SelectField(N_("Party"))
    agreement = SelectField(N_("Agreement"))

    def __init__(
        self, say: Texts, formdata: Any = None, *, forms: Choices, parties: Choices, agreements: Choices, **data: Any
    ) -> None:
        self._more: dict[str, Choices] = {
            "party": [("", say("none: the secretariat")), *parties],
            "agreement": agreements,
        }
        super().__init__(say, formdata, roles=permissions.ROLES, forms=forms, **data)

    def process(self, *args: Any, **data: Any) -> None:
        self._choices |= self._more
        super().process(*args, **data)


class EndForm(AccountForm):
    """Confirm that a role ends; the last focal point's needs a word on who comes after."""

    successor = SelectField(N_("Who is the focal point from now on?"), [Optional()])

    VACANT = "vacant"

    def __init__(self, say: Texts, formdata: Any = None, *, successors: Choices, **data: Any) -> None:
        self._successors = [*successors, (self.VACANT, say("nobody for now: the place is vacant"))]
        super().__init__(say, formdata, **data)

    def process(self, *args: Any, **data: Any) -> None:
        self.successor.choices = self._successors
        super().process(*args, **data)
