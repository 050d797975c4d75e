"""Archives that are damaged, or made to do damage: each bad thing is one record with its reason, the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sukien
from sukien import Article, Unread

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[dict[str, bytes]], bytes]
Record = Callable[..., bytes]
GOOD = "Chi bộ ấp Mỹ Thạnh kết nạp 2 đảng viên."
NOISE = random.Random(4).randbytes(300)


def told(*paths: Path | str, **options: int) -> list[tuple[str | None, str]]:
    """Place, and the text or the reason why there is none."""
    return [
        (found.place, found.text if isinstance(found, Article) else f"! {found.reason}")
        for found in sukien.read(*paths, **options)  # type: ignore[arg-type]
    ]


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.csv.gz", gzip.compress(b""), "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture, not text"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture, not text"),
        ("a.html", b"<html><body></body></html>", "no main text found in the page"),
        ("a.pdf", b"%PDF-1.4", "a document of a kind that is not read"),
        ("a.docx", b"PK\x03\x04....", "a document of a kind that is not read"),
        ("a.txt.gz", gzip.compress(NOISE.hex().encode())[:-20], "the gzip data is cut off"),
        ("a.txt.gz", gzip.compress(GOOD.encode())[:-6] + b"\0\0\0\0\0\0", "the gzip data is damaged"),
        ("a.txt.gz", gzip.compress(GOOD.encode()) + b"rest", "something follows the gzip data"),
        ("a.txt.zst", zstd.compress(NOISE)[:-20], "the zstd data is damaged or cut off"),
        ("a.zip", b"PK\x03\x04" + b"x" * 100, "damaged zip file"),
        ("a.tar", b"x" * 257 + b"ustar" + b"x" * 250, "damaged tar file"),
        ("a.parquet", b"PAR1" + b"x" * 100 + b"PAR1", "damaged Parquet"),
        ("a.csv", b"so,ngay\n1,2\n", "no column looks like the text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_bad_file_is_one_record(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (found,) = sukien.read(written(tmp_path / name, content))
    assert isinstance(found, Unread)
    assert reason in found.reason
    assert found.source == name


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("/nowhere/at/all")
    (tmp_path / "vong").symlink_to(tmp_path)
    written(tmp_path / "c.txt", GOOD.encode())
    assert told(tmp_path, tmp_path / "x.txt", "khong-co-*.txt") == [
        (None, "! neither a file nor a folder"),
        (None, "! there is no such file or folder"),
        (None, GOOD),
        (None, "! a link to a folder, not followed; name the folder itself to read it"),
        (None, "! there is no such file or folder"),
        (None, "! there is no such file or folder"),
    ]


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a.txt", GOOD.encode()).chmod(0)
    written(tmp_path / "b.txt", GOOD.encode())
    if os.access(tmp_path / "a.txt", os.R_OK):  # root may read everything
        original = Path.open

        def refuse(path: Path, *rest: str) -> object:
            if path.name == "a.txt":
                raise PermissionError(13, "Permission denied", str(path))
            return original(path, *rest)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refuse)
    assert told(tmp_path) == [(None, "! no permission to read it"), (None, GOOD)]


def test_broken_lines_of_jsonl(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": GOOD}).encode()
    lines = [
        good, b'{"text": "', b"[1]", b'{"id": "b", "text": null}', b'{"text": 5}', b'{"id": [], "text": "x"}',
        b'{"id": "c", "text": "x", "date": "mai"}', b'{"nothing": 1}', b"[" * 100_000, b'{"text": "\xff\xfe\xfa\xfb"}',
        b'{"id": "d", "text": "\\ud800"}', good,
    ]  # fmt: skip
    found = told(written(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert [place for place, _ in found] == [f"line {number}" for number in range(1, 13)]
    assert found[0][1] == found[-1][1] == GOOD
    assert all(content.startswith("! ") for _, content in found[1:-1])
    assert "not JSON" in found[1][1]
    assert "no date" in found[6][1]
    assert "no column looks like the text" in found[7][1]


def test_a_line_of_50_mb_is_passed_in_bounded_memory(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD}, ensure_ascii=False).encode()
    with (tmp_path / "a.jsonl").open("wb") as out:
        out.write(good + b'\n{"text": "')
        for _ in range(50):
            out.write(b"a" * (1 << 20))
        out.write(b'"}\n' + good)
    (tmp_path / "b.txt").write_bytes(b"a" * (50 << 20))
    (tmp_path / "c.csv").write_bytes(b"text\n" + b"a" * (50 << 20) + b"\n" + GOOD.encode() + b"\n")
    found = told(tmp_path)
    assert [content.partition(" bytes")[0] for _, content in found] == [
        GOOD, "! the line is larger than 16,777,216", GOOD, "! larger than 16,777,216",
        "! broken row: its line is larger than 16,777,216", GOOD,
    ]  # fmt: skip


def test_a_truncated_gzip_gives_what_stands_before_the_end(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": f"{i} {random.Random(i).random()}"}).encode() + b"\n" for i in range(5000))
    packed = gzip.compress(lines)
    found = list(sukien.read(written(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])))
    assert 1500 < len(found) < 3500
    assert all(isinstance(one, Article) for one in found[:-1])
    assert isinstance(found[-1], Unread)
    assert found[-1].reason == "the gzip data is cut off; read up to here"


def test_broken_rows_of_csv(tmp_path: Path) -> None:
    rows = [
        "id,text,date",
        f"1,{GOOD},",
        '2,"chưa đóng, ',
        f"3,{GOOD},",
        f"4,{GOOD}",
        '5,"a"b,',
        f'6,"{GOOD}",',
        '7,"a',
    ]
    found = told(written(tmp_path / "a.csv", "\n".join(rows).encode()))
    assert [place for place, content in found if content == GOOD] == ["line 2", "line 4", "line 7"]
    assert [place for place, content in found if content.startswith("! broken row")] == [
        "line 3", "line 5", "line 6", "line 8",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", ["plain", "gzip"])
@pytest.mark.parametrize("damage", ["length large", "length small", "no length", "no magic", "scrambled", "cut off"])
def test_broken_records_of_warc(tmp_path: Path, warc_record: Record, html: str, pack: str, damage: str) -> None:
    records = [warc_record(number) for number in range(4)]
    match damage:
        case "length large":
            records[1] = warc_record(1, length=10**9)
        case "length small":
            records[1] = warc_record(1, length=10)
        case "no length":
            records[1] = warc_record(1, length="nhiều")
        case "no magic":
            records[1] = b"XXXX" + records[1][4:]
        case "scrambled":
            records[1] = records[1][:200] + os.urandom(len(records[1]) - 200)
        case _:
            records[3] = records[3][:-300]
    packed = [gzip.compress(record) for record in records] if pack == "gzip" else records
    found = list(sukien.read(written(tmp_path / f"a.warc{'.gz' if pack == 'gzip' else ''}", b"".join(packed))))
    good = [one.id for one in found if isinstance(one, Article)]
    assert good == [f"urn:uuid:{number}" for number in ((0, 1, 2) if damage == "cut off" else (0, 2, 3))]
    assert len(found) == 4 or damage == "no magic"


def test_damaged_gzip_in_a_warc_costs_the_damaged_records_alone(tmp_path: Path, warc_record: Record) -> None:
    packed = [gzip.compress(warc_record(number)) for number in range(6)]
    packed[1] = packed[1][:100] + b"\xff" * 50 + packed[1][150:]
    packed[3] = packed[3][:-200]
    found = list(sukien.read(written(tmp_path / "a.warc.gz", b"".join(packed))))
    assert [one.id for one in found if isinstance(one, Article)] == [
        "urn:uuid:0",
        "urn:uuid:2",
        "urn:uuid:4",
        "urn:uuid:5",
    ]
    assert sum(isinstance(one, Unread) for one in found) == 2


def test_a_damaged_response_is_told_and_not_read_as_text(tmp_path: Path, warc_record: Record, html: str) -> None:
    packed = gzip.compress(html.encode())
    bad = [
        warc_record(1, packed[:-50], headers="Content-Encoding: gzip\r\n"),
        warc_record(2, packed[:100] + b"\xff" * 30 + packed[130:], headers="Content-Encoding: gzip\r\n"),
        warc_record(3, packed, headers="Content-Encoding: sdch\r\n"),
        warc_record(4),
    ]
    found = list(sukien.read(written(tmp_path / "a.warc", b"".join(bad))))
    assert [isinstance(one, Article) for one in found] == [False, False, False, True]


def test_paths_that_climb_out_of_an_archive(tmp_path: Path, zipped: Pack, tarred: Pack) -> None:
    names = ["../a.txt", "/etc/a.txt", "x/../../a.txt", "..\\a.txt", "C:\\a.txt", "x/tốt..txt"]
    members = {name: GOOD.encode() for name in names}
    refused = [(name, "! its path leads out of the archive; not read") for name in names[:-1]]
    expected = [*refused, (names[-1], GOOD)]
    before = sorted(os.listdir(tmp_path.parent))
    assert told(written(tmp_path / "a.zip", zipped(members))) == expected
    assert told(written(tmp_path / "a.tar", tarred(members))) == expected
    assert sorted(os.listdir(tmp_path.parent)) == before


def test_links_and_devices_in_a_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("d.txt")
        info.size = len(GOOD.encode())
        archive.addfile(info, io.BytesIO(GOOD.encode()))
    assert told(written(tmp_path / "a.tar", out.getvalue())) == [
        ("a.txt", "! a link, not followed"), ("b.txt", "! a link, not followed"), ("c.txt", "! no plain file"),
        ("d.txt", GOOD),
    ]  # fmt: skip


def test_a_tar_that_is_cut_off_says_so(tmp_path: Path, tarred: Pack) -> None:
    whole = tarred({f"{i}.txt": GOOD.encode() for i in range(4)})
    for end, good in ((1024 * 2, 2), (1024 * 2 + 200, 2), (1024 * 2 + 512, 2)):
        found = told(written(tmp_path / "a.tar", whole[:end]))
        assert [content for _, content in found[:good]] == [GOOD] * good
        assert found[good][1].startswith("! ")
    damaged = whole[:1024] + b"?" * 512 + whole[1536:]
    assert told(written(tmp_path / "b.tar", damaged)) == [
        ("0.txt", GOOD), (None, "! damaged tar file: a header is damaged; read up to here"),
    ]  # fmt: skip


def test_members_of_a_zip_that_cannot_be_read(tmp_path: Path, zipped: Pack) -> None:
    whole = bytearray(zipped({"a.txt": GOOD.encode() * 20, "b.txt": GOOD.encode()}))
    at = whole.index(b"a.txt") + 12
    whole[at : at + 4] = b"\xff\xff\xff\xff"
    locked = bytearray(zipped({"c.txt": GOOD.encode()}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    damaged, good = told(written(tmp_path / "a.zip", bytes(whole)))
    assert damaged[0] == "a.txt"
    assert damaged[1].startswith("! ")
    assert good == ("b.txt", GOOD)
    assert told(written(tmp_path / "b.zip", bytes(locked))) == [("c.txt", "! locked with a password")]


def bomb(size: int) -> bytes:
    """Zeros without end in a little gzip."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        for _ in range(size >> 20):
            packed.write(b"\n" * (1 << 20))
    return out.getvalue()


