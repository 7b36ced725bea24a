"""The rules. A rule is a module of this package that has a ``RULE``; nothing else registers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from tensorlift.model import Finding
from tensorlift.rules.base import Example, Rule, subject_of
from tensorlift.rules.context import Context

__all__ = ["Example", "Rule", "all_checks", "all_rules", "checks_of", "did_you_mean", "near_names", "rule", "unknown_names"]

Check = tuple[str, Callable[[Context], Iterable[Finding]]]
"""A check and the name of its module."""


@lru_cache(maxsize=1)
def all_rules() -> list[Rule]:
    """Return every rule, by code."""
    found = []
    for info in iter_modules(__path__):
        candidate = getattr(import_module(f"{__name__}.{info.name}"), "RULE", None)
        if isinstance(candidate, Rule):
            found.append(candidate)
    return sorted(found, key=lambda one: one.code)


@lru_cache(maxsize=1)
def all_checks() -> list[Check]:
    """Return every check of the package, by module name; a module may report under several rules."""
    found = []
    for info in iter_modules(__path__):
        check = getattr(import_module(f"{__name__}.{info.name}"), "check", None)
        if check is not None:
            found.append((info.name, check))
    return found


@lru_cache(maxsize=1)
def _by_subject() -> tuple[list[int], dict[str | bytes, list[int]]]:
    """Return the numbers of the checks that want to see every chunk, and those of the others by what they look for."""
    always: list[int] = []
    numbers: dict[str | bytes, list[int]] = {}
    for number, (_, check) in enumerate(all_checks()):
        subject = subject_of(check)
        if subject is None:
            always.append(number)
        else:
            for one in subject:
                numbers.setdefault(one, []).append(number)
    return always, numbers


def checks_of(context: Context) -> list[Check]:
    """Return the checks that may find something in a chunk, in the order of :func:`all_checks`."""
    always, numbers = _by_subject()
    wanted = {*always}
    for one in context.subject & numbers.keys():
        wanted.update(numbers[one])
    checks = all_checks()
    return [checks[number] for number in sorted(wanted)]


def rule(name: str) -> Rule | None:
    """Return the rule with this code or slug."""
    return next((one for one in all_rules() if name in (one.code, one.slug)), None)


def near_names(name: str) -> list[str]:
    """Return the codes and slugs that may have been meant."""
    known = [known for one in all_rules() for known in (one.code, one.slug)]
    return get_close_matches(name, known, n=3) or get_close_matches(name.upper(), known, n=3)


def did_you_mean(names: Sequence[str]) -> str:
    """Return the question at the end of a sentence about an unknown name; empty where there is nothing to propose."""
    return f" Did you mean {' or '.join(names)}?" if names else ""


def unknown_names(names: Iterable[str]) -> list[str]:
    """Return a sentence for each name that is neither a code, nor the beginning of one, nor the slug of a rule."""
    return [
        f"{name!r} is not a rule of tensorlift.{did_you_mean(near_names(name))}"
        for name in names
        if not any(name == one.slug or one.code.startswith(name) for one in all_rules())
    ]
