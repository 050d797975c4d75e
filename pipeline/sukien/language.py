"""The pipeline as spaCy knows it: every stage a registered factory, results on the `Doc`.

`doc.ents` holds the entities, `doc._.events` the events, `doc._.document` the whole record, `doc.spans["events"]` the
triggers. The day of publication is given before the pipeline runs:

>>> nlp = load_language()
>>> doc = nlp.make_doc("Sáng qua, Chi bộ ấp 3 kết nạp 2 đảng viên.")
>>> doc._.published = "2023-04-01"
>>> doc = nlp(doc)
>>> doc._.document.entities[0].norm
{'value': '2023-03-31'}
"""

from __future__ import annotations

import shutil
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import spacy
import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span

from sukien import pipeline
from sukien.calibration import CALIBRATION_FILE, Curves
from sukien.document import Document, Entity, Event
from sukien.entities.tagger import Tagger
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.extraction import FILES, EventModels
from sukien.models import models_dir
from sukien.pipeline import CLASSES_FILE, TAGGER_FILE, Analysis
from sukien.tokenizer import reading_of

ANALYSIS: Final = "sukien.analysis"
"""The key of `doc.user_data` for the work under way."""
DOCUMENT: Final = "sukien.document"
"""The key of `doc.user_data` for the finished record, as JSON."""
LONGEST_TEXT: Final = 100_000_000
"""Characters in one article; spaCy's own limit is meant for parsers."""

STAGES: Final = (
    "sukien_normalizer", "sukien_layout", "sukien_docrefs", "sukien_dates", "sukien_numbers", "sukien_tagger",
    "sukien_linker", "sukien_events", "sukien_checks", "sukien_gloss",
)  # fmt: skip


def load_language(path: Path | None = None) -> Language:
    """A `Language` with all stages; `path` is a folder that `Language.to_disk` wrote.

    Raises:
        ModelError: the model is missing or damaged.
    """
    if path is not None:
        return _stored(path)
    config = {"nlp": {"tokenizer": {"@tokenizers": "sukien.VietnameseTokenizer.v1"}}}
    nlp = spacy.blank("vi", config=config)
    nlp.max_length = LONGEST_TEXT
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def _stored(path: Path) -> Language:
    try:
        nlp = spacy.load(path)
    except OSError as error:
        raise ModelError(f"{path}: no pipeline ({error}); name a folder that Language.to_disk wrote") from error
    nlp.max_length = LONGEST_TEXT  # spaCy does not store it
    return nlp


def analysis_of(doc: Doc) -> Analysis:
    """The analysis of `doc`, begun on first asking with `doc._.published`."""
    if ANALYSIS not in doc.user_data:
        doc.user_data[ANALYSIS] = pipeline.begin(doc.text, doc._.published, doc._.ident, reading_of(doc))
    analysis: Analysis = doc.user_data[ANALYSIS]
    return analysis


def document_of(doc: Doc) -> Document:
    """What was found in `doc`."""
    if DOCUMENT in doc.user_data:
        return Document.from_json(doc.user_data[DOCUMENT])
    return analysis_of(doc).document


def _events_of(doc: Doc) -> list[Event]:
    return document_of(doc).events


_ENCODED: Final = "__sukien_analysis__"

# A document that has not gone through the last stage (a pipeline cut short) is still written by `Doc.to_bytes`.


def _encode_analysis(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Analysis):
        return {_ENCODED: msgspec.to_builtins(value)}
    return value if chain is None else chain(value)


def _decode_analysis(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Mapping) and _ENCODED in value:
        return msgspec.convert(value[_ENCODED], Analysis)
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register(ANALYSIS, func=_encode_analysis)
srsly.msgpack_decoders.register(ANALYSIS, func=_decode_analysis)


Doc.set_extension("published", default=None, force=True)
Doc.set_extension("ident", default=None, force=True)
Doc.set_extension("document", getter=document_of, force=True)
Doc.set_extension("events", getter=_events_of, force=True)


class Stage:
    """A stage without a model as a spaCy component."""

    def __init__(self, run: Callable[[Analysis], None]) -> None:
        self._run = run

    def __call__(self, doc: Doc) -> Doc:
        """Run the stage on the analysis of `doc`."""
        self._run(analysis_of(doc))
        return doc


