"""ZIP packages of office documents: opened only where they aren't huge, each way to be broken named."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import TypeVar

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from pptx.exc import PythonPptxError

from index.errors import BrokenDocument

LARGEST_UNPACKED = 1 << 29
Read = TypeVar("Read")
# What the libraries fall over in a part that is missing, of another kind or not as the standard wants it. lxml's
# XMLSyntaxError is a SyntaxError.
_DAMAGED = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, PackageNotFoundError)
_DAMAGED_OFFICE = (PythonDocxError, PythonPptxError)


def read_package(path: str, data: bytes, reading: Callable[[io.BytesIO], Read], kind: str, suffix: str) -> Read:
    """What `reading` makes of the package; `kind` ("Word document") and `suffix` are for the error.

    Raises BrokenDocument (cut off, huge once unpacked, or of another content).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise BrokenDocument(path=path, detail="it unpacks to more than 512 MB")
        return reading(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BrokenDocument(path=path, detail=f"it is cut off, or no {suffix} file") from error
    except (*_DAMAGED, *_DAMAGED_OFFICE) as error:
        # lxml's XMLSyntaxError is a SyntaxError, also where it is no fault of the file's.
        if isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise BrokenDocument(path=path, detail=f"it has no {kind} inside") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BrokenDocument(path=path, detail="it is packed in a way that can't be read") from error
