"""Tables become lines that say what they are without the rest of the table."""

import time

from knowledge.scraping.tables import Cell, lines


def head(*texts, **spans):
    return [Cell(text, is_header=True, **spans) for text in texts]


def row(*texts):
    return [Cell(text) for text in texts]


def test_columns_are_named_by_the_row_of_headers_above():
    assert lines([head("Zona", "Costo"), row("Sur", "$1"), row("Norte", "")]) == [
        "- Zona: Sur · Costo: $1",
        "- Zona: Norte",
    ]


def test_without_headers_two_columns_are_a_name_and_its_value():
    assert lines([row("Garantía", "3 meses"), row("Prueba:", "7 días")]) == ["- Garantía: 3 meses", "- Prueba: 7 días"]
    assert lines([row("a", "b", "c")]) == ["- a · b · c"]


def test_a_later_row_of_headers_names_the_rows_below_it():
    rows = [head("A", "B"), row("1", "2"), head("C", "D"), row("3", "4")]
    assert lines(rows) == ["- A: 1 · B: 2", "- C: 3 · D: 4"]


def test_a_table_of_nothing_but_headers_is_still_said():
    assert lines([head("Lunes", "Martes")]) == ["- Lunes · Martes"]


def test_nothing_makes_nothing():
    assert lines([]) == lines([[]]) == lines([row("", "")]) == []


def test_a_row_longer_than_its_header_keeps_its_cells():
    assert lines([head("A", "B"), row("1", "2", "3")]) == ["- A: 1 · B: 2 · 3"]


def test_spans_of_any_size_end():
    started = time.monotonic()
    rows = [[Cell(str(n), columns=10**6, rows=10**9), Cell("x", columns=0, rows=0)] for n in range(2000)]
    assert lines(rows)
    assert time.monotonic() - started < 5
