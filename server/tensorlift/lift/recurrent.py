"""Recurrent networks as Keras layers around cells: the layer is made once, and called where the network was unrolled."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.cells import Cell, Projection, Share
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, needed
from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.slices import Leaf
from tensorlift.lift.values import COMPUTED, Scope

DROPOUT = ("cell", "input_keep_prob", "output_keep_prob", "state_keep_prob", "variational_recurrent", "input_size", "dtype", "seed",
           "dropout_state_filter_visitor")  # fmt: skip
STATE_TUPLE = 'LSTMStateTuple = namedtuple("LSTMStateTuple", ["c", "h"])'


@dataclass(frozen=True)
class Run:
    """A function that unrolls cells over time.

    Attributes:
        names: Its parameters, in order.
        cells: Those that get the cells.
        starts: Those that get the first states.
        is_static: It gets and gives lists of tensors, one for each step.
    """

    names: tuple[str, ...]
    cells: tuple[str, ...] = ("cell",)
    starts: tuple[str, ...] = ("initial_state",)
    is_static: bool = False


_BOTH = ("cell_fw", "cell_bw"), ("initial_state_fw", "initial_state_bw")
RUNS = {
    "nn.dynamic_rnn": Run(
        ("cell", "inputs", "sequence_length", "initial_state", "dtype", "parallel_iterations", "swap_memory", "time_major", "scope")
    ),
    "nn.static_rnn": Run(("cell", "inputs", "initial_state", "dtype", "sequence_length", "scope"), is_static=True),
    "nn.bidirectional_dynamic_rnn": Run(
        ("cell_fw", "cell_bw", "inputs", "sequence_length", "initial_state_fw", "initial_state_bw", "dtype", "parallel_iterations",
         "swap_memory", "time_major", "scope"),
        *_BOTH,
    ),
    "nn.static_bidirectional_rnn": Run(
        ("cell_fw", "cell_bw", "inputs", "initial_state_fw", "initial_state_bw", "dtype", "sequence_length", "scope"), *_BOTH, is_static=True
    ),
}  # fmt: skip
for _name in ("static_rnn", "static_bidirectional_rnn"):
    RUNS[f"contrib.rnn.{_name}"] = RUNS[f"nn.{_name}"]
for _name in ("dynamic_rnn", "static_rnn", "bidirectional_dynamic_rnn", "static_bidirectional_rnn"):
    # where they are defined
    RUNS[f"python.ops.rnn.{_name}"] = RUNS[f"nn.{_name}"]


def is_float32(program: Program, node: ast.expr | None) -> bool:
    """Whether a data type is written out as ``tf.float32``."""
    if isinstance(node, ast.Constant):
        return node.value in ("float32", "float")
    return node is not None and (program.symbol(node) == "float32" or program.source(node) in ("np.float32", "numpy.float32"))


def bias_of(rewriter: Rewriter, kind: str, values: dict[str, ast.expr], units: str) -> list[str]:
    """Return the arguments by which a Keras cell has the biases that one of TensorFlow 1 had, in its own order.

    Args:
        rewriter: Writes expressions.
        kind: The Keras class without its ``Cell``.
        values: The arguments that the cell was made with.
        units: Its size, as written.
    """
    tf = rewriter.program.tf
    many = units if units.isidentifier() or units.isdecimal() else f"({units})"
    if kind == "GRU":
        # TensorFlow 1 applied the reset gate in front of the matrix, and let both gates begin open.
        initializer = values.get("bias_initializer")
        if initializer is None or (isinstance(initializer, ast.Constant) and initializer.value is None):
            text = f"{tf}.constant_initializer([1.0] * 2 * {many} + [0.0] * {many})"
        else:
            text = rewriter.text(initializer) + ("()" if isinstance(initializer, ast.Attribute) else "")
        return [f"bias_initializer={text}", "reset_after=False"]
    forget = values.get("forget_bias")
    if kind != "LSTM" or forget is None or (isinstance(forget, ast.Constant) and forget.value == 1):
        return []
    if isinstance(forget, ast.Constant) and forget.value == 0:
        return ["unit_forget_bias=False"]
    text = f"[0.0] * {many} + [{rewriter.text(forget)}] * {many} + [0.0] * 2 * {many}"
    return ["unit_forget_bias=False", f"bias_initializer={tf}.constant_initializer({text})"]


@dataclass
class _Direction:
    """One cell of a network, with what it gives."""

    cell: Cell
    layer: str
    backwards: bool
    output: str | None
    state: ast.expr | None
    start: ast.expr | None
    lines: list[str] = field(default_factory=list)


class Recurrent:
    """Writes one call of such a function.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        fresh: Gives a name that is not used yet.
        rewriter: Writes expressions, and takes what is written in the place of the statement.
    """

    def __init__(self, program: Program, evaluator: Evaluator, fresh: Callable[[str], str], rewriter: Rewriter) -> None:
        self.program = program
        self.evaluator = evaluator
        self.fresh = fresh
        self.rewriter = rewriter
        self._names = program.once(_names)
        self._unused: str | None = None
        """The name that outputs have which nothing uses."""
        self.closing: list[str] = []
        """The lines that put together what the program has as one."""

    def write(self, call: ast.Call, item: Item, prefix: str) -> list[str]:
        """Write a call, and the statement around it.

        Args:
            call: The call.
            item: The statement that it is a part of.
            prefix: What stands in front of the name of a layer, such as ``self.``.

        Returns:
            The lines that make the layers.

        Raises:
            Refusal: There is no counterpart.
        """
        run = RUNS[str(self.program.called(call))]
        values = arguments(call, run.names)
        cells = [values[name] for name in run.cells]
        found = [self.evaluator.value(one, item.before).cell for one in cells]
        statement = self.program.parents[call]
        target: ast.expr | None = None
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
        outputs, states = self._targets(call, target, len(cells) == 2, run.is_static)
        length = values.get("sequence_length")
        if isinstance(length, ast.Constant) and length.value is None:
            length = None
        major = values.get("time_major")
        if major is not None and not isinstance(major, ast.Constant):
            raise Refusal(major, "it cannot be told whether time comes first in the inputs of a recurrent network")
        is_major = isinstance(major, ast.Constant) and bool(major.value)
        made: list[str] = []
        lines: list[str] = []
        inputs = self.rewriter.text(values["inputs"])
        is_name = isinstance(values["inputs"], (ast.Name, ast.Attribute))
        if (length is not None or len(cells) == 2) and not is_name:
            # It is used more than once.
            name = self._local("inputs")
            lines.append(f"{name} = {inputs}")
            inputs = name
        tf = self.program.tf
        steps = f"len({inputs})" if run.is_static else f"{tf}.shape({inputs})[{int(not is_major)}]"
        mask = f"{tf}.sequence_mask({self.rewriter.text(length)}, {steps})" if length is not None else ""
        if mask and (len(cells) == 2 or any(one is not None and one.drops_inside for one in found)):
            name = self._local("mask")
            lines.append(f"{name} = {mask}")
            mask = name
        if run.is_static:
            inputs = f"{tf}.stack({inputs}, axis=1)"
        elif is_major:
            inputs = f"{tf}.transpose({inputs}, [1, 0, 2])"
        if (run.is_static or is_major) and len(cells) == 2:
            name = self._local("steps")
            lines.append(f"{name} = {inputs}")
            inputs = name
        for index, (node, cell) in enumerate(zip(cells, found)):
            if cell is None:
                raise Refusal(node, "it cannot be told of what kind the recurrent cell is")
            self.rewriter.gone.update(walk(node))
            start = values.get(run.starts[index])
            if start is not None and ((isinstance(start, ast.Constant) and start.value is None) or self._is_zero(start, item)):
                self.rewriter.gone.update(walk(start))
                start = None
            base = prefix + self._base(node)
            one = _Direction(cell, base, index == 1, outputs[index], states[index], start)
            self._direction(one, self.rewriter.text(node), inputs, mask, made, item)
            lines += one.lines
        ends = self._ends(run, is_major, outputs, target)
        self._put(call, statement, [*lines, *ends], target, outputs)
        return made

    # --- names

    def _base(self, node: ast.expr) -> str:
        """Return the name of the layer around a cell."""
        last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else "rnn"
        parts = [one for one in last.strip("_").split("_") if one not in ("cell", "cells", "")]
        return self.fresh("_".join([*(parts or ["rnn"]), "layer"]))

    def _local(self, name: str) -> str:
        """Return a name for something on the way, which nothing in the program has."""
        found, number = name, 2
        while found in self._names or (made := self.fresh(found)) != found:
            found, number = f"{name}_{number}", number + 1
        return made

    def _targets(
        self, call: ast.Call, target: ast.expr | None, is_both: bool, is_static: bool
    ) -> tuple[list[str | None], list[ast.expr | None]]:
        """Return the names that the outputs get, and what the states are bound to."""
        parent = self.program.parents[call]
        if target is None:
            if not is_both and isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant) and parent.slice.value == 0:
                return ["outputs"], [None]
            raise Refusal(call, "the results of a recurrent network are not bound to names")
        wanted = 3 if is_both and is_static else 2
        if not isinstance(target, (ast.Tuple, ast.List)) or len(target.elts) != wanted:
            raise Refusal(call, "the results of a recurrent network are not bound to a name each")
        elements = list(target.elts)
        if any(isinstance(one, ast.Starred) for one in elements):
            raise Refusal(call, "the results of a recurrent network are not bound to a name each")
        states: list[ast.expr | None] = [one if _is_used(self.program, one) else None for one in elements[1:]]
        if not is_both:
            if isinstance(elements[0], ast.Name) and elements[0].id != "_" and not _is_used(self.program, elements[0]):
                self._unused = elements[0].id
            return [self.program.source(elements[0]) if _is_used(self.program, elements[0]) else None], states
        if not is_static:
            states = self._halves(elements[1]) if states[0] is not None else [None, None]
        outputs = elements[0]
        if isinstance(outputs, (ast.Tuple, ast.List)) and len(outputs.elts) == 2 and not is_static:
            return [self.program.source(one) if _is_used(self.program, one) else None for one in outputs.elts], states
        if not _is_used(self.program, outputs):
            return [None, None], states
        name = self.program.source(outputs).rpartition(".")[2]
        names = [self._local(f"{name}_fw"), self._local(f"{name}_bw")]
        if not is_static:
            self.closing.insert(0, f"{self.program.source(outputs)} = {', '.join(names)}")
        return [*names], states

    def _halves(self, node: ast.expr) -> list[ast.expr | None]:
        if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == 2:
            return [one if _is_used(self.program, one) else None for one in node.elts]
        names = [self._local(f"{self.program.source(node).rpartition('.')[2]}_{one}") for one in ("fw", "bw")]
        self.closing.append(f"{self.program.source(node)} = {', '.join(names)}")
        return [ast.Name(name, ast.Store()) for name in names]

    def _source(self, node: ast.expr) -> str:
        return self.program.source(node) if hasattr(node, "lineno") else ast.unparse(node)

    # --- one direction

    def _direction(self, one: _Direction, cell: str, inputs: str, mask: str, made: list[str], item: Item) -> None:
        tf = self.program.tf
        given = inputs
        for share in one.cell.before:
            given = f"{tf}.nn.dropout({given}, rate={self._rate(share, item)})"
        options = []
        needs_state = one.state is not None
        if one.cell.drops_inside:
            self._layered(one, cell, given, mask, made, item)
        else:
            if one.output is not None:
                options.append("return_sequences=True")
            if needs_state:
                options.append("return_state=True")
            if one.backwards:
                options.append("go_backwards=True")
            if mask and one.output is not None:
                options.append("zero_output_for_mask=True")
            made.append(f"{one.layer} = {tf}.keras.layers.RNN({', '.join([cell, *options])})")
            call = f"{one.layer}({', '.join([given, *([f'mask={mask}'] if mask else []), *self._start(one)])})"
            if not needs_state:
                one.lines.append(f"{one.output or '_'} = {call}")
            else:
                assert one.state is not None
                self._with_state(one.output or "_", one.state, one.cell, call, one.lines, is_given=one.start is not None)
        for behind in one.cell.after if one.output is not None else ():
            assert one.output is not None
            if isinstance(behind, Share):
                one.lines.append(f"{one.output} = {tf}.nn.dropout({one.output}, rate={self._rate(behind, item)})")
                continue
            layer = one.layer.rpartition(".")[0] + "." * ("." in one.layer) + self.fresh(f"{one.output.rpartition('.')[2]}_layer")
            made.append(f"{layer} = {self._projection(behind, item)}")
            one.lines.append(f"{one.output} = {layer}({one.output})")
        if one.backwards and one.output is not None:
            one.lines.append(f"{one.output} = {tf}.reverse({one.output}, axis=[1])")

    def _projection(self, layer: Projection, item: Item) -> str:
        """Return the dense layer behind a cell."""
        for node in (layer.size, *([layer.activation] if layer.activation is not None else [])):
            self._same_names(node, layer.scope, item)
        given = [self.rewriter.text(layer.size)]
        if layer.activation is not None:
            given.append(f"activation={self.rewriter.text(layer.activation)}")
        initializer = self.rewriter.initializers.get(layer.call)
        if initializer is not None:
            text = self.rewriter.text(initializer)
            given.append(f"kernel_initializer={text}{'()' if isinstance(initializer, ast.Attribute) else ''}")
        return f"{self.program.tf}.keras.layers.Dense({', '.join(given)})"

    def _with_state(self, output: str, state: ast.expr, cell: Cell, call: str, lines: list[str], *, is_given: bool) -> None:
        """Write a call that gives a state, too, in the form that TensorFlow 1 gave it."""
        name = self._source(state)
        plain = name.rpartition(".")[2].strip("(),[] ")
        if cell.kind == "LSTM":
            if isinstance(state, (ast.Tuple, ast.List)) and len(state.elts) == 2:
                c, h = (self._source(one) for one in state.elts)
                lines.append(f"{output}, {h}, {c} = {call}")
                return
            h, c = self._local(f"{plain}_h"), self._local(f"{plain}_c")
            lines.append(f"{output}, {h}, {c} = {call}")
            lines.append(f"{name} = {self._state_tuple(c, h)}")
        elif cell.is_stack:
            taken, built = self._stack_state(cell, plain, is_given=is_given)
            lines.append(f"{output}, {taken} = {call}")
            lines.append(f"{name} = {built}")
        else:
            lines.append(f"{output}, {name} = {call}")

    def _stack_state(self, cell: Cell, name: str, *, is_given: bool) -> tuple[str, str]:
        """Return the names that the states of a stack get, and the tuple that TensorFlow 1 made of them.

        A cell with a single state gives a list with it, or the state itself where one was given.
        """
        if cell.every is not None:
            states = self._local(f"{name}_list")
            if cell.every.kind == "LSTM":
                return f"*{states}", f"tuple({self._state_tuple('c', 'h')} for h, c in {states})"
            return f"*{states}", f"tuple({states})" if is_given else f"tuple(h for h, in {states})"
        taken: list[str] = []
        built: list[str] = []
        for index, one in enumerate(cell.layers):
            if one.is_stack:
                raise Refusal(1, "a stack of recurrent cells stands in another one")
            h, c = self._local(f"{name}_h{index}"), self._local(f"{name}_c{index}") if one.kind == "LSTM" else ""
            taken.append(f"({h}, {c})" if c else h if is_given else f"({h},)")
            built.append(self._state_tuple(c, h) if c else h)
        return ", ".join(taken), f"({', '.join(built)}{',' if len(built) == 1 else ''})"

    def _state_tuple(self, c: str, h: str) -> str:
        self.rewriter.require("from collections import namedtuple")
        self.rewriter.define(STATE_TUPLE)
        return f"LSTMStateTuple({c}, {h})"

    def _start(self, one: _Direction) -> list[str]:
        if one.start is None:
            return []
        if one.cell.is_unlike:
            raise Refusal(one.start, "it cannot be told of what kind the recurrent cell is")
        text = self.rewriter.text(one.start)
        return [f"initial_state={self._keras_state(one.cell, text, isinstance(one.start, (ast.Name, ast.Attribute, ast.Subscript)))}"]

    def _keras_state(self, cell: Cell, text: str, is_name: bool) -> str:
        """Return a state in the form that Keras has it, from that which TensorFlow 1 had."""
        if cell.kind == "LSTM":
            return f"[{text}.h, {text}.c]" if is_name else f"{text}[::-1]"
        if cell.is_stack and cell.every is not None:
            return f"[[one.h, one.c] for one in {text}]" if cell.every.kind == "LSTM" else f"list({text})"
        if cell.is_stack:
            parts = [self._keras_state(one, f"{text}[{index}]", True) for index, one in enumerate(cell.layers)]
            return f"[{', '.join(parts)}]"
        return text

    def _layered(self, one: _Direction, cell: str, given: str, mask: str, made: list[str], item: Item) -> None:
        """Write a stack with dropout between its cells: a layer for each of them."""
        tf = self.program.tf
        every = one.cell.every
        if every is None or every.is_stack or one.backwards:
            raise Refusal(item.node, "recurrent cells that are not alike have dropout between them")
        layers = self.fresh(one.layer.rpartition(".")[2] + "s")
        layers = one.layer.rpartition(".")[0] + "." + layers if "." in one.layer else layers
        options = "return_sequences=True" + (", return_state=True" if one.state is not None else "")
        options += ", zero_output_for_mask=True" if mask else ""
        made.append(f"{layers} = [{tf}.keras.layers.RNN(one, {options}) for one in {cell}.cells]")
        output = one.output or self._unused or self._local("outputs")
        one.lines.append(f"{output} = {given}")
        body = [f"{output} = {tf}.nn.dropout({output}, rate={self._rate(share, item)})" for share in every.before]
        state = self._source(one.state) if one.state is not None else ""
        plain = state.rpartition(".")[2].strip("(),[] ")
        states = self._local(f"{plain}_list") if state else ""
        arguments_ = [output, *([f"mask={mask}"] if mask else [])]
        if one.start is not None:
            arguments_.append(f"initial_state={self._keras_state(every, 'start', True)}")
        call = f"layer({', '.join(arguments_)})"
        if not state:
            body.append(f"{output} = {call}")
        elif every.kind == "LSTM":
            body += [f"{output}, h, c = {call}", f"{states}.append({self._state_tuple('c', 'h')})"]
        else:
            body += [f"{output}, h = {call}", f"{states}.append(h)"]
        shares = [share for share in every.after if isinstance(share, Share)]
        body += [f"{output} = {tf}.nn.dropout({output}, rate={self._rate(share, item)})" for share in shares]
        if state:
            one.lines.append(f"{states} = []")
        head = f"for layer in {layers}:"
        if one.start is not None:
            head = f"for layer, start in zip({layers}, {self.rewriter.text(one.start)}):"
        one.lines += [head, *("    " + line for line in body)]
        if state:
            one.lines.append(f"{state} = tuple({states})")

    def _rate(self, share: Share, item: Item) -> str:
        """Return the rate of a dropout from the share that it keeps."""
        self._same_names(share.node, share.scope, item)
        self.rewriter.mention(item.node, share.node)
        text = self.rewriter.text(share.node)
        return (
            f"1 - {text}" if isinstance(share.node, (ast.Name, ast.Attribute, ast.Constant, ast.Call, ast.Subscript)) else f"1 - ({text})"
        )

    def _same_names(self, written: ast.expr, scope: Scope, item: Item) -> None:
        """Check that an expression is the same where a cell is used as it was where that was made."""
        for node in walk(written):
            if not isinstance(node, ast.Name) or node.id in self.program.imports:
                continue
            known = item.before.get(node.id)
            if known is not None and known.value.kind in COMPUTED and known.item is not None and known.item.function is not item.function:
                raise Refusal(written, f"`{node.id}`, which a run computes, is used in a function that it is not given to")
            if scope.get(node.id) is not known:
                raise Refusal(written, f"`{node.id}` is another value where the cell is used")
            for other in self.program.names.get(node.id, ()):
                if not isinstance(other.ctx, ast.Load) and other.lineno > item.node.lineno:
                    raise Refusal(other, f"`{node.id}`, which the graph was built with, is another value later")

    def _is_zero(self, start: ast.expr, item: Item) -> bool:
        """Whether a first state is the one that a layer begins with anyway."""
        value = self.evaluator.value(start, item.before)
        # by a second name, too
        return value.is_zero_state and not needed(value.items) & set(self.evaluator.tensors.values())

    # --- cells that the program calls itself

    def zero_state(self, call: ast.Call, cell: Cell) -> str:
        """Return the state that a cell begins with."""
        assert isinstance(call.func, ast.Attribute)
        values = arguments(call, ("batch_size", "dtype"))
        if not {"batch_size", "dtype"} <= set(values) or not is_float32(self.program, values["dtype"]):
            raise Refusal(call, "it cannot be told that the first state of a recurrent network is made of `tf.float32`")
        if cell.is_unlike:
            raise Refusal(call, "it cannot be told of what kind the recurrent cell is")
        return self._zeros(self.rewriter.text(call.func.value), self.rewriter.text(values["batch_size"]), cell.bare)

    def state_size(self, node: ast.Attribute, cell: Cell) -> None:
        """Write how large the state of a cell is that is no single tensor."""
        name = self.rewriter.text(node.value)
        parent = self.program.parents[node]
        index = parent.slice if isinstance(parent, ast.Subscript) and parent.value is node else None
        is_place = isinstance(index, ast.Constant) and index.value in (0, 1)
        if cell.kind == "LSTM" and (is_place or (isinstance(parent, ast.Attribute) and parent.attr in ("c", "h"))):
            self.rewriter.replaced[parent] = lambda: f"{name}.units"
            return
        text = self._sizes(name, cell)
        self.rewriter.replaced[node] = lambda: text

    def _sizes(self, name: str, cell: Cell) -> str:
        if cell.kind == "LSTM":
            return self._state_tuple(f"{name}.units", f"{name}.units")
        if not cell.is_stack:
            return f"{name}.units"
        if cell.every is not None:
            return f"tuple({self._sizes('one', cell.every)} for one in {name}.cells)"
        parts = [self._sizes(f"{name}.cells[{index}]", one) for index, one in enumerate(cell.layers)]
        return f"({', '.join(parts)},)"

    def _zeros(self, name: str, batch: str, cell: Cell) -> str:
        zeros = f"{self.program.tf}.zeros([{batch}, {name}.units])"
        if cell.kind == "LSTM":
            return self._state_tuple(zeros, zeros)
        if not cell.is_stack:
            return zeros
        if cell.every is not None:
            return f"tuple({self._zeros('one', batch, cell.every)} for one in {name}.cells)"
        parts = [self._zeros(f"{name}.cells[{index}]", batch, one) for index, one in enumerate(cell.layers)]
        return f"({', '.join(parts)})"

    def step(self, call: ast.Call, cell: Cell) -> None:
        """Write a call of a cell for a single step."""
        values = arguments(call, ("inputs", "state", "scope"))
        if not {"inputs", "state"} <= set(values):
            raise Refusal(call, "an argument of a recurrent cell is missing")
        called, inputs, state = (self.rewriter.text(one) for one in (call.func, values["inputs"], values["state"]))
        is_name = isinstance(values["state"], (ast.Name, ast.Attribute, ast.Subscript))
        text = f"{called}({inputs}, {self._keras_state(cell, state, is_name)})"
        if cell.has_one_state:
            self.rewriter.replaced[call] = lambda: text
            return
        statement = self.program.parents[call]
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        if not isinstance(target, (ast.Tuple, ast.List)) or len(target.elts) != 2:
            raise Refusal(call, "the results of a recurrent cell are not bound to a name each")
        lines: list[str] = []
        output = self.program.source(target.elts[0])
        kept = self.program.source(target.elts[1])
        plain = kept.rpartition(".")[2].strip("(),[] ")
        if cell.kind == "LSTM" and isinstance(target.elts[1], (ast.Tuple, ast.List)):
            c, h = (self.program.source(one) for one in target.elts[1].elts)
            lines.append(f"{output}, ({h}, {c}) = {text}")
        elif cell.kind == "LSTM":
            h, c = self._local(f"{plain}_h"), self._local(f"{plain}_c")
            lines += [f"{output}, ({h}, {c}) = {text}", f"{kept} = {self._state_tuple(c, h)}"]
        else:
            taken, built = self._stack_state(cell, plain, is_given=True)
            lines += [f"{output}, {taken.removeprefix('*') if taken[0] == '*' else f'({taken},)'} = {text}", f"{kept} = {built}"]
        assert isinstance(statement, ast.stmt)
        indent = "\n" + " " * statement.col_offset
        self.rewriter.replaced[statement] = lambda: indent.join(lines)

    # --- the whole

    def _ends(self, run: Run, is_major: bool, outputs: list[str | None], target: ast.expr | None) -> list[str]:
        """Return the lines that give the outputs the form that they had."""
        tf = self.program.tf
        lines: list[str] = []
        if len(outputs) == 2 and run.is_static and outputs[0] is not None:
            assert isinstance(target, (ast.Tuple, ast.List))
            bound = self.program.source(target.elts[0])
            return [f"{bound} = {tf}.unstack({tf}.concat([{outputs[0]}, {outputs[1]}], axis=2), axis=1)"]
        for name in outputs:
            if name is not None and run.is_static:
                lines.append(f"{name} = {tf}.unstack({name}, axis=1)")
            elif name is not None and is_major:
                lines.append(f"{name} = {tf}.transpose({name}, [1, 0, 2])")
        return lines + self.closing

    def _put(self, call: ast.Call, statement: ast.AST, lines: list[str], target: ast.expr | None, outputs: list[str | None]) -> None:
        """Put lines in the place of a statement."""
        if target is None:
            if len(lines) != 1 or outputs[0] is None:
                raise Refusal(call, "the results of a recurrent network are not bound to names")
            self.rewriter.replaced[self.program.parents[call]] = lambda: lines[0].removeprefix(f"{outputs[0]} = ")
            return
        assert isinstance(statement, ast.Assign)
        indent = "\n" + " " * statement.col_offset
        self.rewriter.replaced[statement] = lambda: indent.join(lines)


def _names(program: Program) -> set[str]:
    """Return the names of a program, those of parameters included."""
    return {*program.names, *(node.arg for node in program.each(ast.arg))}


def _is_used(program: Program, target: ast.expr) -> bool:
    """Whether anything reads what a target binds; by its name, wherever that is."""
    if isinstance(target, ast.Name):
        return any(isinstance(one.ctx, ast.Load) for one in program.names.get(target.id, ()))
    if isinstance(target, ast.Attribute):
        return any(isinstance(one.ctx, ast.Load) for one in program.attributes.get(target.attr, ()))
    return True


def uses_state(program: Program, call: ast.Call) -> bool:
    """Whether anything uses the state that a function gives which unrolls cells."""
    parent = program.parents.get(call)
    if isinstance(parent, ast.Subscript):
        return not (isinstance(parent.slice, ast.Constant) and parent.slice.value == 0)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    if not isinstance(target, (ast.Tuple, ast.List)) or len(target.elts) < 2:
        return True
    return any(_is_used(program, one) for one in target.elts[1:])


def is_only_start(program: Program, item: Item, nodes: list[ast.AST]) -> bool:
    """Whether a statement only makes the state that a recurrent network begins with anyway.

    Args:
        program: The program.
        item: The statement.
        nodes: All other statements that may use it.
    """

    def is_given(node: ast.AST) -> bool:
        parent = program.parents.get(node)
        call = program.parents.get(parent) if isinstance(parent, ast.keyword) else parent
        run = RUNS.get(program.called(call) or "")
        if run is None or not isinstance(call, ast.Call):
            return False
        return any(arguments(call, run.names).get(name) is node for name in run.starts)

    if not item.value.is_zero_state:
        return False
    found = [one for node in nodes for one in walk(node) if isinstance(one, (ast.Name, ast.Attribute)) and ast.unparse(one) in item.binds]
    return all(is_given(one) for one in found)


def without_first_states(program: Program, evaluator: Evaluator, leaves: list[Leaf], items: set[Item]) -> set[Item]:
    """Return statements without those of first states that a layer begins with anyway, and what only these need.

    Args:
        program: The program.
        evaluator: Knows what is fed.
        leaves: What is fetched.
        items: The statements that are needed for that.
    """
    fed = set(evaluator.tensors.values())
    gone = {
        item
        for item in items
        if item.value.is_zero_state
        and not fed & needed([item])
        and is_only_start(program, item, [*(leaf.node for leaf in leaves), *(one.node for one in items if one is not item)])
    }
    waiting = [item for leaf in leaves for item in leaf.value.items if item not in gone]
    kept: set[Item] = set()
    while waiting:
        item = waiting.pop()
        if item in items and item not in kept and item not in gone:
            kept.add(item)
            waiting += item.needs
    return kept


def spec_of_state(rewriter: Rewriter, cell: Cell, name: str | None, node: ast.AST) -> str:
    """Return the specification of a state that is fed.

    Args:
        rewriter: Takes what is needed for that.
        cell: The cell.
        name: How it is called where the function is defined; None if it is not seen there.
        node: What to blame.

    Raises:
        Refusal: How many cells there are in a stack is not seen there.
    """
    if cell.is_unlike:
        raise Refusal(node, "it cannot be told of what kind the recurrent cell is")
    spec = f"{rewriter.program.tf}.TensorSpec([None, None], {rewriter.program.tf}.float32)"
    if cell.kind == "LSTM":
        rewriter.require("from collections import namedtuple")
        rewriter.define(STATE_TUPLE)
        return f"LSTMStateTuple({spec}, {spec})"
    if not cell.is_stack:
        return spec
    if cell.layers:
        return f"({', '.join(spec_of_state(rewriter, one, None, node) for one in cell.layers)},)"
    if name is None or cell.every is None:
        raise Refusal(node, "the state of a stack of recurrent cells is fed, and how many these are is not written out")
    return f"tuple({spec_of_state(rewriter, cell.every, None, node)} for _ in {name}.cells)"


def write_by_hand(program: Program, evaluator: Evaluator, fresh: Callable[[str], str], rewriter: Rewriter) -> None:
    """Write the calls of cells that stand in the program themselves, and of their ``zero_state``.

    Args:
        program: The program.
        evaluator: Knows them.
        fresh: Gives a name that is not used yet.
        rewriter: Takes what is written.

    Raises:
        Refusal: One has no counterpart.
    """
    forms = Recurrent(program, evaluator, fresh, rewriter)
    for node, of in evaluator.state_sizes.items():
        forms.state_size(node, of)
    for call, cell in evaluator.cell_calls.items():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "zero_state":
            rewriter.replaced[call] = lambda call=call, cell=cell: forms.zero_state(call, cell)  # type: ignore[misc]
        else:
            forms.step(call, cell)


_ONE_BY_ONE = ("clip_by_norm", "clip_by_average_norm")
_TRAINING = ("minimize", "compute_gradients", "gradients", "apply_gradients", "zip")


def check_variables(program: Program, evaluator: Evaluator) -> None:
    """Check that nothing hangs on how many variables a recurrent cell has: Keras divides the weights otherwise, and counts the bias in.

    Args:
        program: The program.
        evaluator: Knows the cells, and which variables are listed.

    Raises:
        Refusal: Something does.
    """
    runs = [node for node in walk(program.tree) if program.called(node) in RUNS]
    by_hand = [call for call in evaluator.cell_calls if not (isinstance(call.func, ast.Attribute) and call.func.attr == "zero_state")]
    if evaluator.maybe_shared and (len(runs) != 1 or by_hand or evaluator.is_repeated((runs[0],))):
        raise Refusal(evaluator.maybe_shared[0], "what is made here may share its variables with something else, which is not followed")
    if not evaluator.used_cells:
        return
    for node in walk(program.tree):
        if (program.called(node) or "").rpartition(".")[2] in _ONE_BY_ONE:
            raise Refusal(node, "gradients are clipped one by one, and a recurrent cell has other variables in Keras")
    for listed, made in evaluator.listed.items():
        if not any(one.call in evaluator.used_cells for one in made):
            continue
        for use in _uses(program, listed):
            parent = program.parents.get(use)
            call = program.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            function = call.func if isinstance(call, ast.Call) else None
            name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
            if name not in _TRAINING and use not in evaluator.listed:
                raise Refusal(use, "the variables of a recurrent cell are listed for something else than training, and are others in Keras")


def _uses(program: Program, node: ast.expr) -> list[ast.expr]:
    """Return an expression, or the places where it is used by its name."""
    parent = program.parents.get(node)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0], (ast.Name, ast.Attribute)):
        return [node]
    name = ast.unparse(parent.targets[0])
    found = [one for one in program.each((ast.Name, ast.Attribute)) if isinstance(one.ctx, ast.Load)]
    return [one for one in found if ast.unparse(one) == name]
