"""What an expression of a graph-building program stands for."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tensorlift.lift.frames import Instance, Item


class Kind(IntEnum):
    """What a value is, from the earliest known to the latest: what is made of several values is the last of them."""

    PYTHON = 0
    """Known while the graph is built."""
    CONSTANT = 1
    """A tensor that is the same in every run."""
    RANDOM = 2
    """A tensor that is drawn anew in every run: the first value of a variable, or a part of what a run computes."""
    VARIABLE = 3
    """A variable, or several."""
    OPTIMIZER = 4
    """An optimizer."""
    FEED = 5
    """A dictionary that is to be fed."""
    TENSOR = 6
    """What a run computes: it depends on what is fed, on variables, or on chance."""
    PLACEHOLDER = 7
    """What is fed."""
    GRADIENTS = 8
    """The gradients and variables that an optimizer's ``compute_gradients`` gave."""
    TRAIN = 9
    """An operation that updates variables by an optimizer."""
    OPERATION = 10
    """Any other operation that a run does not return a value of."""
    INITIALIZER = 11
    """An operation that gives variables their first values."""
    SESSION = 12
    INSTANCE = 13
    """An object of a class of the program that holds parts of the graph."""
    NOTHING = 14
    """Bookkeeping of the graph, which has no counterpart."""


COMPUTED = (Kind.RANDOM, Kind.TENSOR, Kind.PLACEHOLDER, Kind.TRAIN, Kind.OPERATION, Kind.GRADIENTS)
"""What only exists inside of a run."""

RUNNABLE = (*COMPUTED, Kind.CONSTANT, Kind.VARIABLE, Kind.INITIALIZER)
"""What a session can run."""


@dataclass(frozen=True, eq=False)
class Part:
    """One entry of a list, tuple or dictionary that is written out.

    Attributes:
        key: The key of a dictionary, as written; None in lists.
        node: The expression.
        value: What it stands for.
    """

    key: ast.expr | None
    node: ast.expr
    value: Value


@dataclass(frozen=True)
class Value:
    """What an expression stands for.

    Attributes:
        kind: See :class:`Kind`.
        items: The statements of the unit that compute what it needs in a run.
        call: The call that made it, for placeholders, optimizers, training operations and the like.
        layers: The calls of layers in it, which make variables.
        variables: The calls in it that make variables beside something else.
        is_function: It is a function of TensorFlow or of this program, or None in the place of one.
        function: The function of this program that it is, if it was defined inside of another one.
        reads: The calls that made the variables that it reads itself.
        writes: The calls that made the variables that it changes itself.
        made_of: The literal that it is, and what its parts stand for; so far as nothing has changed it.
        feeds: The placeholders that a dictionary feeds, by the calls that made them; other tensors that it feeds, by their expressions.
        instance: The object that it is.
        updates: The calls of layers whose averages it updates.
    """

    kind: Kind
    items: frozenset[Item] = frozenset()
    call: ast.Call | None = None
    layers: tuple[ast.Call, ...] = ()
    variables: tuple[ast.AST, ...] = ()
    is_function: bool = False
    function: Local | None = field(default=None, compare=False)
    reads: frozenset[ast.AST] = frozenset()
    writes: frozenset[ast.AST] = frozenset()
    made_of: tuple[ast.expr, tuple[Part, ...]] | None = field(default=None, compare=False)
    feeds: tuple[ast.expr, ...] = ()
    instance: Instance | None = None
    updates: frozenset[ast.AST] = frozenset()

    def __or__(self, other: Value) -> Value:
        kind = max(self.kind, other.kind)
        if kind is Kind.PLACEHOLDER or (kind is Kind.VARIABLE and Kind.RANDOM in (self.kind, other.kind)):
            kind = Kind.TENSOR
        return Value(
            kind,
            self.items | other.items,
            None,
            self.layers + other.layers,
            self.variables + other.variables,
            reads=self.reads | other.reads,
            writes=self.writes | other.writes,
            feeds=tuple(dict.fromkeys(self.feeds + other.feeds)),
            updates=self.updates | other.updates,
        )

    def of(self, kind: Kind, call: ast.Call | None = None) -> Value:
        """Return what an operation gives that has this as its arguments."""
        return replace(self, kind=kind, call=call, is_function=False, function=None, made_of=None, feeds=(), instance=None)


@dataclass(frozen=True, eq=False)
class Local:
    """A function that is defined inside of another one, or a lambda, with what names stood for there."""

    node: ast.FunctionDef | ast.Lambda
    scope: Scope


PYTHON = Value(Kind.PYTHON)
FUNCTION = Value(Kind.PYTHON, is_function=True)


@dataclass
class Binding:
    """What a name stands for from a statement on.

    Attributes:
        item: The statement that bound it; None for parameters and the like.
        value: What it stands for.
    """

    item: Item | None
    value: Value


Scope = dict[str, Binding]
