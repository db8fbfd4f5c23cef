"""What actors and places share: a permanent name for addresses, names in three languages, other spellings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from attacks.wording import formats


class Named(models.Model):
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_ar = models.CharField(_("Arabic name"), max_length=200, blank=True)
    name_ku = models.CharField(_("Kurdish name"), max_length=200, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("aliases"),
        default=list,
        blank=True,
        help_text=_("Other names and spellings; searched as well."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return formats.local(self.name, self.name_ar)
