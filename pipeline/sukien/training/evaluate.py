"""Compare what was found with annotated articles: the figures of the project, and every single error.

All figures are micro-averaged over the annotated ("gold") articles:

- `entity`: label and both offsets equal, over all and for each label;
- `norm`: the share of the keys of gold `norm` that are right, on the entities found;
- `link`: (PERSON, TITLE) pairs, both spans equal;
- `event`: same type, and a trigger or a core argument in common, paired one to one;
- `argument`: (role, filler) of the paired events; fillers match when their spans share half their length;
- `fact`: a whole event right: type, modality and every core argument, nothing missing and nothing extra.

Beside the figures a report holds the confusions (of labels and of event types), every single error, and how far the
scores of entities, events and arguments can be taken at their word (`calibration`).

>>> from sukien.document import Document, Entity
>>> gold = Document(id="a", text="5 xã", entities=[Entity(id="T1", label="NUMBER", start=0, end=1, text="5")])
>>> report = evaluate([gold], [gold])
>>> report["entity"].f1, report["entity"].hit
(1.0, 1)
>>> evaluate([gold], [])["entity NUMBER"].recall
0.0
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from sukien.document import Argument, Document, Entity, Event, NormValue
from sukien.errors import ArticleError
from sukien.schema import CORE_ROLES
from sukien.view import printable

NORM_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "NUMBER": ("kind", "value", "low", "high", "total", "bound", "unit"),
    "DATE": ("value",),
    "DOCREF": ("doc_type", "number", "symbol", "date", "issuer"),
    "TITLE": ("position", "organization"),
    "COURSE": ("level",),
    "PERSON": ("name",),
}
"""The keys of `norm` that are compared, by label."""

BINS: Final = 10
_CONTEXT: Final = 150
"""Characters of a line that are shown on each side of an error."""
_ORDER: Final = ("entity", "norm", "link", "event", "argument", "fact")

Span = tuple[int, int]
Filler = tuple[str, Span]
"""A role and where its filler stands."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one figure: right (`hit`), found (`predicted`), annotated (`gold`), and what follows from them."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0 to 1."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found, 0 to 1."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Figure) -> Figure:
        """The counts of both."""
        return Figure(self.hit + other.hit, self.predicted + other.predicted, self.gold + other.gold)


class Finding(NamedTuple):
    """One error: in which document, which figure it counts against, what was wrong, and where (`start`, `end`)."""

    document: str
    figure: str
    kind: Literal["missed", "invented", "wrong"]
    start: int
    end: int
    text: str
    detail: str = ""
    sentence: str = ""
    """The line the place stands in, with the place in ⟦⟧."""

    def __str__(self) -> str:
        document = printable(self.document)
        place = f"{document}  {self.figure:24} {self.kind:8} {self.start}-{self.end} {printable(self.text)!r}"
        told = f"{place}: {printable(self.detail)}" if self.detail else place
        return f"{told}\n    {printable(self.sentence)}" if self.sentence else told


