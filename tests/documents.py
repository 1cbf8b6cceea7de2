"""Small documents in three scripts, built by hand, for tests of what is made from a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reporting.domain.document import Document, LevelCount, Part, QuestionNode, Value
from reporting.domain.languages import direction

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
#: Where the set-up puts the pinned fonts.
FONTS = ROOT / "build" / "fonts"

PUBLISHED: Mapping[str, Any] = {
    "status": "published",
    "number": 2,
    "published_on": "2026-09-14",
    "submitted_on": "2026-07-12",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "address": "https://reports.example.org/en/records/XT/nr7/2",
}
NAMES = {
    "en": ("Seventh national report", "Testland", "Convention on Biological Diversity"),
    "ar": ("التقرير الوطني السابع", "تستلاند", "اتفاقية التنوع البيولوجي"),
    "zh": ("第七次国家报告", "测试国", "生物多样性公约"),
}
#: A paragraph in each script; the Arabic one has a vowel sign, lam-alef and every shape of hamza.
PROSE = {
    "en": "The strategy was revised in 2024 under the lead of the Ministry of Environment.",
    "ar": (
        "نُقحت الاستراتيجية الوطنية للتنوع البيولوجي بين يناير 2023 ويونيو 2024 بقيادة وزارة البيئة. وشاركت في العمل سبع"
        " عشرة مؤسسة وأكثر من أربعين منظمة من منظمات المجتمع المدني، وعقدت الشعوب الأصلية والمجتمعات المحلية ثلاثة"
        " اجتماعات خاصة بها. والإجراءات لا تنتهي الآن، لأن الأراضي والأسماك والطيور والمياه في كل ولاية مهمة."
    ),
    "zh": "国家战略于2024年在生态环境部牵头下进行了修订，十七个机构参与了这项工作。",
}
#: Title of a section of targets, the level of one of them, and titles that want more than one line.
TARGETS = {
    "en": ("Progress toward each target", "On track", ("Protect the lagoons", "Restore the old forests " * 6)),
    "ar": (
        "التقدم المحرز نحو كل هدف",
        "على المسار الصحيح",
        ("حماية البحيرات الساحلية", "استعادة الغابات القديمة " * 6),
    ),
    "zh": ("各项目标的进展", "有望实现", ("保护潟湖", "恢复老林" * 16)),
}
TABLE = (
    "<table><caption>Area</caption><tbody><tr><th>Ecosystem</th><th>2015</th><th>2025</th></tr>"
    "<tr><td>Wetlands</td><td>3 020</td><td>5 480</td></tr><tr><td>Lagoons</td><td>640</td><td>1 120</td></tr>"
    "</tbody></table>"
)


def value(kind: str, text: str = "", lang: str = "en", **more: Any) -> Value:
    return Value(kind, text, lang, direction(lang), **more)


def rich(html: str, lang: str = "en", **more: Any) -> Value:
    return value("rich_text", html=html, lang=lang, **more)


def question(path: str, label: str, answer: Value | None, **more: Any) -> QuestionNode:
    return QuestionNode(path, label, answer.kind if answer else "long_text", answer, **more)


def document(*parts: Part, language: str = "en", **meta: Any) -> Document:
    """A document of these parts; without any, a report of two parts with a paragraph in its language."""
    title, party, agreement = NAMES[language]
    return Document(
        title=title,
        party="XT",
        party_name=party,
        agreement_name=agreement,
        form="nr7",
        language=language,
        dir=direction(language),
        languages=("en", "fr", "ar"),
        parts=parts or _parts(language),
        meta=meta,
    )


def answered(html: str, **meta: Any) -> Document:
    """A document with one question, answered with this formatted text."""
    return document(Part("first", "I", "First part", (question("first.story", "What happened?", rich(html)),)), **meta)


def targets(language: str) -> Part:
    """A section of two targets, one with a level, one without; the texts of the first are in French."""
    title, level, names = TARGETS[language]
    chosen = value("choice", level, language, items=(level,), mark="on_track")
    french = rich("<h3>Bilan</h3><p>Rédigé en français.</p>", "fr", fallback=True, machine=True)
    first = (
        question("targets.level", "Level", chosen, item="T1"),
        question("targets.actions", "Actions", french, item="T1"),
        question("targets.results", "Results", french, item="T1"),
    )
    second = (question("targets.level", "Level", None, item="T2"),)
    items = (
        Part("targets", "1", names[0], first, "T1", PROSE[language], chosen, shown_in="fr"),
        Part("targets", "2", names[1].strip(), second, "T2"),
    )
    levels = (LevelCount(level, "on_track", 1), LevelCount("", "", 1))
    return Part("targets", "III", title, (), parts=items, has_overview=True, levels=levels)


def _parts(language: str) -> tuple[Part, ...]:
    first = (
        question("first.story", "Story", rich(f"<p>{PROSE[language]}</p>{TABLE}", language)),
        question("first.name", "Name", value("text", "Garden <by> the river", language)),
        question("first.blank", "Blank", None),
        question("first.secret", "Secret", value("long_text", "One line\nanother line"), public=False),
    )
    french = rich("<p>Rédigé en français.</p>", "fr", fallback=True, machine=True)
    second = (
        question("second.progress", "Progress", value("choice", "On track", items=("On track",), mark="on_track")),
        question("second.animals", "Animals", value("choices", "", items=("Bees", "Birds"))),
        question("second.french", "French", french),
    )
    return (Part("first", "I", "First part", first), Part("second", "II", "Second part", second))
