"""Counts the errors of documents by kind: what `sukien evaluate --errors` lists, in groups.

    python benchmarks/errors.py GOLD PREDICTED.jsonl [--texts DIR]

PREDICTED is what `sukien run` wrote. Prints one Markdown row a group.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sukien.archive.runner import Failure, read_run
from sukien.document import Document, Entity, Event
from sukien.training.corpus import is_real, read_corpus
from sukien.training.evaluate import Finding, evaluate


def shares(a: Entity, b: Finding) -> bool:
    """Whether an entity and an error share a character."""
    return a.start < b.end and b.start < a.end


def group(finding: Finding, gold: Document, predicted: Document) -> str:
    """The kind of one error."""
    what, _, kind = finding.figure.partition(" ")
    if what == "entity":
        others = [e for e in (predicted if finding.kind == "missed" else gold).entities if shares(e, finding)]
        if any(e.label == kind for e in others):
            return f"{kind}: begins or ends elsewhere"
        return f"{kind}: another label" if others else f"{kind}: {finding.kind}"
    if what == "event" and finding.kind == "missed":
        near = [e for e in predicted.events if touches(e, finding)]
        if any(e.type == kind for e in near):
            return "event: one set of several under a verb missed"
        return "event: another type" if near else f"event: {kind} missed"
    if what == "event" and finding.kind == "invented":
        near = [e for e in gold.events if touches(e, finding)]
        return (
            "event: one set too many under a verb" if any(e.type == kind for e in near) else f"event: {kind} invented"
        )
    if what == "event":
        return f"event: {finding.detail}"
    return f"{what} {kind}: {finding.kind}".replace(" :", ":")


def touches(event: Event, finding: Finding) -> bool:
    """Whether the trigger of an event and an error share a character."""
    return event.trigger.start < finding.end and finding.start < event.trigger.end


def groups(gold: list[Document], predicted: dict[str, Document]) -> Iterator[tuple[str, str]]:
    """(part, group) of every error; a wrong boundary counts once, where the annotated span is missed."""
    for document in gold:
        found = predicted[document.id]
        for finding in evaluate([document], [found]).errors:
            name = group(finding, document, found)
            if finding.kind == "invented" and "elsewhere" in name:
                continue
            yield "real" if is_real(document) else "written", name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--texts", type=Path)
    given = parser.parse_args()
    predicted = {d.id: d for d in read_run(given.predicted) if not isinstance(d, Failure)}
    gold = [document for document in read_corpus(given.gold, given.texts) if document.id in predicted]
    counts = Counter(groups(gold, predicted))
    print("| group | written | real |\n|---|---|---|")
    for name in sorted({name for _, name in counts}, key=lambda n: -counts["written", n] - counts["real", n]):
        print(f"| {name} | {counts['written', name]} | {counts['real', name]} |")


if __name__ == "__main__":
    main()
