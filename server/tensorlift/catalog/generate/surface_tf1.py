"""Write down the public surface of TensorFlow 1.15 as JSON on standard output, read from its wheel.

TensorFlow 1.15 cannot be imported on any Python that is still supported, so nothing is executed here: the
sources are parsed straight out of the wheel and names are followed the way the import system would.

    python surface_tf1.py tensorflow-1.15.5-*.whl --estimator tensorflow_estimator-1.15.1-*.whl \
        --with absl_py-0.11.0-*.whl --with Keras_Preprocessing-1.1.2-*.whl --with Keras_Applications-1.0.8-*.whl > tf-1.15.json

``tf.estimator`` lives in a wheel of its own; ``tf.flags``, ``tf.keras.preprocessing`` and ``tf.keras.applications`` pass on what absl,
Keras-Preprocessing and Keras-Applications offer. Without their wheels those names are missing, or are values without a signature. The rows
of a signature have the same form as in ``surface_tf2.py``. What is public:

* core: every name of the generated ``_api/v1`` packages, of ``tf.keras``, ``tf.estimator``, ``tf.flags`` and the MNIST tutorial;
* ``tf.contrib``: what ``import tensorflow.contrib.x`` leaves as attributes (``remove_undocumented`` and ``__all__`` are
  honoured), and the submodules that lie beside it on disk, except implementation folders such as ``python``.

Every symbol has ``kind`` and, except modules, ``defined``: where the object was made, however many names it has. Two symbols with
the same ``defined`` are the same object. A contrib symbol that core exports too has that name in ``core``.
Decorators of TensorFlow keep the signature of what they decorate, so ``deprecated(...)(f)`` counts as ``f`` itself; as in
``surface_tf2.py`` that hides the one fact that ``tf.raw_ops`` take keywords only.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import fnmatch
import gc
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from static_names import module_names

MAX_DEPTH = 8
MAX_DEFAULT = 60
# Names that Python or the import system puts on a module; never part of the API.
IMPORT_NOISE = frozenset({"absolute_import", "division", "print_function", "unicode_literals", "make_all", "remove_undocumented"})
# Import paths that TensorFlow reroutes when it is imported.
REROUTED = (
    ("tensorflow_core", "tensorflow"),
    ("tensorflow.keras", "tensorflow.python.keras.api._v1.keras"),
    ("tensorflow.estimator", "tensorflow_estimator.python.estimator.api._v1.estimator"),
)
API_MODULES = ("tensorflow._api.v1", "tensorflow.python.keras.api._v1.keras", "tensorflow_estimator.python.estimator.api._v1.estimator")
# Names reachable as ``tf.<name>`` in 1.15 although no API package lists them.
EXTRA_ROOTS = {
    "tf.flags": "tensorflow.python.platform.flags",
    "tf.app.flags": "tensorflow.python.platform.flags",
    "tf.examples.tutorials.mnist": "tensorflow.examples.tutorials.mnist",
}
# Folders and modules beside a contrib package that hold its implementation (``cmake`` and ``api`` are build leftovers).
PRIVATE_PARTS = re.compile(r"python|ops|kernels|api|cmake|gen_\w+|\w+_pb2|\w*_test\w*|test_\w+|_\w*")
# Factories: ``factory(...)(f)`` is ``f`` with a notice or an export name attached.
DECORATOR_FACTORIES = frozenset(
    {
        "tf_export", "estimator_export", "keras_export", "api_export", "deprecated", "deprecated_args", "deprecated_arg_values",
        "deprecated_endpoints", "wraps", "set_module",
    }
)  # fmt: skip
# Plain decorators whose result stands for their first argument.
DECORATORS = frozenset(
    {
        "add_dispatch_support", "add_dispatch_list", "do_not_generate_docs", "do_not_doc_inheritable", "for_subclass_implementers",
        "kwarg_only", "contextmanager", "add_arg_scope", "keyword_args_only", "make_decorator", "staticmethod", "classmethod",
    }
)  # fmt: skip
BUILTIN_MEMBERS = {
    "tuple": ["count", "index"],
    "dict": ["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"],
    "list": ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"],
}
EXCEPTION_MEMBERS = ["args", "with_traceback"]
# What every protocol buffer message offers besides its fields (google.protobuf.message.Message).
MESSAGE_MEMBERS = [
    "ByteSize", "Clear", "ClearExtension", "ClearField", "CopyFrom", "DESCRIPTOR", "DiscardUnknownFields", "Extensions",
    "FindInitializationErrors", "FromString", "HasExtension", "HasField", "IsInitialized", "ListFields", "MergeFrom", "MergeFromString",
    "ParseFromString", "SerializePartialToString", "SerializeToString", "SetInParent", "UnknownFields", "WhichOneof",
]  # fmt: skip
# Classes whose methods are judged by name and arguments; the signatures of their methods are written down too.
WITH_METHODS = (
    "tf.data.Dataset", "tf.data.*Dataset", "tf.data.Iterator", "tf.data.experimental.*Dataset", "tf.train.*Optimizer", "tf.train.Optimizer",
    "tf.train.Saver", "tf.train.Checkpoint", "tf.train.CheckpointManager", "tf.train.Coordinator", "tf.train.ExponentialMovingAverage",
    "tf.train.MonitoredSession", "tf.train.Supervisor", "tf.train.Server", "tf.train.ClusterSpec", "tf.Session", "tf.InteractiveSession",
    "tf.Graph", "tf.Operation", "tf.Variable", "tf.Tensor", "tf.TensorShape", "tf.Dimension", "tf.TensorArray", "tf.SparseTensor",
    "tf.GradientTape", "tf.summary.FileWriter", "tf.estimator.Estimator", "tf.keras.Model", "tf.keras.Sequential", "tf.keras.optimizers.*",
    "tf.keras.layers.Layer", "tf.nn.rnn_cell.*", "tf.layers.Layer", "tf.distributions.*", "tf.test.TestCase", "tf.gfile.GFile",
)  # fmt: skip

Row = list[str]


@dataclass(eq=False)
class Thing:
    """What a name stands for: a module, class, function, value or something outside the wheels."""

    kind: str
    module: str
    name: str = ""
    node: ast.AST | None = None
    scope: Scope | None = None
    rows: list[Row] | None = None
    members: list[str] | None = None

    @property
    def defined(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(eq=False)
class Binding:
    """One assignment of a module-level (or class-level) name, resolved when somebody asks."""

    scope: Scope
    name: str
    node: ast.AST | None = None
    target: str | None = None
    attribute: str | None = None
    previous: Binding | None = None
    busy: bool = False
    thing: Thing | None = None


@dataclass(eq=False)
class Scope:
    """Where an expression is evaluated: a module, and inside it perhaps a class body or a called function."""

    module: Module
    local: dict[str, Thing | Binding] = field(default_factory=dict)


@dataclass(eq=False)
class Module:
    """A parsed source file. ``keep`` is the names that ``remove_undocumented`` leaves, None where it is not called."""

    name: str
    package: bool
    tree: ast.Module
    names: dict[str, Binding] = field(default_factory=dict)
    exported: list[str] | None = None
    keep: set[str] | None = None

    @property
    def documented(self) -> list[str]:
        """Names marked ``@@name`` in the docstring."""
        return re.findall(r"^@@(\w+)$", ast.get_docstring(self.tree) or "", re.MULTILINE)


def is_true(test: ast.expr) -> bool | None:
    """Return how a module-level condition comes out on Python 3 and Linux, None where that cannot be told."""
    text = ast.unparse(test)
    if re.fullmatch(r"_?six\.PY2|__name__ == '__main__'|_?sys\.version_info(\.major|\[0\])? (< \(?3.*|== 2)", text):
        return False
    if re.fullmatch(r"_?six\.PY3|_?sys\.version_info(\.major|\[0\])? (>=? \(?[23].*|== 3)", text):
        return True
    return None


def literal(node: ast.AST) -> str | None:
    """Return the canonical source of a literal, None for any other expression."""
    try:
        return repr(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError):
        return None


def forwards(call: ast.Call, rows: list[Row]) -> bool:
    """Tell whether a function with this signature is only ``*args, **kwargs`` and the call passes them on unchanged."""
    if [r[0] for r in rows] != ["*", "**"]:
        return False
    passed = [ast.unparse(a) for a in call.args] + [f"**{ast.unparse(k.value)}" if k.arg is None else k.arg for k in call.keywords]
    return passed == [f"*{rows[0][1]}", f"**{rows[1][1]}"]


class Library:
    """The modules of the wheels, parsed on demand."""

    def __init__(self, wheels: Sequence[str]) -> None:
        self.sources: dict[str, tuple[zipfile.ZipFile, str]] = {}
        self.modules: dict[str, Module | None] = {}
        for path in wheels:
            wheel = zipfile.ZipFile(path)
            for name in wheel.namelist():
                if name.endswith(".py"):
                    # Everything else of the wheel is under <distribution>.data/purelib, which pip unpacks to the top.
                    self.sources[re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", name)] = (wheel, name)

    # Modules

    def canonical(self, name: str) -> str:
        for old, new in REROUTED:
            if name == old or name.startswith(old + "."):
                name = new + name[len(old) :]
        return name

    def source_path(self, name: str) -> str | None:
        path = name.replace(".", "/")
        if path.split("/")[0] == "tensorflow":
            path = path.replace("tensorflow", "tensorflow_core", 1)
        return next((p for p in (path + "/__init__.py", path + ".py") if p in self.sources), None)

    def module(self, name: str) -> Module | None:
        """Return the module of that import path, None where no wheel has it."""
        name = self.canonical(name)
        if name in self.modules:
            return self.modules[name]
        path = self.source_path(name)
        if path is None:
            self.modules[name] = None
            return None
        wheel, entry = self.sources[path]
        module = Module(name, path.endswith("/__init__.py"), ast.parse(wheel.read(entry)))
        self.modules[name] = module
        self.execute(module.tree.body, Scope(module), module.names)
        # Names may be removed from a module by another one (contrib.framework prunes nest), so this comes after its own body.
        for node in module.tree.body:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                self.remove_undocumented(node.value, module)
        return module

    def submodules(self, name: str) -> Iterator[str]:
        """Yield the names of the modules right under a package."""
        prefix = "/".join(["tensorflow_core", *name.split(".")[1:]]) + "/"
        found = {m[1] for m in (re.fullmatch(re.escape(prefix) + r"(\w+)(/__init__)?\.py", path) for path in self.sources) if m}
        yield from sorted(found - {"__init__"})

    def imported_submodules(self, package: Module) -> set[str]:
        """Return the submodules that become attributes of a package because it imports them, itself or through one another."""
        found: set[str] = set()
        seen, queue = {package.name}, [package]
        while queue:
            for node in queue.pop().tree.body:
                targets: list[str] = []
                if isinstance(node, ast.Import):
                    targets = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    targets = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                for target in targets:
                    if not target.startswith(package.name + "."):
                        continue
                    child = self.module(target)
                    if child is not None:
                        found.add(target[len(package.name) + 1 :].split(".")[0])
                        if child.name not in seen:
                            seen.add(child.name)
                            queue.append(child)
        return found

    # Module bodies

    def execute(self, body: Sequence[ast.stmt], scope: Scope, names: dict[str, Binding]) -> None:
        """Bind what the statements of a module or class body bind, in order."""

        def bind(name: str, **what: Any) -> None:
            names[name] = Binding(scope, name, previous=names.get(name), **what)

        for node in body:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.asname:
                        bind(alias.asname, target=alias.name)
                    else:
                        bind(alias.name.split(".")[0], target=alias.name.split(".")[0])
            elif isinstance(node, ast.ImportFrom):
                target = self.import_target(node, scope.module)
                for alias in node.names:
                    if alias.name == "*":
                        self.import_star(target, scope, names)
                    else:
                        bind(alias.asname or alias.name, target=target, attribute=alias.name)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                bind(node.name, node=node)
            elif isinstance(node, ast.Assign):
                for left in node.targets:
                    if isinstance(left, ast.Name):
                        bind(left.id, node=node.value)
                        if left.id == "__all__":
                            scope.module.exported = self.strings(node.value, scope)
                    elif isinstance(left, ast.Attribute) and left.attr == "__all__":
                        # The shims of tensorflow.python.estimator let a star import take names with one underscore as well.
                        owner = self.evaluate(left.value, scope)
                        shared = self.module(owner.module) if owner is not None and owner.kind == "module" else None
                        if shared is not None:
                            shared.exported = [n for n in shared.names if not n.startswith("__")]
                    elif isinstance(left, (ast.Tuple, ast.List)):
                        values = node.value.elts if isinstance(node.value, (ast.Tuple, ast.List)) else [node.value] * len(left.elts)
                        for part, value in zip(left.elts, values, strict=False):
                            if isinstance(part, ast.Name):
                                bind(part.id, node=value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                bind(node.target.id, node=node.value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                bind(node.target.id, node=ast.BinOp(left=ast.Name(id=node.target.id, ctx=ast.Load()), op=node.op, right=node.value))
                if node.target.id == "__all__":
                    scope.module.exported = (scope.module.exported or []) + (self.strings(node.value, scope) or [])
            elif isinstance(node, ast.Delete):
                for deleted in node.targets:
                    if isinstance(deleted, ast.Name):
                        names.pop(deleted.id, None)
            elif isinstance(node, ast.If):
                truth = is_true(node.test)
                if truth is not False:
                    self.execute(node.body, scope, names)
                if truth is not True:
                    self.execute_where_unbound(node.orelse, scope, names, truth is False)
            elif isinstance(node, ast.Try):
                self.execute([*node.body, *node.orelse, *node.finalbody], scope, names)
                for handler in node.handlers:
                    self.execute_where_unbound(handler.body, scope, names, False)
            elif isinstance(node, ast.With):
                self.execute(node.body, scope, names)

    def execute_where_unbound(self, body: Sequence[ast.stmt], scope: Scope, names: dict[str, Binding], override: bool) -> None:
        """Run the other branch of a condition: it counts only for names that the first branch left open."""
        branch: dict[str, Binding] = dict(names) if override else {}
        self.execute([n for n in body if override or not isinstance(n, ast.Delete)], scope, branch)
        for name, binding in branch.items():
            if override or name not in names:
                names[name] = binding

    def import_target(self, node: ast.ImportFrom, module: Module) -> str:
        if not node.level:
            return node.module or ""
        parts = module.name.split(".")
        base = parts[: len(parts) - node.level + (1 if module.package else 0)]
        return ".".join([*base, *([node.module] if node.module else [])])

    def import_star(self, target: str, scope: Scope, names: dict[str, Binding]) -> None:
        source = self.module(target)
        if source is None:
            return
        chosen = source.exported if source.exported is not None else [n for n in source.names if not n.startswith("_")]
        for name in chosen:
            if (source.keep is None or name in source.keep) and name in source.names:
                names[name] = source.names[name]
        if source.package and source.exported is None and source.keep is None:
            for name in sorted(self.imported_submodules(source)):
                submodule = Binding(scope, name, target=f"{source.name}.{name}")
                # The same module may have come along as an import of an implementation module; as a submodule it is meant.
                if name not in names or names[name].target == source.name:
                    names[name] = submodule

    def remove_undocumented(self, call: ast.Call, module: Module) -> None:
        """Apply ``remove_undocumented(module_name, allowed_exception_list, doc_string_modules)`` of all_util.py."""
        if not ast.unparse(call.func).endswith("remove_undocumented"):
            return
        arguments: dict[str, ast.expr] = dict(zip(("module_name", "allowed_exception_list", "doc_string_modules"), call.args, strict=False))
        arguments.update({k.arg: k.value for k in call.keywords if k.arg})
        scope = Scope(module)
        victim = self.module_called(arguments["module_name"], scope) or module
        keep = set(self.strings(arguments["allowed_exception_list"], scope) or []) if "allowed_exception_list" in arguments else set()
        documents = arguments.get("doc_string_modules")
        if isinstance(documents, (ast.List, ast.Tuple)):
            for expression in documents.elts:
                # A docstring comes from the module itself or, rarely, from another one that is bound here.
                source = self.module_called(ast.Attribute(value=expression, attr="__name__", ctx=ast.Load()), scope) or module
                keep.update(source.documented)
        else:
            keep.update(victim.documented)
        victim.keep = keep

    def module_called(self, expression: ast.expr, scope: Scope) -> Module | None:
        """Return the module in ``__name__``, ``other.__name__`` or ``sys.modules[__name__].__name__``."""
        if isinstance(expression, ast.Name) and expression.id == "__name__":
            return scope.module
        if isinstance(expression, ast.Attribute) and expression.attr == "__name__":
            thing = self.evaluate(expression.value, scope)
            if thing is not None and thing.kind == "module":
                return self.module(thing.module)
        return None

    def strings(self, node: ast.AST, scope: Scope) -> list[str] | None:
        """Return the value of an expression that is a list of names, None where it means "no restriction"."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        if isinstance(node, ast.BinOp):
            return (self.strings(node.left, scope) or []) + (self.strings(node.right, scope) or [])
        if isinstance(node, ast.Name):
            binding = scope.module.names.get(node.id)
            # An augmented assignment mentions its own name: there the earlier value is meant.
            while binding is not None and isinstance(binding.node, ast.BinOp) and node is binding.node.left:
                binding = binding.previous
            return self.strings(binding.node, binding.scope) if binding is not None and binding.node is not None else None
        if isinstance(node, ast.Attribute) and node.attr == "__all__":
            thing = self.evaluate(node.value, scope)
            module = self.module(thing.module) if thing is not None and thing.kind == "module" else None
            return module.exported if module is not None else None
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("make_all"):
            return [n for n in scope.module.documented if n in scope.module.names]
        return None

    # Names

    def resolve(self, binding: Binding) -> Thing | None:
        """Return what a binding stands for, None in a cycle."""
        if binding.thing is not None or binding.busy:
            return binding.thing
        binding.busy = True
        try:
            binding.thing = self.resolve_now(binding)
        finally:
            binding.busy = False
        return binding.thing

    def resolve_now(self, binding: Binding) -> Thing | None:
        module = binding.scope.module
        if binding.target is not None:
            if binding.attribute is None:
                return self.module_thing(binding.target)
            return self.member_of_module(binding.target, binding.attribute)
        if isinstance(binding.node, ast.FunctionDef):
            return Thing("function", module.name, binding.name, binding.node, binding.scope)
        if isinstance(binding.node, ast.ClassDef):
            return Thing("class", module.name, binding.name, binding.node, binding.scope)
        assert isinstance(binding.node, ast.expr)
        scope = binding.scope
        if binding.previous is not None:
            # ``f = decorate(f)``: the right side means the earlier f.
            scope = Scope(scope.module, {**scope.local, binding.name: binding.previous})
        return self.evaluate(binding.node, scope, binding.name)

    def module_thing(self, target: str) -> Thing:
        module = self.module(target)
        return Thing("module", module.name) if module is not None else Thing("external", target)

    def member_of_module(self, target: str, name: str) -> Thing:
        module = self.module(target)
        if module is not None and name in module.names:
            thing = self.resolve(module.names[name])
            if thing is not None:
                return thing
        return self.module_thing(f"{target}.{name}")

    def evaluate(self, node: ast.expr, scope: Scope, name: str = "") -> Thing | None:
        """Return what an expression stands for; ``name`` is what a fresh object would be called."""
        if isinstance(node, ast.Name):
            found: Thing | Binding | None = scope.local.get(node.id) or scope.module.names.get(node.id)
            if isinstance(found, Binding):
                found = self.resolve(found)
            if found is None and hasattr(builtins, node.id) and node.id not in ("True", "False", "None"):
                return Thing("external", f"builtins.{node.id}")
            return found
        if isinstance(node, ast.Attribute):
            owner = self.evaluate(node.value, scope)
            if owner is None:
                return None
            if owner.kind == "module":
                return self.member_of_module(owner.module, node.attr)
            if owner.kind == "external":
                return Thing("external", f"{owner.module}.{node.attr}")
            if owner.kind == "class":
                return self.class_attribute(owner, node.attr)
            return Thing("value", scope.module.name, name or node.attr, node, scope)
        if isinstance(node, ast.Call):
            return self.evaluate_call(node, scope, name)
        if isinstance(node, ast.Lambda):
            return Thing("function", scope.module.name, name, node, scope)
        if isinstance(node, ast.IfExp):
            return self.evaluate(node.orelse if is_true(node.test) is False else node.body, scope, name)
        return Thing("value", scope.module.name, name, node, scope)

    def evaluate_call(self, call: ast.Call, scope: Scope, name: str) -> Thing | None:
        value = Thing("value", scope.module.name, name, call, scope)
        first = call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None
        if isinstance(call.func, ast.Call):
            factory = ast.unparse(call.func.func).split(".")[-1]
            if factory in DECORATOR_FACTORIES and first is not None:
                return self.evaluate(first, scope, name) or value
        callee = self.evaluate(call.func, scope)
        spelled = ast.unparse(call.func).split(".")[-1]
        called = (callee.name or callee.module.split(".")[-1]) if callee is not None else spelled
        if called == "deprecated_alias" and len(call.args) > 2:
            return self.evaluate(call.args[2], scope, name) or value
        if called.lstrip("_") in DECORATORS or spelled.lstrip("_") in DECORATORS:
            return (self.evaluate(first, scope, name) if first is not None else None) or value
        if called == "LazyLoader" and len(call.args) > 2 and isinstance(call.args[2], ast.Constant):
            return self.module_thing(str(call.args[2].value))
        if called == "GeneratedProtocolMessageType":
            return Thing(
                "class", scope.module.name, name, call, scope, members=sorted({*MESSAGE_MEMBERS, *self.message_members(call, scope)})
            )
        if callee is None:
            return value
        if callee.kind == "external":
            if callee.module == "functools.partial" and first is not None:
                return self.evaluate_partial(call, scope, name) or value
            if callee.module in ("collections.namedtuple", "typing.NamedTuple"):
                return self.evaluate_namedtuple(call, scope, name) or value
            return value
        made_by = ast.unparse(callee.node.func).split(".")[-1] if callee.kind == "value" and isinstance(callee.node, ast.Call) else None
        if made_by in DECORATOR_FACTORIES and first is not None:
            # The decorator was made earlier: ``resize_deprecation = deprecated(...)``.
            return self.evaluate(first, scope, name) or value
        if callee.kind == "class" and isinstance(callee.node, ast.ClassDef):
            method = self.class_attribute(callee, "__call__")
            if method is not None and method.kind == "function":
                return Thing("function", scope.module.name, name, rows=(self.rows(method) or [])[1:])
        if callee.kind == "function" and isinstance(callee.node, ast.FunctionDef):
            return self.evaluate_returned(callee, call, scope, name) or value
        return value

    def evaluate_returned(self, callee: Thing, call: ast.Call, scope: Scope, name: str) -> Thing | None:
        """Return the function that a call of one of TensorFlow's own functions makes, None where it makes something else."""
        assert isinstance(callee.node, ast.FunctionDef)
        assert callee.scope is not None
        local: dict[str, Thing | Binding] = dict(callee.scope.local)
        parameters = [a.arg for a in callee.node.args.args]
        given = [*zip(parameters, call.args, strict=False), *((k.arg, k.value) for k in call.keywords if k.arg)]
        for parameter, argument in given:
            thing = self.evaluate(argument, scope)
            if thing is not None:
                local[parameter] = thing
        inner = Scope(callee.scope.module, local)
        bound: dict[str, Binding] = {}
        self.execute([n for n in callee.node.body if isinstance(n, (ast.FunctionDef, ast.Assign))], inner, bound)
        inner.local.update(bound)
        for node in callee.node.body:
            if not isinstance(node, ast.Return) or node.value is None:
                continue
            # Only a function can be the result; a call of an op, say, returns a value that is nobody's alias.
            if not isinstance(node.value, (ast.Name, ast.Lambda)) and "make_decorator" not in ast.unparse(node.value):
                return None
            if isinstance(node.value, ast.Name) and node.value.id in bound and isinstance(bound[node.value.id].node, ast.FunctionDef):
                result = bound[node.value.id].node
                assert isinstance(result, ast.FunctionDef)
                for decorator in result.decorator_list:
                    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("wraps") and decorator.args:
                        wrapped = self.evaluate(decorator.args[0], inner)
                        if wrapped is not None and wrapped.kind == "function":
                            return wrapped
                return Thing("function", scope.module.name, name, result, inner)
            thing = self.evaluate(node.value, inner)
            return thing if thing is not None and thing.kind in ("function", "class") else None
        return None

    def evaluate_partial(self, call: ast.Call, scope: Scope, name: str) -> Thing | None:
        """Return ``functools.partial(f, ...)`` with the signature that inspect reports for it."""
        function = self.evaluate(call.args[0], scope)
        rows = self.rows(function) if function is not None else None
        if rows is None:
            return None
        rows = [list(r) for r in rows]
        for _ in call.args[1:]:
            if rows and rows[0][0] in ("p", "a"):
                rows.pop(0)
        given = {k.arg: self.default(k.value, scope) for k in call.keywords if k.arg}
        after = False
        for row in rows:
            if row[1] in given and row[0] in ("a", "k"):
                row[2:] = [given.pop(row[1])]
                after = True
            # What follows a parameter that is given by keyword can only be given by keyword too.
            if after and row[0] == "a":
                row[0] = "k"
        if after:
            rows = [r for r in rows if r[0] != "*"]
        return Thing("function", scope.module.name, name, rows=rows)

    def evaluate_namedtuple(self, call: ast.Call, scope: Scope, name: str) -> Thing | None:
        fields: list[str] = []
        specification = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "field_names"), None)
        if isinstance(specification, ast.Constant) and isinstance(specification.value, str):
            fields = specification.value.replace(",", " ").split()
        elif isinstance(specification, (ast.List, ast.Tuple)):
            for element in specification.elts:
                part = element.elts[0] if isinstance(element, ast.Tuple) else element
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    fields.append(part.value)
        if not fields:
            return None
        return Thing(
            "class", scope.module.name, name, call, scope, [["a", f] for f in fields], sorted({*fields, "count", "index"})
        )  # fmt: skip

    # Classes

    def class_body(self, thing: Thing) -> dict[str, Binding]:
        """Return what the body of a class binds."""
        assert isinstance(thing.node, ast.ClassDef)
        assert thing.scope is not None
        names: dict[str, Binding] = {}
        scope = Scope(thing.scope.module, dict(thing.scope.local))
        self.execute(thing.node.body, scope, names)
        scope.local.update(names)
        return names

    @cache  # noqa: B019 (one library lives as long as the script)
    def lineage(self, thing: Thing) -> list[Thing]:
        """Return a class and its base classes in the order in which attributes are looked up."""
        order = [thing]
        if isinstance(thing.node, ast.ClassDef) and thing.scope is not None:
            for base in thing.node.bases:
                # six.with_metaclass(Meta, Base) stands for Base.
                expressions: Sequence[ast.expr] = [base]
                if isinstance(base, ast.Call) and ast.unparse(base.func).endswith("with_metaclass"):
                    expressions = base.args[1:]
                for expression in expressions:
                    parent = self.evaluate(expression, thing.scope)
                    if parent is not None and parent is not thing:
                        order += self.lineage(parent) if parent.kind == "class" else [parent]
        # A class that is inherited twice comes after everything that derives from it.
        last = {t.defined: i for i, t in enumerate(order)}
        return [t for i, t in enumerate(order) if last[t.defined] == i]

    @cache  # noqa: B019
    def own_attributes(self, thing: Thing) -> dict[str, Binding]:
        return self.class_body(thing) if isinstance(thing.node, ast.ClassDef) else {}

    def class_attribute(self, thing: Thing, name: str) -> Thing | None:
        for owner in self.lineage(thing):
            binding = self.own_attributes(owner).get(name) if owner.kind == "class" else None
            if binding is not None:
                found = self.resolve(binding)
                if found is not None and found.module == owner.module and found.scope is binding.scope and "." not in found.name:
                    found.name = f"{owner.name}.{found.name}"
                return found
        return None

    def is_enum(self, thing: Thing) -> bool:
        return any(t.kind == "external" and t.module.split(".")[-1] in ("Enum", "IntEnum") for t in self.lineage(thing))

    def members(self, thing: Thing) -> list[str]:
        """Return the public attributes of a class, inherited ones included, as far as its bases are in the wheels."""
        names: set[str] = set()
        for owner in self.lineage(thing):
            names.update(owner.members or [])
            if owner.kind == "class":
                names.update(self.own_attributes(owner))
            elif owner.module.startswith("builtins."):
                base = owner.module.split(".")[-1]
                kind = getattr(builtins, base)
                if isinstance(kind, type) and issubclass(kind, BaseException):
                    names.update(EXCEPTION_MEMBERS)
                names.update(BUILTIN_MEMBERS.get(base, []))
        return sorted(n for n in names if not n.startswith("_"))

    def message_members(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """Yield fields, nested types, enums and enum values of a generated protocol buffer class."""
        body = call.args[2] if len(call.args) > 2 else None
        items: list[tuple[object, ast.expr]] = []
        if isinstance(body, ast.Dict):
            items = [(k.value, v) for k, v in zip(body.keys, body.values, strict=True) if isinstance(k, ast.Constant)]
        elif isinstance(body, ast.Call):
            items = [(k.arg, k.value) for k in body.keywords]
        for key, value in items:
            if key == "DESCRIPTOR" and isinstance(value, ast.Name):
                yield from self.descriptor_members(value.id, scope)
            elif isinstance(value, ast.Call):
                yield str(key)

    def descriptor_members(self, name: str, scope: Scope) -> Iterator[str]:
        binding = scope.module.names.get(name)
        if binding is None or not isinstance(binding.node, ast.Call):
            return
        for part in binding.node.keywords:
            if not isinstance(part.value, (ast.List, ast.Tuple)):
                continue
            for element in part.value.elts:
                if part.arg in ("fields", "values", "extensions") and isinstance(element, ast.Call):
                    label = next((k.value for k in element.keywords if k.arg == "name"), None)
                    if isinstance(label, ast.Constant):
                        yield str(label.value)
                        if part.arg == "fields":
                            yield f"{str(label.value).upper()}_FIELD_NUMBER"
                elif part.arg == "enum_types" and isinstance(element, ast.Name):
                    enum = scope.module.names.get(element.id)
                    if enum is not None and isinstance(enum.node, ast.Call):
                        yield next(str(k.value.value) for k in enum.node.keywords if k.arg == "name" and isinstance(k.value, ast.Constant))
                    yield from self.descriptor_members(element.id, scope)

    # Signatures

    def default(self, node: ast.expr, scope: Scope) -> str:
        """Return Python source for a parameter default, ``...`` where it would be long."""
        source = literal(node)
        if source is None:
            source = ast.unparse(node)
            thing = self.evaluate(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
            if thing is not None and thing.kind == "value" and thing.node is not None:
                if thing.module == "tensorflow.python.framework.dtypes" and ast.unparse(thing.node).startswith("DType("):
                    return f"tf.{thing.name}"
                owner = self.evaluate(node.value, scope) if isinstance(node, ast.Attribute) else None
                if owner is not None and owner.kind == "class" and self.is_enum(owner):
                    return thing.name
                source = literal(thing.node) or source
        return source if len(source) <= MAX_DEFAULT else "..."

    def rows(self, thing: Thing) -> list[Row] | None:
        """Return the signature of a function or class, None where it cannot be told."""
        if thing.rows is not None:
            return thing.rows
        if thing.kind == "class":
            return self.class_rows(thing)
        if not isinstance(thing.node, (ast.FunctionDef, ast.Lambda)) or thing.scope is None:
            return None
        arguments, scope = thing.node.args, thing.scope
        rows: list[Row] = [["p", a.arg] for a in arguments.posonlyargs] + [["a", a.arg] for a in arguments.args]
        for row, value in zip(reversed(rows), reversed(arguments.defaults), strict=False):
            row.append(self.default(value, scope))
        if arguments.vararg:
            rows.append(["*", arguments.vararg.arg])
        for argument, fallback in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            rows.append(["k", argument.arg, *([self.default(fallback, scope)] if fallback is not None else [])])
        if arguments.kwarg:
            rows.append(["**", arguments.kwarg.arg])
        last = thing.node.body[-1] if isinstance(thing.node, ast.FunctionDef) else None
        if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and forwards(last.value, rows):
            # ``def ResNet50(*args, **kwargs): return resnet.ResNet50(*args, **kwargs)`` takes what the other one takes.
            target = self.evaluate(last.value.func, scope)
            if target is not None and target.kind == "function" and target.node is not thing.node:
                return self.rows(target) or rows
        return rows

    def class_rows(self, thing: Thing) -> list[Row] | None:
        if self.is_enum(thing):
            return None
        vague: list[Row] | None = None
        for owner in self.lineage(thing):
            if owner.rows is not None:
                return owner.rows
            if owner.kind != "class" or owner.members is not None:
                if owner.module != "builtins.object":
                    return vague
                continue
            own = self.own_attributes(owner)
            for name in ("__new__", "__init__"):
                constructor = self.resolve(own[name]) if name in own else None
                rows = self.rows(constructor) if constructor is not None else None
                if constructor is None or rows is None:
                    continue
                # A constructor that takes anything and hands it to the next one says nothing itself.
                rows = rows[1:]
                calls = [n for n in ast.walk(constructor.node or ast.Pass()) if isinstance(n, ast.Call)]
                passed_on = any(ast.unparse(c.func).endswith("__init__") and forwards(c, rows) for c in calls)
                if [r[0] for r in rows] != ["*", "**"]:
                    return rows
                vague = vague or rows
                if name == "__init__" and not passed_on:
                    return vague
        return vague or []

    def methods(self, thing: Thing) -> dict[str, list[Row]]:
        """Return the signatures of the public methods of a class, without ``self`` or ``cls``."""
        found: dict[str, list[Row]] = {}
        for name in self.members(thing):
            for owner in self.lineage(thing):
                binding = self.own_attributes(owner).get(name) if owner.kind == "class" else None
                if binding is None:
                    continue
                method = self.resolve(binding)
                if method is not None and method.kind == "function":
                    decorators = [ast.unparse(d) for d in getattr(method.node, "decorator_list", [])]
                    rows = self.rows(method)
                    if rows is not None and not any(re.search(r"property|\.setter$", d) for d in decorators):
                        found[name] = rows if "staticmethod" in decorators else rows[1:]
                break
        return found


class Surface:
    """Collects the public names of a library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.symbols: dict[str, dict[str, Any]] = {}

    def add(self, dotted: str, thing: Thing) -> None:
        kind = thing.kind if thing.kind != "external" else "value"
        entry: dict[str, Any] = {"kind": kind, "defined": thing.defined}
        if kind in ("function", "class"):
            entry["signature"] = self.library.rows(thing)
        if kind == "class":
            entry["members"] = self.library.members(thing)
            if any(fnmatch.fnmatchcase(dotted, pattern) for pattern in WITH_METHODS):
                entry["methods"] = self.library.methods(thing)
        self.symbols[dotted] = entry

    def add_module(self, dotted: str) -> None:
        self.symbols[dotted] = {"kind": "module"}

    def public(self, module: Module) -> dict[str, Thing]:
        """Return what a module binds without underscore, and what each name stands for."""
        found: dict[str, Thing] = {}
        for name, binding in module.names.items():
            thing = self.library.resolve(binding) if not name.startswith("_") and name not in IMPORT_NOISE else None
            if thing is not None:
                found[name] = thing
        return found

    def public_contrib(self, module: Module) -> dict[str, Thing]:
        """Return what is public in a contrib module: what it says is, else what it does not just use itself."""
        named = {*module.documented, *(module.keep or ()), *(module.exported or ())}
        names = {n: t for n, t in self.public(module).items() if module.keep is None or n in module.keep}
        own = {n for n, b in module.names.items() if b.scope.module is module and b.target is None and not n.startswith("_")}
        if module.keep is None and own and not module.package:
            # A module of the implementation counts for what it defines, and for imports that it has no use for itself.
            if module.exported is not None:
                return {n: t for n, t in names.items() if n in module.exported}
            used = {n.id for n in ast.walk(module.tree) if isinstance(n, ast.Name)}
            names = {n: t for n, t in names.items() if n in own or (n not in used and t.kind != "module")}
        found: dict[str, Thing] = {}
        for name, thing in names.items():
            in_contrib = self.library.canonical(thing.module).startswith(("tensorflow.contrib.", "tensorflow_estimator.contrib."))
            origin = module.names[name].scope.module
            # Packages and generated messages have nothing but what is meant for others.
            by_star = origin is not module and not origin.package and not origin.name.endswith("_pb2")
            # What core modules or a star import bring by the way (array_ops, the deprecated decorator) is nobody's API.
            if in_contrib:
                wanted = thing.kind != "module" or not by_star
            else:
                wanted = thing.kind not in ("module", "external") and not by_star
            if wanted or name in named:
                found[name] = thing
        return found

    def walk_api(self, module: Module, prefix: str) -> None:
        """Collect a generated API package and those below it."""
        for name, thing in self.public(module).items():
            dotted = f"{prefix}.{name}"
            if dotted in ("tf.compat.v1", "tf.compat.v2"):
                continue
            if thing.kind == "module":
                child = self.library.module(thing.module)
                if child is not None and child.name.startswith(API_MODULES) and child is not module:
                    self.add_module(dotted)
                    self.walk_api(child, dotted)
            else:
                self.add(dotted, thing)

    def walk_contrib(self, module: Module, prefix: str, trail: tuple[str, ...]) -> None:
        """Collect a contrib module and what is reachable from it."""
        if module.name in trail or len(trail) > MAX_DEPTH:
            return
        trail = (*trail, module.name)
        for name, thing in self.public_contrib(module).items():
            dotted = f"{prefix}.{name}"
            child = self.library.module(thing.module) if thing.kind == "module" else None
            if child is not None:
                self.add_module(dotted)
                self.walk_contrib(child, dotted, trail)
            else:
                self.add(dotted, thing)
        # ``from tensorflow.contrib.slim import nets`` works although slim does not import nets.
        folder = "tensorflow.contrib" + prefix[len("tf.contrib") :]
        for name in self.library.submodules(folder):
            dotted = f"{prefix}.{name}"
            if dotted in self.symbols or PRIVATE_PARTS.fullmatch(name):
                continue
            child = self.library.module(f"{folder}.{name}")
            if child is not None:
                self.add_module(dotted)
                self.walk_contrib(child, dotted, trail)

    def collect(self) -> None:
        """Collect everything.

        Raises:
            LookupError: the wheel is not TensorFlow 1.15.
        """
        root, contrib = self.library.module("tensorflow._api.v1.v1"), self.library.module("tensorflow.contrib")
        if root is None or contrib is None:
            raise LookupError("no TensorFlow 1.15 in this wheel (tensorflow_core/_api/v1/v1.py is missing)")
        # Loaded first: contrib.framework and others prune modules that are shared.
        self.walk_api(root, "tf")
        for name in self.library.strings(root.names["_names_with_underscore"].node or root.tree, Scope(root)) or []:
            thing = self.library.resolve(root.names[name])
            if thing is not None:
                self.add(f"tf.{name}", thing)
        for dotted, name in EXTRA_ROOTS.items():
            module = self.library.module(name)
            if module is not None:
                self.walk_extra(module, dotted)
        # The wrapper of the C API is reachable too; what core exports of it is also used under this name.
        wrapper = self.library.module("tensorflow.python.pywrap_tensorflow")
        if wrapper is not None:
            self.add_module("tf.pywrap_tensorflow")
            exported = {entry.get("defined") for entry in self.symbols.values()}
            for name, thing in self.public(wrapper).items():
                if thing.defined in exported:
                    self.add(f"tf.pywrap_tensorflow.{name}", thing)
        core: dict[str, list[str]] = {}
        for dotted, entry in self.symbols.items():
            if "defined" in entry:
                core.setdefault(entry["defined"], []).append(dotted)
        self.add_module("tf.contrib")
        self.walk_contrib(contrib, "tf.contrib", ())
        for dotted, entry in self.symbols.items():
            if dotted.startswith("tf.contrib.") and entry.get("defined") in core:
                # Of several core names the one that is spelled alike, then the shortest.
                last = dotted.split(".")[-1]
                entry["core"] = min(core[entry["defined"]], key=lambda name: (name.split(".")[-1] != last, len(name), name))

    def walk_extra(self, module: Module, dotted: str) -> None:
        """Collect a module that is public without being an API package, and the packages above it."""
        parts = dotted.split(".")
        for i in range(2, len(parts) + 1):
            self.symbols.setdefault(".".join(parts[:i]), {"kind": "module"})
        names = {n: self.library.resolve(b) for n, b in module.names.items() if not n.startswith("_") and n not in IMPORT_NOISE}
        for name, thing in names.items():
            if thing is not None and thing.kind not in ("module", "external"):
                self.add(f"{dotted}.{name}", thing)
        for name in self.library.submodules(module.name) if module.package else ():
            child = self.library.module(f"{module.name}.{name}")
            if child is not None:
                self.walk_extra(child, f"{dotted}.{name}")


def private_modules(wheel: str) -> dict[str, list[str]]:
    """Return the names of the wheel's modules outside of its public API, by their import names."""
    archive = zipfile.ZipFile(wheel)
    files: dict[str, str] = {}
    for name in archive.namelist():
        match = re.fullmatch(r"tensorflow_core/((?:python|core|tools|compiler|lite)(?:/\w+)*)\.py", name)
        if match:
            files["tensorflow." + match[1].replace("/", ".").removesuffix(".__init__")] = name

    def read(module: str) -> str | None:
        return archive.read(files[module]).decode("utf-8", "replace") if module in files else None

    names: dict[str, list[str]] = module_names(sorted(files), read)
    return names


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the public surface of TensorFlow 1.15 as JSON, read from its wheel.")
    parser.add_argument("tensorflow", help="wheel of TensorFlow 1.15")
    parser.add_argument("--estimator", help="wheel of tensorflow_estimator 1.15, for tf.estimator")
    parser.add_argument(
        "--with",
        dest="more",
        action="append",
        default=[],
        metavar="WHEEL",
        help="wheel of absl-py, Keras-Preprocessing or Keras-Applications",
    )
    arguments = parser.parse_args()
    version = re.match(r"tensorflow(?:_gpu|_cpu)?-([^-]+)-", arguments.tensorflow.replace("\\", "/").split("/")[-1])
    if version is None:
        parser.error(f"not the name of a TensorFlow wheel: {arguments.tensorflow}")
    # Millions of syntax nodes live to the end; looking for garbage among them doubles the time.
    gc.disable()
    try:
        surface = Surface(Library([w for w in (arguments.tensorflow, arguments.estimator, *arguments.more) if w]))
        surface.collect()
    except (OSError, zipfile.BadZipFile, LookupError) as error:
        parser.error(str(error))
    json.dump(
        {"tensorflow": version[1], "private": private_modules(arguments.tensorflow), "symbols": surface.symbols},
        sys.stdout,
        indent=0,
        sort_keys=True,
    )


if __name__ == "__main__":
    main()
