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
class _Rendered:
    """The diagnostics of a chunk: a template with gaps for lines and for the places where names come from, and its text as it was last."""

    findings: Sequence[Finding]
    template: bytes
    lines: list[int]
    """What is to be added to the first line of the chunk, gap by gap."""
    keys: frozenset[_Key]
    """The origins in other chunks; each has a gap of its own name."""
    line: int = -1
    places: object = None
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
        self._keys: set[_Key] = set()
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
                rendered = self._rendered(index, findings, analysis.names, view)
            known[id(findings)] = rendered
            present.append((index, rendered))
        self._known = known
        self._update_places(analysis.names, view)
        for place, (index, rendered) in enumerate(present):
            if not rendered.keys <= self._places.keys():
                rendered = known[id(rendered.findings)] = self._rendered(index, rendered.findings, analysis.names, view)
                present[place] = index, rendered
                self._update_places(analysis.names, view)
        token, lines = self._token, document.chunk_lines
        self._items = []
        digest = blake2b(digest_size=12)
        for index, rendered in present:
            line = lines[index]
            if rendered.line != line or (rendered.keys and rendered.places is not token):
                rendered.text = rendered.template % self._values(rendered, line)
                rendered.digest = blake2b(rendered.text, digest_size=12).digest()
                rendered.line, rendered.places = line, token
            self._items.append(rendered.text)
            digest.update(rendered.digest)
        self._name = digest.hexdigest()
        self._whole = analysis

    def _values(self, rendered: _Rendered, line: int) -> dict[bytes, bytes | int]:
        values: dict[bytes, bytes | int] = {b"%d" % offset: line + offset for offset in rendered.lines}
        values.update((_gap(key), self._places[key]) for key in rendered.keys)
        return values

    def _rendered(self, index: int, findings: Sequence[Finding], names: Names | None, view: TextView) -> _Rendered:
        chunk: Chunk = view.document.chunks[index]
        uses = {use.reference.start: use for use in names.uses(index)} if names is not None and self._client.related else {}
        parts: list[bytes] = []
        lines: set[int] = set()
        keys: set[_Key] = set()

        def place(start: int, end: int) -> bytes:
            ends = [chunk.position(offset, view.encoding) for offset in (start, end)]
            lines.update(line for line, _ in ends)
            written = [b'{"line":%%(%d)d,"character":%d}' % position for position in ends]
            return b'{"start":%s,"end":%s}' % (written[0], written[1])

        for finding in findings:
            said = json.dumps(diagnostic_json(finding, self._client), separators=(",", ":")).encode().replace(b"%", b"%%")
            text = b'{"range":%s,%s' % (place(finding.start, finding.end), said[1:-1])
            use = uses.get(finding.start)
            binding = binding_message(use.reference.name, use.path) if use is not None else None
            origin = names.origin(use) if names is not None and use is not None and binding is not None else None
            if origin is not None:
                first, second = origin
                if isinstance(first, str):
                    keys.add((first, second))
                    where = b"%%(%s)s" % _gap((first, second))
                else:
                    where = b'{"uri":%s,"range":%s}' % (json.dumps(view.uri).encode().replace(b"%", b"%%"), place(first, second))
                message = json.dumps(binding).encode().replace(b"%", b"%%")
                text += b',"relatedInformation":[{"location":%s,"message":%s}]' % (where, message)
            parts.append(text + b"}")
        self._keys |= keys
        return _Rendered(findings, b",".join(parts), sorted(lines), frozenset(keys))

    def _update_places(self, names: Names | None, view: TextView) -> None:
        """Look up where the names of other chunks come from now; what names one of them is written anew if one has moved."""
        places: dict[_Key, bytes] = {}
        for key in self._keys if names is not None else ():
            place = names.origin_place(key) if names is not None else None
            if place is not None:
                places[key] = _location(view, *place)
        self._keys = set(places)
        if places != self._places:
            self._places = places
            self._token = object()


def _gap(key: _Key) -> bytes:
    return b"%s %d" % (key[0].encode(), key[1])


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
