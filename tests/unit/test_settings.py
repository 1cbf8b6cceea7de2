"""Settings in three layers, with every problem told at once."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pytest

from reporting import config
from reporting.config import Settings, SettingsProblem, described, load, secret_key

SECRET = "s" * 40


def loaded(instance: Path, file: str = "", **environment: str) -> Settings:
    """The settings of an instance whose config.toml holds `file`."""
    if file:
        (instance / "config.toml").write_text(file, encoding="utf-8")
    return load({"REPORTING_INSTANCE": str(instance), "PATH": "/bin", **environment})


def problems(instance: Path, file: str = "", **environment: str) -> list[str]:
    with pytest.raises(SettingsProblem) as told:
        loaded(instance, file, **environment)
    return told.value.problems


def test_nothing_has_to_be_told(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert settings == Settings(instance=tmp_path)
    assert settings.database == f"sqlite:///{tmp_path / 'reporting.sqlite'}"
    assert settings.address == "http://localhost:8000"
    assert settings.is_loopback


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "port = 9001\nworkers = 5\n", REPORTING_PORT="9002")
    assert (settings.port, settings.workers, settings.host) == (9002, 5, "localhost")


def test_an_instance_is_named_by_the_environment_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'instance = "/elsewhere"\n').instance == tmp_path


def test_the_instance_folder_need_not_exist_yet(tmp_path: Path) -> None:
    assert loaded(tmp_path / "new").instance == tmp_path / "new"


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("true", True), ("YES", True), ("0", False), ("No", False), ("", False)]
)
def test_true_and_false_can_be_said_in_several_ways(tmp_path: Path, said: str, meant: bool) -> None:
    assert loaded(tmp_path, REPORTING_OPEN_FORMS=said).open_forms is meant


def test_a_file_says_true_and_false_as_toml_does(tmp_path: Path) -> None:
    assert loaded(tmp_path, "open_forms = false\n").open_forms is False


@pytest.mark.parametrize(
    ("file", "environment", "problem"),
    [
        ("port = 'x'\n", {}, "config.toml sets port to 'x', which is not a number."),
        ("port = [1]\n", {}, "config.toml sets port to [1], which is not a number."),
        ("port = true\n", {}, "config.toml sets port to True, which is not a number."),
        ("host = 5\n", {}, "config.toml sets host to 5, which is not a text."),
        ("secret_key = 5\n", {}, "config.toml sets secret_key to what is told, which is not a text."),
        ("port = 0\n", {}, "port 0 is not between 1 and 65535."),
        ("", {"REPORTING_PORT": "65536"}, "port 65536 is not between 1 and 65535."),
        ("", {"REPORTING_PORT": ""}, "the environment sets port to '', which is not a number."),
        ("", {"REPORTING_PORT": "80.5"}, "the environment sets port to '80.5', which is not a number."),
        (
            "",
            {"REPORTING_OPEN_FORMS": "perhaps"},
            "the environment sets open_forms to 'perhaps', which is not true or false.",
        ),
        ("colour = 1\n", {}, "config.toml sets 'colour', which is no setting; `reporting settings` lists them."),
        (
            "",
            {"REPORTING_COLOUR": "red"},
            "the environment sets 'colour', which is no setting; `reporting settings` lists them.",
        ),
        ("", {"REPORTING_SECRET_KEY": "short"}, "secret_key is shorter than 32 characters."),
        (
            "",
            {"REPORTING_PUBLIC_URL": "reports.example.org"},
            "public_url 'reports.example.org' does not begin with http:// or https://.",
        ),
        (
            "host = '0.0.0.0'\n",
            {},
            "host is 0.0.0.0, so public_url must say by which address people come.",
        ),
        ("", {"REPORTING_FILES_URL": "s3://x"}, "files_url 's3://x' is no folder; other stores are not supported yet."),
        ("", {"REPORTING_FILES_URL": "/nowhere/at/all"}, "files_url names /nowhere/at/all, which is no folder."),
        ("", {"REPORTING_MAX_FILE_MB": "0"}, "max_file_mb 0 is not between 1 and 1000."),
        ("", {"REPORTING_SMTP_URL": "http://x"}, "smtp_url does not begin with smtp://, smtp+starttls:// or smtps://."),
        ("", {"REPORTING_FORMS_PATH": "/no/such"}, "forms_path names /no/such, which is no folder."),
    ],
)
def test_a_problem_is_told_in_one_sentence(
    tmp_path: Path, file: str, environment: dict[str, str], problem: str
) -> None:
    assert problems(tmp_path, file, **environment) == [problem]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    told = problems(
        tmp_path, "colour = 1\nport = 'x'\n", REPORTING_SECRET_KEY="short", REPORTING_HOST="192.0.2.1", REPORTING_X="1"
    )
    assert [each.partition(" ")[0] for each in told] == ["config.toml", "config.toml", "the", "secret_key", "host"]
    assert all(each.endswith(".") for each in told)


def test_a_problem_does_not_tell_a_secret(tmp_path: Path) -> None:
    assert "geheim" not in " ".join(problems(tmp_path, REPORTING_SECRET_KEY="geheim", REPORTING_SMTP_URL="geheim://x"))


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    told = problems(tmp_path)
    assert len(told) == 1
    assert told[0].startswith(f"{tmp_path / 'config.toml'} is not valid TOML: ")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_on_loopback_no_public_address_is_needed(tmp_path: Path, host: str) -> None:
    assert loaded(tmp_path, REPORTING_HOST=host).is_loopback


def test_elsewhere_the_public_address_is_what_people_use(tmp_path: Path) -> None:
    settings = loaded(tmp_path, REPORTING_HOST="0.0.0.0", REPORTING_PUBLIC_URL="https://reports.example.org/")
    assert settings.address == "https://reports.example.org"
    assert not settings.is_loopback


def test_further_folders_stand_after_those_that_are_shipped(tmp_path: Path) -> None:
    for each in ("one", "two"):
        (tmp_path / each).mkdir()
    settings = loaded(tmp_path, REPORTING_FORMS_PATH=f"{tmp_path / 'one'}:{tmp_path / 'two'}:")
    assert settings.form_roots[1:] == [tmp_path / "one", tmp_path / "two"]
    assert settings.form_roots[0].is_dir()
    assert len(settings.translation_roots) == 1


def test_the_key_of_sessions_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    key = secret_key(settings)
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert secret_key(loaded(tmp_path)) == key


def test_two_instances_have_two_keys(tmp_path: Path) -> None:
    made = []
    for each in ("one", "two"):
        (tmp_path / each).mkdir()
        made.append(secret_key(loaded(tmp_path / each)))
    assert made[0] != made[1]


def test_a_key_that_is_told_is_used_and_not_kept(tmp_path: Path) -> None:
    assert secret_key(loaded(tmp_path, REPORTING_SECRET_KEY=SECRET)) == SECRET
    assert list(tmp_path.iterdir()) == []


def test_settings_are_described_without_their_secrets(tmp_path: Path) -> None:
    rows = {name: (value, says) for name, value, says in described(loaded(tmp_path, REPORTING_SECRET_KEY=SECRET))}
    assert set(rows) == {config.PREFIX + each.name.upper() for each in dataclasses.fields(Settings)}
    assert rows["REPORTING_SECRET_KEY"][0] == "(set)"
    assert rows["REPORTING_DATABASE_URL"][0] == ""
    assert rows["REPORTING_PORT"][0] == "8000"
    assert all(says for _, says in rows.values())


def test_attached_files_lie_in_the_instance_unless_a_folder_is_named(tmp_path: Path) -> None:
    told = config.load({"REPORTING_INSTANCE": str(tmp_path)})
    assert (told.files, told.max_file_mb) == (tmp_path / "files", 50)
    for named in (str(tmp_path), f"file://{tmp_path}"):
        assert config.load({"REPORTING_INSTANCE": "/x", "REPORTING_FILES_URL": named}).files == tmp_path
