"""Helpers of tf.contrib.eager that TensorFlow 2 does not have: gradients of functions, and Network.

They are what TensorFlow 1.15 had, written with tf.GradientTape and tf.keras.Model.
"""

# tensorlift: skip-file
import inspect

import tensorflow as tf


def implicit_value_and_gradients(f):
    """Return a function that gives what f gives, and (gradient, variable) for each trainable variable that f reads."""

    def decorated(*args, **kwargs):
        with tf.GradientTape() as tape:
            value = _not_none(f, f(*args, **kwargs))
        variables = tape.watched_variables()
        if not variables:
            raise ValueError("No trainable variables were accessed while the function was being computed.")
        return value, list(zip(tape.gradient(value, variables), variables))

    return decorated


def implicit_gradients(f):
    """Return a function that gives (gradient, variable) for each trainable variable that f reads."""
    both = implicit_value_and_gradients(f)
    return lambda *args, **kwargs: both(*args, **kwargs)[1]


def value_and_gradients_function(f, params=None):
    """Return a function that gives what f gives, and its gradients in the arguments: all, or those of these names or positions."""

    def decorated(*args, **kwargs):
        dy = kwargs.pop("dy", None)
        if kwargs:
            raise ValueError("Functions to be differentiated cannot receive keyword arguments.")
        positions = _positions(f, params, args)
        args = [tf.identity(arg) if at in positions else arg for at, arg in enumerate(args)]
        sources = [args[at] for at in positions]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(sources)
            value = _not_none(f, f(*args))
        return value, tape.gradient(value, sources, output_gradients=dy)

    return decorated


def gradients_function(f, params=None):
    """Return a function that gives the gradients of f in its arguments: all, or those of these names or positions."""
    both = value_and_gradients_function(f, params)
    return lambda *args, **kwargs: both(*args, **kwargs)[1]


class Network(tf.keras.Model):
    """A model whose layers are told with track_layer; a model of Keras finds those among its attributes by itself."""

    def __init__(self, name=None):
        super().__init__(name=name)
        self._tracked = []

    def track_layer(self, layer):
        """Add a layer, and return it."""
        self._tracked.append(layer)
        return layer


def _not_none(f, value):
    if value is None:
        name = getattr(f, "__name__", f)
        raise ValueError(f"Cannot differentiate a function that returns None; did you forget to return a value from {name}?")
    return value


def _positions(f, params, args):
    try:
        names = inspect.getfullargspec(f).args
    except TypeError:
        names = []
    if params is None:
        return list(range(len(names) or len(args)))
    if all(isinstance(name, str) for name in params):
        return [names.index(name) for name in params]
    if all(isinstance(name, int) for name in params):
        return list(params)
    raise ValueError(f"params must be all strings or all integers; got {params}.")
