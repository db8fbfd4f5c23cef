"""What staff call the records that a document names by their permanent names, in the language of the page.

Working records say so: these names are for the desk alone, and may not be public yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from attacks import models
from attacks.choices import RecordType
from attacks.ledger.references import Reference
from attacks.wording import formats
from attacks.wording.dictionary import MODELS

LONGEST = 80  # letters


def names(references: Iterable[Reference]) -> dict[Reference, str]:
    """The names of these records as staff know them now, one query per type; those that have none are left out."""
    wanted: dict[RecordType, set[str]] = defaultdict(set)
    for record_type, name in references:
        wanted[record_type].add(name)
    found = {}
    for record_type, chosen in wanted.items():
        model = MODELS[record_type]
        records = model._default_manager.filter(**{f"{model.identifier_field}__in": chosen})
        related, fields, name_of = _NAMES[record_type]
        for record in records.select_related(*related).only(model.identifier_field, *fields).order_by():
            if called := name_of(record):
                found[record_type, record.public_identifier] = Truncator(called).chars(LONGEST)
    return found


def _in_language(field: str) -> Callable[[Any], str]:
    return lambda record: formats.local(getattr(record, field), getattr(record, f"{field}_ar"))


def _source(source: models.Source) -> str:
    day = formats.with_precision(source.published_on, source.published_on_precision)
    return source.title or _(", ").join(part for part in (str(source.outlet), day) if part)


def _twins(field: str) -> tuple[list[str], list[str], Callable[[Any], str]]:
    return [], [field, f"{field}_ar"], _in_language(field)


# By type: relations and fields that are read, and the name they make.
_NAMES: dict[RecordType, tuple[list[str], list[str], Callable[[Any], str]]] = {
    RecordType.PROVINCE: _twins("name"),
    RecordType.BASE: _twins("name"),
    RecordType.ACTOR: _twins("name"),
    RecordType.OUTLET: _twins("name"),
    RecordType.INCIDENT: _twins("title"),
    RecordType.STATEMENT: _twins("paraphrase"),
    RecordType.SOURCE: (
        ["outlet"],
        ["title", "published_on", "published_on_precision", "outlet__name", "outlet__name_ar"],
        _source,
    ),
}
