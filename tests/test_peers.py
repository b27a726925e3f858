"""tests.benchmarks.peers without the peers: the measures, the tables, what peers are given and what they give back."""

from __future__ import annotations

import json
import subprocess
import sysconfig
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Library, Paragraph
from tests.benchmarks import peers, peers_environment, peers_worker
from tests.benchmarks.peers_tables import (
    HIT,
    MRR,
    OURS,
    SHARE,
    Interval,
    Ranked,
    first_is_right,
    interval,
    lead,
    reciprocal_rank,
    right_of_five,
    tables,
)
from tests.benchmarks.peers_worker import Pool
from tests.stub_embedder import StubEmbedder

PLAN = "KẾ HOẠCH THÁNG NĂM\n\nPhòng kế toán nộp báo cáo thu chi.\n\nPhòng nhân sự tuyển hai kỹ sư.\n"
MINUTES = "Tổ bảo trì thay máy bơm số ba.\n\nTổ vận hành trực đêm thứ bảy.\n"


def test_reciprocal_rank_counts_ten_places() -> None:
    assert reciprocal_rank([7, 4, 9], {9, 4}) == 0.5
    assert reciprocal_rank([7, 4, 9], {1}) == 0.0
    assert reciprocal_rank(range(20), {9}) == 0.1
    assert reciprocal_rank(range(20), {10}) == 0.0
    assert reciprocal_rank([], {1}) == 0.0


def test_first_is_right() -> None:
    assert [first_is_right(ranked, {4}) for ranked in ([4, 7], [7, 4], [])] == [1.0, 0.0, 0.0]


def test_right_of_five_is_out_of_five_places() -> None:
    assert right_of_five([1, 2, 3, 4, 5, 6], {2, 4, 6}) == 0.4
    assert right_of_five([1, 2], {1, 2}) == 0.4


def test_an_interval_of_equal_values_is_that_value() -> None:
    assert interval([0.5] * 30) == Interval(0.5, 0.5, 0.5)


def test_an_interval_is_as_wide_as_theory_says_and_always_the_same() -> None:
    values = [1.0] * 200 + [0.0] * 200
    found = interval(values)
    # 1.96 standard errors of a share of one half among 400.
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.5 - 0.049, 0.5 + 0.049), abs=0.004)
    assert interval(values) == found


def ranked(**rankings: Sequence[Sequence[int]]) -> Ranked:
    """A row of two questions whose right passages are 0 and 1; `ours` stands for OURS."""
    named = {OURS if name == "ours" else name: each for name, each in rankings.items()}
    return Ranked("row", True, (frozenset({0}), frozenset({1})), named)


def test_a_lead_is_over_the_best_peer_by_that_measure_and_paired() -> None:
    # By MRR@10: steady 0.5, lucky 0.55. By hit@1: steady 0, lucky 0.5.
    row = ranked(steady=[[5, 0], [5, 1]], lucky=[[0], [2, 3, 4, 5, 6, 7, 8, 9, 0, 1]], ours=[[0], [5, 1]])
    found = lead(row, MRR)
    assert (found.best_peer, found.measure, found.row) == ("lucky", MRR, "row")
    assert found.difference.mean == pytest.approx(0.2)
    # The differences of the questions are 0 and 0.4; drawn apart, the two systems would differ by less than 0 as well.
    assert (found.difference.low, found.difference.high) == pytest.approx((0.0, 0.4))
    assert lead(row, HIT).difference == Interval(0.0, 0.0, 0.0)
    assert lead(row, SHARE).best_peer == "steady"


