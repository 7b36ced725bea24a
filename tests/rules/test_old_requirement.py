"""old-requirement: what keeps the target out, in every kind of project file."""

from __future__ import annotations

import pytest

from tensorlift.engine import preferred_fix
from tensorlift.model import Safety
from tests.rules.helpers import check_noop, check_reported, check_transformed, codes, findings, fixed

REQUIREMENTS = "requirements.txt"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tensorflow==1.15.0", "tensorflow==2.21.0"),
        ("tensorflow==1.15.*", "tensorflow==2.21.0"),
        ("tensorflow===1.4", "tensorflow==2.21.0"),
        ("tensorflow ~= 1.14", "tensorflow ~=2.21.0"),
        ("tensorflow>=1.4,<2", "tensorflow>=2.21,<2.22"),
        ("tensorflow <= 1.15.2 # old", "tensorflow >=2.21,<2.22 # old"),
        ("tensorflow (>=1.4, <2.0)", "tensorflow (>=2.21,<2.22)"),
        ("TensorFlow<2", "TensorFlow>=2.21,<2.22"),
        ("tensorflow==2.3.1", "tensorflow==2.21.0"),
        ("tensorflow-cpu==1.15", "tensorflow-cpu==2.21.0"),
        ("tensorflow-gpu", "tensorflow[and-cuda]>=2.21,<2.22"),
        ("tensorflow_gpu==1.12", "tensorflow[and-cuda]==2.21.0"),
        ("tensorflow-gpu[x]==1.12", "tensorflow[and-cuda,x]==2.21.0"),
        ("tf-nightly-gpu", "tensorflow[and-cuda]>=2.21,<2.22"),
        ("tf-nightly==1.15.0.dev20190821", "tensorflow==2.21.0"),
        ("tf-nightly-2.0-preview", "tensorflow>=2.21,<2.22"),
        ('tensorflow==1.15; sys_platform != "darwin"  # x', 'tensorflow==2.21.0; sys_platform != "darwin"  # x'),
        ('tensorflow==1.15; python_version >= "3.5"', 'tensorflow==2.21.0; python_version >= "3.5"'),
        ("keras<2.4", "keras>=3.12.0"),
        ("keras==2.2.4", "keras==3.12.0"),
        ("tensorboard==1.15", "tensorboard==2.21.0"),
        ("tensorflow-tensorboard==0.1.8", "tensorboard==2.21.0"),
        ("tensorflow-hub==0.7", "tensorflow-hub==0.16.1"),
        ("tensorflow_probability==0.7.0", "tensorflow_probability==0.25.0"),
        ("tf-slim==1.0", "tf-slim==1.1.0"),
        ("dm-sonnet==1.36", "dm-sonnet==2.0.2"),
        ("tf_keras==2.15.0", "tf_keras==2.21.0"),
        ("tensorflow-text==1.15.1", "tensorflow-text==2.21.1"),
        ("tensorflow-serving-api<2", "tensorflow-serving-api>=2.21,<2.22"),
        ("a\ntensorflow-estimator==1.15\nb", "a\nb"),
        ("tensorflow\nnumpy<1.17", "tensorflow\nnumpy>=1.26"),
        ("tensorflow\nnumpy==1.16.4", "tensorflow\nnumpy==1.26.4"),
        ("tensorflow\nprotobuf<3.20", "tensorflow\nprotobuf>=6.31.1,<8"),
        ("tensorflow\nprotobuf==3.19.6", "tensorflow\nprotobuf==6.31.1"),
        ("tensorflow\nh5py<3", "tensorflow\nh5py>=3.11.0,<3.15"),
        ("tensorflow\nsix==1.11.0", "tensorflow\nsix>=1.12.0"),
        ("tensorflow==1.15 \\\n  ; sys_platform == 'linux'\nx", "tensorflow==2.21.0 \\\n  ; sys_platform == 'linux'\nx"),
        ("tensorflow==1.15\r\nx\r\n", "tensorflow==2.21.0\r\nx\r\n"),
        ("# é\ntensorflow==1.15", "# é\ntensorflow==2.21.0"),
    ],
)
def test_requirements_files(before: str, after: str) -> None:
    check_transformed(before, after, path=REQUIREMENTS)
    assert all(preferred_fix(finding) is None for finding in findings(before, REQUIREMENTS)), (
        "what is installed changes: not without a look"
    )


