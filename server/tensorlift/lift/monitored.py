"""Monitored sessions that only give variables their values and stop after so many steps: they read as plain sessions.

What such a session saves, logs and goes on with after a crash is not followed: it is refused. Source of what stops when:
``tensorflow/python/training/basic_session_run_hooks.py`` and ``monitored_session.py`` of TensorFlow 1.15.
"""

from __future__ import annotations

import ast

from tensorlift.lift.known.base import arguments
from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.text import Text

_SESSIONS = {
    "train.MonitoredTrainingSession": (
        *("master", "is_chief", "checkpoint_dir", "scaffold", "hooks", "chief_only_hooks", "save_checkpoint_secs", "save_summaries_steps"),
        *("save_summaries_secs", "config", "stop_grace_period_secs", "log_step_count_steps", "max_wait_secs", "save_checkpoint_steps"),
        "summary_dir",
    ),
    "train.MonitoredSession": ("session_creator", "hooks", "stop_grace_period_secs"),
    "train.SingularMonitoredSession": (
        *("hooks", "scaffold", "master", "config", "stop_grace_period_secs", "checkpoint_filename_with_path"),
    ),
}
_OF_NO_MEANING = frozenset(
    {"save_checkpoint_secs", "save_checkpoint_steps", "save_summaries_steps", "save_summaries_secs", "config", "stop_grace_period_secs",
     "log_step_count_steps", "max_wait_secs"}
)  # fmt: skip
"""Arguments that change nothing where no directory for checkpoints is given."""
_COUNTERS = ("train.get_or_create_global_step", "train.create_global_step")
_ENDING = ("get_next", "make_one_shot_iterator", "make_initializable_iterator", "string_input_producer", "slice_input_producer", "range_input_producer",
           "input_producer")  # fmt: skip


def without_monitored(program: Program) -> Program:
    """Return a program with plain sessions in the place of monitored ones; the program itself if it has none.

    Raises:
        Refusal: One does more than a plain session can.
    """
    if not any(program.symbol(node) in _SESSIONS for name in ("MonitoredTrainingSession", "MonitoredSession", "SingularMonitoredSession")
               for node in program.attributes.get(name, ())):  # fmt: skip
        return program
    return _Monitored(program).plain()


