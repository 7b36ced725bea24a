"""The server as a process: how it starts, what it survives and when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .editor import COMMAND, ENVIRONMENT, TIMEOUT

pytestmark = pytest.mark.asyncio

URI = "file:///nowhere/a.py"
TEXT = "import tensorflow as tf\na = tf.log(1)\n"
PULL: dict[str, Any] = {"textDocument": {"diagnostic": {}}}


class Wire:
    """The bare protocol over a pair of streams.

    Attributes:
        patience: Seconds to wait for a message.
    """

    patience = TIMEOUT

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, **message: Any) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def send_bytes(self, body: bytes) -> None:
        self.writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def receive(self, **expected: Any) -> dict[str, Any]:
        """Return the next message that has the expected keys and values; any other output than messages is an error."""

        async def read() -> dict[str, Any]:
            while True:
                header = await self.reader.readuntil(b"\r\n\r\n")
                lines = header.decode().split("\r\n")
                assert lines[0].startswith("Content-Length: "), lines
                message = json.loads(await self.reader.readexactly(int(lines[0].split(": ")[1])))
                if all(key in message and message[key] == value for key, value in expected.items()):
                    return message  # type: ignore[no-any-return]

        return await asyncio.wait_for(read(), self.patience)

    async def initialize(self, capabilities: dict[str, Any], process: int | None = None) -> None:
        self.send(id=0, method="initialize", params={"processId": process, "rootUri": None, "capabilities": capabilities})
        assert "result" in await self.receive(id=0)
        self.send(method="initialized", params={})

    def open(self, uri: str, text: str) -> None:
        self.send(method="textDocument/didOpen", params={"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}})

    async def pull(self, key: int, uri: str) -> dict[str, Any]:
        self.send(id=key, method="textDocument/diagnostic", params={"textDocument": {"uri": uri}})
        return await self.receive(id=key)


class Server(Wire):
    """A server process on standard input and output."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        assert process.stdin
        super().__init__(process.stdout, process.stdin)
        self.process = process

    async def end(self) -> int:
        return await asyncio.wait_for(self.process.wait(), TIMEOUT)


async def launch(*command: str, stderr: int = subprocess.DEVNULL) -> Server:
    pipe = subprocess.PIPE
    return Server(await asyncio.create_subprocess_exec(*(command or COMMAND), stdin=pipe, stdout=pipe, stderr=stderr, env=ENVIRONMENT))


async def test_ends_after_shutdown_and_exit() -> None:
    server = await launch(stderr=subprocess.PIPE)
    await server.initialize(PULL)
    server.open(URI, TEXT)
    assert len((await server.pull(1, URI))["result"]["items"]) == 1
    server.send(id=2, method="shutdown")
    assert (await server.receive(id=2))["result"] is None
    server.send(method="exit")
    assert await server.end() == 0
    assert server.process.stderr
    assert await server.process.stderr.read() == b""


async def test_ends_with_its_input() -> None:
    server = await launch()
    await server.initialize({})
    server.open(URI, TEXT)
    server.writer.close()
    assert await server.end() == 0


async def test_ends_with_the_editor() -> None:
    editor = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=subprocess.PIPE)
    server = await launch()
    await server.initialize({}, process=editor.pid)
    editor.kill()
    await editor.wait()
    assert await server.end() != 0


async def test_survives_what_is_no_message() -> None:
    server = await launch()
    await server.initialize(PULL)
    server.send_bytes(b'{"jsonrpc": "2.0", "id": 1, "method": }')
    assert (await server.receive(id=None))["error"]["code"] == -32700
    server.send_bytes(b"\xff\xfe")
    assert (await server.receive(id=None))["error"]["code"] == -32700
    server.send(id=2, method="no/such/method", params={})
    assert (await server.receive(id=2))["error"]["code"] == -32601
    server.send(method="no/such/notification", params={})
    server.send(id=3, result=None)
    server.open(URI, TEXT)
    assert len((await server.pull(4, URI))["result"]["items"]) == 1
    server.writer.close()
    assert await server.end() == 0


BREAK = """
from tensorlift.engine import Checker
from tensorlift.settings import Settings
from tensorlift.source.document import Document
# What the first check loads must not take longer than the client needs to type.
Checker(Settings()).check(Document("import tensorflow"))
right = Checker.check
def check(self, document):
    print("checking")
    if "BREAK" in document.text:
        raise RuntimeError("broken on purpose")
    return right(self, document)
Checker.check = check
from tensorlift.lsp.server import main
main()
"""


@pytest.mark.parametrize("capabilities", [PULL, {}], ids=["pull", "push"])
async def test_survives_an_error_and_a_stray_print(capabilities: dict[str, Any]) -> None:
    server = await launch(sys.executable, "-c", BREAK)
    await server.initialize(capabilities)
    other = "file:///nowhere/b.py"
    server.open(URI, TEXT + "BREAK\n")
    server.open(other, TEXT)
    if capabilities is PULL:
        assert "broken on purpose" in str((await server.pull(1, URI))["error"])
        assert len((await server.pull(2, other))["result"]["items"]) == 1
    else:
        pushed = await server.receive(method="textDocument/publishDiagnostics")
        assert (pushed["params"]["uri"], pushed["params"]["version"], len(pushed["params"]["diagnostics"])) == (other, 1, 1)
    server.send(id=3, method="textDocument/hover", params={"textDocument": {"uri": other}, "position": {"line": 1, "character": 6}})
    assert (await server.receive(id=3))["result"]
    server.writer.close()
    assert await server.end() == 0


