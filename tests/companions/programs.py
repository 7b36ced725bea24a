"""Programs that give the same numbers on TensorFlow 1.15 with tf.contrib and on TensorFlow 2 with the companion modules.

``python programs.py FILE`` runs them on whichever TensorFlow there is and writes their numbers as JSON; ``recorded.json`` was written
so by TensorFlow 1.15.5 on Python 3.7.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
import sys
import tempfile
from typing import Any, Callable, Dict  # noqa: UP035

import numpy as np

Numbers = Dict[str, Any]  # noqa: UP006
PROGRAMS: dict[str, Callable[..., Numbers]] = {}
HOMES = {
    "mnist_input_data": "tensorflow.examples.tutorials.mnist.input_data",
    "contrib_hparams": "tensorflow.contrib.training.python.training.hparam",
    "slim_on_tf2": "tensorflow.contrib.slim",
    "contrib_crf": "tensorflow.contrib.crf",
    "contrib_seq2seq": "tensorflow.contrib.seq2seq",
    "contrib_legacy_seq2seq": "tensorflow.contrib.legacy_seq2seq",
    "contrib_rnn": "tensorflow.contrib.rnn",
    "contrib_vocabulary": "tensorflow.contrib.learn.python.learn.preprocessing",
    "contrib_image": "tensorflow.contrib.image",
}


def program(companion: str) -> Callable[[Callable[..., Numbers]], Callable[..., Numbers]]:
    """Register a program; it is called with tf and the companion, or what was in its place in TensorFlow 1."""

    def register(function: Callable[..., Numbers]) -> Callable[..., Numbers]:
        function.companion = companion  # type: ignore[attr-defined]
        PROGRAMS[function.__name__] = function
        return function

    return register


def attempt(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return "done", or the type of what a function raises."""
    try:
        function(*arguments, **options)
        return "done"
    except Exception as error:
        return type(error).__name__


# --- mnist_input_data


def write_mnist(folder: str, train: int = 23, test: int = 9, size: int = 4) -> None:
    """Write a small database of the form of MNIST."""
    rng = np.random.RandomState(7)
    for prefix, count in (("train", train), ("t10k", test)):
        images = rng.randint(0, 256, (count, size, size)).astype(np.uint8)
        labels = rng.randint(0, 10, count).astype(np.uint8)
        for name, magic, data in (("images-idx3", 2051, images), ("labels-idx1", 2049, labels)):
            with gzip.open(os.path.join(folder, f"{prefix}-{name}-ubyte.gz"), "wb") as file:
                file.write(np.array([magic, *data.shape], ">u4").tobytes() + data.tobytes())


def described(array: Any) -> list[Any]:
    """Return type, shape and values of an array."""
    array = np.asarray(array)
    return [str(array.dtype), list(array.shape), np.round(array.astype(float), 6).ravel().tolist()]


