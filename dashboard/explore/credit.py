"""What stands under everything that leaves the screen: whose record, as of when, under which licence, whose borders."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from attacks.models import Revision
from attacks.wording import formats


def credit(watermark: int) -> str:
    parts = [_("Iraq Attack Record")]
    if published := _published_at(watermark):
        day = formats.moment_day(published)
        parts.append(_("as of %(day)s, revision %(number)s") % {"day": day, "number": formats.number(watermark)})
    parts += [_("CC BY 4.0"), _("Borders: Natural Earth, approximate")]
    return " · ".join(parts)


@lru_cache(maxsize=16)
def _published_at(watermark: int) -> datetime | None:
    return Revision.objects.filter(pk=watermark).values_list("published_at", flat=True).first()
