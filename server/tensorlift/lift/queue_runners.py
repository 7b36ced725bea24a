"""Queues that threads fill with the same operation over and over: what is taken out of them is what the operation puts in.

Where that is drawn anew each time, it may as well be drawn by the run that takes it; where it is data that were there before, they come in
their order again and again, as a dataset gives them. The program that comes out is still one of TensorFlow 1.
"""

from __future__ import annotations

import ast

from tensorlift.lift.known.base import arguments
from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.text import Text

RUNNERS = ("train.QueueRunner", "train.queue_runner.QueueRunner")
_ADDING = ("train.add_queue_runner", "train.queue_runner.add_queue_runner")
_FIRST_IN_FIRST_OUT = ("queue.FIFOQueue", "FIFOQueue", "queue.PaddingFIFOQueue", "PaddingFIFOQueue")
_AT_RANDOM = ("queue.RandomShuffleQueue", "RandomShuffleQueue")
_MAKERS = {
    **dict.fromkeys(_FIRST_IN_FIRST_OUT, ("capacity", "dtypes", "shapes", "names", "shared_name", "name")),
    **dict.fromkeys(_AT_RANDOM, ("capacity", "min_after_dequeue", "dtypes", "shapes", "names", "seed", "shared_name", "name")),
}
_DRAWN = ("random_normal", "random_uniform", "truncated_normal", "random.normal", "random.uniform", "random.truncated_normal", "constant", "zeros", "ones",
          "cast", "reshape", "square", "to_float", "add", "subtract", "multiply", "math.add", "math.subtract", "math.multiply")  # fmt: skip
"""Functions that give a tensor that hangs on nothing but chance."""


def without_runner(program: Program) -> Program:
    """Return a program with one queue less that threads fill.

    Raises:
        Refusal: What the threads do hangs on their order, or the queue is used otherwise, too.
    """
    return _Runner(program).gone()


