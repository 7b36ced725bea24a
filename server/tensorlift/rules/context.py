"""What rules know about the document in front of them."""

from __future__ import annotations

import re
from functools import cached_property

from tensorlift.catalog import Catalog, Symbol
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import fits
from tensorlift.rules.base import Rule
from tensorlift.rules.conditions import Conditions
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.names import FactsCache, Names, Use

# A dataset, by the call that made it and the methods that return a dataset again.
DATASET = re.compile(
    r"^tensorflow(\.compat\.v2)?\.data\.(experimental\.)?"
    r"(\w*Dataset(\.(from_\w+|range|zip|list_files|generate|random|sample_from_datasets|choose_from_datasets))?|Counter|make_\w+_dataset|"
    r"sample_from_datasets|choose_from_datasets)\(\)"
    r"(\.(apply|batch|cache|concatenate|enumerate|filter|filter_with_legacy_function|flat_map|interleave|map|map_with_legacy_function|"
    r"options|padded_batch|prefetch|repeat|shard|shuffle|skip|take|unbatch|window|with_options)\(\))*$"
)


# Branches of a program that runs on both TensorFlows; what stands in them says nothing about the rest.
_EITHER_WAY = ("live", "dead", "has:", "lacks:", "guard")
_GRAPH_NAMES = frozenset({"tf.Session", "tf.InteractiveSession", "tf.placeholder", "tf.get_variable", "tf.train.Saver"})


