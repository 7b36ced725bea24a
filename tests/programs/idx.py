"""Small data sets in the IDX format of MNIST: digits that are easy to tell apart, so that programs learn them in a few steps."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np

TRAIN_SIZE = 6000
"""The first 5,000 of them become the validation set of `read_data_sets`."""
TEST_SIZE = 300


def _digits(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images with a bright block whose place tells the class, and some noise; and their classes."""
    random = np.random.RandomState(seed)
    labels = random.randint(0, 10, count).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24:3, 4:24:3] = random.randint(0, 120, (count, 7, 7))
    for label in range(10):
        row, column = divmod(label, 4)
        chosen = labels == label
        images[chosen, 2 + 9 * row : 8 + 9 * row, 1 + 7 * column : 6 + 7 * column] = random.randint(150, 256, (int(chosen.sum()), 6, 5))
    return images, labels


def write_mnist(folder: str | Path) -> None:
    """Write the four files that `read_data_sets(folder)` looks for.

    Args:
        folder: where to; made if absent.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for prefix, count, seed in (("train", TRAIN_SIZE, 0), ("t10k", TEST_SIZE, 1)):
        images, labels = _digits(count, seed)
        head = struct.pack(">IIII", 2051, count, 28, 28)
        with gzip.open(folder / f"{prefix}-images-idx3-ubyte.gz", "wb", compresslevel=1) as file:
            file.write(head + images.tobytes())
        with gzip.open(folder / f"{prefix}-labels-idx1-ubyte.gz", "wb", compresslevel=1) as file:
            file.write(struct.pack(">II", 2049, count) + labels.tobytes())
