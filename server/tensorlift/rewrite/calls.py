"""Call surgery: make the arguments of a TensorFlow 1 call fit a TensorFlow 2 function.

The arguments stay where they stand. A positional argument whose place means something else gets its name in front, a
keyword is renamed, an argument without meaning is taken out, a default that changed is written behind the last
argument. So nested calls change independently of each other, and comments and line breaks stay.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tensorlift.catalog import Parameter, Row
from tensorlift.model import Edit
from tensorlift.source.facts import Argument, Call

# Expressions that need no parentheses beside an operator.
_ATOMS = frozenset(
    {"identifier", "integer", "float", "string", "call", "attribute", "subscript", "parenthesized_expression", "true", "false", "none"}
)


# The conditions of rows that are not literals; tensorlift.rules.conditions decides them.
ROW_CONDITIONS = frozenset({"many", "single", "float", "fills", "device", "not-dict", "no-single-list"})


class CannotRewriteError(Exception):
    """The call cannot be expressed with the other signature; the text says why, as part of a sentence."""


@dataclass(slots=True)
class CallPlan:
    """The edits of an argument list and what they do, for the message."""

    edits: list[Edit] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    computed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Bound:
    argument: Argument
    old: str
    new: str


class UnsureError(CannotRewriteError):
    """The other function computes the same only under a condition that is not surely met."""


Condition = Callable[[str, Argument | None, Mapping[str, Argument]], bool]


def same_literal(text: str, literal: str) -> bool:
    """Whether source text is this literal, whatever its quotes."""
    if text == literal:
        return True
    try:
        return bool(ast.literal_eval(text) == ast.literal_eval(literal) and type(ast.literal_eval(text)) is type(ast.literal_eval(literal)))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return False


def bind(call: Call, old: tuple[Parameter, ...], new_names: frozenset[str], others: dict[str, str]) -> list[tuple[Argument, str, bool]]:
    """Say which parameter each argument belongs to.

    Returns:
        Argument, parameter name and whether that is a name of the new signature only.

    Raises:
        CannotRewriteError: The call does not fit the old signature, or hides its arguments behind ``*`` or ``**``.
    """
    positional = [parameter.name for parameter in old if parameter.kind == "a"]
    names = {parameter.name for parameter in old if parameter.kind in "ak"}
    any_keyword = any(parameter.kind == "**" for parameter in old)
    bound: list[tuple[Argument, str, bool]] = []
    index = 0
    for argument in call.arguments:
        if argument.star:
            raise CannotRewriteError(f"its arguments are hidden behind {argument.star}")
        if argument.name is None:
            if index >= len(positional):
                raise CannotRewriteError("it has more arguments than the function takes")
            bound.append((argument, positional[index], False))
            index += 1
        elif argument.name in names:
            bound.append((argument, argument.name, False))
        elif argument.name in new_names or any_keyword:
            bound.append((argument, argument.name, True))
        else:
            raise CannotRewriteError(f"{argument.name} is no argument of it")
    seen = [others.get(name, name) if not fresh else name for _, name, fresh in bound]
    if len(set(seen)) != len(seen) and not _only_none_doubles(bound, others):
        raise CannotRewriteError("one argument is given twice")
    return bound


def _only_none_doubles(bound: list[tuple[Argument, str, bool]], others: dict[str, str]) -> bool:
    values: dict[str, list[str]] = {}
    for argument, name, fresh in bound:
        values.setdefault(name if fresh else others.get(name, name), []).append(argument.text)
    return all(sum(1 for text in texts if text != "None") <= 1 for texts in values.values())


def fits(call: Call, signature: tuple[Parameter, ...]) -> bool:
    """Whether a call binds to a signature as it stands; a call with ``*`` or ``**`` might."""
    positional = [parameter for parameter in signature if parameter.kind == "a"]
    names = {parameter.name for parameter in signature if parameter.kind in "ak"}
    any_positional = any(parameter.kind == "*" for parameter in signature)
    any_keyword = any(parameter.kind == "**" for parameter in signature)
    given: set[str] = set()
    index = 0
    hidden = False
    for argument in call.arguments:
        if argument.star:
            hidden = True
        elif argument.name is None:
            if index < len(positional):
                given.add(positional[index].name)
            elif not any_positional:
                return False
            index += 1
        else:
            if argument.name in given or (argument.name not in names and not any_keyword):
                return False
            given.add(argument.name)
    required = {parameter.name for parameter in signature if parameter.kind in "ak" and parameter.default is None}
    return hidden or required <= given


def plan_call(
    data: bytes,
    call: Call,
    old: tuple[Parameter, ...],
    new: tuple[Parameter, ...],
    row: Row,
    stable: int,
    holds: Condition,
) -> CallPlan:
    """Plan how the arguments of one call change.

    Args:
        data: The text that the call's offsets count in.
        call: The call.
        old: The signature that the call was written for.
        new: The signature that it shall fit.
        row: How parameters correspond; it says nothing of ``{tf}`` any more.
        stable: How many leading positions mean the same in both signatures, so that an argument there needs no name.
        holds: Decides the row's conditions that look beyond a literal.

    Returns:
        The plan; without edits if the call fits as it stands.

    Raises:
        CannotRewriteError: The other function cannot do what the call asks for.
    """
    new_names = frozenset(parameter.name for parameter in new if parameter.kind in "ak")
    any_keyword = any(parameter.kind == "**" for parameter in new)
    positions = [parameter.name for parameter in new if parameter.kind == "a"]
    hidden = next((argument for argument in call.arguments if argument.star), None)
    if hidden is not None:
        raise CannotRewriteError(f"its arguments are hidden behind {hidden.star}")
    correspondence = {parameter.name: row.params.get(parameter.name, parameter.name) for parameter in old}
    bound = bind(call, old, new_names, correspondence)
    by_name = {name: argument for argument, name, _ in bound}
    for name, condition in row.when.items():
        if not _condition(condition, by_name.get(name), by_name, holds):
            raise UnsureError(row.why or f"of its argument {name}")

    plan = CallPlan()
    kept: list[_Bound] = []
    dropped: list[Argument] = []
    given: set[str] = set()
    targets = [name if fresh else correspondence[name] for _, name, fresh in bound]
    for (argument, name, fresh), target in zip(bound, targets):
        spare = argument.text == "None" and (targets.count(target) > 1 or name in row.drop_none or (name in row.value and not fresh))
        if not fresh and (name in row.drop or spare):
            dropped.append(argument)
            plan.removed.append(name)
        elif not fresh and name in row.drop_if:
            if not same_literal(argument.text, row.drop_if[name]):
                raise CannotRewriteError(row.why or f"{name} has no counterpart")
            dropped.append(argument)
            plan.removed.append(name)
        elif target == "" or target in new_names or any_keyword:
            kept.append(_Bound(argument, name, target))
            given.add(target or positions[0])
        else:
            raise CannotRewriteError(row.why or f"it has no argument {name} any more")

    missing = [p.name for p in new if p.kind in "ak" and p.default is None and p.name not in given and p.name not in row.add]
    if missing:
        raise CannotRewriteError(f"{' and '.join(missing)} must be given now")

    keywords = False
    position = 0
    for item in kept:
        argument = item.argument
        at_home = item.new == "" or (
            position < len(positions) and positions[position] == item.new and position < stable and item.new not in row.keyword
        )
        if argument.name is None:
            if keywords or not at_home:
                if not item.new:
                    raise CannotRewriteError("its arguments cannot be put in order")
                keywords = True
                plan.edits.append(Edit(argument.start, argument.start, f"{item.new}="))
                plan.named.append(item.new)
                if item.new != item.old:
                    plan.renamed.append((item.old, item.new))
            else:
                position += 1
        else:
            keywords = True
            if item.new == "":
                plan.edits.append(Edit(argument.start, argument.value_start, ""))
                plan.renamed.append((item.old, positions[0]))
            elif item.new != argument.name:
                plan.edits.append(Edit(argument.start, argument.name_end, item.new))
                plan.renamed.append((item.old, item.new))
        template = row.value.get(item.old)
        if template is not None:
            _compute(data, argument, template, plan, item)
    if call.generator and (plan.edits or row.add):
        raise CannotRewriteError("its only argument is a generator expression without parentheses")

    if dropped:
        plan.edits.extend(_remove(data, call, [item.argument for item in kept], dropped))
    _add(row, call, kept, given, positions, stable, keywords, position, plan)
    return plan


def fill(call: Call, old: tuple[Parameter, ...], row: Row, holds: Condition) -> str:
    """Return the template of a row with the arguments of a call in it; ``{tf}`` stays.

    Args:
        call: The call.
        old: The signature that it was written for; its defaults take the place of what is not given.
        row: The row.
        holds: As for :func:`plan_call`.

    Raises:
        CannotRewriteError: An argument has no place in the template, or it would be computed twice.
    """
    defaults = {parameter.name: parameter.default for parameter in old}
    by_name = {
        name: argument
        for argument, name, _ in bind(call, old, frozenset(), {})
        if not same_literal(argument.text, defaults.get(name) or "")  # the default itself says nothing
    }
    for name, condition in row.when.items():
        if not _condition(condition, by_name.get(name), by_name, holds):
            raise UnsureError(row.why or f"of its argument {name}")
    text = row.template
    for name, argument in by_name.items():
        count = text.count(f"{{{name}}}")
        if count == 0 and name not in row.drop and not (name in row.drop_none and argument.text == "None"):
            raise CannotRewriteError(row.why or f"{name} has no counterpart")
        if not argument.text or (count > 1 and argument.kind not in _TWICE):
            raise CannotRewriteError(f"the value of {name} is too long to be moved")
    for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
        given = by_name.get(name)
        value = given.text if given is not None else defaults.get(name)
        if value is None:
            if name in defaults:
                raise CannotRewriteError(f"{name} is missing")
            continue
        atom = given is None or given.kind in _ATOMS or re.search(rf"[(,]\s*(?:\w+=)?\{{{name}\}}\s*[,)]", text) is not None
        text = text.replace(f"{{{name}}}", value if atom else f"({value})")
    return text


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What may be written twice: computing it again changes nothing.
_TWICE = frozenset({"identifier", "integer", "float", "string"})


def _condition(condition: str, argument: Argument | None, arguments: Mapping[str, Argument], holds: Condition) -> bool:
    if condition == "absent":
        return argument is None
    if condition == "present":
        return argument is not None
    if condition in ROW_CONDITIONS:
        return holds(condition, argument, arguments)
    return argument is not None and same_literal(argument.text, condition)


def _compute(data: bytes, argument: Argument, template: str, plan: CallPlan, item: _Bound) -> None:
    if template == "lower" and argument.kind == "string":
        text = argument.text.lower()
        if text != argument.text:
            plan.edits.append(Edit(argument.value_start, argument.value_end, text))
            plan.computed.append((item.old, item.new))
        return
    if template == "lower":
        template = "{}.lower()"
    if template.count("{}") > 1:
        if argument.kind not in ("integer", "identifier") or not argument.text:
            raise CannotRewriteError(f"the value of {item.old} would have to be computed twice")
        plan.edits.append(Edit(argument.value_start, argument.value_end, template.replace("{}", argument.text)))
        plan.computed.append((item.old, item.new))
        return
    before, _, after = template.partition("{}")
    value = data[argument.value_start : argument.value_end]
    if (
        before.endswith("(")
        and argument.kind == "call"
        and value.startswith(before.encode())
        and closes_at_end(value, len(before.encode()) - 1)
    ):
        return  # it was computed before
    if not before.endswith("(") and argument.kind not in _ATOMS:
        before, after = before + "(", ")" + after
    plan.edits.append(Edit(argument.value_start, argument.value_start, before))
    if after:
        plan.edits.append(Edit(argument.value_end, argument.value_end, after))
    plan.computed.append((item.old, item.new))


def closes_at_end(value: bytes, opening: int) -> bool:
    """Whether the parenthesis that opens at an index closes at the very end."""
    depth = 0
    for match in _PARENTHESIS.finditer(value, opening):
        depth += {b"(": 1, b")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end() == len(value)
    return False


def remove_argument(data: bytes, call: Call, argument: Argument) -> list[Edit]:
    """Return the edits that take one argument out of a call, with a comma.

    It is the comma in front, where there is one, so that arguments beside each other can go independently.
    """
    position = call.arguments.index(argument)
    before = call.arguments[position - 1].end if position else argument.end
    if before < argument.end and b"#" not in data[before : argument.end]:
        return [Edit(before, argument.end, "")]
    return _remove(data, call, [one for one in call.arguments if one is not argument], [argument])


def _remove(data: bytes, call: Call, kept: list[Argument], dropped: list[Argument]) -> list[Edit]:
    """Take arguments out with the comma that belongs to them; a comment stays."""
    edits: list[Edit] = []
    order = call.arguments
    last_kept = max((order.index(argument) for argument in kept), default=-1)
    tail = [argument for argument in dropped if order.index(argument) > last_kept]
    for argument in dropped:
        if argument in tail:
            continue
        following = order[order.index(argument) + 1]
        if b"#" in data[argument.end : following.start]:
            edits.extend(_without_comma(data, argument.start, argument.end, following.start))
        else:
            edits.append(Edit(argument.start, following.start, ""))
    if not tail:
        return edits
    start = order[last_kept].end if last_kept >= 0 else call.start + 1
    end = tail[-1].end
    if b"#" not in data[start:end]:
        if last_kept < 0:
            rest = data[end : call.end - 1]
            if rest.lstrip().startswith(b","):
                end += rest.index(b",") + 1
        edits.append(Edit(start, end, ""))
        return edits
    for argument in tail:
        edits.extend(_without_comma(data, argument.start, argument.end, call.end - 1))
    return edits


# Strings and comments are matched first, so that what is written in them does not count.
_PARENTHESIS = re.compile(rb"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\r\n]*|[()]", re.DOTALL)
_COMMENT_OR_COMMA = re.compile(rb"#[^\r\n]*|,")


def _without_comma(data: bytes, start: int, end: int, stop: int) -> list[Edit]:
    """Take out the argument from ``start`` to ``end`` and the comma behind it, if there is one before ``stop``; comments stay."""
    comma = next((match.start() for match in _COMMENT_OR_COMMA.finditer(data, end, stop) if match.group() == b","), None)
    if comma is None:
        return [Edit(start, end, "")]
    if comma == end:
        return [Edit(start, end + 1, "")]
    return [Edit(start, end, ""), Edit(comma, comma + 1, "")]


def _add(
    row: Row,
    call: Call,
    kept: list[_Bound],
    given: set[str],
    positions: list[str],
    stable: int,
    keywords: bool,
    position: int,
    plan: CallPlan,
) -> None:
    text = ""
    for name, value in row.add.items():
        if name in given:
            continue
        plan.added.append(f"{name}={value}")
        if not keywords and position < stable and position < len(positions) and positions[position] == name:
            text += f", {value}"
            position += 1
        else:
            text += f", {name}={value}"
            keywords = True
    if not text:
        return
    offset = kept[-1].argument.end if kept else call.start + 1
    plan.edits.append(Edit(offset, offset, text if kept else text[2:]))
