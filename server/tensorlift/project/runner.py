"""Check or fix many files: one by one here, or in several processes where that pays."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tensorlift import companions
from tensorlift.model import Finding
from tensorlift.project import files
from tensorlift.project.files import Source, UnreadableError
from tensorlift.project.kinds import Kind, kind_of
from tensorlift.project.needs import Need, ProjectNeeds, needs_of
from tensorlift.project.results import INTERNAL, FileResult, Located, Problem, without_edits, without_fixes
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.source.document import Document
    from tensorlift.source.notebook import Notebook

# Below these, starting processes takes longer than the work.
_MANY_FILES = 30
_MANY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """One file and its settings; ``named`` as in :class:`~tensorlift.project.discovery.SourcePath`."""

    path: str
    settings: Settings
    named: bool = False


@dataclass(frozen=True, slots=True)
class Mode:
    """What to do with each file.

    Attributes:
        fix: Change it, instead of only reporting.
        review: Apply fixes that a reader has to look at, too.
        diff: Return the change as a difference.
        write: Write the change to the file.
        output: Return the new content.
        companions: Companion modules can be created; without them, the fixes that need one are not applied.
    """

    fix: bool = False
    review: bool = False
    diff: bool = False
    write: bool = False
    output: bool = False
    companions: bool = True


def default_jobs() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(tasks: Sequence[Task], mode: Mode, jobs: int, on_done: Callable[[int], None] = lambda count: None) -> list[FileResult]:
    """Process files.

    Args:
        tasks: The files.
        mode: What to do.
        jobs: The largest number of processes.
        on_done: Called with the number of files done since the last call.

    Returns:
        One result for each file, in the order of the tasks.
    """
    code = [task for task in tasks if kind_of(task.path) is None]
    if jobs > 1 and _is_much(code):
        results = list(_in_processes(code, mode, jobs, on_done))
    else:
        results = []
        for task in code:
            results.append(process(task, mode))
            on_done(1)
    if len(code) == len(tasks):
        return results
    # What a project file has to ask for depends on what became of the code.
    done = {result.path: result for result in results}
    needs = ProjectNeeds({os.path.realpath(result.path): result.needs for result in results if not result.problems})
    for task in tasks:
        if task.path not in done:
            done[task.path] = process(task, mode, needs.of(task.path, task.settings))
            on_done(1)
    return [done[task.path] for task in tasks]


def process(task: Task, mode: Mode, needs: Sequence[Need] = ()) -> FileResult:
    """Check or fix one file. Whatever goes wrong is a problem in the result, never an exception.

    Args:
        task: The file.
        mode: What to do.
        needs: What the Python files of the project need, if it is a project file.
    """
    try:
        return process_bytes(task, mode, files.read(task.path), needs)
    except UnreadableError as error:
        return FileResult(task.path, problems=[Problem(task.path, str(error))])


def process_bytes(task: Task, mode: Mode, data: bytes, needs: Sequence[Need] = ()) -> FileResult:
    """Check or fix the content of one file, as :func:`process` does."""
    result = FileResult(task.path)
    failures = _Failures()
    logger = logging.getLogger("tensorlift")
    logger.addHandler(failures)
    try:
        kind = kind_of(task.path)
        if kind is not None:
            _project_file(task, mode, data, needs, result)
            return result
        notebook = task.path.endswith(".ipynb")
        if not files.concerns(data):
            # Cheap, and enough to tell a file that was named from one that is no text at all.
            if task.named:
                _read_source(task.path, data, notebook)
            return result
        source, book = _read_source(task.path, data, notebook)
        if book is not None:
            _notebook(task, mode, data, source, book, result)
        else:
            _python(task, mode, data, source, result)
    except UnreadableError as error:
        result.problems.append(Problem(task.path, str(error)))
    except Exception as error:
        # One file that trips a rule must not cost the others.
        failures.causes.append(_cause(error))
    finally:
        logger.removeHandler(failures)
    for cause in dict.fromkeys(failures.causes):
        result.problems.append(Problem(task.path, f"made tensorlift fail: {cause}", INTERNAL))
    return result


class _Failures(logging.Handler):
    """Collects what the layers below survived and logged, such as a rule that failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.causes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note one failure."""
        error = record.exc_info[1] if record.exc_info else None
        self.causes.append(_cause(error) if error is not None else record.getMessage())


def _read_source(path: str, data: bytes, notebook: bool) -> tuple[Source, Notebook | None]:
    source = files.decode(data, notebook=notebook)
    if not notebook:
        return source, None
    from tensorlift.source.notebook import Notebook, NotebookError

    try:
        return source, Notebook(source.text, path)
    except NotebookError as error:
        raise UnreadableError(f"cannot be read as a notebook: {error}") from None


def _project_file(task: Task, mode: Mode, data: bytes, needs: Sequence[Need], result: FileResult) -> None:
    from tensorlift import engine
    from tensorlift.source.document import Document

    if kind_of(task.path) is Kind.SETUP:
        _python(task, mode, data, files.decode(data), result, needs)
        return
    source = files.decode_plain(data)
    document = Document(source.text, task.path)
    measure(source.text, result)
    if mode.fix:
        fixed = engine.fix(document, task.settings, review=mode.review, needs=needs)
        if fixed.text != source.text and _deliver(task, mode, data, source, fixed.text, True, result):
            result.fixed = fixed.fixed
            document = Document(fixed.text, task.path)
    result.findings = [_locate(task, document, finding) for finding in engine.check(document, task.settings, needs)]


def _python(task: Task, mode: Mode, data: bytes, source: Source, result: FileResult, needs: Sequence[Need] = ()) -> None:
    from tensorlift import engine
    from tensorlift.source.document import Document

    document = Document(source.text, task.path)
    measure(source.text, result)
    result.needs = needs_of(source.text, task.settings)
    error = files.syntax_error(document)
    if error is not None:
        line = document.line_of(error) + 1
        result.problems.append(Problem(task.path, f"is not valid Python at line {line}: {_consequence(mode)}", line=line))
    if not mode.fix or error is not None:
        found = engine.check(document, task.settings, needs)
        result.findings = [_locate(task, document, finding if error is None else without_fixes(finding)) for finding in found]
        return
    fixed = engine.fix(document, task.settings, review=mode.review, companions=mode.companions, needs=needs)
    after = Document(fixed.text, task.path)
    result.creates = fixed.creates
    if fixed.text == source.text or _deliver(task, mode, data, source, fixed.text, not _breaks(source.text, after), result):
        result.fixed = fixed.fixed
        result.findings = [_locate(task, after, finding) for finding in fixed.remaining]
        result.needs = needs_of(fixed.text, task.settings, fixed.creates)
    else:
        before = Document(source.text, task.path)
        result.findings = [_locate(task, before, finding) for finding in engine.check(before, task.settings, needs)]


def _notebook(task: Task, mode: Mode, data: bytes, source: Source, book: Notebook, result: FileResult) -> None:
    from tensorlift import engine
    from tensorlift.source.notebook import Notebook

    error = files.syntax_error(book.document)
    if error is not None:
        index, line, _ = book.position(error)
        message = f"is not valid Python in cell {index + 1} at line {line + 1}: {_consequence(mode)}"
        result.problems.append(Problem(task.path, message, line=line + 1, cell=index + 1))
    measure(book.document.text, result)
    result.needs = needs_of(book.document.text, task.settings)
    found = engine.check(book.document, task.settings)
    findings = [_usable(book, finding) if error is None else without_fixes(finding) for finding in found]
    result.findings = [_locate_in(task, book, finding) for finding in findings]
    if not mode.fix or error is not None:
        return
    fixed = engine.fix(book.document, task.settings, review=mode.review, allows=book.allows, companions=mode.companions, known=found)
    if not fixed.edits:
        return
    result.creates = fixed.creates
    after = Notebook(book.apply(fixed.edits), task.path)
    valid = not _breaks(book.document.text, after.document)
    if _deliver(task, mode, data, source, after.text, valid, result):
        result.fixed = fixed.fixed
        result.findings = [_locate_in(task, after, _usable(after, finding)) for finding in engine.check(after.document, task.settings)]
        result.needs = needs_of(after.document.text, task.settings, fixed.creates)


def measure(text: str, result: FileResult) -> None:
    """Note how long a text is, and whether it uses TensorFlow."""
    result.lines = len(text.splitlines())
    result.tensorflow = files.uses_tensorflow(text, program=kind_of(result.path) is None)


def _deliver(task: Task, mode: Mode, data: bytes, source: Source, text: str, valid: bool, result: FileResult) -> bool:
    """Hand over a new text as the mode wants it; return False, with a problem noted, where the file has to stay as it is."""
    if not valid:
        result.problems.append(Problem(task.path, "would not be valid Python after the fix: it is left as it is", INTERNAL))
        return False
    try:
        if source.encode(source.text) != data:
            raise UnreadableError(f"has bytes that its encoding {source.encoding} cannot give back: it is left as it is")
        new = source.encode(text)
        if mode.diff:
            result.diff = files.unified_diff(task.path, source, text)
        if mode.diff or mode.write:
            _place_companions(task, mode, result)
        if mode.write:
            files.write(task.path, new)
        if mode.output:
            result.output = new
    except UnreadableError as error:
        result.problems.append(Problem(task.path, str(error)))
        return False
    result.changed = True
    return True


def _place_companions(task: Task, mode: Mode, result: FileResult) -> None:
    """Make the companion modules beside a file that are not there yet, or only note which they would be.

    Raises:
        UnreadableError: When one cannot be made.
    """
    created, kept = [], []
    for module in result.creates:
        path = os.path.join(os.path.dirname(task.path), f"{module}.py")
        text = companions.source(module).encode()
        if files.create(path, text) if mode.write else not os.path.lexists(path):
            created.append(path)
        elif files.read(path).replace(b"\r\n", b"\n") != text:
            kept.append(path)
    result.created, result.kept = tuple(created), tuple(kept)


def _usable(book: Notebook, finding: Finding) -> Finding:
    """Return a finding with those fixes only that stay inside of the cells."""
    fixes = tuple(fix for fix in finding.fixes if book.allows(fix.edits))
    if len(fixes) == len(finding.fixes):
        return finding
    from tensorlift.rules import native_lift

    if finding.slug == native_lift.RULE.slug:
        touched = next(edit for fix in finding.fixes for edit in fix.edits if not book.allows([edit]))
        line = book.document.line_of(max(touched.start, touched.end - 1)) + 1
        return native_lift.in_the_way(book.document, line, "what only IPython reads stands among the lines that would change")
    return replace(finding, fixes=fixes)


def _consequence(mode: Mode) -> str:
    return "it is left as it is" if mode.fix else "findings behind that may be missing"


def _breaks(before: str, after: Document) -> bool:
    """Whether a text that could be parsed has become one that cannot."""
    if files.is_python3(before):
        return not files.is_python3(after.text)
    return after.has_error


def _locate(task: Task, document: Document, finding: Finding) -> Located:
    line, column = document.position(finding.start)
    end_line, end_column = document.position(finding.end)
    return Located(task.path, line + 1, column + 1, end_line + 1, end_column + 1, without_edits(finding), task.settings.level)


def _locate_in(task: Task, book: Notebook, finding: Finding) -> Located:
    index, line, column = book.position(finding.start)
    end_index, end_line, end_column = book.position(finding.end)
    if end_index != index:
        end_line, end_column = line, column
    place = (line + 1, column + 1, end_line + 1, end_column + 1)
    return Located(task.path, *place, without_edits(finding), task.settings.level, index + 1)


def _cause(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}{': ' + text if text else ''}{place}"


# --- several processes


def _is_much(tasks: Sequence[Task]) -> bool:
    if len(tasks) < 2 or len(tasks) > _MANY_FILES:
        return len(tasks) > _MANY_FILES
    total = 0
    for task in tasks:
        try:
            total += os.path.getsize(task.path)
        except OSError:
            continue
    return total > _MANY_BYTES


def _ignore_interrupt() -> None:
    # Ctrl-C reaches every process of the terminal; the first one ends the others in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupt)


def _portable(tasks: Sequence[Task]) -> list[Task]:
    """Return tasks that can be sent to another process: a read-only view of a dict cannot."""
    known: dict[int, Settings] = {}
    for task in tasks:
        if id(task.settings) not in known:
            known[id(task.settings)] = replace(task.settings, severity=dict(task.settings.severity))
    return [replace(task, settings=known[id(task.settings)]) for task in tasks]


def _process_chunk(tasks: Sequence[Task], mode: Mode) -> list[FileResult]:
    return [process(task, mode) for task in tasks]


def _in_processes(tasks: Sequence[Task], mode: Mode, jobs: int, on_done: Callable[[int], None]) -> Iterator[FileResult]:
    # Forked processes share what is imported by now.
    from tensorlift import engine  # noqa: F401

    tasks = _portable(tasks)
    size = max(1, min(32, len(tasks) // (jobs * 8)))
    chunks = [tasks[start : start + size] for start in range(0, len(tasks), size)]
    done = 0
    executor = _pool(min(jobs, len(chunks)))
    try:
        futures: list[Future[list[FileResult]]] = [executor.submit(_process_chunk, chunk, mode) for chunk in chunks]
        for future in futures:
            results = future.result()
            done += 1
            on_done(len(results))
            yield from results
    except BrokenProcessPool:
        pass
    finally:
        executor.shutdown(cancel_futures=True)
    rest = [task for chunk in chunks[done:] for task in chunk]
    if rest:
        yield from _one_by_one(rest, mode, on_done)


def _one_by_one(tasks: Sequence[Task], mode: Mode, on_done: Callable[[int], None]) -> Iterator[FileResult]:
    """Process files in one other process, and find the one that kills it."""
    executor = _pool(1)
    try:
        for task in tasks:
            try:
                yield executor.submit(process, task, mode).result()
            except BrokenProcessPool:
                yield FileResult(task.path, problems=[Problem(task.path, "made tensorlift crash, perhaps for lack of memory", INTERNAL)])
                executor = _pool(1)
            on_done(1)
    finally:
        executor.shutdown(cancel_futures=True)
