"""Companion modules: what TensorFlow 2 has no home for, as small modules that a fix writes beside the user's file.

The modules are in ``modules/``: plain Python that depends on nothing but what :attr:`Companion.requires` names. tensorlift never
imports them. They behave as TensorFlow 1.15 does; ``tests/companions`` holds what it was seen to give.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tensorlift.companions import slim_names


@dataclass(frozen=True, slots=True)
class Companion:
    """A module that can be created.

    Attributes:
        module: Its name; the file is ``module + ".py"``.
        summary: What it is, in one sentence.
        symbols: What it has: qualified TensorFlow 1 name -> name in the module. The empty name is the module itself: it can stand for
            that TensorFlow 1 module as far as the names that are used of it are here, too. A dotted name is in a submodule, which can
            also be imported from: ``from slim_on_tf2.nets import vgg``.
        requires: The pip packages that it needs besides TensorFlow.
        graph: Whether it works in graphs only, after ``tf.compat.v1.disable_v2_behavior()``.
        keras: The Keras that it needs, if it needs one.
    """

    module: str
    summary: str
    symbols: Mapping[str, str]
    requires: tuple[str, ...] = ()
    graph: bool = False
    keras: int | None = None


def _symbols(names: str, *homes: str) -> Mapping[str, str]:
    """Return the symbols of TensorFlow 1 modules that have the same names, and these modules themselves."""
    found = {}
    for home in homes:
        found[home] = ""
        found.update({f"{home}.{name}": name for name in names.split()})
    return MappingProxyType(found)


_MNIST_NAMES = "DataSet read_data_sets dense_to_one_hot extract_images extract_labels load_mnist"
_CRF_NAMES = """
    crf_binary_score crf_decode crf_log_likelihood crf_log_norm crf_multitag_sequence_score crf_sequence_score crf_unary_score
    viterbi_decode
"""
_SEQ2SEQ_NAMES = """
    AttentionMechanism AttentionWrapper AttentionWrapperState BahdanauAttention BasicDecoder BasicDecoderOutput BeamSearchDecoder
    BeamSearchDecoderOutput BeamSearchDecoderState CustomHelper Decoder FinalBeamSearchDecoderOutput GreedyEmbeddingHelper Helper
    InferenceHelper LuongAttention SampleEmbeddingHelper ScheduledEmbeddingTrainingHelper TrainingHelper dynamic_decode gather_tree
    hardmax sequence_loss tile_batch
"""
_SEQ2SEQ_FILES = ("attention_wrapper", "basic_decoder", "beam_search_decoder", "decoder", "helper", "loss")
_LEGACY_SEQ2SEQ_NAMES = """
    attention_decoder basic_rnn_seq2seq embedding_attention_decoder embedding_attention_seq2seq embedding_rnn_decoder
    embedding_rnn_seq2seq model_with_buckets rnn_decoder sequence_loss sequence_loss_by_example tied_rnn_seq2seq
"""
_IMAGE_NAMES = """
    angles_to_projective_transforms compose_transforms flat_transforms_to_matrices matrices_to_flat_transforms rotate transform
    translate translations_to_projective_transforms
"""
_RNN_NAMES = """
    AttentionCellWrapper Conv1DLSTMCell Conv2DLSTMCell Conv3DLSTMCell ConvLSTMCell EmbeddingWrapper HighwayWrapper InputProjectionWrapper
    LayerNormBasicLSTMCell NASCell OutputProjectionWrapper UGRNNCell stack_bidirectional_dynamic_rnn stack_bidirectional_rnn transpose_batch_time
