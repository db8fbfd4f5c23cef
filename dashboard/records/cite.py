"""How a revision of a record is cited: as text, BibTeX and RIS, always with its revision and permanent address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from attacks.models import Revision
from attacks.wording import formats

NAME = "Iraq Attack Record"
_BIBTEX_ESCAPES = str.maketrans({character: f"\\{character}" for character in "&%$#_"} | {"{": r"\{", "}": r"\}"})


@dataclass(frozen=True, slots=True)
class Citation:
    text: str
    bibtex: str
    ris: str
    url: str


def citation(*, title: str, public_id: str, revision: Revision, address: str) -> Citation:
    """The citation of one revision; `address` is the whole permanent address of its record."""
    url = f"{address}?rev={revision.number}"
    day = revision.published_at.astimezone(formats.BAGHDAD).date()
    text = _("Iraq Attack Record. “%(title)s”, %(public_id)s, revision %(number)s, %(day)s.") % {
        "title": title,
        "public_id": f"\u2068{public_id}\u2069" if formats.is_arabic() else public_id,
        "number": formats.number(revision.number),
        "day": formats.day_long(day),
    }
    bibtex = "\n".join(
        (
            f"@misc{{{public_id.lower()}-r{revision.number},",
            f"  author = {{{{{NAME}}}}},",
            f"  title = {{{title.translate(_BIBTEX_ESCAPES)}}},",
            f"  year = {{{day.year}}},",
            f"  month = {{{day.month}}},",
            f"  note = {{{public_id}, revision {revision.number}}},",
            f"  url = {{{url}}}",
            "}",
        )
    )
    ris = "\n".join(
        (
            "TY  - DATA",
            f"AU  - {NAME}",
            f"TI  - {title}",
            f"DA  - {day:%Y/%m/%d}",
            f"PY  - {day.year}",
            f"ID  - {public_id}",
            f"ET  - Revision {revision.number}",
            f"UR  - {url}",
            "ER  - ",
        )
    )
    return Citation(text=text, bibtex=bibtex, ris=ris, url=url)
