"""Debian's packages: what is missing on this machine, and installing it without starting or configuring a service."""

import contextlib
import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from launcher.checkout import NAME, Checkout
from launcher.console import Trouble, is_interactive, quietly, step

OLDEST_POSTGRESQL = 15
POSTGRESQL = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = f"#!/bin/sh\n# Written by {NAME} while it installs packages; safe to remove.\nexit 101\n"
CLUSTERS = Path(f"/etc/postgresql-common/createcluster.d/{NAME}.conf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def postgresql(*, version: int | None = None) -> Path | None:
    """Directory of the programs of the newest PostgreSQL (or of one version) that has PostGIS; None without one."""
    found = []
    for programs in POSTGRESQL.glob("*/bin"):
        number = programs.parent.name
        control = EXTENSIONS / number / "extension/postgis.control"
        if number.isdigit() and (programs / "postgres").exists() and control.exists():
            found.append(int(number))
    fitting = [number for number in found if number >= OLDEST_POSTGRESQL and version in (None, number)]
    return POSTGRESQL / str(max(fitting)) / "bin" if fitting else None


def missing(*, database: bool, queue: bool, tests: bool) -> list[str]:
    """Names of the packages that have to be installed, of those that this purpose needs."""
    has_postgresql = not database or postgresql() is not None
    has_gdal = bool(ctypes.util.find_library("gdal") and ctypes.util.find_library("geos_c"))
    python = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    needs = {
        python: importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None,
        "postgresql postgresql-postgis": has_postgresql,
        "redis-server": not queue or shutil.which("redis-server") is not None,
        "gettext": shutil.which("msgfmt") is not None,
        # PostGIS brings GDAL and GEOS along; tests open layers with its programs.
        "gdal-bin": (has_gdal or not has_postgresql) and (not tests or shutil.which("ogrinfo") is not None),
        "chromium": not tests or browser() is not None,
        "r-base-core": not tests or shutil.which("Rscript") is not None,
        "curl": not tests or shutil.which("curl") is not None,
        "fonts-noto-core": not tests or _has_arabic_font(),
    }
    return " ".join(package for package, is_there in needs.items() if not is_there).split()


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _has_arabic_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("Noto*Arabic-Regular.*"))


def provide(checkout: Checkout, packages: list[str]) -> None:
    """Installs packages as root or through sudo; where neither is possible, says exactly what to install and stops."""
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Trouble(f"Please install what Debian calls {names}, then start again.")
    manual = f"Please run this as root, then start again:\n  apt-get update && apt-get install {names}"
    if checkout.is_root:
        with step(f"Installing {names}"):
            install(packages, log=checkout.setup_log)
        return
    sudo = shutil.which("sudo")
    if not sudo or not (is_interactive() or _is_free_of_password(sudo)):
        raise Trouble(f"Packages are missing, and only root can install them. {manual}")
    with step(f"Installing with sudo: {names}"):
        command = [sudo, sys.executable, "-B", str(Path(__file__).parent), "install-packages", *packages]
        if subprocess.run(command, stdin=None if is_interactive() else subprocess.DEVNULL, check=False).returncode:
            raise Trouble(f"The packages could not be installed. {manual}")


def _is_free_of_password(sudo: str) -> bool:
    return subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0


def install(packages: list[str], *, log: Path) -> None:
    """Installs packages with apt, as root; the services that come with them neither start nor make a cluster."""
    apt = ["apt-get", "-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    had_redis = shutil.which("redis-server") is not None
    with _services_asleep():
        quietly([*apt, "update"], log=log, failure="The list of packages could not be read", env=env)
        quietly([*apt, "install", *packages], log=log, failure="The packages could not be installed", env=env)
        if "redis-server" in packages and not had_redis and shutil.which("systemctl"):
            subprocess.run(["systemctl", "disable", "redis-server"], capture_output=True, check=False)


@contextlib.contextmanager
def _services_asleep() -> Iterator[None]:
    """Keeps packages from starting services and from creating a cluster; leaves no trace of it."""
    has_own_policy = not POLICY.exists() or POLICY.read_text(errors="replace") == POLICY_TEXT
    parents = [parent for parent in (CLUSTERS.parent.parent, CLUSTERS.parent) if not parent.exists()]
    try:
        if has_own_policy:
            POLICY.write_text(POLICY_TEXT)
            POLICY.chmod(0o755)
        CLUSTERS.parent.mkdir(parents=True, exist_ok=True)
        CLUSTERS.write_text("create_main_cluster = false\n")
        yield
    finally:
        if has_own_policy:
            POLICY.unlink(missing_ok=True)
        CLUSTERS.unlink(missing_ok=True)
        for parent in reversed(parents):
            with contextlib.suppress(OSError):
                parent.rmdir()


def explain_cluster(version: str) -> str:
    """Words for a cluster whose PostgreSQL was removed, for example by an upgrade of the system."""
    clean = re.sub(r"\D", "", version)
    return f"The database was made by PostgreSQL {clean}, which is gone: apt-get install postgresql-{clean}-postgis-3"
