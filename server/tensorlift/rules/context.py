"""What rules know about the code in front of them.

Rules look at one chunk of a document at a time, and what they say about it is used again until it may have changed. So whatever a
rule wants to know about the rest of the document it asks the :class:`FileContext` for, through the attributes of :class:`Context` or
through :meth:`Context.ask`; nothing else of the document is within its reach.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from tree_sitter import Node

from tensorlift.catalog import Catalog, Symbol
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import fits
from tensorlift.rules.base import Rule, Subject
from tensorlift.rules.conditions import Conditions
from tensorlift.settings import Settings
from tensorlift.source.document import Chunk, Document
from tensorlift.source.names import ROOT, ImportUse, Names, Use

T = TypeVar("T")

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
# What speaks for a program that runs eagerly on purpose.
_EAGER_MARKS = ("tf.enable_eager_execution", "tf.GradientTape", "tf.function", "tf.contrib.eager")
# No symbol has more parts in its name.
_DEEPEST = 12
# Words of code in the Python, or beside packages, of later years, and how they stand there. Each pattern begins with letters that are rare.
_MODERN = (
    (b"{", re.compile(rb"[fF](?<![^\s(\[{,=+:][fF])[rR]?['\"][^'\"\n]*\{")),
    (b"->", re.compile(rb"\)\s*->\s*[\w'\"]")),
    (b"annotations", re.compile(rb"^from __future__ import annotations", re.MULTILINE)),
    (b"super().", re.compile(rb"super(?<!\wsuper)\(\)\.")),
    (b"nonlocal", re.compile(rb"^\s*nonlocal\s", re.MULTILINE)),
    (b"keras", re.compile(rb"^\s*(?:import|from) (?:keras_hub|keras_nlp|keras_cv|keras\.src|keras\.ops)\b|\btf_keras\b", re.MULTILINE)),
    (b"dataclasses", re.compile(rb"^\s*(?:import|from) dataclasses\b", re.MULTILINE)),
    (b"def", re.compile(rb"^\s*def \w+\([^)]*?\w:[ ]?[A-Za-z]", re.MULTILINE)),
)
_SWITCHES = frozenset({"tf.disable_v2_behavior", "tf.disable_eager_execution"})
# What raises an error or does nothing where code runs eagerly (checked by running TensorFlow 2.21).
_NEEDS_GRAPH = re.compile(
    r"tf\.((sparse_)?placeholder(_with_default)?|Session|InteractiveSession|get_default_session|(global|local)_variables_initializer|"
    r"initialize_all_variables|initialize_variables|initialize_local_variables|variables_initializer|tables_initializer|initialize_all_tables|"
    r"gradients|hessians|get_variable|variable_scope|get_collection|add_to_collection|trainable_variables|global_variables|all_variables|"
    r"layers\.\w+|nn\.(rnn_cell\.\w+|dynamic_rnn|static_rnn|bidirectional_dynamic_rnn|rnn)|"
    r"train\.(Saver|Supervisor|\w*Session|\w+Optimizer|\w*input_producer|(shuffle_)?batch(_join)?|start_queue_runners|QueueRunner|"
    r"import_meta_graph|export_meta_graph|SessionRunHook|\w+Hook)|(TFRecord|TextLine|WholeFile|FixedLengthRecord|Identity)Reader|"
    r"summary\.(FileWriter|merge|merge_all)|merge_all_summaries|metrics\.[a-z]\w+|contrib\.(layers|slim|rnn|seq2seq|framework|crf)\.(?!xavier|variance_scaling|l[12]_|nest)\w+|"
    r"saved_model\.(simple_save|builder|Builder|loader)|import_graph_def|reset_default_graph|get_default_graph)\b"
)
_GRAPH_NAMES = frozenset({"tf.Session", "tf.InteractiveSession", "tf.placeholder", "tf.get_variable", "tf.train.Saver"})


_V1 = "tensorflow.compat.v1"
# What is not below tensorflow.compat.v1, or is imported from where it stands.
_NOT_THROUGH_V1 = frozenset({"compat", "python", "core", "examples", "models"})

_CHOICE = b"TF_USE_LEGACY_KERAS"

IMPORT = Edit(-1, -1, "import tensorflow as tf")
"""Stands for the edit that imports TensorFlow; any edit that starts at -1 is an import statement that :func:`placed` puts in its place."""

KERAS2 = Edit(-2, -2, 'os.environ["TF_USE_LEGACY_KERAS"] = "1"')
"""Stands for the edit that chooses Keras 2 before anything is imported that may need it."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What one chunk says about the file that it stands in.

    Attributes:
        old: It uses what TensorFlow 2 lacks.
        new: It uses what TensorFlow 1.15 lacks.
        eager: It uses ``tf.function`` or ``tf.GradientTape``, or asks tensors for their values.
        compat: It uses ``tf.compat``.
        graph: It uses graphs through ``tf.compat.v1``.
        marked: It says that the program runs eagerly.
        plain: It uses TensorFlow's own names, not only those of ``tf.compat.v1``.
        partitioner: It speaks of partitioned variables.
        switched: It switches TensorFlow 2 behaviour off, so that the program runs in graphs.
        dotted: It has ``import tensorflow.something``, which binds TensorFlow itself.
        keras: It uses ``tf.keras``.
        modern: It is written in a Python, or beside packages, that programs of TensorFlow 1 did not have.
        graph_names: The TensorFlow names that it uses which work in graphs only.
        keras2_names: The TensorFlow names that it uses which Keras 3 lacks and Keras 2 has.
        patched: The TensorFlow names that it assigns to.
    """

    old: bool = False
    new: bool = False
    eager: bool = False
    compat: bool = False
    graph: bool = False
    marked: bool = False
    plain: bool = False
    partitioner: bool = False
    switched: bool = False
    dotted: bool = False
    keras: bool = False
    modern: bool = False
    graph_names: frozenset[str] = frozenset()
    keras2_names: frozenset[str] = frozenset()
    patched: frozenset[str] = frozenset()

    @classmethod
    def together(cls, traits: Iterable[Traits]) -> Traits:
        """Return what several chunks say."""
        whole: list[Any] = [False] * 12 + [frozenset()] * 3
        for one in traits:
            if one is not NO_TRAITS:
                whole = [left | right for left, right in zip(whole, _said(one))]
        return cls(*whole)


NO_TRAITS = Traits()
_said = attrgetter(*(field.name for field in fields(Traits)))

OUTSIDE: set[Callable[..., Any]] = set()
"""Questions whose words are names outside of functions and class bodies; occurrences elsewhere do not concern them."""

BY_USE: set[Callable[..., Any]] = set()
"""Questions about the uses of the module that is their first argument, by its name from ``tf.`` on; no words concern them."""


NAMES, TRAITS = "names", "traits"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question about the whole document, and what may change it.

    Attributes:
        value: The answer.
        words: No other chunks than those with one of these words in them concern it.
        depends: ``NAMES`` if it was found by what the names in the document stand for, ``TRAITS`` if by what the chunks say.
    """

    value: Any
    words: tuple[bytes, ...]
    depends: frozenset[str]


