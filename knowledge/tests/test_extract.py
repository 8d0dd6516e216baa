"""Pages become Markdown: main content only, every heading a heading, nothing hidden."""

from contextlib import suppress

import pytest

from knowledge.evaluation import dataset
from knowledge.scraping.extract import PageTooComplex, PageWithoutContent, extract

PAGE = """
<html><head><title> Sedes\u200b de  Kavak </title></head><body>
<nav><ul><li><a href="/">Inicio</a></li><li><a href="/vende">Vende tu auto</a></li></ul></nav>
<main><article><h1>Nuestras sedes</h1>
<p>En cada sede puedes conocer los autos disponibles y <strong>dejar el tuyo</strong> a revisión el mismo día.</p>
<h2><strong>Kavak Guadalajara</strong></h2>
<p><strong>Kavak Mid\u200btown</strong></p><p>Av. López Mateos 1133, Guadalajara, Jalisco, junto a la plaza.</p>
<ul><li><p>Lunes a sábado: 9:00 a.m. - 6:00 p.m.</p></li></ul>
<p><strong>¿Qué documentación necesito?</strong></p><p>Trae tu INE y un comprobante de domicilio reciente.</p>
<p>También te puede interesar:</p><ul><li><a href="/toluca">Ven y conoce Kavak Toluca</a></li></ul>
</article></main>
<footer><p>Aviso de privacidad, términos y condiciones de uso del sitio</p></footer></body></html>
"""


@pytest.fixture
def page():
    return extract(PAGE.encode())


def test_the_title_is_the_pages_own_without_invisible_characters(page):
    assert page.title == "Sedes de Kavak"


def test_headings_stay_and_bold_lines_become_sub_headings(page):
    lines = page.markdown.splitlines()
    assert "## Kavak Guadalajara" in lines
    assert "###### Kavak Midtown" in lines
    assert "##### ¿Qué documentación necesito?" in lines


def test_bold_inside_a_sentence_is_only_text(page):
    assert "y dejar el tuyo a revisión" in page.markdown


def test_lists_stay_with_what_they_belong_to(page):
    assert page.markdown.index("###### Kavak Midtown") < page.markdown.index("- Lunes a sábado: 9:00 a.m. - 6:00 p.m.")


@pytest.mark.parametrize("noise", ["Inicio", "Aviso de privacidad", "Toluca", "\u200b", "**"])
def test_menus_footers_link_lists_and_hidden_characters_are_left_out(page, noise):
    assert noise not in page.markdown


@pytest.mark.parametrize(
    "nothing", [b"", b"   ", b"<html></html>", b"<div id=root></div><script>app()</script>", b"\x00\x01\x02"]
)
def test_a_page_without_text_says_so(nothing):
    with pytest.raises(PageWithoutContent):
        extract(nothing)


def test_a_page_in_windows_1252_is_read():
    page = "<p>Garantía de tres meses en motor y transmisión para todos los autos de la página.</p>".encode("cp1252")
    assert "Garantía" in extract(page).markdown


@pytest.mark.parametrize("tag", ["<b>", "<div>", "<ul><li>", "<p>x</p>"])
def test_a_page_of_nothing_but_tags_is_refused_and_a_deeply_nested_one_ends(tag):
    with pytest.raises(PageTooComplex):
        extract((tag * 1_000_000).encode())
    with suppress(PageTooComplex):
        extract((tag * 10_000 + "fin").encode())


def test_the_sample_pages_lose_only_their_frame():
    for file, _ in dataset.sample_pages():
        markdown = extract(file.read_bytes()).markdown
        assert "Aviso de privacidad" not in markdown
        assert "Inicio" not in markdown
        assert markdown.startswith("# ")


def test_on_the_real_page_every_site_stands_below_its_city(real_page):
    markdown = extract(real_page).markdown
    guadalajara = markdown.index("### Kavak Guadalajara")
    midtown = markdown.index("###### Kavak Midtown Guadalajara")
    assert guadalajara < midtown < markdown.index("###### Kavak Punto Sur") < markdown.index("### Kavak Querétaro")
    assert "##### ¿Qué documentación necesito?" in markdown
    assert "\u200b" not in markdown
    assert "Toluca" not in markdown  # named only in a list of links to other articles
