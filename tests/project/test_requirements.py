"""Project files in a run: found by name, checked after the code, and what the code needs of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import tensorlift
from tensorlift.cli import main
from tensorlift.project.kinds import Kind, kind_of, project_folder
from tensorlift.project.needs import needs_of
from tensorlift.project.packages import _TENSORFLOW_NEEDS, LATEST, allowed, meet, since
from tensorlift.project.requirements import poetry_range
from tensorlift.settings import DEFAULT_TARGET, TARGETS, Settings

SLIM = "import tensorflow.compat.v1 as tf\nimport tf_slim as slim\n"
KERAS_2 = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nimport tensorflow as tf\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def call(*args: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, [*args], input=stdin)
    assert "Traceback" not in result.output
    return result


# --- names


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("requirements.txt", Kind.PIP),
        ("a/requirements-gpu.txt", Kind.PIP),
        ("a/test_requirements.txt", Kind.PIP),
        ("requirements/test.txt", Kind.PIP),
        ("requirements.in", Kind.PIP),
        ("constraints.txt", Kind.PIP),
        ("setup.py", Kind.SETUP),
        ("setup.cfg", Kind.CFG),
        ("pyproject.toml", Kind.TOML),
        ("Pipfile", Kind.TOML),
        ("environment.yml", Kind.CONDA),
        ("environment_gpu.yaml", Kind.CONDA),
        ("conda-env.yml", Kind.CONDA),
        ("Dockerfile", Kind.DOCKER),
        ("Dockerfile.gpu", Kind.DOCKER),
        ("gpu.Dockerfile", Kind.DOCKER),
        ("README.txt", None),
        ("requirements.py", None),
        ("setup.pyi", None),
        ("mysetup.py", None),
        ("config.yml", None),
        ("environment.py", None),
        ("Dockerfilegpu", None),
        ("", None),
        (None, None),
    ],
)
def test_kinds(path: str | None, kind: Kind | None) -> None:
    assert kind_of(path) is kind


def test_folder_of_a_project() -> None:
    assert project_folder("requirements.txt") == "."
    assert project_folder("a/requirements.txt") == "a"
    assert project_folder("a/requirements/test.txt") == "a"
    assert project_folder("requirements/test.txt") == "."


# --- what is known of packages


def test_the_table_of_the_newest_target_is_that_of_its_wheel() -> None:
    pytest.importorskip("packaging")
    from packaging.requirements import Requirement

    try:
        written = metadata.requires("tensorflow") or []
        version = metadata.version("tensorflow")
    except metadata.PackageNotFoundError:
        written = metadata.requires("tensorflow-cpu") or []
        version = metadata.version("tensorflow-cpu")
    assert version == LATEST[DEFAULT_TARGET]
    for text in written:
        requirement = Requirement(text)
        name = requirement.name.replace("_", "-").lower()
        known = since(_TENSORFLOW_NEEDS.get(name, {}), DEFAULT_TARGET)
        if known:
            for one in requirement.specifier:
                if one.operator in (">=", "<"):
                    assert any(meet(part, f"{one.operator}{one.version}") for part in known.split(",")), text
            lower = next(one.version for one in requirement.specifier if one.operator == ">=")
            assert not meet(f"<{lower}", known), text
    assert {"numpy", "keras", "h5py", "protobuf"} <= {Requirement(text).name for text in written}


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_allows_its_newest_release(target: str) -> None:
    assert meet(f"=={LATEST[target]}", allowed("tensorflow", target))
    assert not any(meet(f"=={LATEST[other]}", allowed("tensorflow", target)) for other in TARGETS if other != target)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("<1.17", ">=1.26", False),
        ("==1.16.4", ">=1.26", False),
        ("==2.2.*", ">=2.2.5", True),
        ("==2.2.*", ">=2.3", False),
        ("", ">=3", True),
        ("~=1.4", ">=2", False),
        (">1.0,<2", ">=1.5", True),
        ("<=1.26", ">=1.26", True),
        ("<1.26", ">=1.26", False),
        ("!=4.21.0", ">=4,<5", True),
        ("nonsense", ">=4,<5", True),
    ],
)
def test_ranges_that_meet(one: str, other: str, expected: bool) -> None:
    assert meet(one, other) is expected
    assert meet(other, one) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("^1.15", ">=1.15,<2"),
        ("^0.7", ">=0.7,<0.8"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("~1.15", ">=1.15,<1.16"),
        ("~1", ">=1,<2"),
        ("1.15.2", "==1.15.2"),
        (">=1.2, <2", ">=1.2,<2"),
        ("*", ""),
        ("^1 || ^2", None),
    ],
)
def test_versions_of_poetry(text: str, expected: str | None) -> None:
    assert poetry_range(text) == expected


# --- what code needs


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        (SLIM, {"tf-slim"}),
        (KERAS_2, {"tf-keras"}),
        ("import os\nos.environ.setdefault('TF_USE_LEGACY_KERAS', '1')\n", {"tf-keras"}),
        ("import tensorflow as tf\nw = tf.summary.create_file_writer(d)\n", {"tensorboard"}),
        ("import tensorflow as tf\nc = [tf.keras.callbacks.TensorBoard(d)]\n", {"tensorboard"}),
        ("from tensorflow_probability import distributions\n", {"tensorflow-probability", "tf-keras"}),
        ("import slim_on_tf2 as slim\n", {"tf-slim", "tf-keras"}),
        ("from . import slim_on_tf2 as slim\n", {"tf-slim", "tf-keras"}),
        ("from lab.slim_on_tf2.nets import vgg\n", {"tf-slim", "tf-keras"}),
        ("import mnist_input_data\n", set()),
        ("import my_slim_on_tf2\n", set()),
        ("from tensorboard.plugins import projector\n", {"tensorboard"}),
        ("from sklearn import datasets\n", {"scikit-learn"}),
        ("from sklearn import svm\n", set()),
        ("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '0'\n", set()),
        ("import tensorflow as tf\nw = tf.contrib.summary.create_file_writer(d)\n", set()),
        ("import tensorflow as tf\nw = tf.summary.FileWriter(d)\n", set()),
        ("import torch\nw = TensorBoard(d)\n", set()),
        ("class TensorBoard(Callback):\n    import tensorflow as tf\n", set()),
        ("try:\n    import tf_slim\nexcept ImportError:\n    pass\n", set()),
        ("import tf_slimmer\n", set()),
    ],
)
def test_needs(code: str, packages: set[str]) -> None:
    assert {need.package for need in needs_of(code, Settings())} == packages


def test_needs_of_the_targets() -> None:
    assert needs_of(KERAS_2, Settings(target="2.15")) == ()
    assert needs_of("import tensorflow as tf\ntf.summary.create_file_writer(d)\n", Settings(target="2.20")) == ()


def test_needs_of_companions() -> None:
    from tensorlift.companions import companions

    for name, companion in companions().items():
        assert {need.package for need in needs_of("", Settings(), [name])} == set(companion.requires)


# --- runs


def test_project_files_are_found_in_folders() -> None:
    put(".gitignore", "ignored/\n")
    for name in ("requirements.txt", "sub/environment.yml", "ignored/requirements.txt", "notes.txt"):
        put(name, "dependencies:\n  - tensorflow<2\n" if name.endswith("yml") else "tensorflow<2\n")
    found = json.loads(call("check", "--format", "json", ".").stdout)
    assert [(entry["path"].replace("\\", "/"), entry["code"], entry["line"]) for entry in found] == [
        ("requirements.txt", "TL501", 1),
        ("sub/environment.yml", "TL501", 2),
    ]
    assert found[0]["fixes"] == [{"title": "Require tensorflow", "level": "symbols", "safety": "review"}]


def test_one_file_and_all_options() -> None:
    put("requirements.txt", "tensorflow<2\n")
    assert call("check", "requirements.txt").exit_code == 1
    assert call("check", "requirements.txt", "--ignore", "TL5").exit_code == 0
    assert call("check", "requirements.txt", "--select", "old-requirement").exit_code == 1
    assert "TL501" in call("check", "requirements.txt", "--statistics").stdout
    assert "ruleId" in call("check", "requirements.txt", "--format", "sarif").stdout
    assert "::error file=requirements.txt,line=1" in call("check", "requirements.txt", "--format", "github").stdout
    assert "+tensorflow>=2.21,<2.22" in call("fix", "--review", "--diff", "requirements.txt").stdout
    assert Path("requirements.txt").read_text() == "tensorflow<2\n"
    assert "TL501" in call("check", "-", "--stdin-filename", "requirements.txt", stdin="tensorflow<2\n").stdout
    assert call("fix", "requirements.txt").exit_code == 1
    assert Path("requirements.txt").read_text() == "tensorflow<2\n"
    assert call("fix", "--review", "requirements.txt").exit_code == 0
    assert Path("requirements.txt").read_text() == "tensorflow>=2.21,<2.22\n"
    assert call("explain", "TL501").exit_code == 0


def test_severity_and_settings_file() -> None:
    put("requirements.txt", "tensorflow<2\n")
    put("tensorlift.toml", 'target = "2.18"\n[severity]\nTL501 = "hint"\n')
    [found] = json.loads(call("check", "--format", "json", "requirements.txt").stdout)
    assert found["severity"] == "hint"
    assert "2.18" in found["message"]


def test_what_the_fix_of_the_code_brings_in_is_added_in_the_same_run() -> None:
    put("requirements.txt", "tensorflow==1.15.0\n")
    put("lab/model.py", "import tensorflow as tf\nslim = tf.contrib.slim\nnet = slim.conv2d(x, 8, 3)\n")
    put("lab/train.py", SLIM)
    diff = call("fix", "--review", "--diff", ".").stdout
    assert "+tf-slim==1.1.0" in diff
    call("fix", "--review", ".")
    assert Path("requirements.txt").read_text() == "tensorflow==2.21.0\ntf-slim==1.1.0\n"
    assert "0 findings fixed" in call("fix", "--review", ".").stdout


def test_notebooks_and_files_outside_of_the_run_count() -> None:
    cells = [
        {"cell_type": "code", "source": ["import tensorflow.compat.v1 as tf\n", "import tf_slim as slim\n"], "metadata": {}, "outputs": []}
    ]
    put("a.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1))
    put("b.py", KERAS_2)
    put("requirements.txt", "tensorflow\n")
    for paths in (["."], ["requirements.txt"]):
        found = json.loads(call("check", "--format", "json", "--select", "TL502", *paths).stdout)
        assert sorted(entry["message"] for entry in found) == [
            "Nothing here installs tf-keras: b.py sets TF_USE_LEGACY_KERAS, and TensorFlow then imports tf_keras.",
            "Nothing here installs tf-slim: a.ipynb imports tf_slim.",
        ]


def test_ignored_files_do_not_count() -> None:
    put(".gitignore", "old/\n")
    put("old/a.py", SLIM)
    put("requirements.txt", "tensorflow\n")
    assert call("check", ".").exit_code == 0


def test_included_files_count() -> None:
    put("a.py", SLIM)
    put("base.txt", "tf-slim\n")
    put("requirements/base.txt", "-r more.txt\n")
    put("requirements/more.txt", "tf-slim\n")
    put("requirements/test.txt", "-r base.txt\ntensorflow\n")
    assert call("check", ".").exit_code == 0
    put("requirements/more.txt", "six\n")
    assert "requirements/test.txt:2:1: error TL502" in call("check", ".").stdout.replace("\\", "/")


def test_a_dockerfile_knows_the_requirements_that_it_copies() -> None:
    put("Dockerfile", "FROM python:3.6\nCOPY requirements.txt /tmp\nRUN pip install -r /tmp/requirements.txt\n")
    put("requirements.txt", "tensorflow\n")
    assert "Dockerfile:1:13: error TL503" in call("check", ".").stdout
    put("requirements.txt", "flask\n")
    assert call("check", ".").exit_code == 0


def test_without_a_project_file_the_summary_says_what_to_install() -> None:
    put("a.py", SLIM + KERAS_2)
    for _ in range(2):
        assert call("fix", ".").output.endswith("The code needs more than TensorFlow: pip install tf-slim tf-keras~=2.21.0\n")
    assert "pip install" not in call("fix", "--quiet", ".").output
    put("requirements.txt", "flask\n")
    assert "pip install" not in call("fix", ".").output


def test_bytes_are_kept() -> None:
    text = "# \u00e9\r\ntensorflow<2\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = put("requirements.txt", text.encode(encoding))
        assert call("fix", "--review", ".").exit_code == 0
        assert path.read_bytes() == text.replace("tensorflow<2", "tensorflow>=2.21,<2.22").encode(encoding)


def test_a_file_that_cannot_be_read_costs_no_other() -> None:
    put("requirements.txt", b"\xff tensorflow<2\n")
    put("requirements-gpu.txt", "tensorflow-gpu\n")
    result = call("check", ".")
    assert result.exit_code == 2
    assert "requirements-gpu.txt:1:1" in result.stdout


def test_code_alone_does_not_load_what_reads_requirements() -> None:
    put("a.py", "import tensorflow as tf\ntf.log(1.)\n")
    code = (
        "import sys\nfrom tensorlift.cli import main\n"
        "try:\n    main(['check', 'a.py'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith('packaging') or name == 'tensorlift.project.requirements'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(tensorlift.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"
