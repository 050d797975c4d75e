"""Classes of syllables and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukien.entities.word_classes import UNKNOWN, Classes, WordClasses
from sukien.errors import ModelError

DANG, XA, YEAR = Classes("1", "2", "3"), Classes("1", "2", "4"), Classes("8", "8", "8")
MEMBER, CITY = Classes("w", "w1", "w2"), Classes("w", "w1", "w3")
KNOWN = WordClasses(
    {"đảng": DANG, "Xã": XA, "0000": YEAR},
    {"đảng viên": MEMBER, "Cao Lãnh": CITY, "chi": DANG},
)


@pytest.mark.parametrize(
    ("atom", "expected"),
    [
        ("đảng", DANG),
        ("ĐẢNG", DANG),  # in small letters
        ("xã", XA),  # with a capital
        ("2022", YEAR),  # figures are alike
        ("20", UNKNOWN),
        ("ấp", UNKNOWN),
    ],
)
def test_a_syllable_is_found_however_it_is_written(atom: str, expected: Classes) -> None:
    assert KNOWN.of_syllables([atom]) == [expected]


@pytest.mark.parametrize(
    ("text", "expected", "places"),
    [
        ("5 đảng viên mới", [UNKNOWN, MEMBER, MEMBER, UNKNOWN], "SBIS"),
        ("ĐẢNG VIÊN CAO LÃNH", [MEMBER, MEMBER, CITY, CITY], "BIBI"),
        ("chi bộ", [DANG, UNKNOWN], "SS"),
        ("", [], ""),
    ],
)
def test_a_syllable_has_the_class_of_the_longest_word_it_is_in(text: str, expected: list[Classes], places: str) -> None:
    atoms = text.split()
    assert KNOWN.of_words(atoms, [True, *[False] * len(atoms)]) == (expected, list(places))


def test_no_word_runs_over_a_line_end() -> None:
    assert KNOWN.of_words(["đảng", "viên"], [True, True, True]) == ([UNKNOWN, UNKNOWN], ["S", "S"])


def test_the_table_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "word_classes.tsv"
    path.write_text("syllable\tđảng\t1\t2\t3\nword\tđảng viên\tw\tw1\tw2\n", encoding="utf-8")
    classes = WordClasses.load(path)
    assert classes.of_syllables(["đảng"]) == [DANG]
    assert classes.of_words(["đảng", "viên"], [True, False, True])[0] == [MEMBER, MEMBER]


@pytest.mark.parametrize("content", ["syllable\tđảng\t1\n", "letter\tđ\t1\t2\t3\n", "\n"])
def test_a_damaged_table_is_a_clear_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "word_classes.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"word_classes\.tsv"):
        WordClasses.load(path)


def test_a_missing_table_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        WordClasses.load(tmp_path / "nowhere")
