"""Write ``docs/coverage.md``: what became of each known fact about the migration, from ``tests/coverage``.

python docs/coverage.py            write the page
python docs/coverage.py --check    write nothing; exit with 1 if it is out of date
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "coverage.md"
TITLES = {
    "behaviours": "Behaviour and model code",
    "training": "Training, evaluation, data, saving",
    "contrib": "tf.contrib and other vanished packages",
}


def rows() -> list[tuple[str, str, dict[str, Any]]]:
    """Return every row of ``tests/coverage`` with its catalogue and its file."""
    found = []
    for path in sorted((ROOT / "tests" / "coverage").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(catalogue, path.name, row) for catalogue in TITLES for row in table.get(catalogue, [])]
    return found


def render() -> str:
    """Return the text of the page."""
    everything = rows()
    reasons = sum("reason" in row for _, _, row in everything)
    parts = [
        "<!-- Written by docs/coverage.py from tests/coverage: change it there. -->",
        "# Coverage",
        f"{len(everything)} facts about the way from TensorFlow 1 to TensorFlow 2, each checked by running TensorFlow. {len(everything) - reasons} of them "
        f"are reported by a rule or rightly left alone, {reasons} have a reason why no rule can tell. Each row is a test: its program is reported by "
        "the rule, its fix is compared, and its look-alikes stay silent (`tests/coverage`).",
    ]
    for catalogue, title in TITLES.items():
        lines = [_line(file, row) for name, file, row in everything if name == catalogue]
        parts += [f"## {title}", "\n".join(["| id | what | rule | level | safety | tests |", "|---|---|---|---|---|---|", *lines])]
    return "\n\n".join(parts) + "\n"


def _line(file: str, row: dict[str, Any]) -> str:
    rule = row.get("rule", "").replace(" ", ", ")
    tests = [word for word, key in (("reported", "rule"), ("fixed", "after"), ("silent", "quiet")) if row.get(key)]
    tests += [row["numbers"]] if row.get("numbers") else []
    level = row.get("level", "symbols") if rule else ""
    level += ", Keras 2" if row.get("keras") == 2 and rule else ""
    verdict = rule or (f"none: {row['reason']}" if row.get("reason") else "none: right as it is")
    cells = [row["id"], row["what"], verdict, level, row.get("safety", ""), ", ".join(tests) + f" ({file.removesuffix('.toml')})"]
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the coverage page from tests/coverage.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the page is out of date")
    arguments = parser.parse_args()
    text = render()
    is_current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
    if arguments.check and not is_current:
        sys.exit(f"{PAGE.name} is out of date; run python docs/coverage.py")
    if not is_current:
        PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
