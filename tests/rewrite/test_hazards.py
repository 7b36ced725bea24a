"""What goes wrong in rewriting tools, tried with every rewriting rule.

The list comes from the bugs that tools of this kind had to fix: each template below is one of them, and each sample is
a call that one rule rewrites.
"""

from __future__ import annotations

import pytest

from tensorlift.engine import check, fix
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tests.rules.helpers import TF, check_reported, check_sound, check_transformed, fixed, is_python3

# What is added once to a whole program stays out of tests of single places.
_SETTINGS = Settings(ignore=("TL401", "TL402"))

SAMPLES = {
    "renamed-symbol": ("tf.log(x)", "tf.math.log(x)"),
    "renamed-contrib": ("tf.contrib.framework.nest.flatten(x)", "tf.nest.flatten(x)"),
    "changed-arguments-computed": ("tf.nn.dropout(x, keep_prob)", "tf.nn.dropout(x, rate=1 - keep_prob)"),
    "changed-arguments-renamed": ("tf.reduce_sum(x, 1, keep_dims=True)", "tf.reduce_sum(x, 1, keepdims=True)"),
    "changed-arguments-added": ("tf.to_float(x)", "tf.cast(x, tf.float32)"),
    "changed-arguments-removed": ("tf.gradients(x, y, colocate_gradients_with_ops=True)", "tf.gradients(x, y)"),
    "changed-arguments-wrapped": (
        "tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=y)",
        "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(x), logits=y)",
    ),
    "compat-symbol": ("tf.placeholder(tf.float32)", "tf.compat.v1.placeholder(tf.float32)"),
    "compat-symbol-bare": ("tf.Session", "tf.compat.v1.Session"),
    "dataset-iterator": (
        "tf.data.Dataset.range(3).make_one_shot_iterator()",
        "tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.range(3))",
    ),
    "dataset-iterator-property": ("tf.data.Dataset.range(3).output_types", "tf.compat.v1.data.get_output_types(tf.data.Dataset.range(3))"),
    "name-scope-literal": ("tf.name_scope(None, 'loss', [x])", "tf.name_scope('loss')"),
    "name-scope-compat": ("tf.name_scope(n, 'loss', [x])", "tf.compat.v1.name_scope(n, 'loss', [x])"),
    "contrib-regularizer": (
        "tf.contrib.layers.l2_regularizer(x)",
        "(lambda weights, scale=x: scale * tf.nn.l2_loss(weights))",
    ),
    "old-argument-order": ("tf.concat(1, [x, y])", "tf.concat(axis=1, values=[x, y])"),
}

