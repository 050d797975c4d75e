"""The command, as a person or a script meets it: what it prints, what it writes, how it ends.

Most tests put a small reader in the place of the library's, so that they are about the command alone; what the
library finds is tested in `test_extract.py`.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sukien
import sukien.models
from sukien.cli import main
from sukien.document import Argument, Check, Document, Entity, Event, Trigger
from sukien.errors import ArticleError, ModelError

ARTICLE = "Năm 2022, chi bộ kết nạp 12 đảng viên, sẽ kết nạp 5 đảng viên."


def read(text: str, *, published: str | None = None, id: str | None = None) -> Document:
    """Every figure is a `NUMBER`, every `kết nạp` an `ADMISSION` of the figure after it."""
    if "hỏng" in text:
        raise ArticleError(f"{id}: this article is broken; mend it")
    if "lỗi" in text:
        raise ZeroDivisionError("a bug")
    document = Document(id=id or "article", text=text, published=published)
    for number, found in enumerate(re.finditer(r"kết nạp (\d+) (đảng viên)", text), 1):
        start, end = found.span(1)
        norm: dict[str, int | float | str | list[str]] = {"kind": "count", "value": int(found[1]), "unit": found[2]}
        document.entities.append(
            Entity(id=f"T{number}", label="NUMBER", start=start, end=end, text=found[1], norm=norm)
        )
        document.events.append(
            Event(
                id=f"E{number}",
                type="ADMISSION",
                modality="planned" if text[: found.start()].endswith("sẽ ") else "actual",
                trigger=Trigger(start=found.start(), end=found.start() + 7, text="kết nạp"),
                args=[
                    Argument(role="quantity", entity=f"T{number}"),
                    Argument(role="agent", start=10, end=16, text=text[10:16]),
                ],
                gloss={"vi": f"kết nạp {found[1]} đảng viên", "en": f"admitted {found[1]} Party members"},
                score=1 / number,
                checks=[
                    Check(name="parts_sum", ok=False, figures={"parts": [7, 4], "quantity": 12}),
                    Check(name="time_order", ok=True),
                ],
            )
        )
    return document


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `sukien.extract` be the small reader above."""
    monkeypatch.setattr(sukien, "extract", read, raising=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """One article in a file."""
    file = tmp_path / "tin-1.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))


def jsonl(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return path


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


# --- sukien extract


def test_the_table_shows_events_first_then_entities(
    reader: None, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(article)]) == 0
    shown = [re.sub(" +", " ", line).strip() for line in capsys.readouterr().out.splitlines()]
    assert shown == [
        "2 events",
        "",
        "E1 ADMISSION actual 1.00",
        "vi kết nạp 12 đảng viên",
        "en admitted 12 Party members",
        "trigger kết nạp",
        "quantity 12 đảng viên",
        "agent chi bộ",
        "check parts_sum failed: parts 7 + 4, quantity 12",
        "",
        "E2 ADMISSION planned 0.50",
        "vi kết nạp 5 đảng viên",
        "en admitted 5 Party members",
        "trigger kết nạp",
        "quantity 5 đảng viên",
        "agent chi bộ",
        "check parts_sum failed: parts 7 + 4, quantity 12",
        "",
        "2 entities",
        "",
        "id label text place normal form",
        "T1 NUMBER 12 25-27 kind=count value=12 unit=đảng viên",
        "T2 NUMBER 5 50-51 kind=count value=5 unit=đảng viên",
    ]


def test_in_a_pipe_the_table_is_plain_and_never_folded(
    reader: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("Chi bộ ấp " + "rất xa " * 60 + "kết nạp 3 đảng viên", encoding="utf-8")
    assert main(["extract", str(file)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "T1  NUMBER  3     438-439  kind=count value=3 unit=đảng viên" in out


def test_on_a_terminal_the_table_is_coloured(
    reader: None, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["extract", str(article)]) == 0
    assert "\x1b[" in capsys.readouterr().out


def test_the_table_never_passes_control_characters_on(
    monkeypatch: pytest.MonkeyPatch, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def hostile(text: str, *, published: str | None = None, id: str | None = None) -> Document:
        name = "\x1b]0;x\x07[bold]Lê\nVăn"
        return Document(id="a", text=name, entities=[Entity(id="T1", label="PERSON", start=0, end=16, text=name)])

    monkeypatch.setattr(sukien, "extract", hostile, raising=False)
    assert main(["extract", str(article)]) == 0
    assert "T1  PERSON  \N{REPLACEMENT CHARACTER}]0;x\N{REPLACEMENT CHARACTER}[bold]Lê Văn" in capsys.readouterr().out


def test_json_is_the_document(reader: None, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(article), "--format", "json", "--published", "2023-04-01"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert Document.from_json(out) == read(ARTICLE, published="2023-04-01", id="tin-1")


def test_min_score_leaves_out_what_the_model_is_less_sure_of(
    reader: None, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(article), "--format", "json", "--min-score", "0.6"]) == 0
    document = Document.from_json(capsys.readouterr().out)
    assert [event.id for event in document.events] == ["E1"]
    assert [entity.id for entity in document.entities] == ["T1", "T2"]


def unsure(text: str, *, published: str | None = None, id: str | None = None) -> Document:
    """What `read` finds, the first entity and the last argument unsure."""
    document = read(text, published=published, id=id)
    for entity, score in zip(document.entities, (0.2, 0.9), strict=True):
        entity.score = score
    for event in document.events:
        event.score = 0.8
        for argument, score in zip(event.args, (0.7, 0.3), strict=True):
            argument.score = score
    return document


@pytest.mark.parametrize(
    ("least", "entities", "events"),
    [
        ("0", ["12", "5"], {"E1": ["quantity", "agent"], "E2": ["quantity", "agent"]}),
        ("0.3", ["5"], {"E1": ["agent"], "E2": ["quantity", "agent"]}),  # the argument goes with its entity
        ("0.5", ["5"], {"E1": [], "E2": ["quantity"]}),
        ("0.75", ["5"], {"E1": [], "E2": []}),
        ("0.85", ["5"], {}),
        ("1", [], {}),
    ],
)
def test_min_score_cuts_entities_and_arguments_too(
    least: str,
    entities: list[str],
    events: dict[str, list[str]],
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sukien, "extract", unsure, raising=False)
    assert main(["extract", str(article), "--format", "json", "--min-score", least]) == 0
    document = Document.from_json(capsys.readouterr().out)
    assert [entity.text for entity in document.entities] == entities
    assert {event.id: [argument.role for argument in event.args] for event in document.events} == events
    assert main(["extract", str(article), "--min-score", least]) == 0
    shown = capsys.readouterr().out
    for role in ("agent", "quantity"):
        shown_of_role = len(re.findall(rf"^ *{role} ", shown, re.MULTILINE))
        assert shown_of_role == sum(role in roles for roles in events.values())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (ARTICLE.encode(), ARTICLE),
        (ARTICLE.encode("utf-8-sig"), ARTICLE),
        (b"", ""),
        ("một\r\nhai\rba\n".encode(), "một\r\nhai\rba\n"),
        ("\x00\u2028🎉".encode(), "\x00\u2028🎉"),
    ],
    ids=["utf-8", "byte order mark", "empty", "line ends", "odd characters"],
)
def test_the_text_is_taken_as_it_is(
    reader: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes,
    text: str,
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    stdin(monkeypatch, content)
    for name in (str(file), "-"):
        assert main(["extract", name, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["text"] == text


def test_bytes_that_are_no_utf8_are_named_with_their_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "cu.txt"
    file.write_bytes("Chi bộ".encode() + b"\xff\xfe")
    assert main(["extract", str(file)]) == 1
    assert capsys.readouterr().err == f"sukien: {file}: byte 8 (0xff) is not UTF-8; save it as UTF-8\n"
    stdin(monkeypatch, b"\xd0")
    assert main(["extract", "-"]) == 1
    assert capsys.readouterr().err.startswith("sukien: standard input: byte 0 (0xd0)")


def test_an_article_that_cannot_be_read_ends_with_1(
    reader: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hỏng", encoding="utf-8")
    assert main(["extract", str(file)]) == 1
    assert capsys.readouterr().err == "sukien: a: this article is broken; mend it\n"


# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "absent.txt"], "absent.txt: no such file"),
        (["extract", "folder"], "folder: this is a folder; name one article, or use sukien run"),
        (["extract", "a.txt", "--published", "1/4/2023"], "'1/4/2023' is not a date; write year-month-day"),
        (["extract", "a.txt", "--published", "2023-02-30"], "'2023-02-30' is not a date"),
        (["extract", "a.txt", "--published", "20230401"], "'20230401' is not a date"),
        (["extract", "a.txt", "--format", "xml"], "'xml' is not one of 'table', 'json'"),
        (["extract", "a.txt", "--min-score", "2"], "--min-score"),
        (["extract"], "Missing argument"),
        (["extract", "a.txt", "--colour"], "--colour"),
        (["excerpt", "a.txt"], "excerpt"),
        (["run", "absent.jsonl", "--out", "b.jsonl"], "absent.jsonl: No such file"),
        (["run", "a.txt"], "--out"),
        (["run", "a.txt", "--out", "a.txt"], "a.txt: this is the archive itself"),
        (["run", "a.txt", "--out", "folder"], "folder: cannot be written"),
        (["run", "a.txt", "--out", "absent/b.jsonl"], "b.jsonl: cannot be written"),
        (["evaluate", "absent"], "absent: no such file or folder"),
        (["evaluate", "folder"], "folder: no .ann file"),
        (["evaluate", "a.txt"], "a.txt:1: not a document"),
        (["train", "absent", "--out", "folder"], "absent: no such folder"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    arguments: list[str],
    message: str,
    reader: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("sukien: ")
    assert captured.err.count("\n") == 1
    assert message in captured.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "folder"]


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "sukien extract article.txt --published 2023-04-01" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["extract", "run", "evaluate", "train"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert re.search(rf"Examples?:\n +sukien {command} ", capsys.readouterr().out)


# --- sukien run


def test_a_batch_keeps_order_and_ids(reader: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = jsonl(
        tmp_path / "in.jsonl",
        {"id": "b", "text": ARTICLE, "published": "2023-04-01", "source": "ĐTO"},
        {"id": "a", "text": "", "published": ""},
        {"id": 7, "text": "dòng\u2028dòng", "published": None},
    )
    out = tmp_path / "out.jsonl"
    assert main(["run", str(archive), "--out", str(out)]) == 0
    assert [(line["id"], line["text"], line.get("published")) for line in lines_of(out)] == [
        ("b", ARTICLE, "2023-04-01"),
        ("a", "", None),
        ("7", "dòng\u2028dòng", None),
    ]
    assert Document.from_json(out.read_bytes().split(b"\n")[0]) == read(ARTICLE, published="2023-04-01", id="b")
    assert capsys.readouterr().err == f"sukien: 3 articles, 0 failed: {out}\n"


BAD_LINES = [
    (b'{"id": "x", "text": "\\ud800 tin"}', "x", "a lone surrogate"),
    (b'{"id": "x", "text": "h\xe1\xbb\x8fng"}', "x", "this article is broken"),
    (b'{"id": "x", "text": "l\xe1\xbb\x97i"}', "x", "unexpected ZeroDivisionError: a bug"),
    (b'{"id": "x", "text": "\xff"}', None, "not UTF-8"),
    (b'{"id": "x", "text": 5}', "x", 'Expected `str`, got `int` - at `$.text`; a line is {"id"'),
    (b'{"id": "x"}', "x", "missing required field `text`"),
    (b'{"text": "tin"}', None, "missing required field `id`"),
    (b'{"id": ["x"], "text": "tin"}', None, "Expected `int | str`"),
    (b'{"id": "\\ud800", "text": "tin"}', None, "a lone surrogate"),
    (b'"tin"', None, "Expected `object`"),
    (b"tin", None, "not JSON"),
    (b'{"id": "x", "text": "tin", "score": NaN}', "x", "not JSON"),
    (b'{"id": "x", "text": "ti', None, "not JSON"),
    (b'{"id": "x", "text": "tin", "meta": ' + b"[" * 100_000, None, "not JSON"),
]


@pytest.mark.parametrize(("line", "ident", "reason"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_takes_no_other_with_it(
    reader: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes, ident: str | None, reason: str
) -> None:
    good = [f'{{"id": "{name}", "text": "{ARTICLE}"}}'.encode() for name in "ab"]
    archive = tmp_path / "in.jsonl"
    archive.write_bytes(b"\xef\xbb\xbf" + good[0] + b"\r\n\n" + line + b"\n" + good[1])
    out = tmp_path / "out.jsonl"
    assert main(["run", str(archive), "--out", str(out)]) == 1
    first, error, last = lines_of(out)
    assert (first["id"], last["id"]) == ("a", "b")
    assert len(first["events"]) == len(last["events"]) == 2  # type: ignore[arg-type]
    assert set(error) == {"id", "error"}
    assert error["id"] == ident
    assert reason in str(error["error"])
    told, summary = capsys.readouterr().err.splitlines()
    assert told.startswith(f"sukien: {archive}:3: ")
    assert reason in told
    assert summary == f"sukien: 3 articles, 1 failed: {out}"


def test_the_output_appears_only_when_it_is_whole(
    reader: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = jsonl(tmp_path / "in.jsonl", {"id": "a", "text": ARTICLE}, {"id": "b", "text": "dừng"})
    out = tmp_path / "out.jsonl"
    out.write_text("the run before\n", encoding="utf-8")

    def interrupted(text: str, *, published: str | None = None, id: str | None = None) -> Document:
        assert out.read_text(encoding="utf-8") == "the run before\n"
        if text == "dừng":
            raise KeyboardInterrupt
        return read(text, published=published, id=id)

    monkeypatch.setattr(sukien, "extract", interrupted, raising=False)
    assert main(["run", str(archive), "--out", str(out)]) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert out.read_text(encoding="utf-8") == "the run before\n"


def test_without_a_model_a_batch_stops_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_model(text: str, *, published: str | None = None, id: str | None = None) -> Document:
        raise ModelError("no model; make one")

    monkeypatch.setattr(sukien, "extract", no_model, raising=False)
    archive = jsonl(tmp_path / "in.jsonl", {"id": "a", "text": "tin"}, {"id": "b", "text": "tin"})
    assert main(["run", str(archive), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert capsys.readouterr().err == "sukien: no model; make one\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


# --- sukien evaluate

GOLD = """\
# id: {}
# published: 2023-04-01
Năm qua, chi bộ {{K1|kết nạp}} {{N1:NUMBER|{}}} đảng viên.
---
N1 kind=count value={} unit=đảng viên
E1 ADMISSION K1 quantity=N1
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of two annotated articles; the value in the second is not what its text says."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for name, number, value in (("a", 12, 12), ("b", 5, 6)):
        (folder / f"{name}.ann").write_text(GOLD.format(name, number, value), encoding="utf-8")
    return folder


def test_evaluate_prints_the_figures(reader: None, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "entity                           P 100.0  R 100.0  F1 100.0   2/2/2"
    assert "norm NUMBER.value                P  50.0  R  50.0  F1  50.0   1/2/2" in out
    assert "fact                             P 100.0  R 100.0  F1 100.0   2/2/2" in out


def test_evaluate_prints_the_errors_and_json(reader: None, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "b  norm NUMBER.value        wrong    24-25 '5': 6 expected, 5 found" in out
    assert "argument agent           invented 10-16" in out
    assert main(["evaluate", str(gold), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["fact"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "hit": 2, "predicted": 2, "gold": 2}


def test_evaluate_tells_how_far_the_scores_can_be_trusted(
    reader: None, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every event has the score 1 and is right; entities and arguments have none."""
    assert main(["evaluate", str(gold)]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("calibration")]
    assert lines == ["calibration event                error 0.000 over 2"]


def test_evaluate_tells_what_was_taken_for_what(reader: None, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in gold.iterdir():
        other = file.read_text(encoding="utf-8").replace("E1 ADMISSION", "E1 ELECTION")
        file.write_text(other, encoding="utf-8")
    assert main(["evaluate", str(gold)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert "confusion of type                ELECTION taken for ADMISSION: 2" in out
    assert "calibration event                error 1.000 over 2" in out


def test_evaluate_tells_each_register(reader: None, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, register in (("a", "official"), ("b", "daily")):
        head = f"# register: {register}\n{(gold / f'{name}.ann').read_text(encoding='utf-8')}"
        (gold / f"{name}.ann").write_text(head, encoding="utf-8")
    assert main(["evaluate", str(gold)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "register daily                   entity 100.0  norm 66.7  link 0.0  event 100.0  argument 66.7  fact 100.0",
        "register official                entity 100.0  norm 100.0  link 0.0  event 100.0  argument 66.7  fact 100.0",
    ]


def test_evaluate_shows_each_error_in_its_line(reader: None, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--errors"]) == 0
    assert "    Năm qua, chi bộ kết nạp ⟦5⟧ đảng viên." in capsys.readouterr().out.splitlines()
    assert main(["evaluate", str(gold), "--errors", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["rows"]["fact"]["f1"] == 1.0
    (wrong,) = (error for error in shown["errors"] if error["kind"] == "wrong")
    assert (wrong["document"], wrong["figure"], wrong["text"]) == ("b", "norm NUMBER.value", "5")
    assert wrong["sentence"] == "Năm qua, chi bộ kết nạp ⟦5⟧ đảng viên."


def test_evaluate_reads_what_run_wrote(
    reader: None, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Năm qua, chi bộ kết nạp 12 đảng viên."
    archive = jsonl(tmp_path / "in.jsonl", {"id": "a", "text": text}, {"id": "b", "text": 5})
    predicted = tmp_path / "out.jsonl"
    assert main(["run", str(archive), "--out", str(predicted)]) == 1
    capsys.readouterr()
    assert main(["evaluate", str(gold), "--predicted", str(predicted)]) == 1
    captured = capsys.readouterr()
    assert "fact                             P 100.0  R  50.0  F1  66.7   1/1/2" in captured.out.splitlines()
    assert captured.err.startswith(f"sukien: {predicted}:2: b: Expected `str`")


def test_evaluate_goes_on_when_an_article_fails(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def half(text: str, *, published: str | None = None, id: str | None = None) -> Document:
        assert published == "2023-04-01"
        return read(text.replace("12", "hỏng") if id == "a" else text, id=id)

    monkeypatch.setattr(sukien, "extract", half, raising=False)
    assert main(["evaluate", str(gold)]) == 1
    captured = capsys.readouterr()
    assert captured.err == "sukien: a: this article is broken; mend it\n"
    assert "fact                             P 100.0  R  50.0  F1  66.7   1/1/2" in captured.out.splitlines()


# --- the installed command


def command(*arguments: str, cwd: Path, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a program of its own, from another folder, with a locale that knows no Vietnamese."""
    source_root = str(Path(sukien.models.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "sukien.cli", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": source_root, "PYTHONIOENCODING": "ascii"},
        input=content,
        capture_output=True,
        check=False,
    )


def test_the_program_answers_mistakes_without_a_traceback(tmp_path: Path) -> None:
    ended = command("extract", "vắng mặt.txt", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == f"sukien: vắng mặt.txt: no such file{os.linesep}"


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    script = "import sys; from sukien.cli import main; main(['--help']); print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(sukien.models.__file__).parents[1])},
        capture_output=True,
        check=True,
    )
    modules = set(ended.stdout.decode().split())
    assert modules.isdisjoint({"spacy", "underthesea", "sklearn", "numpy", "rich"})


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"sukien (\d+\.\d+\.\d+|\(run from its source, not installed\))\n", capsys.readouterr().out)
