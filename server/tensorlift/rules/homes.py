"""Where TensorFlow 1 symbols live that are in no TensorFlow any more: in other packages, and in companion modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tensorlift.catalog import Catalog, Row
from tensorlift.companions import companion_of, companions
from tensorlift.model import Edit
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.context import BY_USE, Context, FileContext, api_name
from tensorlift.source.names import Use

_DISTRIBUTIONS = "tf.contrib.distributions."
SLIM, SLIM_COMPANION = "tf_slim", "slim_on_tf2"
# The packages that rows name, with what pip calls them and the name that their users give the module.
_PACKAGES = {
    "tf_slim": (("tf-slim",), "slim"),
    "tf_slim.layers.utils": (("tf-slim",), "utils"),
    "tensorflow_probability": (("tensorflow-probability", "tf-keras"), "tfp"),
    "tensorboard.plugins.projector": (("tensorboard",), "projector"),
    "sklearn.datasets": (("scikit-learn",), "datasets"),
}
# What tf-slim 1.1.0 does not have, or what fails there on TensorFlow 2.21: slim_on_tf2 has it (checked by running it).
_NEEDS_COMPANION = re.compile(
    r"(.*\.)?(batch_norm|(inception|resnet_v|resnet_utils)\w*(\..*)?|optimize_loss|recompute_grad|rev_block|RevBlock|bow_encoder|"
    r"embed_sequence|embedding_lookup_unique|safe_embedding_lookup_sparse|multiply_gradients|convert_collection_to_dict)$"
)
_WORDS = (
    b"batch_norm",
    b"inception",
    b"resnet",
    b"optimize_loss",
    b"recompute_grad",
    b"rev_block",
    b"RevBlock",
    b"bow_encoder",
    b"embed",
    b"multipl",
    b"convert_collection",
    b"gradient_multipliers",
    SLIM_COMPANION.encode(),
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a symbol lives.

    Attributes:
        module: The module to import.
        name: The dotted name of the symbol in it; empty if it is the module itself.
        requires: The pip packages that it needs.
        creates: The companion modules that must stand beside the file.
        graph: Whether it works in graphs only.
    """

    module: str
    name: str
    requires: tuple[str, ...] = ()
    creates: tuple[str, ...] = ()
    graph: bool = False

    @property
    def path(self) -> str:
        """The full dotted name."""
        return f"{self.module}.{self.name}" if self.name else self.module

    @property
    def shown(self) -> str:
        """The name as users of the module write it."""
        return f"tfp.{self.name}" if self.module == "tensorflow_probability" else self.path

    def describe(self, name: str) -> str:
        """Return a sentence that says where a symbol lives."""
        install = f"pip install {' '.join(self.requires)}"
        if self.module.startswith((SLIM, SLIM_COMPANION)):
            way = (
                "" if self.module.startswith(SLIM) else f"; the fix writes {SLIM_COMPANION}.py, which makes all of it work on TensorFlow 2"
            )
            return f"{name} lives on in the tf-slim package, in graph mode{way} ({install})."
        if self.creates:
            more = f" ({install})" if self.requires else ""
            return f"{name} has no home in TensorFlow 2; the fix writes {self.module}.py beside this file, which has it as it was{more}."
        return f"{name} is {self.shown} today ({install})."


@lru_cache(maxsize=2048)
def public_name(catalog: Catalog, name: str) -> str:
    """Return the public name of what a path through the files of tf.contrib leads to.

    ``tf.contrib.layers.python.layers.layers.conv2d`` is ``tf.contrib.layers.conv2d``; a name without a public one is returned as it is.
    """
    head, found, tail = name.partition(".python.")
    if not found or not head.startswith("tf.contrib.") or companion_of(name) is not None:
        return name
    parts = tail.split(".")
    for at, part in enumerate(parts):
        if catalog.is_tf1(f"{head}.{part}"):
            return ".".join([head, *parts[at:]])
    return name


def home_of(context: Context | FileContext, name: str, row: Row | None = None) -> Home | None:
    """Return where a TensorFlow 1 symbol lives today, if that is outside of TensorFlow.

    Args:
        context: The file; which slim it needs depends on what else it uses.
        name: The symbol.
        row: Its hand-written row, if another than the catalog's counts.
    """
    return _home(context.catalog, name, row, lambda: _asked(context))


def usual_home(catalog: Catalog, name: str) -> Home | None:
    """Return where a TensorFlow 1 symbol lives today in a program that uses nothing else of slim."""
    return _home(catalog, name, None, lambda: _NEEDS_COMPANION.match(name.partition(".contrib.")[2]) is not None)


