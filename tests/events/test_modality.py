"""Whether a thing happened: where announcing words outweigh the classifier, and where they do not reach."""

from __future__ import annotations

import numpy as np
import pytest

from sukien.events.candidates import TriggerLexicon
from sukien.events.classifier import LinearClassifier
from sukien.events.modality import modality
from sukien.training.annotation import from_ann
from sukien.training.examples import example

LEXICON = TriggerLexicon({"kết nạp": ["ADMISSION"]})


def always(answer: str) -> LinearClassifier:
    classes = ["actual", "negated", "planned"]
    bias = np.array([5.0 if name == answer else 0.0 for name in classes], dtype=np.float32)
    return LinearClassifier(classes, [], np.zeros((0, 3), dtype=np.float32), bias)


def said(text: str, answer: str) -> str:
    """The modality of the last `kết nạp` of `text` where the classifier always gives `answer`."""
    scene = example(from_ann(f"{text}\n---\n")).scene
    return modality(scene, LEXICON.find(scene)[-1], "ADMISSION", always(answer))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã kết nạp 5 đảng viên.", "actual"),
        ("Xã sẽ kết nạp 5 đảng viên.", "planned"),
        ("Chi bộ đề nghị kết nạp 5 quần chúng.", "planned"),
        ("Đảng bộ phấn đấu mở 3 lớp bồi dưỡng, cử 20 đồng chí đi học và kết nạp 5 đảng viên.", "planned"),  # a list
        ("Xã sẽ mở lớp; đã kết nạp 5 đảng viên.", "actual"),  # another clause
        ("Xã sẽ mở lớp. Chi bộ kết nạp 5 đảng viên.", "actual"),  # another sentence
        ("Xã kết nạp 5 đảng viên, sẽ mở lớp.", "actual"),  # only what comes after it is announced
        ("Xã sẽ " + "làm đường " * 10 + "và kết nạp 5 đảng viên.", "actual"),  # too far for `sẽ`
    ],
)
def test_what_is_announced_is_planned(text: str, expected: str) -> None:
    assert said(text, "actual") == expected


@pytest.mark.parametrize("answer", ["negated", "planned"])
def test_else_the_classifier_is_believed(answer: str) -> None:
    assert said("Xã sẽ kết nạp 5 đảng viên.", answer) == answer
    assert said("Xã kết nạp 5 đảng viên.", answer) == answer