def test_the_tables_read_as_they_are_to_be_pasted() -> None:
    row = ranked(LangChain=[[5, 0], [5, 1]], txtai=[[5], [5]], ours=[[0, 9], [1, 9]])
    plain = Ranked("plain", False, row.right, {**row.rankings, OURS: [[0], [5, 1]]})
    assert tables([row, plain]) == (
        "| MRR@10 (95 % interval) | questions | LangChain | txtai | Hỏi Họp |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| row | 2 | 0.500 (0.500–0.500) | 0.000 (0.000–0.000) | 1.000 (1.000–1.000) |\n"
        "| plain | 2 | 0.500 (0.500–0.500) | 0.000 (0.000–0.000) | 0.750 (0.500–1.000) |\n"
        "\n"
        "| hit@1 (95 % interval) | questions | LangChain | txtai | Hỏi Họp |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| row | 2 | 0.000 (0.000–0.000) | 0.000 (0.000–0.000) | 1.000 (1.000–1.000) |\n"
        "| plain | 2 | 0.000 (0.000–0.000) | 0.000 (0.000–0.000) | 0.500 (0.000–1.000) |\n"
        "\n"
        "| top 5 inside the answer (95 % interval) | questions | LangChain | txtai | Hỏi Họp |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| row | 2 | 0.200 (0.200–0.200) | 0.000 (0.000–0.000) | 0.200 (0.200–0.200) |\n"
        "\n"
        "| recall@5 (95 % interval) | questions | LangChain | txtai | Hỏi Họp |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| row | 2 | 1.000 (1.000–1.000) | 0.000 (0.000–0.000) | 1.000 (1.000–1.000) |\n"
        "\n"
        "|  | measure | best peer | Hỏi Họp above it (95 % interval, paired) | above zero |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| row | MRR@10 | LangChain | +0.500 (+0.500 to +0.500) | yes |\n"
        "| plain | MRR@10 | LangChain | +0.250 (+0.000 to +0.500) | no |\n"
        "| row | hit@1 | LangChain | +1.000 (+1.000 to +1.000) | yes |\n"
        "| plain | hit@1 | LangChain | +0.500 (+0.000 to +1.000) | no |\n"
        "| row | top 5 inside the answer | LangChain | +0.000 (+0.000 to +0.000) | no |\n"
        "| row | recall@5 | LangChain | +0.000 (+0.000 to +0.000) | no |\n"
    )


def question(text: str, quote: str | None, **fields: object) -> dict[str, object]:
    """A line of a questions file; the quote is looked up in the two documents."""
    answers = []
    for document, whole in (("plan.txt", PLAN), ("minutes.txt", MINUTES)):
        if quote is not None and quote in whole:
            start = whole.index(quote)
            answers.append({"document": document, "start": start, "end": start + len(quote)})
    return {"question": text, "answers": answers, **fields}


def evaluation(folder: Path, **files: list[dict[str, object]]) -> Path:
    """An evaluation folder with questions.jsonl, and questions-NAME.jsonl for the files of other names."""
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "documents" / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    for name, lines in files.items():
        file = folder / ("questions.jsonl" if name == "questions" else f"questions-{name}.jsonl")
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


NAMES = {"plan.txt": "plan.txt", "minutes.txt": "minutes.txt"}


def test_rows_are_files_kinds_and_twice_what_asks_within_a_document(tmp_path: Path) -> None:
    folder = evaluation(
        tmp_path / "made-up",
        questions=[
            question("a", "máy bơm", kind="accented"),
            question("b", None, kind="nothing"),
            question("c", "kỹ sư", kind="bare"),
            question("d", "trực đêm", kind="accented"),
        ],
        en=[question("e", "trực đêm", within="minutes.txt"), question("f", "kỹ sư", within="plan.txt")],
        unanswerable=[question("g", None)],
    )
    found = list(peers.rows_of(folder, NAMES))
    assert [(row.name, row.passages, [each.text for each in row.questions]) for row in found] == [
        ("made-up, accented", False, ["a", "d"]),
        ("made-up, bare", False, ["c"]),
        ("made-up, en, all documents", True, ["e", "f"]),
        ("made-up, en, within the document", True, ["e", "f"]),
    ]
    assert [[each.within for each in row.questions] for row in found[2:]] == [
        [None, None],
        ["minutes.txt", "plan.txt"],
    ]


# Each passage of the two documents as peers get it, in the library's order.
TEXTS = [
    "Tổ bảo trì thay máy bơm số ba.",
    "Tổ vận hành trực đêm thứ bảy.",
    "KẾ HOẠCH THÁNG NĂM\nPhòng kế toán nộp báo cáo thu chi.",
    "KẾ HOẠCH THÁNG NĂM\nPhòng nhân sự tuyển hai kỹ sư.",
]


