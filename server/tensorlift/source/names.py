"""Which qualified TensorFlow name stands where.

Names are resolved by Python's scoping rules from the imports on; nothing is guessed from the text ``tf.``. A path
is written as in the program text from the module on: ``tensorflow.data.Dataset.range().map()`` is the result of a
call of ``map`` on the result of a call of ``tensorflow.data.Dataset.range``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from tensorlift.source.document import Chunk, Document
from tensorlift.source.facts import CLASS, FUNCTION, MODULE, Binding, Condition, Facts, ImportedName, Reference, read_facts

ROOT = "tensorflow"


@dataclass(slots=True)
class Use:
    """A resolved reference. Its offsets count from the beginning of its chunk; ``shift`` is where that is, for those who look beyond."""

    path: str
    """What the root name stands for, such as ``tensorflow`` or ``tensorflow.nn``."""
    reference: Reference
    shift: int
    guarded: bool
    """Whether the code around asks which TensorFlow is there, so that the name may be missing on purpose."""
    ambiguous: bool
    """Whether the name may stand for different modules here."""
    chunk: int
    attributes: list[str] = field(default_factory=list)
    """The attribute names that follow the root name directly."""
    qualified: str = ""
    """The path with them."""

    def __post_init__(self) -> None:
        self.attributes = list(takewhile(bool, (trailer.name or "" for trailer in self.reference.trailers)))
        self.qualified = ".".join([self.path, *self.attributes])


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
class _ChunkNames:
    """What is known of one chunk: first by its text and the followed names, then by what the names stand for around it."""

    present: frozenset[str]
    facts: Facts
    exports: list[Binding]
    """The bindings that other chunks see."""
    stars: list[ImportedName]
    """The star imports, which bind more."""
    class_level: list[Binding]
    """The bindings of a class that members of it in other chunks see."""
    is_member: bool
    of_class: tuple[tuple[int, Binding], ...] = ()
    """For a member of a class, the bindings of the class itself that come before."""
    key: tuple[object, int] | None = None
    """The state of all names of the module that the rest was found out in, and how many chunks before this one bind some."""
    own_key: tuple[object, ...] | None = None
    """The same for the names that stand in this chunk."""
    index: int = -1
    followed: frozenset[str] = frozenset()
    paths: frozenset[tuple[str, str | None]] = frozenset()
    uses: list[Use] = field(default_factory=list)
    imports: list[ImportUse] = field(default_factory=list)
    stamp: object = None
    """Another one each time the uses are resolved anew."""

    @property
    def is_plain(self) -> bool:
        """Whether other chunks see nothing of this one."""
        return not (self.exports or self.stars or self.class_level or self.of_class)


_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
# Limits that no program reaches: the length of a path, the bindings that a use may see, and how far variables are followed through others.
_LONGEST = 500
_MOST_BINDINGS = 50
_MOST_ROUNDS = 50
_MOST_KEPT = 3
_MOST_CHANGED = 8
_NO_USES: list[Use] = []
_NO_IMPORTS: list[ImportUse] = []


class Names:
    """All uses of TensorFlow in a document, kept in step with it.

    Offsets of uses and imports are relative to their chunk. What :meth:`read` learned about a chunk is kept at the chunk, and used
    again as long as the names in it stand for the same: so after an edit only the chunks are read that the edit made.

    Args:
        follow: Tells whether a variable that holds this path is to be followed (modules, classes, results of certain calls).
        is_gone: Tells whether a module does not exist on the target, which decides ``try``/``except ImportError`` ladders.
        public_names: Gives the public names of a module, for star imports.
        has: Tells whether the target has a name, None if that cannot be said; decides ``hasattr`` branches.

    Attributes:
        environment: Another object when what the names stand for has changed anywhere.
        consulted: The modules that :meth:`visible` was asked for and that did not stand there anyway; for the caller to empty.
    """

    def __init__(
        self,
        follow: Callable[[str], bool] = _never,
        is_gone: Callable[[str], bool] = _never,
        public_names: Callable[[str], Iterable[str]] = _no_names,
        has: Callable[[str], bool | None] = _unknown,
    ) -> None:
        self._follow = follow
        self._is_gone = is_gone
        self._public_names = public_names
        self._has = has
        self._chunks: list[Chunk] = []
        self._known: list[_ChunkNames | None] = []
        self._pattern: tuple[frozenset[str], frozenset[bytes], re.Pattern[bytes]] | None = None
        self._present: list[tuple[int, _ChunkNames]] = []
        self._module_bindings: dict[str, list[tuple[int, Binding]]] = {}
        self._paths: dict[int, str | None] = {}
        self._busy: set[int] = set()
        self._star: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str | None]] = {}
        self._signature: object = None
        self._module_environment = object()
        self._seen: tuple[object, frozenset[tuple[str, str | None]]] = (None, frozenset())
        self._words: set[bytes] | None = None
        self._names: frozenset[str] = frozenset({ROOT})
        self._name_states: dict[str, tuple[object, object]] = {}
        self.environment = object()
        self.consulted: set[str] = set()

    @property
    def names(self) -> frozenset[str]:
        """The names in the program that may stand for something of TensorFlow."""
        return self._names

    @property
    def chunks(self) -> list[Chunk]:
        """The chunks of the text that was read last."""
        return self._chunks

    # ---- reading

    def read(self, document: Document) -> list[int] | None:
        """Bring everything up to date with the present text of a document, always the same one.

        Returns:
            The chunks that took the place of others, if nothing else changed; None if more may have.
        """
        changed = self._follow_edit(document.chunks)
        if changed is None:
            self._read_all(document)
        self._chunks = document.chunks
        return changed

    def _follow_edit(self, chunks: list[Chunk]) -> list[int] | None:
        """Read the chunks of an edit that leaves alone what other chunks see of them; None if it is not such an edit."""
        before = self._chunks
        if len(before) != len(chunks) or self._star:
            return None
        changed = [index for index, (old, new) in enumerate(zip(before, chunks)) if old is not new]
        if len(changed) > _MOST_CHANGED:
            return None
        self._paths = {}
        for index in changed:
            chunk, was = chunks[index], self._known[index]
            known = self._known_of(chunk)
            if was is None and known is None:
                continue
            if was is None or known is None or was.key is None or not (was.is_plain and known.is_plain):
                return None
            self._known[index] = known
            known.index = index
            known.key, known.own_key = was.key, self._own_key(index, known)
            known.followed = self._followed(index, known)
            self._resolve_all(known)
            if (known.followed, known.paths) != (was.followed, was.paths):
                return None
            self._present[bisect_left(self._present, index, key=lambda item: item[0])] = index, known
        return changed

    def _read_all(self, document: Document) -> None:
        self._words, self._star = None, {}
        restarted = len(self._names) == 1
        names = set(self._names)
        for _ in range(_MOST_ROUNDS):
            self._load(document, frozenset(names))
            needed = self._needed_names(document)
            if needed <= names and (restarted or needed == names):
                break
            if needed < names:
                # Names of the text before are not needed any more; what is needed without them is found from the beginning.
                names, restarted, self._star = {ROOT}, True, {}
            else:
                names |= needed
        self._name_states = {name: state for name, state in self._name_states.items() if name in names}
        for _, known in self._present:
            if known.stamp is None:
                self._resolve_all(known)
        pairs = frozenset[tuple[str, str | None]]().union(*(known.paths for _, known in self._present if known.paths))
        if self._seen != (self._module_environment, pairs):
            self._seen = self._module_environment, pairs
            self.environment = object()
            self._by_name = {}
            for name, path in pairs:
                self._by_name.setdefault(name, set()).add(path)

    def _known_of(self, chunk: Chunk) -> _ChunkNames | None:
        """Return what is known of a chunk by its text and the followed names."""
        names = self._names
        if chunk.facts is not None and chunk.facts[0] is names:
            known: _ChunkNames | None = chunk.facts[1]
            return known
        if self._pattern is None or self._pattern[0] is not names:
            encoded = [name.encode() for name in sorted(names, key=len, reverse=True)]
            # The parser may find tensorflow inside of a broken word, and then the other names come from there.
            found = ROOT.encode() + rb"|(?<![\w\x80-\xff])(?:" + b"|".join(map(re.escape, encoded)) + rb")(?![\w\x80-\xff])"
            self._pattern = names, frozenset(encoded), re.compile(found)
        _, words, pattern = self._pattern
        is_there = ROOT.encode() in chunk.data or not words.isdisjoint(chunk.words)
        known = _read_chunk(chunk, pattern) if is_there else None
        chunk.facts = (names, known, chunk.facts[2] if chunk.facts is not None else {})
        if known is not None:
            _keep(chunk.facts[2], known)
        return known

    def _own_key(self, index: int, known: _ChunkNames) -> tuple[object, ...]:
        states = tuple((self._name_states[name][1], self._bound_before(name, index)) for name in known.present)
        return states + tuple((binding, self._binding_path(at, binding)) for at, binding in known.of_class)

    def _load(self, document: Document, names: frozenset[str]) -> None:
        """Read the facts of every chunk for these names, and find out what the module's names stand for."""
        if names != self._names:
            self._names = names
        chunks = document.chunks
        self._known = []
        self._present = []
        self._module_bindings = {}
        self._paths = {}
        ordinals: list[int] = []
        exporting = 0
        of_class: tuple[tuple[int, Binding], ...] = ()
        for index, chunk in enumerate(chunks):
            if not chunk.is_member:
                of_class = ()
            known = self._known_of(chunk)
            self._known.append(known)
            if known is None:
                continue
            self._present.append((index, known))
            ordinals.append(exporting)
            if known.is_member and (of_class or known.of_class):
                if [binding for _, binding in of_class] != [binding for _, binding in known.of_class]:
                    known.key = None
                known.of_class = of_class
            if known.class_level:
                of_class = (*of_class, *((index, binding) for binding in known.class_level))
            if not known.exports and not known.stars:
                continue
            exporting += 1
            for binding in known.exports:
                self._module_bindings.setdefault(binding.name, []).append((index, binding))
            for imported in known.stars:
                self._add_star_import(document, index, imported)
        self._renew_environment()
        environment = self._module_environment
        for (index, known), ordinal in zip(self._present, ordinals):
            if known.index != index:
                known.index = index
                for use in known.uses:
                    use.chunk = index
                for one in known.imports:
                    one.chunk = index
            key = known.key
            if key is not None and key[0] is environment and key[1] == ordinal:
                continue
            known.key = environment, ordinal
            own_key = self._own_key(index, known)
            if own_key != known.own_key:
                known.own_key = own_key
                known.stamp = None
                known.followed = self._followed(index, known)

    def _add_star_import(self, document: Document, index: int, imported: ImportedName) -> None:
        if imported.module not in self._star:
            if self._words is None:
                self._words = set(_WORD.findall(document.data))
            public = self._public_names(imported.module)
            self._star[imported.module] = {name for name in public if name.encode() in self._words}
        for name in self._star[imported.module]:
            binding = Binding(name, 0, imported.statement[1], imported.start, replace(imported, name=name), ())
            insort(self._module_bindings.setdefault(name, []), (index, binding), key=lambda item: (item[0], item[1].offset))

    def _renew_environment(self) -> None:
        """Describe what other chunks see of the module's names; offsets do not matter to them, only the order."""
        described: list[tuple[int, str, bool, str | None, tuple[tuple[int, str], ...]]] = []
        for index, known in self._present:
            described += [(index, "*", True, imported.module, ()) for imported in known.stars]
            places: dict[int, int] = {}
            for binding in known.exports:
                conditions = tuple((places.setdefault(offset, len(places)), role) for offset, role in binding.conditions)
                described.append((index, binding.name, binding.scope == 0, self._binding_path(index, binding), conditions))
        # The chunks are told apart, but their numbers do not matter.
        numbers = {index: number for number, index in enumerate(dict.fromkeys(item[0] for item in described))}
        stars = tuple(sorted((module, tuple(sorted(names))) for module, names in self._star.items()))
        signature = self._names, stars, tuple((numbers[index], *rest) for index, *rest in described)
        if signature == self._signature:
            return
        self._signature = signature
        self._module_environment = object()
        states = self._name_states
        for name in self._names:
            bindings = self._module_bindings.get(name, ())
            numbers = {index: number for number, index in enumerate(dict.fromkeys(index for index, _ in bindings))}
            branches: dict[tuple[int, int], int] = {}
            state = tuple(
                (
                    numbers[index],
                    binding.scope == 0,
                    self._binding_path(index, binding),
                    tuple((branches.setdefault((index, offset), len(branches)), role) for offset, role in binding.conditions),
                )
                for index, binding in bindings
            )
            if name not in states or states[name][0] != state:
                states[name] = state, object()

    def _bound_before(self, name: str, index: int) -> int:
        return bisect_left(self._module_bindings.get(name, ()), index, key=lambda item: item[0])

    def _needed_names(self, document: Document) -> set[str]:
        needed = {ROOT}
        for _, known in self._present:
            needed |= known.followed
        for names in self._star.values():
            needed |= names
        return needed

    def _followed(self, index: int, known: _ChunkNames) -> frozenset[str]:
        """Return the names of a chunk that are worth following."""
        found: set[str] = set()
        for imported in known.facts.imports:
            if _is_tensorflow(imported) and imported.name != "*":
                name = imported.alias if imported.alias is not None else imported.name
                if name is not None:
                    found.add(name)
        for name, reference in known.facts.candidates:
            if name in found:
                continue
            path = self.path_of(reference, index)
            if path is not None and self._follow(path):
                found.add(name)
        return frozenset(found)

    def _resolve_all(self, known: _ChunkNames) -> None:
        """Resolve the references and imports of one chunk."""
        index, facts = known.index, known.facts
        known.stamp = object()
        known.uses, known.imports = [], []
        module_names = {id(binding.value) for binding in facts.bindings if binding.scope == 0 and not known.is_member}
        for imported in facts.imports:
            if not _is_tensorflow(imported):
                continue
            conditions = next((b.conditions for b in facts.bindings if b.value is imported), ())
            probe = Reference("", 0, imported.start, imported.end, [], (), imported.statement)
            if any(self._is_dead(role, probe, index) for _, role in conditions):
                continue
            guarded = _guarded(conditions, ("guard", "try-", "except-import", "dead"))
            known.imports.append(ImportUse(imported, 0, guarded, index, id(imported) in module_names or imported.name == "*"))
        for reference in facts.references:
            found = self.resolve(reference, index)
            if found is not None:
                path, ambiguous = found
                if any(self._is_dead(role, reference, index) for _, role in reference.conditions):
                    continue
                known.uses.append(Use(path, reference, 0, _guarded(reference.conditions, ("guard", "try-attribute")), ambiguous, index))
        known.paths = frozenset((binding.name, self._binding_path(index, binding)) for binding in facts.bindings)

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

    # ---- what was read

    def uses(self, index: int) -> list[Use]:
        """Return the uses in a chunk, by place."""
        known = self._known[index]
        return known.uses if known is not None else _NO_USES

    def imports(self, index: int) -> list[ImportUse]:
        """Return the imports from TensorFlow in a chunk."""
        known = self._known[index]
        return known.imports if known is not None else _NO_IMPORTS

    def present(self, index: int) -> frozenset[str]:
        """Return the names that stand in a chunk and may be something of TensorFlow."""
        known = self._known[index]
        return known.present if known is not None else frozenset()

    def stamp(self, index: int) -> object:
        """Return something that changes when the uses in a chunk are resolved anew."""
        known = self._known[index]
        return known.stamp if known is not None else None

    def all_uses(self) -> Iterator[Use]:
        """Yield the uses of all chunks."""
        for _, known in self._present:
            yield from known.uses

    def _facts(self, index: int) -> Facts:
        known = self._known[index]
        assert known is not None
        return known.facts

    # ---- resolving

    def path_of(self, reference: Reference, chunk: int) -> str | None:
        """Return the path of a whole reference, calls and subscripts included; None if it is not TensorFlow."""
        found = self.resolve(reference, chunk)
        if found is None:
            return None
        path = found[0]
        if len(path) + len(reference.trailers) > _LONGEST:
            return None
        for trailer in reference.trailers:
            path += "." + trailer.name if trailer.name is not None else ("()" if trailer.call is not None else "[]")
        return path

    def resolve(self, reference: Reference, chunk: int) -> tuple[str, bool] | None:
        """Return the path of a reference's root name and whether it is ambiguous; None if it is not TensorFlow."""
        paths = [self._binding_path(index, binding) for index, binding in self._bindings_seen(reference, chunk)]
        known = list(dict.fromkeys(path for path in paths if path is not None))
        return (known[0], len(known) > 1) if known else None

    def origin(self, use: Use) -> tuple[str, int] | tuple[int, int] | None:
        """Return where the root name of a use gets what it stands for, at an import or an assignment.

        Returns:
            First byte and byte behind, if that is in the same chunk; a key for :meth:`origin_place` otherwise, which stays right as long
            as the chunk of the use is not resolved anew; None if it cannot be said.
        """
        for index, binding in self._bindings_seen(use.reference, use.chunk):
            if self._binding_path(index, binding) is None:
                continue
            if index == use.chunk:
                return _binding_place(binding)
            others = self._module_bindings.get(binding.name, [])
            number = next((number for number, (_, other) in enumerate(others) if other is binding), None)
            return (binding.name, number) if number is not None else None
        return None

    def origin_place(self, key: tuple[str, int]) -> tuple[int, int, int] | None:
        """Return the chunk, the first byte in it and the byte behind that a key of :meth:`origin` means now; None if it means nothing."""
        name, number = key
        bindings = self._module_bindings.get(name, [])
        if number >= len(bindings):
            return None
        index, binding = bindings[number]
        return (index, *_binding_place(binding))

    def _bindings_seen(self, reference: Reference, chunk: int) -> list[tuple[int, Binding]]:
        facts = self._facts(chunk)
        name = reference.name
        scope = reference.scope
        deferred = False
        first = True
        while scope > 0:
            record = facts.scopes[scope]
            declared = record.outer_names.get(name)
            if declared == "global":
                deferred = True
                first = False
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
        if first and self._is_class_level(chunk):
            here = [item for item in self._class_bindings(chunk, name) if (item[0], item[1].offset) <= (chunk, reference.start)]
            if here:
                return self._choose(here, reference, chunk, deferred)
        bindings = self._module_bindings.get(name)
        return self._choose(bindings, reference, chunk, deferred) if bindings else []

    def _is_class_level(self, chunk: int) -> bool:
        known = self._known[chunk]
        return known is not None and known.is_member

    def _class_bindings(self, chunk: int, name: str) -> list[tuple[int, Binding]]:
        """Return the bindings of a name in the class that a chunk is a member of, outside of its functions."""
        known = self._known[chunk]
        assert known is not None
        own = ((chunk, binding) for binding in known.facts.bindings if binding.scope == 0)
        return [item for item in (*known.of_class, *own) if item[1].name == name]

    def _choose(self, bindings: list[tuple[int, Binding]], reference: Reference, chunk: int, deferred: bool) -> list[tuple[int, Binding]]:
        """Pick the bindings that a use may see: the last that surely ran before it, with those that may have run after that."""
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
            if placed == conditions[: len(placed)] or len(live) == _MOST_BINDINGS:
                break  # it surely ran, so nothing before it is seen
        live.reverse()
        return self._climb_ladders(live)

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
        return any(binding.value is use.reference for binding in self._facts(use.chunk).bindings)

    def visible(self, path: str, use: Use) -> str | None:
        """Return a name that surely stands for the module ``path`` at the place of ``use``, or None."""
        if use.path == path:
            return use.reference.name
        self.consulted.add(path)
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

    def names_state(self, path: str, index: int) -> object:
        """Return what :meth:`visible` says of a module in a chunk depends on, beside the chunk itself."""
        none = (None, None)
        return tuple((name, self._name_states.get(name, none)[1], self._bound_before(name, index)) for name in self._names_of(path))

    def _surely_bound(self, name: str, use: Use) -> bool:
        """Whether some binding of a name has run whenever the place of ``use`` is reached."""
        reference, facts = use.reference, self._facts(use.chunk)
        conditions = _placed(reference.conditions, use.chunk)
        nearer = reference.scope == 0 and self._is_class_level(use.chunk) and bool(self._class_bindings(use.chunk, name))
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
        return sorted((name for name, paths in self._by_name.items() if path in paths), key=lambda name: (len(name), name))

    def everywhere(self, path: str) -> str | None:
        """Return a name that stands for the module ``path`` in the whole file and for nothing else, or None."""
        for name in sorted(self._by_name, key=lambda name: (len(name), name)):
            if self._by_name[name] == {path} and any(binding.scope == 0 for _, binding in self._module_bindings.get(name, ())):
                return name
        return None

    def is_free(self, name: str) -> bool:
        """Whether nothing in the module is called ``name`` so far."""
        return name not in self._module_bindings


