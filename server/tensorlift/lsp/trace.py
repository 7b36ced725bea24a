"""Tell the client of each request and how long it took, where ``$/setTrace`` or a setting asks for it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from tensorlift.lsp.pygls_fixes import FixedProtocol

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer


class TracedProtocol(FixedProtocol):
    """The protocol with ``$/logTrace`` for each request that was answered; pygls only stores the trace level."""

    _server: TensorliftServer

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._begun: dict[int | str, tuple[str, float, str | None]] = {}

    def _handle_request(self, msg_id: int | str, method_name: str, params: Any) -> None:
        if self.trace != t.TraceValue.Off:
            size = f"{self._size(params)} characters of parameters" if self.trace == t.TraceValue.Verbose else None
            self._begun[msg_id] = (method_name, time.perf_counter(), size)
        super()._handle_request(msg_id, method_name, params)

    def _send_response(self, msg_id: int | str, result: Any = None, error: t.ResponseError | None = None) -> None:
        super()._send_response(msg_id, result, error)
        begun = self._begun.pop(msg_id, None)
        if begun is not None:
            method, begin, details = begun
            milliseconds = (time.perf_counter() - begin) * 1000
            how = "answered" if error is None else f"failed ({error.message})"
            self._server.log_trace(t.LogTraceParams(f"{method} {how} after {milliseconds:.1f} ms", details))

    def _size(self, params: Any) -> int:
        return len(json.dumps(params, default=self._serialize_message))
