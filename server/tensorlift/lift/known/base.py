"""What the lift knows about one function of TensorFlow 1."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tensorlift.lift.calls import Rewriter
    from tensorlift.lift.evaluate import Evaluator
    from tensorlift.lift.values import Scope, Value

Evaluate = Callable[["Evaluator", ast.Call, "Value", "Scope"], "Value"]
"""Gets the evaluator, the call, what its arguments amount to and what names stand for; returns what the call stands for."""

MethodValue = Callable[["Evaluator", ast.Call, "Value", "Value", "Scope"], "Value | None"]
"""Gets the evaluator, a call of a method, the object, what the arguments amount to and what names stand for; returns what the call stands for."""

Write = Callable[["Rewriter", ast.Call], "str | None"]
"""Gets the rewriter and a call; returns TensorFlow 2 code, or None to leave the call as it is and look at its arguments."""


@dataclass(frozen=True)
class Method:
    """One method of an object that a known function makes.

    Attributes:
        value: What a call stands for; it gets the value of the object after the call.
        write: Writes a call for TensorFlow 2; it gets the call that made the object after the call. None where the call reads the same.
    """

    value: Callable[[Evaluator, ast.Call, Value, Scope], Value]
    write: Callable[[Rewriter, ast.Call, ast.Call], str] | None = None


@dataclass(frozen=True)
class Once:
    """A call, taken apart into an object that is made once and its call in each run.

    Attributes:
        name: What the object is, as the end of its name.
        given: What it is made with.
        made: The code that makes it.
        call: What follows its name where it is called.
        written: Writes the call from the name, where it is more than that.
    """

    name: str
    given: tuple[ast.expr, ...]
    made: str
    call: str
    written: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Known:
    """One function, or a class by its constructor.

    Attributes:
        value: What a call stands for; None means what follows from its arguments, as for any function of tensors.
        write: Writes a call for TensorFlow 2; None where it reads the same there.
        name: The name in TensorFlow 2, behind the module's, if that is all that changes.
        write_name: Writes the name itself.
        makes: It makes variables.
        makes_layer: It makes a layer, which is called on its own.
        writes: It changes variables.
        methods: The methods of what it makes, by name, where that is an object beside the graph.
        once: Takes a call apart into what is made once and what each run does with it.
        is_lazy: Its arguments are looked at by ``value`` alone.
        is_program: A function that calls it is read with its runs, as it makes what is run, fed or trained.
        in_place: What it stands for hangs on what its arguments stand for where it is called, and is not asked for before.
    """

    value: Evaluate | None = None
    write: Write | None = None
    name: str | None = None
    write_name: Callable[[Rewriter, ast.Attribute], str] | None = None
    makes: bool = False
    makes_layer: bool = False
    writes: bool = False
    methods: Mapping[str, Method] = field(default_factory=dict)
    once: Callable[[Rewriter, ast.Call], Once | None] | None = None
    is_lazy: bool = False
    is_program: bool = False
    in_place: bool = False


def arguments(call: ast.Call, names: tuple[str, ...]) -> dict[str, ast.expr]:
    """Return the arguments of a call by name.

    Args:
        call: The call.
        names: The parameters, in order.

    Raises:
        Refusal: There is one that is none of these, or a star.
    """
    from tensorlift.lift.program import Refusal

    if (
        len(call.args) > len(names)
        or any(isinstance(one, ast.Starred) for one in call.args)
        or any(one.arg is None for one in call.keywords)
    ):
        raise Refusal(call, "its arguments are not written out")
    found: dict[str, ast.expr] = dict(zip(names, call.args))
    for one in call.keywords:
        if one.arg not in names:
            raise Refusal(call, f"its argument `{one.arg}` is not lifted")
        found[str(one.arg)] = one.value
    return found
