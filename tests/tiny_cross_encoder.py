"""A tiny cross-encoder with random weights, made in a folder without network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedModel

WORDS = "ai nói gì kho lúa bơm họp trạm hỏng máy".split()
POSITIONS = 64


def saved(folder: Path, kind: str = "BertForSequenceClassification", *, seed: int = 0, labels: int = 1) -> Path:
    """A tiny BERT of that class in the folder, with a vocabulary of whole words."""
    import torch
    import transformers

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    torch.manual_seed(seed)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
        # Else all scores are almost equal.
        initializer_range=1.0,
        num_labels=labels,
    )
    model: PreTrainedModel = getattr(transformers, kind)(config)
    # Its progress bar would stand among the errors that a test reads.
    transformers.utils.logging.disable_progress_bar()
    model.save_pretrained(folder)
    transformers.utils.logging.enable_progress_bar()
    vocabulary = {word: number for number, word in enumerate(words)}
    transformers.BertTokenizerFast(vocab=vocabulary, strip_accents=False).save_pretrained(folder)
    return folder
