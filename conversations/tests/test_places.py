"""What Ana reads when she asks where we are and when we open: with branches that staff keep, and with pages alone."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from catalog import branches, search
from catalog.branch_file import read_branches
from catalog.hours import parse_week
from catalog.models import Branch, BranchHoliday, Car
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.agent.brains import Decision, ToolRequest
from conversations.agent.testing import ScriptedBrain
from conversations.dialogue import wording
from conversations.dialogue.plan import About, Branches, ReplyPlan, Say
from conversations.dialogue.state import DialogueState
from conversations.management.commands import serve
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db
REAL_PAGE = Path(__file__).resolve().parents[3] / "shared" / "data" / "sedes.html"
BLOG = "https://www.kavak.com/mx/blog/sedes"
# A Tuesday, 11:00 in Mexico City.
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def asked(*messages, now=NOW, brain=None):
    """Return the outcome of the last of Ana's messages."""
    deps = Deps(brain or choose_brain("offline"), search.vocabulary(), now=lambda: now)
    state = DialogueState(greeted=True)
    for message in messages:
        outcome = respond(TurnInput((message,), state=state), deps)
        state = outcome.state
    assert outcome.verdicts == () or brain, outcome.verdicts
    return outcome


def read(*messages, now=NOW):
    """Return what Ana reads at last."""
    return asked(*messages, now=now).text


@pytest.fixture
def sample():
    """The sample's branches beside the sample's pages."""
    call_command("import_branches", str(settings.BASE_DIR / "catalog" / "sample" / "branches.csv"), stdout=StringIO())
    pages = settings.BASE_DIR / "knowledge" / "sample"
    for name, url in json.loads((pages / "index.json").read_text()).items():
        ingestion.ingest_html(html=(pages / name).read_bytes(), source_url=url, extract=extract)


@pytest.fixture
def real_page():
    """The real page, and no branches."""
    if not REAL_PAGE.exists():
        pytest.skip("the real page is not on this machine")
    ingestion.ingest_html(html=REAL_PAGE.read_bytes(), source_url=BLOG, extract=extract)


@pytest.fixture
def page():
    """A page of ours that states hours for two sites."""
    cast.publishes(
        "<h1>Sedes de Kavak</h1><h2>Kavak Puebla</h2>"
        "<p><strong>Kavak Las Fuentes</strong></p><p>Calle 12 Poniente 440, 72000 Puebla, Puebla</p>"
        "<ul><li>Lunes a sábados: 9:00 a.m. - 6:00 p.m.</li></ul>"
        "<p><strong>Kavak La Loma</strong></p><p>Bulevar de la Loma 81, 72100 Puebla, Puebla</p>"
        "<ul><li>Lunes a viernes: 8:00 a.m. - 5:00 p.m.</li></ul>"
    )


# ── With branches ───────────────────────────────────────────────────────────────────────────────────────────────

