"""Text files, plain or Markdown: headings count, marks go, broken lines are made whole."""

import pytest

from knowledge.scraping.extract import extract
from knowledge.scraping.page import DocumentNotText, PageWithoutContent
from knowledge.splitting import split


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return extract(content, content_type="text/plain", **options)


def test_markdown_keeps_its_headings_lists_and_names_without_its_marks():
    page = read(
        "# Sedes\n\n**Kavak Sur:**\nCalle 5, [mapa](https://x.mx/a)\n* Lunes\n  * Martes\n\n"
        "**¿Abren?**\n\nSí, *siempre*."
    )
    assert page.title == "Sedes"
    assert page.markdown == (
        "# Sedes\n\n###### Kavak Sur:\nCalle 5, mapa\n- Lunes\n  - Martes\n\n##### ¿Abren?\n\nSí, siempre."
    )


def test_a_table_of_pipes_becomes_lines_that_stand_alone():
    page = read("| Zona | Costo |\n|------|:-----:|\n| Sur | **$900** |\n| Norte | $800 |")
    assert page.markdown == "- Zona: Sur · Costo: $900\n- Zona: Norte · Costo: $800"


def test_lines_that_the_width_broke_are_made_whole_and_addresses_are_not():
    text = (
        "Todos los autos que vendemos llevan tres meses de garantía en motor y trans-\n"
        "misión, y la puedes extender por un año más en cualquiera de nuestras sedes\n"
        "del país.\n\nKavak Sur\nCalle 5\nPuebla"
    )
    assert read(text).markdown == (
        "Todos los autos que vendemos llevan tres meses de garantía en motor y transmisión, y la puedes extender por "
        "un año más en cualquiera de nuestras sedes del país.\n\nKavak Sur\nCalle 5\nPuebla"
    )


def test_a_text_that_marks_no_heading_has_those_that_stand_alone_above_its_sentences():
    page = read(
        "Reglas del taller\n\nSólo se reciben autos con cita.\n\nLlaves\n\nSe entregan en recepción.\n\n"
        "¿Lavan autos?\n\nSí, siempre.\n\nLunes 9:00\n\nAv. Juárez 5."
    )
    assert page.title == "Reglas del taller"
    assert [(piece.heading_path, piece.text) for piece in split(page.markdown)] == [
        ("Reglas del taller", "Sólo se reciben autos con cita."),
        ("Reglas del taller › Llaves", "Se entregan en recepción."),
        ("Reglas del taller › Llaves › ¿Lavan autos?", "Sí, siempre.\n\nLunes 9:00\n\nAv. Juárez 5."),
    ]


@pytest.mark.parametrize(
    "first",
    ["Sólo se reciben con cita.", "- Llaves", "Llaves\nTarjeta", "55 1234 5678", "una línea " * 9 + "ya"],
)
def test_a_first_line_that_is_no_title_stays_text(first):
    assert "#" not in read(f"{first}\n\nSe entregan en recepción").markdown


def test_a_text_without_a_heading_is_titled_after_its_file():
    assert read("Hola.", file_name="plan_de_pagos.txt").title == "plan de pagos"
    assert read("Hola.").title == ""


@pytest.mark.parametrize("text", ["Garantía de años", "2 * 3 * 4", "__init__.py", "a_b_c", "5 > 3 < 7 & <b>"])
def test_what_only_looks_like_a_mark_stays(text):
    assert read(text).markdown == text.replace("__init__", "init")


def test_invisible_characters_are_removed():
    assert read("# Se\u200bdes\n\nPue\u202ebla\ufeff").markdown == "# Sedes\n\nPuebla"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_in_its_charset(encoding):
    assert read("Garantía de tres años".encode(encoding)).markdown == "Garantía de tres años"


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(50)]
)
def test_bytes_of_another_kind_are_refused(content):
    with pytest.raises(DocumentNotText):
        read(content)


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "", "text"])
def test_another_kind_of_document_is_refused(kind):
    with pytest.raises(DocumentNotText):
        extract(b"hola", content_type=kind)


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\u200b", "**"])
def test_a_text_that_says_nothing_says_so(text):
    if text == "**":
        assert read(text).markdown == "**"
    else:
        with pytest.raises(PageWithoutContent):
            read(text)


def test_passages_of_a_text_stand_under_their_headings():
    assert [piece.heading_path for piece in split(read("# A\nuno\n## B\ndos").markdown)] == ["A", "A › B"]
