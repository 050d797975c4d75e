"""Phrases looked up in rows of atoms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.lexicon import PhraseTable

OFFICES = PhraseTable(
    {"bí thư": "office", "phó bí thư": "office", "phó": "deputy", "đ/c": "honorific", "huyện ủy": "body"}
)


@pytest.mark.parametrize(
    ("atoms", "expected"),
    [
        ("đồng chí phó bí thư huyện ủy", [(2, 5, "office"), (5, 7, "body")]),
        ("phó chủ tịch", [(0, 1, "deputy")]),
        ("bí thư bí thư", [(0, 2, "office"), (2, 4, "office")]),
        ("đ / c bí", [(0, 3, "honorific")]),
        ("bí", []),
        ("", []),
    ],
)
def test_the_longest_phrase_at_each_place(atoms: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(OFFICES.longest(atoms.split())) == expected


def test_every_phrase_that_begins_at_a_place_the_longest_first() -> None:
    assert list(OFFICES.at(["phó", "bí", "thư"], 0)) == [(3, "office"), (1, "deputy")]


@given(st.lists(st.sampled_from(["phó", "bí", "thư", "huyện", "ủy", "đ", "/", "c", "xã"]), max_size=30))
def test_what_is_found_lies_apart_and_is_a_phrase(atoms: list[str]) -> None:
    last = 0
    for first, end, _ in OFFICES.longest(atoms):
        assert last <= first < end <= len(atoms)
        assert any(size == end - first for size, _ in OFFICES.at(atoms, first))
        last = end