class Confusion(NamedTuple):
    """One thing taken for another: what (`label` or `type`), as annotated, as found."""

    what: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well scores tell the share that is right: (score, right or not) of everything found.

    >>> Calibration(((0.9, True), (0.9, False))).error
    0.4
    """

    outcomes: tuple[tuple[float, bool], ...]

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1, over `BINS` bins of equal width (Naeini et al., AAAI 2015)."""
        bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
        for score, right in self.outcomes:
            bins[min(int(score * BINS), BINS - 1)].append((score, right))
        gaps = (abs(sum(score for score, _ in b) - sum(right for _, right in b)) for b in bins.values())
        return sum(gaps) / len(self.outcomes) if self.outcomes else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The figures by name (`entity`, `entity ORG`, `norm NUMBER.unit`, `event TRAINING`, `fact`, …) and the errors."""

    figures: Mapping[str, Figure]
    errors: tuple[Finding, ...]
    confusions: Mapping[Confusion, int] = field(default_factory=dict)
    calibration: Mapping[str, Calibration] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Figure:
        """The figure of this name; all zero where nothing was annotated and nothing found."""
        return self.figures.get(name, Figure())

    def to_dict(self) -> dict[str, dict[str, float | int]]:
        """Each figure as `p`, `r`, `f1` (0 to 1), `hit`, `predicted`, `gold`."""
        return {
            name: {"p": f.precision, "r": f.recall, "f1": f.f1, "hit": f.hit, "predicted": f.predicted, "gold": f.gold}
            for name, f in self.figures.items()
        }

    def summary(self) -> str:
        """The F1 of the six whole figures, in percent, in one line."""
        return "  ".join(f"{name} {100 * self[name].f1:.1f}" for name in _ORDER)

    def __str__(self) -> str:
        """One line a figure, in percent, then right/found/annotated; then calibration and confusions."""
        lines = [
            f"{name:32} P {100 * f.precision:5.1f}  R {100 * f.recall:5.1f}  F1 {100 * f.f1:5.1f}   "
            f"{f.hit}/{f.predicted}/{f.gold}"
            for name, f in self.figures.items()
        ]
        lines += [
            f"{f'calibration {name}':32} error {c.error:.3f} over {len(c.outcomes)}"
            for name, c in self.calibration.items()
            if c.outcomes
        ]
        lines += [
            f"{f'confusion of {c.what}':32} {c.gold} taken for {c.predicted}: {count}"
            for c, count in self.confusions.items()
        ]
        return "\n".join(lines)


def evaluate(gold: Iterable[Document], predicted: Iterable[Document]) -> Report:
    """Compare the documents of `predicted` with those of `gold`, paired by id.

    A gold document without a predicted one counts as one in which nothing was found; a predicted one without a
    gold one is passed over.

    Raises:
        ArticleError: two gold documents have one id, or a predicted document has another text than its gold one.
    """
    found = {document.id: document for document in predicted}
    seen: set[str] = set()
    figures: defaultdict[str, Figure] = defaultdict(Figure)
    errors: list[Finding] = []
    confusions: Counter[Confusion] = Counter()
    outcomes: dict[str, list[tuple[float, bool]]] = {"entity": [], "event": [], "argument": []}
    for want in gold:
        if want.id in seen:
            raise ArticleError(f"{want.id}: two gold documents have this id; give each its own")
        seen.add(want.id)
        comparison = _Comparison(_Side(want), _Side(found.get(want.id, Document(id=want.id, text=want.text))))
        for name, figure in comparison.figures():
            figures[name] += figure
        errors += comparison.errors()
        confusions.update(comparison.confusions())
        for what, score, right in comparison.outcomes():
            outcomes[what].append((score, right))
    ordered = sorted(figures, key=lambda name: (_ORDER.index(name.split()[0]), name))
    return Report(
        {name: figures[name] for name in ordered},
        tuple(errors),
        dict(sorted(confusions.items(), key=lambda item: (item[0].what, -item[1], item[0]))),
        {what: Calibration(tuple(found)) for what, found in outcomes.items()},
    )


def evaluate_by_group(
    gold: Sequence[Document], predicted: Sequence[Document], groups: Mapping[str, str]
) -> dict[str, Report]:
    """One report for each group of documents; `groups` gives a document's group by its id, those without have none."""
    return {
        group: evaluate([document for document in gold if groups.get(document.id) == group], predicted)
        for group in sorted(set(groups.values()))
        if any(groups.get(document.id) == group for document in gold)
    }


