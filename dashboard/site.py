"""What frames every page: navigation, the other language, how fresh the record is."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse, translate_url
from django.urls.exceptions import Resolver404
from django.utils.translation import get_language, gettext_lazy, override

from attacks.models import LedgerHead
from attacks.wording import formats

# Names of addresses and their words; a page that is not built yet has no address and is left out.
PAGES = [
    ("explore", gettext_lazy("Explore")),
    ("actors", gettext_lazy("Actors")),
    ("bases", gettext_lazy("Bases")),
    ("statements", gettext_lazy("Statements")),
    ("sources", gettext_lazy("Sources")),
    ("method", gettext_lazy("Method")),
]
# Pages that stand under a main page: view name → main page.
SECTIONS = {"actor": "actors", "base": "bases", "statement": "statements", "source": "sources", "incident": "explore"}
OTHER_LANGUAGE = {"en": ("ar", "العربية"), "ar": ("en", "English")}


def page_url(name: str) -> str:
    """The address of a named page in the active language, "" while it does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(request: HttpRequest | None) -> list[dict[str, Any]]:
    """The main pages that exist: `url`, `title`, `current` ("page" for the page itself, "true" for one below it)."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    entries = []
    for name, title in PAGES:
        if url := page_url(name):
            current = "page" if here == name else "true" if SECTIONS.get(here) == name else ""
            entries.append({"url": url, "title": title, "current": current})
    return entries


def other_language(request: HttpRequest | None) -> dict[str, str]:
    """The same page in the other language, the query kept: `code`, `name` (in that language), `url`."""
    code, name = OTHER_LANGUAGE["ar" if (get_language() or "en").startswith("ar") else "en"]
    if request is None:
        with override(code):
            return {"code": code, "name": name, "url": page_url("explore") or "/"}
    try:
        resolve(request.path_info)
        url = translate_url(request.get_full_path(), code)
    except Resolver404:  # the page that says so has no twin: lead to the start
        with override(code):
            url = page_url("explore") or "/"
    return {"code": code, "name": name, "url": url}


def in_other_language(path: str) -> str:
    """A path of this site in the other language."""
    code, _name = OTHER_LANGUAGE["ar" if (get_language() or "en").startswith("ar") else "en"]
    return _translated(path, code)


# Found by trying the address on every pattern there is.
_translated = lru_cache(maxsize=64)(translate_url)


def absolute_url(path: str) -> str:
    """A path as it is cited: under the site's own address."""
    return f"{settings.SITE_URL}{path}"


def record_as_of() -> datetime | None:
    """When the newest revision was published; None while nothing is, or the database is away."""
    try:
        head = LedgerHead.objects.select_related("revision").first()
    except DatabaseError:
        return None
    return head.revision.published_at if head and head.revision else None


def source_code_url() -> str:
    """Where the code of this deployment can be had; "" when the operator names none."""
    return settings.SOURCE_CODE_URL


def local_name(record: Any) -> str:
    """The Arabic name or title in Arabic where there is one, the English one otherwise."""
    return formats.local(record.name, getattr(record, "name_ar", ""))


def record_url(name: str, public_id: str) -> str:
    """The address of one record's page (`name`: "incident", "actor", …), "" while such pages do not exist."""
    try:
        return reverse(name, args=[public_id])
    except NoReverseMatch:
        return ""
