"""dataset-iterator: methods and properties that datasets lost."""

from __future__ import annotations

import pytest

from tensorlift.model import Safety
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, findings, places

ONE_SHOT = "tf.compat.v1.data.make_one_shot_iterator"
DS = f"{TF}ds = tf.data.Dataset.range(3)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("it = ds.make_one_shot_iterator()", f"it = {ONE_SHOT}(ds)"),
        ("x = ds.make_one_shot_iterator().get_next()", f"x = {ONE_SHOT}(ds).get_next()"),
        ("x, y = ds.batch(2).make_one_shot_iterator().get_next()", f"x, y = {ONE_SHOT}(ds.batch(2)).get_next()"),
        ("it = ds.make_initializable_iterator()", "it = tf.compat.v1.data.make_initializable_iterator(ds)"),
        (
            "it = ds.make_initializable_iterator(shared_name='a')",
            "it = tf.compat.v1.data.make_initializable_iterator(ds, shared_name='a')",
        ),
        ("it = ds.make_initializable_iterator(**k)", "it = tf.compat.v1.data.make_initializable_iterator(ds, **k)"),
        ("it = ds.make_one_shot_iterator( )", f"it = {ONE_SHOT}(ds )"),
        ("it = ds.make_one_shot_iterator(  # why\n)", f"it = {ONE_SHOT}(ds  # why\n)"),
        ("it = ds \\\n    .batch(2) \\\n    .make_one_shot_iterator()", f"it = {ONE_SHOT}(ds \\\n    .batch(2))"),
        ("it = (ds\n      .batch(2)\n      .make_one_shot_iterator())", f"it = ({ONE_SHOT}(ds\n      .batch(2)))"),
        ("t = ds.output_types", "t = tf.compat.v1.data.get_output_types(ds)"),
        ("t = ds.output_shapes[0]", "t = tf.compat.v1.data.get_output_shapes(ds)[0]"),
        ("t = ds.output_classes", "t = tf.compat.v1.data.get_output_classes(ds)"),
        ("t = -ds.output_types", "t = -tf.compat.v1.data.get_output_types(ds)"),
        ("with a as x: t = ds.output_types", "with a as x: t = tf.compat.v1.data.get_output_types(ds)"),
        ("for x in ds.output_types: pass", "for x in tf.compat.v1.data.get_output_types(ds): pass"),
        ("ds = ds.map(f)\nit = ds.make_one_shot_iterator()", f"ds = ds.map(f)\nit = {ONE_SHOT}(ds)"),
        ("it = tf.data.Dataset.range(3).make_one_shot_iterator()", f"it = {ONE_SHOT}(tf.data.Dataset.range(3))"),
        ("def f():\n    return ds.make_one_shot_iterator()", f"def f():\n    return {ONE_SHOT}(ds)"),
    ],
)
def test_a_sure_dataset(before: str, after: str) -> None:
    check_transformed(f"{DS}{before}\n", f"{DS}{after}\n", "TL201")
    assert findings(f"{DS}{before}\n")[0].fixes[0].safety is Safety.SAFE


def test_nested_receivers_change_together() -> None:
    check_transformed(
        f"{TF}it = tf.data.Dataset.from_tensors(tf.log(x)).map(lambda a: tf.to_float(a)).make_one_shot_iterator()\n",
        f"{TF}it = {ONE_SHOT}(tf.data.Dataset.from_tensors(tf.math.log(x)).map(lambda a: tf.cast(a, tf.float32)))\n",
        "TL101",
        "TL102",
        "TL201",
    )


def test_an_iterator_inside_of_an_iterator() -> None:
    check_transformed(
        f"{DS}it = ds.map(lambda x: ds.make_one_shot_iterator().get_next()).make_one_shot_iterator()\n",
        f"{DS}it = {ONE_SHOT}(ds.map(lambda x: {ONE_SHOT}(ds).get_next()))\n",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("it = self.data().make_one_shot_iterator()", f"it = {ONE_SHOT}(self.data())"),
        ("def f(d):\n    return d.make_one_shot_iterator()", f"def f(d):\n    return {ONE_SHOT}(d)"),
        ("t = data[0].output_types", "t = tf.compat.v1.data.get_output_types(data[0])"),
    ],
)
def test_a_receiver_from_elsewhere_asks_for_a_look(before: str, after: str) -> None:
    code = f"{TF}x = tf.abs(y)\n{before}\n"
    check_transformed(code, f"{TF}x = tf.abs(y)\n{after}\n", "TL201")
    assert findings(code)[0].fixes[0].safety is Safety.REVIEW


@pytest.mark.parametrize(
    "code",
    [
        # not TensorFlow, or another class
        "it = ds.make_one_shot_iterator()  # no tensorflow\n",
        f"{TF}x = tf.abs(y)\nclass A:\n    def make_one_shot_iterator(self):\n        return self.make_one_shot_iterator()\n",
        f"{TF}x = tf.abs(y)\nclass A:\n    def f(self):\n        return self.output_types\n",
        f"{TF}x = tf.abs(y)\nclass A:\n    def f(self):\n        self.output_shapes = 3\nA().output_shapes\n",
        f"{TF}x = tf.Module().output_types\n",
        f"{TF}x = tf.abs(y)\nmake_one_shot_iterator(x)\noutput_types = 3\nf(output_types=3)\n",
        # right as it is
        f"{DS}it = iter(ds)\n",
        f"{DS}it = tf.compat.v1.data.make_one_shot_iterator(ds)\n",
        f"{DS}t = ds.element_spec\n",
        "import tensorflow.compat.v1 as tf\nds = tf.data.Dataset.range(3)\nit = ds.make_one_shot_iterator()\nt = ds.output_types\n",
        f"{TF}it = tf.compat.v1.data.Dataset.range(3).make_one_shot_iterator()\n",
        f"{TF}x = tf.abs(y)\nif tf.__version__ < '2':\n    it = ds.make_one_shot_iterator()\n",
        f"{TF}x = tf.abs(y)\nif hasattr(ds, 'output_types') or tf.version.VERSION < '2':\n    t = ds.output_types\n",
        f"{TF}x = tf.abs(y)\ntry:\n    t = ds.output_types\nexcept AttributeError:\n    t = ds.element_spec\n",
        f"{DS}t = ds.output_types if tf.__version__ < '2' else ds.element_spec\n",
        # written, not read
        f"{DS}ds.output_types = 3\n",
        f"{DS}ds.output_types, y = 3, 4\n",
        f"{DS}del ds.output_types\n",
        f"{DS}for ds.output_types in x: pass\n",
        f"{DS}with x as ds.output_types: pass\n",
        # text
        f"{DS}# ds.make_one_shot_iterator()\nx = 'ds.output_types'\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


@pytest.mark.parametrize(
    "code",
    [
        f"{DS}f = ds.make_one_shot_iterator\n",
        f"{DS}it = (ds  # why\n      .make_one_shot_iterator())\n",
        "from tensorflow.data import Dataset\nit = Dataset.range(3).make_one_shot_iterator()\n",
        "from tensorflow import data\ndef f():\n    import tensorflow as tf\nx = data.Dataset.range(3).output_types\n",
    ],
)
def test_reported_only(code: str) -> None:
    check_reported(code, "TL201")


def test_the_place_is_the_method() -> None:
    assert places(f"{DS}it = ds.batch(2).make_one_shot_iterator()\n") == ["make_one_shot_iterator"]
