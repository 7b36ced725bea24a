"""Recurrent cells: what the use of one hangs on."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tensorlift.lift.values import Scope


@dataclass(frozen=True)
class Share:
    """The share of numbers that a dropout keeps: the expression, and what names stood for there."""

    node: ast.expr
    scope: Scope = field(compare=False)


@dataclass(frozen=True)
class Projection:
    """A dense layer behind a cell: the call that asked for it, its size, its activation, and what names stood for there."""

    call: ast.Call
    size: ast.expr
    activation: ast.expr | None
    scope: Scope = field(compare=False)


@dataclass(frozen=True)
class Cell:
    """A recurrent cell of TensorFlow 1, or several that are alike.

    Attributes:
        kind: The Keras class without its ``Cell``; empty for a stack, ``?`` for cells that are not alike, ``!`` where what is around them is not.
        layers: The cells of a stack, where they are written out.
        every: What each cell of a stack is, where all are alike.
        before: The shares of its inputs that are kept, from the outermost wrapper on.
        after: The shares of its outputs that are kept, and the dense layers behind it, from the innermost wrapper on.
    """

    kind: str
    layers: tuple[Cell, ...] = ()
    every: Cell | None = None
    before: tuple[Share, ...] = ()
    after: tuple[Share | Projection, ...] = ()

    @property
    def is_stack(self) -> bool:
        """Whether it is a stack of cells."""
        return not self.kind

    @property
    def is_unlike(self) -> bool:
        """Whether a condition decides of what kind it is, or one of the cells in a stack."""
        return self.kind in (UNLIKE.kind, MIXED.kind) or any(one.is_unlike for one in self._inner)

    @property
    def is_mixed(self) -> bool:
        """Whether a condition decides what is around it, or around one of the cells in a stack."""
        return self.kind == MIXED.kind or any(one.is_mixed for one in self._inner)

    @property
    def _inner(self) -> tuple[Cell, ...]:
        return (*self.layers, *([self.every] if self.every is not None else []))

    @property
    def has_one_state(self) -> bool:
        """Whether its state is a single tensor."""
        return self.kind in ("GRU", "SimpleRNN")

    def element(self, index: ast.expr) -> Cell | None:
        """Return the cell whose state one part of its own state is; None for a single tensor."""
        if isinstance(index, ast.Slice):
            return self
        if not self.is_stack:
            return None
        sign = 1
        if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
            sign, index = -1, index.operand
        place = index.value if isinstance(index, ast.Constant) else None
        if self.layers and isinstance(place, int) and -len(self.layers) <= sign * place < len(self.layers):
            found = self.layers[sign * place]
        else:
            found = self.every or UNLIKE
        return None if found.has_one_state else found

    def fits(self, state: Cell | None) -> bool:
        """Whether a state is made up as its own is.

        Args:
            state: The cell whose state it is; None for tensors.
        """
        if self.is_unlike:
            return False
        if not self.is_stack:
            return (state is None or state.has_one_state) if self.has_one_state else state is not None and state.kind == self.kind
        cells: tuple[Cell | None, ...] = self.layers or (self.every,)
        if state is None:
            # a tuple of tensors
            return all(one is not None and one.has_one_state for one in cells)
        if not state.is_stack or UNLIKE in (state.every, *state.layers):
            return False
        states = state.layers or (state.every,) * len(cells)
        if self.layers and len(states) != len(cells):
            return False
        cells = self.layers or cells * len(states)
        return all(one is not None and one.fits(other) for one, other in zip(cells, states, strict=True))

    @property
    def bare(self) -> Cell:
        """The cell without its dropout."""
        return replace(
            self,
            before=(),
            after=(),
            layers=tuple(one.bare for one in self.layers),
            every=self.every.bare if self.every is not None else None,
        )

    @property
    def is_projected(self) -> bool:
        """Whether there is a dense layer behind it."""
        return any(isinstance(one, Projection) for one in self.after)

    @property
    def drops_inside(self) -> bool:
        """Whether something is dropped between the cells of a stack."""
        return any(one.before or one.after or one.drops_inside for one in self._inner)


UNLIKE = Cell("?")
MIXED = Cell("!")
"""In the place of cells that are not alike, with unlike things around them."""
LIST = Cell("list")
"""In the place of the cell of a state: a list of tensors."""


def merged(first: Cell | None, second: Cell | None) -> Cell | None:
    """Return what the cells in a list are, if they are alike."""
    if first is None or second is None or first == second:
        return first or second
    if (first.before, first.after) != (second.before, second.after) or any(one.drops_inside or one.is_mixed for one in (first, second)):
        return MIXED
    return replace(UNLIKE, before=first.before, after=first.after)
