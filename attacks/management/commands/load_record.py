"""Loads and publishes the curated record, all or nothing; a second run changes nothing and says so."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from attacks.importers.record import Outcome, RecordRefused, load, read
from attacks.importers.record.counts import summary
from attacks.importers.record.reading import RECORD, files
from attacks.models import Record

SHOWN = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=RECORD, help="folder with the YAML (default: the shipped record)"
        )
        parser.add_argument(
            "--check", action="store_true", help="only read and check the YAML; the database is not touched"
        )

    def handle(self, *args: Any, path: Path, check: bool, **options: Any) -> None:
        if not path.is_dir():
            raise CommandError(f"{path} is not a folder; it should hold outlets.yaml, incidents/ and the other files")
        try:
            with _bar("reading", len(list(files(path)))) as advance:
                record = read(path, progress=advance)
        except RecordRefused as refused:
            raise CommandError(f"{refused}\n{len(refused.problems)} problems; nothing was loaded") from refused
        for line in summary(record):
            self.stdout.write(line)
        if check:
            self.stdout.write("checked; the database was not touched")
            return
        records = sum(len(entries) for entries in record.entries.values()) + len(record.provinces)
        with _bar("loading", 2 * records) as advance:  # each is written, then published if it differs
            outcome = load(record, progress=advance)
        self._report(outcome)

    def _report(self, outcome: Outcome) -> None:
        if outcome.is_empty:
            self.stdout.write("nothing changed")
        else:
            published = f"{len(outcome.revisions)} revisions published"
            self.stdout.write(f"{len(outcome.created)} created, {len(outcome.changed)} changed, {published}")
        self._list("no longer in the record, left as published", outcome.removed)
        self._list("edited or withdrawn here since, left as they are", outcome.kept)

    def _list(self, title: str, records: list[Record]) -> None:
        if records:
            names = ", ".join(f"{record.record_type} {record.public_identifier}" for record in records[:SHOWN])
            rest = f" and {len(records) - SHOWN} more" if len(records) > SHOWN else ""
            self.stdout.write(self.style.WARNING(f"{title}: {names}{rest}"))


@contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], Any]]:
    """A progress bar, advanced by the function that it gives; silent without a terminal."""
    with tqdm(desc=title, total=total, disable=None, leave=False) as bar:
        yield bar.update
