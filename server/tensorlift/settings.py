"""What a user can choose: the level, the target and which findings to see.

The same names are used in ``[tool.tensorlift]`` of ``pyproject.toml``, in ``tensorlift.toml`` and by editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tensorlift.model import Level, Severity

TARGETS = ("2.15", "2.16", "2.17", "2.18", "2.19", "2.20", "2.21")
DEFAULT_TARGET = TARGETS[-1]


@dataclass(frozen=True, slots=True)
class Settings:
    """One set of choices.

    Attributes:
        level: How far to lift.
        target: The TensorFlow version that the code shall run on, one of :data:`TARGETS`.
        keras: 2 or 3; None means what the target installs (3 from TensorFlow 2.16).
        select: Codes, beginnings of codes or slugs to report; empty means all.
        ignore: The same kind of names, never reported.
        exclude: Patterns in ``.gitignore`` syntax of files to leave out.
        severity: Other severities, by code or slug.
    """

    level: Level = Level.SYMBOLS
    target: str = DEFAULT_TARGET
    keras: int | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def keras_version(self) -> int:
        """The Keras that ``tf.keras`` is on the target, 2 or 3."""
        if self.target == "2.15":
            return 2
        return self.keras or 3


def _names(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def parse_settings(values: Mapping[str, Any], base: Settings | None = None) -> tuple[Settings, list[str]]:
    """Read settings from plain data.

    Args:
        values: Keys as in :class:`Settings`; an unknown key or a wrong value is left at its default.
        base: The settings to start from.

    Returns:
        The settings, and one sentence for each key or value that could not be used.
    """
    base = base or Settings()
    chosen: dict[str, Any] = {}
    problems: list[str] = []

    def wrong(key: str, value: Any, allowed: str) -> None:
        problems.append(f"{key} = {value!r} cannot be used: {allowed}. The default stays in force.")

    for key, value in values.items():
        if key == "level":
            if value in [level.value for level in Level]:
                chosen[key] = Level(value)
            else:
                wrong(key, value, "it must be one of " + ", ".join(level.value for level in Level))
        elif key == "target":
            if str(value) in TARGETS:
                chosen[key] = str(value)
            else:
                wrong(key, value, "it must be one of " + ", ".join(TARGETS))
        elif key == "keras":
            if value in (2, 3, "2", "3") and not isinstance(value, bool):
                chosen[key] = int(value)
            elif value is not None:
                wrong(key, value, "it must be 2 or 3")
        elif key in ("select", "ignore", "exclude"):
            names = _names(value)
            if names is None:
                wrong(key, value, "it must be a list of strings")
            else:
                chosen[key] = names
        elif key == "severity":
            table: dict[str, Severity] = {}
            allowed = "each value must be one of " + ", ".join(s.value for s in Severity)
            if not isinstance(value, Mapping):
                wrong(key, value, "it must map codes to severities; " + allowed)
                continue
            for code, name in value.items():
                if name in [s.value for s in Severity]:
                    table[str(code)] = Severity(name)
                else:
                    wrong(f"severity.{code}", name, allowed)
            chosen[key] = MappingProxyType(table)
        else:
            problems.append(
                f"{key} is not a setting of tensorlift: the settings are level, target, keras, select, ignore, exclude, severity."
            )
    settings = Settings(
        level=chosen.get("level", base.level),
        target=chosen.get("target", base.target),
        keras=chosen.get("keras", base.keras),
        select=chosen.get("select", base.select),
        ignore=chosen.get("ignore", base.ignore),
        exclude=chosen.get("exclude", base.exclude),
        severity=chosen.get("severity", base.severity),
    )
    if settings.target == "2.15" and settings.keras == 3:
        problems.append("keras = 3 cannot be used with target 2.15: TensorFlow 2.15 has Keras 2, so Keras 2 is used.")
    return settings, problems
