"""Fields of the pages about datasets."""

from __future__ import annotations

from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length

from reporting.domain.sentences import N_
from reporting.services.datasets import About
from reporting.web.forms.accounts import AccountForm

_LONG = N_("This is too long.")


class DatasetForm(AccountForm):
    """What readers are told of a dataset. The file that holds it is no field: it is read as it comes."""

    provider = StringField(
        N_("Provider"),
        [DataRequired(N_("Please say who provides the data.")), Length(max=300, message=_LONG)],
        description=N_("The organisation that stands for the data, by the name that readers know."),
    )
    title = StringField(
        N_("Name of the dataset"),
        [DataRequired(N_("Please give the dataset a name.")), Length(max=300, message=_LONG)],
    )
    dated_on = DateField(
        N_("Date of the data"),
        [DataRequired(N_("Please give the day as of which the data hold."))],
        description=N_("The day as of which the provider’s data hold."),
    )
    link = StringField(
        N_("Link"),
        [DataRequired(N_("Please give the address where the data are explained.")), Length(max=2_000, message=_LONG)],
        description=N_("Where the provider explains the data, for example https://www.example.org/data."),
    )

    @property
    def about(self) -> About:
        """To be asked once the form is valid."""
        if self.dated_on.data is None:
            raise ValueError("a dataset without a day")
        return About(
            title=" ".join((self.title.data or "").split()),
            provider=" ".join((self.provider.data or "").split()),
            link=(self.link.data or "").strip(),
            dated_on=self.dated_on.data,
        )
