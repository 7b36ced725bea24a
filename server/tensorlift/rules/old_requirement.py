"""Requirements that the target cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import make_finding
from tensorlift.settings import Settings

if TYPE_CHECKING:
    # Imported where a project file is met: most runs and every start of the server do without.
    from tensorlift.project.packages import Verdict
    from tensorlift.project.requirements import Image, ProjectFile, Requirement

RULE = Rule(
    code="TL501",
    slug="old-requirement",
    title="The requirement keeps the target out",
    summary=(
        "A requirements file, `setup.py`, `setup.cfg`, `pyproject.toml`, `Pipfile`, conda environment or Dockerfile asks for TensorFlow 1, for a "
        "package that is no longer published (`tensorflow-gpu`, `tf-nightly-gpu`), or for a release that does not go with the target: an "
        "old Keras, TensorBoard, TensorFlow Hub, TensorFlow Probability, NumPy, protobuf or h5py.\n\n"
        "The fix writes what the target needs. A pinned requirement stays pinned, extras, markers and comments stay. It decides what "
        "is installed, so it is a `--review` fix. Lines with hashes are left to pip-compile. In a conda environment TensorFlow moves to the "
        "`pip` section, since its wheels are on PyPI. A requirement that allows any of the supported versions of TensorFlow (2.15 and "
        "newer) is left alone."
    ),
    guide="https://www.tensorflow.org/install/pip",
    examples=(
        Example(
            "tensorflow-gpu==1.15.0  # with CUDA 10\nkeras==2.2.4\nnumpy<1.17\npandas\n",
            "tensorflow[and-cuda]==2.21.0  # with CUDA 10\nkeras==3.12.0\nnumpy>=1.26\npandas\n",
            path="requirements.txt",
        ),
        Example(
            'FROM tensorflow/tensorflow:1.15.0-gpu-py3\nRUN pip install "tensorflow-hub<0.8" pandas\n',
            'FROM tensorflow/tensorflow:2.21.0-gpu\nRUN pip install "tensorflow-hub>=0.16" pandas\n',
            path="Dockerfile",
        ),
        Example("tensorflow==2.15.1\ntensorflow-addons==0.11.2\n", None, path="requirements.txt"),
        Example("tensorflow>=1.13\nnumpy<2\n", None, path="requirements.txt"),
    ),
)


def check_project(file: ProjectFile, settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each requirement and each image that does not go with the target."""
    from tensorlift.project.packages import judge

    asked = file.asks_for_tensorflow
    for requirement in file.requirements:
        shown = re.sub(r"\s+", " ", file.text[requirement.start : requirement.end])
        verdict = judge(requirement.name, requirement.versions, settings.target, beside_tensorflow=asked, shown=shown)
        if verdict is None or not _applies(requirement.marker, settings.target):
            continue
        message, fix = verdict.message, None
        if not verdict.manual:
            edits = _edits(file, requirement, verdict, settings.target)
            if requirement.problem:
                message += f" It is not changed automatically because {requirement.problem}."
            elif edits is None and requirement.keyed:
                message += " Write it into the entry of tensorflow."
            elif edits is not None:
                title = f"Require {verdict.name}" if verdict.allowed is not None else f"Remove {requirement.name}"
                fix = (title, Safety.REVIEW, edits)
        yield make_finding(RULE, Severity.ERROR, message, requirement.start, requirement.end, fix=fix, deprecated=False)
    for image in file.images:
        yield from _check_image(image, settings.target)


def _applies(marker: str, target: str) -> bool:
    """Whether a requirement can count on one of the target's Pythons, as far as its marker tells by the Python version alone."""
    if not marker or re.search(r"platform|os_name|implementation|extra", marker):
        return True
    from packaging.markers import InvalidMarker, Marker
    from packaging.specifiers import SpecifierSet

    from tensorlift.project.packages import python_range

    try:
        parsed = Marker(marker)
    except InvalidMarker:
        return True
    versions = (f"3.{minor}" for minor in range(9, 15))
    pythons = (version for version in versions if version in SpecifierSet(python_range(target)))
    return any(parsed.evaluate({"python_version": python, "python_full_version": f"{python}.9"}) for python in pythons)


