"""Stand in for a language server and write down what an editor says it can do.

Give ``python tests/lsp/profiles/record.py FILE.json`` to the editor as the command of its Python language server and open a Python file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """Return the next message, or None at the end."""
    length = 0
    while (line := stream.readline()) not in (b"", b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return json.loads(stream.read(length)) if line else None


def write(stream: BinaryIO, message: dict[str, Any]) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    stream.flush()


def main(file: Path) -> None:
    while (message := read(sys.stdin.buffer)) is not None and message.get("method") != "exit":
        if message.get("method") == "initialize":
            params: dict[str, Any] = message["params"]
            profile = {"clientInfo": params.get("clientInfo"), "capabilities": params["capabilities"]}
            file.write_text(json.dumps(profile, indent=2, sort_keys=True) + "\n", encoding="utf-8")
            write(sys.stdout.buffer, {"id": message["id"], "result": {"capabilities": {}}})
        elif "id" in message and "method" in message:
            write(sys.stdout.buffer, {"id": message["id"], "result": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
