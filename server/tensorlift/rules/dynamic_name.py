"""Names of TensorFlow that are computed at run time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.hints import hint_for
from tensorlift.source.names import Use

RULE = Rule(
    code="TL107",
    slug="dynamic-name",
    title="A TensorFlow name is computed at run time",
    summary=(
        "`getattr(tf, ...)` looks a name up while the program runs, so no tool can say whether the target has it. "
        "Look at the values that can arrive there; a literal name is checked. A module that is stored in an attribute or passed to a "
        "function is not followed either."
    ),
    guide=GUIDE,
    examples=(Example("import tensorflow as tf\nf = getattr(tf.train, name)\n"),),
)

_GETATTR = re.compile(rb"getattr\s*\(\s*$")
_LITERAL = re.compile(rb"\s*,\s*[rbu]?(['\"])([A-Za-z_]\w*)\1\s*[,)]")


_ASKING = re.compile(rb"(?<!\w)(?:getattr|hasattr|setattr|delattr|isinstance|dir|vars|print|reload|id|type|str|repr)\s*\(\s*$")


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each TensorFlow module that is stored, passed on or asked for a computed name."""
    data = context.data
    for use in context.uses:
        if "(" in use.path or use.guarded:
            continue
        name, api = api_name(use.qualified)
        if name != "tf" and not context.catalog.is_module(name):
            continue
        start = use.reference.start
        end = use.reference.trailers[-1].end if use.reference.trailers else use.reference.end
        before = data[max(0, start - 40) : start]
        if _GETATTR.search(before):
            finding = _computed(context, name, api, start, end)
        elif len(use.attributes) == len(use.reference.trailers) and not _ASKING.search(before):
            finding = _stored(context, use, name, start, end)
        else:
            finding = None
        if finding is not None:
            yield finding


# What only asks whether the module is there.
_IS_THERE = re.compile(rb"\s*(?:is\b|==|!=|and\b|or\b|:|else\b|\)\s*:)")
_ASKED = re.compile(rb"(?:\b(?:if|elif|while|not|and|or|bool\()\s*\(?\s*)$")


def _stored(context: Context, use: Use, name: str, start: int, end: int) -> Finding | None:
    if use.reference.role or context.names.is_bound(use) or context.era == "tf2":
        return None
    data = context.data
    if _IS_THERE.match(data[end : end + 40]) or _ASKED.search(data[max(0, start - 20) : start]):
        return None
    message = f"The module {name} is stored or passed on here; the names that are taken from it elsewhere are not checked."
    return make_finding(RULE, Severity.INFORMATION, message, start, end, name, deprecated=False)


def _computed(context: Context, name: str, api: str, start: int, end: int) -> Finding | None:
    literal = _LITERAL.match(context.data[end:])
    if literal is None:
        message = f"The name that getattr takes from {name} is known only at run time; check that every value exists on the target."
        return make_finding(RULE, Severity.INFORMATION, message, start, end, name, deprecated=False)
    full = f"{name}.{literal[2].decode()}"
    catalog, bit = context.catalog, context.bit
    symbol = catalog.symbol(full, bit)
    there = catalog.in_v1(full, bit) if api == "v1" else catalog.in_v2(full, bit)
    if there and (api != "tf" or symbol is None or symbol.same or symbol.kind != "f"):
        return None
    home = (
        symbol.moved if symbol is not None and symbol.moved else f"tf.compat.v1.{full[3:]}" if symbol is not None and symbol.in_v1 else ""
    )
    says = f"TensorFlow {context.settings.target} does not have {full} with its TensorFlow 1 meaning"
    message = f"getattr asks for {full}: {says}; it is {home} now." if home else f"getattr asks for {full}: {says}.{hint_for(full)}"
    return make_finding(RULE, Severity.ERROR, message, start, end, full, deprecated=False)
