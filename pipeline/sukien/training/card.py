"""The model card: what the model was made from, with which settings, and the hashes of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from sukien.document import Document
from sukien.training.corpus import is_real
from sukien.training.evaluate import Report

CARD = "MODEL_CARD.md"
MANIFEST = "manifest.json"
_MADE_WITH = ("spacy", "scikit-learn", "python-crfsuite", "numpy", "underthesea")


def write_card(folder: Path, documents: Sequence[Document], test: Report, *, with_real: bool) -> None:
    """Write `MODEL_CARD.md` and `manifest.json` (file -> SHA-256) into the model folder.

    `documents` are those learned from, `test` the report on the test part of the corpus.
    """
    files = sorted(path for path in folder.iterdir() if path.name not in (CARD, MANIFEST))
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(hashes), indent=2) + b"\n")
    (folder / CARD).write_text(_card(documents, test, hashes, with_real=with_real), encoding="utf-8")


def _card(documents: Sequence[Document], test: Report, hashes: dict[str, str], *, with_real: bool) -> str:
    labels = Counter(entity.label for document in documents for entity in document.entities)
    types = Counter(event.type for document in documents for event in document.events)
    moods = Counter(event.modality for document in documents for event in document.events)
    real = sum(map(is_real, documents))
    origin = (
        f"{len(documents) - real} written articles and {real} real ones (stand-off annotation)"
        if with_real
        else f"{len(documents)} written articles; the real ones were left out, because their texts were not given"
    )
    return f"""# The model of sukien

Made by `sukien train` from `corpus/train`: {origin}.

It reads Vietnamese provincial news and national news on politics and party life. It knows nothing of other kinds of
text, and its scores say how sure it is only on text of that kind.

On `corpus/test`, which it has not seen:

| figure | precision | recall | F1 | right / found / annotated |
|---|---|---|---|---|
{_figures(test)}

Scores are calibrated on `corpus/dev`. Expected calibration error on `corpus/test`, ten bins: {_calibration(test)}.

| entities | in training |
|---|---|
{_rows(labels)}

| events | in training |
|---|---|
{_rows(types)}

| modality | in training |
|---|---|
{_rows(moods)}

Made with {", ".join(f"{name} {version(name)}" for name in _MADE_WITH)}.
The same corpus and versions give the same bytes.

| file | SHA-256 |
|---|---|
{chr(10).join(f"| `{name}` | `{digest}` |" for name, digest in hashes.items())}

Licence: Apache-2.0. The word classes were learned from the training part of the public news collection
ThanhChinhBK/vietnews and hold single words and their classes only.
"""


def _figures(test: Report) -> str:
    rows = []
    for name, f in test.figures.items():
        if name.split()[0] in ("entity", "event") or " " not in name:
            shares = " | ".join(f"{100 * share:.1f}" for share in (f.precision, f.recall, f.f1))
            rows.append(f"| {name} | {shares} | {f.hit} / {f.predicted} / {f.gold} |")
    return "\n".join(rows)


def _calibration(test: Report) -> str:
    return ", ".join(f"{name} {found.error:.3f}" for name, found in test.calibration.items())


def _rows(counts: Counter[str]) -> str:
    return "\n".join(f"| {name} | {count} |" for name, count in sorted(counts.items()))
