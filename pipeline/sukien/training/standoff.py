"""Annotation kept apart from its text: for articles that belong to others.

A stand-off file is JSONL, one article a line: `id`, `path` (of the segmented text in the public repository
`REPOSITORY`), `sha256` of the plain text, and entities and events by offsets alone. `fetch` gets the texts.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from sukien.document import Document
from sukien.errors import AnnotationError, ArticleError

REPOSITORY: Final = "https://github.com/ThanhChinhBK/vietnews"

_BEFORE_CLOSING: Final = re.compile(r"[ \t]+([,.;:)?!%…”])")
_AFTER_OPENING: Final = re.compile(r"([(“])[ \t]+")
_AROUND_SLASH: Final = re.compile(r"[ \t]+/[ \t]+")
_SPACES: Final = re.compile(r"[ \t]+")


def plain_text(segmented: str) -> str:
    r"""Undo the word segmentation of the repository's files; offsets count in what this gives.

    >>> plain_text("Hội_nghị bầu 5 đồng_chí ( 2 nữ ) , đạt 90 % .\n")
    'Hội nghị bầu 5 đồng chí (2 nữ), đạt 90%.\n'
    """
    text = _BEFORE_CLOSING.sub(r"\1", segmented.replace("_", " "))
    text = _AROUND_SLASH.sub("/", _AFTER_OPENING.sub(r"\1", text))
    lines = (line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return "\n".join(lines).strip() + "\n"


def to_standoff(document: Document, path: str) -> dict[str, Any]:
    """The record of `document`, whose text is that of `path` in the repository, without any of its text."""
    found: dict[str, Any] = msgspec.to_builtins(document)
    for span in [*found.get("entities", ()), *(event["trigger"] for event in found.get("events", ()))]:
        del span["text"]
    for event in found.get("events", ()):
        for argument in event.get("args", ()):
            argument.pop("text", None)
    return {
        "id": document.id,
        "path": path,
        "sha256": sha256(document.text.encode()).hexdigest(),
        "entities": found.get("entities", []),
        "events": found.get("events", []),
    }


def from_standoff(record: dict[str, Any], text: str) -> Document:
    """The document of a record and its text; `AnnotationError` if it is another text."""
    if sha256(text.encode()).hexdigest() != record["sha256"]:
        raise AnnotationError(
            f"{record['id']}: {record['path']} holds another text than the one annotated; fetch it again"
        )
    for span in [*record["entities"], *(event["trigger"] for event in record["events"])]:
        span["text"] = text[span["start"] : span["end"]]
    for event in record["events"]:
        for argument in event.get("args", ()):
            if "start" in argument:
                argument["text"] = text[argument["start"] : argument["end"]]
    fields = {"id": record["id"], "text": text, "entities": record["entities"], "events": record["events"]}
    return msgspec.convert(fields, Document)


def read_standoff(source: Path, texts: Path) -> Iterator[Document]:
    """The documents of a stand-off file, their texts taken from `texts`, a copy of the repository.

    Raises:
        AnnotationError: a line is no record, or a text is missing or another one.
    """
    for number, line in enumerate(source.read_bytes().splitlines(), start=1):
        try:
            record: dict[str, Any] = msgspec.json.decode(line)
            text = plain_text((texts / record["path"]).read_text(encoding="utf-8"))
            document = from_standoff(record, text)
            document.check_offsets()
        except (OSError, UnicodeDecodeError) as error:
            raise AnnotationError(
                f"{source}, line {number}: {error}; get the texts with: sukien corpus fetch {texts}"
            ) from error
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise AnnotationError(f"{source}, line {number}: not a stand-off record ({error})") from error
        except (AnnotationError, ArticleError) as error:
            raise AnnotationError(f"{source}, line {number}: {error}") from error
        yield document


def idents(source: Path) -> list[str]:
    """The ids of the articles of a stand-off file; their texts are not needed.

    Raises:
        AnnotationError: a line is no record.
    """
    found = []
    for number, line in enumerate(source.read_bytes().splitlines(), start=1):
        try:
            found.append(str(msgspec.json.decode(line)["id"]))
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise AnnotationError(f"{source}, line {number}: not a stand-off record ({error})") from error
    return found


def fetch(texts: Path) -> None:
    """Copy the repository of the texts to the folder `texts`; needs git and a network.

    Raises:
        AnnotationError: git is missing or could not copy it; the message holds what git said.
    """
    command = ["git", "clone", "--depth", "1", REPOSITORY, str(texts)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise AnnotationError("git is not installed; install it, or copy the repository by hand") from error
    except subprocess.CalledProcessError as error:
        raise AnnotationError(f"{REPOSITORY} could not be copied to {texts}: {error.stderr.strip()}") from error
