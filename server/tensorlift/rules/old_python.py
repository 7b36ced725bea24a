"""Python versions that the target does not run on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import make_finding
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.project.requirements import ProjectFile

RULE = Rule(
    code="TL503",
    slug="old-python",
    title="The target does not run on the Python that is asked for",
    summary=(
        "Each TensorFlow has wheels for a few versions of Python: 2.21 for 3.10 to 3.13. Where a project that requires TensorFlow asks for "
        "another one (`python_requires`, `requires-python`, `python=3.6` in a conda environment, `FROM python:3.6`), nothing can be "
        "installed. The fix writes a range or a version that the target runs on. A range that begins below, such as `>=3.6`, is right for "
        "pip, which looks at the Python that runs; Poetry refuses it."
    ),
    guide="https://www.tensorflow.org/install/pip",
    examples=(
        Example(
            "name: lab\ndependencies:\n  - python=3.6\n  - pip\n  - pip:\n    - tensorflow>=2.16\n",
            "name: lab\ndependencies:\n  - python=3.11\n  - pip\n  - pip:\n    - tensorflow>=2.16\n",
            path="environment.yml",
        ),
        Example('[project]\nrequires-python = ">=3.6"\ndependencies = ["tensorflow"]\n', None, path="pyproject.toml"),
    ),
)


def check_project(file: ProjectFile, settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each version of Python that the target does not run on."""
    if not file.asks_for_tensorflow:
        return
    from tensorlift.project.packages import PYTHON, meet, python_range

    wanted = python_range(settings.target)
    first, last = (part.strip("<>=") for part in wanted.split(","))
    for python in file.pythons:
        below = python.strict and meet(python.versions, f"<{first}")
        if meet(python.versions, wanted) and not below:
            continue
        before_last = f"3.{int(last.partition('.')[2]) - 1}"
        message = f"TensorFlow {settings.target} runs on Python {first} to {before_last}, which {python.versions} leaves out."
        if meet(python.versions, wanted):
            message = f"TensorFlow {settings.target} needs Python {first} or newer, and Poetry wants that of every Python that {python.versions} allows."
        text = python.written.format(versions=wanted, version=PYTHON)
        fix = (f"Ask for Python {text.lstrip('=')}", Safety.REVIEW, (Edit(python.start, python.end, text),))
        yield make_finding(RULE, Severity.ERROR, message, python.start, python.end, fix=fix, deprecated=False)
