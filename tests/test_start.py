"""Starting the chat: what is checked, what is loaded, what Streamlit is told; and the real thing, served and ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.cli import main
from assistant.samples import SAMPLES, prepare
from assistant.settings import ChatSettings
from assistant.start import AddressUnusable, NotShared, PortTaken, check_address, start
from assistant.ui import opening
from index import Library, LibraryNotWritable, PathNotFound, Settings, documents_in, waits_for_samples
from tests.stub_embedder import StubEmbedder

ROOT = Path(__file__).parent.parent


@dataclass
class Starter:
    """Starts the chat of a settings' library; what would take the place of the process is kept in `programs`."""

    settings: Settings
    loads: int = 0
    programs: list[tuple[str, list[str], dict[str, str]]] = field(default_factory=list)

    def load(self, _: Settings) -> StubEmbedder:
        self.loads += 1
        return StubEmbedder()

    def __call__(self, host: str = "127.0.0.1", port: int | None = None, *, shared: bool = False) -> None:
        chat = ChatSettings("en", host, port or free_port(), shared)
        start(self.settings, chat, self.load, lambda *program: self.programs.append(program))  # type: ignore[arg-type]


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starter:
    # Starting changes the current folder; monkeypatch brings it back.
    monkeypatch.chdir(tmp_path)
    return Starter(Settings(tmp_path / "library", "the/model", tmp_path / "cache"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_first_start_adds_the_samples_and_tells_of_each(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    starter()
    names = sorted(path.name for path in SAMPLES.iterdir())
    documents = documents_in(starter.settings.library)
    assert [(each.document, each.sample) for each in documents] == [(name, True) for name in names]
    out, err = capsys.readouterr()
    assert out == ""
    loading, *lines = err.splitlines()
    assert loading == "Loading the model… (the first time it is unpacked, which can take a minute)"
    total = len(names)
    assert lines[0] == f"Indexing the sample documents [{'.' * 24}] 0/{total} {names[0]}"
    assert lines[-1] == f"Indexing the sample documents [{'#' * 24}] {total}/{total}"
    assert len(lines) == total + 1


def test_a_second_start_loads_no_model(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    starter()
    capsys.readouterr()
    starter()
    assert (starter.loads, len(starter.programs)) == (1, 2)
    assert capsys.readouterr() == ("", "")


def test_samples_that_were_removed_or_never_wanted_stay_out(starter: Starter) -> None:
    with Library.open(starter.settings.library, StubEmbedder()) as library:  # type: ignore[arg-type]
        prepare(library)
        library.remove_samples()
    starter()
    assert (starter.loads, documents_in(starter.settings.library)) == (0, [])


def test_a_library_of_documents_of_ones_own_gets_no_samples(starter: Starter) -> None:
    assert waits_for_samples(starter.settings.library)
    with Library.open(starter.settings.library, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("own.txt", b"Lan has the key.\n")
    starter()
    assert [each.document for each in documents_in(starter.settings.library)] == ["own.txt"]


def test_a_start_that_was_stopped_goes_on(starter: Starter) -> None:
    def stop(_: str, done: int, __: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        Library.open(starter.settings.library, StubEmbedder()) as library,  # type: ignore[arg-type]
    ):
        prepare(library, stop)
    assert len(documents_in(starter.settings.library)) == 2
    starter()
    assert len(documents_in(starter.settings.library)) == len(list(SAMPLES.iterdir()))


def test_streamlit_is_told_all_in_the_folder_of_its_settings(
    starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/more")
    starter.settings = Settings(Path("thư viện"), "the/model", Path("cache"))
    port = free_port()
    starter(port=port)
    ((program, arguments, environment),) = starter.programs
    assert program == sys.executable
    assert arguments == [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "assistant/app.py"),
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        "--server.headless=true",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    ]
    environment.pop("HOIHOP_CHROMIUM", None)
    settings = {name: value for name, value in environment.items() if name.startswith(("HOIHOP_", "PYTHONPATH"))}
    assert settings == {
        "HOIHOP_LIBRARY": str(tmp_path / "thư viện"),
        "HOIHOP_MODEL": "the/model",
        "HOIHOP_CACHE": str(tmp_path / "cache"),
        "HOIHOP_RERANKER": "",
        "HOIHOP_LANGUAGE": "en",
        "HOIHOP_HOST": "127.0.0.1",
        "HOIHOP_PORT": str(port),
        "HOIHOP_SHARED": "0",
        "HOIHOP_WATCH": "",
        "PYTHONPATH": f"{ROOT}{os.pathsep}/more",
    }
    assert environment["PATH"] == os.environ["PATH"]
    assert Path.cwd() == ROOT
    assert (ROOT / ".streamlit/config.toml").is_file()


def test_models_in_folders_are_found_from_the_folder_of_the_chat(starter: Starter, tmp_path: Path) -> None:
    for name in ("models/ours", "models/second"):
        (tmp_path / name).mkdir(parents=True)
    library, cache = tmp_path / "library", tmp_path / "cache"
    starter.settings = Settings(library, "models/ours", cache, "./models/second")
    starter()
    (tmp_path / "again").mkdir()
    os.chdir(tmp_path / "again")
    starter.settings = Settings(library, "a-hub/ours", cache, "a-hub/second")
    starter()
    models = [(each["HOIHOP_MODEL"], each["HOIHOP_RERANKER"]) for _, _, each in starter.programs]
    assert models == [
        (str(tmp_path / "models/ours"), str(tmp_path / "models/second")),
        ("a-hub/ours", "a-hub/second"),
    ]


def test_the_chat_loads_the_cross_encoder_that_the_settings_name(
    starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Last:
        name = "last"

        def scores(self, _: str, texts: Sequence[str]) -> NDArray[np.float64]:
            return np.array([float("Minh" in text) for text in texts])

    with Library.open(starter.settings.library, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.samples_are_in()
        library.add_bytes("a.txt", "Lan giữ chìa khoá kho lúa.\n\nMinh về nhà sớm.\n".encode())
    monkeypatch.setattr(opening, "load_reranker", lambda settings: Last() if settings.reranker == "last" else None)
    for reranker, best in ((None, "Lan giữ chìa khoá kho lúa."), ("last", "Minh về nhà sớm.")):
        settings = replace(starter.settings, reranker=reranker)
        with opening.opening_of(settings, starter.load).job.result() as library:  # type: ignore[arg-type]
            assert library.search("Ai giữ chìa khoá kho lúa?")[0].paragraph.text == best


def test_a_port_that_is_taken_is_told_with_the_command_that_mends_it(starter: Starter, taken_port: int) -> None:
    with pytest.raises(PortTaken) as taken:
        starter(port=taken_port)
    free = taken.value.values["free"]
    assert isinstance(free, int)
    assert free > taken_port
    check_address("127.0.0.1", free)
    assert str(taken.value) == (
        f"Port {taken_port} of 127.0.0.1 is taken, perhaps by a chat that is already running: "
        f"http://127.0.0.1:{taken_port}. To start another one: make chat PORT={free}, or "
        f"python -m assistant --port {free}"
    )
    assert (starter.loads, starter.programs, starter.settings.library.exists()) == (0, [], False)


def test_a_host_that_is_not_this_machine_is_told(starter: Starter) -> None:
    with pytest.raises(AddressUnusable, match=r"can't be served on 192\.0\.2\.1, port .*--host and --port"):
        starter(host="192.0.2.1", shared=True)


def test_serving_beyond_this_machine_is_told(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    starter()
    capsys.readouterr()
    starter(host="0.0.0.0", shared=True)
    assert capsys.readouterr().err == (
        "Serving on 0.0.0.0: whoever reaches this machine can read and change the library.\n"
    )
    assert "--server.address=0.0.0.0" in starter.programs[-1][1]
    assert starter.programs[-1][2]["HOIHOP_SHARED"] == "1"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_serving_beyond_this_machine_takes_a_word_and_says_who_could_do_what(starter: Starter, host: str) -> None:
    with pytest.raises(NotShared) as refused:
        starter(host=host)
    told = str(refused.value)
    assert told.startswith(f"Served on {host}, the chat is open to every machine that reaches this one")
    for part in (
        "no sign-in",
        "read every document of the library",
        "remove or replace any of them for everybody",
        "read each conversation whose address they are given",
        "only that browser can rename or delete them",
        "add --shared (or set HOIHOP_SHARED=1)",
    ):
        assert part in told
    assert (starter.loads, starter.programs, starter.settings.library.exists()) == (0, [], False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_this_machine_alone_takes_no_word(starter: Starter, host: str) -> None:
    starter(host=host)
    assert f"--server.address={host}" in starter.programs[-1][1]


def test_the_flag_and_the_variable_mean_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[ChatSettings] = []

    def run(*arguments: str) -> None:
        assert main([*arguments, "--library", str(tmp_path)], starter=lambda _, chat, __: started.append(chat)) == 0

    run("--host", "0.0.0.0")
    run("--host", "0.0.0.0", "--shared")
    monkeypatch.setenv("HOIHOP_SHARED", "1")
    run("--host", "0.0.0.0")
    run("--watch", "họp")
    monkeypatch.setenv("HOIHOP_WATCH", "khác")
    run()
    assert [chat.watch for chat in started] == [None, None, None, Path("họp"), Path("khác")]
    del started[3:]
    assert [(chat.host, chat.shared) for chat in started] == [("0.0.0.0", False), ("0.0.0.0", True), ("0.0.0.0", True)]


def test_a_folder_to_watch_is_found_from_the_folder_of_the_chat(starter: Starter, tmp_path: Path) -> None:
    (tmp_path / "họp").mkdir()
    with Library.open(starter.settings.library, StubEmbedder("the/model")) as library:  # type: ignore[arg-type]
        library.samples_are_in()
    chat = ChatSettings("en", port=free_port(), watch=Path("họp"))
    start(starter.settings, chat, starter.load, lambda *program: starter.programs.append(program))  # type: ignore[arg-type]
    assert starter.programs[-1][2]["HOIHOP_WATCH"] == str(tmp_path / "họp")
    with pytest.raises(PathNotFound) as caught:
        start(starter.settings, replace(chat, watch=tmp_path / "mất"), starter.load)  # type: ignore[arg-type]
    assert caught.value.values == {"path": str(tmp_path / "mất")}


def test_a_library_that_can_not_be_made_is_told(starter: Starter, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(LibraryNotWritable, match="library can't be written"):
        starter()
    assert starter.programs == []


def test_the_command_line_ends_with_1_and_a_sentence(
    tmp_path: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", str(taken_port), "--library", str(tmp_path / "library")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"Port {taken_port} of 127.0.0.1 is taken")
    assert err.count("\n") == 1


def test_the_chat_is_served_without_questions_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        library.samples_are_in()
    port = free_port()
    # In a new home folder Streamlit would ask for an e-mail address.
    environment = os.environ | {"HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant", "--port", str(port), "--library", "library"]
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        assert page(port, process) == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait(20)
    told = log.read_text("utf-8")
    assert f"http://127.0.0.1:{port}" in told
    assert [word for word in ("mail", "Network URL", "External URL", "Traceback") if word in told] == []


def page(port: int, process: subprocess.Popen[bytes]) -> int:
    """The status of the chat's page, once it is served."""
    deadline = monotonic() + 60
    while monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
                status: int = response.status
                return status
        except urllib.error.URLError:
            sleep(0.05)
    raise AssertionError("the chat was not served")
