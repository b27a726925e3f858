"""Files that an evaluation writes."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evaluation.output import EvaluationNotWritable, check_writable, write
from tests.nobody import as_nobody, let_through


def test_a_file_is_written_in_the_place_of_the_old_one(tmp_path: Path) -> None:
    write(tmp_path / "out.png", b"1")
    write(tmp_path / "out.png", b"2")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.png", b"2")]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("other")
    write(tmp_path / "out", b"1")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "other").read_bytes() == b"1"


@pytest.mark.parametrize("attempt", [check_writable, lambda path: write(path, b"new")])
def test_what_cant_be_written_is_named(tmp_path: Path, attempt: Callable[[Path], None]) -> None:
    with pytest.raises(EvaluationNotWritable) as nowhere:
        attempt(tmp_path / "nowhere/out.png")
    assert str(nowhere.value) == (
        f"{tmp_path}/nowhere/out.png: the evaluation can't be written there (No such file or directory). "
        "Name a file in a folder that you may write to."
    )
    with pytest.raises(EvaluationNotWritable, match=r"\(it is no file\)"):
        attempt(tmp_path)
    let_through(tmp_path)
    (tmp_path / "old.png").write_bytes(b"old")
    tmp_path.chmod(0o555)
    with as_nobody(), pytest.raises(EvaluationNotWritable, match=r"old.png: .* \(Permission denied\)"):
        attempt(tmp_path / "old.png")
    tmp_path.chmod(0o755)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old.png", b"old")]


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_bytes(b"old")

    def full(_: Path, __: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EvaluationNotWritable, match="No space left on device"):
        write(tmp_path / "out", b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out", "old")]
