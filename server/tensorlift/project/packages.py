"""What the supported targets need of other packages, as their wheels say, and what became of packages made for TensorFlow 1.

The requirements are those of the wheels of tensorflow on pypi.org; which release of a package made for TensorFlow works with which
target was tried by importing both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from tensorlift.settings import TARGETS

_Since = Mapping[str, str]
"""By the first target that it holds for."""

LATEST = {"2.15": "2.15.1", "2.16": "2.16.2", "2.17": "2.17.1", "2.18": "2.18.1", "2.19": "2.19.1", "2.20": "2.20.0", "2.21": "2.21.0"}
"""The newest release of each target."""

IMAGES = {**{target: f"{target}.0" for target in TARGETS}, "2.16": "2.16.1"}
"""The tag of each target's image at hub.docker.com/r/tensorflow/tensorflow."""

_PYTHON: _Since = {"2.15": ">=3.9,<3.12", "2.16": ">=3.9,<3.13", "2.20": ">=3.9,<3.14", "2.21": ">=3.10,<3.14"}
PYTHON = "3.11"
"""A Python that every target has wheels for."""

FLAVOURS = frozenset(
    {
        "tensorflow",
        "tensorflow-cpu",
        "tensorflow-gpu",
        "tf-nightly",
        "tf-nightly-gpu",
        "tf-nightly-gpu-2-0-preview",
        "tf-nightly-2-0-preview",
    }
)
"""The packages that install TensorFlow itself."""

_RENAMED = {
    "tensorflow-gpu": "tensorflow[and-cuda]",
    "tf-nightly-gpu": "tensorflow[and-cuda]",
    "tf-nightly-gpu-2-0-preview": "tensorflow[and-cuda]",
    "tf-nightly-2-0-preview": "tensorflow",
    "tensorflow-tensorboard": "tensorboard",
}

_TENSORFLOW_NEEDS: Mapping[str, _Since] = {
    "absl-py": {"2.15": ">=1.0.0"},
    "astunparse": {"2.15": ">=1.6.0"},
    "flatbuffers": {"2.15": ">=23.5.26", "2.17": ">=24.3.25", "2.21": ">=25.9.23"},
    "gast": {"2.15": ">=0.2.1"},
    "google-pasta": {"2.15": ">=0.1.1"},
    "grpcio": {"2.15": ">=1.24.3,<2"},
    "h5py": {"2.15": ">=2.9.0", "2.16": ">=3.10.0", "2.18": ">=3.11.0", "2.21": ">=3.11.0,<3.15"},
    "keras": {"2.15": ">=2.15,<2.16", "2.16": ">=3.0.0", "2.17": ">=3.2.0", "2.18": ">=3.5.0", "2.20": ">=3.10.0", "2.21": ">=3.12.0"},
    "ml-dtypes": {"2.15": ">=0.3.1,<0.4", "2.17": ">=0.3.1,<0.5", "2.18": ">=0.4.0,<1", "2.19": ">=0.5.1,<1"},
    "numpy": {"2.15": ">=1.23.5,<2", "2.18": ">=1.26,<2.1", "2.19": ">=1.26,<2.2", "2.20": ">=1.26"},
    "opt-einsum": {"2.15": ">=2.3.2"},
    "protobuf": {"2.15": ">=3.20.3,<5", "2.18": ">=3.20.3,<6", "2.20": ">=5.28.0", "2.21": ">=6.31.1,<8"},
    "requests": {"2.16": ">=2.21.0,<3"},
    "six": {"2.15": ">=1.12.0"},
    "tensorboard": {
        "2.15": ">=2.15,<2.16", "2.16": ">=2.16,<2.17", "2.17": ">=2.17,<2.18", "2.18": ">=2.18,<2.19", "2.19": ">=2.19,<2.20",
        "2.20": ">=2.20,<2.21", "2.21": "",
    },
    "tensorflow-estimator": {"2.15": ">=2.15,<2.16", "2.16": ""},
    "termcolor": {"2.15": ">=1.1.0"},
    "typing-extensions": {"2.15": ">=3.6.6"},
    "wrapt": {"2.15": ">=1.11.0,<1.15", "2.16": ">=1.11.0"},
}  # fmt: skip
"""What the wheel of TensorFlow itself requires."""