ASKED = {
    "dónde están?": ["*Puebla*: Kavak Los Volcanes", "*Monterrey*: Kavak Cerro Alto"],
    "cuales son sus sedes?": ["*Guadalajara*: Kavak Arcos del Valle, Kavak Puerta Minerva"],
    "qué sucursales tienen": ["*Querétaro*: Kavak Acueducto"],
    "sucursal en puebla": ["*Kavak Los Volcanes* (Puebla)", "Bulevar de los Volcanes 720"],
    "y en puabla?": ["Bulevar de los Volcanes 720"],
    "dond stan en cdmx?": ["Calzada de los Fresnos 210", "Avenida del Mirador 1480", "Calzada de las Jacarandas 95"],
    "tienen local en mty": ["Avenida Cerro Alto 3300, 64700 Monterrey, Nuevo León"],
    "en gdl donde los encuentro": ["Avenida de los Arcos 655", "Calle Lira 38"],
    "direccion en qro porfa": ["Avenida Acueducto 51"],
    "y en zapopan?": ["Avenida de los Arcos 655"],
    "where are you in monterrey?": ["Avenida Cerro Alto 3300"],
    "donde queda acueduto": ["Avenida Acueducto 51"],
    "dónde están en puebla y abren el domingo?": ["Bulevar de los Volcanes 720", "todos los días de 9:00 a 18:00"],
    "dirección de la del mirador": ["*Kavak Plaza Mirador* (Ciudad de México)"],
    "a qué hora abren en cerro alto": ["lunes a viernes de 10:00 a 19:00; sábado de 10:00 a 15:00; domingo cerrado"],
    "a que ora avren en serro alto": ["lunes a viernes de 10:00 a 19:00"],
    "horario de los volcanes": ["todos los días de 9:00 a 18:00"],
    "orario bolcanes": ["todos los días de 9:00 a 18:00"],
    "hasta que hora atienden en la sucursal de monterrey": ["*Kavak Cerro Alto* (Monterrey): lunes a viernes"],
    "a que hora sierran hoy en arcos del valle?": ["hoy abre de 10:00 a 19:00"],
    "abren mañana en bosque norte?": ["mañana abre de 9:00 a 19:00"],
    "y a q ora abren el domingo": ["*Kavak Cerro Alto* (Monterrey): el domingo no abre"],
    "oigan a qué hora abren amigos": ["*Kavak Cerro Alto* (Monterrey): lunes a viernes de 10:00 a 19:00"],
    "abren el domingo?": ["*Kavak Cerro Alto* (Monterrey): el domingo no abre", "el domingo abre de 9:00 a 18:00"],
    "abren los domingos en gdl?": [
        "el domingo abre de 11:00 a 16:00",
        "No está registrado el horario de *Kavak Puerta",
    ],
    "horario plaza mirador el sabado": ["el sábado abre de 10:00 a 14:00"],
    "están abiertos ahorita en mty?": ["abierta ahora; hoy cierra a las 19:00"],
    "estan abiertos ahorita?": ["*Kavak Plaza Mirador* (Ciudad de México): abierta ahora; hoy cierra a las 14:00"],
    "horario de patio sur": ["No tengo ese dato: no está registrado el horario de *Kavak Patio Sur*"],
    "atienden los fines de semana en querétaro?": ["No tengo ese dato", "Kavak Acueducto"],
    "arcos del valle": ["Avenida de los Arcos 655"],
    "tienen sede en tijuana?": ["No tengo registrada una sucursal en ese lugar", "Monterrey"],
    "horario de la sucursal andares": ["No tengo ese dato"],
    "horario de andares guadalajara": ["No tengo ese dato"],
    "a que hora cierra la de mty": ["lunes a viernes de 10:00 a 19:00"],
    "¿Dónde están las sucursales de Ford?": ["No tengo ese dato"],
    "me llamo Beto León": ["no estoy seguro de haberte entendido"],
    "tienen garantía?": ["3 meses"],
}


def test_ana_reads_what_staff_keep(sample):
    texts = {question: read(question) for question in ASKED}
    assert {
        question: text for question, text in texts.items() if not all(words in text for words in ASKED[question])
    } == {}


OF_NO_OTHER_PLACE = {
    "horario de patio sur": ":00",
    "horario de la sucursal andares": ":00",
    "horario de andares guadalajara": ":00",
    "sucursal en puebla": "Cerro Alto",
    "a qué hora abren en cerro alto": "9:00 ",
    "horario plaza mirador el sabado": "15:00",
}


def test_ana_reads_of_no_other_place(sample):
    for question, other in OF_NO_OTHER_PLACE.items():
        text = read(question)
        assert other not in text.replace("19:00 ", "").replace("10:00", ""), (question, text)


def test_the_branches_named_may_be_asked_for_by_name(sample):
    assert "Avenida de los Arcos 655" in read("dónde están?", "arcos del valle")


