"""The laws of merging three versions of a record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attacks.admin.editing.merge import RowClash, merge_fields, merge_rows

NAMES = ["title", "kind", "damage"]
FIELDS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in NAMES})
ROWS = st.dictionaries(st.sampled_from(["1", "2", "3"]), FIELDS)


@given(FIELDS, FIELDS)
def test_what_one_side_leaves_alone_the_other_decides(opened: dict, changed: dict) -> None:
    taken = merge_fields(opened=opened, theirs=changed, mine=opened)
    assert (taken.values, taken.conflicts) == (changed, [])
    assert taken.taken == sorted(name for name in NAMES if opened[name] != changed[name])
    kept = merge_fields(opened=opened, theirs=opened, mine=changed)
    assert (kept.values, kept.taken, kept.conflicts) == (changed, [], [])


@given(FIELDS, FIELDS, FIELDS)
def test_no_change_is_lost_unseen(opened: dict, theirs: dict, mine: dict) -> None:
    merged = merge_fields(opened=opened, theirs=theirs, mine=mine)
    for name in NAMES:
        if name in merged.conflicts:
            assert len({opened[name], theirs[name], mine[name]}) == 3
        else:
            changed = {side[name] for side in (theirs, mine) if side[name] != opened[name]}
            assert merged.values[name] == (changed.pop() if changed else opened[name])


@given(FIELDS, FIELDS, FIELDS)
def test_it_does_not_matter_who_saves_first(opened: dict, theirs: dict, mine: dict) -> None:
    one = merge_fields(opened=opened, theirs=theirs, mine=mine)
    other = merge_fields(opened=opened, theirs=mine, mine=theirs)
    assert one.conflicts == other.conflicts
    agreed = [name for name in NAMES if name not in one.conflicts]
    assert [one.values[name] for name in agreed] == [other.values[name] for name in agreed]


@given(FIELDS, FIELDS)
def test_without_the_opened_version_every_difference_is_a_conflict(theirs: dict, mine: dict) -> None:
    merged = merge_fields(opened=None, theirs=theirs, mine=mine)
    assert merged.conflicts == sorted(name for name in NAMES if theirs[name] != mine[name])


@given(ROWS, ROWS)
def test_rows_that_one_side_leaves_alone_the_other_decides(opened: dict, changed: dict) -> None:
    taken = merge_rows(opened=opened, theirs=changed, mine=opened)
    assert taken.clashes == {}
    assert {key: row.values for key, row in taken.rows.items()} == changed
    assert sorted(taken.removed) == sorted(opened.keys() - changed.keys())
    kept = merge_rows(opened=opened, theirs=opened, mine=changed)
    assert {key: row.values for key, row in kept.rows.items() if key in opened} == {
        key: row for key, row in changed.items() if key in opened
    }


@given(ROWS, ROWS, ROWS)
def test_a_changed_row_never_vanishes_without_a_clash(opened: dict, theirs: dict, mine: dict) -> None:
    merged = merge_rows(opened=opened, theirs=theirs, mine=mine)
    for side in (theirs, mine):
        for key, row in side.items():
            if row != opened.get(key):
                assert key in merged.rows
    for key, clash in merged.clashes.items():
        assert key in merged.rows
        if clash is RowClash.DELETED_BY_THEM:
            assert key not in theirs
            assert merged.rows[key].values == mine[key]
        elif clash is RowClash.DELETED_BY_ME:
            assert key not in mine
            assert merged.rows[key].values == theirs[key]
        else:
            assert merged.rows[key].conflicts


@given(ROWS, ROWS)
def test_a_row_that_both_leave_alone_or_both_delete_says_nothing(opened: dict, mine: dict) -> None:
    merged = merge_rows(opened=opened, theirs=mine, mine=mine)
    assert (merged.clashes, merged.taken) == ({}, [])
    assert {key: row.values for key, row in merged.rows.items()} == mine
