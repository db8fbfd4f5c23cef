"""How often one address may ask, and the headers that say so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import caches
from rest_framework.throttling import AnonRateThrottle


class Throttle(AnonRateThrottle):
    """Counts in the memory of each web process, so that it needs nothing that may be away."""

    scope = "api"
    cache = caches["process"]

    def get_rate(self) -> str | None:
        return settings.API_RATE or None

    def allow_request(self, request: Any, view: Any) -> bool:
        self.is_counted = self.rate is not None
        return super().allow_request(request, view)

    def headers(self) -> dict[str, str]:
        """RateLimit fields as in the IETF's draft; none where nothing is counted."""
        if not getattr(self, "is_counted", False) or not hasattr(self, "history"):
            return {}
        rest = max(0, self.num_requests - len(self.history))
        return {
            "RateLimit-Policy": f'"api";q={self.num_requests};w={self.duration}',
            "RateLimit": f'"api";r={rest};t={int(self.duration)}',
        }
