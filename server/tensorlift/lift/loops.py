"""Loops that make variables and compute with them: one loop makes the variables, the other one goes through them.

A graph-building loop runs once, so it may do both. In TensorFlow 2 the computing part runs again and again, and takes the variables from a list.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from tensorlift.lift.program import Program, edited, free_name, stored_names, walk

_VARIABLES = ("Variable", "get_variable")
_SCOPES = ("variable_scope", "name_scope", "device")
_FIRST_VALUES = ("random", "truncated_normal", "zeros", "ones", "constant", "fill", "glorot", "initializers", "float", "int")
_AGAIN = ("range", "enumerate", "zip", "reversed", "sorted", "list", "len")
_Lines = list[str]


@dataclass
class _Parts:
    """What a loop becomes: the statements that make variables, and those that compute.

    Attributes:
        made: The lists of variables by the names of the single ones.
        making: The lines that make variables, with the statements that they come from.
        computing: The lines that compute.
        values: The expressions that variables are made by.
    """

    made: dict[str, str] = field(default_factory=dict)
    making: _Lines = field(default_factory=list)
    computing: _Lines = field(default_factory=list)
    values: list[ast.expr] = field(default_factory=list)


def split_loop(program: Program, loop: ast.stmt) -> Program | None:
    """Return a program in which a loop that makes variables and computes with them is two loops.

    Args:
        program: The program.
        loop: The loop.

    Returns:
        The program; None where the two parts cannot be told apart.
    """
    if not isinstance(loop, ast.For) or loop.orelse or not _is_iterated_again(loop.iter):
        return None
    if any(isinstance(one, (ast.Break, ast.Continue, ast.Return, ast.Yield, ast.While, ast.Global, ast.FunctionDef)) for one in walk(loop)):
        return None
    return _Splitter(program, loop).split()


def _is_iterated_again(node: ast.expr) -> bool:
    """Whether a loop may go through something twice."""
    for one in walk(node):
        if isinstance(one, ast.Call):
            is_own = isinstance(one.func, ast.Name) and one.func.id in _AGAIN
            is_view = isinstance(one.func, ast.Attribute) and one.func.attr in ("items", "keys", "values")
            if not is_own and not is_view:
                return False
        elif isinstance(one, (ast.GeneratorExp, ast.Lambda, ast.Await, ast.Yield)):
            return False
    return True


class _Splitter:
    def __init__(self, program: Program, loop: ast.For) -> None:
        self.program = program
        self.loop = loop
        self.used = {one.id for one in program.each(ast.Name)} | {one.arg for one in program.each(ast.arg)}
        self.parts = _Parts()
        self.calls = [one for one in walk(loop) if isinstance(one, ast.Call) and self._makes(one)]

    def _makes(self, call: ast.Call) -> bool:
        """Whether a call makes a variable, by itself or through a function that does nothing else."""
        if self.program.called(call) in _VARIABLES:
            return True
        function = next(
            (one for one in self.program.each(ast.FunctionDef) if isinstance(call.func, ast.Name) and one.name == call.func.id),
            None,
        )
        if function is None or not isinstance(function.body[-1], ast.Return):
            return False
        result = function.body[-1].value
        if isinstance(result, ast.Name):
            made = [
                one.value
                for one in function.body
                if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == result.id
            ]
            result = made[-1] if made else None
        calls = [self.program.called(one) for one in walk(function) if isinstance(one, ast.Call)]
        return self.program.called(result) in _VARIABLES and all(
            one is None or one in _VARIABLES or one.startswith(_FIRST_VALUES) for one in calls
        )

    def split(self) -> Program | None:
        if not self.calls or any(self._inside_of_other(one) for one in self.calls):
            return None
        needed = self._needed()
        if needed is None:
            return None
        indent = " " * self.loop.col_offset
        self._block(self.loop.body, needed)
        loaded = {name for line in self.parts.computing for name in re.findall(r"\w+", line)}
        target = self.program.source(self.loop.target)
        names, lists = list(self.parts.made), list(self.parts.made.values())
        own = {one.id for one in walk(self.loop.target) if isinstance(one, ast.Name)}
        source = self.program.source(self.loop.iter)
        head = f"for {target} in {source}:"
        if own & loaded:
            shown = target if isinstance(self.loop.target, ast.Name) else f"({target.strip('()')})"
            second = f"for {', '.join([shown, *names])} in zip({', '.join([source, *lists])}):"
        else:
            second = f"for {', '.join(names)} in {lists[0] if len(lists) == 1 else f'zip({chr(44).join(lists)})'.replace(',', ', ')}:"
        made = [f"{indent}{one} = []" for one in lists] + [indent + head] + self.parts.making
        if len(self.parts.making) == 1 and len(lists) == 1 and self.parts.making[0].strip().startswith(f"{lists[0]}.append("):
            one = self.parts.making[0].strip().removeprefix(f"{lists[0]}.append(").removesuffix(")")
            made = [f"{indent}{lists[0]} = [{one} {head[:-1]}]"]
        comment = self.program.first_line(self.loop)
        before = [self.program.lines[number - 1].decode().rstrip("\n") for number in range(comment, self.loop.lineno)]
        lines = [*before, *made, indent + second, *self.parts.computing]
        end = self.loop.end_lineno or self.loop.lineno
        text = [line.decode().rstrip("\n") for line in self.program.lines]
        origin = self.program.origin
        new = [*text[: comment - 1], *lines, *text[end:]]
        came = [*origin[: comment - 1], *[origin[self.loop.lineno - 1]] * len(lines), *origin[end : len(text)]]
        return Program("\n".join(new) + "\n", came)

    def _inside_of_other(self, call: ast.Call) -> bool:
        """Whether something between a call and the loop may run it several times, or not at all."""
        node: ast.AST = call
        while node is not self.loop:
            node = self.program.parents[node]
            if isinstance(node, (ast.If, ast.IfExp, ast.Try, ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)):
                return True
            if isinstance(node, ast.For) and node is not self.loop:
                return True
            if isinstance(node, ast.Call) and node is not call and node in self.calls:
                return True
        return False

    def _needed(self) -> set[ast.stmt] | None:
        """Return the statements that variables are made by; None where these compute, or go on from one turn to the next."""
        statements = [
            one for one in walk(self.loop) if isinstance(one, ast.stmt) and one is not self.loop and not isinstance(one, ast.With)
        ]
        wanted = {one.id for call in self.calls for one in walk(call) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        scopes = [item.context_expr for one in walk(self.loop) if isinstance(one, ast.With) for item in one.items]
        wanted |= {
            one.id for node in scopes if self.program.called(node) == "variable_scope" for one in walk(node) if isinstance(one, ast.Name)
        }
        own = {one.id for one in walk(self.loop.target) if isinstance(one, ast.Name)}
        found: set[ast.stmt] = set()
        grown = True
        while grown:
            grown = False
            for one in statements:
                if one in found or not stored_names(one) & wanted:
                    continue
                if any(call in self.calls for call in walk(one) if isinstance(call, ast.Call)) or not isinstance(one, ast.Assign):
                    return None
                if any(symbol is not None and not symbol.startswith(_FIRST_VALUES) for symbol in map(self.program.called, walk(one))):
                    return None
                found.add(one)
                wanted |= {node.id for node in walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
                grown = True
        bound = {name for one in found for name in stored_names(one)}
        computed = {name for one in statements if one not in found for name in stored_names(one)}
        if wanted & computed - own or own & bound:
            return None
        # What goes on from one turn to the next begins anew in the second loop.
        first: dict[str, int] = {}
        for one in found:
            for name in stored_names(one):
                first[name] = min(first.get(name, one.lineno), one.lineno)
        for part in (*found, *self.calls):
            for node in walk(part):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in first and node.lineno <= first[node.id]:
                    if any(
                        isinstance(use, ast.Name) and use.id == node.id
                        for other in statements
                        if other not in found
                        for use in walk(other)
                        if not self._in_calls(use)
                    ):
                        return None
        return found

    def _in_calls(self, node: ast.AST) -> bool:
        return any(node is one for call in self.calls for one in walk(call))

    def _block(self, body: list[ast.stmt], needed: set[ast.stmt]) -> None:
        for statement in body:
            first = self.program.first_line(statement)
            if isinstance(statement, ast.With) and any(one in self.calls for one in walk(statement) if isinstance(one, ast.Call)):
                comments = self.program.first_line(statement.body[0])
                header = self._text(first, comments - 1, [])
                is_scope = any(self.program.called(item.context_expr) == "variable_scope" for item in statement.items)
                before = len(self.parts.making)
                start = len(self.parts.computing)
                self.parts.computing += header
                self._block(statement.body, needed)
                width = statement.body[0].col_offset - statement.col_offset
                if is_scope:
                    self.parts.making[before:before] = header
                else:
                    self.parts.making[before:] = [line[width:] if line.strip() else line for line in self.parts.making[before:]]
                if len(self.parts.computing) == start + len(header):
                    del self.parts.computing[start:]
                continue
            last = statement.end_lineno or statement.lineno
            own = [one for one in walk(statement) if isinstance(one, ast.Call) and one in self.calls]
            if statement in needed:
                self.parts.making += self._text(first, last, [])
            if not own:
                if statement not in needed or self._is_used(statement, needed):
                    self.parts.computing += self._text(first, last, [])
                continue
            if (
                isinstance(statement, ast.Assign)
                and own == [statement.value]
                and len(statement.targets) == 1
                and isinstance(statement.targets[0], ast.Name)
            ):
                name = self._listed(statement.targets[0].id)
                start, value = self.program.span(statement)[0], self.program.span(statement.value)
                self.parts.making += self._text(first, last, [(start, value[0], f"{name}.append("), (value[1], value[1], ")")])
                continue
            edits = []
            for call in sorted(own, key=self.program.span):
                single = self._fresh(self._base(call))
                name = self._listed(single)
                self.parts.making.append(" " * statement.col_offset + f"{name}.append({self.program.source(call)})")
                edits.append((*self.program.span(call), single))
            self.parts.computing += self._text(first, last, edits)

    def _is_used(self, statement: ast.stmt, needed: set[ast.stmt]) -> bool:
        """Whether what computes uses what a statement binds, too."""
        bound = stored_names(statement)
        for one in walk(self.loop):
            if isinstance(one, ast.Name) and one.id in bound and isinstance(one.ctx, ast.Load) and not self._in_calls(one):
                if not any(one is node for other in needed for node in walk(other)):
                    return True
        end = self.program.span(self.loop)[1]
        return any(isinstance(one, ast.Name) and one.id in bound and self.program.span(one)[0] > end for one in walk(self.program.tree))

    def _text(self, first: int, last: int, edits: list[tuple[int, int, str]]) -> _Lines:
        start = self.program.line_start(first)
        data = edited(self.program.data[start : self.program.line_start(last + 1)], edits, start)
        return data.decode().rstrip("\n").split("\n")

    def _base(self, call: ast.Call) -> str:
        names = [
            one.value
            for one in [*call.args[:1], *(one.value for one in call.keywords if one.arg == "name")]
            if isinstance(one, ast.Constant)
        ]
        named = next((one for one in names if isinstance(one, str) and one.isidentifier()), None)
        if named is not None:
            return named
        if isinstance(call.func, ast.Name):
            return (
                f"one_{call.func.id}".removeprefix("one_get_").removeprefix("one_make_")
                if call.func.id not in self.used
                else f"{call.func.id}_value"
            )
        return "variable"

    def _fresh(self, name: str) -> str:
        found = free_name(name, self.used)
        self.used.add(found)
        return found

    def _listed(self, single: str) -> str:
        if single not in self.parts.made:
            self.parts.made[single] = self._fresh(f"{single}_list" if single.endswith("s") else f"{single}s")
        return self.parts.made[single]
