"""Rules that no constraint can express: append-only tables, review steps, affiliations without cycles."""

from django.db import migrations

RECORD_TABLES = ["province", "base", "actor", "outlet", "source", "incident", "statement", "tally", "coverage"]
APPEND_ONLY = ["revision", "revisiondocument", "reviewevent", "archivedcopy"]
# As attacks.ledger.review.TRANSITIONS stood when this was written; a test compares them with the trigger in force.
STEPS = [
    ("none", "draft"),
    ("draft", "in_review"),
    ("in_review", "draft"),
    ("in_review", "returned"),
    ("returned", "draft"),
    ("returned", "in_review"),
    ("in_review", "none"),
]

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""

# A document may be blanked once a `redacted` revision of the same record names its number; nothing else changes.
BLANK = """
CREATE FUNCTION refuse_change_but_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.revision_id = OLD.revision_id AND EXISTS (
        SELECT 1 FROM attacks_revision mine
        JOIN attacks_revision later ON later.record_type = mine.record_type AND later.public_id = mine.public_id
            AND later.id > mine.id AND later.event = 'redacted'
        JOIN attacks_revisiondocument redaction ON redaction.revision_id = later.id
        WHERE mine.id = OLD.revision_id AND redaction.body -> 'redacts' @> to_jsonb(mine.number)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER document_is_append_only BEFORE UPDATE OR DELETE ON attacks_revisiondocument
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_redaction();
CREATE FUNCTION ledger_blank(redacted bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    UPDATE attacks_revisiondocument SET body = NULL WHERE revision_id = ANY (redacted);
$$;
"""

HEAD = """
CREATE FUNCTION head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.revision_id IS NULL OR NEW.revision_id > OLD.revision_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of the ledger only moves forward: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER head_moves_forward BEFORE UPDATE OR DELETE ON attacks_ledgerhead
    FOR EACH ROW EXECUTE FUNCTION head_moves_forward();
CREATE TRIGGER head_is_kept BEFORE TRUNCATE ON attacks_ledgerhead EXECUTE FUNCTION refuse_change();
INSERT INTO attacks_ledgerhead (id, revision_id, digest) VALUES (1, NULL, '');
"""

REVIEW = f"""
CREATE FUNCTION review_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE by_ledger boolean := coalesce(current_setting('attacks.ledger', true), '') = 'on';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.proposal <> 'draft' OR NEW.public_state <> 'none' THEN
            RAISE EXCEPTION 'a new record is an unpublished draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.proposal <> OLD.proposal AND (OLD.proposal, NEW.proposal) NOT IN ({
    ", ".join(f"('{a}', '{b}')" for a, b in STEPS)
}) THEN
        RAISE EXCEPTION 'review has no step from % to %', OLD.proposal, NEW.proposal USING ERRCODE = 'check_violation';
    END IF;
    IF NOT by_ledger AND NEW.proposal <> OLD.proposal AND NEW.proposal = 'none' THEN
        RAISE EXCEPTION 'only the ledger publishes' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT by_ledger AND NEW.public_state <> OLD.public_state THEN
        RAISE EXCEPTION 'only the ledger sets the public state' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

CYCLE = """
CREATE FUNCTION affiliation_has_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT a.parent_id FROM attacks_affiliation a JOIN above ON a.actor_id = above.id
        )
        SELECT 1 FROM above WHERE id = NEW.actor_id
    ) THEN
        RAISE EXCEPTION 'affiliation_has_no_cycle: the other already stands under this actor'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'affiliation_has_no_cycle';
    END IF;
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER affiliation_has_no_cycle AFTER INSERT OR UPDATE ON attacks_affiliation
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION affiliation_has_no_cycle();
"""


def statements() -> list[str]:
    made = [REFUSE, BLANK, HEAD, REVIEW, CYCLE]
    for table in APPEND_ONLY:
        if table != "revisiondocument":
            made.append(
                f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON attacks_{table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
            )
        made.append(
            f"CREATE TRIGGER {table}_is_not_truncated BEFORE TRUNCATE ON attacks_{table}"
            " EXECUTE FUNCTION refuse_change();"
        )
    for table in RECORD_TABLES:
        made.append(
            f"CREATE TRIGGER {table}_review_step BEFORE INSERT OR UPDATE ON attacks_{table}"
            " FOR EACH ROW EXECUTE FUNCTION review_step();"
        )
    return made


class Migration(migrations.Migration):
    dependencies = [("attacks", "0001_record")]

    operations = [
        *[migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in statements()],
    ]
