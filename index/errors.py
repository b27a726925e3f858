"""Every error that the library raises, each naming the file and the value it is about.

HoiHopError
├── UnreadableDocument      a file that can't become a document
│   ├── UnsupportedType     no loader for it
│   ├── EmptyDocument       nothing in it to quote
│   ├── NotUtf8             a text file in an encoding that can't be told
│   ├── BadArchive          an archive whose members can't be had
│   ├── NeedsLibreOffice    a .doc file where there is no LibreOffice to read it with
│   ├── NeedsTesseract      a scan or picture where there is no Tesseract to read it with
│   ├── BrokenDocument      damaged, encrypted or not what its name says
│   ├── UnknownTranscript   data that holds no transcript of a known form
│   ├── LinkLeadsOut        a link in a folder to a file outside it
│   ├── TooLarge            a file of more bytes than may be read
│   ├── TooSlow             it takes longer to read than it may
│   ├── TooMuchMemory       it takes more memory to read than it may
│   ├── TooMuchText         more text in it than a document may have
│   └── ReadingCrashed      the process that read it came to an end
├── PathNotFound            a path to add that doesn't exist
├── FolderGone              a watched folder that isn't there any more
├── DocumentNotFound        a name that the library doesn't hold
├── BadEdit                 a title or a date that a document can't be given
│   ├── BadTitle
│   └── BadMeetingDate
├── NameTaken               a document to put back where another now has its name
├── BadMark                 a mark that can't be put on a task
│   ├── BadName             empty, or too long
│   └── TaskGone            no such line any more
├── SpeakerNotFound         a name under which nobody speaks in the library
│   └── NoSpeakers          nobody does under any name
├── BadFilter               a filter that can't be used
│   ├── BadDate             no date
│   ├── DatesReversed       a first date after the last one
│   ├── UnknownKind         no kind of document
│   └── BrokenFilters       JSON that holds no filters
├── LibraryError            a library that can't be opened or written
│   ├── LibraryNotWritable
│   ├── LibraryInUse        another program is writing it, for longer than one waits
│   ├── LibraryOpen         another program has it open, which keeps its file from being written anew
│   ├── LibraryDamaged      bytes of its file were changed or lost
│   ├── LibraryThere        a library where a backup shall go
│   ├── LibraryTooNew       made by a later version of this program
│   ├── ModelMismatch       made with another embedding model
│   │   └── VectorsOfOtherLength  by its name the same one, which now gives longer or shorter vectors
│   └── BrokenCache         a search index on disk that is damaged, and is made anew
├── ExportNotWritable       a file of tasks that can't be written
├── BackupError             a backup that can't be made or used
│   ├── BackupNotWritable
│   └── BrokenBackup        no backup, or a damaged one
├── ModelUnavailable        a model that can't be loaded
│   ├── ModelFolderMissing
│   ├── HubModelUnavailable
│   └── BundledModelChanged  the default model of an earlier version of this program
├── BadSetting              a setting with a value that can't be used
└── BadQuestion             empty, or too long

`code` names the message in the catalogues and `values` fills it in, so that an interface can say it in the reader's
language. `str(error)` is the English sentence.
"""

from __future__ import annotations

from typing import ClassVar


class HoiHopError(Exception):
    """The base of all of them. Subclasses set `message`, a format string over their `values`."""

    message: ClassVar[str] = ""

    def __init__(self, **values: str | int) -> None:
        self.values = values
        super().__init__(self.message.format(**values))

    @property
    def code(self) -> str:
        """The name of the message in the catalogues: the class's own name."""
        return type(self).__name__


class UnreadableDocument(HoiHopError):
    """A file that can't become a document. Values: path."""

    message = "{path}: this file can't be read."


class UnsupportedType(UnreadableDocument):
    """Values: path, found (what it is, in English), supported."""

    message = "{path}: this kind of file isn't supported ({found}). Use one of: {supported}."


class EmptyDocument(UnreadableDocument):
    """Values: path."""

    message = "{path}: there is no text in this file. If it is a scan, make a sharper one."


class NotUtf8(UnreadableDocument):
    """Values: path, position (of the first byte that isn't UTF-8)."""

    message = "{path}: not UTF-8 text (byte {position}). Save it again with the encoding UTF-8, then add it."


class BadArchive(UnreadableDocument):
    """Values: path, detail."""

    message = "{path}: this archive can't be read ({detail}). Unpack it, and add the folder with its files."