@program("mnist_input_data")
def mnist(tf: Any, input_data: Any) -> Numbers:
    out: Numbers = {}
    options: list[dict[str, Any]] = [
        {"seed": 1, "validation_size": 5},
        {"seed": 2, "validation_size": 0, "one_hot": True},
        {"seed": 3, "validation_size": 23, "dtype": tf.uint8},
        {"seed": 4, "validation_size": 3, "reshape": False, "dtype": np.uint8},
        {"seed": 5, "validation_size": 8, "dtype": tf.float32, "reshape": False, "one_hot": True},
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_mnist(folder)
        for number, option in enumerate(options):
            train, validation, test = data = input_data.read_data_sets(folder, **option)
            for name in data._fields:
                part = getattr(data, name)
                out[f"{number} {name}"] = [described(part.images[:2]), described(part.labels), part.num_examples, part.epochs_completed]
            for step in range(7):
                for name, part in (("train", train), ("test", test), ("validation", validation)):
                    if part.num_examples:
                        images, labels = part.next_batch(4, shuffle=step != 3)
                        out[f"{number} {name} {step}"] = [described(images.sum()), described(labels), part.epochs_completed]
            images, labels = test.next_batch(30)
            out[f"{number} more than there is"] = [described(labels), test.epochs_completed]
            out[f"{number} random"] = float(np.random.rand())
        plain = input_data.read_data_sets(folder, seed=6, validation_size=2, dtype="float32")
        out["in order"] = [described(plain.train.next_batch(8, shuffle=False)[1]) for _ in range(4)]
        for size in (-1, 24):
            out[f"validation {size}"] = attempt(input_data.read_data_sets, folder, validation_size=size)
        out["other type"] = attempt(input_data.read_data_sets, folder, dtype=tf.int32, validation_size=1)
        with tf.Graph().as_default():
            tf.set_random_seed(11)
            seeded = input_data.read_data_sets(folder, validation_size=4)
            out["graph seed"] = described(seeded.train.next_batch(9)[1])
    fake = input_data.read_data_sets("nowhere", fake_data=True, one_hot=True)
    images, labels = fake.train.next_batch(2, fake_data=True)
    out["fake"] = [type(images).__name__, len(images[0]), sum(images[1]), labels, fake.test.num_examples]
    out["fake label"] = input_data.read_data_sets("nowhere", fake_data=True).train.next_batch(1, fake_data=True)[1]
    return out


# --- contrib_hparams


@program("contrib_hparams")
def hparams(tf: Any, module: Any) -> Numbers:
    out: Numbers = {}

    def new() -> Any:
        return module.HParams(a=1, b=[1, 2], c="x", d=0.5, e=True, f=["p", "q"], g=(1.0, 2.0), n=None)

    def note(what: str, function: Callable[..., Any], *arguments: Any) -> None:
        try:
            result = function(*arguments)
        except Exception as error:
            result = f"{type(error).__name__}: {error}" if isinstance(error, (ValueError, KeyError)) else type(error).__name__
        out[what] = result.values() if isinstance(result, module.HParams) else result

    def after(method: str, *arguments: Any) -> Any:
        made = new()
        getattr(made, method)(*arguments)
        return made

    for text in (
        "a=3",
        "a=3,b=[4,5, 6],c=hello,d=1e-3",
        *("e=false", "e=0", "e=2", "e=maybe", "a=1.5", "a=1,a=2", "b=3", "b=[]", "a=[1]", "b[0]=3", "c=", "c=a b", "zz=3", "a"),
        *("f=[x y,z]", "g=[3,4]", "d=3, a=4", "c=[x", "e=True,f=[]", "", "a = 5 , c = u", "n=3", "a=1,,b=[1]", "c=a=b", "a= 7"),
        *("b[1]=[3]", "b=[1],b[0]=2", "g=[1,x]"),
    ):
        note(f"parse {text}", new().parse, text)
    for text in ("a=1,b[0]=2,b[3]=4", "b[0]=1,b[0]=2", "a=1,a[0]=2", "zz=1,a=3", "s.t=4"):
        for lenient in (False, True):
            types = {"a": int, "b": float, "s.t": int}
            note(f"parse_values {text} {lenient}", lambda *given: str(sorted(module.parse_values(*given).items())), text, types, lenient)
    values: list[tuple[str, Any]]
    values = [
        ("a", 2),
        ("a", 2.0),
        ("a", True),
        ("a", "2"),
        ("d", 1),
        ("d", True),
        ("d", "x"),
        ("c", "y"),
        ("c", 3),
        ("e", 1),
        ("e", False),
    ]
    values += [("b", [1, 2.0]), ("b", (1, 2)), ("b", []), ("g", [1, 2]), ("n", 5), ("n", "x"), ("zz", 1), ("b", [True])]
    for name, value in values:
        note(f"set {name} {value!r}", after, "set_hparam", name, value)
    values = [("a", 3), ("get", 3), ("new", 3), ("n", 4), ("l", []), ("t", ("a",)), ("_hparam_types", 1)]
    for name, value in values:
        note(f"add {name} {value!r}", after, "add_hparam", name, value)
    values = [("a", 3), ("a", None), ("a", "x"), ("b", 3), ("b", [3]), ("b", ["x"]), ("zz", 9), ("d", 3), ("e", 1), ("c", [1])]
    for name, value in values:
        note(f"get {name} {value!r}", new().get, name, value)
    note("to_json", lambda: new().to_json())
    note("to_json sorted", lambda: new().to_json(indent=1, sort_keys=True, separators=(",", ":")))
    for text in ('{"a": 4, "b": [7], "d": 3}', '{"a": "4"}', '{"q": 4}'):
        note(f"parse_json {text}", new().parse_json, text)
    note("str", lambda: str(new()))
    note("repr", lambda: repr(new()))
    note("in", lambda: ["a" in new(), "q" in new()])
    note("del", after, "del_hparam", "a")
    note("del what is not there", after, "del_hparam", "qq")
    note("attribute", after, "__setattr__", "a", 9)
    note("override_from_dict", lambda: new().override_from_dict({"a": 9}))
    note("model structure", lambda: module.HParams(None, "m", a=1).get_model_structure())
    return out


# --- contrib_crf


@program("contrib_crf")
def crf(tf: Any, module: Any) -> Numbers:
    out: Numbers = {}
    rng = np.random.RandomState(0)
    potentials = rng.randn(4, 5, 3).astype(np.float32)
    tags = rng.randint(0, 3, (4, 5))
    lengths = np.array([5, 3, 1, 0])
    transitions = rng.randn(3, 3).astype(np.float32)
    allowed = rng.rand(4, 5, 3) < 0.6
    allowed[..., 0] = True
    for is_static in (True, False):
        for steps in (5, 2, 1):
            with tf.Graph().as_default(), tf.Session() as session:
                size: Any = (4, steps) if is_static else (None, None)
                x = tf.placeholder(tf.float32, (*size, 3))
                y = tf.placeholder(tf.int32, size)
                n = tf.placeholder(tf.int64 if is_static else tf.int32, size[:1])
                w = tf.Variable(transitions)
                mask = tf.placeholder(tf.bool, (*size, 3))
                likelihood, _ = module.crf_log_likelihood(x, y, n, w)
                decoded, best = module.crf_decode(x, w, n)
                with tf.variable_scope("layer"):
                    module.crf_log_likelihood(x, y, n)
                fetches = {
                    "likelihood": likelihood,
                    "by potentials": tf.gradients(-tf.reduce_mean(likelihood), x)[0],
                    "unary": module.crf_unary_score(y, n, x),
                    "binary": module.crf_binary_score(y, n, w),
                    "norm": module.crf_log_norm(x, n, w),
                    "score": module.crf_sequence_score(x, y, n, w),
                    "multitag": module.crf_multitag_sequence_score(x, mask, n, w),
                    "decoded": decoded,
                    "best": best,
                }
                if steps > 1:
                    fetches["by transitions"] = tf.gradients(-tf.reduce_mean(likelihood), w)[0]
                session.run(tf.global_variables_initializer())
                feed = {x: potentials[:, :steps], y: tags[:, :steps], n: np.minimum(lengths, steps), mask: allowed[:, :steps]}
                for name, value in session.run(fetches, feed).items():
                    out[f"{is_static} {steps} {name}"] = value.tolist()
                out[f"{is_static} {steps} variables"] = [variable.op.name for variable in tf.global_variables()]
                out[f"{is_static} {steps} shapes"] = [str(decoded.shape), str(best.shape), str(decoded.dtype)]
    for steps in (5, 1):
        path, score = module.viterbi_decode(potentials[0][:steps], transitions)
        out[f"viterbi {steps}"] = [[int(tag) for tag in path], float(score), type(path).__name__]
    return out


# --- slim_on_tf2


def fill(tf: Any) -> Any:
    """Return an initializer that gives each variable of a shape the same values."""

    def initializer(shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        rng = np.random.RandomState(sum(int(size) for size in shape))
        return tf.constant(rng.uniform(-0.5, 0.5, [int(size) for size in shape]).astype(np.float32))

    return initializer


@program("slim_on_tf2")
def slim_layers(tf: Any, slim: Any) -> Numbers:
    """Each layer alone: its result, its variables and the losses in the collection."""
    out: Numbers = {}
    rng = np.random.RandomState(3)
    arrays = [rng.randn(*shape).astype(np.float32) for shape in ((2, 6, 6, 4), (3, 5), (2, 7, 3), (1, 4, 4, 4, 2))]
    images, rows, series, volumes = arrays
    w = {"weights_initializer": fill(tf)}
    layers: dict[str, Callable[[], Any]] = {
        "fully_connected": lambda: slim.fully_connected(rows, 4, **w),
        "linear": lambda: slim.linear(rows, 4, **w),
        "relu": lambda: slim.relu(rows, 4, **w),
        "conv1d": lambda: slim.conv1d(series, 4, 3, **w),
        "conv2d": lambda: slim.conv2d(images, 3, [3, 3], stride=2, weights_regularizer=slim.l2_regularizer(0.01), **w),
        "conv2d without activation": lambda: slim.conv2d(images, 3, 1, activation_fn=None, biases_initializer=None, **w),
        "conv2d dilated": lambda: slim.conv2d(images, 3, 3, rate=2, padding="VALID", **w),
        "conv3d": lambda: slim.conv3d(volumes, 2, 3, **w),
        "conv2d_transpose": lambda: slim.conv2d_transpose(images, 3, 3, stride=2, **w),
        "separable_conv2d": lambda: slim.separable_conv2d(images, 5, 3, depth_multiplier=2, **w),
        "depthwise": lambda: slim.separable_conv2d(images, None, 3, depth_multiplier=1, **w),
        "conv2d_in_plane": lambda: slim.conv2d_in_plane(images, 3, **w),
        "max_pool2d": lambda: slim.max_pool2d(images, 2),
        "avg_pool2d": lambda: slim.avg_pool2d(images, [3, 3], stride=1, padding="SAME"),
        "max_pool3d": lambda: slim.max_pool3d(volumes, 2),
        "dropout": lambda: slim.dropout(rows, 0.5, is_training=False),
        "flatten": lambda: slim.flatten(images),
        "one_hot_encoding": lambda: slim.one_hot_encoding([1, 0, 2], 3),
        "unit_norm": lambda: slim.unit_norm(rows, 1),
        "softmax": lambda: slim.softmax(series),
        "bias_add": lambda: slim.bias_add(rows, initializer=fill(tf)),
        "repeat": lambda: slim.repeat(rows, 2, slim.fully_connected, 5, **w),
        "stack": lambda: slim.stack(rows, slim.fully_connected, [6, 5], **w),
        "layer_norm": lambda: slim.layer_norm(images),
        "instance_norm": lambda: slim.instance_norm(images),
        "group_norm": lambda: slim.group_norm(images, groups=2),
        "batch_norm": lambda: slim.batch_norm(images, is_training=True, scale=True),
        "batch_norm unfused": lambda: slim.batch_norm(rows, is_training=True, fused=False),
        "batch_norm at once": lambda: slim.batch_norm(images, is_training=True, updates_collections=None, decay=0.5),
        "batch_norm to predict": lambda: slim.batch_norm(images, is_training=False),
        "batch_norm by placeholder": lambda: slim.batch_norm(images, is_training=tf.constant(True)),
        "normalizer_fn": lambda: slim.conv2d(images, 3, 3, normalizer_fn=slim.batch_norm, normalizer_params={"decay": 0.9}, **w),
        "maxout": lambda: slim.maxout(images, 2),
        "spatial_softmax": lambda: slim.spatial_softmax(images),
        "scale_gradient": lambda: slim.scale_gradient(rows, 0.5),
        "embed_sequence": lambda: slim.embed_sequence([[1, 2], [0, 2]], 4, 3, initializer=fill(tf)),
        "embed_sequence unique": lambda: slim.embed_sequence([[1, 2], [1, 2]], 4, 3, unique=True, initializer=fill(tf), scope="words"),
        "bow_encoder": lambda: slim.bow_encoder([[1, 2, 0], [3, 0, 0], [0, 0, 0]], 4, 3, initializer=fill(tf)),
        "bow_encoder dense": lambda: slim.bow_encoder([[1, 2], [0, 2]], 4, 3, sparse_lookup=False, initializer=fill(tf)),
        "safe_embedding_lookup_sparse": lambda: slim.safe_embedding_lookup_sparse(
            [rows], tf.SparseTensor([[0, 0], [0, 1], [2, 0]], [0, 2, 1], [3, 2])
        ),
        "embedding_lookup_unique": lambda: slim.embedding_lookup_unique(rows, [[2, 0], [2, 1]]),
        "legacy_fully_connected": lambda: slim.legacy_fully_connected(rows, 4, weight_init=fill(tf)),
        "triplet_semihard_loss": lambda: slim.losses.metric_learning.triplet_semihard_loss([0, 1, 0], tf.nn.l2_normalize(rows, 1)),
        "contrastive_loss": lambda: slim.losses.metric_learning.contrastive_loss([0.0, 1.0, 1.0], rows, rows + 0.1),
        "npairs_loss": lambda: slim.losses.metric_learning.npairs_loss([0, 1, 2], rows, rows * 2),
        "lifted_struct_loss": lambda: slim.losses.metric_learning.lifted_struct_loss([0, 1, 0], rows),
        "softmax_cross_entropy": lambda: slim.losses.softmax_cross_entropy(rows, slim.one_hot_encoding([0, 1, 4], 5)),
        "streaming_accuracy": lambda: slim.metrics.streaming_accuracy(tf.constant([1, 2, 3]), tf.constant([1, 0, 3]))[1],
    }
    for name, layer in layers.items():
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(1)
            images, rows, series, volumes = map(tf.constant, arrays)
            result = layer()
            session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            value, penalty, _ = session.run([result, tf.losses.get_regularization_losses(), tf.get_collection(tf.GraphKeys.UPDATE_OPS)])
            out[name] = [
                described(value)[1:],
                [round(float(one), 6) for one in penalty],
                sorted(variable.op.name for variable in slim.get_variables()),
                [variable.op.name for variable in slim.get_model_variables()],
                [described(moving)[1:] for moving in session.run(tf.get_collection(tf.GraphKeys.MOVING_AVERAGE_VARIABLES))],
            ]
    return out


@program("slim_on_tf2")
def slim_training(tf: Any, slim: Any) -> Numbers:
    """Train a network with batch_norm in each of the ways of slim, and read its checkpoint."""
    out: Numbers = {}
    rng = np.random.RandomState(4)
    images = rng.randn(8, 6, 6, 1).astype(np.float32)
    labels = rng.randint(0, 3, 8)

    def network(is_training: Any) -> Any:
        norm = {"is_training": is_training, "decay": 0.9, "scale": True}
        layers = {"weights_initializer": fill(tf), "weights_regularizer": slim.l2_regularizer(0.001)}
        every = slim.arg_scope([slim.conv2d, slim.fully_connected], **layers)
        with every, slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=norm, stride=2):
            net = slim.conv2d(tf.constant(images), 4, [3, 3], scope="conv1")
            net = slim.conv2d(net, 4, [3, 3], scope="conv2")
            net = slim.dropout(slim.flatten(net), 1.0, is_training=is_training)
            return slim.fully_connected(net, 3, activation_fn=None, scope="logits")

    def loss_of(logits: Any) -> Any:
        tf.losses.sparse_softmax_cross_entropy(labels, logits)
        return tf.losses.get_total_loss()

    def train_op(kind: str, loss: Any) -> Any:
        step = tf.train.get_or_create_global_step()
        if kind == "optimize_loss":
            return slim.optimize_loss(loss, step, 0.1, "Adam", clip_gradients=1.0)
        optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
        if kind == "create_train_op":
            return slim.learning.create_train_op(loss, optimizer, global_step=step, clip_gradient_norm=0.5)
        if kind == "gradient_multipliers":
            return slim.learning.create_train_op(loss, optimizer, global_step=step, gradient_multipliers={"logits/weights": 2.0})
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return optimizer.minimize(loss, step)

    for kind in ("minimize", "create_train_op", "gradient_multipliers", "optimize_loss"):
        with tf.Graph().as_default(), tf.Session() as session:
            loss = loss_of(network(True))
            train = train_op(kind, loss)
            session.run(tf.global_variables_initializer())
            losses = []
            for _ in range(5):
                session.run(train)
                losses.append(float(session.run(loss)))
            out[kind] = losses
            out[f"{kind} variables"] = [variable.op.name for variable in slim.get_variables_to_restore()]
            moving = [variable for variable in slim.get_model_variables() if "moving" in variable.op.name]
            out[f"{kind} moving"] = [described(value)[2] for value in session.run(moving)]
    with tempfile.TemporaryDirectory() as folder:
        with tf.Graph().as_default():
            train = slim.learning.create_train_op(loss_of(network(True)), tf.train.GradientDescentOptimizer(0.1))
            out["learning.train"] = float(slim.learning.train(train, folder, number_of_steps=4, log_every_n_steps=100))
        with tf.Graph().as_default():
            logits = network(False)
            names, updates = slim.metrics.aggregate_metric_map(
                {"accuracy": slim.metrics.streaming_accuracy(tf.argmax(logits, 1), tf.constant(labels))}
            )
            path = tf.train.latest_checkpoint(folder)
            found = slim.evaluation.evaluate_once(
                "", path, os.path.join(folder, "eval"), num_evals=2, eval_op=list(updates.values()), final_op=list(names.values())
            )
            out["evaluate_once"] = [float(value) for value in found]
        with tf.Graph().as_default(), tf.Session() as session:
            logits = network(False)
            slim.assign_from_checkpoint_fn(path, slim.get_model_variables())(session)
            out["restored"] = described(session.run(logits))
    return out


@program("slim_on_tf2")
def slim_nets(tf: Any, slim: Any) -> Numbers:
    """The networks: their variables, shapes and what they make of an image with constant weights."""
    if not hasattr(slim, "nets"):
        importlib.import_module("tensorflow.contrib.slim.nets")
    out: Numbers = {}
    nets = slim.nets
    builds: list[tuple[str, int, Callable[[Any], Any]]] = [
        ("vgg_a", 224, lambda x: nets.vgg.vgg_a(x, 5, is_training=False)),
        ("alexnet_v2", 224, lambda x: nets.alexnet.alexnet_v2(x, 5, is_training=False)),
        ("resnet_v1_50", 33, lambda x: nets.resnet_v1.resnet_v1_50(x, 5, is_training=False)),
        ("resnet_v2_50", 33, lambda x: nets.resnet_v2.resnet_v2_50(x, 5, is_training=True)),
        ("inception_v1", 224, lambda x: nets.inception.inception_v1(x, 5, is_training=False)),
        ("inception_v3", 299, lambda x: nets.inception.inception_v3(x, 5, is_training=False)),
    ]
    for name, size, build in builds:
        with tf.Graph().as_default(), slim.arg_scope([slim.conv2d], weights_initializer=fill(tf)):
            result, points = build(tf.placeholder(tf.float32, (2, size, size, 3)))
            out[name] = [
                str(result.shape),
                [[variable.op.name, str(variable.shape)] for variable in slim.get_model_variables()][::9],
                len(slim.get_model_variables()),
                [[key, str(value.shape)] for key, value in sorted(points.items())][::5],
                len(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
            ]
    return out


# --- contrib_vocabulary

TEXTS = ["The cat sat on the mat", "It's a well-known cat, NASA's HTTPServer2", "", "the the cat cat cat dog", "naïve café"]


@program("contrib_vocabulary")
def vocabulary(tf: Any, module: Any) -> Numbers:
    out: Numbers = {"tokens": [list(words) for words in module.tokenizer(TEXTS)]}
    for name, options in (
        ("plain", {}),
        ("frequent", {"min_frequency": 1}),
        ("own tokenizer", {"tokenizer_fn": lambda texts: (iter(text.lower().split()) for text in texts)}),
    ):
        processor = module.VocabularyProcessor(5, **options)
        rows = list(processor.fit_transform(iter(TEXTS)))
        out[name] = [described(np.array(rows)), len(processor.vocabulary_), sorted(processor.vocabulary_._mapping.items())]
        out[f"{name} of others"] = described(np.array(list(processor.transform(np.array(["a dog the cat sat on it", "cat"])))))
        out[f"{name} back"] = list(processor.reverse(rows))
    words = module.CategoricalVocabulary(unknown_token="?", support_reverse=False)
    for word in "babcabdee":
        words.add(word)
    words.trim(1, max_frequency=3)
    out["trimmed"] = [sorted(words._mapping.items()), sorted(words._freq.items())]
    words.freeze()
    out["frozen"] = [words.get("zz"), words.get("a"), attempt(words.reverse, 0)]
    words.freeze(False)
    out["again"] = [words.get("zz"), len(words)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "vocab")
        processor = module.VocabularyProcessor(4).fit(TEXTS, None)
        processor.save(path)
        again = module.VocabularyProcessor.restore(path)
        out["restored"] = described(np.array(list(again.transform(TEXTS))))
    return out


# --- contrib_image


@program("contrib_image")
def image(tf: Any, module: Any) -> Numbers:
    out: Numbers = {}
    rng = np.random.RandomState(5)
    many = rng.randint(0, 255, (2, 5, 6, 3))
    flat = [[1.0, 0.2, -1.0, 0.1, 0.9, 0.5, 0.01, -0.02], [0.8, 0.0, 0.3, 0.0, 1.2, -0.4, 0.0, 0.0]]
    with tf.Graph().as_default(), tf.Session() as session:
        unknown = tf.placeholder(tf.float32, (None, None, None, 3))
        tensors = {}
        for interpolation in ("NEAREST", "BILINEAR"):
            for dtype in (tf.float32, tf.uint8, tf.int32, tf.float64):
                images = tf.constant(many, dtype)
                name = f"{interpolation} {dtype.name}"
                tensors[f"rotate {name}"] = module.rotate(images, [0.3, -1.2], interpolation)
                tensors[f"translate {name}"] = module.translate(images, [1, -2.5], interpolation=interpolation)
                tensors[f"transform {name}"] = module.transform(images, flat, interpolation)
                tensors[f"rotate one {name}"] = module.rotate(images[0], np.pi / 4, interpolation=interpolation)
                tensors[f"translate flat {name}"] = module.translate(images[0, :, :, 0], [[0.5, 1.0]], interpolation)
            tensors[f"other size {interpolation}"] = module.transform(tf.constant(many, tf.float32), flat[0], interpolation, (4, 9))
            tensors[f"unknown size {interpolation}"] = module.rotate(unknown, 0.5, interpolation.lower())
        tensors["angles"] = module.angles_to_projective_transforms([0.1, 2.0], 5, 6)
        tensors["angle"] = module.angles_to_projective_transforms(0.1, tf.constant(5.0), tf.constant(6.0))
        tensors["translations"] = module.translations_to_projective_transforms([[1, 2], [3.5, 4]])
        tensors["matrices"] = module.flat_transforms_to_matrices(flat)
        tensors["flat"] = module.matrices_to_flat_transforms(np.arange(1, 19).reshape(2, 3, 3).astype(np.float32))
        tensors["composed"] = module.compose_transforms(flat[0], flat[1], flat)
        loss = tf.reduce_sum(module.rotate(unknown, 0.5, "BILINEAR") ** 2)
        tensors["gradient"] = tf.gradients(loss, unknown)[0]
        out["shapes"] = [[name, str(tensor.shape)] for name, tensor in tensors.items()]
        for name, value in session.run(tensors, {unknown: many.astype(np.float32)}).items():
            out[name] = described(value)
        for name, function in (
            ("bad type", lambda: module.rotate(tf.constant([[True]]), 1.0)),
            ("bad rank", lambda: module.rotate(tf.constant([1.0]), 1.0)),
            ("bad angles", lambda: module.rotate(tf.constant([[1.0]]), [[1.0]])),
            ("bad pairs", lambda: module.translate(tf.constant([[1.0]]), [[[1.0, 2.0]]])),
        ):
            out[name] = attempt(function)
    return out


# --- contrib_legacy_seq2seq


@program("contrib_legacy_seq2seq")
def legacy_seq2seq(tf: Any, module: Any) -> Numbers:
    out: Numbers = {}
    rng = np.random.RandomState(6)
    steps = rng.randn(3, 4, 5).astype(np.float32)
    symbols = rng.randint(0, 7, (6, 4))
    weights = rng.rand(3, 4).astype(np.float32)
    weights[:, 2] = 0
    projection = rng.randn(5, 7).astype(np.float32), rng.randn(7).astype(np.float32)
    lstm = tf.nn.rnn_cell.BasicLSTMCell

    def losses() -> Any:
        logits = [tf.constant(one) for one in steps]
        targets = [tf.constant(one % 5) for one in symbols[:3]]
        given = [tf.constant(one) for one in weights]
        outputs = [
            module.sequence_loss_by_example(logits, targets, given),
            module.sequence_loss_by_example(logits, targets, given, average_across_timesteps=False),
            module.sequence_loss(logits, targets, given),
            module.sequence_loss(logits, targets, given, average_across_batch=False, average_across_timesteps=False),
            module.sequence_loss(
                logits,
                targets,
                given,
                softmax_loss_function=lambda labels, logits: (
                    2 * tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
                ),
            ),
        ]
        return outputs, []

    def floats() -> Any:
        return [tf.constant(one) for one in steps]

    def integers(first: int = 0) -> Any:
        return [tf.constant(one) for one in symbols[first : first + 3]]

    def cells(count: int = 2) -> Any:
        return tf.nn.rnn_cell.MultiRNNCell([lstm(5) for _ in range(count)])

    def char_rnn() -> Any:
        cell = cells()
        embedding = tf.get_variable("embedding", [7, 5])
        w, b = tf.get_variable("w", [5, 7]), tf.get_variable("b", [7])

        def loop(previous: Any, step: int) -> Any:
            return tf.nn.embedding_lookup(embedding, tf.stop_gradient(tf.argmax(tf.matmul(previous, w) + b, 1)))

        inputs = tf.split(tf.nn.embedding_lookup(embedding, symbols[:3].T), 3, 1)
        inputs = [tf.squeeze(one, [1]) for one in inputs]
        state = cell.zero_state(4, tf.float32)
        plain = module.rnn_decoder(inputs, state, cell, scope="rnnlm")
        with tf.variable_scope(tf.get_variable_scope(), reuse=True):
            looped = module.rnn_decoder(inputs, state, cell, loop_function=loop, scope="rnnlm")
        return [*plain[0], *looped[0]], [plain[1], looped[1]]

    def buckets() -> Any:
        def model(sources: Any, targets: Any) -> Any:
            return module.embedding_attention_seq2seq(sources, targets, lstm(5), 7, 7, 3, feed_previous=False)

        given = [tf.constant(one) for one in weights]
        found = module.model_with_buckets(integers(), integers(3), integers(3), given, [(1, 2), (3, 3)], model)
        each = []
        with tf.variable_scope(tf.get_variable_scope(), reuse=True):
            each = module.model_with_buckets(integers(), integers(3), integers(3), given, [(2, 2)], model, per_example_loss=True)
        return [*found[0][0], *found[0][1], *found[1], *each[1]], []

    programs: dict[str, Callable[[], Any]] = {
        "losses": losses,
        "char_rnn": char_rnn,
        "buckets": buckets,
        "basic": lambda: module.basic_rnn_seq2seq(floats(), floats(), lstm(5)),
        "tied": lambda: module.tied_rnn_seq2seq(floats(), floats(), tf.nn.rnn_cell.GRUCell(5)),
        "embedding": lambda: module.embedding_rnn_seq2seq(integers(), integers(3), lstm(5), 7, 7, 3),
        "embedding fed back": lambda: module.embedding_rnn_seq2seq(integers(), integers(3), cells(), 7, 7, 5, feed_previous=True),
        "embedding by tensor": lambda: module.embedding_rnn_seq2seq(
            integers(), integers(3), cells(), 7, 7, 5, feed_previous=tf.constant(True)
        ),
        "embedding projected": lambda: module.embedding_rnn_seq2seq(
            integers(), integers(3), lstm(5), 7, 7, 3, output_projection=projection, feed_previous=True
        ),
        "attention decoder": lambda: module.attention_decoder(
            floats(), tf.zeros([4, 5]), tf.stack(floats(), 1), tf.nn.rnn_cell.GRUCell(5), output_size=3, num_heads=2
        ),
        "attention from the start": lambda: module.attention_decoder(
            floats(), cells().zero_state(4, tf.float32), tf.stack(floats(), 1), cells(), initial_state_attention=True
        ),
        "attention": lambda: module.embedding_attention_seq2seq(integers(), integers(3), lstm(5), 7, 7, 3),
        "attention by tensor": lambda: module.embedding_attention_seq2seq(
            integers(), integers(3), cells(), 7, 7, 5, num_heads=2, feed_previous=tf.constant(False)
        ),
        "attention projected": lambda: module.embedding_attention_seq2seq(
            integers(), integers(3), cells(), 7, 7, 5, output_projection=projection, feed_previous=True
        ),
    }
    for name, function in programs.items():
        with tf.Graph().as_default(), tf.Session() as session:
            with tf.variable_scope("net", initializer=fill(tf)):
                outputs, state = function()
            outputs = [*outputs, *tf.nest.flatten(state)]
            variables = tf.trainable_variables()
            loss = tf.add_n([tf.reduce_sum(one**2) for one in outputs])
            gradients = tf.gradients(loss, variables) if variables else []
            session.run(tf.global_variables_initializer())
            out[name] = [described(value)[1:] for value in session.run(outputs)]
            out[f"{name} variables"] = [[variable.op.name, variable.shape.as_list()] for variable in variables]
            sums = [tf.reduce_sum(tf.convert_to_tensor(one)) for one in gradients if one is not None]
            out[f"{name} gradients"] = described(session.run(sums))[1:] if sums else []
    return out


# --- contrib_seq2seq


@program("contrib_seq2seq")
def seq2seq(tf: Any, module: Any) -> Numbers:
    out: Numbers = {}
    rng = np.random.RandomState(8)
    batch, steps, depth, symbols = 3, 4, 5, 6
    memory = rng.randn(batch, 6, 4).astype(np.float32)
    memory_lengths = np.array([6, 2, 4])
    given = rng.randn(batch, steps, 3).astype(np.float32)
    vectors = rng.randn(symbols, 3).astype(np.float32)
    targets = rng.randint(0, symbols, (batch, steps))
    weights = rng.rand(batch, steps).astype(np.float32)
    weights[1, 2:] = 0
    lengths, starts = np.array([4, 2, 3], np.int32), np.array([1, 2, 3], np.int32)
    cells = tf.nn.rnn_cell

    def dense() -> Any:
        return tf.layers.Dense(symbols, name="projection")

    def losses() -> Any:
        logits = tf.constant(rng.randn(batch, steps, symbols).astype(np.float32))
        choices: list[dict[str, Any]] = [
            {},
            {"average_across_timesteps": False},
            {"average_across_batch": False},
            {"average_across_timesteps": False, "average_across_batch": False},
            {"average_across_timesteps": False, "average_across_batch": False, "sum_over_timesteps": True, "sum_over_batch": True},
            {"average_across_timesteps": False, "average_across_batch": False, "sum_over_batch": True},
            {"softmax_loss_function": lambda labels, logits: tf.reduce_sum(logits, 1) + tf.cast(labels, tf.float32)},
        ]
        made = [module.sequence_loss(logits, tf.constant(targets), tf.constant(weights), **choice) for choice in choices]
        out["bad losses"] = [
            attempt(module.sequence_loss, logits[0], tf.constant(targets), tf.constant(weights)),
            attempt(module.sequence_loss, logits, tf.constant(targets), tf.constant(weights), sum_over_batch=True),
        ]
        return made

    def tools() -> Any:
        tiled = module.tile_batch((tf.constant(memory), tf.constant(starts)), 2)
        known, unknown = [4, 3, 2], tf.placeholder_with_default(memory, [None, None, 4])
        ids, parents = rng.randint(0, 5, (2, 4, 3, 2)).astype(np.int32)
        tree = module.gather_tree(ids, parents % 2, known, 4)
        return [*tiled, module.tile_batch(unknown, multiplier=3), tree, module.hardmax(memory[0])]

    def run(decoder: Any, **options: Any) -> Any:
        outputs, state, found = module.dynamic_decode(decoder, **options)
        return [*tf.nest.flatten(outputs), *(one for one in tf.nest.flatten(state) if hasattr(one, "dtype") and hasattr(one, "op")), found]

    def training(helper: Any = None, cell: Any = None, **options: Any) -> Any:
        cell = cell or cells.LSTMCell(depth)
        helper = helper or module.TrainingHelper(given, lengths)
        layer = options.pop("layer", dense())
        return run(module.BasicDecoder(cell, helper, cell.zero_state(batch, tf.float32), layer), **options)

    def attention(kind: str, **options: Any) -> Any:
        return getattr(module, kind)(options.pop("units", depth), memory, **options)

    def attending(mechanism: Any, **options: Any) -> Any:
        return module.AttentionWrapper(cells.GRUCell(depth), mechanism, **options)

    def whole() -> Any:
        """The way of the tutorials: an encoder, and two decoders with the same variables."""
        inputs = tf.placeholder_with_default(memory, [None, None, 4])
        size = tf.shape(inputs)[0]
        with tf.variable_scope("encoder"):
            states, last = tf.nn.dynamic_rnn(cells.BasicLSTMCell(depth), inputs, memory_lengths, dtype=tf.float32)
        embedding = tf.get_variable("embedding", [symbols, 3])
        with tf.variable_scope("decoder_of_mine"):
            mechanism = module.BahdanauAttention(depth, states, memory_lengths)
            cell = module.AttentionWrapper(cells.BasicLSTMCell(depth), mechanism, attention_layer_size=depth, alignment_history=True)
            layer = dense()
            first = cell.zero_state(batch_size=size, dtype=tf.float32).clone(cell_state=last)
            train = module.TrainingHelper(tf.nn.embedding_lookup(embedding, targets), lengths)
            decoder = module.BasicDecoder(cell, train, first, layer)
            trained, _, found = module.dynamic_decode(decoder, impute_finished=True, maximum_iterations=tf.reduce_max(lengths))
        with tf.variable_scope("decoder_of_mine", reuse=True):
            greedy = module.GreedyEmbeddingHelper(embedding, tf.fill([size], 1), 5)
            predicted, state, _ = module.dynamic_decode(module.BasicDecoder(cell, greedy, first, layer), maximum_iterations=7)
        loss = module.sequence_loss(trained.rnn_output, tf.constant(targets), tf.sequence_mask(lengths, dtype=tf.float32))
        return [loss, trained.rnn_output, found, predicted.sample_id, predicted.rnn_output, state.alignment_history.stack()]

    def beams(wrapped: bool, is_static: bool = True, **options: Any) -> Any:
        width = 3
        first_symbols = starts if is_static else tf.placeholder_with_default(starts, [None])
        first = module.tile_batch(tf.constant(rng.randn(batch, depth).astype(np.float32)), width)
        cell: Any = cells.GRUCell(depth)
        if wrapped:
            content = memory if is_static else tf.placeholder_with_default(memory, [None, None, 4])
            tiled, sizes = module.tile_batch(content, width), module.tile_batch(tf.constant(memory_lengths), width)
            cell = module.AttentionWrapper(cell, module.LuongAttention(depth, tiled, sizes), depth, alignment_history=True)
            first = cell.zero_state(tf.size(first_symbols) * width, tf.float32).clone(cell_state=first)
        decoder = module.BeamSearchDecoder(cell, tf.constant(vectors), first_symbols, 4, first, width, dense(), **options)
        outputs, state, found = module.dynamic_decode(decoder, maximum_iterations=6)
        inner = outputs.beam_search_decoder_output
        history = state.cell_state.alignment_history if wrapped else found
        history = history.stack() if isinstance(history, tf.TensorArray) else history
        return [outputs.predicted_ids, *inner, state.log_probs, state.lengths, found, history]

    def custom() -> Any:
        everything = tf.constant(given)
        return module.CustomHelper(
            lambda: (tf.zeros([batch], tf.bool), everything[:, 0]),
            lambda time, outputs, state: tf.argmax(outputs, 1, output_type=tf.int32),
            lambda time, outputs, state, sample_ids: (
                tf.tile([time >= 2], [batch]),
                everything[:, 1] * tf.expand_dims(tf.cast(sample_ids, tf.float32), 1),
                state,
            ),
        )

    programs: dict[str, Callable[[], Any]] = {
        "losses": losses,
        "tools": tools,
        "training": training,
        "training imputed": lambda: training(impute_finished=True, maximum_iterations=3),
        "training by time": lambda: training(
            module.TrainingHelper(given.transpose(1, 0, 2), lengths, time_major=True), output_time_major=True, scope="mine"
        ),
        "training without a layer": lambda: training(layer=None),
        "training stacked": lambda: training(cell=cells.MultiRNNCell([cells.LSTMCell(depth), cells.GRUCell(depth)])),
        "greedy": lambda: training(module.GreedyEmbeddingHelper(vectors, starts, 4), maximum_iterations=6),
        "greedy by a function": lambda: training(
            module.GreedyEmbeddingHelper(lambda ids: tf.gather(vectors, ids), starts, 4), impute_finished=True, maximum_iterations=9
        ),
        "sampled": lambda: training(
            module.SampleEmbeddingHelper(vectors, starts, 4, softmax_temperature=0.5, seed=3), maximum_iterations=6
        ),
        "scheduled": lambda: training(
            module.ScheduledEmbeddingTrainingHelper(given, lengths, vectors, 0.5, seed=1, scheduling_seed=2), parallel_iterations=1
        ),
        "inference": lambda: training(
            module.InferenceHelper(lambda outputs: outputs[:, :3], [3], tf.float32, given[:, 0], lambda ids: ids[:, 0] > 9.0),
            maximum_iterations=4,
        ),
        "custom": lambda: training(custom()),
        "luong": lambda: training(cell=attending(attention("LuongAttention"))),
        "luong scaled": lambda: training(
            cell=attending(attention("LuongAttention", memory_sequence_length=memory_lengths, scale=True), attention_layer_size=4)
        ),
        "bahdanau": lambda: training(cell=attending(attention("BahdanauAttention", memory_sequence_length=memory_lengths))),
        "bahdanau normalized": lambda: training(
            cell=attending(attention("BahdanauAttention", units=7, normalize=True), attention_layer_size=4, output_attention=False)
        ),
        "hard attention": lambda: training(cell=attending(attention("LuongAttention", probability_fn=module.hardmax))),
        "two attentions": lambda: training(
            cell=attending([attention("LuongAttention"), attention("BahdanauAttention")], attention_layer_size=[4, 2])
        ),
        "own input": lambda: training(cell=attending(attention("LuongAttention"), cell_input_fn=lambda inputs, read: inputs)),
        "own layer": lambda: training(
            cell=attending(attention("LuongAttention"), attention_layer=tf.layers.Dense(3, tf.tanh, name="mine"))
        ),
        "own state": lambda: training(cell=attending(attention("LuongAttention"), initial_cell_state=tf.ones([batch, depth]))),
        "wrapped": lambda: training(
            cell=cells.MultiRNNCell([attending(attention("BahdanauAttention"), attention_layer_size=4), cells.GRUCell(3)])
        ),
        "whole": whole,
        "beams": lambda: beams(False),
        "beams with penalty": lambda: beams(False, length_penalty_weight=0.8),
        "beams with attention": lambda: beams(True),
        "beams of any batch": lambda: beams(True, False),
        "beams with coverage": lambda: beams(True, coverage_penalty_weight=0.3, length_penalty_weight=1.0),
    }
    for name, function in programs.items():
        rng.seed(8)
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(5)
            with tf.variable_scope("net", initializer=fill(tf)):
                made = function()
            variables = tf.trainable_variables()
            loss = tf.add_n([tf.reduce_sum(one**2) for one in made if one.dtype == tf.float32])
            can = variables and "beams" not in name
            gradients = (
                [tf.reduce_sum(tf.convert_to_tensor(one)) for one in tf.gradients(loss, variables) if one is not None] if can else []
            )
            session.run(tf.global_variables_initializer())
            out[name] = [described(value) for value in session.run(made)]
            out[f"{name} shapes"] = [str(one.shape) for one in made]
            out[f"{name} variables"] = [[variable.op.name, variable.shape.as_list()] for variable in tf.global_variables()]
            out[f"{name} gradients"] = described(session.run(gradients))[1:] if gradients else []
    return out


# --- contrib_rnn


def cells_in_graphs(tf: Any, programs: dict[str, Callable[[], Any]]) -> Numbers:
    """Return what cells give: numbers, gradients, shapes and the names of their variables."""
    out: Numbers = {}
    for name, function in programs.items():
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(5)
            with tf.variable_scope("net", initializer=fill(tf)):
                made = tf.nest.flatten(function())
            variables = tf.trainable_variables()
            loss = tf.add_n([tf.reduce_sum(one**2) for one in made])
            gradients = [tf.reduce_sum(tf.convert_to_tensor(one)) for one in tf.gradients(loss, variables)] if variables else []
            session.run(tf.global_variables_initializer())
            values, slopes = session.run([made, gradients])
            out[name] = [[described(value) for value in values], described(slopes)]
            out[f"{name} shapes"] = [str(one.shape) for one in made]
            out[f"{name} variables"] = [[variable.op.name, variable.shape.as_list()] for variable in tf.global_variables()]
    return out


@program("contrib_rnn")
def rnn(tf: Any, module: Any) -> Numbers:
    rng = np.random.RandomState(9)
    series = rng.randn(3, 4, 5).astype(np.float32)
    ids = rng.randint(0, 6, (3, 4, 1))
    lengths = np.array([4, 2, 3])
    images, rows = rng.randn(2, 3, 6, 5, 2).astype(np.float32), rng.randn(2, 3, 6, 2).astype(np.float32)
    cells = tf.nn.rnn_cell

    def run(cell: Any, inputs: Any = series, **options: Any) -> Any:
        return tf.nn.dynamic_rnn(cell, tf.constant(inputs), dtype=tf.float32, **options)

    def pairs() -> Any:
        return [cells.BasicLSTMCell(4), cells.GRUCell(3)], [cells.GRUCell(2), cells.BasicLSTMCell(4)]

    programs: dict[str, Callable[[], Any]] = {
        "normalized": lambda: run(module.LayerNormBasicLSTMCell(4), sequence_length=lengths),
        "not normalized": lambda: run(module.LayerNormBasicLSTMCell(4, layer_norm=False, forget_bias=0.5, activation=tf.nn.relu)),
        "gained": lambda: run(module.LayerNormBasicLSTMCell(4, norm_gain=0.9, norm_shift=0.1)),
        # One step at a time, or the steps draw their numbers in any order.
        "dropped": lambda: run(module.LayerNormBasicLSTMCell(4, dropout_keep_prob=0.5, dropout_prob_seed=3), parallel_iterations=1),
        "stacked": lambda: run(cells.MultiRNNCell([module.LayerNormBasicLSTMCell(4), module.LayerNormBasicLSTMCell(3)])),
        "projected": lambda: run(module.OutputProjectionWrapper(cells.BasicLSTMCell(4), 3)),
        "projected twice": lambda: run(
            module.OutputProjectionWrapper(module.InputProjectionWrapper(cells.GRUCell(4), 6, activation=tf.nn.relu), 3, tf.tanh)
        ),
        "embedded": lambda: run(module.EmbeddingWrapper(cells.GRUCell(4), 6, 3), ids),
        "wrapped": lambda: run(cells.DropoutWrapper(module.LayerNormBasicLSTMCell(4), output_keep_prob=1.0)),
        "images": lambda: run(module.ConvLSTMCell(2, [6, 5, 2], 3, [3, 3]), images),
        "images beside": lambda: run(
            module.Conv2DLSTMCell(input_shape=[6, 5, 2], output_channels=3, kernel_shape=[3, 3], use_bias=False), images
        ),
        "rows": lambda: run(module.Conv1DLSTMCell(input_shape=[6, 2], output_channels=3, kernel_shape=[2]), rows),
        "bidirectional": lambda: module.stack_bidirectional_dynamic_rnn(
            *pairs(), tf.constant(series), dtype=tf.float32, sequence_length=lengths
        ),
        "bidirectional static": lambda: module.stack_bidirectional_rnn(*pairs(), tf.unstack(tf.constant(series), axis=1), dtype=tf.float32),
        "transposed": lambda: [
            module.transpose_batch_time(tf.constant(series)),
            module.transpose_batch_time(tf.placeholder_with_default(rows, [None, None, 6, 2])),
        ],
    }
    out = cells_in_graphs(tf, programs)
    out["bad"] = [
        attempt(module.ConvLSTMCell, 2, [6, 2], 3, [3, 3]),
        attempt(module.OutputProjectionWrapper, cells.GRUCell(3), 0),
        attempt(module.EmbeddingWrapper, cells.GRUCell(3), 0, 1),
        attempt(module.stack_bidirectional_dynamic_rnn, [], [], None),
    ]
    return out


@program("contrib_rnn")
def more_cells(tf: Any, module: Any) -> Numbers:
    rng = np.random.RandomState(11)
    series = rng.randn(3, 4, 5).astype(np.float32)
    cells = tf.nn.rnn_cell

    def run(cell: Any, **options: Any) -> Any:
        return tf.nn.dynamic_rnn(cell, tf.constant(series), dtype=tf.float32, **options)

    programs: dict[str, Callable[[], Any]] = {
        "found by search": lambda: run(module.NASCell(4), sequence_length=np.array([4, 2, 3])),
        "found by search, projected": lambda: run(module.NASCell(4, num_proj=3, use_bias=True)),
        "found by search, stacked": lambda: run(cells.MultiRNNCell([cells.DropoutWrapper(module.NASCell(4), 1.0), module.NASCell(3)])),
        "one gate": lambda: run(module.UGRNNCell(4)),
        "one gate, made": lambda: run(
            module.UGRNNCell(4, initializer=tf.constant_initializer(0.2), forget_bias=0.5, activation=tf.nn.relu)
        ),
        "highway": lambda: run(module.HighwayWrapper(cells.GRUCell(5))),
        "highway, not coupled": lambda: run(module.HighwayWrapper(cells.BasicLSTMCell(5), False, 0.5)),
        "attention": lambda: run(module.AttentionCellWrapper(cells.BasicLSTMCell(4), 3)),
        "attention, sizes": lambda: run(module.AttentionCellWrapper(cells.GRUCell(4), 2, attn_size=3, attn_vec_size=6, input_size=2)),
        "attention, one state": lambda: run(module.AttentionCellWrapper(cells.GRUCell(4), 2, state_is_tuple=False)),
        "attention, started": lambda: run(
            module.AttentionCellWrapper(cells.GRUCell(4), 2),
            initial_state=module.AttentionCellWrapper(cells.GRUCell(4), 2).zero_state(3, tf.float32),
        ),
    }
    out = cells_in_graphs(tf, programs)
    out["bad"] = [
        attempt(module.AttentionCellWrapper, cells.GRUCell(3), 0),
        attempt(module.AttentionCellWrapper, cells.BasicLSTMCell(3), 2, state_is_tuple=False),
    ]
    return out


# --- all


def modules() -> tuple[Any, Callable[[str], Any]]:
    """Return tf and what imports a companion, as a program of TensorFlow 1 sees them."""
    import tensorflow

    if tensorflow.__version__.startswith("1."):
        return tensorflow, lambda companion: importlib.import_module(HOMES[companion])
    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # for tf.nn.rnn_cell
    import tensorflow.compat.v1 as tf

    tf.disable_v2_behavior()
    return tf, importlib.import_module


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    return {key: _rounded(one) for key, one in value.items()} if isinstance(value, dict) else value


def main() -> None:
    """Run all programs, or those that are named."""
    tf, load = modules()
    out = {}
    for name in sys.argv[2:] or PROGRAMS:
        function: Any = PROGRAMS[name]
        stdout, sys.stdout = sys.stdout, io.StringIO()
        try:
            out[name] = function(tf, load(function.companion))
        finally:
            sys.stdout = stdout
    with open(sys.argv[1], "w") as file:
        json.dump(_rounded(out), file, sort_keys=True, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
