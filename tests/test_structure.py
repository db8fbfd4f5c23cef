"""The shape of the code: which way imports run, how long files are, what no file may say."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A package may import from those listed; edges of `attacks` may import its core, never the other way.
ALLOWED = {
    "attacks": {"attacks"},
    "dashboard": {"dashboard", "attacks"},
    "config": {"config", "dashboard", "attacks"},
}
CORE = ("attacks/ledger/", "attacks/explorer/", "attacks/models/")
HTTP = re.compile(r"^(django\.(http|views|urls|template|shortcuts)|rest_framework|celery)")


def tracked(*patterns: str) -> Iterator[Path]:
    """Files that belong to the repository, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return (ROOT / name for name in names if (ROOT / name).is_file())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_run_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in tracked(f"{package}/*.py")
        for name in imports(path)
        if name.split(".")[0] in ALLOWED and name.split(".")[0] not in ALLOWED[package]
    ]
    assert wrong == []


def test_ledger_explorer_and_models_know_nothing_of_http_or_queues() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for folder in CORE
        for path in tracked(f"{folder}*.py")
        for name in imports(path)
        if HTTP.match(name)
    ]
    assert wrong == []


def test_pages_read_the_ledger_and_never_working_records() -> None:
    """`dashboard` may name the models' fields for the dictionary, but reads Published* and the ledger alone."""
    reading = re.compile(r"\b(Incident|Base|Actor|Statement|Source|Outlet|Province|Tally|Coverage)\.objects\b")
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for folder in ("dashboard/*.py", "attacks/explorer/*.py")
        for path in tracked(folder)
        for found in reading.finditer(path.read_text())
    ]
    assert wrong == []


def test_no_file_outgrows_itself() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.js", "*.css", "*.html")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if "migrations" not in path.parts
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_strings_are_marked_by_names_that_makemessages_knows() -> None:
    """Under another name a string is never extracted, and so never translated."""
    alias = re.compile(r"import .*\bn?p?gettext(_lazy)? as (?!_\b)\w+")
    wrong = [str(path.relative_to(ROOT)) for path in tracked("*.py") if alias.search(path.read_text())]
    assert wrong == []


def test_templates_carry_no_inline_script_or_style() -> None:
    inline = re.compile(r"\sstyle=|\son\w+=\"|<style|<script(?![^>]*(src=|type=\"(application/json|importmap)\"))")
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in tracked("templates/*.html")
        for found in inline.finditer(path.read_text())
    ]
    assert wrong == []


def test_scripts_never_write_markup() -> None:
    markup = re.compile(r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|eval\(|new Function")
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in tracked("static/js/*.js")
        for found in markup.finditer(path.read_text())
    ]
    assert wrong == []


def test_no_file_names_a_package_host_or_this_machine() -> None:
    hosts = ["files.pythonhosted" + ".org", "pypi" + ".org/simple", "registry.npmjs" + ".org", "deb.debian" + ".org"]
    local = re.compile(r"(?<![\w.])/(work|home|root|Users)/[\w.-]+")
    wrong = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        wrong += [f"{path.relative_to(ROOT)}: {host}" for host in hosts if host in text]
        wrong += [f"{path.relative_to(ROOT)}: {found.group()}" for found in local.finditer(text)]
    assert wrong == []
