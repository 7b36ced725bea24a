"""The committed catalog is what its sources say: the hand-written rows, and the TensorFlow that is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from typing import Any

import pytest

from tensorlift.catalog import Parameter, Row, load, parse_signature
from tensorlift.catalog.generate import build, make_surfaces
from tensorlift.rewrite.calls import ROW_CONDITIONS
from tensorlift.settings import TARGETS, Settings

CATALOG: dict[str, Any] = json.loads(build.OUTPUT.read_text("utf-8"))
ROWS = build.read_rows()
KINDS = {letter: kind for kind, letter in build.KINDS.items()}
HOW = "regenerate the catalog (CONTRIBUTING.md)"
# Python versions do not agree on the signature of a class: of an Enum, or of one whose base has a ``__new__``.
SAME_CLASSES = ".".join(map(str, sys.version_info[:2])) == make_surfaces.PYTHON
# Modules of the main namespace whose content is the Keras that is installed.
KERAS = ("tf.keras.", "tf.losses.", "tf.metrics.", "tf.optimizers.", "tf.initializers.")
NEWEST = {build.COMBOS.index(combo) for combo in build.NEWEST}
# Nobody calls it; the row is for the name.
ABSTRACT = "tf.data.Dataset"
CONDITIONS = ROW_CONDITIONS | {"absent", "present"}


# ---- rows


def test_rows_are_compiled_in() -> None:
    assert CATALOG["rows"] == ROWS, "run python -m tensorlift.catalog.generate.build SURFACES"


def names(signature: tuple[Parameter, ...] | None) -> set[str] | None:
    """Return the names that a signature takes, or None if it takes any."""
    if signature is None or any(parameter.kind == "**" for parameter in signature):
        return None
    return {parameter.name for parameter in signature if parameter.kind in "ak"}


def check_written_elsewhere(name: str, row: Row) -> None:
    """Check a row whose expression is written anew, or whose function is in another package."""
    catalog = load()
    old = names(catalog.signature_tf1(name)) or set()
    if row.template:
        written = re.findall(r"\{tf\}((?:\.\w+)+)", row.template)
        for path in written:
            assert any(
                catalog.in_v2("tf" + path.rsplit(".", count)[0], len(catalog.combos) - 1) for count in range(2) if path.count(".") > count
            ), path
        assert set(re.findall(r"\{(\w+)\}", row.template)) - {"tf"} <= old
    else:
        assert row.signature is not None or not (row.params or row.value or row.add or row.when or row.drop), (
            "without a signature the call stays as it is"
        )
        new = names(parse_signature(row.signature)) if row.signature is not None else None
        assert new is None or {*row.params.values(), *row.add, *row.keyword} <= new
    assert {*row.params, *row.drop, *row.drop_if, *row.value, *row.when} <= old


def variants(name: str) -> Iterator[Row]:
    """Yield the row of a symbol and those that hold where its conditions do not."""
    row = load().row(name)
    assert row is not None
    while row is not None:
        yield row
        row = row.otherwise


PARAMETERS = [pytest.param(name, row, id=f"{name}-{number}") for name in ROWS for number, row in enumerate(variants(name))]


@pytest.mark.parametrize(("name", "row"), PARAMETERS)
def test_row_is_about_what_exists(name: str, row: Row) -> None:
    catalog = load()
    outside = row.to is not None and not row.to.startswith("tf.")
    known = catalog.is_tf1(name) or row.old_signature is not None
    assert known or row.bare or outside, f"{name} is no symbol of TensorFlow 1.15 and has no old_signature"
    if row.template or outside:
        check_written_elsewhere(name, row)
        return
    if row.compat:
        assert row.why
        assert any(catalog.in_v1(name, bit) for bit in range(len(catalog.combos)))
        return
    bits = [bit for bit in range(len(catalog.combos)) if catalog.in_v2(row.to or name, bit)]
    newest = catalog.bit(Settings(keras=row.keras))
    assert newest in bits, f"the newest target has no {row.to or name}"
    old = names(catalog.signature_tf1(name))
    if old is not None:
        assert {*row.params, *row.drop, *row.drop_if, *row.value, *row.when} <= old
    for bit in set(bits) & NEWEST:  # on an older target a call that does not fit falls back
        new = names(catalog.signature_v2(row.to or name, bit))
        if new is not None:
            assert {*row.params.values(), *row.add, *row.keyword} - {""} <= new, catalog.combos[bit]
    for condition in row.when.values():
        assert condition in CONDITIONS or re.fullmatch(r"None|True|False|-?\d+|'.*'|\".*\"", condition)


@pytest.mark.parametrize(("name", "row"), PARAMETERS)
def test_row_leaves_no_required_argument_open(name: str, row: Row) -> None:
    catalog = load()
    old = catalog.signature_tf1(name)
    for bit in NEWEST:
        new = catalog.signature_v2(row.to or name, bit)
        if row.compat or old is None or new is None or not catalog.in_v2(row.to or name, bit) or name == ABSTRACT:
            continue
        filled = {row.params.get(parameter.name, parameter.name) for parameter in old} | set(row.add)
        if "" in filled:
            filled.add(next(parameter.name for parameter in new if parameter.kind == "a"))
        required = {parameter.name for parameter in new if parameter.kind in "ak" and parameter.default is None}
        assert required <= filled, catalog.combos[bit]


# ---- the generator


def test_targets_are_the_targets_of_the_settings() -> None:
    assert tuple(dict.fromkeys(combo.split("-")[0] for combo in build.COMBOS)) == TARGETS
    assert CATALOG["header"]["combos"] == list(build.COMBOS)


def test_environments_are_of_the_target() -> None:
    for target in TARGETS:
        installed = make_surfaces.requirements(target)
        assert all(f"=={target}.*" in requirement for requirement in installed)
        assert any(requirement.startswith("tf-keras") for requirement in installed) == (target != "2.15")


def test_only_one_row_for_a_symbol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.toml").write_text('["tf.log tf.exp"]\nbare = true\n', "utf-8")
    (tmp_path / "b.toml").write_text('["tf.exp"]\nbare = true\n', "utf-8")
    monkeypatch.setattr(build, "ROWS", tmp_path)
    with pytest.raises(ValueError, match=r"b\.toml: tf\.exp is described twice"):
        build.read_rows()


# ---- the installed TensorFlow

tensorflow = pytest.mark.tensorflow
needs_tensorflow = pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed")


class Installed:
    """What the generator makes of the installed TensorFlow with one Keras, beside what is committed for it.

    Args:
        keras: 2 or 3.
    """

    def __init__(self, keras: int) -> None:
        script = Path(build.__file__).with_name("surface_tf2.py")
        environment = {**os.environ, "TF_USE_LEGACY_KERAS": "1" if keras == 2 else "0"}
        done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        self.surface: dict[str, Any] = json.loads(done.stdout)
        self.combo = f"{'.'.join(self.surface['tensorflow'].split('.')[:2])}-keras{keras}"
        self.bit = build.COMBOS.index(self.combo)
        private: dict[str, list[str]] = {module: [] for modules in CATALOG["private"].values() for module in modules.split()}
        private |= {module: " ".join(lost.values()).split() for module, lost in CATALOG["private_lost"].items()}
        tf1: dict[str, Any] = {"symbols": {}, "private": private}
        for name, entry in CATALOG["symbols"].items():
            tf1["symbols"][name] = {"kind": KINDS[entry[0]], "signature": None}
        # Signatures of TensorFlow 1 are left out, so every signature of today is in the result.
        self.fresh = build.merge(tf1, dict.fromkeys(build.COMBOS, self.surface), ROWS)
        # Keras is released more often than TensorFlow; what it calls its own is only compared with the version that was looked at.
        self.same_keras = self.surface["keras"] == CATALOG["header"]["keras"][self.combo]

    def compared(self, name: str) -> bool:
        """Whether a name is one that the installed TensorFlow answers for."""
        return self.same_keras or not f"{name}.".startswith(KERAS)

    def at(self, value: Any) -> str | None:
        """Return what a committed value, by target or one for all, is for this one."""
        if isinstance(value, dict):
            return next((text for text, combos in value.items() if self.combo in combos.split(",")), None)
        assert value is None or isinstance(value, str)
        return value

    def has(self, mask: int) -> bool:
        """Whether a committed mask has this target."""
        return bool(mask >> self.bit & 1)


@pytest.fixture(scope="module", params=[2, 3])
def installed(request: pytest.FixtureRequest) -> Installed:
    return Installed(request.param)


@tensorflow
@needs_tensorflow
def test_version_is_the_committed_one(installed: Installed) -> None:
    assert installed.surface["tensorflow"] == CATALOG["header"]["from"][installed.combo], HOW
    if installed.combo.endswith("keras2"):
        assert metadata.version("tf-keras").rsplit(".", 1)[0] == installed.combo.split("-")[0]


@tensorflow
@needs_tensorflow
@pytest.mark.parametrize(("column", "what"), [(1, "tf.compat.v1"), (2, "TensorFlow 2"), (3, "the same object")])
def test_symbols_of_tensorflow_1(installed: Installed, column: int, what: str) -> None:
    wrong = [
        name
        for name, entry in CATALOG["symbols"].items()
        if installed.compared(name) and installed.has(entry[column]) != bool(installed.fresh["symbols"][name][column])
    ]
    assert wrong == [], f"{what}: {HOW}"


@tensorflow
@needs_tensorflow
def test_new_names_of_symbols(installed: Installed) -> None:
    wrong = {}
    for name, entry in CATALOG["symbols"].items():
        now = installed.fresh["symbols"][name][4]
        if now is not None and installed.compared(name) and installed.compared(now) and installed.at(entry[4]) != now:
            wrong[name] = (entry[4], now)
    assert wrong == {}, HOW


@tensorflow
@needs_tensorflow
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_names_that_tensorflow_1_lacks(installed: Installed, api: str) -> None:
    committed = {name for mask, found in CATALOG[f"only_{api}"].items() if installed.has(int(mask)) for name in found.split()}
    fresh = {name for found in installed.fresh[f"only_{api}"].values() for name in found.split()}
    assert {name for name in committed ^ fresh if installed.compared(name)} == set(), HOW


@tensorflow
@needs_tensorflow
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_signatures(installed: Installed, api: str) -> None:
    wrong = {}
    for name, now in installed.fresh[f"signatures_{api}"].items():
        if not installed.compared(name) or (installed.surface[api][name]["kind"] == "class" and not SAME_CLASSES):
            continue
        committed = installed.at(CATALOG[f"signatures_{api}"].get(name))
        if committed is None and name in CATALOG["symbols"]:
            committed = CATALOG["symbols"][name][5]
        if committed != now:
            wrong[name] = (committed, now)
    assert wrong == {}, HOW


@tensorflow
@needs_tensorflow
@pytest.mark.parametrize("api", ["v1", "v2"])
def test_lost_members_are_lost(installed: Installed, api: str) -> None:
    wrong = []
    for name, members in CATALOG[f"lost_{api}"].items():
        there = set(installed.surface[api].get(name, {}).get("members", ()))
        wrong += [f"{name}.{member}" for member in members.split() if member in there and installed.compared(name)]
    assert wrong == [], HOW


@tensorflow
@needs_tensorflow
@pytest.mark.parametrize("table", ["no_import_v1", "no_import_v2", "private"])
def test_modules(installed: Installed, table: str) -> None:
    committed = {name for mask, found in CATALOG[table].items() if installed.has(int(mask)) for name in found.split()}
    fresh = {name for mask, found in installed.fresh[table].items() if mask != "0" for name in found.split()}
    assert {name for name in committed ^ fresh if installed.compared(name)} == set(), HOW


@tensorflow
@needs_tensorflow
def test_names_that_private_modules_lost(installed: Installed) -> None:
    def lost(catalog: dict[str, Any]) -> set[str]:
        tables = catalog["private_lost"].items()
        found = (
            (module, name)
            for module, table in tables
            for mask, names in table.items()
            if installed.has(int(mask))
            for name in names.split()
        )
        return {f"{module}.{name}" for module, name in found}

    committed, fresh = lost(CATALOG), lost(installed.fresh)
    assert committed
    assert committed ^ fresh == set(), HOW
