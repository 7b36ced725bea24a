"""Input functions of Estimators: what they return becomes a data set that is read from its beginning in each call.

Source: ``tf.estimator.inputs`` and ``parse_input_fn_result`` of TensorFlow 1.15, and the guide's pages on Estimators and ``tf.data``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from enum import Enum
from functools import cached_property

from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, Refusal, free_name, parameter_names, stored_names, walk, walk_own
from tensorlift.lift.purity import may_do_something

_MAKERS = {
    "estimator.inputs.numpy_input_fn": ("x", "y", "batch_size", "num_epochs", "shuffle", "queue_capacity", "num_threads"),
    "estimator.inputs.pandas_input_fn": (
        "x", "y", "batch_size", "num_epochs", "shuffle", "queue_capacity", "num_threads", "target_column",
    ),
}  # fmt: skip
_ONE_SHOT = ("data.make_one_shot_iterator",)
_CONSTANTS = frozenset(
    {"constant", "cast", "to_float", "to_int32", "convert_to_tensor", "reshape", "expand_dims", "zeros", "ones", "one_hot"}
)

Edit = tuple[int, int, str]


class Elements(Enum):
    """What each element of a data set is."""

    PAIR = "features and labels"
    SINGLE = "features"
    UNKNOWN = "either"

    def __or__(self, other: Elements) -> Elements:
        return self if self is other else Elements.UNKNOWN


class InputFunctions:
    """Finds out what input functions return, and rewrites those that return tensors.

    Args:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.edits: set[Edit] = set()
        self._functions = {node.name: node for node in program.each(ast.FunctionDef)}
        self._done: dict[ast.AST, Elements] = {}

    def rewrite_makers(self) -> None:
        """Write functions that return data sets in the place of those that ``tf.estimator.inputs`` makes."""
        for node in walk(self.program.tree):
            if isinstance(node, ast.Call) and self.program.called(node) in _MAKERS:
                self._maker(node)

    # --- what they give

    def elements(self, node: ast.expr) -> Elements:
        """Return what the data set of an input function consists of.

        Args:
            node: The function, as it is given to an Estimator.

        Raises:
            Refusal: It is not known what the function returns.
        """
        if isinstance(node, ast.Lambda):
            if node.args.args:
                raise Refusal(node, "an input function has parameters")
            return self._returned(node.body, None)
        if isinstance(node, ast.Call):
            if self.program.called(node) in _MAKERS:
                return self._made(node)
            name = self.program.source(node.func)
            if name in ("partial", "functools.partial") and node.args and isinstance(node.args[0], ast.Name):
                return self._function(self._named(node.args[0]))
            if isinstance(node.func, ast.Name) and node.func.id in self._functions:
                made = self._functions[node.func.id]
                found = [self.elements(one) for one in self._returns(made)]
                return _joined(found)
            raise Refusal(node, f"what `{name}` returns, which is to be an input function, is not known")
        if isinstance(node, ast.Name):
            assigned = self._assigned(node)
            if assigned:
                return _joined([self.elements(one) for one in assigned])
            return self._function(self._named(node))
        raise Refusal(node, f"the input function `{self.program.source(node)}` is not found")

    def _named(self, node: ast.Name) -> ast.FunctionDef:
        if node.id not in self._functions:
            raise Refusal(node, f"the input function `{node.id}` is not found")
        return self._functions[node.id]

    def _assigned(self, node: ast.Name) -> list[ast.expr]:
        """Return what is assigned to a name in the function that a use of it stands in, or else in the module."""
        scope: ast.AST = node
        while scope in self.program.parents:
            scope = self.program.parents[scope]
            if isinstance(scope, (ast.FunctionDef, ast.Module)):
                found = [
                    one.value
                    for one in walk_own_statements(scope)
                    if isinstance(one, ast.Assign) and any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets)
                ]
                if found:
                    return found
                if isinstance(scope, ast.FunctionDef) and node.id in parameter_names(scope):
                    return self._handed(scope, node.id)
        return []

    def _handed(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        """Return what the calls of a function give for one of its parameters."""
        names = [one.arg for one in function.args.args]
        found = []
        for call in walk(self.program.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function.name:
                given = dict(zip(names, call.args))
                given.update({str(one.arg): one.value for one in call.keywords})
                if name not in given:
                    raise Refusal(call, f"it is not known which input function `{name}` is")
                found.append(given[name])
        if not found:
            raise Refusal(function, f"it is not known which input function `{name}` is")
        return found

    def _function(self, function: ast.FunctionDef) -> Elements:
        if function not in self._done:
            self._done[function] = Elements.UNKNOWN
            self._done[function] = _joined([self._returned(one, function) for one in self._returns(function)])
        return self._done[function]

    def _returns(self, function: ast.FunctionDef) -> list[ast.expr]:
        found = []
        for node in walk_own_statements(function):
            if isinstance(node, ast.Return):
                if node.value is None:
                    raise Refusal(node, f"the input function `{function.name}` returns nothing")
                found.append(node.value)
        if not found:
            raise Refusal(function, f"the input function `{function.name}` returns nothing")
        return found

    def _returned(self, node: ast.expr, function: ast.FunctionDef | None) -> Elements:
        """Return what a data set consists of that an input function returns; tensors are made one."""
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in self._functions:
                return self._function(self._functions[node.func.id])
            source = self._next(node, function)
            if source is not None:
                return self._take(node, source, function)
        if self._is_dataset(node, function):
            return self._of_dataset(node, function)
        if isinstance(node, ast.Name) and function is not None:
            values = self._last_assigned(node.id, function)
            if len(values) == 1 and (source := self._next(values[0], function)) is not None:
                return self._take(node, source, function)
        if isinstance(node, (ast.Tuple, ast.Dict, ast.Name)) and function is not None:
            return self._tensors(node, function)
        raise Refusal(node, "what an input function returns is not known to be a data set")

    # --- iterators

    def _next(self, node: ast.expr, function: ast.FunctionDef | None) -> ast.expr | None:
        """Return the data set whose next element an expression is."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_next" and not node.args):
            return None
        made = node.func.value
        if isinstance(made, ast.Name) and function is not None:
            values = self._last_assigned(made.id, function)
            if len(values) != 1:
                return None
            made = values[0]
        if isinstance(made, ast.Call):
            if self.program.called(made) in _ONE_SHOT and len(made.args) == 1:
                return made.args[0]
            if isinstance(made.func, ast.Attribute) and made.func.attr == "make_one_shot_iterator":
                return made.func.value
        raise Refusal(node, "an input function takes its elements from an iterator that is not a one-shot iterator")

    def _take(self, node: ast.expr, source: ast.expr, function: ast.FunctionDef | None) -> Elements:
        """Return a data set in the place of its next element."""
        self.edits.add((*self.program.span(node), self.program.source(source)))
        if function is not None:
            self._drop_iterators(function)
        return self._of_dataset(source, function)

    def _drop_iterators(self, function: ast.FunctionDef) -> None:
        """Remove the statements that made iterators and took elements."""
        for use in walk(self.program.tree):
            if not isinstance(use, ast.Name) or use.id != function.name:
                continue
            call = self.program.parents[use]
            around = [call, self.program.parents.get(call)]
            if isinstance(call, ast.Call) and call.func is use and not any(isinstance(one, (ast.Lambda, ast.Return)) for one in around):
                raise Refusal(call, f"`{function.name}`, which an Estimator is fed by, is called elsewhere, too")
        for one in walk_own_statements(function):
            if isinstance(one, ast.Assign) and (self._next(one.value, function) is not None or self._is_iterator(one.value)):
                self.edits.add((self.program.line_start(one.lineno), self.program.line_start((one.end_lineno or 0) + 1), ""))

    def _is_iterator(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and (
            self.program.called(node) in _ONE_SHOT or (isinstance(node.func, ast.Attribute) and node.func.attr == "make_one_shot_iterator")
        )

    def _tensors(self, node: ast.expr, function: ast.FunctionDef) -> Elements:
        """Return the element of a data set for tensors that an input function returns."""
        taken = [
            one for one in walk_own_statements(function) if isinstance(one, ast.Assign) and self._next(one.value, function) is not None
        ]
        if len(taken) > 1:
            raise Refusal(taken[1], "an input function takes elements from several iterators")
        if not taken:
            return self._constants(node, function)
        target, source = taken[0].targets[0], self._next(taken[0].value, function)
        assert source is not None
        names = [one.id for one in walk(target) if isinstance(one, ast.Name)]
        later = [
            one for one in function.body if one.lineno > taken[0].lineno and not isinstance(one, ast.Return) and _loaded(one) & set(names)
        ]
        if later:
            raise Refusal(later[0], "an input function computes with the next element of an iterator; do that in the data set, by `map`")
        shape = self.program.source(target)
        shown = self.program.source(node)
        elements = _pair(node)
        if ast.dump(_as_load(target)) == ast.dump(_as_load(node)):
            text = self.program.source(source)
        elif isinstance(target, ast.Name) or all(isinstance(one, ast.Name) for one in getattr(target, "elts", [None])):
            parameters = shape.strip("()") if not isinstance(target, ast.Name) else shape
            text = f"{self.program.source(source)}.map(lambda {parameters}: {_tuple(node, shown)})"
        else:
            raise Refusal(taken[0], "the next element of an iterator is taken apart in a way that is not lifted")
        self.edits.add((*self.program.span(node), text))
        self._drop_iterators(function)
        return elements

    def _constants(self, node: ast.expr, function: ast.FunctionDef) -> Elements:
        """Return the element of a data set that gives the same tensors in each step."""
        for one in walk(function):
            symbol = self.program.called(one) if isinstance(one, ast.Call) else None
            if symbol is not None and symbol not in _CONSTANTS:
                raise Refusal(one, f"what the input function `{function.name}` returns is not known to be a data set")
        if not any(isinstance(one, ast.Call) and self.program.called(one) in _CONSTANTS for one in walk(function)):
            raise Refusal(node, f"what the input function `{function.name}` returns is not known to be a data set")
        text = _tuple(node, self.program.source(node))
        self.edits.add((*self.program.span(node), f"{self.program.tf}.data.Dataset.from_tensors({text}).repeat()"))
        return _pair(node)

    # --- data sets

    def _is_dataset(self, node: ast.expr, function: ast.FunctionDef | None) -> bool:
        if isinstance(node, ast.IfExp):
            return self._is_dataset(node.body, function) and self._is_dataset(node.orelse, function)
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if (self.program.called(node) or "").startswith("data."):
                return True
            node = node.func.value
            if isinstance(node, ast.IfExp):
                return self._is_dataset(node, function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self._functions:
            made = self._functions[node.func.id]
            return all(self._is_dataset(one, made) for one in self._returns(made))
        if isinstance(node, ast.Name) and function is not None:
            values = self._last_assigned(node.id, function)
            others = [one for one in values if node.id not in _loaded(one)]
            return bool(others) and all(self._is_dataset(one, function) for one in others)
        if isinstance(node, ast.Name):
            values = self._last_assigned(node.id, self.program.tree)
            return bool(values) and all(self._is_dataset(one, None) for one in values if node.id not in _loaded(one))
        return False

    def _of_dataset(self, node: ast.expr, function: ast.FunctionDef | None) -> Elements:
        """Return what the elements of a data set are, as far as that can be seen."""
        if isinstance(node, ast.IfExp):
            return self._of_dataset(node.body, function) | self._of_dataset(node.orelse, function)
        if isinstance(node, ast.Name):
            values = self._last_assigned(node.id, function if function is not None else self.program.tree)
            first = [one for one in values if node.id not in _loaded(one)]
            rest = [one for one in values if node.id in _loaded(one)]
            if len(first) != 1 or any(_maps(one) for one in rest):
                return Elements.UNKNOWN
            return self._of_dataset(first[0], function)
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            symbol = self.program.called(node)
            if symbol in ("data.Dataset.from_tensor_slices", "data.Dataset.from_tensors"):
                return self._slices(node.args[0], function) if node.args else Elements.UNKNOWN
            if symbol == "data.Dataset.zip" and node.args:
                return _pair(node.args[0])
            if node.func.attr in ("map", "flat_map", "interleave", "apply"):
                return Elements.UNKNOWN
            node = node.func.value
        if isinstance(node, (ast.Name, ast.IfExp)):
            return self._of_dataset(node, function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self._functions:
            made = self._functions[node.func.id]
            return _joined([self._of_dataset(one, made) for one in self._returns(made)])
        return Elements.UNKNOWN

    def _slices(self, node: ast.expr, function: ast.FunctionDef | None) -> Elements:
        if isinstance(node, ast.IfExp):
            return self._slices(node.body, function) | self._slices(node.orelse, function)
        if isinstance(node, ast.Name) and function is not None:
            values = self._last_assigned(node.id, function)
            return _joined([self._slices(one, function) for one in values]) if values else Elements.UNKNOWN
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "dict"):
            return Elements.UNKNOWN
        return Elements.UNKNOWN if isinstance(node, ast.Name) else _pair(node)

    def _last_assigned(self, name: str, scope: ast.AST) -> list[ast.expr]:
        return [
            one.value
            for one in walk_own_statements(scope)
            if isinstance(one, ast.Assign) and any(isinstance(target, ast.Name) and target.id == name for target in one.targets)
        ]

    # --- functions of the library that make input functions

    def _arguments(self, call: ast.Call) -> dict[str, ast.expr]:
        given = arguments(call, _MAKERS[str(self.program.called(call))])
        for name in ("target_column",):
            if name in given:
                raise Refusal(given[name], f"`{name}` of an input function is not lifted")
        shuffle = given.get("shuffle")
        if shuffle is None or (isinstance(shuffle, ast.Constant) and shuffle.value is None):
            raise Refusal(call, "an input function is made without saying whether it shuffles, which is an error")
        return given

    def _made(self, call: ast.Call) -> Elements:
        y = self._arguments(call).get("y")
        if y is None or (isinstance(y, ast.Constant) and y.value is None):
            return Elements.SINGLE
        return Elements.UNKNOWN if self._may_be_none(y) else Elements.PAIR

    def _may_be_none(self, node: ast.expr) -> bool:
        if isinstance(node, ast.IfExp):
            return any(isinstance(one, ast.Constant) and one.value is None for one in (node.body, node.orelse))
        scope: ast.AST = node
        while isinstance(node, ast.Name) and scope in self.program.parents:
            scope = self.program.parents[scope]
            if isinstance(scope, ast.FunctionDef):
                names = [one.arg for one in scope.args.args]
                with_default = names[len(names) - len(scope.args.defaults) :]
                default = dict(zip(with_default, scope.args.defaults)).get(node.id)
                return isinstance(default, ast.Constant) and default.value is None
        return False

    def _dataset(self, call: ast.Call, x: str, y_text: str | None) -> tuple[str, str, str]:
        """Return a data set as three parts of an expression: what it is made of, how it is shuffled, and what is done with it then."""
        given = self._arguments(call)
        source = self.program.source
        if (self.program.called(call) or "").endswith("pandas_input_fn"):
            x = f"dict({x})"
        y = given.get("y")
        if y is None or (isinstance(y, ast.Constant) and y.value is None):
            data = x
        elif isinstance(y, ast.IfExp) and self._may_be_none(y) and y_text is None:
            is_none = isinstance(y.body, ast.Constant) and y.body.value is None
            pair = f"({x}, {source(y.orelse if is_none else y.body)})"
            data = f"{x if is_none else pair} if {source(y.test)} else {pair if is_none else x}"
        elif self._may_be_none(y):
            data = f"{x} if {y_text or source(y)} is None else ({x}, {y_text or source(y)})"
        else:
            data = f"({x}, {y_text or source(y)})"
        shuffled = f".shuffle({source(given['queue_capacity']) if 'queue_capacity' in given else 1000})"
        steps = ""
        epochs = given.get("num_epochs")
        if isinstance(epochs, ast.Constant) and epochs.value is None:
            steps += ".repeat()"
        elif epochs is not None and not (isinstance(epochs, ast.Constant) and epochs.value == 1):
            steps += f".repeat({source(epochs)})"
        steps += f".batch({source(given['batch_size']) if 'batch_size' in given else 128})"
        return f"{self.program.tf}.data.Dataset.from_tensor_slices({data})", shuffled, steps

    def _maker(self, call: ast.Call) -> None:
        given = self._arguments(call)
        source = self.program.source
        statement = self.program.parents[call]
        is_named = isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name)
        shuffle = given["shuffle"]
        decides = None if isinstance(shuffle, ast.Constant) else source(shuffle)
        lines: list[str] = []
        texts: dict[str, str | None] = {"x": source(given["x"]), "y": None}
        for name, base in (("x", "inputs"), ("y", "outputs")):
            if name in given and may_do_something(self.program, given[name]):
                # It was computed once, where the input function was made.
                texts[name] = self._fresh(base)
                lines.append(f"{texts[name]} = {source(given[name])}")
        made, shuffled, steps = self._dataset(call, str(texts["x"]), texts["y"])
        if isinstance(shuffle, ast.Constant) and not shuffle.value:
            shuffled = ""
        comments = [
            self.program.comments[line][1] for line in range(call.lineno, (call.end_lineno or 0) + 1) if line in self.program.comments
        ]
        is_returned = isinstance(statement, ast.Return) and (lines or decides is not None)
        if not is_named and not is_returned:
            if comments:
                raise Refusal(call, "a comment stands inside of a call that is written anew")
            if decides is not None:
                raise Refusal(shuffle, "whether an input function shuffles is known at run time only")
            if lines:
                raise Refusal(call, "what an input function gives is computed where it is made, in the middle of a statement")
            self.edits.add((*self.program.span(call), f"lambda: {made}{shuffled}{steps}"))
            return
        assert isinstance(statement, (ast.Assign, ast.Return))
        name = statement.targets[0].id if isinstance(statement, ast.Assign) else self._fresh("input_fn")  # type: ignore[attr-defined]
        if isinstance(statement, ast.Assign):
            self._check_names(call, statement, name)
        indent = " " * statement.col_offset
        lines += ["", f"def {name}():"] if lines else [f"def {name}():"]
        if decides is not None:
            lines += [f"    dataset = {made}", f"    if {decides}:", f"        dataset = dataset{shuffled}", f"    return dataset{steps}"]
        elif len(indent + made + shuffled + steps) > 100:
            lines += [f"    dataset = {made}", f"    return dataset{shuffled}{steps}"]
        else:
            lines += [f"    return {made}{shuffled}{steps}"]
        lines = [*comments, *lines, *(["", f"return {name}"] if is_returned else [])]
        start = self.program.line_start(statement.lineno)
        end = self.program.line_start((statement.end_lineno or 0) + 1)
        gap = "\n" if indent else "\n\n"
        text = "".join(indent + line + "\n" if line else gap for line in lines) + ("" if is_returned else gap)
        is_first = statement.lineno - 1 in self.program.comments or is_returned
        self.edits.add((start, end, text if is_first else gap + text))

    def _fresh(self, base: str) -> str:
        """Return a name that nothing else has."""
        found = free_name(base, self._names)
        self._names.add(found)
        return found

    @cached_property
    def _names(self) -> set[str]:
        nodes = walk(self.program.tree)
        found = {node.id for node in nodes if isinstance(node, ast.Name)} | {node.arg for node in nodes if isinstance(node, ast.arg)}
        return found | {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}

    def _check_names(self, call: ast.Call, statement: ast.Assign, name: str) -> None:
        """What the function is made of may not be something else when it is called."""
        free = {node.id for node in walk(call) if isinstance(node, ast.Name) and node.id not in self.program.imports}
        scope = self._scope(statement)
        uses = [node.lineno for node in self.program.each(ast.Name) if node.id == name and isinstance(node.ctx, ast.Load)]
        for other in walk_own_statements(scope):
            if other is statement or not stored_names(other) & free or isinstance(other, (ast.FunctionDef, ast.ClassDef)):
                continue
            if other.lineno > statement.lineno and any(line > other.lineno for line in uses):
                first = sorted(stored_names(other) & free)[0]
                raise Refusal(other, f"`{first}`, which an input function was made with, is another value later")

    def _scope(self, node: ast.AST) -> ast.AST:
        while not isinstance(node, (ast.FunctionDef, ast.Module)):
            node = self.program.parents[node]
        return node


def walk_own_statements(scope: ast.AST) -> Iterable[ast.stmt]:
    """Yield the statements of a function or a module in order, but not those of functions and classes in it."""
    body = scope.body if isinstance(scope, (ast.FunctionDef, ast.Module)) else []
    for one in body:
        for node in walk_own(one):
            if isinstance(node, ast.stmt):
                yield node
            if node is one and isinstance(one, (ast.FunctionDef, ast.ClassDef)):
                break


def _joined(found: list[Elements]) -> Elements:
    result = found[0]
    for one in found[1:]:
        result = result | one
    return result


def _pair(node: ast.expr) -> Elements:
    if isinstance(node, (ast.Tuple, ast.List)):
        return Elements.PAIR if len(node.elts) == 2 else Elements.UNKNOWN
    return Elements.SINGLE


def _tuple(node: ast.expr, text: str) -> str:
    return f"({text})" if isinstance(node, ast.Tuple) and not text.startswith("(") else text


def _loaded(node: ast.AST) -> set[str]:
    return {one.id for one in walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


def _maps(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in ("map", "flat_map", "interleave", "apply", "zip") for one in walk(node))


def _as_load(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node).strip(), mode="eval").body
