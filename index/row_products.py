"""The product of each row of a matrix with a vector, the same wherever the row stands.

BLAS rounds by a row's place and by how many there are, differently on each processor: equal paragraphs would have
different scores, and the order of their hits would be the machine's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def row_products(rows: NDArray[Any], vector: NDArray[Any]) -> NDArray[np.float64]:
    """The products (n,) of the rows (n, d), numbers or flags, with the vector (d,), in whose precision they are."""
    products: NDArray[np.float64] = np.einsum("ij,j->i", rows, vector).astype(np.float64)
    return products
