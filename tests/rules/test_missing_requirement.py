"""missing-requirement: packages that the code needs and nothing installs."""

from __future__ import annotations

import pytest

from tensorlift.engine import check, fix, preferred_fix
from tensorlift.model import Safety
from tensorlift.project.needs import Need
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tests.rules.helpers import check_noop, check_transformed, codes

SLIM = Need("tf-slim", "a.py imports tf_slim")
KERAS = Need("tf-keras", "a.py imports tf_keras")


def added(path: str, before: str, *needs: Need) -> str:
    result = fix(Document(before, path), Settings(), review=True, needs=needs)
    again = fix(Document(result.text, path), Settings(), review=True, needs=needs)
    assert again.fixed == 0
    assert not any(finding.code == "TL502" for finding in again.remaining)
    return result.text


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("requirements.txt", "a\ntensorflow  # x\nb\n", "a\ntensorflow  # x\ntf-slim>=1.1\nb\n"),
        ("requirements.txt", "tensorflow==2.21.0", "tensorflow==2.21.0\ntf-slim==1.1.0"),
        ("requirements.txt", "tensorflow==1.15\r\nb\r\n", "tensorflow==2.21.0\r\ntf-slim==1.1.0\r\nb\r\n"),
        ("setup.py", "setup(install_requires=['tensorflow', 'b'])\n", "setup(install_requires=['tensorflow', 'tf-slim>=1.1', 'b'])\n"),
        ("setup.py", "R = [\n    'tensorflow',  # x\n    'b',\n]\n", "R = [\n    'tensorflow',  # x\n    'tf-slim>=1.1',\n    'b',\n]\n"),
        ("setup.py", "R = [\n    'b',\n    'tensorflow'  # x\n]\n", "R = [\n    'b',\n    'tf-slim>=1.1',\n    'tensorflow'  # x\n]\n"),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n  tensorflow\n  b\n",
            "[options]\ninstall_requires =\n  tensorflow\n  tf-slim>=1.1\n  b\n",
        ),
        (
            "pyproject.toml",
            '[project]\ndependencies = [\n  "tensorflow",\n]\n',
            '[project]\ndependencies = [\n  "tensorflow",\n  "tf-slim>=1.1",\n]\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\ntensorflow = "*"\n',
            '[tool.poetry.dependencies]\ntensorflow = "*"\ntf-slim = ">=1.1"\n',
        ),
        (
            "environment.yml",
            "dependencies:\n- pip:\n  - tensorflow\n- b\n",
            "dependencies:\n- pip:\n  - tensorflow\n  - tf-slim>=1.1\n- b\n",
        ),
        (
            "environment.yml",
            "dependencies:\n- pip\n- tensorflow=1.15\n",
            "dependencies:\n- pip\n- pip:\n  - tensorflow==2.21.0\n  - tf-slim==1.1.0\n",
        ),
        ("Dockerfile", "RUN pip install tensorflow b\n", 'RUN pip install tensorflow "tf-slim>=1.1" b\n'),
        ("Dockerfile", "RUN pip install tensorflow==2.21.0 && x\n", "RUN pip install tensorflow==2.21.0 tf-slim==1.1.0 && x\n"),
        ("Dockerfile", 'RUN ["pip", "install", "tensorflow"]\n', 'RUN ["pip", "install", "tensorflow", "tf-slim>=1.1"]\n'),
    ],
)
def test_a_package_is_added_beside_tensorflow(path: str, before: str, after: str) -> None:
    assert added(path, before, SLIM) == after


def test_several_packages() -> None:
    assert added("requirements.txt", "tensorflow\n", SLIM, KERAS) == "tensorflow\ntf-slim>=1.1\ntf-keras>=2.21,<2.22\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", "flask\n"),
        ("requirements.txt", "tensorflow\ntf_slim\n"),
        ("constraints.txt", "tensorflow==2.21.0\n"),
        ("setup.py", "setup(install_requires=['flask'])\n"),
        ("Dockerfile", "FROM tensorflow/tensorflow:2.21.0\nRUN pip install flask\n"),
    ],
)
def test_nothing_is_missing(path: str, text: str) -> None:
    assert check(Document(text, path), Settings(), [SLIM]) == []


def test_what_other_packages_install_is_not_missing() -> None:
    assert check(Document("tensorflow\ntensorflow-hub>=0.16\n", "requirements.txt"), Settings(), [KERAS]) == []


def test_safe_beside_the_target_and_to_look_at_beside_another() -> None:
    for text, safety in (("tensorflow==2.21.0\n", Safety.SAFE), ("tensorflow==1.15\n", Safety.REVIEW)):
        [found] = [one for one in check(Document(text, "requirements.txt"), Settings(), [SLIM]) if one.code == "TL502"]
        fix_ = preferred_fix(found, review=True)
        assert fix_ is not None
        assert fix_.safety is safety
        assert found.message == "Nothing here installs tf-slim: a.py imports tf_slim."


def test_hashes_are_left_alone() -> None:
    text = "tensorflow==2.21.0 --hash=sha256:00\n"
    assert fix(Document(text, "requirements.txt"), Settings(), review=True, needs=[SLIM]).text == text


def test_probability_needs_tf_keras() -> None:
    check_transformed(
        "tensorflow\ntensorflow-probability\n",
        "tensorflow\ntf-keras>=2.21,<2.22\ntensorflow-probability\n",
        "TL502",
        path="requirements.txt",
    )
    check_noop("tensorflow\ntensorflow-probability[tf]\n", "requirements.txt")
    check_noop("tensorflow\ntensorflow-probability\n", "requirements.txt", target="2.15")


def test_keras_2_is_a_package() -> None:
    assert codes("tensorflow\n", "requirements.txt", keras=2) == ["TL502"]
    assert codes("tensorflow\n", "requirements.txt", keras=2, target="2.15") == []
    assert codes("tensorflow\ntf-keras\n", "requirements.txt", keras=2) == []
