"""Make everything that the catalog is built from, and build it.

    python -m tensorlift.catalog.generate.make_surfaces WORK_DIRECTORY [--python PYTHON]

Below the work directory stand an environment for each target (``env-2.21``), the wheels of TensorFlow 1.15
(``wheels``) and what was read from both (``surfaces``). Whatever is there is not made again, unless the script that
reads it has changed; delete what shall be made anew. In the end :mod:`tensorlift.catalog.generate.build` writes the
catalog. Needs the network, 12 GB of disk space and Python 3.11.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tensorlift.catalog.generate import build

HERE = Path(__file__).resolve().parent
# TensorFlow 2.15 has no wheels for a later one; an earlier one gives other signatures of classes and an older Keras 3.
PYTHON = "3.11"
# TensorFlow 1.15 and the packages whose names it passes on, as they were at its time.
WHEELS = {
    "tensorflow": "1.15.5",
    "tensorflow_estimator": "1.15.1",
    "absl_py": "0.11.0",
    "Keras_Preprocessing": "1.1.2",
    "Keras_Applications": "1.0.8",
}
# The wheel of TensorFlow 1.15 is only read; these say which one, whatever machine reads it.
WHEEL_PLATFORM = ("--python-version", "3.7", "--platform", "manylinux2010_x86_64")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the surfaces of TensorFlow 1.15 and of every target, and build the catalog.")
    parser.add_argument("directory", type=Path, metavar="WORK_DIRECTORY")
    parser.add_argument("--python", default=sys.executable, help="the Python of the environments (default: this one)")
    arguments = parser.parse_args()
    version = _output([arguments.python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).strip()
    if version != PYTHON:
        parser.error(f"{arguments.python} is Python {version}; the catalog is made with {PYTHON}")
    surfaces = arguments.directory / "surfaces"
    surfaces.mkdir(parents=True, exist_ok=True)
    make_tf1(surfaces / "tf-1.15.json", arguments.directory / "wheels")
    for combo in build.COMBOS:
        make_tf2(surfaces / f"tf-{combo}.json", combo, arguments.directory, arguments.python)
    build.main(str(surfaces))


def make_tf1(path: Path, wheels: Path) -> None:
    """Read the surface of TensorFlow 1.15 from its wheels.

    Args:
        path: The file to write.
        wheels: Where the wheels are or shall be put.
    """
    if _is_current(path, "surface_tf1.py"):
        return
    files = {name: _wheel(wheels, name, version) for name, version in WHEELS.items()}
    command = [sys.executable, str(HERE / "surface_tf1.py"), str(files.pop("tensorflow"))]
    command += ["--estimator", str(files.pop("tensorflow_estimator"))]
    for file in files.values():
        command += ["--with", str(file)]
    _write(path, command)


def make_tf2(path: Path, combo: str, directory: Path, python: str) -> None:
    """Write the surface of one target with one Keras, from an environment of its own.

    Args:
        path: The file to write.
        combo: Target and Keras, such as ``2.21-keras3``.
        directory: Where the environment is or shall be made.
        python: The Python to make it with.
    """
    if _is_current(path, "surface_tf2.py"):
        return
    target, keras = combo.split("-keras")
    interpreter = _environment(directory / f"env-{target}", target, python)
    # TensorFlow 2.15 has Keras 2 itself; with tf-keras it would be another copy of it.
    legacy = keras == "2" and target != "2.15"
    _write(path, [str(interpreter), str(HERE / "surface_tf2.py")], {"TF_USE_LEGACY_KERAS": "1" if legacy else "0"})


def requirements(target: str) -> list[str]:
    """Return what to install for a target."""
    small = sys.platform == "linux" and platform.machine() == "x86_64"
    names = [f"tensorflow-cpu=={target}.*" if small else f"tensorflow=={target}.*"]
    if target != "2.15":
        names.append(f"tf-keras=={target}.*")
    return names


def _is_current(path: Path, script: str) -> bool:
    """Whether a file was written after the last change of the script that writes it."""
    return path.exists() and path.stat().st_mtime > max((HERE / name).stat().st_mtime for name in (script, "static_names.py"))


def _environment(folder: Path, target: str, python: str) -> Path:
    interpreter = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    complete = folder / "complete"
    if not complete.exists():
        _run([python, "-m", "venv", "--clear", str(folder)])
        _run([str(interpreter), "-m", "pip", "install", "--quiet", *requirements(target)])
        complete.touch()
    return interpreter


def _wheel(folder: Path, name: str, version: str) -> Path:
    def found() -> Iterator[Path]:
        return folder.glob(f"{name}-{version}-*.whl")

    if next(found(), None) is None:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *WHEEL_PLATFORM]
        _run([*command, "--dest", str(folder), f"{name}=={version}"])
    return next(found())


def _write(path: Path, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Write what a command prints; a command that fails leaves no file."""
    text = _output(command, environment)
    path.with_suffix(".part").write_text(text, encoding="utf-8")
    path.with_suffix(".part").replace(path)


def _output(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    return _run(command, environment, stdout=subprocess.PIPE)


def _run(command: Sequence[str], environment: Mapping[str, str] | None = None, stdout: int | None = None) -> str:
    print("+", *command, file=sys.stderr)
    done = subprocess.run(command, env={**os.environ, **(environment or {})}, stdout=stdout, text=True, check=True)
    return done.stdout or ""


if __name__ == "__main__":
    main()
