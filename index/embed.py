"""Texts in, unit vectors out: any sentence-transformers model by name, the bundled one by default.

A passage and its sentences come out of one pass: a sentence's vector is the mean of the passage's token vectors inside
it. That is so where the model itself takes the mean of its token vectors, and its tokenizer says where they stand.
Another model (first-token pooling, a layer after the pooling, no offsets) would put such means outside the space of its
own vectors, so there each sentence is encoded by itself, which costs a second pass.
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index import bundled_e5, packing, precision
from index.errors import BundledModelChanged, HubModelUnavailable, ModelFolderMissing, ModelUnavailable
from index.micro_batches import MicroBatches
from index.models import Span
from index.precision import FP32, NumberFormat, Precision
from index.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
# The default model's name in a library: it says which weights, whatever version of the package brought them.
BUNDLED_NAME = f"{DEFAULT_MODEL}@{bundled_e5.WEIGHTS_SHA256[:12]}"
# What this program sets HF_HUB_OFFLINE to. The hub's client takes it for "1", which a user would write.
OFFLINE = "On"
# So many texts are split into tokens at once, and so many code points, padding included, go through a model together
# that needs padding: some thousand tokens; a GPU takes more at once.
_TEXTS_AT_ONCE = 32
_CHARACTERS_AT_ONCE = 4_000
_CHARACTERS_AT_ONCE_ON_GPU = 64_000


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """A passage's vector (dimension,) and its sentences' (n, dimension), float32, of unit length.

    A sentence that lies beyond the model's window is all zeros.
    """

    vector: Vectors
    sentences: Vectors


@dataclass(frozen=True, slots=True)
class _Encoded:
    """What the model makes of some texts: their vectors (n, dimension), float32, of unit length.

    Of a model that encodes a passage with its sentences also the token vectors of each text, (tokens, dimension), and
    where the tokens stand, (tokens, 2), in the text with the prompt before it; a token of its own and padding is an
    empty range.
    """

    vectors: Vectors
    tokens: Sequence[Vectors]
    offsets: Sequence[NDArray[np.int64]]


class Embedder:
    """Turns passages and questions into vectors. Threads may share one.

    `name` is what a library remembers; `dimension` is the length of the vectors; `precision` is what they are computed
    in, and `runs_on` the processor or GPU that does it. A text has the same vector whatever is embedded beside it; in
    bf16 on a processor with AMX, but for rounding (cosine 0.9999).
    """

    def __init__(self, model: SentenceTransformer, name: str, precision: Precision = FP32) -> None:
        self.name = name
        self.precision = precision
        self.runs_on = device_name(model.device)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelUnavailable(model=name, detail="it doesn't say how long its vectors are; choose another")
        self.dimension: int = dimension
        self._model = model
        self._question_prompt = model.prompts.get("query") or ""
        self._passage_prompt = model.prompts.get("passage") or model.prompts.get("document") or ""
        self._one_pass = _pools_token_vectors(model)
        self._together = MicroBatches(lambda texts: self._encode(texts, self._question_prompt))
        self._packer = packing.Packer(model) if _packs(model) else None

    @property
    def is_packed(self) -> bool:
        """Whether texts go through without padding."""
        return self._packer is not None

    def questions(self, texts: Sequence[str]) -> Vectors:
        """The questions' vectors (n, dimension), float32, of unit length.

        Those of threads that ask at once are embedded together.
        """
        return self._together.embed(texts)

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        """The passages' vectors with those of their sentences, whose spans are offsets into the passage's text.

        `on_progress` is called after each batch with the passages done and their total.
        """
        embedded: dict[int, EmbeddedPassage] = {}
        for batch in self._batches(texts):
            batch_texts = [texts[i] for i in batch]
            spans = [sentences[i] for i in batch]
            encode = self._passages_in_one_pass if self._one_pass else self._passages_in_two_passes
            embedded.update(zip(batch, encode(batch_texts, spans), strict=True))
            if on_progress is not None:
                on_progress(len(embedded), len(texts))
        return [embedded[i] for i in range(len(texts))]

    def _passages_in_one_pass(self, texts: list[str], sentences: list[Sequence[Span]]) -> list[EmbeddedPassage]:
        encoded = self._encoded(texts, self._passage_prompt)
        embedded = []
        for vector, tokens, offsets, text, spans in zip(
            encoded.vectors, encoded.tokens, encoded.offsets, texts, sentences, strict=True
        ):
            starts, kept = token_starts(self._passage_prompt + text, offsets, len(self._passage_prompt))
            embedded.append(EmbeddedPassage(vector, pooled(tokens[kept], starts, spans)))
        return embedded

    def _passages_in_two_passes(self, texts: list[str], sentences: list[Sequence[Span]]) -> list[EmbeddedPassage]:
        vectors = self._encode(texts, self._passage_prompt)
        parts = [text[span.start : span.end] for text, spans in zip(texts, sentences, strict=True) for span in spans]
        cuts = np.cumsum([len(spans) for spans in sentences])[:-1]
        by_passage = np.split(self._encode(parts, self._passage_prompt), cuts)
        return [EmbeddedPassage(vector, part) for vector, part in zip(vectors, by_passage, strict=True)]

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for batch in self._batches(texts):
            vectors[batch] = self._encoded([texts[i] for i in batch], prompt).vectors
        return vectors

    def _batches(self, texts: Sequence[str]) -> Iterator[Sequence[int]]:
        """The numbers of the texts that go through together."""
        if self._packer is None:
            on_gpu = self._model.device.type != "cpu"
            return batches(texts, _CHARACTERS_AT_ONCE_ON_GPU if on_gpu else _CHARACTERS_AT_ONCE)
        return (range(len(texts))[start : start + _TEXTS_AT_ONCE] for start in range(0, len(texts), _TEXTS_AT_ONCE))

    def _encoded(self, texts: list[str], prompt: str) -> _Encoded:
        import torch
        from sentence_transformers.util import batch_to_device

        if self._packer is not None:
            return self._packed(texts, prompt, self._packer)
        wanted = {"processing_kwargs": {"text": {"return_offsets_mapping": True}}} if self._one_pass else {}
        with torch.inference_mode():
            features: dict[str, Any] = dict(self._model.preprocess(texts, prompt=prompt or None, **wanted))
            # Kept away from the model, which has no use for it.
            offsets = list(features.pop("offset_mapping").numpy()) if self._one_pass else []
            found: dict[str, Any] = self._model(batch_to_device(features, self._model.device))
            token_vectors = list(_array(found["token_embeddings"])) if self._one_pass else []
            return _Encoded(unit(_array(found["sentence_embedding"])), token_vectors, offsets)

    def _packed(self, texts: list[str], prompt: str, packer: packing.Packer) -> _Encoded:
        """The same without padding. Lists, since to make tensors of them takes transformers longer than to split."""
        import torch

        wanted = {"common": {"return_tensors": None}, "text": {"padding": False, "return_offsets_mapping": True}}
        features = self._model.preprocess(texts, prompt=prompt or None, processing_kwargs=wanted)
        with torch.inference_mode():
            rows = [torch.tensor(each) for each in features["input_ids"]]
            token_vectors = [_array(each) for each in packer.token_vectors(rows)]
        vectors = unit(np.stack([each.mean(axis=0) for each in token_vectors]))
        return _Encoded(vectors, token_vectors, [np.array(each, np.int64) for each in features["offset_mapping"]])


def load_embedder(settings: Settings) -> Embedder:
    """The model that the settings name: the bundled one, which is the default, a folder, or a model hub's.

    Only a hub's model may touch the network, and only if it isn't in the hub's cache yet. Raises ModelUnavailable.
    """
    named = settings.model or DEFAULT_MODEL
    name = model_name(named)
    if name == BUNDLED_NAME:
        folder = bundled_e5.unpacked(settings.cache)
        model = _load_folder(named, folder, f"delete the folder {folder} and start again")
        return _quickest(model, name, settings.cache)
    if Path(name).is_dir():
        model = _load_folder(named, Path(name), "check that it holds a sentence-transformers model")
        return _quickest(model, name, settings.cache)
    if name.startswith(f"{DEFAULT_MODEL}@"):
        raise BundledModelChanged(model=name, default=DEFAULT_MODEL)
    if name.startswith(("/", ".", "~")) or name.count("/") > 1:
        raise ModelFolderMissing(model=name, default=DEFAULT_MODEL)
    try:
        model = _load(name, local=True)
    except ModelUnavailable:
        model = _downloaded(name)
    return _quickest(model, name, settings.cache)


def _quickest(model: SentenceTransformer, name: str, cache: Path) -> Embedder:
    """The model in the quickest number format that keeps its vectors, measured where that isn't known yet."""
    import torch

    wanted = precision.candidate(model.device.type, torch.cpu.get_capabilities())
    if wanted == "fp32":
        return Embedder(model, name)
    record = precision.record(cache, name, device_name(model.device), torch.__version__, wanted)
    found = precision.read(record)
    if found is None:
        plain = Embedder(copy.deepcopy(model), name)
        quick = Embedder(_in_format(copy.deepcopy(model), wanted), name, Precision(wanted, 1.0))
        found = precision.measured(wanted, plain.questions, quick.questions)
        precision.keep(record, found)
    return Embedder(_in_format(model, found.number_format), name, found)


