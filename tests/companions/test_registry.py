"""The registry of companion modules, and what all of them have in common."""

from __future__ import annotations

import ast
import sys

import pytest

from tensorlift.companions import companion_of, companions, source, source_of
from tensorlift.engine import check
from tensorlift.settings import Settings
from tensorlift.source.document import Document

NAMES = sorted(companions())


def test_symbols_are_found() -> None:
    found = companion_of("tf.contrib.training.HParams")
    assert found is not None
    assert (found[0].module, found[1]) == ("contrib_hparams", "HParams")
    for symbol, module, name in (
        ("tf.examples.tutorials.mnist.input_data", "mnist_input_data", ""),
        ("tf.contrib.learn.datasets.mnist.read_data_sets", "mnist_input_data", "read_data_sets"),
        ("tf.contrib.slim", "slim_on_tf2", ""),
        ("tf.contrib.layers.batch_norm", "slim_on_tf2", "batch_norm"),
        ("tf.contrib.slim.python.slim.nets.vgg.vgg_16", "slim_on_tf2", "nets.vgg.vgg_16"),
        ("tf.contrib.losses.metric_learning.npairs_loss", "slim_on_tf2", "losses.metric_learning.npairs_loss"),
    ):
        found = companion_of(symbol)
        assert found is not None
        assert (found[0].module, found[1]) == (module, name)
    assert companion_of("tf.contrib.layers.bucketized_column") is None
    assert companion_of("tf.placeholder") is None


def test_no_symbol_is_in_two_companions() -> None:
    symbols = [symbol for companion in companions().values() for symbol in companion.symbols]
    assert len(symbols) == len(set(symbols))


def test_an_unknown_companion() -> None:
    with pytest.raises(KeyError):
        source("os")
    assert source_of("/folder/contrib_crf.py") == source("contrib_crf")


@pytest.mark.parametrize("name", NAMES)
def test_a_companion_defines_what_it_is_said_to_have(name: str) -> None:
    companion = companions()[name]
    tree = ast.parse(source(name), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    packages = {module.partition(".")[0] for module in imported} - set(sys.stdlib_module_names)
    assert packages <= {"numpy", "tensorflow", *(package.replace("-", "_") for package in companion.requires)}
    if "*" not in {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}:
        defined = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        defined |= {
            target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)
        }
        assert {symbol for symbol in companion.symbols.values() if symbol} <= defined


@pytest.mark.parametrize("name", NAMES)
def test_a_companion_is_left_alone(name: str) -> None:
    document = Document(source(name))
    assert not document.has_error
    assert check(document, Settings()) == []
    assert source(name).isascii()
    assert source(name).endswith("\n")
