"""The library's command line. What looks after the library as a whole is in care_cli.py.

`tasks` and `meetings` are in tasks_cli.py and meetings_cli.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from index import care_cli, command, meetings_cli, tasks_cli, text_out
from index.batch import in_chunks, read_batch
from index.command import subcommand
from index.embed import Embedder, load_embedder
from index.errors import DocumentNotFound, PathNotFound
from index.files import FoundFile, find_files
from index.filters import Filters
from index.json_out import Json, document_fields, hit_fields, json_line, scope_fields
from index.library import Library, Outcome, passed_over
from index.reading import reader_for
from index.reembedding import reembed
from index.rerank import load_reranker
from index.search import Found
from index.settings import DEFAULT_MODEL, Settings
from index.watching import Follower, follow
from index.without_model import check_library, documents_in, edit_in, remove_from, with_model

Load = Callable[[Settings], Embedder]


def main(argv: Sequence[str] | None = None, *, embedder_loader: Load = load_embedder) -> int:
    """Runs a command; returns the exit status: 0, 1 for a failure, 2 for bad use."""
    command.use_utf8()
    arguments = _parser().parse_args(argv)
    return command.run(lambda: _run(arguments, embedder_loader))


def _run(arguments: argparse.Namespace, load: Load) -> int:
    settings = Settings.from_environment()
    if arguments.library is not None:
        settings = replace(settings, library=arguments.library)
    if arguments.command == "add":
        return _add(arguments.paths, settings, load)
    if arguments.command == "watch":
        return _watch(arguments.folder, settings, load)
    if arguments.command == "edit":
        return _edit(arguments, settings.library)
    if arguments.command == "remove":
        return _remove(arguments.documents, settings.library)
    if arguments.command == "list":
        return _list(settings.library, as_json=arguments.json)
    if arguments.command == "tasks":
        return tasks_cli.run(arguments, settings.library)
    if arguments.command == "meetings":
        return meetings_cli.run(arguments, settings.library)
    if arguments.command == "search":
        return _search(arguments, settings, load)
    if arguments.command == "model":
        return _model(load(with_model(settings)), as_json=arguments.json)
    if arguments.command == "reembed":
        return _reembed(arguments.model, settings, load)
    return care_cli.run(arguments, settings, load)


def _add(paths: Sequence[Path], settings: Settings, load: Load) -> int:
    files = find_files(paths)
    if all(passed_over(file) is not None for file in files):
        # Nothing to read: no library is made and no model loaded for that.
        return _tell([outcome for file in files if (outcome := passed_over(file)) is not None])
    # Begins its process, which gets ready while the model is loaded.
    reader = reader_for(settings.reading)
    status = command.StatusLine()
    status.show("Loading the model…")
    embedder = load(with_model(settings))
    status.clear()
    failed = 0
    with Library.open(settings.library, embedder, reader=reader) as library:
        for number, file in enumerate(files, start=1):
            outcome = library.add_file(file, on_progress=_progress(status, file, number, len(files)))
            status.clear()
            failed |= _tell([outcome])
    return failed


def _progress(status: command.StatusLine, file: FoundFile, number: int, total: int) -> Callable[[int, int], None]:
    def report(done: int, paragraphs: int) -> None:
        line = f"{number}/{total} {file.document}: {done} of {paragraphs} paragraphs embedded"
        if done == paragraphs:
            status.note(line)
        else:
            status.show(line)

    return report


def _tell(outcomes: Sequence[Outcome]) -> int:
    """One line for each file, at once; 1 if any failed."""
    for outcome in outcomes:
        print(command.told(outcome.status, outcome.document, outcome.reason), flush=True)
    return int(any(outcome.status == "failed" for outcome in outcomes))


def _watch(folder: Path, settings: Settings, load: Load) -> int:
    if not folder.is_dir():
        # Before the model is loaded for nothing.
        raise PathNotFound(path=str(folder))
    # Begins its process, which gets ready while the model is loaded.
    reader = reader_for(settings.reading)
    status = command.StatusLine()
    status.show("Loading the model…")
    embedder = load(with_model(settings))
    status.clear()
    with Library.open(settings.library, embedder, reader=reader) as library, command.until_interrupted() as stop:
        command.complain(f"Watching {folder}. Ctrl-C ends it.")
        for done in follow(Follower(library, folder), stop):
            print(command.told(done.status, done.document, done.reason), flush=True)
            if stop.is_set():
                break
    return 0


def _remove(documents: Sequence[str], folder: Path) -> int:
    check_library(folder)
    failed = 0
    for document in documents:
        try:
            remove_from(folder, document)
        except DocumentNotFound as error:
            command.complain(str(error))
            failed = 1
        else:
            print("removed", command.cell(document), sep="\t", flush=True)
    return failed


def _edit(arguments: argparse.Namespace, folder: Path) -> int:
    if arguments.title is None and arguments.date is None:
        command.complain("Nothing to change: give --title, --date or both.")
        return command.BAD_USE
    check_library(folder)
    edit_in(folder, arguments.document, arguments.title, arguments.date)
    print("edited", command.cell(arguments.document), sep="\t", flush=True)
    return 0


def _list(folder: Path, *, as_json: bool) -> int:
    documents = documents_in(folder)
    if as_json:
        print(json.dumps([document_fields(document) for document in documents], ensure_ascii=False, indent=2))
    else:
        print(text_out.documents(documents), end="")
    return 0


def _search(arguments: argparse.Namespace, settings: Settings, load: Load) -> int:
    filters = command.filters_from(arguments)
    check_library(settings.library)
    lines = [] if arguments.batch is None else read_batch(arguments.batch, filters)
    embedder = load(with_model(settings))
    with Library.open(settings.library, embedder, create=False, reranker=load_reranker(settings)) as library:
        if arguments.batch is None:
            (found,) = library.find([arguments.question], arguments.limit, filters=[filters])
            if arguments.json:
                print(json_line(_found_fields(None, arguments.question, filters, found)))
            else:
                summaries = library.summaries({hit.paragraph.document for hit in found.hits})
                print(text_out.hits(found.hits, list(summaries.values()), found.scope), end="")
            return 0

        def find(questions: Sequence[str], each: Sequence[Filters]) -> list[Found]:
            return library.find(questions, arguments.limit, filters=each)

        for line, result in in_chunks(lines, library, find):
            if isinstance(result, str):
                print(json_line({**_found_fields(line.id, line.question, line.filters, None), "error": result}))
            else:
                print(json_line(_found_fields(line.id, line.question, line.filters, result)))
    return 0


def _found_fields(line_id: object, question: str | None, filters: Filters, found: Found | None) -> Json:
    """`found` is None for a question that can't be asked."""
    return {
        "id": line_id,
        "question": question,
        "hits": [hit_fields(hit) for hit in found.hits] if found is not None else [],
        **scope_fields(filters, found.scope if found is not None else None),
    }


