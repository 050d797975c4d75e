"""Archives as people have them: every format, every packing, mixed."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import socket
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

import sukien
from sukien import Article, MissingPartError, Unread
from sukien.archive.readers import Item, read_items

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[dict[str, bytes]], bytes]


def articles(path: Path | str, **options: str) -> list[Article]:
    """What is read, all of which must be good."""
    found = list(sukien.read(path, **options))  # type: ignore[arg-type]
    assert not [one for one in found if isinstance(one, Unread)]
    return [one for one in found if isinstance(one, Article)]


def brief(*paths: Path | str) -> list[tuple[str, str | None, str]]:
    """Source, place, and the text or the reason why there is none."""
    return [
        (found.source, found.place, found.text if isinstance(found, Article) else f"! {found.reason}")
        for found in sukien.read(*paths)
    ]


def test_a_plain_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "bai.txt").write_text(text, encoding="utf-8")
    assert articles(tmp_path / "bai.txt") == [Article(id="bai.txt", text=text, source="bai.txt")]


def test_a_saved_page_gives_its_text_headline_day_and_author(tmp_path: Path, html: str) -> None:
    (tmp_path / "bai.html").write_text(html, encoding="utf-8")
    (page,) = articles(tmp_path / "bai.html")
    assert (page.title, page.published, page.author) == ("Kết nạp 12 đảng viên mới", "2023-04-05", "Lê Na")
    assert page.text.startswith("Kết nạp 12 đảng viên mới\n")
    assert "Đảng ủy xã Tân Phú tổ chức lễ kết nạp 12 đảng viên mới; đây là" in page.text
    assert "Trang chủ" not in page.text
    assert "Điện thoại" not in page.text


def test_a_page_in_an_old_encoding(tmp_path: Path, html: str) -> None:
    (tmp_path / "bai.htm").write_bytes(html.encode("utf-16"))
    assert articles(tmp_path / "bai.htm")[0].encoding == "utf-16-le"


def test_a_page_is_known_by_what_it_begins_with(tmp_path: Path, html: str) -> None:
    (tmp_path / "12345").write_text(html, encoding="utf-8")
    assert articles(tmp_path / "12345")[0].published == "2023-04-05"


def test_nothing_is_fetched_from_a_page(tmp_path: Path, html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reading a page must not open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "bai.html").write_text(html, encoding="utf-8")
    (tmp_path / "link.html").write_text("http://example.invalid/", encoding="utf-8")
    assert isinstance(next(sukien.read(tmp_path / "bai.html")), Article)
    assert isinstance(next(sukien.read(tmp_path / "link.html")), Unread)


def test_jsonl_with_columns_that_are_found(tmp_path: Path, text: str) -> None:
    lines = [
        {"id": 7, "content": text, "date": "05/04/2023", "title": "Kết nạp", "author": ["Lê Na", "Hà"], "x": {"y": []}},
        {"content": text},
    ]
    (tmp_path / "tin.jsonl").write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = articles(tmp_path / "tin.jsonl")
    assert first == Article(
        id="7",
        text=text,
        source="tin.jsonl",
        place="line 1",
        published="2023-04-05",
        title="Kết nạp",
        author="Lê Na, Hà",
    )
    assert (second.id, second.place) == ("tin.jsonl line 3", "line 3")


def test_jsonl_with_columns_that_are_named(tmp_path: Path, text: str) -> None:
    line = {"text": "tóm tắt", "full": text, "so": "a-1", "luc": "2023-04-05"}
    (tmp_path / "tin.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (article,) = articles(tmp_path / "tin.jsonl", text="full", id="so", date="luc")
    assert (article.id, article.text, article.published) == ("a-1", text, "2023-04-05")


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_is_one_article_or_a_list(tmp_path: Path, text: str, indent: int | None) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"id": "1", "text": text}, {"id": "2", "text": text}], indent=indent))
    (tmp_path / "b.json").write_text(json.dumps({"id": "3", "text": text}, indent=indent))
    (tmp_path / "c.json").write_text('{"id": "4", "text": "xã"}\n{"id": "5", "text": "xã"}\n')
    assert [article.id for article in articles(tmp_path)] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(tmp_path: Path, text: str, delimiter: str, encoding: str) -> None:
    rows = [["Mã", "Ngày đăng", "Nội dung"], ["a1", "5/4/2023", f'"{text}\r\n""Dòng hai"""'], ["a2", "", '"x, y;z\t|"']]
    content = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n\r\n"
    (tmp_path / "tin.csv").write_bytes(content.encode(encoding))
    first, second = articles(tmp_path / "tin.csv")
    assert first == Article(
        id="a1", text=f'{text}\r\n"Dòng hai"', source="tin.csv", place="line 2", published="2023-04-05"
    )
    assert (second.id, second.text, second.place) == ("a2", "x, y;z\t|", "line 4")


