"""The application's environment, what has to be done before it starts, and whether it answers."""

import contextlib
import errno
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from launcher import stamps
from launcher.checkout import APPLICATION, NAME, OWNER, PYTHON, READER, ROOT, Checkout, locked
from launcher.console import Trouble, cause, quietly, step
from launcher.dependencies import without_python_variables
from launcher.services import Services

# What a first set-up takes, and what is left for a database to work in, in megabytes.
FIRST_SPACE, LATER_SPACE = 1_500, 100
READY_SECONDS = 120
APPS = (ROOT / "attacks", ROOT / "dashboard")
LOCK = ROOT / "requirements.txt"


def environment(checkout: Checkout, *, host: str, port: int) -> dict[str, str]:
    """Variables of web, worker, beat and commands: what the caller set, and the private services for the rest."""
    env = without_python_variables()
    name = f"[{host}]" if ":" in host else host
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": checkout.database_url(APPLICATION),
        "REDIS_URL": checkout.redis_url,
        "SITE_URL": f"http://{name}:{port}",
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", name])),
    }
    if not env.get("SECRET_KEY"):
        defaults["SECRET_KEY"] = checkout.secret_key()
    chosen = {key: value for key, value in defaults.items() if not env.get(key)}
    return {**env, **chosen, "HOST": host, "PORT": str(port)}


def owner_environment(checkout: Checkout, env: dict[str, str], *, has_own_database: bool) -> dict[str, str]:
    """The environment in which `migrate` runs: as the owner, who grants rights to the limited roles."""
    if not has_own_database:
        return {**env, "DATABASE_URL": env.get("DATABASE_OWNER_URL") or env["DATABASE_URL"]}
    roles = {"DATABASE_APP_ROLE": APPLICATION, "DATABASE_READER_ROLE": READER}
    return {**env, "DATABASE_URL": checkout.database_url(OWNER), **roles}


def require_space(checkout: Checkout) -> None:
    """Raises Trouble when the disk cannot hold what is about to be installed or stored."""
    for place in (ROOT, checkout.state):
        there = next(parent for parent in (place, *place.parents) if parent.exists())
        free, needed = shutil.disk_usage(there).free // 2**20, LATER_SPACE if PYTHON.exists() else FIRST_SPACE
        if free < needed:
            raise Trouble(f"The disk is full: {free} MB are free in {there}, {needed} MB are needed.")


def require_port(host: str, port: int) -> None:
    """Raises Trouble when the address cannot be listened on."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise Trouble(f"Port {port} is taken by another program; choose another with --port or PORT.") from error
        raise Trouble(f"It is not possible to listen on {host} port {port}: {error}") from error


def compile_translations(checkout: Checkout, env: dict[str, str]) -> None:
    """Makes what Django reads of the catalogues, when one of them has changed."""
    translations = sorted((ROOT / "locale").rglob("*.po"))
    Job(
        "Compiling translations",
        ["compilemessages", "-v0", "--ignore=.venv", "--ignore=node_modules", "--ignore=var"],
        env,
        value=stamps.digest(*translations),
        stamp=checkout.state / "messages.done",
        is_kept=all(file.with_suffix(".mo").exists() for file in translations),
    ).run(log=checkout.setup_log)


def collect_static(checkout: Checkout, env: dict[str, str]) -> None:
    """Makes what web processes serve of static files: one folder for bin/run and bin/test, so nothing there is cleared.

    A site that runs goes on serving what it began with.
    """
    static = ROOT / "var/static"
    collecting = Job(
        "Collecting static files",
        ["collectstatic", "--noinput", "-v0"],
        env,
        value=stamps.digest(LOCK, ROOT / "config", ROOT / "static", *(app / "static" for app in APPS)),
        stamp=static.with_name("static.done"),
        is_kept=static.exists(),
    )
    with locked(ROOT / "var/setup.lock"):
        collecting.run(log=checkout.setup_log)


def prepare(checkout: Checkout, env: dict[str, str], *, has_own_database: bool) -> None:
    """Translations, static files, tables and the record: each only when what it is made from has changed."""
    # Kept inside the cluster, since they say what is in it; of somebody else's database nothing is known.
    inside = checkout.cluster if has_own_database else None
    owner = owner_environment(checkout, env, has_own_database=has_own_database)
    compile_translations(checkout, env)
    collect_static(checkout, env)
    jobs = [
        Job(
            "Migrating the database",
            ["migrate", "--noinput", "-v0"],
            owner,
            value=stamps.digest(LOCK, *(app / "migrations" for app in APPS)),
            stamp=inside / f"{NAME}.migrated" if inside else None,
        ),
        Job(
            "Loading the record",
            ["load_record"],
            env,
            value=stamps.digest(ROOT / "attacks/data/record", ROOT / "attacks/importers"),
            stamp=inside / f"{NAME}.loaded" if inside else None,
        ),
    ]
    for job in jobs:
        job.run(log=checkout.setup_log)


@dataclass(frozen=True)
class Job:
    """A management command that is skipped while its stamp holds the digest of what it works on.

    Without a stamp, or when its result was removed, it runs.
    """

    title: str
    command: list[str]
    env: dict[str, str]
    value: str
    stamp: Path | None
    is_kept: bool = True

    def run(self, *, log: Path) -> None:
        if self.stamp and self.is_kept and stamps.is_current(self.stamp, self.value):
            return
        with step(self.title):
            command: list[str | Path] = [PYTHON, "manage.py", *self.command]
            quietly(command, log=log, failure=f"{self.title} failed", cwd=ROOT, env=self.env)
        if self.stamp:
            stamps.write(self.stamp, self.value)


def demo_users(env: dict[str, str]) -> str:
    """The lines in which make_demo_users names users and passwords; they go to no log."""
    done = subprocess.run(
        [PYTHON, "manage.py", "make_demo_users"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip() or f"manage.py ended with {done.returncode}").splitlines()[-1]
        raise Trouble(f"The demonstration's users could not be made: {reason}")
    return done.stdout.rstrip()


def wait_until_ready(services: Services, *, host: str, port: int) -> None:
    """Returns when the web process answers that all is ready; raises Trouble with the log's end when it does not."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline, answer = time.monotonic() + READY_SECONDS, ""
    log = services.checkout.log / "web.log"
    with step("Starting web, worker and beat"):
        while time.monotonic() < deadline:
            try:
                with opener.open(f"http://{reached}:{port}/readyz", timeout=10):
                    return
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return
                if error.code != 503:
                    raise Trouble(cause(log, begin=0, failure="The web process answers with a fault")) from error
                answer = error.read(2_000).decode(errors="replace")
            except OSError:
                answer = ""
            if not services.is_running():
                raise Trouble(f"The supervisor ended; see {services.checkout.log}/supervisord.log")
            if gone := services.has_given_up():
                reasons = services.checkout.log / f"{gone}.log"
                raise Trouble(cause(reasons, begin=0, failure=f"The {gone} process does not start"))
            with contextlib.suppress(InterruptedError):
                time.sleep(0.1)
    if answer:
        raise Trouble(f"Not ready: {answer.strip()}")
    raise Trouble(cause(log, begin=0, failure="The web process does not answer"))
