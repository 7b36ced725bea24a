"""Merge the surfaces of TensorFlow 1.15 and of every target into the catalog that tensorlift loads.

    python -m tensorlift.catalog.generate.build SURFACES_DIRECTORY

The directory holds ``tf-1.15.json`` (from surface_tf1.py) and ``tf-<version>-keras<2|3>.json`` for each target
(from surface_tf2.py). The hand-written rows beside this package (``catalog/rows/*.toml``) are checked against the
surfaces and compiled in. CONTRIBUTING.md tells how the environments are made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent.parent
OUTPUT = HERE / "data" / "catalog.json"
ROWS = HERE / "rows"
COMBOS = (
    "2.15-keras2",
    *(f"2.{minor}-keras{keras}" for minor in range(16, 22) for keras in (2, 3)),
)
NEWEST = ("2.21-keras2", "2.21-keras3")
KINDS = {"function": "f", "class": "c", "module": "m", "value": "v"}
Surface = dict[str, Any]


def signature_text(rows: list[list[str]] | None) -> str | None:
    """Return parameter rows as compact text: ``/`` and ``*`` as in Python, ``name=default``."""
    if rows is None:
        return None
    parts: list[str] = []
    keyword_only = False
    for index, row in enumerate(rows):
        kind, name = row[0], row[1]
        if kind == "k" and not keyword_only and not any(r[0] == "*" for r in rows[:index]):
            parts.append("*")
            keyword_only = True
        text = {"*": "*", "**": "**"}.get(kind, "") + name
        if len(row) > 2:
            text += "=" + row[2]
        parts.append(text)
        if kind == "p" and (index + 1 == len(rows) or rows[index + 1][0] != "p"):
            parts.append("/")
    return ", ".join(parts)


def choose_name(name: str, candidates: list[str]) -> str:
    """Return the name of one object that a reader would expect: the same last part, then the shortest."""
    last = name.rsplit(".", 1)[-1]

    def rank(candidate: str) -> tuple[bool, bool, int, str]:
        return (
            candidate.startswith(("tf.keras.", "tf.compat.", "tf.experimental.numpy", "tf.raw_ops")) and not name.startswith("tf.keras"),
            candidate.rsplit(".", 1)[-1] != last,
            len(candidate),
            candidate,
        )

    return min(candidates, key=rank)


def _same_value(name: str, candidate: str) -> bool:
    """Whether two constants are one on purpose: small numbers and strings are the same object by accident."""
    return candidate.rsplit(".", 1)[-1] == name.rsplit(".", 1)[-1] or (
        name.startswith("tf.lite.constants.") and candidate.startswith("tf.dtypes.")
    )


def mask_of(name: str, surfaces: dict[str, Surface], api: str) -> int:
    """Return the bits of the targets whose API has ``name``."""
    return sum(1 << bit for bit, combo in enumerate(COMBOS) if name in surfaces[combo][api])


def by_target(values: dict[str, str | None]) -> str | dict[str, str] | None:
    """Return one value if all targets that have one agree, else the values by target."""
    present = {combo: value for combo, value in values.items() if value is not None}
    if len(set(present.values())) <= 1:
        return next(iter(present.values()), None)
    result: dict[str, str] = {}
    for combo, value in present.items():
        result.setdefault(value, "")
        result[value] += ("," if result[value] else "") + combo
    return result


def merge(tf1: Surface, surfaces: dict[str, Surface], rows: dict[str, Any]) -> dict[str, Any]:
    """Return the catalog's data."""
    symbols: dict[str, list[Any]] = {}
    signatures_v2: dict[str, Any] = {}
    signatures_v1: dict[str, Any] = {}
    lost_v2: dict[str, str] = {}
    lost_v1: dict[str, str] = {}
    names = dict(tf1["symbols"])
    for name, entry in sorted(names.items()):
        same = 0
        moved: dict[str, str | None] = {}
        for bit, combo in enumerate(COMBOS):
            found = surfaces[combo]["v1"].get(name)
            if found is None:
                continue
            candidates = found.get("v2", [])
            if entry["kind"] == "value" and name not in candidates:
                candidates = [candidate for candidate in candidates if _same_value(name, candidate)]
            if name in candidates or (found["kind"] == "module" and surfaces[combo]["v2"].get(name, {}).get("kind") == "module"):
                same |= 1 << bit
            elif candidates:
                moved[combo] = choose_name(name, candidates)
        text = signature_text(entry.get("signature"))
        symbols[name] = [
            KINDS[entry["kind"]],
            mask_of(name, surfaces, "v1"),
            mask_of(name, surfaces, "v2"),
            same,
            by_target(moved),
            text,
        ]
        if entry.get("core"):
            symbols[name].append(entry["core"])
        now_v1 = by_target({c: signature_text(surfaces[c]["v1"].get(name, {}).get("signature")) for c in COMBOS})
        if now_v1 is not None and now_v1 != text:
            signatures_v1[name] = now_v1
        if entry["kind"] == "class":
            for api, lost in (("v2", lost_v2), ("v1", lost_v1)):
                here = [surfaces[combo][api][name] for combo in NEWEST if name in surfaces[combo][api]]
                if here and entry.get("members"):
                    kept = set.union(*(set(surface.get("members", ())) for surface in here))
                    gone = sorted(set(entry["members"]) - kept)
                    if gone and here[0]["kind"] == "class":
                        lost[name] = " ".join(gone)
    for name in sorted((name for name in symbols if symbols[name][0] == "m"), key=lambda n: -n.count(".")):
        # A lazy module whose members all refuse is no help to anyone.
        children = [entry for other, entry in symbols.items() if other.startswith(name + ".")]
        for column in (1, 2):
            symbols[name][column] = 0
            for entry in children:
                symbols[name][column] |= entry[column]
        symbols[name][3] = symbols[name][2]
    targets = {row["to"] for row in rows.values() if "to" in row}
    wanted = {name for name in symbols if symbols[name][2] and symbols[name][0] in "fc"} | targets
    wanted |= {value for entry in symbols.values() for value in ([entry[4]] if isinstance(entry[4], str) else list(entry[4] or ()))}
    for name in sorted(wanted):
        now = by_target({c: signature_text(surfaces[c]["v2"].get(name, {}).get("signature")) for c in COMBOS})
        old = symbols.get(name)
        if now is not None and (old is None or now != old[5]):
            signatures_v2[name] = now
    only_v2: dict[str, list[str]] = {}
    every = sorted(set().union(*(surfaces[combo]["v2"] for combo in COMBOS)))
    for name in every:
        if name not in symbols:
            only_v2.setdefault(str(mask_of(name, surfaces, "v2")), []).append(name)
    only_v1: dict[str, list[str]] = {}
    for name in sorted(set().union(*(surfaces[combo]["v1"] for combo in COMBOS))):
        if name not in symbols:
            only_v1.setdefault(str(mask_of(name, surfaces, "v1")), []).append(name)
    return {
        "symbols": symbols,
        "signatures_v2": signatures_v2,
        "signatures_v1": signatures_v1,
        "lost_v2": lost_v2,
        "lost_v1": lost_v1,
        "only_v2": {mask: " ".join(found) for mask, found in only_v2.items()},
        "only_v1": {mask: " ".join(found) for mask, found in only_v1.items()},
        "no_import_v1": _no_import(surfaces, "v1"),
        "no_import_v2": _no_import(surfaces, "v2"),
        "private_lost": _private_lost(surfaces, tf1),
        "private_public": _private_public(surfaces, tf1),
        "private": {mask: " ".join(found) for mask, found in _by_mask(surfaces, tf1).items()},
        "rows": rows,
    }


