"""Values of another kind than they are fed for: a session made NumPy arrays of them, a function of TensorFlow 2 refuses some."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.program import Program

_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_FLOATING = ("eye", "zeros", "ones", "linspace", "full", "identity", "rand", "randn", "uniform", "normal", "random", "random_sample")
"""Functions of NumPy that give floating-point arrays if they are told nothing else."""
_DEPTH = 6


class FedValues:
    """Converts what is fed where TensorFlow 2 would not.

    Args:
        program: The program.
        evaluator: Tells for which placeholders something is fed.
        rewriter: Takes what is written in the place of the values.
    """

    def __init__(self, program: Program, evaluator: Evaluator, rewriter: Rewriter) -> None:
        self.program = program
        self.evaluator = evaluator
        self.rewriter = rewriter

    def write(self) -> None:
        """Convert all that is known to be of another kind."""
        for key, call in self.evaluator.fed.items():
            value = self._value(key)
            if value is None or not isinstance(call, ast.Call) or self.program.called(call) != "placeholder":
                continue
            given = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "dtype"), None)
            name = self.rewriter.dtype(given).rpartition(".")[2]
            found = self._kinds(value, 0)
            text = self._converted(value, name, found)
            if text is not None:
                self.rewriter.replaced[value] = lambda text=text: text  # type: ignore[misc]

    def _converted(self, value: ast.expr, name: str, found: set[str]) -> str | None:
        text = self.program.source(value)
        if name == "bool" and isinstance(value, ast.Constant) and type(value.value) in (int, float):
            return str(bool(value.value))
        if name == "bool" and found & {"int", "float"}:
            return f"bool({text})"
        if (name == "bool" and found & {"ints", "floats"}) or (name in _INTEGERS and found & {"float", "floats"}):
            if isinstance(value, (ast.Constant, ast.BinOp)) and found == {"float"}:
                return f"int({text})"
            return f"{self.rewriter.numpy()}.array({text}, {self._kind(name)})"
        return None

    def _kind(self, name: str) -> str:
        return name if name == "bool" else f"{self.rewriter.numpy()}.{name}"

    def _value(self, key: ast.expr) -> ast.expr | None:
        """Return what is fed by an entry."""
        parent = self.program.parents.get(key)
        if isinstance(parent, ast.Dict):
            return next((value for one, value in zip(parent.keys, parent.values) if one is key), None)
        if isinstance(parent, ast.Subscript) and isinstance(statement := self.program.parents.get(parent), ast.Assign):
            return statement.value
        return None

    def _kinds(self, node: ast.expr, depth: int) -> set[str]:
        """Return of which kinds an expression may be: ``int`` and ``float`` for numbers, ``ints`` and ``floats`` for lists of these."""
        if depth > _DEPTH:
            return set()
        if isinstance(node, ast.Constant):
            return {type(node.value).__name__} if type(node.value) in (int, float) else set()
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            return self._kinds(node.operand, depth + 1)
        if isinstance(node, ast.BinOp):
            both = [self._kinds(one, depth + 1) for one in (node.left, node.right)]
            if both == [{"int"}, {"int"}] or (isinstance(node.op, ast.Div) and all(one <= {"int", "float"} and one for one in both)):
                return {"float"} if isinstance(node.op, ast.Div) else {"int"}
            if all(one <= {"int", "float"} and one for one in both):
                return {"float"}
            # a quotient is a number or an array, and is never whole
            return {"floats"} if isinstance(node.op, ast.Div) else set()
        if isinstance(node, ast.IfExp):
            return self._kinds(node.body, depth + 1) | self._kinds(node.orelse, depth + 1)
        if isinstance(node, (ast.List, ast.Tuple)):
            return self._listed(node.elts, depth)
        if isinstance(node, ast.ListComp):
            return self._listed([node.elt], depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and self._is_of_python(node.func.id):
            return self._called(node, node.func.id, depth)
        if isinstance(node, ast.Name):
            return {kind for one in self._sources(node) for kind in self._kinds(one, depth + 1)} | self._appended(node, depth)
        return set()

    def _is_of_python(self, name: str) -> bool:
        return all(isinstance(one.ctx, ast.Load) for one in self.program.names.get(name, ())) and name not in self.evaluator.functions

    def _called(self, call: ast.Call, name: str, depth: int) -> set[str]:
        """Return the kinds of what a function of Python gives."""
        if name in ("float", "int"):
            return {name}
        if name == "len":
            return {"int"}
        if name in ("max", "min", "abs") and (name == "abs" or len(call.args) > 1):
            return {kind for one in call.args for kind in self._kinds(one, depth + 1)}
        if name in ("list", "tuple", "sorted") and call.args:
            return self._kinds(call.args[0], depth + 1)
        return set()

    def _listed(self, elements: list[ast.expr], depth: int) -> set[str]:
        found: set[str] = set()
        for one in elements:
            if isinstance(one, (ast.Subscript, ast.Call)) and self._is_floating(one):
                found.add("floats")
            found |= {kind.rstrip("s") + "s" for kind in self._kinds(one, depth + 1)}
        return found

    def _is_floating(self, node: ast.expr) -> bool:
        """Whether an expression is made by a function of NumPy that gives floating-point numbers."""
        made = node
        while isinstance(made, ast.Subscript):
            made = made.value
        if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute) or made.func.attr not in _FLOATING:
            return False
        home: ast.expr = made.func
        while isinstance(home, ast.Attribute):
            home = home.value
        is_numpy = isinstance(home, ast.Name) and home.id in ("np", "numpy")
        told = len(made.args) > 1 or any(one.arg in ("dtype", "fill_value") for one in made.keywords)
        return is_numpy and not (told and made.func.attr in ("eye", "zeros", "ones", "full", "identity"))

    def _appended(self, name: ast.Name, depth: int) -> set[str]:
        """Return the kinds of what a list gets."""
        calls = [
            one
            for one in self.program.changes.get(name.id, ())
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "append"
        ]
        return self._listed([one.args[0] for one in calls if len(one.args) == 1], depth)

    def _sources(self, name: ast.Name) -> list[ast.expr]:
        """Return what a name may be bound to, as far as that is plain."""
        found: list[ast.expr] = []
        function = self.program.function_of(name)
        parameters = [one.arg for one in function.args.args] if function is not None else []
        if function is not None and name.id in parameters:
            place = parameters.index(name.id)
            first = len(parameters) - len(function.args.defaults)
            found += [function.args.defaults[place - first]] if place >= first else []
            for use in [*self.program.names.get(function.name, ()), *self.program.attributes.get(function.name, ())]:
                call = self.program.parents.get(use)
                if isinstance(call, ast.Call) and call.func is use:
                    shift = 1 if isinstance(use, ast.Attribute) else 0
                    found += call.args[place - shift : place - shift + 1]
                    found += [one.value for one in call.keywords if one.arg == name.id]
            return found
        for loop in self.program.around(name):
            if loop is function:
                break
            if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and loop.target.id == name.id:
                listed = self._sources(loop.iter) if isinstance(loop.iter, ast.Name) else [loop.iter]
                return [part for one in listed if isinstance(one, (ast.List, ast.Tuple)) for part in one.elts]
        for store in self.program.names.get(name.id, ()):
            if isinstance(store.ctx, ast.Load):
                continue
            parent = self.program.parents[store]
            if isinstance(parent, ast.Assign) and store in parent.targets:
                found.append(parent.value)
            elif isinstance(parent, ast.AugAssign):
                is_quotient = isinstance(parent.op, ast.Div)
                found.append(ast.copy_location(ast.Constant(1.0), parent) if is_quotient else parent.value)
        return found
