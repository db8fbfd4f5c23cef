"""What people read while a script works: one line per step, and the end of the log when a step fails."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

NO_NETWORK = (
    "temporary failure resolving",
    "temporary failure in name resolution",
    "could not resolve",
    "name or service not known",
    "network is unreachable",
    "connection refused",
    "failed to establish a new connection",
    "connection timed out",
    "eai_again",
    "enotfound",
)
DISK_FULL = "no space left on device"


class Trouble(Exception):
    """Something expected went wrong; its text is the one line that people read."""


def say(text: str, *, error: bool = False) -> None:
    """Prints one line at once; a closed output is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr if error else sys.stdout, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Prints a title when work begins and its seconds when it is done."""
    started = time.monotonic()
    with contextlib.suppress(OSError, ValueError):
        print(f"{title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"{time.monotonic() - started:.1f} s")


def quietly(
    command: Sequence[str | Path],
    *,
    log: Path,
    failure: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
) -> None:
    """Runs a command with its output in a log; raises Trouble with the cause, or with the log's end, when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        begin = output.tell()
        try:
            done = subprocess.run(
                [str(part) for part in command],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=env,
                check=False,
                **({"input": text.encode()} if text is not None else {"stdin": subprocess.DEVNULL}),
            )
        except FileNotFoundError as error:
            raise Trouble(f"{failure}: {error.filename} is missing.") from error
    if done.returncode:
        raise Trouble(cause(log, begin=begin, failure=failure))


def cause(log: Path, *, begin: int, failure: str) -> str:
    """Words for a failed step: the disk, the network, or the last lines that it wrote."""
    with log.open("rb") as written:
        written.seek(begin)
        lines = written.read().decode(errors="replace").strip().splitlines()
    lowered = "\n".join(lines).lower()
    if DISK_FULL in lowered:
        return f"{failure}: the disk is full."
    if any(words in lowered for words in NO_NETWORK):
        return f"{failure}: the network or the package registry can't be reached."
    return "\n  ".join([f"{failure}. The end of {log}:", *lines[-15:]])


def is_interactive() -> bool:
    """Whether somebody can type a password."""
    try:
        return os.isatty(0) and os.isatty(2)
    except OSError:
        return False
