"""Reading the parameters of an address; what can't be read is answered with 400 and named."""

from __future__ import annotations

from collections.abc import Collection, Container
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _


class BadParameter(BadRequest):
    """`value` is nothing that parameter `name` can take; `allowed` says in words what it can."""

    def __init__(self, name: str, value: str, allowed: Any) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        super().__init__(f"{name}={value}: {allowed}")


def check_names(request: HttpRequest, known: Collection[str]) -> None:
    """Raises BadParameter for the first parameter that this page doesn't know."""
    for name in request.GET:
        if name not in known:
            raise BadParameter(name, request.GET.get(name, ""), _("this page has no such parameter"))


def number(request: HttpRequest, name: str, *, highest: int = 1_000_000) -> int | None:
    """A whole number from 1 to `highest`; None where the parameter is missing or empty."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= highest):
        raise BadParameter(name, text, _("a whole number from 1 to %(highest)s") % {"highest": highest})
    return int(text)


def choice(request: HttpRequest, name: str, allowed: Container[str], words: Any) -> str:
    """One of `allowed`; "" where the parameter is missing or empty. `words` say what is allowed."""
    text = request.GET.get(name, "")
    if text and text not in allowed:
        raise BadParameter(name, text, words)
    return text


def text(request: HttpRequest, name: str, *, longest: int = 200) -> str:
    """Free text without control characters; "" where the parameter is missing."""
    value = request.GET.get(name, "").strip()
    if len(value) > longest or any(ord(letter) < 32 for letter in value):
        raise BadParameter(name, value[:longest], _("text of at most %(longest)s characters") % {"longest": longest})
    return value