def test_every_row_of_a_csv_may_be_in_an_encoding_of_its_own(tmp_path: Path) -> None:
    old = b"\xa7\xb6ng \xf1y x\xb7 T\xa9n Ph\xf3"
    (tmp_path / "tin.csv").write_bytes(b"id,text\n1," + old + b"\n2," + "Đảng ủy xã Tân Phú".encode() + b"\n")
    assert [(a.text, a.encoding) for a in articles(tmp_path / "tin.csv")] == [
        ("Đảng ủy xã Tân Phú", "tcvn3"),
        ("Đảng ủy xã Tân Phú", "utf-8"),
    ]


def test_parquet(tmp_path: Path, text: str) -> None:
    table = pyarrow.table(
        {"text": [text, None], "id": [1, 2], "published": [date(2023, 4, 5), None], "junk": [b"", b""]}
    )
    pyarrow.parquet.write_table(table, tmp_path / "tin.parquet")
    first, second = sukien.read(tmp_path / "tin.parquet")
    assert first == Article(id="1", text=text, source="tin.parquet", place="row 1", published="2023-04-05")
    assert second == Unread(id="2", source="tin.parquet", place="row 2", reason="the row has no text")


def test_warc(tmp_path: Path, html: str, warc_record: Callable[..., bytes]) -> None:
    packed = gzip.compress(html.encode())
    records = [
        warc_record(0, b"software: x", kind="warcinfo", media="application/warc-fields"),
        warc_record(1),
        warc_record(2, b"\xff\xd8\xff", media="image/jpeg"),
        warc_record(3, status="404 Not Found"),
        warc_record(4, packed, headers="Content-Encoding: gzip\r\n"),
        warc_record(
            5, b"%x\r\n%s\r\n0\r\n\r\n" % (len(html.encode()), html.encode()), headers="Transfer-Encoding: chunked\r\n"
        ),
        warc_record(6, headers="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        warc_record(7, kind="resource", media="text/html"),
        warc_record(8, "Chi bộ kết nạp 2 đảng viên.".encode(), kind="conversion", media="text/plain"),
    ]
    (tmp_path / "tin.warc").write_bytes(b"".join(records))
    (tmp_path / "tin.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    (tmp_path / "tin.warc.zst").write_bytes(zstd.compress(b"".join(records)))
    found = articles(tmp_path)
    assert [article.id for article in found] == [f"urn:uuid:{number}" for number in (1, 4, 5, 6, 7, 8)] * 3
    assert {article.url for article in found} == {
        f"https://baotanphu.invalid/bai-{number}" for number in (1, 4, 5, 6, 7, 8)
    }
    assert {article.published for article in found} == {"2023-04-05", None}
    assert found[0].place == "record 2"
    assert found[5].text == "Chi bộ kết nạp 2 đảng viên."


def test_everything_packed_in_everything(tmp_path: Path, text: str, zipped: Pack, tarred: Pack) -> None:
    line = json.dumps({"text": text}).encode() + b"\n"
    plain = text.encode()
    files = {
        "a.txt.gz": gzip.compress(plain),
        "b.txt.zst": zstd.compress(plain),
        "c.jsonl.gz": gzip.compress(line) + gzip.compress(line),
        "d.jsonl.zst": zstd.compress(line) + zstd.compress(line),
        "e.zip": zipped({"x/1.txt": plain, "x/2.jsonl.gz": gzip.compress(line)}),
        "f.tar": tarred({"1.txt": plain, "2.zip": zipped({"3.txt": plain})}),
        "g.tar.gz": gzip.compress(tarred({"1.txt": plain, "2.csv": b"text\nxin\n"})),
        "h.tgz": gzip.compress(tarred({"./1.txt": plain})),
        "i.tar.zst": zstd.compress(tarred({"1.txt": plain})),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = brief(tmp_path)
    assert {content for _, _, content in found} == {text, "xin"}
    assert [(source.partition("/")[2], place) for source, place, _ in found] == [
        ("a.txt.gz", None), ("b.txt.zst", None), ("c.jsonl.gz", "line 1"), ("c.jsonl.gz", "line 2"),
        ("d.jsonl.zst", "line 1"), ("d.jsonl.zst", "line 2"), ("e.zip", "x/1.txt"), ("e.zip", "x/2.jsonl.gz line 1"),
        ("f.tar", "1.txt"), ("f.tar", "2.zip 3.txt"), ("g.tar.gz", "1.txt"), ("g.tar.gz", "2.csv line 2"),
        ("h.tgz", "./1.txt"), ("i.tar.zst", "1.txt"),
    ]  # fmt: skip


def test_parquet_in_a_zip(tmp_path: Path, text: str, zipped: Pack) -> None:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), out)
    (tmp_path / "tin.zip").write_bytes(zipped({"a.parquet": out.getvalue()}))
    assert brief(tmp_path / "tin.zip") == [("tin.zip", "a.parquet row 1", text)]


def test_folders_files_and_globs_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("2022/b.txt", "2022/a.txt", "2023/c.txt", "2023/sau/d.txt", "2023/anh.jpg", "2023/.an/e.txt", "f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    names = [found.source for found in sukien.read("2023", "2022/*.txt", Path("f.txt"))]
    assert names == ["2023/c.txt", "2023/sau/d.txt", "2022/a.txt", "2022/b.txt", "f.txt"]
    assert [found.source for found in sukien.read("**/*.txt")] == sorted(
        ["2022/a.txt", "2022/b.txt", "2023/c.txt", "2023/sau/d.txt", "f.txt"]
    )


def test_names_do_not_depend_on_where_the_archive_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin/a.txt").write_text("x")
    absolute = [found.source for found in sukien.read(tmp_path / "tin")]
    monkeypatch.chdir(tmp_path / "tin")
    assert absolute == [found.source for found in sukien.read(".")] == ["tin/a.txt"]


def test_items_can_be_read_in_another_process(tmp_path: Path, text: str, html: str) -> None:
    (tmp_path / "a.csv").write_text(f'text,date\n"{text}",2023-04-05\n', encoding="utf-8")
    (tmp_path / "b.html").write_text(html, encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": text}), encoding="utf-8")
    table = pyarrow.table({"text": [text], "date": [date(2023, 4, 5)]})
    pyarrow.parquet.write_table(table, tmp_path / "d.parquet")
    items = [item for item in read_items(tmp_path) if isinstance(item, Item)]
    assert [item.article() for item in pickle.loads(pickle.dumps(items))] == list(sukien.read(tmp_path))
    assert len(items) == 4


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [
        ("trafilatura", "a.html", b"<html><body><p>x</p></body></html>"),
        ("pyarrow", "a.parquet", b"PAR1"),
        ("fastwarc.warc", "a.warc", b""),
        ("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd", "a.zst", b"\x28\xb5\x2f\xfd"),
    ],
)
def test_a_missing_part_names_what_to_install(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    warc_record: Callable[..., bytes],
    module: str,
    name: str,
    content: bytes,
) -> None:
    (tmp_path / name).write_bytes(content or warc_record(1))
    for part in (module, module.partition(".")[0]):
        monkeypatch.setitem(sys.modules, part, None)
    with pytest.raises(MissingPartError, match=r"pip install 'sukien\[archive\]'"):
        list(sukien.read(tmp_path / name))


def test_reading_writes_nothing(tmp_path: Path, zipped: Pack, text: str) -> None:
    (tmp_path / "tin.zip").write_bytes(zipped({"a.txt": text.encode(), "b.zip": zipped({"c.txt": text.encode()})}))
    before = sorted(os.listdir(tmp_path))
    assert len(list(sukien.read(tmp_path))) == 2
    assert sorted(os.listdir(tmp_path)) == before