class Peers:
    """Two made-up peers that remember what they were given: one ranks backwards, the other finds the first passage."""

    def __init__(self) -> None:
        self.pools: list[Pool] = []

    def backwards(self, pool: Pool) -> list[list[int]]:
        self.pools.append(pool)
        return [list(reversed(range(len(pool.texts)))) for _ in pool.questions]

    def first(self, pool: Pool) -> list[list[int]]:
        return [[0] for _ in pool.questions]

    def work(self, job: Path) -> None:
        peers_worker.work(job, {"backwards": self.backwards, "first": self.first}, ["numpy"])


def test_peers_get_the_passages_vectors_and_questions_as_typed(tmp_path: Path) -> None:
    typed = unicodedata.normalize("NFD", "Ai thay máy bơm?")
    asked = [question(typed, "máy bơm"), question("Ai tuyển kỹ sư?", "kỹ sư")]
    folder, embedder, fakes = evaluation(tmp_path / "made-up", questions=asked), StubEmbedder(), Peers()
    (row,), versions = peers.compare(folder, tmp_path / "library", embedder, fakes.work)
    (pool,) = fakes.pools
    assert pool.texts == TEXTS
    assert pool.questions == [typed, "Ai tuyển kỹ sư?"]
    np.testing.assert_array_equal(pool.question_vectors, embedder.questions(pool.questions))
    np.testing.assert_allclose(np.linalg.norm(pool.vectors, axis=1), 1, atol=1e-6)
    # The library keeps half precision.
    np.testing.assert_allclose(pool.vectors[0], embedder.questions([TEXTS[0]])[0], atol=1e-3)
    assert versions == {"numpy": np.__version__}
    assert row.right == (frozenset({0}), frozenset({3}))
    assert list(row.rankings) == ["backwards", "first", "dense alone", OURS]
    assert row.rankings["backwards"] == [[3, 2, 1, 0]] * 2
    assert row.rankings["first"] == [[0]] * 2
    assert [ranks[0] for ranks in row.rankings["dense alone"]] == [0, 3]
    assert [ranks[0] for ranks in row.rankings[OURS]] == [0, 3]
    assert [set(ranks) for ranks in row.rankings[OURS]] == [{0, 1, 2, 3}] * 2


def test_within_a_document_peers_have_only_that(tmp_path: Path) -> None:
    asked = [
        question("Ai tuyển kỹ sư?", "kỹ sư", within="plan.txt"),
        question("Ai trực đêm?", "trực đêm", within="minutes.txt"),
        question("Ai nộp báo cáo?", "báo cáo", within="plan.txt"),
    ]
    folder, fakes = evaluation(tmp_path / "made-up", questions=asked), Peers()
    (everywhere, within), _ = peers.compare(folder, tmp_path / "library", StubEmbedder(), fakes.work)
    assert [(pool.texts, pool.questions) for pool in fakes.pools] == [
        (TEXTS, ["Ai tuyển kỹ sư?", "Ai trực đêm?", "Ai nộp báo cáo?"]),
        (TEXTS[2:], ["Ai tuyển kỹ sư?", "Ai nộp báo cáo?"]),
        (TEXTS[:2], ["Ai trực đêm?"]),
    ]
    assert everywhere.rankings["backwards"] == [[3, 2, 1, 0]] * 3
    assert within.rankings["backwards"] == [[3, 2], [1, 0], [3, 2]]
    assert within.rankings["first"] == [[2], [0], [2]]
    for system in ("dense alone", OURS):
        assert within.rankings[system] == [[3, 2], [1, 0], [2, 3]]


def test_another_search_can_stand_in_for_ours(tmp_path: Path) -> None:
    def last_of_plan(library: Library, questions: Sequence[Any]) -> list[list[Paragraph]]:
        assert questions[0].answers[0].document == "plan.txt"
        return [[library.paragraphs("plan.txt")[-1]] for _ in questions]

    folder = evaluation(tmp_path / "made-up", questions=[question("Ai?", "kỹ sư")])
    (row,), _ = peers.compare(folder, tmp_path / "library", StubEmbedder(), Peers().work, last_of_plan)
    assert row.rankings[OURS] == [[3]]


