"""Time the language server, beside ``ruff server`` and an empty pygls server in the same run. Nothing is asserted.

    python benchmarks/latency.py [PART...] [--quick] [--keystrokes N] [--edits N] [--json FILE]

* keystrokes: from writing ``didChange`` until the diagnostics of the new text have been read, for programs of 1,000, 2,000 and 10,000
  lines and for one class of 1,000 lines, as each editor asks for them: pulled without ``previousResultId`` (Neovim), pulled with it (VS Code), and
  pushed (eglot);
* actions: the list of code actions at a finding; "fix all", list and resolve;
* start: from starting the process until the diagnostics of the first document have been read;
* memory: the most that the server ever took, with 100 documents of 1,000 lines open;
* edits: time and memory over very many edits.

"CPU ms" is the processor time of the server for a keystroke, which says more than the clock on a busy machine. ruff tells only the syntax
errors of broken code, so its figures there are for much less work; sound and broken code are told apart.

Every server gets the same keystroke before any gets the next, so that noise of the machine hits all alike. The client speaks bare JSON over
pipes; its own reading of JSON is not in the figures. The empty server answers 40 constant diagnostics: what pygls itself costs.
``ruff`` is the one that lies beside the running Python or on the path; without it its columns are missing.
"""

from __future__ import annotations

import argparse
import ast
import gc
import itertools
import json
import os
import random
import re
import select
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PARTS = ("keystrokes", "actions", "start", "memory", "edits")
WARM_UP = 10
PAUSE = 0.005
TIMEOUT = 120.0
DOCUMENTS = 100

EMPTY_SERVER = """
from lsprotocol import types as t
from pygls.lsp.server import LanguageServer
server = LanguageServer("empty", "1")
message = "tf.log is gone: write tf.math.log, which takes the same arguments and means the same."
found = [
    t.Diagnostic(t.Range(t.Position(line, 4), t.Position(line, 10)), message, t.DiagnosticSeverity.Error, "TL101", source="empty")
    for line in range(40)
]
@server.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, t.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False))
def pull(params):
    return t.RelatedFullDocumentDiagnosticReport(items=found)
def push(document):
    if server.client_capabilities.text_document.diagnostic is None:
        server.text_document_publish_diagnostics(t.PublishDiagnosticsParams(document.uri, found, document.version))
@server.feature(t.TEXT_DOCUMENT_DID_OPEN)
def opened(params):
    push(params.text_document)
@server.feature(t.TEXT_DOCUMENT_DID_CHANGE)
def changed(params):
    push(params.text_document)
server.start_io()
"""


@dataclass(frozen=True)
class Editor:
    """How an editor gets its diagnostics."""

    name: str
    encoding: str
    pulls: bool
    remembers: bool

    @property
    def capabilities(self) -> dict[str, Any]:
        """What the editor says it can do."""
        reports = {"relatedInformation": True, "codeDescriptionSupport": True, "dataSupport": True, "tagSupport": {"valueSet": [1, 2]}}
        text: dict[str, Any] = {
            "synchronization": {"didSave": True},
            "publishDiagnostics": {**reports, "versionSupport": True},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "source", "source.fixAll"]}},
                "isPreferredSupport": True,
                "dataSupport": True,
                "resolveSupport": {"properties": ["edit"]},
            },
        }
        if self.pulls:
            text["diagnostic"] = {**reports, "dynamicRegistration": False}
        return {
            "textDocument": text,
            "workspace": {"workspaceEdit": {"documentChanges": True}},
            "general": {"positionEncodings": [self.encoding]},
        }


EDITORS = (
    Editor("pull", "utf-8", pulls=True, remembers=False),
    Editor("pull with resultId", "utf-16", pulls=True, remembers=True),
    Editor("push", "utf-16", pulls=False, remembers=False),
)


# ---- the client


@dataclass(frozen=True)
class Answer:
    """What was read, how many bytes it had, and how long it took."""

    seconds: float
    size: int
    content: Any


