"""All tests of rules also see to it that a check finds nothing where it says that it has nothing to look for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tensorlift import engine
from tensorlift.rules import Check, all_checks, checks_of
from tensorlift.rules.context import Context


@pytest.fixture(autouse=True)
def _nothing_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    overlooked = []

    def asked(context: Context) -> list[Check]:
        wanted = checks_of(context)
        for name, check in all_checks():
            if (name, check) not in wanted:
                overlooked.extend(list(check(Context(context.file, context.chunk_index, context.python2))))
        return wanted

    monkeypatch.setattr(engine, "checks_of", asked)
    yield
    assert overlooked == []
