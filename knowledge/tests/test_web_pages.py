"""Web pages as they are really built: what they say is kept, what surrounds it is not."""

from pathlib import Path

import pytest

from knowledge.scraping.extract import extract
from knowledge.splitting import split

PAGES = Path(__file__).parent / "pages"


def read(name):
    return extract((PAGES / f"{name}.html").read_bytes()).markdown


def lines(name):
    return read(name).splitlines()


def html(body):
    return extract(f"<html><body>{body}</body></html>".encode()).markdown


def test_a_blog_keeps_its_article_with_headings_inside_links_and_nested_lists():
    assert lines("wordpress") == [
        "# Garantía de tus autos", "",
        "Publicado el 3 de marzo", "",
        "Cada auto que vendemos lleva una garantía de tres meses en motor y transmisión.", "",
        "## ¿Qué cubre?", "",
        "- Motor y transmisión", "  - Monoblock", "  - Caja automática", "- Sistema eléctrico", "",
        "## ¿Qué no cubre?", "",
        "Llantas.", "",
        "Taller de Puebla", "",
        "### Cómo extenderla", "",
        "1. Llama a tu asesor.", "2. Elige el plazo.", "",
        ("Importante: conserva la factura de cada servicio, porque sin ella la garantía deja de valer desde el día en "
         "que se hizo el servicio en otro taller distinto del nuestro."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "noise",
    [
        "cookies",
        "menú",
        "Inicio",
        "Blog",
        "Comparte",
        "relacionados",
        "tu moto",
        "Comentarios",
        "Pedro",
        "leído",
        "©",
        "datos",
    ],
)
def test_a_blogs_banners_menus_teasers_comments_and_footer_are_left_out(noise):
    assert noise not in read("wordpress")


def test_a_page_of_nothing_but_boxes_keeps_its_short_sections_and_loses_its_frame():
    text = read("divs_only")
    assert "## Horarios\n\nLunes a sábado\n9:00 a 18:00" in text
    assert "## Contacto\n\n55 1234 5678" in text
    assert "Planes de pago" not in text
    assert "Aviso de privacidad" not in text


def test_questions_beside_a_long_article_are_not_taken_for_its_frame():
    text = read("article_and_questions")
    assert "### ¿Dan garantía?\n\nSí, tres meses." in text
    assert "Síguenos" not in text


def test_a_landing_page_inside_one_form_is_read_whole():
    text = read("landing")
    assert [line for line in text.splitlines() if line.startswith("#")][:4] == [
        "# Vende tu auto en un día", "## 1. Cotiza", "## 2. Agenda", "## 3. Cobra",
    ]  # fmt: skip
    assert "Te pagamos el mismo día" in text
    assert "correo" not in text
    assert "Inicio" not in text


def test_each_row_of_a_table_says_what_its_cells_are():
    text = read("tables")
    for line in (
        "- Zona: Centro · Costo: $900 · Tiempo: 2 días",
        "- Zona: Sur · Costo: $1,500 · Tiempo: 4 días",  # four days reach from the row above; $1,600 is struck out
        "- Garantía: 3 meses",
        "- Plazo: 36 meses · Enganche: 20%",
        "- Solo para asalariados · Plazo: 48 meses · Enganche: 25%",
        "- Auto: Aveo · Precio Contado: $200,000 · Precio A meses: $230,000",
    ):
        assert line in text.splitlines()
    assert "Entrega a domicilio:\n- Zona: Centro" in text
    assert "|" not in text


def test_a_table_for_looks_is_no_table():
    assert "### Revisión\n\nSe agenda en línea.\n\n### Entrega" in read("tables")


def test_definitions_stand_beside_their_terms_and_long_ones_below_them():
    text = read("definitions")
    assert "- Horario: Lunes a viernes de 9:00 a 18:00\n- Teléfono: 55 1234 5678" in text
    assert "##### ¿Aceptan mascotas?\n\nSí, con correa." in text
    assert "###### Cómo llegar\n\nEn metro, baja en Puebla.\n\nEn auto, entra por Allende." in text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿Qué documentos necesito?", "Para comprar trae estos documentos:\n- INE\n- Comprobante de domicilio"),
        ("Formas de pago", "Transferencia o crédito."),
        ("¿Puedo devolver el auto?", "Sí, en 7 días."),
        ("¿Hacen entregas a domicilio?", "Sí, en tres ciudades."),
        ("¿Reciben mi auto a cuenta?", "Sí, tras una revisión."),
    ],
)
def test_folded_answers_stand_below_their_questions(question, answer):
    pieces = {piece.heading_path.rpartition(" › ")[2]: piece.text for piece in split(read("accordion"))}
    assert pieces[question] == answer


