"""Fillers that are no entity."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sukien.entities.tagger import bio, fit_crf
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.candidates import TriggerLexicon
from sukien.events.fillers import FillerTagger, KnownFillers, filler_features
from sukien.events.scene import Scene
from sukien.schema import TEXT
from sukien.training.annotation import from_ann
from sukien.training.examples import example

CLASSES = WordClasses({}, {})
LEXICON = TriggerLexicon({"tặng": ["DONATION"], "thăm": ["VISIT"], "kỷ luật": ["DISCIPLINE"]})
LESSONS = [
    (
        "Xã {K1|tặng} {N1:NUMBER|20} phần quà cho {G1|hộ nghèo}.",
        "N1 kind=count value=20\nE1 DONATION K1 beneficiary=G1",
    ),
    ("Đoàn {K1|thăm} {G1|gia đình chính sách}.", "E1 VISIT K1 beneficiary=G1"),
    ("Hội {K1|tặng} quà cho {G1|học sinh nghèo}.", "E1 DONATION K1 beneficiary=G1"),
    ("Đoàn {K1|thăm} {G1|hộ nghèo}.", "E1 VISIT K1 beneficiary=G1"),
    ("{K1|Kỷ luật} {N1:NUMBER|2} đảng viên.", "N1 kind=count value=2\nE1 DISCIPLINE K1 quantity=N1"),
]


def scene(marked: str, notes: str = "") -> Scene:
    return example(from_ann(f"{marked}\n---\n{notes}\n")).scene


def unmarked(text: str) -> Scene:
    return scene(text)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sequences = []
    for lesson in LESSONS:
        taught = scene(*lesson)
        spans = [(m.start, m.end, m.hint) for m in taught.mentions if m.label == TEXT]
        features = filler_features(taught, LEXICON.find(taught), CLASSES)
        sequences.append((features, bio(taught.atoms, spans)))
    path = tmp_path_factory.mktemp("model") / "fillers.crfsuite"
    fit_crf(sequences, path, c1=0.0, c2=0.1, max_iterations=30)
    return path


def found(fillers: FillerTagger, text: str) -> list[tuple[str, str]]:
    plain = unmarked(text)
    mentions = fillers.find(plain, LEXICON.find(plain))
    assert {mention.label for mention in mentions} <= {TEXT}
    return [(plain.text[mention.start : mention.end], mention.hint) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huyện tặng 8 phần quà cho hộ nghèo.", [("hộ nghèo", "beneficiary")]),
        ("Đoàn thăm gia đình chính sách.", [("gia đình chính sách", "beneficiary")]),
        ("Kỷ luật 5 đảng viên.", []),
        ("Xã có nhiều hộ nghèo.", []),  # no trigger, nothing to fill
        ("", []),
    ],
)
def test_what_the_tagger_finds(model: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FillerTagger(model, CLASSES), text) == expected


def test_nothing_is_found_over_an_entity(model: Path) -> None:
    marked = scene("Đoàn thăm {O1:ORG|gia đình chính sách}.")
    assert FillerTagger(model, CLASSES).find(marked, LEXICON.find(marked)) == []


def test_threads_do_not_disturb_each_other(model: Path) -> None:
    fillers = FillerTagger(model, CLASSES)
    texts = ["Huyện tặng 8 phần quà cho hộ nghèo.", "Đoàn thăm gia đình chính sách.", "Kỷ luật 5 đảng viên."] * 40
    alone = [found(fillers, text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: found(fillers, text), texts)) == alone


def test_a_damaged_model_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"lCRF")
    with pytest.raises(ModelError, match="damaged"):
        FillerTagger(tmp_path / "damaged", CLASSES)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Kỷ luật 2 đảng viên: khiển trách 1, cảnh cáo 1.", [("khiển trách", "form"), ("cảnh cáo", "form")]),
        ("{O1:ORG|Ban khiển trách} họp", []),
        ("Không khiển. Trách ai", []),  # not over the end of a sentence
    ],
)
def test_known_fillers_are_looked_up(marked: str, expected: list[tuple[str, str]]) -> None:
    plain = scene(marked)
    known = KnownFillers({"khiển trách": "form", "cảnh cáo": "form"}).find(plain)
    assert [(plain.text[m.start : m.end].lower(), m.hint) for m in known] == expected


def test_known_fillers_do_not_lie_on_those_the_tagger_found() -> None:
    taught = scene("Đoàn {K1|thăm} {G1|hộ nghèo}.", "E1 VISIT K1 beneficiary=G1")
    assert KnownFillers({"nghèo": "beneficiary"}).find(taught) == []
