"""Review before publishing: what changed, passage by passage and word by word, and a decision about what was shown."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry

from knowledge import ingestion, sources
from knowledge.admin import changes
from knowledge.models import Draft, Source
from knowledge.publishing import Change, Difference
from knowledge.scraping.extract import extract
from knowledge.tests import cast
from knowledge.tests.cast import text
from knowledge.tests.test_publishing import GARANTIA, MEJOR, PRUEBA, page, read_again, served

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/source/"
PAGOS = ("Pagos", "Puedes pagar de contado, con transferencia o con un crédito de hasta setenta y dos meses.")


@pytest.fixture
def office():
    return cast.caro()


@pytest.fixture
def waiting():
    """A source whose new version rewrites the guarantee, drops the test week and adds payments."""
    ingestion.ingest_html(
        html=page(("Inicio", "Somos una empresa que vende autos."), GARANTIA, PRUEBA),
        source_url="https://ejemplo.mx/compra",
        extract=extract,
    )
    source = Source.objects.get()
    source.review_first = True
    source.save()
    read_again(source, page(("Inicio", "Somos una empresa que vende autos."), MEJOR, PAGOS))
    return source


def review(source):
    return f"{LIST}{source.pk}/review/"


def decide(office, source, decision, draft=None):
    draft = draft or Draft.objects.get()
    return office.post(review(source), {"decision": decision, "seen": draft.content_hash}, follow=True)


def blocks(page):
    found = BeautifulSoup(page.content, "html.parser").select(".kn-block")
    return [(one["class"][1].removeprefix("kn-"), one.select_one("h3").text) for one in found]


def test_what_changes_is_shown_in_reading_order_with_its_counts(office, waiting):
    shown = office.get(review(waiting))
    assert blocks(shown) == [("kept", "Inicio"), ("changed", "Garantía"), ("removed", "Prueba"), ("added", "Pagos")]
    assert text(shown, ".kn-counts") == "1 nuevo 1 con cambios 1 quitado 1 sin cambios"


def test_inside_a_changed_passage_the_words_that_changed_are_marked(office, waiting):
    shown = BeautifulSoup(office.get(review(waiting)).content, "html.parser")
    assert [one.text for one in shown.select("del")] == ["tres"]
    assert [one.text for one in shown.select("ins")] == ["doce"]


def test_the_list_and_the_page_lead_to_the_review(office, waiting):
    for path in (LIST, f"{LIST}{waiting.pk}/change/"):
        assert cast.links(office.get(path))["Revisar la versión nueva"] == review(waiting)


def test_publishing_lets_a_worker_publish_what_was_shown(office, waiting):
    said = decide(office, waiting, "publish")
    assert "se está publicando" in text(said, ".messagelist")
    assert served()[1] == GARANTIA[1]
    ingestion.ingest_source(source_id=waiting.pk)
    assert served()[1:] == [MEJOR[1], PAGOS[1]]


def test_dismissing_leaves_what_serves(office, waiting):
    assert "se descartó" in text(decide(office, waiting, "dismiss"), ".messagelist")
    assert served()[1:] == [GARANTIA[1], PRUEBA[1]]
    waiting.refresh_from_db()
    assert waiting.state == "ready"


def test_what_was_dismissed_can_still_be_published(office, waiting):
    decide(office, waiting, "dismiss")
    assert "Alguien la descartó" in text(office.get(review(waiting)))
    decide(office, waiting, "publish")
    ingestion.ingest_source(source_id=waiting.pk)
    assert served()[1] == MEJOR[1]


def test_a_dismissed_version_that_is_uploaded_again_is_said_to_have_been_dismissed(office, waiting):
    html = page(("Inicio", "Somos una empresa que vende autos."), MEJOR, PAGOS)
    hint = "se descartó: contesta la anterior"
    places = (LIST, f"{LIST}{waiting.pk}/change/")
    assert not any(hint in text(office.get(place)) for place in places)
    decide(office, waiting, "dismiss")
    read_again(waiting, html)
    for place in places:
        shown = office.get(place)
        assert hint in text(shown)
        assert cast.links(shown)["Verla"] == review(waiting)
    decide(office, waiting, "publish")
    ingestion.ingest_source(source_id=waiting.pk)
    assert not any(hint in text(office.get(place)) for place in places)


def test_decisions_are_signed(office, waiting):
    decide(office, waiting, "publish")
    assert list(LogEntry.objects.values_list("change_message", "user__username")) == [
        ("Se aprobó la versión nueva.", "caro")
    ]


@pytest.mark.parametrize("decision", ["publish", "dismiss"])
def test_a_version_that_a_later_reading_replaced_is_neither_published_nor_dismissed(office, waiting, decision):
    seen = Draft.objects.get()
    read_again(waiting, page(PAGOS))
    said = decide(office, waiting, decision, seen)
    assert "No se publicó ni se descartó nada" in text(said, ".messagelist")
    assert said.redirect_chain[-1][0] == review(waiting)
    assert Draft.objects.get().decision == Draft.Decision.WAITING


def test_a_version_that_is_no_more_leads_to_the_source(office, waiting):
    seen = Draft.objects.get()
    Draft.objects.all().delete()
    for answer in (decide(office, waiting, "publish", seen), office.get(review(waiting), follow=True)):
        assert answer.redirect_chain[-1][0] == f"{LIST}{waiting.pk}/change/"


def test_what_is_being_published_is_not_dismissed_any_more(office, waiting):
    decide(office, waiting, "publish")
    assert "Publicar" not in text(office.get(review(waiting)), "main button")
    assert "ya se aprobó" in text(decide(office, waiting, "dismiss"), ".messagelist")
    assert Draft.objects.get().decision == Draft.Decision.APPROVED


def test_an_unknown_decision_is_not_found(office, waiting):
    assert decide(office, waiting, "delete").status_code == 404


def test_who_only_reads_sees_the_changes_and_no_button(waiting):
    shown = cast.aude().get(review(waiting))
    assert len(blocks(shown)) == 4
    assert BeautifulSoup(shown.content, "html.parser").select("main button") == []


def test_what_a_page_says_is_text_and_never_html(office, waiting):
    bad = "Todos los autos llevan <script>alert(1)</script> meses de garantía en motor y transmisión, sin costo."
    Draft.objects.update(markdown=f"## Garantía\n\n{bad}\n\n## Otra\n\n<img src=x onerror=alert(1)>")
    shown = office.get(review(waiting)).content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown


def test_the_first_version_of_a_source_is_all_new(office):
    source = sources.save_upload(content=page(GARANTIA), name="compra.html", content_type="text/html")
    Source.objects.update(review_first=True)
    sources.request_again(source=Source.objects.get())
    ingestion.ingest_source(source_id=source.pk)
    assert blocks(office.get(review(source))) == [("added", "Garantía")]


# ── The pairing, without a page ─────────────────────────────────────────────────────────────────────────────────


def removed(text):
    return Difference(Change.REMOVED, "Garantía", text)


def added(text):
    return Difference(Change.ADDED, "Garantía", text)


def test_passages_that_were_rewritten_are_paired_and_keep_their_order():
    run = [
        removed("El motor tiene tres meses de garantía."),
        removed("La transmisión tiene seis meses de garantía."),
        added("Abrimos los domingos en Puebla, sin cita."),
        added("La transmisión tiene doce meses de garantía."),
    ]
    assert [(block.kind, block.passages[0].text.split()[1]) for block in changes.blocks(run)] == [
        ("removed", "motor"),
        ("added", "los"),
        ("changed", "transmisión"),
    ]


def test_sections_on_other_matters_are_not_one_that_was_rewritten_however_alike_their_sentences():
    glass = Difference(Change.REMOVED, "Compra › Cristales", "Cambiar un cristal cuesta 1,300 pesos y tarda tres días.")
    brakes = Difference(Change.ADDED, "Compra › Frenos", "Cambiar una balata cuesta 1,800 pesos y tarda dos días.")
    assert [block.kind for block in changes.blocks([glass, brakes])] == ["removed", "added"]


@pytest.mark.parametrize("heading", ["Cristales y espejos", "Refacciones"])
def test_a_section_is_one_that_was_rewritten_under_a_heading_that_was_rewritten_too(heading):
    said = "Cambiar un cristal cuesta {} pesos, tarda tres días hábiles y se paga en la sede donde se hace."
    old = Difference(Change.REMOVED, "Cristales", said.format("1,300"))
    new = Difference(Change.ADDED, heading, said.format("1,400"))
    assert [block.kind for block in changes.blocks([old, new])] == ["changed"]


@pytest.mark.parametrize("size", [40, 400])
def test_a_page_that_is_another_altogether_is_still_shown_whole(size):
    run = [removed(f"Esto era {n}") for n in range(size)] + [added(f"Ahora esto es {n * n}") for n in range(size)]
    assert sum(len(block.passages) for block in changes.blocks(run)) == 2 * size


def test_of_what_did_not_change_a_few_are_shown_and_the_rest_is_counted():
    (block,) = changes.blocks([Difference(Change.KEPT, "Tema", str(n)) for n in range(3_000)])
    assert (len(block.first), block.more) == (20, 2_980)


def test_nothing_is_lost_or_told_twice():
    run = [removed(str(n) * 9) for n in range(7)] + [added(str(n) * 9 + "!") for n in (2, 5, 9, 6)]
    shown = [passage for block in changes.blocks(run) for passage in block.passages]
    assert sorted(shown, key=repr) == sorted(run, key=repr)


def test_word_by_word_keeps_line_breaks_and_both_texts():
    marked = BeautifulSoup(changes.word_by_word("Abre\nlunes y martes", "Abre\nlunes y jueves <b>"), "html.parser")
    for lost in marked.select("del"):
        lost.extract()
    assert marked.text == "Abre\nlunes y jueves <b>"


def test_the_first_version_of_a_source_has_none_before_it(office, waiting):
    assert "contesta con la anterior" in text(office.get(review(waiting)), ".kn")
    waiting.chunks.all().delete()
    shown = text(office.get(review(waiting)), ".kn")
    assert "anterior" not in shown
    assert "el bot no contesta con esta fuente" in shown
    told = decide(office, waiting, "dismiss").content.decode()
    assert "contesta con la anterior" not in told
    assert "contesta la anterior" not in told


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "El patio cierra cuando llueve mucho.",
            "Ahora nadie cierra la reja mientras trabajamos.",
            "<del>El patio cierra cuando llueve mucho.</del><ins>Ahora nadie cierra la reja mientras trabajamos.</ins>",
        ),
        (
            "Pulido cuesta $300 y dura dos días.",
            "Pulido cuesta $350 y dura tres días.",
            "Pulido cuesta <del>$300</del><ins>$350</ins> y dura <del>dos</del><ins>tres</ins> días.",
        ),
    ],
)
def test_what_has_little_in_common_stands_whole_beside_the_other(old, new, marked):
    assert changes.word_by_word(old, new) == marked