def _edits(file: ProjectFile, requirement: Requirement, verdict: Verdict, target: str) -> tuple[Edit, ...] | None:
    """Return the edits that write another requirement, or none; None where that cannot be written."""
    if verdict.allowed is None:
        return (Edit(*requirement.removal, ""),) if requirement.removal is not None else None
    keeps_pin = bool(requirement.pinned and verdict.pin)
    versions = f"=={verdict.pin}" if keeps_pin else verdict.allowed
    if requirement.versions.startswith("~=") and verdict.pin:
        versions = f"~={verdict.pin}"
    name, _, extras = verdict.name.partition("[")
    if requirement.conda:
        return _conda_edits(file, requirement, verdict.name, versions, verdict.pin if keeps_pin else "")
    if requirement.keyed:
        return _keyed_edits(file, requirement, name, extras.rstrip("]"), versions, verdict.pin)
    from tensorlift.project.packages import normal

    old = _written_name(file, requirement)
    name = old if normal(old) == normal(name) else name
    if extras:
        name += f"[{extras}" if not requirement.extras else f"[{extras[:-1]},{requirement.extras[1:]}"
    else:
        name += requirement.extras
    text = requirement.written.format(name=name, versions=versions)
    if requirement.quote and set("<>") & set(text):
        text = f"{requirement.quote}{text}{requirement.quote}"
    return (Edit(requirement.start, requirement.end, text),)


def _written_name(file: ProjectFile, requirement: Requirement) -> str:
    match = re.match(r"[\w.-]*[A-Za-z0-9]", file.text[requirement.start : requirement.end])
    return match[0] if match is not None else requirement.name


def _keyed_edits(file: ProjectFile, requirement: Requirement, name: str, extras: str, versions: str, pin: str) -> tuple[Edit, ...] | None:
    """Write the requirement as an entry of a table."""
    if name != requirement.name and ("{name}" not in requirement.written or name in file.names):
        return None
    text = requirement.written.format(name=name, versions=versions, version=pin or versions)
    if extras:
        key, value = text.split("=", 1)
        text = f'{key}= {{version ={value}, extras = ["{extras}"]}}'
    return (Edit(requirement.start, requirement.end, text),)


def _conda_edits(file: ProjectFile, requirement: Requirement, name: str, versions: str, pin: str) -> tuple[Edit, ...] | None:
    """Write the requirement where it stands, or in the pip section if it is TensorFlow itself."""
    from tensorlift.project.packages import FLAVOURS

    if requirement.name not in FLAVOURS:
        return (Edit(requirement.start, requirement.end, f"{name}={pin}" if pin else f"{name}{versions}"),)
    removal = requirement.removal
    if removal is None:
        return None
    line_end = "\r\n" if "\r\n" in file.text else "\n"
    if file.pip is not None:
        place, indent = file.pip
        return (Edit(*removal, ""), Edit(place, place, f"{indent}- {name}{versions}{line_end}"))
    line = file.text[slice(*removal)]
    indent = line[: len(line) - len(line.lstrip())]
    lines = [] if "pip" in file.names else [f"{indent}- pip"]
    lines += [f"{indent}- pip:", f"{indent}  - {name}{versions}"]
    end = line_end if line.endswith(("\r", "\n")) else ""
    return (Edit(*removal, line_end.join(lines) + end),)


_TAG = re.compile(r"(?P<version>\d+(?:\.\d+)*(?:\.?(?:rc|post)\d+|-rc\d+)?|latest|nightly)(?P<rest>(?:-(?:gpu|py3|py2|jupyter|devel))*)")


def _check_image(image: Image, target: str) -> Iterator[Finding]:
    from tensorlift.project.packages import IMAGES, meet

    match = _TAG.fullmatch(image.tag)
    if match is None:
        return
    version, rest = match["version"], match["rest"]
    numbered = version[0].isdigit()
    parts = rest.split("-")[1:]
    if numbered:
        if meet(f"=={version.split('-')[0]}", ">=2.15"):
            return
        message = f"The image tensorflow/tensorflow:{image.tag} has a TensorFlow before 2.15, and the code is lifted to {target}."
    elif "py3" in parts or "py2" in parts or "devel" in parts:
        message = f"The image tensorflow/tensorflow:{image.tag} is no longer made: it has the TensorFlow of years ago."
    else:
        return
    new = "-".join([IMAGES[target] if numbered else version, *(part for part in parts if part in ("gpu", "jupyter"))])
    fix = None
    if "devel" in parts:
        message += " Images to build TensorFlow in are tensorflow/build now."
    else:
        message += " The fix changes which TensorFlow is installed."
        fix = (f"Begin with tensorflow/tensorflow:{new}", Safety.REVIEW, (Edit(image.start, image.end, new),))
    yield make_finding(RULE, Severity.ERROR, message, image.start, image.end, fix=fix, deprecated=False)
