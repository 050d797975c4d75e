"""The files that paths lead to: files, folders and all in them, globs."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sukien.archive.article import Unread
from sukien.archive.readers.formats import lies_beside
from sukien.archive.readers.streams import reason_of


class File(NamedTuple):
    """A file to read, and what it is called in the output: its path from the folder that all paths share."""

    path: Path
    source: str


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[File | Unread]:
    """Every file, in the order of `paths`, within a folder or glob by name.

    Names do not depend on where the archive lies or where the program was started: they begin below the folder that
    all of `paths` share. Folders and hidden files whose names start with a dot, and files of kinds that lie beside
    articles (pictures, style sheets), are passed over in folders; a link to a folder is told of and not followed.
    """
    given = [os.fspath(path) for path in paths]
    base = _shared_folder(given)
    for path in given:
        for found in _expand(path):
            yield from _walk(found, base)


def _expand(path: str) -> list[str]:
    """The paths that a glob stands for; any other path itself."""
    if not glob.has_magic(path) or os.path.lexists(path):
        return [path]
    return sorted(glob.iglob(path, recursive=True)) or [path]


def _shared_folder(paths: list[str]) -> str:
    """The deepest folder that the paths have in common, not a path itself."""
    folders = [os.path.dirname(os.path.abspath(_before_magic(path))) for path in paths]
    try:
        return os.path.commonpath(folders) if folders else ""
    except ValueError:  # several drives
        return ""


def _before_magic(path: str) -> str:
    """A glob up to the first part that stands for several names, which is cut off by the caller."""
    if not glob.has_magic(path) or os.path.lexists(path):
        return path
    parts = Path(path).parts
    plain = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    return os.path.join(*parts[:plain], "*")


def _name(path: str, base: str) -> str:
    absolute = os.path.abspath(path)
    name = os.path.relpath(absolute, base) if base else os.path.splitdrive(absolute)[1].lstrip("\\/")
    # A name of bytes that are no text cannot be written down; what it is read by stays as it is.
    return name.replace(os.sep, "/").encode(errors="surrogateescape").decode(errors="replace")


def _walk(path: str, base: str) -> Iterator[File | Unread]:
    """The file `path`, or all files below it."""
    waiting = [path]
    while waiting:
        place = waiting.pop()
        try:
            mode = os.stat(place).st_mode
            if stat.S_ISREG(mode):
                yield File(Path(place), _name(place, base))
            elif not stat.S_ISDIR(mode):
                yield Unread(source=_name(place, base), reason="neither a file nor a folder")
            elif place != path and os.path.islink(place):
                reason = "a link to a folder, not followed; name the folder itself to read it"
                yield Unread(source=_name(place, base), reason=reason)
            else:
                names = sorted(os.listdir(place), reverse=True)
                waiting += [os.path.join(place, name) for name in names if not lies_beside(name)]
        except FileNotFoundError:
            yield Unread(source=_name(place, base), reason="there is no such file or folder")
        except (OSError, ValueError) as error:
            yield Unread(source=_name(place, base), reason=reason_of(error))
