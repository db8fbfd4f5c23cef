"""Pages of Explore kept ready to send: rendered once per state of the record and address, compressed, with an ETag."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from weakref import WeakValueDictionary

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from attacks.codings import preferred
from attacks.explorer import explore as explorer
from attacks.kept import Kept

PAGES_KEPT = 256  # about 40 KB each
LEVEL = 3  # of gzip: a third of the time of the usual 6 for a tenth more bytes
View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    packed: bytes
    content_type: str
    etag: str


class Shelf:
    """The pages of this process; the longest unasked are dropped first. Who asks for one being made waits for it."""

    def __init__(self) -> None:
        self._pages: Kept[Any, Page] = Kept(PAGES_KEPT)
        self._lock = threading.Lock()
        self._making: WeakValueDictionary[Any, _Turn] = WeakValueDictionary()

    def page(self, key: Any, make: Callable[[], HttpResponse]) -> Page | HttpResponse:
        """The page kept under `key`, made where there is none; the response itself where it is no page to keep."""
        if page := self._pages.get(key):
            return page
        with self._lock:
            turn = self._making.setdefault(key, _Turn())
        with turn.lock:
            if page := self._pages.get(key):
                return page
            response = make()
            if response.status_code != 200:
                return response
            page = _packed(response)
            self._pages.put(key, page)
            return page


class _Turn:
    """Held by whoever makes a page."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_shelf = Shelf()


def kept(view: View) -> View:
    """Answers from the shelf while nothing new is published. The page is the same for everybody, staff as well."""

    @wraps(view)
    def respond(request: HttpRequest) -> HttpResponse:
        with explorer.pinned() as head:
            key = head, request.get_full_path(), request.headers.get("X-Fragment", "")
            page = _shelf.page(key, lambda: view(request))
        return _response(request, page) if isinstance(page, Page) else page

    return respond


def _packed(response: HttpResponse) -> Page:
    body = response.content
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'  # weak: the same page in any encoding
    return Page(gzip.compress(body, LEVEL, mtime=0), response["Content-Type"], etag)


def _response(request: HttpRequest, page: Page) -> HttpResponse:
    is_packed = preferred(request.headers.get("Accept-Encoding", ""), ("gzip",)) == "gzip"
    response = HttpResponse(page.packed if is_packed else gzip.decompress(page.packed), content_type=page.content_type)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = page.etag
    response["Cache-Control"] = "no-cache"  # kept by browsers, but asked for again each time: by ETag
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=page.etag, response=response) or response
