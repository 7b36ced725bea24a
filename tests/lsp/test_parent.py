"""The watch on the process that started the server, and how addresses are read."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from tensorlift.lsp.parent import end_with, is_alive
from tensorlift.lsp.server import parse_address


def test_end_with_another_process() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ended = threading.Event()
    thread = end_with(process.pid, ended.set, interval=0.01)
    assert thread is not None
    assert thread.daemon
    assert is_alive(process.pid)
    assert not ended.wait(0.05)
    process.communicate(b"\n")
    assert ended.wait(5)
    assert not is_alive(process.pid)
    assert end_with(process.pid, ended.set) is None


@pytest.mark.parametrize("pid", [0, -1])
def test_no_process(pid: int) -> None:
    assert end_with(pid) is None


def test_own_process_is_alive() -> None:
    assert is_alive(os.getpid())


@pytest.mark.parametrize(
    ("text", "expected"), [("localhost:80", ("localhost", 80)), ("[::1]:2087", ("::1", 2087)), ("0.0.0.0:0", ("0.0.0.0", 0))]
)
def test_addresses(text: str, expected: tuple[str, int]) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize("text", ["", "localhost", ":80", "localhost:", "localhost:x", "localhost:65536", "localhost:-1", "localhost:٣"])
def test_wrong_addresses(text: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        parse_address(text)
