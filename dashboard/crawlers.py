"""What search engines read: robots.txt and the sitemap of every published record, in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from attacks.choices import RecordType
from attacks.ledger.projection import VERSIONS
from attacks.models import Version

# Record types that have a page of their own: the name of their address.
PAGES = {
    RecordType.INCIDENT: "incident",
    RecordType.STATEMENT: "statement",
    RecordType.ACTOR: "actor",
    RecordType.BASE: "base",
    RecordType.SOURCE: "source",
    RecordType.OUTLET: "outlet",
}


class _Bilingual(Sitemap):
    """Addresses as they are cited, each with its twin in the other language."""

    i18n = True
    alternates = True
    x_default = True
    limit = 10_000

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class Records(_Bilingual):
    """Every public record of one type, dated by its revision."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    def items(self) -> QuerySet[Version]:
        versions = VERSIONS[self.record_type].objects.current()
        return versions.select_related("from_rev").only("public_id", "from_rev__published_at").order_by("pk")

    def location(self, item: Version) -> str:
        return reverse(PAGES[self.record_type], args=[item.public_id])

    def lastmod(self, item: Version) -> datetime:
        return item.from_rev.published_at


class Lists(_Bilingual):
    """The pages that are not one record."""

    def items(self) -> list[str]:
        return ["explore", "incidents", "actors", "bases", "statements", "sources", "tallies", "method", "dictionary"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": Lists(), **{str(record_type): Records(record_type) for record_type in PAGES}}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the admin and the endless questions of Explore."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*?", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
