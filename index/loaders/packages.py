"""ZIP packages of office documents: opened only where they aren't huge, each way to be broken named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TypeVar

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from pptx.exc import PythonPptxError

from index.errors import BrokenDocument
from index.unzipping import damage_as_bad_zip

LARGEST_UNPACKED = 1 << 29
_CONTENT_TYPES = "[Content_Types].xml"
_WORD, _SLIDES = (
    f"application/vnd.openxmlformats-officedocument.{kind}" for kind in ("wordprocessingml", "presentationml")
)
# Documents with macros, templates and shows that start by themselves hold the same as the others, under other names.
_AS_PLAIN = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": f"{_WORD}.document.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": f"{_WORD}.document.main+xml",
    f"{_WORD}.template.main+xml": f"{_WORD}.document.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": f"{_SLIDES}.presentation.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": f"{_SLIDES}.presentation.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml": f"{_SLIDES}.presentation.main+xml",
    f"{_SLIDES}.slideshow.main+xml": f"{_SLIDES}.presentation.main+xml",
    f"{_SLIDES}.template.main+xml": f"{_SLIDES}.presentation.main+xml",
}
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
        with damage_as_bad_zip():
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                    raise BrokenDocument(path=path, detail="it unpacks to more than 512 MB")
                stream = _plain(archive)
            return reading(stream or io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise BrokenDocument(path=path, detail=f"it is cut off, or no {suffix} file") from error
    except (*_DAMAGED, *_DAMAGED_OFFICE) as error:
        # lxml's XMLSyntaxError is a SyntaxError, also where it is no fault of the file's.
        if isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise BrokenDocument(path=path, detail=f"it has no {kind} inside") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BrokenDocument(path=path, detail="it is packed in a way that can't be read") from error


def _plain(archive: zipfile.ZipFile) -> io.BytesIO | None:
    """The package as one without macros, whose code nothing here reads; None where it is none of _AS_PLAIN."""
    if _CONTENT_TYPES not in archive.namelist():
        return None
    types = archive.read(_CONTENT_TYPES).decode("utf-8", "replace")
    named = next((name for name in _AS_PLAIN if f'"{name}"' in types), None)
    if named is None:
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            copy.writestr(
                entry.filename, types.replace(named, _AS_PLAIN[named]) if entry.filename == _CONTENT_TYPES else content
            )
    packed.seek(0)
    return packed