class NeedsLibreOffice(UnreadableDocument):
    """Values: path."""

    message = (
        "{path}: this is a Word document of before 2007. Install LibreOffice (on Debian: apt install "
        "libreoffice-writer), or save it as .docx, then add it again."
    )


class NeedsTesseract(UnreadableDocument):
    """Values: path."""

    message = (
        "{path}: this is a scan or a picture of text. Install Tesseract with its Vietnamese (on Debian: apt install "
        "tesseract-ocr tesseract-ocr-vie), or add a version with a text layer, then add it again."
    )


class BrokenDocument(UnreadableDocument):
    """Values: path, detail."""

    message = "{path}: damaged or not what its name says ({detail}). Open it in its own program and save it again."


class UnknownTranscript(UnreadableDocument):
    """Values: path, detail."""

    message = (
        "{path}: no transcript of Whisper, WhisperX, Otter or Fireflies ({detail}). Export the transcript as .txt, "
        ".vtt or .docx, and add that."
    )


class LinkLeadsOut(UnreadableDocument):
    """Values: path."""

    message = (
        "{path}: a link to a file outside the folder, which isn't followed. Add that file itself, or copy it here."
    )


class TooLarge(UnreadableDocument):
    """Values: path, limit (in MB)."""

    message = (
        "{path}: larger than {limit} MB, the most that is read. Split the file, or set HOIHOP_MAX_FILE_MB to more and "
        "start the program again."
    )


class TooSlow(UnreadableDocument):
    """Values: path, limit (in seconds)."""

    message = (
        "{path}: not read within {limit} seconds, and given up. Save it again in its own program or split it; if it is "
        "sound and only long, set HOIHOP_READ_SECONDS to more and start the program again."
    )


class TooMuchMemory(UnreadableDocument):
    """Values: path, limit (in MB)."""

    message = (
        "{path}: needs more than {limit} MB of memory to be read. Save it again in its own program or split it; if it "
        "is sound and only large, set HOIHOP_READ_MB to more and start the program again."
    )


class TooMuchText(UnreadableDocument):
    """Values: path, characters, limit (in characters)."""

    message = "{path}: {characters} characters of text; a document may have {limit}. Split the file."


class ReadingCrashed(UnreadableDocument):
    """Values: path, detail (how the process ended)."""

    message = (
        "{path}: reading it crashed ({detail}); nothing else is affected. Open it in its own program and save it "
        "again, then add it."
    )


class PathNotFound(HoiHopError):
    """Values: path."""

    message = "{path}: no such file or folder. Check the path."


class FolderGone(HoiHopError):
    """Values: path."""

    message = (
        "{path}: this folder isn't there any more, or is empty though the library holds documents of it; perhaps its "
        "disk isn't mounted. Nothing was removed. Watch it again when it is there."
    )


class DocumentNotFound(HoiHopError):
    """Values: document."""

    message = "{document}: the library holds no document of that name. See its documents with: python -m index list"


class BadEdit(HoiHopError):
    """A title or a date that a document can't be given. Values: document."""

    message = "{document}: this can't be changed so."


class BadTitle(BadEdit):
    """Values: document, length, limit."""

    message = "{document}: a title of {length} characters; at most {limit} can be kept. Shorten it."


class BadMeetingDate(BadEdit):
    """Values: document, value."""

    message = "{document}: {value} is no date. Write a day as 2024-03-12, or a month as 2024-03."


class NameTaken(HoiHopError):
    """Values: document."""

    message = "{document}: another document has that name by now. Remove that one first, then put this one back."


class BadMark(HoiHopError):
    """A mark that can't be put on a task."""

    message = "This task can't be marked."


class BadName(BadMark):
    """Values: length, limit."""

    message = "Type the name of whoever confirms it, in at most {limit} characters; this has {length}."


class TaskGone(BadMark):
    """Values: document."""

    message = "{document}: the document has changed meanwhile and has no such line any more. Look at the list anew."


class SpeakerNotFound(HoiHopError):
    """Values: speaker, nearest (names like it, the nearest first)."""

    message = "{speaker}: nobody speaks under that name in the library. The names nearest to it: {nearest}. Use one."


class NoSpeakers(SpeakerNotFound):
    """Values: speaker."""

    message = "{speaker}: no document in the library says who speaks. Search without naming a speaker."


class BadFilter(HoiHopError):
    """A filter that can't be used."""

    message = "This filter can't be used."


class BadDate(BadFilter):
    """Values: value."""

    message = "{value}: not a date. Write a day as 2024-03-12, a month as 2024-03, a year as 2024."