# § is the place of the call.
TEMPLATES = {
    "statement": "§\n",
    "assigned": "y = §\n",
    "annotated": "y: int = §\n",
    "augmented": "y += §\n",
    "no-line-end-at-the-end": "y = §",
    "comment-behind": "y = §  # why tf.log\n",
    "comment-before": "# tf.log(x)\ny = §\n",
    "parentheses": "y = (§)\n",
    "many-parentheses": "y = (((((§)))))\n",
    "over-lines": "y = f(\n    a,\n    §,  # why\n    b\n)\n",
    "continued": "y = a + \\\n    § + \\\n    b\n",
    "two-on-a-line": "y = §, §\n",
    "semicolon-before": "a = 1; y = §\n",
    "semicolon-behind": "y = §; a = 1;\n",
    "one-line-if": "if a: y = §\nelse: y = §\n",
    "one-line-loop": "while a: §; break\n",
    "one-line-class": "class A: y = §\n",
    "nested-block": "def f():\n    if a:\n        return §\n",
    "tabs": "def f():\n\tif a:\n\t\treturn §\n",
    "two-spaces": "def f():\n  return §\n",
    "crlf": "a = 1\r\nif a:\r\n    y = §  # why\r\nb = 2\r\n",
    "carriage-return": "a = 1\rif a:\r    y = §  # why\rb = 2\r",
    "emoji-before": "a = '🙂'; b = '漢字'; y = §  # 🙂\n",
    "non-ascii-names": "größe = §\n",
    "form-feed": "a = 1\n\f\ny = §\n",
    "line-separator": "a = '\u2028'\ny = §\n",
    "ternary": "y = § if § else §\n",
    "lambda": "y = lambda x, y=§: §\n",
    "walrus": "if (y := §): pass\n",
    "comprehension": "y = [§ for a in b if §]\n",
    "dictionary": "y = {'a': §, **b}\n",
    # An f-string alone speaks for a later TensorFlow, tf.Session does not.
    "f-string": 'S = tf.Session  # tensorlift: ignore\ny = f"{a}{§}{b!r:>3}"\n',
    "f-string-alone": 'S = tf.Session  # tensorlift: ignore\ny = f"{§}"\n',
    "subscripted": "y = a[§]\n",
    "starred": "y = f(*§, **b)\n",
    "keyword": "y = f(a=§)\n",
    "default": "def f(a=§): pass\n",
    "decorator": "@f(§)\ndef g(): pass\n",
    "base-class": "class A(f(§)): pass\n",
    "with": "with § as a, §: pass\n",
    "for": "for a in §: pass\n",
    "return": "def f(): return §\n",
    "yield": "def f(): yield §\n",
    "await": "async def f(): await §\n",
    "async-with": "async def f():\n    async with § as a: pass\n",
    "assert": "assert §, §\n",
    "not": "y = not §\n",
    "unary": "y = -§\n",
    "power": "y = a ** § ** b\n",
    "comparison": "y = a < § < b\n",
    "attribute-behind": "y = §.shape\n",
    "subscript-behind": "y = §[0]\n",
    "called": "y = (§)(1)\n",
    "match": "match a:\n    case 1: §\n    case _ if §: pass\n",
    "global": "global y\ny = §\n",
    "docstring-in-front": "'''tf.log(x) 🙂'''\ny = §\n",
    "python-2-print": "print §\n",
    "python-2-print-to": "print >>a, §, b\n",
    "python-2-except": "try:\n    §\nexcept E, e:\n    raise E, 'a'\n",
    "python-2-numbers": "y = 0777, 10L, ur'a', §, a <> b\n",
    "broken-elsewhere-before": "if a\n    b\n\ndef f():\n    return 1\n\ny = §\n",
    "broken-elsewhere-behind": "y = §\n\ndef f(:\n    return 1\n",
}


def fill(template: str, expression: str) -> str:
    return TF.replace("\n", line_end(template)) + template.replace("§", expression)


def line_end(template: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if end in template), "\n")


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_call_is_rewritten_wherever_it_stands(template: str, sample: tuple[str, str]) -> None:
    before, after = sample
    code = fill(template, before)
    # Converted to Python 3 it would be another text; that has tests of its own.
    assert fixed(code, ignore=("TL301",)) == fill(template, after)
    check_sound(code, ignore=("TL301",))


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_text_outside_of_the_edits_is_the_same(sample: tuple[str, str]) -> None:
    odd = "a  =  1 ;B=[ 2,3 ,]  \n\t\n# tf.log(x)   \n"
    before, after = sample
    assert fixed(f"{odd}{TF}{odd}y={before}\n{odd}") == f"{odd}{TF}{odd}y={after}\n{odd}"


