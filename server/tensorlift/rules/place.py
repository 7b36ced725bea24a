"""One use of a symbol: where it stands and how its name can be rewritten."""

from __future__ import annotations

from tensorlift.model import Edit
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.context import IMPORT, Context
from tensorlift.source.facts import Call
from tensorlift.source.names import Use


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
    def text(self) -> str:
        """The symbol as it stands in the program."""
        return self.context.slice(self.start, self.end)

    def rename(self, target: str) -> tuple[Edit, ...]:
        """Return the edits that put another symbol here.

        Raises:
            CannotRewriteError: A comment stands inside of the name, or the TensorFlow module has no name here.
        """
        if "#" in self.text:
            raise CannotRewriteError("a comment stands inside of the name")
        path = "tensorflow" + target[len("tf") :]
        root = self.use.path
        if path.startswith(root + ".") and self.context.names.visible(root, self.use) is not None:
            return (Edit(self.start, self.end, self.use.reference.name + path[len(root) :]),)
        module, needed = self.module()
        return (*needed, Edit(self.start, self.end, module + path[len("tensorflow") :]))

    def module(self) -> tuple[str, tuple[Edit, ...]]:
        """Return what to write for the TensorFlow module here, and the import that it takes.

        Raises:
            CannotRewriteError: It cannot be had.
        """
        visible = self.context.module_name(self.use)
        if visible is not None:
            return visible, ()
        name = self.context.import_tensorflow()
        if name is None:
            raise CannotRewriteError("the TensorFlow module has no name here and tf is taken")
        return name, (IMPORT,)
