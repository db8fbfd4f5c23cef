"""What every response tells the browser: the security policy, and the id of the request."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

import dashboard.urls
from config import csp
from config.logs import JsonFormatter


def _is_fixed(entry: Any) -> bool:
    return "<" not in str(entry.pattern) and "(" not in str(entry.pattern)


POLICY = "Content-Security-Policy"
# Every public address that has no parts to fill in, in both languages; a page that isn't there; a bad one.
PUBLIC = [
    *(
        f"{prefix}{entry.pattern}"
        for entry in dashboard.urls.urlpatterns
        for prefix in ("/", "/ar/")
        if _is_fixed(entry)
    ),
    *("/no-such-page/", "/ar/no-such-page/", "/?q=%00", "/healthz"),
]

pytestmark = pytest.mark.django_db


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_allow_nothing_unsafe_and_carry_no_nonce(client: Client, path: str) -> None:
    policy = client.get(path)[POLICY]
    assert "unsafe-" not in policy
    assert "nonce-" not in policy
    assert directives(policy) == {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_set_no_cookie(client: Client, path: str) -> None:
    assert not client.get(path).cookies


def test_pages_of_the_admin_carry_a_fresh_nonce_and_nothing_unsafe(admin_client: Client) -> None:
    policies = [directives(admin_client.get("/admin/")[POLICY]) for _ in range(2)]
    nonces = [policy["script-src"][1] for policy in policies]
    assert all(nonce.startswith("'nonce-") for nonce in nonces)
    assert nonces[0] != nonces[1]
    assert "unsafe-" not in str(policies)


def test_widgets_of_the_admin_get_the_nonce_of_its_policy(admin_client: Client) -> None:
    response = admin_client.get("/admin/")
    assert f"'nonce-{response.wsgi_request.csp_nonce}'" in response[POLICY]


@pytest.mark.parametrize(
    ("tile_url", "origin"),
    [
        ("", ""),
        ("/tiles/{z}/{x}/{y}.png", ""),
        ("https://tile.example.org/{z}/{x}/{y}.png?key=secret", "https://tile.example.org"),
        ("https://{s}.tile.example.org:8443/{z}/{x}/{y}.png", "https://*.tile.example.org:8443"),
    ],
)
def test_images_may_come_from_where_the_tiles_are(tile_url: str, origin: str) -> None:
    expected = ["'self'", "data:", *([origin] if origin else [])]
    assert csp.directives(tile_url=tile_url)["img-src"] == expected


def test_every_page_says_what_it_is_and_what_it_needs_not(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


def test_a_well_formed_request_id_is_kept(client: Client) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789abcdef"})
    assert response["X-Request-ID"] == "proxy-0123456789abcdef"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "has a space in it", "line\\nbreak-0123", '"}{"a":"0123456'])
def test_any_other_request_id_is_replaced(client: Client, given: str) -> None:
    first = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    second = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert first != given
    assert first != second
    assert len(first) == 32


def test_the_line_of_a_request_names_its_id_and_no_person(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    lines: list[dict[str, Any]] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(JsonFormatter().format(record)))

    logger = logging.getLogger("config.requests")
    collector = Collector()
    logger.addHandler(collector)
    try:
        response = client.get("/no-such-page/?q=whom-I-look-for", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Reader/1")
    finally:
        logger.removeHandler(collector)
    (line,) = lines
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/no-such-page/", 404)
    assert not any(word in json.dumps(line) for word in ("203.0.113.9", "Reader/1", "whom-I-look-for"))


def test_an_error_is_one_line_of_json_with_its_traceback() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        record = logging.LogRecord("a", logging.ERROR, "f", 1, "it %s", ("failed",), (type(error), error, None))
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert line["message"] == "it failed"
    assert "ValueError: first\nsecond" in line["exception"]


@pytest.mark.parametrize("page", ["taskoutcome", "revision"])
def test_what_the_program_writes_is_only_shown_in_the_admin(admin_client: Client, admin_user: User, page: str) -> None:
    assert admin_client.get(f"/admin/attacks/{page}/").status_code == 200
    assert admin_client.get(f"/admin/attacks/{page}/add/").status_code == 403