def _home(catalog: Catalog, name: str, row: Row | None, needs_companion: Callable[[], bool]) -> Home | None:
    row = row or catalog.row(name)
    if row is not None and row.to is not None and not row.to.startswith("tf."):
        target = row.to
        if target.partition(".")[0] in companions():
            created = companions()[target.partition(".")[0]]
            return Home(created.module, target.partition(".")[2], created.requires, (created.module,), created.graph)
        module = next(module for module in sorted(_PACKAGES, key=len, reverse=True) if (target + ".").startswith(module + "."))
        inside = target[len(module) + 1 :]
        return _slim(module, inside, needs_companion()) if module.startswith(SLIM) else Home(module, inside, _PACKAGES[module][0])
    found = companion_of(name)
    if found is None:
        return None
    companion, inside = found
    if companion.module == SLIM_COMPANION:
        return _slim(SLIM, inside, needs_companion())
    return Home(companion.module, inside, companion.requires, (companion.module,), companion.graph)


def needs_probability(context: Context, name: str) -> bool:
    """Whether a distribution that TensorFlow has, too, must come from TensorFlow Probability as others of the file do.

    The distributions of the two do not work together.
    """
    return name.startswith(_DISTRIBUTIONS) and context.ask((b"distributions", b"tensorflow_probability", b"ds."), _uses_probability)


def _uses_probability(file: FileContext) -> bool:
    if any(b"tensorflow_probability" in chunk.data for chunk in file.document.chunks):
        return True
    for path in _paths(file):
        name = public_name(file.catalog, api_name(path)[0])
        if name.startswith(_DISTRIBUTIONS):
            symbol, _, _ = file.find(name)
            row = file.catalog.row(symbol.name) if symbol is not None and symbol.core is None and symbol.kind != "m" else None
            if row is not None and (row.to or "").startswith("tensorflow_probability."):
                return True
    return False


def _paths(file: FileContext) -> set[str]:
    """Return all TensorFlow names in a file."""
    paths = {use.qualified for use in file.names.all_uses()}
    for index in range(len(file.document.chunks)):
        paths.update(imported.path for imported in file.names.imports(index))
    return paths


def _slim(module: str, inside: str, needs_companion: bool) -> Home:
    """Return the home of something of slim: all of it comes from one module, for the sake of ``arg_scope``."""
    if not needs_companion:
        return Home(module, inside, ("tf-slim",), (), True)
    return Home(module.replace(SLIM, SLIM_COMPANION), inside, companions()[SLIM_COMPANION].requires, (SLIM_COMPANION,), True)


def _asked(context: Context | FileContext) -> bool:
    return context.ask(_WORDS, _needs_companion) if isinstance(context, Context) else context.answer(_WORDS, _needs_companion, ())


def _needs_companion(file: FileContext) -> bool:
    """Whether a file uses something of slim that tf-slim alone does not give it; all of slim then comes from one module."""
    # The module that an earlier fix brought in counts as well.
    if any(word in chunk.data for chunk in file.document.chunks for word in (b"gradient_multipliers", SLIM_COMPANION.encode())):
        return True
    return any(".contrib." in path and _NEEDS_COMPANION.match(path.partition(".contrib.")[2]) is not None for path in _paths(file))


def moves(context: Context, path: str) -> Home | None:
    """Return where a tf.contrib module lives that is bound to a name, if all that is used of it lives there, too.

    Args:
        context: The file.
        path: The module, as :attr:`Use.path` has it.
    """
    return context.ask((), _moves, api_name(path)[0])


def _moves(file: FileContext, name: str) -> Home | None:
    module = _home_of_module(file, name)
    if module is None:
        return None
    # TensorFlow has a part of the names of other modules itself: those change one by one unless the rest needs the module.
    only_here = name.split(".")[2:3] not in (["layers"], ["framework"], ["losses"], ["metrics"], ["distributions"])
    for use in file.names.all_uses():
        # The files of these networks are the same in tf-slim.
        if not use.attributes or api_name(use.path)[0] != name or name.startswith("tf.contrib.slim.nets."):
            continue
        parts = public_name(file.catalog, api_name(use.qualified)[0]).split(".")
        known = next((one for count in range(len(parts), 2, -1) if home_of(file, one := ".".join(parts[:count])) is not None), "")
        home, row = home_of(file, known), file.catalog.row(known)
        taken = len(use.attributes) - (len(parts) - len(known.split(".")))
        called_alike = row is None or row.signature is None
        if home is None or not called_alike or taken < 1 or home.path != ".".join([module.path, *use.attributes[:taken]]):
            return None
        symbol = file.catalog.symbol(known, file.bit)
        only_here = only_here or ((symbol is None or symbol.core is None) and (row is None or not (row.to or "tf.").startswith("tf.")))
    return module if only_here else None


BY_USE.add(_moves)


def _home_of_module(file: FileContext, name: str) -> Home | None:
    home = home_of(file, name)
    if home is None and ".python." in name and name.startswith("tf.contrib."):
        public = public_name(file.catalog, name)
        home = home_of(file, public if public != name else name.partition(".python.")[0])
    symbol = file.catalog.symbol(name, file.bit)
    return home if symbol is None or symbol.kind == "m" else None


# ---- how a file reaches a home


