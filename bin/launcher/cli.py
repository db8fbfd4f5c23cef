"""From a script's name and arguments to an exit code: every expected trouble is one line."""

import errno
import os
import signal

from launcher import commands
from launcher.console import Trouble, say

COMMANDS = {
    "run": commands.run,
    "test": commands.test,
    "screens": commands.screens,
    "bench": commands.bench,
    "manage": commands.manage,
    "lock": commands.lock,
    "install-packages": commands.install_packages,
}


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code; an interruption is 130."""
    _open_standard_streams()
    # Interrupts too: what a script starts in the background begins by ignoring them.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    name, *rest = arguments
    try:
        return COMMANDS[name](rest)
    except Trouble as trouble:
        say(str(trouble), error=True)
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            say(f"The disk is full: {error.filename or error}", error=True)
        elif error.errno in (errno.EACCES, errno.EPERM):
            say(f"No permission: {error.filename or error}. Was it made by another user?", error=True)
        else:
            raise
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _open_standard_streams() -> None:
    """Puts /dev/null where standard input, output or error is closed, so that no file of ours takes their numbers."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
