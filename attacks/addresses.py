"""Addresses on the web: whether they are well formed, and which of them mean the same page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

HOST = re.compile(r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+([^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
# Parameters that say where a reader came from, not what they read.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref_src", re.IGNORECASE)


def fault(url: str) -> str:
    """What is wrong with the form of an address, "" when nothing is."""
    if re.search(r"[\s<>\"\\^`{|}\x00-\x1f]", url):
        return "holds a space or a sign that must be encoded"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "cannot be read"
    if parts.scheme not in PORTS:
        return "does not begin with http:// or https://"
    if parts.username or parts.password:
        return "holds a user name"
    if not parts.hostname or not HOST.fullmatch(parts.hostname):
        return "names no public host"
    return "names port 0" if port == 0 else ""


def normalised(url: str) -> str:
    """One form for every spelling of an address, for comparison only.

    Without scheme, `www.`, default port, fragment, tracking parameters and final slash; parameters in order.
    """
    parts = urlsplit(url)
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    return f"{_host(parts)}{parts.path.rstrip('/')}" + (f"?{urlencode(query)}" if query else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return f"{host}:{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme) else host
