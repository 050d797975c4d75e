"""Linear classifiers: learned, applied, written and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sukien.errors import AnnotationError, ModelError
from sukien.events.classifier import LinearClassifier, fit

ROWS = [["trao", "quà"], ["tặng", "quà"], ["trao", "bằng khen"], ["tặng", "giấy khen"], ["họp"], ["họp", "sáng"]] * 5
LABELS = ["DONATION", "DONATION", "COMMENDATION", "COMMENDATION", "CONVENE", "CONVENE"] * 5


def learned() -> LinearClassifier:
    return fit(ROWS, LABELS, strength=10.0, min_count=2)


def likeliest(model: LinearClassifier, row: list[str]) -> str:
    return model.classes[int(model.probabilities([row])[0].argmax())]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["trao", "quà"], "DONATION"),
        (["trao", "giấy khen"], "COMMENDATION"),
        (["họp", "chiều"], "CONVENE"),
    ],
)
def test_it_tells_what_it_was_taught(row: list[str], expected: str) -> None:
    assert likeliest(learned(), row) == expected


def test_two_classes() -> None:
    model = fit([["a"], ["b"]] * 3, ["no", "yes"] * 3, strength=10.0, min_count=1)
    no, yes = model.probabilities([["b"]])[0]
    assert yes > 0.9
    assert no + yes == pytest.approx(1)


def test_probabilities() -> None:
    rows = learned().probabilities([["trao"], [], ["unknown", "words"]])
    assert rows.shape == (3, 3)
    assert rows.sum(axis=1) == pytest.approx([1, 1, 1])
    assert (rows[1] == rows[2]).all()
    assert learned().probabilities([]).shape == (0, 3)


def test_a_feature_told_twice_and_in_another_order_counts_once() -> None:
    model = learned()
    once = model.probabilities([["trao", "quà", "sáng"]])
    assert (model.probabilities([["sáng", "quà", "trao", "quà", "trao"]]) == once).all()


def test_rare_features_are_dropped() -> None:
    model = fit([*ROWS, ["họp", "once"]], [*LABELS, "CONVENE"], strength=10.0, min_count=2)
    assert "once" not in model.names
    assert "họp" in model.names


def test_the_same_rows_give_the_same_file(tmp_path: Path) -> None:
    learned().save(tmp_path / "a.npz")
    fit([row[::-1] for row in ROWS], LABELS, strength=10.0, min_count=2).save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_it_survives_its_file(tmp_path: Path) -> None:
    model = learned()
    model.save(tmp_path / "model.npz")
    again = LinearClassifier.load(tmp_path / "model.npz")
    assert (again.classes, again.names) == (model.classes, model.names)
    assert (again.probabilities(ROWS) == model.probabilities(ROWS)).all()


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04"])
def test_a_damaged_file_is_a_clear_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.npz"):
        LinearClassifier.load(tmp_path / "model.npz")


def test_a_file_cut_off_is_a_clear_error(tmp_path: Path) -> None:
    learned().save(tmp_path / "model.npz")
    content = (tmp_path / "model.npz").read_bytes()
    (tmp_path / "model.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=r"model\.npz"):
        LinearClassifier.load(tmp_path / "model.npz")


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", classes=np.array([{}, "a"], dtype=object), names=np.zeros(1, dtype=np.uint8))
    with pytest.raises(ModelError, match=r"model\.npz"):
        LinearClassifier.load(tmp_path / "model.npz")


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        LinearClassifier.load(tmp_path / "nowhere")


@pytest.mark.parametrize(("rows", "labels"), [([["a"], ["b"]], ["x", "x"]), ([["a"], ["b"]], ["x", "y"]), ([], [])])
def test_too_little_to_learn_from_is_a_clear_error(rows: list[list[str]], labels: list[str]) -> None:
    with pytest.raises(AnnotationError, match="too little"):
        fit(rows, labels, strength=1.0, min_count=2)
