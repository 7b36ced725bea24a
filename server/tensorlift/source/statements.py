"""Which statement a place stands in."""

from __future__ import annotations

from tree_sitter import Node

from tensorlift.source.document import Chunk, Document


def statement_span(chunk: Chunk, start: int, end: int) -> tuple[int, int]:
    """Return the first byte of the statement around a place in a chunk, and the byte after it.

    Of a statement with a block (``if``, ``with``, ``def``) it is the head, up to its colon, if the place begins there; a decorator is
    a statement of its own. Outside of any statement it is the place itself.
    """
    node: Node | None = chunk.root.descendant_for_byte_range(start, end)
    while node is not None and node.parent is not None:
        if (colon := _head_end(node, start)) is not None:
            return node.start_byte, colon
        if node.parent.type in ("module", "block") or node.type == "decorator":
            return node.start_byte, node.end_byte
        node = node.parent
    return start, end


def statement_at(document: Document, offset: int) -> tuple[int, int]:
    """Return the same of a place in a document."""
    index = document.chunk_at(offset)
    shift = document.chunk_starts[index]
    start, end = statement_span(document.chunks[index], offset - shift, offset - shift)
    return start + shift, end + shift


def _head_end(node: Node, start: int) -> int | None:
    """Return where the head of a compound statement or clause ends, behind its colon, if ``start`` is in that head."""
    blocks = [child for child in node.children if child.type == "block"]
    if not blocks:
        return None
    head = [child.end_byte for child in node.children if child.type == ":" and child.end_byte <= blocks[0].start_byte]
    return head[-1] if head and start < head[-1] else None
