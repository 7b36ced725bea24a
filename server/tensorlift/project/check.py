"""Check what a project file asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tensorlift.model import Finding
from tensorlift.project.needs import Need
from tensorlift.project.requirements import read
from tensorlift.rules import missing_requirement, old_python, old_requirement
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.suppressions import marks

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


def check(document: Document, settings: Settings, needs: Iterable[Need] = ()) -> list[Finding]:
    """Return the findings of a project file, in the order of the text.

    Args:
        document: The file.
        settings: The target; which rules are selected is not looked at.
        needs: What the Python files of the project need.
    """
    file = read(document)
    found = [
        *old_requirement.check_project(file, settings),
        *missing_requirement.check_project(file, settings, needs),
        *old_python.check_project(file, settings),
    ]
    if found and not document.is_code and b"tensorlift:" in document.data:
        found = _heard(found, document)
    return sorted(found, key=lambda finding: (finding.start, finding.end, finding.code))


def _heard(found: list[Finding], document: Document) -> list[Finding]:
    """Leave out what a comment silences: on the line of the finding, or alone on lines above it, since commands and values have none."""
    comments: dict[int, str] = {}
    above = ""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", document.text)):
        match = _COMMENT.search(line)
        if match is not None and any(mark["skip"] for mark in marks(match[0])):
            return []
        if match is not None and not line[: match.start()].strip():
            above += match[0]
        else:
            comments[number] = above + (match[0] if match is not None else "")
            above = ""

    def is_silent(finding: Finding) -> bool:
        for mark in marks(comments[document.line_of(finding.start)]):
            names = mark["names"]
            if names is None or not {finding.code, finding.slug}.isdisjoint(name.strip() for name in names.split(",")):
                return True
        return False

    return [finding for finding in found if not is_silent(finding)]