_MADE_FOR_TENSORFLOW: Mapping[str, _Since] = {
    "dm-sonnet": {"2.15": ">=2.0"},
    "keras": _TENSORFLOW_NEEDS["keras"],
    "tensorboard": {**_TENSORFLOW_NEEDS["tensorboard"], "2.21": ">=2.20"},
    "tensorflow-hub": {"2.15": ">=0.13", "2.16": ">=0.16"},
    "tensorflow-model-optimization": {"2.15": ">=0.7.5", "2.16": ">=0.8"},
    "tensorflow-probability": {"2.15": ">=0.22", "2.16": ">=0.24", "2.17": ">=0.25"},
    "tensorflow-serving-api": {target: f">={target},<{target[:2]}{int(target[2:]) + 1}" for target in TARGETS},
    "tensorflow-text": {target: f">={target},<{target[:2]}{int(target[2:]) + 1}" for target in TARGETS},
    "tf-keras": {target: f">={target},<{target[:2]}{int(target[2:]) + 1}" for target in TARGETS},
    "tf-slim": {"2.15": ">=1.1"},
}
"""Releases that work with each target; these packages are looked at in every project file."""

_PINS: Mapping[str, _Since] = {
    "dm-sonnet": {"2.15": "2.0.2"},
    "h5py": {"2.15": "3.14.0"},
    "keras": {"2.15": "2.15.0", "2.16": "3.10.0", "2.21": "3.12.0"},
    "numpy": {"2.15": "1.26.4"},
    "protobuf": {"2.15": "4.25.8", "2.18": "5.29.5", "2.21": "6.31.1"},
    "tensorboard": {"2.15": "2.15.2", "2.16": "2.16.2", "2.17": "2.17.1", "2.18": "2.18.0", "2.19": "2.19.0", "2.20": "2.20.0", "2.21": "2.21.0"},
    "tensorflow-estimator": {"2.15": "2.15.0"},
    "tensorflow-hub": {"2.15": "0.16.1"},
    "tensorflow-model-optimization": {"2.15": "0.8.1"},
    "tensorflow-probability": {"2.15": "0.23.0", "2.16": "0.24.0", "2.17": "0.25.0"},
    "tensorflow-serving-api": {"2.15": "2.15.1", "2.16": "2.16.1", "2.17": "2.17.1", "2.18": "2.18.1", "2.19": "2.19.1", "2.20": "2.20.0", "2.21": "2.21.0"},
    "tensorflow-text": {"2.15": "2.15.0", "2.16": "2.16.1", "2.17": "2.17.0", "2.18": "2.18.1", "2.19": "2.19.0", "2.20": "2.20.1", "2.21": "2.21.1"},
    "tf-keras": {"2.15": "2.15.1", "2.16": "2.16.0", "2.17": "2.17.0", "2.18": "2.18.0", "2.19": "2.19.0", "2.20": "2.20.1", "2.21": "2.21.0"},
    "tf-slim": {"2.15": "1.1.0"},
}  # fmt: skip
"""The release that a pinned requirement is changed to; without one it is changed to what the target needs."""

_OVER: Mapping[str, tuple[str, str]] = {
    "edward": ("2.15", "Edward needs TensorFlow 1 and is no longer developed: TensorFlow Probability took its place."),
    "stable-baselines": ("2.15", "Stable Baselines needs TensorFlow 1: its successor, stable-baselines3, runs on PyTorch."),
    "tensor2tensor": ("2.15", "Tensor2Tensor needs tf.contrib, which TensorFlow 2 does not have, and is no longer developed."),
    "tensorflow-addons": (
        "2.16",
        "TensorFlow Addons ended in May 2024 and cannot be imported with Keras 3: AdamW, Lamb, GroupNormalization, the losses and metrics "
        "most in use are in tf.keras itself.",
    ),
    "tensorflow-gan": ("2.16", "TF-GAN needs tf.estimator, which TensorFlow lost in 2.16, and has no newer release."),
    "tensorflow-ranking": ("2.16", "TF-Ranking needs tf.estimator, which TensorFlow lost in 2.16, and has no newer release."),
    "tflearn": ("2.15", "TFLearn needs tf.contrib, which TensorFlow 2 does not have, and is no longer developed: tf.keras took its place."),
}
"""Packages without a release that works, from which target on, and what to tell."""

BRINGS = {
    "sklearn": ("scikit-learn",),
    "tensorflow-hub": ("tf-keras",),
    "tensorflow-model-optimization": ("tf-keras",),
    "tf-models-official": ("tf-keras", "tf-slim"),
    "tfp-nightly": ("tensorflow-probability",),
}
"""What the newest releases of packages install besides."""

SONNET = "Sonnet 1 needs tf.contrib, which TensorFlow 2 does not have; Sonnet 2 runs, but the code has to be changed for it."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about a requirement.

    Attributes:
        message: What happens.
        name: The package to require instead, with its extras.
        allowed: The versions to allow; None where the requirement is to be removed.
        pin: The one version for a requirement that names one; empty if there is none to name.
        manual: Whether there is nothing to require instead.
    """

    message: str
    name: str = ""
    allowed: str | None = None
    pin: str = ""
    manual: bool = False


def normal(name: str) -> str:
    """Return the name of a package as an index writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def since(table: _Since, target: str) -> str | None:
    """Return the entry of the newest target that is not newer than the given one."""
    found = None
    for first, entry in table.items():
        if TARGETS.index(first) <= TARGETS.index(target):
            found = entry
    return found


