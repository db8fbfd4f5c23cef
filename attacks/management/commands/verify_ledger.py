"""Checks the whole ledger and its projection and names the first fault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attacks.ledger.verify import verify
from attacks.models import LedgerHead

from ._progress import progress_bar


class Command(BaseCommand):
    help = "Recomputes every digest, hashes every document and compares the projection with a rebuild."

    def handle(self, *args: Any, **options: Any) -> None:
        total = LedgerHead.objects.values_list("revision_id", flat=True).first() or 0
        with progress_bar(total, "revisions") as advance:
            verdict = verify(progress=advance)
        if verdict.fault:
            raise CommandError(str(verdict.fault))
        self.stdout.write(
            f"{verdict.revisions} revisions and {verdict.versions} public versions are sound; head {verdict.digest}"
        )
