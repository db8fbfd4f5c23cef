"""Sources as they are listed: outlet, date, origin, archived copies; how many origins are independent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from attacks.choices import ArchiveStatus, OutletKind, RecordType, Reliability
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition, Ref

_ICONS = {"ok": "archive", "changed": "clock", "dead": "cross-circle", "failed": "cross-circle"}


@dataclass(frozen=True, slots=True)
class Copy:
    status: str
    words: str
    icon: str
    fetched_on: str


@dataclass(frozen=True, slots=True)
class Item:
    """One source; `ref` is false where it is not public at this watermark."""

    ref: Ref
    outlet: Ref | None
    title: str
    title_words: SafeString
    day: str
    language: str
    url: str
    host: str
    grade: str
    grade_words: str
    origin_words: SafeString
    repeats: bool
    officials: str
    copy: Copy | None
    needs_source: bool


@dataclass(frozen=True, slots=True)
class ItemList:
    items: list[Item]
    origins: int
    has_copies: bool

    def __len__(self) -> int:
        return len(self.items)


def item_list(edition: Edition, slugs: Iterable[str]) -> ItemList:
    """The sources of a record, by date; they and their outlets are at hand in `edition`."""
    items = [_item(edition, slug) for slug in slugs]
    items.sort(
        key=lambda item: (
            (item.ref.version.body["published_on"] if item.ref.version else None) or "9999",
            item.ref.public_id,
        )
    )
    return ItemList(
        items=items,
        origins=len(origins(edition, (item.ref.version.body for item in items if item.ref.version))),
        has_copies=any(item.copy for item in items),
    )


def origins(edition: Edition, bodies: Iterable[dict[str, Any]]) -> set[str]:
    """The outlets on whose reporting these sources rest: five copies of one wire are one; encyclopedias don't count.

    One item is one origin, the first it names, so that an article drawn from two wires doesn't count twice. An item
    without an address by an outlet that nobody has graded can't be followed to anybody and counts only where it stands
    alone.
    """
    found: set[str] = set()
    others: set[str] = set()
    for body in bodies:
        slug = body["origin"] or body["outlet"]
        outlet: Any = edition.find(RecordType.OUTLET, slug)
        is_traceable = body["url"] or (outlet is not None and outlet.reliability)
        if outlet is None or outlet.kind != OutletKind.SOCIAL:
            (found if is_traceable else others).add(slug)
    return found or others


def _item(edition: Edition, slug: str) -> Item:
    ref = edition.ref(RecordType.SOURCE, slug)
    assert ref is not None
    if ref.version is None:
        return Item(
            ref=ref, outlet=None, title="", title_words=ref.name, day="", language="", url="", host="", grade="",
            grade_words="", origin_words=SafeString(""), repeats=False, officials="", copy=None, needs_source=False,
        )  # fmt: skip
    body = ref.version.body
    outlet = edition.ref(RecordType.OUTLET, body["outlet"])
    grade = getattr(outlet.version, "reliability", "") if outlet else ""
    language = body["language"]
    return Item(
        ref=ref,
        outlet=outlet,
        title=body["title"],
        title_words=ref.name,
        day=words.dated(body["published_on"], body["published_on_precision"]) or _("no date"),
        language=words.language_name(language)
        if language and language != ("ar" if formats.is_arabic() else "en")
        else "",
        url=body["url"] or "",
        host=urlsplit(body["url"]).netloc.removeprefix("www.") if body["url"] else "",
        grade=grade,
        grade_words=str(Reliability(grade).meaning) if grade else _("Not graded"),
        origin_words=origin_words(edition, body),
        repeats=bool(body["origin"]),
        officials=_(", ").join(body["quotes_official"]),
        copy=_copy(body["copies"]),
        needs_source=body["needs_source"],
    )


def origin_words(edition: Edition, body: dict[str, Any]) -> SafeString:
    """ "own reporting", or whom it repeats."""
    slugs = [slug for slug in (body["origin"], *body["other_origins"]) if slug]
    if not slugs:
        return SafeString(_("own reporting"))
    names = words.listed(ref.link for ref in edition.refs(RecordType.OUTLET, slugs))
    return SafeString(_("repeats %(outlets)s") % {"outlets": names})


def _copy(copies: list[dict[str, Any]]) -> Copy | None:
    """The newest copy; one that was kept stays worth telling when the page is gone."""
    if not copies:
        return None
    newest = max(copies, key=lambda copy: copy["fetched_at"])
    kept = any(copy["sha256"] for copy in copies)
    status = ArchiveStatus(newest["status"])
    text = _("Link dead, copy kept") if status == ArchiveStatus.DEAD and kept else str(status.label)
    return Copy(str(status), text, _ICONS[status], words.dated(newest["fetched_at"][:10], "day"))