def test_what_is_open_now_is_told_by_the_clock(sample):
    assert "cerrada ahora; abre mañana a las 10:00" in read("está abierto cerro alto ahorita?", now=SUNDAY)
    assert "abierta ahora; hoy cierra a las 15:00" in read("está abierto bosque norte ahorita?", now=SUNDAY)


def test_a_special_date_is_told(sample):
    branch = Branch.objects.get(name="Kavak Los Volcanes")
    BranchHoliday.objects.create(branch=branch, date=datetime(2026, 11, 25, tzinfo=UTC).date(), name="inventario")
    assert "el miércoles 25 de noviembre (inventario) no abre" in read("abren mañana en los volcanes?")
    assert "El miércoles 25 de noviembre (inventario): cerrado" in read("horario de los volcanes")


def test_a_branch_that_is_called_like_a_car_is_a_branch(sample):
    keep("Patio Santa Fe", "lun-sab 10:00-19:00", city="Ciudad de México", address="Vasco de Quiroga 200")
    text = read("horario de la sucursal santa fe")
    assert text == "*Patio Santa Fe* (Ciudad de México): lunes a sábado de 10:00 a 19:00; domingo cerrado"


def test_a_turn_remembers_which_branches_it_showed(sample):
    outcome = asked("sucursal en puebla")
    assert outcome.tool_calls[0].name == "find_branches"
    found = outcome.tool_calls[0].result["found"]
    assert [(branch["name"], branch["open_now"]) for branch in found] == [("Kavak Los Volcanes", True)]
    assert found[0]["hours"]["week"][0] == [{"opens": "09:00:00", "closes": "18:00:00"}]


# ── Branches and pages ──────────────────────────────────────────────────────────────────────────────────────────


def keep(name, hours="", *, city="Puebla", **stated):
    """Put a branch in."""
    branches.save_branch(city=city, name=name, week=parse_week(hours) if hours else None, **stated)


def test_where_both_state_hours_only_those_of_staff_are_sent(page):
    keep("Las Fuentes", "lun-sab 10:00-19:00", address="Calle 12 Poniente 440, 72000 Puebla, Puebla")
    for question in ("horario de las fuentes", "a qué hora abren en las fuentes puebla?", "abren en las fuentes?"):
        text = read(question)
        assert "lunes a sábado de 10:00 a 19:00" in text
        assert "6:00 p.m." not in text
        assert "ejemplo.mx" not in text


def test_the_knowledge_tool_itself_hides_what_staff_state(page):
    keep("Las Fuentes", "lun-sab 10:00-19:00")
    asks = Decision(calls=(ToolRequest("k", "search_knowledge_base", {"question": "horario en puebla"}),))

    def repeats(thinking):
        return Decision(plan=ReplyPlan((Say(thinking.facts[0].value.found[0].text),)))

    text = asked("horario en puebla", brain=ScriptedBrain([asks, repeats])).text
    assert "8:00 a.m. - 5:00 p.m." in text, "La Loma is nobody's but the page's"
    assert "6:00 p.m." not in text


def test_what_staff_do_not_state_is_answered_by_the_page_of_exactly_that_site(page):
    keep("Las Fuentes")
    text = read("horario de las fuentes")
    assert "Kavak Las Fuentes" in text
    assert "Lunes a sábados: 9:00 a.m. - 6:00 p.m." in text
    assert "5:00 p.m." not in text
    assert "Fuente: https://ejemplo.mx/sedes" in text
    assert "no está registrado" not in text


def test_no_other_sites_hours_are_borrowed(page):
    keep("Cholula")
    text = read("horario de cholula")
    assert "p.m." not in text
    assert "No tengo ese dato" in text


