"""What ``explain`` prints about a rule or a symbol, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tensorlift import engine
from tensorlift.catalog import Parameter, load
from tensorlift.source.document import Document

if TYPE_CHECKING:
    from tensorlift.rules import Rule
    from tensorlift.settings import Settings

_WAYS_TO_WRITE = (("tensorflow.", "tf."), ("tf.compat.v1.", "tf."))


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: what it finds, examples, where to read more."""
    parts = [f"# {rule.code} {rule.slug}", f"**{rule.title}**", rule.summary.strip()]
    for example in rule.examples:
        parts += ["Before:", _code(example.before)]
        parts += ["After:", _code(example.after)] if example.after is not None else ["Nothing is edited here."]
    if rule.guide:
        parts.append(f"Read more: <{rule.guide}>")
    return "\n\n".join(part for part in parts if part) + "\n"


def symbol_page(symbol: str, settings: Settings) -> str | None:
    """Return what became of a TensorFlow 1 symbol.

    Args:
        symbol: Its name from ``tf.`` or ``tensorflow.`` on, with or without ``compat.v1``.
        settings: Target and level.

    Returns:
        The page, or None where TensorFlow 1.15 has no such symbol.
    """
    catalog = load()
    name = short_name(symbol)
    if not catalog.is_tf1(name):
        return None
    document = Document(f"import tensorflow as tf\n\n{name}\n")
    place = document.text.rindex(name)
    findings = [finding for finding in engine.check(document, settings) if finding.start >= place]
    parts = [f"# {name}"]
    for finding in findings:
        parts.append(finding.message)
        parts += [f"- {fix.title} (level {fix.level.value}, {fix.safety.value})" for fix in finding.fixes]
    old = catalog.signature_tf1(name)
    if not findings:
        parts.append(f"It stands under the same name in TensorFlow {settings.target}.")
        new = catalog.signature_v2(name, catalog.bit(settings))
        if old is not None and new is not None and old != new:
            parts.append(f"TensorFlow {settings.target}: `{name}({_signature(new)})`")
    if old is not None:
        parts.append(f"TensorFlow 1.15: `{name}({_signature(old)})`")
    parts += [f"Read more: <{url}>" for url in dict.fromkeys(finding.url for finding in findings) if url]
    return "\n\n".join(parts) + "\n"


def short_name(symbol: str) -> str:
    """Return a symbol as the catalog names it."""
    for written, short in _WAYS_TO_WRITE:
        if symbol.startswith(written):
            symbol = short + symbol[len(written) :]
    return symbol


def near_symbols(symbol: str) -> list[str]:
    """Return the TensorFlow 1 symbols that may have been meant: those with a similar name in the same module."""
    catalog = load()
    module, _, last = short_name(symbol).rpartition(".")
    while module and not catalog.names_below(module):
        module, _, last = module.rpartition(".")
    return [f"{module}.{match}" for match in get_close_matches(last, catalog.names_below(module), n=3)] if module else []


def _signature(parameters: Sequence[Parameter]) -> str:
    parts: list[str] = []
    for parameter in parameters:
        if parameter.kind == "k" and not any(part.startswith("*") for part in parts):
            parts.append("*")
        star = parameter.kind if parameter.kind in ("*", "**") else ""
        parts.append(star + parameter.name + ("" if parameter.default is None else f"={parameter.default}"))
    return ", ".join(parts)


def _code(text: str) -> str:
    return f"```python\n{text.strip()}\n```"
