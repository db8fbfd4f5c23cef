"""The private PostGIS cluster and Redis of one checkout, under one supervisor that later also runs the application."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
import xmlrpc.client
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from launcher import packages, processes
from launcher.checkout import APPLICATION, DATABASE, NAME, OWNER, PYTHON, READER, ROOT, Checkout
from launcher.console import Trouble, cause, quietly, step

# Idempotent: it runs again when it was interrupted.
CLUSTER_SQL = f"""
SELECT 'CREATE ROLE {OWNER} LOGIN CREATEDB'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') \\gexec
SELECT 'CREATE ROLE {APPLICATION} LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') \\gexec
SELECT 'CREATE ROLE {READER} LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{READER}') \\gexec
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""
# Tests break the ledger on purpose and empty append-only tables, which means going round the triggers.
THROW_AWAY_SQL = f"GRANT SET ON PARAMETER session_replication_role TO {OWNER};"
THROW_AWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class _OverSocket(xmlrpc.client.Transport):
    """XML-RPC, as the supervisor speaks it, over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: object) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("supervisor")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(self.path))
        return connection


@dataclass
class Services:
    """Starts and stops everything that runs for a checkout."""

    checkout: Checkout
    has_database: bool = True
    has_queue: bool = True
    env: dict[str, str] = field(default_factory=dict)
    supervisor: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Starts the private services and waits until they answer; nothing of an earlier run may live any more."""
        checkout = self.checkout
        checkout.make_private(checkout.sockets)
        for stale in checkout.sockets.iterdir():
            stale.unlink()
        if self.has_database:
            self._make_cluster()
            # Nothing of ours runs any more, so the file is stale, whoever has that process id now.
            (checkout.cluster / "postmaster.pid").unlink(missing_ok=True)
        if self.has_queue:
            checkout.make_private(checkout.queue)
        self._start_supervisor()
        if self.has_database:
            self._wait("PostgreSQL", "database", self._database_answers)
            self._prepare_cluster()
        if self.has_queue:
            self._wait("Redis", "redis", self._queue_answers)

    def start_application(self) -> None:
        """Starts web, worker and beat."""
        transport = _OverSocket(self.checkout.sockets / "supervisor.sock")
        with xmlrpc.client.ServerProxy("http://supervisor", transport=transport) as supervisor:
            supervisor.supervisor.startProcessGroup("application", False)

    def is_running(self) -> bool:
        """Whether the supervisor lives; buries adopted processes that have ended."""
        if self.supervisor is None:
            return False
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitpid(-1, os.WNOHANG)[0]:
                if ended == self.supervisor.pid:
                    self.supervisor = None
                    return False
        return True

    def has_given_up(self) -> str | None:
        """Name of a program that the supervisor no longer tries to start."""
        log = self.checkout.log / "supervisord.log"
        written = log.read_text(errors="replace").splitlines() if log.exists() else []
        return next((line.split("gave up: ")[1].split()[0] for line in written if "gave up: " in line), None)

    def stop(self) -> None:
        """Stops the application, then the services, and leaves no process behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        if self.supervisor is not None:
            with contextlib.suppress(ProcessLookupError):
                self.supervisor.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + 30
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(0.05)
        processes.end_all(self.checkout, patience=5)
        if self.checkout.sockets.is_dir():
            shutil.rmtree(self.checkout.sockets, ignore_errors=True)

    def _start_supervisor(self) -> None:
        checkout = self.checkout
        for old in checkout.log.iterdir():
            # What is read after a failure belongs to this run; one earlier one is kept.
            if old.suffix == ".log" and old != checkout.setup_log:
                old.replace(old.with_suffix(".previous"))
        programs = self._programs() if self.has_database else None
        env = {
            **self.env,
            "IAR_STATE": str(checkout.state),
            "IAR_SOCKETS": str(checkout.sockets),
            "IAR_ACCOUNT": checkout.account.pw_name if self.has_database or self.has_queue else str(os.geteuid()),
            "IAR_POSTGRES": str(programs / "postgres") if programs else "postgres",
            "IAR_HAS_DATABASE": str(self.has_database).lower(),
            "IAR_HAS_QUEUE": str(self.has_queue).lower(),
        }
        processes.adopt_orphans()
        with checkout.setup_log.open("ab") as output:
            self.supervisor = subprocess.Popen(
                [str(PYTHON), "-m", "supervisor.supervisord", "-n", "-c", str(ROOT / "config/supervisord.conf")],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
                preexec_fn=processes.die_with_parent,
            )

    def _wait(self, title: str, program: str, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not answers():
            if not self.is_running():
                raise Trouble(cause(self.checkout.setup_log, begin=0, failure="The supervisor did not start"))
            if self.has_given_up() or time.monotonic() > deadline:
                raise Trouble(cause(self.checkout.log / f"{program}.log", begin=0, failure=f"{title} did not start"))
            time.sleep(0.05)

    def _programs(self) -> Path:
        version_file = self.checkout.cluster / "PG_VERSION"
        version = version_file.read_text().strip() if version_file.exists() else None
        found = packages.postgresql(version=int(version) if version else None)
        if found is None:
            raise Trouble(packages.explain_cluster(version) if version else "PostgreSQL with PostGIS is missing.")
        return found

    def _as_account(self) -> list[str]:
        return ["runuser", "-u", self.checkout.account.pw_name, "--"] if self.checkout.is_root else []

    def _make_cluster(self) -> None:
        """Makes the cluster under another name first, so that an interrupted attempt is never taken for a cluster."""
        checkout = self.checkout
        if checkout.purpose == "test":
            shutil.rmtree(checkout.cluster, ignore_errors=True)
        if (checkout.cluster / "PG_VERSION").exists():
            return
        draft = checkout.cluster.with_name("postgresql.new")
        shutil.rmtree(draft, ignore_errors=True)
        checkout.make_private(draft)
        # Whoever can enter the sockets' directory is trusted; nothing listens on the network.
        options = ["--auth-local=trust", "--auth-host=reject", "--username=postgres"]
        initdb: list[str | Path] = [*self._as_account(), self._programs() / "initdb"]
        with step("Making a database cluster"):
            quietly(
                [*initdb, *options, "--encoding=UTF8", "--locale=C.UTF-8", "-D", draft],
                log=checkout.setup_log,
                failure="The database cluster could not be made",
                cwd=Path("/"),
            )
            with (draft / "postgresql.conf").open("a") as settings:
                settings.write("\nlisten_addresses = ''\nunix_socket_permissions = 0700\nlog_line_prefix = '%m '\n")
                settings.write(THROW_AWAY if checkout.purpose == "test" else "")
            draft.rename(checkout.cluster)

    def _prepare_cluster(self) -> None:
        """Roles, extensions (in the template, so that test databases have them too) and the database, once."""
        done = self.checkout.cluster / f"{NAME}.prepared-2"  # the number grows with CLUSTER_SQL
        if done.exists():
            return
        psql: list[str | Path] = [
            self._programs() / "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.checkout.sockets,
        ]
        quietly(
            [*psql, "-U", "postgres", "-d", "template1"],
            text=CLUSTER_SQL + (THROW_AWAY_SQL if self.checkout.purpose == "test" else ""),
            log=self.checkout.setup_log,
            failure="The database could not be prepared",
        )
        done.touch()

    def _database_answers(self) -> bool:
        ready: list[str | Path] = [self._programs() / "pg_isready", "-q", "-h", self.checkout.sockets]
        return subprocess.run(ready, stdin=subprocess.DEVNULL, check=False).returncode == 0

    def _queue_answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.checkout.sockets / "redis.sock"))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False