def test_who_wants_to_try_a_car_and_says_no_place_is_asked_for_the_city_and_then_for_the_site(page, showroom):
    wished = ("corolla 2020", "quiero probarlo el viernes a las 5 de la tarde")
    assert "Tengo sucursales en Puebla. ¿Cuál te queda?" in read(*wished)
    assert "En Puebla están Kavak Las Fuentes y Kavak La Loma. ¿Cuál te queda mejor?" in read(*wished, "en puebla")

    settled = read(*wished, "en puebla", "la loma")
    assert "el viernes 27 de noviembre a las 17:00, en Kavak La Loma. Te confirma" in settled
    assert "¿" not in settled


def test_what_staff_answered_is_told_with_its_hours(sample):
    ingestion.ingest_faq(
        question="¿Cómo funciona el túnel de lavado?",
        answer="Es para clientes.\n\nFunciona de 7:00 a 11:30.\n\nTe formas y pasas.",
    )
    assert "Es para clientes.\n\nFunciona de 7:00 a 11:30.\n\nTe formas" in read("cómo funciona el tunel de lavado")


def test_what_takes_hours_is_no_opening_hour(sample):
    cast.publishes(
        "<h1>Reglamento del valet</h1><h2>Multas por recoger tarde con el valet</h2>"
        "<p>Hasta 3 horas · $210</p><p>De 3 a 8 horas · $640</p><p>Más de 8 horas · $1,870</p>",
        at="https://ejemplo.mx/valet",
    )
    text = read("de cuánto es la multa del valet si recojo 5 horas tarde?")
    assert "Hasta 3 horas · $210\nDe 3 a 8 horas · $640\nMás de 8 horas · $1,870" in text


def test_words_that_only_sound_like_hours_stay_in_a_page():
    cast.publishes(
        "<h1>Ventajas</h1><h2>Beneficios de comprar</h2>"
        "<p>Los beneficios de comprar aquí te harán confiar con los ojos cerrados en cada auto revisado.</p>",
        at="https://ejemplo.mx/ventajas",
    )
    keep("Las Fuentes", "lun-sab 10:00-19:00")
    assert "con los ojos cerrados" in read("qué beneficios ofrece kavak?")


def test_a_site_of_the_page_that_staff_do_not_keep_is_still_told(page):
    keep("Las Fuentes", "lun-sab 10:00-19:00", address="Calle 12 Poniente 440, 72000 Puebla, Puebla")
    text = read("dónde están en puebla?")
    assert text.index("*Las Fuentes* (Puebla)") < text.index("Kavak La Loma\nBulevar de la Loma 81")
    assert text.count("Calle 12 Poniente 440") == 1
    assert "6:00 p.m." not in text


def test_a_branch_that_is_no_more_is_told_from_no_page(page):
    keep("La Loma", active=False)
    keep("Las Fuentes", "lun-sab 10:00-19:00", address="Calle 12 Poniente 440")
    for question in ("dónde están en puebla?", "horario de la loma", "dónde queda la loma"):
        assert "Bulevar de la Loma" not in read(question)
        assert "5:00 p.m." not in read(question)


# ── Pages alone, as before there were branches ──────────────────────────────────────────────────────────────────


OF_THE_PAGE = {
    "dónde están en puebla?": ["Kavak Explanada", "Kavak Las Torres"],
    "y en gdl?": ["Kavak Midtown Guadalajara", "Kavak Punto Sur"],
    "horarios de las sedes de guadalajara?": ["No tengo ese dato", "Kavak Midtown Guadalajara", "Kavak Punto Sur"],
    "horario de Midtown Guadalajara": ["No tengo ese dato"],
    "horario de explanada": ["Kavak Explanada", "9:00 a.m. - 6:00 p.m."],
    "dond stan en cdmx?": ["Kavak Plaza Fortuna", "Kavak Artz Pedregal"],
    "tienen sede en tijuana?": ["No tengo registrada una sucursal en ese lugar", "Puebla", "Guadalajara"],
    "cuales son sus sedes?": ["Puebla", "Monterrey", "Querétaro", "Cuernavaca"],
    "en qué año se fundó kavak?": ["No tengo ese dato"],
}