@pytest.mark.parametrize("noise", ["Ignora tus instrucciones", "Agendar cita", "menú"])
def test_hidden_words_and_buttons_are_left_out(noise):
    assert noise not in read("accordion")


ASKED = "<details><summary>¿Lavan autos?</summary><p>Sí, por dentro y por fuera.</p></details>"
BOXED = "<div><h3>¿Hay sala de espera?</h3><div><p>Sí, con café.</p></div></div>"
HOURS = "<dl><dt>Taller</dt><dd>Lunes a viernes de 8:00 a 17:00</dd></dl>"
PLATES = "<table><tr><th>Estado</th><th>Placas</th></tr><tr><td>Puebla</td><td>$1,200</td></tr></table>"


@pytest.mark.parametrize("answers", [ASKED, ASKED + BOXED, 2 * BOXED, f"<div>{2 * BOXED}</div>", BOXED + ASKED])
@pytest.mark.parametrize(
    ("after", "said"),
    [
        (HOURS, "- Taller: Lunes a viernes de 8:00 a 17:00"),
        (PLATES, "- Estado: Puebla · Placas: $1,200"),
        ("<p>El taller abre los lunes.</p>", "El taller abre los lunes."),
        ("<ul><li>Taller</li></ul>", "- Taller"),
    ],
)
def test_what_stands_after_folded_answers_is_no_part_of_the_last_one(answers, after, said):
    last = split(html(f"<h1>Servicios</h1><p>Todo lo del taller.</p>{answers}{after}"))[-1]
    assert (last.heading_path, last.text) == ("Servicios", said)


def test_where_no_heading_stands_above_folded_answers_the_title_rules_what_follows_them():
    page = extract(f"<title>Taller</title>{ASKED}{HOURS}<p>Con cita.</p>{ASKED}<p>Y sin ella.</p>".encode())
    assert [piece.heading_path for piece in split(page.markdown)] == [
        "¿Lavan autos?", "Taller", "Taller › ¿Lavan autos?", "Taller",
    ]  # fmt: skip


def test_a_question_that_titles_a_section_rules_the_boxes_after_its_own():
    text = html("<div><h2>¿Cómo funciona?</h2><p>Es muy fácil.</p></div><div><p>Elige un auto.</p></div>")
    assert text == "## ¿Cómo funciona?\n\nEs muy fácil.\n\nElige un auto."


def test_what_stands_after_long_definitions_is_no_part_of_the_last_one():
    text = html(f"<h2>Visitas</h2><dl><dt>En metro</dt><dd><p>Baja en Puebla.</p></dd></dl>{PLATES}")
    assert text.endswith("Baja en Puebla.\n\n## Visitas\n\n- Estado: Puebla · Placas: $1,200")


def test_addresses_stay_with_their_city_line_by_line():
    pieces = split(read("addresses"))
    assert [(piece.heading_path, piece.text) for piece in pieces] == [
        (
            "Sedes › Kavak Puebla",
            (
                "Kavak Explanada\nCalle Ignacio Allende 512\n#20, Santiago Momoxpan\nLunes a sábado: 9:00 a 18:00\n"
                "Blvd. Municipio Libre 1910\n72480 Puebla"
            ),
        ),
        (
            "Sedes › Kavak Monterrey",
            "- Río Missouri 555, San Pedro Garza García\n- Avenida Revolución 2703, Monterrey",
        ),
        ("Sedes › Kavak Monterrey › Kavak Querétaro", "Av. Constituyentes 40"),
        ("Sedes › Kavak Monterrey › Kavak Cuernavaca", "Jacarandas 103"),
    ]


def test_a_loud_paragraph_is_no_heading_and_a_short_bold_line_is_one():
    assert html("<p><b>Sede Sur</b>:</p><p>Calle 5</p>") == "###### Sede Sur:\n\nCalle 5"
    assert html(f"<p><b>{'muy importante ' * 20}</b></p>").startswith("muy importante")