def is_about_tensorflow(name: str) -> bool:
    """Whether a package is TensorFlow or made for it."""
    return name in FLAVOURS or name in _RENAMED or name in _MADE_FOR_TENSORFLOW or name in _OVER or name == "tensorflow-estimator"


def python_range(target: str) -> str:
    """Return the versions of Python that a target has wheels for."""
    return since(_PYTHON, target) or ""


def allowed(name: str, target: str) -> str:
    """Return which versions of a package a target needs, or work with it; empty if any."""
    if name in FLAVOURS:
        return f">={target},<{target[:2]}{int(target[2:]) + 1}"
    return since(_MADE_FOR_TENSORFLOW.get(name) or _TENSORFLOW_NEEDS.get(name, {}), target) or ""


def pin(name: str, target: str) -> str:
    """Return the version of a package to pin for a target; empty if none is known."""
    return LATEST[target] if name in FLAVOURS else since(_PINS.get(name, {}), target) or ""


def judge(name: str, versions: str, target: str, *, beside_tensorflow: bool, shown: str = "") -> Verdict | None:
    """Say what is wrong with a requirement on a target.

    Args:
        name: The package, in its normal form.
        versions: The versions that it allows, as in a requirements file.
        target: The TensorFlow to run on.
        beside_tensorflow: Whether TensorFlow is to be installed with it.
        shown: The requirement as messages show it.

    Returns:
        None for what fits, and for what has nothing to do with TensorFlow.
    """
    shown = shown or f"{name}{versions}"
    if name in FLAVOURS:
        return _judge_tensorflow(name, versions, target, shown)
    if name in _OVER:
        first, told = _OVER[name]
        return Verdict(told, manual=True) if TARGETS.index(target) >= TARGETS.index(first) else None
    if name == "tensorflow-tensorboard":
        told = "The package tensorflow-tensorboard has been tensorboard since TensorFlow 1.5."
        return Verdict(told, "tensorboard", allowed("tensorboard", target), pin("tensorboard", target))
    if name == "tensorflow-estimator" and TARGETS.index(target) >= TARGETS.index("2.16"):
        return Verdict(
            f"tf.estimator ended with TensorFlow 2.15, and tensorflow-estimator cannot be imported beside {target}: leave it out."
        )
    if not (beside_tensorflow or name in _MADE_FOR_TENSORFLOW):
        return None
    wanted = allowed(name, target)
    if not wanted or meet(versions, wanted):
        return None
    if name == "keras" and not beside_tensorflow and meet(versions, ">=2.4"):
        return None  # a Keras of its own
    if name == "dm-sonnet":
        told = SONNET
    elif name in _TENSORFLOW_NEEDS and since(_TENSORFLOW_NEEDS[name], target):
        told = f"TensorFlow {target} needs {name}{wanted}, so it cannot be installed beside {shown}."
    else:
        told = f"The requirement {shown} does not work with TensorFlow {target}, which needs {name}{wanted}."
    return Verdict(told, name, wanted, pin(name, target))


def _judge_tensorflow(name: str, versions: str, target: str, shown: str) -> Verdict | None:
    instead = _RENAMED.get(name)
    if instead is None:
        if meet(versions, f">={TARGETS[0]}.dev0"):
            return None
        told = f"The requirement {shown} leaves out TensorFlow {target}, which lifted code runs on"
    elif "nightly" in name:
        told = f"The package {name} is no longer published"
    elif name == "tensorflow-gpu":
        told = "The package tensorflow-gpu ended with TensorFlow 2.12: tensorflow runs on GPUs, too, and its extra and-cuda brings the CUDA libraries"
    return Verdict(
        f"{told}. The fix changes which TensorFlow is installed.",
        instead or ("tensorflow" if name == "tf-nightly" else name),
        allowed(name, target),
        LATEST[target],
    )


@cache
def meet(versions: str, others: str) -> bool:
    """Whether some version is in both ranges; True if one of them cannot be read."""
    try:
        both = SpecifierSet(versions) & SpecifierSet(others)
        known = [Version(_WILDCARD.sub("", specifier.version)) for specifier in both]
    except (InvalidSpecifier, InvalidVersion):
        return True
    # A range that is not empty has a version in it that stands at one of its ends, or right behind it.
    ends = [Version("0"), *known]
    behind = [Version(".".join(map(str, (*end.release, *[0] * (4 - len(end.release)), 1)))) for end in ends]
    return any(both.contains(version, prereleases=True) for version in (*ends, *behind))


_WILDCARD = re.compile(r"\.\*$")