# % is the place of another call.
NESTING = {
    "renamed": ("tf.log(%)", "tf.math.log(%)"),
    "computed": ("tf.nn.dropout(x, %)", "tf.nn.dropout(x, rate=1 - %)"),
    "beside-computed": ("tf.nn.dropout(%, keep_prob)", "tf.nn.dropout(%, rate=1 - keep_prob)"),
    "renamed-argument": ("tf.reduce_sum(%, keep_dims=True)", "tf.reduce_sum(%, keepdims=True)"),
    "named-argument": ("tf.argmax(x, 1, %)", "tf.argmax(x, 1, name=%)"),
    "added": ("tf.to_float(%)", "tf.cast(%, tf.float32)"),
    "wrapped": (
        "tf.nn.softmax_cross_entropy_with_logits(labels=%, logits=x)",
        "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(%), logits=x)",
    ),
    "regularizer": (
        "tf.contrib.layers.l2_regularizer(%)",
        "(lambda weights, scale=%: scale * tf.nn.l2_loss(weights))",
    ),
    "compat": ("tf.placeholder_with_default(%, [3])", "tf.compat.v1.placeholder_with_default(%, [3])"),
    "iterator": (
        "tf.data.Dataset.from_tensors(%).make_one_shot_iterator()",
        "tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.from_tensors(%))",
    ),
    "property": ("tf.data.Dataset.from_tensors(%).output_types", "tf.compat.v1.data.get_output_types(tf.data.Dataset.from_tensors(%))"),
    "name-scope": ("tf.name_scope(n, 'a', [%])", "tf.compat.v1.name_scope(n, 'a', [%])"),
    "old-order": ("tf.concat(1, [%, x])", "tf.concat(axis=1, values=[%, x])"),
    "old-order-last": ("tf.split(0, 2, %)", "tf.split(axis=0, num_or_size_splits=2, value=%)"),
    "unchanged": ("tf.abs(%)", "tf.abs(%)"),
}


@pytest.mark.parametrize("outer", NESTING)
@pytest.mark.parametrize("middle", NESTING)
def test_calls_nested_three_deep_change_together(outer: str, middle: str) -> None:
    for inner in NESTING:
        before, after = "x", "x"
        for name in (inner, middle, outer):
            before, after = NESTING[name][0].replace("%", before), NESTING[name][1].replace("%", after)
        assert fixed(f"{TF}y = {before}\n") == f"{TF}y = {after}\n"


ALIASES = [
    ("import tensorflow as tf\n", "tf"),
    ("import tensorflow\n", "tensorflow"),
    ("import tensorflow as t_f\n", "t_f"),
    ("import os, tensorflow as _\n", "_"),
    ("import tensorflow as größe\n", "größe"),
    ("import numpy as tf\nimport tensorflow as np\n", "np"),
    ("if a:\n    import tensorflow as T\n", "T"),
    ("try:\n    import tensorflow as T\nexcept ImportError:\n    T = None\n", "T"),
]


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize(("statement", "name"), ALIASES)
def test_the_name_of_the_module_is_that_of_the_import(statement: str, name: str, sample: tuple[str, str]) -> None:
    before, after = (text.replace("tf.", f"{name}.") for text in sample)
    check_transformed(f"{statement}y = {before}\n", f"{statement}y = {after}\n")


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize(
    "shadow",
    [
        "def f(tf):\n    return §\n",
        "f = lambda tf: §\n",
        "y = [§ for tf in z]\n",
        "class tf: pass\ny = §\n",
        "for tf in z:\n    §\n",
        "import numpy as tf\ny = §\n",
        "y = self.§\n",
        'y = """§"""\n',
        "# §\n",
    ],
)
def test_what_is_not_tensorflow_is_left_alone(shadow: str, sample: tuple[str, str]) -> None:
    code = TF + shadow.replace("§", sample[0])
    assert fixed(code) == code
    assert check(Document(code), Settings()) == []


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize(
    "guard",
    [
        "if hasattr(tf, 'log'):\n    y = §\n",
        "if tf.__version__ < '2':\n    y = §\nelse:\n    y = 1\n",
        "if tf.__version__ >= '2':\n    y = 1\nelse:\n    y = §\n",
        "try:\n    y = §\nexcept AttributeError:\n    y = 1\n",
    ],
)
def test_guarded_code_is_left_alone(guard: str, sample: tuple[str, str]) -> None:
    code = TF + guard.replace("§", sample[0])
    assert fixed(code) == code