def test_bombs_go_off_in_bounded_memory(tmp_path: Path, zipped: Pack) -> None:
    large = bomb(600 << 20)
    written(tmp_path / "a.jsonl.gz", large)
    written(tmp_path / "b.txt.gz", large)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("1.txt", "w") as member:
            for _ in range(600):
                member.write(b"\0" * (1 << 20))
        with archive.open("2.jsonl", "w") as member:
            for _ in range(600):
                member.write(b"\n" * (1 << 20))
        archive.writestr("3.txt", GOOD)
    written(tmp_path / "c.zip", out.getvalue())
    written(tmp_path / "d.zst", zstd.compress(b"\n" * (400 << 20)))
    nested = GOOD.encode()
    for _ in range(8):
        nested = zipped({"x.zip": nested})
    written(tmp_path / "e.zip", nested)
    code = (
        "import resource, sukien, sys\n"
        "list(sukien.read(sys.argv[2]))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for one in sukien.read(sys.argv[1]): print(one.source, one.place, getattr(one, 'reason', 'good'), sep='|')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    good = written(tmp_path.parent / "good.txt", GOOD.encode())
    run = [sys.executable, "-c", code, str(tmp_path), str(good)]
    paths = os.pathsep.join(sys.path)
    result = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": paths})
    *lines, grown = result.stdout.splitlines()
    told_of = [line.split("|")[1:] for line in lines]
    assert [place for place, reason in told_of if reason == "good"] == ["3.txt"]
    assert sum("zip bomb" in line for line in lines) == 2
    assert sum("larger than" in line for line in lines) == 3
    assert "packed more than 4 times" in lines[-1]
    assert int(grown) < 150_000, "kilobytes"


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def grown(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl.gz"
        with gzip.open(path, "wt", compresslevel=1) as out:
            for number in range(lines):
                out.write(json.dumps({"id": number, "text": f"{number} {GOOD * 20}"}) + "\n")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert sum(1 for _ in sukien.read(path)) == lines
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    grown(1000)
    assert grown(30_000) < 20_000, "kilobytes"


def test_a_damaged_parquet_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    out = io.BytesIO()
    texts = [f"{i} {random.Random(i).random()}" for i in range(2000)]
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), out, row_group_size=500, use_dictionary=False)
    content = bytearray(out.getvalue())
    middle = len(content) // 2
    content[middle : middle + 2000] = os.urandom(2000)
    found = list(sukien.read(written(tmp_path / "a.parquet", bytes(content))))
    assert isinstance(found[-1], Unread)
    assert len(found) >= 501


