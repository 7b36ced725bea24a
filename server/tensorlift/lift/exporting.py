"""Saved models: a signature becomes a function with the names of its inputs, which returns a dictionary with those of its outputs.

Source: https://www.tensorflow.org/guide/migrate/saved_model.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.evaluate import Saved
from tensorlift.lift.frames import RunSite, Signature
from tensorlift.lift.known.saved_models import BUILDERS
from tensorlift.lift.program import Refusal
from tensorlift.lift.steps import PlannedRun
from tensorlift.lift.values import Kind

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter

_DEFAULT = "DEFAULT_SERVING_SIGNATURE_DEF_KEY"
_WIDTH = 88


class Exporting:
    """Writes what takes the place of ``simple_save`` and of builders of saved models.

    Args:
        emitter: Writes statements and expressions.
    """

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.program = emitter.program
        self.evaluator = emitter.evaluator
        self._planned: list[tuple[RunSite, list[tuple[Signature, PlannedRun]]]] = []

    def plan(self) -> None:
        """Plan the functions that compute the outputs.

        Raises:
            Refusal: There are none.
        """
        for site in self.emitter.unit.exports:
            _, signatures = self.evaluator.exports[site.call]
            self.emitter.caller.written.add(site.statement)
            runs = []
            for one in signatures:
                fetches = ast.copy_location(ast.List(list(one.outputs.values()), ast.Load()), site.call)
                fetched = RunSite(site.call, fetches, None, site.statement, one.scope, site.function, site.via)
                run = self.emitter.planner.plan(fetched)
                if run.step is None or any(leaf.is_operation or leaf.value.kind is Kind.SUMMARY for leaf in run.fetched.leaves()):
                    raise Refusal(site.call, "what a signature gives is not computed")
                runs.append((one, run))
            self._planned.append((site, runs))
        for item in self.emitter.unit.items:
            if item.value.kind is Kind.OBJECT and self.program.called(item.value.call) in BUILDERS:
                if any(site.function is not item.function for site in self.emitter.unit.exports):
                    raise Refusal(item.node, "what builds a saved model is handed on")
                self.emitter.caller.written.add(item.node)
                self.emitter.text.remove(item.node)

    def write(self) -> None:
        """Write the functions of the signatures, and what saves them.

        Raises:
            Refusal: A variable has no name, or an input is no placeholder.
        """
        for site, runs in self._planned:
            folder, _ = self.evaluator.exports[site.call]
            lines: list[str] = []
            named = []
            for one, run in runs:
                key = self._key(one)
                base = key.strip("'\"")
                name = self.emitter.fresh(base if base.isidentifier() and base != "serving_default" else "serve")
                lines += self._function(name, one, run, site)
                named.append(f"{key}: {name}")
            made = tuple(one for one in self.evaluator.store.made if one.is_global)
            saved = Saved(made, (), site.scope)
            parts = self.emitter.saving.named(site.call, saved)
            tf = self.program.tf
            given = [f"{tf}.train.Checkpoint({', '.join(parts)})", self.emitter.rewriter.text(folder), f"signatures={{{', '.join(named)}}}"]
            line = f"{tf}.saved_model.save({', '.join(given)})"
            lines += [line] if len(line) <= _WIDTH else [f"{tf}.saved_model.save(", *(f"    {one}," for one in given), ")"]
            self.emitter.text.own(site.statement)
            indent = self.emitter.text.indent_of(site.statement)
            lines = lines if indent else [one for line in lines for one in ([line] if line else ["", ""])]
            self.emitter.text.insert(site.statement.lineno, [indent + line if line else "" for line in lines])
            self.emitter.text.remove(site.statement)

    def _key(self, signature: Signature) -> str:
        if signature.key is None or self.program.source(signature.key).endswith(_DEFAULT):
            return "'serving_default'"
        return self.emitter.rewriter.text(signature.key)

    def _function(self, name: str, signature: Signature, run: PlannedRun, site: RunSite) -> list[str]:
        """Return the function of a signature."""
        assert run.step is not None
        emitter, tf = self.emitter, self.program.tf
        specs: list[str] = []
        inputs: dict[ast.expr, str] = {}
        for key, node in signature.inputs.items():
            value = self.evaluator.value(node, signature.scope)
            if value.kind is not Kind.PLACEHOLDER or value.call is None:
                raise Refusal(site.call, f"the input `{key}` of a signature is no placeholder")
            inputs[value.call] = key
            specs.append(emitter.spec(value.call))
        given = [inputs.get(call) or emitter.caller.default(call, site) for call in run.step.parameters]
        called = f"{emitter.called(run)}({', '.join(given)})"
        outputs = list(signature.outputs)
        if len(outputs) == 1:
            body = [f"    return {{{outputs[0]!r}: {called}}}"]
        else:
            shown = ", ".join(f"{key!r}: {key}" for key in outputs)
            body = [f"    {', '.join(outputs)} = {called}", f"    return {{{shown}}}"]
        line = f"@{tf}.function(input_signature=[{', '.join(specs)}])"
        head = (
            [line]
            if len(line) <= _WIDTH
            else [f"@{tf}.function(", "    input_signature=[", *(f"        {one}," for one in specs), "    ]", ")"]
        )
        return ["", *head, f"def {name}({', '.join(signature.inputs)}):", *body, ""]