class DatesReversed(BadFilter):
    """Values: first, last."""

    message = "The first date, {first}, is after the last, {last}. Exchange the two."


class UnknownKind(BadFilter):
    """Values: kind, kinds."""

    message = "{kind}: no kind of document. Use one of: {kinds}."


class BrokenFilters(BadFilter):
    """Values: value."""

    message = (
        "These are no filters ({value}). Give an object that holds any of documents, speakers, kinds (lists of "
        "strings), first_date, last_date (strings)."
    )


class LibraryError(HoiHopError):
    """A library that can't be opened or written. Values: folder, detail."""

    message = "{folder}: the library can't be opened ({detail})."


class LibraryNotWritable(LibraryError):
    """Values: folder, detail."""

    message = "{folder}: the library can't be written ({detail}). Free some space or change the folder's permissions."


class LibraryInUse(LibraryError):
    """Values: folder, seconds."""

    message = (
        "{folder}: another program has been writing this library for {seconds} seconds. Nothing was changed; try again "
        "when it is done."
    )


class LibraryOpen(LibraryError):
    """Values: folder."""

    message = (
        "{folder}: another program, such as the chat, has this library open. End it, and try again. Nothing was lost."
    )


class LibraryDamaged(LibraryError):
    """Values: folder, file, detail."""

    message = (
        "{folder}: the library's file {file} is damaged ({detail}). To see what it concerns: python -m index check "
        "--library {folder} - and to save all that is sound: python -m index repair --library {folder}"
    )


class LibraryThere(LibraryError):
    """Values: folder."""

    message = (
        "{folder}: there is a library already. Name another folder, or put the backup in its place with --replace; all "
        "that is in it now is then gone."
    )


class LibraryTooNew(LibraryError):
    """Values: folder, found, known."""

    message = "{folder}: this library is of version {found}; this program knows up to {known}. Update the program."


class ModelMismatch(LibraryError):
    """Values: folder, found, wanted."""

    message = (
        "{folder}: this library was made with the model {found}, and the settings name {wanted}. "
        "Set the model back to {found}, or embed everything anew with: python -m index reembed --library {folder}"
    )


class VectorsOfOtherLength(ModelMismatch):
    """Values: folder, model, found and wanted (the numbers in a vector of the library, and of the model)."""

    message = (
        "{folder}: the vectors of this library have {found} numbers, and the model {model} now gives {wanted}: its "
        "files are others than they were. Put the old ones back, or embed everything anew with: "
        "python -m index reembed --library {folder}"
    )


class BrokenCache(LibraryError):
    """Values: path, detail."""

    message = "{path}: a cache file is damaged ({detail}); it is rebuilt from the library by itself."


class ExportNotWritable(HoiHopError):
    """Values: path, detail."""

    message = "{path}: the file can't be written ({detail}). Free some space, or name another place."


class BackupError(HoiHopError):
    """A backup that can't be made or used. Values: path, detail."""

    message = "{path}: this backup can't be used ({detail})."


class BackupNotWritable(BackupError):
    """Values: path, detail."""

    message = "{path}: the backup can't be written ({detail}). Free some space, or name another place."


class BrokenBackup(BackupError):
    """Values: path, detail."""

    message = "{path}: this is no backup of a library, or a damaged one ({detail}). Nothing was changed; use another."


class ModelUnavailable(HoiHopError):
    """Values: model, detail."""

    message = "The model {model} can't be loaded ({detail})."


class ModelFolderMissing(ModelUnavailable):
    """Values: model, default (the model that comes with the program)."""

    message = (
        "The model {model} can't be loaded: there is no such folder. Check the path, or name another model: a folder, "
        "a model hub's name or {default}, which comes with the program."
    )


class HubModelUnavailable(ModelUnavailable):
    """Values: model, detail."""

    message = (
        "The model {model} can't be loaded ({detail}). Check the name; its first use downloads it, which needs the "
        "network."
    )


class BundledModelChanged(ModelUnavailable):
    """Values: model, default (the name of the one that comes with the program now)."""

    message = (
        "The model {model} came with an earlier version of this program. Embed the library anew with the one that "
        "comes with this version: python -m index reembed --model {default}"
    )


class BadSetting(HoiHopError):
    """Values: name, value, expected."""

    message = "{name} is set to {value}; it takes {expected}."


class BadQuestion(HoiHopError):
    """Values: length, limit."""

    message = "The question is empty. Type what you want to know."


class QuestionTooLong(BadQuestion):
    """Values: length, limit."""

    message = "The question has {length} characters; at most {limit} can be searched. Shorten it."