def test_without_branches_the_page_answers(real_page):
    for question, words in OF_THE_PAGE.items():
        text = read(question)
        assert [part for part in words if part not in text] == [], (question, text)
        if "horario" in question and "explanada" not in question:
            assert ":00" not in text


ON_HOLIDAYS = [
    ["¿abren en días festivos?"],
    ["trabajan los feriados"],
    ["¿a qué hora abren en los días festivos?"],
    ["¿en Puebla abren los festivos?"],
]


@pytest.mark.django_db(transaction=True)
def test_of_holidays_what_is_published_is_told_and_no_usual_week(sample):
    ingestion.ingest_faq(question="¿Trabajan los días festivos?", answer="En días festivos todas las sedes cierran.")
    assert cast.unread((said, ["todas las sedes cierran", "!de 9:00 a"]) for said in ON_HOLIDAYS) == {}


@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_published_of_holidays_the_usual_week_is_called_so(sample):
    told = "No tengo registrado el horario de los días festivos. El de siempre es este:"
    assert (
        cast.unread([(["¿abren en días festivos?"], [told, "Kavak"]), (["¿qué horario tienen?"], [f"!{told}"])]) == {}
    )


TWO_STATES = (
    "<h1>Sedes de Kavak</h1><h2>Kavak Ciudad de México</h2>"
    "<p><strong>Kavak Alameda</strong><br>Av. Alameda 12, Condesa, 06140 Ciudad de México, CDMX</p>"
    "<p><strong>Kavak Satélite Norte</strong><br>Circuito Norte 8, 53100 Naucalpan de Juárez, Méx.</p>"
    "<h2>Kavak Puebla</h2><p><strong>Kavak La Noria</strong><br>Calle Noria 40, 72410 Puebla, Puebla</p>"
    "<h2>Kavak Querétaro</h2><p><strong>Kavak Los Arcos</strong><br>Calzada 77, 76020 Querétaro, Qro.</p>"
)
ALAMEDA, SATELITE, NORIA, ARCOS = "Av. Alameda 12", "Circuito Norte 8", "Calle Noria 40", "Calzada 77"
EACH = [ALAMEDA, SATELITE, NORIA, ARCOS, "*Ciudad de México*", "*Puebla*", "*Querétaro*", "Fuente: https://ejemplo.mx"]
CITIES = ["Tengo sucursales en", "Ciudad de México", "Puebla", "Querétaro"]
LISTS = [
    (["¿me pasas las direcciones de todas sus agencias?"], EACH),
    (["enlístame las 4 sucursales por ciudad"], EACH),
    (["¿tienen sede en Puebla?", "¿y cuáles son todas las sedes?"], EACH),
    (["¿dónde tienen sucursales?", "de todas porfa"], EACH),
    (["¿qué agencias hay en Puebla y en Querétaro?"], [NORIA, ARCOS, "!Alameda"]),
    (["sucursales en qro o cdmx"], [ARCOS, ALAMEDA, "!Noria"]),
    (["sucursales en puebla y en mérida"], [NORIA, "De lo demás que mencionas no tengo registrada"]),
    (["¿en qué ciudades andan?"], CITIES),
    (["en cuáles estados tienen agencias"], CITIES),
    (["vivo en Puebla, ¿en qué otras ciudades hay sucursal?"], CITIES),
    (["¿en qué estados de la república tienen presencia?"], CITIES),
    (["aparte de Puebla, ¿qué otros estados tienen?"], CITIES),
    (["¿hay alguna otra sede además de la de Puebla?"], CITIES),
    (["¿qué sedes tienen en el edomex?"], [SATELITE, "!Alameda"]),
    (["sucursales en la cdmx"], [ALAMEDA]),
]


@pytest.mark.django_db(transaction=True)
def test_the_sites_of_pages_are_told_one_by_one_to_who_asks_for_each():
    cast.publishes(TWO_STATES)
    assert cast.unread(LISTS) == {}


