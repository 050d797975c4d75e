"""What the sequence tagger looks at: for every atom, strings that describe it and its surroundings.

Words, shapes, word classes, the heads of names (`heads.toml`), what the rules for numbers, dates and document
references found, the run of capitals the atom stands in, and what leads to the same name elsewhere in the article.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

from sukien.entities.lexicon import PhraseTable
from sukien.entities.match import Match
from sukien.entities.word_classes import Classes, WordClasses

Span = tuple[int, int]

_DIGIT: Final = re.compile(r"\d")
_OUTSIDE: Final = "O"
_LONGEST: Final = 24
"""Characters of an atom that features hold; longer ones are no words."""


@cache
def heads() -> PhraseTable[str]:
    """Phrases that open a name, each with its kinds (`position`, `organization`, …) in one short string."""
    source = tomllib.loads(files("sukien.entities").joinpath("data/heads.toml").read_text(encoding="utf-8"))
    kinds: dict[str, list[str]] = {}
    for kind, phrases in source.items():
        for phrase in phrases:
            kinds.setdefault(phrase, []).append(kind[:3])
    return PhraseTable({phrase: "+".join(found) for phrase, found in kinds.items()})


class Run(NamedTuple):
    """Neighbouring atoms with a capital: `[first, last)`, what stands before and after."""

    first: int
    last: int
    left: str
    right: str


class _Row:
    """The columns that features are made of, one entry an atom."""

    def __init__(self, text: str, atoms: Sequence[Span], classes: WordClasses) -> None:
        self.words = [text[start:end] for start, end in atoms]
        self.lower = [word[:_LONGEST].lower() for word in self.words]
        self.shapes = [shape(word) for word in self.words]
        self.breaks = [True, *("\n" in text[a[1] : b[0]] for a, b in pairwise(atoms)), True]
        self.glued = [False, *(a[1] == b[0] for a, b in pairwise(atoms))]
        self.syllables = classes.of_syllables(self.words)
        self.word_classes, self.places = classes.of_words(self.words, self.breaks)
        self.heads = _heads(self.lower)


def shape(word: str) -> str:
    """The look of an atom: `AA`, `Aa`, `A`, `a`, digits as `0`, any other sign as itself.

    >>> [shape(word) for word in ("UBND", "Lê", "Ý", "bầu", "16.212", "-")]
    ['AA', 'Aa', 'A', 'a', '00.000', '-']
    """
    if word[0].isdigit():
        return _DIGIT.sub("0", word)[:8]
    if not word[0].isalpha():
        return word
    if word.isupper():
        return "AA" if len(word) > 1 else "A"
    return "Aa" if word[0].isupper() else "a"


def _heads(lower: Sequence[str]) -> list[str]:
    found = [_OUTSIDE] * len(lower)
    for first, last, kinds in heads().longest(lower):
        found[first] = "B" + kinds
        found[first + 1 : last] = ["I" + kinds] * (last - first - 1)
    return found


def _runs(row: _Row) -> list[Run]:
    found, at, count = [], 0, len(row.words)
    while at < count:
        if not row.words[at][0].isupper():
            at += 1
            continue
        first = at
        at += 1
        while at < count and row.words[at][0].isupper() and not row.breaks[at]:
            at += 1
        found.append(Run(first, at, _lead(row, first), row.lower[at] if at < count else "$"))
    return found


def _lead(row: _Row, first: int) -> str:
    """What stands before the run: the head of a name, another word, or the beginning of a line."""
    if row.breaks[first]:
        return "^"
    head = row.heads[first - 1]
    return row.lower[first - 1] if head == _OUTSIDE else head


def _elsewhere(row: _Row, runs: Iterable[Run]) -> dict[str, list[str]]:
    """For the last atom of each run, and for the whole run, what leads to it anywhere in the article."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for run in runs:
        found[row.words[run.last - 1]].add(run.left)
        if run.last - run.first > 1:
            found[" ".join(row.words[run.first : run.last])].add("F" + run.left)
    return {name: sorted(f"dl={left}" for left in lefts) for name, lefts in found.items()}


