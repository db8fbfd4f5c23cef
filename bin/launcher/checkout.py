"""Where one checkout keeps its state, as whom its services run, and the locks that keep its scripts apart."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from launcher.console import Trouble

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NAME = "iraq-attack-record"
DATABASE, OWNER, APPLICATION, READER = "iraq_attack_record", "iar_owner", "iar_app", "iar_reader"


@dataclass(frozen=True)
class Checkout:
    """The places and names of one purpose ("run" or "test") of this checkout.

    PostgreSQL refuses to run as root and cannot read root's home, so root keeps the state in system directories,
    where the services run as `postgres`; everybody else keeps it in var/. Sockets live apart from the data: their paths
    end at 107 bytes.
    """

    purpose: str

    @cached_property
    def is_root(self) -> bool:
        return os.geteuid() == 0

    @cached_property
    def key(self) -> str:
        return hashlib.sha256(f"{ROOT}:{self.purpose}".encode()).hexdigest()[:10]

    @cached_property
    def state(self) -> Path:
        """Directory of everything that outlives a run."""
        return Path("/var/lib", NAME, self.key) if self.is_root else ROOT / "var" / self.purpose

    @cached_property
    def sockets(self) -> Path:
        """Directory of the sockets: short, without spaces or capitals, closed to others."""
        if self.is_root:
            return Path("/run", NAME, self.key)
        runtime = Path("/run/user", str(os.geteuid()))
        return (
            runtime if os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
        ) / f"iar-{os.geteuid()}-{self.key}"

    @property
    def log(self) -> Path:
        return self.state / "log"

    @property
    def setup_log(self) -> Path:
        return self.log / "setup.log"

    @property
    def cluster(self) -> Path:
        return self.state / "postgresql"

    @property
    def queue(self) -> Path:
        return self.state / "redis"

    @cached_property
    def account(self) -> pwd.struct_passwd:
        """The account as which PostgreSQL and Redis run."""
        try:
            return pwd.getpwnam("postgres") if self.is_root else pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise Trouble(f"No account for the private services: {error}.") from error

    def make_directories(self) -> None:
        """Creates the state directory; the sockets' directory comes with the services."""
        self.log.mkdir(parents=True, exist_ok=True)
        if self.is_root:
            for directory in (self.state.parent, self.state):
                directory.chmod(0o711)
            self.log.chmod(0o700)

    def make_private(self, directory: Path) -> Path:
        """A directory that only the services' account (and root) can enter; refuses one that somebody else made."""
        directory.parent.mkdir(parents=True, exist_ok=True)
        if self.is_root:
            directory.parent.chmod(0o711)
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if directory.is_symlink() or found.st_uid not in (os.geteuid(), self.account.pw_uid):
            raise Trouble(f"{directory} belongs to another user; remove it and start again.")
        os.chown(directory, self.account.pw_uid, self.account.pw_gid)
        directory.chmod(0o700)
        return directory

    def database_url(self, role: str) -> str:
        return f"postgis://{role}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.sockets / 'redis.sock'))}"

    def secret_key(self) -> str:
        """The signing key, made once and kept beside the data."""
        file = self.state / "secret_key"
        if not file.exists():
            draft = file.with_suffix(".new")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
                output.write(secrets.token_urlsafe(50))
            draft.rename(file)
        return file.read_text()


@contextlib.contextmanager
def locked(lock: Path, *, otherwise: str = "") -> Iterator[None]:
    """Holds a lock that the kernel releases when this process ends; waits, or raises Trouble with these words."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if otherwise else 0))
        except BlockingIOError as error:
            raise Trouble(otherwise) from error
        yield
