"""TensorFlow 1 programs that use tf.contrib, and what TensorFlow 1.15.5 gave for them.

A program leaves tensors in ``result``. It stands behind ``import numpy as np``, ``import tensorflow as tf`` and :data:`VALUES`; the
values of its tensors in a session are recorded in ``contrib_recorded.json``. ``## id`` heads the code that follows.
"""

from __future__ import annotations

import re

VALUES = """\
predictions = tf.constant([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25]])
labels = tf.constant([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
logits = tf.constant([[2.0, -1.0, 0.5], [0.3, 0.1, -2.0]])
weights = tf.constant([1.0, 0.5])
"""

_TEXT = r"""
## losses.softmax_cross_entropy
result = [
    tf.contrib.losses.softmax_cross_entropy(logits, labels),
    tf.contrib.losses.softmax_cross_entropy(logits, labels, weights, 0.1),
]

## losses.sigmoid_cross_entropy
result = [
    tf.contrib.losses.sigmoid_cross_entropy(logits, labels),
    tf.contrib.losses.sigmoid_cross_entropy(logits, labels, weights=2.0, label_smoothing=0.1),
]

## losses.sparse_softmax_cross_entropy
result = [
    tf.contrib.losses.sparse_softmax_cross_entropy(logits, np.array([1, 2], "int64")),
    tf.contrib.losses.sparse_softmax_cross_entropy(logits, np.array([1, 2], "int64"), weights),
]

## losses
result = [
    tf.contrib.losses.absolute_difference(predictions, labels),
    tf.contrib.losses.mean_squared_error(predictions, labels),
    tf.contrib.losses.log_loss(predictions, labels),
    tf.contrib.losses.cosine_distance(tf.nn.l2_normalize(predictions, 1), tf.nn.l2_normalize(labels, 1), axis=1),
]

## losses-weights
result = [
    tf.contrib.losses.absolute_difference(predictions, labels, 3.0),
    tf.contrib.losses.mean_squared_error(predictions, labels, weights=2.0),
    tf.contrib.losses.log_loss(predictions, labels, 0.5, 1e-3),
]

## losses.hinge_loss
result = [tf.contrib.losses.hinge_loss(logits, labels)]
result.append(tf.constant(len(tf.get_collection("losses"))))

## metrics
result = []
result.append(tf.contrib.metrics.streaming_accuracy(tf.constant([1, 0, 1, 1]), tf.constant([1, 0, 0, 1]))[1])
result.append(tf.contrib.metrics.streaming_precision(tf.constant([1, 0, 1, 1]), tf.constant([1, 0, 0, 1]))[1])
result.append(tf.contrib.metrics.streaming_recall(tf.constant([1, 0, 1, 1]), tf.constant([1, 0, 0, 1]))[1])
result.append(
    tf.contrib.metrics.streaming_auc(tf.constant([0.1, 0.8, 0.4, 0.9]), tf.constant([0, 1, 0, 1]), num_thresholds=20)[1]
)
result.append(tf.contrib.metrics.streaming_mean_absolute_error(predictions, labels)[1])
result.append(tf.contrib.metrics.streaming_mean_squared_error(predictions, labels)[1])
result.append(tf.contrib.metrics.streaming_root_mean_squared_error(predictions, labels)[1])
result.append(tf.contrib.metrics.streaming_mean_iou(tf.constant([1, 0, 1]), tf.constant([1, 1, 1]), 2)[1])
result.append(tf.contrib.metrics.streaming_mean(predictions)[1])
result.append(tf.contrib.metrics.streaming_percentage_less(predictions, 0.3)[1])
result.append(tf.contrib.metrics.streaming_mean_relative_error(predictions, labels, labels + 1)[1])

## metrics-more
result = [
    tf.contrib.metrics.streaming_sensitivity_at_specificity(tf.constant([0.1, 0.8, 0.4, 0.9]), tf.constant([0, 1, 0, 1]), 0.5)[1],
    tf.contrib.metrics.streaming_sparse_precision_at_k(logits, np.array([[0], [1]], "int64"), 2)[1],
    tf.contrib.metrics.streaming_sparse_recall_at_k(logits, np.array([[0], [1]], "int64"), 1)[1],
    tf.contrib.metrics.streaming_sparse_average_precision_at_k(logits, np.array([[0], [1]], "int64"), 2)[1],
    tf.contrib.metrics.confusion_matrix([0, 1, 1], [1, 1, 0], 2),
    tf.contrib.metrics.streaming_true_positives(np.array([True, False]), np.array([True, True]))[1],
    tf.contrib.metrics.streaming_precision_at_thresholds(np.array([0.1, 0.8]), np.array([0, 1]), [0.5, 0.9])[1],
]

## nn
result = [
    tf.contrib.nn.nth_element(logits, 1),
    tf.contrib.nn.nth_element(logits, 0, True),
    tf.contrib.nn.deprecated_flipped_softmax_cross_entropy_with_logits(logits, labels),
    tf.contrib.nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, np.array([1, 2])),
    tf.contrib.nn.deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, labels),
]

## lookup-file
with open("vocabulary.txt", "w") as file:
    file.write("a\nb\nc\n")
t = tf.contrib.lookup.index_table_from_file("vocabulary.txt")
u = tf.contrib.lookup.index_table_from_file("vocabulary.txt", num_oov_buckets=5)
v = tf.contrib.lookup.index_to_string_table_from_file("vocabulary.txt", default_value="?")
k = tf.constant(["c", "a", "zz", "yy", "b", "qqq"])
result = [t.lookup(k), u.lookup(k), v.lookup(tf.constant([2, 0, 9], tf.int64)), u.size()]

## lookup-tensor
words = ["x", "y", "z"]
t = tf.contrib.lookup.index_table_from_tensor(words)
u = tf.contrib.lookup.index_table_from_tensor(words, num_oov_buckets=3)
v = tf.contrib.lookup.index_to_string_table_from_tensor(words, default_value="?")
m = tf.contrib.lookup.index_table_from_tensor(mapping=words, default_value=7)
k = tf.constant(["z", "x", "zz", "yy"])
result = [t.lookup(k), u.lookup(k), v.lookup(tf.constant([2, 0, 9], tf.int64)), m.lookup(k)]
h = tf.contrib.lookup.HashTable(tf.contrib.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2], tf.string, tf.int64), -1)
result.append(h.lookup(tf.constant(["b", "q"])))

## data
def first(d):
    return tf.compat.v1.data.make_one_shot_iterator(d).get_next()


d = tf.data.Dataset.range(10)
result = []
result.append(first(d.apply(tf.contrib.data.batch_and_drop_remainder(4))))
result.append(first(d.apply(tf.contrib.data.map_and_batch(lambda x: x * 2, 3))))
result.append(first(d.apply(tf.contrib.data.sliding_window_batch(3, window_shift=2))))
result.append(first(d.apply(tf.contrib.data.enumerate_dataset(5))))
result.append(
    first(
        d.map(lambda x: tf.fill([tf.cast(x, tf.int32)], x))
        .skip(1)
        .apply(tf.contrib.data.padded_batch_and_drop_remainder(2, [None]))
    )
)
result.append(tf.contrib.data.get_single_element(d.batch(20)))
result.append(first(tf.contrib.data.Counter(3, 2)))
result.append(first(d.apply(tf.contrib.data.scan(tf.constant(0, tf.int64), lambda s, x: (s + x, s + x))).skip(4)))
result.append(first(d.batch(5).apply(tf.contrib.data.unbatch()).skip(3)))
result.append(first(d.apply(tf.contrib.data.shuffle_and_repeat(1, 2)).skip(9)))
red = tf.contrib.data.Reducer(lambda k: tf.constant(0, tf.int64), lambda s, x: s + x, lambda s: s)
result.append(tf.contrib.data.reduce_dataset(d, red))

## distributions
result = [
    tf.contrib.distributions.NormalWithSoftplusScale(1.0, 0.5).prob(0.3),
    tf.contrib.distributions.LaplaceWithSoftplusScale(1.0, 0.5).prob(0.3),
    tf.contrib.distributions.ExponentialWithSoftplusRate(0.5).prob(0.3),
    tf.contrib.distributions.GammaWithSoftplusConcentrationRate(0.5, 0.2).prob(0.3),
    tf.contrib.distributions.BetaWithSoftplusConcentration(0.5, 0.2).prob(0.3),
    tf.contrib.distributions.StudentTWithAbsDfSoftplusScale(-3.5, 0.0, 1.0).prob(0.3),
    tf.contrib.distributions.Normal(0.0, 1.0).log_prob(0.3),
]

## layers.safe_embedding_lookup_sparse
sp = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], np.array([0, 1, 3], "int64"), [3, 2])
e = tf.constant(np.arange(8).reshape(4, 2).astype("float32"))
result = [
    tf.contrib.layers.safe_embedding_lookup_sparse([e], sp),
    tf.contrib.layers.safe_embedding_lookup_sparse([e], sp, combiner="sum", default_id=2),
    tf.contrib.layers.safe_embedding_lookup_sparse([e], sp, None, None),
]

## framework
result = [tf.constant(tf.contrib.framework.get_name_scope())]
with tf.name_scope("a"):
    result.append(tf.constant(tf.contrib.framework.get_name_scope()))
q = tf.contrib.quantization.quantize_v2([0.1, 0.5, 1.3], 0.0, 1.0, tf.quint8)
result.append(tf.cast(q[0], tf.int32))

## layers.l1_l2_regularizer
result = [
    tf.contrib.layers.l1_l2_regularizer(0.1, 0.3)(logits),
    tf.contrib.layers.l1_l2_regularizer(scale_l2=0.5)(logits),
    tf.contrib.layers.l2_regularizer(0.2)(logits),
]

## rnn-cells
x = tf.constant(np.linspace(-1, 1, 12).reshape(3, 4).astype("float32"))
i = tf.constant_initializer(np.linspace(-0.5, 0.5, 7 * 12).reshape(7, 12).astype("float32"))
with tf.variable_scope("a", initializer=tf.constant_initializer(0.13)):
    c = tf.contrib.rnn.LSTMBlockCell(3)
    s = c.zero_state(3, tf.float32)
    o, s = c(x, s)
    o2, s2 = c(x * 2, s)
with tf.variable_scope("b", initializer=tf.constant_initializer(0.13)):
    g = tf.contrib.rnn.GRUBlockCellV2(3)
    z = g.zero_state(3, tf.float32)
    q, z = g(x, z)
    q2, z2 = g(x * 2, z)
with tf.variable_scope("c", initializer=tf.constant_initializer(0.13)):
    g = tf.contrib.rnn.GRUBlockCell(3)
    z = g.zero_state(3, tf.float32)
    y, z = g(x, z)
    y2, z2 = g(x * 2, z)
with tf.variable_scope("d", initializer=tf.constant_initializer(0.13)):
    e = tf.contrib.rnn.LSTMBlockCell(3, forget_bias=0.5, cell_clip=0.2)
    f, st = e(x, e.zero_state(3, tf.float32))
    f2, st = e(x * 2, st)
result = [o, s[0], o2, s2[0], s2[1], q, q2, y, y2, f, f2]

## probability
ds = tf.contrib.distributions
b = tf.contrib.distributions.bijectors
result = []
result.append(tf.contrib.distributions.bijectors.Gumbel(loc=0.5, scale=2.0).forward([0.3, 1.0]))
result.append(tf.contrib.distributions.InverseGamma(2.0, rate=3.0).prob([0.3, 1.0]))
result.append(tf.contrib.distributions.Poisson(2.0).log_prob([1.0, 2.0]))
result.append(tf.contrib.distributions.WishartFull(3.0, [[2.0, 0.5], [0.5, 1.0]]).log_prob([[1.0, 0.2], [0.2, 2.0]]))
result.append(tf.contrib.distributions.WishartCholesky(3.0, [[2.0, 0.0], [0.5, 1.0]]).log_prob([[1.0, 0.2], [0.2, 2.0]]))
result.append(tf.contrib.distributions.bijectors.ScaleTriL(diag_shift=0.1).forward([0.3, 0.2, 0.1]))
result.append(tf.contrib.distributions.MultivariateNormalDiag([0.0, 1.0], [1.0, 2.0]).log_prob([0.3, 0.1]))
result.append(tf.contrib.distributions.MultivariateNormalTriL([0.0, 1.0], [[1.0, 0.0], [0.3, 2.0]]).log_prob([0.3, 0.1]))
result.append(tf.contrib.distributions.percentile([1.0, 5.0, 2.0, 8.0], 40.0))
result.append(tf.contrib.distributions.fill_triangular([1.0, 2.0, 3.0]))
result.append(tf.contrib.distributions.softplus_inverse([1.0, 2.0]))
result.append(tf.contrib.distributions.reduce_weighted_logsumexp([1.0, 2.0], [0.3, 0.7]))
result.append(tf.contrib.distributions.auto_correlation([1.0, 3.0, 2.0, 5.0], max_lags=2))
result.append(tf.contrib.distributions.Cauchy(0.0, 1.0).prob(0.3))
result.append(tf.contrib.distributions.Binomial(5.0, probs=0.3).log_prob(2.0))
result.append(tf.contrib.distributions.NegativeBinomial(5.0, probs=0.3).log_prob(2.0))
result.append(tf.contrib.distributions.Geometric(probs=0.3).log_prob(2.0))
result.append(ds.MixtureSameFamily(ds.Categorical(probs=[0.3, 0.7]), ds.Normal([0.0, 1.0], [1.0, 2.0])).prob(0.3))
result.append(ds.Mixture(ds.Categorical(probs=[0.3, 0.7]), [ds.Normal(0.0, 1.0), ds.Normal(1.0, 2.0)]).prob(0.3))
result.append(ds.TransformedDistribution(ds.Normal(0.0, 1.0), ds.bijectors.Exp()).prob(0.3))
result.append(b.Chain([b.Exp(), b.Softplus()]).forward(0.3))
result.append(tf.contrib.distributions.OneHotCategorical(probs=[0.3, 0.7]).log_prob([0, 1]))
result.append(tf.contrib.distributions.RelaxedOneHotCategorical(0.5, probs=[0.3, 0.7]).log_prob([0.4, 0.6]))
result.append(ds.Independent(ds.Normal([0.0, 1.0], [1.0, 2.0]), 1).log_prob([0.3, 0.1]))
result.append(tf.contrib.distributions.Logistic(0.0, 1.0).cdf(0.3))
result.append(tf.contrib.distributions.HalfNormal(2.0).prob(0.3))
result.append(tf.contrib.distributions.Kumaraswamy(2.0, 3.0).prob(0.3))
result.append(ds.QuantizedDistribution(ds.Normal(0.0, 1.0), low=-2.0, high=2.0).prob(1.0))
result.append(tf.contrib.distributions.SinhArcsinh(0.0, 1.0, 0.3).prob(0.3))
result.append(
    tf.contrib.distributions.MultivariateNormalFullCovariance([0.0, 1.0], [[1.0, 0.2], [0.2, 2.0]]).log_prob([0.3, 0.1])
)
result.append(
    tf.contrib.bayesflow.monte_carlo.expectation(
        lambda x: x * x, samples=tf.constant([1.0, 2.0, 3.0]), use_reparametrization=True
    )
)
result.append(tf.contrib.distributions.bijectors.Permute([1, 0]).forward([0.3, 0.4]))
result.append(tf.contrib.distributions.bijectors.PowerTransform(0.5).forward(0.3))
result.append(
    b.Inline(
        forward_fn=tf.exp, inverse_fn=tf.log, inverse_log_det_jacobian_fn=lambda y: -tf.log(y), forward_min_event_ndims=0
    ).forward(0.3)
)
"""

CASES = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", _TEXT, re.MULTILINE | re.DOTALL))
