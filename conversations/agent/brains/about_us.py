"""How the offline brain answers about the company: who asks is of a place, of selling, or of what pages hold."""

from conversations.agent.brains import (
    Step,
    Thinking,
    ToolRequest,
    about_places,
    about_selling,
    earlier,
    from_pages,
    lookups,
    place_questions,
)
from conversations.agent.brains import situation as when
from conversations.agent.brains import visit_situation as visit
from conversations.dialogue import places, questions, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.places import PlaceQuestion
from conversations.dialogue.plan import About, Say
from knowledge.language import reading
from knowledge.language.topics import HOURS, SITE

_BY_VIDEO = "ver el auto por videollamada"
_OF_WHAT_WE_SELL = frozenset("trial warranty warranty_extension reject_car income credit_history approval".split())
_GIVES_ONE_IN = "trade_in"
_OF_MONEY = frozenset({Act.FINANCE, Act.TOTAL})
_OF_OUR_PLAN = ({"credit"}, {"credit", "documents"})
_HOW_THE_PLAN_GOES = {"credit", "process"}
_LONGEST_NAME = 5  # words


def answer(thinking: Thinking, question: str) -> Step:
    """Answer one question, or call what it takes."""
    told = _answered(thinking, question)
    return about_places.with_the_way(thinking, told) if questions.asks_the_way(question) else told


def own_up(thinking: Thinking, question: str) -> Step:
    """Tell what a page surely says of a question beside the rest; else say that it is not known."""
    told = from_pages.own_up(thinking, question)
    return about_places.with_the_way(thinking, told) if questions.asks_the_way(question) else told


def _answered(thinking: Thinking, question: str) -> Step:
    if instead := _in_other_words(thinking, question):
        return from_pages.answer_each(thinking, instead)
    topics = reading.read(question).topic_names
    of_ours = topics & _OF_WHAT_WE_SELL and _GIVES_ONE_IN not in topics  # "¿me lo toman si le falla la caja?"
    of_ours = of_ours or (topics in _OF_OUR_PLAN and not questions.asks_of_its_papers(question))
    elsewhere = of_ours or place_questions.asks_of_places(question)
    sells = Act.TRADE_IN in thinking.said.acts or when.only_sells(thinking)
    if sells and not elsewhere:
        return about_selling.answer(thinking, question)
    question = earlier.of_the_case(thinking, question)
    question = about_places.near_where_they_are(thinking, place_questions.of_its_own_place(question))
    site = about_places.whose_hours(thinking, question)
    if isinstance(site, ToolRequest):
        return site
    if site is not None:
        return about_places.of_a_site(thinking, question, site)
    question = about_places.of_its_hours(thinking, question)
    district = about_places.is_in_a_district(thinking, question)
    if isinstance(district, ToolRequest):
        return district
    question = question if district else _meant(thinking, question)
    if not (district or place_questions.asks_of_places(question)):
        return from_pages.answer(thinking, question)
    told = about_places.answer(thinking, question)
    if isinstance(told, ToolRequest) or not _may_offer_a_visit(thinking):
        return told
    parts = tuple(part for part in told if not isinstance(part, ToolRequest))
    return (*parts, Say(wording.OFFER_VISIT)) if len(parts) == len(told) else told


def _in_other_words(thinking: Thinking, question: str) -> tuple[str, ...]:
    """Return what is asked instead: how the plan goes; by who sees a car without coming, of calls by video."""
    if reading.read(question).topic_names == _HOW_THE_PLAN_GOES:
        return (from_pages.HOW_PAID_MONTHLY,)
    if question == place_questions.BROUGHT and not from_pages.told_surely(thinking, question):
        return (_BY_VIDEO,)
    if not questions.is_seen_from_afar(question) or place_questions.asks_whether_we_are_there(question):
        return ()
    return (_BY_VIDEO, from_pages.AT_HOME) if questions.is_brought_to_see(question) else (_BY_VIDEO,)


def small_talk(thinking: Thinking, text: str) -> Step:
    """Answer what is left over: the name of a branch alone, or a question that the pages may hold."""
    if thinking.state.own_car is not None and thinking.state.focus is None and not thinking.said.acts & _OF_MONEY:
        return about_selling.answer(thinking, f"{text} si vendo mi auto")
    if questions.is_seen_from_afar(text):
        return answer(thinking, text)
    whole = earlier.in_context(thinking, earlier.of_the_case(thinking, text))
    if whole != text:
        return answer(thinking, whole) if places.asks(whole) else from_pages.answer(thinking, whole)
    if len(text.split()) > _LONGEST_NAME or places.asks(text):
        return answer(thinking, text)
    found = lookups.branches(thinking, text)
    if isinstance(found, ToolRequest):
        return found
    if found.sites:
        return about_places.of_sites(thinking, text, found)
    if found.by_name and found.found:
        return about_places.from_staff(thinking, text, found, PlaceQuestion(About.PLACE))
    return from_pages.answer(thinking, text, doubted=Act.KNOWLEDGE not in thinking.said.acts)


def _may_offer_a_visit(thinking: Thinking) -> bool:
    """Whether who asks where to see the car talked about is not arranging it already."""
    asks = questions.asks_where_to_see(thinking.said.text) and thinking.state.focus is not None
    arranges = thinking.said.acts & {Act.TEST_DRIVE, Act.TRADE_IN} or thinking.state.visit is not None
    return asks and not (arranges or visit.asks_where_to_bring(thinking))


def _meant(thinking: Thinking, question: str) -> str:
    """Return a question as it was meant: its words respelled, and with what it goes on from."""
    if place_questions.asks_of_all_of_them(question):
        return question
    read = reading.read(question)
    if questions.asks_where_to_see(question) and not read.places:
        return place_questions.WHERE
    if (not read.topic_names - {SITE, HOURS} and not read.places) or not read.topic_names:
        question = earlier.in_context(thinking, question)
    respelled = questions.respelled(question)
    read, better = reading.read(question), reading.read(respelled)
    more = better.topic_names > read.topic_names or len(better.places) > len(read.places)
    return respelled if more else question
