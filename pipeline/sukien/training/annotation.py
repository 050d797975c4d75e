"""Annotated articles: read the `.ann` markup (SCHEMA.md, section 4) or JSONL, and write the markup back.

>>> source = '''# id: sample
... # published: 2023-04-01
... Chi bộ {K1|kết nạp} {N1:NUMBER|5} đảng viên.
... ---
... N1 kind=count value=5 unit=đảng viên
... E1 ADMISSION K1 quantity=N1
... '''
>>> document = from_ann(source)
>>> document.text
'Chi bộ kết nạp 5 đảng viên.'
>>> document.entities[0].norm["value"], document.events[0].type
(5, 'ADMISSION')
>>> from_ann(to_ann(document)) == document
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from sukien.archive.runner import numbered_lines
from sukien.document import Argument, Document, Entity, Event, NormValue, Trigger
from sukien.errors import AnnotationError, ArticleError
from sukien.schema import EVENT_TYPES, LABELS, MODALITIES, ROLE_LABELS, TEXT

_MARK: Final = re.compile(r"\{([A-Z]+\d+)(?::([A-Z]+))?\|([^{}|]*)\}")
_PAIR: Final = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")
_EVENT_ID: Final = re.compile(r"E\d+")
_BRACE: Final = re.compile(r"[{}]")
_END_OF_TEXT: Final = "\n---\n"

_NUMERIC_KEYS: Final = frozenset({"value", "low", "high", "total"})
_NORM_NEEDED: Final = frozenset({"NUMBER", "DATE", "DOCREF"})

_Complain = Callable[[str], AnnotationError]


class _Mark(NamedTuple):
    """A marked span of the plain text; `label` is `None` for a trigger or a plain filler."""

    label: str | None
    start: int
    end: int
    text: str


def read_annotated(path: Path) -> Iterator[Document]:
    """Read every annotated article at `path`, in a fixed order.

    Args:
        path: a folder (every `.ann` file in it and below), one `.ann` file, or a JSONL file of documents.

    Yields:
        One `Document` an article; offsets count characters of the text without its markup.

    Raises:
        AnnotationError: the path holds no annotated article, or one breaks the rules of its format; the
            message names file, line and remedy.
    """
    if path.is_dir():
        files = sorted(path.rglob("*.ann"))
        if not files:
            raise AnnotationError(f"{path}: no .ann file in this folder; name the folder that holds them")
        for file in files:
            yield _read_ann(file)
    elif not path.exists():
        raise AnnotationError(f"{path}: no such file or folder")
    elif path.suffix == ".ann":
        yield _read_ann(path)
    else:
        yield from _read_jsonl(path)


def from_ann(source: str, name: str = "<ann>", ident: str = "") -> Document:
    """Read the markup of one article.

    Args:
        source: the whole file as text, line ends as line feeds.
        name: what messages call the file.
        ident: the id of a document whose head gives none.

    Raises:
        AnnotationError: a rule of the format is broken; the message names file, line and remedy.
    """
    head, first_line, body = _split_head(source)
    marked, separator, notes = body.partition(_END_OF_TEXT)
    last_line = first_line + marked.count("\n")
    if not separator:
        raise _complainer(name, last_line)("no line '---' after the text; put one before the norms and events")
    text, marks = _read_marks(marked, name, first_line)
    norms, events = _read_notes(notes, marks, name, last_line + 2)
    entities = [
        Entity(id=key, label=mark.label, start=mark.start, end=mark.end, text=mark.text, norm=norms.get(key, {}))
        for key, mark in marks.items()
        if mark.label
    ]
    for entity in entities:
        if entity.label in _NORM_NEEDED and entity.id not in norms:
            raise _complainer(name, first_line + text.count("\n", 0, entity.start))(
                f"{entity.label} {entity.id} has no norm; add a line '{entity.id} …' below '---'"
            )
    return Document(
        id=head.get("id", ident), text=text, published=head.get("published"), entities=entities, events=events
    )


def to_ann(document: Document) -> str:
    """Write `document` as markup; `from_ann` gives it back.

    Kept are id, publication, text, entities with their norms, and events with modality and arguments; scores,
    glosses, checks and `found_by` have no place in the markup.

    Raises:
        AnnotationError: the markup cannot say it: spans overlap, the text holds braces or carriage returns, …
    """
    spans = _spans_to_mark(document)
    pieces, last = [], 0
    for (start, end), mark in sorted(spans.items()):
        if start < last:
            raise AnnotationError(
                f"{document.id}: {document.text[start:end]!r} at {start}-{end} overlaps the span before it; "
                "the markup holds only spans that lie apart"
            )
        pieces += [document.text[last:start], f"{{{mark}|{document.text[start:end]}}}"]
        last = end
    head = f"# id: {document.id}\n" + (f"# published: {document.published}\n" if document.published else "")
    body = "".join(pieces) + document.text[last:]
    notes = [_norm_line(entity) for entity in document.entities if entity.norm or entity.label in _NORM_NEEDED]
    notes += [_event_line(event, spans) for event in document.events]
    source = head + body + _END_OF_TEXT + "".join(f"{note}\n" for note in notes)
    _read_back(document, source)
    return source


def read_head(path: Path) -> dict[str, str]:
    """The `# key: value` lines of an annotated file; `AnnotationError` if it cannot be read."""
    return _split_head(_source(path))[0]


def _read_ann(path: Path) -> Document:
    return from_ann(_source(path), name=str(path), ident=path.stem)


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise AnnotationError(f"{path}: {error.strerror}") from error


def _read_jsonl(path: Path) -> Iterator[Document]:
    for number, line in numbered_lines(path):
        try:
            yield Document.from_json(line)
        except (ArticleError, UnicodeDecodeError) as error:
            raise AnnotationError(f"{path}:{number}: {error}; each line is one document of the schema") from error


def _split_head(source: str) -> tuple[dict[str, str], int, str]:
    """The `# key: value` lines, the number of the first line after them, and the rest."""
    head: dict[str, str] = {}
    lines = source.split("\n")
    while lines and lines[0].startswith("# "):
        key, _, value = lines.pop(0)[2:].partition(":")
        head[key.strip()] = value.strip()
    body = "\n".join(lines)
    return head, source.count("\n") - body.count("\n") + 1, body


def _complainer(name: str, line: int) -> _Complain:
    return lambda problem: AnnotationError(f"{name}:{line}: {problem}")


def _read_marks(marked: str, name: str, first_line: int) -> tuple[str, dict[str, _Mark]]:
    """Take the marks out of `marked`: the plain text, and the spans by id."""
    marks: dict[str, _Mark] = {}
    pieces: list[str] = []
    length = last = 0
    for found in _MARK.finditer(marked):
        complain = _complainer(name, first_line + marked.count("\n", 0, found.start()))
        between = marked[last : found.start()]
        ident, label, surface = found.groups()
        if ident in marks:
            raise complain(f"{ident} marks two spans; give the second an id of its own")
        if label and label not in LABELS:
            raise complain(f"{ident} has the unknown label {label}; use one of {', '.join(LABELS)}")
        if not surface or surface != surface.strip():
            raise complain(f"{ident} marks {surface!r}; leave outer spaces outside the braces")
        start = length + len(between)
        length = start + len(surface)
        marks[ident] = _Mark(label, start, length, surface)
        pieces += [between, surface]
        last = found.end()
    text = "".join(pieces) + marked[last:]
    stray = _BRACE.search(text)
    if stray:
        raise _complainer(name, first_line + text.count("\n", 0, stray.start()))(
            f"a brace that belongs to no mark near {text[max(0, stray.start() - 20) : stray.start() + 20]!r}; "
            "write {id:LABEL|text} or {id|text}"
        )
    return text, marks


def _read_notes(
    notes: str, marks: Mapping[str, _Mark], name: str, first_line: int
) -> tuple[dict[str, dict[str, NormValue]], list[Event]]:
    """The lines below `---`: norms by entity id, and the events."""
    norms: dict[str, dict[str, NormValue]] = {}
    events: list[Event] = []
    for number, line in enumerate(notes.split("\n"), first_line):
        ident, _, rest = line.strip().partition(" ")
        complain = _complainer(name, number)
        if not ident:
            continue
        if _EVENT_ID.fullmatch(ident):
            if any(event.id == ident for event in events):
                raise complain(f"{ident} stands for two events; give the second an id of its own")
            events.append(_read_event(ident, rest, marks, complain))
        elif ident in marks and marks[ident].label:
            norms[ident] = _read_norm(ident, rest, marks, complain)
        else:
            raise complain(f"{ident!r} is neither a marked entity nor an event (E1, E2, …)")
    return norms, events


def _read_norm(ident: str, rest: str, marks: Mapping[str, _Mark], complain: _Complain) -> dict[str, NormValue]:
    norm: dict[str, NormValue] = {}
    for key, found in _PAIR.findall(rest):
        value = found.strip()
        if key == "titles":
            titles = value.split(";")
            for title in titles:
                if title not in marks or marks[title].label != "TITLE":
                    raise complain(f"{ident}: titles={title} is not a TITLE of this text; write titles=T1;T2")
            norm[key] = titles
        elif key in _NUMERIC_KEYS and marks[ident].label == "NUMBER":
            norm[key] = _number(ident, key, value, complain)
        else:
            norm[key] = value
    return norm


def _number(ident: str, key: str, value: str, complain: _Complain) -> int | float:
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        raise complain(f"{ident}: {key}={value} is not a number; write it with digits and a decimal point") from None


def _read_event(ident: str, rest: str, marks: Mapping[str, _Mark], complain: _Complain) -> Event:
    event_type, _, rest = rest.strip().partition(" ")
    trigger_id, _, rest = rest.strip().partition(" ")
    if event_type not in EVENT_TYPES:
        raise complain(f"{ident} has the unknown type {event_type!r}; use one of {', '.join(EVENT_TYPES)}")
    trigger = marks.get(trigger_id)
    if trigger is None or trigger.label:
        raise complain(f"{ident}: its trigger {trigger_id!r} is not a plain mark; write {{K1|word}} in the text")
    event = Event(id=ident, type=event_type, trigger=Trigger(start=trigger.start, end=trigger.end, text=trigger.text))
    for pair in rest.split():
        role, _, target = pair.partition("=")
        if role == "modality":
            if target not in MODALITIES:
                raise complain(f"{ident} has the unknown modality {target!r}; use one of {', '.join(MODALITIES)}")
            event.modality = target
        else:
            event.args.append(_read_argument(ident, role, target, marks, complain))
    return event


def _read_argument(ident: str, role: str, target: str, marks: Mapping[str, _Mark], complain: _Complain) -> Argument:
    if role not in ROLE_LABELS:
        raise complain(f"{ident} has the unknown role {role!r}; use one of {', '.join(ROLE_LABELS)}")
    mark = marks.get(target)
    if mark is None:
        raise complain(f"{ident}: {role}={target} is not marked in the text; mark it or mend the id")
    if (mark.label or TEXT) not in ROLE_LABELS[role]:
        allowed = ", ".join(sorted(ROLE_LABELS[role]))
        raise complain(f"{ident}: {role}={target} is {mark.label or TEXT}; this role takes {allowed}")
    if mark.label:
        return Argument(role=role, entity=target)
    return Argument(role=role, start=mark.start, end=mark.end, text=mark.text)


def _spans_to_mark(document: Document) -> dict[tuple[int, int], str]:
    """What to write before the bar of each mark (`T1:TITLE`, `K1`), by span; equal plain spans share one."""
    spans = {(entity.start, entity.end): f"{entity.id}:{entity.label}" for entity in document.entities}
    if len(spans) < len(document.entities):
        raise AnnotationError(f"{document.id}: two entities stand on one span; the markup holds one a span")
    used = {entity.id for entity in document.entities}
    triggers = [(event.trigger.start, event.trigger.end) for event in document.events]
    fillers = [document.span(argument) for event in document.events for argument in event.args if not argument.entity]
    for letter, plain in (("K", triggers), ("G", fillers)):
        names = (f"{letter}{number}" for number in count(1) if f"{letter}{number}" not in used)
        for span in sorted(set(plain) - spans.keys()):
            spans[span] = next(names)
    return spans


def _norm_line(entity: Entity) -> str:
    pairs = (f"{key}={_norm_value(value)}" for key, value in entity.norm.items() if value != [])
    return " ".join([entity.id, *pairs])


def _norm_value(value: NormValue) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return _decimal(value) if isinstance(value, float) else str(value)


def _decimal(value: float) -> str:
    """Every digit written out, never 1e-07, and always with the point that makes the reader see a float."""
    digits = format(Decimal(repr(value)), "f")
    return digits if "." in digits else f"{digits}.0"


def _event_line(event: Event, spans: Mapping[tuple[int, int], str]) -> str:
    trigger = spans[event.trigger.start, event.trigger.end]
    pairs = [f"modality={event.modality}"] if event.modality != "actual" else []
    for argument in event.args:
        if argument.entity:
            pairs.append(f"{argument.role}={argument.entity}")
        elif argument.start is not None and argument.end is not None:
            pairs.append(f"{argument.role}={spans[argument.start, argument.end]}")
    return " ".join([event.id, event.type, trigger, *pairs])


def _read_back(document: Document, source: str) -> None:
    """Make sure that nothing was lost: text with braces or norms with `=` would read back as something else."""
    try:
        found = from_ann(source, name="as markup")
    except AnnotationError as error:
        raise AnnotationError(f"{document.id}: cannot be written as markup ({error})") from error
    want = _what_markup_keeps(document)
    parts = ("id", "published", "text", "entities", "events")
    lost = [part for part in parts if getattr(found, part) != getattr(want, part)]
    if lost or "\r" in source:  # a carriage return would not survive the way through a file
        part = lost[0] if lost else "line ends"
        raise AnnotationError(f"{document.id}: cannot be written as markup: its {part} would read back otherwise")


def _what_markup_keeps(document: Document) -> Document:
    entities = (
        Entity(id=e.id, label=e.label, start=e.start, end=e.end, text=e.text, norm=_without_empty(e.norm))
        for e in document.entities
    )
    events = (
        Event(id=e.id, type=e.type, modality=e.modality, trigger=e.trigger, args=_without_scores(e.args))
        for e in document.events
    )
    return Document(
        id=document.id,
        text=document.text,
        published=document.published,
        entities=sorted(entities, key=lambda entity: entity.start),
        events=list(events),
    )


def _without_empty(norm: Mapping[str, NormValue]) -> dict[str, NormValue]:
    return {key: value for key, value in norm.items() if value != []}


def _without_scores(arguments: Iterable[Argument]) -> list[Argument]:
    return [Argument(role=a.role, entity=a.entity, start=a.start, end=a.end, text=a.text) for a in arguments]