@pytest.mark.parametrize(
    "text",
    [
        "tensorflow",
        "tensorflow>=1.13",
        "tensorflow>=1.15,<2.16",
        "tensorflow==2.18.0",
        "tensorflow~=2.20.0\nkeras>=3",
        "tf-nightly",
        "tensorflow[and-cuda]",
        'tensorflow==1.15; python_version < "3.8"',
        'tensorflow-gpu==1.15 ; python_version=="2.7"',
        "keras",
        "keras==2.12.0",
        "numpy<1.17\nprotobuf<3.20\nh5py<3",
        "tensorflow\nnumpy<2\nprotobuf!=4.21.0",
        "# tensorflow==1.15",
        "-e git+https://github.com/x/y.git#egg=tensorflow-gpu",
        "git+https://github.com/x/tensorflow-gpu.git",
        "tensorflow @ https://example.org/tensorflow-1.15.0-cp37-cp37m-linux_x86_64.whl",
        "./tensorflow-1.15.0-cp37-cp37m-linux_x86_64.whl",
        "-r tensorflow-gpu==1.15",
        "flask==1.0\nsphinx<2",
        "tensorflow==$VERSION",
        "tensorflow==1.15  # tensorlift: ignore",
        "tensorflow==1.15  # tensorlift: ignore[TL501]",
        "# tensorlift: skip-file\ntensorflow==1.15",
    ],
)
def test_what_fits_or_is_no_requirement_is_left_alone(text: str) -> None:
    check_noop(text, REQUIREMENTS)


@pytest.mark.parametrize(
    "name", ["tensorflow-addons", "tensor2tensor==1.13", "tflearn", "stable-baselines", "edward", "tensorflow-gan", "tensorflow-ranking"]
)
def test_packages_without_a_successor_are_reported(name: str) -> None:
    check_reported(f"{name}\n", "TL501", path=REQUIREMENTS)


def test_hashes_are_left_to_pip_compile() -> None:
    text = "tensorflow==1.15.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    check_reported(text, "TL501", path=REQUIREMENTS)
    assert "pip-compile" in findings(text, REQUIREMENTS)[0].message


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("2.15", "tensorflow==2.15.1\nkeras==2.15.0\nnumpy>=1.23.5,<2\ntensorflow-estimator>=2.15,<2.16\ntensorflow-probability==0.23.0\n"),
        ("2.16", "tensorflow==2.16.2\nkeras==3.10.0\nnumpy>=1.23.5,<2\n\ntensorflow-probability==0.24.0\n"),
        ("2.18", "tensorflow==2.18.1\nkeras==3.10.0\nnumpy>=1.26,<2.1\n\ntensorflow-probability==0.25.0\n"),
    ],
)
def test_each_target_has_its_versions(target: str, text: str) -> None:
    after = text.replace("\n\n", "\n").replace("tensorflow-probability", "tensorflow-probability")
    before = "tensorflow==1.15.0\nkeras==2.2.4\nnumpy<1.17\ntensorflow-estimator<2\ntensorflow-probability==0.8\n"
    assert fixed(before, REQUIREMENTS, target=target, select=("TL501",)) == after


def test_addons_run_on_the_last_target_with_keras_2() -> None:
    check_noop("tensorflow-addons==0.23.0", REQUIREMENTS, target="2.15")


@pytest.mark.parametrize(
    "path", ["requirements.txt", "requirements-dev.in", "dev_requirements.txt", "requirements/base.txt", "constraints.txt"]
)
def test_names_of_requirements_files(path: str) -> None:
    assert codes("tensorflow==1.15\n", path) == ["TL501"]


@pytest.mark.parametrize("path", ["notes.txt", "requirements.md", "environment.json", None])
def test_other_files_are_not_read(path: str | None) -> None:
    assert codes("tensorflow==1.15\n", path) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("setup(install_requires=['tensorflow==1.15', 'x'])", "setup(install_requires=['tensorflow==2.21.0', 'x'])"),
        ('setup(extras_require={"gpu": ["tensorflow-gpu>=1.4"]})', 'setup(extras_require={"gpu": ["tensorflow[and-cuda]>=2.21,<2.22"]})'),
        (
            "tf = 'tensorflow==1.15' if cpu else 'tensorflow-gpu==1.15'",
            "tf = 'tensorflow==2.21.0' if cpu else 'tensorflow[and-cuda]==2.21.0'",
        ),
        (
            "setup(install_requires='''\n  numpy<1.17\n  tensorflow<2\n''')",
            "setup(install_requires='''\n  numpy>=1.26\n  tensorflow>=2.21,<2.22\n''')",
        ),
        ("REQUIRED = [\n    'a',\n    'tensorflow-estimator',\n    'b',\n]", "REQUIRED = [\n    'a',\n    'b',\n]"),
        ("print 'x'\nsetup(install_requires=['tensorflow<2'])", "print('x')\nsetup(install_requires=['tensorflow>=2.21,<2.22'])"),
    ],
)
def test_setup_py(before: str, after: str) -> None:
    assert fixed(before + "\n", "setup.py") == after + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "setup(name='tensorflow-gpu', keywords=['tensorflow-gpu'], packages=['tensorflow'])",
        "setup(extras_require={'tensorflow-gpu': []})",
        "x = f'tensorflow=={v}'\ny = 'tensorflow==%s' % v",
        "'''\ntensorflow==1.15\n'''",
    ],
)
def test_setup_py_without_old_requirements(text: str) -> None:
    check_noop(text + "\n", "setup.py")


