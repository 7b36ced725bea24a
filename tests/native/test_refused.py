"""Programs that a lift would change: they are refused, at the line that stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorlift.lift.native import Refusal, lift_file

REFUSED = sorted((Path(__file__).parent / "refused").glob("*.py"))
# what stands in the way is behind something that is not lifted yet
BEHIND = {"weight_summaries_with_the_update": 12}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_is_refused_at_the_line(path: Path) -> None:
    """The refusal names the line and the reason."""
    text = path.read_text()
    marked = [number for number, line in enumerate(text.splitlines(), 1) if "# refused:" in line]
    with pytest.raises(Refusal) as refusal:
        lift_file(text, path.name)
    assert [refusal.value.line] == [BEHIND.get(path.stem, marked[0])]
    assert refusal.value.reason
    assert not refusal.value.reason.endswith(".")