def _in_format(model: SentenceTransformer, number_format: NumberFormat) -> SentenceTransformer:
    """The same model, whose numbers are now in that format."""
    if number_format == "bf16":
        return model.bfloat16()
    return model.half() if number_format == "fp16" else model.float()


def device_name(device: torch.device) -> str:
    """The name of the GPU, or of the processor."""
    import torch

    return torch.cuda.get_device_name(device) if device.type == "cuda" else precision.processor_name()


def model_name(named: str) -> str:
    """The name that a library remembers a model by, however it was named.

    A folder's is its absolute path: the library may be opened from another folder.
    """
    if named == DEFAULT_MODEL:
        return BUNDLED_NAME
    folder = Path(named).expanduser()
    return str(folder.absolute()) if folder.is_dir() else named


def _load_folder(name: str, folder: Path, remedy: str) -> SentenceTransformer:
    # Read when the hub's client is first imported; `local_files_only` says the same to each call after that.
    os.environ.setdefault("HF_HUB_OFFLINE", OFFLINE)
    try:
        return _load(str(folder), local=True)
    except ModelUnavailable as error:
        raise ModelUnavailable(model=name, detail=f"{error.values['detail']}; {remedy}") from error


def _downloaded(name: str) -> SentenceTransformer:
    try:
        with hub_in_reach():
            return _load(name, local=False)
    except ModelUnavailable as error:
        raise HubModelUnavailable(model=name, detail=error.values["detail"]) from error


