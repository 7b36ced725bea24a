"""Which files say what a project installs, by their names."""

from __future__ import annotations

import os
import re
from enum import Enum


class Kind(Enum):
    """How a project file is written."""

    PIP = "requirements file"
    SETUP = "setup.py"
    CFG = "setup.cfg"
    TOML = "pyproject.toml or Pipfile"
    CONDA = "conda environment"
    DOCKER = "Dockerfile"


_NAMES = (
    (Kind.SETUP, re.compile(r"setup\.py")),
    (Kind.CFG, re.compile(r"setup\.cfg")),
    (Kind.TOML, re.compile(r"pyproject\.toml|Pipfile")),
    (Kind.PIP, re.compile(r".*(?:requirements?|constraints?).*\.(?:txt|in|pip)", re.IGNORECASE)),
    (Kind.CONDA, re.compile(r"(?:.*[-_.])?(?:conda[-_]?)?env(?:ironment)?(?:[-_.].*)?\.ya?ml|conda.*\.ya?ml", re.IGNORECASE)),
    (Kind.DOCKER, re.compile(r"Dockerfile(?:[-_.].*)?|.*\.dockerfile", re.IGNORECASE)),
)
_IN_REQUIREMENTS = re.compile(r".*\.(?:txt|in|pip)", re.IGNORECASE)


def kind_of(path: str | None) -> Kind | None:
    """Return how a project file is written; None for every other file."""
    folder, name = os.path.split(path or "")
    for kind, pattern in _NAMES:
        if pattern.fullmatch(name):
            return kind
    if os.path.basename(folder) == "requirements" and _IN_REQUIREMENTS.fullmatch(name):
        return Kind.PIP
    return None


def project_folder(path: str) -> str:
    """Return the folder of the project that a project file belongs to."""
    folder = os.path.dirname(path) or os.curdir
    return os.path.dirname(folder) or os.curdir if os.path.basename(folder) == "requirements" else folder
