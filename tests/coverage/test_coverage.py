"""Every known fact about the migration is covered: by a rule that reports it, or by a reason why there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tensorlift.engine import check, fix
from tensorlift.model import Level
from tensorlift.rules import rule
from tensorlift.settings import Settings
from tensorlift.source.document import Document

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CATALOGUES = ("behaviours", "training", "contrib")
KEYS = {"id", "what", "rule", "level", "keras", "safety", "before", "after", "quiet", "numbers", "reason"}


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Return every row with the catalogue that it is of."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(table) <= set(CATALOGUES), path
        found += [(catalogue, row) for catalogue in CATALOGUES for row in table.get(catalogue, [])]
    return found


ROWS = rows()
REPORTED = [pytest.param(row, id=f"{catalogue}-{row['id']}") for catalogue, row in ROWS if row.get("rule")]
FIXED = [pytest.param(row, id=f"{catalogue}-{row['id']}") for catalogue, row in ROWS if row.get("after") is not None]
QUIET = [
    pytest.param(row, code, id=f"{catalogue}-{row['id']}-{number}")
    for catalogue, row in ROWS
    for number, code in enumerate(row.get("quiet", ()))
]


def settings(row: dict[str, Any], **more: Any) -> Settings:
    """Return the settings that a row speaks of."""
    return Settings(level=Level(row.get("level", "symbols")), keras=row.get("keras"), **more)


def test_rows_are_told_apart() -> None:
    names = [(catalogue, row["id"]) for catalogue, row in ROWS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("catalogue", "row"), [pytest.param(c, r, id=f"{c}-{r['id']}") for c, r in ROWS])
def test_a_row_says_what_it_has_to(catalogue: str, row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert row["what"]
    if row.get("rule"):
        assert all(rule(code) is not None for code in row["rule"].split())
        assert row["safety"] in ("safe", "review", "manual")
        assert row["before"]
        assert "reason" not in row
    else:
        assert row.get("reason") or row.get("quiet")


def test_the_page_is_up_to_date() -> None:
    script = Path(__file__).parents[2] / "docs" / "coverage.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_few_rows_are_without_a_rule() -> None:
    without = [f"{catalogue}-{row['id']}" for catalogue, row in ROWS if row.get("reason")]
    assert len(without) < 0.05 * len(ROWS), without


@pytest.mark.parametrize("row", REPORTED)
def test_what_a_row_speaks_of_is_reported(row: dict[str, Any]) -> None:
    findings = check(Document(row["before"]), settings(row))
    reported = {finding.code for finding in findings}
    assert set(row["rule"].split()) <= reported
    safeties = {fix.safety.value for finding in findings for fix in finding.fixes if finding.code in row["rule"].split()} or {"manual"}
    assert row["safety"] in safeties


@pytest.mark.parametrize("row", FIXED)
def test_what_a_row_speaks_of_is_fixed(row: dict[str, Any]) -> None:
    result = fix(Document(row["before"]), settings(row, select=tuple(row["rule"].split())), review=True)
    assert result.text == row["after"]


@pytest.mark.parametrize(("row", "code"), QUIET)
def test_what_a_row_leaves_alone_is_not_reported(row: dict[str, Any], code: str) -> None:
    select = tuple(row.get("rule", "").split())
    assert [finding.message for finding in check(Document(code), settings(row, select=select))] == []