def _keep(kept: dict[frozenset[str], _ChunkNames], known: _ChunkNames) -> None:
    # More than one, because the names are found from the beginning again when one of them vanishes.
    kept.pop(known.present, None)
    kept[known.present] = known
    if len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]


def _read_chunk(chunk: Chunk, pattern: re.Pattern[bytes]) -> _ChunkNames | None:
    """Read the facts of a chunk; None if no name stands in it. What the chunk knows is used again if it is about the same names."""
    hits = [(match.start(), match.group()) for match in pattern.finditer(chunk.data)]
    if not hits:
        return None
    present = frozenset(word.decode() for word in {word for _, word in hits})
    kept: _ChunkNames | None = chunk.facts[2].get(present) if chunk.facts is not None else None
    if kept is not None:
        return kept
    facts = read_facts(chunk.root, present, [offset for offset, _ in hits], CLASS if chunk.is_member else MODULE)
    bindings, scopes = facts.bindings, facts.scopes
    exports = [b for b in bindings if (b.scope == 0 and not chunk.is_member) or scopes[b.scope].outer_names.get(b.name) == "global"]
    # Members follow the last class of a chunk.
    of_class = (
        0 if chunk.is_member else max((at for at, scope in enumerate(scopes) if scope.kind == CLASS and scope.parent == 0), default=-1)
    )
    class_level = [b for b in bindings if b.scope == of_class]
    stars = [imported for imported in facts.imports if imported.name == "*" and _is_tensorflow(imported)]
    return _ChunkNames(present, facts, exports, stars, class_level, chunk.is_member)


def _binding_place(binding: Binding) -> tuple[int, int]:
    if isinstance(binding.value, ImportedName):
        return binding.value.start, binding.value.end
    return binding.start, binding.start + len(binding.name.encode())


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