def _model(embedder: Embedder, *, as_json: bool) -> int:
    """Which model searches the library, and in which number format it runs."""
    fields = {"model": embedder.name, "dimension": embedder.dimension, "runs_on": embedder.runs_on}
    fields |= asdict(embedder.precision)
    if as_json:
        print(json_line(fields))
    else:
        known = {name: value for name, value in fields.items() if value is not None}
        print("".join(f"{name}\t{command.cell(_short(value))}\n" for name, value in known.items()), end="")
    return 0


def _short(value: object) -> str:
    return f"{value:.5f}" if isinstance(value, float) else str(value)


def _reembed(model: str | None, settings: Settings, load: Load) -> int:
    check_library(settings.library)
    settings = settings if model is None else replace(settings, model=model)
    status = command.StatusLine()
    status.show("Loading the model…")
    embedder = load(with_model(settings))

    def report(done: int, total: int) -> None:
        status.show(f"{command.bar(done, total)} paragraphs embedded")

    paragraphs = reembed(settings.library, embedder, report)
    status.clear()
    print(f"{paragraphs} paragraphs embedded with {embedder.name}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Put documents into a library and search it.",
        epilog="Each command has its own --help, with an example.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    add = subcommand(commands, "add", "add files, or folders with all that is in them", "add minutes/ report.pdf")
    add.description = (
        "Adds files and folders. Prints a line for each file: added, unchanged, replaced, skipped or failed, then a "
        "tab, the document's name, a tab and the reason. In a folder, files of other kinds, hidden ones and lock "
        "files are skipped. The exit status is 1 when any file failed; the others are in."
    )
    add.add_argument("paths", nargs="+", type=command.folder_argument, metavar="PATH", help="a file or a folder")

    watch = subcommand(commands, "watch", "keep the library in step with a folder", "watch minutes/")
    watch.description = (
        "Compares the library with a folder and then follows what happens in it, until Ctrl-C. Prints a line for each "
        "change, as `add` does: added, replaced, moved, removed or failed. A file that was renamed or moved inside the "
        "folder keeps the document's name in the library, its own title and date and the quotes of it. A file that is "
        "deleted there is removed from the library."
    )
    watch.add_argument("folder", type=command.folder_argument, metavar="DIR", help="the folder")

    remove = subcommand(commands, "remove", "take documents out", 'remove report.pdf "minutes/2024-03-04.md"')
    remove.add_argument(
        "documents", nargs="+", type=command.text_argument, metavar="DOCUMENT", help="a name that `list` shows"
    )

    edit = subcommand(
        commands, "edit", "change a title or a date", 'edit report.pdf --title "Giao ban quý I" --date 2024-03-04'
    )
    edit.description = (
        "Gives a document a title and a meeting date of your own. They are kept beside what the document says, count "
        "everywhere instead of that, and stay when a new version of the document is added. Neither the text nor the "
        'original changes. An empty value ("") goes back to what the document says.'
    )
    edit.add_argument("document", type=command.text_argument, metavar="DOCUMENT", help="a name that `list` shows")
    edit.add_argument("--title", type=command.text_argument, metavar="TITLE", help="the title")
    edit.add_argument(
        "--date", type=command.text_argument, metavar="DATE", help="the day, 2024-03-04, or the month, 2024-03"
    )

    listing = subcommand(commands, "list", "list the documents", "list --json")
    listing.add_argument("--json", action="store_true", help="as a JSON list of objects")

    tasks_cli.add_command(commands)
    meetings_cli.add_command(commands)

    search = subcommand(
        commands, "search", "find paragraphs for a question", 'search "ai chủ trì hội nghị" --from 2024-03'
    )
    command.add_question(search, "what to find")
    search.add_argument(
        "--limit", type=command.count_argument, default=10, metavar="N", help="at most so many hits (10)"
    )
    search.add_argument("--json", action="store_true", help="as one JSON object; --batch always writes JSON")
    command.add_filters(search)

    model = subcommand(commands, "model", "tell which model is used, and in which number format", "model --json")
    model.description = (
        "Tells which model the library is searched with, how long its vectors are, what computes them and in which "
        "number format, and the mean cosine of these vectors to those in full precision (fp32). Another format than "
        "fp32 was measured on this machine: what it came to is told as `tried`, also where fp32 was kept."
    )
    model.add_argument("--json", action="store_true", help="as one JSON object")

    embedding = subcommand(
        commands, "reembed", "embed all paragraphs anew, with another model", "reembed --model models/ours"
    )
    embedding.description = (
        "Embeds all paragraphs anew: with the model given, else the one that HOIHOP_MODEL names, else the one that the "
        "library has, whose files may have changed. All of them change, or none. Documents that are added in the "
        "meantime are embedded too. From then on the library's model is used wherever HOIHOP_MODEL isn't set; an open "
        "chat goes over to it by itself."
    )
    embedding.add_argument(
        "--model",
        type=command.text_argument,
        metavar="NAME",
        help=f"a folder, a model hub's name, or {DEFAULT_MODEL}, which comes with the program",
    )
    care_cli.add_commands(commands)
    return parser
