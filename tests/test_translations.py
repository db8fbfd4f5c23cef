"""Every string that people see has its Arabic, with the same placeholders, and the catalogue is current."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ["attacks", "config", "dashboard", "templates"]
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The Arabic catalogue as `makemessages` would write it from the sources as they are now."""
    copy = tmp_path_factory.mktemp("messages")
    for name in [*SOURCES, "locale"]:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "data"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale=ar", "--no-obsolete", "--no-wrap"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return read_po(io.BytesIO((copy / "locale/ar/LC_MESSAGES/django.po").read_bytes()), locale="ar")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[str]:
    """The translations of a message, one per plural form."""
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def sources(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def test_every_string_is_translated(catalogue: Catalog) -> None:
    bare = [sources(message)[0] for message in messages(catalogue) if not all(forms(message))]
    assert bare == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    """`makemessages` marks as fuzzy what it carried over from a similar string; those are not shown."""
    assert [sources(message)[0] for message in messages(catalogue) if message.fuzzy] == []


def test_translations_keep_their_placeholders(catalogue: Catalog) -> None:
    """Arabic forms for none, one and two may leave the number out; no form may invent a placeholder."""
    wrong = []
    for message in messages(catalogue):
        known = {found for text in sources(message) for found in PLACEHOLDER.findall(text)}
        used = [set(PLACEHOLDER.findall(text)) for text in forms(message)]
        is_plural = isinstance(message.id, list | tuple)
        if any(found - known for found in used) or (not is_plural and used[0] != known):
            wrong.append(sources(message)[0])
    assert wrong == []


def test_arabic_has_its_six_plural_forms(catalogue: Catalog) -> None:
    plurals = [message for message in messages(catalogue) if isinstance(message.id, list | tuple)]
    assert plurals
    assert {len(forms(message)) for message in plurals} == {6}


def test_the_catalogue_in_the_repository_is_current(catalogue: Catalog) -> None:
    """What is missing or left over there names the strings to run `makemessages` for."""
    kept = read_po(io.BytesIO((ROOT / "locale/ar/LC_MESSAGES/django.po").read_bytes()), locale="ar")
    assert {str(m.id) for m in messages(kept)} == {str(m.id) for m in messages(catalogue)}
