"""The whole chain from text to `Document`, each stage a function that takes an `Analysis` and adds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from sukien.calibration import Curves
from sukien.document import Argument, Document, Entity, Event, NormValue, Trigger
from sukien.entities.coreference import full_names
from sukien.entities.course import course_norm
from sukien.entities.date import date_norm, find_date
from sukien.entities.docref import docref_norm, find_docref, is_type_alone
from sukien.entities.match import Match, Norm
from sukien.entities.number import find_number, number_norm
from sukien.entities.tagger import Tagged, Tagger
from sukien.entities.titles import link_titles, title_norm
from sukien.entities.word_classes import WordClasses
from sukien.errors import ArticleError
from sukien.events.assembly import Draft, Filler
from sukien.events.checks import checks
from sukien.events.extraction import EventModels, find_events
from sukien.events.gloss import gloss
from sukien.events.scene import Mention, Scene
from sukien.models import models_dir
from sukien.normalize import View
from sukien.reading import Reading, read, refuse_surrogates
from sukien.schema import TEXT

CLASSES_FILE = "word_classes.tsv"
TAGGER_FILE = "tagger.crfsuite"


@dataclass(slots=True)
class Analysis:
    """One article on its way through the stages; offsets of `matches`, `tagged` and `drafts` are of the view."""

    reading: Reading
    document: Document
    matches: list[tuple[str, Match]] = field(default_factory=list)
    tagged: list[Tagged] = field(default_factory=list)

    @property
    def published(self) -> date | None:
        """The day of publication, given or read from the article."""
        return date.fromisoformat(self.document.published) if self.document.published else None

    def taken(self) -> list[tuple[int, int]]:
        """The spans of the rule matches so far, in order."""
        return sorted((match.start, match.end) for _, match in self.matches)


def begin(
    text: str, published: str | date | None = None, ident: str | None = None, reading: Reading | None = None
) -> Analysis:
    """Read `text`; without `published` its day is taken from the article, without `ident` an id is made from the text.

    `reading` is the reading of `text` where there is one already.

    Raises:
        ArticleError: `published` is no ISO date, or the text holds a lone surrogate (it is no Unicode text).
    """
    refuse_surrogates(text, ident or "text")
    reading = reading or read(text)
    day = _day(published, ident) if published is not None else reading.layout.published
    name = ident if ident is not None else f"text-{sha256(text.encode()).hexdigest()[:12]}"
    return Analysis(reading, Document(id=name, text=text, published=day.strftime("%Y-%m-%d") if day else None))


def _day(published: str | date, ident: str | None) -> date:
    if isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        raise ArticleError(f"{ident or 'text'}: published {published!r} is no date; write it as 2023-04-01") from None


def find_docrefs(analysis: Analysis) -> None:
    """Rule matches of document references."""
    analysis.matches += [("DOCREF", match) for match in find_docref(analysis.reading.view.text, analysis.published)]


def find_dates(analysis: Analysis) -> None:
    """Rule matches of dates, where no document reference is."""
    matches = find_date(analysis.reading.view.text, analysis.published, analysis.taken())
    analysis.matches += [("DATE", match) for match in matches]


def find_numbers(analysis: Analysis) -> None:
    """Rule matches of numbers, where neither a document reference nor a date is."""
    analysis.matches += [("NUMBER", match) for match in find_number(analysis.reading.view.text, analysis.taken())]


def tag(analysis: Analysis, tagger: Tagger) -> None:
    """The entities of all labels."""
    text, atoms = analysis.reading.view.text, analysis.reading.atoms
    analysis.tagged = [
        entity
        for entity in tagger.tag(text, atoms, analysis.matches)
        if entity.label != "DOCREF" or not is_type_alone(text[entity.start : entity.end])
    ]


def link(analysis: Analysis) -> None:
    """Normal forms, the titles and full names of people; writes `document.entities`."""
    view = analysis.reading.view
    text, tagged = view.text, analysis.tagged
    set_norms(text, tagged, analysis.published)
    persons = [i for i, entity in enumerate(tagged) if entity.label == "PERSON"]
    titles = [i for i, entity in enumerate(tagged) if entity.label == "TITLE"]
    people = [tagged[i] for i in persons]
    names = {persons[i]: name for i, name in full_names(text, people).items()}
    held: dict[int, list[str]] = {}
    for person, title in link_titles(text, people, [tagged[i] for i in titles], analysis.reading.layout.sentences):
        held.setdefault(persons[person], []).append(f"T{titles[title] + 1}")
    rules = {(match.start, match.end): match.rule for _, match in analysis.matches}
    for i, entity in enumerate(tagged):
        norm: dict[str, NormValue] = {key: as_written(view, value, entity.start) for key, value in entity.norm.items()}
        if i in held:
            norm["titles"] = held[i]
        if i in names:
            norm["name"] = as_written(view, names[i], 0)
        start, end = view.to_original(entity.start, entity.end)
        analysis.document.entities.append(
            Entity(
                id=f"T{i + 1}",
                label=entity.label,
                start=start,
                end=end,
                text=analysis.document.text[start:end],
                norm=norm,
                score=round(entity.score, 3),
                found_by=rules.get((entity.start, entity.end), "tagger"),
            )
        )


def as_written(view: View, value: int | float | str, near: int) -> int | float | str:
    """A normal form in the spelling of the article (`Uỷ ban` stays `Uỷ ban`), if it stands in the text at all.

    It is looked for from `near` (an offset of the view) on, then before it.
    """
    if not isinstance(value, str) or view.text == view.original:
        return value
    start = view.text.find(value, near)
    if start < 0:
        start = view.text.rfind(value, 0, near)
    if start < 0 or not value:
        return value
    first, last = view.to_original(start, start + len(value))
    return view.original[first:last]


def set_norms(text: str, tagged: list[Tagged], published: date | None) -> None:
    """Give every tagged entity its normal form; `text` is the view's."""
    forms: dict[str, Callable[[str, int, int], Norm]] = {
        "NUMBER": number_norm,
        "DOCREF": lambda text, start, end: docref_norm(text, start, end, published),
        "TITLE": title_norm,
        "COURSE": course_norm,
    }
    dates: list[Match] = []
    for entity in tagged:
        if entity.label == "DATE":
            entity.norm = date_norm(text, entity.start, entity.end, published, dates)
            dates.append(Match(entity.start, entity.end, entity.norm, "tagger"))
        elif entity.label in forms:
            entity.norm = forms[entity.label](text, entity.start, entity.end)


