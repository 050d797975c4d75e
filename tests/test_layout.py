"""Layout: the kinds of lines, sentences, and the day of publication."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.layout import lay_out
from sukien.normalize import normalize

ARTICLE = """HUYỆN LAI VUNG

Trao 12 căn nhà nghĩa tình

Cập nhật ngày: 05/09/2023 16:20:11

ĐTO - Sáng 5/9, Hội Cựu chiến binh huyện Lai Vung bàn giao 12 căn nhà. Kinh phí do hội viên đóng góp.

Đại diện Hội trao chìa khóa cho hội viên Trần Văn Bảy

Các hộ nhận nhà gồm:
- Hộ ông Trần Văn Bảy, ấp Tân Lộc;
- Hộ bà Lê Thị Út.

Dịp này, huyện tặng quà cho 5 hộ khó khăn. Ảnh: Minh Lý

MINH LÝ

Gửi bình luận của bạn"""

KINDS = ["kicker", "headline", "dateline", "body", "caption", "body", "item", "item", "caption", "byline", "meta"]


def kinds(text: str) -> list[str]:
    return [block.kind for block in lay_out(normalize(text)).blocks]


def sentences(text: str) -> list[str]:
    view = normalize(text)
    return [view.text[start:end] for start, end in lay_out(view).sentences]


def test_the_parts_of_a_whole_article() -> None:
    assert kinds(ARTICLE) == KINDS


def test_line_ends_do_not_matter() -> None:
    assert kinds(ARTICLE.replace("\n", "\r\n")) == KINDS


LINES = [
    # below a headline and a paragraph, above another paragraph
    ("Quang cảnh buổi lễ", "caption"),
    ("Ông Nguyễn Văn Tư (bìa phải) nhận quà - Ảnh: THU HÀ", "caption"),
    ("Trong ảnh: Các cháu nhận tập vở đầu năm học.", "caption"),
    ("Hội nghị có 120 đại biểu tham dự.", "body"),
    ("Kết quả như sau:", "body"),
    ("- Hội Nông dân: 15 suất;", "item"),
    ("+ Phó Chủ tịch: Lê Văn Hai", "item"),
    ("* Chiều 3/4, Huyện ủy họp thường kỳ.", "item"),
    ("2. Bổ nhiệm ông Lê Văn Hai giữ chức Phó Hiệu trưởng.", "item"),
    ("a) Về kết nạp đảng viên: đạt 95% chỉ tiêu.", "item"),
    ("II. Phương hướng năm 2024", "item"),
    ("Xem thêm: Trao nhà cho hộ nghèo", "meta"),
    ("(Thu An)", "byline"),
]

LAST_LINES = [
    ("DŨNG MINH", "byline"),
    ("Lê Hải", "byline"),
    ("T.LOAN - K.BÌNH", "byline"),
    ("Bài, ảnh: Lê Vân", "byline"),
    ("Tin và ảnh: Thu Ba (Đài Truyền thanh)", "byline"),
    ("Người viết: cô Thảo", "byline"),
    ("HẢI AN - Ảnh: CTV", "byline"),
    ("Lý Mận (CTV)", "byline"),
    ("Theo TTXVN", "byline"),
    ("Gửi bình luận của bạn", "meta"),
    ("Lượt xem: 1.204", "meta"),
    ("Buổi lễ kết thúc lúc 11 giờ.", "body"),
]

HEADS = [
    ("TP SA ĐÉC\n\nLàng hoa vào vụ Tết\n\nNgày 2/1, nông dân xuống giống.", ["kicker", "headline", "body"]),
    ("ĐẠI HỘI CHI BỘ ẤP 3\nNgày 2/1, Chi bộ ấp 3 tổ chức đại hội.", ["headline", "body"]),
    ("Mùa nước nổi đã về!\n\nNgày 2/1, nước lên nhanh.", ["headline", "body"]),
    ("Kết nạp 5 đảng viên", ["body"]),
    ("Sáng 2/1, xã kết nạp 5 đảng viên.\nChiều cùng ngày, xã tặng quà.", ["body", "body"]),
    ("02/01/2024\nTrao quà Tết\n\nHội trao 20 suất quà.", ["dateline", "headline", "body"]),
]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_line_in_the_middle(line: str, kind: str) -> None:
    text = f"Trao quà Tết\n\nHội trao 20 suất quà.\n\n{line}\n\nĐây là năm thứ 3 Hội tặng quà.\n\nHội hẹn năm sau."
    assert kinds(text) == ["headline", "body", kind, "body", "body"]


@pytest.mark.parametrize(("line", "kind"), LAST_LINES)
def test_a_line_at_the_end(line: str, kind: str) -> None:
    text = f"Trao quà Tết\n\nHội trao 20 suất quà.\n\nĐây là năm thứ 3 Hội tặng quà.\n\n{line}"
    assert kinds(text) == ["headline", "body", "body", kind]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_the_head_of_an_article(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("paragraph", "tag"),
    [
        ("ĐTO - Sáng 5/9, huyện họp.", "ĐTO - "),
        ("(ĐTO) Sáng 5/9, huyện họp.", "(ĐTO) "),
        ("(QNO) – Sáng 5/9, huyện họp.", "(QNO) - "),
        ("(Baonghean.vn) - Sáng 5/9, huyện họp.", "(Baonghean.vn) - "),
        ("(ĐTO)\nSáng 5/9, huyện họp.", "(ĐTO)"),
        ("Sáng 5/9, huyện họp.", None),
        ("UBND huyện - đơn vị chủ trì - đã họp.", None),
    ],
)
def test_the_mark_of_the_paper(paragraph: str, tag: str | None) -> None:
    view = normalize(f"Huyện họp\n\n{paragraph}\n\nĐTO - Chiều cùng ngày, huyện bế mạc.")
    tags = [view.text[slice(*block.tag)] for block in lay_out(view).blocks if block.tag]
    assert tags == ([tag] if tag else [])


DATELINES = [
    ("Cập nhật ngày: 01/04/2023 15:27:34", datetime(2023, 4, 1, 15, 27, 34)),
    ("Cập nhật: Thứ Bảy, 01/04/2023, 09:20", datetime(2023, 4, 1, 9, 20)),
    ("Thứ Ba, 12/3/2024, 08:15 [GMT+7]", datetime(2024, 3, 12, 8, 15)),
    ("Thứ hai - 06/05/2024 08:15", datetime(2024, 5, 6, 8, 15)),
    ("14:05 - 27/03/2024", datetime(2024, 3, 27, 14, 5)),
    ("Chủ nhật, 7.4.2024, 10h05", datetime(2024, 4, 7, 10, 5)),
    ("Ngày đăng: 20-08-2025", datetime(2025, 8, 20)),
    ("Người đăng: Tổ Văn phòng | 03/10/2022 | Lượt xem: 1.216", datetime(2022, 10, 3)),
    ("Lê An - 06/07/2018 08:00", datetime(2018, 7, 6, 8)),
    ("Thứ Ba, 30.10.2012, 8:05 (GMT + 7)", datetime(2012, 10, 30, 8, 5)),
    ("03/04/2013 02:15 CH", datetime(2013, 4, 3, 14, 15)),
    ("2024-02-29 07:00", datetime(2024, 2, 29, 7)),
]


@pytest.mark.parametrize(("line", "moment"), DATELINES)
def test_when_it_was_published(line: str, moment: datetime) -> None:
    layout = lay_out(normalize(f"Huyện họp\n\n{line}\n\nSáng 5/9/2020, huyện họp."))
    assert [block.kind for block in layout.blocks] == ["headline", "dateline", "body"]
    assert layout.published == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Huyện họp\n\nSáng nay, huyện họp bàn thu ngân sách.\n\nThu An, 12/3/2024", datetime(2024, 3, 12)),
        ("Huyện họp\n\nSáng nay, huyện họp.\n\nTin, ảnh: Thu An - 12/3/2024", datetime(2024, 3, 12)),
        ("Huyện họp\n\nSáng nay, huyện họp.\n\nTam Nông, ngày 5 tháng 4 năm 2022", datetime(2022, 4, 5)),
        ("Huyện họp\n\nSáng nay, huyện họp.\n\n(Văn phòng Huyện ủy, 12/3/2024)", datetime(2024, 3, 12)),
        ("Huyện họp\n\nSáng nay, huyện họp.\n\n(Số liệu tính đến 12/3/2024)", None),
        ("Huyện họp\n\nNgày 5/4/2022, huyện họp.", None),
        ("Huyện họp\n\n31/02/2022\n\nSáng nay, huyện họp.", None),
    ],
)
def test_the_day_of_publication_at_the_end_or_nowhere(text: str, moment: datetime | None) -> None:
    assert lay_out(normalize(text)).published == moment


SENTENCES = [
    "Hội nghị bầu 15 đồng chí. | Đồng chí Tư làm Bí thư.",
    "Tổng thu 16.212 tỷ đồng. | Chi 1,2 tỷ.",
    "Đoàn về TP. Cao Lãnh và TX. Hồng Ngự chiều 9.9.2022. | Sau đó đoàn về Q. 8, TP. HCM.",
    "Dự lễ có đ/c Lê Văn Tư, ThS. Trần Thị Bé, PGS.TS. Võ Minh và BS. CKII Ngô Hà. | Lễ diễn ra 2 giờ.",
    "Em T.H được tặng quà. | Em N. Lan cũng vậy.",
    "Đại hội thành công.Đại hội bầu 15 đồng chí.",
    "Xã có TP.HCM kết nghĩa theo Quyết định của T.Ư Đoàn và ThS.Lê An.",
    "Đại hội khóa X. | Tại đại hội, 15 đồng chí trúng cử.",
    "Có ai phản đối không? | Không ai cả! | Tất cả đồng ý…",
    'Ông nói: "Bà con phấn khởi lắm." | Bà con vỗ tay.',
    'Ông nói: "Có điện rồi!", ai cũng cười.',
    "Xã tặng gạo, mắm, muối... cho hộ nghèo. | Hộ nào cũng vui.",
    "1. Ông Lê Văn Tư. | 2. Bà Trần Thị Bé.",
    "Đoàn thăm thôn trên địa bàn TP. | Theo kế hoạch, đoàn ở lại 2 ngày.",
    "Chi bộ có 31 đ/c. | Bí thư là nữ./.",
    "Xem www.baodongthap.vn hoặc gọi số 02773.851.234.",
    "Đề nghị TP. Huế, tỉnh Thừa Thiên Huế v.v. cùng tham gia.",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text: str) -> None:
    expected = text.replace("công.Đ", "công. | Đ").split(" | ")
    assert sentences(text.replace(" | ", " ")) == expected


def test_a_sentence_does_not_cross_a_line() -> None:
    text = "TP SA ĐÉC\n\nTrao quà\n\nHội trao 20 suất quà\nMỗi suất 500.000 đồng"
    assert sentences(text) == ["TP SA ĐÉC", "Trao quà", "Hội trao 20 suất quà", "Mỗi suất 500.000 đồng"]


def test_but_a_line_that_was_broken_is_put_together() -> None:
    assert sentences("Ban Chỉ huy Quân sự TP.\nHà Nội họp.\nBan có 9\nđồng chí.") == [
        "Ban Chỉ huy Quân sự TP.\nHà Nội họp.",
        "Ban có 9\nđồng chí.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\n", "\u200b"])
def test_nothing_is_laid_out_as_nothing(text: str) -> None:
    layout = lay_out(normalize(text))
    assert (layout.blocks, layout.sentences, layout.published) == ([], [], None)


HARD = ["a" * 200_000, "." * 200_000, ". " * 100_000 + "a", "A. " * 60_000, "TP.\nHà " * 30_000, '".' * 100_000]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_endless_lines_take_bounded_time(text: str) -> None:
    layout = lay_out(normalize(text))
    assert layout.sentences[-1][1] <= len(text)


PIECES = st.sampled_from([
    "Huyện", "họp", "kết", "nạp", "5", "đảng", "viên", ".", "!", "?", "…", '"', "(", ")", ",", ":", ";", "TP.", "ThS.",
    "đ/c", "T.H", "Ảnh:", "-", "+", "1.", "a)", "II.", "12/3/2024", "09:15", "ĐTO - ", "Tin, ", "DŨNG", "MINH", "Theo",
    "🌺", "\n", "\n\n", " ", ". ", "Cập nhật ngày: 01/02/2023 10:00:00",
])  # fmt: skip
ARTICLES = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join) | st.lists(
    PIECES, max_size=40
).map(" ".join)


@given(ARTICLES)
def test_every_character_lies_in_one_block_and_one_sentence(text: str) -> None:
    view = normalize(text)
    layout = lay_out(view)
    spans = [(block.start, block.end) for block in layout.blocks]
    for some in (spans, layout.sentences):
        last = 0
        for start, end in some:
            assert last <= start < end <= len(view.text)
            assert not view.text[last:start].strip()
            assert view.text[start:end] == view.text[start:end].strip()
            last = end
        assert not view.text[last:].strip()


@given(ARTICLES)
def test_no_sentence_leaves_its_block(text: str) -> None:
    layout = lay_out(normalize(text))
    starts = {start for start, _ in layout.sentences}
    ends = {end for _, end in layout.sentences}
    for block in layout.blocks:
        assert block.start in starts
        assert block.end in ends
