"""A small JSON file: whole or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import checked_json
from index.errors import BrokenCache

VALUE = {"tên": "Hỏi Họp \ud800", "số": [1, 2.5, None], "nothing": {}}


def test_a_value_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    checked_json.write(path, VALUE)
    assert checked_json.read(path) == VALUE
    checked_json.write(path, [])
    assert checked_json.read(path) == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    checked_json.write(path, VALUE)
    whole = path.read_bytes()
    for place in range(len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x81]) + whole[place + 1 :])
        with pytest.raises(BrokenCache, match="its checksum differs"):
            checked_json.read(path)
        path.write_bytes(whole[:place])
        with pytest.raises(BrokenCache, match="its checksum differs"):
            checked_json.read(path)
    path.unlink()
    with pytest.raises(BrokenCache, match="No such file"):
        checked_json.read(path)