NAMES = [
    "a.txt",
    "a.html",
    "a.jsonl",
    "a.json",
    "a.csv",
    "a.parquet",
    "a.warc",
    "a.warc.gz",
    "a.zip",
    "a.tar",
    "a.zst",
    "a",
]
HEADS = [
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"WARC/1.0\r\n",
    b"<html>",
    b"\xff\xfe",
    b'{"',
]


@settings(max_examples=150)
@given(name=st.sampled_from(NAMES), head=st.sampled_from(HEADS), rest=st.binary(max_size=600))
def test_any_file_gives_records_and_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory, name: str, head: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(head + rest)
    assert all(isinstance(found, Article | Unread) for found in sukien.read(path))


@settings(max_examples=100)
@given(
    seed=st.integers(0, 2**32),
    kind=st.sampled_from(["warc", "warc.gz", "zip", "tar", "tar.gz", "parquet", "csv", "html"]),
)
def test_a_damaged_archive_gives_records_and_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory,
    warc_record: Record,
    zipped: Pack,
    tarred: Pack,
    html: str,
    seed: int,
    kind: str,
) -> None:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [GOOD] * 5}), out)
    whole = {
        "warc": b"".join(warc_record(i) for i in range(3)),
        "warc.gz": b"".join(gzip.compress(warc_record(i)) for i in range(3)),
        "zip": zipped({"a.txt": GOOD.encode(), "b.html": html.encode()}),
        "tar": tarred({"a.txt": GOOD.encode(), "b.html": html.encode()}),
        "tar.gz": gzip.compress(tarred({"a.txt": GOOD.encode()})),
        "parquet": out.getvalue(),
        "csv": f'id,text\n1,"{GOOD}"\n2,"{GOOD}"\n'.encode(),
        "html": html.encode(),
    }
    content = bytearray(whole[kind])
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 10)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    path = tmp_path_factory.mktemp("any") / f"a.{kind}"
    path.write_bytes(bytes(content))
    assert all(isinstance(found, Article | Unread) for found in sukien.read(path))