def test_setup_py_gets_the_findings_of_python_too() -> None:
    text = "import tensorflow as tf\ntf.log(1.)\nsetup(install_requires=['tensorflow<2'])\n"
    after = "import tensorflow as tf\ntf.math.log(1.)\nsetup(install_requires=['tensorflow>=2.21,<2.22'])\n"
    check_transformed(text, after, "TL101", "TL501", path="setup.py")


def test_setup_cfg() -> None:
    before = (
        "[metadata]\nname = tensorflow-gpu\n[options]\ninstall_requires =\n    tensorflow<2\n    # x\n    h5py<3\n"
        "[options.extras_require]\ngpu = tensorflow-gpu==1.15\n"
    )
    after = before.replace("tensorflow<2", "tensorflow>=2.21,<2.22").replace("h5py<3", "h5py>=3.11.0,<3.15")
    check_transformed(before, after.replace("gpu = tensorflow-gpu==1.15", "gpu = tensorflow[and-cuda]==2.21.0"), path="setup.cfg")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '[project]\nname = "tensorflow-gpu"\ndependencies = ["tensorflow==1.15", "x"]',
            '[project]\nname = "tensorflow-gpu"\ndependencies = ["tensorflow==2.21.0", "x"]',
        ),
        (
            "[project.optional-dependencies]\ngpu = [\n  'tensorflow-gpu<2', # x\n]",
            "[project.optional-dependencies]\ngpu = [\n  'tensorflow[and-cuda]>=2.21,<2.22', # x\n]",
        ),
        (
            '[dependency-groups]\ntest = ["tensorflow<2", {include-group = "x"}]',
            '[dependency-groups]\ntest = ["tensorflow>=2.21,<2.22", {include-group = "x"}]',
        ),
        ('[tool.poetry.dependencies]\ntensorflow = "^1.15"', '[tool.poetry.dependencies]\ntensorflow = ">=2.21,<2.22"'),
        ('[tool.poetry.dependencies]\ntensorflow = "1.15.2" # x', '[tool.poetry.dependencies]\ntensorflow = "2.21.0" # x'),
        (
            '[tool.poetry.dependencies]\ntensorflow = {version = "~1.15", optional = true}',
            '[tool.poetry.dependencies]\ntensorflow = {version = ">=2.21,<2.22", optional = true}',
        ),
        (
            '[tool.poetry.dependencies]\ntensorflow-gpu = "^1.15"',
            '[tool.poetry.dependencies]\ntensorflow = {version = ">=2.21,<2.22", extras = ["and-cuda"]}',
        ),
        ('[tool.poetry.group.dev.dependencies]\n"tensorflow" = "1.15"', '[tool.poetry.group.dev.dependencies]\n"tensorflow" = "2.21.0"'),
    ],
)
def test_pyproject(before: str, after: str) -> None:
    check_transformed(before, after, path="pyproject.toml")


@pytest.mark.parametrize(
    "text",
    [
        '[tool.poetry]\nname = "tensorflow"\nversion = "1.15"',
        '[tool.other]\ntensorflow = "1.15"',
        '[tool.poetry.dependencies]\ntensorflow = "^2.18"',
        '[tool.poetry.dependencies]\ntensorflow = "*"',
        '[tool.poetry.dependencies]\ntensorflow = {git = "https://x", tag = "1.15"}',
        '[project]\nkeywords = ["tensorflow-gpu"]\ndependencies = ["tensorflow"]',
        '[build-system]\nrequires = ["numpy<1.17"]\n[project]\ndependencies = ["tensorflow"]',
        "[project]\ndescription = '''\ntensorflow==1.15\n'''",
        "[project",
    ],
)
def test_pyproject_without_old_requirements(text: str) -> None:
    check_noop(text, "pyproject.toml")


def test_two_entries_of_poetry_do_not_become_one_key_twice() -> None:
    text = '[tool.poetry.dependencies]\ntensorflow = "^2.18"\ntensorflow-gpu = "^1.15"\n'
    check_reported(text, "TL501", path="pyproject.toml")


