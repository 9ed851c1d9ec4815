"""A real Jupyter server in the process of the tests, ended without a trace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.iostream import IOStream
from traitlets.config import Config

from tests.driving.process import free_port


@asynccontextmanager
async def running_server(config: dict[str, Any], root_dir: Path) -> AsyncIterator[ServerApp]:
    """A server with this configuration that answers; its kernels end with it."""
    app = ServerApp.instance(
        port=free_port(),
        port_retries=50,
        open_browser=False,
        log_level="WARN",
        allow_root=True,
        root_dir=str(root_dir),
        config=Config(config),
    )
    with pytest.MonkeyPatch.context() as patch:
        # The signals belong to pytest.
        patch.setattr(app, "init_signal", lambda: None)
        app.initialize(argv=[])
        streams: list[IOStream] = []
        take = app.http_server.handle_stream

        def keep(stream: IOStream, address: Any) -> Any:
            streams.append(stream)
            return take(stream, address)

        patch.setattr(app.http_server, "handle_stream", keep)
        app.start_app()
        await app._post_start()
        try:
            yield app
        finally:
            await app._cleanup()
            # A socket whose other end went last would be found by the garbage collector, and
            # blamed on some later test.
            for stream in streams:
                stream.close()
            ServerApp.clear_instance()
