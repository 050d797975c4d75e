"""One document as a table for people: its events, then its entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sukien.document import Argument, Check, Document, Entity, Event
from sukien.view import printable

_MODALITY_STYLE: Final = {"actual": "green", "planned": "yellow", "negated": "red"}
_INDENT: Final = "    "
_FIRST_COLUMN: Final = 13


def show(document: Document, console: Console) -> None:
    """Print the events of `document`, each with modality, gloss, arguments and failed checks, then its entities.

    Colours and the width of the columns follow `console`; outside a terminal it is plain text, one line a row.
    """
    console.print(Text(f"{len(document.events)} events", style="bold"))
    for event in document.events:
        console.print()
        for line in _event_lines(document, event):
            console.print(line, soft_wrap=True)
    console.print()
    console.print(Text(f"{len(document.entities)} entities", style="bold"))
    if document.entities:
        console.print()
        console.print(_entity_table(document.entities))


def _event_lines(document: Document, event: Event) -> Iterator[Text]:
    head = Text.assemble((event.id, "dim"), "  ", (event.type, "bold cyan"), "  ")
    head.append(event.modality, _MODALITY_STYLE.get(event.modality, ""))
    if event.score is not None:
        head.append(f"  {event.score:.2f}", "dim")
    yield head
    for language in ("vi", "en"):
        if event.gloss.get(language):
            yield _row(language, event.gloss[language], "italic")
    yield _row("trigger", event.trigger.text)
    for argument in event.args:
        yield _row(argument.role, _filler(document, argument))
    for check in event.checks:
        if not check.ok:
            yield _row("check", f"{check.name} failed: {_figures(check)}", "bold red")


def _row(name: str, content: str, style: str = "") -> Text:
    return Text.assemble(_INDENT, (f"{name:{_FIRST_COLUMN}}", "dim"), (printable(content), style))


def _filler(document: Document, argument: Argument) -> str:
    """The words of a filler; a number with its unit, a date with its value."""
    start, end = document.span(argument)
    words = document.text[start:end]
    if argument.entity is None:
        return words
    entity = document.entity(argument.entity)
    if entity.label == "NUMBER" and "unit" in entity.norm:
        return f"{words} {entity.norm['unit']}"
    if entity.label == "DATE" and "value" in entity.norm:
        return f"{words} ({entity.norm['value']})"
    return words


def _figures(check: Check) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in check.figures.items())


def _entity_table(entities: list[Entity]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("id", "label", "text", "place", "normal form"):
        table.add_column(heading, overflow="fold")
    for entity in entities:
        table.add_row(
            Text(entity.id, "dim"),
            Text(entity.label, "cyan"),
            Text(printable(entity.text)),
            Text(f"{entity.start}-{entity.end}", "dim"),
            Text(printable(_norm(entity.norm))),
        )
    return table


def _norm(norm: Mapping[str, object]) -> str:
    return " ".join(f"{key}={_value(value)}" for key, value in norm.items())


def _value(value: object) -> str:
    return " + ".join(map(str, value)) if isinstance(value, list) else str(value)