class Context:
    """A document, its names, and the settings; made once for each check.

    Args:
        document: The document.
        settings: The settings.
        catalog: The catalog.
        cache: Facts of the document's earlier texts.
    """

    def __init__(self, document: Document, settings: Settings, catalog: Catalog, cache: FactsCache | None = None) -> None:
        self.document = document
        self.settings = settings
        self.catalog = catalog
        self.bit = catalog.bit(settings)
        self.names = Names(document, self._follow, self.is_gone, self._public_names, self._has, cache)

    def _follow(self, path: str) -> bool:
        """Whether a variable with this value is worth following: modules, classes, datasets."""
        if "(" in path or "[" in path:
            return DATASET.match(path) is not None
        name, _api = api_name(path)
        symbol = self.catalog.symbol(name, self.bit)
        if symbol is not None:
            return symbol.kind in "mc"
        return self.catalog.is_module(name) or self.catalog.has_private(path, self.bit) is not None

    def is_gone(self, path: str) -> bool:
        """Whether importing this path fails on the target."""
        name, api = api_name(path)
        if api == "v1":
            symbol = self.catalog.symbol(name, self.bit)
            return symbol is not None and not symbol.in_v1
        if name.startswith(("tf.contrib", "tf.estimator", "tf.examples", "tf.models")):
            return True
        symbol = self.catalog.symbol(name, self.bit)
        if symbol is not None:
            return not symbol.in_v2
        return self.catalog.has_private(path, self.bit) is False

    def _has(self, path: str) -> bool | None:
        """Whether the target has a name that a ``hasattr`` asks for."""
        if "(" in path or "[" in path:
            return None
        name, api = api_name(path)
        if name in ("tf", "tf.compat"):
            return True
        parent = self.catalog.symbol(name.rpartition(".")[0], self.bit)
        if parent is not None and parent.kind != "m":
            return None
        return self.catalog.in_v1(name, self.bit) if api == "v1" else self.catalog.in_v2(name, self.bit)

    def _public_names(self, module: str) -> list[str]:
        return [name for name in self.catalog.names_below(api_name(module)[0]) if not name.startswith("_")]

    # ---- the era of the file

    @cached_property
    def era(self) -> str:
        """Which TensorFlow a file was written for: ``tf1``, ``tf2``, ``mixed`` (both) or ``open`` (it cannot be told).

        A name or an argument that TensorFlow 2 lacks cannot be TensorFlow 2 code, and one that TensorFlow 1.15 lacks
        cannot be TensorFlow 1 code. Without either, ``tf.function`` and ``tf.GradientTape`` speak for TensorFlow 2, and
        ``tf.compat.v1`` leaves it open: TensorFlow 1.13 to 1.15 have it too. A file without any sign is TensorFlow 1.
        """
        old = new = eager = compat = graph = False
        for use in self.names.uses:
            if "(" in use.path or use.guarded or any(role.startswith(_EITHER_WAY) for _, role in use.reference.conditions):
                continue
            name, api = api_name(".".join([use.path, *use.attributes]))
            if api != "tf":
                compat = True
                graph = graph or (api == "v1" and name in _GRAPH_NAMES)
                new = new or api == "v2"
                continue
            symbol, found, parts = self.find(name)
            if symbol is None:
                if found and self.catalog.in_v2(found, self.bit):
                    new = True
            elif symbol.name in ("tf.GradientTape", "tf.function"):
                eager = True
            elif symbol.kind != "m":
                takes_old, takes_new = self._fits(use, symbol) if parts == len(name.split(".")) else (True, True)
                old = old or not symbol.in_v2 or (takes_old and not takes_new)
                new = new or (symbol.in_v2 and takes_new and not takes_old)
        for imported in self.names.imports:
            name, api = api_name(imported.path)
            if api == "tf" and name.startswith("tf.contrib"):
                old = True
        if old:
            return "mixed" if new else "tf1"
        if new or (eager and not graph):
            return "tf2"
        return "open" if compat else "tf1"

    @cached_property
    def is_eager(self) -> bool:
        """Whether the file runs eagerly on purpose, so that graphs, sessions and collections play no part."""
        marks = ("tf.enable_eager_execution", "tf.GradientTape", "tf.function", "tf.contrib.eager")
        names = (api_name(".".join([use.path, *use.attributes]))[0] for use in self.names.uses if "(" not in use.path)
        return self.era == "tf2" or any(name.startswith(marks) for name in names)

    @cached_property
    def patched(self) -> frozenset[str]:
        """The TensorFlow names that the file itself assigns to."""
        names = set()
        for use in self.names.uses:
            if use.reference.role == "store" and "(" not in use.path and len(use.attributes) == len(use.reference.trailers):
                names.add(api_name(".".join([use.path, *use.attributes]))[0])
        return frozenset(names)

    def only_compared(self, use: Use) -> bool:
        """Whether a class is only asked about here: a base class, an annotation, the second argument of isinstance."""
        if use.reference.role == "base":
            return True
        start = use.shift + use.reference.start
        node = self.document.tree.root_node.descendant_for_byte_range(start, start)
        while node is not None and node.type not in ("block", "module", "function_definition", "lambda"):
            if node.type == "type":
                return True
            if node.type == "call":
                function = node.child_by_field_name("function")
                return function is not None and function.text in (b"isinstance", b"issubclass", b"getattr", b"hasattr")
            node = node.parent
        return False

    def _fits(self, use: Use, symbol: Symbol) -> tuple[bool, bool]:
        """Whether the arguments of a call are ones that TensorFlow 1 and TensorFlow 2 take."""
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if symbol.same or call is None:
            return True, True
        old = self.catalog.signature_tf1(symbol.name)
        new = self.catalog.signature_v2(symbol.name, self.bit)
        if old is None or new is None:
            return True, True
        return fits(call, old), fits(call, new)

    def find(self, name: str) -> tuple[Symbol | None, str, int]:
        """Find the symbol that a dotted name begins with.

        Returns:
            The TensorFlow 1 symbol or None, the TensorFlow 2 name if only TensorFlow 2 has one, and the number of parts
            that the symbol's name takes of the dotted name.
        """
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            prefix = ".".join(parts[:count])
            symbol = self.catalog.symbol(prefix, self.bit)
            if symbol is not None:
                return symbol, "", count
            if count > 1 and (self.catalog.in_v2(prefix, self.bit) or self.catalog.row(prefix) is not None):
                return None, prefix, count
            if count > 1 and self.catalog.is_module(prefix):
                return None, prefix, count
        return None, "", 0

    # ---- writing names

    def module_name(self, use: Use) -> str | None:
        """Return what to write for the TensorFlow module at the place of a use, or None."""
        return self.names.visible("tensorflow", use)

    def import_edit(self) -> tuple[str, Edit | None]:
        """Return a name for the TensorFlow module that holds everywhere, and the edit that imports it; None if it cannot be had."""
        if self._tf_is_taken:
            return "", None
        line_end = self.document.line_end
        root = self.document.tree.root_node
        offset = 0
        for child in root.children:
            if child.type == "comment":
                continue
            if child.type == "expression_statement" and child.children and child.children[0].type == "string" and offset == 0:
                offset = child.end_byte
                continue
            if child.type == "future_import_statement":
                offset = child.end_byte
                continue
            if child.type in ("import_statement", "import_from_statement"):
                return "tf", Edit(child.start_byte, child.start_byte, f"import tensorflow as tf{line_end}")
            break
        if offset:
            return "tf", Edit(offset, offset, f"{line_end}import tensorflow as tf")
        first = next((child for child in root.children if child.type != "comment"), None)
        start = first.start_byte if first is not None else 0
        return "tf", Edit(start, start, f"import tensorflow as tf{line_end}")

    @cached_property
    def _tf_is_taken(self) -> bool:
        """Whether ``tf`` stands for something else than TensorFlow anywhere."""
        if not self.names.is_free("tf"):
            return True
        known = {use.shift + use.reference.start for use in self.names.uses if use.reference.name == "tf" and use.path == "tensorflow"}
        for match in re.finditer(rb"\btf\b", self.document.data):
            node = self.document.tree.root_node.descendant_for_byte_range(match.start(), match.end())
            parent = node.parent if node is not None else None
            if node is None or parent is None or node.type != "identifier" or match.start() in known or parent.type == "aliased_import":
                continue
            if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
                continue
            if parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
                continue
            return True
        return False

    def conditions(self, shift: int) -> Conditions:
        """Return what decides the conditions of rows for a call whose offsets are relative to ``shift``."""
        return Conditions(self.document, lambda name: name in self.names.names, shift)


def api_name(path: str) -> tuple[str, str]:
    """Split a path into the name from ``tf.`` on and the API it names: ``tf`` (plain), ``v1`` or ``v2``.

    ``tensorflow.compat.v1.nn.relu`` is ``("tf.nn.relu", "v1")``.
    """
    parts = path.split(".")
    api = "tf"
    rest = parts[1:]
    while len(rest) >= 2 and rest[0] == "compat" and rest[1] in ("v1", "v2"):
        api = rest[1]
        rest = rest[2:]
    return ".".join(["tf", *rest]), api


def make_finding(
    rule: Rule,
    severity: Severity,
    message: str,
    start: int,
    end: int,
    symbol: str | None = None,
    fix: tuple[str, Safety, tuple[Edit, ...]] | None = None,
    deprecated: bool = True,
) -> Finding:
    """Return a finding of a rule, with at most one fix of level ``symbols``."""
    fixes = (Fix(fix[0], Level.SYMBOLS, fix[1], fix[2]),) if fix is not None else ()
    return Finding(rule.code, rule.slug, severity, message, start, end, symbol, rule.guide, fixes, deprecated)


__all__ = ["DATASET", "Context", "api_name", "make_finding"]