# What private modules lost before 1.15, and the public name that has it since.
_PRIVATE_BEFORE_1_15 = {
    "tensorflow.python.ops.rnn.bidirectional_rnn": "tf.nn.static_bidirectional_rnn",
    "tensorflow.python.ops.rnn.rnn": "tf.nn.static_rnn",
    "tensorflow.python.ops.rnn.state_saving_rnn": "tf.nn.static_state_saving_rnn",
}


def _by_mask(surfaces: dict[str, Surface], tf1: Surface) -> dict[str, list[str]]:
    """Return the private modules that TensorFlow 1 code imports, by the targets that still have them."""
    result: dict[str, list[str]] = {}
    for module in sorted(tf1.get("private", [])):
        mask = sum(1 << bit for bit, combo in enumerate(COMBOS) if module in set(surfaces[combo]["private"]))
        result.setdefault(str(mask), []).append(module)
    return result


def _private_lost(surfaces: dict[str, Surface], tf1: Surface) -> dict[str, dict[str, str]]:
    """Return the names that private modules lost, by module and by the targets that have the module without the name."""
    kept = {combo: {module: set(names) for module, names in surfaces[combo]["private"].items()} for combo in COMBOS}
    before: dict[str, list[str]] = {}
    for path in _PRIVATE_BEFORE_1_15:
        before.setdefault(path.rpartition(".")[0], []).append(path.rpartition(".")[2])
    result: dict[str, dict[str, str]] = {}
    for module, names in sorted(tf1["private"].items()):
        lost: dict[str, list[str]] = {}
        for name in [*names, *before.get(module, [])]:
            if name.startswith("_") and name.count("_") > 1 and name[1:2] == "_":
                continue
            mask = sum(1 << bit for bit, combo in enumerate(COMBOS) if module in kept[combo] and name not in kept[combo][module])
            if mask:
                lost.setdefault(str(mask), []).append(name)
        if lost:
            result[module] = {mask: " ".join(found) for mask, found in lost.items()}
    return result


