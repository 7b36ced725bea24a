"""keras3-saving: paths and formats that Keras 3 refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, codes, fixed

ONLY: dict[str, Any] = {"select": ("TL452",)}
MODEL = f"{TF}m = tf.keras.Sequential()\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("c = tf.keras.callbacks.ModelCheckpoint('a')", "c = tf.keras.callbacks.ModelCheckpoint('a.keras')"),
        ("c = tf.keras.callbacks.ModelCheckpoint(filepath='a.hdf5')", "c = tf.keras.callbacks.ModelCheckpoint(filepath='a.keras')"),
        (
            "c = tf.keras.callbacks.ModelCheckpoint('w.{epoch:02d}-{loss:.2f}', 'loss', 0, True, True)",
            "c = tf.keras.callbacks.ModelCheckpoint('w.{epoch:02d}-{loss:.2f}.weights.h5', 'loss', 0, True, True)",
        ),
        (
            "c = tf.keras.callbacks.ModelCheckpoint('a.h5', save_weights_only=True)",
            "c = tf.keras.callbacks.ModelCheckpoint('a.weights.h5', save_weights_only=True)",
        ),
        ("m.save('a')", "m.save('a.keras')"),
        ('m.save("""a""", False)', 'm.save("""a.keras""", False)'),
        ("m.save(r'a')\nn = tf.keras.models.load_model(r'a')", "m.save(r'a.keras')\nn = tf.keras.models.load_model(r'a.keras')"),
        ("m.save('a', save_format='h5')", "m.save('a.h5')"),
        ("m.save('a', save_format='tf')", "m.export('a')"),
        ("tf.keras.models.save_model(m, 'a')", "tf.keras.models.save_model(m, 'a.keras')"),
        ("m.save_weights('a', overwrite=True)", "m.save_weights('a.weights.h5', overwrite=True)"),
        ("m.save_weights('a', save_format='tf')", "m.save_weights('a.weights.h5')"),
        ("m.save_weights('a.h5')\nm.load_weights('a.h5')", "m.save_weights('a.weights.h5')\nm.load_weights('a.weights.h5')"),
        ("m.load_weights(p).expect_partial()", "m.load_weights(p)"),
        (
            "m.compile(loss='mae')\nn = tf.keras.models.load_model('a.h5', {'f': f})",
            "m.compile(loss='mae')\nn = tf.keras.models.load_model('a.h5', {'f': f}, compile=False)",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{MODEL}{before}\n", f"{MODEL}{after}\n", **ONLY)


@pytest.mark.parametrize(
    "line",
    [
        "c = tf.keras.callbacks.ModelCheckpoint('out/')",
        "m.save('a', signatures=f)",
        "m.save(p, save_format='tf')",
        "m.save('a', True, save_format='tf')",
        "m.save_weights(p, save_format='tf')",
        "m.load_weights('a')",
        "m2 = tf.keras.models.load_model('a')",
        "m2 = tf.keras.models.load_model(filepath='a/b.pb')",
    ],
)
def test_reported_without_a_fix(line: str) -> None:
    assert codes(f"{MODEL}{line}\n", **ONLY) == ["TL452"]
    assert fixed(f"{MODEL}{line}\n", **ONLY) == f"{MODEL}{line}\n"


@pytest.mark.parametrize(
    "line",
    [
        "c = tf.keras.callbacks.ModelCheckpoint('a.keras')",
        "c = tf.keras.callbacks.ModelCheckpoint('a', save_weights_only=flag)",
        "c = tf.keras.callbacks.ModelCheckpoint(**k)",
        "c = tf.keras.callbacks.ModelCheckpoint(os.path.join(d, 'a'))",
        "c = tf.keras.callbacks.ModelCheckpoint('a%s' % d)",
        "m.save('a.h5', save_format='h5')",
        "m.save('a.keras', save_format=None)",
        "m.save(p)",
        "other.save('a')",
        "m.save_weights('a.weights.h5')",
        "m.load_weights('a.h5')",
        "m2 = tf.keras.models.load_model('a.h5')",
        "m2 = tf.keras.models.load_model(f'{p}')",
        "m2 = tf.saved_model.load('a')",
        "tf.train.Checkpoint(m=m).restore(p).assert_consumed()",
    ],
)
def test_noop(line: str) -> None:
    check_noop(f"{MODEL}{line}\n", **ONLY)


def test_keras_2_takes_all_of_it() -> None:
    check_noop(f"{MODEL}m.save('a')\nm.save_weights('b')\nm.load_weights('c').assert_consumed()\n", keras=2, **ONLY)
