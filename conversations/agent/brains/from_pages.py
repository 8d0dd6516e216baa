"""How a question is answered from the pages, and how it is said that they hold no answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from catalog.spelling import fold
from conversations.agent import bearing, joining
from conversations.agent.brains import Step, Thinking, ToolRequest, joined, lookups, place_questions, quoting
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexer, lexicon, page_wording, places, questions, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Excerpt, FinancingTerms
from conversations.dialogue.plan import About, Say
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.unknown_wording import Unknown
from knowledge.language import reading
from knowledge.language.topics import HOURS

AT_HOME = "¿me llevan el auto a mi domicilio?"
HOW_PAID_MONTHLY = "¿cómo funciona el plan de pago a meses?"
HOW_CHECKED = "¿qué revisión les hacen a los autos antes de venderlos?"
_WHAT_WE_ADD = (HOW_CHECKED, "¿cuál es el periodo de prueba y qué garantía dan?")
_ONLY_SURELY = frozenset({"family_name", "other_owner", "volume_discount", "discount"})  # what is near is beside it
_OF_BRINGING_IT = frozenset({"delivery", "delivery_home", "transfer_car"})
_IN_NO_QUOTE = frozenset({"insurance", "fees"})
_IN_WHOSE_NAME_ONE_BUYS = frozenset({"family_name", "companions"})
_PAID_EARLY, _PAYS_OFF = "prepayment", re.compile(r"(?<!\w)liquid(?:o|ar(?:l[oa])?|amos)(?!\w)")
_TELLING = 6  # letters by which two words are the same; shorter words tell nothing
_ENOUGH_SHARED = 2
_FEW_WORDS = 2
_MOST_CITIES = 3


def answer(thinking: Thinking, question: str, *, doubted: bool = False) -> Step:
    """Tell what pages say of it, or that it is not known; `doubted` is what may be no question at all."""
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    if any(bearing.is_the_question(question, page) for page in pages):
        return quoting.told(thinking, pages, question)
    pages = tuple(page for page in pages if _is_worth_telling(page, question, doubted=doubted))
    if bearing.topics_asked(question) & _ONLY_SURELY:
        pages = tuple(page for page in pages if page.sure)
    speaking = [*pages] if place_questions.asks_of_places(question) else lookups.speaking(thinking, question, pages)
    if isinstance(speaking, tuple):
        return speaking
    pages = tuple(page for page in speaking if page.sure or bearing.is_near(question, page))
    brought = () if pages else _brought_home(thinking, question)
    if isinstance(brought, ToolRequest):
        return brought
    if pages or brought:
        return quoting.as_near_as_it_is(thinking, question, pages or brought)
    sites = sites_without_hours(thinking, question)
    if sites:
        return sites
    # A question that nothing answers, about Kavak, the car in focus or what was asked before: that is said.
    ours = Act.KNOWLEDGE in thinking.said.acts or bool(reading.read(question).topic_names)
    asked = ours or thinking.state.focus is not None or when.asks(thinking)
    return unknown(thinking, question) if asked else (Say(wording.NOT_UNDERSTOOD),)


def _brought_home(thinking: Thinking, question: str) -> ToolRequest | tuple[Excerpt, ...]:
    """Return what pages tell of bringing a car to a home, where none tells of bringing it where it is asked."""
    if bearing.topics_asked(question).isdisjoint(_OF_BRINGING_IT):
        return ()
    found = lookups.excerpts(thinking, AT_HOME)
    if isinstance(found, ToolRequest):
        return found
    answers = (page.sure and bearing.bears_on(question, page) and bearing.may_be_sure(question, page) for page in found)
    told = zip(found, answers, strict=True)
    return tuple(replace(page, text=quoting.abridged(page, AT_HOME), sure=sure) for page, sure in told)


def tell_published(thinking: Thinking) -> Step:
    """Tell what staff answered to the very question that is asked, whatever else it may be heard as."""
    return answer(thinking, thinking.turn.published)


def tell_what_is_asked(thinking: Thinking) -> Step:
    """Tell what pages answer to all that is said, and what follows from it."""
    return answer(thinking, thinking.said.text)


def answer_each(thinking: Thinking, asked: Sequence[str]) -> Step:
    """Tell what pages say of each of these, or call what it takes."""
    return joined(*(answer(thinking, question) for question in asked))


def apply_limits(thinking: Thinking) -> Step:
    """Tell what follows from the limits just told of, for what is said to have gone by."""
    return answer(thinking, f"{thinking.turn.last.customer}\n{thinking.said.text}")


def told_surely(thinking: Thinking, question: str) -> Step:
    """Tell what a page surely answers, and nothing where none does."""
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    return quoting.told(thinking, [excerpt for excerpt in pages if excerpt.sure])


def told_of_its_topics(thinking: Thinking) -> Step:
    """Tell what a page surely answers that speaks of all that is asked: of the discount, and not of paying at once."""
    pages = lookups.excerpts(thinking, thinking.said.text)
    if isinstance(pages, ToolRequest):
        return pages
    return quoting.told(thinking, [page for page in pages if bearing.surely_answers(thinking.said.text, page)])


def told_or(goal: Callable[[Thinking], Step]) -> Callable[[Thinking], Step]:
    """Make a goal that tells what a page surely answers, and does something else where none does."""

    def tell(thinking: Thinking) -> Step:
        return told_surely(thinking, thinking.said.text) or goal(thinking)

    return tell


def assure(thinking: Thinking) -> Step:
    """Tell who was cheated elsewhere how cars are checked, and how they are given back."""
    return _before_what_we_add(thinking, page_wording.CHEATED_ELSEWHERE, wording.NO_MONEY_ASKED)


def hold_the_price(thinking: Thinking) -> Step:
    """Say that a price does not move for what others ask, and what comes with it."""
    if any(form in thinking.turn.last.reply for form in page_wording.SAME_PRICE.forms):
        return (Say(wording.NO_HAGGLING),)
    return _before_what_we_add(thinking, page_wording.SAME_PRICE, wording.NO_HAGGLING)


def _before_what_we_add(thinking: Thinking, opening: Sentence, alone: Sentence) -> Step:
    """Say this before what pages surely say of inspection, trial and warranty; `alone` where they say nothing."""
    added = tell_what_we_add(thinking)
    return joined((Say(opening),), added) if added else (Say(alone),)


def tell_what_we_add(thinking: Thinking) -> Step:
    """Tell what pages surely say of inspection, trial and warranty."""
    return joined(*(told_surely(thinking, question) for question in _WHAT_WE_ADD))


def own_up(thinking: Thinking, question: str) -> Step:
    """Tell what a page surely says of a question beside the rest; else say that it is not known."""
    told = told_surely(thinking, question)
    if not told and (topics := questions.nowhere_told(question)):
        return (Say(unknown_wording.not_known(topics)),)  # and not "ese horario", of a day said with it
    return told or unknown(thinking, question, unknown_wording.REST_UNKNOWN)


def unknown(thinking: Thinking, question: str, nameless: Unknown = unknown_wording.NOTHING_KNOWN) -> Step:
    """Say what is not known; who has no car to give in owes on none: "¿y si lo liquido antes?"."""
    topics = quoting.lacking(question) | quoting.case_of(thinking, question)
    if questions.asks_of_the_credit(question) and quoting.AGE not in topics:
        nowhere = questions.nowhere_told(question)  # "vi un anuncio que dice sin buró, ¿es cierto?"
        return Say(wording.NOT_FOR_ME_TO_APPROVE), *((Say(unknown_wording.not_known(nowhere)),) if nowhere else ())
    if topics & _IN_NO_QUOTE:
        return _of_what_quotes_leave_out(thinking, question, topics)
    gives_one_in = Act.TRADE_IN in thinking.said.acts or thinking.state.own_car is not None
    gives_one_in_now = gives_one_in and not (thinking.state.down_payment is not None and _settles_ours(question))
    paid_early = _PAID_EARLY in topics and not gives_one_in_now
    if gives_one_in and topics & questions.OF_ITS_PAPERS:
        topics -= _IN_WHOSE_NAME_ONE_BUYS
    return (Say(unknown_wording.not_known(topics - questions.OF_ITS_PAPERS if paid_early else topics, nameless)),)


def _settles_ours(question: str) -> bool:
    """Whether the credit quoted would be paid off, and not what is owed on a car given in: "¿la liquido antes?"."""
    return not questions.asks_of_its_papers(_PAYS_OFF.sub(" ", fold(question)))


def _of_what_quotes_leave_out(thinking: Thinking, question: str, topics: frozenset[str]) -> Step:
    """Say what quotes say of insurance and fees in their small print; of all else asked, that it is not known."""
    ref = "calculate_financing: small print"
    terms = thinking.found(ref)
    if terms is None:
        return ToolRequest(ref, "calculate_financing", {})
    lines = lexer.sentences(terms.legal_line) if isinstance(terms, FinancingTerms) else []
    said = [line for line in lines if reading.read(line).topic_names & topics & _IN_NO_QUOTE]
    told = tuple(Say(page_wording.SMALL_PRINT.filled(line=line)) for line in said)
    written = questions.respelled(question)
    whether_included = bool(said) and hearing.says(lexicon.INCLUDED, written)
    own = {unknown_wording.OWN_INSURANCE} if hearing.says(lexicon.OWN_INSURANCE, written) else set()
    left = (topics - _IN_NO_QUOTE if whether_included or own else topics) | own
    unknown = unknown_wording.not_known(left)
    return *told, *((Say(unknown),) if unknown.named or not told else ())


def _is_worth_telling(page: Excerpt, question: str, *, doubted: bool) -> bool:
    """Whether a passage answers more likely than by chance: two of three signs, or its words."""
    known = bool(reading.read(question).topic_names)
    return page.sure + known + (not doubted) >= 2 or shares_words(question, page.text)


def shares_words(question: str, text: str) -> bool:
    """Whether a passage holds what a question of no known topic is about: one word alike is chance."""
    asked, there = (
        {word[:_TELLING] for word in lexer.words(fold(one)) if len(word) >= _TELLING} for one in (question, text)
    )
    return bool(asked) and len(asked & there) >= min(_ENOUGH_SHARED, len(asked))


def sites_without_hours(thinking: Thinking, question: str) -> Step:
    """Where pages know the sites of a city and not their hours, say both."""
    cities, sites = reading.read(question).places, reading.read(question).terms
    about_us = places.asks(question) and len(sites) <= _FEW_WORDS  # "estoy en cuernavaca, ¿hay algo aquí?"
    if not cities or not (about_us or places.says_what_of(question)):
        return ()
    lacking = (
        () if about_us and places.hear(question).about is About.PLACE else (Say(unknown_wording.NOT_KNOWN[HOURS]),)
    )
    for city in cities[:_MOST_CITIES]:  # "¿en León no hay? ¿cuál hay en Guadalajara?"
        pages = lookups.excerpts(thinking, f"sedes en {city.names[0]}", of=f"sedes en {city.names[0]}")
        if isinstance(pages, ToolRequest):
            return pages
        others = ((joining.about_others(excerpt.text, ()), excerpt.cited) for excerpt in pages)
        told = [(text, url) for text, url in others if text]
        if told:
            known = any(joining.states_hours(line) for text, _ in told for line in text.split("\n"))
            return *(() if known else lacking), *(Say(page_wording.quoted(text, url)) for text, url in told)
    return ()
