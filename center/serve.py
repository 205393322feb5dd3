"""Serving: bind, say where, answer until told to stop."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from types import FrameType

import uvicorn
from uvicorn.supervisors import Multiprocess

from center import app
from center import store as stores
from center.errors import CenterError
from center.files import Files
from center.store import uploads
from resources.reasons import reason
from resources.words import _

KEEP_ALIVE = 100  # seconds; PCs on slow lines pause longer than servers usually wait
_GRACE = 10  # seconds for requests under way when told to stop
_WAITING = 2048  # connections that may queue at the door


def serve(folder: Path, host: str, port: int, workers: int, *, pages: bool) -> None:
    """Serve this folder until a signal says stop; port 0 takes a free one.

    Prints one line with the address once requests are answered.
    """
    store = stores.open_(folder)
    door = _bind(host, port)
    uploads.sweep(store, Files(folder))
    ready = f"http://{_shown(host)}:{door.getsockname()[1]}"
    if workers == 1:
        server = uvicorn.Server(_config(app.build(store, pages=pages)))
        _stop_calmly(server)
        app.settle()
        print(ready, flush=True)
        try:
            server.run(sockets=[door])
        finally:
            store.close()
        return
    store.close()
    os.environ[app.FOLDER], os.environ[app.PAGES] = str(folder), "1" if pages else "0"
    processes = Multiprocess(_config("center.app:from_environment", workers=workers), [door])
    print(ready, flush=True)
    processes.run()


def _stop_calmly(server: uvicorn.Server) -> None:
    """To be told to stop is no failure, and it is heard from the first moment on.

    The server listens to signals itself only while it runs, and repeats them when it has stopped.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)


def _config(application: object, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        application,  # type: ignore[arg-type]  # an application or where to find its maker
        factory=isinstance(application, str),
        workers=workers,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )


def _bind(host: str, port: int) -> socket.socket:
    """A socket that already queues connections, so that whoever reads our line may connect."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        door = socket.create_server((host, port), family=family, backlog=_WAITING)
    except socket.gaierror as error:
        told = _("Không tìm thấy địa chỉ {host} trên máy này; hãy kiểm tra lại --host.")
        raise CenterError(told.format(host=host)) from error
    except OSError as error:
        raise CenterError(
            _("Không mở được cổng {port} trên {host}: {error}. Hãy chọn cổng khác.").format(
                port=port, host=host, error=reason(error)
            )
        ) from error
    door.set_inheritable(True)
    return door


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