class _Side:
    """One document of a pair, looked at the way the comparison needs it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_id = {entity.id: entity for entity in document.entities}
        self.by_span = {(entity.label, entity.start, entity.end): entity for entity in document.entities}
        self.fillers = [self._fillers(event.args) for event in document.events]

    def _fillers(self, arguments: Iterable[Argument]) -> list[Filler]:
        """(role, span) of every argument, doubles dropped."""
        found: dict[Filler, None] = {}
        for argument in arguments:
            place = self.by_id.get(argument.entity or "", argument)
            if place.start is not None and place.end is not None:
                found[argument.role, (place.start, place.end)] = None
        return list(found)

    def links(self) -> set[tuple[Span, Span]]:
        """The spans of each person and title that belong together."""
        return {
            ((person.start, person.end), (self.by_id[title].start, self.by_id[title].end))
            for person in self.by_id.values()
            if person.label == "PERSON"
            for title in _titles(person)
            if title in self.by_id
        }


class _Pair(NamedTuple):
    """A gold event and the predicted one that stands for it, with the fillers of both."""

    gold: Event
    predicted: Event
    wanted: list[Filler]
    found: list[Filler]

    def is_fact(self) -> bool:
        wanted, found = _core(self.wanted), _core(self.found)
        same = len(wanted) == len(found) == _matched(wanted, found)
        return same and self.gold.modality == self.predicted.modality

    def roles(self) -> list[str]:
        return sorted({role for role, _ in (*self.wanted, *self.found)})


class _Comparison:
    """A gold document beside a predicted one of the same text."""

    def __init__(self, gold: _Side, predicted: _Side) -> None:
        if gold.document.text != predicted.document.text:
            raise ArticleError(
                f"{gold.document.id}: the predicted document has another text than the gold one; "
                "run the prediction on the text of the gold document"
            )
        self.gold = gold
        self.predicted = predicted

    @cached_property
    def paired(self) -> list[tuple[int, int]]:
        """The numbers of the events that stand for each other, each used once, the most alike first."""
        candidates = []
        for i, wanted in enumerate(self.gold.document.events):
            for j, found in enumerate(self.predicted.document.events):
                if wanted.type != found.type:
                    continue
                ours, theirs = self.gold.fillers[i], self.predicted.fillers[j]
                core = _matched(_core(ours), _core(theirs))
                trigger = _overlap((wanted.trigger.start, wanted.trigger.end), (found.trigger.start, found.trigger.end))
                if core or trigger:
                    candidates.append((-(core + 0.5 * _matched(ours, theirs) + 0.4 * trigger), i, j))
        used_gold: set[int] = set()
        used_predicted: set[int] = set()
        pairs = []
        for _, i, j in sorted(candidates):
            if i not in used_gold and j not in used_predicted:
                used_gold.add(i)
                used_predicted.add(j)
                pairs.append((i, j))
        return pairs

    @cached_property
    def pairs(self) -> list[_Pair]:
        return [
            _Pair(
                self.gold.document.events[i],
                self.predicted.document.events[j],
                self.gold.fillers[i],
                self.predicted.fillers[j],
            )
            for i, j in self.paired
        ]

    @cached_property
    def missed(self) -> list[int]:
        """The gold events that nothing stands for."""
        used = {i for i, _ in self.paired}
        return [i for i in range(len(self.gold.document.events)) if i not in used]

    @cached_property
    def invented(self) -> list[int]:
        """The predicted events that stand for nothing."""
        used = {j for _, j in self.paired}
        return [j for j in range(len(self.predicted.document.events)) if j not in used]

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """The counts of this document under every name they belong to."""
        yield from self._entity_figures()
        for entity, key, _, _, right in self._norms():
            yield from _under("norm", f"{entity.label}.{key}", Figure(int(right), 1, 1))
        wanted, found = self.gold.links(), self.predicted.links()
        yield "link", Figure(len(wanted & found), len(found), len(wanted))
        yield from self._event_figures()
        yield from self._argument_figures()

    def _entity_figures(self) -> Iterator[tuple[str, Figure]]:
        wanted, found = self.gold.by_span.keys(), self.predicted.by_span.keys()
        for label in {key[0] for key in wanted | found}:
            w = {key for key in wanted if key[0] == label}
            f = {key for key in found if key[0] == label}
            yield from _under("entity", label, Figure(len(w & f), len(f), len(w)))

    def _event_figures(self) -> Iterator[tuple[str, Figure]]:
        wanted, found = self.gold.document.events, self.predicted.document.events
        hits = Counter(pair.gold.type for pair in self.pairs)
        in_gold = Counter(event.type for event in wanted)
        in_predicted = Counter(event.type for event in found)
        for kind in in_gold | in_predicted:
            yield f"event {kind}", Figure(hits[kind], in_predicted[kind], in_gold[kind])
        yield "event", Figure(len(self.pairs), len(found), len(wanted))
        yield "fact", Figure(sum(pair.is_fact() for pair in self.pairs), len(found), len(wanted))

    def _argument_figures(self) -> Iterator[tuple[str, Figure]]:
        for pair in self.pairs:
            for role in pair.roles():
                w, f = _in_role(role, pair.wanted), _in_role(role, pair.found)
                yield from _under("argument", role, Figure(_matched(w, f), len(f), len(w)))
        for i in self.missed:
            yield "argument", Figure(gold=len(self.gold.fillers[i]))
        for j in self.invented:
            yield "argument", Figure(predicted=len(self.predicted.fillers[j]))

    def _norms(self) -> Iterator[tuple[Entity, str, NormValue, NormValue | None, bool]]:
        """Every compared key of a gold norm on an entity that was found: what it is, what was found, right or not."""
        for entity in self.gold.document.entities:
            found = self.predicted.by_span.get((entity.label, entity.start, entity.end))
            if found is None:
                continue
            for key in NORM_KEYS.get(entity.label, ()):
                value = entity.norm.get(key)
                if value is not None:
                    other = found.norm.get(key)
                    yield entity, key, value, other, _equal(key, value, other)

    def errors(self) -> Iterator[Finding]:
        """Everything that is not as annotated, in the order of the figures."""
        yield from self._entity_errors()
        for entity, key, value, other, right in self._norms():
            if not right:
                detail = f"{value!r} expected, {other!r} found"
                yield self._finding(f"norm {entity.label}.{key}", "wrong", entity.start, entity.end, detail)
        yield from self._link_errors()
        for i in self.missed:
            yield self._event_finding(self.gold.document.events[i], "missed", self.gold.fillers[i])
        for j in self.invented:
            yield self._event_finding(self.predicted.document.events[j], "invented", self.predicted.fillers[j])
        for pair in self.pairs:
            yield from self._pair_errors(pair)

    def confusions(self) -> Iterator[Confusion]:
        """What was found in the place of something else of its kind: missed here, invented there, on the same words."""
        wanted, found = self.gold.by_span.keys(), self.predicted.by_span.keys()
        extra = sorted(found - wanted)
        for label, start, end in wanted - found:
            for other, first, last in extra:
                if other != label and _overlap((start, end), (first, last)) >= 0.5:
                    yield Confusion("label", label, other)
        for i in self.missed:
            ours = self.gold.document.events[i]
            for j in self.invented:
                theirs = self.predicted.document.events[j]
                if ours.type != theirs.type and _overlap(_place(ours), _place(theirs)):
                    yield Confusion("type", ours.type, theirs.type)
                    break

    def outcomes(self) -> Iterator[tuple[str, float, bool]]:
        """(what, score, right or not) of every entity, event and argument found that has a score."""
        for key, entity in self.predicted.by_span.items():
            if entity.score is not None:
                yield "entity", entity.score, key in self.gold.by_span
        partner = {j: i for i, j in self.paired}
        for j, event in enumerate(self.predicted.document.events):
            if event.score is not None:
                yield "event", event.score, j in partner
            wanted = list(self.gold.fillers[partner[j]]) if j in partner else []
            for argument in event.args:
                if argument.score is not None:
                    filler = argument.role, self.predicted.document.span(argument)
                    yield "argument", argument.score, bool(_matched([filler], wanted))

    def _entity_errors(self) -> Iterator[Finding]:
        wanted, found = self.gold.by_span.keys(), self.predicted.by_span.keys()
        for label, start, end in sorted(wanted - found, key=lambda key: key[1:]):
            yield self._finding(f"entity {label}", "missed", start, end)
        for label, start, end in sorted(found - wanted, key=lambda key: key[1:]):
            yield self._finding(f"entity {label}", "invented", start, end)

    def _link_errors(self) -> Iterator[Finding]:
        wanted, found = self.gold.links(), self.predicted.links()
        for (start, end), title in sorted(wanted - found):
            yield self._finding("link", "missed", start, end, self._text(title))
        for (start, end), title in sorted(found - wanted):
            yield self._finding("link", "invented", start, end, self._text(title))

    def _pair_errors(self, pair: _Pair) -> Iterator[Finding]:
        trigger = pair.gold.trigger
        if pair.gold.modality != pair.predicted.modality:
            detail = f"modality {pair.gold.modality} expected, {pair.predicted.modality} found"
            yield self._finding(f"event {pair.gold.type}", "wrong", trigger.start, trigger.end, detail)
        for role in pair.roles():
            missing, extra = _unmatched(_in_role(role, pair.wanted), _in_role(role, pair.found))
            detail = f"of {pair.gold.type} {trigger.text!r}"
            for _, (start, end) in missing:
                yield self._finding(f"argument {role}", "missed", start, end, detail)
            for _, (start, end) in extra:
                yield self._finding(f"argument {role}", "invented", start, end, detail)

    def _event_finding(self, event: Event, kind: Literal["missed", "invented"], fillers: list[Filler]) -> Finding:
        detail = ", ".join(f"{role} {self._text(span)!r}" for role, span in fillers)
        return self._finding(f"event {event.type}", kind, event.trigger.start, event.trigger.end, detail)

    def _finding(
        self, figure: str, kind: Literal["missed", "invented", "wrong"], start: int, end: int, detail: str = ""
    ) -> Finding:
        text = self._text((start, end))
        return Finding(self.gold.document.id, figure, kind, start, end, text, detail, self._in_its_line(start, end))

    def _in_its_line(self, start: int, end: int) -> str:
        text = self.gold.document.text
        first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
        line_end = text.find("\n", end)
        last = min(line_end if line_end >= 0 else len(text), end + _CONTEXT)
        return f"{text[first:start]}⟦{text[start:end]}⟧{text[end:last]}".replace("\n", " ")

    def _text(self, span: Span) -> str:
        return self.gold.document.text[span[0] : span[1]]


def _place(event: Event) -> Span:
    return event.trigger.start, event.trigger.end


def _under(name: str, part: str, figure: Figure) -> Iterator[tuple[str, Figure]]:
    """The same counts for the whole and for one part of it."""
    yield name, figure
    yield f"{name} {part}", figure


def _titles(person: Entity) -> list[str]:
    titles = person.norm.get("titles", [])
    return titles if isinstance(titles, list) else []


def _core(fillers: Iterable[Filler]) -> list[Filler]:
    return [filler for filler in fillers if filler[0] in CORE_ROLES]


def _in_role(role: str, fillers: Iterable[Filler]) -> list[Filler]:
    return [filler for filler in fillers if filler[0] == role]


def _overlap(a: Span, b: Span) -> float:
    """Shared length over joint length of two spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def _unmatched(wanted: Iterable[Filler], found: Iterable[Filler]) -> tuple[list[Filler], list[Filler]]:
    """The fillers of either side that have none of the same role on half of the same span on the other."""
    free, missing = list(found), []
    for role, span in wanted:
        partner = next((item for item in free if item[0] == role and _overlap(span, item[1]) >= 0.5), None)
        if partner is None:
            missing.append((role, span))
        else:
            free.remove(partner)
    return missing, free


def _matched(wanted: list[Filler], found: list[Filler]) -> int:
    """How many wanted fillers have a partner among those found."""
    return len(wanted) - len(_unmatched(wanted, found)[0])


def _equal(key: str, wanted: NormValue, found: NormValue | None) -> bool:
    """Numbers by value, words without regard to case; a unit may be longer or shorter by whole modifiers."""
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(wanted - found) < 1e-6
    a, b = str(wanted).casefold(), str(found).casefold()
    return a == b or (key == "unit" and (a.startswith(f"{b} ") or b.startswith(f"{a} ")))
