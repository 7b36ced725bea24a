"""Hyperparameters for programs written for tf.contrib.training.HParams, which TensorFlow 2 does not have.

    from contrib_hparams import HParams

    hparams = HParams(learning_rate=0.1, layers=[64, 32], activation="relu")
    hparams.parse("learning_rate=0.3,layers=[128,64]")
    hparams.learning_rate

A value keeps the type that it had at first. Protocol buffers (to_proto, hparam_def) are left out.
"""

# tensorlift: skip-file
from __future__ import annotations

import json
import numbers
import re

_NAME = re.compile(r"([a-zA-Z][\w.]*)(?:\[\s*(\d+)\s*\])?\s*=\s*")
_LIST = re.compile(r"\[([^\]]*)\](?:$|,\s*)")
_SCALAR = re.compile(r"([^,\[]*)(?:$|,\s*)")


class HParams:
    """Named values, each an attribute.

    Args:
        hparam_def: Not supported.
        model_structure: Anything; see :meth:`get_model_structure`.
        **kwargs: The names and their values: numbers, strings, booleans, or lists of them.
    """

    def __init__(self, hparam_def=None, model_structure=None, **kwargs):
        if hparam_def:
            raise ValueError("HParams cannot be made from a protocol buffer: use keywords or override_from_dict")
        self._hparam_types = {}
        self._model_structure = model_structure
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name, value):
        """Add a name with its value.

        Raises:
            ValueError: The name is taken, or the value is an empty list.
        """
        if getattr(self, name, None) is not None:
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        is_list = isinstance(value, (list, tuple))
        if is_list and not value:
            raise ValueError(f"Multi-valued hyperparameters cannot be empty: {name}")
        self._hparam_types[name] = (type(value[0] if is_list else value), is_list)
        setattr(self, name, value)

    def set_hparam(self, name, value):
        """Give a known name another value.

        Raises:
            KeyError: The name is not known.
            ValueError: The value has another type than the one before.
        """
        kind, is_list = self._hparam_types[name]
        if isinstance(value, list) and not is_list:
            raise ValueError(f"Must not pass a list for single-valued parameter: {name}")
        if is_list and not isinstance(value, list):
            raise ValueError(f"Must pass a list for multi-valued parameter: {name}.")
        setattr(self, name, [_cast(name, kind, one) for one in value] if is_list else _cast(name, kind, value))

    def del_hparam(self, name):
        """Remove a name, if it is there."""
        if hasattr(self, name):
            delattr(self, name)
            del self._hparam_types[name]

    def parse(self, values):
        """Take values from a text such as ``"a=1,b=[1,2],c=x"``; see :func:`parse_values`. Return this object."""
        return self.override_from_dict(parse_values(values, {name: kind for name, (kind, _) in self._hparam_types.items()}))

    def parse_json(self, values_json):
        """Take values from the text of a JSON object. Return this object."""
        return self.override_from_dict(json.loads(values_json))

    def override_from_dict(self, values_dict):
        """Take values from a dictionary, as :meth:`set_hparam` does. Return this object."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def set_from_map(self, values_map):
        """Do what :meth:`override_from_dict` does."""
        return self.override_from_dict(values_map)

    def values(self):
        """Return a dictionary of all values."""
        return {name: getattr(self, name) for name in self._hparam_types}

    def get(self, key, default=None):
        """Return a value, or the default for a name that is not known.

        Raises:
            ValueError: The default has another type than the value.
        """
        if key not in self._hparam_types:
            return default
        if default is not None:
            kind, is_list = self._hparam_types[key]
            message = f"Hparam '{key}' of type '{f'list<{kind}>' if is_list else kind}' is incompatible with default={default}"
            if is_list is not isinstance(default, list):
                raise ValueError(message)
            try:
                for value in default if is_list else [default]:
                    _cast(key, kind, value)
            except ValueError as error:
                raise ValueError(f"{message}. {error}") from None
        return getattr(self, key)

    def to_json(self, indent=None, separators=None, sort_keys=False):
        """Return all values as JSON."""
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def get_model_structure(self):
        """Return what was given as the structure of the model."""
        return self._model_structure

    def set_model_structure(self, model_structure):
        """Take another structure of the model."""
        self._model_structure = model_structure

    def __contains__(self, key):
        return key in self._hparam_types

    def __str__(self):
        return ",".join(f"{name}={value}" for name, value in self.values().items())

    def __repr__(self):
        return f"{type(self).__name__}({sorted(self.values().items())})"


def parse_values(values, type_map, ignore_unknown=False):
    """Read values from a text.

    Args:
        values: Assignments with commas between them: ``a=1``, ``b=[1,2]`` or ``b[0]=1``. Text is without commas and brackets.
        type_map: The type of each name, or of its elements.
        ignore_unknown: Leave names without a type out.

    Returns:
        A dictionary of values, lists, and dictionaries of what was assigned by index.

    Raises:
        ValueError: The text is malformed, has a name twice, an unknown one, or a value of another type.
    """
    found = {}
    position = 0
    while position < len(values):
        target = _NAME.match(values, position)
        rest = target.end() if target else position
        listed = _LIST.match(values, rest) if target else None
        clause = listed or (_SCALAR.match(values, rest) if target else None)
        if clause is None:
            raise ValueError(f"Malformed hyperparameter value: {values[position:]}")
        position = clause.end()
        name, index = target.groups()
        if name not in type_map:
            if ignore_unknown:
                continue
            raise ValueError(f"Unknown hyperparameter type for {name}")
        if listed and index is not None:
            raise ValueError("Assignment of a list to a list index.")
        if name in found and (index is None or not isinstance(found[name], dict)):
            raise ValueError(f"Multiple assignments to variable '{name}' in {values}")
        read = _read_bool if type_map[name] is bool else type_map[name]
        try:
            value = [read(part) for part in re.split("[ ,]", clause[1]) if part] if listed else read(clause[1])
        except ValueError:
            kind = type_map[name].__name__
            raise ValueError(f"Could not parse hparam '{name}' of type '{kind}' with value '{clause[1]}' in {values}") from None
        if index is None:
            found[name] = value
        elif int(index) in found.setdefault(name, {}):
            raise ValueError(f"Multiple assignments to variable '{name}[{int(index)}]' in {values}")
        else:
            found[name][int(index)] = value
    return found


def _read_bool(text):
    if text in ("true", "True", "false", "False"):
        return text in ("true", "True")
    return bool(int(text))


def _cast(name, kind, value):
    """Return a value as a type; integers may become floats, nothing else changes its nature.

    Raises:
        ValueError: The value is of another nature.
    """
    if type(value) is kind or kind is type(None):
        return value
    texts = (str, bytes)
    allowed = issubclass(kind, bool) is isinstance(value, bool)
    for nature in (numbers.Integral, numbers.Number):
        allowed = allowed and (not issubclass(kind, nature) or isinstance(value, nature))
    if not allowed or (issubclass(kind, texts) and not isinstance(value, texts)):
        raise ValueError(f"Could not cast hparam '{name}' of type '{kind}' from value {value!r}")
    return kind(value)
