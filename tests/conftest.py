"""Shared by all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.rules.helpers")

# In CI the same examples are drawn each time; at home each run draws new ones.
settings.register_profile("tensorlift", deadline=None, database=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tensorlift")
