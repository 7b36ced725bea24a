"""The functions of ``tf.contrib.eager`` that derive other functions, ``minimize`` of what computes a loss, and the networks of that module.

Each becomes a function with a tape in it, under the name that it had. Source: ``tensorflow/python/eager/backprop.py`` and
``tensorflow/contrib/eager/python/network.py`` of TensorFlow 1.15.
"""

from __future__ import annotations

import ast

from tensorlift.lift.program import Program, Refusal, edited, free_name, walk

_HOME = "contrib.eager."
_IMPLICIT = ("implicit_gradients", "implicit_value_and_gradients")
_EXPLICIT = ("gradients_function", "value_and_gradients_function")


def with_tapes(program: Program) -> Program:
    """Return a program that derives with tapes.

    Raises:
        Refusal: A function that derives is used in a way that is not followed.
    """
    return _Tapes(program).result()


class _Tapes:
    def __init__(self, program: Program) -> None:
        self.program = program
        self._edits: list[tuple[int, int, str]] = []
        self._taken = {node.id for node in program.each(ast.Name)}
        self._taken |= {node.arg for node in program.each(ast.arg)}
        self._taken |= {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}

    def result(self) -> Program:
        gone: set[str] = set()
        for node in walk(self.program.tree):
            name = (self.program.called(node) or "").removeprefix(_HOME) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in (*_IMPLICIT, *_EXPLICIT):
                self._derive(node, name)
                gone.add(name)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "minimize":
                if self.program.path(node.func) is None:
                    self._minimize(node)
            elif isinstance(node, ast.ClassDef) and any(self.program.symbol(one) == f"{_HOME}Network" for one in node.bases):
                self._network(node)
                gone.add("Network")
        self._drop_imports(gone)
        data, origin = self.program.data, self.program.origin
        if not self._edits:
            return self.program
        for low, high, new in sorted(self._edits, reverse=True):
            first = data[:low].count(b"\n")
            before, after = data[low:high].count(b"\n"), new.count("\n")
            line = origin[first]
            origin = [*origin[: first + 1], *[line] * after, *origin[first + 1 + before :]]
            data = edited(data, [(low, high, new)])
        return Program(data.decode(), origin)

    def _drop_imports(self, gone: set[str]) -> None:
        """Let the imports of what has become something else go, as far as nothing else of the module uses them."""
        for node in self.program.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module == "contrib_eager" and {one.name for one in node.names} <= gone:
                low, high = self.program.line_start(node.lineno), self.program.line_start((node.end_lineno or node.lineno) + 1)
                self._edits.append((low, high, ""))

    # --- functions that derive

    def _derive(self, call: ast.Call, kind: str) -> None:
        statement = self.program.parents[call]
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        if not isinstance(target, ast.Name) or not isinstance(statement, ast.Assign) or len(call.args) != 1 or call.keywords:
            raise Refusal(call, f"what `{kind}` returns is used in a way that is not followed")
        function = call.args[0]
        self._check_bound_once(function)
        names = self._parameters(function)
        if names is None and kind in _EXPLICIT:
            raise Refusal(call, f"which arguments `{kind}` derives by cannot be told")
        body = self._called(function, names)
        taken = {*(names or ()), *(one.id for one in walk(function) if isinstance(one, ast.Name)), self.program.tf}
        value, tape = self._local("value", taken), self._local("tape", taken)
        given = ", ".join(names) if names is not None else "*args, **kwargs"
        tf = self.program.tf
        lines = [f"def {target.id}({given}):"]
        if kind in _EXPLICIT:
            assert names is not None
            every = ", ".join(names)
            lines += [f"    {name} = {tf}.identity({name})" for name in names]
            lines += [f"    with {tf}.GradientTape() as {tape}:", f"        {tape}.watch([{every}])", f"        {value} = {body}"]
            derived = f"{tape}.gradient({value}, [{every}])"
        else:
            variables = self._local("variables", taken)
            lines += [f"    with {tf}.GradientTape() as {tape}:", f"        {value} = {body}"]
            lines += [f"    {variables} = {tape}.watched_variables()"]
            derived = f"list(zip({tape}.gradient({value}, {variables}), {variables}))"
        lines.append(f"    return {value}, {derived}" if "value_and" in kind else f"    return {derived}")
        self._put(statement, lines)

    def _check_bound_once(self, function: ast.expr) -> None:
        """What derives a function keeps that function, and a name may stand for another one later.

        Raises:
            Refusal: It may.
        """
        root = function.id if isinstance(function, ast.Name) else None
        if isinstance(function, ast.Lambda):
            return
        if root is None:
            raise Refusal(function, f"the function that is derived is not called by a name: `{self.program.source(function)}`")
        places: list[ast.AST] = [one for one in self.program.changes.get(root, []) if isinstance(one, ast.Name)]
        defined = [one for one in self.program.each(ast.FunctionDef) if one.name == root]
        around = self.program.function_of(function)
        homes = [self.program.function_of(one) for one in (*places, *defined)]
        if around is not None and any(one.arg == root for one in walk(around.args) if isinstance(one, ast.arg)):
            is_bound_again = around in homes
        else:
            local = [home for home in homes if home is around]
            is_bound_again = len(local or [home for home in homes if home is None]) > 1
        if is_bound_again or any(root in node.names for node in self.program.each((ast.Global, ast.Nonlocal))):
            raise Refusal(function, f"`{root}` is bound again, and what is derived here is what it stood for")

    def _parameters(self, function: ast.expr) -> list[str] | None:
        """Return the parameters of a function; None where it takes more than plain ones, or is not known."""
        found = [function.args] if isinstance(function, ast.Lambda) else []
        if isinstance(function, ast.Name):
            around = self.program.function_of(function)
            if around is not None and any(one.arg == function.id for one in walk(around.args) if isinstance(one, ast.arg)):
                return None
            found = [one.args for one in self.program.each(ast.FunctionDef) if one.name == function.id]
        if len(found) != 1 or found[0].defaults or found[0].kwonlyargs or found[0].vararg or found[0].kwarg or found[0].posonlyargs:
            return None
        return [one.arg for one in found[0].args]

    def _called(self, function: ast.expr, names: list[str] | None) -> str:
        if isinstance(function, ast.Lambda):
            if names is None:
                raise Refusal(function, "the function that is derived takes more than plain arguments")
            return self._shown(function.body)
        return f"{self.program.source(function)}({', '.join(names) if names is not None else '*args, **kwargs'})"

    def _shown(self, node: ast.expr) -> str:
        """Return an expression that may become a statement's."""
        text = self.program.source(node)
        return f"({text})" if "\n" in text else text

    # --- minimize

    def _minimize(self, call: ast.Call) -> None:
        assert isinstance(call.func, ast.Attribute)
        statement = self.program.parents[call]
        values: dict[str, ast.expr] = dict(zip(("loss", "global_step", "var_list"), call.args))
        values.update({str(one.arg): one.value for one in call.keywords})
        loss, chosen = values.pop("loss", None), values.pop("var_list", None)
        counter = values.pop("global_step", None)
        is_function = isinstance(loss, ast.Lambda) or (isinstance(loss, ast.Name) and self._parameters(loss) == [])
        if not isinstance(statement, ast.Expr) or loss is None or not is_function or values or len(call.args) > 3:
            raise Refusal(call, "`minimize` gets something else here than what computes a loss and which variables")
        if isinstance(loss, ast.Lambda) and self._parameters(loss) != []:
            raise Refusal(loss, "the loss takes arguments")
        tf = self.program.tf
        tape, cost, gradients = self._fresh("tape"), self._fresh("cost"), self._fresh("gradients")
        lines = [f"with {tf}.GradientTape() as {tape}:", f"    {cost} = {self._called(loss, [])}"]
        variables = self.program.source(chosen) if chosen is not None else self._fresh("variables")
        if chosen is not None and not isinstance(chosen, (ast.Name, ast.Attribute, ast.List, ast.Tuple)):
            variables = self._fresh("variables")
            lines.append(f"{variables} = {self._shown(chosen)}")
        elif chosen is None:
            lines.append(f"{variables} = {tape}.watched_variables()")
        step = f", global_step={self.program.source(counter)}" if counter is not None else ""
        lines.append(f"{gradients} = {tape}.gradient({cost}, {variables})")
        lines.append(f"{self.program.source(call.func.value)}.apply_gradients(zip({gradients}, {variables}){step})")
        self._put(statement, lines)

    # --- networks

    def _network(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            if self.program.symbol(base) == f"{_HOME}Network":
                self._edits.append((*self.program.span(base), f"{self.program.tf}.keras.Model"))
        for one in walk(node):
            if isinstance(one, ast.Attribute) and one.attr in ("track_layer", "get_layer", "add_loss"):
                call = self.program.parents[one]
                if not isinstance(call, ast.Call) or call.func is not one or one.attr != "track_layer" or len(call.args) != 1:
                    raise Refusal(one, f"`{self.program.source(one)}` of a network is used in a way that is not followed")
                self._edits.append((self.program.span(call)[0], self.program.span(call.args[0])[0], ""))
                self._edits.append((self.program.span(call.args[0])[1], self.program.span(call)[1], ""))

    # --- text

    def _put(self, statement: ast.stmt, lines: list[str]) -> None:
        low, high = self.program.span(statement)
        indent = " " * statement.col_offset
        text = f"\n{indent}".join(lines)
        if lines[0].startswith("def "):
            block = next(
                part for _, part in ast.iter_fields(self.program.parents[statement]) if isinstance(part, list) and statement in part
            )
            blank = "\n\n" if not indent else "\n"
            before = self.program.data[:low].rstrip(b" ")
            above = blank if block[0] is not statement and not before.endswith(b"\n\n") else ""
            behind = blank if block[-1] is not statement else ""
            first = self.program.line_start(self.program.first_line(statement))
            if above:
                self._edits.append((first, first, above if not before.endswith(b"\n\n\n") else ""))
            text += behind
        self._edits.append((low, high, text))

    def _local(self, name: str, taken: set[str]) -> str:
        """Return a name that a function can use for itself."""
        while name in taken:
            name += "_"
        return name

    def _fresh(self, name: str) -> str:
        """Return a name that nothing else in the program has; the second time it may be the same."""
        return free_name(name, self._taken)
