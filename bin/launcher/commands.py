"""The scripts themselves: what bin/run, bin/test, bin/screens, bin/bench, bin/manage and bin/lock do, step by step."""

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from launcher import application, checks, dependencies, locks, packages, processes
from launcher.checkout import PYTHON, ROOT, Checkout, locked
from launcher.console import Trouble, say
from launcher.services import Services

BENCHES = ("explore", "exports", "frontend")


def run(arguments: list[str]) -> int:
    """Sets up what is missing, starts everything, and stays until it is stopped."""
    parser = argparse.ArgumentParser(prog="bin/run", description="Starts the whole application; Ctrl-C stops it.")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="address to listen on (HOST)")
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="port to listen on (PORT)")
    parser.add_argument("--demo", action="store_true", help="make an analyst and an editor, and print their passwords")
    options = parser.parse_args(arguments)
    if options.demo and os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith("production"):
        raise Trouble("--demo is not for production: whoever reads its passwords could publish.")
    if not options.port.isdigit() or not 0 < int(options.port) < 65_536:
        raise Trouble(f"{options.port!r} is not a port; it is a number from 1 to 65535.")
    host, port = options.host, int(options.port)

    checkout = Checkout("run")
    address = checkout.state / "address"
    has_own_database, has_own_queue = not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")
    with _alone(checkout, address):
        application.require_port(host, port)
        application.require_space(checkout)
        _set_up(checkout, database=has_own_database, queue=has_own_queue)
        env = application.environment(checkout, host=host, port=port)
        if options.demo:
            env["REQUIRE_TOTP"] = "false"
        services = Services(checkout, has_database=has_own_database, has_queue=has_own_queue, env=env)
        try:
            services.start()
            application.prepare(checkout, env, has_own_database=has_own_database)
            services.start_application()
            application.wait_until_ready(services, host=host, port=port)
            address.write_text(f"{env['SITE_URL']}/")
            if options.demo:
                say(f"Sign in at {env['SITE_URL']}/admin/; these passwords are shown this once:")
                say(application.demo_users(env))
            say(f"Iraq Attack Record is at {env['SITE_URL']}/ (Ctrl-C stops it; logs are in {checkout.log})")
            while services.is_running():
                time.sleep(0.2)
            raise Trouble(f"The supervisor ended, so everything was stopped. See {checkout.log}/supervisord.log")
        finally:
            services.stop()
            address.unlink(missing_ok=True)


def test(arguments: list[str]) -> int:
    """Checks everything on throw-away services; with arguments, runs pytest alone with them."""
    if arguments:
        return _on_test_services(lambda checkout, env: checks.pytest(checkout, env, arguments).returncode)
    return _on_test_services(checks.everything)


def screens(arguments: list[str]) -> int:
    """Takes the pictures in docs/screens/ anew."""
    return _on_test_services(lambda checkout, env: checks.module(env, "tests.screens", arguments))


def bench(arguments: list[str]) -> int:
    """Measures one part of the application and writes what it found to docs/."""
    if not arguments or arguments[0] not in BENCHES:
        raise Trouble(f"Say what to measure: bin/bench {' | '.join(BENCHES)}")
    return _on_test_services(lambda checkout, env: checks.module(env, f"tests.bench.{arguments[0]}", arguments[1:]))


def _on_test_services(work: Callable[[Checkout, dict[str, str]], int]) -> int:
    """The exit code of `work`, done beside a database and a queue that end with it."""
    checkout = Checkout("test")
    with _alone(checkout, checkout.state / "address"):
        application.require_space(checkout)
        _set_up(checkout, database=True, queue=True, tests=True)
        node = dependencies.provide_node(log=checkout.setup_log)
        env = checks.environment(checkout, node=node)
        application.compile_translations(checkout, env)
        application.collect_static(checkout, {**env, "DJANGO_SETTINGS_MODULE": "config.settings.served"})
        services = Services(checkout, env=env)
        try:
            services.start()
            return work(checkout, env)
        finally:
            services.stop()


def manage(arguments: list[str]) -> int:
    """Becomes manage.py with the environment of bin/run; `migrate` works as the owner of the database."""
    checkout = Checkout("run")
    has_own_database = not os.environ.get("DATABASE_URL")
    if has_own_database and not (checkout.sockets / ".s.PGSQL.5432").exists():
        raise Trouble("The database is not running: start bin/run first.")
    env = application.environment(checkout, host="127.0.0.1", port=int(os.environ.get("PORT") or "8000"))
    if arguments[:1] == ["migrate"]:
        env = application.owner_environment(checkout, env, has_own_database=has_own_database)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "manage.py", *arguments], env)


def lock(arguments: list[str]) -> int:
    """Writes the lock files anew."""
    locks.write(upgrade="--upgrade" in arguments)
    return 0


def install_packages(arguments: list[str]) -> int:
    """Installs Debian's packages as root: what an ordinary user's script does through sudo."""
    log = Path("/var/log/iraq-attack-record-packages.log")
    packages.install(arguments, log=log)
    return 0


@contextlib.contextmanager
def _alone(checkout: Checkout, address: Path) -> Iterator[None]:
    """Only one script of a purpose runs in a checkout; ends what a killed one left behind."""
    checkout.make_directories()
    where = f" at {address.read_text()}" if address.exists() else "."
    taken = f"bin/{checkout.purpose} is already running for this checkout{where}"
    with locked(checkout.state / "lock", otherwise=taken):
        processes.mark(checkout)
        if left := processes.end_all(checkout):
            say(f"Ended {left} processes that an interrupted bin/{checkout.purpose} had left.")
        checkout.setup_log.unlink(missing_ok=True)
        yield


def _set_up(checkout: Checkout, *, database: bool, queue: bool, tests: bool = False) -> None:
    """Debian's packages and .venv; one script at a time, since bin/run and bin/test share both."""
    with locked(ROOT / "var" / "setup.lock"):
        packages.provide(checkout, packages.missing(database=database, queue=queue, tests=tests))
        dependencies.provide_python("requirements-dev.txt" if tests else "requirements.txt", log=checkout.setup_log)
