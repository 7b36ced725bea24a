"""Let the installed TensorFlow judge one-line statements; run in a process of its own.

Reads JSON from standard input: a list of ``[key, statement]``, where a statement is a name such as ``tf.some.name`` or
a call of one. The module is called ``tf``, tf-slim ``slim`` and TensorFlow Probability ``tfp``; names without a module are
those of companion modules. Writes a JSON object of the keys whose name does not exist or whose arguments do not bind,
with the reason.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import sys
from importlib import resources
from typing import Any

from tensorlift.companions import companions

# Not everyone who runs the tests has these.
OPTIONAL = frozenset({"tensorflow_probability", "tensorboard", "sklearn"})
MODULES = {
    "tf": ("tensorflow", ""),
    "slim": ("slim_on_tf2", ""),
    "tfp": ("tensorflow_probability", ""),
    "projector": ("tensorboard.plugins.projector", ""),
    "datasets": ("sklearn.datasets", ""),
    **{
        name.partition(".")[0]: (companion.module, name.partition(".")[0])
        for companion in companions().values()
        if companion.module != "slim_on_tf2"
        for name in companion.symbols.values()
        if name
    },
}
# Two companions have a function of this name; the programs say which module they mean.
MODULES |= {"contrib_seq2seq": ("contrib_seq2seq", ""), "contrib_legacy_seq2seq": ("contrib_legacy_seq2seq", "")}


def resolve(node: ast.AST) -> Any:
    """Return the object of a dotted name; a function ends the walk, its attributes are not looked at."""
    if isinstance(node, ast.Name):
        if node.id not in MODULES:
            raise KeyError(node.id)
        module, name = MODULES[node.id]
        return getattr(importlib.import_module(module), name) if name else importlib.import_module(module)
    if not isinstance(node, ast.Attribute):
        raise KeyError(ast.unparse(node))  # the result of a call
    return getattr(resolve(node.value), node.attr)


def problem_of(statement: str) -> str | None:
    """Return what is wrong with a statement, or None."""
    value = ast.parse(statement).body[0].value  # type: ignore[attr-defined]
    for call in [node for node in ast.walk(value) if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute))]:
        try:
            function = resolve(call.func)
        except KeyError:
            continue
        except ModuleNotFoundError as error:
            return None if error.name in OPTIONAL else str(error)
        except Exception as error:
            return f"{ast.unparse(call.func)}: {type(error).__name__}"
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            continue
        try:
            signature.bind(*call.args, **{keyword.arg or "": keyword.value for keyword in call.keywords})
        except TypeError as error:
            return f"{ast.unparse(call.func)}: {error}"
    for name in [node for node in ast.walk(value) if isinstance(node, ast.Attribute)]:
        try:
            resolve(name)
        except KeyError:
            continue
        except ModuleNotFoundError as error:
            return None if error.name in OPTIONAL else str(error)
        except Exception as error:
            return f"{ast.unparse(name)}: {type(error).__name__}"
    return None


def main() -> None:
    problems = {}
    sys.path.insert(0, str(resources.files("tensorlift.companions") / "modules"))
    for key, statement in json.load(sys.stdin):
        problem = problem_of(statement)
        if problem is not None:
            problems[key] = f"{statement}: {problem}"
    json.dump(problems, sys.stdout)


if __name__ == "__main__":
    main()
