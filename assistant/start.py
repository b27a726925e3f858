"""Starting the chat: the port, the samples of a new library, then Streamlit in the place of this process."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.samples import prepare
from assistant.settings import ChatSettings
from index import Embedder, HoiHopError, Library, PathNotFound, Settings, command, waits_for_samples, with_model

ROOT = Path(__file__).resolve().parent.parent
_APP = ROOT / "assistant/app.py"
_HIGHEST_PORT = 65535
_PORTS_TRIED = 20

Load = Callable[[Settings], Embedder]
Replace = Callable[[str, list[str], dict[str, str]], None]
"""Puts a program, with its arguments and environment, in the place of this process; os.execve."""


class PortTaken(HoiHopError):
    """Another program listens on the port. Values: host, port, free (a port to take instead)."""

    message = (
        "Port {port} of {host} is taken, perhaps by a chat that is already running: http://{host}:{port}. "
        "To start another one: make chat PORT={free}, or python -m assistant --port {free}"
    )


class AddressUnusable(HoiHopError):
    """Values: host, port, detail."""

    message = "The chat can't be served on {host}, port {port} ({detail}). Choose others with --host and --port."


class NotShared(HoiHopError):
    """An address that other machines reach, without the word that this is meant. Values: host, port."""

    message = (
        "Served on {host}, the chat is open to every machine that reaches this one, and there is no sign-in. Whoever "
        "opens it can read every document of the library, download the originals, add documents, and remove or replace "
        "any of them for everybody. They can also read each conversation whose address they are given or find in a "
        "browser's history; the list of conversations is kept apart for each browser, and only that browser can rename "
        "or delete them. What is sent is not encrypted. If that is meant, add --shared (or set HOIHOP_SHARED=1); if "
        "not, leave out --host and HOIHOP_HOST, and only this machine reaches the chat."
    )


def start(settings: Settings, chat: ChatSettings, load: Load, replace_process: Replace = os.execve) -> None:
    """Serves the chat until it is stopped.

    Raises NotShared, PortTaken, AddressUnusable, PathNotFound (no folder to watch), ModelUnavailable and LibraryError.

    The model is loaded here only when the library waits for its samples; the chat loads it by itself.
    """
    if not (chat.shared or _is_loopback(chat.host)):
        raise NotShared(host=chat.host, port=chat.port)
    check_address(chat.host, chat.port)
    if chat.watch is not None and not chat.watch.is_dir():
        raise PathNotFound(path=str(chat.watch))
    if waits_for_samples(settings.library):
        _add_samples(settings, load)
    if not _is_loopback(chat.host):
        command.complain(f"Serving on {chat.host}: whoever reaches this machine can read and change the library.")
    arguments = streamlit_command(chat)
    environment = {**os.environ, **chat_environment(settings, chat)}
    # Streamlit looks for .streamlit/config.toml in the current folder.
    os.chdir(ROOT)
    sys.stdout.flush()
    sys.stderr.flush()
    replace_process(arguments[0], arguments, environment)


def streamlit_command(chat: ChatSettings) -> list[str]:
    """How Streamlit is run. What keeps it quiet stands here too, since environment variables overrule its file."""
    options = {
        "server.address": chat.host,
        "server.port": str(chat.port),
        "server.headless": "true",
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(_APP), *flags]


def chat_environment(settings: Settings, chat: ChatSettings) -> dict[str, str]:
    """What the chat reads its settings from. Paths are absolute: it runs in another folder."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {
        "HOIHOP_LIBRARY": str(settings.library.absolute()),
        "HOIHOP_MODEL": _found_anywhere(settings.model or ""),
        "HOIHOP_CACHE": str(settings.cache.absolute()),
        "HOIHOP_RERANKER": _found_anywhere(settings.reranker or ""),
        "HOIHOP_LANGUAGE": chat.language,
        "HOIHOP_HOST": chat.host,
        "HOIHOP_PORT": str(chat.port),
        "HOIHOP_SHARED": str(int(chat.shared)),
        "HOIHOP_WATCH": str(chat.watch.absolute()) if chat.watch is not None else "",
        "PYTHONPATH": path,
    }


def _found_anywhere(model: str) -> str:
    """A model's name; its absolute path where it is a folder."""
    folder = Path(model).expanduser()
    return str(folder.absolute()) if model and folder.is_dir() else model


def check_address(host: str, port: int) -> None:
    """Raises PortTaken and AddressUnusable."""
    error = _binding_error(host, port)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        others = range(port + 1, min(port + _PORTS_TRIED, _HIGHEST_PORT) + 1)
        free = next((other for other in others if _binding_error(host, other) is None), 8501)
        raise PortTaken(host=host, port=port, free=free) from error
    raise AddressUnusable(host=host, port=port, detail=error.strerror or str(error)) from error


def _binding_error(host: str, port: int) -> OSError | None:
    """What happens when a server listens there, as Streamlit's will."""
    try:
        ((family, kind, protocol, _, address), *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        return error
    return None


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _add_samples(settings: Settings, load: Load) -> None:
    status = command.StatusLine()
    status.note("Loading the model… (the first time it is unpacked, which can take a minute)")
    embedder = load(with_model(settings))
    status.clear()

    def report(document: str, done: int, total: int) -> None:
        status.note(f"Indexing the sample documents {command.bar(done, total)} {document}".rstrip())

    with Library.open(settings.library, embedder) as library:
        outcomes = prepare(library, report)
    status.clear()
    for outcome in outcomes:
        if outcome.status == "failed":
            command.complain(outcome.reason)