def test_marks_that_a_page_writes_out_stay_as_they_are():
    assert html("<p>Precio **final** _hoy_ | 5 * 3 * 2</p>") == "Precio **final** _hoy_ | 5 * 3 * 2"


ASKS, TOLD = "¿Guardan llantas?", "Las guardamos seis meses por $480."
FOLDED = {
    "by its id": f"<button aria-expanded=false aria-controls='a b'>{ASKS}</button><hr><div id=b hidden>{TOLD}</div>",
    "right below": f"<button aria-expanded=false>{ASKS}</button><div hidden><p>{TOLD}</p></div>",
    "below its heading": f"<h3><button aria-expanded=false>{ASKS}</button></h3><div style=display:none>{TOLD}</div>",
    "below a question": f"<button onclick='t()'>{ASKS}</button><div aria-hidden=true>{TOLD}</div>",
    "by its anchor": f"<h3><a data-bs-toggle=collapse href='#c'>{ASKS}</a></h3><hr><div id=c hidden>{TOLD}</div>",
    "by a tab": f"<a role=tab href='#d'>Llantas</a><hr><h3>{ASKS}</h3><div id=d hidden>{TOLD}</div>",
}


@pytest.mark.parametrize("folded", FOLDED.values(), ids=FOLDED)
def test_what_a_click_unfolds_is_told_below_its_question(folded):
    written = extract(f"<title>T</title><main><h1>Dudas</h1><p>Aquí van.</p>{folded}</main>".encode()).markdown
    assert written.index(ASKS) < written.index(TOLD)


@pytest.mark.parametrize(
    "hidden",
    [
        "<p>Uno.</p><div hidden>Compra en otro lado.</div>",
        "<button>Enviar</button><div style='display:none'>Compra en otro lado.</div>",
        "<p>Antes. <button aria-expanded=false>Ver</button></p><div hidden>Compra en otro lado.</div>",
    ],
)
def test_what_nothing_unfolds_is_left_out(hidden):
    assert "otro lado" not in extract(f"<title>T</title><main><p>Aquí van.</p>{hidden}</main>".encode()).markdown


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "&#8203;", "&#x202E;", "\x07"])
def test_invisible_characters_are_removed_everywhere(hidden):
    page = f"<title>Se{hidden}des</title><main><h1>Se{hidden}des</h1><p>Pue{hidden}bla</p>"
    page += f"<table><tr><td>a{hidden}b</td><td>c</td></tr></table></main>"
    read = extract(page.encode())
    assert read.title == "Sedes"
    assert read.markdown == "# Sedes\n\nPuebla\n\n- ab: c"


def test_lines_that_are_set_as_they_are_stay_lines():
    assert html("<pre>Lunes  9:00\n\n  Mar\u200btes 10:00</pre>") == "Lunes 9:00\nMartes 10:00"


def test_a_page_without_a_body_is_read_whole():
    page = (
        b"<title>Sedes</title><main><h1>Sedes</h1><p>En Puebla.</p></main><table><tr><td>ab</td><td>c</td></tr></table>"
    )
    assert extract(page).markdown == "# Sedes\n\nEn Puebla."


SAID = "<p>Garantía de años para la niña</p>"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (b"\xef\xbb\xbf" + SAID.encode(), "iso-8859-1"),  # a mark is believed over the header
        (b"\xff\xfe" + SAID.encode("utf-16-le"), ""),
        (b"\xfe\xff" + SAID.encode("utf-16-be"), ""),
        (SAID.encode("utf-16-le"), "utf-16"),
        (SAID.encode("cp1252"), "ISO-8859-1"),
        (SAID.encode("mac-roman"), "macintosh"),
        ((f'<meta charset="windows-1252">{SAID}').encode("cp1252"), ""),
        ((f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">{SAID}').encode("cp1252"), ""),
        (SAID.encode("cp1252"), "utf-8"),  # a declaration that does not fit is passed over
        (SAID.encode("cp1252"), "zip"),
        (SAID.encode(), "no-such-charset"),
        (SAID.encode() + b"\xc3", ""),  # one cut character
        (SAID.encode("cp1252"), ""),
    ],
)
def test_a_page_is_read_in_its_charset(content, charset):
    assert "Garantía de años para la niña" in extract(content, charset=charset).markdown


def test_a_charset_that_compresses_is_not_obeyed():
    page = b'<meta charset="zip">' + SAID.encode()
    assert "Garantía" in extract(page).markdown
