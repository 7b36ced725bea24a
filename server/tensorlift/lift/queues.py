"""Queues of examples: what they read and how they batch it becomes a dataset, as TensorFlow 2 has it.

The program that comes out is still one of TensorFlow 1, which takes the elements of the dataset by a one-shot iterator.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tensorlift.lift.known.base import arguments
from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, Refusal, free_name, stored_names, walk
from tensorlift.lift.queue_runners import RUNNERS, without_runner
from tensorlift.lift.text import Text

_PRODUCERS = {
    "train.string_input_producer": ("string_tensor", "num_epochs", "shuffle", "seed", "capacity", "shared_name", "name", "cancel_op"),
    "train.slice_input_producer": ("tensor_list", "num_epochs", "shuffle", "seed", "capacity", "shared_name", "name"),
    "train.range_input_producer": ("limit", "num_epochs", "shuffle", "seed", "capacity", "shared_name", "name"),
    "train.input_producer": (
        *("input_tensor", "element_shape", "num_epochs", "shuffle", "seed", "capacity", "shared_name", "summary_name", "name"),
        "cancel_op",
    ),
}
_READERS = {
    "TextLineReader": ("TextLineDataset", ("skip_header_lines", "name")),
    "TFRecordReader": ("TFRecordDataset", ("name", "options")),
    "FixedLengthRecordReader": (
        "FixedLengthRecordDataset",
        ("record_bytes", "header_bytes", "footer_bytes", "hop_bytes", "name", "encoding"),
    ),
    "WholeFileReader": ("", ("name",)),
}
_BATCHES = {
    "train.batch": (
        *("tensors", "batch_size", "num_threads", "capacity", "enqueue_many", "shapes", "dynamic_pad", "allow_smaller_final_batch"),
        *("shared_name", "name"),
    ),
    "train.shuffle_batch": (
        *("tensors", "batch_size", "capacity", "min_after_dequeue", "num_threads", "seed", "enqueue_many", "shapes"),
        *("allow_smaller_final_batch", "shared_name", "name"),
    ),
}
_WIDTH = 100
_FUNCTIONS = {"TextLineReader": "parse_line", "WholeFileReader": "parse_file"}


@dataclass(eq=False)
class _Origin:
    """The statement from which single examples come.

    Attributes:
        statement: The statement.
        block: The statements among which it stands.
        names: The names that stand for an example, in the order of its parts.
        dataset: The dataset of such examples, as code: what makes it, and the methods that follow.
        function: What a function that works on them may be called.
        gone: The statements of which nothing is left.
        is_list: The one name stands for the list of the parts.
    """

    statement: ast.Assign
    block: list[ast.stmt]
    names: list[str]
    dataset: list[str]
    function: str
    gone: list[ast.stmt]
    is_list: bool = False


def without_queues(program: Program) -> Program | None:
    """Return a program with one queue less, or without the coordinator of their threads; None where there is none.

    Raises:
        Refusal: A queue is used in a way that a dataset does not have.
        SharedLine: Several statements stand on a line that has to change.
    """
    symbols = {program.called(node) for node in program.each(ast.Call)}
    if symbols & {*RUNNERS}:
        return without_runner(program)
    if not symbols & {*_PRODUCERS, "train.start_queue_runners"}:
        return None
    if symbols & {*_PRODUCERS}:
        return _Queues(program).one()
    return _without_coordinator(program)


class _Queues:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.tf = program.tf

    def one(self) -> Program:
        """Return the program with one producer taken away."""
        calls = [node for node in self.program.each(ast.Call) if self.program.called(node) in _PRODUCERS]
        origin = self._origin(min(calls, key=lambda one: self.program.span(one)))
        batch = self._batch(origin)
        text = Text(self.program)
        for one in origin.gone:
            text.remove(one)
        maker = f"{self.tf}.compat.v1.data.make_one_shot_iterator"
        if batch is None:
            made = self._fresh(self._name(origin.statement))
            indent = " " * origin.statement.col_offset
            text.insert(
                origin.statement.lineno, [indent + line for line in self._assigned(made, [one for one in origin.dataset if one], indent)]
            )
            text.edit(origin.statement.value, f"{maker}({made}).get_next()")
            targets = origin.statement.targets[0]
            if isinstance(targets, ast.Tuple) and len(origin.names) == 1 and not origin.is_list:
                text.edit(targets, origin.names[0])
            return edited(self.program, text)
        self._write_batch(origin, batch, text, maker)
        return edited(self.program, text)

    # --- where examples come from

    def _origin(self, call: ast.Call) -> _Origin:
        program = self.program
        statement = self.program.statement_of(call)
        symbol = str(program.called(call))
        values = arguments(call, _PRODUCERS[symbol])
        if "element_shape" in values or "cancel_op" in values:
            raise Refusal(call, "an argument of a producer is not lifted")
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            raise Refusal(call, "what a producer gives is not bound to a name")
        target = statement.targets[0]
        if symbol == "train.slice_input_producer":
            return self._slices(call, statement, values)
        around = program.parents[call]
        if isinstance(around, ast.Attribute) and around.attr == "dequeue" and isinstance(program.parents[around], ast.Call):
            if statement.value is not program.parents[around] or not isinstance(target, ast.Name):
                raise Refusal(call, "what a producer gives is not bound to a name")
            return _Origin(statement, self._block(statement), [target.id], self._elements(symbol, values), "preprocess", [])
        if statement.value is not call or not isinstance(target, ast.Name):
            raise Refusal(call, "what a producer gives is not bound to a name")
        return self._read(call, statement, target.id, values, symbol)

    def _slices(self, call: ast.Call, statement: ast.Assign, values: dict[str, ast.expr]) -> _Origin:
        given = values["tensor_list"]
        target = statement.targets[0]
        if not isinstance(given, (ast.List, ast.Tuple)) or any(isinstance(one, ast.Starred) for one in given.elts):
            raise Refusal(call, "the list of a producer is not written out")
        parts = [self.program.source(one) for one in given.elts]
        inner = ", ".join(parts) + ("," if len(parts) == 1 else "")
        dataset = [f"{self.tf}.data.Dataset.from_tensor_slices(({inner}))"]
        dataset += [self._shuffled(values, parts[0], given.elts[0]), self._repeated(values)]
        if statement.value is not call:
            raise Refusal(call, "what a producer gives is not bound to a name")
        if isinstance(target, (ast.Tuple, ast.List)) and all(isinstance(one, ast.Name) for one in target.elts):
            names = [one.id for one in target.elts if isinstance(one, ast.Name)]
            return _Origin(statement, self._block(statement), names, dataset, "preprocess", [])
        if isinstance(target, ast.Name):
            return _Origin(statement, self._block(statement), [target.id], dataset, "preprocess", [], is_list=True)
        raise Refusal(call, "what a producer gives is not bound to a name")

    def _read(self, call: ast.Call, statement: ast.Assign, queue: str, values: dict[str, ast.expr], symbol: str) -> _Origin:
        program = self.program
        uses = [
            node
            for node in walk(self._scope(statement))
            if isinstance(node, ast.Name) and node.id == queue and isinstance(node.ctx, ast.Load)
        ]
        if len(uses) != 1:
            raise Refusal(uses[1] if len(uses) > 1 else call, "a queue is read in several places" if uses else "nothing reads a queue")
        read = program.parents[uses[0]]
        made = self.program.statement_of(uses[0])
        if (
            isinstance(read, ast.Attribute)
            and read.attr == "dequeue"
            and isinstance(made, ast.Assign)
            and isinstance(made.targets[0], ast.Name)
        ):
            if made.value is not program.parents[read]:
                raise Refusal(made, "what a queue gives is not bound to a name")
            return _Origin(made, self._block(made), [made.targets[0].id], self._elements(symbol, values), "preprocess", [statement])
        if symbol != "train.string_input_producer" or not isinstance(read, ast.Call) or not isinstance(read.func, ast.Attribute):
            raise Refusal(uses[0], "a queue goes to a function that is called in several places, or that is not known here")
        if read.func.attr != "read" or not isinstance(made, ast.Assign) or made.value is not read or len(read.args) != 1:
            raise Refusal(read, f"`{program.source(read.func)}` of a reader is not lifted")
        target = made.targets[0]
        if not isinstance(target, ast.Tuple) or len(target.elts) != 2 or not isinstance(target.elts[1], ast.Name):
            raise Refusal(made, "what a reader gives is not bound to two names")
        gone: list[ast.stmt] = [statement]
        reader = read.func.value
        if isinstance(reader, ast.Name):
            found = [
                one for one in walk(self._scope(made))
                if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == reader.id
            ]  # fmt: skip
            loads = [
                node
                for node in walk(self._scope(made))
                if isinstance(node, ast.Name) and node.id == reader.id and isinstance(node.ctx, ast.Load)
            ]
            if len(found) != 1 or len(loads) != 1:
                raise Refusal(reader, "a reader reads in several places")
            gone.append(found[0])
            reader = found[0].value
        kind = str(program.called(reader))
        if not isinstance(reader, ast.Call) or kind not in _READERS:
            raise Refusal(reader, "this reader is not lifted")
        key = self._key(target.elts[0], made)
        dataset = self._records(reader, kind, values, key is not None)
        names = [target.elts[1].id] if key is None else [key, target.elts[1].id]
        return _Origin(made, self._block(made), names, dataset, _FUNCTIONS.get(kind, "parse_record"), gone)

    def _key(self, node: ast.expr, made: ast.stmt) -> str | None:
        """Return the name of the key of a record, if anything uses it."""
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        kind = type(node)
        used = any(
            isinstance(one, kind)
            and getattr(one, "id", getattr(one, "attr", "")) == name
            and isinstance(getattr(one, "ctx", None), ast.Load)
            for one in walk(self._scope(made))
        )
        if not used:
            return None
        if not isinstance(node, ast.Name):
            raise Refusal(node, "the key of a record is kept in an object")
        return node.id

    def _records(self, reader: ast.Call, kind: str, values: dict[str, ast.expr], with_key: bool) -> list[str]:
        """Return the dataset of the records of files."""
        given = {key: self.program.source(node) for key, node in arguments(reader, _READERS[kind][1]).items() if key != "name"}
        files = values["string_tensor"]
        text, tf = self.program.source(files), self.tf
        is_one = isinstance(files, (ast.List, ast.Tuple)) and len(files.elts) == 1 and not isinstance(files.elts[0], ast.Starred)
        shuffled = "" if is_one else self._shuffled(values, text, files)
        repeated = self._repeated(values)
        slices = [f"{tf}.data.Dataset.from_tensor_slices({text})", shuffled]
        if kind == "WholeFileReader":
            read = f"lambda name: (name, {tf}.io.read_file(name))" if with_key else f"{tf}.io.read_file"
            return [*slices, repeated, f".map({read})"]
        if with_key:
            raise Refusal(reader, "the key of a record is used, which tells its place in the file")
        if set(given) & {"options", "hop_bytes", "encoding"}:
            raise Refusal(reader, "an option of a reader is not lifted")
        name = f"{tf}.data.{_READERS[kind][0]}"
        skipped = given.pop("skip_header_lines", "0")
        rest = "".join(f", {key}={value}" for key, value in given.items())
        if skipped not in ("0", "None"):
            if is_one:
                return [f"{name}({text})", f".skip({skipped})", repeated]
            return [*slices, repeated, f".flat_map(lambda name: {name}(name).skip({skipped}))"]
        if shuffled:
            return [f"{name}({''.join(slices)}{repeated}{rest})"]
        return [f"{name}({text}{rest})", repeated]

    def _elements(self, symbol: str, values: dict[str, ast.expr]) -> list[str]:
        """Return the dataset of what a queue holds itself."""
        given = values[_PRODUCERS[symbol][0]]
        text = self.program.source(given)
        if symbol == "train.range_input_producer":
            size, text = text, f"{self.tf}.range({text})"
            shuffled = "" if self._is_false(values.get("shuffle")) else f".shuffle({size}{self._seed(values)})"
            return [f"{self.tf}.data.Dataset.from_tensor_slices({text})", shuffled, self._repeated(values)]
        return [f"{self.tf}.data.Dataset.from_tensor_slices({text})", self._shuffled(values, text, given), self._repeated(values)]

    def _shuffled(self, values: dict[str, ast.expr], text: str, node: ast.expr) -> str:
        flag = values.get("shuffle")
        if self._is_false(flag):
            return ""
        if flag is not None and not isinstance(flag, ast.Constant):
            raise Refusal(flag, "whether a queue is shuffled is not written out")
        if isinstance(node, (ast.List, ast.Tuple)) and not any(isinstance(one, ast.Starred) for one in node.elts):
            return f".shuffle({len(node.elts)}{self._seed(values)})"
        if not isinstance(node, (ast.Name, ast.Attribute)):
            raise Refusal(node, "how many elements a queue shuffles cannot be told")
        return f".shuffle(len({text}){self._seed(values)})"

    def _seed(self, values: dict[str, ast.expr]) -> str:
        seed = values.get("seed")
        return f", seed={self.program.source(seed)}" if seed is not None and self.program.source(seed) != "None" else ""

    def _repeated(self, values: dict[str, ast.expr]) -> str:
        epochs = values.get("num_epochs")
        text = self.program.source(epochs) if epochs is not None else "None"
        return "" if text == "1" else ".repeat()" if text == "None" else f".repeat({text})"

    def _is_false(self, node: ast.expr | None) -> bool:
        return isinstance(node, ast.Constant) and not node.value

    # --- what becomes of them

    def _batch(self, origin: _Origin) -> tuple[ast.Assign, ast.Call, list[ast.stmt]] | None:
        """Return the statement that batches examples, with the statements in between that work on them; None where nothing does."""
        dependent = set(origin.names)
        between: list[ast.stmt] = []
        found: tuple[ast.Assign, ast.Call, list[ast.stmt]] | None = None
        for statement in origin.block[origin.block.index(origin.statement) + 1 :]:
            used = {node.id for node in walk(statement) if isinstance(node, ast.Name)}
            if not used & dependent:
                continue
            calls = [node for node in walk(statement) if isinstance(node, ast.Call) and self._is_batch(node)]
            if found is None and calls:
                call = calls[0]
                if not isinstance(statement, ast.Assign) or statement.value is not call or self.program.called(call) not in _BATCHES:
                    raise Refusal(call, f"`{self.program.source(call.func)}` is not lifted in this form")
                found = statement, call, list(between)
                # what was bound before is not the batch
                dependent -= {name for target in statement.targets for name in stored_names(target)}
                continue
            if found is not None:
                node = next(node for node in walk(statement) if isinstance(node, ast.Name) and node.id in dependent)
                if isinstance(node.ctx, ast.Load):
                    raise Refusal(node, "a single example is used beside the batches that a queue makes of it")
                dependent -= stored_names(statement)
                continue
            between.append(statement)
            dependent |= stored_names(statement) | {
                node.value.id
                for node in walk(statement)
                if isinstance(node, (ast.Subscript, ast.Attribute))
                and not isinstance(node.ctx, ast.Load)
                and isinstance(node.value, ast.Name)
            }
        if found is None:
            return None
        self._check_between(origin, found)
        return found

    def _is_batch(self, node: ast.AST) -> bool:
        symbol = self.program.called(node) or ""
        return symbol in (*_BATCHES, "train.batch_join", "train.shuffle_batch_join", "train.maybe_batch", "train.maybe_shuffle_batch")

    def _check_between(self, origin: _Origin, found: tuple[ast.Assign, ast.Call, list[ast.stmt]]) -> None:
        """What works on examples moves, so nothing that it uses may change in between."""
        statement, _, between = found
        for one in between:
            for node in walk(one):
                if self.program.called(node) in ("Variable", "get_variable", "placeholder"):
                    raise Refusal(node, "a variable is made where single examples are read")
                if isinstance(node, (ast.Return, ast.Break, ast.Continue)):
                    raise Refusal(node, "a queue is built under a condition")
            used = {node.id for node in walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
            start, end = origin.block.index(one), origin.block.index(statement)
            for other in origin.block[start + 1 : end]:
                if other not in between and stored_names(other) & used:
                    raise Refusal(other, "what works on single examples is another value later")

    def _write_batch(self, origin: _Origin, found: tuple[ast.Assign, ast.Call, list[ast.stmt]], text: Text, maker: str) -> None:
        statement, call, between = found
        program = self.program
        indent = " " * statement.col_offset
        values = arguments(call, _BATCHES[str(program.called(call))])
        if "shapes" in values and program.source(values["shapes"]) != "None":
            raise Refusal(values["shapes"], "the shapes of a queue are not lifted")
        tensors = values["tensors"]
        before: list[str] = []
        dataset = [part for part in origin.dataset if part]
        if between or not self._is_whole(tensors, origin):
            result = self._result(tensors)
            parameters = ", ".join(origin.names)
            body = [line for one in between for line in self._moved(one, text)]
            if origin.is_list:
                parameters = f"*{parameters}"
            if body:
                name = self._fresh(origin.function)
                gap = [""] if indent else ["", ""]
                before = [
                    *gap,
                    f"def {name}({parameters}):",
                    *("    " + line if line else "" for line in [*body, f"return {result}"]),
                    *gap,
                ]
                dataset.append(f".map({name})")
            else:
                dataset.append(f".map(lambda {parameters}: {f'({result})' if ', ' in result else result})")
        if self._flag(values, "enqueue_many"):
            dataset.append(".unbatch()")
        if program.called(call) == "train.shuffle_batch":
            dataset.append(f".shuffle({program.source(values['capacity'])}{self._seed(values)})")
        drop = "" if self._flag(values, "allow_smaller_final_batch") else ", drop_remainder=True"
        kind = "padded_batch" if self._flag(values, "dynamic_pad") else "batch"
        dataset.append(f".{kind}({program.source(values['batch_size'])}{drop})")
        made = self._fresh(self._name(statement))
        lines = self._assigned(made, dataset, indent)
        text.remove(origin.statement)
        text.insert(program.first_line(statement), [indent + line if line else "" for line in before])
        text.insert(statement.lineno, [indent + line for line in lines])
        text.edit(call, f"{maker}({made}).get_next()")

    def _assigned(self, name: str, dataset: list[str], indent: str) -> list[str]:
        """Return the lines that bind a dataset to a name."""
        line = f"{name} = {''.join(dataset)}"
        return [line] if len(indent + line) <= _WIDTH or len(dataset) == 1 else [f"{name} = (", *(f"    {part}" for part in dataset), ")"]

    def _name(self, statement: ast.Assign) -> str:
        """Return what the dataset may be called: after its batches, if there is another one."""
        bound = sorted(stored_names(statement.targets[0]))
        taken = any(isinstance(node, ast.Name) and node.id == "dataset" for node in walk(self.program.tree))
        if not taken or len(bound) != 1:
            return "dataset"
        return f"{bound[0].removesuffix('_batch').removesuffix('_batches')}_dataset"

    def _is_whole(self, tensors: ast.expr, origin: _Origin) -> bool:
        """Whether a batch is made of all parts of an example, as they are."""
        if not isinstance(tensors, (ast.List, ast.Tuple)):
            return origin.is_list and isinstance(tensors, ast.Name) and tensors.id == origin.names[0]
        names = [one.id for one in tensors.elts if isinstance(one, ast.Name)]
        is_tuple = origin.is_list or "from_tensor_slices((" in origin.dataset[0]
        return names == origin.names and len(names) == len(tensors.elts) and not origin.is_list and (len(names) > 1 or not is_tuple)

    def _result(self, tensors: ast.expr) -> str:
        if isinstance(tensors, (ast.List, ast.Tuple)) and not any(isinstance(one, ast.Starred) for one in tensors.elts):
            return ", ".join(self.program.source(one) for one in tensors.elts)
        if isinstance(tensors, ast.Dict):
            return self.program.source(tensors)
        raise Refusal(tensors, "what is batched is not written out")

    def _flag(self, values: dict[str, ast.expr], name: str) -> bool:
        node = values.get(name)
        if node is not None and not isinstance(node, ast.Constant):
            raise Refusal(node, f"`{name}` of a queue is not written out")
        return node is not None and bool(node.value)

    def _moved(self, statement: ast.stmt, text: Text) -> list[str]:
        """Return the lines of a statement with the comments above it, as at the beginning of a line."""
        program = self.program
        text.own(statement)
        first, last = program.first_line(statement), statement.end_lineno or statement.lineno
        lines = program.data[program.line_start(first) : program.line_start(last + 1)].decode().rstrip("\n").split("\n")
        text.remove_lines(range(first, last + 1))
        width = statement.col_offset
        inside = [any(a < first + number <= b for a, b in program.strings) for number in range(len(lines))]
        return [line if is_text else line[width:] if not line[:width].strip() else line.lstrip() for line, is_text in zip(lines, inside)]

    # --- names and places

    def _block(self, statement: ast.stmt) -> list[ast.stmt]:
        parent = self.program.parents[statement]
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and statement in block:
                if isinstance(parent, ast.With):
                    # what a scope or a device is for does not matter to a dataset, but where it ends does
                    outer = self._block(parent)
                    behind = outer[outer.index(parent) + 1 :]
                    return [*block, *behind]
                return block
        raise Refusal(statement, "a queue is built under a condition")

    def _scope(self, node: ast.AST) -> ast.AST:
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return node

    def _fresh(self, name: str) -> str:
        used = {node.id for node in self.program.each(ast.Name)}
        used |= {node.name for node in self.program.each((ast.FunctionDef, ast.ClassDef))}
        return free_name(name, used)


# --- the coordinator of threads


def _without_coordinator(program: Program) -> Program:
    """Return a program without the threads that fill queues, and without what stops them."""
    names = {
        program.source(target)
        for node in program.each(ast.Assign)
        if program.called(node.value) == "train.Coordinator"
        for target in node.targets
    }
    text = Text(program)
    removed: set[ast.stmt] = set()
    stopped: set[ast.AST] = set()
    for node in walk(program.tree):
        if isinstance(node, (ast.Expr, ast.Assign)) and isinstance(node.value, ast.Call):
            if program.called(node.value) in ("train.start_queue_runners", "train.Coordinator"):
                _remove(program, text, node, removed)
            elif _method(program, node.value, names) in ("request_stop", "join", "clear_stop"):
                if _method(program, node.value, names) == "request_stop" and _in_loop(program, node, names):
                    _stop(program, text, node, names)
                    stopped.add(node)
                    continue
                _remove(program, text, node, removed)
    followed: set[ast.AST] = set()
    for node in walk(program.tree):
        if isinstance(node, ast.While):
            _loop_test(program, text, node, names)
            followed.add(node.test)
        elif isinstance(node, ast.If) and _method(program, node.test, names) == "should_stop" and not node.orelse:
            if len(node.body) == 1 and isinstance(node.body[0], (ast.Break, ast.Return)):
                _remove(program, text, node, removed)
    _check_uses(program, names, removed | followed | stopped)
    for node in walk(program.tree):
        if isinstance(node, ast.Try):
            _dissolve(program, text, node, removed)
    return edited(program, text)


def _check_uses(program: Program, names: set[str], followed: set[ast.AST]) -> None:
    """Check that nothing else uses a coordinator, or the threads."""
    gone = set(names)
    for node in followed:
        if isinstance(node, ast.Assign):
            gone |= {program.source(target) for target in node.targets}
    inside = {node for one in followed for node in walk(one)}
    for node in walk(program.tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and node not in inside and program.source(node) in gone:
            raise Refusal(node, f"`{program.source(node)}` is used in a way that is not followed")


def _remove(program: Program, text: Text, node: ast.stmt, removed: set[ast.stmt]) -> None:
    removed.add(node)
    text.remove(node)


def _method(program: Program, call: ast.expr, names: set[str]) -> str | None:
    """Return which method of a coordinator a call calls."""
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and program.source(call.func.value) in names:
        return call.func.attr
    return None


def _in_loop(program: Program, node: ast.AST, names: set[str]) -> ast.While | None:
    """Return the loop around a statement that goes on until the coordinator stops it."""
    while node in program.parents and not isinstance(node, ast.FunctionDef):
        node = program.parents[node]
        if isinstance(node, ast.While) and any(
            _method(program, one, names) == "should_stop" for one in walk(node.test) if isinstance(one, ast.Call)
        ):
            return node
    return None


def _stop(program: Program, text: Text, statement: ast.stmt, names: set[str]) -> None:
    """Leave a loop where it would have stopped before its next round."""
    loop = _in_loop(program, statement, names)
    node: ast.AST = statement
    while node is not loop:
        parent = program.parents[node]
        blocks = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
        block = next((one for one in blocks if isinstance(one, list) and node in one), None)
        is_last = block[-1] is node if block is not None else isinstance(node, ast.ExceptHandler)
        if not is_last or (isinstance(parent, (ast.For, ast.While)) and parent is not loop):
            raise Refusal(statement, "the coordinator is asked to stop in the middle of a loop")
        node = parent
    text.edit(statement, "break")


def _loop_test(program: Program, text: Text, loop: ast.While, names: set[str]) -> None:
    asked = [one for one in walk(loop.test) if isinstance(one, ast.Call) and _method(program, one, names) == "should_stop"]
    if not asked:
        return
    test = loop.test
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and test.operand is asked[0]:
        text.edit(test, "True")
        return
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        rest = [one for one in test.values if not (isinstance(one, ast.UnaryOp) and one.operand is asked[0])]
        if len(rest) == len(test.values) - 1:
            text.edit(test, " and ".join(program.source(one) for one in rest))
            return
    raise Refusal(loop, "whether the coordinator has stopped is asked in a way that is not followed")


def _dissolve(program: Program, text: Text, node: ast.Try, removed: set[ast.stmt]) -> None:
    """Let the parts of a `try` go that were about the coordinator only."""
    handlers = []
    for handler in node.handlers:
        if not all(one in removed for one in handler.body):
            handlers.append(handler)
            continue
        kind = program.symbol(handler.type) if handler.type is not None else None
        text.dissolve(handler)
        start = program.span(handler)[0]
        colon = program.data.index(b":", program.span(handler.type)[1] if handler.type is not None else start) + 1
        if kind == "errors.OutOfRangeError" or handler.type is None or program.source(handler.type) in ("Exception", "BaseException"):
            # a coordinator takes the end of the data for a clean stop, and raises everything else again
            text.replace(start, colon, f"except {program.tf}.errors.OutOfRangeError:")
            text.insert(handler.lineno + 1, [" " * handler.body[0].col_offset + "pass"])
            handlers.append(handler)
        else:
            text.remove_lines([handler.lineno])
    if node.finalbody and all(one in removed for one in node.finalbody):
        line = next(
            number for number in range(node.finalbody[0].lineno, 0, -1) if program.lines[number - 1].decode().strip().startswith("finally")
        )
        text.remove_lines([line])
        for one in node.finalbody:
            text.remove(one)
        text.dissolve(node)
        if not handlers:
            text.remove_lines([node.lineno])
            last = node.body[-1].end_lineno or 0
            text.dedent(range(node.lineno + 1, last + 1), node.body[0].col_offset - node.col_offset)
