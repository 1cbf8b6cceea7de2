"""Reads the folders of form data into values, with the full list of what is wrong in them.

One function serves `reporting forms check`, the tests and the start of the application. A form with faults is not
offered for opening; the others go on.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reporting.domain.crosswalks import KEYS as CROSSWALK_KEYS
from reporting.domain.crosswalks import notes_in, read_crosswalks, strays
from reporting.domain.definitions import Form
from reporting.domain.edition_texts import edition_texts, with_words
from reporting.domain.faults import Fault, Place
from reporting.domain.following_checks import circles, dangling
from reporting.domain.form_checks import check_form, misshapen_form
from reporting.domain.form_source import UNTRANSLATED, TextSource, form_structure
from reporting.domain.framework import Agreement, Framework, OptionList, Party, PartyName
from reporting.domain.framework_checks import agreement_faults, agreement_unread, framework_faults, framework_unread
from reporting.domain.id_checks import check_ids
from reporting.domain.import_rules import ImportRules, read_rules
from reporting.domain.lineage_checks import broken
from reporting.domain.property_checks import LISTED_KEYS, unknown
from reporting.domain.questions.parties import PARTIES, Parties
from reporting.domain.shapes import Each, Shape, misshapen
from reporting.domain.terms import KEYS as TERM_KEYS
from reporting.domain.terms import TEXTS, Term, read_terms

#: What folders hold, in the order in which they are read: each names what stands before it.
_KINDS = ("agreement", "framework", "form")


@dataclass(frozen=True)
class FormSource:
    """A form as its files say it: the structure and texts from which an edition is made.

    `ids` is every question that it ever had, with its type; `places` says where its sections and questions stand;
    `own` are the texts without those of framework and agreement.
    """

    id: str
    structure: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]]
    faults: tuple[Fault, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    folder: Path = Path()
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def mistakes(self) -> tuple[Fault, ...]:
        """What keeps it from being shown; a text that lacks a translation is shown in English."""
        return tuple(each for each in self.faults if not each.sentence.startswith(UNTRANSLATED))


@dataclass
class Catalogue:
    """Everything found under the form paths, and all faults of it."""

    agreements: dict[str, Agreement] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    forms: dict[str, FormSource] = field(default_factory=dict)
    imports: dict[str, ImportRules] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: The file of each framework; agreements and frameworks in whose files something is wrong.
    files: dict[str, Path] = field(default_factory=dict)
    unsound: set[tuple[str, str]] = field(default_factory=set)


def load(roots: Sequence[Path], translations: Sequence[Path]) -> Catalogue:
    """All agreements, frameworks and forms under `roots`; `translations` are the folders of their catalogues."""
    made = Catalogue()
    folders = [folder for root in roots for folder in _folders(root, made.faults)]
    for kind, add in zip(_KINDS, (_add_agreement, _add_framework, _add_form), strict=True):
        for folder in folders:
            data = _beside(folder / f"{kind}.toml", made.faults)
            if data is not None:
                try:
                    add(made, folder, data, translations)
                except (LookupError, TypeError, AttributeError, ValueError) as error:  # no check foresaw it
                    made.faults.append(Fault(str(folder / f"{kind}.toml"), "", f"cannot be read as {kind}: {error!r}"))
    _mark_strays(made)
    _mark_dangling(made)
    return made


def _mark_strays(made: Catalogue) -> None:
    """Faults of crosswalks that start from what no framework has, once all frameworks are read."""
    terms = {each.id: {*each.goals, *each.targets} for each in made.frameworks.values()}
    for framework in made.frameworks.values():
        made.faults += [
            Fault(str(made.files[framework.id].with_name("crosswalks.toml")), f"crosswalk {at}", said)
            for at, said in strays(framework.crosswalks, terms)
        ]


def _mark_dangling(made: Catalogue) -> None:
    """Faults of sections and questions that point to what no form has, once all forms are read."""
    forms = {each.id: Form.from_data(each.structure) for each in made.forms.values()}
    for form, place, sentence in (*dangling(forms), *circles(forms), *broken(forms)):
        source = made.forms[form]
        fault = source.places[place].fault(sentence)
        made.forms[form] = replace(source, faults=(*source.faults, fault))
        made.faults.append(fault)


def _folders(root: Path, faults: list[Fault]) -> list[Path]:
    """The folders of form data in one that is told; appends to `faults` what keeps them from being looked at."""
    try:
        found = sorted(root.iterdir())
        faults += [Fault(str(each), "", "is a link that leads nowhere") for each in found if not each.exists()]
        folders = [each for each in found if each.is_dir()]
        if not any(os.path.lexists(each / f"{kind}.toml") for each in folders for kind in _KINDS):
            faults.append(
                Fault(str(root), "", f"has no folder with one of {', '.join(f'{kind}.toml' for kind in _KINDS)}")
            )
        return folders
    except OSError as error:
        faults.append(Fault(str(root), "", f"cannot be read: {error.strerror}"))
        return []


def _beside(file: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """What a file holds that need not be there; None where it is not, or cannot be read."""
    return _read(file, faults) if os.path.lexists(file) else None


def _read(file: Path, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        faults.append(Fault(str(file), "", f"cannot be read: {error.strerror}"))
    except RecursionError:
        faults.append(Fault(str(file), "", "is not valid TOML: it is nested too deeply"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(str(file), "", f"is not valid TOML: {error}"))
    except ValueError:  # from Python, of thousands of digits
        faults.append(Fault(str(file), "", "holds a number of too many digits"))
    return None


def _rows(file: Path, name: str, keys: Mapping[str, Shape], faults: list[Fault]) -> list[dict[str, Any]]:
    """The rows of a file that holds nothing else; none where one holds a value of another kind than `keys` say."""
    data, known = _beside(file, faults) or {}, {name: Each(keys)}
    faults += unknown(Place(file), data, known)
    wrong = list(misshapen(Place(file), data, known))
    faults += wrong
    return [] if wrong else data.get(name, [])


def _add_agreement(made: Catalogue, folder: Path, data: dict[str, Any], translations: Sequence[Path]) -> None:
    file = folder / "agreement.toml"
    if amiss := agreement_unread(file, data):
        made.faults += amiss
        return
    amiss = list(agreement_faults(file, data))
    if data["id"] in made.agreements:
        amiss.append(Place(file).fault(f"the id {data['id']!r} is used by another agreement"))
    texts = TextSource(data["id"], translations)
    texts.add("name", data["name"])
    for region in data.get("region", ()):
        texts.add(f"regions.{region['id']}", region["name"])
    parties = {code: _party(code, row) for code, row in data["parties"].items()}
    regions = tuple(region["id"] for region in data.get("region", ()))
    made.agreements.setdefault(data["id"], Agreement(data["id"], parties, regions, texts.in_all()))
    _tell(made, "agreement", data["id"], amiss, texts, folder)


def _tell(made: Catalogue, kind: str, name: str, amiss: list[Fault], texts: TextSource, folder: Path) -> None:
    """Add the faults of an agreement or framework; what wants translation is told once all else is sound."""
    if amiss:
        made.unsound.add((kind, name))
    made.faults += amiss or texts.faults(folder)


def _party(code: str, row: Mapping[str, Any]) -> Party:
    names = tuple(
        PartyName({lang: name for lang, name in each.items() if lang != "until"}, each.get("until"))
        for each in row["names"]
    )
    return Party(code, row["iso3"], row["region"], names)


def _add_framework(made: Catalogue, folder: Path, data: dict[str, Any], translations: Sequence[Path]) -> None:
    file = folder / "framework.toml"
    if amiss := framework_unread(file, data):
        made.faults += amiss
        return
    texts = TextSource(data["id"], translations)
    texts.add("title", data["title"])
    for group in data.get("group", ()):
        texts.add(f"groups.{group['id']}.title", group["title"])
    for kind, rows in (("goals", data.get("goal", ())), ("targets", data.get("target", ()))):
        for row in rows:
            texts.add_all(f"{kind}.{row['id']}", row, ("title", "summary"))
            for n, fact in enumerate(row.get("facts", ())):
                texts.add_all(f"{kind}.{row['id']}.facts.{n}", fact, ("label", "unit"))
    for row in data.get("indicator", ()):
        texts.add_all(f"indicators.{row['code']}", row, ("title", "name"))
    lists = {each["id"]: _option_list(each, texts) for each in data.get("list", ())}
    read = Framework(
        id=data["id"],
        agreement=data["agreement"],
        groups=tuple(group["id"] for group in data.get("group", ())),
        goals=_keyed(data.get("goal", ()), "id"),
        targets=_keyed(data.get("target", ()), "id"),
        indicators=_keyed(data.get("indicator", ()), "code"),
        lists=lists,
        glossary=_glossary(folder / "glossary.toml", texts, made.faults),
        crosswalks=_crosswalks(folder / "crosswalks.toml", data, texts, amiss),
        texts=texts.in_all(),
    )
    if made.frameworks.setdefault(data["id"], read) is not read:
        amiss.append(Place(file).fault(f"the id {data['id']!r} is used by another framework"))
    made.files.setdefault(data["id"], file)
    _tell(made, "framework", data["id"], [*framework_faults(file, data, made.agreements), *amiss], texts, folder)


def _glossary(file: Path, texts: TextSource, faults: list[Fault]) -> dict[str, Term]:
    """The words that a framework explains to reporters, where it has a glossary; their texts are added to `texts`."""
    rows = _rows(file, "term", TERM_KEYS, faults)
    terms = read_terms(Place(file), rows, faults)
    for row in rows:
        if row.get("id") in terms:
            texts.add_all(f"glossary.{row['id']}", row, TEXTS)
    return terms


def _crosswalks(
    file: Path, data: Mapping[str, Any], texts: TextSource, faults: list[Fault]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """What of earlier frameworks each goal and target goes on from, where that is said; notes are added to `texts`."""
    rows = _rows(file, "crosswalk", CROSSWALK_KEYS, faults)
    known = [row["id"] for kind in ("goal", "target") for row in data.get(kind, ())]
    found = read_crosswalks(Place(file), rows, known, faults)
    for path, text in notes_in(rows, found):
        texts.add(path, text)
    return found


def _option_list(data: Mapping[str, Any], texts: TextSource) -> OptionList:
    for option in data["option"]:
        texts.add(f"lists.{data['id']}.{option['id']}", option["label"])
    return OptionList(
        data["id"],
        tuple(option["id"] for option in data["option"]),
        {option["id"]: option["mark"] for option in data["option"] if "mark" in option},
        data.get("provisional", False),
    )


def _keyed(rows: Iterable[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: {name: row[name] for name in row if name not in ("title", "summary", "name")} for row in rows}


def _add_form(made: Catalogue, folder: Path, data: dict[str, Any], translations: Sequence[Path]) -> None:
    faults: list[Fault] = []
    files = sorted(folder.glob("[0-9][0-9]-*.toml"))
    sections = [(file, read) for file in files if (read := _read(file, faults)) is not None]
    place, listed = Place(folder / "form.toml"), Place(folder / "ids.toml")
    known = len(faults)
    ids = _beside(listed.file, faults) or {}
    is_listed = len(faults) == known
    wrong = [*misshapen_form(place, data, sections), *misshapen(listed, ids, LISTED_KEYS)]
    if wrong:  # nothing of it can be looked at any further
        made.faults += [*faults, *wrong]
        return
    framework = made.frameworks.get(data.get("framework", ""))
    check_form(place, data, sections, made.agreements, framework, faults)
    faults += unknown(listed, ids, LISTED_KEYS)
    faults += _rests_on(made, place, data)
    if data.get("id") in made.forms:
        faults.append(place.fault(f"the id {data['id']!r} is used by another form"))
    if is_listed:
        check_ids(listed, ids.get("ids", {}), sections, faults)
    if not faults:
        _take(made, folder, data, sections, ids.get("ids", {}), translations)
    made.faults += faults


def _rests_on(made: Catalogue, place: Place, data: Mapping[str, Any]) -> Iterator[Fault]:
    """A form is not opened on an agreement or a framework in whose files something is wrong."""
    for kind in ("agreement", "framework"):
        if (kind, data.get(kind)) in made.unsound:
            yield place.fault(f"the files of its {kind} {data[kind]!r} have mistakes of their own")


def _take(
    made: Catalogue, folder: Path, data: dict[str, Any], sections: Sequence[tuple[Path, dict[str, Any]]],
    ids: Mapping[str, str], translations: Sequence[Path],
) -> None:  # fmt: skip
    """Keep a form in whose files nothing is wrong, with what it lacks in other languages."""
    framework, agreement = made.frameworks.get(data.get("framework", "")), made.agreements[data["agreement"]]
    texts = TextSource(data["id"], translations)
    structure = form_structure(_with_iso_dates(data), [read for _, read in sections], framework, texts)
    _offer_parties(structure, agreement)
    missing = texts.faults(folder, data["languages"])
    own = with_words(structure, texts.in_all(data["languages"]), translations)
    shown = edition_texts(structure, own, framework, agreement)
    made.forms[data["id"]] = FormSource(
        data["id"], structure, shown, tuple(missing), ids, dict(_places(sections)), folder, own
    )  # fmt: skip
    _add_import(made, folder / "import.toml", data["id"], [read for _, read in sections])
    made.faults += missing


def _add_import(made: Catalogue, file: Path, form: str, sections: Sequence[Mapping[str, Any]]) -> None:
    """How tables of another system are read into the form, where a file says so."""
    data = _beside(file, made.faults)
    if data is not None:
        try:
            made.imports[form] = read_rules(data, sections)
        except ValueError as error:
            made.faults.append(Fault(str(file), "", str(error)))


def _places(sections: Sequence[tuple[Path, Mapping[str, Any]]]) -> Iterator[tuple[str, Place]]:
    """Where each section (by id) and each question (by path) stands."""
    for file, section in sections:
        head = section["section"]["id"]
        yield head, Place(file, "section")
        for question in section.get("question", ()):
            yield f"{head}.{question['id']}", Place(file, f"question {question['id']}")


def _offer_parties(structure: Mapping[str, Any], agreement: Agreement) -> None:
    """Give each question about Parties those of the agreement."""
    for question in (each for section in structure["sections"] for each in section["questions"]):
        if question["type"] == Parties.name:
            question |= {"options": list(agreement.parties), "options_path": PARTIES}


def _with_iso_dates(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in data.items()}
