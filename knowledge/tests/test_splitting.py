"""Splitting: passages that stand alone, under all their headings, with nothing lost."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.splitting import MAX_CHARS, Piece, split

SITES = """
# Sedes

Tenemos sedes en dos ciudades.

## Kavak Guadalajara

###### Kavak Midtown

Av. López Mateos 1133

- Lunes: 9:00

###### Kavak Punto Sur

Av. Punto Sur 235

## Kavak Puebla

###### Kavak Explanada

Calle Allende 512
"""


def test_a_city_and_its_sites_are_one_passage_and_two_cities_are_two():
    assert split(SITES) == [
        Piece("Sedes", "Tenemos sedes en dos ciudades."),
        Piece(
            "Sedes › Kavak Guadalajara",
            "Kavak Midtown\nAv. López Mateos 1133\n- Lunes: 9:00\n\nKavak Punto Sur\nAv. Punto Sur 235",
        ),
        Piece("Sedes › Kavak Puebla", "Kavak Explanada\nCalle Allende 512"),
    ]


def test_a_question_among_names_starts_a_passage_of_its_own():
    pieces = split(
        "## Plan\n\nIntroducción.\n\n##### ¿Cómo funciona?\n\n###### Solicita\n\nEn línea.\n\n"
        "##### ¿Qué necesito?\n\nINE."
    )
    assert [piece.heading_path for piece in pieces] == ["Plan", "Plan › ¿Cómo funciona?", "Plan › ¿Qué necesito?"]
    assert pieces[1].text == "Solicita\nEn línea."


def test_a_heading_alone_is_no_passage():
    assert split("# Uno\n\n## Dos\n\n### Tres\n\nTexto.") == [Piece("Uno › Dos › Tres", "Texto.")]


def test_a_deeper_heading_is_forgotten_when_its_parent_ends():
    assert [piece.heading_path for piece in split("# A\n\n### B\n\nb\n\n## C\n\nc")] == ["A › B", "A › C"]


def test_too_long_a_passage_is_cut_between_groups_first():
    text = "\n\n".join(f"###### Sede {n}\n\n{'Calle larga ' * 10}{n}" for n in range(20))
    pieces = split(f"# Ciudad\n\n{text}")
    assert len(pieces) > 1
    assert all(piece.text.startswith("Sede ") for piece in pieces)


LEAD = "Para solicitar el plan trae estos documentos:"


def test_the_words_that_announce_a_list_stay_with_it():
    long = "Este plan es para quien quiere pagar poco a poco. " * 26
    pieces = split(f"## Plan\n\n{long}\n\n{LEAD}\n\n- INE vigente\n- Comprobante de domicilio\n\nEs todo, gracias.")
    assert [piece.text for piece in pieces][1:] == [
        f"{LEAD}\n- INE vigente\n- Comprobante de domicilio\n\nEs todo, gracias."
    ]


def test_a_long_list_is_cut_between_items_and_each_part_says_what_it_lists():
    items = [f"- Documento número {n} del expediente del cliente" for n in range(100)]
    pieces = split(f"# Plan\n\n{LEAD}\n\n" + "\n".join(items))
    assert len(pieces) > 2
    assert all(piece.text.startswith(f"{LEAD}\n- Documento") for piece in pieces)
    assert [line for piece in pieces for line in piece.text.split("\n")[1:]] == items


def test_addresses_of_a_long_list_all_stand_under_their_heading():
    items = [f"- Avenida de los Fresnos {n}, colonia Centro, Puebla" for n in range(100)]
    pieces = split("# Sedes\n\n## Puebla\n\n" + "\n".join(items))
    assert {piece.heading_path for piece in pieces} == {"Sedes › Puebla"}
    assert [line for piece in pieces for line in piece.text.split("\n")] == items


def test_each_part_of_a_site_that_is_too_long_carries_its_name():
    pieces = split("# Sedes\n\n###### Kavak Sur\n\n" + "\n\n".join(f"Sala {n}: {'abierta ' * 20}" for n in range(20)))
    assert len(pieces) > 1
    assert all(piece.text.startswith("Kavak Sur\nSala") for piece in pieces)


def test_rows_of_a_table_are_never_cut():
    rows = [f"- Zona: {n} · Costo: ${n}00 · Tiempo: {n} días · {'Nota: se paga al recibir' * 3}" for n in range(60)]
    assert [line for piece in split("# T\n\n" + "\n".join(rows)) for line in piece.text.split("\n")] == rows


def test_nested_items_keep_their_place():
    assert split("# A\n\n- Motor\n  - Bujías\n- Frenos")[0].text == "- Motor\n  - Bujías\n- Frenos"


def test_a_word_or_two_never_stand_alone_beside_others():
    assert [piece.text for piece in split("# A\n\n" + "palabra " * 171 + "fin.")] == ["palabra " * 171 + "fin."]
    long = "Una oración de prueba. " * 58
    assert [piece.text for piece in split(f"# A\n\n{long}\n\nEso es.")] == [f"{long.strip()}\n\nEso es."]
    assert [piece.text for piece in split(f"# A\n\nHola.\n\n{long}")] == [f"Hola.\n\n{long.strip()}"]


def test_a_heading_as_long_as_a_paragraph_is_read_as_one_and_cut_in_the_path():
    heading = "Todo lo que debes saber " * 60
    pieces = split(f"## {heading}\n\nTexto final de la sección.")
    assert all(len(piece.heading_path) <= 200 and piece.heading_path.endswith("…") for piece in pieces)
    assert " ".join(" ".join(piece.text for piece in pieces).split()) == f"{heading}Texto final de la sección."
    assert len(split("# " + "x" * 100_000)[0].heading_path) <= 200


def test_nothing_makes_nothing():
    assert split("") == split("\n \n\t\n") == []


_markdown = st.lists(
    st.one_of(
        st.builds(
            lambda level, words: f"{'#' * level} {words}",
            st.integers(1, 6),
            st.text("abcñ é", min_size=1, max_size=180),
        ),
        st.text("abc dé.?!\n-:", max_size=300),
        st.text("x", min_size=1, max_size=3000),
    ),
    max_size=12,
).map("\n\n".join)


def _words(text):
    return re.findall(r"\S+", text)


def _body_words(markdown):
    body = [line for line in markdown.splitlines() if not re.match(r"^#{1,5}[ \t]+\S", line.strip())]
    return [word for line in body for word in _words(re.sub(r"^#{6}[ \t]+(?=\S)", "", line.strip()))]


@given(_markdown.filter(lambda text: "######" not in text and ":" not in text), st.integers(20, 400))
def test_every_word_of_the_text_survives_whole_and_in_order(markdown, max_chars):
    said = [word for piece in split(markdown, max_chars=max_chars) for word in _words(piece.text)]
    assert said == _body_words(markdown)


@given(_markdown, st.integers(20, 400))
def test_with_names_that_are_said_again_every_word_survives_in_order_too(markdown, max_chars):
    said = (word for piece in split(markdown, max_chars=max_chars) for word in _words(piece.text))
    assert all(word in said for word in _body_words(markdown))


@given(_markdown, st.integers(20, 400))
def test_no_passage_is_empty_and_only_a_single_word_may_be_too_long(markdown, max_chars):
    for piece in split(markdown, max_chars=max_chars):
        assert piece.text.strip()
        assert len(piece.text) <= max_chars or len(_words(piece.text)) == 1


def test_a_page_of_one_endless_word_ends():
    assert [len(piece.text) for piece in split("x" * 100_000)] == [100_000]
    assert max(len(piece.text) for piece in split("palabra " * 50_000)) <= MAX_CHARS


SHAPES = ["a\n\n", "# a\n\nb\n", "###### a\n\nb\n\n", "- a\n", "a. ", "a:\n\n- b\n\n", "# ", "#", " \t", "###### a\n"]


def seconds_to_split(text, size):
    markdown = "###### x\n\n" + text * (size // len(text))
    started = time.process_time()
    split(markdown)
    return time.process_time() - started


@pytest.mark.parametrize("text", SHAPES)
def test_half_a_megabyte_of_anything_is_split_in_a_few_seconds(text):
    assert seconds_to_split(text, 512 * 1024) < 5


@pytest.mark.slow
@pytest.mark.parametrize("text", SHAPES)
def test_five_megabytes_of_anything_are_split_in_ten_times_that(text):
    assert seconds_to_split(text, 5 * 1024 * 1024) < 50
