"""`sukien corpus`: what those who care for the annotated corpus see and get."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sukien.cli import main
from sukien.entities.word_classes import UNKNOWN, WordClasses
from sukien.training import standoff, word_classes
from sukien.training.annotation import from_ann
from sukien.training.corpus import PARTS, SECOND
from sukien.training.standoff import to_standoff
from sukien.training.word_classes import Grain

ARTICLE = """\
# id: {ident}
# published: 2023-04-01
{text}: {{O1:ORG|{body}}} {{K1|kết nạp}} {{N1:NUMBER|{count}}} đảng viên, có {{N2:NUMBER|5}} nữ.
---
N1 kind=count value={count} unit=đảng viên
N2 kind=count value=5
E1 ADMISSION K1 agent=O1 quantity=N1 part=N2
"""
OPENINGS = {
    "train": "Sáng mùng ba, bà con về nhà văn hóa ấp Tư từ sớm, cờ hoa rực rỡ khắp các ngả đường",
    "dev": "Trời mưa to suốt đêm, nhiều tuyến lộ còn ngập sâu nhưng buổi lễ vẫn diễn ra đúng giờ",
    "test": "Bên bờ sông Tiền, hàng trăm học sinh trường cũ gặp lại thầy cô sau nhiều năm xa cách",
}
REAL = """\
# id: vietnews-1
Chi bộ {K1|kiểm tra} {N1:NUMBER|9} tổ.

---
N1 kind=count value=9
E1 INSPECTION K1 quantity=N1
"""
SEGMENTED = "Chi_bộ kiểm_tra 9 tổ .\n"


def article(part: str, **changes: str) -> str:
    given = {"ident": part, "text": OPENINGS[part], "body": f"Đảng ủy xã {part.title()}", "count": "12"}
    return ARTICLE.format(**given | changes)


def put(folder: Path, name: str, source: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ann").write_text(source, encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one written article a part."""
    for part in PARTS:
        put(tmp_path / "corpus" / part / "written", part, article(part))
    return tmp_path / "corpus"


@pytest.fixture
def texts(corpus: Path, tmp_path: Path) -> Path:
    """The texts of the real articles: one, annotated in the training part."""
    folder = tmp_path / "vietnews"
    folder.mkdir()
    (folder / "1.seg").write_text(SEGMENTED, encoding="utf-8")
    (corpus / "train" / "real.jsonl").write_bytes(msgspec.json.encode(to_standoff(from_ann(REAL), "1.seg")) + b"\n")
    return folder


# --- sukien corpus check


def test_check_counts_the_articles(corpus: Path, texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "check", str(corpus)]) == 0
    assert capsys.readouterr().out == "train: 1 articles, dev: 1 articles, test: 1 articles\n"
    assert main(["corpus", "check", str(corpus), "--texts", str(texts)]) == 0
    assert capsys.readouterr().out == "train: 2 articles, dev: 1 articles, test: 1 articles\n"


