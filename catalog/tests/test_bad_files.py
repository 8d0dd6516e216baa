"""Sixty files that no table of cars should look like: a clear answer to each, by the command and by the API."""

import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from catalog.car_file import CarRow, Reject, UnreadableFile, read_cars
from catalog.car_file.delimited import _Lines
from catalog.models import Car, ImportRun
from catalog.tests.test_import_api import api, sent  # noqa: F401  the fixture
from catalog.tests.test_importing import GOOD, HEADER, imported

pytestmark = pytest.mark.django_db
OTHER = GOOD.replace("700001", "700002")
THIRD = GOOD.replace("700001", "700003")


def lines(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *rows, ""])


def with_bad(old: str, new: str) -> bytes:
    """Two good rows around one whose cell is changed."""
    return lines(GOOD, OTHER.replace(old, new, 1), THIRD).encode()


def archive(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


def book(*rows: list[object]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def damaged_book() -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(book(HEADER.split(","), GOOD.split(","))))
    sheet = "xl/worksheets/sheet1.xml"
    parts = {name: whole.read(name).decode() for name in whole.namelist()}
    return archive(**{**parts, sheet: parts[sheet][:-200]})


def bomb() -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(200):
            sheet.write(b"<row/>" * 174_763)
    return packed.getvalue()


def entities() -> bytes:
    """A workbook one of whose words doubles with every entity."""
    whole = zipfile.ZipFile(io.BytesIO(book(HEADER.split(","), GOOD.split(","))))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    parts = {name: whole.read(name).decode() for name in whole.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace("Versa", "&l9;")
    assert "&l9;" in sheet
    return archive(**{**parts, "xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY l0 "ja">{laughs}]>{sheet}'})


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank lines": (b"\n\r\n  \n", "empty"),
    "a mark and nothing": (b"\xef\xbb\xbf", "empty"),
    "a UTF-16 mark and nothing": (b"\xff\xfe", "empty"),
    "zeros": (b"\x00" * 500, "not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81\x8d", "lacks stock_id"),
    "noise": (b"\x81\x8d\x8f\x90\x9d" * 20, "no text"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504, "old Excel"),
    "a page": (b"<html><body>404, not found</body></html>", "lacks stock_id"),
    "JSON": (b'[{"stock_id": 1}]', "header"),
    "an archive that is no workbook": (archive(readme="hola"), "not an XLSX"),
    "half an archive": (book(HEADER.split(","))[:900], "not an XLSX"),
    "a workbook cut inside": (damaged_book(), "not an XLSX"),
    "a workbook of nothing": (book(), "empty"),
    "a workbook without the columns": (book(["make", "model"], ["Nissan", "Versa"]), "lacks stock_id"),
    "a bomb": (bomb(), "unpacks to more than"),
    "entities that double": (entities(), "not an XLSX"),
    "no header": (lines(GOOD, header=OTHER).encode(), "lacks stock_id"),
    "a column missing": (lines(GOOD, header=HEADER.replace("price", "x")).encode(), "lacks price"),
    "a column renamed": (lines(GOOD, header=HEADER.replace("km", "kilometraje")).encode(), "lacks km"),
    "a column repeated": (lines(GOOD, header=HEADER.replace("version", "make")).encode(), "repeats make"),
    "split by bars": (lines(GOOD).replace(",", "|").encode(), "lacks stock_id"),
    "a header with an open quote": (lines(GOOD, header=f'"{HEADER}').encode(), "quotation mark"),
    "a header without end": (b"stock_id," * 20_000, "longer than"),
    "UTF-32": (lines(GOOD).encode("utf-32"), "not text"),
    "UTF-16 cut in the middle of a letter": (lines(GOOD).encode("utf-16") + b"\x00", "UTF-16"),
    "UTF-16 with half a pair": (lines(GOOD).encode("utf-16") + b"\x00\xd8\x41\x00", "UTF-16"),
}


@dataclass(frozen=True)
class Outcome:
    """Stock ids that go in, and by line what the reject says."""

    cars: set[int]
    rejects: dict[int, str]


ALL, TWO = {700001, 700002, 700003}, {700001, 700003}
THREE = lines(GOOD, OTHER, THIRD)
UNCLOSED = "a quotation mark is opened"
READABLE: dict[str, tuple[bytes, Outcome]] = {
    "UTF-8 with a mark": (THREE.encode("utf-8-sig"), Outcome(ALL, {})),
    "UTF-16, little": (THREE.encode("utf-16-le"), Outcome(ALL, {})),
    "UTF-16, big": (THREE.encode("utf-16-be"), Outcome(ALL, {})),
    "UTF-16 with a mark": (THREE.encode("utf-16"), Outcome(ALL, {})),
    "UTF-16 big with a mark": (b"\xfe\xff" + THREE.encode("utf-16-be"), Outcome(ALL, {})),
    "Windows-1252": (THREE.encode("cp1252"), Outcome(ALL, {})),
    "semicolons": (THREE.replace(",", ";").encode(), Outcome(ALL, {})),
    "tabs": (THREE.replace(",", "\t").encode("utf-16"), Outcome(ALL, {})),
    "Windows line ends": (THREE.replace("\n", "\r\n").encode(), Outcome(ALL, {})),
    "old Mac line ends": (THREE.replace("\n", "\r").encode(), Outcome(ALL, {})),
    "mixed line ends": (f"{HEADER}\r\n{GOOD}\r{OTHER}\n\n\r\n{THIRD}".encode(), Outcome(ALL, {})),
    "commas at the end": (THREE.replace("\n", ",,,\n").encode(), Outcome(ALL, {})),
    "blank rows of commas": (lines(GOOD, "," * 11, OTHER, ' , "" ,', THIRD).encode(), Outcome(ALL, {})),
    "only a header": (lines().encode(), Outcome(set(), {})),
    "a line of another encoding": (
        lines(GOOD).encode() + OTHER.encode("cp1252") + f"\n{THIRD}\n".encode(),
        Outcome(TWO, {3: "is not UTF-8"}),
    ),
    "a UTF-8 line among Windows-1252": (
        lines(GOOD).encode("cp1252") + f"{OTHER}\n".encode() + THIRD.encode("cp1252"),
        Outcome(TWO, {3: "is not Windows-1252"}),
    ),
    "bytes of no encoding": (
        lines(GOOD).replace("í", "i").encode() + b"\x81\x8d\n" + THIRD.encode(),
        Outcome(TWO, {3: "is no text"}),
    ),
    "a quote open in the middle": (with_bad("Nissan", '"Nissan'), Outcome(TWO, {3: UNCLOSED})),
    "a quote open at the start": (with_bad("700002", '"700002'), Outcome(TWO, {3: UNCLOSED})),
    "a quote open on the last line": (
        lines(GOOD, THIRD, OTHER.replace("Versa", '"Versa')).encode(),
        Outcome(TWO, {4: UNCLOSED}),
    ),
    "every second line a quote open": (
        lines(GOOD, *[f'"{GOOD}', f'{GOOD},"'] * 20, THIRD).encode(),
        Outcome(TWO, dict.fromkeys(range(3, 43), UNCLOSED)),
    ),
    "a quote inside quotes": (with_bad("Nissan", '"Nis"san"'), Outcome(TWO, {3: "quotation mark stands inside"})),
    "a cell of two lines": (
        lines(GOOD, f'{OTHER}"Una nota\nde dos líneas"', THIRD).encode(),
        Outcome(TWO, {3: UNCLOSED, 4: "the line ends before it"}),
    ),
    "a zero byte": (with_bad("Versa", "Ver\x00sa"), Outcome(TWO, {3: "control character"})),
    "a formula that runs a command": (with_bad("Nissan", "=cmd|' /C calc'!A0"), Outcome(TWO, {3: "like a formula"})),
    "a formula with plus": (with_bad("Versa", "+1+1"), Outcome(TWO, {3: "like a formula"})),
    "a formula with minus": (with_bad("Versa", "-1+1"), Outcome(TWO, {3: "like a formula"})),
    "a formula with at": (with_bad("1.6 ADVANCE CVT", "@SUM(A1)"), Outcome(TWO, {3: "like a formula"})),
    "a formula as a price": (with_bad("279999.0", "=1+1"), Outcome(TWO, {3: "is not a number"})),
    "the same stock id twice": (lines(GOOD, GOOD, THIRD).encode(), Outcome(TWO, {3: "repeats line 2"})),
    "negative kilometres": (with_bad("41000", "-41000"), Outcome(TWO, {3: "is negative"})),
    "a negative price": (with_bad("279999.0", "-$279999"), Outcome(TWO, {3: "is negative"})),
    "an endless price": (with_bad("279999.0", "1e308"), Outcome(TWO, {3: "is not a number"})),
    "no number": (with_bad("279999.0", "NaN"), Outcome(TWO, {3: "is not a number"})),
    "infinity": (with_bad("279999.0", "-Infinity"), Outcome(TWO, {3: "is negative"})),
    "a price of nothing": (with_bad("279999.0", "0.00"), Outcome(TWO, {3: "is not above zero"})),
    "three decimals": (with_bad("279999.0", "279.999"), Outcome(TWO, {3: "more than two decimals"})),
    "thousands apart by commas, unquoted": (
        with_bad("279999.0", "$279,999.00").replace(b",\n", b",No\n"),
        Outcome(TWO, {3: "has 13 cells"}),
    ),
    "thousands apart by commas": (with_bad("279999.0", '"$279,999.00"'), Outcome(ALL, {})),
    "a thousand digits": (with_bad("279999.0", "9" * 1000), Outcome(TWO, {3: "longer than"})),
    "the year 1899": (with_bad("2020", "1899"), Outcome(TWO, {3: "is not between"})),
    "ten million kilometres": (with_bad("41000", "10000000"), Outcome(TWO, {3: "is not between"})),
    "Arabic digits": (with_bad("41000", "٤١٠٠٠"), Outcome(TWO, {3: "is not a number"})),
    "full-width digits": (with_bad("41000", "４１０００"), Outcome(TWO, {3: "is not a number"})),
    "a mark of direction": (with_bad("Versa", "\u202eVersa"), Outcome(TWO, {3: "invisible"})),
    "a space of no width": (with_bad("Nissan", "Nis\u200bsan"), Outcome(TWO, {3: "invisible"})),
    "a version without end": (with_bad("1.6 ADVANCE CVT", "A" * 400), Outcome(TWO, {3: "longer than 200"})),
    "a cell without end": (with_bad("Versa", "V" * 300_000), Outcome(TWO, {3: "is longer than 65536"})),
    "ten thousand columns": (
        lines(GOOD, header=HEADER + "".join(f",c{n}" for n in range(9_988))).encode(),
        Outcome({700001}, {}),
    ),
    "a last line that was cut": (lines(GOOD).encode() + OTHER[:17].encode(), Outcome({700001}, {3: "line ends"})),
    "a workbook of words and figures": (
        book(HEADER.split(","), [700001, 41000.0, 279999, "Nissan", "Versa", 2020.0, None, True]),
        Outcome({700001}, {}),
    ),
    "a workbook with a formula": (
        book(HEADER.split(","), [700001, 41000, "=1+1", "Nissan", "Versa", 2020]),
        Outcome(set(), {2: "is a formula"}),
    ),
}


def test_there_are_at_least_sixty():
    assert len(UNREADABLE) + len(READABLE) >= 60


@pytest.fixture
def path(tmp_path: Path):
    return tmp_path / "cars"


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_gets_one_sentence_and_changes_nothing(path: Path, api, name: str):  # noqa: F811
    content, sentence = UNREADABLE[name]
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence) as refused:
        imported(path)
    assert (refused.value.returncode, str(refused.value).count("\n")) == (1, 0)
    if content:  # the API calls an empty body a missing one
        answer = sent(api, content)
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")
        assert sentence in answer.json()["detail"][0]["msg"]
    assert not Car.objects.exists()
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"failed"}


@pytest.mark.parametrize("name", READABLE)
def test_of_a_bad_file_the_good_rows_go_in_and_every_bad_line_is_named(path: Path, api, name: str):  # noqa: F811
    content, expected = READABLE[name]
    path.write_bytes(content)
    rejected = len(expected.rejects)
    answer = sent(api, content, "?dry_run=true")
    assert (answer.status_code, answer.json()["created"]) == (200, len(expected.cars))
    assert {reject["line"]: reject["reason"] for reject in answer.json()["rejects"]}.keys() == expected.rejects.keys()
    code, told = imported(path)
    assert told[-1] == f"created={len(expected.cars)} updated=0 unchanged=0 rejected={rejected}"
    assert code == (2 if rejected else 0)
    assert set(Car.objects.values_list("stock_id", flat=True)) == expected.cars
    for line, reason in expected.rejects.items():
        assert any(said.startswith(f"line {line}") and reason in said for said in told), (line, told)


SOUND = THREE.encode()
BOOK = book(HEADER.split(","), [700001, 41000.0, 279999, "Nissan", "Versa", 2020.0, None, True])


@pytest.mark.parametrize("content", [SOUND, SOUND.decode().encode("utf-16"), BOOK], ids=["text", "UTF-16", "workbook"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_broken_anywhere_is_read_or_refused_and_never_a_bug(content: bytes, data: st.DataObject):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    with suppress(UnreadableFile):
        assert all(isinstance(one, CarRow | Reject) for one in read_cars(io.BytesIO(bytes(broken))))


@pytest.mark.parametrize("size", range(1, 40))
def test_where_a_block_ends_is_of_no_matter(size: int):
    """Lines of every ending, cut at every place, some too long to be held."""
    content = "uno\r\ndos\rtres\n\ncuatro\r\r\ncinco y más\n".encode() + b"x" * 70_000 + b"\nseis\rsiete"
    blocks = [content[at : at + size] for at in range(0, 60, size)] + [content[-(-60 // size) * size :]]
    assert b"".join(blocks) == content
    said = [line if isinstance(line, str) else type(line) for _, line in _Lines(blocks)]
    assert said == ["uno", "dos", "tres", "", "cuatro", "", "cinco y más", ValueError, "seis", "siete"]
