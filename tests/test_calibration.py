"""Curves over scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.calibration import Curve, Curves
from sukien.errors import ModelError

probabilities = st.floats(0, 1)
curves = st.builds(Curve, slope=st.floats(0.1, 5), shift=st.floats(-3, 3))


@given(curves, probabilities, probabilities)
def test_a_surer_thing_stays_surer_and_a_probability_a_probability(curve: Curve, a: float, b: float) -> None:
    assert 0 <= curve(a) <= 1
    if a < b:
        assert curve(a) <= curve(b)


@given(st.floats(0.001, 0.999))
def test_the_plain_curve_changes_nothing(score: float) -> None:
    assert Curve()(score) == pytest.approx(score)


def test_curves_are_kept_with_the_model(tmp_path: Path) -> None:
    curves = Curves(entity=Curve(slope=0.8, shift=-0.1), argument=Curve(shift=0.5))
    curves.save(tmp_path)
    assert Curves.load(tmp_path) == curves


@pytest.mark.parametrize("content", [None, b"", b"[1]", b'{"entity": {"slope": "steep"}}'])
def test_missing_or_damaged_curves_are_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "calibration.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"calibration\.json.*sukien train"):
        Curves.load(tmp_path)