class ModelStage:
    """A stage with model files, which `to_disk` and `from_disk` keep with the pipeline; a copy reads them anew."""

    files: tuple[str, ...] = ()

    def __init__(self, model: str | None) -> None:
        self.folder = Path(model) if model else models_dir()
        self.load()

    def load(self) -> None:
        """Read the model from `self.folder`."""
        raise NotImplementedError

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the model files into the folder `path`."""
        path.mkdir(parents=True, exist_ok=True)
        if path.samefile(self.folder):
            return
        for name in self.files:
            shutil.copyfile(self.folder / name, path / name)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> ModelStage:
        """Read the model files from the folder `path`."""
        self.folder = path
        self.load()
        return self

    def __reduce__(self) -> tuple[type[ModelStage], tuple[str]]:
        return type(self), (str(self.folder),)


class TaggerStage(ModelStage):
    """The sequence tagger."""

    files = (CLASSES_FILE, TAGGER_FILE, CALIBRATION_FILE)

    def load(self) -> None:
        classes = WordClasses.load(self.folder / CLASSES_FILE)
        self._tagger = Tagger(self.folder / TAGGER_FILE, classes, Curves.load(self.folder).entity)

    def __call__(self, doc: Doc) -> Doc:
        """Tag the entities of `doc`; they become `doc.ents` when the linker has run."""
        pipeline.tag(analysis_of(doc), self._tagger)
        return doc


class EventStage(ModelStage):
    """The event models."""

    files = (CLASSES_FILE, CALIBRATION_FILE, *FILES.values())

    def load(self) -> None:
        self._models = EventModels.load(self.folder, WordClasses.load(self.folder / CLASSES_FILE))

    def __call__(self, doc: Doc) -> Doc:
        """Find the events of `doc`; the triggers are also in `doc.spans["events"]`."""
        analysis = analysis_of(doc)
        pipeline.extract_events(analysis, self._models)
        spans = [
            doc.char_span(event.trigger.start, event.trigger.end, label=event.type, alignment_mode="expand")
            for event in analysis.document.events
        ]
        doc.spans["events"] = [span for span in spans if span is not None]
        return doc


@Language.factory("sukien_tagger", default_config={"model": None})
def make_tagger(nlp: Language, name: str, model: str | None) -> TaggerStage:
    """`model`: a model folder, the shipped one when null."""
    return TaggerStage(model)


@Language.factory("sukien_events", default_config={"model": None})
def make_events(nlp: Language, name: str, model: str | None) -> EventStage:
    """`model`: a model folder, the shipped one when null."""
    return EventStage(model)


def _register(name: str, run: Callable[[Analysis], None]) -> None:
    def make(nlp: Language, name: str) -> Stage:
        return Stage(run)

    Language.factory(name, func=make)


_register("sukien_docrefs", pipeline.find_docrefs)
_register("sukien_dates", pipeline.find_dates)
_register("sukien_numbers", pipeline.find_numbers)
_register("sukien_checks", pipeline.check)


@Language.component("sukien_linker")
def link(doc: Doc) -> Doc:
    """Normal forms, titles and names; sets `doc.ents`, splitting words at the edges of entities."""
    analysis = analysis_of(doc)
    pipeline.link(analysis)
    set_entities(doc, analysis.document.entities)
    return doc


@Language.component("sukien_gloss")
def tell(doc: Doc) -> Doc:
    """Glosses; the last stage: the finished record stays on the document as JSON, the work is dropped."""
    analysis = analysis_of(doc)
    pipeline.tell(analysis)
    doc.user_data[DOCUMENT] = analysis.document.to_json()
    del doc.user_data[ANALYSIS]
    return doc


def set_entities(doc: Doc, entities: Sequence[Entity]) -> None:
    """Make `entities` the `doc.ents`, in order; a word that holds the edge of one is split there."""
    edges = sorted({edge for entity in entities for edge in (entity.start, entity.end)})
    with doc.retokenize() as retokenizer:
        for token in doc:
            start, end = token.idx, token.idx + len(token)
            cuts = edges[bisect_right(edges, start) : bisect_left(edges, end)]
            if cuts:
                pieces = _pieces(token.text, [cut - start for cut in cuts])
                retokenizer.split(token, pieces, heads=[(token, i) for i in range(len(pieces))])
    spans = [doc.char_span(entity.start, entity.end, label=entity.label) for entity in entities]
    doc.ents = tuple(Span(doc, s.start, s.end, label=s.label) for s in spans if s is not None)


def _pieces(text: str, cuts: Sequence[int]) -> list[str]:
    """The text of a token cut at the given places, spaces at an edge apart.

    >>> _pieces("Sáng 5/4", [5])
    ['Sáng', ' ', '5/4']
    """
    found: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        inner = piece.strip()
        before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :] if inner else ""
        found += [part for part in (before, inner, after) if part]
    return found


__all__ = ["STAGES", "analysis_of", "document_of", "load_language", "set_entities"]
