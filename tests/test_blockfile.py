"""Arrays in a file that is read in blocks: each compared with its checksum before it is used."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import blockfile
from index.blockfile import Arrays
from index.errors import BrokenCache

ARRAYS = {
    "ids": np.array([3, 5, 2**40], np.int64),
    "none": np.empty(0, np.uint32),
    "long": np.arange(100_000, dtype=np.uint32),
    "bytes": np.frombuffer("chữ".encode(), np.uint8),
    "hashes": np.array([2**63 + 1, 7], np.uint64),
    "lengths": np.array([-1, 9], np.int32),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    blockfile.write(tmp_path / "x.part", ARRAYS)
    return tmp_path / "x.part"


def read(path: Path) -> list[list[int]]:
    return [Arrays.open(path).whole(name).tolist() for name in ARRAYS]


def test_what_was_written_is_read(path: Path) -> None:
    arrays = Arrays.open(path)
    memory = Arrays(ARRAYS)
    assert [file.name for file in path.parent.iterdir()] == ["x.part"]
    assert (arrays.path, arrays.name, memory.path, memory.name) == (path, "x.part", None, "")
    for name, expected in ARRAYS.items():
        assert arrays.length(name) == len(expected)
        assert arrays.whole(name).dtype == expected.dtype
        assert arrays.whole(name).tolist() == expected.tolist()
    for each in (Arrays.open(path), memory):
        assert each.some("long", 70_000, 70_003).tolist() == [70_000, 70_001, 70_002]
        assert each.some("long", 5, 5).tolist() == []
        assert each.at("long", [[99_999, 0], [40_000, 0]]).tolist() == [[99_999, 0], [40_000, 0]]
        assert ("long" in each, "short" in each) == (True, False)
    with pytest.raises(ValueError, match="read-only"):
        arrays.whole("ids")[0] = 1


def test_only_what_is_asked_for_is_read(path: Path) -> None:
    data = bytearray(path.read_bytes())
    # The one block of `ids`, then those of `long`, 16,384 numbers each and all of like length.
    begins = Arrays.open(path)._begins
    data[begins[5] + 20] ^= 1
    path.write_bytes(data)
    arrays = Arrays.open(path)
    assert arrays.whole("ids").tolist() == [3, 5, 2**40]
    assert arrays.some("long", 0, 65_536)[-1] == 65_535
    assert arrays.some("long", 81_920, 100_000)[0] == 81_920
    assert not arrays.broken
    for use in (lambda: arrays.some("long", 65_540, 65_543), lambda: arrays.at("long", 81_919), arrays.check):
        with pytest.raises(BrokenCache, match="its checksum differs"):
            use()
    assert arrays.broken


def test_any_flipped_bit_is_found(path: Path) -> None:
    whole = path.read_bytes()
    chance = random.Random(3)
    for _ in range(150):
        data = bytearray(whole)
        # The end, where the table stands, as often as all that is before it.
        place = chance.choice((chance.randrange(len(data)), len(data) - 1 - chance.randrange(1_000)))
        data[place] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with pytest.raises(BrokenCache):
            read(path)


def test_any_missing_end_is_found(path: Path) -> None:
    whole = path.read_bytes()
    for length in (0, 1, 47, 48, len(whole) // 2, len(whole) - 300, len(whole) - 48, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BrokenCache) as caught:
            read(path)
        assert str(caught.value).startswith(f"{path}: a cache file is damaged (")


def test_missing_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenCache, match="No such file"):
        Arrays.open(tmp_path / "x.part")
    with pytest.raises(BrokenCache, match="directory"):
        Arrays.open(tmp_path)


def test_a_file_that_is_cut_or_changed_while_it_is_open(path: Path) -> None:
    whole = path.read_bytes()
    arrays = Arrays.open(path)
    assert arrays.some("long", 0, 3).tolist() == [0, 1, 2]
    path.write_bytes(whole[: Arrays.open(path)._begins[6]])
    # What was read before stays as it was, and what wasn't is missed.
    assert arrays.some("long", 0, 3).tolist() == [0, 1, 2]
    path.write_bytes(b"")
    assert arrays.some("long", 0, 3).tolist() == [0, 1, 2]
    with pytest.raises(BrokenCache):
        arrays.whole("long")


def test_a_file_that_is_deleted_while_it_is_open(path: Path) -> None:
    arrays = Arrays.open(path)
    path.unlink()
    assert arrays.whole("long").tolist() == list(range(100_000))
    arrays.close()
    assert arrays.some("long", 0, 1).tolist() == [0]


def test_a_closed_file_is_not_read(path: Path) -> None:
    arrays = Arrays.open(path)
    arrays.close()
    with pytest.raises(BrokenCache, match="it was closed"):
        arrays.whole("long")


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        blockfile.write(tmp_path / "x.part", ARRAYS)
    assert list(tmp_path.iterdir()) == []


@given(
    st.sampled_from(("<u1", "<u2", "<u4", "<u8", "<i4", "<i8")),
    st.integers(0, 70_000),
    st.integers(0, 2**32),
    st.booleans(),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_numbers_survive(tmp_path: Path, kind: str, count: int, seed: int, ascending: bool) -> None:
    whole = np.frombuffer(np.random.default_rng(seed).bytes(count * np.dtype(kind).itemsize), kind)
    whole = np.sort(whole) if ascending else whole
    blockfile.write(tmp_path / "x.part", {"x": whole})
    assert np.array_equal(Arrays.open(tmp_path / "x.part").whole("x"), whole)
    places = np.random.default_rng(seed).integers(0, max(count, 1), 9 if count else 0)
    assert np.array_equal(Arrays.open(tmp_path / "x.part").at("x", places), whole[places])


def test_what_does_not_shrink_is_kept_as_it_is(tmp_path: Path) -> None:
    whole = np.random.default_rng(0).standard_normal(40_000).astype(np.float32)
    halves = whole.astype(np.float16).view(np.uint16)
    # The first block shrinks, the next ones don't.
    mixed = np.concatenate((np.arange(16_384, dtype=np.uint32), whole.view(np.uint32), np.arange(9, dtype=np.uint32)))
    blockfile.write(tmp_path / "x.part", {"whole": whole, "halves": halves, "mixed": mixed})
    arrays = Arrays.open(tmp_path / "x.part")
    assert arrays.kind("whole") == np.float32
    for name, array in (("whole", whole), ("halves", halves), ("mixed", mixed)):
        assert np.array_equal(arrays.whole(name), array)
    rows = np.array([0, 99, 7, 42, 7])
    fresh = Arrays.open(tmp_path / "x.part")
    assert np.array_equal(fresh.rows_at("halves", rows, 400), halves.reshape(-1, 400)[rows])
    # 80,000 bytes are two blocks.
    assert fresh.blocks_read == 2
    assert np.array_equal(Arrays({"halves": halves}).rows_at("halves", rows, 400), halves.reshape(-1, 400)[rows])


def test_fine_arrays_are_read_in_small_blocks(tmp_path: Path) -> None:
    codes = np.random.default_rng(0).integers(-127, 128, 400 * 384).astype(np.int8)
    blockfile.write(tmp_path / "x.part", {"codes": codes, "ids": np.arange(400)}, fine=["codes", "none"])
    arrays = Arrays.open(tmp_path / "x.part")
    assert arrays.fine == {"codes"}
    rows = np.array([399, 0, 1, 42, 0])
    # Rows 0 and 1 are in the first 16 KB, row 42 in that and the next, row 399 in the last.
    assert np.array_equal(arrays.rows_at("codes", rows, 384), codes.reshape(-1, 384)[rows])
    assert arrays.blocks_read == 3
    assert arrays.whole("ids").tolist() == list(range(400))
    assert arrays.some("codes", 16_384 * 4, 16_384 * 4 + 1).tolist() == codes[[16_384 * 4]].tolist()
    assert arrays.at("codes", [16_384 * 5]).tolist() == codes[[16_384 * 5]].tolist()
    assert arrays.blocks_read == 6
    assert np.array_equal(arrays.whole("codes"), codes)


def test_a_damaged_block_is_never_handed_out(tmp_path: Path) -> None:
    path, codes = tmp_path / "x.part", np.random.default_rng(0).integers(-127, 128, 400 * 384).astype(np.int8)
    blockfile.write(path, {"codes": codes}, fine=["codes"])
    data = bytearray(path.read_bytes())
    data[20_000] ^= 1
    path.write_bytes(data)
    arrays = Arrays.open(path)
    assert np.array_equal(arrays.rows_at("codes", np.arange(42), 384), codes.reshape(-1, 384)[:42])
    # It isn't compressed, and so is read to where it is to stand: there it must not be taken for read.
    for _ in range(2):
        with pytest.raises(BrokenCache, match="its checksum differs"):
            arrays.rows_at("codes", np.array([41, 43]), 384)
    assert arrays.blocks_read == 1
    path.write_bytes(data[:20_000])
    with pytest.raises(BrokenCache, match="cut short"):
        arrays.some("codes", 20_000, 20_001)


def test_what_is_copied_to_memory_is_compared_and_not_kept(path: Path) -> None:
    memory = np.zeros(100_000, np.uint32)
    arrays = Arrays.open(path)
    assert arrays.at("long", 40_000) == 40_000
    arrays.copy_to("long", memory)
    assert memory.tolist() == ARRAYS["long"].tolist()
    assert arrays.blocks_read == 1
    memory[:] = 0
    Arrays(ARRAYS).copy_to("long", memory)
    assert memory.tolist() == ARRAYS["long"].tolist()
    data = bytearray(path.read_bytes())
    data[arrays._begins[5] + 20] ^= 1
    path.write_bytes(data)
    damaged = Arrays.open(path)
    with pytest.raises(BrokenCache, match="its checksum differs"):
        damaged.copy_to("long", memory)
    assert damaged.broken


def test_bytes_are_read_in_passing(tmp_path: Path) -> None:
    whole = np.random.default_rng(0).integers(0, 9, 100_000, np.uint8)
    path = tmp_path / "x.part"
    blockfile.write(path, {"first": np.arange(9_999), "bytes": whole}, fine=("bytes",))
    arrays = Arrays.open(path)
    for each in (arrays, Arrays({"bytes": whole})):
        for start, stop in ((0, 1), (16_383, 16_385), (40_000, 40_000), (30_000, 100_000)):
            assert each.passing("bytes", start, stop).tolist() == whole[start:stop].tolist()
    assert arrays.blocks_read == 0
    data = bytearray(path.read_bytes())
    # The third block of 16,384.
    data[arrays._begins[arrays._places["bytes"].first + 2] + 5] ^= 1
    path.write_bytes(data)
    assert arrays.passing("bytes", 10, 32_768).tolist() == whole[10:32_768].tolist()
    for use in (lambda: arrays.passing("bytes", 32_767, 32_769), Arrays.open(path).check):
        with pytest.raises(BrokenCache, match="its checksum differs"):
            use()
    assert arrays.broken


def test_ascending_numbers_take_a_fraction_of_their_room(tmp_path: Path) -> None:
    rows = np.sort(np.random.default_rng(0).integers(0, 1 << 28, 100_000)).astype(np.uint32)
    blockfile.write(tmp_path / "x.part", {"x": rows})
    assert (tmp_path / "x.part").stat().st_size < 0.55 * rows.nbytes


@pytest.mark.parametrize("array", [np.array([{}], object), np.zeros((2, 2)), np.array([1.5], np.float16)])
def test_arrays_of_other_kinds_are_refused(tmp_path: Path, array: np.ndarray) -> None:
    with pytest.raises(ValueError, match="array x of"):
        blockfile.write(tmp_path / "x.part", {"x": array})
    assert list(tmp_path.iterdir()) == []
