"""PDFs: paragraphs made whole, running heads gone, headings told by their size; what cannot be read says why."""

import pytest

from knowledge.scraping.extract import extract
from knowledge.scraping.page import PdfDamaged, PdfEncrypted, PdfScanned, PdfTooLong
from knowledge.tests import pdfs


def read(content, **options):
    return extract(content, content_type="application/pdf", **options)


@pytest.fixture(scope="module")
def manual():
    return read(pdfs.manual())


def test_headings_are_told_by_their_size_and_names_by_their_weight(manual):
    headings = [line for line in manual.markdown.splitlines() if line.startswith("#")]
    assert headings == [
        "# Garantía y devoluciones",
        "## Capítulo 1", "###### Kavak Puebla",
        "## Capítulo 2", "###### Kavak Monterrey",
        "## Capítulo 3", "###### Kavak Cuernavaca",
    ]  # fmt: skip


def test_running_heads_and_page_numbers_are_dropped(manual):
    assert "Manual" not in manual.markdown
    assert "Página" not in manual.markdown


def test_paragraphs_are_whole_and_lists_and_rows_are_lines(manual):
    assert (pdfs.LONG * 2).strip() in manual.markdown.splitlines()
    assert "Calle Allende 1\n- INE de Puebla" in manual.markdown
    assert "Puebla · $100" in manual.markdown.splitlines()


def test_the_rows_of_a_table_are_one_paragraph_however_far_apart_and_long_they_are():
    rows = [
        ("Tramo que se entrega tarde", "Recargo"),
        ("Si faltan o sobran hasta dos piezas del juego de herramienta", "$150"),
        ("si faltan o sobran de tres a cinco piezas del juego", "$450"),
    ]
    told = read(pdfs.table(*rows)).markdown
    assert told == "Tabulador de recargos\n\n" + "\n".join(" · ".join(row) for row in rows)


def test_the_title_is_the_documents_own_else_its_first_heading_else_its_files_name(manual):
    assert manual.title == "Garantía y devoluciones"
    assert read(pdfs.manual(title="Manual de ventas")).title == "Manual de ventas"
    assert read(pdfs.lines("Hola a todos."), file_name="plan_2024.pdf").title == "plan 2024"


def test_a_broken_word_is_made_whole():
    text = read(pdfs.lines("Todos los autos llevan garantía en motor y trans-", "misión por tres meses.")).markdown
    assert text == "Todos los autos llevan garantía en motor y transmisión por tres meses."


def test_a_line_that_begins_with_a_number_sign_is_no_heading():
    assert read(pdfs.lines("# 235 Calle Sur")).markdown == "#235 Calle Sur"


def test_a_pdf_says_so_itself_whatever_the_header_said():
    assert extract(pdfs.lines("Hola a todos."), content_type="text/html").markdown == "Hola a todos."


def test_a_pdf_that_opens_without_a_password_is_read():
    assert read(pdfs.locked("")).markdown == "Secreto del negocio"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (pdfs.locked("abre"), PdfEncrypted),
        (pdfs.picture(), PdfScanned),
        (pdfs.lines("Hola", pages=301), PdfTooLong),
        (b"%PDF-1.7\nnada", PdfDamaged),
        (b"", PdfDamaged),
        (pdfs.manual()[:900], PdfDamaged),
        (pdfs.with_stream(b"no es un paquete"), PdfScanned),
        (pdfs.with_stream(b"", kids=b"[2 0 R]"), PdfDamaged),
    ],
    ids=["locked", "scanned", "long", "header only", "empty", "cut", "broken stream", "loop"],
)
def test_what_cannot_be_read_says_why(content, refusal):
    with pytest.raises(refusal):
        read(content)
