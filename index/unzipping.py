"""ZIP files that may be damaged: one error for all that the standard library raises over them."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def damage_as_bad_zip() -> Iterator[None]:
    """Raises zipfile.BadZipFile in place of what the ways to unpack have for damage; what the disk raises stays.

    How a member is packed or locked that can't be read stays NotImplementedError and RuntimeError.
    """
    try:
        yield
    except (zlib.error, lzma.LZMAError, EOFError, struct.error) as error:
        raise zipfile.BadZipFile(str(error)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        # bz2 has this for damage.
        raise zipfile.BadZipFile(str(error)) from error
