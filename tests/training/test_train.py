"""Training on a small corpus (`corpus/` beside this file), from articles to the files of a model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from sukien.calibration import Curve, Curves
from sukien.cli import main
from sukien.entities.word_classes import WordClasses
from sukien.errors import AnnotationError
from sukien.events.candidates import TriggerLexicon, known_triggers
from sukien.pipeline import Extractor
from sukien.training import train as training
from sukien.training.annotation import from_ann
from sukien.training.card import CARD, MANIFEST
from sukien.training.corpus import read_corpus
from sukien.training.examples import example
from sukien.training.train import (
    Lesson,
    answers_of,
    filler_phrases,
    measure,
    tagger_sequence,
    train,
    trigger_phrases,
    trigger_rows,
)

CORPUS = Path(__file__).parent / "corpus"


class OneProcess:
    """Stands for the pool of processes: does the work here."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> OneProcess:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, work: Callable[..., object], *given: object) -> Future[object]:
        done: Future[object] = Future()
        done.set_result(work(*given))
        return done

    def map(self, work: Callable[[object], object], items: Iterable[object]) -> Iterator[object]:
        return map(work, items)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "FOLDS", 2)
    monkeypatch.setattr(training, "ProcessPoolExecutor", OneProcess)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the small corpus, made by several processes as it is shipped."""
    out = tmp_path_factory.mktemp("model") / "made" / "here"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "FOLDS", 2)
        train(CORPUS, out)
    return out


def test_the_same_corpus_gives_the_same_bytes_whatever_the_number_of_processes(model: Path, tmp_path: Path) -> None:
    train(CORPUS, tmp_path)
    names = sorted(path.name for path in model.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert [name for name in names if (model / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_the_model_reads_what_it_was_taught(model: Path) -> None:
    extract = Extractor(model)
    document = extract("Năm 2022, Đảng ủy xã Tân Hòa kết nạp 12 đảng viên.", "2023-01-10")
    (event,) = document.events
    assert (event.type, event.modality) == ("ADMISSION", "actual")
    assert {(a.role, document.entity(a.entity).text) for a in event.args if a.entity} == {
        ("agent", "Đảng ủy xã Tân Hòa"),
        ("quantity", "12"),
        ("time", "Năm 2022"),
    }


def test_the_manifest_holds_the_hash_of_every_file(model: Path) -> None:
    hashes = msgspec.json.decode((model / MANIFEST).read_bytes())
    assert hashes == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(model.iterdir())
        if path.name not in (MANIFEST, CARD)
    }


def test_the_card_says_what_was_learned_from(model: Path) -> None:
    card = (model / CARD).read_text(encoding="utf-8")
    assert "8 written articles; the real ones were left out" in card
    assert "| ADMISSION | 3 |" in card
    assert "| negated | 2 |" in card
    assert "tagger.crfsuite" in card


def test_the_card_says_how_the_model_does_on_the_test_part(model: Path) -> None:
    card = (model / CARD).read_text(encoding="utf-8")
    assert "| fact | 100.0 | 100.0 | 100.0 | 1 / 1 / 1 |" in card
    assert "| event ADMISSION | 100.0 | 100.0 | 100.0 | 1 / 1 / 1 |" in card


def test_scores_say_how_much_is_right_on_the_dev_part(model: Path) -> None:
    """Of the five events that the model finds there two are annotated, so it may be as sure of them as that."""
    report = measure(CORPUS / "dev", None, model)
    assert (report["event"].hit, report["event"].predicted) == (2, 5)
    for calibration in report.calibration.values():
        told = [score for score, _ in calibration.outcomes]
        right = [right for _, right in calibration.outcomes]
        assert sum(told) / len(told) == pytest.approx(sum(right) / len(right), abs=0.15)
    curves = Curves.load(model)
    assert curves.event != Curve()
    assert curves.entity == Curve()  # all are right there, which is too little to fit a curve to


def test_a_part_that_is_not_there_is_measured_as_empty(model: Path, tmp_path: Path) -> None:
    report = measure(tmp_path / "dev", None, model)
    assert report.figures == {}
    assert {what: calibration.outcomes for what, calibration in report.calibration.items()} == {
        "entity": (), "event": (), "argument": (),
    }  # fmt: skip


def test_the_command_trains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, ...]] = []
    monkeypatch.setattr(training, "train", lambda *paths: asked.append(paths))
    assert main(["train", str(CORPUS), "--out", str(tmp_path / "model"), "--texts", str(tmp_path)]) == 0
    assert asked == [(CORPUS, tmp_path / "model", tmp_path)]


def test_without_a_corpus_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="train"):
        train(tmp_path, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_articles_that_all_say_the_same_are_too_little(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    shutil.copy(CORPUS / "word_classes.tsv", tmp_path)
    for name in "abcd":
        marked = f"# id: {name}\nXã {{K1|kết nạp}} {{N1:NUMBER|5}} đảng viên.\n---\n"
        notes = "N1 kind=count value=5\nE1 ADMISSION K1 quantity=N1\n"
        (tmp_path / "train" / f"{name}.ann").write_text(marked + notes, encoding="utf-8")
    with pytest.raises(AnnotationError, match="too little"):
        train(tmp_path, tmp_path / "model")


# --- the parts


def lesson(annotated: str) -> Lesson:
    laid = example(from_ann(annotated))
    return Lesson(laid.scene, laid.events, 0)


SHARED = """\
Xã {K1|kỷ luật} {N1:NUMBER|8} đảng viên ({N2:NUMBER|5} nữ), {N3:NUMBER|2} chi bộ.
---
N1 kind=count value=8 unit=đảng viên
N2 kind=count value=5
N3 kind=count value=2 unit=chi bộ
E1 DISCIPLINE K1 quantity=N1 part=N2
E2 DISCIPLINE K1 quantity=N3
E3 DISCIPLINE K1 quantity=N2
"""


def test_triggers_of_the_corpus_are_learned() -> None:
    laid = example(from_ann("Hội {K1|gửi gắm} {G1|yêu thương}.\n---\nE1 DONATION K1 beneficiary=G1\n"))
    phrases = trigger_phrases([laid])
    assert phrases["gửi gắm"] == ["DONATION"]
    assert set(known_triggers()) < set(phrases)


def test_plain_fillers_of_core_roles_are_learned() -> None:
    laid = example(from_ann("{K1|Khiển trách} {G1|cán bộ}.\n---\nE1 DISCIPLINE K1 form=K1 agent=G1\n"))
    assert filler_phrases([laid]) == {"khiển trách": "form"}


def test_every_candidate_is_a_row() -> None:
    rows = list(trigger_rows(lesson(SHARED), TriggerLexicon({"kỷ luật": ["DISCIPLINE"], "nữ": ["VISIT"]})))
    assert [label for _, label in rows] == ["DISCIPLINE", "NONE"]


def test_events_that_share_a_trigger_are_one_group_of_roles() -> None:
    """What is a part of one and the quantity of another is a quantity."""
    (roles,) = answers_of(lesson(SHARED)).values()
    assert list(roles.values()) == ["quantity", "quantity", "quantity"]


def test_the_tags_of_an_article_are_its_entities() -> None:
    for document in read_corpus(CORPUS / "train", None):
        laid = example(document)
        features, tags = tagger_sequence(laid, WordClasses({}, {}))
        assert len(features) == len(tags) == len(laid.atoms)
        assert sum(tag[0] == "B" for tag in tags) == len(document.entities)