@contextmanager
def hub_in_reach() -> Iterator[None]:
    """Lets the hub's client connect, unless the user has forbidden it: a model that was loaded before has done so."""
    from huggingface_hub import constants

    offline = constants.HF_HUB_OFFLINE
    if os.environ.get("HF_HUB_OFFLINE") == OFFLINE:
        constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = offline


def _load(path: str, *, local: bool) -> SentenceTransformer:
    # Ours are small batches, and a tokenizer with threads of its own complains after each fork.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Read when torch is first imported: its threads wait asleep. Spinning, they made a question on a machine with other
    # work to do take a second instead of 40 ms.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    silence_libraries()
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(path, local_files_only=local)
    except (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError, SafetensorError) as error:
        first_line = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        raise ModelUnavailable(model=path, detail=first_line) from error
    return model.float().eval()


def silence_libraries() -> None:
    """Keeps the libraries that load models from writing progress bars and remarks to the terminal."""
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from transformers.utils import logging as transformers_logging

    disable_progress_bars()
    transformers_logging.disable_progress_bar()
    for library in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(library).setLevel(logging.ERROR)


def _pools_token_vectors(model: SentenceTransformer) -> bool:
    """Whether the model's vector is the mean of its token vectors, and its tokenizer says where they stand."""
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    first, *rest = model
    if not isinstance(first, Transformer) or not rest or not isinstance(rest[0], Pooling):
        return False
    is_mean = rest[0].pooling_mode == "mean" and all(isinstance(module, Normalize) for module in rest[1:])
    return is_mean and bool(getattr(model.tokenizer, "is_fast", False))


def _packs(model: SentenceTransformer) -> bool:
    """Whether a model's texts go through without padding."""
    return _pools_token_vectors(model) and packing.fits(model)


def batches(texts: Sequence[str], characters: int) -> Iterator[list[int]]:
    """The texts' numbers in batches of so many code points, padding included, or of one text that is longer.

    The longest first: equals side by side need little padding, and memory peaks at once.
    """
    batch: list[int] = []
    for number in sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i)):
        if batch and (len(batch) + 1) * len(texts[batch[0]]) > characters:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _array(tensor: Any) -> Vectors:
    array: Vectors = tensor.float().cpu().numpy()
    return array


def unit(vectors: Vectors) -> Vectors:
    """The vectors (n, dimension) at unit length; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return units


def token_starts(text: str, offsets: NDArray[np.int64], skipped: int) -> tuple[list[int], list[int]]:
    """Where each token of the text begins, counted after the first `skipped` code points, and the tokens' numbers.

    `offsets` (tokens, 2) are ranges of the text. A metaspace token takes in the space before its word, and begins where
    the word does. The tokens of the prompt, <s>, </s> and padding are left out.
    """
    starts: list[int] = []
    kept: list[int] = []
    for number, (start, end) in enumerate(offsets.tolist()):
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip()) - skipped
        if piece and begin >= 0:
            starts.append(begin)
            kept.append(number)
    return starts, kept


def pooled(tokens: Vectors, starts: Sequence[int], spans: Sequence[Span]) -> Vectors:
    """The mean of the token vectors (n, dimension) that begin in each span, at unit length; zeros where none does."""
    means = np.zeros((len(spans), tokens.shape[1]), np.float32)
    edges = [[span.start, span.end] for span in spans]
    for row, (first, last) in enumerate(np.searchsorted(starts, edges).tolist() if edges else []):
        if first < last:
            means[row] = tokens[first:last].mean(axis=0)
    return unit(means)
