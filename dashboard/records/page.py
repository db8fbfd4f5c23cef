"""What every record page shares: which version is shown, retracted and merged records, history, citation, addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from attacks.choices import RecordType, RevisionEvent
from attacks.ledger import history
from attacks.models import Revision, Version
from attacks.wording import changes
from dashboard import parameters
from dashboard.records import cite, words
from dashboard.records.edition import PAGES, Edition, current

LANGUAGES = ("en", "ar")


def addresses(name: str, *args: str) -> dict[str, Any]:
    """The permanent address of a page and those of its languages, whole."""
    by_language = {}
    for language in LANGUAGES:
        with override(language):
            by_language[language] = settings.SITE_URL + reverse(name, args=args)
    return {"canonical_url": by_language["en"], "language_urls": by_language}


def list_page(name: str, template: str, known: tuple[str, ...] = ()) -> Callable:
    """Turns `build(request, edition) → context` into the view of a list at address `name`."""

    def decorate(build: Callable[[HttpRequest, Edition], dict[str, Any]]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest) -> HttpResponse:
            parameters.check_names(request, known)
            return render(request, template, {**addresses(name), **build(request, current())})

        return view

    return decorate


def record_page(record_type: RecordType, template: str) -> Callable:
    """Turns `build(edition, version) → context` into the view of one record; `?rev=` shows a revision by its number.

    1. a public record, or a revision of it that was public: the page; 2. merged: leads to the other record for ever;
    3. retracted, or blanked: a notice, 410; 4. anything else: 404.
    """

    def decorate(build: Callable[[Edition, Any], dict[str, Any]]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest, public_id: str) -> HttpResponse:
            parameters.check_names(request, ("rev",))
            number = parameters.number(request, "rev")
            edition = current()
            if number is None:
                version = history.version(record_type, public_id, as_of=edition.as_of)
                if version is None:
                    return _ended(request, record_type, public_id)
            else:
                version = history.version_numbered(record_type, public_id, number)
                if version is None or version.from_rev_id > edition.as_of:
                    return _no_such_version(request, record_type, public_id, number)
            if version.to_rev is not None and version.to_rev <= edition.as_of:
                edition = Edition(version.to_rev - 1)  # the record as it stood when this version was replaced
            edition.keep([version])
            context = build(edition, version)
            return render(request, template, {**_frame(record_type, public_id, edition, version, context), **context})

        return view

    return decorate


def _frame(
    record_type: RecordType, public_id: str, edition: Edition, version: Version, context: dict[str, Any]
) -> dict[str, Any]:
    place = addresses(PAGES[record_type], public_id)
    title = context.get("plain_title") or words.text_of(edition.name_of(record_type, public_id, version))
    entries = history.history(record_type, public_id)
    return {
        **place,
        "plain_title": title,
        "version": version,
        "body": version.body,
        "revision": version.from_rev,
        "newest": entries[0].revision if version.to_rev is not None else None,
        "recorded_at": entries[-1].revision.published_at,
        "history": changes.entries(entries, record_type),
        "citation": cite.citation(
            title=title, public_id=public_id, revision=version.from_rev, address=place["canonical_url"]
        ),
    }


def _ended(request: HttpRequest, record_type: RecordType, public_id: str) -> HttpResponse:
    last = history.ending(record_type, public_id)
    if last is None:
        raise Http404
    if last.event == RevisionEvent.MERGED and (target := history.merged_into(record_type, public_id)):
        return HttpResponsePermanentRedirect(reverse(PAGES[record_type], args=[target]))
    return _tombstone(request, record_type, public_id, last)


def _no_such_version(request: HttpRequest, record_type: RecordType, public_id: str, number: int) -> HttpResponse:
    """A version that was blanked says so; one that never was is not found."""
    entries = history.history(record_type, public_id)
    if any(entry.revision.number == number and entry.is_redacted for entry in entries):
        redaction = next(entry.revision for entry in entries if entry.revision.event == RevisionEvent.REDACTED)
        return _tombstone(request, record_type, public_id, redaction, number=number)
    raise Http404


def _tombstone(
    request: HttpRequest, record_type: RecordType, public_id: str, last: Revision, number: int | None = None
) -> HttpResponse:
    context = {
        **addresses(PAGES[record_type], public_id),
        "record_type": record_type,
        "public_id": public_id,
        "last": last,
        "number": number,
    }
    return render(request, "records/tombstone.html", context, status=410)
