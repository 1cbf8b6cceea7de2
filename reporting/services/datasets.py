"""Datasets that the secretariat offers to Parties: proposed, looked through, offered; a new edition replaces the last.

Nothing is offered before somebody has seen what it changes. What a Party took over stays with it, whatever becomes of
the edition it came from: editions are kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO

from sqlalchemy import delete, distinct, func, select, update
from sqlalchemy.orm import Session, selectinload

from reporting.domain import permissions
from reporting.domain.errors import Invalid, NotFound, NotStorable, TooLarge, WrongState
from reporting.domain.indicator_columns import Vocabulary, separator
from reporting.domain.indicator_rows import Fault, Found, Reader, Row
from reporting.domain.languages import INTERFACE
from reporting.domain.offered import Origin
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.domain.questions.base import MAX_VALUE_BYTES
from reporting.domain.questions.links import address
from reporting.domain.questions.series import Series
from reporting.domain.series_changes import cells, compare
from reporting.infra import spreadsheets
from reporting.infra.file_store import TooLong
from reporting.infra.spreadsheets import Limits
from reporting.models import Dataset, DatasetEdition, DatasetSeries, Party
from reporting.models.datasets import OFFERED, PROPOSED, REPLACED, WITHDRAWN
from reporting.services import audit
from reporting.services.house import House
from reporting.services.reports import Workbook

#: What providers deliver for all Parties at once.
LIMITS = Limits(size=20_000_000, unpacked=200_000_000, rows=300_000)
#: So many faults of a file are kept and shown.
MAX_FAULTS = 500
#: (Party, indicator) → rows.
Rows = Mapping[tuple[str, str], Sequence[Row]]


@dataclass(frozen=True)
class About:
    """What readers are told of a dataset: `dated_on` is the day of the data, as its provider says."""

    title: str
    provider: str
    link: str
    dated_on: dt.date


@dataclass(frozen=True)
class Source:
    """The edition that a series was taken from, as people are told of it."""

    edition: int
    title: str
    provider: str
    link: str
    dated_on: dt.date
    state: str


@dataclass(frozen=True)
class Offer:
    """What an offered edition says of one indicator of one Party."""

    source: Source
    indicator: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Size:
    """How much an edition holds."""

    rows: int = 0
    parties: int = 0
    indicators: int = 0


@dataclass(frozen=True)
class IndicatorChange:
    """What a proposed edition changes in one indicator: rows by kind, and in how many Parties any of them differs."""

    indicator: str
    kinds: Counter[str]
    parties: int


# -------------------------------------------------------------------------------------------------------------- reading


def read(house: House, actor: Actor, stream: IO[bytes], name: str, *, framework: str, language: str) -> Found:
    """The rows of an uploaded file, and those that could not be taken. Raises Invalid, TooLarge, NotFound."""
    permissions.require(actor, "datasets:manage")
    if framework not in house.catalogue.frameworks:
        raise NotFound
    reader = Reader(
        Vocabulary(map(house.texts, INTERFACE)),
        language,
        house.catalogue.frameworks[framework].indicators.keys(),
        _party_codes(house.db.session),
    )
    house.db.end_reading()
    try:
        key = house.files.take(stream, LIMITS.size)
    except TooLong:
        raise TooLarge("spreadsheet_too_large", megabytes=LIMITS.size // 1_000_000, field="file") from None
    try:
        tables = spreadsheets.read(
            house.files.incoming(key), name, lambda lines: separator(lines, reader.vocabulary), LIMITS
        )
    finally:
        house.files.drop(key)
    return reader.read(tables)


def _party_codes(session: Session) -> dict[str, str]:
    """Both codes of every Party → the one by which it is known here."""
    found = session.execute(select(Party.code, Party.iso3)).all()
    return {name: row.code for row in found for name in (row.iso3, row.code) if name}


# -------------------------------------------------------------------------------------------------------------- writing


def propose(
    session: Session, actor: Actor, now: dt.datetime, framework: str, about: About, rows: Rows, *,
    dataset_id: int | None = None, faults: Sequence[Fault] = (), file_name: str = "",
) -> DatasetEdition:  # fmt: skip
    """A new edition that is not offered yet, of a new dataset or of one that there is; another proposal for it goes."""
    permissions.require(actor, "datasets:manage")
    if not any(rows.values()):
        raise Invalid("dataset_without_rows", field="file")
    packed = {place: _packed(each) for place, each in rows.items()}
    dataset = _dataset(session, dataset_id) if dataset_id else Dataset(framework=framework, made_at=now)
    if dataset_id is None:
        session.add(dataset)
        session.flush()
    for each in dataset.editions:
        if each.state == PROPOSED:
            _delete(session, each)
    numbers = select(func.max(DatasetEdition.number)).where(DatasetEdition.dataset_id == dataset.id)
    edition = DatasetEdition(
        dataset_id=dataset.id, number=(session.scalar(numbers) or 0) + 1, state=PROPOSED, **_checked(about),
        file_name=file_name[:200], faults=[asdict(each) for each in faults[:MAX_FAULTS]], fault_count=len(faults),
        uploaded_by=actor.user_id, uploaded_at=now,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    session.add_all(
        DatasetSeries(
            edition_id=edition.id, party=party, indicator=indicator, count=len(each), rows=packed[party, indicator]
        )
        for (party, indicator), each in rows.items()
    )
    audit.record(session, "dataset:proposed", actor=actor, now=now, dataset_id=dataset.id, edition=edition.number)
    return edition


def _packed(rows: Sequence[Row]) -> str:
    """Rows as they are kept, blank cells included. Raises Invalid for more than an answer can hold, for what no report
    could take over would stand in its way."""
    if len(rows) > Series.most_rows:
        raise Invalid("too_many_rows", field="file", count=len(rows), limit=Series.most_rows)
    packed = json.dumps([cells(each) for each in rows], ensure_ascii=False)
    if len(packed.encode()) > MAX_VALUE_BYTES:
        raise Invalid("value_too_large", field="file", megabytes=1)
    return packed


def _checked(about: About) -> dict[str, object]:
    try:
        link = address(about.link.strip())
    except NotStorable as refusal:
        raise Invalid(refusal.code, field="link", **refusal.params) from None
    if not link.startswith("http"):
        raise Invalid("not_a_link", field="link")
    return {"title": about.title, "provider": about.provider, "link": link, "dated_on": about.dated_on}


def offer(session: Session, actor: Actor, now: dt.datetime, edition_id: int) -> DatasetEdition:
    """From now on Parties are offered this edition instead of the one before."""
    permissions.require(actor, "datasets:manage")
    edition = _edition(session, edition_id, PROPOSED)
    _end(session, edition.dataset_id, REPLACED, now)
    edition.state, edition.offered_at = OFFERED, now
    _record(session, actor, now, "dataset:offered", edition)
    return edition


def discard(session: Session, actor: Actor, now: dt.datetime, edition_id: int) -> None:
    """Forget a proposed edition; a dataset that never had another goes with it."""
    permissions.require(actor, "datasets:manage")
    edition = _edition(session, edition_id, PROPOSED)
    _record(session, actor, now, "dataset:discarded", edition)
    dataset_id = edition.dataset_id
    _delete(session, edition)
    others = select(func.count()).select_from(DatasetEdition).where(DatasetEdition.dataset_id == dataset_id)
    if not session.scalar(others):
        session.execute(delete(Dataset).where(Dataset.id == dataset_id))


def withdraw(session: Session, actor: Actor, now: dt.datetime, edition_id: int) -> None:
    """Offer it no longer. What Parties took over stays theirs."""
    permissions.require(actor, "datasets:manage")
    edition = _edition(session, edition_id, OFFERED)
    _end(session, edition.dataset_id, WITHDRAWN, now)
    _record(session, actor, now, "dataset:withdrawn", edition)


def _end(session: Session, dataset_id: int, state: str, now: dt.datetime) -> None:
    current = (DatasetEdition.dataset_id == dataset_id, DatasetEdition.state == OFFERED)
    session.execute(update(DatasetEdition).where(*current).values(state=state, ended_at=now))


def _delete(session: Session, edition: DatasetEdition) -> None:
    session.execute(delete(DatasetSeries).where(DatasetSeries.edition_id == edition.id))
    session.execute(delete(DatasetEdition).where(DatasetEdition.id == edition.id))
    session.expire_all()


def _record(session: Session, actor: Actor, now: dt.datetime, name: str, edition: DatasetEdition) -> None:
    audit.record(session, name, actor=actor, now=now, dataset_id=edition.dataset_id, edition=edition.number)


def _dataset(session: Session, dataset_id: int) -> Dataset:
    found = session.scalar(select(Dataset).where(Dataset.id == dataset_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def _edition(session: Session, edition_id: int, state: str) -> DatasetEdition:
    """The edition, in this state; its dataset is held, so that one step is taken at a time."""
    dataset_id = session.scalar(select(DatasetEdition.dataset_id).where(DatasetEdition.id == edition_id))
    if dataset_id is None:
        raise NotFound
    _dataset(session, dataset_id)
    edition = session.get(DatasetEdition, edition_id, populate_existing=True)
    if edition is None or edition.state != state:
        raise WrongState("dataset_moved_on")
    return edition


# -------------------------------------------------------------------------------------------------------------- looking


def all_datasets(session: Session, actor: Actor) -> Sequence[Dataset]:
    """Every dataset with its editions, the newest first; those that are offered or proposed before the others."""
    permissions.require(actor, "datasets:manage")
    found = session.scalars(select(Dataset).options(selectinload(Dataset.editions)).order_by(Dataset.id.desc())).all()
    return sorted(found, key=lambda each: not {PROPOSED, OFFERED} & {edition.state for edition in each.editions})


def one(session: Session, actor: Actor, dataset_id: int) -> Dataset:
    permissions.require(actor, "datasets:manage")
    found = session.get(Dataset, dataset_id)
    if found is None:
        raise NotFound
    return found


def sizes(session: Session, editions: Iterable[int]) -> dict[int, Size]:
    """How much each of these editions holds."""
    columns = (
        DatasetSeries.edition_id, func.sum(DatasetSeries.count), func.count(distinct(DatasetSeries.party)),
        func.count(distinct(DatasetSeries.indicator)),
    )  # fmt: skip
    wanted = select(*columns).where(DatasetSeries.edition_id.in_(list(editions))).group_by(DatasetSeries.edition_id)
    return {edition: Size(int(rows), parties, indicators) for edition, rows, parties, indicators in
            session.execute(wanted)}  # fmt: skip


def difference(session: Session, edition: DatasetEdition) -> list[IndicatorChange]:
    """What a proposed edition changes against the one that is offered, by indicator."""
    current = session.scalar(
        select(DatasetEdition.id).where(
            DatasetEdition.dataset_id == edition.dataset_id, DatasetEdition.state == OFFERED
        )
    )
    before, after = _series(session, current), _series(session, edition.id)
    kinds: dict[str, Counter[str]] = {}
    parties: Counter[str] = Counter()
    for party, indicator in sorted(before.keys() | after.keys()):
        change = compare(before.get((party, indicator)), after.get((party, indicator), ()))
        kinds.setdefault(indicator, Counter()).update(each.kind for each in change.rows)
        parties[indicator] += change.changes
    return [IndicatorChange(indicator, found, parties[indicator]) for indicator, found in kinds.items()]


def _series(session: Session, edition_id: int | None) -> dict[tuple[str, str], list[Row]]:
    wanted = select(DatasetSeries.party, DatasetSeries.indicator, DatasetSeries.rows)
    found = session.execute(wanted.where(DatasetSeries.edition_id == edition_id))
    return {(row.party, row.indicator): json.loads(row.rows) for row in found}


def offers(session: Session, framework: str, party: str, indicator: str) -> list[Offer]:
    """What is offered to a Party for an indicator, the newest data first."""
    found = session.execute(
        select(DatasetEdition, DatasetSeries)
        .join(DatasetSeries, DatasetSeries.edition_id == DatasetEdition.id)
        .join(Dataset, Dataset.id == DatasetEdition.dataset_id)
        .where(
            Dataset.framework == framework, DatasetEdition.state == OFFERED, DatasetSeries.party == party,
            DatasetSeries.indicator == indicator,
        )
        .order_by(DatasetEdition.dated_on.desc(), DatasetEdition.id)
    )  # fmt: skip
    return [Offer(_source(edition), series.indicator, json.loads(series.rows)) for edition, series in found]


def sources(session: Session, editions: Iterable[int]) -> dict[int, Source]:
    """Where series were taken from, by the id of the edition; also of editions that are no longer offered."""
    wanted = sorted(set(editions))
    if not wanted:
        return {}
    found = session.scalars(
        select(DatasetEdition).where(DatasetEdition.id.in_(wanted), DatasetEdition.state != PROPOSED)
    )
    return {each.id: _source(each) for each in found}


def origins_of(session: Session, book: Workbook) -> dict[int, Origin]:
    """The datasets that series of this report were taken from, by edition."""
    questions = book.edition.form.questions
    values = ((questions[key.question], each.value) for key, each in book.stored.items() if key.question in questions)
    used = {edition for question, value in values if (edition := type_of(question).taken_from(value)) is not None}
    return {
        edition: Origin(edition, each.title, each.provider, each.link, each.dated_on.isoformat())
        for edition, each in sources(session, used).items()
    }


def _source(edition: DatasetEdition) -> Source:
    return Source(edition.id, edition.title, edition.provider, edition.link, edition.dated_on, edition.state)
