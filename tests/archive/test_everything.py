"""A folder with one article in every format and encoding and everything that is bad, read by a watched process."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[dict[str, bytes]], bytes]
Record = Callable[..., bytes]
TCVN3 = b"Chi b\xe9 \xcap M\xfc Th\xb9nh k\xd5t n\xb9p 2 \xae\xb6ng vi\xaan."
VISCII = b"Chi b\xb5 \xa4p M\xdb Th\xd5nh k\xaat n\xd5p 2 \xf0\xe4ng vi\xean."
CP1258 = b"Chi b\xf4\xf2 \xe2\xecp My\xde Tha\xf2nh k\xea\xect na\xf2p 2 \xf0a\xd2ng vi\xean."
VNI = "Chi boä aáp Myõ Thaïnh keát naïp 2 ñaûng vieân.".encode("cp1252")
GOOD = "Chi bộ ấp Mỹ Thạnh kết nạp 2 đảng viên."

WATCHED = """
import json, os, resource, sys
paths, quiet = sys.argv[1:], os.devnull
# Loaded before watching: the libraries open files of their own.
import fastwarc.warc, pyarrow.parquet, trafilatura
import sukien
list(sukien.read(*paths[1:]))
broken = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and path != quiet:
            broken.append(f"opened {path} for writing")
    elif event.partition(".")[0] in ("socket", "subprocess", "urllib", "ftplib", "http") or event in (
        "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.mkdir", "os.rename", "os.remove", "os.symlink",
        "os.link", "os.chmod", "os.truncate", "pickle.find_class", "tempfile.mkstemp", "tempfile.mkdtemp",
    ):
        broken.append(f"{event} {arguments}")

sys.addaudithook(watch)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for found in sukien.read(paths[0]):
    line = [found.source, getattr(found, "text", None), getattr(found, "reason", None)]
    sys.stdout.write(json.dumps(line) + "\\n")
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
sys.stdout.write(json.dumps([broken, grown]) + "\\n")
"""


def good_files(html: str, warc_record: Record, zipped: Pack, tarred: Pack) -> dict[str, bytes]:
    """One article in every format, packing and encoding."""
    line = json.dumps({"text": GOOD}).encode()
    table = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [GOOD]}), table)
    plain = GOOD.encode()
    return {
        "utf-8.txt": plain, "utf-8-sig.txt": GOOD.encode("utf-8-sig"), "utf-16.txt": GOOD.encode("utf-16"),
        "tcvn3.txt": TCVN3, "vni.txt": VNI, "viscii.txt": VISCII, "windows-1258.txt": CP1258,
        "trang.html": html.encode(), "bang.jsonl": line, "bang.csv": f"text\n{GOOD}\n".encode(),
        "bang.parquet": table.getvalue(), "web.warc": warc_record(1), "web.warc.gz": gzip.compress(warc_record(2)),
        "goi.txt.gz": gzip.compress(plain), "goi.txt.zst": zstd.compress(plain), "goi.zip": zipped({"a.txt": plain}),
        "goi.tar": tarred({"a.txt": plain}), "goi.tar.gz": gzip.compress(tarred({"a.txt": plain})),
        "goi.csv.zst": zstd.compress(b"text\n" + plain), "goi.html.gz": gzip.compress(html.encode()),
        "goi.parquet.zip": zipped({"a.parquet": table.getvalue()}), "goi.jsonl.gz": gzip.compress(line),
    }  # fmt: skip


def bad_files(warc_record: Record, zipped: Pack) -> dict[str, tuple[bytes, list[str]]]:
    """Everything that is bad, and what is told of it: the reason, or nothing where an article is read."""
    line = json.dumps({"text": GOOD}).encode()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("1.txt", "2.jsonl"):
            with archive.open(name, "w") as member:
                for _ in range(80):
                    member.write(b" " * (1 << 20))
    cut = warc_record(3)
    return {
        "x-trong.txt": (b"", ["empty"]),
        "x-anh.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ["a PNG picture, not text"]),
        "x-cut.txt.gz": (gzip.compress(os.urandom(400).hex().encode())[:-30], ["cut off"]),
        "x-leo.zip": (zipped({"../../leo.txt": b"x", "a.txt": GOOD.encode()}), ["leads out of the archive", ""]),
        "x-bom.zip": (bomb.getvalue(), ["zip bomb", "zip bomb"]),
        "x-bom.gz": (gzip.compress(gzip.compress(b" " * (80 << 20))), ["larger than"]),
        "x-web.warc": (warc_record(1, length="x") + warc_record(2) + cut[:-90], ["no Content-Length", "", "cut off"]),
        "x-dong.jsonl": (line + b'\n{"text": \n' + line, ["", "not JSON", ""]),
        "x-dai.txt": (b"a" * (50 << 20), ["larger than"]),
        "x-dai.jsonl": (b'{"text": "' + b"a" * (50 << 20) + b'"}\n' + line, ["larger than", ""]),
        "x-la.txt": ("Текст на русском языке, который читают".encode("koi8-r"), ["the encoding is not known"]),
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is measured by a module of Unix")
def test_every_good_article_is_read_and_every_bad_one_told_and_nothing_else_done(
    tmp_path: Path, html: str, warc_record: Record, zipped: Pack, tarred: Pack
) -> None:
    folder, warm = tmp_path / "tin", tmp_path / "warm"
    folder.mkdir()
    warm.mkdir()
    good, bad = good_files(html, warc_record, zipped, tarred), bad_files(warc_record, zipped)
    for name, content in good.items():
        (folder / name).write_bytes(content)
        (warm / name).write_bytes(content)
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    (folder / "x-khoa.txt").write_text(GOOD)
    (folder / "x-khoa.txt").chmod(0)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    found, (broken, grown) = watched_reading(folder, warm)
    assert broken == []
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before
    assert grown < 150_000, "kilobytes"
    for name in good:
        ((text, reason),) = found.pop(f"tin/{name}")
        assert reason is None
        assert text.strip() == GOOD or "kết nạp 12 đảng viên mới; đây là" in text
    if not os.access(folder / "x-khoa.txt", os.R_OK):  # root may read everything
        assert found["tin/x-khoa.txt"] == [(None, "no permission to read it")]
    found.pop("tin/x-khoa.txt")
    for name, (_, reasons) in bad.items():
        told = found.pop(f"tin/{name}")
        assert [bool(reason) for _, reason in told] == [bool(reason) for reason in reasons], name
        assert all(wanted in (reason or "") for (_, reason), wanted in zip(told, reasons, strict=True)), name
    assert not found


def watched_reading(folder: Path, warm: Path) -> tuple[dict[str, list[tuple[Any, Any]]], tuple[list[str], int]]:
    """What was read, by source; what was done that must not be; and by how many kilobytes memory grew."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = [sys.executable, "-c", WATCHED, str(folder), str(warm)]
    result = subprocess.run(run, capture_output=True, text=True, check=True, env=environment, cwd=folder)
    *lines, last = map(json.loads, result.stdout.splitlines())
    found: dict[str, list[tuple[Any, Any]]] = {}
    for source, text, reason in lines:
        found.setdefault(source, []).append((text, reason))
    return found, (last[0], last[1])
