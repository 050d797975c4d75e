"""Where an event may be named."""

from __future__ import annotations

import pytest

from sukien.events.candidates import Candidate, TriggerLexicon, known_triggers
from sukien.events.scene import Scene
from sukien.schema import EVENT_TYPES
from sukien.training.annotation import from_ann
from sukien.training.examples import example

LEXICON = TriggerLexicon(
    {
        "cử": ["TRAINING"],
        "tham gia": ["TRAINING"],
        "tham gia học": ["TRAINING"],
        "tặng": ["DONATION", "COMMENDATION"],
        "tổ chức": ["CONVENE"],
    }
)


def scene(marked: str) -> Scene:
    return example(from_ann(f"{marked}\n---\n")).scene


def found(marked: str) -> list[str]:
    return [candidate.phrase for candidate in LEXICON.find(scene(marked))]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Xã cử 3 đồng chí tham gia học.", ["cử", "tham gia học"]),
        ("Xã đã tham gia hội thi.", ["tham gia"]),
        ("TỔ CHỨC đại hội, Tặng quà", ["tổ chức", "tặng"]),
        ("{O1:ORG|Ban Tổ chức} họp.", []),  # inside an entity
        ("Ban Tổ chức họp.", ["tổ chức"]),
        ("Các hộ tham gia. Học sinh cử", ["tham gia", "cử"]),  # not over the end of a sentence
        ("cửa hàng", []),
        ("", []),
    ],
)
def test_candidates(marked: str, expected: list[str]) -> None:
    assert found(marked) == expected


def test_a_candidate_knows_its_place_and_its_types() -> None:
    assert LEXICON.find(scene("Xã tặng quà")) == [Candidate(1, 2, "tặng", ("COMMENDATION", "DONATION"))]


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_every_type_of_event_has_known_triggers(event_type: str) -> None:
    assert sum(event_type in types for types in known_triggers().values()) >= 3


def test_known_triggers_are_small_letters_in_the_spelling_of_the_view() -> None:
    for phrase in known_triggers():
        assert LEXICON_OF_ALL.find(scene(phrase))[0].phrase == " ".join(
            example(from_ann(f"{phrase}\n---\n")).scene.words
        )


LEXICON_OF_ALL = TriggerLexicon(known_triggers())
