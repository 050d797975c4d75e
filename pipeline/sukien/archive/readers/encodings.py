"""Text out of bytes: UTF-8, UTF-16, and the old Vietnamese encodings TCVN3, VNI, VISCII and windows-1258.

Nothing says in which of the old encodings a text is, and every byte means a letter in each of them. What tells them
apart is that only the right one gives Vietnamese syllables.

>>> decode("Đảng ủy xã Tân Phú".encode())
Decoded(text='Đảng ủy xã Tân Phú', encoding='utf-8')
>>> decode(bytes.fromhex("a7 b6 6e 67 20 f1 79 20 78 b7 20 54 a9 6e 20 50 68 f3"))
Decoded(text='Đảng ủy xã Tân Phú', encoding='tcvn3')
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any, Final, NamedTuple
from unicodedata import normalize

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("sukien.archive.readers").joinpath("data/encodings.toml").read_text(encoding="utf-8")
)

_SAMPLE: Final = 1000
"""How many words with a letter beyond ASCII are looked at."""

_SURE: Final = 0.7
"""What share of these words must be Vietnamese syllables; real text has over nine in ten, a wrong encoding few."""


class Decoded(NamedTuple):
    """A text and the name of the encoding that it was in."""

    text: str
    encoding: str


class UnknownEncoding(ValueError):
    """Bytes that are no text in an encoding that is known; says why."""


def decode(data: bytes) -> Decoded:
    """The text that `data` holds; a byte order mark is dropped.

    Raises:
        UnknownEncoding: `data` is binary, damaged, or in an encoding that is not known; says which.
    """
    wide = _wide_encoding(data)
    if wide:
        return _decode_wide(data, wide)
    if what := binary_kind(data):
        raise UnknownEncoding(f"{what}, not text")
    try:
        return repaired(data.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        return _decode_old(data, error)


def repaired(text: str) -> Decoded:
    """`text` itself; or, where it is TCVN3 or VNI that somebody saved as if it were Latin letters, what it says.

    >>> repaired("§¶ng ñy x· T©n Phó").text
    'Đảng ủy xã Tân Phú'
    >>> repaired("Une fête à la forêt").text
    'Une fête à la forêt'
    """
    if _ONLY_VIETNAMESE.search(text) or not _LATIN_1.search(text):
        return Decoded(text, "utf-8")
    words = _WORDS_BEYOND_ASCII.findall(text[:100_000])[:_SAMPLE]
    try:
        data = text.encode("cp1252")
    except UnicodeEncodeError:
        return Decoded(text, "utf-8")
    found, share, count = _best(_sample(data), _FONT_ENCODINGS)
    # Two letters may look like anything; a whole line of text does not.
    if count >= 3 and share >= 0.9 and share > _share(words)[0] + 0.2:
        return Decoded(_DECODERS[found](data), f"{found} in utf-8")
    return Decoded(text, "utf-8")


_MAGIC: Final = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"RIFF": "a RIFF file",
    b"%PDF": "a PDF document", b"\xd0\xcf\x11\xe0": "an old Office document", b"{\\rtf": "an RTF document",
    b"SQLite format 3": "an SQLite database", b"\x1f\x8b": "gzip data", b"\x28\xb5\x2f\xfd": "zstd data",
    b"PK\x03\x04": "a zip file", b"Rar!": "a RAR file", b"7z\xbc\xaf": "a 7z file", b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data", b"PAR1": "a Parquet file", b"\x7fELF": "a program", b"MZ\x90": "a program",
}  # fmt: skip
_NO_TEXT: Final = re.compile(rb"[\x00\x01\x03\x04\x07\x08\x0e-\x13\x15-\x18\x1c\x1d\x1f]")


def binary_kind(data: bytes) -> str | None:
    """What binary thing `data` is the beginning of; None if it looks like text of one byte or more a letter.

    >>> binary_kind(b"%PDF-1.7")
    'a PDF document'
    """
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    head = data[:65536]
    if b"\x00" in head or len(_NO_TEXT.findall(head)) * 50 > len(head):
        return "binary data"
    return None


def _wide_encoding(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 that `data` is in, by its mark or by where its zero bytes stand."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):  # fmt: skip
        if data.startswith(mark):
            return name
    head = data[:4096]
    if b"\x00" not in head:
        return None
    # The upper byte of a character of Vietnamese text; a picture has many others.
    even, odd = head[::2], head[1::2]
    for upper, lower, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        others = len(upper.translate(None, b"\x00\x01\x03\x1e\x20"))
        if 20 * others <= len(upper) < 3 * upper.count(0) and 0 not in lower:
            return name
    return None


def _decode_wide(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(f"damaged {encoding.upper()}: {error.reason} at byte {error.start}") from None


def wide_encoding(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 that a file with this beginning is in; None if it is in another encoding.

    >>> wide_encoding("xã".encode("utf-16"))
    'utf-16-le'
    """
    return _wide_encoding(head)


