"""The optimizers and learning-rate schedules of Keras that do what those of ``tf.train`` did, with their arguments.

Source: the table of the guide's page on optimizers, corrected by running both for five steps on dense gradients and for 18 steps of the
schedules (TensorFlow 2.21, Keras 3 and Keras 2); tests/numerics/test_training.py does it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tensorlift.catalog import Parameter, Row
from tensorlift.model import Edit
from tensorlift.rewrite.calls import CannotRewriteError, plan_call
from tensorlift.rules.context import Context
from tensorlift.rules.place import Place
from tensorlift.source.facts import Argument, Call


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What Keras has for something of ``tf.train``.

    Attributes:
        to: Its name from ``tf.`` on.
        old: The parameters of ``tf.train``, in their order.
        new: The parameters of Keras, as many as may be written.
        row: How they correspond, and what has to be spelled out.
        differs: Why the numbers are not the same; empty if they are.
    """

    to: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    row: Row
    differs: str = ""


_LOCKING = ("use_locking", "name")
_BETAS = ("learning_rate", "beta1", "beta2", "epsilon", *_LOCKING)
_NEW_BETAS = ("learning_rate", "beta_1", "beta_2", "epsilon")
_FTRL = (
    "learning_rate",
    "learning_rate_power",
    "initial_accumulator_value",
    "l1_regularization_strength",
    "l2_regularization_strength",
)
_SHRINKAGE = "l2_shrinkage_regularization_strength"
_DROP = ("use_locking",)


def _betas(to: str, differs: str = "") -> Counterpart:
    row = Row(params={"beta1": "beta_1", "beta2": "beta_2"}, drop=_DROP, add={"epsilon": "1e-8"}, keyword=("epsilon",))
    return Counterpart(f"tf.keras.optimizers.{to}", _BETAS, (*_NEW_BETAS, "name"), row, differs)


OPTIMIZERS: Mapping[str, Counterpart] = {
    "tf.train.GradientDescentOptimizer": Counterpart(
        "tf.keras.optimizers.SGD", ("learning_rate", *_LOCKING), ("learning_rate", "name"), Row(drop=_DROP)
    ),
    "tf.train.MomentumOptimizer": Counterpart(
        "tf.keras.optimizers.SGD",
        ("learning_rate", "momentum", *_LOCKING, "use_nesterov"),
        ("learning_rate", "momentum", "nesterov", "name"),
        Row(params={"use_nesterov": "nesterov"}, drop=_DROP, keyword=("momentum",)),
    ),
    "tf.train.AdamOptimizer": _betas("Adam"),
    "tf.train.AdadeltaOptimizer": Counterpart(
        "tf.keras.optimizers.Adadelta",
        ("learning_rate", "rho", "epsilon", *_LOCKING),
        ("learning_rate", "rho", "epsilon", "name"),
        Row(drop=_DROP, add={"epsilon": "1e-8"}, keyword=("epsilon",)),
    ),
    "tf.train.AdagradOptimizer": Counterpart(
        "tf.keras.optimizers.Adagrad",
        ("learning_rate", "initial_accumulator_value", *_LOCKING),
        ("learning_rate", "initial_accumulator_value", "epsilon", "name"),
        Row(drop=_DROP, add={"epsilon": "0.0"}, keyword=("epsilon",)),
    ),
    "tf.train.FtrlOptimizer": Counterpart(
        "tf.keras.optimizers.Ftrl",
        (*_FTRL, *_LOCKING, "accum_name", "linear_name", _SHRINKAGE),
        (*_FTRL, _SHRINKAGE, "name"),
        Row(drop=(*_DROP, "accum_name", "linear_name"), keyword=(*_FTRL[1:], _SHRINKAGE)),
    ),
    "tf.train.RMSPropOptimizer": Counterpart(
        "tf.keras.optimizers.RMSprop",
        ("learning_rate", "decay", "momentum", "epsilon", "use_locking", "centered", "name"),
        ("learning_rate", "rho", "momentum", "epsilon", "centered", "name"),
        Row(params={"decay": "rho"}, drop=_DROP, add={"epsilon": "1e-10"}, keyword=("rho", "momentum", "epsilon", "centered")),
        "RMSprop of Keras starts its average of squares at 0 and tf.train at 1, so its first steps are larger.",
    ),
    "tf.contrib.opt.AdaMaxOptimizer": _betas("Adamax"),
    "tf.contrib.opt.NadamOptimizer": _betas("Nadam", "Nadam of Keras changes its momentum over time, which that of tf.contrib does not."),
}


