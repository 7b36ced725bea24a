"""Which qualified TensorFlow name stands where.

Names are resolved by Python's scoping rules from the imports on; nothing is guessed from the text ``tf.``. A path
is written as in the program text from the module on: ``tensorflow.data.Dataset.range().map()`` is the result of a
call of ``map`` on the result of a call of ``tensorflow.data.Dataset.range``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tree_sitter import Node

from tensorlift.source.document import Document
from tensorlift.source.facts import CLASS, FUNCTION, MODULE, Binding, Condition, Facts, ImportedName, Reference, read_facts

ROOT = "tensorflow"


@dataclass(slots=True)
class Use:
    """A resolved reference. Add ``shift`` to the offsets of ``reference`` to get document offsets."""

    path: str
    """What the root name stands for, such as ``tensorflow`` or ``tensorflow.nn``."""
    reference: Reference
    shift: int
    guarded: bool
    """Whether the code around asks which TensorFlow is there, so that the name may be missing on purpose."""
    ambiguous: bool
    """Whether the name may stand for different modules here."""
    chunk: int

    @property
    def attributes(self) -> list[str]:
        """The attribute names that follow the root name directly."""
        names = []
        for trailer in self.reference.trailers:
            if trailer.name is None:
                break
            names.append(trailer.name)
        return names


@dataclass(slots=True)
class ImportUse:
    """A name of an import statement that imports from TensorFlow."""

    imported: ImportedName
    shift: int
    guarded: bool
    chunk: int
    scope_is_module: bool

    @property
    def path(self) -> str:
        """The qualified name that is imported; ``tensorflow.*`` for a star import."""
        return self.imported.module if self.imported.name is None else f"{self.imported.module}.{self.imported.name}"


def _never(_path: str) -> bool:
    return False


def _unknown(_path: str) -> bool | None:
    return None


def _no_names(_module: str) -> Iterable[str]:
    return ()


@dataclass(slots=True)
class _Chunk:
    start: int
    facts: Facts
    names: frozenset[str]


class FactsCache:
    """Facts of chunks by their text; one cache serves a document through all its edits."""

    def __init__(self) -> None:
        self._old: dict[tuple[bytes, frozenset[str]], Facts] = {}
        self._new: dict[tuple[bytes, frozenset[str]], Facts] = {}

    def begin(self) -> None:
        """Start a round: what is not asked for in a whole round is forgotten."""
        self._old, self._new = self._new, {}

    def get(self, node: Node, text: bytes, names: frozenset[str], hits: list[int]) -> Facts:
        """Return the facts of a chunk, read again only if its text or the names in it are new."""
        if node.has_error:
            # How the parser recovers depends on the text around the chunk too.
            return read_facts(node, names, hits)
        key = (text, names)
        facts = self._new.get(key) or self._old.get(key)
        if facts is None:
            facts = read_facts(node, names, hits)
        self._new[key] = facts
        return facts


class Names:
    """All uses of TensorFlow in a document.

    Args:
        document: The document to read.
        follow: Tells whether a variable that holds this path is to be followed (modules, classes, results of certain calls).
        is_gone: Tells whether a module does not exist on the target, which decides ``try``/``except ImportError`` ladders.
        public_names: Gives the public names of a module, for star imports.
        has: Tells whether the target has a name, None if that cannot be said; decides ``hasattr`` branches.
        cache: Facts from the last time.
    """

    def __init__(
        self,
        document: Document,
        follow: Callable[[str], bool] = _never,
        is_gone: Callable[[str], bool] = _never,
        public_names: Callable[[str], Iterable[str]] = _no_names,
        has: Callable[[str], bool | None] = _unknown,
        cache: FactsCache | None = None,
    ) -> None:
        self._follow = follow
        self._is_gone = is_gone
        self._has = has
        self._cache = cache or FactsCache()
        self._chunks: list[_Chunk] = []
        self._module_bindings: dict[str, list[tuple[int, Binding]]] = {}
        self._paths: dict[int, str | None] = {}
        self._busy: set[int] = set()
        self._star: dict[str, set[str]] = {}
        self._by_path: dict[str, set[str]] | None = None
        self._bound: set[int] | None = None
        self.names: frozenset[str] = frozenset()
        self.uses: list[Use] = []
        self.imports: list[ImportUse] = []
        if ROOT.encode() in document.data:
            self._read(document, public_names)

    # ---- reading

    def _read(self, document: Document, public_names: Callable[[str], Iterable[str]]) -> None:
        names = {ROOT}
        nodes = document.tree.root_node.children
        self._cache.begin()
        while True:
            self._load(document, nodes, frozenset(names))
            more = self._more_names(document, public_names) - names
            if not more:
                break
            names |= more
        self.names = frozenset(names)
        for index, chunk in enumerate(self._chunks):
            module_names = {id(binding.value) for binding in chunk.facts.bindings if binding.scope == 0}
            for imported in chunk.facts.imports:
                if _is_tensorflow(imported):
                    conditions = next((b.conditions for b in chunk.facts.bindings if b.value is imported), ())
                    probe = Reference("", 0, imported.start, imported.end, [], (), imported.statement)
                    if any(self._is_dead(role, probe, index) for _, role in conditions):
                        continue
                    self.imports.append(
                        ImportUse(
                            imported,
                            chunk.start,
                            _guarded(conditions, ("guard", "try-", "except-import", "dead")),
                            index,
                            id(imported) in module_names or imported.name == "*",
                        )
                    )
            for reference in chunk.facts.references:
                found = self.resolve(reference, index)
                if found is not None:
                    path, ambiguous = found
                    if any(self._is_dead(role, reference, index) for _, role in reference.conditions):
                        continue
                    self.uses.append(
                        Use(path, reference, chunk.start, _guarded(reference.conditions, ("guard", "try-attribute")), ambiguous, index)
                    )

    def _is_dead(self, role: str, reference: Reference, chunk: int) -> bool:
        """Whether a branch asks for a name (``hasattr``) in a way that the target never takes it."""
        kind, _, name = role.partition(":")
        if kind == "dead":
            return True
        if kind not in ("has", "lacks"):
            return False
        root, _, rest = name.partition(".")
        probe = Reference(root, reference.scope, reference.start, reference.end, [], (), reference.statement)
        found = self.resolve(probe, chunk)
        there = self._has(f"{found[0]}.{rest}") if found is not None and not found[1] else None
        return there is not None and there != (kind == "has")

    def _load(self, document: Document, nodes: list[Node], names: frozenset[str]) -> None:
        pattern = re.compile(rb"\b(?:" + b"|".join(re.escape(name.encode()) for name in sorted(names, key=len, reverse=True)) + rb")\b")
        hits = [(match.start(), match.group()) for match in pattern.finditer(document.data)]
        self._chunks = []
        self._module_bindings = {}
        self._paths = {}
        position = 0
        for node in nodes:
            start, end = node.start_byte, node.end_byte
            while position < len(hits) and hits[position][0] < start:
                position += 1
            first = position
            while position < len(hits) and hits[position][0] < end:
                position += 1
            if first == position or node.type == "comment":
                continue
            here = hits[first:position]
            present = frozenset(word.decode() for _, word in here)
            facts = self._cache.get(node, document.data[start:end], present, [offset for offset, _ in here])
            index = len(self._chunks)
            self._chunks.append(_Chunk(start, facts, present))
            for binding in facts.bindings:
                if binding.scope == 0 or facts.scopes[binding.scope].outer_names.get(binding.name) == "global":
                    self._module_bindings.setdefault(binding.name, []).append((index, binding))
            for imported in facts.imports:
                if imported.name == "*":
                    for name in self._star.get(imported.module, ()):
                        value = replace(imported, name=name)
                        binding = Binding(name, 0, imported.statement[1], imported.start, value, ())
                        bindings = self._module_bindings.setdefault(name, [])
                        bindings.append((index, binding))
                        bindings.sort(key=lambda item: (item[0], item[1].offset))

    def _more_names(self, document: Document, public_names: Callable[[str], Iterable[str]]) -> set[str]:
        found: set[str] = set()
        for index, chunk in enumerate(self._chunks):
            for imported in chunk.facts.imports:
                if not _is_tensorflow(imported):
                    continue
                if imported.name == "*":
                    words = set(re.findall(rb"\b[A-Za-z_]\w*", document.data))
                    for name in public_names(imported.module):
                        if name.encode() in words:
                            self._star.setdefault(imported.module, set()).add(name)
                            found.add(name)
                elif imported.alias is not None:
                    found.add(imported.alias)
                elif imported.name is not None:
                    found.add(imported.name)
            for name, reference in chunk.facts.candidates:
                if name in found:
                    continue
                path = self.path_of(reference, index)
                if path is not None and self._follow(path):
                    found.add(name)
        return found

    # ---- resolving

    def path_of(self, reference: Reference, chunk: int) -> str | None:
        """Return the path of a whole reference, calls and subscripts included; None if it is not TensorFlow."""
        found = self.resolve(reference, chunk)
        if found is None:
            return None
        path = found[0]
        for trailer in reference.trailers:
            path += "." + trailer.name if trailer.name is not None else ("()" if trailer.call is not None else "[]")
        return path

    def resolve(self, reference: Reference, chunk: int) -> tuple[str, bool] | None:
        """Return the path of a reference's root name and whether it is ambiguous; None if it is not TensorFlow."""
        facts = self._chunks[chunk].facts
        name = reference.name
        scope = reference.scope
        deferred = False
        first = True
        while scope > 0:
            record = facts.scopes[scope]
            declared = record.outer_names.get(name)
            if declared == "global":
                deferred = True
                scope = 0
                break
            if declared is None and (record.kind != CLASS or first):
                here = [(chunk, binding) for binding in facts.bindings if binding.name == name and _binds_in(facts, binding, scope)]
                if record.kind == CLASS:
                    # A class body looks outside for what it has not bound yet.
                    here = [item for item in here if item[1].offset <= reference.start]
                if here:
                    return self._choose(here, reference, chunk, deferred)
            if record.kind == FUNCTION:
                deferred = True
            first = False
            scope = record.parent
        bindings = self._module_bindings.get(name)
        return self._choose(bindings, reference, chunk, deferred) if bindings else None

    def _choose(self, bindings: list[tuple[int, Binding]], reference: Reference, chunk: int, deferred: bool) -> tuple[str, bool] | None:
        """Pick the binding that a use sees: the last that surely ran before it, with those that may have run after that."""
        end = len(bindings)
        if not deferred:
            end = bisect_right(bindings, (chunk, reference.start), key=lambda item: (item[0], item[1].offset)) or len(bindings)
        conditions = _placed(reference.conditions, chunk)
        live: list[tuple[int, Binding]] = []
        for item in reversed(bindings[:end]):
            placed = _placed(item[1].conditions, item[0])
            if any(role == "dead" for _, _, role in placed):
                continue
            if not deferred and _exclusive(placed, conditions):
                continue
            live.append(item)
            if placed == conditions[: len(placed)]:
                break  # it surely ran, so nothing before it is seen
        live.reverse()
        live = self._climb_ladders(live)
        paths = [self._binding_path(index, binding) for index, binding in live]
        known = list(dict.fromkeys(path for path in paths if path is not None))
        if not known:
            return None
        return known[0], len(known) > 1

    def _climb_ladders(self, live: list[tuple[int, Binding]]) -> list[tuple[int, Binding]]:
        """Of ``try: import a / except ImportError: import b`` keep the branch that the target takes."""
        result = list(live)
        for item in live:
            index, binding = item
            for offset, role in binding.conditions:
                if not role.startswith("try-"):
                    continue
                others = [o for o in live if o[0] == index and any(c[0] == offset and c[1].startswith("except") for c in o[1].conditions)]
                path = self._binding_path(index, binding)
                gone = path is not None and self._is_gone(path)
                for loser in [item] if gone and others else ([] if gone else others):
                    if loser in result and len(result) > 1:
                        result.remove(loser)
        return result

    def _binding_path(self, chunk: int, binding: Binding) -> str | None:
        key = id(binding)
        if key in self._paths:
            return self._paths[key]
        if key in self._busy:
            return None
        self._busy.add(key)
        try:
            value = binding.value
            path: str | None = None
            if isinstance(value, ImportedName):
                if _is_tensorflow(value):
                    if value.name is not None:
                        path = f"{value.module}.{value.name}"
                    else:
                        path = value.module if value.alias is not None else value.module.split(".")[0]
            elif isinstance(value, Reference):
                path = self.path_of(value, chunk)
        finally:
            self._busy.discard(key)
        self._paths[key] = path
        return path

    # ---- questions about a place

    def is_bound(self, use: Use) -> bool:
        """Whether the use is the value of an assignment to a name that is followed."""
        if self._bound is None:
            self._bound = {id(binding.value) for chunk in self._chunks for binding in chunk.facts.bindings if binding.value is not None}
        return id(use.reference) in self._bound

    def visible(self, path: str, use: Use) -> str | None:
        """Return a name that surely stands for the module ``path`` at the place of ``use``, or None."""
        if use.path == path:
            return use.reference.name
        for name in self._names_of(path):
            if not self._surely_bound(name, use):
                continue
            probe = Reference(
                name, use.reference.scope, use.reference.start, use.reference.end, [], use.reference.conditions, use.reference.statement
            )
            found = self.resolve(probe, use.chunk)
            if found is not None and found == (path, False):
                return name
        return None

    def _surely_bound(self, name: str, use: Use) -> bool:
        """Whether some binding of a name has run whenever the place of ``use`` is reached."""
        reference, facts = use.reference, self._chunks[use.chunk].facts
        conditions = _placed(reference.conditions, use.chunk)
        nearer = False
        for binding in facts.bindings:
            inside = binding.scope != 0 and _encloses(facts, binding.scope, reference.scope)
            if binding.name == name and inside and binding.offset <= reference.start:
                placed = _placed(binding.conditions, use.chunk)
                if placed == conditions[: len(placed)]:
                    return True
            nearer = nearer or (binding.name == name and inside)
        if nearer:
            return False  # the name of a nearer scope hides that of the module, bound or not
        for index, binding in self._module_bindings.get(name, ()):
            if binding.scope != 0:
                continue  # a function that declares it global may never run
            placed = _placed(binding.conditions, index)
            ladder = all(role.startswith("try") for _, _, role in placed)
            if (ladder or placed == conditions[: len(placed)]) and (index, binding.offset) <= (use.chunk, reference.start):
                return True
        return False

    def _names_of(self, path: str) -> list[str]:
        """Return the names that some binding gives this path, the shortest first."""
        if self._by_path is None:
            self._by_path = {}
            for index, chunk in enumerate(self._chunks):
                for binding in chunk.facts.bindings:
                    found = self._binding_path(index, binding)
                    if found is not None:
                        self._by_path.setdefault(found, set()).add(binding.name)
        return sorted(self._by_path.get(path, ()), key=lambda name: (len(name), name))

    def everywhere(self, path: str) -> str | None:
        """Return a name that stands for the module ``path`` in the whole file and for nothing else, or None."""
        for name in sorted(self.names, key=lambda n: (len(n), n)):
            bindings = [(index, b) for index, chunk in enumerate(self._chunks) for b in chunk.facts.bindings if b.name == name]
            if any(b.scope == 0 for _, b in bindings) and all(self._binding_path(index, b) == path for index, b in bindings):
                return name
        return None

    def is_free(self, name: str) -> bool:
        """Whether nothing in the module is called ``name`` so far."""
        return name not in self._module_bindings

    def scope_kind(self, use: Use) -> str:
        """Return the kind of scope that a use stands in."""
        return self._chunks[use.chunk].facts.scopes[use.reference.scope].kind if use.reference.scope else MODULE