# What TensorFlow 1.15 itself has; the others fail there as well.
RUNS_IN_V1 = {name: sample for name, sample in SAMPLES.items() if "contrib" not in name and name != "old-argument-order"}


@pytest.mark.parametrize("sample", RUNS_IN_V1.values(), ids=RUNS_IN_V1)
@pytest.mark.parametrize("statement", ["import tensorflow.compat.v1 as tf\n", "from tensorflow.compat import v1 as tf\n"])
def test_compat_v1_is_left_alone(statement: str, sample: tuple[str, str]) -> None:
    code = f"{statement}tf.disable_v2_behavior()\ny = {sample[0]}\n"
    assert fixed(code) == code


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_what_was_fixed_is_left_alone(sample: tuple[str, str]) -> None:
    code = f"{TF}y = {sample[1]}\n"
    assert fixed(code) == code
    # That a program needs graphs is said until it asks for them.
    assert check(Document(code), Settings(ignore=("TL401",))) == []


# ---- arguments


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # comma behind the last argument
        ("tf.nn.dropout(x, 0.5,)", "tf.nn.dropout(x, rate=1 - 0.5,)"),
        ("tf.nn.dropout(x, 0.5 , )", "tf.nn.dropout(x, rate=1 - 0.5 , )"),
        ("tf.to_float(x,)", "tf.cast(x, tf.float32,)"),
        ("tf.to_float(\n    x,\n)", "tf.cast(\n    x, tf.float32,\n)"),
        ("tf.gradients(y, x, colocate_gradients_with_ops=True,)", "tf.gradients(y, x,)"),
        ("tf.constant(verify_shape=True, value=3,)", "tf.constant(value=3,)"),
        ("tf.nn.conv2d(x, f, s, p, True,)", "tf.nn.conv2d(x, f, s, p,)"),
        # comments
        ("tf.initialize_all_variables(  # why\n)", "tf.compat.v1.global_variables_initializer(  # why\n)"),
        ("tf.to_float(  # a\n    x  # b\n)", "tf.cast(  # a\n    x, tf.float32  # b\n)"),
        ("tf.to_float(x,  # a\n)", "tf.cast(x, tf.float32,  # a\n)"),
        ("tf.nn.dropout(x,  # a\n    0.5  # b\n)", "tf.nn.dropout(x,  # a\n    rate=1 - 0.5  # b\n)"),
        (
            "tf.reduce_sum(\n    # a\n    x,\n    # b\n    keep_dims=True,\n    # c\n)",
            "tf.reduce_sum(\n    # a\n    x,\n    # b\n    keepdims=True,\n    # c\n)",
        ),
        ("tf.reduce_sum(x, keep_dims=  # a\n    True)", "tf.reduce_sum(x, keepdims=  # a\n    True)"),
        # spaces and line breaks
        ("tf.reduce_sum(x, keep_dims = True)", "tf.reduce_sum(x, keepdims = True)"),
        ("tf.nn.dropout( x , keep_prob = 0.5 )", "tf.nn.dropout( x , rate = 1 - 0.5 )"),
        ("tf.nn.dropout(x, keep_prob=\\\n    0.5)", "tf.nn.dropout(x, rate=\\\n    1 - 0.5)"),
        ("tf . nn . dropout (x, 0.5)", "tf . nn . dropout (x, rate=1 - 0.5)"),
        ("(tf.log)(x)", "(tf.math.log)(x)"),
        # values that an operator would tear apart
        ("tf.nn.dropout(x, a if b else c)", "tf.nn.dropout(x, rate=1 - (a if b else c))"),
        ("tf.nn.dropout(x, lambda: 1)", "tf.nn.dropout(x, rate=1 - (lambda: 1))"),
        ("tf.nn.dropout(x, a or b)", "tf.nn.dropout(x, rate=1 - (a or b))"),
        ("tf.nn.dropout(x, not a)", "tf.nn.dropout(x, rate=1 - (not a))"),
        ("tf.nn.dropout(x, a < b)", "tf.nn.dropout(x, rate=1 - (a < b))"),
        ("tf.nn.dropout(x, a + b)", "tf.nn.dropout(x, rate=1 - (a + b))"),
        ("tf.nn.dropout(x, a | b)", "tf.nn.dropout(x, rate=1 - (a | b))"),
        ("tf.nn.dropout(x, (a := 3))", "tf.nn.dropout(x, rate=1 - (a := 3))"),
        ("tf.nn.dropout(x, (0.5))", "tf.nn.dropout(x, rate=1 - (0.5))"),
        ("tf.nn.dropout(x, -a)", "tf.nn.dropout(x, rate=1 - (-a))"),
        ("tf.nn.dropout(x, a.b[0](c))", "tf.nn.dropout(x, rate=1 - a.b[0](c))"),
        ("tf.nn.dropout(x,\n    a +\n    b)", "tf.nn.dropout(x,\n    rate=1 - (a +\n    b))"),
        ("tf.nn.dropout(x, a +  # why\n    b)", "tf.nn.dropout(x, rate=1 - (a +  # why\n    b))"),
        # strings of all kinds are values like others
        ("tf.argmax(x, 1, 'a' 'b')", "tf.argmax(x, 1, name='a' 'b')"),
        ("tf.argmax(x, 1, ('a'\n    'b'))", "tf.argmax(x, 1, name=('a'\n    'b'))"),
        ("tf.argmax(x, 1, f'{tf.log(a)}')", "tf.argmax(x, 1, name=f'{tf.math.log(a)}')"),
        ("tf.argmax(x, 1, '''a\n# no comment\n''')", "tf.argmax(x, 1, name='''a\n# no comment\n''')"),
        ("tf.argmax(x, 1, '%s' % ('a, b)',))", "tf.argmax(x, 1, name='%s' % ('a, b)',))"),
        ("tf.log('tf.log(x)')", "tf.math.log('tf.log(x)')"),
        # a generator expression shares the parentheses of the call
        ("tf.log(a for a in b)", "tf.math.log(a for a in b)"),
        ("tf.to_float(a for a in b)", "tf.compat.v1.to_float(a for a in b)"),
        ("tf.add_n(tf.log(a) for a in b)", "tf.add_n(tf.math.log(a) for a in b)"),
    ],
)
def test_arguments(before: str, after: str) -> None:
    check_transformed(f"{TF}y = ({before})\n", f"{TF}y = ({after})\n")


