"""The environment that the peers run in: made once, beside ours, and never ours."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import distributions
from pathlib import Path

PINS = Path(__file__).with_name("peers_requirements.txt")


def ready(folder: Path) -> Path:
    """The Python of the environment in the folder, which is made or brought to the pins where it isn't so yet.

    The packages of the Python that runs this are seen from there, behind its own, so that PyTorch and transformers
    aren't installed twice; pip changes none of them. PIP_ARGS goes to pip. Raises SystemExit for a folder that holds
    something else, CalledProcessError where pip fails.
    """
    python, stamp, wanted = folder / "bin" / "python", folder / "installed.txt", _stamp()
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    if folder.exists() and not (folder / "pyvenv.cfg").exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} holds something else than a virtual environment; name another with --environment")
    print(f"Installing the peers into {folder}; some 160 MB there.", file=sys.stderr)
    stamp.unlink(missing_ok=True)
    venv.EnvBuilder(with_pip=True).create(folder)
    # As newer Pythons do by themselves: nothing in it is for git.
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    own = sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)})
    (Path(own) / "shared.pth").write_text("".join(f"{each}\n" for each in _shared()), encoding="utf-8")
    install = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--requirement", str(PINS)]
    subprocess.run([*install, *shlex.split(os.environ.get("PIP_ARGS", ""))], check=True, stdout=sys.stderr)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _shared() -> list[str]:
    return sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _stamp() -> str:
    """What the environment depends on: the pins, this Python, and the packages that are seen from there."""
    seen = sorted(f"{each.name}=={each.version}" for each in distributions(path=_shared()))
    return "\n".join([PINS.read_text("utf-8"), platform.python_version(), *_shared(), *seen, ""])
