"""What became of a symbol, told in Markdown for the terminal and for hovers."""

from __future__ import annotations

from tensorlift.catalog import Catalog, Parameter, Row, load
from tensorlift.rules.base import GUIDE
from tensorlift.rules.hints import hint_for
from tensorlift.settings import Settings


def explain_symbol(name: str, settings: Settings, catalog: Catalog | None = None) -> str | None:
    """Tell what became of a TensorFlow 1 symbol on a target.

    Args:
        name: Its name, from ``tf.`` or ``tensorflow.`` on.
        settings: The target.
        catalog: The catalog; the installed one if None.

    Returns:
        Markdown, or None if neither TensorFlow 1.15 nor the target knows the name.
    """
    catalog = catalog or load()
    bit = catalog.bit(settings)
    name = short_name(name)
    symbol = catalog.symbol(name, bit)
    row = catalog.row(name)
    target = f"TensorFlow {settings.target} with Keras {settings.keras_version}"
    lines = [f"### {name}", ""]
    if symbol is None and row is None:
        if not catalog.in_v2(name, bit):
            return None
        lines.append(f"{name} is a TensorFlow 2 name; TensorFlow 1.15 does not have it. {target} does.")
        return "\n".join(lines) + "\n"
    old = catalog.signature_tf1(name)
    if old is not None:
        lines += [f"TensorFlow 1: `{_signature(name, old)}`", ""]
    if symbol is not None and symbol.core is not None:
        lines.append(f"It is another name of `{symbol.core}`.")
        return "\n".join(lines) + "\n\n" + (explain_symbol(symbol.core, settings, catalog) or "")
    same = symbol is not None and (symbol.same or (symbol.in_v2 and name.startswith("tf.keras.")))
    moved = symbol.moved if symbol is not None else None
    if same:
        lines.append(f"It is the same in {target}.")
    elif row is not None and not row.compat and catalog.in_v2(row.to or name, bit):
        home = row.to or name
        new = catalog.signature_v2(home, bit)
        lines.append(
            f"It is **`{home}`** in {target}, with other arguments." if not row.bare or row.params else f"It is **`{home}`** in {target}."
        )
        if new is not None:
            lines += ["", f"TensorFlow 2: `{_signature(home, new)}`"]
        lines += _argument_notes(row)
        if row.why:
            lines += ["", f"Note: {row.why}."]
    elif moved is not None:
        lines.append(f"It is called **`{moved}`** in {target}.")
    elif symbol is not None and symbol.in_v1:
        says = "means something else" if symbol.in_v2 else "is gone"
        lines.append(f"The name {says} in {target}; **`tf.compat.v1.{name[3:]}`** keeps the old meaning.")
        if row is not None and row.why:
            lines += ["", f"Note: {row.why}."]
    else:
        lines.append(f"It is gone from {target}, and `tf.compat.v1` lacks it too.")
    if symbol is not None and symbol.in_v1 and not same and row is not None:
        lines += ["", f"What cannot be written with it keeps its meaning as `tf.compat.v1.{name[3:]}`."]
    hint = hint_for(name)
    if hint and not same and moved is None:
        lines += ["", hint.strip()]
    lines += ["", f"[Migration guide]({GUIDE}/upgrade)"]
    return "\n".join(lines) + "\n"


def short_name(name: str) -> str:
    """Return a symbol as the catalog names it: from ``tf.`` on, without ``compat.v1``."""
    for written in ("tensorflow.", "tf.compat.v1.", "tf.compat.v2."):
        if name.startswith(written):
            name = "tf." + name[len(written) :]
    return name


def _signature(name: str, parameters: tuple[Parameter, ...]) -> str:
    parts = []
    for parameter in parameters:
        star = parameter.kind if parameter.kind in ("*", "**") else ""
        parts.append(f"{star}{parameter.name}" + (f"={parameter.default}" if parameter.default is not None else ""))
    return f"{name}({', '.join(parts)})"


def _argument_notes(row: Row) -> list[str]:
    lines = [f"- `{old}` is `{new or 'the first argument'}`" for old, new in row.params.items()]
    lines += [
        f"- the value of `{old}` becomes `{template.replace('{tf}', 'tf').replace('{}', old)}`" for old, template in row.value.items()
    ]
    lines += [f"- `{name}` is gone and had no effect" for name in row.drop]
    lines += [f"- `{name}` is gone; only `{name}={literal}` can be left out" for name, literal in row.drop_if.items()]
    lines += [f"- `{name}={literal.replace('{tf}', 'tf')}` is spelled out if it is not given" for name, literal in row.add.items()]
    return ["", *lines] if lines else []
