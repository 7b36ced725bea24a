"""The statements of a program in the order in which they build a graph, and the places where it is run."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from tensorlift.lift.constants import Constant
from tensorlift.lift.scopes import Event, Made, Name, VariableScope
from tensorlift.lift.values import Binding, Scope, Value

STEP = "step"
"""The keyword by which a run that the lift itself wrote names the function that takes its place; no session has it."""

IN_TURN = "in_turn"
"""The keyword of a run that the lift itself wrote for a list that the program runs one by one; no session has it either."""

Function = ast.FunctionDef | None
"""The function whose body a statement stands in; None for the module."""


class Role(Enum):
    """What becomes of a statement."""

    KEEP = auto()
    """It stays where it is."""
    BUILD = auto()
    """It moves into the functions that need it."""
    TRAIN = auto()
    """It moves, and becomes a step of an optimizer."""
    DROP = auto()
    """It has no counterpart."""


@dataclass(eq=False)
class Item:
    """A statement that is moved, dropped or kept as a whole.

    Attributes:
        node: The statement.
        role: What becomes of it.
        value: What it makes.
        needs: The other statements that have to run before it in a run.
        binds: The names that it binds; ``self.x`` for an attribute of the object that is being built.
        function: The function whose body it stands in; None for the module.
        frame: The class whose object it builds, if it does.
        index: Its place in the order of building.
        before: What names stood for in front of it.
        is_drawn_once: It gives the first value of a variable, and so stays.
        is_inline: It is an expression in the head of a statement rather than a statement.
        after: The statements that a graph runs before it by control dependencies.
    """

    node: ast.stmt
    role: Role
    value: Value
    needs: frozenset[Item]
    binds: frozenset[str]
    function: Function
    frame: ClassFrame | None
    index: int
    before: Scope
    is_drawn_once: bool = False
    is_inline: bool = False
    after: frozenset[Item] = frozenset()

    def __hash__(self) -> int:
        # by place rather than by address, so that sets have the same order in every run
        return self.index

    def draw_once(self) -> None:
        """Keep the statement where it is: it gives the first value of a variable."""
        self.role = Role.KEEP
        self.is_drawn_once = True
        for item in self.needs:
            item.draw_once()


def needed(start: Iterable[Item], fed: Container[Item] = ()) -> set[Item]:
    """Return statements with all that have to run before them, but for those whose results are fed."""
    found: set[Item] = set()
    waiting = list(start)
    while waiting:
        item = waiting.pop()
        if item not in found and item not in fed:
            found.add(item)
            waiting += item.needs
    return found


@dataclass(eq=False)
class ClassFrame:
    """A class whose objects hold parts of the graph: what ``__init__`` and the methods that it calls build.

    Attributes:
        node: The class.
        bases: The classes of the program that it inherits from, nearest first.
        attributes: What the attributes of ``self`` stand for.
        parameters: What the parameters of ``__init__`` stood for.
        scope: What the names of the module stood for.
        within: The variable scope in which the first object was made.
        made: What ``__init__`` makes or gets under names of variable scopes.
        constants: What is known of the arguments of each making, by the names of the parameters.
        scopes: The name of the variable scope around each making.
    """

    node: ast.ClassDef
    bases: tuple[ast.ClassDef, ...]
    scope: Scope
    attributes: dict[str, Binding] = field(default_factory=dict)
    parameters: tuple[Value, ...] = ()
    within: VariableScope | None = None
    made: list[Made] = field(default_factory=list)
    constants: dict[Event, dict[str, Constant | None]] = field(default_factory=dict)
    scopes: dict[Event, Name | None] = field(default_factory=dict)

    def method(self, name: str) -> ast.FunctionDef | None:
        """Return a method by name."""
        for one in (self.node, *self.bases):
            for statement in one.body:
                if isinstance(statement, ast.FunctionDef) and statement.name == name:
                    return statement
        return None


@dataclass(frozen=True)
class Instance:
    """An object of such a class: the class, and the call that made it, which is None for ``self``."""

    frame: ClassFrame
    made_by: ast.Call | None


@dataclass(eq=False)
class RunSite:
    """A call that runs a part of the graph.

    Attributes:
        call: The call.
        fetches: What is fetched.
        feed: What is fed, if anything.
        statement: The statement that it stands in.
        scope: What names stand for there.
        function: The function whose body it stands in; None for the module.
        via: The call through which that function was entered, if it got parts of the graph by it.
        name: The name of the function that takes its place, and whose results stay tensors, where the lift itself wrote the run; None for those
            of the program.
        is_in_turn: The program runs the entries of what is fetched one by one.
    """

    call: ast.Call
    fetches: ast.expr
    feed: ast.expr | None
    statement: ast.stmt
    scope: Scope
    function: Function
    via: Entry | None
    name: str | None = None
    is_in_turn: bool = False


@dataclass(frozen=True, eq=False)
class Signature:
    """A signature of a saved model.

    Attributes:
        key: Its name; None for the usual one.
        inputs: The placeholders that it gets, by name.
        outputs: The tensors that it gives, by name.
        scope: What names stand for in these.
    """

    key: ast.expr | None
    inputs: dict[str, ast.expr]
    outputs: dict[str, ast.expr]
    scope: Scope


@dataclass(frozen=True, eq=False)
class Entry:
    """A call of a function of the program that is read with what it gets."""

    call: ast.Call
    function: ast.FunctionDef
    caller: Function


@dataclass(eq=False)
class Source:
    """An iterator of the program.

    Attributes:
        call: The call that made it.
        kind: Whether it is `one_shot`, `initializable`, of a `structure`, or found by its `handle`.
        dataset: What it goes over, if it was made with that.
        handle: The placeholder for its handle.
        function: The function in which it is made; None for the module.
    """

    call: ast.Call
    kind: str
    dataset: ast.expr | None
    handle: ast.Call | None
    function: Function


@dataclass(frozen=True, eq=False)
class Element:
    """What `get_next` gave: an element of a dataset as a whole, or one part of it that has a name of its own.

    Attributes:
        taken: The call of `get_next`.
        source: The iterator.
        index: Which part it is; None for the whole.
        parts: What stands for the parts, in order.
    """

    taken: ast.Call
    source: Source
    index: int | None
    parts: list[ast.Call] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Restart:
    """An operation that lets an iterator begin with a dataset.

    Attributes:
        source: The iterator.
        dataset: The dataset.
        value: What it stands for.
        scope: What names stood for where this was written.
    """

    source: Source
    dataset: ast.expr
    value: Value
    scope: Scope


@dataclass
class Unit:
    """What was found in a program.

    Attributes:
        items: The statements that build, in order.
        runs: The places where a part is run.
        exports: The places where a model is saved with signatures.
        unwrapped: The ``with`` statements that go while their bodies stay.
        entries: The calls by which functions get parts of the graph, or sessions.
        dropped: The parameters that get such, by function.
        closed: Statements that would run something in a session that is closed, and so do nothing but raise.
        heads: The expressions of compound statements whose bodies are read on their own.
        final: What the names of the module stand for in the end.
    """

    items: list[Item] = field(default_factory=list)
    runs: list[RunSite] = field(default_factory=list)
    exports: list[RunSite] = field(default_factory=list)
    unwrapped: list[ast.With] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    dropped: dict[ast.FunctionDef, set[str]] = field(default_factory=dict)
    closed: list[ast.stmt] = field(default_factory=list)
    heads: list[ast.expr] = field(default_factory=list)
    final: Scope = field(default_factory=dict)
