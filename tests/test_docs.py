"""What the documentation says is what the program does."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

from tensorlift import __version__
from tensorlift.cli import main
from tensorlift.engine import check
from tensorlift.rules import Rule, all_rules
from tensorlift.settings import TARGETS, Settings
from tensorlift.source.document import Document

ROOT = Path(__file__).resolve().parent.parent
RULES = all_rules()
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = tuple(Settings.__dataclass_fields__)


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    return load_generator()


def section(path: Path, heading: str) -> str:
    """Return what stands under a heading of a page."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None, f"{path.name} has no heading {heading}"
    return found[1]


# ---- rule pages


def test_rule_pages_are_up_to_date(generator: ModuleType) -> None:
    stale = generator.out_of_date(generator.PAGES, generator.render())
    assert stale == [], "run python docs/generate.py"


def test_every_rule_has_a_page_and_every_page_a_rule(generator: ModuleType) -> None:
    pages = {path.stem for path in generator.PAGES.iterdir()} - {"README"}
    assert pages == {rule.slug for rule in RULES}


def test_index_links_every_page(generator: ModuleType) -> None:
    linked = re.findall(r"\]\(([\w-]+)\.md\)", (generator.PAGES / "README.md").read_text("utf-8"))
    assert sorted(linked) == sorted(rule.slug for rule in RULES)


def test_stale_pages_are_found_and_put_right(generator: ModuleType, tmp_path: Path) -> None:
    pages = generator.render()
    generator.write(tmp_path, pages)
    assert generator.out_of_date(tmp_path, pages) == []
    (tmp_path / "renamed-symbol.md").write_text("another text\n", "utf-8")
    (tmp_path / "name-scope.md").unlink()
    (tmp_path / "no-such-rule.md").write_text("", "utf-8")
    assert generator.out_of_date(tmp_path, pages) == ["name-scope.md", "no-such-rule.md", "renamed-symbol.md"]
    generator.write(tmp_path, pages)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == pages


def test_check_writes_nothing(generator: ModuleType) -> None:
    before = {path: path.stat().st_mtime_ns for path in generator.PAGES.iterdir()}
    done = subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in generator.PAGES.iterdir()} == before


# ---- the registry that the pages are made from


def test_codes_and_slugs_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.slug for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_rule_says_who_it_is(rule: Rule, generator: ModuleType) -> None:
    assert re.fullmatch(r"TL\d{3}", rule.code)
    assert rule.code[:3] in generator.FAMILIES
    assert (ROOT / "server" / "tensorlift" / "rules" / f"{rule.slug.replace('-', '_')}.py").is_file()
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.summary.rstrip().endswith(".")
    assert rule.guide.startswith("https://")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_rule_reports_an_example_of_its_own(rule: Rule) -> None:
    reported = [
        finding.code
        for example in rule.examples
        for finding in check(Document(example.before, example.path), Settings(level=example.level, keras=example.keras))
    ]
    assert rule.code in reported


# ---- README and its neighbours


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", path.read_text("utf-8"))
    missing = [link for link in links if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_codes_are_codes_of_rules(path: Path) -> None:
    named = set(re.findall(r"\bTL\d{3}\b", path.read_text("utf-8")))
    assert named <= {rule.code for rule in RULES}


def test_readme_shows_what_fix_prints() -> None:
    shown = re.search(r"`tensorlift fix --diff (examples/\S+)`[^`]*```diff\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    printed = CliRunner().invoke(main, ["fix", "--diff", "--quiet", str(ROOT / shown[1])]).stdout.splitlines()
    for sign in "-+":
        lines = [line for line in shown[2].splitlines() if line.startswith(sign)]
        assert lines
        assert [line for line in printed if line in lines] == lines


def test_readme_names_every_command_and_option_and_no_other() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    context = click.Context(main)
    commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert set(commands) <= set(re.findall(r"`tensorlift (\w+)", text))
    options = {name for command in commands.values() if command for param in command.params for name in param.opts if name.startswith("--")}
    lines = [line for line in text.splitlines() if "tensorlift" in line or line.startswith("| `--")]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))
    assert named - {"--help"} == options


def test_readme_lists_the_settings() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \|", section(ROOT / "README.md", "Settings"), re.MULTILINE)
    assert tuple(rows) == SETTINGS


def test_levels_page_lists_the_targets() -> None:
    table = section(ROOT / "docs" / "levels.md", "Targets")
    assert tuple(re.findall(r"^\| (2\.\d+) \|", table, re.MULTILINE)) == TARGETS


def test_changelog_has_this_version() -> None:
    heading = rf"^## \[{re.escape(__version__)}\] - (\d{{4}}-\d\d-\d\d|Unreleased)$"
    assert re.search(heading, (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
