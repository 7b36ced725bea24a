"""Write the rule pages of ``docs/rules`` from the rules themselves.

    python docs/generate.py            write the pages
    python docs/generate.py --check    write nothing; exit with 1 and name the pages that are out of date

A page has what the rule says about itself (title, summary, guide, examples). What becomes of an example without a
result, a message or nothing, is asked of the engine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

from tensorlift.engine import check
from tensorlift.model import Level
from tensorlift.rules import Example, Rule, all_rules
from tensorlift.settings import Settings
from tensorlift.source.document import Document

PAGES = Path(__file__).resolve().parent / "rules"
INDEX = "README.md"
FAMILIES = {
    "TL0": "Input",
    "TL1": "Names",
    "TL2": "Meaning of calls",
    "TL3": "The language",
    "TL4": "How the program runs",
    "TL5": "Project files",
}


def render() -> dict[str, str]:
    """Return the text of every page by its file name."""
    rules = all_rules()
    pages = {f"{rule.slug}.md": page(rule) for rule in rules}
    pages[INDEX] = index(rules)
    return pages


def page(rule: Rule) -> str:
    """Return the page of a rule."""
    module = rule.slug.replace("-", "_")
    parts = [
        f"<!-- Written by docs/generate.py from server/tensorlift/rules/{module}.py: change it there. -->",
        f"# {rule.code} {rule.slug}",
        f"**{rule.title}.**",
        rule.summary.strip(),
        f"Guide: <{rule.guide}>",
        "## Examples",
        *(text for example in rule.examples for text in _example(rule, example)),
        "## Silence it",
        f'On a line: `# tensorlift: ignore[{rule.code}]`. In a project: `ignore = ["{rule.code}"]` under `[tool.tensorlift]` '
        "of `pyproject.toml`. Instead of the code, the name of the rule will do.",
    ]
    return "\n\n".join(parts) + "\n"


def _example(rule: Rule, example: Example) -> Iterator[str]:
    settings = Settings(level=example.level, keras=example.keras)
    chosen = [f"--level {example.level.value}"] if example.level is not Level.SYMBOLS else []
    chosen += [f"--keras {example.keras}"] if example.keras is not None else []
    if chosen:
        yield f"With `{' '.join(chosen)}`:"
    if example.after is not None:
        yield f"```diff\n{diff(example.before, example.after)}```"
        return
    messages = [finding.message for finding in check(Document(example.before, example.path), settings) if finding.code == rule.code]
    yield "Reported and left to you:" if messages else "Right as it is:"
    yield f"```python\n{example.before}```"
    yield from (f"> {message}" for message in messages)


def diff(before: str, after: str) -> str:
    """Return all lines of two texts, those that go and those that come marked as in a unified diff."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return "".join(f"{line[0]}{line[2:]}".rstrip() + "\n" for line in lines if line[0] != "?")


def index(rules: list[Rule]) -> str:
    """Return the page that lists all rules."""
    parts = [
        "<!-- Written by docs/generate.py: change the rules instead. -->",
        "# Rules",
        "`tensorlift explain CODE` shows the same pages in the terminal.",
    ]
    for family, title in FAMILIES.items():
        rows = [f"| [{rule.code}]({rule.slug}.md) | `{rule.slug}` | {rule.title} |" for rule in rules if rule.code.startswith(family)]
        if rows:
            parts += [f"## {title}", "\n".join(["| code | name | what it finds |", "|---|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def out_of_date(folder: Path, pages: dict[str, str]) -> list[str]:
    """Return the names of pages that are missing in a folder, differ, or belong to no rule."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in there.keys() | pages.keys() if there.get(name) != pages.get(name))


def write(folder: Path, pages: dict[str, str]) -> None:
    """Write the pages that are out of date, and remove those of rules that are gone."""
    folder.mkdir(exist_ok=True)
    for name in out_of_date(folder, pages):
        path = folder / name
        if name in pages:
            path.write_text(pages[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the rule pages from the rules.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    arguments = parser.parse_args()
    pages = render()
    stale = out_of_date(PAGES, pages)
    if arguments.check and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run python docs/generate.py")
    write(PAGES, pages)


if __name__ == "__main__":
    main()
