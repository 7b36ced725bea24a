"""Which session a run belongs to: values of variables, and how far iterators are, belong to a session."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tensorlift.lift.evaluate import SESSIONS, Evaluator
from tensorlift.lift.frames import RunSite
from tensorlift.lift.program import Program, edited
from tensorlift.lift.values import Kind


class Sessions:
    """Tells what opens sessions.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
    """

    def __init__(self, program: Program, evaluator: Evaluator) -> None:
        self.program = program
        self.evaluator = evaluator

    def opened(self, site: RunSite) -> ast.AST | None:
        """Return the call that opens the session of a run; None if that cannot be told."""
        receiver = site.call.func.value if isinstance(site.call.func, ast.Attribute) else None
        is_session = receiver is not None and self.evaluator.value(receiver, site.scope).kind is Kind.SESSION
        name = receiver.id if isinstance(receiver, ast.Name) and is_session else None
        if receiver is not None and self.program.called(receiver) in SESSIONS:
            return receiver
        for one in within(self.program, site.call):
            for item in one.items if isinstance(one, ast.With) else ():
                bound = item.optional_vars
                if self.program.called(item.context_expr) in SESSIONS and (
                    name is None or (isinstance(bound, ast.Name) and bound.id == name)
                ):
                    return item.context_expr
        opened = [
            node
            for node in self.program.each(ast.Assign)
            if self.program.called(node.value) in SESSIONS
            and node.lineno < site.call.lineno
            and self.program.function_of(node) is site.function
            and (name is None or any(isinstance(one, ast.Name) and one.id == name for one in node.targets))
        ]
        return max(opened, key=lambda one: one.lineno).value if opened else None

    def is_new(self, site: RunSite, sites: Iterable[RunSite]) -> bool:
        """Whether a run is each time the first one in its session, among some runs."""
        opened = self.opened(site)
        if opened is None or any(one is not site and self.opened(one) is opened for one in sites):
            return False
        return not self.is_repeated(site.call, opened)

    def is_repeated(self, node: ast.AST, made: ast.AST) -> bool:
        """Whether something may happen several times for each time that something else does."""
        around = set(within(self.program, made))
        return any(one not in around for one in within(self.program, node) if isinstance(one, (ast.For, ast.While)))


def without_annotations(program: Program) -> Program:
    """Return a program in which no parameter is said to be a session, as in ``def __init__(self, session: tf.Session)``."""
    edits = [
        (program.span(one)[0] + len(one.arg.encode()), program.span(one.annotation)[1], "")
        for one in program.each(ast.arg)
        if one.annotation is not None and program.symbol(one.annotation) in SESSIONS
    ]
    return Program(edited(program.data, edits).decode(), program.origin) if edits else program


def within(program: Program, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node stands in, innermost first, as far as the function around it, or the module."""
    for one in program.around(node):
        if isinstance(one, (ast.FunctionDef, ast.ClassDef)):
            return
        yield one
