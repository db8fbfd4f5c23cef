"""What stands under everything that leaves the screen: whose record, as of when, under which licence, whose borders."""

from __future__ import annotations

from django.utils.translation import gettext as _

from attacks.models import Revision
from attacks.wording import formats


def credit(watermark: int) -> str:
    published = Revision.objects.filter(pk=watermark).values_list("published_at", flat=True).first()
    parts = [_("Iraq Attack Record")]
    if published:
        day = formats.moment_day(published)
        parts.append(_("as of %(day)s, revision %(number)s") % {"day": day, "number": formats.number(watermark)})
    parts += [_("CC BY 4.0"), _("Borders: Natural Earth, approximate")]
    return " · ".join(parts)
