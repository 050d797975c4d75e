"""One article as the event stages see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.events import scene as scene_module
from sukien.events.scene import Mention, Scene
from sukien.layout import lay_out
from sukien.normalize import normalize
from sukien.words import find_atoms

TEXT = "Năm 2022, xã kết nạp 12 đảng viên. Trong đó 5 nữ.\nXã họp."


def scene(text: str, *mentions: Mention) -> Scene:
    view = normalize(text)
    return Scene(view.text, find_atoms(view.text), lay_out(view).sentences, mentions)


def mention(words: str, label: str, text: str = TEXT, **norm: int | str) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), label, dict(norm))


def annotated() -> Scene:
    return scene(
        TEXT,
        mention("5", "NUMBER", kind="count", value=5),
        mention("12", "NUMBER", kind="count", value=12, unit="đảng viên mới"),
        mention("Năm 2022", "DATE"),
        Mention(TEXT.index("nữ"), TEXT.index("nữ") + 2, "TEXT", hint="beneficiary"),
    )


def test_sentences_and_lines_are_counted_in_atoms() -> None:
    found = annotated()
    assert [" ".join(found.words[first:last]) for first, last in found.sentences] == [
        "năm 2022 , xã kết nạp 12 đảng viên .",
        "trong đó 5 nữ .",
        "xã họp .",
    ]
    assert found.sentence_of == [0] * 10 + [1] * 5 + [2] * 3
    assert found.paragraph_of[0] == found.paragraph_of[1] != found.paragraph_of[2]


def test_mentions_come_in_order_and_know_their_atoms() -> None:
    found = annotated()
    assert [(m.label, " ".join(found.words[m.first : m.last])) for m in found.mentions] == [
        ("DATE", "năm 2022"),
        ("NUMBER", "12"),
        ("NUMBER", "5"),
        ("TEXT", "nữ"),
    ]
    assert [m.label for m in found.between(1, 10)] == ["NUMBER"]
    assert found.between(18, 18) == []


def test_plain_text_does_not_hide_its_words() -> None:
    found = annotated()
    assert [found.item(i) for i in range(10, 15)] == ["trong", "đó", "<NUMBER>", "nữ", "."]


@pytest.mark.parametrize(
    ("atom", "step", "count", "expected"),
    [
        (3, 1, 4, ["xã", "kết", "nạp", "<NUMBER>"]),
        (3, -1, 9, ["xã", ",", "<DATE>"]),
        (8, 1, 9, ["viên", "."]),  # no further than the sentence
        (0, 1, 1, ["<DATE>"]),
        (0, -1, 3, ["<DATE>"]),
    ],
)
def test_a_mention_is_one_item(atom: int, step: int, count: int, expected: list[str]) -> None:
    found = annotated()
    assert found.items(atom, step, count, found.sentences[0]) == expected


@pytest.mark.parametrize(
    ("number", "head"),
    [
        (Mention(0, 1, "NUMBER", {"kind": "count", "unit": "Đồng chí cấp ủy viên"}), "đồng chí"),
        (Mention(0, 1, "NUMBER", {"kind": "percent"}), "percent"),
        (Mention(0, 1, "NUMBER"), ""),
        (Mention(0, 1, "ORG"), ""),
    ],
)
def test_what_a_number_counts(number: Mention, head: str) -> None:
    assert number.head == head


def test_fillers_can_be_added() -> None:
    found = annotated()
    found.add([Mention(TEXT.index("đảng viên"), TEXT.index("đảng viên") + 9, "TEXT", hint="person")])
    assert [m.hint for m in found.between(0, 15)] == ["", "", "person", "", "beneficiary"]


def test_an_empty_article_has_no_sentences() -> None:
    empty = scene("")
    assert (empty.sentences, empty.mentions, empty.words) == ([], [], [])


def test_a_table_without_stops_is_taken_in_parts() -> None:
    found = scene("xã " * 3_000)
    sizes = [last - first for first, last in found.sentences]
    assert sum(sizes) == 3_000
    assert max(sizes) == scene_module._LONGEST_SENTENCE


@given(st.text(st.sampled_from("aB5.,\n -:\u0301"), max_size=80))
def test_every_atom_is_in_one_sentence(text: str) -> None:
    found = scene(text)
    assert [i for first, last in found.sentences for i in range(first, last)] == list(range(len(found.words)))
    for start, end in found.atoms:
        first, last = found.range_of(start, end)
        assert (last - first, found.atoms[first]) == (1, (start, end))