def _binds_in(facts: Facts, binding: Binding, scope: int) -> bool:
    """Whether a binding gives its name a value in a scope, directly or through ``nonlocal``."""
    at = binding.scope
    while at > scope and facts.scopes[at].outer_names.get(binding.name) == "nonlocal":
        at = facts.scopes[at].parent
    return at == scope


def _is_tensorflow(imported: ImportedName) -> bool:
    return imported.level == 0 and (imported.module == ROOT or imported.module.startswith(ROOT + "."))


def _guarded(conditions: tuple[Condition, ...], roles: tuple[str, ...]) -> bool:
    return any(role.startswith(roles) for _, role in conditions)


def _placed(conditions: tuple[Condition, ...], chunk: int) -> tuple[tuple[int, int, str], ...]:
    return tuple((chunk, offset, role) for offset, role in conditions if role != "live")


def _encloses(facts: Facts, outer: int, scope: int) -> bool:
    """Whether a scope is another one or stands inside of it; the names of a class are not seen from its functions."""
    current, first = scope, True
    while current > 0:
        if current == outer:
            return first or facts.scopes[current].kind != CLASS
        current, first = facts.scopes[current].parent, False
    return False


def _exclusive(one: tuple[tuple[int, int, str], ...], other: tuple[tuple[int, int, str], ...]) -> bool:
    """Whether two places stand in branches of one ``if`` of which only one runs."""
    for (chunk, offset, role), (other_chunk, other_offset, other_role) in zip(one, other):
        if (chunk, offset) != (other_chunk, other_offset):
            return False
        if role != other_role:
            if role.startswith(("has:", "lacks:")) or other_role.startswith(("has:", "lacks:")):
                return True
            return "if" in (role, other_role) or "guard" in (role, other_role) or "else" in role or "else" in other_role
    return False
