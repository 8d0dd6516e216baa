"""How the offline brain answers who has a car to sell: a page that only speaks of buying one is none for them."""

import re

from catalog.spelling import fold
from conversations.agent import bearing
from conversations.agent.brains import Step, Thinking, ToolRequest, from_pages, lookups, quoting
from conversations.dialogue import hearing, lexicon, own_cars, questions
from knowledge.language import reading
from knowledge.language.folding import clauses
from knowledge.splitting import last_heading

_SELLING = "vender mi auto"
_GIVING_IN = "ofrecer mi vehículo como medio de pago"
_OF_SELLING = frozenset({"sell", "payout", "rate"})
_STEPS = frozenset({"process"})  # "¿cómo es el proceso?"
_OF_GIVING_IN = frozenset({"trade_in"})
_WHERE_IT_IS_DONE = frozenset({"online"})
_PAID_OUT = "payout"
_ASKED = re.compile(r"[^,.;?¿!]+\?")
_SHORTEST_ASKED = 3  # words


def answer(thinking: Thinking, question: str) -> Step:
    """Answer who has a car to sell: a page that only speaks of buying one is none for them."""
    of_figures = bearing.demands_a_figure(question)
    towards_another = hearing.says(lexicon.TOWARDS_ANOTHER, questions.respelled(thinking.said.text))
    if towards_another and not (of_figures or questions.asks_of_its_papers(question)):
        return from_pages.answer(thinking, _GIVING_IN)  # "quiero vender mi xtrail y con eso agarrar uno más chico"
    return _of_selling(thinking, question, of_figures=of_figures)


def _of_selling(thinking: Thinking, question: str, *, of_figures: bool) -> Step:
    if reading.read(question).topic_names - _STEPS == {"sell"} and not of_figures and question != _SELLING:
        return from_pages.answer(thinking, _SELLING)
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    if questions.asks_of_its_papers(question):
        pages = tuple(page for page in pages if bearing.is_called_by(questions.OF_ITS_PAPERS, question, page))
        return quoting.as_near_as_it_is(thinking, question, pages) if pages else from_pages.unknown(thinking, question)
    telling = [page for page in pages if any(from_pages.shares_words(of, page.text) for of in clauses(question))]
    if telling and not of_figures:
        return quoting.as_near_as_it_is(thinking, question, telling)  # "¿lo toman a cuenta?"
    other_topics = reading.read(question).topic_names - _OF_SELLING
    gives_in = reading.read(thinking.said.text).topic_names & _OF_GIVING_IN or other_topics == _WHERE_IT_IS_DONE
    if gives_in and not of_figures:
        return from_pages.answer(
            thinking, _GIVING_IN
        )  # "¿sí lo reciben a cuenta?", "¿lo avalúan en línea o tengo que ir?"
    if any("vend" in fold(f"{last_heading(page.heading)} {page.text}") for page in pages):
        return from_pages.answer(thinking, question)
    # Of what no page of selling says, one of buying says nothing.
    if not (other_topics or of_figures) or _PAID_OUT in reading.read(question).topic_names:
        return from_pages.answer(thinking, _SELLING)
    return from_pages.sites_without_hours(thinking, question) or from_pages.unknown(thinking, question)


def asked_of_own_car(text: str) -> str:
    """Return the last clause that asks, and not what the car is worth: "…, ¿lo toman a cuenta? ¿cuánto me dan?"."""
    asked = [clause for clause in _ASKED.findall(text) if not own_cars.asks_for_a_value(fold(clause))]
    alone = asked and len(asked[-1].split()) >= _SHORTEST_ASKED and not questions.asks_of_its_papers(text)
    return asked[-1].strip() if alone else text
