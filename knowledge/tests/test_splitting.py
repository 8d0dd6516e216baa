"""Splitting: passages that stand alone, under all their headings, with nothing lost."""

import re

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


def test_nothing_makes_nothing():
    assert split("") == split("\n \n\t\n") == []


_markdown = st.lists(
    st.one_of(
        st.builds(lambda level, words: f"{'#' * level} {words}", st.integers(1, 6), st.text("abcñ é", min_size=1)),
        st.text("abc dé.?!\n-", max_size=300),
        st.text("x", min_size=1, max_size=3000),
    ),
    max_size=12,
).map("\n\n".join)


def _words(text):
    return re.findall(r"\S+", text)


@given(_markdown, st.integers(20, 400))
def test_every_word_of_the_text_survives_whole_and_in_order(markdown, max_chars):
    body = [line for line in markdown.splitlines() if not re.match(r"^#{1,5}[ \t]+\S", line.strip())]
    expected = [word for line in body for word in _words(re.sub(r"^#{6}[ \t]+(?=\S)", "", line.strip()))]
    assert [word for piece in split(markdown, max_chars=max_chars) for word in _words(piece.text)] == expected


@given(_markdown, st.integers(20, 400))
def test_no_passage_is_empty_and_only_a_single_word_may_be_too_long(markdown, max_chars):
    for piece in split(markdown, max_chars=max_chars):
        assert piece.text.strip()
        assert len(piece.text) <= max_chars or len(_words(piece.text)) == 1


def test_a_page_of_one_endless_word_ends():
    assert [len(piece.text) for piece in split("x" * 100_000)] == [100_000]
    assert max(len(piece.text) for piece in split("palabra " * 50_000)) <= MAX_CHARS
