"""Archives made by the tests: the same article in every format and packing."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping

import pytest

TEXT = "Sáng 5/4, Đảng ủy xã Tân Phú tổ chức lễ kết nạp 12 đảng viên mới."

HTML = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Kết nạp 12 đảng viên mới - Báo Tân Phú</title>
<meta property="og:title" content="Kết nạp 12 đảng viên mới">
<meta property="article:published_time" content="2023-04-05T08:00:00+07:00">
<meta name="author" content="Lê Na">
<script>fetch("http://example.invalid/x")</script><link rel="stylesheet" href="http://example.invalid/a.css"></head>
<body><nav><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></nav>
<article><h1>Kết nạp 12 đảng viên mới</h1>
<p>Sáng 5/4, Đảng ủy xã Tân Phú tổ chức lễ kết nạp 12 đảng viên mới; đây là những quần chúng ưu tú được các chi bộ
ấp giới thiệu sau lớp bồi dưỡng nhận thức về Đảng tổ chức hồi đầu năm.</p>
<p>Phát biểu tại buổi lễ, bà Trần Thị Hoa, Bí thư Đảng ủy xã, đề nghị các đảng viên mới tiếp tục rèn luyện, giữ gìn
phẩm chất đạo đức và hoàn thành tốt nhiệm vụ được giao trong năm 2023.</p>
<img src="http://example.invalid/anh.jpg"></article>
<footer>Bản quyền thuộc Báo Tân Phú. Điện thoại: 0277 000 000</footer></body></html>
"""

MakeRecord = Callable[..., bytes]
MakePacked = Callable[[Mapping[str, bytes]], bytes]


@pytest.fixture(scope="session")
def text() -> str:
    return TEXT


@pytest.fixture(scope="session")
def html() -> str:
    return HTML


@pytest.fixture(scope="session")
def warc_record() -> MakeRecord:
    """Makes a record; `length` is what its header says of its length, where that is not the truth."""

    def make(
        number: int,
        body: bytes = HTML.encode(),
        *,
        kind: str = "response",
        media: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        headers: str = "",
        length: int | str | None = None,
    ) -> bytes:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body
        block = answer if kind == "response" else body
        own = "application/http; msgtype=response" if kind == "response" else media
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2023-04-05T00:00:00Z\r\n"
            f"WARC-Target-URI: https://baotanphu.invalid/bai-{number}\r\nContent-Type: {own}\r\n"
            f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
        )
        return head.encode() + block + b"\r\n\r\n"

    return make


@pytest.fixture(scope="session")
def zipped() -> MakePacked:
    def make(members: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def tarred() -> MakePacked:
    def make(members: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def gzipped() -> Callable[[bytes], bytes]:
    return lambda content: gzip.compress(content, mtime=0)
