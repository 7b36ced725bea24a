"""The shapes of tensors, as far as the program tells them in numbers.

A graph knows the shapes of its tensors while it is built, so programs make variables by them: ``tf.zeros([int(x.get_shape()[1]), 10])``. A variable
is made before there is any tensor in TensorFlow 2, so the number has to come from the program's own text.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import cached_property

from tensorlift.lift.program import Program, local_names, parameter_names, walk

Shape = tuple[int | None, ...]
_SAME = frozenset(
    {"relu", "relu6", "elu", "selu", "leaky_relu", "softplus", "softsign", "sigmoid", "tanh", "softmax", "log_softmax", "dropout", "identity", "cast", "square",
     "sqrt", "exp", "log", "abs", "negative", "bias_add", "local_response_normalization", "lrn", "batch_normalization", "l2_normalize", "stop_gradient",
     "clip_by_value", "sign", "zeros_like", "ones_like", "to_float", "assign", "assign_add", "assign_sub"}
)  # fmt: skip
_PAIRS = frozenset({"add", "subtract", "multiply", "divide", "maximum", "minimum", "pow", "squared_difference"})
_TRUTHS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_or"})
_MADE = frozenset({"zeros", "ones", "random_normal", "truncated_normal", "random_uniform", "normal", "uniform", "fill"})
_REDUCED = frozenset({"reduce_mean", "reduce_sum", "reduce_max", "reduce_min", "reduce_prod"})
_MOST = 3000
"""How many expressions are looked at for one shape, before it counts as unknown."""
_UNKNOWN = -2
"""A dimension that is written in some other way than as a number."""


class Shapes:
    """Finds shapes in the text of a program.

    Args:
        program: The program.
        is_open: Dimensions that are not told in numbers count as left open.
        merges: Those that differ from call to call count as left open, too.
    """

    def __init__(self, program: Program, *, is_open: bool = False, merges: bool = False) -> None:
        self.program = program
        self.is_open = is_open
        self.merges = merges
        self.context: tuple[ast.Call, ...] = ()
        self._active: set[tuple[tuple[ast.Call, ...], ast.AST]] = set()
        self._spent = [0]
        self._known_shapes: dict[ast.expr, Shape] = {}

    def shape(self, node: ast.expr) -> Shape | None:
        """Return the shape of a tensor, None for dimensions that are left open; None where it cannot be told."""
        if node in self._known_shapes:
            return self._known_shapes[node]
        asked = self.context, node
        if not self._active:
            self._spent[0] = 0
        self._spent[0] += 1
        if asked in self._active or len(self._active) > 60 or self._spent[0] > _MOST:
            return None
        self._active.add(asked)
        try:
            found = self._shape(node)
        finally:
            self._active.discard(asked)
        if found is not None:
            self._known_shapes[node] = found
        return found

    def like(self, node: ast.expr, depth: int = 0) -> str | None:
        """Return a name for the shape of a tensor: those that are computed element by element from one tensor have the same one.

        Args:
            node: The expression.
            depth: How many expressions were followed by now.

        Returns:
            The name, ``""`` for a single number, None where it cannot be told.
        """
        if depth > 30:
            return None
        if isinstance(node, ast.Constant):
            return ""
        if isinstance(node, ast.Name):
            values = self.values(node)
            if values and all(isinstance(one, ast.Constant) for one in values):
                return ""
            if len(values) == 1:
                return self.like(values[0], depth + 1) or f"{node.id} of {self.program.span(values[0])[0]}"
            return node.id if not values and node.id in _parameters_around(self.program, node) else None
        if isinstance(node, ast.UnaryOp):
            return self.like(node.operand, depth + 1)
        operands: list[ast.expr] = []
        if isinstance(node, ast.BinOp):
            operands = [node.left, node.right]
        elif isinstance(node, ast.Compare) and len(node.comparators) == 1:
            operands = [node.left, node.comparators[0]]
        elif isinstance(node, ast.Call):
            last = (self.program.called(node) or "").rpartition(".")[2]
            if last in _SAME | {"logical_not", "is_nan", "is_inf", "is_finite"} and node.args:
                return self.like(node.args[0], depth + 1)
            if last in _PAIRS | _TRUTHS and len(node.args) > 1:
                operands = node.args[:2]
        likes = {self.like(one, depth + 1) for one in operands}
        if None not in likes:
            likes.discard("") if len(likes) > 1 else None
        return likes.pop() if len(likes) == 1 else None

    def number(self, node: ast.expr) -> int | None:
        """Return a whole number that an expression always is; None where it cannot be told."""
        if isinstance(node, ast.Constant):
            return node.value if type(node.value) is int else None
        if isinstance(node, ast.BinOp):
            left, right = self.number(node.left), self.number(node.right)
            if left is None or right is None:
                return None
            if isinstance(node.op, (ast.FloorDiv, ast.Mod)) and not right:
                return None
            operations = {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}
            if isinstance(node.op, ast.FloorDiv):
                return left // right
            return operations.get(type(node.op))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.number(node.operand)
            return -inner if inner is not None else None
        if isinstance(node, ast.Name):
            values = self.values(node)
            numbers = {self.number(one) for one in values} if values else {None}
            return numbers.pop() if len(numbers) == 1 else None
        asked = self.asked(node)
        if asked is None and isinstance(node, ast.Attribute):
            made = self._attribute(node)
            return self.number(made) if made is not None else None
        return asked if isinstance(asked, int) else None

    def asked(self, node: ast.expr) -> int | Shape | None:
        """Return what an expression such as ``int(x.get_shape()[1])`` or ``x.shape.as_list()`` is; None where it is something else or not known."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int" and len(node.args) == 1:
            return self._one(node.args[0])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "as_list":
            return self.dimensions(node)
        return self._one(node)

    def _one(self, node: ast.expr) -> int | None:
        """Return a number that is told by a shape: a dimension, the number of elements, or the rank."""
        if isinstance(node, ast.Attribute) and node.attr == "value":
            node = node.value
        whole: ast.expr | None = None
        if isinstance(node, ast.Subscript) and (index := _index(node.slice)) is not None:
            found = self.dimensions(node.value)
            return found[index] if found is not None and -len(found) <= index < len(found) else None
        if isinstance(node, ast.Attribute) and node.attr == "ndims":
            whole = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1:
            whole = node.args[0]
        if whole is not None:
            found = self.dimensions(whole)
            return len(found) if found is not None else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_product = node.func.attr == "prod" and len(node.args) == 1 and not node.keywords
            found = (
                self.dimensions(node.args[0])
                if is_product
                else self.dimensions(node.func.value)
                if node.func.attr == "num_elements"
                else None
            )
            if found is None or None in found:
                return None
            total = 1
            for one in found:
                total *= one or 0
            return total
        return None

    def dimensions(self, node: ast.expr) -> Shape | None:
        """Return the dimensions that an expression is: ``x.get_shape()``, ``x.shape.as_list()``, a part of these, or a name for them."""
        if isinstance(node, ast.Name):
            values = self.values(node)
            shapes = {self.dimensions(one) for one in values}
            return shapes.pop() if len(shapes) == 1 else None
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.step is None:
            whole = self.dimensions(node.value)
            low, high = _index(node.slice.lower), _index(node.slice.upper)
            if whole is None or (low is None) != (node.slice.lower is None) or (high is None) != (node.slice.upper is None):
                return None
            return whole[low:high]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "as_list":
            return self.dimensions(node.func.value)
        base = tensor_of(node)
        return self.shape(base) if base is not None else None

    def printed(self, node: ast.expr) -> str | None:
        """Return how TensorFlow 1 prints ``x.get_shape()``; None for anything else."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_shape":
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr == "shape":
            node = node.value
        else:
            return None
        shape = self.shape(node)
        if shape is None:
            return None
        shown = ["?" if one is None else str(one) for one in shape]
        return f"({', '.join(shown)}{',' if len(shown) == 1 else ''})"

    def written(self, node: ast.expr, index: int) -> str | None:
        """Return a dimension as code for the place of an expression: a number, or the name that a placeholder was made with."""
        shape = self.merging.shape(node)
        if shape is not None and -len(shape) <= index < len(shape) and shape[index] is not None:
            return str(shape[index])
        values = self.values(node) if isinstance(node, ast.Name) else []
        call = values[0] if len(values) == 1 else None
        if not isinstance(call, ast.Call) or self.program.called(call) != "placeholder":
            return None
        given = call.args[1] if len(call.args) > 1 else next((one.value for one in call.keywords if one.arg == "shape"), None)
        if not isinstance(given, (ast.List, ast.Tuple)) or not -len(given.elts) <= index < len(given.elts):
            return None
        one = given.elts[index]
        function = self.program.function_of(node)
        bound = (
            [part for part in self.program.changes.get(one.id, ()) if self.program.function_of(part) is function]
            if isinstance(one, ast.Name)
            else []
        )
        is_plain = isinstance(one, ast.Name) and len(bound) == 1 and one.id not in self.program.shared_names
        return self.program.source(one) if is_plain and self.program.function_of(call) is function else None

    @cached_property
    def merging(self) -> Shapes:
        """The same for one dimension, whatever the others are."""
        return Shapes(self.program, is_open=self.is_open, merges=True)

    def _either(self, shapes: set[Shape | None]) -> Shape | None:
        """Return the shape of what has one of several."""
        if len(shapes) == 1:
            return next(iter(shapes))
        known = [one for one in shapes if one is not None]
        if not self.merges or not known or len(known) < len(shapes) or len({len(one) for one in known}) > 1:
            return None
        return tuple(sizes[0] if len(set(sizes)) == 1 else None for sizes in zip(*known))

    def values(self, name: ast.Name) -> list[ast.expr]:
        """Return the expressions that a name may stand for where it is used; none where that cannot be told."""
        if name.id in self.program.shared_names:
            return []
        function = self.program.function_of(name)
        while function is not None and name.id not in local_names(function) | parameter_names(function):
            function = self.program.function_of(function)
        position = self.program.span(name)[0]
        stores = [
            one
            for one in self.program.names.get(name.id, ())
            if not isinstance(one.ctx, ast.Load) and self.program.function_of(one) is function
        ]
        around = self.program.function_of(name)
        before = [one for one in stores if around is not function or self.program.span(one)[0] < position]
        if around is not function and len(stores) != 1:
            before = []
        own = _statement(self.program, name)
        before = [one for one in before if _statement(self.program, one) is not own]
        found: list[ast.expr] = []
        for store in sorted(before, key=lambda one: self.program.span(one)[0], reverse=True):
            made = _statement(self.program, store)
            if (
                not isinstance(made, ast.Assign)
                or made.targets != [store]
                or any(isinstance(one, (ast.For, ast.While)) for one in self._blocks(made))
            ):
                return []
            found.append(made.value)
            if self._is_sure(made, name):
                return found
        if found and (function is None or name.id not in parameter_names(function)):
            return []
        if function is not None and name.id in parameter_names(function):
            given = self._given(function, name.id)
            return [*found, *given] if given else []
        return []

    def given(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        """Return what all calls of a function of the module give for a parameter; none where they are not all seen."""
        return self._given(function, name)

    def _is_sure(self, made: ast.stmt, use: ast.AST) -> bool:
        """Whether a statement has run last whenever a name is used: neither stands in a loop or a branch that the other one is not in."""
        around = set(self._blocks(use))
        return not any(isinstance(one, (ast.For, ast.While)) for one in around) and all(one in around for one in self._blocks(made))

    def _blocks(self, node: ast.AST) -> list[ast.AST]:
        found: list[ast.AST] = []
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, ast.FunctionDef):
                break
            if isinstance(node, (ast.For, ast.While, ast.If, ast.Try)):
                found.append(node)
        return found

    def _given(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        arguments = function.args
        names = [one.arg for one in arguments.args]
        owner = self.program.parents.get(function)
        uses: list[ast.expr]
        if isinstance(owner, ast.ClassDef):
            uses = self._uses_of(owner, function)
            names = names[1:]
        elif isinstance(owner, ast.Module):
            uses = [one for one in self.program.each(ast.Name) if one.id == function.name]
        else:
            return []
        defaults = dict(zip(names[len(names) - len(arguments.defaults) :], arguments.defaults))
        found: list[ast.expr] = []
        for use in uses:
            call = self.program.parents[use]
            if not isinstance(call, ast.Call) or call.func is not use or any(isinstance(one, ast.Starred) for one in call.args):
                return []
            if any(one.arg is None for one in call.keywords):
                return []
            values = {**defaults, **dict(zip(names, call.args)), **{str(one.arg): one.value for one in call.keywords}}
            if name not in values:
                return []
            found.append(values[name])
        return found

    def _uses_of(self, owner: ast.ClassDef, method: ast.FunctionDef) -> list[ast.expr]:
        """Return where a method is used: the names of its class for ``__init__``."""
        nodes = list(walk(self.program.tree))
        if any(
            isinstance(one, ast.Name) and one.id == owner.name for node in nodes if isinstance(node, ast.ClassDef) for one in node.bases
        ):
            return []
        if method.name == "__init__":
            return [one for one in nodes if isinstance(one, ast.Name) and one.id == owner.name]
        if sum(isinstance(one, ast.FunctionDef) and one.name == method.name for one in nodes) > 1:
            return []
        return [one for one in nodes if isinstance(one, ast.Attribute) and one.attr == method.name]

    def _attribute(self, node: ast.Attribute) -> ast.expr | None:
        """Return what an attribute of ``self`` is bound to, if one statement of the class does so and no other."""
        function = self.program.function_of(node)
        owner = self.program.parents.get(function) if function is not None else None
        if function is None or not isinstance(owner, ast.ClassDef) or not function.args.args or not isinstance(node.value, ast.Name):
            return None
        if node.value.id != function.args.args[0].arg or (
            owner.bases and not all(isinstance(one, ast.Name) and one.id == "object" for one in owner.bases)
        ):
            return None
        stores = [one for one in self.program.each(ast.Attribute) if one.attr == node.attr and not isinstance(one.ctx, ast.Load)]
        made = self.program.parents[stores[0]] if len(stores) == 1 else None
        return made.value if isinstance(made, ast.Assign) and made.targets == stores else None

    # --- shapes

    def _shape(self, node: ast.expr) -> Shape | None:
        if isinstance(node, ast.Name):
            unpacked = self._unpacked(node)
            if unpacked is not None:
                return self._returned(*unpacked)
            return self._either({self.shape(one) for one in self.values(node)})
        if isinstance(node, ast.Attribute):
            made = self._attribute(node)
            return self.shape(made) if made is not None else None
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return ()
        if isinstance(node, ast.UnaryOp):
            return self.shape(node.operand)
        if isinstance(node, ast.BinOp):
            return self._pair(node.left, node.right)
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            return self._pair(node.left, node.comparators[0])
        if not isinstance(node, ast.Call):
            return None
        symbol = self.program.called(node)
        if symbol is None:
            is_own = isinstance(node.func, ast.Attribute) and self._method(node.func) is not None
            return self._array(node) if isinstance(node.func, ast.Attribute) and not is_own else self._returned(node)
        return self._function(node, symbol)

    def _array(self, node: ast.Call) -> Shape | None:
        """Return the shape of an array that NumPy makes."""
        assert isinstance(node.func, ast.Attribute)
        name = node.func.attr
        size = next((one.value for one in node.keywords if one.arg in ("size", "shape")), None)
        if name == "astype":
            return self.shape(node.func.value)
        if name in ("rand", "randn"):
            numbers = [self.number(one) for one in node.args]
            return tuple(numbers) if numbers and None not in numbers else None
        if name in ("normal", "uniform", "random_sample", "random", "zeros", "ones", "full", "truncated_normal", "reshape"):
            place = {"normal": 2, "uniform": 2}.get(name, 0)
            if name == "reshape" and len(node.args) > 1:
                return self._known(ast.Tuple(node.args, ast.Load()))
            return self._known(size if size is not None else node.args[place] if len(node.args) > place else None)
        return None

    def _unpacked(self, name: ast.Name) -> tuple[ast.Call, int] | None:
        """Return the call that a name is one of the results of, and which one; for names that are bound once."""
        function = self.program.function_of(name)
        if name.id in self.program.shared_names:
            return None
        stores = [
            one
            for one in self.program.names.get(name.id, ())
            if not isinstance(one.ctx, ast.Load) and self.program.function_of(one) is function
        ]
        made = _statement(self.program, stores[0]) if len(stores) == 1 else None
        target = made.targets[0] if isinstance(made, ast.Assign) else None
        if (
            not isinstance(made, ast.Assign)
            or not isinstance(target, ast.Tuple)
            or not isinstance(made.value, ast.Call)
            or stores[0] not in target.elts
        ):
            return None
        return made.value, target.elts.index(stores[0])

    def _returned(self, call: ast.Call, index: int | None = None) -> Shape | None:
        """Return the shape of what a function of the module or a method returns, or of one of its results, for this call."""
        function = next(
            (
                one
                for one in self.program.tree.body
                if isinstance(one, ast.FunctionDef) and isinstance(call.func, ast.Name) and one.name == call.func.id
            ),
            self._method(call.func),
        )
        if function is None:
            # both results have the same shape
            is_moments = index is not None and index < 2 and self.program.called(call) == "nn.moments"
            words = {one.arg: one.value for one in call.keywords}
            shape = self.shape(call.args[0]) if is_moments and call.args else None
            axes = call.args[1] if len(call.args) > 1 else words.get("axes")
            is_plain = len(call.args) < 3 and set(words) <= {"axes", "keep_dims", "keepdims", "name"} and axes is not None
            return self._reduced(shape, axes, words.get("keepdims", words.get("keep_dims"))) if shape is not None and is_plain else None
        returns = [one for one in walk(function) if isinstance(one, ast.Return)]
        if len(returns) != 1 or returns[0].value is None or any(isinstance(one, (ast.For, ast.While)) for one in walk(function)):
            return None
        inner = _OneCall(self.program, function, call, self)
        inner._active, inner._spent = self._active, self._spent
        result: ast.expr = returns[0].value
        if index is not None:
            if not isinstance(result, ast.Tuple) or index >= len(result.elts):
                return None
            result = result.elts[index]
        return inner.shape(result)

    def last(self, node: ast.expr) -> ast.expr | None:
        """Return the expression for how many columns a tensor has, where it is made by a dense layer; None where it is not told so."""
        values = self.values(node) if isinstance(node, ast.Name) else []
        made = self._attribute(node) if isinstance(node, ast.Attribute) else values[0] if len(values) == 1 else node
        if isinstance(made, ast.BinOp):
            return self.last(made.left) or self.last(made.right)
        if not isinstance(made, ast.Call) or len(self._active) > 60:
            return None
        symbol = self.program.called(made)
        if symbol is None:
            function, result = self._result(made)
            if function is None or result is None:
                return None
            units = self.last(result)
            given = dict(zip([one.arg for one in function.args.args], made.args))
            given.update({str(one.arg): one.value for one in made.keywords})
            if isinstance(units, ast.Name):
                return given.get(units.id)
            return units if isinstance(units, ast.Constant) else None
        name = symbol.rpartition(".")[2]
        if symbol == "layers.dense":
            return made.args[1] if len(made.args) > 1 else next((one.value for one in made.keywords if one.arg == "units"), None)
        return self.last(made.args[0]) if name in _SAME | _PAIRS and made.args else None

    def _result(self, call: ast.Call) -> tuple[ast.FunctionDef | None, ast.expr | None]:
        """Return the function of the module that is called, and what it returns, if that is one expression."""
        functions = [
            one
            for one in self.program.tree.body
            if isinstance(one, ast.FunctionDef) and isinstance(call.func, ast.Name) and one.name == call.func.id
        ]
        returns = [one.value for one in walk(functions[0]) if isinstance(one, ast.Return)] if len(functions) == 1 else []
        return (functions[0], returns[0]) if len(returns) == 1 else (None, None)

    def _method(self, node: ast.expr) -> ast.FunctionDef | None:
        """Return the method of the class around that ``self.method`` is; none where subclasses may have another one."""
        function = self.program.function_of(node)
        owner = self.program.parents.get(function) if function is not None else None
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name) or not isinstance(owner, ast.ClassDef):
            return None
        if function is None or not function.args.args or node.value.id != function.args.args[0].arg or owner.name in self._base_names:
            return None
        return next(
            (one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == node.attr and not one.decorator_list), None
        )

    @cached_property
    def _base_names(self) -> set[str]:
        """The names of classes that others inherit from."""
        classes = list(self.program.each(ast.ClassDef))
        return {part.id for one in classes for base in one.bases for part in walk(base) if isinstance(part, ast.Name)}

    def _pair(self, left: ast.expr, right: ast.expr) -> Shape | None:
        one, two = self.shape(left), self.shape(right)
        if self.is_open and (one is None) != (two is None):
            # what is no tensor has hardly more dimensions than what is one; a run fails where it has
            return tuple(None if size == 1 else size for size in one or two or ())
        if one is None or two is None:
            return None
        if len(one) < len(two):
            one, two = two, one
        padded = (1,) * (len(one) - len(two)) + two
        return tuple(a if b == 1 else b if a == 1 else a if a is not None else b for a, b in zip(one, padded))

    def _dims(self, node: ast.expr | None) -> Shape | None:
        """Return the numbers of a list of dimensions that is written out."""
        if isinstance(node, ast.Name):
            values = self.values(node)
            return self._dims(values[0]) if len(values) == 1 else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self._dims(node.left), self._dims(node.right)
            return left + right if left is not None and right is not None else None
        if not isinstance(node, (ast.List, ast.Tuple)):
            return None
        found: list[int | None] = []
        for one in node.elts:
            if isinstance(one, ast.Constant) and one.value is None:
                found.append(None)
                continue
            number = self.number(one)
            found.append(number if number is not None else _UNKNOWN)
        return tuple(found)

    def _known(self, node: ast.expr | None) -> Shape | None:
        dims = self._dims(node)
        if dims is not None and self.is_open:
            return tuple(None if one is not None and one < 0 else one for one in dims)
        return None if dims is None or any(one is not None and one < 0 for one in dims) else dims

    def _function(self, node: ast.Call, symbol: str) -> Shape | None:
        words = {str(one.arg): one.value for one in node.keywords}
        args = list(node.args)

        def given(index: int, *names: str) -> ast.expr | None:
            return args[index] if len(args) > index else next((words[one] for one in names if one in words), None)

        last = symbol.rpartition(".")[2]
        if symbol == "placeholder":
            return self._known(given(1, "shape"))
        if last in _MADE:
            asked = given(0, "shape", "dims")
            if isinstance(asked, ast.Call) and self.program.called(asked) == "shape" and len(asked.args) == 1:
                return self.shape(asked.args[0])
            return self._known(asked)
        if symbol == "constant":
            return self._known(words["shape"]) if "shape" in words else _literal(given(0, "value"))
        if symbol == "Variable":
            first = given(0, "initial_value")
            return self.shape(first) if first is not None else None
        if symbol == "get_variable":
            return self._known(given(1, "shape"))
        first = given(0, "x", "input", "inputs", "value", "features", "tensor", "logits", "a", "labels")
        if first is None:
            return None
        if symbol.startswith("layers."):
            return self._layer(last, first, given)
        if last in _SAME:
            return self.shape(first)
        if last in _PAIRS | _TRUTHS and len(args) > 1:
            return self._pair(args[0], args[1])
        shape = self.shape(first)
        if last == "matmul" and len(args) > 1 and not words:
            other = self.shape(args[1])
            return (*shape[:-1], other[-1]) if shape and other and len(shape) == len(other) == 2 else None
        if last == "reshape":
            return self._reshaped(shape, given(1, "shape"))
        if last in ("conv2d", "max_pool", "avg_pool", "max_pool2d", "depthwise_conv2d"):
            window = self.shape(args[1]) if last == "conv2d" and len(args) > 1 else self._known(given(1, "ksize"))
            if last == "conv2d" and "filter" in words:
                window = self.shape(words["filter"])
            strides, padding = self._known(given(2, "strides")), given(3, "padding")
            if shape is None or window is None or strides is None or len(shape) != 4 or len(strides) != 4 or "data_format" in words:
                return None
            sizes = window[:2] if last == "conv2d" else window[1:3]
            space = _windows(shape[1:3], sizes, strides[1:3], padding)
            channels = window[3] if last == "conv2d" else shape[3]
            return (shape[0], *space, channels) if space is not None and last != "depthwise_conv2d" and len(window) == 4 else None
        if last in ("concat", "tile", "one_hot", "embedding_lookup", "transpose") or last in _REDUCED:
            return self._arranged(last, shape, given)
        if last == "expand_dims":
            axis = self.number(given(1, "axis", "dim") or ast.Constant(None))
            if shape is None or axis is None:
                return None
            place = axis if axis >= 0 else len(shape) + 1 + axis
            return (*shape[:place], 1, *shape[place:])
        return None

    def _arranged(self, last: str, shape: Shape | None, given: Callable[..., ast.expr | None]) -> Shape | None:
        """Return the shape of what puts parts of tensors together, repeats them, picks or sums them up."""
        if last == "concat":
            parts, axis = given(0, "values"), self.number(given(1, "axis", "concat_dim") or ast.Constant(None))
            shapes = [self.shape(one) for one in parts.elts] if isinstance(parts, (ast.List, ast.Tuple)) else []
            known = [one for one in shapes if one is not None]
            if axis is None or not known or len(known) < len(shapes) or any(len(one) != len(known[0]) for one in known):
                return None
            place = axis if axis >= 0 else len(known[0]) + axis
            if not 0 <= place < len(known[0]):
                return None
            sizes = [one[place] for one in known]
            joined = None if None in sizes else sum(size for size in sizes if size is not None)
            rest = tuple(next((one[index] for one in known if one[index] is not None), None) for index in range(len(known[0])))
            return (*rest[:place], joined, *rest[place + 1 :])
        if last == "embedding_lookup":
            ids = given(1, "ids")
            rows = self.shape(ids) if ids is not None else None
            return (*rows, *shape[1:]) if rows is not None and shape else None
        if last == "one_hot":
            depth = given(1, "depth")
            number = self.number(depth) if depth is not None else None
            return (*shape, number) if shape is not None and number is not None and given(4, "axis") is None else None
        if shape is None:
            return None
        if last == "tile":
            times = self._dims(given(1, "multiples"))
            if times is None or len(times) != len(shape):
                return None
            return tuple(None if one is None or time is None or time < 0 else one * time for one, time in zip(shape, times))
        if last == "transpose":
            order = self._known(given(1, "perm"))
            return tuple(shape[one] for one in order if one is not None) if order is not None and len(order) == len(shape) else None
        return self._reduced(shape, given(1, "axis", "reduction_indices"), given(2, "keepdims", "keep_dims"))

    def _reduced(self, shape: Shape, axis: ast.expr | None, keeps: ast.expr | None) -> Shape | None:
        """Return the shape of a sum or the like along some axes, or along all of them."""
        if keeps is not None and not isinstance(keeps, ast.Constant):
            return None
        number = self.number(axis) if axis is not None else None
        axes = (number,) if number is not None else self._known(axis)
        if axis is None or (isinstance(axis, ast.Constant) and axis.value is None):
            axes = tuple(range(len(shape)))
        if axes is None or any(one is None or not -len(shape) <= one < len(shape) for one in axes):
            return None
        gone = {one % len(shape) for one in axes if one is not None}
        is_kept = isinstance(keeps, ast.Constant) and bool(keeps.value)
        return tuple(1 if index in gone else one for index, one in enumerate(shape) if is_kept or index not in gone)

    def _reshaped(self, shape: Shape | None, target: ast.expr | None) -> Shape | None:
        dims = self._dims(target)
        if dims is None:
            return None
        if any(one is not None and one < -1 for one in dims):
            # a dimension that only a run tells is open in the graph, too, if it is one of `tf.shape`
            elements = target.elts if isinstance(target, (ast.List, ast.Tuple)) else []
            if not all(
                number is None or number >= -1 or "shape(" in self.program.source(one).replace("get_shape(", "")
                for number, one in zip(dims, elements)
            ):
                return None
            dims = tuple(None if one is not None and one < -1 else one for one in dims)
        if None in dims or -1 not in dims:
            return tuple(None if one == -1 else one for one in dims)
        if shape is None or None in shape:
            return tuple(None if one == -1 else one for one in dims)
        total, rest = 1, 1
        for one in shape:
            total *= one or 0
        for one in dims:
            rest *= one if one is not None and one > 0 else 1
        return tuple(total // rest if one == -1 and rest else one for one in dims)

    def _layer(self, last: str, first: ast.expr, given: object) -> Shape | None:
        assert callable(given)
        shape = self.shape(first)
        if shape is None:
            return None
        if last in ("dropout", "batch_normalization"):
            return shape
        if last == "dense":
            units = given(1, "units")
            return (*shape[:-1], self.number(units)) if units is not None and (self.is_open or self.number(units) is not None) else None
        if last == "flatten":
            rest = 1
            for one in shape[1:]:
                if one is None:
                    return None
                rest *= one
            return (shape[0], rest)
        if last in ("conv2d", "max_pooling2d", "average_pooling2d") and len(shape) == 4:
            place = 1 if last == "conv2d" else 0
            filters = self.number(given(1, "filters")) if last == "conv2d" and given(1, "filters") is not None else shape[3]
            sizes = self._two(given(1 + place, "kernel_size", "pool_size"), None)
            strides = self._two(given(2 + place, "strides"), (1, 1) if last == "conv2d" else None)
            padding = given(3 + place, "padding") or ast.Constant("valid")
            if sizes is None or strides is None or filters is None or given(99, "data_format", "dilation_rate") is not None:
                return None
            space = _windows(shape[1:3], sizes, strides, padding)
            return (shape[0], *space, filters) if space is not None else None
        return None

    def _two(self, node: ast.expr | None, default: Shape | None) -> Shape | None:
        if node is None:
            return default
        number = self.number(node)
        return (number, number) if number is not None else self._known(node)


class _OneCall(Shapes):
    """Finds shapes in a function for one of its calls."""

    def __init__(self, program: Program, function: ast.FunctionDef, call: ast.Call, outer: Shapes) -> None:
        super().__init__(program, is_open=outer.is_open, merges=outer.merges)
        self.function = function
        self.outer = outer
        self.context = (*outer.context, call)
        names = [one.arg for one in function.args.args][1 if isinstance(program.parents[function], ast.ClassDef) else 0 :]
        self.values_of: dict[str, ast.expr] = dict(zip(names[len(names) - len(function.args.defaults) :], function.args.defaults))
        self.values_of.update(zip(names, call.args))
        self.values_of.update({str(one.arg): one.value for one in call.keywords})
        self._inside = {id(one) for one in walk(function)}

    def shape(self, node: ast.expr) -> Shape | None:
        return super().shape(node) if id(node) in self._inside else self.outer.shape(node)

    def number(self, node: ast.expr) -> int | None:
        return super().number(node) if id(node) in self._inside else self.outer.number(node)

    def _dims(self, node: ast.expr | None) -> Shape | None:
        return super()._dims(node) if node is None or id(node) in self._inside else self.outer._dims(node)

    def _given(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        if function is self.function:
            return [self.values_of[name]] if name in self.values_of else []
        return super()._given(function, name)


def dimension_values(program: Program) -> list[ast.Attribute]:
    """Return where programs ask dimensions for their numbers in loops over shapes, as in ``[one.value for one in x.get_shape()]``."""

    def is_shape(node: ast.expr) -> bool:
        if not isinstance(node, ast.Name):
            return tensor_of(node) is not None
        function = program.function_of(node)
        stores = [one for one in program.changes.get(node.id, ()) if program.function_of(one) is function]
        made = [program.parents[one] for one in stores]
        return bool(made) and all(
            isinstance(one, ast.Assign) and len(one.targets) == 1 and one.targets[0] in stores and tensor_of(one.value) is not None
            for one in made
        )

    found: list[ast.Attribute] = []
    for node in walk(program.tree):
        loops = [(one.target, one.iter) for one in getattr(node, "generators", ())]
        loops += [(node.target, node.iter)] if isinstance(node, ast.For) else []
        for target, source in loops:
            if isinstance(target, ast.Name) and is_shape(source):
                inside = [
                    one for one in walk(node) if isinstance(one, ast.Attribute) and one.attr == "value" and isinstance(one.ctx, ast.Load)
                ]
                found += [one for one in inside if isinstance(one.value, ast.Name) and one.value.id == target.id]
    return found


def tensor_of(node: ast.expr) -> ast.expr | None:
    """Return the tensor whose shape an expression is."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_shape":
        return node.func.value
    return node.value if isinstance(node, ast.Attribute) and node.attr == "shape" else None