"""
_EAGER_NAMES = "Network gradients_function implicit_gradients implicit_value_and_gradients value_and_gradients_function"
_VOCABULARY_NAMES = "CategoricalVocabulary VocabularyProcessor tokenizer"

_COMPANIONS = (
    Companion(
        "mnist_input_data",
        "MNIST as the tutorials of TensorFlow 1 read it: read_data_sets, next_batch.",
        _symbols(
            _MNIST_NAMES,
            "tf.examples.tutorials.mnist.input_data",
            "tf.contrib.learn.datasets.mnist",
            "tf.contrib.learn.python.learn.datasets.mnist",
        ),
    ),
    Companion(
        "contrib_hparams",
        "tf.contrib.training.HParams: hyperparameters by name, read from text or JSON.",
        _symbols("HParams parse_values", "tf.contrib.training", "tf.contrib.training.python.training.hparam"),
    ),
    Companion(
        "slim_on_tf2",
        "tf.contrib.slim and tf.contrib.layers: the tf-slim package, made to work on today's TensorFlow.",
        slim_names.SYMBOLS,
        requires=("tf-slim", "tf-keras"),
        graph=True,
    ),
    Companion(
        "contrib_crf",
        "tf.contrib.crf: conditional random fields for tagging.",
        _symbols(_CRF_NAMES, "tf.contrib.crf", "tf.contrib.crf.python.ops.crf"),
    ),
    Companion(
        "contrib_seq2seq",
        "tf.contrib.seq2seq: decoders, attention and sequence losses for tf.compat.v1.nn.rnn_cell.",
        _symbols(_SEQ2SEQ_NAMES, "tf.contrib.seq2seq", *(f"tf.contrib.seq2seq.python.ops.{file}" for file in _SEQ2SEQ_FILES)),
    ),
    Companion(
        "contrib_legacy_seq2seq",
        "tf.contrib.legacy_seq2seq: sequence models over Python lists of tensors.",
        _symbols(
            _LEGACY_SEQ2SEQ_NAMES, "tf.contrib.legacy_seq2seq", "tf.contrib.legacy_seq2seq.python.ops.seq2seq", "tf.python.ops.seq2seq"
        ),
    ),
    Companion(
        "contrib_rnn",
        "Cells of tf.contrib.rnn that TensorFlow 2 does not have.",
        _symbols(_RNN_NAMES, "tf.contrib.rnn", *(f"tf.contrib.rnn.python.ops.{file}" for file in ("core_rnn_cell", "rnn", "rnn_cell"))),
        graph=True,
    ),
    Companion(
        "contrib_vocabulary",
        "tf.contrib.learn.preprocessing.VocabularyProcessor: texts to rows of word ids.",
        _symbols(
            _VOCABULARY_NAMES,
            "tf.contrib.learn.preprocessing",
            "tf.contrib.learn.python.learn.preprocessing",
            "tf.contrib.learn.python.learn.preprocessing.text",
        ),
    ),
    Companion(
        "contrib_eager",
        "tf.contrib.eager: gradients of functions, and Network.",
        MappingProxyType({f"tf.contrib.eager.{name}": name for name in _EAGER_NAMES.split()}),
    ),
    Companion(
        "contrib_image",
        "tf.contrib.image: rotate, translate and transform images.",
        _symbols(_IMAGE_NAMES, "tf.contrib.image", "tf.contrib.image.python.ops.image_ops"),
    ),
)


@cache
def companions() -> Mapping[str, Companion]:
    """Return all companions by module name."""
    return MappingProxyType({companion.module: companion for companion in _COMPANIONS})


@cache
def _homes() -> Mapping[str, Companion]:
    return MappingProxyType({symbol: companion for companion in _COMPANIONS for symbol in companion.symbols})


def companion_of(symbol: str) -> tuple[Companion, str] | None:
    """Return the companion that has a symbol, and the symbol's name in it (empty: the module itself); None if none has it.

    Args:
        symbol: A qualified TensorFlow 1 name such as ``tf.contrib.training.HParams``, of a module or of something in one.
    """
    found = _homes().get(symbol)
    return (found, found.symbols[symbol]) if found is not None else None


def source_of(path: str) -> str:
    """Return the text of the companion whose file is at a path; see :func:`source`."""
    return source(os.path.basename(path)[: -len(".py")])


def source(module: str) -> str:
    """Return the text of a companion.

    Args:
        module: A name of :func:`companions`.

    Raises:
        KeyError: There is none of that name.
    """
    return (files(__name__) / "modules" / f"{companions()[module].module}.py").read_text(encoding="utf-8")
