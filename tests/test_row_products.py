"""Rows' products with a vector, which must not depend on where a row stands."""

from __future__ import annotations

import numpy as np
import pytest

from index.row_products import row_products


@pytest.mark.parametrize("dimension", [1, 7, 8, 32, 64, 384])
def test_equal_rows_have_equal_products_wherever_they_stand(dimension: int) -> None:
    row, vector = np.random.default_rng(dimension).standard_normal((2, dimension)).astype(np.float32)
    products = [row_products(np.tile(row, (rows, 1)), vector) for rows in range(1, 40)]
    assert len({float(each) for found in products for each in found}) == 1
    np.testing.assert_allclose(products[0], [float(np.dot(row.astype(np.float64), vector))], rtol=1e-4, atol=1e-5)


def test_flags_are_summed_by_the_weights_of_their_columns() -> None:
    held = np.array([[True, False, True], [False, False, False], [True, True, True]])
    assert row_products(held, np.array([0.5, 2.0, 0.25])).tolist() == [0.75, 0.0, 2.75]
    assert row_products(np.zeros((0, 3), bool), np.ones(3)).shape == (0,)
