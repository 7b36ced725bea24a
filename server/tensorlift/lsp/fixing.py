"""What fixing files, open or not, would change: as edits, and as sentences about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.companions import Created, can_create, created
from tensorlift.lsp.documents import file_path
from tensorlift.lsp.lifting import FoundLift, find_lift
from tensorlift.lsp.progress import WorkProgress
from tensorlift.lsp.views import TextView, View
from tensorlift.lsp.workspace import LIMIT, Place, WorkspaceFile, in_slices
from tensorlift.model import Edit, Finding, Level
from tensorlift.project import files
from tensorlift.project.configuration import Stamp, stamp
from tensorlift.project.kinds import kind_of
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rewrite.merging import by_statement
from tensorlift.rules.native_lift import RULE as LIFT
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer
    from tensorlift.project.needs import Need

# A message lists no more files than this.
_LISTED = 5

_ANNOTATION = "tensorlift"

_TERMINAL = "use tensorlift fix in a terminal"


@dataclass(frozen=True, slots=True)
class Choice:
    """How to fix.

    Attributes:
        review: Apply fixes that a reader has to look at, too.
        level: The level to lift to; None means that of the settings.
        by_statement: Make one edit for each statement, for a client that lets the user leave single edits out.
    """

    review: bool = False
    level: Level | None = None
    by_statement: bool = False

    def settings(self, settings: Settings) -> Settings:
        """Return the settings of a file for this choice."""
        return settings if self.level is None else replace(settings, level=self.level)

    def lifts(self, settings: Settings) -> bool:
        """Return whether a program is lifted as a whole."""
        return self.review and self.settings(settings).level is Level.NATIVE


@dataclass(slots=True)
class FileFix:
    """What is to be changed in one file.

    Attributes:
        uri: The document, or the notebook.
        name: What messages call it.
        changes: The edits.
        creates: The companion modules that the new text needs beside it, by name.
        fixed: The number of findings that they fix.
        left: The number of findings afterwards.
        problem: Why the file stays as it is, as the end of a sentence.
        way: What keeps the program in it from being lifted to level ``native``, as a sentence.
        file: The file that the edits were made for, if it is not open; the edits of an open text carry its version.
        stamp: The version of that file.
        needs: What the text afterwards needs besides TensorFlow.
    """

    uri: str
    name: str
    changes: list[t.TextDocumentEdit] = field(default_factory=list)
    creates: tuple[str, ...] = ()
    fixed: int = 0
    left: int = 0
    problem: str | None = None
    way: str | None = None
    file: WorkspaceFile | None = None
    stamp: Stamp | None = None
    needs: tuple[Need, ...] = ()


def read_choice(value: Any) -> Choice:
    """Read the options of a fix.

    Args:
        value: ``{"review": bool, "level": str}`` as the client sent it, both optional; None for none.

    Raises:
        ValueError: It is something else; the message says what is allowed.
    """
    options = {} if value is None else value
    if not isinstance(options, Mapping) or set(options) - {"review", "level"}:
        raise ValueError(f"{value!r} are not options of a fix: they are review (true or false) and level")
    review, level = options.get("review"), options.get("level")
    if review not in (None, True, False):
        raise ValueError(f"review = {review!r} must be true or false")
    if level is not None and level not in [known.value for known in Level]:
        raise ValueError(f"level = {level!r} must be one of " + ", ".join(known.value for known in Level))
    return Choice(bool(review), Level(level) if level is not None else None)


def fix_open(
    analysis: Analysis, uri: str, name: str, choice: Choice, needs: Sequence[Need] = (), *, lift: FoundLift | None = None
) -> FileFix:
    """Return what ``tensorlift fix`` would change in an open text.

    Args:
        analysis: The findings of the text.
        uri: The document, or the notebook.
        name: What messages call it.
        choice: How to fix.
        needs: What the Python files of the project need, if it is a project file.
        lift: What becomes of the program in it, for the level ``native``.
    """
    from tensorlift.project.needs import needs_of  # it compiles what a start does not need

    view = analysis.view
    if files.syntax_error(view.document) is not None:
        return FileFix(uri, name, left=len(analysis.unplaced), problem="is not valid Python now")

    program = lift.finding_in(view.document) if lift is not None else None
    result = analysis.fix(choice.settings(analysis.settings), review=choice.review, needs=needs, program=program)
    changes = _text_document_edits(view, result.edits, choice)
    fixed = result.fixed if changes else 0
    after = needs_of(result.text, analysis.settings, result.creates) if view.document.is_code else ()
    way = None
    if program is not None and not program.fixes:
        before = [edit for edit in result.edits if edit.end <= program.start]
        start = program.start + sum(len(encode(edit.text)) - (edit.end - edit.start) for edit in before)
        way = _way(program, encode(result.text)[:start].count(b"\n") + 1)
    return FileFix(uri, name, changes, result.creates, fixed, len(result.remaining), way=way, needs=after)


def fix_closed(file: WorkspaceFile, settings: Settings, choice: Choice, client: Client, needs: Sequence[Need] = ()) -> FileFix:
    """Return what ``tensorlift fix`` would change in a file that is not open.

    Args:
        file: The file.
        settings: Its settings.
        choice: How to fix.
        client: What the client can do.
        needs: What the Python files of the project need, if it is a project file.
    """
    from tensorlift.project.runner import Mode, Task, process_bytes  # only here, as it brings several processes with it

    fix = FileFix(file.uri, file.name, file=file, stamp=stamp(file.path))
    try:
        data = files.read(file.path)
        if kind_of(file.path) is None and not files.concerns(data):
            return fix
        if len(data) > LIMIT:
            fix.problem = f"is larger than {LIMIT} bytes: {_TERMINAL}"
            return fix
        mode = Mode(fix=True, review=choice.review, output=True, companions=can_create(file.uri, client))
        result = process_bytes(Task(file.path, choice.settings(settings)), mode, data, needs)
        fix.needs = result.needs
        fix.left = len(result.findings)
        for found in result.findings:
            if choice.review and found.finding.code == LIFT.code:
                fix.way = _way(found.finding, found.line)
        if result.problems:
            fix.problem = result.problems[0].message
        elif result.output is not None:
            fix.changes, fix.problem = _changes(file, data, result.output, choice, client)
            if fix.problem is None:
                fix.fixed, fix.creates = result.fixed, result.creates
            else:
                fix.left += result.fixed
    except files.UnreadableError as error:
        fix.problem = str(error)
    return fix


def _way(finding: Finding, line: int) -> str:
    return f"line {line}: {finding.message}"


def _changes(
    file: WorkspaceFile, before: bytes, after: bytes, choice: Choice, client: Client
) -> tuple[list[t.TextDocumentEdit], str | None]:
    """Return the edits between two contents of a file, or why an editor cannot make them."""
    if file.path.endswith(".ipynb"):
        return [], f"is a notebook that is not open: open it, or {_TERMINAL}"
    source = files.decode(before)
    if before[len(source.mark) :] != source.text.encode("utf-8", "surrogatepass"):
        # An editor that takes the file for UTF-8 would write other bytes back.
        return [], f"is written in {source.encoding}: {_TERMINAL}"
    view = TextView(file.uri, None, Document(source.text, file.path), client.encoding)
    return _text_document_edits(view, minimal_edits(source.text, files.decode(after).text), choice), None


def _text_document_edits(view: View, edits: Iterable[Edit], choice: Choice) -> list[t.TextDocumentEdit]:
    if choice.by_statement:
        edits = by_statement(view.document, edits, lambda made: view.text_document_edits(made) is not None)
    return view.text_document_edits(edits) or []


def workspace_edit(fixes: Sequence[FileFix], client: Client, *, confirm: bool = False) -> t.WorkspaceEdit:
    """Return one edit of all files.

    Args:
        fixes: What is to be changed.
        client: What the client can do.
        confirm: Whether the user is to confirm the changes, where the client can ask for that.
    """
    changes = [change for fix in fixes for change in fix.changes]
    annotated = confirm and client.annotations
    # Files of one folder may need the same module.
    files: dict[tuple[str, str], Created] = {}
    for fix in fixes:
        for module in fix.creates:
            files.setdefault((fix.uri.rpartition("/")[0], module), created(fix.uri, [module], _ANNOTATION if annotated else None))
    new = [change for made in files.values() for change in made]
    if not client.document_changes:
        return t.WorkspaceEdit(changes={change.text_document.uri: list(_text_edits(change)) for change in changes})
    if not annotated:
        return t.WorkspaceEdit(document_changes=[*new, *changes])
    count = sum(fix.fixed for fix in fixes)
    annotation = t.ChangeAnnotation("Lift to TensorFlow 2", True, f"{_counted(count, 'finding')} in {_counted(len(fixes), 'file')}")
    marked = [
        t.TextDocumentEdit(
            change.text_document, [t.AnnotatedTextEdit(_ANNOTATION, edit.range, edit.new_text) for edit in _text_edits(change)]
        )
        for change in changes
    ]
    return t.WorkspaceEdit(document_changes=[*new, *marked], change_annotations={_ANNOTATION: annotation})


def summary(fixes: Sequence[FileFix], *, applied: bool) -> str:
    """Return the sentences that tell the user what came out of a fix."""
    changed = [fix for fix in fixes if fix.changes]
    left = sum(fix.left for fix in fixes)
    if not changed:
        sentences = ["There is nothing to fix."]
    elif not applied:
        sentences = ["The editor has not made the changes."]
    else:
        sentences = [f"{_counted(sum(fix.fixed for fix in changed), 'finding')} fixed in {_counted(len(changed), 'file')}."]
    if left:
        sentences.append(f"{_counted(left, 'finding')} left to do by hand or to review.")
    problems = [f"{fix.name} {fix.problem}" for fix in fixes if fix.problem]
    if problems:
        more = f" and {len(problems) - _LISTED} more" if len(problems) > _LISTED else ""
        sentences.append(f"Left as they are: {'; '.join(problems[:_LISTED])}{more}.")
    ways = [f"{fix.name} {fix.way}" for fix in fixes if fix.way]
    if ways:
        more = f" {len(ways) - _LISTED} more like that." if len(ways) > _LISTED else ""
        sentences.append(f"{' '.join(ways[:_LISTED])}{more}")
    return " ".join(sentences)


def answer(fixes: Sequence[FileFix], *, applied: bool) -> dict[str, Any]:
    """Return what a fix came to as plain data."""
    changed = [fix for fix in fixes if fix.changes]
    return {
        "applied": applied and bool(changed),
        "files": len(changed),
        "fixed": sum(fix.fixed for fix in changed),
        "left": sum(fix.left for fix in fixes),
        "problems": [{"uri": fix.uri, "message": f"{fix.name} {fix.problem}."} for fix in fixes if fix.problem],
        "message": summary(fixes, applied=applied),
    }


def _text_edits(change: t.TextDocumentEdit) -> list[t.TextEdit]:
    return [edit for edit in change.edits if isinstance(edit, t.TextEdit)]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# --- with the server


async def fix_files(ls: TensorliftServer, found: Sequence[Place], choice: Choice, progress: WorkProgress) -> list[FileFix]:
    """Return what is to be changed in files, open or not; those that the settings exclude are left out.

    Args:
        ls: The server.
        found: The files.
        choice: How to fix.
        progress: Is told how much is done.
    """
    from tensorlift.project.needs import ProjectNeeds

    fixes: list[FileFix] = []
    needs = ProjectNeeds({})
    lifts: dict[str, FoundLift] = {}

    def fix(place: Place) -> FileFix | None:
        file, source = place
        settings = ls.project.settings(source.file if source is not None else file.path)
        if settings is None:
            return None
        wanted = needs.of(file.path, choice.settings(settings)) if kind_of(file.path) is not None else ()
        if source is None:
            return fix_closed(file, settings, choice, ls.client, wanted)
        analysis = ls.analysis(source)
        return fix_open(analysis, source.uri, file.name, choice, wanted, lift=lifts.get(source.uri)) if analysis is not None else None

    # What a project file has to ask for depends on what becomes of the code.
    for _, source in found:
        settings = ls.project.settings(source.file) if source is not None else None
        if source is not None and settings is not None and choice.lifts(settings) and (lift := await find_lift(ls, source.uri)):
            lifts[source.uri] = lift
    code = [place for place in found if kind_of(place[0].path) is None]
    rest = [place for place in found if kind_of(place[0].path) is not None]
    done = 0
    for part in (code, rest):
        real = {place[0].uri: place[0].real for place in part}
        async for made in in_slices(ls, part, fix):
            fixes += [one for one in made if one is not None]
            done += len(made)
            progress.report(done, len(found))
        needs = ProjectNeeds({real[one.uri]: one.needs for one in fixes if one.uri in real and not one.problem})
    return fixes


def drop_outdated(ls: TensorliftServer, fixes: Iterable[FileFix]) -> None:
    """Take back the changes that do not fit any more, and say so."""
    for fix in fixes:
        if fix.changes and not _is_current(ls, fix):
            fix.changes, fix.problem = [], "has changed meanwhile"


def _is_current(ls: TensorliftServer, fix: FileFix) -> bool:
    if fix.file is not None:
        return ls.source(fix.uri) is None and stamp(fix.file.path) == fix.stamp
    # also cells of notebooks
    documents = [
        (ls.documents.text_documents.get(unquote(change.text_document.uri)), change.text_document.version) for change in fix.changes
    ]
    return all(document is not None and document.version == version for document, version in documents)


async def chosen(ls: TensorliftServer, uris: Sequence[str] | None, folder: str | None) -> tuple[list[Place], list[FileFix]]:
    """Return the files that a request names: documents, the workspace files of a folder, or all of them.

    Returns:
        The files, and why others that are named are left as they are.
    """
    if uris is None:
        found = await ls.workspace_files.present(ls)
        path = file_path(folder) if folder is not None else None
        return [place for place in found if folder is None or (path is not None and place[0].is_below(path))], []
    from tensorlift.project.discovery import is_source  # it loads what reads patterns, which a start does not need

    ls.reload()
    named: dict[str, Place] = {}
    problems: list[FileFix] = []
    for uri in dict.fromkeys(uris):
        source, path = ls.source(uri), file_path(uri)
        file = WorkspaceFile.of_source(source, ls.folders) if source is not None else WorkspaceFile.of(path or "", ls.folders)
        if source is None and (path is None or not uri.startswith("file:") or not is_source(path)):
            problems.append(FileFix(uri, file.name or uri, problem="is no Python file, notebook or project file on this computer"))
        elif ls.project.settings(source.file if source is not None else path) is None:
            problems.append(FileFix(uri, file.name, problem="is left out by the setting exclude"))
        else:
            named[source.uri if source is not None else file.real] = file, source
    return list(named.values()), problems
