"""What ``explain`` prints about a rule, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tensorlift.rules import Rule


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: what it finds, examples, where to read more."""
    parts = [f"# {rule.code} {rule.slug}", f"**{rule.title}**", rule.summary.strip()]
    for before, after in rule.examples:
        parts += ["Before:", _code(before), "After:", _code(after)]
    if rule.guide:
        parts.append(f"Read more: <{rule.guide}>")
    return "\n\n".join(part for part in parts if part) + "\n"


def _code(text: str) -> str:
    return f"```python\n{text.strip()}\n```"
