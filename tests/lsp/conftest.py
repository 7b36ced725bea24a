"""Servers to talk to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import pytest
import pytest_asyncio
import pytest_lsp
from pytest_lsp import ClientServerConfig

from .editor import COMMAND, ENVIRONMENT, PROFILES, TIMEOUT, Editor, EditorClient, start

CONFIG = ClientServerConfig(server_command=COMMAND, client_factory=EditorClient, server_env=ENVIRONMENT)


@pytest_lsp.fixture(config=CONFIG, scope="module", params=PROFILES)  # type: ignore[untyped-decorator]
async def client(request: pytest.FixtureRequest, lsp_client: EditorClient) -> AsyncIterator[None]:
    lsp_client.editor = await start(lsp_client, request.param)  # type: ignore[attr-defined]
    yield
    await asyncio.wait_for(lsp_client.shutdown_session(), TIMEOUT)


@pytest.fixture
def editor(client: EditorClient) -> Editor:
    """An editor of each profile; one server of each serves a whole module, so each test opens files of its own."""
    return client.editor  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def uri(request: pytest.FixtureRequest) -> str:
    """The URI of a file that does not exist, one for each test."""
    return f"file:///nowhere/{re.sub(r'[^A-Za-z0-9_]', '_', request.node.name)}.py"


@pytest_asyncio.fixture
async def launch() -> AsyncIterator[Callable[..., Awaitable[Editor]]]:
    """Start servers with options of their own; they are ended after the test."""
    clients: list[EditorClient] = []

    async def one(
        profile: str,
        root: str | None = None,
        options: Any = None,
        configuration: Any = None,
        folders: Iterable[str] = (),
        name: str | None = None,
    ) -> Editor:
        client = EditorClient()
        clients.append(client)
        if configuration is not None:
            client.set_configuration(configuration, section="tensorlift")
        await client.start_io(*COMMAND, env=ENVIRONMENT)
        return await start(client, profile, root, options, folders, name)

    yield one
    for client in clients:
        await asyncio.wait_for(client.shutdown_session(), TIMEOUT)
        await client.stop()  # type: ignore[no-untyped-call]