def _decay(to: str, old: tuple[str, ...], new: tuple[str, ...] | None = None, **more: Mapping[str, str]) -> Counterpart:
    row = Row(params={"learning_rate": "initial_learning_rate"}, drop=("global_step",), **more)  # type: ignore[arg-type]
    names = ("initial_learning_rate", *old) if new is None else new
    return Counterpart(f"tf.keras.optimizers.schedules.{to}", ("learning_rate", "global_step", *old, "name"), (*names, "name"), row)


_RATE = ("decay_steps", "decay_rate", "staircase")
_PIECES = Counterpart(
    "tf.keras.optimizers.schedules.PiecewiseConstantDecay",
    ("x", "boundaries", "values", "name"),
    ("boundaries", "values", "name"),
    Row(drop=("x",)),
)

SCHEDULES: Mapping[str, Counterpart] = {
    "tf.train.exponential_decay": _decay("ExponentialDecay", _RATE),
    "tf.train.natural_exp_decay": _decay("ExponentialDecay", _RATE, value={"decay_rate": "2.718281828459045 ** -{}"}),
    "tf.train.inverse_time_decay": _decay("InverseTimeDecay", _RATE),
    "tf.train.polynomial_decay": _decay("PolynomialDecay", ("decay_steps", "end_learning_rate", "power", "cycle")),
    "tf.train.piecewise_constant": _PIECES,
    "tf.train.piecewise_constant_decay": _PIECES,
    "tf.train.cosine_decay": _decay("CosineDecay", ("decay_steps", "alpha")),
    "tf.train.cosine_decay_restarts": _decay("CosineDecayRestarts", ("first_decay_steps", "t_mul", "m_mul", "alpha")),
}


def carried_over(context: Context, call: Call, old: tuple[str, ...], new: tuple[str, ...], row: Row) -> tuple[Edit, ...]:
    """Return the edits that make the arguments of a call those of another function.

    Raises:
        CannotRewriteError: The other function has no such argument, or it is hidden which there are.
    """
    stable = 0
    for one, other in zip((row.params.get(name, name) for name in old if name not in row.drop), new):
        if one != other:
            break
        stable += 1
    before = tuple(Parameter("a", name, "None") for name in old)
    after = tuple(Parameter("a", name, "None") for name in new)
    row = replace(row, keyword=(*row.keyword, "name"))
    return tuple(plan_call(context.data, call, before, after, row, stable, _never).edits)


def to_keras(context: Context, place: Place, counterpart: Counterpart) -> tuple[Edit, ...]:
    """Return the edits that make a call of something in ``tf.train`` one of its counterpart.

    Raises:
        CannotRewriteError: It cannot be done where the call stands.
    """
    if place.call is None:
        raise CannotRewriteError("it is not called here")
    arguments = carried_over(context, place.call, counterpart.old, counterpart.new, counterpart.row)
    return (*place.rename(counterpart.to), *arguments)


def rate_of(call: Call, counterpart: Counterpart) -> Argument | None:
    """Return the argument of an optimizer's call that is the learning rate."""
    first = call.arguments[0] if call.arguments else None
    if first is not None and first.name is None and not first.star and counterpart.old[0] == "learning_rate":
        return first
    return next((one for one in call.arguments if one.name == "learning_rate"), None)


def _never(_condition: str, _argument: Argument | None, _arguments: object) -> bool:
    return False