@dataclass(frozen=True, slots=True)
class _Import:
    module: str
    name: str | None
    bound: str

    def text(self, relative: bool) -> str:
        renamed = f" as {self.bound}" if self.bound != (self.name or self.module) else ""
        if self.name is not None:
            return f"from {'.' if relative else ''}{self.module} import {self.name}{renamed}"
        return f"{'from . ' if relative else ''}import {self.module}{renamed}"


def reach(context: Context, home: Home, use: Use) -> tuple[str, tuple[Edit, ...]]:
    """Return what to write for a home at the place of a use, and the import that it takes.

    Raises:
        CannotRewriteError: The names that it could have are taken.
    """
    slim = home.module in (SLIM, SLIM_COMPANION)
    if slim:
        visible = context.names.visible("tensorflow.contrib.slim", use)
        if visible is not None and moves(context, "tensorflow.contrib.slim") is not None:
            return _joined(visible, home.name), ()
    first, _, rest = home.name.partition(".")
    if slim:
        ways = [(_Import(home.module, None, "slim"), home.name), (_Import(home.module, None, home.module), home.name)]
    elif (known := home.module.replace(SLIM_COMPANION, SLIM)) in _PACKAGES:
        package, _, last = home.module.rpartition(".")
        alias = _PACKAGES[known][1]
        ways = [(_Import(package, last, alias) if package else _Import(last, None, alias), home.name)]
    elif first:
        ways = [(_Import(home.module, None, home.module), home.name)]
        if first not in _shared_names():
            ways.insert(0, (_Import(home.module, first, first), rest))
    else:
        ways = [(_Import(home.module, None, home.module), "")]
    for way, name in ways:
        bound = context.ask((way.module.encode(),), _imported_as, way.module, way.name)
        if bound is not None:
            return _joined(bound, name), ()
    for way, name in ways:
        if not context.ask((way.bound.encode(),), _is_taken, way.bound):
            return _joined(way.bound, name), (Edit(-1, -1, way.text(bool(home.creates) and is_relative(context))),)
    raise CannotRewriteError(f"the name {ways[0][0].bound} is taken")


def import_path(context: Context, home: Home) -> str:
    """Return the path of a home as an import statement of this file has it: with a dot in front if it stands beside it in a package."""
    return ("." if home.creates and is_relative(context) else "") + home.path


def import_text(path: str, bound: str) -> str:
    """Return the statement that gives what :func:`import_path` names another name."""
    module, dot, last = path.rpartition(".")
    renamed = f" as {bound}" if bound != last else ""
    return f"from {module or dot} import {last}{renamed}" if dot else f"import {last}{renamed}"


@lru_cache(maxsize=1)
def _shared_names() -> frozenset[str]:
    """Return the names that more than one companion has."""
    names = [name for companion in companions().values() for name in set(companion.symbols.values()) if name]
    return frozenset(name for name in names if names.count(name) > 1)


def _joined(name: str, rest: str) -> str:
    return f"{name}.{rest}" if rest else name


def is_relative(context: Context) -> bool:
    """Whether the file imports the modules beside it by a relative import."""
    return context.ask((b"__main__", b"from ."), _is_relative)


def _is_relative(file: FileContext) -> bool:
    if any(re.search(rb"^\s*from\s+\.", chunk.data, re.MULTILINE) for chunk in file.document.chunks):
        return True
    path = file.document.path
    if path is None or any(b"__main__" in chunk.data for chunk in file.document.chunks):
        return False
    try:
        return (Path(path).parent / "__init__.py").is_file()
    except (OSError, ValueError):
        return False


def _imported_as(file: FileContext, module: str, name: str | None) -> str | None:
    """Return the name under which a statement on the level of the file imports something from a module other than TensorFlow."""
    for chunk in file.document.chunks:
        if module.rpartition(".")[2].encode() not in chunk.data or chunk.is_member:
            continue
        for child in chunk.root.children:
            if child.type not in ("import_statement", "import_from_statement") or child.text is None:
                continue
            try:
                statement = ast.parse(child.text.decode()).body[0]
            except (SyntaxError, ValueError):
                continue
            if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                continue
            source = statement.module if isinstance(statement, ast.ImportFrom) else None
            for alias in statement.names:
                found = (source, alias.name) if source else (alias.name, None)
                if found == (module, name) and (alias.asname or "." not in alias.name):
                    return alias.asname or alias.name
    return None


def _is_taken(file: FileContext, name: str) -> bool:
    """Whether a name stands for something anywhere in a file."""
    if not file.names.is_free(name):
        return True
    word = re.compile(rb"(?<![\w.])" + name.encode() + rb"\b")
    for chunk in file.document.chunks:
        for match in word.finditer(chunk.data) if name.encode() in chunk.data else ():
            node = chunk.root.descendant_for_byte_range(match.start(), match.end())
            parent = node.parent if node is not None else None
            if node is None or parent is None or node.type != "identifier":
                continue
            if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
                continue
            if parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
                continue
            if parent.type == "dotted_name" and parent.named_child_count > 1:
                continue
            return True
    return False