PARTS: dict[Callable[..., Any], Callable[..., Any]] = {}
"""Questions that are answered by what :meth:`FileContext.parts` gives, with the function that gives it for one chunk."""


class FileContext:
    """A document as a whole, kept in step with it.

    Args:
        document: The document.
        settings: The settings.
        catalog: The catalog.

    Attributes:
        answers: What rules have asked about the document, by the question.
    """

    def __init__(self, document: Document, settings: Settings, catalog: Catalog) -> None:
        self.document = document
        # Old programs need Keras 2 to run as they are: TensorFlow 1 layers and cells are not in Keras 3.
        if settings.level is Level.COMPAT and settings.keras is None:
            settings = replace(settings, keras=2)
        self.settings = settings
        self.catalog = catalog
        self.bit = catalog.bit(settings)
        self._names = Names(self._follow, self.is_gone, self._public_names, self._has)
        self._traits = NO_TRAITS
        self.line_end = "\n"
        self.answers: dict[tuple[Any, ...], Answer] = {}
        # What the question that is being answered has looked at so far.
        self._looked_at: set[str] = set()

    @property
    def names(self) -> Names:
        """What the names in the document stand for."""
        self._looked_at.add(NAMES)
        return self._names

    @property
    def traits(self) -> Traits:
        """What the chunks of the document say, taken together."""
        self._looked_at.add(TRAITS)
        return self._traits

    @traits.setter
    def traits(self, traits: Traits) -> None:
        self._traits = traits

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

    @property
    def era(self) -> str:
        """Which TensorFlow a file was written for: ``tf1``, ``tf2``, ``mixed`` (both) or ``open`` (it cannot be told).

        A name or an argument that TensorFlow 2 lacks cannot be TensorFlow 2 code, and one that TensorFlow 1.15 lacks
        cannot be TensorFlow 1 code. Without either, ``tf.function`` and ``tf.GradientTape`` speak for TensorFlow 2, and
        ``tf.compat.v1`` leaves it open: TensorFlow 1.13 to 1.15 have it too. A file without any sign is TensorFlow 1, unless it is written
        in the Python of later years (f-strings, annotations) or imports packages of later years.
        """
        traits = self.traits
        if traits.old:
            return "mixed" if traits.new else "tf1"
        if traits.new or (traits.eager and not traits.graph) or traits.modern:
            return "tf2"
        return "open" if traits.compat else "tf1"

    def needs_keras2(self, name: str) -> bool:
        """Whether ``tf.compat.v1`` has a TensorFlow 1 name with Keras 2 only."""
        target = self.settings.target
        if target == "2.15":
            return False
        two, three = (self.catalog.combos.index(f"{target}-keras{keras}") for keras in (2, 3))
        core = self.catalog.symbol(name, two)
        name = core.core if core is not None and core.core is not None else name
        return self.catalog.in_v1(name, two) and not self.catalog.in_v1(name, three)

    @property
    def is_lifted(self) -> bool:
        """Whether the file's imports of TensorFlow are changed to ``tensorflow.compat.v1``: a TensorFlow 1 program at level ``compat``."""
        traits = self.traits
        return self.settings.level is Level.COMPAT and traits.old and not traits.new and not traits.dotted

    @property
    def is_eager(self) -> bool:
        """Whether the file runs eagerly on purpose, so that graphs, sessions and collections play no part."""
        traits = self.traits
        return traits.marked or (not traits.old and (traits.new or (traits.eager and not traits.graph)))

    def answer(self, words: tuple[bytes, ...], question: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        """Answer a question about the whole document; see :meth:`Context.ask`."""
        key = (question, *arguments)
        known = self.answers.get(key)
        if known is None:
            around, self._looked_at = self._looked_at, set()
            try:
                found = question(self, *arguments)
                known = self.answers[key] = Answer(found, words, frozenset(self._looked_at))
            finally:
                self._looked_at = around
        self._looked_at |= known.depends
        value: T = known.value
        return value

    def parts(self, part: Callable[..., T], word: bytes, *arguments: Any) -> Iterator[T]:
        """Yield what each chunk with a word in it has to say to a question.

        Args:
            part: A function of the :class:`FileContext`, the number of the chunk, the word and the arguments, on the level of a module; it
                looks at nothing but the chunk and its names, and what it says is kept as long as they stay the same.
            word: Part of an identifier, or a whole one.
            arguments: Hashable.
        """
        data, starts = self.document.data, self.document.chunk_starts
        at = data.find(word)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if at + len(word) <= starts[index + 1]:
                yield self._part(index, part, word, *arguments)
            at = data.find(word, starts[index + 1])

    def _part(self, index: int, part: Callable[..., T], *arguments: Any) -> T:
        chunk, stamp, key = self.document.chunks[index], self.names.stamp(index), (part, *arguments)
        if chunk.notes is None or chunk.notes[0] is not stamp:
            chunk.notes = stamp, {}
        notes: dict[tuple[Any, ...], T] = chunk.notes[1]
        if key not in notes:
            notes[key] = part(self, index, *arguments)
        return notes[key]

    def _says_the_same(self, old: Chunk, index: int, key: tuple[Any, ...]) -> bool:
        """Whether a chunk has the same to say to a question as the one whose place it took."""
        part, word, arguments = PARTS[key[0]], key[1], key[1:]
        is_there = word in self.document.chunks[index].data
        if word not in old.data:
            return not is_there
        notes = old.notes[1] if old.notes is not None else {}
        known = (part, *arguments)
        return is_there and known in notes and notes[known] == self._part(index, part, *arguments)

    def answer_again(
        self, changed: Sequence[Chunk], replaced: Sequence[tuple[Chunk, int]] | None, renamed: bool, said: bool
    ) -> set[tuple[Any, ...]]:
        """Answer the questions again that may have another answer now; return those that have.

        Args:
            changed: The chunks that came and went.
            replaced: If nothing else happened, each chunk that went, with the number of the one that came in its place.
            renamed: Whether names stand for something else than before.
            said: Whether the chunks say something else about the file than before.
        """
        concerned = _Concerned(changed)
        lost = {
            key: answer
            for key, answer in self.answers.items()
            if (renamed and NAMES in answer.depends)
            or (said and TRAITS in answer.depends)
            or (
                concerned.by(key, answer.words)
                and not (replaced is not None and key[0] in PARTS and all(self._says_the_same(old, index, key) for old, index in replaced))
            )
        }
        for key in lost:
            del self.answers[key]
        return {key for key, answer in lost.items() if self.answer(answer.words, key[0], key[1:]) != answer.value}

    def forget_answers(self, asked: Iterable[frozenset[tuple[Any, ...]]]) -> None:
        """Forget the answers that no rule asks for any more.

        Args:
            asked: The questions of each chunk.
        """
        wanted = frozenset[tuple[Any, ...]]().union(*asked)
        self.answers = {key: answer for key, answer in self.answers.items() if key in wanted}

    def find(self, name: str) -> tuple[Symbol | None, str, int]:
        """Find the symbol that a dotted name begins with.

        Returns:
            The TensorFlow 1 symbol or None, the TensorFlow 2 name if only TensorFlow 2 has one, and the number of parts
            that the symbol's name takes of the dotted name.
        """
        parts = name.split(".", _DEEPEST)
        for count in range(min(len(parts), _DEEPEST), 0, -1):
            prefix = ".".join(parts[:count])
            symbol = self.catalog.symbol(prefix, self.bit)
            if symbol is not None:
                return symbol, "", count
            if count > 1 and (self.catalog.in_v2(prefix, self.bit) or self.catalog.row(prefix) is not None):
                return None, prefix, count
            if count > 1 and self.catalog.is_module(prefix):
                return None, prefix, count
        return None, "", 0


class _Concerned:
    """Tells which questions some chunks concern."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks = chunks
        self._texts = [chunk.data for chunk in chunks]
        self._words: dict[bytes, bool] = {}

    @cached_property
    def _outside(self) -> frozenset[bytes]:
        return frozenset[bytes]().union(*(chunk.names_outside for chunk in self._chunks if not chunk.is_member))

    @cached_property
    def _used(self) -> frozenset[str]:
        known = [chunk.facts[1] for chunk in self._chunks if chunk.facts is not None]
        return frozenset(api_name(use.path)[0] for one in known if one is not None for use in one.uses)

    def by(self, key: tuple[Any, ...], words: tuple[bytes, ...]) -> bool:
        """Whether the answer to a question may be another one with or without the chunks."""
        if not self._chunks:
            return False
        if key[0] in OUTSIDE:
            return not self._outside.isdisjoint(words)
        if key[0] in BY_USE:
            return key[1] in self._used
        return any(self._is_there(word) for word in words)

    def _is_there(self, word: bytes) -> bool:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = any(word in text for text in self._texts)
        return known


class _AskedTraits:
    """The traits of a file; each is a question of its own, so that a chunk is checked again only for those that it was checked by."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __getattr__(self, name: str) -> Any:
        found = self._context.ask((), _trait, name)
        setattr(self, name, found)  # asked once
        return found


def _trait(file: FileContext, name: str) -> Any:
    return getattr(file.traits, name)


def _era(file: FileContext) -> str:
    return file.era


def _is_eager(file: FileContext) -> bool:
    return file.is_eager


def _is_lifted(file: FileContext) -> bool:
    return file.is_lifted


class Context:
    """One chunk and the file around it; made once for each check of the chunk. All offsets are relative to the chunk.

    Args:
        file: The file.
        index: Which of its chunks.

    Attributes:
        data: The text of the chunk.
        root: The root of its syntax tree.
        followed: The names in it that may stand for something of TensorFlow.
        imports: The imports from TensorFlow in it.
        traits: What the chunks of the file say, taken together.
        python2: Place and name of the first construct of the file that only Python 2 knows, if it stands here.
        asked: The questions about the rest of the file that the rules asked.
        cache: What :class:`~tensorlift.rules.values.Values` found out about the chunk.
    """

    def __init__(self, file: FileContext, index: int, python2: tuple[int, int, str] | None = None) -> None:
        self.file = file
        self.chunk_index = index
        self.chunk = file.document.chunks[index]
        self.data = self.chunk.data
        self.root = self.chunk.root
        self.settings = file.settings
        self.catalog = file.catalog
        self.bit = file.bit
        self.names = file.names
        self.followed = self.names.present(index)
        self.imports: list[ImportUse] = self.names.imports(index)
        self.traits = cast(Traits, _AskedTraits(self))
        self.line_end = file.line_end
        self.python2 = python2
        self.asked: set[tuple[Any, ...]] = set()
        self.cache: dict[str, Any] = {}

    def ask(self, words: tuple[bytes, ...], question: Callable[..., T], *arguments: Any) -> T:
        """Ask something about the whole document.

        Args:
            words: The answer stays the same as long as no chunk with one of these words in it comes, goes or changes; and, where the
                question looks at them, as long as names and traits of the file stay the same.
            question: A function of the :class:`FileContext` and the arguments, on the level of a module.
            arguments: Hashable.
        """
        self.asked.add((question, *arguments))
        return self.file.answer(words, question, arguments)

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return self.chunk.slice(start, end)

    @cached_property
    def uses(self) -> list[Use]:
        """The uses of TensorFlow names in the chunk."""
        uses = self.names.uses(self.chunk_index)
        return [_through_v1(use) for use in uses] if self.lifted else uses

    @cached_property
    def era(self) -> str:
        """Which TensorFlow the file was written for; see :attr:`FileContext.era`."""
        return self.ask((), _era)

    @cached_property
    def is_eager(self) -> bool:
        """Whether the file runs eagerly on purpose; see :attr:`FileContext.is_eager`."""
        return self.ask((), _is_eager)

    @cached_property
    def lifted(self) -> bool:
        """Whether the file's imports of TensorFlow are changed to ``tensorflow.compat.v1``; see :attr:`FileContext.is_lifted`."""
        return self.ask((), _is_lifted)

    @cached_property
    def subject(self) -> Subject:
        """The words of the chunk, and the TensorFlow names that are used or imported in it, with the modules that they are in."""
        names = [_with_modules(api_name(use.qualified)[0]) for use in self.uses]
        names += [_with_modules(api_name(use.path)[0]) for use in self.imports]
        return frozenset[str | bytes]().union(self.chunk.words, *names)

    @cached_property
    def named_uses(self) -> list[tuple[Use, str, str]]:
        """The uses of names that are surely meant, each with its name from ``tf.`` on and the API; see :func:`api_name`."""
        return [
            (use, *api_name(use.qualified)) for use in self.uses if not (use.guarded or use.ambiguous or "(" in use.path or "[" in use.path)
        ]

    def find(self, name: str) -> tuple[Symbol | None, str, int]:
        """Find the symbol that a dotted name begins with; see :meth:`FileContext.find`."""
        return self.file.find(name)

    # ---- what the chunk says about its file

    def own_traits(self) -> Traits:
        """Return what this chunk says about its file."""
        old = new = compat = graph = marked = plain = switched = keras = False
        eager = b".numpy()" in self.data
        patched, graph_names, keras2_names = set(), set(), set()
        for use in self.names.uses(self.chunk_index):
            if "(" in use.path:
                continue
            attributes = use.attributes
            name, api = api_name(use.qualified)
            switched = switched or name in _SWITCHES
            keras = keras or name.startswith("tf.keras.") or name == "tf.keras"
            if _NEEDS_GRAPH.match(name) and not use.guarded:
                graph_names.add(name)
            if self.file.needs_keras2(name):
                keras2_names.add(name)
            marked = marked or name.startswith(_EAGER_MARKS)
            plain = plain or (use.path == "tensorflow" and attributes[:2] != ["compat", "v1"])
            if use.reference.role == "store" and len(attributes) == len(use.reference.trailers):
                patched.add(name)
            if use.guarded or any(role.startswith(_EITHER_WAY) for _, role in use.reference.conditions):
                continue
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
        dotted = False
        for imported in self.imports:
            name, api = api_name(imported.path)
            if api == "tf" and name.startswith("tf.contrib"):
                old = True
            one = imported.imported
            dotted = dotted or (one.name is None and one.alias is None and "." in one.module)
        return Traits(
            old=old,
            new=new,
            eager=eager,
            compat=compat,
            graph=graph,
            marked=marked,
            plain=plain,
            partitioner=b"partitioner" in self.data,
            switched=switched,
            dotted=dotted,
            keras=keras,
            # It matters only where nothing speaks for TensorFlow 1.
            modern=not old and any(word in self.data and pattern.search(self.data) is not None for word, pattern in _MODERN),
            graph_names=frozenset(graph_names),
            keras2_names=frozenset(keras2_names),
            patched=frozenset(patched),
        )

    def only_compared(self, use: Use) -> bool:
        """Whether a class is only asked about here: a base class, an annotation, the second argument of isinstance."""
        if use.reference.role == "base":
            return True
        start = use.reference.start
        node = self.root.descendant_for_byte_range(start, start)
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

    # ---- writing names

    def module_name(self, use: Use) -> str | None:
        """Return what to write for the TensorFlow module at the place of a use, or None."""
        return self.names.visible("tensorflow", use)

    def module_everywhere(self) -> str | None:
        """Return the name that the TensorFlow module has wherever one looks in the file, or None."""
        return self.ask((), _module_everywhere)

    def visible(self, path: str, use: Use) -> str | None:
        """Return the name that something of TensorFlow has at the place of a use, or None; see :meth:`Names.visible`."""
        if self.lifted and (path == _V1 or path.startswith(_V1 + ".")):
            path = ROOT + path[len(_V1) :]
        return self.names.visible(path, use)

    def import_tensorflow(self) -> str | None:
        """Return the name that the module has behind :data:`IMPORT`; None if another thing has that name already."""
        return None if self.ask((b"tf",), _tf_is_taken) else "tf"

    def conditions(self) -> Conditions:
        """Return what decides the conditions of rows."""
        return Conditions(self)


def _module_everywhere(file: FileContext) -> str | None:
    return file.names.everywhere(ROOT)


def _through_v1(use: Use) -> Use:
    """Return a use as it is once the import of its file names ``tensorflow.compat.v1``."""
    rest = use.path.partition(".")[2]
    below = rest.partition(".")[0] if rest else use.attributes[0] if use.attributes else ""
    return use if below in _NOT_THROUGH_V1 else replace(use, path=f"{_V1}.{rest}" if rest else _V1)


def _tf_is_taken(file: FileContext) -> bool:
    """Whether ``tf`` stands for something else than TensorFlow anywhere."""
    if not file.names.is_free("tf"):
        return True
    for index, chunk in enumerate(file.document.chunks):
        if b"tf" not in chunk.data:
            continue
        known = {use.reference.start for use in file.names.uses(index) if use.reference.name == "tf" and use.path == "tensorflow"}
        for match in re.finditer(rb"\btf\b", chunk.data):
            node = chunk.root.descendant_for_byte_range(match.start(), match.end())
            parent = node.parent if node is not None else None
            if node is None or parent is None or node.type != "identifier" or match.start() in known or parent.type == "aliased_import":
                continue
            if parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
                continue
            if parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
                continue
            return True
    return False


def placed(document: Document, edit: Edit) -> Edit:
    """Return the edit that :data:`IMPORT`, :data:`KERAS2` or another edit with the same start stands for in a document."""
    if edit.start == KERAS2.start:
        return _keras2_edit(document, edit.text)
    start, end = _import_place(document)
    text = f"{document.line_end}{edit.text}" if end else f"{edit.text}{document.line_end}"
    return Edit(start, start, text)


def _keras2_edit(document: Document, text: str) -> Edit:
    """Return the edit that sets the environment before every other import; ``import os`` is made use of if it comes first."""
    line_end = document.line_end
    start, end = _import_place(document)
    if not end:
        line = document.data[start : start + 10]
        if re.match(rb"import os\s*$", line.split(b"\n")[0]):
            stop = document.data.find(b"\n", start)
            if stop >= 0:
                return Edit(stop + 1, stop + 1, f"{text}{line_end}")
        return Edit(start, start, f"import os{line_end}{text}{line_end}")
    return Edit(start, start, f"{line_end}import os{line_end}{text}")


def _import_place(document: Document) -> tuple[int, bool]:
    """Return where an import is written, and whether it goes on a line of its own behind that place, not before it.

    That is before the first import, behind the docstring, imports from ``__future__`` and what chooses Keras.
    """
    behind = 0
    first: int | None = None
    # Mostly the place is near the beginning, and the trees of the other chunks need not be made.
    chooses = any(_chooses_keras(child) for chunk in document.chunks if _CHOICE in chunk.data for child in chunk.root.children)
    for start, child in ((start, child) for start, chunk in zip(document.chunk_starts, document.chunks) for child in chunk.root.children):
        if child.type == "comment":
            continue
        if first is None:
            first = start + child.start_byte
        if child.type == "expression_statement" and child.children and child.children[0].type == "string" and behind == 0:
            behind = start + child.end_byte
            continue
        if child.type == "future_import_statement":
            behind = start + child.end_byte
            continue
        if chooses:
            behind = start + child.end_byte
            chooses = not _chooses_keras(child)
            continue
        if child.type in ("import_statement", "import_from_statement"):
            return start + child.start_byte, False
        return (behind, True) if behind else (first, False)
    return (behind, True) if behind else (first or 0, False)


def _chooses_keras(node: Node) -> bool:
    return node.type == "expression_statement" and _CHOICE in (node.text or b"")


@lru_cache(maxsize=8192)
def _with_modules(name: str) -> tuple[str, ...]:
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


@lru_cache(maxsize=8192)
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
    creates: tuple[str, ...] = (),
) -> Finding:
    """Return a finding of a rule, with at most one fix of level ``symbols``; ``creates`` names the companion modules that the fix needs."""
    fixes = (Fix(fix[0], Level.SYMBOLS, fix[1], fix[2], creates),) if fix is not None else ()
    return Finding(rule.code, rule.slug, severity, message, start, end, symbol, rule.guide, fixes, deprecated)