SLOW = """
import sys, time
from tensorlift.engine import Checker
from tensorlift.settings import Settings
from tensorlift.source.document import Document
# What the first check loads must not take longer than the client needs to type.
Checker(Settings()).check(Document("import tensorflow"))
right = Checker.check
def check(self, document):
    print(document.text.splitlines()[0], file=sys.stderr, flush=True)
    if document.text.startswith("# slow"):
        time.sleep(0.5)
    return right(self, document)
Checker.check = check
from tensorlift.lsp.server import main
main(log_level="error")
"""


async def test_cancelled_and_superseded_work_is_dropped() -> None:
    server = await launch(sys.executable, "-c", SLOW, stderr=subprocess.PIPE)
    await server.initialize(PULL)
    server.open(URI, "# slow\n" + TEXT)
    document = {"uri": URI}
    for version in range(2, 12):
        server.send(id=version, method="textDocument/diagnostic", params={"textDocument": document})
        text = ("# slow\n" if version < 11 else "") + TEXT + f"x = {version}\n"
        change = {"textDocument": {**document, "version": version}, "contentChanges": [{"text": text}]}
        server.send(method="textDocument/didChange", params=change)
    for version in range(3, 11):
        server.send(method="$/cancelRequest", params={"id": version})
    answers = [await server.receive() for _ in range(9)]
    cancelled = [answer["id"] for answer in answers if answer.get("error", {}).get("code") == -32800]
    assert cancelled == list(range(3, 11)), "answered at once, not behind the slow check"
    assert (answers[-1]["id"], [found["range"]["start"]["line"] for found in answers[-1]["result"]["items"]]) == (2, [2])
    newest = (await server.receive(id=11))["result"]["items"]
    assert [found["range"]["start"]["line"] for found in newest] == [1]
    server.writer.close()
    assert await server.end() == 0
    assert server.process.stderr
    checked = (await server.process.stderr.read()).decode().splitlines()
    assert checked == ["# slow", TEXT.splitlines()[0]], "what was cancelled or overtaken is not checked"


async def test_tcp() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = f"from tensorlift.lsp.server import main; main(tcp='127.0.0.1:{port}')"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", call, env=ENVIRONMENT, stderr=subprocess.DEVNULL)

    async def connect() -> Wire:
        while True:
            try:
                return Wire(*await asyncio.open_connection("127.0.0.1", port))
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)

    wire = await asyncio.wait_for(connect(), TIMEOUT)
    await wire.initialize(PULL, process=os.getpid())
    wire.open(URI, TEXT)
    assert len((await wire.pull(1, URI))["result"]["items"]) == 1
    wire.writer.close()
    await asyncio.wait_for(process.wait(), TIMEOUT)


COMMAND_LINE = [sys.executable, "-m", "tensorlift", "server"]


async def test_stdio_is_said_or_not(tmp_path: Path) -> None:
    for options in ([], ["--stdio"], ["--stdio", "--log-level", "debug", "--log-file", str(tmp_path / "log")]):
        server = await launch(*COMMAND_LINE, *options, stderr=subprocess.PIPE)
        await server.initialize(PULL)
        server.open(URI, TEXT)
        assert len((await server.pull(1, URI))["result"]["items"]) == 1
        server.send(id=2, method="workspace/executeCommand", params={"command": "tensorlift.fixFile"})
        assert (await server.receive(id=2))["error"]["code"] == -32602
        server.writer.close()
        assert await server.end() == 0
        assert server.process.stderr
        assert (b"arguments were given" in await server.process.stderr.read()) == ("--log-file" not in options)
    assert "arguments were given" in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--log-level", "loud"], "'loud' is not one of"),
        (["--log-file", os.path.join("none", "such", "log")], "No such file"),
        (["--tcp", "127.0.0.1"], "is not HOST:PORT"),
        (["--stdio", "--tcp", "127.0.0.1:1"], "exclude each other"),
    ],
)
async def test_wrong_options_are_told(options: list[str], said: str) -> None:
    server = await launch(*COMMAND_LINE, *options, stderr=subprocess.PIPE)
    assert await server.end() == 2
    assert server.process.stderr
    assert said in " ".join((await server.process.stderr.read()).decode().split())


async def test_log_level_of_the_editor() -> None:
    server = await launch(stderr=subprocess.PIPE)
    options = {"tensorlift": {"logLevel": "info"}}
    server.send(
        id=0, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options}
    )
    await server.receive(id=0)
    server.writer.close()
    assert await server.end() == 0
    assert server.process.stderr
    assert b"INFO tensorlift" in await server.process.stderr.read()