class Server:
    """A language server process and a client of it.

    Args:
        name: What to call it.
        command: How to start it.
        editor: The editor that the client stands for.
    """

    def __init__(self, name: str, command: Sequence[str], editor: Editor) -> None:
        self.name = name
        self.editor = editor
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self._buffer = bytearray()
        self._ids = itertools.count(1)
        self._versions: dict[str, int] = {}
        self._results: dict[str, str] = {}
        params = {
            "processId": os.getpid(),
            "rootUri": None,
            "capabilities": editor.capabilities,
            "initializationOptions": {"tensorlift": {"debounce": 0}} if name == "tensorlift" else None,
        }
        self.able = self.request("initialize", params).content["capabilities"]
        self.pulls = editor.pulls and "diagnosticProvider" in self.able
        self._write(self._notification("initialized", {}))

    def open(self, uri: str, text: str) -> Answer:
        """Open a document and wait for its diagnostics."""
        self._versions[uri] = 1
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        return self._diagnostics(uri, self._notification("textDocument/didOpen", {"textDocument": item}))

    def change(self, uri: str, change: Mapping[str, Any]) -> Answer:
        """Change a document and wait for its diagnostics."""
        self._versions[uri] += 1
        identifier = {"uri": uri, "version": self._versions[uri]}
        params = {"textDocument": identifier, "contentChanges": [change]}
        return self._diagnostics(uri, self._notification("textDocument/didChange", params))

    def request(self, method: str, params: Any) -> Answer:
        """Ask something and wait for the answer."""
        number = next(self._ids)
        data = _frame({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        start = time.perf_counter()
        self._write(data)
        return self._wait(start, lambda message: "method" not in message and message.get("id") == number)

    def memory(self, what: str) -> float | None:
        """Return ``VmRSS`` (now) or ``VmHWM`` (the most ever) in MiB; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        found = re.search(rf"{what}:\s*(\d+) kB", status)
        return int(found[1]) / 1024 if found is not None else None

    def processor_time(self) -> float | None:
        """Return how many seconds of a processor the server has used; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End the server as an editor does; and if it does not, by force."""
        try:
            self.request("shutdown", None)
            self._write(self._notification("exit", None))
            self.process.wait(10)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _diagnostics(self, uri: str, notification: bytes) -> Answer:
        if not self.pulls:
            version = self._versions[uri]

            def is_push(message: dict[str, Any]) -> bool:
                params = message.get("params") or {}
                ours = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
                return bool(ours) and params.get("version", version) == version

            start = time.perf_counter()
            self._write(notification)
            answer = self._wait(start, is_push)
            return Answer(answer.seconds, answer.size, answer.content["params"]["diagnostics"])
        number = next(self._ids)
        params: dict[str, Any] = {"textDocument": {"uri": uri}}
        if self.editor.remembers and uri in self._results:
            params["previousResultId"] = self._results[uri]
        pull = _frame({"jsonrpc": "2.0", "id": number, "method": "textDocument/diagnostic", "params": params})
        start = time.perf_counter()
        self._write(notification)
        self._write(pull)
        answer = self._wait(start, lambda message: "method" not in message and message.get("id") == number)
        if "resultId" in answer.content:
            self._results[uri] = answer.content["resultId"]
        return Answer(answer.seconds, answer.size, answer.content.get("items"))

    def _notification(self, method: str, params: Any) -> bytes:
        return _frame({"jsonrpc": "2.0", "method": method, "params": params})

    def _write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.process.stdin.fileno(), rest) :]

    def _wait(self, start: float, wanted: Callable[[dict[str, Any]], bool]) -> Answer:
        while True:
            data = self._read()
            seconds = time.perf_counter() - start
            message = json.loads(data)
            if wanted(message):
                if "error" in message:
                    raise RuntimeError(f"{self.name} answered {message['error']}")
                return Answer(seconds, len(data), message if "method" in message else message["result"])
            if "method" in message and "id" in message:
                items = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else None
                self._write(_frame({"jsonrpc": "2.0", "id": message["id"], "result": items and [None for _ in items]}))

    def _read(self) -> bytes:
        """Return the body of the next message."""
        while (head := self._buffer.find(b"\r\n\r\n")) < 0:
            self._fill()
        length = re.search(rb"Content-Length: *(\d+)", self._buffer[:head], re.IGNORECASE)
        assert length is not None
        end = head + 4 + int(length[1])
        while len(self._buffer) < end:
            self._fill()
        data = bytes(self._buffer[head + 4 : end])
        del self._buffer[:end]
        return data

    def _fill(self) -> None:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        if not select.select([pipe], [], [], TIMEOUT)[0]:
            raise TimeoutError(f"{self.name} says nothing")
        data = os.read(pipe, 1 << 20)
        if not data:
            raise EOFError(f"{self.name} ended")
        self._buffer += data


def _frame(message: Mapping[str, Any]) -> bytes:
    body = json.dumps(message, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


# ---- programs and keystrokes


def program(lines: int, number: int = 0) -> str:
    """Return a TensorFlow 1 program of exactly so many lines, made of the Python 3 examples; another for each number."""
    examples = [_without_future(path) for path in sorted(EXAMPLES.glob("*.py")) if "python2" not in path.name]
    if number:
        random.Random(number).shuffle(examples)
    pieces: list[str] = []
    room = lines
    for example in itertools.cycle(examples):
        text = re.sub(r"(?m)^(def|class) (\w+)", rf"\1 \2_{number}", example) if number else example
        size = text.count("\n")
        if size > room:
            break
        pieces.append(text)
        room -= size
    return "".join(pieces) + "# tf\n" * room


def class_program(lines: int) -> str:
    """Return a program that is one class from its third line on."""
    head = "import tensorflow as tf\n\nclass Everything(object):\n"
    pieces = [head]
    room = lines - head.count("\n")
    for number, path in enumerate(itertools.cycle(sorted(EXAMPLES.glob("*.py")))):
        body = "".join("        " + line if line.strip() else line for line in _without_future(path).splitlines(keepends=True))
        text = f"    def part_{number}(self):\n{body}\n"
        if "python2" in path.name or "import *" in text:
            continue
        size = text.count("\n")
        if size > room:
            break
        pieces.append(text)
        room -= size
    return "".join(pieces) + "    # tf\n" * room


def _without_future(path: Path) -> str:
    return re.sub(r"(?m)^from __future__ .*\n", "", path.read_text(encoding="utf-8"))


def parses(text: str) -> bool:
    """Whether a text is Python 3."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@dataclass(frozen=True)
class Keystroke:
    """One change, as each encoding has it, and whether the code is broken after it."""

    changes: Mapping[str, Mapping[str, Any]]
    broken: bool


_TOP_LEVEL = re.compile(r"\n\n\n(?=\S)")

STATEMENTS = (
    "y = tf.log(x)",
    'x = tf.placeholder(tf.float32, [None, 10], name="x")',
    "loss = tf.reduce_mean(loss, keep_dims=True)",
    "if step % 100 == 0:",
    "# tf.log or not?",
    'print("step %d" % step, {"loss": loss})',
    '"""What is this?"""',
    "for k in range(3):",
)


class Typist:
    """Types into a text at random places.

    Args:
        text: The text to begin with.
        seed: Decides everything.
        judge: Whether to find out if the code is broken.
    """

    def __init__(self, text: str, seed: int, judge: bool = True) -> None:
        self.text = text
        self._random = random.Random(seed)
        self._judge = judge

    def keystrokes(self) -> Iterator[Keystroke]:
        """Type for ever."""
        kinds = (self._inside_a_name, self._inside_a_name, self._inside_a_name, self._statement, self._backspace)
        while True:
            yield from self._random.choice(kinds)()

    def _inside_a_name(self) -> Iterator[Keystroke]:
        """Type a few letters into a name, and take them back."""
        names = list(re.finditer(r"[A-Za-z_]\w{3,}", self.text))
        place = self._random.choice(names).start() + 2
        count = self._random.randint(1, 4)
        for index in range(count):
            yield self._replace(place + index, place + index, self._random.choice("abcxyz_"))
        for index in reversed(range(count)):
            yield self._replace(place + index, place + index + 1, "")

    def _statement(self) -> Iterator[Keystroke]:
        """Begin a line and type a statement; half of them are deleted again, and all that leave the code broken."""
        start, margin = self._room()
        yield self._replace(start, start, "\n" + margin)
        place = start + 1 + len(margin)
        for character in self._random.choice(STATEMENTS):
            yield self._replace(place, place, character)
            place += 1
        if self._random.random() < 0.5 or self._is_broken(place):
            yield self._replace(start, place, "")

    def _backspace(self) -> Iterator[Keystroke]:
        """Delete the end of a line character by character, and type it again."""
        end = self._line_end()
        start = max(self.text.rfind("\n", 0, end) + 1, end - 5)
        deleted = self.text[start:end]
        for place in range(end, start, -1):
            yield self._replace(place - 1, place, "")
        for index, character in enumerate(deleted):
            yield self._replace(start + index, start + index, character)

    def _room(self) -> tuple[int, str]:
        """Return the end of a line behind which a statement may stand, mostly, and the indentation of that statement."""
        for _ in range(10):
            place = self._line_end()
            line = self.text[self.text.rfind("\n", 0, place) + 1 : place]
            margin = line[: len(line) - len(line.lstrip())] + "    " * line.endswith(":")
            text = self.text
            self.text = f"{text[:place]}\n{margin}pass{text[place:]}"
            broken = self._is_broken(place)
            self.text = text
            if not broken:
                break
        return place, margin

    def _line_end(self) -> int:
        """Return the end of a random line that is not blank."""
        return self._random.choice([match.end() for match in re.finditer(r"(?m)\S$", self.text)])

    def _replace(self, start: int, end: int, new: str) -> Keystroke:
        changes = {}
        for encoding in ("utf-8", "utf-16"):
            places = [self._position(index, encoding) for index in (start, end)]
            changes[encoding] = {"range": {"start": places[0], "end": places[1]}, "text": new}
        self.text = self.text[:start] + new + self.text[end:]
        return Keystroke(changes, self._judge and self._is_broken(start))

    def _position(self, index: int, encoding: str) -> dict[str, int]:
        before = self.text[self.text.rfind("\n", 0, index) + 1 : index]
        units = len(before.encode()) if encoding == "utf-8" else len(before.encode("utf-16-le")) // 2
        return {"line": self.text.count("\n", 0, index), "character": units}

    def _is_broken(self, place: int) -> bool:
        """Whether the code around a place, as far as two blank lines before a line at the margin, has a syntax error."""
        start = max((match.end() for match in _TOP_LEVEL.finditer(self.text, 0, place)), default=0)
        end = _TOP_LEVEL.search(self.text, place)
        return not parses(self.text[start : end.start() if end is not None else None])


# ---- figures


class Report:
    """Prints figures, and keeps them for a file."""

    def __init__(self) -> None:
        self.figures: dict[str, Any] = {}

    def table(self, title: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Print rows of figures; the columns are those of the first row."""
        self.figures[title] = rows
        columns = list(next(iter(rows.values())))
        print(f"\n{title}\n{'':14}" + "".join(f"{column:>{max(9, len(column) + 2)}}" for column in columns))
        for name, row in rows.items():
            print(f"{name:14}" + "".join(f"{_shown(row[column]):>{max(9, len(column) + 2)}}" for column in columns), flush=True)


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else None


def milliseconds(values: Sequence[float]) -> dict[str, Any]:
    """Return what is told of timings."""
    times = [1000 * value for value in values]
    return {"p50 ms": statistics.median(times) if times else None, "p95 ms": percentile(times, 0.95), "max ms": max(times, default=None)}


def ratio(one: float | None, other: float | None) -> float | None:
    """Return how many times the other a value is."""
    return one / other if one is not None and other else None


class Benchmark:
    """The parts of the benchmark.

    Args:
        options: The command line.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.report = Report()
        self.commands = {"tensorlift": [sys.executable, "-m", "tensorlift", "server"], "empty pygls": [sys.executable, "-c", EMPTY_SERVER]}
        ruff = shutil.which("ruff", path=sysconfig.get_path("scripts")) or shutil.which("ruff")
        if ruff is not None:
            self.commands["ruff"] = [ruff, "server"]

    def start_all(self, editor: Editor, names: Sequence[str] = ()) -> list[Server]:
        """Start the servers with these names, or all."""
        return [Server(name, command, editor) for name, command in self.commands.items() if not names or name in names]

    def keystrokes(self) -> None:
        """Time keystrokes."""
        programs = {f"{lines:,} lines": program(lines) for lines in (1000, 2000, 10_000)}
        programs["a class of 1,000 lines"] = class_program(1000)
        for what, text in programs.items():
            typist = Typist(text, self.options.seed)
            script = list(itertools.islice(typist.keystrokes(), WARM_UP + self.options.keystrokes))
            broken = statistics.mean(keystroke.broken for keystroke in script)
            for editor in EDITORS[:1] if self.options.quick else EDITORS:
                title = (
                    f"keystroke to diagnostics, {what}, {editor.name}: {self.options.keystrokes} keystrokes, {broken:.0%} in broken code"
                )
                self.report.table(title, self._type(editor, text, script))

    def _type(self, editor: Editor, text: str, script: Sequence[Keystroke]) -> dict[str, dict[str, Any]]:
        servers = self.start_all(editor)
        uri = _uri("a.py")
        opened = {server.name: len(server.open(uri, text).content) for server in servers}
        answers: dict[str, list[Answer]] = {server.name: [] for server in servers}
        used: dict[str, float | None] = {}
        for number, keystroke in enumerate(script):
            if number == WARM_UP:
                used = {server.name: server.processor_time() for server in servers}
            for server in servers:
                answers[server.name].append(server.change(uri, keystroke.changes[editor.encoding]))
            servers = [*servers[1:], servers[0]]
            time.sleep(PAUSE)
        for server in servers:
            before, after = used[server.name], server.processor_time()
            used[server.name] = 1000 * (after - before) / (len(script) - WARM_UP) if before is not None and after is not None else None
            server.end()
        rows = {}
        for name, found in answers.items():
            timed = list(zip(found, script))[WARM_UP:]
            figures = milliseconds([answer.seconds for answer, _ in timed])
            for state in (False, True):
                some = [1000 * answer.seconds for answer, keystroke in timed if keystroke.broken is state]
                figures["p50 broken" if state else "p50 sound"] = statistics.median(some) if some else None
            figures["CPU ms"] = used[name]
            figures["diagnostics"] = opened[name]
            figures["unchanged"] = sum(answer.content is None for answer, _ in timed)
            figures["KiB"] = statistics.median(answer.size for answer, _ in timed) / 1024
            rows[name] = figures
        for figures in rows.values():
            for what in ("p50 ms", "p50 sound", "p50 broken"):
                figures[f"{what.removesuffix(' ms')} / ruff"] = ratio(figures[what], rows["ruff"][what]) if "ruff" in rows else None
            figures["p95/p50"] = ratio(figures["p95 ms"], figures["p50 ms"])
        return rows

    def actions(self) -> None:
        """Time code actions."""
        text, uri, repeat = program(1000), _uri("a.py"), 5 if self.options.quick else 20
        servers = [server for server in self.start_all(EDITORS[1]) if "codeActionProvider" in server.able]
        found = {server.name: server.open(uri, text).content for server in servers}
        listed: dict[str, list[float]] = {server.name: [] for server in servers}
        fix_all: dict[str, list[float]] = {server.name: [] for server in servers}
        resolved: dict[str, list[float]] = {server.name: [] for server in servers}
        chance = random.Random(self.options.seed)
        for _ in range(5 * repeat):
            for server in servers:
                cursor = chance.choice(found[server.name])["range"]["start"]
                there = [item for item in found[server.name] if _touches(item["range"], cursor)]
                params = {"textDocument": {"uri": uri}, "range": {"start": cursor, "end": cursor}, "context": {"diagnostics": there}}
                listed[server.name].append(server.request("textDocument/codeAction", params).seconds)
        end = {"line": text.count("\n"), "character": 0}
        everything = {"start": {"line": 0, "character": 0}, "end": end}
        context = {"diagnostics": [], "only": ["source.fixAll"]}
        for number in range(repeat):
            for server in servers:
                # Each time for a new text, so that nothing is known from the last time.
                server.change(uri, {"range": {"start": end, "end": end}, "text": f"# {number}\n"})
                params = {"textDocument": {"uri": uri}, "range": everything, "context": context}
                answer = server.request("textDocument/codeAction", params)
                fix_all[server.name].append(answer.seconds)
                lazy = [action for action in answer.content or () if "edit" not in action]
                if lazy:
                    resolved[server.name].append(server.request("codeAction/resolve", lazy[0]).seconds)
        for server in servers:
            server.end()
        for what, times in (("list at a finding", listed), ("list of source.fixAll", fix_all), ("resolve of source.fixAll", resolved)):
            self.report.table(f"code actions, 1,000 lines: {what}", {name: milliseconds(values) for name, values in times.items()})

    def start(self) -> None:
        """Time the start; the first round only warms the disk cache."""
        text, uri, rounds = program(1000), _uri("a.py"), 3 if self.options.quick else 10
        times: dict[str, list[float]] = {name: [] for name in self.commands}
        names = list(self.commands)
        for number in range(1 + rounds):
            for name in names:
                server = Server(name, self.commands[name], EDITORS[0])
                server.open(uri, text)
                if number:
                    times[name].append(time.perf_counter() - server.started)
                server.end()
            names = [*names[1:], names[0]]
        rows = {name: milliseconds(values) for name, values in times.items()}
        for figures in rows.values():
            figures["of empty pygls' p50"] = ratio(figures["p50 ms"], rows["empty pygls"]["p50 ms"])
        self.report.table(f"start to first diagnostics, 1,000 lines, {rounds} starts", rows)

    def memory(self) -> None:
        """See how much memory many open documents take."""
        count = DOCUMENTS // 10 if self.options.quick else DOCUMENTS
        texts = [program(1000, number + 1) for number in range(count)]
        rows = {}
        for server in self.start_all(EDITORS[0]):
            before = server.memory("VmRSS")
            for number, text in enumerate(texts):
                server.open(_uri(f"document_{number}.py"), text)
            rows[server.name] = {"at start MiB": before, "now MiB": server.memory("VmRSS"), "peak MiB": server.memory("VmHWM")}
            server.end()
        self.report.table(f"memory with {count} open documents of 1,000 lines", rows)

    def edits(self) -> None:
        """See whether time and memory stay the same over many edits."""
        text, uri, count = program(1000), _uri("a.py"), self.options.edits
        script = list(itertools.islice(Typist(text, self.options.seed, judge=False).keystrokes(), 2000))
        (server,) = self.start_all(EDITORS[1], ["tensorlift"])
        server.open(uri, text)
        rows: dict[str, dict[str, Any]] = {}
        times: list[float] = []
        used = server.processor_time()
        step = max(1, count // 8)
        for number in range(count):
            if number and number % len(script) == 0:
                server.change(uri, {"text": text})
            times.append(server.change(uri, script[number % len(script)].changes[server.editor.encoding]).seconds)
            if len(times) == step or number + 1 == count:
                memory = {"now MiB": server.memory("VmRSS"), "peak MiB": server.memory("VmHWM")}
                now = server.processor_time()
                used_ms = 1000 * (now - used) / len(times) if used is not None and now is not None else None
                rows[f"{number + 1:,}"] = {**milliseconds(times), "CPU ms": used_ms, **memory}
                times, used = [], now
        server.end()
        self.report.table("tensorlift over many edits, 1,000 lines", rows)


def _uri(name: str) -> str:
    return (Path(tempfile.gettempdir()).resolve() / "latency" / name).as_uri()


def _touches(place: Mapping[str, Any], cursor: Mapping[str, int]) -> bool:
    at, start, end = ((point["line"], point["character"]) for point in (cursor, place["start"], place["end"]))
    return start <= at <= end


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, one editor, no part edits unless named")
    parser.add_argument("--keystrokes", type=int, help="keystrokes for each program and editor (default: 200; 50 with --quick)")
    parser.add_argument("--edits", type=int, default=20_000, help="edits of the part edits (default: 20,000)")
    parser.add_argument("--seed", type=int, default=1, help="another number types elsewhere")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    options.keystrokes = options.keystrokes or (50 if options.quick else 200)
    benchmark = Benchmark(options)
    if "ruff" not in benchmark.commands:
        print("ruff is not here; its rows are missing")
    gc.disable()
    for part in options.parts or [part for part in PARTS if part != "edits" or not options.quick]:
        getattr(benchmark, part)()
        gc.collect()
    if options.json is not None:
        options.json.write_text(json.dumps(benchmark.report.figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
