"""Triggers, roles and events together, with classifiers whose weights are set by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sukien.calibration import Curve, Curves
from sukien.entities.tagger import fit_crf
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.assembly import Draft
from sukien.events.candidates import TriggerLexicon
from sukien.events.classifier import LinearClassifier
from sukien.events.extraction import FILES, EventModels, find_events, find_triggers
from sukien.events.fillers import FillerTagger, KnownFillers
from sukien.events.roles import NONE, RoleModels
from sukien.events.scene import Scene
from sukien.training.annotation import from_ann
from sukien.training.examples import example

CLASSES = WordClasses({}, {})


def classifier(classes: list[str], weights: dict[str, str]) -> LinearClassifier:
    """A classifier that takes a row for `weights[feature]` where it has the feature, else for the first class."""
    table = np.zeros((len(weights), len(classes)), dtype=np.float32)
    for i, name in enumerate(weights):
        table[i, classes.index(weights[name])] = 9
    bias = np.array([3, *[0] * (len(classes) - 1)], dtype=np.float32)
    return LinearClassifier(classes, list(weights), table, bias)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> EventModels:
    path = tmp_path_factory.mktemp("model") / FILES["fillers"]
    outside = ([["b"]] * 8, ["O"] * 8)
    fit_crf([*[outside] * 20, ([["x"], ["b"]], ["B-form", "O"])], path, c1=0.0, c2=0.01, max_iterations=50)
    roles = classifier(
        [NONE, "agent", "time", "quantity", "course", "form"],
        {"k=LORG": "agent", "k=LDATE": "time", "k=RNUMBER": "quantity", "k=RCOURSE": "course", "k=Rform": "form"}
        | {"k=LPERSON": "course"},  # a role that a person cannot fill
    )
    return EventModels(
        TriggerLexicon({"cử": ["TRAINING"], "học": ["TRAINING"], "kết nạp": ["ADMISSION"], "kỷ luật": ["DISCIPLINE"]}),
        classifier(
            [NONE, "ADMISSION", "DISCIPLINE", "TRAINING"],
            {"t=cử": "TRAINING", "t=kết nạp": "ADMISSION", "t=kỷ luật": "DISCIPLINE"},
        ),
        classifier(["actual", "planned", "negated"], {"l0=sẽ": "planned", "l0=không": "negated"}),
        RoleModels(roles, roles),
        FillerTagger(path, CLASSES),
        KnownFillers({"khiển trách": "form"}),
        0.5,
    )


def scene(marked: str) -> Scene:
    numbers = [part.split(":")[0] for part in marked.split("{") if ":NUMBER|" in part]
    dates = [part.split(":")[0] for part in marked.split("{") if ":DATE|" in part]
    norms = [f"{number} kind=count value=1" for number in numbers] + [f"{day} value=2022" for day in dates]
    return example(from_ann("\n".join([marked, "---", *norms, ""]))).scene


def told(found: Scene, draft: Draft) -> str:
    fillers = [f"{f.role}={found.text[f.mention.start : f.mention.end]}" for f in draft.fillers]
    return " | ".join([draft.type, draft.modality, draft.trigger.phrase, *fillers])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{D1:DATE|Năm 2022}, {O1:ORG|Huyện ủy} cử {N1:NUMBER|3} đồng chí học {C1:COURSE|lớp Cao cấp}.",
            ["TRAINING | actual | cử | agent=Huyện ủy | quantity=3 | course=lớp Cao cấp | time=Năm 2022"],
        ),
        ("Xã sẽ kết nạp {N1:NUMBER|5} đảng viên.", ["ADMISSION | planned | kết nạp | quantity=5"]),
        ("Xã không kết nạp ai.", ["ADMISSION | negated | kết nạp"]),
        (
            "Xã kết nạp {N1:NUMBER|5} nam, {N2:NUMBER|3} nữ.",
            ["ADMISSION | actual | kết nạp | quantity=5", "ADMISSION | actual | kết nạp | quantity=3"],
        ),
        ("Bà {P1:PERSON|Na} cử em đi.", ["TRAINING | actual | cử"]),
        ("Kỷ luật khiển trách một người.", ["DISCIPLINE | actual | kỷ luật | form=khiển trách"]),
        ("Các em học bài.", []),
        ("Hôm nay trời đẹp.", []),
        ("", []),
    ],
)
def test_events(models: EventModels, marked: str, expected: list[str]) -> None:
    found = scene(marked)
    assert [told(found, draft) for draft in find_events(found, models)] == expected


def test_a_count_is_the_quantity_of_one_trigger_of_a_type(models: EventModels) -> None:
    found = scene("Xã kết nạp, kết nạp {N1:NUMBER|5} đảng viên.")
    assert sum(len(draft.role("quantity")) for draft in find_events(found, models)) == 1


def test_scores_are_probabilities(models: EventModels) -> None:
    (draft,) = find_events(scene("Xã cử {N1:NUMBER|3} người."), models)
    assert 0.9 < draft.score < 1
    assert 0.9 < draft.fillers[0].score < draft.score  # an argument is right only where its event is


def test_scores_go_through_the_curves_of_the_model(models: EventModels) -> None:
    marked = "Xã cử {N1:NUMBER|3} người."
    (plain,) = find_events(scene(marked), models)
    curves = Curves(event=Curve(shift=-1), argument=Curve(shift=-2))
    (draft,) = find_events(scene(marked), models._replace(curves=curves))
    assert draft.score == pytest.approx(curves.event(plain.score))
    assert draft.fillers[0].score == pytest.approx(curves.argument(plain.fillers[0].score))


def test_the_least_score_is_kept(models: EventModels) -> None:
    found = scene("Xã cử {N1:NUMBER|3} người.")
    candidates = models.lexicon.find(found)
    assert len(find_triggers(found, candidates, models)) == 1
    assert find_triggers(found, candidates, models._replace(threshold=0.9999)) == []


@pytest.mark.parametrize("name", FILES.values())
def test_a_missing_file_is_a_clear_error(models: EventModels, name: str, tmp_path: Path) -> None:
    (tmp_path / FILES["lexicon"]).write_bytes(b'{"phrases":{},"fillers":{},"threshold":0.5}')
    for kind in ("triggers", "modality", "roles", "joint_roles"):
        models.triggers.save(tmp_path / FILES[kind])
    (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(ModelError, match=name):
        EventModels.load(tmp_path, CLASSES)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"phrases":{"a":1},"fillers":{},"threshold":0.5}'])
def test_a_damaged_lexicon_is_a_clear_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILES["lexicon"]).write_bytes(content)
    with pytest.raises(ModelError, match=FILES["lexicon"]):
        EventModels.load(tmp_path, CLASSES)
