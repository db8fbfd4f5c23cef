"""The Content-Security-Policy: nothing inline, nothing from elsewhere but the tiles the operator chose.

Public pages carry no nonce: they are cached, and a 304 would bring a new nonce to an old body. The admin does, because
the map widget of its forms prints an inline script.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase


def tile_origin(tile_url: str) -> str:
    """Where tiles come from, as a source expression; "" without tiles.

    A placeholder in the host name, as in `https://{s}.example.org/{z}/{x}/{y}.png`, stands for any label there.
    """
    parts = urlsplit(tile_url)
    if not parts.netloc:
        return ""
    labels = ["*" if "{" in label else label for label in parts.netloc.split(".")]
    return f"{parts.scheme}://{'.'.join(labels)}"


def directives(*, tile_url: str) -> dict[str, Any]:
    """The policy of every public page."""
    tiles = [origin] if (origin := tile_origin(tile_url)) else []
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *tiles],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Adds the policy, with a nonce in the admin only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        match = getattr(request, "resolver_match", None)
        if match and match.app_names[:1] == ["admin"]:
            parts.nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
            parts.update = {**(parts.update or {}), "script-src": [NONCE]}
        else:
            parts.nonce = None
        return parts