def rule_tags(atoms: Sequence[Span], matches: Iterable[tuple[str, Match]]) -> list[str]:
    """For each atom, the label and place (`B-DATE`, `I-DATE`) of the rule match over it, or `O`; the first match wins.

    >>> rule_tags([(0, 4), (5, 7), (8, 12)], [("DATE", Match(0, 7, {}, "day"))])
    ['B-DATE', 'I-DATE', 'O']
    """
    tags = [_OUTSIDE] * len(atoms)
    first_at = {start: i for i, (start, _) in enumerate(atoms)}
    for label, match in matches:
        at = first_at.get(match.start)
        if at is None:
            continue
        place = "B"
        while at < len(atoms) and atoms[at][1] <= match.end:
            if tags[at] == _OUTSIDE:
                tags[at] = f"{place}-{label}"
            place = "I"
            at += 1
    return tags


def token_features(text: str, atoms: Sequence[Span], rules: Sequence[str], classes: WordClasses) -> list[list[str]]:
    """One list of features for each atom; `rules` are the tags of `rule_tags`."""
    row = _Row(text, atoms, classes)
    found = [_window(row, rules, i) for i in range(len(atoms))]
    runs = _runs(row)
    elsewhere = _elsewhere(row, runs)
    for run in runs:
        _add_run(row, run, elsewhere, found)
    return found


def _window(row: _Row, rules: Sequence[str], i: int) -> list[str]:
    lower, shapes, syllables, words, heads_ = row.lower, row.shapes, row.syllables, row.word_classes, row.heads
    count = len(lower)
    found = ["b", f"wb={row.places[i]}{words[i].middle}", f"p2={lower[i][:2]}", f"x2={lower[i][-2:]}", f"q={rules[i]}"]
    for k in range(max(-3, -i), min(4, count - i)):
        j = i + k
        found += (f"w{k}={lower[j]}", f"h{k}={heads_[j]}")
        if -3 < k < 3:
            near, word = syllables[j], words[j]
            found += (
                f"s{k}={shapes[j]}",
                f"c0{k}={near.coarse}",
                f"c1{k}={near.middle}",
                f"wc{k}={word.middle}",
                f"wd{k}={word.fine}",
            )
            if -2 < k < 2:
                found += (f"c2{k}={near.fine}", f"q{k}={rules[j]}")
    if i < 3:
        found.append(f"begin={i}")
    if i > count - 4:
        found.append(f"end={count - i}")
    for k in range(max(-2, -i), min(2, count - i - 1)):
        a, b = i + k, i + k + 1
        found += (
            f"ww{k}={lower[a]}|{lower[b]}",
            f"ss{k}={shapes[a]}|{shapes[b]}",
            f"cc{k}={syllables[a].middle}|{syllables[b].middle}",
            f"hh{k}={heads_[a]}|{heads_[b]}",
        )
    if row.breaks[i]:
        found.append("bol")
    if row.breaks[i + 1]:
        found.append("eol")
    if row.glued[i]:
        found.append("glue")
    return found


def _add_run(row: _Row, run: Run, elsewhere: dict[str, list[str]], found: list[list[str]]) -> None:
    first, last, left, right = run
    size = min(last - first, 5)
    shared = [
        f"run={size}",
        f"rl={left}",
        f"rr={right}",
        f"rlr={left}|{right}",
        f"r0={row.lower[first]}",
        f"r0h={row.heads[first]}",
    ]
    shared += elsewhere.get(row.words[last - 1], ())
    if last - first > 1:
        shared += elsewhere.get(" ".join(row.words[first:last]), ())
    for i in range(first, last):
        found[i] += shared
        found[i].append(f"rp={min(i - first, 5)}|{size}")


__all__ = ["Classes", "heads", "rule_tags", "shape", "token_features"]
