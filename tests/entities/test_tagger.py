"""The sequence tagger: tags and spans, models that are sound or not, and several threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities import tagger
from sukien.entities.features import token_features
from sukien.entities.tagger import Tagger, bio, chunks, fit_crf, pieces
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.words import find_atoms

CLASSES = WordClasses({}, {})
LESSONS = [
    ("Ông Lê Văn Sáu phát biểu tại xã Tân Mỹ.", [("Lê Văn Sáu", "PERSON"), ("xã Tân Mỹ", "LOC")]),
    ("Bà Trần Thị Mận thăm xã Bình Hòa.", [("Trần Thị Mận", "PERSON"), ("xã Bình Hòa", "LOC")]),
    ("Tại xã Long Khánh, ông Ngô Văn Tám dự họp.", [("xã Long Khánh", "LOC"), ("Ngô Văn Tám", "PERSON")]),
    ("Chi bộ họp và kết nạp đảng viên.", []),
]


def train(path: Path) -> None:
    sequences = []
    for text, entities in LESSONS:
        atoms = find_atoms(text)
        spans = [(text.index(words), text.index(words) + len(words), label) for words, label in entities]
        sequences.append((token_features(text, atoms, ["O"] * len(atoms), CLASSES), bio(atoms, spans)))
    fit_crf(sequences, path, c1=0.0, c2=0.1, max_iterations=30)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "tagger.crfsuite"
    train(path)
    return path


def found(names: Tagger, text: str) -> list[tuple[str, str]]:
    return [(text[entity.start : entity.end], entity.label) for entity in names.tag(text, find_atoms(text), [])]


@pytest.mark.parametrize(("text", "expected"), LESSONS)
def test_it_finds_what_it_was_taught(model: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(Tagger(model, CLASSES), text) == expected


def test_it_finds_new_names_and_says_how_sure_it_is(model: Path) -> None:
    text = "Bà Đỗ Thị Lan thăm xã Phú Lợi."
    names = Tagger(model, CLASSES)
    assert found(names, text) == [("Đỗ Thị Lan", "PERSON"), ("xã Phú Lợi", "LOC")]
    assert all(0.5 < entity.score <= 1 for entity in names.tag(text, find_atoms(text), []))


def test_nothing_is_found_in_nothing(model: Path) -> None:
    assert Tagger(model, CLASSES).tag("", [], []) == []
    assert found(Tagger(model, CLASSES), "5 ; - 🎉 \u0301") == []


def test_the_same_lessons_give_the_same_bytes(model: Path, tmp_path: Path) -> None:
    train(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == model.read_bytes()


def test_threads_do_not_disturb_each_other(model: Path) -> None:
    names = Tagger(model, CLASSES)
    texts = [text for text, _ in LESSONS] * 40
    alone = [names.tag(text, find_atoms(text), []) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: names.tag(text, find_atoms(text), []), texts)) == alone


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.99])
def test_a_model_that_was_cut_off_is_a_clear_error(share: float, model: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.crfsuite"
    content = model.read_bytes()
    damaged.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelError, match=r"damaged\.crfsuite"):
        Tagger(damaged, CLASSES)


@pytest.mark.parametrize("content", [b"no model", b"lCRF\x10\x00\x00\x00FOMC\x00\x00\x00\x00"])
def test_what_is_no_model_is_a_clear_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(ModelError, match="other"):
        Tagger(tmp_path / "other", CLASSES)


def test_a_missing_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        Tagger(tmp_path / "nowhere", CLASSES)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-LOC I-LOC O B-LOC", [(0, 2, "LOC"), (3, 4, "LOC")]),
        ("B-LOC B-LOC", [(0, 1, "LOC"), (1, 2, "LOC")]),
        ("I-LOC I-LOC", [(0, 2, "LOC")]),
        ("O I-LOC I-ORG", [(1, 2, "LOC"), (2, 3, "ORG")]),
        ("B-LOC O I-LOC", [(0, 1, "LOC"), (2, 3, "LOC")]),
        ("O", []),
        ("", []),
    ],
)
def test_chunks_of_tags(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert chunks(tags.split()) == expected


@given(st.lists(st.integers(1, 4), max_size=12), st.data())
def test_spans_survive_being_tags(sizes: list[int], data: st.DataObject) -> None:
    atoms = [(2 * i, 2 * i + 1) for i in range(sum(sizes))]
    spans, first = [], 0
    for size in sizes:
        label = data.draw(st.sampled_from(["", "LOC", "ORG"]))
        if label:
            spans.append((first, first + size, label))
        first += size
    characters = [(atoms[first][0], atoms[last - 1][1], label) for first, last, label in spans]
    assert chunks(bio(atoms, characters)) == spans


def test_a_span_that_cuts_an_atom_is_left_out() -> None:
    assert bio([(0, 4), (5, 9)], [(0, 3, "LOC"), (5, 9, "ORG")]) == ["O", "B-ORG"]


# --- long texts are tagged piece by piece


def test_an_article_is_one_piece() -> None:
    text = "Tin mới.\n" * 1_000
    atoms = find_atoms(text)
    assert list(pieces(text, atoms)) == [(0, len(atoms))]


def test_a_book_is_cut_at_line_ends() -> None:
    text = "một hai ba bốn\n" * 5_000
    atoms = find_atoms(text)
    cut = list(pieces(text, atoms))
    assert [first for first, _ in cut] == [0, *(last for _, last in cut[:-1])]
    assert cut[-1][1] == len(atoms)
    assert all(first % 4 == 0 for first, _ in cut)


def test_what_is_no_text_is_passed_over() -> None:
    text = "Tin mới " + "-" * 5_000 + " hết"
    atoms = find_atoms(text)
    assert list(pieces(text, atoms)) == [(0, 2), (len(atoms) - 1, len(atoms))]


@given(st.text(st.sampled_from("ab -\n"), max_size=200))
def test_pieces_hold_every_atom_once(text: str) -> None:
    atoms = find_atoms(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagger, "_LONGEST_PIECE", 7)
        cut = list(pieces(text, atoms))
    assert [i for first, last in cut for i in range(first, last)] == list(range(len(atoms)))
    assert all(0 < last - first <= 7 for first, last in cut)
    assert all(before[1] == after[0] for before, after in pairwise(cut))
