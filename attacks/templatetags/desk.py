"""What the pages of the admin ask for themselves."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info

from attacks import desk

register = template.Library()


@register.simple_tag
def is_single_editor() -> bool:
    """Whether editors may publish what they wrote themselves."""
    return settings.SINGLE_EDITOR


@register.simple_tag(takes_context=True)
def waiting(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The queues of who is signed in, each record with the address of its form."""
    return [
        {
            "title": queue.title,
            "total": queue.total,
            "records": [(record, _change_url(record)) for record in queue.records],
        }
        for queue in desk.waiting(context["request"].user)
    ]


def _change_url(record: Any) -> str:
    return reverse(f"admin:attacks_{record.record_type}_change", args=[record.pk])


@register.simple_tag(takes_context=True)
def other_languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The languages that the pages of staff can be switched to."""
    current = context["request"].LANGUAGE_CODE
    return [dict(get_language_info(code)) for code, _name in settings.LANGUAGES if code != current]
