"""Fields of the pages about accounts. Labels are texts; a refusal of a service lands at the field that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast
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
_NAME = N_("Please enter your name.")
_NAME_LABEL = N_("Your name, as others will see it")
_LONG = N_("This is too long.")
_NEW_PASSWORD_HINT = N_("At least 12 characters. A few unrelated words are easy to remember and hard to guess.")
# WTForms takes a dictionary here; its types do not say so yet.
_LANGUAGES: Any = {tag: own_name(tag) for tag in INTERFACE}
_ZONES: Any = {"UTC": "UTC"} | {
    zone: zone.replace("_", " ")
    for zone in sorted(available_timezones())
    if "/" in zone and not zone.startswith("Etc/")
}

#: Value → label, in the order shown.
Choices = Mapping[str, str]
#: Said by WTForms itself.
_LIBRARYS = (N_("Not a valid choice."), N_("Not a valid date value."))


class AccountForm(Form):
    """A form whose labels and errors are said in the language of `say`. `choices` are those of its select fields."""

    def __init__(
        self, say: Texts, formdata: Any = None, choices: Mapping[str, Choices] | None = None, **data: str
    ) -> None:
        self._choices = choices or {}
        self._say = say
        super().__init__(formdata, data=data)
        for field in self:
            field.label.text = say(str(field.label.text))
            field.description = say(field.description) if field.description else ""

    def process(self, *args: Any, **data: Any) -> None:
        for name, choices in self._choices.items():
            cast(Any, self[name]).choices = dict(choices)
        super().process(*args, **data)

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
    email = StringField(N_("E-mail address"), [DataRequired(_ADDRESS), Length(max=254, message=_LONG)])
    password = PasswordField(N_("Password"), [DataRequired(_PASSWORD), Length(max=500, message=_LONG)])
    shared = BooleanField(
        N_("This is a shared computer"),
        description=N_("You are then signed out when the browser is closed, or after 30 minutes without use."),
    )


class ProveForm(AccountForm):
    password = PasswordField(N_("Password"), [DataRequired(_PASSWORD), Length(max=500, message=_LONG)])


class ForgottenForm(AccountForm):
    email = EmailField(N_("E-mail address"), [DataRequired(_ADDRESS), Email(_ADDRESS)])


class NewPasswordForm(AccountForm):
    password = PasswordField(N_("New password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class ChangePasswordForm(AccountForm):
    present = PasswordField(N_("Present password"), [DataRequired(_PASSWORD), Length(max=500, message=_LONG)])
    password = PasswordField(N_("New password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class AcceptForm(AccountForm):
    name = StringField(_NAME_LABEL, [DataRequired(_NAME), Length(max=200, message=_LONG)])
    password = PasswordField(N_("Choose a password"), [DataRequired(_PASSWORD)], description=_NEW_PASSWORD_HINT)


class ProfileForm(AccountForm):
    name = StringField(_NAME_LABEL, [DataRequired(_NAME), Length(max=200, message=_LONG)])
    language = SelectField(N_("Language of messages to you"), choices=_LANGUAGES)
    time_zone = SelectField(N_("Time zone"), choices=_ZONES)


class EmailForm(AccountForm):
    email = EmailField(
        N_("New e-mail address"),
        [DataRequired(_ADDRESS), Email(_ADDRESS)],
        description=N_("Both addresses get a link. The change happens when both have been opened."),
    )


class TokenForm(AccountForm):
    name = StringField(
        N_("What is it for?"),
        [DataRequired(N_("Please say what the token is for.")), Length(max=100, message=_LONG)],
    )
    days = SelectField(N_("Valid for"))

    def __init__(self, say: Texts, formdata: Any = None) -> None:
        days = {str(each): say.ngettext("%(n)s day", "%(n)s days", each) for each in (30, 90, 365)}
        super().__init__(say, formdata, {"days": days})


class InviteForm(AccountForm):
    """Invite somebody to a role in a Party. `roles` are those that the inviter may give.

    The scope "assigned" is not offered as long as nothing can be assigned: such a person could write nothing.
    """

    email = EmailField(N_("E-mail address"), [DataRequired(_ADDRESS), Email(_ADDRESS)])
    role = SelectField(
        N_("Role"),
        description=N_("An authorised user writes in the report. An observer only reads what the others write."),
    )
    forms = SelectMultipleField(N_("Only for these forms"), [Optional()], description=N_("None chosen means all."))
    until_on = DateField(N_("Until (last day)"), [Optional()])
    language = SelectField(N_("Language of the invitation"), choices=_LANGUAGES)

    def __init__(
        self,
        say: Texts,
        formdata: Any = None,
        *,
        roles: Sequence[str],
        forms: Choices,
        choices: Mapping[str, Choices] | None = None,
    ) -> None:
        own = {
            "role": {role: say.word(role) for role in roles},
            "forms": forms,
        }
        super().__init__(say, formdata, {**own, **(choices or {})}, language=say.language)

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
        self, say: Texts, formdata: Any = None, *, forms: Choices, parties: Choices, agreements: Choices
    ) -> None:
        choices = {"party": {"": say("none: the secretariat"), **parties}, "agreement": agreements}
        super().__init__(say, formdata, roles=permissions.ROLES, forms=forms, choices=choices)


class EndForm(AccountForm):
    """Confirm that a role ends; the last focal point's needs a word on who comes after."""

    successor = SelectField(N_("Who is the focal point from now on?"), [Optional()])

    VACANT = "vacant"

    def __init__(self, say: Texts, formdata: Any = None, *, successors: Choices) -> None:
        everyone = {**successors, self.VACANT: say("nobody for now: the place is vacant")}
        super().__init__(say, formdata, {"successor": everyone})
