"""The commands that look after a library: check, repair, compact, backup, restore, reread."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from index import command
from index.backup import back_up, restore
from index.checking import Report, check
from index.compacting import compact
from index.embed import Embedder
from index.library import Library
from index.reading import reader_for
from index.repair import Repaired, repair
from index.settings import Settings
from index.without_model import check_library, with_model

Load = Callable[[Settings], Embedder]
_OUTCOMES = {"unchanged": "unchanged", "replaced": "reread", "failed": "kept"}


def run(arguments: argparse.Namespace, settings: Settings, load: Load) -> int:
    """Runs one of the commands; returns the exit status."""
    if arguments.command == "check":
        return _check(settings.library)
    if arguments.command == "repair":
        return _repair(settings.library)
    if arguments.command == "compact":
        return _compact(settings.library)
    if arguments.command == "backup":
        return _backup(settings.library, arguments.file)
    if arguments.command == "restore":
        return _restore(arguments.file, settings.library, replace=arguments.replace)
    return _reread(settings, load)


def _check(folder: Path) -> int:
    status = command.StatusLine()
    report = check(folder, lambda done, total: status.show(f"{command.bar(done, total)} documents checked"))
    status.clear()
    print(_table(report), end="")
    if not report.sound:
        command.complain(f"The library is damaged. Save all that is sound: python -m index repair --library {folder}")
    return int(not report.sound)


def _table(report: Report) -> str:
    """A line for each subject, and below one for each problem with it."""
    lines = []
    for each in report.checked:
        lines.append(f"{'damaged' if each.problems else 'ok'}\t{each.count}\t{each.subject}")
        lines += [f"\t\t{command.cell(problem)}" for problem in each.problems]
    return "".join(f"{line}\n" for line in lines)


def _repair(folder: Path) -> int:
    status = command.StatusLine()
    done = repair(folder, lambda done, total: status.show(f"{command.bar(done, total)} documents looked at"))
    status.clear()
    if done.folder is None:
        print(f"sound\t{done.documents}\tdocuments; nothing to repair", flush=True)
        return 0
    print(f"saved\t{done.documents}\tdocuments", flush=True)
    for each in done.aside:
        print("damaged", command.cell(each.document), command.cell(each.problem), _left(each.saved), sep="\t")
    _advise(done, folder)
    return int(bool(done.aside) or done.model_lost)


def _left(saved: Path | None) -> str:
    return "nothing of it is left" if saved is None else command.cell(str(saved))


def _advise(done: Repaired, folder: Path) -> None:
    command.complain(f"The damaged file is kept as it was in {done.folder}; delete it when you don't need it.")
    if any(each.saved is not None and "documents" in each.saved.parts for each in done.aside):
        command.complain(
            f"What was set aside lies there under documents/; put it in again: python -m index add "
            f"{done.folder}/documents --library {folder}"
        )
    if done.model_lost:
        command.complain(
            "The name of the library's model was lost; name it: python -m index reembed --model NAME --library "
            f"{folder}"
        )


def _compact(folder: Path) -> int:
    status = command.StatusLine()
    done = compact(folder, lambda done, total: status.show(f"{command.bar(done, total)} vectors looked at"))
    status.clear()
    print(f"compacted\t{done.before}\t{done.after}\tbytes before and now")
    return 0


def _backup(folder: Path, path: Path) -> int:
    status = command.StatusLine()
    about = back_up(folder, path, lambda done, total: status.show(f"{command.bar(done, total)} documents checked"))
    status.clear()
    print(f"backed up\t{about.documents}\tdocuments\t{command.cell(str(path))}")
    return 0


def _restore(path: Path, folder: Path, *, replace: bool) -> int:
    status = command.StatusLine()

    def report(done: int, total: int) -> None:
        status.show(f"{command.bar(done, total)} documents checked")

    about = restore(path, folder, replace=replace, on_progress=report)
    status.clear()
    print(f"restored\t{about.documents}\tdocuments\tas they were at {about.made_at}")
    return 0


def _reread(settings: Settings, load: Load) -> int:
    check_library(settings.library)
    # Begins its process, which gets ready while the model is loaded.
    reader = reader_for(settings.reading)
    status = command.StatusLine()
    status.show("Loading the model…")
    embedder = load(with_model(settings))
    status.clear()
    with Library.open(settings.library, embedder, create=False, reader=reader) as library:
        names = [each.document for each in library.documents()]
        for number, name in enumerate(names, start=1):
            status.show(f"{number}/{len(names)} {name}")
            outcome = library.reread(name)
            status.clear()
            print(_OUTCOMES[outcome.status], command.cell(name), command.cell(outcome.reason), sep="\t", flush=True)
    return 0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands to the parser of `python -m index`."""
    checking = command.subcommand(commands, "check", "check that the whole library is sound", "check")
    checking.description = (
        "Checks the whole library and changes nothing: SQLite's file, each document's checksum, text, original, "
        "paragraphs and vectors, and the search indexes. Prints a line for each subject: ok or damaged, a tab, how "
        "many, a tab and the subject, with its problems below. The exit status is 1 when anything is damaged. Search "
        "indexes that are missing or out of date are made at the next question, and no problem."
    )
    repairing = command.subcommand(commands, "repair", "save all that is sound in a damaged library", "repair")
    repairing.description = (
        "Puts each sound document of a damaged library into a new file, and what is left of the others, their "
        "originals or texts, into the folder `damaged` of the library, beside the damaged file as it was. Prints a "
        "line for each document that was set aside. The exit status is 1 when there is any."
    )
    compacting = command.subcommand(commands, "compact", "let the library take as little room as it can", "compact")
    compacting.description = (
        "Brings what earlier versions stored to this one's smaller form, and writes the library's file anew without "
        "gaps. No other program may have the library open. For a while it needs twice the file's room on the disk. "
        "Prints compacted, and the bytes of the file before and now, parted by tabs."
    )
    backing = command.subcommand(commands, "backup", "write the library into one file", "backup library-2024-03-04.zip")
    backing.description = (
        "Writes the documents, originals, paragraphs and vectors, as they are at this moment, into one .zip with a "
        "checksum, after checking all of them. The chat may be running. An earlier backup of that name is replaced. "
        "Conversations aren't in it."
    )
    backing.add_argument("file", type=command.folder_argument, metavar="FILE", help="the .zip to write")
    restoring = command.subcommand(
        commands, "restore", "make the library what a backup holds", "restore library-2024-03-04.zip --replace"
    )
    restoring.description = (
        "Checks the whole backup, then makes the library what it holds, in one step. The chat may be running."
    )
    restoring.add_argument("file", type=command.folder_argument, metavar="FILE", help="a .zip that backup wrote")
    restoring.add_argument(
        "--replace", action="store_true", help="also where there is a library; what is in it now is gone"
    )
    rereading = command.subcommand(commands, "reread", "read all originals again, as this version reads them", "reread")
    rereading.description = (
        "Reads each document's original again, after an update that reads files better. Prints a line for each: "
        "unchanged, reread, or kept as it was, with the reason why it can't be read any more. Own titles and dates "
        "stay, and only new text is embedded."
    )