class _Monitored:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.text = Text(program)
        calls = [node for node in walk(program.tree) if isinstance(node, ast.Call) and program.called(node) in _SESSIONS]
        if len(calls) != 1:
            raise Refusal(calls[1] if calls else 1, "several monitored sessions are not lifted")
        self.call = calls[0]
        item = program.parents[self.call]
        statement = program.parents[item]
        if not isinstance(item, ast.withitem) or not isinstance(statement, ast.With) or len(statement.items) != 1:
            raise Refusal(self.call, "a monitored session is opened otherwise than by `with`")
        if not isinstance(item.optional_vars, ast.Name):
            raise Refusal(self.call, "a monitored session has no name of its own")
        self.opened, self.name = statement, item.optional_vars.id

    def plain(self) -> Program:
        """Return the program with a plain session in its place."""
        program, text = self.program, self.text
        values = arguments(self.call, _SESSIONS[str(program.called(self.call))])
        last = self._last_step(values.get("hooks"))
        for name, node in values.items():
            if name not in _OF_NO_MEANING | {"hooks"} and not (isinstance(node, ast.Constant) and node.value in (None, "", True)):
                raise Refusal(self.call, f"a monitored session with `{name}` is not lifted")
        for name in _ENDING:
            for attribute in program.attributes.get(name, ()):
                raise Refusal(attribute, "the end of the data ends a monitored session, too")
        self._write_tests(last)
        text.edit(self.call, f"{program.tf}.compat.v1.Session({self._config(values)})")
        first = self.opened.body[0]
        indent = " " * first.col_offset
        if first.lineno == self.opened.lineno:
            raise Refusal(first, "a monitored session is opened and used on one line")
        kinds = ["global"]
        if any((program.symbol(node) or "").startswith("metrics.") for node in walk(program.tree) if isinstance(node, ast.Attribute)):
            kinds.append("local")
        text.insert(
            program.first_line(first), [f"{indent}{self.name}.run({program.tf}.compat.v1.{kind}_variables_initializer())" for kind in kinds]
        )
        return edited(program, text)

    def _config(self, values: dict[str, ast.expr]) -> str:
        return f"config={self.program.source(values['config'])}" if "config" in values else ""

    def _bound(self, node: ast.expr, reason: str) -> ast.expr:
        """Return what a name stands for that is bound once and used once, or the expression itself; the statement that binds it goes."""
        if not isinstance(node, ast.Name):
            return node
        uses = self.program.names.get(node.id, [])
        stored = [one for one in uses if not isinstance(one.ctx, ast.Load)]
        statement = self.program.parents[stored[0]] if len(stored) == 1 else None
        if not isinstance(statement, ast.Assign) or statement.targets != [stored[0]] or len(uses) != 2:
            raise Refusal(statement if isinstance(statement, ast.Assign) else node, reason)
        self.text.remove(statement)
        return statement.value

    def _last_step(self, hooks: ast.expr | None) -> str | None:
        """Return the step behind which the session stops, as code; None if it does not by itself."""
        if hooks is None or (isinstance(hooks, ast.Constant) and hooks.value is None):
            return None
        reason = "what the hooks of a session are cannot be told"
        given = self._bound(hooks, reason)
        if not isinstance(given, (ast.List, ast.Tuple)):
            raise Refusal(hooks, reason)
        found: str | None = None
        # those of the program's own first, which say most about what stands in the way
        every = sorted((self._bound(one, reason) for one in given.elts), key=lambda hook: self.program.called(hook) is not None)
        for hook in every:
            if self.program.called(hook) != "train.StopAtStepHook" or found is not None:
                name = self.program.source(hook.func if isinstance(hook, ast.Call) else hook).replace("compat.v1.", "")
                raise Refusal(hook, f"the hook `{name}` of a session is not lifted")
            assert isinstance(hook, ast.Call)
            values = arguments(hook, ("num_steps", "last_step"))
            limits = [node for node in values.values() if not (isinstance(node, ast.Constant) and node.value is None)]
            if len(limits) != 1 or any(
                not isinstance(part, (ast.Name, ast.Attribute, ast.Constant, ast.expr_context)) for part in walk(limits[0])
            ):
                raise Refusal(hook, "it cannot be told after which step a session stops")
            if isinstance(limits[0], ast.Constant) and not (isinstance(limits[0].value, int) and limits[0].value > 0):
                raise Refusal(hook, "it cannot be told after which step a session stops")
            found = self.program.source(limits[0])
        return found

    def _counter(self) -> str:
        """Return the variable that counts the steps, which such a hook asks for by itself."""
        program = self.program
        around = program.function_of(self.opened)
        for node in walk(program.tree):
            if isinstance(node, ast.Assign) and program.called(node.value) in _COUNTERS and len(node.targets) == 1:
                (target,) = node.targets
                if isinstance(target, ast.Name) and program.function_of(node) in (None, around):
                    stored = [one for one in program.names[target.id] if not isinstance(one.ctx, ast.Load)]
                    if len(stored) == 1:
                        return target.id
        raise Refusal(self.call, "which variable counts the steps of a session cannot be told")

    def _write_tests(self, last: str | None) -> None:
        """Write what asks whether the session should stop."""
        program = self.program
        counter = self._counter() if last is not None else ""
        inside = walk(self.opened)
        for attribute in program.attributes.get("should_stop", ()):
            call, owner = program.parents[attribute], attribute.value
            if not isinstance(owner, ast.Name) or owner.id != self.name or attribute not in inside or not isinstance(call, ast.Call):
                raise Refusal(attribute, "whether a session should stop is asked in a way that is not followed")
            negation = program.parents[call]
            if last is None and isinstance(negation, ast.If) and not negation.orelse:
                self.text.remove(negation)
                continue
            if isinstance(negation, ast.UnaryOp) and isinstance(negation.op, ast.Not):
                self.text.edit(negation, f"{self.name}.run({counter}) < {last}" if last is not None else "True")
            else:
                self.text.edit(call, f"{self.name}.run({counter}) >= {last}" if last is not None else "False")