_UTF8_LETTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def _decode_old(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """The text of bytes that are not UTF-8 (`error` says where not)."""
    sample = _sample(data)
    found, share, count = _best(sample, _OLD_ENCODINGS)
    if share >= _SURE:
        try:
            return Decoded(_DECODERS[found](data), found)
        except UnicodeDecodeError:
            pass
    beyond = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if 2 * sum(map(len, _UTF8_LETTER.findall(data))) > beyond:
        reason = f"damaged UTF-8: byte 0x{data[error.start]:02x} at {error.start}"
        raise UnknownEncoding(f"{reason}; save the text again from its source")
    tried = ", ".join(("utf-8", "utf-16", *_OLD_ENCODINGS))
    raise UnknownEncoding(
        f"the encoding is not known: of {count} words beyond ASCII only {share:.0%} are Vietnamese when read as "
        f"{found}, the best of {tried}; save the text as UTF-8"
    )


_BYTE_WORD: Final = re.compile(rb"[A-Za-z\x01\x02\x04-\x06\x11-\x17\x19\x1e\x80-\xff]+")


def _sample(data: bytes) -> bytes:
    """The first words with a byte beyond ASCII."""
    words: list[bytes] = []
    for match in _BYTE_WORD.finditer(data):
        if not match[0].isascii() and len(match[0]) < 40:
            words.append(match[0])
            if len(words) == _SAMPLE:
                break
    return b" ".join(words)


def _best(sample: bytes, names: Iterable[str]) -> tuple[str, float, int]:
    """The encoding in which most of the sample is Vietnamese, that share, and how many words it is a share of."""
    best = ("windows-1258", -1.0, 0)
    for name in names:
        try:
            share, count = _share(_WORDS_BEYOND_ASCII.findall(_DECODERS[name](sample)))
        except UnicodeDecodeError:
            continue
        if share > best[1]:
            best = (name, share, count)
    return best


_ONLY_VIETNAMESE: Final = re.compile(r"[ăđơưĂĐƠƯạ-ỹẠ-Ỹ\u0300-\u0323]")
_LATIN_1: Final = re.compile(r"[\xa1-\xff]")
_WORDS_BEYOND_ASCII: Final = re.compile(
    r"(?=[A-Za-z]{0,8}[^\x00-\x7f])[^\x00-\x40\x5b-\x60\x7b-\x7f\xa0‘’“”–—…•«»\u200b\ufeff]+"
)
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHORTENED: Final = re.compile(r"[A-ZĐƯ]*[ĐƯ][A-ZĐƯ]*|đ")
_SYLLABLE: Final = re.compile(
    rf"(?:{'|'.join(_DATA['syllable']['onsets'].split())})?"
    rf"(?:{'|'.join(sorted(_DATA['syllable']['rhymes'].split(), key=len, reverse=True))})"
)


def _share(words: list[str]) -> tuple[float, int]:
    """What share of `words` are Vietnamese syllables, and how many were counted; abbreviations (NĐ) are not."""
    counted = [word for word in words if any(map(_is_beyond_ascii, word)) and not _SHORTENED.fullmatch(word)]
    if not counted:
        return 1.0, 0
    return sum(_in_one_case(word) and is_syllable(word) for word in counted) / len(counted), len(counted)


def _in_one_case(word: str) -> bool:
    """Whether capitals stand where they may: a wrong encoding puts them anywhere (`CÔp gƠn`)."""
    return word[1:].islower() or word.isupper() or len(word) == 1


def _is_beyond_ascii(letter: str) -> bool:
    return letter > "\x7f"


def is_syllable(word: str) -> bool:
    """Whether `word` is spelled as a Vietnamese syllable, in any case.

    >>> [is_syllable(word) for word in ("nghiêng", "ĐẢNG", "x·", "fête", "hôị́")]
    [True, True, False, False, False]
    """
    spread = normalize("NFD", word.lower())
    plain, tones = _TONES.subn("", spread)
    return tones <= 1 and _SYLLABLE.fullmatch(normalize("NFC", plain)) is not None


def _charmap(name: str) -> Callable[[bytes], str]:
    """The decoder of an encoding with one character a byte."""
    upper: str = _DATA["charmaps"][name].replace("\n", "")
    table = "".join(map(chr, range(128))) + upper
    controls = str.maketrans(_DATA["controls"].get(name, {}))

    def read(data: bytes) -> str:
        text = codecs.charmap_decode(data, "strict", table)[0]
        return text.translate(controls) if controls else text

    return read


# Words without a small letter of ASCII, on one line; and what in a word only capitals make.
_RUN: Final = re.compile(r"(?<![^\W\d_])[^a-z\n]+(?![^\W\d_])")
_CAPITALS: Final = re.compile(r"[^\W\d_A-ZĂÂÊÔƠƯĐ][A-ZĂÂÊÔƠƯĐ]|[A-ZĂÂÊÔƠƯĐ]{2}[^\W\d_A-ZĂÂÊÔƠƯĐ]")
_BEGINNING: Final = re.compile(r"""(?:\A\s*|\n[ \t\r]*\n|[.!?…]["”’)]?\s+)["“‘(]?(?![ăâêôơưđ])[à-ỹ]""")


def _capitals_whole(text: str) -> str:
    """TCVN3 has no capitals with tone marks, a font shows them: `CéNG` stands for `CỘNG`.

    `Mü` may be `Mỹ` or `MỸ`: it is in capitals where a word beside it must be. A sentence begins with a capital; one
    at the beginning of another word (`Thiên Ấn`) is lost.
    """
    whole = _RUN.sub(lambda run: run[0].upper() if _CAPITALS.search(run[0]) else run[0], text)
    return _BEGINNING.sub(lambda beginning: beginning[0].upper(), whole)


def _read_tcvn3(data: bytes) -> str:
    return _capitals_whole(_read_tcvn3_letters(data))


def _vni_pairs() -> dict[str, str]:
    pairs = dict(pair.split("=") for pair in _DATA["vni"]["vowels"].split())
    letters = dict(pair.split("=") for pair in _DATA["vni"]["letters"].split())
    small = pairs | letters
    first = {pair[0].upper() + pair[1:]: letter.upper() for pair, letter in pairs.items()}
    return small | first | {pair.upper(): letter.upper() for pair, letter in small.items()}


_VNI: Final = _vni_pairs()
_VNI_PAIR: Final = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def _read_vni(data: bytes) -> str:
    return _VNI_PAIR.sub(lambda pair: _VNI[pair[0]], data.decode("cp1252"))


def _read_1258(data: bytes) -> str:
    return normalize("NFC", data.decode("cp1258"))


_read_tcvn3_letters: Final = _charmap("tcvn3")
_DECODERS: Final[dict[str, Callable[[bytes], str]]] = {
    "tcvn3": _read_tcvn3,
    "tcvn5712": _charmap("tcvn5712"),
    "vni": _read_vni,
    "viscii": _charmap("viscii"),
    "windows-1258": _read_1258,
}
_FONT_ENCODINGS: Final = ("tcvn3", "vni")
_OLD_ENCODINGS: Final = ("windows-1258", "tcvn3", "vni", "viscii", "tcvn5712")
