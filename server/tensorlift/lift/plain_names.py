"""Programs that ask for TensorFlow 1 by name, as scripts of 2020 and later do: they read as if TensorFlow were imported plainly."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tensorlift.lift.program import Refusal, walk
from tensorlift.model import Edit
from tensorlift.source.document import encode

_V1 = ("tensorflow.compat.v1", "tensorflow._api.v2.compat.v1")
_V1_MODULE = re.compile(r"tensorflow\.(?:_api\.v2\.)?compat\.v1\b")
_SHORT = ("v1", "tf1", "tfv1", "tf_v1", "TF1")
"""Names that say which TensorFlow it is."""
_ONLY_OLD = frozenset(
    {"Session", "InteractiveSession", "placeholder", "global_variables_initializer", "initialize_all_variables", "get_variable",
     "variable_scope", "layers", "train", "contrib", "random_normal", "random_uniform", "truncated_normal", "log", "to_float", "app"}
)  # fmt: skip
"""What only TensorFlow 1 has without ``compat.v1`` in front; ``tf.train`` has other things in TensorFlow 2."""
_OTHERWISE = ("losses.mean_squared_error", "metrics.mean_squared_error", "metrics.mean_absolute_error")
"""What is something else in TensorFlow 2."""
_DEFAULTS = {
    **dict.fromkeys(("random_normal_initializer", "initializers.random_normal", "initializers.truncated_normal"), (2, {"stddev"})),
    **dict.fromkeys(("random_uniform_initializer", "initializers.random_uniform"), (2, {"minval", "maxval"})),
    **dict.fromkeys(("keras.layers.LSTM", "keras.layers.LSTMCell"), (3, {"recurrent_activation"})),
    **dict.fromkeys(("keras.layers.GRU", "keras.layers.GRUCell"), (99, {"recurrent_activation", "reset_after"})),
}
"""What has other defaults in TensorFlow 2: how many arguments settle it, or which ones by their names. Compared by running both."""


def plain_names(text: str) -> tuple[Edit, ...]:
    """Return the edits after which a program names TensorFlow 1 as it does itself: ``tf.Session`` for ``tf.compat.v1.Session``.

    Args:
        text: The program, in Python 3.

    Raises:
        Refusal: What a call does hangs on which TensorFlow runs the program.
        SyntaxError: It is not Python 3.
    """
    return _Names(text).written() if "compat" in text else ()


class _Names:
    """Writes the names of TensorFlow 1 plainly; the lines of the text may end in any way."""

    def __init__(self, text: str) -> None:
        self.data = encode(text)
        self.tree = ast.parse(text)
        self.starts = [0]
        for line in self.data.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.parents = {child: node for node in walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.edits: list[tuple[int, int, str]] = []
        self.plain: dict[str, list[ast.alias]] = {}
        """The names of TensorFlow as a whole, and where they are imported."""
        self.old: dict[str, list[ast.AST]] = {}
        """The names of TensorFlow 1, and what binds them."""
        self._find()

    def _find(self) -> None:
        for node in walk(self.tree):
            for alias in node.names if isinstance(node, ast.Import) else ():
                if alias.name == "tensorflow":
                    self.plain.setdefault(alias.asname or alias.name, []).append(alias)
                elif alias.name in _V1 and alias.asname:
                    self.old.setdefault(alias.asname, []).append(alias)
                elif alias.name == _V1[0]:
                    self.plain.setdefault("tensorflow", []).append(alias)
            if isinstance(node, ast.ImportFrom) and f"{node.module}.{node.names[0].name}" in _V1 and len(node.names) == 1:
                self.old.setdefault(node.names[0].asname or "v1", []).append(node)
        for statement in self._assignments():
            assert isinstance(statement.targets[0], ast.Name)
            self.old.setdefault(statement.targets[0].id, []).append(statement)
        for name in self._bound_otherwise():
            self.old.pop(name, None)

    def _assignments(self) -> Iterator[ast.Assign]:
        """Find what gives TensorFlow 1 a name, such as ``tf = tensorflow.compat.v1``."""
        for node in walk(self.tree):
            if (
                isinstance(node, ast.Assign)
                and len(node.targets) == 1
                and isinstance(node.targets[0], ast.Name)
                and self.is_old(node.value)
            ):
                if all(isinstance(one, (ast.Module, ast.If, ast.Try, ast.ExceptHandler)) for one in self._around(node)):
                    yield node

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    def is_old(self, node: ast.AST) -> bool:
        """Whether an expression is TensorFlow 1, such as ``tf.compat.v1``."""
        if not isinstance(node, ast.Attribute) or node.attr != "v1":
            return False
        inner = node.value
        if not isinstance(inner, ast.Attribute) or inner.attr != "compat" or not isinstance(inner.value, ast.Name):
            return False
        return inner.value.id in self.plain

    def _bound_otherwise(self) -> set[str]:
        """Return the names that stand for something else somewhere."""
        known = {id(one) for found in (self.plain, self.old) for made in found.values() for one in made}
        known |= {id(one.targets[0]) for made in self.old.values() for one in made if isinstance(one, ast.Assign)}
        known |= {id(one.names[0]) for made in self.old.values() for one in made if isinstance(one, ast.ImportFrom)}
        found: set[str] = set()
        for node in walk(self.tree):
            if id(node) in known:
                continue
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.add(node.name)
            elif isinstance(node, ast.alias) and not (isinstance(self.parents[node], ast.Import) and node.name.startswith("tensorflow.")):
                found.add((node.asname or node.name).split(".")[0])
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                found.update(node.names)
        return found

    def written(self) -> tuple[Edit, ...]:
        """Return the edits."""
        self._check_meaning()
        new = self._chosen()
        self._write_imports(new)
        inside = {one for node in walk(self.tree) if isinstance(node, ast.JoinedStr) for one in walk(node)}
        for node in walk(self.tree):
            if node in inside:
                continue
            if self.is_old(node) and not isinstance(self.parents[node], ast.Assign):
                root = node.value.value.id  # type: ignore[attr-defined]
                self._edit(node, new.get(root, root))
            elif isinstance(node, ast.Name) and new.get(node.id, node.id) != node.id:
                self._edit(node, new[node.id])
        return tuple(Edit(*one) for one in sorted(self.edits))

    def _edit(self, node: ast.AST, text: str) -> None:
        low, high = self._span(node)
        if not any(first <= low and high <= last for first, last, _ in self.edits):
            self.edits.append((low, high, text))

    def _span(self, node: ast.AST) -> tuple[int, int]:
        low = self.starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        return low, self.starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def _chosen(self) -> dict[str, str]:
        """Return the name that stands for each name of TensorFlow, which is one for all where that can be."""
        names = {*self.plain, *self.old}
        is_one = not any(name in self._bound_otherwise() for name in names)
        strings = [one for node in walk(self.tree) if isinstance(node, ast.JoinedStr) for one in walk(node)]
        is_one = is_one and not any(isinstance(one, ast.Name) and one.id in names for one in strings)
        below = [alias for node in walk(self.tree) if isinstance(node, ast.Import) for alias in node.names if "." in alias.name]
        is_one = is_one and not (
            "tensorflow" in names and any(one.name.startswith("tensorflow.") and not one.asname and one.name not in _V1 for one in below)
        )
        used = {node.id for node in walk(self.tree) if isinstance(node, ast.Name)} | self._bound_otherwise()
        if not is_one or not self.old:
            return {name: name for name in names}
        if len(names) == 1:
            (name,) = names
            return {name: "tf" if name in _SHORT and "tf" not in used else name}
        if "tf" in names or "tf" not in used:
            return dict.fromkeys(names, "tf")
        return dict.fromkeys(names, next(iter(self.old)))

    def _write_imports(self, new: dict[str, str]) -> None:
        seen: set[str] = set()
        for node in sorted((one for one in walk(self.tree) if isinstance(one, ast.stmt)), key=lambda one: (one.lineno, one.col_offset)):
            if isinstance(node, ast.Assign) and any(node in made for made in self.old.values()):
                name = node.targets[0].id  # type: ignore[attr-defined]
                root = node.value.value.value.id  # type: ignore[attr-defined]
                if new[name] == new[root]:
                    self._remove(node)
                continue
            bound = None
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.asname or alias.name.split(".")[0]
                    if alias.name == "tensorflow" or alias.name in _V1:
                        bound = new.get(name, name)
                        self._edit(alias, "tensorflow" if bound == "tensorflow" else f"tensorflow as {bound}")
                bound = bound if len(node.names) == 1 else None
            elif isinstance(node, ast.ImportFrom) and any(node in made for made in self.old.values()):
                bound = new[node.names[0].asname or "v1"]
                self._edit(node, f"import tensorflow as {bound}")
            elif isinstance(node, ast.ImportFrom) and _V1_MODULE.match(node.module or ""):
                low, high = self._span(node)
                self._edit(node, _V1_MODULE.sub("tensorflow", self.data[low:high].decode(), count=1))
            if bound is not None and isinstance(self.parents[node], ast.Module):
                if bound in seen:
                    self.edits = [one for one in self.edits if not self._span(node)[0] <= one[0] < self._span(node)[1]]
                    self._remove(node)
                seen.add(bound)

    def _remove(self, node: ast.stmt) -> None:
        """Take a statement out, with its line if nothing else is on it."""
        low, high = self._span(node)
        first, last = self.starts[node.lineno - 1], self.starts[node.end_lineno or node.lineno]
        around = self.parents[node]
        alone = any(getattr(around, name, None) == [node] for name in ("body", "orelse", "finalbody"))
        behind = self.data[high:last].strip()
        if behind.startswith(b"#") and not alone and not self.data[first:low].strip():
            self.edits.append((low, high + self.data[high:last].index(b"#"), ""))
        elif alone or self.data[first:low].strip() or behind:
            self.edits.append((low, high, "pass"))
        else:
            self.edits.append((first, last, ""))

    def _check_meaning(self) -> None:
        """Check that TensorFlow 1 and 2 do the same where a program that runs under both does not say which one it means.

        ``tf.nn.dropout(x, 0.8)`` keeps or drops 0.8, and ``tf.losses.mean_squared_error`` gives one number or several.
        """
        plain = [name for name in self.plain if name not in self.old]
        used: list[ast.Attribute | ast.Name] = [
            node
            for node in walk(self.tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in plain
        ]
        imports = [node for node in walk(self.tree) if isinstance(node, ast.ImportFrom)]
        asked = (
            bool(self.old)
            or any(self.is_old(node) for node in walk(self.tree))
            or any(_V1_MODULE.match(one.module or "") for one in imports)
        )
        if not asked or any(isinstance(node, ast.Attribute) and node.attr in _ONLY_OLD for node in used):
            return
        layers = {
            alias.asname or alias.name: f"keras.layers.{alias.name}"
            for one in imports
            if one.module == "tensorflow.keras.layers"
            for alias in one.names
        }
        used += [node for node in walk(self.tree) if isinstance(node, ast.Name) and node.id in layers]
        for node in used:
            path: list[ast.Attribute | ast.Name] = [node]
            while isinstance(one := self.parents[path[-1]], ast.Attribute):
                path.append(one)
            names = ".".join(layers.get(one.id, one.id) if isinstance(one, ast.Name) else one.attr for one in path)
            call = self.parents[path[-1]]
            is_dropout = names == "nn.dropout" and isinstance(call, ast.Call) and len(call.args) > 1
            if names in _OTHERWISE or is_dropout or not _is_settled(names, call, path[-1]):
                low, high = self._span(path[-1])
                raise Refusal(node, f"what `{self.data[low:high].decode()}` does hangs on which TensorFlow runs the program")


def _is_settled(names: str, call: ast.AST, function: ast.expr) -> bool:
    """Whether what an initializer or layer does is the same under TensorFlow 1 and 2, as the arguments say what the defaults would."""
    if names not in _DEFAULTS:
        return True
    enough, wanted = _DEFAULTS[names]
    if not isinstance(call, ast.Call) or call.func is not function:
        return False
    return len(call.args) >= enough or wanted <= {one.arg for one in call.keywords}
