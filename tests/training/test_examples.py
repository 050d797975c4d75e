"""Annotated documents as the event stages learn from them."""

from __future__ import annotations

import unicodedata

import pytest

from sukien.document import Document
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.training.annotation import from_ann
from sukien.training.examples import Example, TrueEvent, example, placed, true_candidate

ANNOTATED = """\
# published: 2023-04-01
{D1:DATE|Năm 2022}, {O1:ORG|Huyện uỷ} {K1|tặng} {N1:NUMBER|20} phần quà cho {G1|hộ nghèo};
{K2|khiển trách} {P1:PERSON|Lê Văn Sáu}, {T1:TITLE|Trưởng ấp}.
---
D1 value=2022
N1 kind=count value=20 unit=phần quà
P1 titles=T1
E1 DONATION K1 agent=O1 quantity=N1 beneficiary=G1 time=D1
E2 DISCIPLINE K2 agent=O1 person=P1 form=K2 modality=planned
"""


def told(laid: Example, scene: Scene, events: list[TrueEvent]) -> list[str]:
    lines = []
    for event in events:
        fillers = [f"{role}={scene.text[m.start : m.end]}" for role, m in event.fillers]
        trigger = " ".join(laid.scene.words[event.first : event.last])
        lines.append(" ".join([event.type, event.modality, f"'{trigger}'", *fillers]))
    return lines


def lay(form: str = "NFC") -> Example:
    document = from_ann(unicodedata.normalize(form, ANNOTATED))  # type: ignore[arg-type]
    return example(document)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_events_lie_on_the_normalised_view(form: str) -> None:
    laid = lay(form)
    assert told(laid, laid.scene, laid.events) == [
        "DONATION actual 'tặng' agent=Huyện ủy quantity=20 beneficiary=hộ nghèo time=Năm 2022",
        "DISCIPLINE planned 'khiển trách' agent=Huyện ủy person=Lê Văn Sáu form=khiển trách",
    ]


def test_mentions_have_labels_hints_and_norms() -> None:
    laid = lay()
    assert [(m.label, m.hint) for m in laid.scene.mentions] == [
        ("DATE", ""),
        ("ORG", ""),
        ("NUMBER", ""),
        ("TEXT", "beneficiary"),
        ("TEXT", "form"),
        ("PERSON", ""),
        ("TITLE", ""),
    ]
    number, person = laid.scene.mentions[2], laid.scene.mentions[-2]
    assert number.head == "phần quà"
    assert person.norm == {}  # titles are no words


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("2023-04-01", "Xã họp.", "2023-04-01"),
        (None, "XÃ HỌP\n\nCập nhật ngày: 05/06/2022 09:10:11\n\nXã họp.", "2022-06-05"),
        (None, "Xã họp.", ""),
    ],
)
def test_the_day_of_publication(published: str | None, text: str, expected: str) -> None:
    assert example(Document(id="a", text=text, published=published)).published == expected


def on(laid: Example, *found: tuple[str, str]) -> Scene:
    """A scene of the article with these words found as entities."""
    text = laid.view.text
    mentions = [Mention(text.rindex(words), text.rindex(words) + len(words), label) for words, label in found]
    return Scene(text, laid.atoms, laid.layout.sentences, mentions)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("20", "NUMBER"), ("Huyện ủy", "ORG")], "agent=Huyện ủy quantity=20"),
        ([("ủy", "ORG")], ""),  # less than half
        ([("Huyện ủy tặng", "ORG")], "agent=Huyện ủy tặng"),
        ([("20", "DATE")], ""),  # no quantity
        ([("hộ nghèo", "ORG")], "beneficiary=hộ nghèo"),
        ([], ""),
    ],
)
def test_annotated_fillers_are_found_again_among_predicted_ones(found: list[tuple[str, str]], expected: str) -> None:
    laid = lay()
    scene = on(laid, *found)
    donation, _ = placed(laid, scene)
    assert " ".join(f"{role}={scene.text[m.start : m.end]}" for role, m in donation.fillers) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, 2), (3, 5), (7, 8)], (3, 5)),
        ([(3, 4), (4, 6)], (4, 6)),  # the same size: the later one
        ([(2, 5), (5, 6)], (2, 5)),  # the longer share
        ([(0, 3), (6, 9)], None),
        ([], None),
    ],
)
def test_the_candidate_of_an_annotated_trigger(places: list[tuple[int, int]], expected: tuple[int, int] | None) -> None:
    candidates = [Candidate(first, last, "", ()) for first, last in places]
    found = true_candidate(TrueEvent(3, 6, "TRAINING", "actual"), candidates)
    assert (found and found[:2]) == expected
