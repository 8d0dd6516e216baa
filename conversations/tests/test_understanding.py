"""What messages mean, alone and in the middle of a conversation."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.criteria import Body, CarCriteria, Ordering, Traction, Transmission
from catalog.spelling import Vocabulary
from conversations.dialogue import memory
from conversations.dialogue.acts import Act
from conversations.dialogue.opting import opts_in, opts_out
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding, understand

VOCABULARY = Vocabulary(
    [
        ("Volkswagen", "Jetta"),
        ("Volkswagen", "Touareg"),
        ("Nissan", "Versa"),
        ("Nissan", "Sentra"),
        ("Mazda", "Mazda 3"),
        ("Toyota", "Corolla"),
        ("KIA", "Rio"),
        ("Peugeot", "208"),
        ("BMW", "Serie 3"),
    ],
    ["ADVANCE", "SENSE", "EXCLUSIVE", "AUTO", "4WD"],
)
NEW = DialogueState(greeted=True)
LISTED = DialogueState(shown=(11, 12, 13), total=3, greeted=True)
FOCUSED = DialogueState(shown=(11,), total=1, focus=11, greeted=True)


def _read(text: str, state: DialogueState = NEW) -> Understanding:
    return understand(text, state=state, vocabulary=VOCABULARY)


def test_the_founders_example_is_understood_whole():
    said = _read("ando buscando un nisan verza de menos de 250, con 40 de enganche en cuanto me sale?")
    assert said.wish == CarCriteria(makes=("Nissan",), models=("Versa",), max_price=Decimal(250_000))
    assert said.down_payment == Decimal(40_000)
    assert {Act.SEARCH, Act.FINANCE} <= said.acts


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("busco un jeta hasta 230 mil", {"models": ("Jetta",), "max_price": Decimal(230_000)}),
        ("jetta de 200k", {"models": ("Jetta",), "max_price": Decimal(200_000)}),
        ("nissan menos de 300k", {"makes": ("Nissan",), "max_price": Decimal(300_000)}),
        ("entre 150 y 250 mil pesos", {"min_price": Decimal(150_000), "max_price": Decimal(250_000)}),
        ("arriba de 400 mil", {"min_price": Decimal(400_000)}),
        ("corola 2020", {"models": ("Corolla",), "min_year": 2020, "max_year": 2020}),
        ("versa 2018 en adelante", {"models": ("Versa",), "min_year": 2018}),
        ("un rio con menos de 60 mil km", {"models": ("Rio",), "max_km": 60_000}),
        ("quiero uno sin bluetooth", {"bluetooth": False}),
        ("con carplay y bluetooth", {"bluetooth": True, "car_play": True}),
        ("algo automático", {"transmission": "automatic"}),
        ("nasda y nisan con el menor km", {"makes": ("Mazda", "Nissan"), "ordering": Ordering.FEWEST_KM}),
        ("peugeot 208", {"models": ("208",)}),
        ("versa advance", {"models": ("Versa",), "version": "ADVANCE"}),
        ("versa, no quiero gastar más de 250 mil", {"models": ("Versa",), "max_price": Decimal(250_000)}),
        ("un nissan 4x4", {"makes": ("Nissan",), "traction": Traction.FOUR_WHEELS, "version": None}),
        ("touareg awd", {"models": ("Touareg",), "traction": Traction.FOUR_WHEELS, "version": None}),
        ("touareg 4wd", {"models": ("Touareg",), "traction": None, "version": "4WD"}),
        ("con doble tracción", {"traction": Traction.FOUR_WHEELS}),
        ("que sea 4x2", {"traction": Traction.TWO_WHEELS}),
        ("tracción trasera", {"traction": Traction.REAR}),
        ("mazda 3 sedán", {"models": ("Mazda 3",), "body": Body.SEDAN}),
        ("un hatchback usado", {"body": Body.HATCHBACK}),
        ("Necesito un SUV", {"body": Body.SUV}),
        ("camioneta de 7 pasajeros", {"body": Body.SEVEN_SEATS}),
        ("una pick-up", {"body": Body.PICKUP}),
        ("una troca", {"body": Body.PICKUP}),
        ("busco camioneta mazda", {"makes": ("Mazda",), "body": Body.UTILITY}),
        ("camioneta van", {"body": Body.VAN}),
        ("¿qué camionetas tienes?", {"body": Body.UTILITY}),
        ("me gusta esa camioneta", {"body": None}),
        ("dejo mi camioneta a cuenta", {"body": None}),
        ("a dónde van los autos?", {"body": None}),
        ("que no sea sedán", {"body": None, "version": None}),
        ("uno que no sea estándar", {"transmission": Transmission.AUTOMATIC}),
        ("automático, no manual", {"transmission": Transmission.AUTOMATIC}),
        ("que mida menos de 4.5 metros de largo", {"max_length_mm": Decimal(4500)}),
        ("máximo 1.8 m de ancho", {"max_width_mm": Decimal(1800), "max_price": None}),
        ("de alto mínimo 150 cm", {"min_height_mm": Decimal(1500)}),
        ("que mida máximo 4 metros", {"max_length_mm": Decimal(4000)}),
        ("4.5 m de largo y 1.8 m de ancho", {"max_length_mm": Decimal(4500), "max_width_mm": Decimal(1800)}),
        ("vivo a 4.5 metros", {"max_length_mm": None, "max_price": None}),
    ],
)
def test_a_wish_is_read_with_its_limits(text, wish):
    said = _read(text).wish
    assert {name: getattr(said, name) for name in wish} == wish
    for name in ("min_price", "max_price", "min_year", "min_km"):
        if name not in wish:
            assert getattr(said, name) is None, name


@pytest.mark.parametrize(
    ("text", "makes", "models"),
    [
        ("que no sea nissan", ("Nissan",), ()),
        ("todo menos vw", ("Volkswagen",), ()),
        ("menos nissan", ("Nissan",), ()),
        ("cualquiera excepto mazda", ("Mazda",), ()),
        ("un sedán pero no mazda", ("Mazda",), ()),
        ("no quiero un yeta", (), ("Jetta",)),
        ("ya no quiero el jetta", (), ("Jetta",)),
        ("nada de nissan ni de kia", ("Nissan", "KIA"), ()),
        ("que no sea nissan, mazda o vw", ("Nissan", "Mazda", "Volkswagen"), ()),
        ("un nissan que no sea centra", (), ("Sentra",)),
        ("nissan sin contar sentra ni versa", (), ("Sentra", "Versa")),
        ("otro que no sea el jetta", (), ("Jetta",)),
        ("el sentra no", (), ("Sentra",)),
        ("el versa no me gusta", (), ("Versa",)),
        ("anything but vw", ("Volkswagen",), ()),
    ],
)
def test_what_is_not_wanted_is_read(text, makes, models):
    wish = _read(text).wish
    assert (wish.excluded_makes, wish.excluded_models) == (makes, models)
    assert not set(wish.models) & set(models)
    assert not set(wish.makes) & set(makes)


@pytest.mark.parametrize(
    "text",
    [
        "por lo menos un nissan",
        "¿cuál sale menos, el jetta o el versa?",
        "cual cuesta menos el jetta o el versa",
        "tienen jetta no?",
        "no, nissan",
        "jetta de menos de 250",
        "busco versa no quiero gastar mas de 200",
        "un versa en vez de un jetta",
    ],
)
def test_what_only_sounds_like_turning_away_excludes_nothing(text):
    wish = _read(text).wish
    assert (wish.excluded_makes, wish.excluded_models) == ((), ())
    assert wish.makes


def _after(*texts: str) -> CarCriteria:
    state = NEW
    for text in texts:
        state = memory.hear(state, _read(text, state))
    return state.wish


def test_what_was_turned_away_stays_so_until_it_is_wished_for():
    assert _after("un nissan que no sea sentra", "y de toyota?").excluded_models == ("Sentra",)
    assert _after("un nissan que no sea sentra", "de menos de 300 mil").excluded_models == ("Sentra",)
    assert _after("que no sea kia", "ni nissan").excluded_makes == ("KIA", "Nissan")
    lifted = _after("un nissan que no sea sentra", "va, un sentra")
    assert (lifted.models, lifted.excluded_models) == (("Sentra",), ())
    assert _after("que no sea nissan", "un sentra").excluded_makes == ()
    assert _after("que no sea nissan", "gracias, ¿tendrás algún jetta?").excluded_makes == ()


def test_turning_away_what_was_wished_for_ends_that_wish():
    assert _after("versa", "que no sea versa") == CarCriteria(makes=("Nissan",), excluded_models=("Versa",))
    assert _after("versa de menos de 300 mil", "no quiero nissan") == CarCriteria(
        excluded_makes=("Nissan",), max_price=Decimal(300_000)
    )


def test_every_part_of_a_wish_outlives_the_night():
    state = DialogueState(
        wish=CarCriteria(
            makes=("Nissan",),
            excluded_models=("Sentra",),
            transmission=Transmission.MANUAL,
            traction=Traction.FOUR_WHEELS,
            body=Body.SEVEN_SEATS,
            max_price=Decimal("250000.50"),
            min_width_mm=Decimal("1699.5"),
            ordering=Ordering.NEWEST,
        )
    )
    stored = json.loads(json.dumps(state.to_json()))
    assert DialogueState.from_json(stored) == state
    assert DialogueState.from_json(stored).wish.body is Body.SEVEN_SEATS


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("cuanto al mes con 40 mil de enganche a 4 años?", {"down_payment": Decimal(40_000), "months": 48}),
        ("y si doy 80?", {"down_payment": Decimal(80_000)}),
        ("y a 6 años?", {"months": 72}),
        ("Tengo 80mil a 36 meses", {"down_payment": Decimal(80_000), "months": 36}),
        ("con 20% de enganche", {"down_payment_percent": Decimal(20)}),
        ("24 meses", {"months": 24}),
    ],
)
def test_terms_said_about_the_car_in_focus_ask_for_a_quote(text, terms):
    said = _read(text, FOCUSED)
    assert {name: getattr(said, name) for name in terms} == terms
    assert Act.FINANCE in said.acts


@pytest.mark.parametrize(
    ("text", "price", "percent", "months"),
    [
        ("¿Cuánto pagaría por un auto de $350,000 con 20% de enganche a 5 años?", 350_000, 20, 60),
        ("Quiero financiamiento para un auto de 300k", 300_000, None, None),
    ],
)
def test_a_price_the_customer_states_is_kept_apart_from_car_prices(text, price, percent, months):
    said = _read(text)
    assert said.stated_price == Decimal(price)
    assert said.down_payment_percent == (None if percent is None else Decimal(percent))
    assert said.months == months
    assert said.wish.max_price is None


def test_a_price_takes_the_place_of_one_that_was_stated_as_nothing():
    said = _read("mejor de 250 mil", DialogueState(stated_price=Decimal(0), greeted=True))
    assert said.stated_price == Decimal(250_000)


def test_a_bare_amount_answers_the_question_that_is_open():
    asked = DialogueState(focus=11, pending=Slot.DOWN_PAYMENT, greeted=True)
    assert _read("50 mil", asked).down_payment == Decimal(50_000)
    assert _read("50 mil").wish.max_price == Decimal(50_000)


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [("el segundo", 2), ("el 3", 3), ("2", 2), ("opción 1", 1), ("el último", -1), ("la primera", 1)],
)
def test_a_place_in_the_list_is_read(text, ordinal):
    assert _read(text, LISTED).ordinal == ordinal


def test_pointing_chooses_the_car_of_that_place():
    assert memory.hear(LISTED, _read("el segundo", LISTED)).focus == 12
    assert memory.hear(LISTED, _read("el último", LISTED)).focus == 13


def test_a_stock_number_names_a_car_and_is_no_price():
    said = _read("busco el auto 173312")
    assert (said.stock_id, said.wish.max_price) == (173_312, None)
    assert memory.hear(NEW, said).focus == 173_312
    assert _read("un auto 250000").wish.max_price == Decimal(250_000)


@pytest.mark.parametrize(
    "text", ["en cuánto me compran mi jetta 2015?", "quiero vender mi versa", "tomarían mi rio a cuenta?"]
)
def test_a_car_to_sell_is_a_question_and_no_wish(text):
    said = _read(text)
    assert (said.acts, said.has_wish) == (frozenset({Act.KNOWLEDGE, Act.TRADE_IN}), False)


def test_a_newly_named_car_drops_the_terms_of_the_old_quote():
    quoted = DialogueState(
        wish=CarCriteria(models=("Jetta",)), focus=11, down_payment=Decimal(40_000), months=48, greeted=True
    )
    heard = memory.hear(quoted, _read("mejor un versa", quoted))
    assert (heard.focus, heard.down_payment, heard.months) == (None, None, None)
    assert heard.wish.models == ("Versa",)


def test_a_bare_limit_refines_the_wish():
    wished = DialogueState(wish=CarCriteria(makes=("Nissan",), min_year=2018), greeted=True)
    heard = memory.hear(wished, _read("de menos de 250 mil", wished))
    assert heard.wish == CarCriteria(makes=("Nissan",), min_year=2018, max_price=Decimal(250_000))


def test_a_new_price_replaces_the_whole_old_range():
    wished = DialogueState(wish=CarCriteria(min_price=Decimal(300_000), max_price=Decimal(400_000)), greeted=True)
    heard = memory.hear(wished, _read("hasta 200 mil", wished))
    assert (heard.wish.min_price, heard.wish.max_price) == (None, Decimal(200_000))


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué documentos necesito para crédito?",
        "¿Cómo funciona el plan de pago a meses?",
        "tienen garantía?",
        "dond stan en cdmx?",
        "¿Qué métodos de pago aceptan?",
        "¿Puedo dejar mi auto como parte de pago?",
    ],
)
def test_questions_about_the_company_are_no_wish_for_figures(text):
    acts = _read(text).acts
    assert Act.KNOWLEDGE in acts
    assert Act.FINANCE not in acts


@pytest.mark.parametrize("text", ["quiero hablar con una persona", "pásame a un asesor", "tengo una queja"])
def test_asking_for_a_person_is_heard(text):
    assert Act.PERSON in _read(text).acts


@pytest.mark.parametrize("text", ["BAJA", "stop", "Alto.", "cancelar suscripción", "ya no me escriban por favor"])
def test_words_that_ask_for_silence(text):
    assert opts_out(text)


@pytest.mark.parametrize(
    "text", ["¿me das de baja el precio?", "la camioneta es muy baja", "alta", "algo más alto", "hola"]
)
def test_false_friends_of_silence(text):
    assert not opts_out(text)


def test_alta_and_start_ask_to_be_written_to_again():
    assert opts_in("ALTA")
    assert opts_in("start")
    assert not opts_in("una camioneta alta")


@given(st.text(max_size=200), st.sampled_from([NEW, LISTED, FOCUSED]))
def test_any_text_at_all_is_understood_without_a_mishap_and_remembered(text, state):
    heard = memory.hear(state, _read(text, state))
    assert DialogueState.from_json(heard.to_json()) == heard


def test_a_state_of_another_version_is_forgotten_rather_than_misread():
    assert DialogueState.from_json({"version": 0, "focus": 11}) == DialogueState()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("un versa automático que cueste menos de 400", "automatic"),
        ("busco versa estándar que no pase de 300 mil", "manual"),
        ("un versa y qué caja trae", None),
    ],
)
def test_a_gearbox_said_before_a_limit_is_wished_for_and_not_asked(text, wanted):
    assert _read(text).wish.transmission == wanted
