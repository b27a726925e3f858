"""The assistant's command line: ask, eval, and with no command the chat."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant import start
from assistant.answer import Answer
from assistant.ask import ask, ask_many
from assistant.evaluate import add_documents, evaluate
from assistant.evaluation.output import check_writable, write
from assistant.evaluation.plot import reliability_png
from assistant.evaluation.report import details, fields, tables
from assistant.json_out import answer_fields, error_fields
from assistant.settings import LANGUAGES, ChatSettings
from assistant.text_out import answer_text
from assistant.ui.messages import Speech
from index import (
    BadSetting,
    Embedder,
    Filters,
    HoiHopError,
    Library,
    Settings,
    check_library,
    command,
    in_chunks,
    json_line,
    load_embedder,
    load_reranker,
    read_batch,
    reader_for,
    with_model,
)

Load = Callable[[Settings], Embedder]
_EVAL = """\
Adds FOLDER/documents where needed, asks each line of FOLDER/questions*.jsonl, and prints the measures of each file and
each kind of question, with 95% bootstrap intervals over the questions. A paragraph is right when it overlaps an answer.

of the questions that something answers:
  MRR@10          mean of 1 / rank of the first right paragraph
  hit@1, hit@5    how many have a right paragraph first, among the first five
  nDCG@10         how near the ranking is to one with all right paragraphs first
  top 5           share of the first five paragraphs that is right
  recall@5        share of the right paragraphs that is among the first five; where there are more, five are all
  highlight       of those whose first paragraph is right, how many have the answer in its first highlight
  false refusals  how many aren't answered
of those that nothing answers:
  false answers   how many are answered
of both:
  answered        how many are answered
  AUROC           how often one that something answers has a higher confidence than one that nothing answers
  ECE             expected calibration error: how far the confidence is from the share of right first paragraphs
of the dialogues of FOLDER/dialogues*.jsonl, if there are any, by their last question:
  hit@1           how many have a right paragraph first, asked behind the earlier ones
  asked alone     how many have it first when it is asked by itself
  carried over    how many were searched with the subject of an earlier question

