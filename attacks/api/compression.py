"""Compression: Brotli or gzip, as the reader prefers, piece by piece where an answer streams."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import brotli  # type: ignore[import-untyped]
from django.utils.cache import patch_vary_headers

from attacks.codings import preferred

SHORTEST = 200  # bytes; below, packing costs more than it saves


class Packer(Protocol):
    """`flush` gives what was packed so far, so that a reader gets each piece when it is made."""

    def process(self, piece: bytes) -> bytes: ...
    def flush(self) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._packer = zlib.compressobj(5, wbits=31)  # 31: with the header of gzip

    def process(self, piece: bytes) -> bytes:
        return self._packer.compress(piece)

    def flush(self) -> bytes:
        return self._packer.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._packer.flush()


# In the order in which they are chosen when a reader likes them equally. The qualities pack about as fast as
# PostgreSQL writes rows.
PACKERS: dict[str, Callable[[], Packer]] = {"br": lambda: brotli.Compressor(quality=4), "gzip": _Gzip}


def compress(response: Any, accepted: str) -> None:
    """Packs the body of `response`, unless it is short or packed already; says on what the answer depends."""
    is_short = not response.streaming and len(response.content) < SHORTEST
    if response.has_header("Content-Encoding") or is_short:
        return
    patch_vary_headers(response, ("Accept-Encoding",))
    coding = preferred(accepted, tuple(PACKERS))
    if coding is None:
        return
    packer = PACKERS[coding]()
    if response.streaming:
        response.streaming_content = _pieces(packer, response.streaming_content)
        del response["Content-Length"]
    else:
        response.content = packer.process(response.content) + packer.finish()
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = coding
    # The same document in other bytes: only a weak tag says so.
    if response.get("ETag", "").startswith('"'):
        response["ETag"] = f"W/{response['ETag']}"


def _pieces(packer: Packer, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        if packed := packer.process(piece) + packer.flush():
            yield packed
    yield packer.finish()
