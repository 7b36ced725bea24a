"""tf-slim for programs written for tf.contrib.slim and tf.contrib.layers, which TensorFlow 2 does not have.

    import slim_on_tf2 as slim
    from slim_on_tf2.nets import resnet_v1

Needs the packages tf-slim and tf-keras (pip install tf-slim tf-keras). The last release of tf-slim, 1.1.0, looks for a few things where
TensorFlow has them no longer; this module puts them there and adds functions of tf.contrib.layers that tf-slim lacks. slim works in
graphs only: call tf.compat.v1.disable_v2_behavior() first.
"""

# tensorlift: skip-file
from __future__ import annotations

import importlib
import pkgutil
import sys

import tensorflow.compat.v1 as tf
from tensorflow.python.framework import ops as _ops
from tensorflow.python.ops import control_flow_ops as _control_flow_ops


def _prepare():
    # batch_norm uses the layers of Keras 2 under a name that tf-keras does not have.
    public, private = "tf_keras.legacy_tf_layers", "tf_keras.src.legacy_tf_layers"
    try:
        importlib.import_module(public)
    except ImportError:
        try:
            package = importlib.import_module(private)
        except ImportError:
            package = None  # TensorFlow 2.15 and before have these layers themselves
        if package is not None:
            sys.modules[public] = package
            for entry in pkgutil.iter_modules(package.__path__):
                if not entry.name.endswith("_test"):
                    sys.modules[f"{public}.{entry.name}"] = importlib.import_module(f"{private}.{entry.name}")
    for module, names in ((_ops, ("Tensor", "IndexedSlices")), (_control_flow_ops, ("case", "cond", "while_loop"))):
        for name in names:
            if not hasattr(module, name):
                setattr(module, name, getattr(tf, name))


_prepare()

import tf_slim as _slim  # noqa: E402
import tf_slim.nets  # noqa: E402
from tf_slim import *  # noqa: E402, F403
from tf_slim import nets  # noqa: E402, F401

# "from slim_on_tf2.nets import vgg" works, too.
for _name in [name for name in sys.modules if name.startswith("tf_slim.")]:
    sys.modules[__name__ + _name[len("tf_slim") :]] = sys.modules[_name]


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """Return the rows of a variable "embeddings" of shape (vocab_size, embed_dim) for ids of any shape."""
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            f"Must specify vocab size and embedding dimension when not reusing. Got vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with tf.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        shape = None if embed_dim is None or (reuse and vocab_size is None) else [vocab_size, embed_dim]
        embeddings = _slim.model_variable("embeddings", shape=shape, initializer=initializer, regularizer=regularizer, trainable=trainable)
        return embedding_lookup_unique(embeddings, ids) if unique else tf.nn.embedding_lookup(embeddings, ids)


def bow_encoder(
    ids,
    vocab_size,
    embed_dim,
    sparse_lookup=True,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """Return the mean of the embeddings of the ids of each row; with ``sparse_lookup`` without those that are 0."""
    if not vocab_size or not embed_dim:
        raise ValueError("Must specify vocab size and embedding dimension")
    is_sparse = isinstance(ids, tf.SparseTensor)
    if is_sparse and not sparse_lookup:
        raise TypeError(f"ids are expected to be dense Tensor, got: {ids}")
    with tf.variable_scope(scope, "bow_encoder", [ids], reuse=reuse):
        embeddings = _slim.model_variable(
            "embeddings", shape=[vocab_size, embed_dim], initializer=initializer, regularizer=regularizer, trainable=trainable
        )
        if not sparse_lookup:
            return tf.reduce_mean(tf.nn.embedding_lookup(embeddings, ids), axis=1)
        sparse_ids = ids if is_sparse else tf.sparse.from_dense(ids)
        return safe_embedding_lookup_sparse([embeddings], sparse_ids, combiner="mean", default_id=0)


def safe_embedding_lookup_sparse(
    embedding_weights,
    sparse_ids,
    sparse_weights=None,
    combiner=None,
    default_id=None,
    name=None,
    partition_strategy="div",
    max_norm=None,
):
    """Return the embeddings of each row of ids combined, by their mean unless ``combiner`` tells otherwise."""
    return tf.nn.safe_embedding_lookup_sparse(
        embedding_weights, sparse_ids, sparse_weights, combiner or "mean", default_id, name, partition_strategy, max_norm
    )


def embedding_lookup_unique(params, ids, partition_strategy="mod", name=None):
    """Return embeddings like tf.nn.embedding_lookup, but look each id up only once."""
    with tf.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        unique_ids, index = tf.unique(tf.reshape(ids, [-1]))
        found = tf.nn.embedding_lookup(params, unique_ids, partition_strategy)
        embeddings = tf.reshape(tf.gather(found, index), tf.concat([tf.shape(ids), tf.shape(found)[1:]], 0))
        embeddings.set_shape(ids.shape.concatenate(found.shape[1:]))
        return embeddings
