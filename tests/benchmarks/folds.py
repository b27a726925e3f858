"""Folds by document, so that what is measured was not fitted on: tests/benchmarks/folds.json holds each fold's weights.

The weights of fold k were fitted without the questions about the documents of fold k. `fit_fusion --write` writes them.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from index.fuse import Weights

FOLDS = 5
PATH = Path(__file__).with_name("folds.json")


def fold_of(document: str) -> int:
    """The fold of the questions about a document, by its name."""
    return zlib.crc32(document.encode()) % FOLDS


def weights_by_fold() -> list[Weights]:
    """The weights to measure each fold with."""
    return [Weights.read(stored) for stored in json.loads(PATH.read_text(encoding="utf-8"))]
