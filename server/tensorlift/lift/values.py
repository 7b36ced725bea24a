"""What an expression of a graph-building program stands for."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from tensorlift.lift.cells import UNLIKE, Cell, merged

if TYPE_CHECKING:
    from tensorlift.lift.constants import Constant
    from tensorlift.lift.frames import Instance, Item
    from tensorlift.lift.scopes import Made, VariableScope


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
    OBJECT = 5
    """An object beside the graph whose methods are known, such as a saver; ``call`` made it."""
    DATASET = 6
    """A dataset, which is a Python object that gives elements."""
    ITERATOR = 7
    """What gives the elements of a dataset one by one, or its string handle."""
    FEED = 8
    """A dictionary that is to be fed."""
    TENSOR = 9
    """What a run computes: it depends on what is fed, on variables, or on chance."""
    PLACEHOLDER = 10
    """What is fed."""
    SUMMARY = 11
    """What is written for TensorBoard: one tensor or several, each with its tag."""
    TRAIN = 12
    """An operation that updates variables by an optimizer."""
    OPERATION = 13
    """Any other operation that a run does not return a value of."""
    INITIALIZER = 14
    """An operation that gives variables their first values."""
    RESTART = 15
    """An operation that lets iterators begin with a dataset."""
    SESSION = 16
    INSTANCE = 17
    """An object of a class of the program that holds parts of the graph."""
    NOTHING = 18
    """Bookkeeping of the graph, which has no counterpart."""


COMPUTED = (Kind.RANDOM, Kind.TENSOR, Kind.PLACEHOLDER, Kind.TRAIN, Kind.OPERATION, Kind.SUMMARY)
"""What only exists inside of a run."""

RUNNABLE = (*COMPUTED, Kind.CONSTANT, Kind.VARIABLE, Kind.INITIALIZER, Kind.RESTART)
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
        holds: What each of the objects in it is, for lists and dictionaries of objects of one class.
        updates: The calls of layers whose averages it updates, each with the statement that it stands in.
        summaries: What it writes, if it is a summary; for what a run gave, what is to be written of that.
        cell: The recurrent cell that it is, or the cells of a list.
        state: The cell whose state it is.
        constant: What it is, where that is known before the program runs.
        made: The variables that it is, in order, where that is known.
        variable_scope: The variable scope that it is.
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
    holds: Instance | None = None
    updates: frozenset[tuple[ast.AST, Item]] = frozenset()
    summaries: tuple[Summary, ...] = field(default=(), compare=False)
    cell: Cell | None = None
    state: Cell | None = None
    constant: Constant | None = field(default=None, compare=False)
    made: tuple[Made, ...] | None = field(default=None, compare=False)
    variable_scope: VariableScope | None = field(default=None, compare=False)

    def __or__(self, other: Value) -> Value:
        kind = max(self.kind, other.kind)
        if kind is Kind.PLACEHOLDER or (kind is Kind.VARIABLE and Kind.RANDOM in (self.kind, other.kind)):
            kind = Kind.TENSOR
        return PYTHON.but(
            kind=kind,
            items=self.items | other.items,
            layers=self.layers + other.layers,
            variables=self.variables + other.variables,
            reads=self.reads | other.reads,
            writes=self.writes | other.writes,
            feeds=tuple(dict.fromkeys(self.feeds + other.feeds)),
            updates=self.updates | other.updates,
            summaries=tuple(dict.fromkeys(self.summaries + other.summaries)),
            cell=merged(self.cell, other.cell) if kind is Kind.VARIABLE else None,
        )

    def but(self, **changes: Any) -> Value:
        """Return the same with some attributes changed, as ``dataclasses.replace`` does, but quicker: this is done for each expression."""
        found = object.__new__(Value)
        found.__dict__.update(self.__dict__, **changes)
        return found

    @property
    def is_zero_state(self) -> bool:
        """Whether it is the state that a recurrent cell begins with."""
        return self.state is not None and self.call is not None

    def of(self, kind: Kind, call: ast.Call | None = None) -> Value:
        """Return what an operation gives that has this as its arguments."""
        return self.but(
            kind=kind,
            call=call,
            is_function=False,
            function=None,
            made_of=None,
            feeds=(),
            instance=None,
            summaries=(),
            cell=None,
            state=None,
            constant=None,
            made=None,
            variable_scope=None,
        )

    def one(self) -> Value:
        """Return what one of several is, such as an entry of a list in a loop."""
        return self.but(made_of=None, constant=None, made=None, variable_scope=None)


def either(first: Value, second: Value) -> Value:
    """Return what something is that is one of two things, as a condition decides."""
    if first is second:
        return first
    both = first | second
    kind = max(first.kind, second.kind)
    if kind is Kind.PLACEHOLDER and first.call is not second.call:
        kind = Kind.TENSOR
    last = second if second.kind is kind or first.kind is not kind else first
    state = first.state if first.state == second.state else UNLIKE
    return replace(
        last,
        kind=kind,
        items=both.items,
        layers=both.layers,
        variables=both.variables,
        reads=both.reads,
        writes=both.writes,
        feeds=both.feeds,
        updates=both.updates,
        summaries=both.summaries,
        call=last.call if first.call is second.call or kind not in _FOUND_BY_CALL else None,
        made_of=None,
        instance=first.instance if first.instance == second.instance else None,
        cell=merged(first.cell, second.cell),
        state=state,
        constant=first.constant if first.constant == second.constant else None,
        made=first.made if first.made == second.made else None,
    )


_FOUND_BY_CALL = (Kind.CONSTANT, Kind.RANDOM, Kind.VARIABLE, Kind.TENSOR, Kind.PLACEHOLDER, Kind.OPERATION)
"""What is known of these by the call that made them is not known where it is one of several."""


@dataclass(eq=False)
class Summary:
    """One value that is written for TensorBoard.

    Attributes:
        call: The call that made it.
        kind: What it is: ``scalar``, ``histogram`` and so on.
        tag: Its tag, with the scopes in front; None if the graph may have made it unique.
        node: The tensor.
        value: What that stands for.
        options: Other arguments, by name.
        collection: The key of the collection that it is in, as written; None for the usual one.
        item: The statement that it stands in.
    """

    call: ast.Call
    kind: str
    tag: str | None
    node: ast.expr
    value: Value
    options: dict[str, ast.expr]
    collection: str | None
    item: Item | None = None


@dataclass(frozen=True, eq=False)
class Local:
    """A function that is defined inside of another one, or a lambda.

    Attributes:
        node: The function.
        scope: What names stood for there; for one that runs something, what the names around it stand for by now.
        runs: It runs something.
    """

    node: ast.FunctionDef | ast.Lambda
    scope: Scope
    runs: bool = False


PYTHON = Value(Kind.PYTHON)
FUNCTION = Value(Kind.PYTHON, is_function=True)


@dataclass
class Binding:
    """What a name stands for from a statement on.

    Attributes:
        item: The statement that bound it; None for parameters and the like.
        value: What it stands for.
        given: For a parameter, what it got, and what names stood for there.
    """

    item: Item | None
    value: Value
    given: tuple[ast.expr, Scope] | None = None


Scope = dict[str, Binding]


def is_open(node: ast.AST | None) -> bool:
    """Whether something makes a placeholder that takes anything: the lift itself made it for what a function of the program gets."""
    return isinstance(node, ast.Call) and bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value is None


def is_open_flag(node: ast.AST | None) -> bool:
    """Whether something makes such a placeholder for a flag, which is given as a Python value in each run."""
    return is_open(node) and isinstance(node, ast.Call) and len(node.args) > 1
