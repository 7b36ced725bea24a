"""What ``explain`` prints about a rule, and what may have been meant, as Markdown."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tensorlift.catalog import load
from tensorlift.explain import short_name
from tensorlift.model import Level

if TYPE_CHECKING:
    from tensorlift.rules import Rule


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: what it finds, examples, where to read more."""
    parts = [f"# {rule.code} {rule.slug}", f"**{rule.title}**", rule.summary.strip()]
    for example in rule.examples:
        chosen = f" (level {example.level.value})" if example.level is not Level.SYMBOLS else ""
        parts += [f"Before{chosen}:", _code(example.before)]
        parts += ["After:", _code(example.after)] if example.after is not None else ["Nothing is edited here."]
    if rule.guide:
        parts.append(f"Read more: <{rule.guide}>")
    return "\n\n".join(part for part in parts if part) + "\n"


def near_symbols(symbol: str) -> list[str]:
    """Return the TensorFlow 1 symbols that may have been meant: those with a similar name in the same module."""
    catalog = load()
    module, _, last = short_name(symbol).rpartition(".")
    while module and not catalog.names_below(module):
        module, _, last = module.rpartition(".")
    return [f"{module}.{match}" for match in get_close_matches(last, catalog.names_below(module), n=3)] if module else []


def _code(text: str) -> str:
    return f"```python\n{text.strip()}\n```"