@pytest.mark.parametrize(
    "call",
    [
        "tf.gradients(y, x, # a\n    colocate_gradients_with_ops=True # b\n    )",
        "tf.gradients(y, x, # a\n    colocate_gradients_with_ops=True, # b\n    )",
        "tf.gradients(y, x, colocate_gradients_with_ops=True, # a\n    name='n')",
        "tf.gradients(y, x, colocate_gradients_with_ops=True # a\n    , name='n')",
        "tf.nn.conv2d(x, f, s, p, # a\n    True, # b\n    'NHWC' # c\n    )",
        "tf.constant( # a\n    verify_shape=True, # b\n    value=3 # c\n)",
        "tf.nn.softmax_cross_entropy_with_logits(None, # a\n    labels=y, # b\n    logits=z)",
        "tf.name_scope(None, 'a', # b\n    [x])",
        "tf.data.Dataset.range(3).make_initializable_iterator( # a\n    'n' # b\n)",
        "tf.data.Dataset.range(3 # a\n    ).make_one_shot_iterator()",
        "tf.concat( # a\n    1, # b\n    [x] # c\n)",
        "tf # a\n    .log(x)",
        "tf.nn # a\n    .dropout(x, # b\n    0.5)",
    ],
)
def test_no_comment_is_lost(call: str) -> None:
    code = f"{TF}y = ({call})\n"
    assert check(Document(code), Settings())
    check_sound(code)


