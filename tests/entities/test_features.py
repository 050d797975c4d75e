"""What the tagger is told about every atom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.features import heads, rule_tags, shape, token_features
from sukien.entities.match import Match
from sukien.entities.word_classes import Classes, WordClasses
from sukien.words import find_atoms

CLASSES = WordClasses({"ông": Classes("3", "31", "311")}, {"chủ tịch": Classes("5", "51", "511")})


def features(text: str, *matches: tuple[str, Match]) -> dict[str, set[str]]:
    """The features of each atom of `text`, by the atom (the last one where it is repeated)."""
    atoms = find_atoms(text)
    rows = token_features(text, atoms, rule_tags(atoms, matches), CLASSES)
    return {text[start:end]: set(row) for (start, end), row in zip(atoms, rows, strict=True)}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("UBND", "AA"), ("Đ", "A"), ("Lê", "Aa"), ("đảng", "a"), ("đC", "a"), ("16.212", "00.000"), ("2022", "0000"),
        ("1234567890", "00000000"), (",", ","), ("-", "-"), ("🎉", "🎉"), ("²", "²"),
    ],
)  # fmt: skip
def test_the_look_of_an_atom(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        ([("DATE", (0, 13))], "B-DATE I-DATE I-DATE I-DATE I-DATE I-DATE O O O O"),
        ([("DATE", (0, 13)), ("NUMBER", (5, 7))], "B-DATE I-DATE I-DATE I-DATE I-DATE I-DATE O O O O"),  # first wins
        ([("NUMBER", (20, 21))], "O O O O O O O O B-NUMBER O"),
        ([("NUMBER", (1, 3))], "O O O O O O O O O O"),  # inside an atom
        ([], "O O O O O O O O O O"),
    ],
)
def test_what_the_rules_found_stands_on_the_atoms(matches: list[tuple[str, tuple[int, int]]], expected: str) -> None:
    atoms = find_atoms("Ngày 5/4/2023 cử đi 3 người")
    found = [(label, Match(start, end, {}, "rule")) for label, (start, end) in matches]
    assert rule_tags(atoms, found) == expected.split()


def test_an_atom_is_told_its_word_its_neighbours_and_its_class() -> None:
    found = features("Hôm qua, ông Na nói")["ông"]
    assert {"w0=ông", "w1=na", "w-1=,", "s0=a", "s1=Aa", "c00=3", "c10=31", "c20=311"} <= found


def test_a_head_of_a_name_is_known() -> None:
    assert next(heads().longest(["phó", "chủ", "tịch", "ubnd"]))[:2] == (0, 3)
    found = features("bà Na, Phó Chủ tịch UBND xã")
    assert any(name.startswith("h0=B") for name in found["Phó"])
    assert any(name.startswith("h0=I") for name in found["tịch"])


def test_a_rule_match_is_a_feature() -> None:
    assert "q=B-NUMBER" in features("cử 43 người", ("NUMBER", Match(3, 5, {}, "number.count")))["43"]


def test_a_name_is_told_what_leads_to_it_anywhere_in_the_article() -> None:
    found = features("Hôm qua bà Na đến. Hôm nay bí thư Na về")["Na"]
    assert {"run=1", "rl=Ipos", "rr=về", "dl=Ipos"} <= found  # here after an office
    assert any(name.startswith("dl=") and name != "dl=Ipos" for name in found)  # and elsewhere after `bà`


def test_line_ends_are_seen() -> None:
    found = features("Tin mới\nXã họp")
    assert "bol" in found["Tin"]
    assert "eol" in found["mới"]
    assert "bol" in found["Xã"]
    assert "bol" not in found["họp"]


def test_an_endless_word_makes_no_endless_feature() -> None:
    (row,) = features("a" * 100_000).values()
    assert max(map(len, row)) < 100


@given(st.text(st.sampled_from("aĐ5 .,-\n/(\u0301"), max_size=60))
def test_every_atom_of_any_text_has_features(text: str) -> None:
    atoms = find_atoms(text)
    assert len(token_features(text, atoms, ["O"] * len(atoms), CLASSES)) == len(atoms)
