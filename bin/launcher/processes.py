"""Which processes belong to a checkout, told from the kernel and not from files that may be stale; and how they end."""

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path

from launcher.checkout import Checkout

MARK = "IAR_STATE"
SERVICES = ("postgres", "redis-server")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def adopt_orphans() -> None:
    """Makes the grandchildren of this process its children when their parent dies, so that none is lost sight of."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Run in a new child: asks the kernel for SIGTERM when the parent dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def mark(checkout: Checkout) -> None:
    """Marks this process's future children as those of a checkout."""
    os.environ[MARK] = str(checkout.state)


def of(checkout: Checkout) -> list[int]:
    """Process ids of a checkout, other than this process and those above it.

    They carry the mark in their environment; PostgreSQL and Redis overwrite theirs, but work in their data directories.
    """
    own = _ancestors()
    marked = f"{MARK}={checkout.state}".encode()
    places = (str(checkout.cluster), str(checkout.queue))
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in own:
            continue
        with contextlib.suppress(OSError):
            if not (entry / "cmdline").read_bytes():
                continue  # a kernel thread, or a zombie that only its parent can bury
            is_service = (entry / "comm").read_text().strip() in SERVICES and str((entry / "cwd").readlink()) in places
            if is_service or marked in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def _ancestors() -> set[int]:
    found, pid = {os.getpid()}, os.getppid()
    while pid > 1 and pid not in found:
        found.add(pid)
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            break
    return found


def end_all(checkout: Checkout, *, patience: float = 15) -> int:
    """Asks every process of a checkout to stop, insists after some seconds, and returns how many there were."""
    count = len(of(checkout))
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for pid in of(checkout):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                # PostgreSQL waits for its clients after SIGTERM, but not after SIGINT.
                os.kill(pid, signal.SIGINT if number == signal.SIGTERM and _is_postgres(pid) else number)
        deadline = time.monotonic() + seconds
        while of(checkout) and time.monotonic() < deadline:
            reap()
            time.sleep(0.05)
    return count


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        return False


def reap() -> None:
    """Takes note of adopted children that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
