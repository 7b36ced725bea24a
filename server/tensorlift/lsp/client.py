"""What the client at the other end can do."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types as t
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from tensorlift.source.document import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """The capabilities that change what the server says.

    Attributes:
        encoding: The unit of columns.
        pull: The client asks for diagnostics; otherwise they are pushed.
        refresh: The client asks again when told to.
        document_changes: Edits may carry the version of the text that they were made for.
        resolve: The edit of a code action may be delivered when the user chooses it.
        tags: Diagnostics may be marked as deprecated.
        links: Diagnostics may carry a link.
        markdown: Hovers may be Markdown.
        configuration: The client answers questions about its settings.
        watch_configuration: The server may ask to hear of changed settings.
        watch_files: The server may ask to hear of changed files.
    """

    encoding: Encoding = "utf-16"
    pull: bool = False
    refresh: bool = False
    document_changes: bool = False
    resolve: bool = False
    tags: bool = False
    links: bool = False
    markdown: bool = False
    configuration: bool = False
    watch_configuration: bool = False
    watch_files: bool = False


def read_capabilities(capabilities: t.ClientCapabilities) -> Client:
    """Return what matters of a client's capabilities."""

    def able(name: str) -> bool:
        return bool(get_capability(capabilities, name))

    text = capabilities.text_document or t.TextDocumentClientCapabilities()
    reports = [reporter for reporter in (text.publish_diagnostics, text.diagnostic) if reporter is not None]
    tags = [tag for reporter in reports if reporter.tag_support is not None for tag in reporter.tag_support.value_set]
    resolved = get_capability(capabilities, "text_document.code_action.resolve_support.properties") or ()
    formats = get_capability(capabilities, "text_document.hover.content_format") or ()
    return Client(
        encoding=read_encoding(ServerCapabilitiesBuilder.choose_position_encoding(capabilities)),
        pull=text.diagnostic is not None,
        refresh=able("workspace.diagnostics.refresh_support"),
        # Resource operations only exist in documentChanges: a client that declares them alone (Neovim) reads documentChanges too.
        document_changes=able("workspace.workspace_edit.document_changes") or able("workspace.workspace_edit.resource_operations"),
        resolve="edit" in resolved and able("text_document.code_action.data_support"),
        tags=t.DiagnosticTag.Deprecated in tags,
        links=any(reporter.code_description_support for reporter in reports),
        markdown=t.MarkupKind.Markdown in formats,
        configuration=able("workspace.configuration"),
        watch_configuration=able("workspace.did_change_configuration.dynamic_registration"),
        watch_files=able("workspace.did_change_watched_files.dynamic_registration"),
    )


def read_encoding(kind: t.PositionEncodingKind | str | None) -> Encoding:
    """Return the name of a position encoding; UTF-16 is the protocol's default."""
    if kind == t.PositionEncodingKind.Utf8:
        return "utf-8"
    if kind == t.PositionEncodingKind.Utf32:
        return "utf-32"
    return "utf-16"
