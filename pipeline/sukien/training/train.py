"""Makes the model: `train(corpus, out)` reads the annotated corpus and writes every file of the model folder.

The event models learn from the annotated entities and, a second time, from entities as the tagger really finds them,
mistakes included: the corpus is cut in folds, and each fold is tagged by a tagger that has not seen it.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from sukien.calibration import Curve, Curves, log_odds
from sukien.document import Document
from sukien.entities.features import rule_tags, token_features
from sukien.entities.match import Match
from sukien.entities.tagger import Tagged, Tagger, bio, fit_crf
from sukien.entities.word_classes import WordClasses
from sukien.events.candidates import Candidate, TriggerLexicon, known_triggers
from sukien.events.classifier import LinearClassifier, Problem, fit, problem, solve
from sukien.events.extraction import FILES, StoredLexicon
from sukien.events.features import modality_features, role_features, trigger_features
from sukien.events.fillers import FillerTagger, KnownFillers, filler_features
from sukien.events.roles import NONE, RoleModels, all_pairs, first_look, possible_fillers, second_rows
from sukien.events.scene import Mention, Scene
from sukien.pipeline import (
    CLASSES_FILE,
    TAGGER_FILE,
    Analysis,
    Extractor,
    begin,
    find_dates,
    find_docrefs,
    find_numbers,
    set_norms,
)
from sukien.schema import CORE_ROLES, TEXT
from sukien.training.card import write_card
from sukien.training.corpus import read_corpus
from sukien.training.evaluate import Report, evaluate
from sukien.training.examples import Example, TrueEvent, example, placed, true_candidate

TAGGER_SETTINGS: Final = {"c1": 0.1, "c2": 0.02, "max_iterations": 120}
FILLER_SETTINGS: Final = {"c1": 0.1, "c2": 0.02, "max_iterations": 80}
TRIGGER_STRENGTH: Final = 3.0
MODALITY_STRENGTH: Final = 3.0
ROLE_STRENGTH: Final = 0.5
MIN_COUNT: Final = 2
THRESHOLD: Final = 0.3
"""The least score of a trigger; chosen by cross-validation on the training part."""
LONGEST_TRIGGER: Final = 5
LONGEST_FILLER: Final = 6
FILLER_ARTICLES: Final = 2
FOLDS: Final = 3
FOLD_EFFORT: Final = 0.5
"""The share of the iterations for the models of a fold, which only show what mistakes look like."""
WORKERS: Final = 2

Sequenced = tuple[list[list[str]], list[str]]


class Lesson(NamedTuple):
    """A scene with the events that are true of it; `article` numbers the article, which may have several scenes."""

    scene: Scene
    events: list[TrueEvent]
    article: int


def train(corpus: Path, out: Path, texts: Path | None = None) -> None:
    """Make every model from `corpus/train` and write the folder `out`.

    Args:
        corpus: the folder with `train/`, `word_classes.tsv`, and perhaps `dev/`, which the scores are calibrated on,
            and `test/`, whose figures go into the card.
        out: where the model goes; made if it is not there.
        texts: a copy of the repository of the real articles; without it only the written part is learned from.

    Raises:
        AnnotationError: the corpus is missing or breaks the rules of its format.
    """
    documents = read_corpus(corpus / "train", texts)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(corpus / CLASSES_FILE, out / CLASSES_FILE)
    examples = [example(document) for document in documents]
    phrases = trigger_phrases(examples)
    stored = StoredLexicon(phrases, filler_phrases(examples), THRESHOLD)
    (out / FILES["lexicon"]).write_bytes(msgspec.json.encode(stored, order="deterministic"))
    lexicon = TriggerLexicon(phrases)
    whole = _Work(documents, [], out / CLASSES_FILE, lexicon, out)
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool, TemporaryDirectory() as folder:
        known = KnownFillers(stored.fillers)
        lessons = _jackknifed(examples, whole, known, pool, Path(folder))
        sequence_models = [pool.submit(fit, whole, 1.0) for fit in (_fit_tagger, _fit_fillers)]
        lessons += [_as_annotated(each, known, i) for i, each in enumerate(examples)]
        fit_triggers(lessons, lexicon).save(out / FILES["triggers"])
        fit_modality(lessons).save(out / FILES["modality"])
        roles = fit_roles(lessons, pool)
        roles.first.save(out / FILES["roles"])
        roles.second.save(out / FILES["joint_roles"])
        for model in sequence_models:
            model.result()
    Curves().save(out)
    _calibration(measure(corpus / "dev", texts, out)).save(out)
    write_card(out, documents, measure(corpus / "test", texts, out), with_real=texts is not None)


def measure(part: Path, texts: Path | None, model: Path) -> Report:
    """How the model in the folder `model` does on a part of the corpus; an empty report where there is no such part."""
    if not part.is_dir():
        return evaluate([], [])
    extract = Extractor(model)
    documents = read_corpus(part, texts)
    return evaluate(documents, [extract(document.text, document.published, document.id) for document in documents])


def _calibration(report: Report) -> Curves:
    """The curves that fit the scores to what is right."""
    return Curves(**{what: _fit_curve(calibration.outcomes) for what, calibration in report.calibration.items()})


def _fit_curve(outcomes: Sequence[tuple[float, bool]]) -> Curve:
    """The logistic curve through (score, right or not); the plain one where they show no rise."""
    from sklearn.linear_model import LogisticRegression

    if len({right for _, right in outcomes}) < 2:
        return Curve()
    model: Any = LogisticRegression(C=1e6).fit([[log_odds(score)] for score, _ in outcomes], [r for _, r in outcomes])
    curve = Curve(slope=round(float(model.coef_[0, 0]), 4), shift=round(float(model.intercept_[0]), 4))
    return curve if curve.slope > 0 else Curve()


def trigger_phrases(examples: Iterable[Example]) -> dict[str, list[str]]:
    """The hand-made trigger lexicon and the triggers of the corpus, phrase -> event types."""
    found = {phrase: set(types) for phrase, types in known_triggers().items()}
    for each in examples:
        for event in each.events:
            if event.last - event.first <= LONGEST_TRIGGER:
                found.setdefault(" ".join(each.scene.words[event.first : event.last]), set()).add(event.type)
    return {phrase: sorted(types) for phrase, types in sorted(found.items()) if phrase}


def filler_phrases(examples: Iterable[Example]) -> dict[str, str]:
    """The plain-text fillers of the corpus, phrase -> the role it has most often.

    Those of the core roles (`khiển trách`, `công văn`) are few and kept all, others (`huyện`, `nhà trường`) from two
    articles on.
    """
    roles: defaultdict[str, list[str]] = defaultdict(list)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for each in examples:
        for mention in each.scene.mentions:
            if mention.hint and mention.last - mention.first <= LONGEST_FILLER:
                phrase = " ".join(each.scene.words[mention.first : mention.last])
                roles[phrase].append(mention.hint)
                articles[phrase].add(each.document.id)
    likeliest = {phrase: max(sorted(set(found)), key=found.count) for phrase, found in sorted(roles.items())}
    return {
        phrase: role
        for phrase, role in likeliest.items()
        if phrase and (role in CORE_ROLES or len(articles[phrase]) >= FILLER_ARTICLES)
    }


def rule_matches(document: Document) -> list[tuple[str, Match]]:
    """What the rules find in `document`, as in the pipeline."""
    analysis = _analysed(document)
    return analysis.matches


def _analysed(document: Document) -> Analysis:
    analysis = begin(document.text, document.published, document.id)
    for stage in (find_docrefs, find_dates, find_numbers):
        stage(analysis)
    return analysis


def tagger_sequence(each: Example, classes: WordClasses) -> Sequenced:
    """Features and BIO tags of one article."""
    rules = rule_tags(each.atoms, rule_matches(each.document))
    spans = [(m.start, m.end, m.label) for m in each.scene.mentions if m.label != TEXT]
    return token_features(each.view.text, each.atoms, rules, classes), bio(each.atoms, spans)


class _Work(NamedTuple):
    """What a worker process makes sequence models from, and where they go; small enough to be sent there."""

    seen: list[Document]
    unseen: list[Document]
    classes_file: Path
    lexicon: TriggerLexicon
    folder: Path


def _fit_tagger(work: _Work, effort: float) -> None:
    """Train the tagger; `effort` is the share of the iterations that are made at most."""
    classes = WordClasses.load(work.classes_file)
    sequences = (tagger_sequence(example(document), classes) for document in work.seen)
    fit_crf(sequences, work.folder / TAGGER_FILE, **_limited(TAGGER_SETTINGS, effort))


def _fit_fillers(work: _Work, effort: float) -> None:
    classes = WordClasses.load(work.classes_file)
    sequences = (_filler_sequence(example(document), work.lexicon, classes) for document in work.seen)
    fit_crf(sequences, work.folder / FILES["fillers"], **_limited(FILLER_SETTINGS, effort))


def _limited(settings: Mapping[str, float], effort: float) -> dict[str, float]:
    return {**settings, "max_iterations": int(settings["max_iterations"] * effort)}


def _filler_sequence(each: Example, lexicon: TriggerLexicon, classes: WordClasses) -> Sequenced:
    scene = each.scene
    spans = [(m.start, m.end, m.hint) for m in scene.mentions if m.label == TEXT]
    return filler_features(scene, lexicon.find(scene), classes), bio(scene.atoms, spans)


def _as_annotated(each: Example, known: KnownFillers, article: int) -> Lesson:
    """The lesson on the annotated entities; known fillers are added to the true ones, for not all text is a filler."""
    each.scene.add(known.find(each.scene))
    return Lesson(each.scene, each.events, article)


def _jackknifed(
    examples: Sequence[Example], whole: _Work, known: KnownFillers, pool: Executor, folder: Path
) -> list[Lesson]:
    """The examples as lessons on scenes with entities and plain fillers predicted by models that have not seen them."""
    work = []
    for k in range(FOLDS):
        place = folder / str(k)
        place.mkdir()
        seen = [document for i, document in enumerate(whole.seen) if i % FOLDS != k]
        work.append(whole._replace(seen=seen, unseen=whole.seen[k::FOLDS], folder=place))
    fitted = [pool.submit(fit, fold, FOLD_EFFORT) for fold in work for fit in (_fit_tagger, _fit_fillers)]
    for model in fitted:
        model.result()
    predicted: dict[str, tuple[list[Tagged], list[Mention]]] = {}
    for found in pool.map(_predict_fold, work):
        predicted.update(found)
    lessons = []
    for i, each in enumerate(examples):
        tagged, fillers = predicted[each.document.id]
        scene = predicted_scene(each, tagged)
        scene.add(Mention(m.start, m.end, m.label, hint=m.hint, score=m.score) for m in fillers)
        scene.add(known.find(scene))
        lessons.append(Lesson(scene, placed(each, scene), i))
    return lessons


def _predict_fold(work: _Work) -> dict[str, tuple[list[Tagged], list[Mention]]]:
    """What the models in the folder of a fold find in the articles they have not seen."""
    classes = WordClasses.load(work.classes_file)
    tagger = Tagger(work.folder / TAGGER_FILE, classes)
    fillers = FillerTagger(work.folder / FILES["fillers"], classes)
    found = {}
    for document in work.unseen:
        each = example(document)
        tagged = tagger.tag(each.view.text, each.atoms, rule_matches(document))
        set_norms(each.view.text, tagged, date.fromisoformat(each.published) if each.published else None)
        scene = predicted_scene(each, tagged)
        found[document.id] = (tagged, fillers.find(scene, work.lexicon.find(scene)))
    return found


def predicted_scene(each: Example, tagged: Iterable[Tagged]) -> Scene:
    """The scene of an article with tagged entities in place of the annotated ones."""
    mentions = [Mention(t.start, t.end, t.label, t.norm) for t in tagged]
    return Scene(each.view.text, each.atoms, each.layout.sentences, mentions, each.published)


def trigger_rows(lesson: Lesson, lexicon: TriggerLexicon) -> Iterator[tuple[list[str], str]]:
    """Features and event type (or `NONE`) of every candidate."""
    candidates = lexicon.find(lesson.scene)
    types = {}
    for event in lesson.events:
        if candidate := true_candidate(event, candidates):
            types[candidate] = event.type
    for candidate in candidates:
        yield trigger_features(lesson.scene, candidate), types.get(candidate, NONE)


def fit_triggers(lessons: Iterable[Lesson], lexicon: TriggerLexicon) -> LinearClassifier:
    """The classifier of candidates by event type."""
    rows = [row for lesson in lessons for row in trigger_rows(lesson, lexicon)]
    return fit([row[0] for row in rows], [row[1] for row in rows], strength=TRIGGER_STRENGTH, min_count=MIN_COUNT)


def _candidate(scene: Scene, event: TrueEvent) -> Candidate:
    return Candidate(event.first, event.last, " ".join(scene.words[event.first : event.last]), (event.type,))


def fit_modality(lessons: Iterable[Lesson]) -> LinearClassifier:
    """The classifier of triggers by modality."""
    rows = [
        (modality_features(scene, _candidate(scene, event), event.type), event.modality)
        for scene, events, _ in lessons
        for event in events
    ]
    return fit([row[0] for row in rows], [row[1] for row in rows], strength=MODALITY_STRENGTH, min_count=MIN_COUNT)


def answers_of(lesson: Lesson) -> dict[Candidate, dict[int, str]]:
    """For each trigger the role of each filler (by where it begins); events that share a trigger are joined."""
    found: dict[Candidate, dict[int, str]] = {}
    for event in sorted(lesson.events, key=lambda event: (event.first, event.type)):
        roles = found.setdefault(_candidate(lesson.scene, event), {})
        for role, mention in event.fillers:
            if roles.get(mention.first, "part") == "part":  # a part that is a quantity of its own is a quantity
                roles[mention.first] = role
    return found


def fit_roles(lessons: Sequence[Lesson], pool: Executor) -> RoleModels:
    """The classifiers of (trigger, mention) pairs by role; the second learns from answers on unseen articles."""
    pairs, articles = first_look_problem(lessons)
    folds = [pool.submit(solve, pairs.only(articles % FOLDS != k), ROLE_STRENGTH) for k in range(FOLDS)]
    first = pool.submit(solve, pairs, ROLE_STRENGTH)
    rows: list[list[str]] = []
    roles: list[str] = []
    for k, fold in enumerate(folds):
        model = fold.result()
        for lesson in lessons:
            if lesson.article % FOLDS == k:
                answers = answers_of(lesson)
                looks = first_look(lesson.scene, [(trigger, trigger.types[0]) for trigger in answers], model)
                rows += second_rows(lesson.scene, looks, model.classes, all_pairs(looks))
                roles += [answers[look.trigger].get(m.first, NONE) for look in looks for m in look.mentions]
    second = fit(rows, roles, strength=ROLE_STRENGTH, min_count=MIN_COUNT + 1)
    return RoleModels(first.result(), second)


def first_look_problem(lessons: Iterable[Lesson]) -> tuple[Problem, npt.NDArray[np.int_]]:
    """The pairs of trigger and mention with their roles, and the number of the article of each."""
    rows, roles, articles = [], [], []
    for lesson in lessons:
        answers = answers_of(lesson)
        for trigger, own in answers.items():
            for mention in possible_fillers(lesson.scene, trigger):
                rows.append(role_features(lesson.scene, trigger, trigger.types[0], mention, list(answers)))
                roles.append(own.get(mention.first, NONE))
                articles.append(lesson.article)
    return problem(rows, roles, MIN_COUNT + 1), np.array(articles)


__all__ = ["train"]
