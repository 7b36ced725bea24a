"""Show how far long work is, where the client can, and hear when the user wants it to end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types as t
from pygls.exceptions import JsonRpcRequestCancelled

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)

_PAUSE = 0.1
"""Seconds between two reports."""

_PATIENCE = 5.0
"""Seconds that a client has to answer, until the work goes on without showing how far it is."""


class Cancelled(Exception):
    """The user does not want the work any more."""


class WorkProgress:
    """The progress of one piece of work, as an asynchronous context.

    Args:
        ls: The server.
        title: What is done.
        token: The client's own token, where it sent one.
        ask: Whether the client is asked to show the progress, if it can; otherwise a token of its own is used only when there is something
            to tell.
    """

    def __init__(self, ls: TensorliftServer, title: str, token: t.ProgressToken | None = None, *, ask: bool = True) -> None:
        self._progress = ls.work_done_progress
        self._title = title
        self._token = token
        self._asks = ask and ls.client.progress
        self._begun = False
        self._reported = 0.0

    async def __aenter__(self) -> WorkProgress:
        if self._asks:
            token = f"tensorlift-{uuid4()}"
            # The answer is left to come late: pygls trips over the answer to a request that was given up.
            asked = asyncio.ensure_future(self._progress.create_async(token))
            try:
                await asyncio.wait_for(asyncio.shield(asked), _PATIENCE)
            except Exception as error:
                logger.warning("the editor does not show progress: %r", error)
            else:
                self._token = token
                self._begin(token)
        return self

    def _begin(self, token: t.ProgressToken) -> None:
        self._begun = True
        self._progress.begin(token, t.WorkDoneProgressBegin(self._title, cancellable=True, percentage=0))

    async def __aexit__(self, *error: object) -> None:
        if self._token is not None and self._begun:
            self._progress.end(self._token, t.WorkDoneProgressEnd())
            self._progress.tokens.pop(self._token, None)

    def report(self, done: int, total: int) -> None:
        """Tell how much is done, if that was not told a moment ago.

        Raises:
            Cancelled: The user wants the work to end.
        """
        if self._token is None:
            return
        if not self._begun:
            self._begin(self._token)
        if self._progress.tokens[self._token].cancelled():
            raise Cancelled
        if time.monotonic() - self._reported >= _PAUSE:
            self._reported = time.monotonic()
            percentage = min(100, done * 100 // total) if total else 100
            self._progress.report(self._token, t.WorkDoneProgressReport(message=f"{done} of {total} files", percentage=percentage))


@asynccontextmanager
async def asked_progress(ls: TensorliftServer, title: str, params: Mapping[str, Any]) -> AsyncIterator[WorkProgress]:
    """Show the progress of a request of our own with the ``workDoneToken`` that it carries.

    Raises:
        JsonRpcRequestCancelled: The user has ended the work.
    """
    token = params.get("workDoneToken")
    try:
        async with WorkProgress(ls, title, token if isinstance(token, (int, str)) else None, ask=False) as progress:
            yield progress
    except Cancelled as error:
        raise JsonRpcRequestCancelled from error
