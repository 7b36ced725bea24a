"""What holds for every rule: its name is one everywhere, and its examples are true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tensorlift.engine import preferred_fix
from tensorlift.rules import Example, Rule, all_checks, all_rules, rule
from tests.rules.helpers import check_sound, check_transformed, codes, findings, fixed

RULES = all_rules()
EXAMPLES = [pytest.param(one, example, id=f"{one.slug}-{number}") for one in RULES for number, example in enumerate(one.examples)]


def test_codes_and_slugs_are_unique() -> None:
    assert len({one.code for one in RULES}) == len({one.slug for one in RULES}) == len(RULES)


def test_rules_come_by_code() -> None:
    assert [one.code for one in RULES] == sorted(one.code for one in RULES)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.slug)
def test_a_rule_is_found_by_code_and_by_slug(one: Rule) -> None:
    assert rule(one.code) is one
    assert rule(one.slug) is one


def test_no_rule_is_found_by_another_name() -> None:
    assert rule("TL1") is None
    assert rule("") is None


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.slug)
def test_a_rule_says_what_it_is(one: Rule) -> None:
    assert one.code[:2] == "TL"
    assert one.code[2:].isdigit()
    assert len(one.code) == 5
    assert one.title[0].isupper() or one.title.startswith("tf.")
    assert not one.title.endswith(".")
    assert one.summary.endswith(".")
    assert one.guide.startswith("https://")
    assert one.examples


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.slug)
def test_module_and_test_module_are_named_after_the_slug(one: Rule) -> None:
    name = one.slug.replace("-", "_")
    assert (Path(__file__).parent / f"test_{name}.py").is_file()
    assert any(module == name for module, _ in all_checks()) or __import__(f"tensorlift.rules.{name}", fromlist=["RULE"]).RULE is one


def test_every_rule_test_module_has_a_rule() -> None:
    shared = {"test_all_rules"}
    found = {path.stem for path in Path(__file__).parent.glob("test_*.py")} - shared
    assert found == {"test_" + one.slug.replace("-", "_") for one in RULES}


def settings_of(one: Rule, example: Example) -> dict[str, Any]:
    """Return the settings under which an example holds: only its rule, and those that take imports out."""
    return {"level": example.level, "keras": example.keras, "select": (one.code, "TL106"), "path": example.path}


@pytest.mark.parametrize(("one", "example"), EXAMPLES)
def test_examples(one: Rule, example: Example) -> None:
    settings = settings_of(one, example)
    if example.after is None:
        assert fixed(example.before, **settings) == example.before
        check_sound(example.before, example.path)
    else:
        assert one.code in codes(example.before, **settings)
        check_transformed(example.before, example.after, **settings)
        assert one.code not in codes(example.after, **settings)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.slug)
def test_an_example_shows_the_finding(one: Rule) -> None:
    assert any(one.code in codes(example.before, **settings_of(one, example)) for example in one.examples)


@pytest.mark.parametrize(("one", "example"), EXAMPLES)
def test_findings_of_examples_are_complete(one: Rule, example: Example) -> None:
    for finding in findings(example.before, example.path, level=example.level, keras=example.keras, ignore=()):
        assert finding.slug == next(other.slug for other in RULES if other.code == finding.code)
        assert finding.message[0].isupper() or finding.message.split(" ")[0].partition(".")[0] in (
            "tf",
            "tensorflow",
            "import",
            "from",
            "getattr",
        )
        assert finding.message.endswith((".", "?"))
        assert finding.url is not None
        assert 0 <= finding.start < finding.end <= len(example.before.encode())
        fix = preferred_fix(finding, review=True)
        assert fix is None or fix.edits
