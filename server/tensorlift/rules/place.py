"""One use of a symbol: where it stands and how its name can be rewritten."""

from __future__ import annotations

import re

from tensorlift.model import Edit
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.context import IMPORT, Context
from tensorlift.source.facts import Call
from tensorlift.source.names import Use

_V1 = "tensorflow.compat.v1"
IMPORT_V1 = Edit(-1, -1, f"import {_V1} as tf")


class Place:
    """One use of a symbol: where it stands and how it can be rewritten.

    Args:
        context: The document.
        use: The use.
        name: The symbol's full name, from ``tf.`` on, with everything behind it.
        parts: How many parts of ``name`` are the symbol.
    """

    def __init__(self, context: Context, use: Use, name: str, parts: int) -> None:
        self.context = context
        self.use = use
        self.rest = name.split(".")[parts:]
        reference = use.reference
        attributes = use.attributes
        self.taken = max(0, len(attributes) - len(self.rest))
        last = reference.trailers[self.taken - 1].end if self.taken else reference.end
        self.start = reference.start
        self.end = last
        following = reference.trailers[self.taken] if self.taken < len(reference.trailers) else None
        self.call: Call | None = following.call if following is not None and not self.rest else None
        self.store = reference.role in ("store", "del") and len(reference.trailers) == self.taken

    @property
    def is_v1(self) -> bool:
        """Whether the module that the program uses here is ``tensorflow.compat.v1``."""
        return self.use.path.startswith(_V1) or self._module_here()[1]

    @property
    def text(self) -> str:
        """The symbol as it stands in the program."""
        return self.context.slice(self.start, self.end)

    def rename(self, target: str) -> tuple[Edit, ...]:
        """Return the edits that put another symbol here, through whichever of TensorFlow's modules has a name here.

        Raises:
            CannotRewriteError: A comment stands inside of the name, or the TensorFlow module has no name here.
        """
        self._check_comments()
        path = "tensorflow" + target[len("tf") :]
        root = self.use.path
        through_v1 = self._through_v1(target)
        if path.startswith(root + ".") and not root.startswith(_V1) and self.context.visible(root, self.use) is not None:
            return (Edit(self.start, self.end, self.use.reference.name + path[len(root) :]),)
        if through_v1.startswith(root + ".") and root.startswith(_V1) and self.context.visible(root, self.use) is not None:
            return (Edit(self.start, self.end, self.use.reference.name + through_v1[len(root) :]),)
        module, needed = self.module()
        is_v1 = self._module_here()[1]
        return (*needed, Edit(self.start, self.end, module + (through_v1.removeprefix(_V1) if is_v1 else path.removeprefix("tensorflow"))))

    def expand(self, template: str) -> tuple[str, tuple[Edit, ...]]:
        """Return a text with the TensorFlow module for ``{tf}``, and the import that it takes.

        Raises:
            CannotRewriteError: The module cannot be had.
        """
        if "{tf}" not in template:
            return template, ()
        module, needed = self.module()
        is_v1 = self._module_here()[1]

        def write(match: re.Match[str]) -> str:
            name = "tf" + match[1]
            return module + (self._through_v1(name).removeprefix(_V1) if is_v1 else match[1])

        return re.sub(r"\{tf\}((?:\.\w+)*)", write, template), needed

    def replace(self, text: str, needed: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return the edits that put something else here.

        Raises:
            CannotRewriteError: A comment stands inside of the name.
        """
        self._check_comments()
        return (*needed, Edit(self.start, self.end, text))

    def _check_comments(self) -> None:
        if "#" in self.text:
            raise CannotRewriteError("a comment stands inside of the name")

    def _through_v1(self, target: str) -> str:
        """Return the path of a symbol below ``tensorflow.compat.v1``, which has TensorFlow 1 functions under TensorFlow 2 names, too."""
        if target.startswith("tf.compat.v1."):
            return _V1 + target[len("tf.compat.v1") :]
        catalog, bit = self.context.catalog, self.context.bit
        symbol = self.context.find(target)[0]
        if catalog.in_v1(symbol.name if symbol is not None else target, bit) and (
            symbol is None or symbol.same or target.startswith("tf.keras.")
        ):
            return f"{_V1}.{target[len('tf.') :]}"
        return f"{_V1}.compat.v2.{target[len('tf.') :]}"

    def _module_here(self) -> tuple[str | None, bool]:
        """Return the name that TensorFlow has here, if it has one, and whether that is ``tensorflow.compat.v1``."""
        visible = self.context.module_name(self.use)
        if visible is None and not self.context.lifted:
            v1 = self.context.visible(_V1, self.use)
            return v1, v1 is not None
        return visible, self.context.lifted

    def module(self) -> tuple[str, tuple[Edit, ...]]:
        """Return what to write for the TensorFlow module here, and the import that it takes.

        Where only ``tensorflow.compat.v1`` has a name, it is that one: what is looked up in it must mean the same in both.

        Raises:
            CannotRewriteError: It cannot be had.
        """
        visible, _ = self._module_here()
        if visible is not None:
            return visible, ()
        name = self.context.import_tensorflow()
        if name is None:
            raise CannotRewriteError("the TensorFlow module has no name here and tf is taken")
        return name, (IMPORT_V1 if self.context.lifted else IMPORT,)
