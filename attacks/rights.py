"""The rights of the limited database roles, granted after each migration: of the site's own, and of staff who read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

# Tables that the role may only read and append to.
APPEND_ONLY = ("attacks_revision", "attacks_revisiondocument", "attacks_reviewevent", "attacks_archivedcopy")


# What staff may open as layers; made by a migration.
PUBLIC_VIEWS = ("public_incidents", "public_bases", "public_provinces")


def grant_reading(*, using: str, **_: Any) -> None:
    """Lets DATABASE_READER_ROLE read the views of what is public, and no more; does nothing when none is set."""
    role = settings.DATABASE_READER_ROLE
    if not role:
        return
    connection = connections[using]
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT ON {', '.join(PUBLIC_VIEWS)} TO {name}")


def grant_rights(*, using: str, **_: Any) -> None:
    """Grants DATABASE_APP_ROLE what it needs and no more; does nothing when none is set."""
    role = settings.DATABASE_APP_ROLE
    if not role:
        return
    connection = connections[using]
    name = connection.ops.quote_name(role)
    schema = "public"
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(APPEND_ONLY)} FROM {name}")
        cursor.execute(f"REVOKE INSERT, DELETE, TRUNCATE ON attacks_ledgerhead FROM {name}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}")
