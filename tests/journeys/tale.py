"""What the chapters of the long story share: who takes part, the words of the form, and the addresses of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.domain.definitions import Question
from reporting.domain.questions import type_of
from reporting.domain.texts import Texts
from reporting.infra.mailbox import Kept
from tests.journeys.browser import Browser, Place
from tests.people import PASSWORD, email_of, with_password
from tests.world import XT, sample

#: A text of some words in each language of the stories, with letters that only it has.
PROSE: Mapping[str, str] = {
    "en": "The wetlands’ area has grown – by 12 % – since 2015.",
    "fr": "L’étendue des zones humides s’est accrue de 12 % depuis 2015.",
    "es": "La superficie de los humedales ha crecido un 12 % desde 2015.",
    "ru": "Площадь водно-болотных угодий выросла на 12 % с 2015 года.",
    "zh": "自2015年以来，湿地面积增加了12%。",
    "ar": "اتسعت مساحة الأراضي الرطبة بنسبة ١٢٪ منذ عام ٢٠١٥.",
}


@dataclass
class Tale:
    """`language` is that of the pages and the report's first, `other` the report's second."""

    place: Place
    language: str
    other: str

    @property
    def workspace(self) -> str:
        return f"/{self.language}/workspace/{XT}"

    @property
    def report(self) -> str:
        return f"{self.workspace}/nr7"

    @property
    def record(self) -> str:
        return f"/{self.language}/records/{XT}/nr7"

    @property
    def texts(self) -> Texts:
        return self.place.world.house.texts(self.language)

    def wording(self, path: str) -> str:
        """The form's own words in the language of the pages."""
        session = self.place.world.house.db.session
        found = self.place.world.house.editions.newest(session, "nr7")[1].wording(self.language)(path)
        self.place.world.house.db.end_reading()
        return found

    def question(self, path: str) -> Question:
        session = self.place.world.house.db.session
        found = self.place.world.house.editions.newest(session, "nr7")[1].form.questions[path]
        self.place.world.house.db.end_reading()
        return found

    def typed(self, path: str) -> list[str]:
        """A sound answer, as it would be typed."""
        question = self.question(path)
        if question.multilingual:
            return [PROSE[self.language]]
        return type_of(question).typed(question, sample(question))

    def enters(self, role: str, party: str = "") -> Browser:
        """Somebody of the world comes in and chooses the language of messages; ends where this person works."""
        world = self.place.world
        user_id = with_password(world, role, party)
        browser = Browser(self.place)
        browser.sign_in(email_of(world, user_id), PASSWORD, self.language)
        browser.follow("/profile")
        assert browser.send({"language": self.language}, to="/profile").notices("success")
        browser.open(f"/{self.language}/workspace")
        return browser

    def newest_mail(self, to: str) -> Kept:
        self.place.work()
        found = self.place.mails(to)
        assert found, f"no mail to {to}"
        return found[0]

    def section(self, section: str, language: str = "") -> str:
        return f"{self.report}/sections/{section}" + (f"?in={language}" if language else "")