def asked_of(node: ast.expr) -> ast.expr | None:
    """Return the innermost expression whose dimensions an expression may ask for; None where it asks for none."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("int", "len") and len(node.args) == 1:
        return asked_of(node.args[0]) or _inner(node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "prod" and len(node.args) == 1:
        return _inner(node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("as_list", "num_elements"):
        return _inner(node.func.value)
    if isinstance(node, ast.Attribute) and node.attr in ("value", "ndims"):
        return asked_of(node.value) or _inner(node.value)
    if isinstance(node, ast.Subscript):
        return _inner(node.value)
    return None


def _inner(node: ast.expr) -> ast.expr | None:
    while isinstance(node, ast.Subscript) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "as_list"
    ):
        node = node.value if isinstance(node, ast.Subscript) else node.func.value  # type: ignore[attr-defined]
    return tensor_of(node) or (node if isinstance(node, ast.Name) else None)


def _index(node: ast.expr | None) -> int | None:
    """Return an index that is written out."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node, sign = node.operand, -1
    return sign * node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def question(node: ast.expr) -> tuple[ast.expr, int | None] | None:
    """Return the tensor and the dimension that an expression asks for; None in the place of the dimension for all of them as a list."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int" and len(node.args) == 1:
        node = node.args[0]
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    index: int | None = None
    if isinstance(node, ast.Subscript):
        part = node.slice
        sign = 1
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
            part, sign = part.operand, -1
        if not isinstance(part, ast.Constant) or type(part.value) is not int:
            return None
        index = sign * part.value
        node = node.value
    is_list = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "as_list"
    if is_list:
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Attribute)
        node = node.func.value
    elif index is None:
        return None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_shape":
        return node.func.value, index
    return (node.value, index) if isinstance(node, ast.Attribute) and node.attr == "shape" else None


def _windows(
    space: Sequence[int | None], sizes: Sequence[int | None], strides: Sequence[int | None], padding: ast.expr | None
) -> Shape | None:
    """Return how many places a window has in each direction."""
    kind = padding.value.upper() if isinstance(padding, ast.Constant) and isinstance(padding.value, str) else None
    found: list[int | None] = []
    for one, size, stride in zip(space, sizes, strides):
        if one is None:
            found.append(None)
        elif not stride or size is None or kind not in ("SAME", "VALID"):
            return None
        else:
            found.append(-(-one // stride) if kind == "SAME" else -(-(one - size + 1) // stride))
    return tuple(found)


def _literal(node: ast.expr | None) -> Shape | None:
    """Return the shape of numbers in lists."""
    if isinstance(node, (ast.Constant, ast.UnaryOp)):
        return ()
    if not isinstance(node, (ast.List, ast.Tuple)) or not node.elts:
        return None
    inner = {_literal(one) for one in node.elts}
    first = inner.pop()
    return (len(node.elts), *first) if not inner and first is not None else None


def _statement(program: Program, node: ast.AST) -> ast.AST:
    while not isinstance(node, ast.stmt) and node in program.parents:
        node = program.parents[node]
    return node


def _parameters_around(program: Program, node: ast.AST) -> set[str]:
    function = program.function_of(node)
    return parameter_names(function) if function is not None else set()
