"""Companion modules as edits: a file is created and its text inserted."""

from __future__ import annotations

import os
from collections.abc import Iterable

from lsprotocol import types as t

from tensorlift import companions
from tensorlift.lsp.client import Client
from tensorlift.lsp.documents import file_path

Created = list[t.CreateFile | t.TextDocumentEdit]

_BEGIN = t.Range(t.Position(0, 0), t.Position(0, 0))


def can_create(uri: str, client: Client) -> bool:
    """Return whether a file can be made beside a document: one on a disk, as it must not be there already."""
    return client.create and uri.startswith("file:")


def created(uri: str, modules: Iterable[str], annotation: str | None = None) -> Created:
    """Return what makes the companion modules beside a document that are not there.

    Args:
        uri: The document, or the notebook, for which :func:`can_create` holds.
        modules: The names of the modules.
        annotation: The change annotation to mark the changes with.
    """
    changes: Created = []
    for module in modules:
        target = f"{uri.rpartition('/')[0]}/{module}.py"
        path = file_path(target)
        if path is not None and os.path.lexists(path):
            continue
        text = companions.source(module)
        edit = t.TextEdit(_BEGIN, text) if annotation is None else t.AnnotatedTextEdit(annotation, _BEGIN, text)
        # Should it be there all the same, then the client refuses: to insert the text again would spoil the module.
        changes.append(t.CreateFile(target, annotation_id=annotation))
        changes.append(t.TextDocumentEdit(t.OptionalVersionedTextDocumentIdentifier(uri=target), [edit]))
    return changes
