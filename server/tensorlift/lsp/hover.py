"""What an editor shows for the place under the pointer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types as t
from tree_sitter import Node

from tensorlift.explain import explain_argument, explain_name
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import lsp_markup, markdown_text
from tensorlift.model import Finding
from tensorlift.rules import did_you_mean, near_names, rule
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode
from tensorlift.source.names import ROOT, Use
from tensorlift.source.suppressions import marks

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

# More findings than this at one place are not told.
_FINDINGS = 3
_ROOTS = frozenset({ROOT, "tensorflow.compat.v1", "tensorflow.compat.v2"})
_NAME = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class _Pointed:
    """What the pointer is on: a part of a TensorFlow name, or an argument of a call.

    Attributes:
        start: First byte, from the beginning of the name on.
        end: Byte behind the part.
        path: The qualified name up to the part, or of the function whose argument it is.
        alias: The name that stands for ``path``, where the pointer is on nothing else.
        argument: The argument's name.
    """

    start: int
    end: int
    path: str
    alias: str | None = None
    argument: str | None = None


def lsp_hover(analysis: Analysis, uri: str, position: t.Position, client: Client, *, messages: bool = True) -> t.Hover | None:
    """Return what is to be said about a place.

    Args:
        analysis: The findings of the text.
        uri: The document.
        position: The place.
        client: What the client can show.
        messages: As for :func:`tell`.

    Returns:
        The messages of the findings there, then what became of the TensorFlow name or the argument; for a comment that silences
        findings, what it silences. None if there is nothing to say.
    """
    offset = analysis.view.offset(uri, position)
    told = tell(analysis, offset, messages=messages) if offset is not None else None
    if told is None:
        return None
    text, start, end = told
    return t.Hover(contents=lsp_markup(text, client), range=analysis.view.location(start, end).range)


def tell(analysis: Analysis, offset: int, *, messages: bool = True) -> tuple[str, int, int] | None:
    """Return Markdown on what stands at an offset, and the span that it is about; None if there is nothing to say.

    Args:
        analysis: The findings of the text.
        offset: The place.
        messages: Whether the messages of findings are part of it; otherwise the reader sees them, and their links, beside it.
    """
    document, settings = analysis.document, analysis.settings
    comment = _comment(document, offset)
    if comment is not None:
        return comment
    found = _findings(analysis, offset)
    pointed = _pointed(analysis.uses_between(offset - 1, offset), offset) or _imported(document, offset)
    if not found:
        text = _explain(pointed, settings) if pointed is not None else None
        return (text, pointed.start, pointed.end) if text and pointed is not None else None
    said = "\n\n".join(dict.fromkeys(f"{markdown_text(finding.message)} ({finding.code})" for finding in found))
    narrowest = found[0]
    # The name of the module alone says little: with a finding, the whole symbol is meant.
    path = narrowest.symbol if pointed is None or pointed.alias is not None else pointed.path
    more = explain_name(path, settings, said) if path else None
    if more is None and narrowest.symbol:
        more = explain_name(narrowest.symbol, settings, said)
    if more is None and narrowest.url:
        more = f"[Migration guide]({narrowest.url})\n"
    if not messages:
        more = (more or "").removesuffix(f"[Migration guide]({narrowest.url})\n").rstrip()
        is_link = more.startswith("[") and "\n" not in more
        return (f"{more}\n", narrowest.start, narrowest.end) if more and not is_link else None
    return (f"{said}\n\n{more}" if more else said), narrowest.start, narrowest.end


def _findings(analysis: Analysis, offset: int) -> list[Finding]:
    """Return the findings at an offset, the narrowest first; those that end there only if there are no others."""
    touching = analysis.findings_between(offset, offset)
    found = [finding for finding in touching if offset < finding.end or finding.start == finding.end] or touching
    return sorted(found, key=lambda finding: finding.end - finding.start)[:_FINDINGS]


def _explain(pointed: _Pointed, settings: Settings) -> str | None:
    if pointed.argument is not None:
        return explain_argument(pointed.path, pointed.argument, settings)
    if pointed.path in _ROOTS and pointed.alias is not None:
        told = f"The code is lifted to TensorFlow {settings.target} with Keras {settings.keras_version}, level {settings.level.value}.\n"
        return told if pointed.alias == pointed.path else f"`{pointed.alias}` is `{pointed.path}`. {told}"
    return explain_name(pointed.path, settings)


# ---- names


def _pointed(uses: list[Use], offset: int) -> _Pointed | None:
    """Return the part of a used name at an offset, or that ends there."""
    return next((found for at in (offset, offset - 1) for use in uses if (found := _part(use, at)) is not None), None)


def _part(use: Use, offset: int) -> _Pointed | None:
    reference, at = use.reference, offset - use.shift
    if not reference.start <= at or "(" in use.path or "[" in use.path:
        return None
    start, path = use.shift + reference.start, use.path
    if at < reference.end:
        return _Pointed(start, use.shift + reference.end, path, alias=reference.name)
    for trailer in reference.trailers:
        if trailer.name is None:
            for argument in trailer.call.arguments if trailer.call is not None else ():
                if argument.name is not None and argument.start <= at < argument.name_end:
                    return _Pointed(use.shift + argument.start, use.shift + argument.name_end, path, argument=argument.name)
            return None
        path += f".{trailer.name}"
        if trailer.name_start <= at < trailer.end:
            return _Pointed(start, use.shift + trailer.end, path)
    return None


def _imported(document: Document, offset: int) -> _Pointed | None:
    """Return the TensorFlow name at an offset in an import statement, or that ends there."""
    for at in (offset, offset - 1):
        node, shift = _node_at(document, at, at + 1) if at >= 0 else (None, 0)
        if node is None or node.type != "identifier" or node.parent is None:
            continue
        dotted = node.parent if node.parent.type == "dotted_name" else None
        clause = dotted or node
        alias = None
        if clause.parent is not None and clause.parent.type == "aliased_import":
            clause = clause.parent
            if dotted is None:
                alias, dotted = _text(node), clause.child_by_field_name("name")
        statement = clause.parent
        if dotted is None or statement is None or statement.type not in ("import_statement", "import_from_statement"):
            continue
        module = statement.child_by_field_name("module_name")
        inside = module is not None and module != dotted
        parts = [_text(part) for part in dotted.named_children if alias is not None or part.start_byte <= node.start_byte]
        path = ".".join([*([_text(module)] if inside and module is not None else []), *parts])
        if path != ROOT and not path.startswith(ROOT + "."):
            continue
        start = node.start_byte if alias is not None else dotted.start_byte
        return _Pointed(shift + start, shift + node.end_byte, path, alias or (path if path == ROOT else None))
    return None


def _node_at(document: Document, start: int, end: int) -> tuple[Node | None, int]:
    """Return the innermost node at a place, and what its offsets count from."""
    chunk, base = document.chunk_and_start(start)
    return chunk.root.descendant_for_byte_range(start - base, end - base), base


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


# ---- comments


def _comment(document: Document, offset: int) -> tuple[str, int, int] | None:
    """Return what a comment at an offset silences."""
    node, shift = _node_at(document, offset, offset)
    if node is None or node.type != "comment":
        return None
    comment = _text(node)
    for mark in marks(comment):
        start, end = (shift + node.start_byte + len(encode(comment[:at])) for at in mark.span())
        if not start <= offset <= end:
            continue
        if mark["skip"] is not None:
            return "This comment silences the whole file: nothing in it is reported or fixed.\n", start, end
        if mark["names"] is None:
            return "This comment silences all findings of this line.\n", start, end
        begin = shift + node.start_byte + len(encode(comment[: mark.start("names")]))
        names = [(begin + len(encode(mark["names"][: name.start()])), name.group()) for name in _NAME.finditer(mark["names"])]
        for place, name in names:
            if place <= offset <= place + len(encode(name)):
                return _rule(name), place, place + len(encode(name))
        if not names:
            return "This comment names no rule, so it silences nothing.\n", start, end
        told = list(dict.fromkeys(_line(name) for _, name in names))
        return "\n".join(["This comment silences on this line:", "", *told, ""]), start, end
    return None


def _rule(name: str) -> str:
    known = rule(name)
    if known is None:
        return f"{_unknown(name)}, so this silences nothing.{did_you_mean(near_names(name))}\n"
    link = f"\n\n[Migration guide]({known.guide})" if known.guide else ""
    return f"### {known.code} {known.slug}\n\nThis comment silences it on this line: {known.title}.\n\n{known.summary}{link}\n"


def _line(name: str) -> str:
    known = rule(name)
    return f"- `{known.code}` {known.slug}: {known.title}" if known is not None else f"- nothing: {_unknown(name)}"


def _unknown(name: str) -> str:
    return f"tensorlift has no rule `{name}`"


def register(ls: TensorliftServer) -> None:
    """Answer hovers."""

    @ls.feature(t.TEXT_DOCUMENT_HOVER)
    async def hover(params: t.HoverParams) -> t.Hover | None:
        uri = params.text_document.uri
        return await ls.ask(uri, lambda analysis: lsp_hover(analysis, uri, params.position, ls.client, messages=not ls.shows_messages))
