"""Changes to a file that get past its packing: members of ZIP packages and streams of PDF are unpacked first.

Flipped bits of what is compressed would only try the checksums. Numbers are set to extremes and pieces repeated beside
libFuzzer's own changes: they stand for what an attacker would write, and random bytes seldom do.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from index.unzipping import damage_as_bad_zip

Change = Callable[[bytes, int], bytes]
"""libFuzzer's own changes: the bytes and how many they may become."""

_NUMBER = re.compile(rb"\d{1,20}")
_EXTREMES = (b"0", b"-1", b"1", b"255", b"65536", b"999999999", b"2147483648", b"18446744073709551616", b"1e308", b"")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_STREAM = re.compile(rb"(?<=stream\n).*?(?=\r?\nendstream)|(?<=stream\r\n).*?(?=\r?\nendstream)", re.DOTALL)
_MOST_REPEATS = 3_000
_TEXT_MEMBERS = (".xml", ".rels", ".txt", ".sbv")


def changed(data: bytes, most_bytes: int, seed: int, change: Change) -> bytes:
    """The data with one to three changes, of at most `most_bytes`; the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 1, 2, 3))):
        if chance.random() < 0.9:
            if data.startswith(b"PK\x03\x04"):
                data = _in_package(data, most_bytes, chance, change)
                continue
            if b"%PDF-" in data[:1024] and chance.random() < 0.6:
                data = _in_pdf(data, most_bytes, chance, change)
                continue
        data = _one(data, most_bytes, chance, change)
    return data[:most_bytes]


def _one(data: bytes, most_bytes: int, chance: random.Random, change: Change) -> bytes:
    """One change to bytes that aren't packed."""
    kind = chance.random()
    if kind < 0.4 or not data:
        return change(data, most_bytes)
    if kind < 0.6 and (numbers := list(_NUMBER.finditer(data))):
        number = chance.choice(numbers)
        return data[: number.start()] + chance.choice(_EXTREMES) + data[number.end() :]
    start, end = _piece(data, chance)
    piece = data[start:end]
    if kind < 0.75:
        times = min(chance.choice((1, 2, 30, _MOST_REPEATS)), max(1, (most_bytes - len(data)) // max(len(piece), 1)))
        return data[:end] + piece * times + data[end:]
    if kind < 0.87:
        return data[:start] + data[end:]
    place = chance.randrange(len(data) + 1)
    return data[:place] + piece + data[place:]


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A piece to repeat, move or leave out: a tag, what is between two tags, or some bytes."""
    if chance.random() < 0.6 and len(tags := list(_TAG.finditer(data, chance.randrange(len(data))))[:40]) > 1:
        one, other = sorted(chance.sample(range(len(tags)), 2))
        first = tags[one]
        return (first.start(), first.end()) if chance.random() < 0.5 else (first.start(), tags[other].end())
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 400)))


def _in_package(data: bytes, most_bytes: int, chance: random.Random, change: Change) -> bytes:
    """A change to one member of a ZIP package; to the package itself where it isn't whole."""
    try:
        with damage_as_bad_zip(), zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {entry.filename: package.read(entry) for entry in package.infolist()[:200]}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return change(data, most_bytes)
    if not members:
        return change(data, most_bytes)
    names = [name for name in members if name.endswith(_TEXT_MEMBERS)] or list(members)
    # As often as it is long, and each sometimes.
    weights = [min(len(members[name]), 20_000) + 500 for name in names]
    (name,) = chance.choices(names, weights)
    members[name] = _one(members[name], 2 * most_bytes, chance, change)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for each, content in members.items():
            package.writestr(zipfile.ZipInfo(each), content, zipfile.ZIP_DEFLATED)
    return out.getvalue() if len(out.getvalue()) <= most_bytes else data


def _in_pdf(data: bytes, most_bytes: int, chance: random.Random, change: Change) -> bytes:
    """A change to one stream of a PDF, which may then be longer than its length says: readers look for its end."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return change(data, most_bytes)
    stream = chance.choice(streams)
    try:
        content = zlib.decompress(stream[0])
    except zlib.error:
        content = _one(stream[0], most_bytes, chance, change)
    else:
        content = zlib.compress(_one(content, most_bytes, chance, change), 1)
    return data[: stream.start()] + content + data[stream.end() :]