class _Runner:
    def __init__(self, program: Program) -> None:
        self.program = program
        calls = [node for node in program.each(ast.Call) if program.called(node) in RUNNERS]
        self.call = min(calls, key=program.span)
        values = arguments(self.call, ("queue", "enqueue_ops", "close_op", "cancel_op", "queue_closed_exception_types", "queue_runner_def"))
        if set(values) != {"queue", "enqueue_ops"}:
            raise Refusal(self.call, "an argument of a queue runner is not lifted")
        self.runner = self._made(self.call, "a queue runner has no name of its own")
        self.queue = self._statement_of(values["queue"], "the queue of a runner has no name of its own")
        self.put = self._statement_of(_single(self.call, values["enqueue_ops"]), "what a queue runner does has no name of its own")

    def _made(self, call: ast.expr, reason: str) -> ast.Assign:
        statement = self.program.parents[call]
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
            raise Refusal(call, reason)
        return statement

    def _statement_of(self, node: ast.expr, reason: str) -> ast.Assign:
        """Return the statement that binds a name; the only one."""
        program = self.program
        if not isinstance(node, ast.Name):
            raise Refusal(node, reason)
        stored = [one for one in program.names.get(node.id, ()) if not isinstance(one.ctx, ast.Load)]
        statement = program.parents[stored[0]] if len(stored) == 1 else None
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call) or statement.targets != [stored[0]]:
            raise Refusal(node, reason)
        return statement

    def _uses(self, statement: ast.Assign) -> list[ast.Name]:
        (target,) = statement.targets
        assert isinstance(target, ast.Name)
        return [one for one in self.program.names.get(target.id, ()) if isinstance(one.ctx, ast.Load)]

    def gone(self) -> Program:
        """Return the program without the queue."""
        program = self.program
        if program.called(self.queue.value) not in _MAKERS:
            raise Refusal(self.queue, "a queue runner fills something else than a queue that is made here")
        text = Text(program)
        closing = self._closing()
        for one in self._uses(self.put):
            if one not in walk(self.call):
                raise Refusal(one, "what a queue runner does is run by the program, too")
        taken = self._taken()
        self._write_taken(taken, text)
        for statement in (self.queue, self.put, self.runner, *closing):
            text.remove(statement)
        self._write_start(text)
        return edited(program, text)

    def _closing(self) -> list[ast.Expr]:
        """Return the statements that close the queue, so that no thread waits for it any more."""
        program = self.program
        found = []
        for one in self._uses(self.queue):
            attribute = program.parents[one]
            statement = program.statement_of(attribute)
            run = statement.value if isinstance(statement, ast.Expr) else None
            closes = run.args if isinstance(run, ast.Call) and isinstance(run.func, ast.Attribute) and run.func.attr == "run" else []
            if isinstance(attribute, ast.Attribute) and attribute.attr == "close" and closes == [program.parents[attribute]]:
                assert isinstance(statement, ast.Expr)
                found.append(statement)
        return found

    def _taken(self) -> list[ast.Call]:
        """Return the calls that take elements out of the queue."""
        program = self.program
        found = []
        closed = {one for statement in self._closing() for one in walk(statement)}
        for one in self._uses(self.queue):
            attribute = program.parents[one]
            call = program.parents[attribute]
            if one in closed or one in walk(self.call) or attribute is self.put.value.func:  # type: ignore[attr-defined]
                continue
            if (
                not isinstance(attribute, ast.Attribute)
                or attribute.attr not in ("dequeue", "dequeue_many")
                or not isinstance(call, ast.Call)
            ):
                raise Refusal(one, "a queue that threads fill is used in a way that is not followed")
            found.append(call)
        if not found:
            raise Refusal(self.queue, "nothing is taken out of a queue that threads fill")
        return found

    def _write_taken(self, taken: list[ast.Call], text: Text) -> None:
        put = self.put.value
        assert isinstance(put, ast.Call)
        assert isinstance(put.func, ast.Attribute)
        values = arguments(put, ("vals", "name"))
        if put.func.attr not in ("enqueue", "enqueue_many") or "vals" not in values:
            raise Refusal(put, "what a queue runner does is not followed")
        given = values["vals"]
        parts = list(given.elts) if isinstance(given, (ast.List, ast.Tuple)) else [given]
        dtypes = self._dtypes(len(parts))
        if put.func.attr == "enqueue":
            for part in parts:
                self._check_drawn(part)
            for call in taken:
                if isinstance(call.func, ast.Attribute) and call.func.attr == "dequeue_many":
                    raise Refusal(call, "several elements at once are taken out of a queue that threads fill one by one")
                text.edit(call, ", ".join(self.program.source(part) for part in parts))
            return
        if self.program.called(self.queue.value) in _AT_RANDOM or len(taken) > 1:
            raise Refusal(taken[-1], "which element is taken out of a queue hangs on threads")
        (call,) = taken
        self._check_assigned(call)
        tf = self.program.tf
        cast = [f"{tf}.cast({self.program.source(part)}, {dtype})" for part, dtype in zip(parts, dtypes)]
        slices = cast[0] if len(cast) == 1 else f"({', '.join(cast)})"
        dataset = f"{tf}.data.Dataset.from_tensor_slices({slices}).repeat()"
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr == "dequeue_many":
            count = arguments(call, ("n", "name"))["n"]
            dataset += f".batch({self.program.source(count)})"
        statement = self.program.parents[call]
        assert isinstance(statement, ast.Assign)
        indent = " " * statement.col_offset
        text.insert(statement.lineno, [f"{indent}dataset = {dataset}"])
        text.edit(call, f"{tf}.compat.v1.data.make_one_shot_iterator(dataset).get_next()")

    def _check_assigned(self, call: ast.Call) -> None:
        statement = self.program.parents[call]
        if not isinstance(statement, ast.Assign) or "dataset" in self.program.names:
            raise Refusal(call, "what is taken out of a queue that threads fill is not bound to a name")

    def _dtypes(self, count: int) -> list[str]:
        maker = self.queue.value
        assert isinstance(maker, ast.Call)
        values = arguments(maker, _MAKERS[str(self.program.called(maker))])
        given = values.get("dtypes")
        nodes = list(given.elts) if isinstance(given, (ast.List, ast.Tuple)) else [given] if given is not None else []
        if len(nodes) != count or "names" in values or not all(isinstance(one, (ast.Attribute, ast.Constant)) for one in nodes):
            raise Refusal(maker, "it cannot be told what the elements of a queue are")
        return [self.program.source(one) for one in nodes]

    def _check_drawn(self, part: ast.expr) -> None:
        """Check that a tensor hangs on nothing but chance, so that it does not matter when it is computed, and by which thread."""
        for node in walk(part):
            if (isinstance(node, ast.Name) and node.id != self.program.tf) or isinstance(node, ast.Lambda):
                raise Refusal(node, "what threads put into a queue may hang on when they do")
            if isinstance(node, ast.Call) and self.program.called(node) not in _DRAWN:
                raise Refusal(node, "what threads put into a queue may hang on when they do")
        if not isinstance(part, ast.Call):
            raise Refusal(part, "it cannot be told what the elements of a queue are")

    def _write_start(self, text: Text) -> None:
        """Let the threads be started as those of all queues are, which is followed elsewhere."""
        program = self.program
        for one in self._uses(self.runner):
            around = program.parents[one]
            call = program.parents[around]
            if isinstance(around, ast.Call) and program.called(around) in _ADDING and isinstance(call, ast.Expr):
                text.remove(call)
            elif isinstance(around, ast.Attribute) and around.attr == "create_threads" and isinstance(call, ast.Call):
                values = arguments(call, ("sess", "coord", "daemon", "start"))
                start = values.get("start")
                if not isinstance(start, ast.Constant) or start.value is not True:
                    raise Refusal(call, "the threads that fill a queue are started by hand")
                given = [f"{name}={program.source(values[name])}" for name in ("sess", "coord") if name in values]
                text.edit(call, f"{program.tf}.compat.v1.train.start_queue_runners({', '.join(given)})")
            else:
                raise Refusal(one, "a queue runner is used in a way that is not followed")


def _single(call: ast.Call, node: ast.expr) -> ast.expr:
    """Return the one operation in ``[enqueue] * 4``, ``[enqueue, enqueue]`` or ``[enqueue]``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        node = node.left if isinstance(node.left, ast.List) else node.right
    if not isinstance(node, (ast.List, ast.Tuple)) or len({ast.dump(one) for one in node.elts}) != 1:
        raise Refusal(call, "the threads of a queue runner do several things, in an order that is left to chance")
    return node.elts[0]
