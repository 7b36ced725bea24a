"""Summaries: what a run computes for them is handed out of it, and written where the program wrote it.

A summary of TensorFlow 1 is a tensor of what is to be written, which a run computes and a writer gets with a step. What takes the place of the run gives
the values themselves instead; they are written under a writer that knows the step. Where several summaries are merged, a function writes them all.
Source: https://www.tensorflow.org/tensorboard/migrate.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from tensorlift.lift.frames import Item
from tensorlift.lift.known.base import arguments
from tensorlift.lift.known.summaries import pairs
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.text import filled
from tensorlift.lift.values import Kind, Summary

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter


class Summaries:
    """Writes what takes the place of ``add_summary``.

    Args:
        emitter: Writes statements and expressions.
    """

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.program = emitter.program
        self.evaluator = emitter.evaluator
        self._functions: dict[tuple[Summary, ...], str] = {}
        self._names: tuple[str, str] | None = None

    def prepare(self) -> None:
        """Write all places where summaries are written.

        Raises:
            Refusal: What is written there cannot be told.
        """
        for node in self.evaluator.summaries_used:
            if node not in self.evaluator.summaries_written:
                raise Refusal(node, "what a run gave for summaries is used otherwise than to be written")
        for call, summaries in self.evaluator.written.items():
            self._write(call, summaries)

    def _write(self, call: ast.Call, summaries: tuple[Summary, ...]) -> None:
        emitter, tf = self.emitter, self.program.tf
        assert isinstance(call.func, ast.Attribute)
        statement = self.program.parents[call]
        assert isinstance(statement, ast.Expr)
        values = arguments(call, ("summary", "global_step"))
        step = emitter.rewriter.text(values["global_step"]) if "global_step" in values else "0"
        made = values["summary"]
        given = emitter.rewriter.text(made)
        if not summaries and isinstance(made, ast.Call):
            lines = [
                f"{tf}.summary.scalar({emitter.rewriter.text(tag)}, {emitter.rewriter.text(value)})"
                for tag, value in pairs(self.program, made)
            ]
        elif not summaries:
            tag, value = self._loop_names()
            lines = [f"for {tag}, {value} in {given}:", f"    {tf}.summary.scalar({tag}, {value})"]
        elif len(summaries) == 1:
            lines = [self._line(summaries[0], given)]
        else:
            lines = [f"{self._function(summaries)}(*{given})"]
        writer = emitter.rewriter.text(call.func.value)
        emitter.text.own(statement)
        indent = emitter.text.indent_of(statement)
        emitter.caller.written.add(statement)
        emitter.text.edit(statement, f"\n{indent}    ".join([f"with {writer}.as_default(step={step}):", *lines]))

    def _loop_names(self) -> tuple[str, str]:
        if self._names is None:
            self._names = self.emitter.fresh("tag"), self.emitter.fresh("value")
        return self._names

    def _line(self, summary: Summary, value: str) -> str:
        """Return the line that writes one summary."""
        name = next((one.value for one in summary.call.keywords if one.arg == "name"), None) or summary.call.args[0]
        if summary.tag is None:
            raise Refusal(summary.call, "something else in the graph may have the name of this summary, so that its tag cannot be told")
        is_same = isinstance(name, ast.Constant) and name.value == summary.tag
        shown = self.program.source(name) if is_same else repr(summary.tag)
        options = [f"{key}={self.emitter.rewriter.text(node)}" for key, node in summary.options.items() if key != "sample_rate"]
        rate = [self.emitter.rewriter.text(node) for key, node in summary.options.items() if key == "sample_rate"]
        return f"{self.program.tf}.summary.{summary.kind}({', '.join([shown, value, *rate, *options])})"

    def _function(self, summaries: tuple[Summary, ...]) -> str:
        """Return the function that writes several summaries."""
        if summaries not in self._functions:
            name = self._functions[summaries] = self.emitter.fresh("write_summaries")
            parameters: list[str] = []
            body: list[str] = []
            for one in summaries:
                for node in one.options.values():
                    if any(isinstance(inner, ast.Name) for inner in walk(node)):
                        raise Refusal(node, "an option of a summary is not written out")
                parameter = self._parameter(one, parameters)
                parameters.append(parameter)
                body += [*self._comments(one.item), self._line(one, parameter)]
            top = self._top(summaries)
            lines = ["", "", *filled(f"def {name}(", parameters, "):"), *("    " + line for line in body), "", ""]
            self.emitter.text.insert(self.program.first_line(top), lines)
        return self._functions[summaries]

    def _parameter(self, summary: Summary, taken: list[str]) -> str:
        node = summary.node
        base = node.id if isinstance(node, ast.Name) else node.attr.lstrip("_") if isinstance(node, ast.Attribute) else ""
        if not base or base in taken:
            base = "".join(letter if letter.isalnum() else "_" for letter in (summary.tag or "value").rpartition("/")[2]).lower()
            base = base if base.isidentifier() else f"value_{base}"
        name, number = base, 2
        while name in taken or name in self.program.imports or name in dir(builtins):
            name, number = f"{base}_{number}", number + 1
        return name

    def _comments(self, item: Item | None) -> list[str]:
        """Take the comments above a statement along."""
        if item is None:
            return []
        first = self.program.first_line(item.node)
        lines = [self.program.lines[number - 1].decode().strip() for number in range(first, item.node.lineno)]
        self.emitter.text.remove_lines(range(first, item.node.lineno))
        return lines

    def _top(self, summaries: tuple[Summary, ...]) -> ast.stmt:
        """Return the statement of the module in front of which a function can stand that writes summaries."""
        last = summaries[-1].item
        merged = next(
            (item for item in self.emitter.unit.items if item.value.kind is Kind.SUMMARY and item.value.summaries == summaries), last
        )
        assert merged is not None
        node: ast.AST = merged.node
        while not isinstance(self.program.parents[node], ast.Module):
            node = self.program.parents[node]
        assert isinstance(node, ast.stmt)
        return node
