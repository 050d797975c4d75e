"""Compares ways to build the models: each row is trained on corpus/train and scored on corpus/dev.

    python benchmarks/compare.py CORPUS --texts DIR --part tagger|spacy|events

Prints one Markdown row a variant. The settings of the shipped model were chosen by such tables; corpus/test has no part
in them. A row of the tagger takes some minutes on one core.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from sukien.entities.tagger import bio, chunks, fit_crf, open_crf
from sukien.entities.word_classes import WordClasses
from sukien.events.candidates import Candidate, TriggerLexicon, known_triggers
from sukien.events.classifier import LinearClassifier
from sukien.events.features import trigger_features
from sukien.events.roles import NONE, all_pairs, first_look, second_rows
from sukien.schema import TEXT
from sukien.training.corpus import is_real, read_corpus
from sukien.training.examples import Example, example, true_candidate
from sukien.training.train import (
    Lesson,
    answers_of,
    fit_roles,
    fit_triggers,
    rule_matches,
    tagger_sequence,
    trigger_phrases,
    trigger_rows,
)
from sukien.words import segment

ITERATIONS = 60
"""Half of what the shipped tagger gets; enough to tell the variants apart."""

Features = list[list[str]]


class Parts(NamedTuple):
    """The examples that are learned from and those that are scored."""

    train: list[Example]
    dev: list[Example]


class Score(NamedTuple):
    """Right, found, annotated."""

    hit: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        return 200 * self.hit / max(self.found + self.gold, 1)


def row(name: str, scores: dict[str, Score], seconds: float) -> None:
    """Print a row: F1 on the written and on the real part of dev."""
    figures = " | ".join(f"{scores[part].f1:.1f}" for part in ("written", "real"))
    print(f"| {name} | {figures} | {seconds:.0f} |", flush=True)


def by_origin(found: Iterable[tuple[Example, Score]]) -> dict[str, Score]:
    """The sums of the scores of written and of real articles."""
    sums = {"written": Counter[int](), "real": Counter[int]()}
    for each, score in found:
        sums["real" if is_real(each.document) else "written"].update(dict(enumerate(score)))
    return {name: Score(*(counts[i] for i in range(3))) for name, counts in sums.items()}


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """The chunks of a tag sequence."""
    return set(chunks(tags))


def without(prefixes: str) -> Callable[[Features], Features]:
    """Drops the features whose names match."""
    pattern = re.compile(prefixes)
    return lambda rows: [[name for name in features if not pattern.match(name)] for features in rows]


def compare_taggers(parts: Parts, classes: WordClasses) -> None:
    """CRFs with all features and with each group of them left out."""
    variants: dict[str, Callable[[Features], Features]] = {
        "syllables, all features": lambda rows: rows,
        "without affixes": without(r"p2=|x2="),
        "without shapes": without(r"s-?\d=|ss"),
        "without rule tags": without(r"q"),
        "without lists of head words (`Ban`, `Trường`, `Phó`)": without(r"h-?\d=|hh|r0h"),
        "without word classes": without(r"c\d|cc|wb|wc|wd"),
        "without words of several syllables": without(r"wb|wc|wd"),
        "without layout": without(r"bol|eol|glue|begin|end"),
        "without the article's other mentions": without(r"dl="),
        "without runs of capitals": without(r"run|rl|rr|r0|rp|dl="),
    }
    train = [tagger_sequence(each, classes) for each in parts.train]
    dev = [(each, *tagger_sequence(each, classes)) for each in parts.dev]
    for name, change in variants.items():
        start = time.perf_counter()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "x.crfsuite"
            sequences = ((change(features), tags) for features, tags in train)
            fit_crf(sequences, path, c1=0.1, c2=0.02, max_iterations=ITERATIONS)
            crf = open_crf(path)
            found = []
            for each, features, tags in dev:
                wanted, got = spans(tags), spans(crf.tag(change(features)))
                found.append((each, Score(len(wanted & got), len(got), len(wanted))))
        row(name, by_origin(found), time.perf_counter() - start)
    rules = []
    for each, _, tags in dev:
        got = spans(bio(each.atoms, [(m.start, m.end, label) for label, m in rule_matches(each.document)]))
        wanted = {span for span in spans(tags) if span[2] in ("NUMBER", "DATE", "DOCREF")}
        rules.append((each, Score(len(wanted & got), len(got), len(wanted))))
    row("rules alone (NUMBER, DATE, DOCREF only)", by_origin(rules), 0)
    compare_units(parts, classes, train)


def compare_units(parts: Parts, classes: WordClasses, train: list[tuple[Features, list[str]]]) -> None:
    """The same CRF over words (underthesea's, as in the tokenizer) in place of syllables."""
    start = time.perf_counter()

    def by_words(each: Example, features: Features, tags: Sequence[str]) -> tuple[Features, list[str], list[int]]:
        firsts = {start for start, _ in segment(each.view, each.layout)}
        heads = [i for i, (first, _) in enumerate(each.atoms) if first in firsts or i == 0]
        return [features[i] for i in heads], [tags[i] for i in heads], heads

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.crfsuite"
        rows = (by_words(each, *sequence)[:2] for each, sequence in zip(parts.train, train, strict=True))
        fit_crf(rows, path, c1=0.1, c2=0.02, max_iterations=ITERATIONS)
        crf = open_crf(path)
        found = []
        for each in parts.dev:
            features, tags = tagger_sequence(each, classes)
            short, _, heads = by_words(each, features, tags)
            got = set()
            for first, last, label in chunks(crf.tag(short)):
                end = heads[last] if last < len(heads) else len(tags)
                got.add((heads[first], end, label))
            wanted = spans(tags)
            found.append((each, Score(len(wanted & got), len(got), len(wanted))))
    row("words in place of syllables", by_origin(found), time.perf_counter() - start)


def compare_spacy(parts: Parts) -> None:
    """The transition-based NER of spaCy over its convolutional tok2vec, from scratch, on syllables."""
    import random

    import spacy
    from spacy.tokens import Doc, Span
    from spacy.training import Example as Pair

    start = time.perf_counter()
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("xx")
    ner = nlp.add_pipe("ner")

    def doc_of(each: Example) -> Doc:
        words = [each.view.text[first:last] for first, last in each.atoms]
        doc = Doc(nlp.vocab, words=words)
        tags = bio(each.atoms, [(m.start, m.end, m.label) for m in each.scene.mentions if m.label != TEXT])
        doc.ents = [Span(doc, first, last, label) for first, last, label in chunks(tags)]
        return doc

    pairs = [Pair(Doc(nlp.vocab, words=[t.text for t in doc]), doc) for doc in map(doc_of, parts.train)]
    for label in sorted({ent.label_ for pair in pairs for ent in pair.reference.ents}):
        ner.add_label(label)
    optimizer = nlp.initialize(lambda: pairs[:50])
    order = random.Random(0)
    for _ in range(12):
        order.shuffle(pairs)
        for i in range(0, len(pairs), 8):
            nlp.update(pairs[i : i + 8], sgd=optimizer, drop=0.2)
    found = []
    for each in parts.dev:
        gold = doc_of(each)
        doc = nlp(Doc(nlp.vocab, words=[token.text for token in gold]))
        wanted = {(ent.start, ent.end, ent.label_) for ent in gold.ents}
        got = {(ent.start, ent.end, ent.label_) for ent in doc.ents}
        found.append((each, Score(len(wanted & got), len(got), len(wanted))))
    row("spaCy tok2vec + transition NER, 12 epochs", by_origin(found), time.perf_counter() - start)


def lessons_of(examples: Sequence[Example]) -> list[Lesson]:
    """Lessons on the annotated entities: the comparison is of event models alone."""
    return [Lesson(each.scene, each.events, i) for i, each in enumerate(examples)]


def compare_events(parts: Parts) -> None:
    """Triggers by rules alone, by classifiers, by both; roles pair by pair and jointly; on the annotated entities."""
    lexicon = TriggerLexicon(trigger_phrases(parts.train))
    hand_made = TriggerLexicon(known_triggers())
    train, dev = lessons_of(parts.train), lessons_of(parts.dev)

    def scored(name: str, pick: Callable[[Lesson], list[tuple[Candidate, str]]], find: TriggerLexicon) -> None:
        start = time.perf_counter()
        found = []
        for each, lesson in zip(parts.dev, dev, strict=True):
            candidates = find.find(lesson.scene)
            true = {true_candidate(event, candidates): event.type for event in lesson.events}
            got = pick(lesson)
            hit = sum(true.get(candidate) == kind for candidate, kind in got)
            found.append((each, Score(hit, len(got), len({(e.first, e.type) for e in lesson.events}))))
        row(name, by_origin(found), time.perf_counter() - start)

    scored(
        "triggers: every phrase of the hand-made lexicon, its first type (rules alone)",
        lambda lesson: [(c, c.types[0]) for c in hand_made.find(lesson.scene)],
        hand_made,
    )
    scored(
        "triggers: every phrase of the lexicon learned from the corpus (rules alone)",
        lambda lesson: [(c, c.types[0]) for c in lexicon.find(lesson.scene)],
        lexicon,
    )
    linear = fit_triggers(train, lexicon)
    scored("triggers: lexicon, then logistic regression", picker(linear, lexicon), lexicon)
    every = every_word(train)
    anywhere = fit_triggers(train, every)
    scored("triggers: logistic regression on every syllable, no lexicon", picker(anywhere, every), every)
    boosted = boosting(train, lexicon)
    scored("triggers: lexicon, then gradient boosting (100 SVD components)", boosted, lexicon)
    compare_roles(parts, train, dev)


def picked(
    candidates: Sequence[Candidate], rows: Iterable[Sequence[float]], classes: Sequence[str], least: float = 0.3
) -> Iterator[tuple[Candidate, str]]:
    """The candidates that are events, with their type."""
    none = list(classes).index(NONE)
    for candidate, probabilities in zip(candidates, rows, strict=True):
        kept = np.array(probabilities)
        if 1 - kept[none] >= least:
            kept[none] = 0
            yield candidate, str(classes[int(kept.argmax())])


def picker(model: LinearClassifier, lexicon: TriggerLexicon) -> Callable[[Lesson], list[tuple[Candidate, str]]]:
    """Finds the events of a lesson with a lexicon and a classifier of its candidates."""

    def pick(lesson: Lesson) -> list[tuple[Candidate, str]]:
        candidates = lexicon.find(lesson.scene)
        rows = model.probabilities([trigger_features(lesson.scene, c) for c in candidates])
        return list(picked(candidates, rows, model.classes))

    return pick


def every_word(lessons: Iterable[Lesson]) -> TriggerLexicon:
    """A lexicon of every syllable of the articles, so that the classifier alone decides."""
    return TriggerLexicon({word: ("ANY",) for lesson in lessons for word in lesson.scene.words if word.isalpha()})


def boosting(lessons: Sequence[Lesson], lexicon: TriggerLexicon) -> Callable[[Lesson], list[tuple[Candidate, str]]]:
    """Histogram gradient boosting on a dense projection of the same features."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(2**18, input_type="string", alternate_sign=False)
    pairs = [pair for lesson in lessons for pair in trigger_rows(lesson, lexicon)]
    svd = TruncatedSVD(100, random_state=0)
    dense = svd.fit_transform(hasher.transform(features for features, _ in pairs))
    model = HistGradientBoostingClassifier(max_iter=150, random_state=0).fit(dense, [label for _, label in pairs])

    def pick(lesson: Lesson) -> list[tuple[Candidate, str]]:
        candidates = lexicon.find(lesson.scene)
        if not candidates:
            return []
        rows = svd.transform(hasher.transform(trigger_features(lesson.scene, c) for c in candidates))
        return list(picked(candidates, model.predict_proba(rows), list(model.classes_)))

    return pick


def compare_roles(parts: Parts, train: list[Lesson], dev: list[Lesson]) -> None:
    """Roles of the annotated triggers: each pair by itself, and with a second look that knows the first's answers."""
    start = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        models = fit_roles(train, pool)
    seconds = time.perf_counter() - start
    alone, joint = [], []
    for each, lesson in zip(parts.dev, dev, strict=True):
        answers = answers_of(lesson)
        looks = first_look(lesson.scene, [(trigger, trigger.types[0]) for trigger in answers], models.first)
        wanted = sum(len(roles) for roles in answers.values())
        truth = [answers[look.trigger].get(m.first, NONE) for look in looks for m in look.mentions]
        first = [models.first.classes[int(p.argmax())] for look in looks for p in look.probabilities]
        rows = second_rows(lesson.scene, looks, models.first.classes, all_pairs(looks))
        second = [models.second.classes[int(p.argmax())] for p in models.second.probabilities(rows)]
        for found, guesses in ((alone, first), (joint, second)):
            hit = sum(t == g != NONE for t, g in zip(truth, guesses, strict=True))
            found.append((each, Score(hit, sum(g != NONE for g in guesses), wanted)))
    row("roles: each (trigger, mention) pair by itself", by_origin(alone), seconds)
    row("roles: a second look that knows the first's answers", by_origin(joint), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--part", choices=("tagger", "spacy", "events"), required=True)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="learn from every Nth article only")
    given = parser.parse_args()
    train = read_corpus(given.corpus / "train", given.texts)[:: given.every]
    dev = read_corpus(given.corpus / "dev", given.texts)
    parts = Parts([example(document) for document in train], [example(document) for document in dev])
    print("| variant | F1 written | F1 real | seconds |\n|---|---|---|---|")
    if given.part == "tagger":
        compare_taggers(parts, WordClasses.load(given.corpus / "word_classes.tsv"))
    elif given.part == "spacy":
        compare_spacy(parts)
    else:
        compare_events(parts)


if __name__ == "__main__":
    main()