def test_a_kept_library_holds_what_the_folder_holds_now(tmp_path: Path) -> None:
    folder = evaluation(tmp_path / "made-up", questions=[question("Ai thay máy bơm?", "máy bơm")])
    peers.compare(folder, tmp_path / "library", StubEmbedder(), Peers().work)
    (folder / "documents" / "plan.txt").unlink()
    embedder, fakes = StubEmbedder(), Peers()
    peers.compare(folder, tmp_path / "library", embedder, fakes.work)
    assert (fakes.pools[0].texts, embedder.passages_embedded) == (TEXTS[:2], 0)


def test_a_broken_document_or_no_question_ends_it(tmp_path: Path) -> None:
    folder = evaluation(tmp_path / "made-up", questions=[question("Gì?", None)])
    with pytest.raises(SystemExit, match="no question here that something answers"):
        peers.compare(folder, tmp_path / "library", StubEmbedder(), Peers().work)
    (folder / "documents" / "broken.txt").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SystemExit, match=r"broken\.txt"):
        peers.compare(folder, tmp_path / "library", StubEmbedder(), Peers().work)


def test_two_folders_of_one_name_are_refused_before_anything_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers_environment, "ready", lambda folder: pytest.fail("installed"))
    with pytest.raises(SystemExit):
        peers.main([str(tmp_path / "a" / "same"), str(tmp_path / "b" / "same")])
    assert "two of the folders have the same name" in capsys.readouterr().err


def test_every_peer_is_pinned_exactly() -> None:
    lines = peers_environment.PINS.read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if line.count("==") != 1] == []
    assert peers_worker.pinned() == [line.split("==")[0] for line in pins]
    assert {"langchain-classic", "langchain-community", "txtai", "bm25s"} <= set(peers_worker.pinned())


class Installer:
    """Stands in for venv and pip; `calls` are the commands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[list[str]] = []
        self.status = 0
        monkeypatch.setattr("venv.EnvBuilder", lambda with_pip: self)
        monkeypatch.setattr("subprocess.run", self.run)

    def create(self, folder: Path) -> None:
        for name in ("bin/python", "pyvenv.cfg", f"{site_packages(folder).relative_to(folder)}/README"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()

    def run(self, command: list[str], **_: object) -> None:
        self.calls.append(command)
        if self.status:
            raise subprocess.CalledProcessError(self.status, command)


def site_packages(folder: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))


def test_the_environment_is_made_once_for_the_same_pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_ARGS", "--no-cache-dir --retries 1")
    installer, folder, pins = Installer(monkeypatch), tmp_path / "peers", tmp_path / "pins.txt"
    pins.write_text("txtai==9.14.0\n", encoding="utf-8")
    monkeypatch.setattr(peers_environment, "PINS", pins)
    python = peers_environment.ready(folder)
    assert python == folder / "bin" / "python"
    install = ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", str(pins)]
    assert installer.calls == [[str(python), *install, "--no-cache-dir", "--retries", "1"]]
    assert (folder / ".gitignore").read_text("utf-8") == "*\n"
    shared = (site_packages(folder) / "shared.pth").read_text("utf-8").splitlines()
    assert sysconfig.get_path("purelib") in shared
    assert (peers_environment.ready(folder), len(installer.calls)) == (python, 1)
    pins.write_text("txtai==9.13.0\n", encoding="utf-8")
    peers_environment.ready(folder)
    assert len(installer.calls) == 2


def test_a_failed_install_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installer = Installer(monkeypatch)
    installer.status = 1
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            peers_environment.ready(tmp_path / "peers")
    assert len(installer.calls) == 2


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installer = Installer(monkeypatch)
    (tmp_path / "letter.txt").write_text("Kính gửi", encoding="utf-8")
    with pytest.raises(SystemExit, match="something else than a virtual environment"):
        peers_environment.ready(tmp_path)
    assert ([each.name for each in tmp_path.iterdir()], installer.calls) == (["letter.txt"], [])


def test_make_peers_takes_folders() -> None:
    command = ["make", "--dry-run", "--no-print-directory", "peers", "FOLDERS=seeds other"]
    root = Path(__file__).parent.parent
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == [".ci/install", ".venv/bin/python -m tests.benchmarks.peers seeds other"]
