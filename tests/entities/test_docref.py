"""Document references: what names one particular document, and what the text says of it."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.docref import docref_norm, find_docref
from sukien.normalize import normalize

Norm = dict[str, str]


# A bracket stands for the span.
def ref(doc_type: str, **more: str) -> Norm:
    return {"doc_type": doc_type, **more}


FOUND: list[tuple[str, Norm]] = [
    # numbered
    ("Thực hiện [Công văn số 1353] của tỉnh.", ref("Công văn", number="1353")),
    ("Theo [Quyết định số 219-QĐ/TU] thì khác.", ref("Quyết định", number="219", symbol="219-QĐ/TU")),
    ("Căn cứ [Nghị định 112/2020/NĐ-CP] thì sai.", ref("Nghị định", number="112", symbol="112/2020/NĐ-CP")),
    ("Căn cứ [Nghị quyết số: 102/2015/QH13] ấy.", ref("Nghị quyết", number="102", symbol="102/2015/QH13")),
    ("Theo [Quyết định số 3222/QĐ - UBND] ấy.", ref("Quyết định", number="3222", symbol="3222/QĐ-UBND")),
    ("Gửi [Công văn số 1508 - CV/VPTU] hôm ấy.", ref("Công văn", number="1508", symbol="1508-CV/VPTU")),
    ("Nêu ở [Nghị định 08/2016] rồi.", ref("Nghị định", number="08", symbol="08/2016")),
    ("Học tập [Chỉ thị 05] thường xuyên.", ref("Chỉ thị", number="05")),
    ("Trái với [quy định 102] này.", ref("quy định", number="102")),
    ("Công bố [QĐ 411] tại xã.", ref("QĐ", number="411")),
    ("Ký [QĐ số 411/QĐ-CAT-PX01] hôm qua.", ref("QĐ", number="411", symbol="411/QĐ-CAT-PX01")),
    ("Ra [Quy chế làm việc số 02-QC/ĐU] rồi.", ref("Quy chế", number="02", symbol="02-QC/ĐU")),
    # articles, laws, statutes
    ("Trái với [Điều 32 Điều lệ Đảng] rồi.", ref("Điều lệ")),
    ("Phạm [khoản 3 Điều 353 Bộ luật Hình sự] rồi.", ref("Bộ luật")),
    (
        "Theo [điểm a khoản 1 Điều 5 Nghị định số 15/2020/NĐ-CP] ấy.",
        ref("Nghị định", number="15", symbol="15/2020/NĐ-CP"),
    ),
    ("Triển khai [Điều 3, Điều 4 Quy định số 144-QĐ/TW] ngay.", ref("Quy định", number="144", symbol="144-QĐ/TW")),
    ("Theo [Luật Tổ chức chính quyền địa phương] thì sai.", ref("Luật")),
    ("Theo [Luật Cán bộ, công chức] thì sai.", ref("Luật")),
    ("Trái [Điều 229 Bộ luật Hình sự] năm 2015.", ref("Bộ luật", date="2015")),
    # by name
    ("Học tập [Nghị quyết Trung ương 4 (khóa XII)] sâu rộng.", ref("Nghị quyết")),
    ("Đưa [Nghị quyết Đại hội XIII của Đảng] vào cuộc sống.", ref("Nghị quyết")),
    ("Theo [NQ Đại hội Đoàn xã] đã ra.", ref("NQ")),
    ('Góp ý [Đề án "Xây dựng chi bộ bốn tốt"] tại xã.', ref("Đề án")),
    # what stands around
    (
        "Theo [Quy định số 11-QĐ/TW] ngày 19/5/2021 của Ban Bí thư về trường chính trị chuẩn.",
        ref(
            "Quy định",
            number="11",
            symbol="11-QĐ/TW",
            date="2021-05-19",
            issuer="Ban Bí thư",
            subject="trường chính trị chuẩn",
        ),
    ),
    (
        "Thực hiện [Kế hoạch số 248/KH-TLĐ] ngày 20/9/2022 của Tổng Liên đoàn Lao động Việt Nam, đến nay đã xong.",
        ref(
            "Kế hoạch", number="248", symbol="248/KH-TLĐ", date="2022-09-20", issuer="Tổng Liên đoàn Lao động Việt Nam"
        ),
    ),
    (
        "Có [Thông tư số 13/2010/TT-BVHTTDL] của Bộ Văn hóa, Thể thao và Du lịch quy định rõ.",
        ref("Thông tư", number="13", symbol="13/2010/TT-BVHTTDL", issuer="Bộ Văn hóa, Thể thao và Du lịch"),
    ),
    (
        "Ngày 1/7, Đảng ủy thị trấn ký ban hành [Kế hoạch số 29-KH/ĐU]; xã làm theo.",
        ref("Kế hoạch", number="29", symbol="29-KH/ĐU", date="2022-07-01", issuer="Đảng ủy thị trấn"),
    ),
    (
        "UBND tỉnh vừa có [Công văn số 17] gửi các huyện.",
        ref("Công văn", number="17", issuer="UBND tỉnh"),
    ),
    (
        "Nêu ở [Kết luận 01/KL - UBND] huyện Tam Nông về những sai phạm của Phòng.",
        ref(
            "Kết luận",
            number="01",
            symbol="01/KL-UBND",
            issuer="UBND huyện Tam Nông",
            subject="những sai phạm của Phòng",
        ),
    ),
    (
        "Phổ biến [Quyết định số 9] của Bộ trưởng Quốc phòng năm 2008 về Quy chế đảm bảo xe.",
        ref("Quyết định", number="9", date="2008", issuer="Bộ trưởng Quốc phòng", subject="Quy chế đảm bảo xe"),
    ),
]

NOT_FOUND = [
    "Ban đã có nghị quyết, kế hoạch và nhiều quyết định",
    "Kế hoạch 5 năm và chương trình 3 bước",
    "Hội nghị quyết định 3 việc, thông báo 5 người trúng tuyển",
    "Kế hoạch 2023 và Báo cáo 2022",
    "Ông học Đại học Luật Hà Nội, là luật sư, làm theo pháp luật",
    "Thông báo của Văn phòng Trung ương",
    "Trao 3 quyết định khen thưởng",
    "Điều 1. Phê duyệt danh sách",
]

ROWS = [
    ("các Quy định số 29, 30", ["Quy định số 29", "30"]),
    ("theo nghị định số 49 và số 74 ấy", ["nghị định số 49", "số 74"]),
    ("Quyết định số 12/QĐ-UBND, 13/QĐ-UBND", ["Quyết định số 12/QĐ-UBND", "13/QĐ-UBND"]),
    ("Nghị quyết số 44-NQ/TW, Kết luận số 83-KL/TW và 12 đại biểu", ["Nghị quyết số 44-NQ/TW", "Kết luận số 83-KL/TW"]),
    ("Chỉ thị 05 và 3 người", ["Chỉ thị 05"]),
]


def unmarked(marked: str) -> tuple[str, int, int]:
    start = marked.index("[")
    return marked.replace("[", "").replace("]", ""), start, marked.index("]") - 1


@pytest.mark.parametrize(("marked", "expected"), FOUND)
def test_a_reference_and_its_norm(marked: str, expected: Norm) -> None:
    text, start, end = unmarked(marked)
    match = next(match for match in find_docref(text, date(2022, 7, 8)) if match.start == start)
    assert text[match.start : match.end] == text[start:end]
    assert match.norm == expected
    assert docref_norm(text, start, end, date(2022, 7, 8)) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_no_reference(text: str) -> None:
    assert [text[m.start : m.end] for m in find_docref(text)] == []


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_rows(text: str, expected: list[str]) -> None:
    found = find_docref(text)
    assert [text[m.start : m.end] for m in found] == expected
    assert all(match.norm["doc_type"] for match in found)


def test_documents_of_one_body_share_what_follows_the_last() -> None:
    text = "Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương"
    told = [(match.norm.get("date"), match.norm.get("issuer")) for match in find_docref(text)]
    assert told == [("2017-10-25", "Ban Chấp hành Trung ương")] * 2


ISSUERS = [
    ("Công văn số 5 của Tỉnh ủy Đồng Tháp liên quan đến đất", "Tỉnh ủy Đồng Tháp"),
    ("Công văn số 5 của UBND TP. Cao Lãnh. Chi bộ đã họp", "UBND TP. Cao Lãnh"),
    ("Công văn số 5 của Sở Nông nghiệp và Phát triển nông thôn.", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Công văn số 5 của Bộ Chính trị và Kế hoạch số 7", "Bộ Chính trị"),
    ("Công văn số 5 của Bộ Chính trị khóa XII về luân chuyển", "Bộ Chính trị"),
    ("Công văn số 5 của Chính phủ quy định mức phạt", "Chính phủ"),
    ("Chủ tịch UBND tỉnh Lê Đình Khương ký Công văn số 5", "Chủ tịch UBND tỉnh"),
    ("Công văn số 5-CV/TU của anh ấy", None),
    ("Công văn số 5-CV/TU", None),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_the_issuer(text: str, issuer: str | None) -> None:
    assert find_docref(text)[0].norm.get("issuer") == issuer


@pytest.mark.parametrize(
    "marked", [marked for marked, expected in FOUND if "symbol" in expected and "làm việc" not in marked]
)
def test_the_same_in_capitals(marked: str) -> None:
    text, start, end = unmarked(marked)
    match = next(match for match in find_docref(text.upper()) if match.start == start)
    assert match.end == end
    assert str(match.norm["number"]) in text[start:end]


@pytest.mark.parametrize("marked", [marked for marked, _ in FOUND])
def test_the_same_when_decomposed(marked: str) -> None:
    text, *_ = unmarked(marked)
    again = normalize(unicodedata.normalize("NFD", text)).text
    assert find_docref(again) == find_docref(text)


@given(
    st.sampled_from(["Quyết định", "Nghị quyết", "Kế hoạch", "chỉ thị"]),
    st.integers(1, 9999),
    st.sampled_from(["-QĐ/TU", "/QĐ-UBND", "/2020/NĐ-CP", "-CTr/HU", ""]),
)
def test_numbers_and_symbols_come_back(kind: str, number: int, tail: str) -> None:
    text = f"Theo {kind} số {number}{tail} thì khác."
    (match,) = find_docref(text)
    assert match.norm["number"] == str(number)
    assert match.norm.get("symbol", str(number)) == f"{number}{tail}"


PIECES = [
    "Nghị quyết",
    "số",
    "Điều",
    "khoản",
    "Luật",
    "Bộ luật",
    "Đất đai",
    "29",
    "5",
    "/",
    "-",
    "QĐ",
    "TW",
    "UBND",
    "của",
]
PIECES += [
    "ngày",
    "19/5/2021",
    "về",
    "việc",
    "và",
    ",",
    ".",
    "(",
    '"',
    "\n",
    "Đại hội",
    "XIII",
    "Trung ương",
    "Đề án",
    "A",
    "😀",
]
TEXTS = st.lists(st.sampled_from(PIECES)).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join) | st.text()


@given(TEXTS, st.none() | st.dates())
def test_any_text_gives_spans_in_order(text: str, published: date | None) -> None:
    last = 0
    for match in find_docref(text, published):
        assert last <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == text[match.start : match.end].strip()
        last = match.end


@given(TEXTS, st.integers(-5, 40), st.integers(-5, 80))
def test_any_span_has_a_norm(text: str, start: int, end: int) -> None:
    assert set(docref_norm(text, start, end)) <= {"doc_type", "number", "symbol", "date", "issuer", "subject"}


@pytest.mark.parametrize(
    "piece", ["Nghị quyết số 1 và ", "Điều 1, ", "Đề án a ", "Quyết định số 1 của Bộ A ", "A ", "("]
)
def test_a_long_text_is_no_trouble(piece: str) -> None:
    find_docref(piece * (50_000 // len(piece)))
