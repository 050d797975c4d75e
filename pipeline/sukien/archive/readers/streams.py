"""Bytes out of files, unpacked as they are read, never more of them than was agreed."""

from __future__ import annotations

import codecs
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from sukien.errors import MissingPartError

BLOCK: Final = 1 << 16


class Broken(Exception):
    """The bytes of a file end, or make no sense, from here on; says why."""


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Budget:
    """How many bytes may still come out of something that is packed."""

    def __init__(self, packed: int, least: int, ratio: int) -> None:
        self._allowed = max(least, packed * ratio)
        self._left = self._allowed

    def spend(self, count: int) -> None:
        """Take `count` bytes off; `Broken` when none are left."""
        self._left -= count
        if self._left < 0:
            raise Broken(f"unpacks to more than {self._allowed:,} bytes, far more than text does: a zip bomb; not read")


class _Tap(io.RawIOBase):
    """A raw stream over a source: full blocks, counted, and every failure a `Broken`."""

    def __init__(self, source: Source, budgets: tuple[Budget, ...]) -> None:
        self._source = source
        self._budgets = budgets
        self._failure: Broken | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if self._failure:
            failure, self._failure = self._failure, None
            raise failure
        filled = 0
        while filled < len(buffer):
            try:
                data = self._source.read(len(buffer) - filled)
                for budget in self._budgets:
                    budget.spend(len(data))
            except Exception as error:
                failure = error if isinstance(error, Broken) else Broken(reason_of(error))
                if not filled:
                    raise failure from error
                self._failure = failure
                break
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        return filled


def buffered(source: Source, *budgets: Budget) -> io.BufferedReader:
    """A stream over `source` that can be peeked into; reading it raises `Broken` alone."""
    return io.BufferedReader(_Tap(source, budgets), BLOCK)


def reason_of(error: Exception) -> str:
    """Why something could not be read, in words for a person."""
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, EOFError):
        return "the packed data is cut off"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{error}" or type(error).__name__


class Gunzip:
    """The content of gzip data, of all its members; can go on behind a damaged one."""

    def __init__(self, packed: io.BufferedReader) -> None:
        self._packed = packed
        self._member: zlib._Decompress | None = None
        self._pending = b""
        self._recent = b""  # the packed bytes since the member began, the last blocks of them

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; `Broken` where the data is damaged or cut off."""
        while True:
            if self._member is None and not self._begin():
                return b""
            assert self._member is not None
            data = self._pending or self._more()
            try:
                out = self._member.decompress(data, size)
            except zlib.error as error:
                self._member = None
                raise Broken(f"the gzip data is damaged ({error})") from None
            self._pending = self._member.unconsumed_tail
            if self._member.eof:
                self._pending, self._member = self._member.unused_data, None
            if out:
                return out
            if not data and self._member:
                self._member = None
                raise Broken("the gzip data is cut off")

    def resume(self) -> bool:
        """Go to the next member after a `Broken` whose content begins as a WARC record; False if there is none."""
        window, self._pending = self._recent[1:], b""
        while True:
            at = window.find(b"\x1f\x8b\x08")
            while at >= 0 and len(window) - at < 4096 and (more := self._packed.read(BLOCK)):
                window += more
            if at < 0:
                more = self._packed.read(BLOCK)
                if not more:
                    return False
                window = window[-2:] + more
            elif _begins_record(window[at:]):
                self._pending = window[at:]
                return True
            else:
                window = window[at + 1 :]

    def _begin(self) -> bool:
        """Start the next member; False at the end, where zeros may stand as on a tape."""
        data = self._pending.lstrip(b"\x00")
        while len(data) < 3 and (more := self._packed.read(BLOCK)):
            data = (data + more).lstrip(b"\x00")
        if not data:
            return False
        self._pending = self._recent = data
        if not data.startswith(b"\x1f\x8b"):
            raise Broken("something follows the gzip data that is no gzip data")
        self._member = zlib.decompressobj(31)
        return True

    def _more(self) -> bytes:
        data = self._packed.read(BLOCK)
        self._recent = self._recent[-BLOCK:] + data
        return data


def _begins_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data[:4096], 5) == b"WARC/"
    except zlib.error:
        return False


def unzstd(packed: io.BufferedReader) -> Source:
    """The content of zstd data, of all its frames.

    Raises:
        MissingPartError: the part that reads zstd is not installed.
    """
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise MissingPartError("zstd files", "archive") from None
    # Frames may ask for gigabytes of memory; what `zstd --long` makes by itself needs 128 MiB.
    options = {int(zstd.DecompressionParameter.window_log_max): 27}
    return _named(zstd.ZstdFile(packed, options=options).read, zstd.ZstdError, "the zstd data is damaged or cut off")


class _named:
    """A source whose failures have a name."""

    def __init__(self, read: Callable[[int], bytes], failure: type[Exception], reason: str) -> None:
        self._read, self._failure, self._reason = read, failure, reason

    def read(self, size: int, /) -> bytes:
        try:
            return self._read(size)
        except (self._failure, EOFError) as error:
            raise Broken(f"{self._reason} ({error})") from None


class AsUtf8:
    """A source in UTF-16 or UTF-32 as one in UTF-8."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ended = False
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; `Broken` where it is not in the encoding."""
        while not self._ready and not self._ended:
            data = self._source.read(size)
            self._ended = not data
            try:
                text = self._decoder.decode(data, final=self._ended)
            except UnicodeDecodeError as error:
                raise Broken(f"damaged {error.encoding.upper()}: {error.reason}") from None
            self._ready = text.encode()
        ready, self._ready = self._ready[:size], self._ready[size:]
        return ready


def read_whole(stream: io.BufferedReader, limit: int) -> bytes:
    """All that is left, if it is at most `limit` bytes; else `Broken`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Broken(f"larger than {limit:,} bytes, the most that is read of one article (max_bytes)")
    return data


def numbered_lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number (from 1) and line end; None for a line longer than `limit` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(BLOCK)
        yield number, None


def numbered_full_lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """What `numbered_lines` gives without the empty lines, of which a bomb may have a hundred million."""
    passed = 0
    lines = numbered_lines(stream, limit)
    while True:
        passed += _skip_line_ends(stream)
        found = next(lines, None)
        if found is None:
            return
        yield found[0] + passed, found[1]


def _skip_line_ends(stream: io.BufferedReader) -> int:
    """How many line ends came next, which are read."""
    passed = 0
    while (head := stream.peek()).startswith(b"\n"):
        count = len(head) - len(head.lstrip(b"\n"))
        stream.read(count)
        passed += count
    return passed