The figures of two runs are the same."""


def main(
    argv: Sequence[str] | None = None,
    *,
    embedder_loader: Load = load_embedder,
    starter: Callable[[Settings, ChatSettings, Load], None] = start.start,
) -> int:
    """Runs a command; returns the exit status: 0, 1 for a failure, 2 for bad use."""
    command.use_utf8()
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command == "ask" and arguments.batch is not None and arguments.after:
        parser.error("argument --after: not allowed with argument --batch")

    def work() -> int:
        settings = Settings.from_environment()
        if arguments.library is not None:
            settings = replace(settings, library=arguments.library)
        if arguments.command == "ask":
            return _ask(arguments, settings, embedder_loader)
        if arguments.command == "eval":
            return _eval(arguments, settings, embedder_loader)
        starter(settings, _chat_settings(arguments), embedder_loader)
        return 0

    return command.run(work, lambda error: _explain(error, arguments))


def _explain(error: HoiHopError, arguments: argparse.Namespace) -> str:
    """In the language of the answers; in English where a program reads them."""
    if arguments.command != "ask" or arguments.json or arguments.batch is not None:
        return str(error)
    try:
        return _speech(arguments).explain(error)
    except BadSetting:
        # That may be the very error to explain.
        return str(error)


def _speech(arguments: argparse.Namespace) -> Speech:
    return Speech(arguments.language or ChatSettings.from_environment().language)


def _chat_settings(arguments: argparse.Namespace) -> ChatSettings:
    chat = ChatSettings.from_environment()
    return replace(
        chat,
        host=arguments.host or chat.host,
        port=arguments.port or chat.port,
        shared=arguments.shared or chat.shared,
        watch=arguments.watch or chat.watch,
    )


def _ask(arguments: argparse.Namespace, settings: Settings, load: Load) -> int:
    filters = command.filters_from(arguments)
    check_library(settings.library)
    lines = [] if arguments.batch is None else read_batch(arguments.batch, filters)
    embedder = load(with_model(settings))
    with Library.open(settings.library, embedder, create=False, reranker=load_reranker(settings)) as library:
        if arguments.batch is None:
            answer = _answer(arguments, library, filters)
            if arguments.json:
                print(json_line(answer_fields(None, answer)))
            else:
                print(answer_text(answer, _speech(arguments), bold=sys.stdout.isatty()), end="")
            return 0

        def answers(questions: Sequence[str], each: Sequence[Filters]) -> list[Answer]:
            return ask_many(questions, library, filters=each, as_typed=arguments.as_typed, today=arguments.today)

        for line, result in in_chunks(lines, library, answers):
            if isinstance(result, str):
                print(json_line(error_fields(line.id, line.question, result, line.filters)))
            else:
                print(json_line(answer_fields(line.id, result)))
    return 0


def _answer(arguments: argparse.Namespace, library: Library, filters: Filters) -> Answer:
    """The answer to the question, behind the earlier ones in their order."""
    answer: Answer | None = None
    for question in arguments.after:
        answer = ask(question, library, filters=filters, after=answer, today=arguments.today)
    return ask(
        arguments.question,
        library,
        filters=filters,
        as_typed=arguments.as_typed,
        after=answer,
        today=arguments.today,
    )


def _eval(arguments: argparse.Namespace, settings: Settings, load: Load) -> int:
    for path in (arguments.plot, arguments.details):
        if path is not None:
            # Before the minutes that the questions may take.
            check_writable(path)
    with tempfile.TemporaryDirectory(prefix="hoi-hop-") as temporary:
        folder = arguments.library if arguments.library is not None else Path(temporary)
        status = command.StatusLine()

        def report(name: str, done: int, total: int) -> None:
            status.show(f"{command.bar(done, total)} {name}")

        embedder = load(with_model(replace(settings, library=folder)))
        reranker, reader = load_reranker(settings), reader_for(settings.reading)
        with Library.open(folder, embedder, reranker=reranker, reader=reader) as library:
            names, outcomes = add_documents(arguments.folder, library, report)
            evaluation = evaluate(arguments.folder, library, names, report)
        status.clear()
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    for outcome in failed:
        command.complain(outcome.reason)
    if arguments.details is not None:
        write(arguments.details, details(evaluation).encode())
    if arguments.plot is not None:
        write(arguments.plot, reliability_png(evaluation.bins, evaluation.all_files.ece))
    if arguments.json:
        print(json.dumps(fields(evaluation), ensure_ascii=False, indent=2))
    else:
        print(tables(evaluation), end="")
    return int(bool(failed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask your meetings. Without a command this starts the chat.",
        epilog="example: python -m assistant --port 8502   (each command has its own --help, with an example)",
    )
    _add_library(parser, default=None)
    parser.add_argument("--host", type=_host, help="where the chat is served (HOIHOP_HOST, else 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="its port (HOIHOP_PORT, else 8501)")
    parser.add_argument(
        "--shared",
        action="store_true",
        help="let other machines reach the chat: all who do can read the library and remove from it (HOIHOP_SHARED=1)",
    )
    parser.add_argument(
        "--watch",
        type=command.folder_argument,
        metavar="FOLDER",
        help="keep the library in step with a folder, as `python -m index watch` does (HOIHOP_WATCH)",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    asking = commands.add_parser(
        "ask",
        help="answer a question, or a file of them",
        description="Answers a question with quoted paragraphs, or says why not. The exit status is 0 either way.",
        epilog='example: python -m assistant ask "ai chu tri hoi nghi" --from 2024-03 --speaker "Lê Minh"',
    )
    _add_library(asking, default=argparse.SUPPRESS)
    command.add_question(asking, "the question")
    asking.add_argument(
        "--after",
        action="append",
        default=[],
        type=command.text_argument,
        metavar="QUESTION",
        help="a question that was asked before, which this one may lean on; give several in their order",
    )
    asking.add_argument(
        "--as-typed",
        action="store_true",
        help="search the documents, don't restore missing diacritics, nor lean on an earlier question",
    )
    asking.add_argument(
        "--today",
        type=command.day_argument,
        metavar="DATE",
        help="the day from which questions about tasks are seen, as 2024-03-12 (today)",
    )
    asking.add_argument("--language", choices=LANGUAGES, help="of what is around the quotes (HOIHOP_LANGUAGE, else vi)")
    asking.add_argument("--json", action="store_true", help="as one JSON object; --batch always writes JSON")
    command.add_filters(asking)

    evaluating = commands.add_parser(
        "eval",
        help="measure the answers to an evaluation folder",
        description=_EVAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: python -m assistant eval seeds --library my-library",
    )
    evaluating.add_argument("folder", type=command.folder_argument, metavar="FOLDER", help="the evaluation folder")
    _add_library(evaluating, default=argparse.SUPPRESS, otherwise="else a new one that is deleted afterwards")
    evaluating.add_argument("--json", action="store_true", help="as one JSON object, unrounded, with everything")
    evaluating.add_argument(
        "--plot",
        type=command.folder_argument,
        metavar="FILE.png",
        help="draw the reliability of the confidence over all files: how often it is right, by its height",
    )
    evaluating.add_argument(
        "--details",
        type=command.folder_argument,
        metavar="FILE.jsonl",
        help="write what became of each question, a JSON object a line",
    )
    return parser


def _add_library(
    parser: argparse.ArgumentParser,
    *,
    default: object,
    otherwise: str = "else HOIHOP_LIBRARY, else the folder `library` beside the program",
) -> None:
    parser.add_argument(
        "--library",
        type=command.folder_argument,
        default=default,
        metavar="DIR",
        help=f"the library's folder ({otherwise})",
    )


def _host(value: str) -> str:
    if not value:
        raise argparse.ArgumentTypeError("an empty host")
    return value


def _port(value: str) -> int:
    port = command.count_argument(value)
    if port > 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port from 1 to 65535")
    return port
