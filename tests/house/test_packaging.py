"""The wheel holds all that an installation needs: built, installed into a clean environment, and asked for a page."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def outside(**settings: str) -> dict[str, str]:
    """An environment that knows nothing of this checkout, with the settings of the product that are told."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REPORTING_"))}
    return inherited | {f"REPORTING_{name.upper()}": value for name, value in settings.items()}


def run(*command: str | Path, cwd: Path = Path("/"), **settings: str) -> str:
    """What the command prints; run outside the checkout, so that nothing is found there by accident."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=outside(**settings), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the locked tools of this environment, without a look at any index."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of a new environment with the wheel in it.

    A path file lends it this environment's locked packages. They come after its own, and path files are not followed
    twice, so the editable checkout stays out of sight.
    """
    venv = tmp_path_factory.mktemp("clean") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    python = venv / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel)
    site_packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    Path(site_packages, "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin"


def files_below(folder: str) -> set[str]:
    """The files of a folder of the checkout, as paths from the root, without what running the code leaves behind."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in files if path.suffix not in {".pyc", ".mo"}}


def test_wheel_holds_code_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        f"reporting/_data/{name}" for folder in ("forms", "templates", "translations") for name in files_below(folder)
    }
    data |= {
        f"reporting/_data/{name.removeprefix('docs/')}"
        for each in ("guides", "screenshots")
        for name in files_below(f"docs/{each}")
    }
    assert files_below("reporting") | data <= names
    assert any(name.startswith("reporting/migrations/versions/") for name in names)
    for folder in ("fonts", "editor"):
        assert {f"reporting/_data/{folder}/{made.name}" for made in (ROOT / "build" / folder).glob("*")} <= names


def test_source_archive_leaves_local_state_at_home(tmp_path: Path) -> None:
    """An instance folder holds keys and people's answers."""
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path, ROOT)
    [built] = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {name for name in inside if name.startswith("instance/")} <= {"instance/.gitignore"}
    assert not any(name.startswith((".venv/", "build/", "node_modules/")) for name in inside)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def fetch_when_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            return fetch(address)
        except urllib.error.URLError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


@contextmanager
def serving(scripts: Path, instance: Path) -> Iterator[str]:
    """The address of `reporting serve`, started as an operator would in an empty folder."""
    port = free_port()
    log = instance / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(scripts / "reporting"), "serve", "--with-worker"],
            cwd=instance,
            env=outside(instance=str(instance / "state"), port=str(port), workers="1"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            fetch_when_ready(f"{address}/health/live", server, log)
            yield address
        finally:
            server.terminate()
            code = server.wait(timeout=30)
    assert code == 0, log.read_text()


def test_installed_wheel_serves_a_page_with_its_style(installed: Path, tmp_path: Path) -> None:
    with serving(installed, tmp_path) as address:
        page = fetch(f"{address}/en/")
        style = re.search(r'<link[^>]+href="([^"]+\.css[^"]*)"', page)
        assert style, page
        assert "{" in fetch(urllib.parse.urljoin(address, style[1]))


def test_installed_command_finds_the_forms(installed: Path, tmp_path: Path) -> None:
    run(installed / "reporting", "forms", "check", cwd=tmp_path, instance=str(tmp_path))
