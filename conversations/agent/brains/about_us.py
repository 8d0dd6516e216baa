"""How the offline brain answers about the company: places from the branches staff keep, the rest from its pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from catalog.places import BranchMatch
from catalog.spelling import fold
from conversations.agent import bearing, joining
from conversations.agent.brains import Thinking, ToolRequest, lookups, quoting
from conversations.agent.brains import situation as when
from conversations.dialogue import branch_wording, hearing, lexer, lexicon, places, questions, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import BranchesFound, Excerpt, FinancingTerms
from conversations.dialogue.places import PlaceQuestion
from conversations.dialogue.plan import About, Branches, Part, Say
from conversations.dialogue.unknown_wording import Unknown
from knowledge.language import districts, reading
from knowledge.language.places import Site, places_in
from knowledge.language.topics import HOURS, SITE
from knowledge.splitting import last_heading

_CLAUSE = re.compile(r"[,.;?]")
_OUR_NAME = "kavak"
_ARE_THERE = lexer.phrases("tienen aqui en", "tienen en", "hay aqui en", "estan aqui en", "estan en", "tienen aca en")
_THEIR_DAY = frozenset("puedo salgo saliendo trabajo llego llegando turno jale".split())
_ADDRESS_WORDS = frozenset({"donde", "direccion", "ubicacion", "ubicados", "where"})
_WHERE_WORDS = frozenset({"donde", "ciudad", "ciudades", "estados", "where"})
_BY_VIDEO = "ver el auto por videollamada"
_SELLING = "vender mi auto"
_GIVING_IN = "ofrecer mi vehículo como medio de pago"
_NEAR = "qué sucursal queda cerca:"
_WHERE = "¿en qué ciudades tienen sedes?"
_OF_SELLING = frozenset({"sell", "payout", "rate"})
_ONLY_SURELY = frozenset({"family_name", "other_owner", "volume_discount", "discount"})  # what is near is beside it
_IN_NO_QUOTE = frozenset({"insurance", "fees"})
_STEPS = frozenset({"process"})  # "¿cómo es el proceso?"
_OF_GIVING_IN = frozenset({"trade_in"})
_WHERE_IT_IS_DONE = frozenset({"online"})
_OF_WHAT_WE_SELL = frozenset({"trial", "warranty", "warranty_extension", "reject_car"})
_OF_MONEY = frozenset({Act.FINANCE, Act.TOTAL})
_PAID_EARLY, _PAID_OUT = "prepayment", "payout"
_TELLING = 6  # letters by which two words are the same; shorter words tell nothing
_ENOUGH_SHARED = 2
_LONGEST_NAME = 5  # words
_FEW_WORDS = 2
_LATELY = 8  # turns
_MOST_LOOKED_UP = 3  # branches that pages are asked about, one by one

# What a goal comes to: the parts of its answer, or one call or several that it takes first.
Step = ToolRequest | tuple[ToolRequest, ...] | tuple[Part, ...]


def answer(thinking: Thinking, question: str) -> Step:
    """Answer one question, or call what it takes."""
    if hearing.says(lexicon.SEEN_REMOTELY, questions.respelled(question)):
        return _from_pages(thinking, _BY_VIDEO)
    elsewhere = reading.read(question).topic_names & _OF_WHAT_WE_SELL or _asks_of_places(question)
    sells = Act.TRADE_IN in thinking.said.acts or when.only_sells(thinking)
    if sells and not elsewhere:
        return _about_selling(thinking, question)
    question = _near_where_they_are(thinking, _of_its_own_place(question))
    site = _whose_hours(thinking, question)
    if isinstance(site, ToolRequest):
        return site
    if site is not None:
        return _of_a_site(thinking, question, site)
    question = _of_its_hours(thinking, question)
    district = _in_a_district(thinking, question)
    if isinstance(district, ToolRequest):
        return district
    question = question if district else _meant(thinking, question)
    if not (district or _asks_of_places(question)):
        return _from_pages(thinking, question)
    told = _about_places(thinking, question)
    if isinstance(told, ToolRequest) or not _may_offer_a_visit(thinking):
        return told
    parts = tuple(part for part in told if not isinstance(part, ToolRequest))
    return (*parts, Say(wording.OFFER_VISIT)) if len(parts) == len(told) else told


def _of_its_own_place(question: str) -> str:
    """Return what asks for a place, and not who asks: "nos mudamos a León. ¿Hay en Mérida?", "soy jubilado"."""
    asked = lexer.last_sentence(question.rstrip("?¿ "))
    if places.asks(asked) and reading.read(asked).places:
        return f"{asked}?"
    read = reading.read(question)
    if not read.places or not read.topic_names - {SITE, HOURS}:
        return question
    clauses = (clause for clause in reversed(_CLAUSE.split(question)) if places.says_what_of(clause))
    clause = next((clause for clause in clauses if not reading.read(clause).topic_names - {SITE, HOURS}), "")
    return f"{clause.strip(' ¿')} en {read.places[0].names[0]}?" if clause else question


def _near_where_they_are(thinking: Thinking, question: str) -> str:
    """Return a question with where the customer said they are: "vivo por Coapa" a turn ago, the city of a district."""
    if districts.named(question):
        city = "" if reading.read(question).places else districts.city_of(question)
        return f"en {city}, {question}" if city else where_it_was(thinking, question)
    if not _asks_of_the_nearest(question):
        return question
    said = said_of_places(thinking)
    return f"{said}\n{question}" if said else question


def _whose_hours(thinking: Thinking, question: str) -> ToolRequest | Site | None:
    """Return the one site of which hours are asked: named in the question, beside it, or spoken of shortly before."""
    if not places.says_hours(question) or reading.read(question).places:
        return None
    visit = thinking.state.visit.place if thinking.state.visit else ""
    for text in dict.fromkeys(filter(None, (question, thinking.said.text, visit, said_of_places(thinking)))):
        found = lookups.branches(thinking, text)
        if isinstance(found, ToolRequest) or found.curated:
            return found if isinstance(found, ToolRequest) else None
        if found.sites:
            return found.sites[0] if len(found.sites) == 1 else None
    return None


def _of_its_hours(thinking: Thinking, question: str) -> str:
    """Return the clause that asks for hours, with the city spoken of: "solo puedo a las 8:30, ¿abren a esa hora?"."""
    asked = next((clause for clause in _CLAUSE.split(question) if places.says_hours(clause)), "")
    of_theirs = not _THEIR_DAY.isdisjoint(lexer.words(fold(question)))
    return where_it_was(thinking, asked) if asked and of_theirs and not reading.read(question).places else question


def _may_offer_a_visit(thinking: Thinking) -> bool:
    """Whether who asks where to see the car talked about is not arranging it already."""
    asks = questions.asks_where_to_see(thinking.said.text) and thinking.state.focus is not None
    return asks and not thinking.said.acts & {Act.TEST_DRIVE, Act.TRADE_IN} and thinking.state.visit is None


def _asks_of_places(question: str) -> bool:
    if places.asks(question) or _asks_whether_we_are_there(question) or questions.asks_where_to_see(question):
        return True
    return places.may_name_one(question) and not reading.read(question).topic_names - {SITE, HOURS}


def _about_places(thinking: Thinking, question: str) -> Step:
    """Answer where we are, and when: from the branches that staff keep, or from the sites that pages tell of."""
    found, pages = lookups.branches(thinking, question), lookups.excerpts(thinking, question)
    if isinstance(found, ToolRequest) or isinstance(pages, ToolRequest):
        return tuple(call for call in (found, pages) if isinstance(call, ToolRequest))
    if _asks_of_all_sites(question) and found.cities and not found.curated:
        return (Say(branch_wording.branches_are_in(found.cities)),)
    if len(found.sites) == 1 or (found.sites and found.nearest):
        return _of_sites(thinking, question, found)
    if not found.curated and _ARE_THERE.search(fold(question)) and not _all_are_there(question, found):
        return _none_there(found)  # "¿tienen aquí en Saltillo o hay que ir a Monterrey?"
    if not found.curated:
        sure = any(page.sure for page in pages)
        if not sure and found.cities and _asks_where_we_are(question):
            return (Say(branch_wording.branches_are_in(found.cities)),)
        elsewhere = _is_elsewhere(question, found) or (_asks_of_the_nearest(question) and found.cities)
        return _from_pages(thinking, question) if sure or not elsewhere else _none_there(found)
    if not found.found:
        return _elsewhere(thinking, question, found)
    told = _from_staff(thinking, question, found, _asked_of(found, question))
    return told if isinstance(told, ToolRequest) else (*_introduced(found), *told)


def _asked_of(found: BranchesFound, question: str) -> PlaceQuestion:
    """Return what is asked of branches: where and when together is their whole card, which has both."""
    heard = places.hear(question)
    where = not _ADDRESS_WORDS.isdisjoint(lexer.words(questions.respelled(question)))
    both = heard.about is About.HOURS and where
    return PlaceQuestion(About.PLACE) if both and all(one.hours.stated for one in found.found) else heard


def _in_a_district(thinking: Thinking, question: str) -> ToolRequest | bool:
    """Whether it is asked where to see a car, and a site is where the customer says: "por el pedregal"."""
    if not questions.asks_where_to_see(question) or reading.read(question).places:
        return False
    found = lookups.branches(thinking, question)
    return found if isinstance(found, ToolRequest) else len(found.sites) == 1 or found.nearest


def _meant(thinking: Thinking, question: str) -> str:
    """Return a question as it was meant: its words respelled, and with what it goes on from."""
    read = reading.read(question)
    if questions.asks_where_to_see(question) and not read.places:
        return _WHERE
    if (not read.topic_names - {SITE, HOURS} and not read.places) or not read.topic_names:
        question = _in_context(thinking, question)
    respelled = questions.respelled(question)
    read, better = reading.read(question), reading.read(respelled)
    more = better.topic_names > read.topic_names or len(better.places) > len(read.places)
    return respelled if more else question


def _asks_where_we_are(question: str) -> bool:
    """Whether a site is asked for, of no place that is known: "¿tienen un lugar físico? vivo por lindavista"."""
    read = reading.read(question)
    return read.topic_names == {SITE} and not (read.places or read.nearest_places)


def _asks_of_all_sites(question: str) -> bool:
    """Whether no more is asked than in which cities we are: "¿dónde tienen sucursales?"."""
    read = reading.read(question)
    where = not _WHERE_WORDS.isdisjoint(lexer.words(questions.respelled(question)))
    alone = read.topic_names == {SITE} and not (read.places or read.nearest_places or read.terms)
    return question == _WHERE or (where and alone)


def small_talk(thinking: Thinking, text: str) -> Step:
    """Answer what is left over: the name of a branch alone, or a question that the pages may hold."""
    if thinking.state.own_car is not None and thinking.state.focus is None and not thinking.said.acts & _OF_MONEY:
        return _about_selling(thinking, f"{text} si vendo mi auto")
    whole = _in_context(thinking, text)
    if whole != text:
        return answer(thinking, whole) if places.asks(whole) else _from_pages(thinking, whole)
    if len(text.split()) > _LONGEST_NAME or places.asks(text):
        return answer(thinking, text)
    found = lookups.branches(thinking, text)
    if isinstance(found, ToolRequest):
        return found
    if found.sites:
        return _of_sites(thinking, text, found)
    if found.by_name and found.found:
        return _from_staff(thinking, text, found, PlaceQuestion(About.PLACE))
    return _from_pages(thinking, text, doubted=Act.KNOWLEDGE not in thinking.said.acts)


def _from_staff(thinking: Thinking, question: str, found: BranchesFound, heard: PlaceQuestion) -> Step:
    """Answer from the branches; pages add what staff do not state, each of exactly that branch."""
    lacking = [branch for branch in found.found if _lacks(branch, heard)]
    told: list[Part] = []
    answered: set[int] = set()
    for branch in lacking if len(lacking) <= _MOST_LOOKED_UP else ():
        asked = "dirección" if heard.about is About.PLACE else "horario"
        pages = lookups.excerpts(thinking, f"{asked} de {branch.name}, {branch.city}", of=str(branch.id))
        if isinstance(pages, ToolRequest):
            return pages
        quoted = [part for excerpt in pages for part in _quoted(excerpt, branch, heard)]
        told += quoted
        has_more = heard.about is About.PLACE and branch.hours.stated
        answered |= {branch.id} if quoted and not has_more else set()
    if heard.about is About.PLACE and found.by_city:
        pages = lookups.excerpts(thinking, question)
        if isinstance(pages, ToolRequest):
            return pages
        others = ((joining.about_others(excerpt.text, found.found), excerpt.source_url) for excerpt in pages)
        told += [Say(wording.quoted(text, url)) for text, url in others if text]
    ids = tuple(branch.id for branch in found.found if branch.id not in answered)
    return (*((Branches(ids, heard.about, heard.days),) if ids else ()), *told)


def _lacks(branch: BranchMatch, heard: PlaceQuestion) -> bool:
    return not (branch.address if heard.about is About.PLACE else branch.hours.stated)


def _quoted(excerpt: Excerpt, branch: BranchMatch, heard: PlaceQuestion) -> Sequence[Part]:
    """Quote what a page says of exactly this branch, where it says what is asked."""
    text = joining.about_only(excerpt.text, excerpt.heading, branch)
    if not text or (heard.about is not About.PLACE and not any(map(joining.states_hours, text.split("\n")))):
        return ()
    whose = "" if branch.name in text else f"{branch.name}\n"
    return (Say(wording.quoted(f"{whose}{text}", excerpt.source_url)),)


def _of_sites(thinking: Thinking, question: str, found: BranchesFound) -> Step:
    """Tell what a page says of the sites that are named, or nearest to the district that is."""
    told = [_of_a_site(thinking, question, site) for site in found.sites]
    each = [part for step in told for part in (step if isinstance(step, tuple) else (step,))]
    if calls := tuple(part for part in each if isinstance(part, ToolRequest)):
        return calls
    return *_introduced(found), *(part for part in each if not isinstance(part, ToolRequest))


def _introduced(found: BranchesFound) -> tuple[Say, ...]:
    """Say how sites were chosen, where it was by how near they are."""
    cities = [*(site.city for site in found.sites), *(branch.city for branch in found.found)]
    if not found.nearest or not cities:
        return ()
    if len(cities) == 1:
        return (Say(branch_wording.NEAREST_SITE),)
    alike = len(set(cities)) == 1
    return (Say(branch_wording.NEAREST_SITES if alike else branch_wording.NEAREST_OF_EACH_CITY),)


def _of_a_site(thinking: Thinking, question: str, site: Site) -> Step:
    """Tell what a page says of the site that is named; where it says no hours and they are asked for, that too."""
    pages = lookups.excerpts(thinking, site.name, of=site.name)
    if isinstance(pages, ToolRequest):
        return pages
    told = ((joining.about_only(page.text, page.heading, site), page) for page in pages)
    text, page = next(((text, page) for text, page in told if text), ("", None))
    if page is None:
        return _from_pages(thinking, question)
    lacking = places.hear(question).about is not About.PLACE and not any(map(joining.states_hours, text.split("\n")))
    unknown = (Say(branch_wording.no_hours([f"*{site.name}*"], any_known=False)),) if lacking else ()
    return *quoting.told(thinking, [replace(page, text=text)]), *unknown


def _elsewhere(thinking: Thinking, question: str, found: BranchesFound) -> Step:
    """Answer where staff keep no branch: a page may know one; else what there is, or that it is not known."""
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    if not pages and found.by_city and reading.read(question).asks_about_a_site:
        return _none_there(found)
    return _from_pages(thinking, question)


def _asks_whether_we_are_there(question: str) -> bool:
    """Whether it is asked if there is a Kavak in a city, whatever else is: "¿hay kavak aquí o tengo que ir?"."""
    named = _OUR_NAME in lexer.words(fold(question)) or _ARE_THERE.search(fold(question)) is not None
    return bool(reading.read(question).places) and named


def _asks_of_the_nearest(question: str) -> bool:
    """Whether the site nearest to a place that nobody here knows is asked for: "¿cuál queda cerca de la raza?"."""
    read = reading.read(question)
    return hearing.says(lexicon.NEARER, questions.respelled(question)) and not (read.places or read.nearest_places)


def _is_elsewhere(question: str, found: BranchesFound) -> bool:
    """Whether a site is asked for in a city where no page tells of one."""
    asked = reading.read(question)
    there = places_in(" ".join(found.cities))
    return bool(there and asked.places) and there.isdisjoint((*asked.places, *asked.nearest_places))


def _all_are_there(question: str, found: BranchesFound) -> bool:
    """Whether pages tell of a site in every city that is named."""
    return set(reading.read(question).places) <= places_in(" ".join(found.cities))


def _none_there(found: BranchesFound) -> tuple[Part, ...]:
    return (Say(wording.no_branch_there(found.cities)),)


def told_surely(thinking: Thinking, question: str) -> Step:
    """Tell what a page surely answers, and nothing where none does."""
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    return quoting.told(thinking, [excerpt for excerpt in pages if excerpt.sure])


def own_up(thinking: Thinking, question: str) -> Step:
    """Tell what a page surely says of a question beside the rest; else say that it is not known."""
    told = told_surely(thinking, question)
    return told or _unknown(thinking, question, unknown_wording.REST_UNKNOWN)


def _from_pages(thinking: Thinking, question: str, *, doubted: bool = False) -> Step:
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    pages = tuple(page for page in pages if _is_worth_telling(page, question, doubted=doubted))
    if bearing.topics_asked(question) & _ONLY_SURELY:
        pages = tuple(page for page in pages if page.sure)
    speaking = [*pages] if _asks_of_places(question) else lookups.speaking(thinking, question, pages)
    if isinstance(speaking, tuple):
        return speaking
    pages = tuple(speaking)
    if pages:
        return quoting.as_near_as_it_is(thinking, question, pages)
    sites = _sites_without_hours(thinking, question)
    if sites:
        return sites
    # A question that nothing answers, about Kavak, the car in focus or what was asked before: that is said.
    ours = Act.KNOWLEDGE in thinking.said.acts or bool(reading.read(question).topic_names)
    asked = ours or thinking.state.focus is not None or when.asks(thinking)
    return _unknown(thinking, question) if asked else (Say(wording.NOT_UNDERSTOOD),)


def _unknown(thinking: Thinking, question: str, nameless: Unknown = unknown_wording.NOTHING_KNOWN) -> Step:
    """Say what is not known; who has no car to give in owes on none: "¿y si lo liquido antes?"."""
    topics = quoting.lacking(question)
    if questions.asks_of_the_credit(question) and quoting.AGE not in topics:
        return (Say(wording.NOT_FOR_ME_TO_APPROVE),)
    if topics & _IN_NO_QUOTE:
        return _of_what_quotes_leave_out(thinking, question, topics)
    gives_one_in = Act.TRADE_IN in thinking.said.acts or thinking.state.own_car is not None
    paid_early = _PAID_EARLY in topics and not gives_one_in
    return (Say(unknown_wording.not_known(topics - questions.OF_ITS_PAPERS if paid_early else topics, nameless)),)


def _of_what_quotes_leave_out(thinking: Thinking, question: str, topics: frozenset[str]) -> Step:
    """Say what quotes say of insurance and fees in their small print; of all else asked, that it is not known."""
    ref = "calculate_financing: small print"
    terms = thinking.found(ref)
    if terms is None:
        return ToolRequest(ref, "calculate_financing", {})
    lines = lexer.sentences(terms.legal_line) if isinstance(terms, FinancingTerms) else []
    said = [line for line in lines if reading.read(line).topic_names & topics & _IN_NO_QUOTE]
    told = tuple(Say(wording.SMALL_PRINT.filled(line=line)) for line in said)
    written = questions.respelled(question)
    whether_included = bool(said) and hearing.says(lexicon.INCLUDED, written)
    own = {unknown_wording.OWN_INSURANCE} if hearing.says(lexicon.OWN_INSURANCE, written) else set()
    left = (topics - _IN_NO_QUOTE if whether_included or own else topics) | own
    unknown = unknown_wording.not_known(left)
    return *told, *((Say(unknown),) if unknown.named or not told else ())


def _about_selling(thinking: Thinking, question: str) -> Step:
    """Answer who has a car to sell: a page that only speaks of buying one is none for them."""
    of_figures = bearing.demands_a_figure(question)
    if reading.read(question).topic_names - _STEPS == {"sell"} and not of_figures and question != _SELLING:
        return _from_pages(thinking, _SELLING)
    pages = lookups.excerpts(thinking, question)
    if isinstance(pages, ToolRequest):
        return pages
    if questions.asks_of_its_papers(question):
        pages = tuple(page for page in pages if bearing.is_called_by(questions.OF_ITS_PAPERS, question, page))
        return quoting.as_near_as_it_is(thinking, question, pages) if pages else _unknown(thinking, question)
    telling = [page for page in pages if any(_shares_words(of, page.text) for of in _CLAUSE.split(question))]
    if telling and not of_figures:
        return quoting.as_near_as_it_is(thinking, question, telling)  # "¿lo toman a cuenta?"
    other_topics = reading.read(question).topic_names - _OF_SELLING
    gives_in = reading.read(thinking.said.text).topic_names & _OF_GIVING_IN or other_topics == _WHERE_IT_IS_DONE
    if gives_in and not of_figures:
        return _from_pages(thinking, _GIVING_IN)  # "¿sí lo reciben a cuenta?", "¿lo avalúan en línea o tengo que ir?"
    if any("vend" in fold(f"{last_heading(page.heading)} {page.text}") for page in pages):
        return _from_pages(thinking, question)
    # Of what no page of selling says, one of buying says nothing.
    if not (other_topics or of_figures) or _PAID_OUT in reading.read(question).topic_names:
        return _from_pages(thinking, _SELLING)
    return _sites_without_hours(thinking, question) or _unknown(thinking, question)


def _is_worth_telling(page: Excerpt, question: str, *, doubted: bool) -> bool:
    """Whether a passage answers more likely than by chance: two of three signs, or its words."""
    known = bool(reading.read(question).topic_names)
    return page.sure + known + (not doubted) >= 2 or _shares_words(question, page.text)


def _shares_words(question: str, text: str) -> bool:
    """Whether a passage holds what a question of no known topic is about: one word alike is chance."""
    asked, there = (
        {word[:_TELLING] for word in lexer.words(fold(one)) if len(word) >= _TELLING} for one in (question, text)
    )
    return bool(asked) and len(asked & there) >= min(_ENOUGH_SHARED, len(asked))


def _in_context(thinking: Thinking, text: str) -> str:
    """Return a question together with the one that it follows on: "¿y placas?" after "¿incluye seguro?"."""
    before = thinking.turn.past[-1].customer if thinking.turn.past else ""
    if before and (places.asks(before) or questions.asks_where_to_see(before)):
        return _of_a_place(text, before)
    goes_on = questions.asks_on(text, before) and not places.asks(text)
    if goes_on or not places.asks(text):
        return f"{before}\n{text}" if goes_on else text
    return where_it_was(thinking, text)  # "¿abren los domingos?"


def where_it_was(thinking: Thinking, text: str) -> str:
    """Return a text with the city spoken of shortly before, where it names none: "el sábado a las 11"."""
    if reading.read(text).places:
        return text
    lately = (reading.read(said).places for said in said_lately(thinking))
    return next((f"{text} en {cities[0].names[0]}" for cities in lately if cities), text)


def said_of_places(thinking: Thinking) -> str:
    """Return what was said shortly before of where the customer is: "yo estoy por el rosario"."""
    return next((text for text in said_lately(thinking) if places.may_name_one(text)), "")


def said_lately(thinking: Thinking) -> Iterator[str]:
    """Yield what the customer wrote in the turns before this one, the newest first."""
    return (turn.customer for turn in reversed(thinking.turn.past[-_LATELY:]))


def _of_a_place(text: str, before: str) -> str:
    """Return what follows a question about places: of another place, "trabajo por Santa Fe", or more of the same."""
    read = reading.read(text)
    if read.places or places.may_name_one(text):
        return text if places.says_what_of(text) else f"{_NEAR} {text}"
    asks_more = places.says_what_of(text) or questions.asks_on(text, before)
    if not asks_more or read.topic_names - {SITE, HOURS}:
        return text
    cities = reading.read(before).places if places.says_what_of(text) else ()
    return f"{text} en {cities[0].names[0]}" if cities else f"{before}\n{text}"


def _sites_without_hours(thinking: Thinking, question: str) -> Step:
    """Where pages know the sites of a city and not their hours, say both."""
    cities, sites = reading.read(question).places, reading.read(question).terms
    about_us = places.asks(question) and len(sites) <= _FEW_WORDS  # "estoy en cuernavaca, ¿hay algo aquí?"
    if not cities or not (about_us or places.says_what_of(question)):
        return ()
    lacking = (
        () if about_us and places.hear(question).about is About.PLACE else (Say(unknown_wording.NOT_KNOWN[HOURS]),)
    )
    for city in cities[:_MOST_LOOKED_UP]:  # "¿en León no hay? ¿cuál hay en Guadalajara?"
        pages = lookups.excerpts(thinking, f"sedes en {city.names[0]}", of=f"sedes en {city.names[0]}")
        if isinstance(pages, ToolRequest):
            return pages
        others = ((joining.about_others(excerpt.text, ()), excerpt.source_url) for excerpt in pages)
        told = [(text, url) for text, url in others if text]
        if told:
            known = any(joining.states_hours(line) for text, _ in told for line in text.split("\n"))
            return *(() if known else lacking), *(Say(wording.quoted(text, url)) for text, url in told)
    return ()
