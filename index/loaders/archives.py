"""ZIP archives: each member is a document of its own. Nothing is unpacked to the disk, and nothing is read twice over.

An archive inside an archive is not opened: what lies that deep can unpack to any size.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO, NoReturn

from index.errors import BadArchive
from index.loaders.packages import LARGEST_UNPACKED
from index.unzipping import damage_as_bad_zip

MEDIA_TYPE = "application/zip"
_MOST_MEMBERS = 5_000
_UTF8_NAMES = 0x800
_LOCKED = 0x1
# The end of a ZIP file, and the larger one before it where numbers have no room (PKWARE's APPNOTE, 4.3.14 to 4.3.16).
_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_LARGE_END, _LARGE_END_BYTES = b"PK\x06\x06", 56
# Of as many members as may be with paths of ordinary length; zipfile reads all of the list at once.
_LONGEST_LIST = 4 << 20
_DRIVE = re.compile(r"[A-Za-z]:")


def members(path: str, stream: BinaryIO) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by their paths in it, in order of these.

    Raises BadArchive (damaged, empty, locked, too large, or with a member that leads out of it).
    """
    if _list_bytes(stream) > _LONGEST_LIST:
        raise BadArchive(path=path, detail="its list of files is longer than 4 MB")
    try:
        with damage_as_bad_zip(), zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BadArchive(path=path, detail="it is cut off or damaged") from error
    if not entries:
        raise BadArchive(path=path, detail="it is empty")
    if len(entries) > _MOST_MEMBERS:
        raise BadArchive(path=path, detail=f"it holds {len(entries)} files, more than {_MOST_MEMBERS}")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise BadArchive(path=path, detail="it unpacks to more than 512 MB")
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise BadArchive(path=path, detail="it is locked with a password")
    named = {_name(entry): entry for entry in entries}
    if "" in named:
        raise BadArchive(path=path, detail="one of its members has no name")
    for name in named:
        if name.startswith("/") or _DRIVE.match(name) or ".." in PurePosixPath(name).parts:
            raise BadArchive(path=path, detail=f"its member {name[:100]} leads out of it")
    return dict(sorted(named.items()))


def _list_bytes(stream: BinaryIO) -> int:
    """How long the list of members is, as zipfile will read it; 0 where there is none."""
    size = stream.seek(0, io.SEEK_END)
    most = _LARGE_END_BYTES + _LOCATOR_BYTES + _END_BYTES + _LONGEST_COMMENT
    stream.seek(max(size - most, 0))
    tail = stream.read(most)
    at = len(tail) - _END_BYTES
    if tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0:
        return 0
    locator = at - _LOCATOR_BYTES
    large = locator - _LARGE_END_BYTES
    if large >= 0 and tail[locator : locator + 4] == _LOCATOR and tail[large : large + 4] == _LARGE_END:
        return int.from_bytes(tail[large + 40 : large + 48], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def read_member(path: str, stream: BinaryIO, name: str) -> bytes:
    """A member by its path in the archive, as `members` has it. Raises BadArchive."""
    entry = members(path, stream).get(name)
    if entry is None:
        raise BadArchive(path=path, detail=f"its member {name[:100]} is gone")
    return read_entry(path, stream, entry)


def read_entry(path: str, stream: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    """A member that `members` found. Raises BadArchive."""
    try:
        # Reads no more than the size that was counted above, whatever comes.
        with damage_as_bad_zip(), zipfile.ZipFile(stream) as archive, archive.open(entry) as member:
            return member.read()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadArchive(path=path, detail=f"its member {_name(entry)[:100]} is damaged") from error


def load_archive(path: str, data: bytes) -> NoReturn:
    """An archive where a document is expected, for instance in another archive. Raises BadArchive."""
    members(path, io.BytesIO(data))
    raise BadArchive(path=path, detail="it lies where only a document is read")


def _name(entry: zipfile.ZipInfo) -> str:
    """The path as it was written: macOS writes UTF-8 and doesn't say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAMES:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