def test_check_names_near_duplicates_in_two_parts(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(corpus / "test" / "written", "retold", article("train", ident="retold"))
    assert main(["corpus", "check", str(corpus)]) == 1
    captured = capsys.readouterr()
    assert captured.err == "sukien: retold and train are near-duplicates (100% shared) in two parts\n"
    assert captured.out == "train: 1 articles, dev: 1 articles, test: 2 articles\n"


def test_near_duplicates_in_one_part_are_allowed(corpus: Path) -> None:
    put(corpus / "train" / "written", "retold", article("train", ident="retold"))
    assert main(["corpus", "check", str(corpus)]) == 0


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("b", "# id: b\nXã {K1|họp.\n---\n", "b.ann"),
        ("b", article("train"), "2 articles have the id train"),
    ],
    ids=["broken markup", "an id twice"],
)
def test_check_names_what_breaks_the_format(
    corpus: Path, name: str, source: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(corpus / "train" / "written", name, source)
    assert main(["corpus", "check", str(corpus)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert complaint in captured.err
    assert captured.err.count("\n") == 1


def test_check_names_a_missing_text_and_how_to_get_it(
    corpus: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (texts / "1.seg").unlink()
    assert main(["corpus", "check", str(corpus), "--texts", str(texts)]) == 2
    assert f"sukien corpus fetch {texts}" in capsys.readouterr().err


# --- sukien corpus describe


def table(out: str) -> dict[str, tuple[str, str]]:
    head, rule, *rows = out.splitlines()
    assert (head, rule) == ("| construction | written | real |", "|---|---|---|")
    cells = [[cell.strip() for cell in row.strip("|").rsplit("|", 2)] for row in rows]
    return {name: (written, real) for name, written, real in cells}


def test_describe_counts_constructions_of_written_and_real_articles(
    corpus: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "describe", str(corpus), "--texts", str(texts)]) == 0
    counts = table(capsys.readouterr().out)
    assert counts["a breakdown of a count (`part`)"] == ("3", "0")
    assert counts["event in the first line"] == ("3", "1")
    assert counts["no day of publication"] == ("0", "1")
    assert counts["negated"] == ("0", "0")


def test_without_their_texts_real_articles_are_left_out(
    corpus: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "describe", str(corpus)]) == 0
    assert {real for _, real in table(capsys.readouterr().out).values()} == {"0"}


# --- sukien corpus agreement


def test_agreement_compares_the_second_annotation_with_the_first(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second annotator marked the body of one article as a place and saw the other as the first did."""
    place = article("dev").replace("{O1:ORG|", "{O1:LOC|").replace("agent=O1 ", "")
    put(corpus / SECOND, "dev", place)
    put(corpus / SECOND, "test", article("test"))
    assert main(["corpus", "agreement", str(corpus)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == ("2 written articles: entity 83.3  norm 100.0  link 0.0  event 100.0  argument 90.9  fact 100.0")
    assert "entity                           P  83.3  R  83.3  F1  83.3   5/6/6" in out
    assert "confusion of label               ORG taken for LOC: 1" in out


def test_agreement_on_real_articles_is_told_apart(
    corpus: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / SECOND).mkdir()
    (corpus / SECOND / "real.jsonl").write_bytes((corpus / "train" / "real.jsonl").read_bytes())
    put(corpus / SECOND / "written", "test", article("test"))
    assert main(["corpus", "agreement", str(corpus), "--texts", str(texts)]) == 0
    written, real = capsys.readouterr().out.splitlines()[:2]
    assert written.startswith("1 written articles: entity 100.0  ")
    assert real.startswith("1 real articles: entity 100.0  ")


def test_without_a_second_annotation_it_says_so(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "agreement", str(corpus)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"sukien: {corpus / SECOND}: no such")


# --- sukien corpus fetch


def test_fetch_copies_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(standoff, "fetch", asked.append)
    assert main(["corpus", "fetch", str(tmp_path / "vietnews")]) == 0
    assert asked == [tmp_path / "vietnews"]


def test_fetch_tells_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(standoff, "REPOSITORY", str(tmp_path / "nowhere"))
    assert main(["corpus", "fetch", str(tmp_path / "vietnews")]) == 2
    assert str(tmp_path / "nowhere") in capsys.readouterr().err
    assert not (tmp_path / "vietnews").exists()


# --- sukien corpus classes


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few words, few classes."""
    monkeypatch.setattr(word_classes, "SYLLABLES", Grain("syllable", 40, 30, (2, 3, 4), 40))
    monkeypatch.setattr(word_classes, "WORDS", Grain("word", 40, 30, (2, 3, 4), 40))
    monkeypatch.setattr(word_classes, "_DIMENSIONS", 8)


def news(folder: Path) -> Path:
    """Segmented news in which bodies stand in the same places, and so do things that are given."""
    folder.mkdir()
    lines = [
        f"{body} đã tặng {count} {thing} cho dân .\n"
        for body in ("Huyện_ủy", "Tỉnh_đoàn", "Xã_đoàn")
        for thing in ("phần_quà", "suất_quà", "chiếc_xe")
        for count in (5, 12, 300)
    ]
    for number in range(4):
        (folder / f"{number}.txt.seg").write_text("".join(lines), encoding="utf-8")
    return folder


def test_classes_makes_a_table_that_the_models_read(small: None, tmp_path: Path) -> None:
    out = tmp_path / "word_classes.tsv"
    assert main(["corpus", "classes", str(news(tmp_path / "news")), "--out", str(out)]) == 0
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert {row[0] for row in rows} == {"syllable", "word"}
    assert {row[1] for row in rows if row[0] == "word"} >= {"Huyện ủy", "phần quà", "0", "000"}
    found = WordClasses.load(out)
    atoms = ["Huyện", "ủy", "Tỉnh", "đoàn", "phần", "quà", "suất", "quà"]
    classes, places = found.of_words(atoms, [False] * len(atoms))
    assert places == ["B", "I"] * 4
    assert classes[0] == classes[2] != UNKNOWN
    assert classes[4] == classes[6] != UNKNOWN
    assert classes[0].fine != classes[4].fine


def test_the_same_news_give_the_same_table(small: None, tmp_path: Path) -> None:
    source = news(tmp_path / "news")
    for name in "ab":
        assert main(["corpus", "classes", str(source), "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("prepare", [Path.mkdir, lambda folder: None], ids=["empty", "missing"])
def test_without_news_it_says_what_to_do(
    prepare: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(tmp_path / "news")
    assert main(["corpus", "classes", str(tmp_path / "news"), "--out", str(tmp_path / "out.tsv")]) == 2
    assert "sukien corpus fetch DIR" in capsys.readouterr().err
    assert not (tmp_path / "out.tsv").exists()


# --- help


@pytest.mark.parametrize("command", ["fetch", "check", "agreement", "describe", "classes"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", command, "--help"]) == 0
    assert re.search(rf"Example:\n +sukien corpus {command} ", capsys.readouterr().out)


@pytest.mark.parametrize("command", ["check", "agreement", "describe"])
def test_a_folder_that_is_no_corpus_is_told(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", command, str(tmp_path / "absent")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"sukien: {tmp_path / 'absent'}")
    assert captured.err.count("\n") == 1
