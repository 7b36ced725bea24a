"""old-python: versions of Python that the target has no wheels for."""

from __future__ import annotations

import pytest

from tests.rules.helpers import check_noop, check_transformed, findings


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "setup.py",
            "setup(python_requires='>=3.5,<3.8', install_requires=['tensorflow'])\n",
            "setup(python_requires='>=3.10,<3.14', install_requires=['tensorflow'])\n",
        ),
        (
            "setup.cfg",
            "[options]\npython_requires = ==3.7.*\ninstall_requires =\n  tensorflow\n",
            "[options]\npython_requires = >=3.10,<3.14\ninstall_requires =\n  tensorflow\n",
        ),
        (
            "pyproject.toml",
            '[project]\nrequires-python = "<3.8"\ndependencies = ["tensorflow"]\n',
            '[project]\nrequires-python = ">=3.10,<3.14"\ndependencies = ["tensorflow"]\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.6"\ntensorflow = "*"\n',
            '[tool.poetry.dependencies]\npython = ">=3.10,<3.14"\ntensorflow = "*"\n',
        ),
        (
            "Pipfile",
            '[packages]\ntensorflow = "*"\n[requires]\npython_version = "3.6"\n',
            '[packages]\ntensorflow = "*"\n[requires]\npython_version = "3.11"\n',
        ),
        ("environment.yml", "dependencies:\n  - python=3.6.9\n  - tensorflow\n", "dependencies:\n  - python=3.11\n  - tensorflow\n"),
        (
            "environment.yml",
            "dependencies:\n  - python>=3.5,<3.8\n  - tensorflow\n",
            "dependencies:\n  - python>=3.10,<3.14\n  - tensorflow\n",
        ),
        ("Dockerfile", "FROM python:3.6-slim-stretch\nRUN pip install tensorflow\n", "FROM python:3.11-slim\nRUN pip install tensorflow\n"),
        ("Dockerfile", "FROM python:2.7.15\nRUN pip install tensorflow\n", "FROM python:3.11\nRUN pip install tensorflow\n"),
    ],
)
def test_old_python(path: str, before: str, after: str) -> None:
    check_transformed(before, after, "TL503", path=path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "setup(python_requires='>=3.5', install_requires=['tensorflow'])\n"),
        ("setup.py", "setup(python_requires='<3.8', install_requires=['flask'])\n"),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.8"\ndependencies = ["tensorflow"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.10"\ntensorflow = "*"\n'),
        ("environment.yml", "dependencies:\n  - python=3.12\n  - tensorflow\n"),
        ("environment.yml", "dependencies:\n  - python\n  - tensorflow\n"),
        ("environment.yml", "dependencies:\n  - python=3.6\n  - flask\n"),
        ("Dockerfile", "FROM python:3.6\nRUN pip install flask\n"),
        ("Dockerfile", "FROM python:3\nRUN pip install tensorflow\n"),
        ("Dockerfile", "FROM python:3.12-slim\nRUN pip install tensorflow\n"),
    ],
)
def test_what_fits_or_has_no_tensorflow_is_left_alone(path: str, text: str) -> None:
    check_noop(text, path)


@pytest.mark.parametrize(
    ("target", "versions"), [("2.15", "3.9 to 3.11"), ("2.18", "3.9 to 3.12"), ("2.20", "3.9 to 3.13"), ("2.21", "3.10 to 3.13")]
)
def test_each_target_has_its_pythons(target: str, versions: str) -> None:
    [found] = findings("dependencies:\n  - python=3.6\n  - tensorflow\n", "environment.yml", target=target)
    assert f"TensorFlow {target} runs on Python {versions}" in found.message
