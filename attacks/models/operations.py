"""The last outcome of each scheduled or background task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskOutcome(models.Model):
    """How a task last ended; one row per task, shown by /readyz and the admin."""

    name = models.CharField(_("task"), max_length=100, primary_key=True)
    is_ok = models.BooleanField(_("ok"))
    summary = models.TextField(_("summary"), blank=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    watermark = models.BigIntegerField(_("watermark"), null=True, help_text=_("Newest revision it looked at."))
    digest = models.CharField(_("digest"), max_length=64, blank=True, help_text=_("Digest of that revision."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("task outcome")
        verbose_name_plural = _("task outcomes")

    def __str__(self) -> str:
        return self.name
