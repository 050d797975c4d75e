"""The sequence tagger: a linear-chain CRF over syllables that finds the entities of all ten labels, with scores.

What the rules for numbers, dates and document references found is among its features, so it decides where rules and
context disagree.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pycrfsuite

from sukien.calibration import Curve
from sukien.entities.features import Span, rule_tags, token_features
from sukien.entities.match import Match, Norm
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError

_LONGEST_PIECE: Final = 5_000
"""Atoms that are tagged at once, far more than a news article has; the features of all of a book would fill memory."""
_NO_TEXT: Final = re.compile(r"(?<!\S)\S{1000,}")
"""So long a stretch without a space holds no words (nor would a reader find any)."""


@dataclass(slots=True)
class Tagged:
    """An entity on the normalised view: `text[start:end]`, its label, how sure the tagger is (0 to 1)."""

    start: int
    end: int
    label: str
    score: float
    norm: Norm = field(default_factory=dict)


class Tagger:
    """A trained CRF with its word classes; may be used from several threads at once."""

    def __init__(self, model: Path, classes: WordClasses, curve: Curve | None = None) -> None:
        """Open the CRF file `model`; `ModelError` if it is missing or damaged. `curve` calibrates the scores."""
        self._classes = classes
        self._curve = curve or Curve()
        self._crf = open_crf(model)
        self._lock = Lock()  # the CRF keeps the sequence between asking for its tags and for their probabilities

    def tag(self, text: str, atoms: Sequence[Span], matches: Iterable[tuple[str, Match]]) -> list[Tagged]:
        """The entities of `text`, in order, not overlapping; `matches` are (label, match) pairs of the rules."""
        if not atoms:
            return []
        rules = rule_tags(atoms, matches)
        return [
            tagged
            for first, last in pieces(text, atoms)
            for tagged in self._tag_piece(text, atoms[first:last], rules[first:last])
        ]

    def _tag_piece(self, text: str, atoms: Sequence[Span], rules: Sequence[str]) -> list[Tagged]:
        features = token_features(text, atoms, rules, self._classes)
        with self._lock:
            tags = self._crf.tag(features)
            found = []
            for first, last, label in chunks(tags):
                score = min(self._crf.marginal(tags[i], i) for i in range(first, last))
                found.append(Tagged(atoms[first][0], atoms[last - 1][1], label, self._curve(score)))
        return found


def open_crf(model: Path) -> Any:
    """A `pycrfsuite.Tagger` of the file `model`; `ModelError` if it is missing or damaged."""
    crf = pycrfsuite.Tagger()
    try:
        _check_size(model)
        crf.open(str(model))
    except (OSError, ValueError, struct.error) as error:
        raise ModelError(f"{model}: not a usable tagger ({error}); make it again with `sukien train`") from error
    return crf


def _check_size(model: Path) -> None:
    """Refuse a file that was cut off: CRFsuite would read past its end and take the process with it."""
    with model.open("rb") as file:
        _, size = struct.unpack("<4sI", file.read(8))
    if model.stat().st_size != size:
        raise ValueError(f"{model.stat().st_size} bytes instead of {size}")


def pieces(text: str, atoms: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The ranges `[first, last)` of atoms to be tagged one after another, cut at a line end where there is one.

    What is no text at all, a thousand characters without a space, is left out.

    >>> list(pieces("Tin mới", [(0, 3), (4, 7)]))
    [(0, 2)]
    """
    first = 0
    for start, end in (*(match.span() for match in _NO_TEXT.finditer(text)), (len(text), len(text))):
        last = bisect_left(atoms, (start,))
        while last - first > _LONGEST_PIECE:
            line_end = text.rfind("\n", atoms[first][1], atoms[first + _LONGEST_PIECE][0])
            cut = first + _LONGEST_PIECE if line_end < 0 else bisect_left(atoms, (line_end,))
            yield first, cut
            first = cut
        if first < last:
            yield first, last
        first = bisect_left(atoms, (end,))


def chunks(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, last, label) of each chunk of a BIO sequence; an `I-` after nothing of its kind opens one.

    >>> chunks(["O", "B-LOC", "I-LOC", "B-LOC", "I-ORG"])
    [(1, 3, 'LOC'), (3, 4, 'LOC'), (4, 5, 'ORG')]
    """
    found: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag == "O":
            continue
        place, label = tag[0], tag[2:]
        if place == "I" and found and found[-1][1] == i and found[-1][2] == label:
            found[-1] = (found[-1][0], i + 1, label)
        else:
            found.append((i, i + 1, label))
    return found


def bio(atoms: Sequence[Span], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO tags of `atoms` for labelled spans; a span that does not begin and end with an atom is left out.

    >>> bio([(0, 2), (3, 5), (5, 6)], [(0, 5, "LOC")])
    ['B-LOC', 'I-LOC', 'O']
    """
    first_at = {start: i for i, (start, _) in enumerate(atoms)}
    last_at = {end: i for i, (_, end) in enumerate(atoms)}
    tags = ["O"] * len(atoms)
    for start, end, label in spans:
        first, last = first_at.get(start), last_at.get(end)
        if first is not None and last is not None:
            tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first)]
    return tags


def fit_crf(sequences: Iterable[tuple[list[list[str]], list[str]]], path: Path, **settings: float | int | bool) -> None:
    """Train a CRF on (features, tags) sequences and write it to `path`; the same input gives the same bytes."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, tags in sequences:
        trainer.append(features, tags)
    trainer.set_params({"feature.possible_transitions": True, **settings})
    trainer.train(str(path))