def _private_public(surfaces: dict[str, Surface], tf1: Surface) -> dict[str, str]:
    """Return the public name of objects that stood in a private module which lost them or went away."""
    lost = _private_lost(surfaces, tf1)
    gone = {module for module in tf1["private"] if any(module not in surfaces[combo]["private"] for combo in COMBOS)}
    result: dict[str, str] = dict(_PRIVATE_BEFORE_1_15)
    for name, entry in sorted(tf1["symbols"].items(), key=lambda item: (item[0].count("."), len(item[0]), item[0])):
        defined = entry.get("defined") or ""
        module, _, last = defined.rpartition(".")
        if name.startswith(("tf.contrib.", "tf.keras.", "tf.raw_ops.")) or not module.startswith("tensorflow."):
            continue
        # graph_util had what is defined in graph_util_impl, too
        for place in (module, module.removesuffix("_impl")):
            if place in gone or any(last in names.split() for names in lost.get(place, {}).values()):
                result.setdefault(f"{place}.{last}", name)
    return result


def _no_import(surfaces: dict[str, Surface], api: str) -> dict[str, str]:
    """Return the names that cannot be imported, by the targets where that is so."""
    masks: dict[str, int] = {}
    for bit, combo in enumerate(COMBOS):
        for name in surfaces[combo]["no_import"][api]:
            if not name.startswith("tf.raw_ops."):
                masks[name] = masks.get(name, 0) | 1 << bit
    result: dict[str, list[str]] = {}
    for name, mask in sorted(masks.items()):
        result.setdefault(str(mask), []).append(name.replace(" ", "!"))
    return {mask: " ".join(names) for mask, names in result.items()}


def read_rows() -> dict[str, Any]:
    """Return the hand-written rows, keyed by TF1 name.

    Raises:
        ValueError: Two files describe one symbol.
    """
    rows: dict[str, Any] = {}
    for path in sorted(ROWS.glob("*.toml")):
        for key, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for one in _names(key):
                if one in rows:
                    raise ValueError(f"{path.name}: {one} is described twice")
                rows[one] = _row_of(one, row)
    return rows


def _names(key: str) -> list[str]:
    """Return the symbols that the key of a row stands for: ``a.b c.d``, or ``a c: b d`` for ``a.b``, ``a.d``, ``c.b`` and ``c.d``."""
    modules, colon, names = key.partition(":")
    return [f"{module}.{name}" for module in modules.split() for name in names.split()] if colon else key.split()


def _row_of(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of one symbol: a star at the end of ``to`` stands for the last part of its name, without ``strip``."""
    row = dict(row)
    last = name.rsplit(".", 1)[-1].removeprefix(row.pop("strip", ""))
    if row.get("to", "").endswith("*"):
        row["to"] = row["to"][:-1] + last
    return row


def render(data: dict[str, Any], versions: dict[str, str], keras: dict[str, str]) -> str:
    """Return the catalog file: one line for each symbol, so that a diff can be read.

    Args:
        data: What :func:`merge` returned.
        versions: The version of TensorFlow by target.
        keras: The version of Keras by target; ``legacy`` for tf-keras.
    """
    lines = ["{"]
    header = {
        "made_by": "python -m tensorlift.catalog.generate.build (see CONTRIBUTING.md)",
        "from": versions,
        "keras": keras,
        "combos": list(COMBOS),
        "symbol": [
            "kind",
            "compat.v1 targets",
            "v2 targets",
            "targets with the same object",
            "v2 name of the object",
            "signature",
            "core name",
        ],
    }
    lines.append(f'"header": {json.dumps(header)},')
    sections = []
    for section, table in data.items():
        body = ",\n".join(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in table.items())
        sections.append(f'"{section}": {{\n{body}\n}}')
    lines.append(",\n".join(sections))
    lines.append("}")
    return "\n".join(lines) + "\n"


def main(directory: str) -> None:
    folder = Path(directory)
    tf1 = json.loads((folder / "tf-1.15.json").read_text(encoding="utf-8"))
    surfaces = {combo: json.loads((folder / f"tf-{combo}.json").read_text(encoding="utf-8")) for combo in COMBOS}
    versions = {"1.15": tf1["tensorflow"], **{combo: surfaces[combo]["tensorflow"] for combo in COMBOS}}
    OUTPUT.parent.mkdir(exist_ok=True)
    keras = {combo: surfaces[combo]["keras"] for combo in COMBOS}
    OUTPUT.write_text(render(merge(tf1, surfaces, read_rows()), versions, keras), encoding="utf-8")
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