def extract_events(analysis: Analysis, models: EventModels) -> None:
    """Find the events; writes `document.events`."""
    reading = analysis.reading
    mentions = [Mention(entity.start, entity.end, entity.label, entity.norm) for entity in analysis.tagged]
    idents = {id(mention): f"T{i + 1}" for i, mention in enumerate(mentions)}
    published = analysis.document.published or ""
    scene = Scene(reading.view.text, reading.atoms, reading.layout.sentences, mentions, published)
    for number, draft in enumerate(find_events(scene, models), start=1):
        analysis.document.events.append(_event(analysis, scene, draft, f"E{number}", idents))


def _event(analysis: Analysis, scene: Scene, draft: Draft, ident: str, idents: dict[int, str]) -> Event:
    text, view = analysis.document.text, analysis.reading.view
    start, end = view.to_original(scene.atoms[draft.trigger.first][0], scene.atoms[draft.trigger.last - 1][1])
    return Event(
        id=ident,
        type=draft.type,
        trigger=Trigger(start=start, end=end, text=text[start:end]),
        modality=draft.modality,
        args=[_argument(analysis, filler, idents) for filler in draft.fillers],
        score=round(draft.score, 3),
        found_by=f"trigger:{draft.trigger.phrase}",
    )


def _argument(analysis: Analysis, filler: Filler, idents: dict[int, str]) -> Argument:
    score = round(filler.score, 3)
    if filler.mention.label != TEXT:
        return Argument(role=filler.role, entity=idents[id(filler.mention)], score=score)
    start, end = analysis.reading.view.to_original(filler.mention.start, filler.mention.end)
    return Argument(role=filler.role, start=start, end=end, text=analysis.document.text[start:end], score=score)


def check(analysis: Analysis) -> None:
    """Write the consistency checks of every event."""
    for event in analysis.document.events:
        event.checks = checks(analysis.document, event)


def tell(analysis: Analysis) -> None:
    """Write the gloss of every event."""
    for event in analysis.document.events:
        event.gloss = gloss(analysis.document, event)


class Extractor:
    """The trained pipeline as one callable; may be used from several threads at once."""

    def __init__(self, folder: Path) -> None:
        classes = WordClasses.load(folder / CLASSES_FILE)
        self.tagger = Tagger(folder / TAGGER_FILE, classes, Curves.load(folder).entity)
        self.events = EventModels.load(folder, classes)

    def stages(self) -> Iterator[Callable[[Analysis], None]]:
        """The stages after reading, in order."""
        yield from (find_docrefs, find_dates, find_numbers)
        yield lambda analysis: tag(analysis, self.tagger)
        yield link
        yield lambda analysis: extract_events(analysis, self.events)
        yield from (check, tell)

    def __call__(self, text: str, published: str | date | None = None, ident: str | None = None) -> Document:
        """The document of one article; see `begin` for what is raised."""
        analysis = begin(text, published, ident)
        for stage in self.stages():
            stage(analysis)
        return analysis.document


_LOADED: dict[Path, Extractor] = {}


def extractor() -> Extractor:
    """The shipped pipeline, loaded once a process."""
    folder = models_dir()
    if folder not in _LOADED:
        _LOADED[folder] = Extractor(folder)
    return _LOADED[folder]