# ---- imports, aliases, definitions


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # both import styles in one file
        (
            "import tensorflow as tf\nfrom tensorflow import log\ny = log(tf.log(x))\n",
            "import tensorflow as tf\nfrom tensorflow.math import log\ny = log(tf.math.log(x))\n",
        ),
        (
            "import tensorflow as tf\nfrom tensorflow import nn\ny = nn.xw_plus_b(tf.log(x), a, b)\n",
            "import tensorflow as tf\nfrom tensorflow import nn\ny = tf.compat.v1.nn.xw_plus_b(tf.math.log(x), a, b)\n",
        ),
        (
            "import tensorflow as tf\nimport tensorflow.compat.v1 as tf1\ny = tf1.log(tf.log(x))\n",
            "import tensorflow as tf\nimport tensorflow.compat.v1 as tf1\ny = tf1.log(tf.math.log(x))\n",
        ),
        # the old import is still used elsewhere
        (
            "import tensorflow as tf\nfrom tensorflow.contrib import framework\ny = framework.nest.flatten(x)\nz = framework.fuse_op\n",
            "import tensorflow as tf\nfrom tensorflow.contrib import framework\ny = tf.nest.flatten(x)\nz = framework.fuse_op\n",
        ),
        (
            "import tensorflow as tf\nfrom tensorflow.contrib import framework\ny = framework.nest.flatten(x)\n",
            "import tensorflow as tf\ny = tf.nest.flatten(x)\n",
        ),
        # all names of a statement or none
        (
            "from tensorflow import log, Session as S, abs\ny = S, log, abs\n",
            "from tensorflow import abs\nfrom tensorflow.math import log\nfrom tensorflow.compat.v1 import Session as S\ny = S, log, abs\n",
        ),
        # bare references beside calls
        (
            "import tensorflow as tf\nd = tf.nn.dropout\ny = tf.nn.dropout(d(x, 0.5), 0.5)\n",
            "import tensorflow as tf\nd = tf.compat.v1.nn.dropout\ny = tf.nn.dropout(d(x, 0.5), rate=1 - 0.5)\n",
        ),
        (
            "import tensorflow as tf\ndef f(g=tf.to_float, h=tf.log, i=tf.abs): pass\n",
            "import tensorflow as tf\ndef f(g=tf.compat.v1.to_float, h=tf.math.log, i=tf.abs): pass\n",
        ),
        (
            "import tensorflow as tf\n@tf.RegisterGradient('a')\nclass A(tf.train.Optimizer): b = tf.log\n",
            "import tensorflow as tf\n@tf.RegisterGradient('a')\nclass A(tf.compat.v1.train.Optimizer): b = tf.math.log\n",
        ),
        # used before the definition
        (
            "import tensorflow as tf\ndef f():\n    return n.xw_plus_b(x, a, b)\nn = tf.nn\n",
            "import tensorflow as tf\ndef f():\n    return tf.compat.v1.nn.xw_plus_b(x, a, b)\nn = tf.nn\n",
        ),
        ("def f():\n    return tf.log(x)\nimport tensorflow as tf\n", "def f():\n    return tf.math.log(x)\nimport tensorflow as tf\n"),
        # assigned to: it is the program's own name from there on
        (
            "import tensorflow as tf\ntf.log = f\ny = tf.log(x) + tf.erf(x)\ndel tf.log\n",
            "import tensorflow as tf\ntf.log = f\ny = tf.log(x) + tf.math.erf(x)\ndel tf.log\n",
        ),
        # the only statement of a block
        ("if a:\n    import tensorflow.contrib.slim as slim\n", "if a:\n    pass\n"),
        ("try:\n    import tensorflow.contrib.slim as slim\nfinally:\n    a\n", "try:\n    pass\nfinally:\n    a\n"),
        ("if a:\n    import tensorflow.contrib.slim as slim\nelse:\n    b\n", "if a:\n    pass\nelse:\n    b\n"),
        ("if a:\n    # why\n    import tensorflow.contrib.slim as slim\n", "if a:\n    # why\n    pass\n"),
        ("class A:\n\timport tensorflow.contrib.slim as slim\n\tx = 1\n", "class A:\n\tx = 1\n"),
    ],
)
def test_imports_and_names(before: str, after: str) -> None:
    check_transformed(before, after)