TIMED = TWO_STATES.replace("Puebla, Puebla</p>", "Puebla, Puebla</p><p>Lunes a sábado: 9:30 a.m. - 7:00 p.m.</p>")
OF_SEVERAL = [
    (["¿qué horario tienen en puebla y en qro?"], ["9:30", "No está registrado el horario de Querétaro", "!Arcos"]),
    (["a qué hora abren, puebla o mérida"], ["9:30", "De lo demás que mencionas no tengo registrada", "!horario de M"]),
    (["horario de querétaro y de cdmx"], ["No tengo ese dato: no está registrado el horario de Querétaro y Ciudad"]),
]


@pytest.mark.django_db(transaction=True)
def test_the_hours_of_several_cities_are_told_and_of_which_none_are_known():
    cast.publishes(TIMED)
    assert cast.unread(OF_SEVERAL) == {}


# ── With a model ────────────────────────────────────────────────────────────────────────────────────────────────


def _model(*plans):
    """Return a brain that looks for Cerro Alto and Volcanes and then answers with the plans, one after another."""
    calls = [ToolRequest(place, "find_branches", {"place": place}) for place in ("cerro alto", "volcanes")]
    return ScriptedBrain([Decision(calls=tuple(calls)), *(Decision(plan=ReplyPlan(plan)) for plan in plans)])


def test_a_models_branches_are_written_by_code(sample):
    number = Branch.objects.get(name="Kavak Cerro Alto").pk
    outcome = asked("horario cerro alto", brain=_model((Branches((number,), About.HOURS),)))
    assert (outcome.brain, outcome.verdicts) == ("scripted", ())
    assert outcome.text.startswith("*Kavak Cerro Alto* (Monterrey): lunes a viernes de 10:00 a 19:00;")


LIES = [
    "Cerro Alto abre todos los días de 9:00 a 18:00.",
    "Kavak Los Volcanes abre de lunes a viernes de 10:00 a 19:00.",
    "Cerro Alto está en Bulevar de los Volcanes 720.",
    "Cerro Alto sí abre los domingos.",
    "Bosque Norte abre de lunes a viernes de 9:00 a 19:00.",
]


def test_a_model_that_takes_one_branch_for_another_is_stopped(sample):
    for lie in LIES:
        outcome = asked("horario cerro alto", brain=_model((Say(lie),), (Say(lie),)))
        assert outcome.brain == "offline"
        assert len(outcome.verdicts) >= 2
        assert lie not in outcome.text
        assert "lunes a viernes de 10:00 a 19:00; sábado de 10:00 a 15:00" in outcome.text


def test_a_branch_that_no_tool_returned_is_not_shown(sample):
    outcome = asked("horario cerro alto", brain=_model((Branches((987654,)),), (Say(wording.NO_DATUM),)))
    assert [verdict.code for verdict in outcome.verdicts] == ["unrenderable"]


# ── The sample ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_newcomer_finds_the_sample_branches_beside_the_sample_cars():
    serve._load_catalogue()
    assert (Branch.objects.count(), Car.objects.exists()) == (8, True)


def test_the_sample_branches_say_what_the_sample_page_says():
    folder = settings.BASE_DIR
    page = (folder / "knowledge" / "sample" / "sedes.html").read_text()
    rows = read_branches((folder / "catalog" / "sample" / "branches.csv").read_bytes()).rows
    assert [row.name for row in rows if f"<strong>{row.name}</strong></p>\n<p>{row.address}</p>" not in page] == []
    assert page.count("<strong>Kavak ") == len(rows)
    stated = next(row.hours for row in rows if row.name == "Kavak Cerro Alto")
    assert "<li>Lunes a viernes: 10:00 a.m. - 7:00 p.m.</li><li>Sábados: 10:00 a.m. - 3:00 p.m.</li>" in page
    assert stated == parse_week("lun-vie 10:00-19:00; sab 10:00-15:00")
