"""Names of TensorFlow that are computed at run time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, api_name, make_finding

RULE = Rule(
    code="TL107",
    slug="dynamic-name",
    title="A TensorFlow name is computed at run time",
    summary=(
        "`getattr(tf, ...)` looks a name up while the program runs, so no tool can say whether the target has it. "
        "Look at the values that can arrive there; a literal name is checked."
    ),
    guide=GUIDE,
    examples=(Example("import tensorflow as tf\nf = getattr(tf.train, name)\n"),),
)

_GETATTR = re.compile(rb"getattr\s*\(\s*$")
_LITERAL = re.compile(rb"\s*,\s*[rbu]?(['\"])([A-Za-z_]\w*)\1\s*[,)]")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ``getattr`` on a TensorFlow module."""
    data = context.document.data
    for use in context.names.uses:
        if "(" in use.path or use.guarded:
            continue
        start = use.shift + use.reference.start
        if not _GETATTR.search(data[max(0, start - 40) : start]):
            continue
        end = use.shift + (use.reference.trailers[-1].end if use.reference.trailers else use.reference.end)
        name, api = api_name(".".join([use.path, *use.attributes]))
        if not context.catalog.is_module(name) and name != "tf":
            continue
        literal = _LITERAL.match(data[end:])
        if literal is not None:
            full = f"{name}.{literal[2].decode()}"
            symbol = context.catalog.symbol(full, context.bit)
            there = context.catalog.in_v1(full, context.bit) if api == "v1" else context.catalog.in_v2(full, context.bit)
            if there and (api != "tf" or symbol is None or symbol.same or symbol.kind != "f"):
                continue
            message = f"getattr asks for {full}, which TensorFlow {context.settings.target} does not have with this meaning; write the name that it has."
        else:
            message = f"The name that getattr takes from {name} is known only at run time; check that every value exists on the target."
        yield make_finding(RULE, Severity.INFORMATION if literal is None else Severity.ERROR, message, start, end, name, deprecated=False)
