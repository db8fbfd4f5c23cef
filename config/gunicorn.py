"""How gunicorn serves: a few processes, since each holds its own copy of the explorer, with threads inside."""

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from config import logs

host = os.environ.get("HOST", "127.0.0.1")
bind = f"{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT', '8000')}"
# Imported once, before the fork; whatever a process holds for itself (connections, the explorer) it makes after it.
preload_app = True
workers = int(os.environ.get("WEB_PROCESSES", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
# Memory that grows is given back now and then; the jitter keeps the processes from ending together.
max_requests = 50_000
max_requests_jitter = 5_000
# Heartbeats are files: a disk may stall, memory does not.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
errorlog = "-"
# Nobody steers it by a socket, which would lie in the home directory, where there may be none.
control_socket_disable = True
logconfig_dict = logs.configuration(level=os.environ.get("LOG_LEVEL", "INFO").upper())


def pre_fork(server: Any, worker: Any) -> None:
    """Takes what was imported out of the sight of the garbage collector, which would look at all of it, and copy it."""
    gc.collect()
    gc.freeze()


# glibc's malloc.h
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


def post_fork(server: Any, worker: Any) -> None:
    """Has the arrays of an answer given back to the system when they are let go, not kept by each thread for itself."""
    with suppress(AttributeError):  # another C library
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, 1 << 20)


def post_worker_init(worker: Any) -> None:
    """Gets the answers ready in each process, after the fork: threads and connections don't survive one."""
    from attacks.warmup import Warmer
    from dashboard.explore.page import warm

    Warmer(action=warm).start()
