"""Packages that the lifted code needs and nothing installs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import make_finding
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.project.needs import Need
    from tensorlift.project.requirements import ProjectFile, Requirement

RULE = Rule(
    code="TL502",
    slug="missing-requirement",
    title="The lifted code needs a package that is not required",
    summary=(
        "Fixes bring in packages: `tf_slim` for `tf.contrib.slim`, tf-keras for the Keras of TensorFlow 1 (`TF_USE_LEGACY_KERAS`), "
        "TensorFlow Probability for `tf.contrib.distributions`. TensorFlow itself no longer installs TensorBoard from 2.21 on, and summaries "
        "of TensorFlow 2 fail without it. TensorFlow Probability does not install the tf-keras that it imports.\n\n"
        "The Python files and notebooks below the folder of the project file are looked at as they are after the fixes of the same run. The "
        "missing package is reported at the requirement of TensorFlow, in each file that has one, and the fix adds it behind that."
    ),
    guide="https://www.tensorflow.org/install/pip",
    examples=(
        Example(
            "tensorflow==2.21.0\ntensorflow-probability==0.25.0\n",
            "tensorflow==2.21.0\ntf-keras==2.21.0\ntensorflow-probability==0.25.0\n",
            path="requirements.txt",
        ),
        Example("tensorflow==2.21.0\ntensorflow-probability[tf]==0.25.0\n", None, path="requirements.txt"),
    ),
)


def check_project(file: ProjectFile, settings: Settings, needs: Iterable[Need]) -> Iterator[Finding]:
    """Yield a finding for each package that is needed beside TensorFlow and not required."""
    from tensorlift.project.packages import BRINGS, FLAVOURS, allowed, judge, pin

    if file.is_constraints:
        return
    anchors = [requirement for requirement in file.requirements if requirement.name in FLAVOURS]
    if not anchors:
        return
    anchor = next((requirement for requirement in anchors if requirement.add_at is not None), anchors[0])
    there = set(file.names)
    for name in file.names:
        there.update(BRINGS.get(name, ()))
    if any(
        requirement.name == "tensorflow-probability" and "tf" in requirement.extras.strip("[]").split(",")
        for requirement in file.requirements
    ):
        there.add("tf-keras")
    wanted = {need.package: need.why for need in needs}
    if settings.target != "2.15":
        if settings.keras == 2:
            wanted.setdefault("tf-keras", "Keras 2 is chosen, which is the package tf-keras")
        if "tensorflow-probability" in there.union(wanted):
            wanted.setdefault("tf-keras", "TensorFlow Probability imports tf_keras")
    for package, why in wanted.items():
        if package in there:
            continue
        versions = allowed(package, settings.target)
        if anchor.pinned and pin(package, settings.target):
            versions = f"=={pin(package, settings.target)}"
        fits = judge(anchor.name, anchor.versions, settings.target, beside_tensorflow=True) is None
        fix = None
        if anchor.add_at is not None and not anchor.problem:
            edit = Edit(anchor.add_at, anchor.add_at, _added(anchor, package, versions))
            fix = (f"Require {package}, too", Safety.SAFE if fits else Safety.REVIEW, (edit,))
        message = f"Nothing here installs {package}: {why}."
        yield make_finding(RULE, Severity.ERROR, message, anchor.start, anchor.end, fix=fix, deprecated=False)


def _added(anchor: Requirement, package: str, versions: str) -> str:
    text = anchor.added.format(name=package, versions=versions)
    if anchor.quote and set("<>") & set(text):
        text = f" {anchor.quote}{text.lstrip()}{anchor.quote}"
    return text
