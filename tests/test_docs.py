"""The README names every command and every option."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant.cli
import index.cli
from index.loaders import SUPPORTED_SUFFIXES

README = Path(__file__).parent.parent / "README.md"


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser, unless it only leads to its commands, and those."""
    subparsers = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not any(action.required for action in subparsers):
        yield parser
    for action in subparsers:
        for each in action.choices.values():
            yield from commands(each)


def test_the_readme_names_every_suffix_that_is_read() -> None:
    rows = [line.split(" | ")[0] for line in README.read_text("utf-8").splitlines() if line.startswith("| .")]
    named = [suffix for row in rows for suffix in row.strip("| ").split(", ")]
    assert sorted(named) == sorted(SUPPORTED_SUFFIXES)


PARSERS = [each for module in (index.cli, assistant.cli) for each in commands(module._parser())]


def test_the_commands_are_found() -> None:
    names = [
        "index add",
        "index watch",
        "index remove",
        "index edit",
        "index list",
        "index tasks",
        "index meetings",
        "index search",
        "index model",
        "index reembed",
    ]
    names += ["index check", "index repair", "index compact", "index backup", "index restore", "index reread"]
    names += ["assistant", "assistant ask", "assistant eval"]
    assert [parser.prog for parser in PARSERS] == [f"python -m {name}" for name in names]


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.prog.removeprefix("python -m "))
def test_the_readme_names_the_command_and_its_options(parser: argparse.ArgumentParser) -> None:
    text = README.read_text("utf-8")
    options = [option for action in parser._actions for option in action.option_strings if option.startswith("--")]
    assert [name for name in (parser.prog, *options) if name not in text and name != "--help"] == []
