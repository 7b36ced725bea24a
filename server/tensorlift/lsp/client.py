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
        confirms: The edit of a code action may be marked in that way, too.
        disabled: A code action may say why it cannot be applied.
        show_document: The client can open a web page.
        tags: Diagnostics may be marked as deprecated.
        links: Diagnostics may carry a link.
        related: Diagnostics may point to other places.
        markdown: Hovers may be Markdown.
        configuration: The client answers questions about its settings.
        watch_configuration: The server may ask to hear of changed settings.
        watch_files: The server may ask to hear of changed files.
        apply_edit: The server may ask the client to edit files.
        annotations: Edits may be marked so that the user confirms them.
        create: Edits may create files.
        progress: The server may show how far long work is.
        lenses: The client shows code lenses.
        refresh_lenses: The client asks for the lenses again when told to.
        hints: The client shows inlay hints.
        refresh_hints: The client asks for the hints again when told to.
    """

    encoding: Encoding = "utf-16"
    pull: bool = False
    refresh: bool = False
    document_changes: bool = False
    resolve: bool = False
    confirms: bool = False
    disabled: bool = False
    show_document: bool = False
    tags: bool = False
    links: bool = False
    related: bool = False
    markdown: bool = False
    configuration: bool = False
    watch_configuration: bool = False
    watch_files: bool = False
    apply_edit: bool = False
    annotations: bool = False
    create: bool = False
    progress: bool = False
    lenses: bool = False
    refresh_lenses: bool = False
    hints: bool = False
    refresh_hints: bool = False


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
        confirms=able("text_document.code_action.honors_change_annotations"),
        disabled=able("text_document.code_action.disabled_support"),
        show_document=able("window.show_document.support"),
        tags=t.DiagnosticTag.Deprecated in tags,
        links=any(reporter.code_description_support for reporter in reports),
        related=any(reporter.related_information for reporter in reports),
        markdown=t.MarkupKind.Markdown in formats,
        configuration=able("workspace.configuration"),
        watch_configuration=able("workspace.did_change_configuration.dynamic_registration"),
        watch_files=able("workspace.did_change_watched_files.dynamic_registration"),
        apply_edit=able("workspace.apply_edit"),
        annotations=able("workspace.workspace_edit.document_changes") and able("workspace.workspace_edit.change_annotation_support"),
        create=t.ResourceOperationKind.Create in (get_capability(capabilities, "workspace.workspace_edit.resource_operations") or ()),
        progress=able("window.work_done_progress"),
        lenses=text.code_lens is not None,
        refresh_lenses=able("workspace.code_lens.refresh_support"),
        hints=text.inlay_hint is not None,
        refresh_hints=able("workspace.inlay_hint.refresh_support"),
    )


# Visual Studio Code and what is made of it.
_VSCODE = ("Visual Studio Code", "code-server", "VSCodium", "Code - OSS", "Cursor", "Windsurf", "Positron")


def is_vscode(info: t.ClientInfo | None) -> bool:
    """Return whether the client is Visual Studio Code, by what it calls itself."""
    return info is not None and info.name.startswith(_VSCODE)


def read_encoding(kind: t.PositionEncodingKind | str | None) -> Encoding:
    """Return the name of a position encoding; UTF-16 is the protocol's default."""
    if kind == t.PositionEncodingKind.Utf8:
        return "utf-8"
    if kind == t.PositionEncodingKind.Utf32:
        return "utf-32"
    return "utf-16"