@pytest.mark.parametrize(
    ("head", "result"),
    [
        ("", "import tensorflow as tf\n"),
        ("# comment\n", "# comment\nimport tensorflow as tf\n"),
        ("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport tensorflow as tf\n"),
        ("'''docstring'''\n", "'''docstring'''\nimport tensorflow as tf\n"),
        ("'''doc\nstring'''\n\n", "'''doc\nstring'''\n\nimport tensorflow as tf\n"),
        (
            "'''docstring'''\nfrom __future__ import division\n",
            "'''docstring'''\nfrom __future__ import division\nimport tensorflow as tf\n",
        ),
        ("from __future__ import division\n\n", "from __future__ import division\n\nimport tensorflow as tf\n"),
        ("import os\n", "import tensorflow as tf\nimport os\n"),
    ],
)
def test_a_missing_import_goes_where_imports_go(head: str, result: str) -> None:
    body = "from tensorflow import train\ny = train.Saver()\n"
    code = fixed(head + body)
    check_sound(head + body)
    assert code.endswith("from tensorflow import train\ny = tf.compat.v1.train.Saver()\n")
    assert code.split("from tensorflow import train")[0].split() == result.split()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "code",
    [
        "from tensorflow import train\ny = train.Saver()\n",
        "'''doc'''\n\nfrom tensorflow import train\ny = train.Saver()\n",
        "from tensorflow import abs, Session\n",
        "if a:\n    from tensorflow import abs, Session, log\n    b = 1\n",
        "if a:\n    import tensorflow.contrib.slim as slim\nb = 1\n",
    ],
)
def test_new_lines_end_like_the_others(code: str, end: str) -> None:
    result = fixed(code.replace("\n", end))
    assert result != code.replace("\n", end)
    assert result.replace(end, "") == result.replace("\r", "").replace("\n", "")
    check_sound(code.replace("\n", end))


def test_a_name_that_the_file_uses_is_not_taken_for_the_import() -> None:
    for user in ("for tf in z: pass", "def f(tf): pass", "tf = 1", "class tf: pass", "with z as tf: pass", "f = lambda tf: 1"):
        check_reported(f"from tensorflow import train\n{user}\ny = train.Saver()\n", "TL103")


@pytest.mark.parametrize("statement", ["print tf.log(x), tf.to_float(y)", "exec 'a' in tf.log(x)", "raise E, tf.log(x)"])
def test_python_2_statements_stay_python_2(statement: str) -> None:
    code = f"{TF}{statement}\n"
    assert not is_python3(code)
    after = statement.replace("tf.log", "tf.math.log").replace("tf.to_float(y)", "tf.cast(y, tf.float32)")
    check_transformed(code, f"{TF}{after}\n", ignore=("TL301",))


@pytest.mark.parametrize(
    "broken",
    [
        "y = (1\n",
        "def f(:\n    pass\n",
        "if x\n    y = 1\n",
        "y = = 1\n",
        "class :\n    pass\n",
        "'''\n",
        "y = [1, 2\n",
        "return )\n",
        "else:\n    y\n",
    ],
)
def test_broken_code_elsewhere_changes_only_what_is_fixed(broken: str) -> None:
    for code in (f"{TF}z = tf.log(x)\n{broken}", f"{TF}{broken}z = tf.log(x)\n", f"{TF}{broken}\n\ndef g(x):\n    return tf.log(x)\n"):
        result = fix(Document(code), _SETTINGS, review=True)
        assert result.text in (code, code.replace("tf.log", "tf.math.log"))
        again = fix(Document(result.text), _SETTINGS, review=True)
        assert again.text == result.text
