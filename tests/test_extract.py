"""From the text of an article to its events, through the library and through the command.

Every sentence here is invented. Content is asserted only where a careful reader would not hesitate.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sukien
from sukien.cli import main
from sukien.document import Argument, Document, Entity, Event
from sukien.errors import ArticleError
from sukien.schema import EVENT_TYPES, LABELS, MODALITIES, ROLE_LABELS, TEXT

PUBLISHED = "2023-04-01"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def extract(text: str) -> Document:
    return sukien.extract(text, published=PUBLISHED)


def words(document: Document, event: Event, role: str) -> list[str]:
    """The words of every filler of `role`."""
    return [document.text[slice(*document.span(argument))] for argument in event.fillers(role)]


def of_type(document: Document, kind: str) -> list[Event]:
    return [event for event in document.events if event.type == kind]


def told(document: Document, kind: str, *roles: str) -> list[tuple[str, ...]]:
    """Each event of `kind` as its modality and the words of `roles`, joined where a role has several."""
    return [
        (event.modality, *(" + ".join(words(document, event, role)) for role in roles))
        for event in of_type(document, kind)
    ]


def labelled(document: Document, label: str) -> list[Entity]:
    return [entity for entity in document.entities if entity.label == label]


def titles_of(document: Document, person: Entity) -> list[str]:
    """The words of the titles that the text gives `person` at this mention."""
    titles = person.norm.get("titles", [])
    assert isinstance(titles, list)
    return [document.entity(title).text for title in titles]


# --- what is found


def test_a_list_that_says_its_verb_once() -> None:
    document = extract(
        "Năm 2022, Ban Tổ chức Huyện ủy đã cử 4 đồng chí tham gia học lớp Cao cấp lý luận chính trị; "
        "36 đồng chí tham gia học lớp Trung cấp lý luận chính trị; 118 đồng chí tham gia học các lớp bồi dưỡng "
        "cấp ủy cơ sở."
    )
    assert told(document, "TRAINING", "quantity", "course") == [
        ("actual", "4", "lớp Cao cấp lý luận chính trị"),
        ("actual", "36", "lớp Trung cấp lý luận chính trị"),
        ("actual", "118", "lớp bồi dưỡng cấp ủy cơ sở"),
    ]
    numbers = labelled(document, "NUMBER")
    assert [(n.norm["kind"], n.norm["value"], n.norm["unit"]) for n in numbers] == [
        ("count", 4, "đồng chí"),
        ("count", 36, "đồng chí"),
        ("count", 118, "đồng chí"),
    ]


def test_what_is_registered_is_planned() -> None:
    document = extract("Thành ủy đã đăng ký 9 cán bộ tham gia học lớp Cao cấp lý luận chính trị năm 2024.")
    assert told(document, "TRAINING", "quantity") == [("planned", "9")]


def test_a_breakdown_stays_inside_its_event_and_adds_up() -> None:
    document = extract(
        "Kết quả, huyện Châu Thành có 130/130 chi bộ tổ chức đại hội đúng tiến độ "
        "(trong đó có 60 chi bộ ấp; 45 chi bộ trường học; 25 chi bộ cơ quan)."
    )
    (event,) = of_type(document, "CONVENE")
    assert words(document, event, "quantity") == ["130/130"]
    assert words(document, event, "part") == ["60", "45", "25"]
    assert [check.ok for check in event.checks if check.name == "parts_sum"] == [True]
    (ratio,) = (entity for entity in labelled(document, "NUMBER") if entity.text == "130/130")
    assert (ratio.norm["kind"], ratio.norm["value"], ratio.norm["total"]) == ("ratio", 130, 130)


def test_a_breakdown_that_does_not_add_up_is_told() -> None:
    document = extract(
        "Năm 2022, Ủy ban Kiểm tra Huyện ủy kỷ luật 20 đảng viên (khiển trách 12, cảnh cáo 4, khai trừ 2)."
    )
    (event,) = (e for e in of_type(document, "DISCIPLINE") if words(document, e, "quantity") == ["20"])
    assert words(document, event, "part") == ["12", "4", "2"]
    assert [check.ok for check in event.checks if check.name == "parts_sum"] == [False]


def test_a_share_belongs_to_its_part() -> None:
    document = extract("Đại hội đã bầu 400 đồng chí cấp ủy viên, trong đó 300 đồng chí tái cử (đạt 75%).")
    elected = next(event for event in of_type(document, "ELECTION") if words(document, event, "quantity") == ["400"])
    assert "300" in words(document, elected, "part") or any(
        words(document, event, "quantity") == ["300"] for event in of_type(document, "ELECTION")
    )
    (share,) = (entity for entity in labelled(document, "NUMBER") if entity.text == "75%")
    assert (share.norm["kind"], share.norm["value"]) == ("percent", 75)


def test_a_target_is_planned() -> None:
    document = extract("Năm 2024, Đảng bộ huyện phấn đấu kết nạp 150 đảng viên mới.")
    assert told(document, "ADMISSION", "quantity", "time") == [("planned", "150", "Năm 2024")]


def test_what_did_not_happen_is_negated() -> None:
    document = extract(
        "Năm 2022, Chi bộ ấp Bình Hòa không kết nạp được đảng viên nào, chưa kết nạp 2 quần chúng ưu tú."
    )
    assert {modality for modality, *_ in told(document, "ADMISSION")} == {"negated"}


def test_an_admission_against_its_target() -> None:
    document = extract("Năm 2022, toàn huyện đã kết nạp 205/200 đảng viên.")
    assert told(document, "ADMISSION", "quantity", "time") == [("actual", "205/200", "Năm 2022")]


def test_a_document_carried_out_has_number_date_and_issuer() -> None:
    document = extract(
        "Các chi bộ triển khai thực hiện Hướng dẫn số 23 ngày 7/9/2022 của Ban Tổ chức Tỉnh ủy về sinh hoạt chi bộ."
    )
    (reference,) = labelled(document, "DOCREF")
    assert reference.text == "Hướng dẫn số 23"
    assert reference.norm["doc_type"] == "Hướng dẫn"
    assert reference.norm["number"] == "23"
    assert reference.norm["date"] == "2022-09-07"
    assert reference.norm["issuer"] == "Ban Tổ chức Tỉnh ủy"
    assert told(document, "IMPLEMENTATION", "document") == [("actual", "Hướng dẫn số 23")]


def test_a_person_has_the_titles_beside_the_name() -> None:
    document = extract(
        "Đồng chí Đoàn Minh Khôi - Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Tổ chức Huyện ủy Thanh Bình "
        "cho biết công tác cán bộ được quan tâm."
    )
    (person,) = labelled(document, "PERSON")
    assert person.text == "Đoàn Minh Khôi"
    assert titles_of(document, person) == [
        "Ủy viên Ban Thường vụ Huyện ủy",
        "Trưởng Ban Tổ chức Huyện ủy Thanh Bình",
    ]


def test_a_punishment_and_its_forms() -> None:
    document = extract("Năm 2022, Ủy ban Kiểm tra Huyện ủy đã kỷ luật 8 đảng viên: khiển trách 5, cảnh cáo 3.")
    found = {tuple(words(document, event, "quantity")): event for event in of_type(document, "DISCIPLINE")}
    assert words(document, found["8",], "part") == ["5", "3"]
    assert words(document, found["5",], "form") == ["khiển trách"]
    assert words(document, found["3",], "form") == ["cảnh cáo"]


def test_dates_are_counted_from_the_day_of_publication() -> None:
    text = "Sáng nay, Huyện ủy Tam Nông trao Huy hiệu 40 năm tuổi Đảng cho 12 đảng viên."
    (date,) = labelled(extract(text), "DATE")
    assert str(date.norm["value"]).startswith(PUBLISHED)
    (undated,) = labelled(sukien.extract(text), "DATE")
    assert "value" not in undated.norm


def test_the_day_of_publication_is_taken_from_the_article() -> None:
    document = sukien.extract("HUYỆN HỒNG NGỰ\n\nCập nhật ngày: 05/06/2022 09:10:11\n\nĐTO - Hôm qua, huyện họp dân.\n")
    assert document.published == "2022-06-05"
    assert "2022-06-04" in [entity.norm.get("value") for entity in labelled(document, "DATE")]


def test_the_gloss_reads_in_both_languages() -> None:
    document = extract("Năm 2022, Thành ủy đã cử 6 đồng chí tham gia học lớp Trung cấp lý luận chính trị.")
    (event,) = of_type(document, "TRAINING")
    assert "6 đồng chí" in event.gloss["vi"]
    assert "lớp Trung cấp lý luận chính trị" in event.gloss["vi"]
    assert "6" in event.gloss["en"]
    assert "intermediate political theory" in event.gloss["en"]


def test_a_type_word_alone_is_no_document() -> None:
    document = extract("Theo chỉ tiêu Chương trình hành động năm 2022, xã kết nạp 17/17 đảng viên.")
    assert labelled(document, "DOCREF") == []


def test_a_duty_is_no_event() -> None:
    document = extract("Thời gian tới, cấp ủy các cấp tiếp tục tăng cường công tác quản lý đảng viên.")
    assert document.events == []


# --- the same words in other dress


DRESSED = (
    "Năm 2022, Đảng uỷ xã Hoà Long đã kết nạp 14 đảng viên; cử 3 đồng chí tham gia học lớp Trung cấp lý luận chính trị."
)


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("uỷ", "ủy").replace("Hoà", "Hòa"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: f"\ufeff{text}\r\n",
    ],
    ids=["decomposed letters", "new tone marks", "no-break spaces", "doubled spaces", "byte order mark"],
)
def test_dress_changes_nothing(dress: Callable[[str], str]) -> None:
    plain, dressed = extract(DRESSED), extract(dress(DRESSED))
    assert [(e.label, e.norm.get("value")) for e in dressed.entities] == [
        (e.label, e.norm.get("value")) for e in plain.entities
    ]
    assert [(e.type, e.modality, sorted(a.role for a in e.args)) for e in dressed.events] == [
        (e.type, e.modality, sorted(a.role for a in e.args)) for e in plain.events
    ]
    assert told(plain, "ADMISSION", "quantity") == told(dressed, "ADMISSION", "quantity") == [("actual", "14")]
    assert_sound(dressed)


# --- whatever comes in


def assert_sound(document: Document) -> None:
    """Every promise that holds for any document: true offsets, known words, entities apart, unique ids, sane scores."""
    document.check_offsets()
    places = sorted((entity.start, entity.end) for entity in document.entities)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    ids = [entity.id for entity in document.entities] + [event.id for event in document.events]
    assert len(ids) == len(set(ids))
    assert {entity.label for entity in document.entities} <= set(LABELS)
    assert {event.type for event in document.events} <= set(EVENT_TYPES)
    assert {event.modality for event in document.events} <= set(MODALITIES)
    for entity in document.entities:
        assert entity.text == entity.text.strip()
    for score in scores(document):
        assert 0 <= score <= 1
    for event in document.events:
        assert set(event.gloss) == {"vi", "en"}
        for argument in event.args:
            label = document.entity(argument.entity).label if argument.entity else TEXT
            assert label in ROLE_LABELS[argument.role]
    assert Document.from_json(document.to_json()) == document


def scores(document: Document) -> Iterator[float]:
    scored: list[Entity | Event | Argument] = [*document.entities, *document.events]
    scored += [argument for event in document.events for argument in event.args]
    yield from (item.score for item in scored if item.score is not None)


ODD = {
    "empty": "",
    "one character": "đ",
    "one space": " ",
    "line ends only": "\n\r\n\r\n",
    "digits only": "0123456789" * 500,
    "numbers only": "1.234/5.678 - 9,5% " * 200,
    "punctuation only": "-/.,;:()[]{}“”‘’…–—" * 50,
    "opening brackets": "(" * 5_000,
    "quotes": '"' * 5_000,
    "control characters": "".join(map(chr, range(32))) + "kết nạp 5 đảng viên\x00\x7f\x85",
    "emoji": "🎉👨‍👩‍👧‍👦 kết nạp 5 đảng viên 🇻🇳",
    "combining marks alone": "\u0301\u0323\u0302" * 200,
    "mixed line ends": "Tin\r\nkết nạp 5 đảng viên\rcử 2 đồng chí\n\x0bhọc\u2028lớp\u2029xong",
    "zero width": "kết\u200b nạp\u200d 5\ufeff đảng viên",
    "private use and unassigned": "\ue000\U000e0001\uffff kết nạp 5 đảng viên",
    "English": "The Party committee admitted 5 new members on 3 May 2022 and sent 12 officials to a course.",
    "Russian": "В 2022 году в партию приняли 5 человек, на курсы направили 12.",
    "Chinese": "2022年,县委发展党员5名。",
    "Arabic": "في عام ٢٠٢٢ انضم ٥ أعضاء إلى الحزب.",
    "markup": "<p>{K1|kết nạp} {N1:NUMBER|5} [bold]đảng viên[/bold] &nbsp;</p>\n---\nE1 ADMISSION K1",
    "capitals": "ĐẢNG ỦY XÃ TÂN MỸ KẾT NẠP 5 ĐẢNG VIÊN",
    "impossible dates": "ngày 31/2/2022, ngày 99/99/9999, năm 0, quý V/2022, lúc 25h61, ngày 0/0/0000",
    "enormous numbers": "kết nạp " + "9" * 400 + " đảng viên, 1/" + "0" * 400 + ", 100% của 0/0",
    "one word many times": "kết nạp " * 3_000,
    "many counts": "kết nạp 5 đảng viên, " * 400,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_gives_a_sound_document(text: str) -> None:
    document = sukien.extract(text)
    assert document.text == text
    assert_sound(document)


@pytest.mark.parametrize("name", ["empty", "one character", "one space", "line ends only", "punctuation only"])
def test_where_nothing_is_told_nothing_is_found(name: str) -> None:
    document = sukien.extract(ODD[name])
    assert (document.entities, document.events) == ([], [])


@pytest.mark.parametrize("unit", ["a", "ộ", "5", "kếtnạp5đảngviên", "-", "1/"])
def test_a_megabyte_without_a_space(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    document = sukien.extract(text)
    assert document.text == text
    assert_sound(document)


@pytest.mark.parametrize("text", ["\ud800", "kết nạp 5 đảng viên \udfff"])
def test_a_lone_surrogate_is_a_clear_error(text: str) -> None:
    with pytest.raises(ArticleError, match="surrogate"):
        sukien.extract(text)


@pytest.mark.parametrize("published", ["1/4/2023", "2023-02-30", "hôm nay"])
def test_a_day_of_publication_that_is_none_is_a_clear_error(published: str) -> None:
    with pytest.raises(ArticleError, match=published):
        sukien.extract("Kết nạp 5 đảng viên.", published=published)


PIECES = st.sampled_from(
    [
        "kết nạp ", "cử ", "bầu ", "không ", "sẽ ", "trong đó ", "5", " đảng viên", "12,5%", "245/245", "3 - 7", ", ",
        "; ", ". ", "\n", "\r\n", "\n\n", "(", ")", '"', "“", "ngày 19/9/2022", "năm tới", "số 11-QĐ/TU", "Quyết định ",
        "đồng chí ", "Trần Thị Mận", " - ", "Bí thư Huyện ủy", "UBND xã", "lớp Trung cấp", "ĐTO - ", "Ảnh: ", "\u0301",
        "\u00a0", "\u200b", "🎉", "uỷ", "hoà", "hàng trăm ", "hai mươi ", "triệu đồng",
    ]
)  # fmt: skip
ANY_TEXT = st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=25).map("".join)


@given(text=ANY_TEXT, published=st.none() | st.just(PUBLISHED))
@settings(max_examples=150)
def test_any_text_gives_a_sound_document(text: str, published: str | None) -> None:
    document = sukien.extract(text, published=published, id="a")
    assert (document.id, document.text) == ("a", text)
    assert_sound(document)


@given(text=ANY_TEXT)
@settings(max_examples=25)
def test_the_same_text_gives_the_same_document(text: str) -> None:
    assert sukien.extract(text, id="a").to_json() == sukien.extract(text, id="a").to_json()


# --- the command on real input


def examples() -> list[dict[str, str]]:
    lines = (EXAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_command_finds_what_the_library_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["run", str(EXAMPLES / "articles.jsonl"), "--out", str(out)]) == 0
    documents = [Document.from_json(line) for line in out.read_bytes().splitlines()]
    capsys.readouterr()
    for article, document in zip(examples(), documents, strict=True):
        text, day = article["text"], article["published"]
        assert document == sukien.extract(text, published=day, id=article["id"])
        assert_sound(document)
        assert document.events
        file = EXAMPLES / f"{article['id']}.txt"
        assert file.read_bytes().decode() == text
        assert main(["extract", str(file), "--published", day, "--format", "json"]) == 0
        assert Document.from_json(capsys.readouterr().out) == document


def test_the_table_of_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(EXAMPLES / "ket-nap-dang-vien.txt")]) == 0
    shown = capsys.readouterr().out
    assert "186/180 đảng viên" in shown
    assert "lớp Trung cấp lý luận chính trị" in shown
    assert shown.index("ADMISSION") < shown.index("entities")


def test_a_lone_surrogate_in_json_fails_that_article_alone(tmp_path: Path) -> None:
    archive = tmp_path / "in.jsonl"
    archive.write_text(
        '{"id": "a", "text": "Kết nạp 5 đảng viên."}\n{"id": "b", "text": "\\ud800"}\n{"id": "c", "text": ""}\n',
        encoding="utf-8",
    )
    out = tmp_path / "out.jsonl"
    assert main(["run", str(archive), "--out", str(out)]) == 1
    a, b, c = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [event["type"] for event in a["events"]] == ["ADMISSION"]
    assert set(b) == {"id", "error"}
    assert c == {"id": "c", "text": "", "entities": [], "events": []}


def test_the_article_of_the_first_of_april(shared: Path) -> None:
    """What the article that this library was made for must give."""
    text = (shared / "articles" / "dto-2023-04-01.txt").read_text(encoding="utf-8")
    document = sukien.extract(text)
    assert_sound(document)
    assert document.published == "2023-04-01"
    assert told(document, "TRAINING", "quantity") == [
        ("actual", "3"), ("actual", "43"), ("actual", "227"), ("planned", "15"), ("planned", "2"),
    ]  # fmt: skip
    (congress,) = (e for e in of_type(document, "CONVENE") if words(document, e, "quantity") == ["245/245"])
    assert words(document, congress, "part") == ["80", "42", "6", "4", "92", "21"]
    assert [check.ok for check in congress.checks if check.name == "parts_sum"] == [True]
    (elected,) = (e for e in of_type(document, "ELECTION") if words(document, e, "quantity") == ["812"])
    assert words(document, elected, "part") == ["623"]
    assert words(document, elected, "share") == ["76,72%"]
    carried_out = {
        entity.text: (entity.norm["number"], entity.norm["date"], entity.norm["issuer"])
        for entity in labelled(document, "DOCREF")
        if entity.text in {name for e in of_type(document, "IMPLEMENTATION") for name in words(document, e, "document")}
    }
    assert carried_out == {
        "Hướng dẫn số 11": ("11", "2022-09-19", "Ban Tổ chức Tỉnh ủy"),
        "Công văn số 1353": ("1353", "2022-04-05", "Ban Tổ chức Tỉnh ủy"),
    }
    assert ("actual", "171/170") in told(document, "ADMISSION", "quantity")
    titled = [(person.text, titles_of(document, person)) for person in labelled(document, "PERSON")]
    assert ("Lê Ngọc Truyền", ["Phó Bí thư Thường trực Thành ủy Cao Lãnh"]) in titled
    assert (
        "Trần Thanh Toàn",
        ["Ủy viên Ban Thường vụ Thành ủy", "Trưởng Ban Tổ chức Thành ủy Cao Lãnh"],
    ) in titled
