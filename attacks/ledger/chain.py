"""The chain of digests: what is hashed, and how."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256

from attacks.models import Revision


def header(revision: Revision) -> dict[str, object]:
    """What a digest covers of `revision`, beside the digest before it."""
    return {
        "id": revision.id,
        "record_type": str(revision.record_type),
        "public_id": revision.public_id,
        "number": revision.number,
        "event": str(revision.event),
        "published_at": revision.published_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "document_sha256": revision.document_sha256,
        "change_note": revision.change_note,
    }


def digest(*, previous: str, revision: Revision) -> str:
    """SHA-256, in hex, over the previous revision's digest (empty for the first), a newline and the header.

    The header is JSON with sorted keys and no white space, in UTF-8.
    """
    text = json.dumps(header(revision), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{previous}\n{text}".encode()).hexdigest()
