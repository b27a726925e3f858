"""The terms of a part of a lexical index: found by their hashes, with as little of the file as need be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import blockfile, dictionary
from index.blockfile import Arrays
from index.dictionary import FINE, Dictionary, hash_arrays, hash_of, hashes_in
from index.errors import BrokenCache

TERMS = 40_000
# Of each term the hash, all 2^32 apart, and how many postings it has: 1, 2, 3, 1, 2, 3, …
HASHES = (np.arange(TERMS, dtype=np.uint64) << np.uint64(32)) + np.uint64(5)
STARTS = np.concatenate(([0], np.cumsum(np.arange(TERMS) % 3 + 1))).astype(np.uint32)
REPEATED, REPEATS = np.array([7, TERMS - 1], np.uint32), np.array([4, 1], np.uint32)


def arrays_of(terms: int) -> dict[str, np.ndarray]:
    hashes, repeated = HASHES[:terms], REPEATED[terms > REPEATED]
    return {
        **hash_arrays(hashes),
        "starts": STARTS[: terms + 1],
        "repeated": repeated,
        "repeats": REPEATS[: len(repeated)],
    }


def expected(number: int) -> tuple[int, int, int]:
    start = number // 3 * 6 + (0, 1, 3)[number % 3]
    return start, start + number % 3 + 1, {7: 4, TERMS - 1: 1}.get(number, 0)


def test_hashes_are_of_the_text() -> None:
    # BLAKE2b of 6 bytes, as Python's hashlib gives it.
    assert [f"{each:012x}" for each in hash_of(["họp", "ngân_sách", ""]).tolist()] == [
        "0b5f7d74bd62",
        "1d0bdf291d56",
        "f96707c4d9dd",
    ]
    assert hash_of([]).tolist() == []
    assert len(hash_of(["\ud800"])) == 1


@pytest.fixture
def split(monkeypatch: pytest.MonkeyPatch) -> None:
    """All parts have their hashes as those of many terms have them."""
    monkeypatch.setattr(dictionary, "_MANY_TERMS", 0)


@pytest.mark.parametrize("many", [1, 1 << 19])
@pytest.mark.parametrize("terms", [1, 63, 64, 65, TERMS])
def test_terms_are_found_by_their_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terms: int, many: int
) -> None:
    monkeypatch.setattr(dictionary, "_MANY_TERMS", many)
    blockfile.write(tmp_path / "part", arrays_of(terms))
    asked = [number for number in (0, 1, 6, 7, 62, 63, 64, 65, 20_000, TERMS - 1) if number < terms]
    hashes = HASHES[asked].tolist()
    for arrays in (Arrays(arrays_of(terms)), Arrays.open(tmp_path / "part")):
        terms_of = Dictionary(arrays)
        assert ("hashes" in arrays) == (many > TERMS)
        assert terms_of.find(hashes) == [expected(number) for number in asked]
        assert terms_of.find([0, 4, *(each + 1 for each in hashes), 2**48 - 1]) == [None] * (len(hashes) + 3)
        assert terms_of.find([each ^ 1 << 16 for each in hashes]) == [None] * len(hashes)
        assert terms_of.find([]) == []
        assert hashes_in(arrays).tolist() == HASHES[:terms].tolist()


def test_hashes_that_differ_in_their_lowest_bits_alone(tmp_path: Path, split: None) -> None:
    """Of 20,000 such there are more than blocks have, and none is taken for another."""
    terms = TERMS // 2
    hashes = np.uint64(0xABCD_1234_0000) + np.arange(0, 3 * terms, 3, dtype=np.uint64)
    arrays = {**arrays_of(terms), **hash_arrays(hashes)}
    blockfile.write(tmp_path / "part", arrays, FINE)
    for each in (Arrays(arrays), Arrays.open(tmp_path / "part")):
        terms_of = Dictionary(each)
        assert terms_of.find(hashes[[0, 9_000, terms - 1]].tolist()) == [expected(at) for at in (0, 9_000, terms - 1)]
        assert terms_of.find([int(hashes[9_000]) + 1, int(hashes[0]) - 1, int(hashes[0]) ^ 1 << 44]) == [None] * 3
        assert np.array_equal(hashes_in(each), hashes)


def test_of_split_hashes_little_is_read(tmp_path: Path, split: None) -> None:
    hashes = hash_of(map(str, range(TERMS)))
    hashes = hashes[np.argsort(hashes)]
    blockfile.write(tmp_path / "part", {**arrays_of(TERMS), **hash_arrays(hashes)}, FINE)
    arrays = Arrays.open(tmp_path / "part")
    terms_of = Dictionary(arrays)
    before = arrays.blocks_read
    # A block of each, one of the postings' beginnings, `repeated` and `repeats`.
    assert terms_of.find([int(hashes[100])]) == [expected(100)]
    assert arrays.blocks_read == before + 5
    # Of a term that isn't held, the middles' block alone.
    assert terms_of.find([int(hashes[20_000]) ^ 1 << 24]) == [None]
    assert arrays.blocks_read == before + 6
    assert terms_of.find(hashes.tolist()) == [expected(number) for number in range(TERMS)]
    assert arrays.path is not None
    # As long as if they were packed together, and a number for each of the prefixes.
    assert sum(each.nbytes for name, each in hash_arrays(hashes).items() if name != "prefixes") == 4 * TERMS


def test_a_part_without_terms(tmp_path: Path) -> None:
    blockfile.write(tmp_path / "part", arrays_of(0))
    for arrays in (Arrays(arrays_of(0)), Arrays.open(tmp_path / "part")):
        assert Dictionary(arrays).find([0, 5, 2**48 - 1]) == [None, None, None]


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    blockfile.write(tmp_path / "part", arrays_of(TERMS))
    arrays = Arrays.open(tmp_path / "part")
    terms_of = Dictionary(arrays)
    before = arrays.blocks_read
    # A block has 8,192 hashes, or 16,384 beginnings: one of each, and `repeated` and `repeats`.
    assert terms_of.find(HASHES[[8_192, 16_382]].tolist()) == [expected(8_192), expected(16_382)]
    assert arrays.blocks_read == before + 4
    # Of a term that isn't held, its hashes' block alone.
    assert terms_of.find([int(HASHES[30_000]) + 1]) == [None]
    assert arrays.blocks_read == before + 5
    # Where this one's postings end stands in the next block.
    assert terms_of.find([int(HASHES[16_383])]) == [expected(16_383)]
    assert arrays.blocks_read == before + 6


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "part"
    blockfile.write(path, arrays_of(TERMS))
    whole = Arrays.open(path)
    data = bytearray(path.read_bytes())
    data[whole._begins[whole._places["starts"].first + 1] + 3] ^= 1
    path.write_bytes(data)
    terms_of = Dictionary(Arrays.open(path))
    assert terms_of.find([int(HASHES[5])]) == [expected(5)]
    with pytest.raises(BrokenCache, match="its checksum differs"):
        terms_of.find([int(HASHES[20_000])])
