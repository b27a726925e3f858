"""`make` and .ci/install, with stand-ins for Python and pip: nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent

# Stands in for a Python that makes a .venv of itself and writes down what pip was asked to do.
FAKE_PYTHON = """#!/usr/bin/env bash
case "$*" in
    *version_info*) exit {too_old} ;;
    *"import venv, ensurepip"*) exit {no_venv} ;;
    "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip --version") ;;
    "-m pip install"*) echo "$*" >> pip.log; exit {pip_status} ;;
    "-c import index.search_loops, index.refinement_loops") echo compiled ;;
    *'version("torch")'*) echo "{torch}" ;;
    --version) echo "Python 3.9.2" ;;
    *) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what .ci/install reads, and a folder `bin` for stand-ins."""
    for name in (".ci/install", "requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    return tmp_path


def stand_in(clone: Path, *, too_old: int = 0, no_venv: int = 0, pip_status: int = 0, torch: str = "") -> None:
    script = FAKE_PYTHON.format(too_old=too_old, no_venv=no_venv, pip_status=pip_status, torch=torch)
    for name in ("python3.11", "python3"):
        (clone / "bin" / name).write_text(script, encoding="utf-8")
        (clone / "bin" / name).chmod(0o755)


def install(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{clone / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        [clone / ".ci/install", *arguments],
        env={"PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def pip_calls(clone: Path) -> list[str]:
    log = clone / "pip.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_a_first_install_says_its_size_and_passes_pip_args_on(clone: Path) -> None:
    stand_in(clone)
    done = install(clone, PIP_ARGS="--no-cache-dir --retries 1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "compiled"
    assert "about 3.2 GB on x86_64 Linux, most of it PyTorch with CUDA" in done.stdout
    assert "CPU build makes it about 610 MB" in done.stdout
    (call,) = pip_calls(clone)
    assert call.endswith("--requirement .venv/wanted.txt --constraint .venv/held.txt --no-cache-dir --retries 1")
    wanted, requirements = (clone / ".venv/wanted.txt").read_text(), (clone / "requirements.txt").read_text()
    assert wanted == requirements
    assert "torch==2.13.0" in wanted.splitlines()
    assert (clone / ".venv/held.txt").read_text() == ""


def test_a_torch_in_the_venv_is_kept(clone: Path) -> None:
    stand_in(clone, torch="2.12.1+cpu")
    done = install(clone)
    assert "about 420 MB (PyTorch 2.12.1+cpu is there and is kept)" in done.stdout
    wanted = (clone / ".venv/wanted.txt").read_text().splitlines()
    assert [line for line in wanted if line.startswith("torch")] == []
    assert "sentence-transformers==6.2.0" in wanted
    assert (clone / ".venv/held.txt").read_text() == "torch==2.12.1+cpu\n"


def test_it_installs_again_only_when_the_requirements_changed(clone: Path) -> None:
    stand_in(clone)
    install(clone)
    again = install(clone)
    assert (again.returncode, again.stdout, len(pip_calls(clone))) == (0, "", 1)
    (clone / "requirements.txt").open("a").write("attrs==26.1.0\n")
    install(clone)
    assert len(pip_calls(clone)) == 2


def test_what_the_tests_need_includes_the_product(clone: Path) -> None:
    stand_in(clone)
    assert "and about 120 MB for the tests" in install(clone, "tests").stdout
    wanted = (clone / ".venv/wanted.txt").read_text().splitlines()
    assert {"streamlit==1.67.0", "pytest==9.2.0"} <= set(wanted)
    assert [line for line in wanted if line.startswith("-r")] == []
    assert install(clone).stdout == ""


def test_the_tests_needs_alone_are_small(clone: Path) -> None:
    stand_in(clone)
    install(clone)
    assert install(clone, "tests").stdout.endswith(
        "To download, where pip doesn't have it yet: about 120 MB for the tests\ncompiled\n"
    )


def test_a_failed_install_is_tried_again(clone: Path) -> None:
    stand_in(clone, pip_status=1)
    assert install(clone).returncode == 1
    assert install(clone).returncode == 1
    assert len(pip_calls(clone)) == 2


def test_a_missing_python3_venv_gets_its_command(clone: Path) -> None:
    stand_in(clone, no_venv=1)
    apt = "apt install" if os.geteuid() == 0 else "sudo apt install"
    for python, package in (("", "python3.11-venv"), ("python3", "python3-venv")):
        done = install(clone, PYTHON=python)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[1] == f"    {apt} {package}"
    assert not (clone / ".venv").exists()


def test_an_old_python_is_named(clone: Path) -> None:
    stand_in(clone, too_old=1)
    done = install(clone)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed, and python3 here is: Python 3.9.2\n")
    assert "make chat PYTHON=" in done.stderr


def dry_run(*arguments: str) -> list[str]:
    command = ["make", "--dry-run", "--no-print-directory", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )


def test_make_chat_installs_and_starts_on_the_port() -> None:
    assert [line.rstrip() for line in dry_run("chat")] == [".ci/install", ".venv/bin/python -m assistant", ""]
    assert dry_run("chat", "PORT=8502")[1] == ".venv/bin/python -m assistant --port 8502"


def test_make_test_checks_and_tests() -> None:
    commands = dry_run("test")
    python = ".venv/bin/python -m"
    check = [f"{python} ruff check", f"{python} ruff format --check", f"{python} mypy"]
    tests = f"PYTHONDONTWRITEBYTECODE= {python} pytest -n 2 --dist loadfile --no-loadscope-reorder"
    assert commands == [".ci/install tests", *check, ".ci/chromium", tests, ""]


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    config.get_config_options()
    assert set(option_names(settings)) <= set(config._config_options_template)
    assert (settings["server"]["address"], settings["server"]["headless"]) == ("127.0.0.1", True)
    assert settings["browser"]["gatherUsageStats"] is False


def option_names(settings: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from option_names(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
