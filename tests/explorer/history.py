"""Publishing histories written straight into the ledger's tables and the projection, consistent with each other."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from attacks.ledger.projection import close
from attacks.models import (
    LedgerHead,
    PublishedActor,
    PublishedAffiliation,
    PublishedAttribution,
    PublishedBase,
    PublishedCoverage,
    PublishedIncident,
    PublishedProvince,
    PublishedStatement,
    Revision,
    RevisionDocument,
    Version,
)
from attacks.search import fold

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class History:
    """Appends one revision per call; each publishes a new version, or withdraws the record."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def incident(self, public_id: str, *, attributions: Sequence[tuple[str, ...]] = (), **columns: Any) -> int:
        """Publishes an incident; `attributions`: (actor, basis), or with the confidence, which is low otherwise."""
        day = columns.get("occurred_from", date(2021, 3, 15))
        defaults: dict[str, Any] = {
            "role": "attack", "kind": "rocket", "occurred_from": day, "occurred_to": day, "date_extent": "single",
            "date_precision": "day", "country": "IQ", "province": "IQ-BG", "target_kind": "base", "us_nexus": "direct",
            "evidence": "confirmed", "attribution_status": "unattributed", "attack_count": 1, "is_foiled": False,
            "location_precision": "site", "name": f"Record {public_id}", "name_ar": "سجل",
        }  # fmt: skip
        columns = {**defaults, **columns}
        columns["search_text"] = fold(columns.get("search_text", columns["name"]))
        version = self._publish(PublishedIncident, public_id, **columns)
        PublishedAttribution.objects.bulk_create(
            PublishedAttribution(version_id=version.pk, actor=actor, basis=basis, confidence=(*rest, "low")[0])
            for actor, basis, *rest in attributions
        )
        return version.from_rev_id

    def base(self, slug: str, point: tuple[float, float] | None = (44.0, 33.0), name: str = "") -> int:
        location = Point(*point, srid=4326) if point else None
        text = fold(name or slug)
        columns = {"kind": "camp", "location": location, "country": "IQ", "name": name or slug, "search_text": text}
        return self._publish(PublishedBase, slug, **columns).from_rev_id

    def actor(self, slug: str, fronts: Sequence[tuple[Any, ...]] = (), name: str = "") -> int:
        """`fronts`: (parent, since, until) of its affiliations; kind and confidence may follow: front_for, low."""
        version = self._publish(PublishedActor, slug, kind="militia", name=name or slug, search_text=fold(name or slug))
        PublishedAffiliation.objects.bulk_create(
            PublishedAffiliation(
                version_id=version.pk,
                parent=parent,
                since=since,
                until=until,
                kind=(*rest, "front_for")[0],
                confidence=(*rest, "low", "low")[1] if rest else "low",
            )
            for parent, since, until, *rest in fronts
        )
        return version.from_rev_id

    def province(self, code: str) -> int:
        square = MultiPolygon(Polygon.from_bbox((44, 33, 45, 34)), srid=4326)
        return self._publish(PublishedProvince, code, name=code, boundary=square, is_approximate=True).from_rev_id

    def statement(self, public_id: str, **columns: Any) -> int:
        defaults = {"speaker": "a", "kind": "claim", "issued_on": date(2021, 3, 15), "issued_on_precision": "day"}
        return self._publish(PublishedStatement, public_id, name="Said", **{**defaults, **columns}).from_rev_id

    def coverage(self, slug: str, start: date, end: date | None, grade: str = "good", scope: str = "all") -> int:
        return self._publish(
            PublishedCoverage, slug, name=scope, grade=grade, period_from=start, period_to=end
        ).from_rev_id

    def withdraw(self, model: type[Version], public_id: str) -> int:
        """Retracts a record."""
        revision = self._append(str(model.record_type), public_id, "retracted")
        close(model, {public_id: revision.pk})
        return revision.pk

    def _publish(self, model: type[Version], public_id: str, **columns: Any) -> Any:
        key = (str(model.record_type), public_id)
        revision = self._append(*key, "corrected" if key in self.numbers else "published")
        close(model, {public_id: revision.pk})
        return model.objects.create(public_id=public_id, from_rev=revision, **columns)

    def _append(self, record_type: str, public_id: str, event: str) -> Revision:
        head = LedgerHead.objects.get()
        number = self.numbers.get((record_type, public_id), 0) + 1
        self.numbers[record_type, public_id] = number
        identifier = (head.revision_id or 0) + 1
        revision = Revision.objects.create(
            id=identifier,
            record_type=record_type,
            public_id=public_id,
            number=number,
            event=event,
            published_at=FIRST_DAY + timedelta(hours=identifier),
            document_sha256="0" * 64,
            digest=secrets.token_hex(32),
        )
        RevisionDocument.objects.create(revision=revision, body={"note": None})
        LedgerHead.objects.update(revision=revision, digest=revision.digest)
        return revision
