"""Words of published incidents and their posting lists: complete over blocks, cut where too long, gone with a text."""

from __future__ import annotations

import pytest
from django.db import connection

from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter
from attacks.ledger.publish import redact
from attacks.ledger.verify import verify
from attacks.models import PostingList, PublishedIncident, Word
from tests.explorer.history import History
from tests.factories import IncidentFactory, UserFactory, edited, published

pytestmark = pytest.mark.django_db


def found(text: str) -> int:
    return explore(Filter(q=text)).totals.records


def move_numbers(number: int) -> None:
    """The next version gets this primary key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('attacks_publishedincident', 'id'), %s, false)", [number])


def test_lists_go_on_over_the_borders_of_blocks(history: History) -> None:
    first = PublishedIncident.objects.count() + 1
    border = (first // PostingList.BLOCK + 3) * PostingList.BLOCK
    move_numbers(border - 2)
    for number in range(4):
        history.incident(f"IQ-{number}", search_text=f"convoy {'early' if number < 2 else 'late'}")
    move_numbers(border + 300 * PostingList.BLOCK - 1)
    for number in range(4, 6):
        history.incident(f"IQ-{number}", search_text="convoy")
    assert set(PublishedIncident.objects.values_list("pk", flat=True)) >= {border - 1, border}
    assert (found("convoy"), found("early"), found("late")) == (6, 2, 2)
    assert PostingList.objects.filter(word__word="convoy").count() == 4


def test_a_word_is_found_by_stem_by_beginning_and_by_part(history: History) -> None:
    history.incident("IQ-1", search_text="two convoys near town_17 100% hit")
    for text in ("convoy", "convoys", "conv", "nvoy", "own", "17", "100", "hit"):
        assert found(text) == 1, text
    # Two letters count at the beginning of a word alone, and signs of patterns stand for themselves.
    for text in ("vo", "c_nvoy", "ow__17"):
        assert found(text) == 0, text


@pytest.mark.parametrize("text", ["rockets in baghdad", "a rocket", "the rockets", "in", "rocket at the airport"])
def test_words_that_carry_no_meaning_keep_nothing_out(history: History, text: str) -> None:
    history.base("airport", name="At the Airport")
    history.incident("IQ-1", base="airport", search_text="a rocket in the district of baghdad")
    assert found(text) == 1


def test_a_short_word_begins_a_word_of_a_name(history: History) -> None:
    history.base("x", name="The Airport in Erbil")
    history.incident("IQ-1", base="x", search_text="rockets")
    assert (found("in"), found("th"), found("rp"), found("il")) == (1, 1, 0, 0)


def test_a_word_of_any_length_is_kept_and_found_by_its_beginning(history: History) -> None:
    word = "".join(f"{number:05}" for number in range(2000))
    history.incident("IQ-1", search_text=word)
    assert found(word[: Word.LETTERS]) == 1
    assert Word.objects.get().word == word[: Word.LETTERS]


def test_a_word_that_is_written_twice_is_listed_once(history: History) -> None:
    history.incident("IQ-1", search_text="rocket rocket Rocket")
    assert len(PostingList.objects.get(word__word="rocket").places) == 2


def test_words_of_a_blanked_document_are_gone() -> None:
    kept, incident = IncidentFactory(title="Convoy"), IncidentFactory(title="Convoy of somebodyelse")
    published(kept, incident)
    published(edited(incident, title="Convoy"))
    assert Word.objects.filter(word="somebodyelse").exists()
    redact(record=incident, numbers=[1], editor=UserFactory(), note="Court order.")
    assert not Word.objects.filter(word="somebodyelse").exists()
    assert found("convoy") == 2
    assert verify().fault is None
