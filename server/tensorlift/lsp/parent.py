"""End the server when the editor that started it is gone."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

INTERVAL = 2.0
"""Seconds between two looks."""


def is_alive(pid: int) -> bool:
    """Return whether a process with this id exists."""
    if sys.platform == "win32":
        import ctypes

        # os.kill would end the process there. 0x1000: PROCESS_QUERY_LIMITED_INFORMATION, 259: STILL_ACTIVE.
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not known or code.value == 259
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it belongs to somebody else
        return True
    return True


def end_with(pid: int, end: Callable[[], None] | None = None, interval: float = INTERVAL) -> threading.Thread | None:
    """Watch a process from a daemon thread.

    Args:
        pid: The process.
        end: What to do when it is gone; by default this process exits at once, as the event loop may be blocked.
        interval: Seconds between two looks.

    Returns:
        The thread; None if the process cannot be seen now, as from inside a container, and so cannot be watched.
    """
    if pid <= 0 or not is_alive(pid):
        logger.warning("process %s cannot be seen, so the server will not end with it", pid)
        return None

    def watch() -> None:
        while is_alive(pid):
            time.sleep(interval)
        logger.warning("process %s, which started the server, is gone", pid)
        (end or _exit)()

    thread = threading.Thread(target=watch, name="tensorlift-parent", daemon=True)
    thread.start()
    return thread


def _exit() -> None:
    os._exit(1)
