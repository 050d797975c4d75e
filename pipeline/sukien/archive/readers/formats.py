"""What a file is: by the end of its name, and by what it begins with."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Final, Literal

Format = Literal["gzip", "zstd", "zip", "tar", "parquet", "warc", "jsonl", "json", "csv", "page", "text", "document"]

HEAD: Final = 4096
"""How many bytes of the beginning are looked at."""

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("sukien.archive.readers").joinpath("data/formats.toml").read_text(encoding="utf-8")
)
_BY_END: Final[dict[str, Format]] = {
    end: kind for kind, ends in _DATA["formats"].items() for end in ends.split()
}  # the keys of the table are the formats' names
_PACKED: Final = frozenset(_DATA["packing"]["ends"].split())
_PACKED_TAR: Final = frozenset(_DATA["packing"]["tar"].split())
_DOCUMENTS: Final = frozenset(_DATA["documents"]["ends"].split())
_BESIDE: Final = frozenset(_DATA["beside"]["ends"].split())
_BESIDE_NAMES: Final = frozenset(_DATA["beside"]["names"].split())
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head)\b", re.I | re.S
)


def format_of(name: str, head: bytes) -> Format:
    """What the file called `name`, which begins with `head`, is; what is nothing else is text.

    >>> format_of("tin-tuc.jsonl.gz", b"\\x1f\\x8b\\x08"), format_of("tin-tuc.jsonl", b'{"text": "..."}')
    ('gzip', 'jsonl')
    """
    end = _end(name)
    if end in _DOCUMENTS:
        return "document"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd") or head[1:4] == b"\x2a\x4d\x18":
        return "zstd"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    kind = _BY_END.get(end, "text")
    return "page" if kind == "text" and _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else kind


def unpacked_name(name: str) -> str:
    """The name of what is in the packed file `name`.

    >>> [unpacked_name(name) for name in ("a.csv.gz", "a.tgz", "a.zst", "a.txt")]
    ['a.csv', 'a.tar', 'a', 'a.txt']
    """
    end = _end(name)
    if end not in _PACKED:
        return name
    return name[: -len(end) - 1] + (".tar" if end in _PACKED_TAR else "")


def lies_beside(name: str) -> bool:
    """Whether a file or folder of this name, met in a folder or archive, holds no article by the look of its name.

    >>> [name for name in ("bai.html", "bai_files.css", ".git", "anh.JPG") if lies_beside(name)]
    ['bai_files.css', '.git', 'anh.JPG']
    """
    return name.startswith(".") or name in _BESIDE_NAMES or _end(name) in _BESIDE


def _end(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
