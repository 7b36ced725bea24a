"""What works without a graph too: ``python eager.py FILE`` runs it in the TensorFlow 2 of today, with the names of ``programs.py``."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from typing import Any

import numpy as np
import tensorflow as tf

from tests.companions import programs


def crf() -> programs.Numbers:
    module = importlib.import_module("contrib_crf")
    out: programs.Numbers = {}
    rng = np.random.RandomState(0)
    potentials, tags = rng.randn(4, 5, 3).astype(np.float32), rng.randint(0, 3, (4, 5))
    transitions = rng.randn(3, 3).astype(np.float32)
    for steps in (5, 2, 1):
        x, y, n = potentials[:, :steps], tags[:, :steps], np.minimum([5, 3, 1, 0], steps)
        w = tf.Variable(transitions)
        decode = tf.function(module.crf_decode) if steps == 5 else module.crf_decode
        with tf.GradientTape() as tape:
            likelihood, _ = module.crf_log_likelihood(x, y, n, w)
            loss = -tf.reduce_mean(likelihood)
        decoded, best = decode(x, w, n)
        found = {"likelihood": likelihood, "decoded": decoded, "best": best, "norm": module.crf_log_norm(x, n, w)}
        if steps > 1:
            found["by transitions"] = tape.gradient(loss, w)
        out.update({f"True {steps} {name}": value.numpy().tolist() for name, value in found.items()})
    return out


def image() -> programs.Numbers:
    module = importlib.import_module("contrib_image")
    images = tf.constant(np.random.RandomState(5).randint(0, 255, (2, 5, 6, 3)), tf.float32)
    turn = tf.function(lambda given: module.rotate(given, [0.3, -1.2], "BILINEAR"))
    return {
        "rotate NEAREST float32": programs.described(module.rotate(images, [0.3, -1.2])),
        "rotate BILINEAR float32": programs.described(turn(images)),
        "translate NEAREST float32": programs.described(module.translate(images, [1, -2.5])),
    }


def legacy_seq2seq() -> programs.Numbers:
    module = importlib.import_module("contrib_legacy_seq2seq")
    rng = np.random.RandomState(6)
    logits, symbols, weights = list(rng.randn(3, 4, 5).astype(np.float32)), rng.randint(0, 7, (6, 4)), rng.rand(3, 4).astype(np.float32)
    weights[:, 2] = 0
    return {"losses": [programs.described(module.sequence_loss_by_example(logits, list(symbols[:3] % 5), list(weights)))[1:]]}


def mnist() -> programs.Numbers:
    """Data from tf.keras.datasets, in a graph as well."""
    module = importlib.import_module("mnist_input_data")
    rng = np.random.RandomState(0)
    arrays = [rng.randint(0, 256, shape).astype(np.uint8) for shape in ((70, 28, 28), (70,), (9, 28, 28), (9,))]
    arrays[1] %= 10
    arrays[3] %= 10
    tf.keras.datasets.mnist.load_data = lambda: ((arrays[0], arrays[1]), (arrays[2], arrays[3]))
    out: programs.Numbers = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("eager", "graph"):
            with tf.Graph().as_default() if kind == "graph" else tf.name_scope(kind):
                data = module.read_data_sets(os.path.join(folder, "none"), one_hot=True, validation_size=10, seed=1)
            images, labels = data.train.next_batch(7)
            out[kind] = [images.shape, str(images.dtype), labels.shape, data.train.num_examples, data.validation.num_examples]
            out[f"{kind} same"] = [
                bool((data.validation.images == arrays[0][:10].reshape(10, 784).astype(np.float32) * np.float32(1 / 255)).all()),
                bool((data.test.labels.argmax(1) == arrays[3]).all()),
            ]
    return out


def vocabulary() -> programs.Numbers:
    """A file that TensorFlow 1.15 saved."""
    module = importlib.import_module("contrib_vocabulary")
    processor = module.VocabularyProcessor.restore(os.path.join(os.path.dirname(__file__), "vocabulary_of_tensorflow_1.pickle"))
    return {
        "saved by TensorFlow 1": [row.tolist() for row in processor.transform(["the dog sat on a cat"])],
        "words": len(processor.vocabulary_),
    }


def slim() -> programs.Numbers:
    """Each name that slim_on_tf2 is said to have; and that importing it, or another companion, does not choose the Keras."""
    importlib.import_module("contrib_crf")
    from tensorlift.companions import companions

    missing = []
    for symbol, name in companions()["slim_on_tf2"].symbols.items():
        found: Any = importlib.import_module("slim_on_tf2")
        for part in filter(None, name.split(".")):
            found = getattr(found, part, None)
        if found is None:
            missing.append(symbol)
    importlib.import_module("slim_on_tf2.nets")
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    cell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(3)
    return {"missing": missing, "cell": type(cell).__name__, "keras": tf.keras.layers.Layer.__module__.partition(".")[0]}


if __name__ == "__main__":
    results = {function.__name__: function() for function in (slim, crf, image, legacy_seq2seq, mnist, vocabulary)}
    with open(sys.argv[1], "w") as file:
        json.dump(results, file)
