"""Diagnostics as JSON text, made anew only where something has changed.

An editor gets all diagnostics of a document after each keystroke. Most of them say what they said before, on the same line or some
lines further down. So the text of a chunk's diagnostics is kept with gaps for what moves.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import binding_message, diagnostic_json
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.views import TextView
from tensorlift.model import Finding
from tensorlift.source.document import Chunk
from tensorlift.source.names import Names

_Key = tuple[str, int]


@dataclass(slots=True)
class _Gap:
    """One diagnostic: its text, with the numbers of two lines and the place where its name comes from left out."""

    lines: tuple[int, int]
    parts: tuple[bytes, bytes, bytes]
    origin: tuple[str, int] | tuple[int, int] | None
    message: bytes


@dataclass(slots=True)
class _Rendered:
    """The diagnostics of a chunk, and their text as it was last."""

    findings: Sequence[Finding]
    gaps: list[_Gap]
    line: int = -1
    origins: object = None
    text: bytes = b""
    digest: bytes = b""


class Rendering:
    """The diagnostics of one open document as JSON; only for the analysis thread.

    Args:
        client: What the client can show.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[int, _Rendered] = {}
        self._places: dict[_Key, bytes] = {}
        self._near: dict[tuple[int, int, int], bytes] = {}
        self._token = object()
        self._whole: Analysis | None = None
        self._items: list[bytes] = []
        self._name = ""

    def items(self, analysis: Analysis) -> JsonText:
        """Return the list of diagnostics."""
        self._render(analysis)
        return JsonText(b"[" + b",".join(self._items) + b"]")

    def name(self, analysis: Analysis) -> str:
        """Return a name for the list; the same name means the same list."""
        self._render(analysis)
        return self._name

    def _render(self, analysis: Analysis) -> None:
        if analysis is self._whole:
            return
        view = analysis.view
        assert isinstance(view, TextView)
        chunks = analysis.checked.chunks
        document = view.document
        known: dict[int, _Rendered] = {}
        present: list[tuple[int, _Rendered]] = []
        for index, findings in enumerate(chunks):
            if not findings:
                continue
            rendered = self._known.get(id(findings))
            if rendered is None:
                rendered = _Rendered(findings, self._gaps(document.chunks[index], index, findings, analysis.names, view))
            known[id(findings)] = rendered
            present.append((index, rendered))
        self._known = known
        if self._client.related:
            self._update_places(present, analysis, view)
        token, lines = self._token, document.chunk_lines
        self._near.clear()
        self._items = []
        digest = blake2b(digest_size=12)
        for index, rendered in present:
            line = lines[index]
            if rendered.line != line or rendered.origins is not token:
                rendered.text = b",".join(self._filled(gap, index, line, view) for gap in rendered.gaps)
                rendered.digest = blake2b(rendered.text, digest_size=12).digest()
                rendered.line, rendered.origins = line, token
            self._items.append(rendered.text)
            digest.update(rendered.digest)
        self._name = digest.hexdigest()
        self._whole = analysis

    def _gaps(self, chunk: Chunk, index: int, findings: Sequence[Finding], names: Names | None, view: TextView) -> list[_Gap]:
        uses = {use.reference.start: use for use in names.uses(index)} if names is not None and self._client.related else {}
        gaps = []
        for finding in findings:
            start, end = chunk.position(finding.start, view.encoding), chunk.position(finding.end, view.encoding)
            said = json.dumps(diagnostic_json(finding, self._client), separators=(",", ":")).encode()
            use = uses.get(finding.start)
            origin = names.origin(use) if names is not None and use is not None else None
            message = json.dumps(binding_message(use.reference.name, use.path)).encode() if use is not None else b""
            parts = (
                b'{"range":{"start":{"line":',
                b',"character":%d},"end":{"line":' % start[1],
                b',"character":%d}},' % end[1] + said[1:-1],
            )
            gaps.append(_Gap((start[0], end[0]), parts, origin, message))
        return gaps

    def _filled(self, gap: _Gap, index: int, line: int, view: TextView) -> bytes:
        head, middle, tail = gap.parts
        text = b"%s%d%s%d%s" % (head, line + gap.lines[0], middle, line + gap.lines[1], tail)
        origin = gap.origin
        if origin is None:
            return text + b"}"
        first, second = origin
        if isinstance(first, str):
            place = self._places[first, second]
        else:
            key = index, first, second
            place = self._near.get(key) or self._near.setdefault(key, _location(view, *key))
        return b'%s,"relatedInformation":[{"location":%s,"message":%s}]}' % (text, place, gap.message)

    def _update_places(self, present: list[tuple[int, _Rendered]], analysis: Analysis, view: TextView) -> None:
        """Look up where the names of other chunks come from now; all diagnostics are written anew if one of these places has moved."""
        names = analysis.names
        places: dict[_Key, bytes] = {}
        for _, rendered in present:
            for gap in rendered.gaps:
                if gap.origin is None or names is None:
                    continue
                name, number = gap.origin
                if isinstance(name, str) and (name, number) not in places:
                    places[name, number] = _location(view, *names.origin_place((name, number)))
        if places != self._places:
            self._places = places
            self._token = object()


def _location(view: TextView, index: int, start: int, end: int) -> bytes:
    shift = view.document.chunk_starts[index]
    place = view.range(shift + start, shift + end)
    data = {
        "uri": view.uri,
        "range": {
            "start": {"line": place.start.line, "character": place.start.character},
            "end": {"line": place.end.line, "character": place.end.character},
        },
    }
    return json.dumps(data, separators=(",", ":")).encode()