def test_pipfile() -> None:
    before = '[packages]\ntensorflow = "==1.15"\nnumpy = "<1.17"\nx = "*"\n'
    check_transformed(before, '[packages]\ntensorflow = "==2.21.0"\nnumpy = ">=1.26"\nx = "*"\n', path="Pipfile")


HEAD = "name: x\nchannels:\n  - tensorflow-gpu=1.15\ndependencies:\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - tensorflow=1.15\n  - numpy=1.16.4  # x\n", "  - pip\n  - pip:\n    - tensorflow==2.21.0\n  - numpy=1.26.4  # x\n"),
        ("  - pip\n  - tensorflow-gpu>=1.4\n", "  - pip\n  - pip:\n    - tensorflow[and-cuda]>=2.21,<2.22\n"),
        ("  - tensorflow=1.15=gpu_py37\n  - pip\n  - pip:\n    - six\n", "  - pip\n  - pip:\n    - six\n    - tensorflow==2.21.0\n"),
        ("  - pip\n  - pip:\n    - tensorflow==1.15  # x\n  - c\n", "  - pip\n  - pip:\n    - tensorflow==2.21.0  # x\n  - c\n"),
        (
            "- conda-forge::keras=2.2.4=py36_0\n- 'h5py<3'\n- tensorflow\n",
            "- conda-forge::keras=3.12.0\n- 'h5py>=3.11.0,<3.15'\n- tensorflow\n",
        ),
    ],
)
@pytest.mark.parametrize("path", ["environment.yml", "conda-env.yaml", "my_environment.yml"])
def test_conda(before: str, after: str, path: str) -> None:
    check_transformed(HEAD + before, HEAD + after, path=path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN pip install tensorflow==1.15 x", "RUN pip install tensorflow==2.21.0 x"),
        (
            "RUN pip3 --no-cache install x && python -m pip install 'tensorflow<2'",
            "RUN pip3 --no-cache install x && python -m pip install 'tensorflow>=2.21,<2.22'",
        ),
        (
            "RUN pip install --upgrade \\\n    tensorflow-gpu \\\n    # why\n    numpy==1.16",
            'RUN pip install --upgrade \\\n    "tensorflow[and-cuda]>=2.21,<2.22" \\\n    # why\n    numpy==1.26.4',
        ),
        ('RUN bash -c "pip install tensorflow-gpu"', "RUN bash -c \"pip install 'tensorflow[and-cuda]>=2.21,<2.22'\""),
        ('RUN ["pip", "install", "tensorflow==1.15"]', 'RUN ["pip", "install", "tensorflow==2.21.0"]'),
        ("FROM tensorflow/tensorflow:1.15.0-gpu-py3", "FROM tensorflow/tensorflow:2.21.0-gpu"),
        ("FROM tensorflow/tensorflow:1.13.1-py3-jupyter AS x", "FROM tensorflow/tensorflow:2.21.0-jupyter AS x"),
        ("FROM tensorflow/tensorflow:latest-gpu-py3", "FROM tensorflow/tensorflow:latest-gpu"),
        ("FROM --platform=linux/amd64 tensorflow/tensorflow:1.4.0-rc1", "FROM --platform=linux/amd64 tensorflow/tensorflow:2.21.0"),
    ],
)
def test_dockerfiles(before: str, after: str) -> None:
    check_transformed(before, after, path="docker/Dockerfile")


@pytest.mark.parametrize(
    "text",
    [
        "FROM tensorflow/tensorflow:latest-gpu",
        "FROM tensorflow/tensorflow:2.18.0-gpu",
        "FROM tensorflow/tensorflow",
        "FROM me/tensorflow:1.15",
        "RUN apt-get install tensorflow==1.15",
        "RUN pip install x && echo tensorflow==1.15",
        "RUN pip install tensorflow==${VERSION}",
        "# RUN pip install tensorflow==1.15",
        "# tensorlift: ignore\nRUN pip install tensorflow==1.15",
    ],
)
def test_dockerfiles_without_old_requirements(text: str) -> None:
    check_noop(text, "Dockerfile")


def test_images_to_build_in_are_reported_only() -> None:
    check_reported("FROM tensorflow/tensorflow:1.15.0-devel-gpu-py3\n", "TL501", path="Dockerfile.gpu")


def test_the_fix_says_that_it_changes_what_is_installed() -> None:
    [found] = findings("tensorflow==1.15", REQUIREMENTS)
    assert found.fixes[0].safety is Safety.REVIEW
    assert "changes which TensorFlow is installed" in found.message
