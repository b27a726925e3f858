"""The product of each row of a matrix with a vector, the same wherever the row stands.

BLAS rounds by a row's place and by how many there are, differently on each processor: equal paragraphs would have
different scores, and the order of their hits would be the machine's.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", np.float32, np.float64)


def row_products(rows: NDArray[Any], vector: NDArray[Kind]) -> NDArray[Kind]:
    """The products (n,) of the rows (n, d), numbers or flags, with the vector (d,)."""
    products: NDArray[Kind] = np.einsum("ij,j->i", rows, vector)
    return products
