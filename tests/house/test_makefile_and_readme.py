"""What the README tells people to type is there, and the set-up files say what they promise."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from reporting import config
from reporting.cli import main

ROOT = Path(__file__).resolve().parents[2]
PROMISED_TARGETS = {"help", "run", "test", "check", "bench", "soak", "lock", "clean"}
LOCK_FILES = ("requirements.lock", "requirements-dev.lock", ".ci/node.lock")
#: Imported by parts of the editor, and pinned because all parts have to share one copy.
BESIDE_OTHERS = {"prosemirror-transform"}
SHELL_SCRIPTS = [ROOT / ".ci" / "run", ROOT / ".ci" / "setup"]


def makefile() -> str:
    return (ROOT / "Makefile").read_text()


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile(), flags=re.MULTILINE))


def pages_for_people() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands_typed(program: str) -> list[list[str]]:
    """The words after `program` of each command that the documents show, in blocks and in running text."""
    found = []
    for page in pages_for_people():
        blocks, running = [], []
        for number, part in enumerate(page.read_text().split("```")):
            (blocks if number % 2 else running).append(part)
        typed = "\n".join(blocks).splitlines() + re.findall(r"`([^`\n]+)`", "".join(running))
        for line in typed:
            told = re.match(rf"(?:\$ )?(?:[A-Z_]+=\S* )*(?:\S*/)?{program} (.*)", line.strip())
            found += [shlex.split(told[1], comments=True)] if told else []
    return found


def is_command(words: list[str]) -> bool:
    """Whether the console script understands the words up to the first argument or option."""
    place: click.Command = main
    for word in words:
        if not isinstance(place, click.Group):
            return True
        if word not in place.commands:
            return word.startswith("-") and place is main
        place = place.commands[word]
    return not isinstance(place, click.Group)


def requirement_name(requirement: str) -> str:
    """The normalised name in a requirement: "psycopg[binary]>=3.3" is psycopg."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked(lock_file: str) -> dict[str, str]:
    """Name → the lines that belong to it."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock_file).read_text(), flags=re.MULTILINE)[1:]
    return {requirement_name(entry): entry for entry in entries}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_promised_targets_exist_and_are_explained() -> None:
    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile(), flags=re.MULTILINE))
    assert explained >= PROMISED_TARGETS
    assert make_targets() == explained


def test_no_target_is_mistaken_for_a_file() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", makefile(), flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == make_targets()


def test_every_make_command_in_the_documents_is_a_target() -> None:
    named = {word for words in commands_typed("make") for word in words if "=" not in word and word[0] != "-"}
    assert {"run", "test"} <= named <= make_targets()


def test_every_console_command_in_the_documents_exists() -> None:
    unknown = [" ".join(words) for words in commands_typed("reporting") if not is_command(words)]
    assert not unknown


def test_every_setting_in_the_documents_exists() -> None:
    known = {name for name, _, _ in config.described(config.Settings())}
    for page in pages_for_people():
        assert set(re.findall(r"\bREPORTING_[A-Z_]*[A-Z]\b", page.read_text())) <= known, page


def test_what_has_to_pass_is_check_and_then_test() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "set -euo pipefail" in lines
    assert lines[-2:] == ["make check", "make test"]


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_can_be_read_and_run(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_locked_packages_have_hashes_and_no_address(lock_file: str) -> None:
    assert "://" not in (ROOT / lock_file).read_text()
    for name, entry in locked(lock_file).items():
        assert "--hash=sha256:" in entry, name


def test_lock_files_are_current() -> None:
    """Every direct dependency is locked; a new one that nobody has locked would be missed by the set-up."""
    declared = project()
    runtime = declared["project"]["dependencies"] + declared["dependency-groups"]["build"]
    tools = declared["dependency-groups"]["dev"]
    assert {requirement_name(each) for each in runtime} <= set(locked("requirements.lock"))
    assert {requirement_name(each) for each in runtime + tools} <= set(locked("requirements-dev.lock"))


def test_both_lock_files_hold_the_same_versions() -> None:
    for_tests = locked("requirements-dev.lock")
    for name, entry in locked("requirements.lock").items():
        assert for_tests[name].split()[0] == entry.split()[0]


def test_npm_lock_file_names_exact_versions_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = {name.removeprefix("node_modules/"): entry for name, entry in lock["packages"].items() if name}
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert packages[name]["version"] == version


def test_parts_of_the_editor_are_pinned_and_each_is_imported() -> None:
    """What is fetched ends up in the editor; what the editor imports is fetched in one version."""
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    sources = "".join(path.read_text() for path in (ROOT / "reporting" / "web" / "editor").glob("*.js"))
    imported = set(re.findall(r"from '([a-z][^']*)'", sources))
    assert imported <= wanted.keys()
    assert wanted.keys() - imported <= {"axe-core", "esbuild", *BESIDE_OTHERS}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_fonts_come_from_locked_packages() -> None:
    fonts = re.search(r'FONTS="\n(.*?)"', (ROOT / ".ci" / "setup").read_text(), flags=re.DOTALL)
    assert fonts
    packages = {f"@expo-google-fonts/{line.split('/')[0]}" for line in fonts[1].split()}
    assert packages == set(json.loads((ROOT / "package.json").read_text())["dependencies"])
