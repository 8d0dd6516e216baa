"""The policy of the offline brain: a table from what was said and what is known to what the reply sets out to do.

Rows are read from above; of each group the first whose conditions all hold is taken.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from conversations.agent.brains import (
    Step,
    Thinking,
    alike,
    car_facts,
    coming_first,
    comparing,
    explaining,
    from_pages,
    needs,
    paying,
    people,
    purposes,
    showing,
    totals,
    visiting,
)
from conversations.agent.brains import budget_situation as budget
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import page_situation as pages
from conversations.agent.brains import selling_situation as selling
from conversations.agent.brains import situation as when
from conversations.agent.brains import visit_situation as visit
from conversations.agent.brains.situation import Condition, heard, unless
from conversations.dialogue.acts import Act

Goal = Callable[[Thinking], Step]


@dataclass(frozen=True)
class Row:
    """When all of these hold, this is what the reply does."""

    conditions: tuple[Condition, ...]
    goal: Goal

    def holds(self, thinking: Thinking) -> bool:
        """Tell whether the row is for this turn."""
        return all(condition(thinking) for condition in self.conditions)


# What is answered by itself, whatever else was said.
ALONE: tuple[Row, ...] = (
    Row((when.only_attachments,), people.cannot_open),
    Row((heard(Act.COMPLAINT),), people.hear_complaint),
    Row((heard(Act.PERSON), visit.comes), visiting.and_also(people.fetch_person)),
    Row((heard(Act.PERSON),), people.fetch_person),
    Row((pages.asks_what_staff_answered,), from_pages.tell_published),
    Row((when.takes_up_a_person,), people.fetch_person),
    Row((visit.asks_for_an_inspection, visit.tries_ours), visiting.and_also(people.note_an_inspection)),
    Row((visit.asks_for_an_inspection, visit.comes), visiting.and_also(people.note_an_inspection)),
    Row((visit.asks_for_an_inspection,), people.note_an_inspection),
    Row((visit.brings_theirs,), people.note_an_inspection),
    Row((visit.wants_a_video_call,), people.fetch_person),
    Row((when.asks_to_reserve, unless(when.fears_fraud), visit.comes), visiting.and_also(people.keep_none)),
    Row(
        (when.asks_to_reserve, unless(when.fears_fraud), unless(money.gives_terms_of_a_quote)), people.offer_to_reserve
    ),
    Row((selling.is_outbid,), from_pages.hold_the_price),
    Row((when.says_it_went_unanswered,), people.ask_what_was_missed),
    Row((heard(Act.RESET),), people.start_again),
    Row((pages.says_what_went_by,), from_pages.apply_limits),
    Row(
        (pages.asks_what_pages_surely_answer, unless(selling.has_a_reply_of_its_own)),
        from_pages.tell_what_is_asked,
    ),
    Row((heard(Act.MORE), budget.looks_by_monthly, unless(heard(Act.MOVE_VISIT))), paying.show_affordable),
    Row((heard(Act.MORE), unless(heard(Act.MOVE_VISIT))), showing.show_cars),
)

# How the reply begins.
OPENING: tuple[Row, ...] = (
    Row((when.introduces_themselves,), people.get_acquainted),
    Row((when.is_first, heard(Act.GREET)), people.introduce),
    Row((when.is_first, when.says_nothing_known), people.introduce),
    Row((when.asks_who_answers,), people.introduce),
    Row((when.is_first,), people.say_who_answers),
    Row((when.only_greets,), people.introduce),
)

# What is said to a need that is told along with anything.
TAKEN_IN: tuple[Row, ...] = (Row((needs.drives_for_others,), needs.own_up_who_takes_it),)

# What is told before anything else is done about it.
FIRM: tuple[Row, ...] = (
    Row((selling.was_cheated_elsewhere,), from_pages.assure),
    Row((when.fears_fraud,), people.reassure),
    Row((when.asks_to_reserve, money.gives_terms_of_a_quote), people.keep_none),
    Row((selling.asks_for_the_surplus,), people.own_up_to_the_surplus),
    Row((when.asks_for_no_car,), people.say_what_we_sell),
    Row((pages.asks_whether_new,), people.say_they_are_used),
    Row(
        (heard(Act.HAGGLE), unless(when.has_focus), unless(when.wants_another), unless(money.gives_terms)),
        people.hold_the_price,
    ),
    Row((heard(Act.HAGGLE), when.has_focus, money.gives_terms, unless(money.gives_a_payment)), people.hold_the_price),
)

_ABOUT_ONE = (Act.SELECT, Act.DETAILS, Act.PHOTOS)

# What the customer wants done.
MAIN: tuple[Row, ...] = (
    Row((pages.asks_to_take_it_at_once, unless(visit.says_when)), people.leave_to_questions),
    Row((pages.asks_only_what_nobody_states,), people.leave_to_questions),
    Row((selling.asks_for_the_surplus, when.says_wish), showing.show_cars),
    Row((selling.was_cheated_elsewhere, unless(when.says_wish)), people.leave_to_questions),
    Row((selling.doubts_a_used_car, unless(selling.was_cheated_elsewhere)), from_pages.tell_what_we_add),
    # a test drive, or a car of their own to be inspected
    Row((visit.asks_where_to_bring,), visiting.say_where_to_bring),
    Row(
        (heard(Act.CANCEL_VISIT), heard(Act.NO), unless(visit.has_visit), unless(visit.is_arranging_visit)),
        people.give_thanks,
    ),
    Row((heard(Act.CANCEL_VISIT), unless(visit.speaks_of_no_visit)), visiting.cancel),
    Row((heard(Act.MOVE_VISIT), visit.has_visit, unless(when.says_wish)), visiting.arrange),
    Row((heard(Act.MOVE_VISIT), visit.is_arranging_visit, unless(when.says_wish)), visiting.arrange),
    Row((visit.changes_it,), visiting.arrange),
    Row((visit.lets_another_drive, visit.is_settled), visiting.own_up_who_drives),
    Row((visit.only_asks_hours, visit.is_settled), people.leave_to_questions),
    Row((visit.comes_and_asks_when_we_open, when.has_focus), visiting.arrange),
    Row((visit.asks_when_we_open, unless(when.says_wish)), people.leave_to_questions),
    Row((visit.only_asks_where,), people.leave_to_questions),
    Row((visit.asks_how_from_afar,), people.leave_to_questions),
    Row((visit.answers_about_visit,), visiting.arrange),
    Row((heard(Act.TEST_DRIVE), visit.asks_whether_test_drives, unless(when.has_focus)), visiting.offer),
    Row((heard(Act.TEST_DRIVE), visit.asks_whether_test_drives), visiting.arrange),
    Row((heard(Act.TEST_DRIVE), visit.asks_something_of_it), visiting.answer_or_arrange),
    Row((heard(Act.TEST_DRIVE), unless(visit.asks_about_test_drives)), visiting.arrange),
    Row((visit.chose_for_a_visit,), visiting.arrange),
    Row((visit.gives_an_hour, when.has_focus), visiting.arrange),
    Row((visit.takes_up_the_offer,), visiting.arrange),
    Row((visit.asks_in_a_word, when.has_focus), visiting.arrange),
    Row((visit.names_the_car_to_try, unless(heard(Act.COMPARE, Act.FINANCE))), visiting.arrange),
    # plans side by side
    Row((money.weighs_terms, money.can_be_quoted), totals.weigh_terms),
    Row((money.finds_it_much_a_month, money.can_be_quoted), totals.weigh_terms),
    Row((money.asks_what_changes, money.can_be_quoted), totals.tell_what_changes),
    Row((money.asks_what_another_car_changes,), comparing.compare),
    # cars side by side
    Row((when.asks_the_gearboxes_of_the_list, unless(heard(Act.COMPARE))), showing.show_cars),
    Row((heard(Act.COMPARE), coming_first.asks_of_all_found), coming_first.of_all_found),
    Row((heard(Act.COMPARE), coming_first.asks_for_the_first_of_each), coming_first.first_of_each),
    Row((heard(Act.COMPARE), when.names_cars_to_compare), comparing.compare),
    Row((heard(Act.TOTAL), money.is_about_the_few_shown, money.has_down_payment), totals.tell_totals_of_each),
    Row((heard(Act.FINANCE), money.is_about_both, money.has_down_payment), comparing.compare),
    Row((heard(Act.FINANCE), money.is_about_the_few_shown, money.has_down_payment), comparing.compare),
    Row((heard(Act.UNRECORDED), money.is_about_the_few_shown, when.asks_its_size), comparing.compare),
    Row((comparing.asks_of_their_cards, money.is_about_the_few_shown), comparing.compare),
    # money
    Row((explaining.asks_what_a_word_means,), explaining.explain),
    Row((money.asks_what_it_comes_to, unless(money.has_down_payment)), totals.quote_without_down_payment),
    Row((needs.tells_income,), needs.ask_what_can_be_paid),
    Row((pages.asks_of_their_credit,), people.leave_to_questions),
    Row((pages.asks_of_paying_it_off, unless(money.can_be_quoted)), people.leave_to_questions),
    Row(
        (heard(Act.HAGGLE), when.has_focus, unless(when.wants_another), unless(money.gives_terms)),
        showing.hold_the_price,
    ),
    Row((heard(Act.QUOTE_DOCUMENT), unless(money.gives_terms)), paying.send_document),
    Row((money.settles_for_least,), paying.quote_least),
    Row((heard(Act.TOTAL), money.pays_cash, when.has_focus), showing.show_details),
    Row((heard(Act.TOTAL), money.was_told_what_to_pay_down, unless(money.has_terms_now)), totals.tell_totals_of_found),
    Row((heard(Act.TOTAL), money.can_be_quoted), totals.tell_totals),
    Row((money.asks_about_interest, money.can_be_quoted, unless(money.gives_terms)), totals.tell_totals),
    Row((money.asks_what_is_left, money.can_be_quoted, unless(money.gives_terms)), totals.tell_totals),
    Row((money.asks_what_is_left, unless(money.gives_terms)), paying.tell_terms),
    Row((heard(Act.TOTAL), when.has_list, money.has_down_payment), totals.tell_totals),
    Row((budget.asks_which_cars, money.gives_terms), paying.show_affordable),
    Row((budget.asks_which_cars, budget.looks_by_monthly, unless(when.says_wish)), paying.show_affordable),
    Row((money.aims_at_monthly, money.is_about_a_car, heard(Act.FIND_DOWN_PAYMENT)), paying.find_down_payment),
    Row((money.aims_at_monthly, money.is_about_a_car, heard(Act.FIND_TERM)), paying.quote),
    Row((money.aims_at_monthly, when.has_focus, unless(when.says_wish), money.has_down_payment), paying.quote),
    Row((money.aims_at_monthly, when.has_focus, unless(when.says_wish)), paying.find_down_payment),
    Row((money.aims_at_monthly,), paying.show_affordable),
    Row((money.thinks_of_another_term, money.was_told_what_to_pay_down), paying.find_down_payment),
    Row(
        (money.thinks_of_another_term, budget.remembers_monthly, unless(money.has_down_payment)),
        paying.find_down_payment,
    ),
    Row((money.asks_what_terms_leave_open, unless(money.gives_terms)), people.leave_to_questions),
    Row((heard(Act.TRADE_IN), when.asks_of_its_papers), people.leave_to_questions),
    Row((money.asks_which_term, when.has_focus, money.can_be_quoted), totals.weigh_terms),
    Row((heard(Act.FINANCING_TERMS), unless(money.gives_down_payment_or_term)), paying.tell_terms),
    Row((heard(Act.LEAST_DOWN_PAYMENT), unless(money.is_about_a_car)), paying.tell_terms),
    Row(
        (money.chose_for_a_quote, unless(heard(Act.DETAILS)), budget.remembers_monthly, unless(money.gives_terms)),
        paying.find_down_payment,
    ),
    Row((money.chose_for_a_quote, unless(heard(Act.DETAILS))), paying.quote),
    Row((money.would_pay_down_otherwise, money.has_down_payment), paying.ask_down_payment),
    Row((budget.names_what_can_be_paid, money.has_down_payment, unless(heard(Act.DETAILS))), paying.quote),
    Row((heard(Act.DETAILS), money.only_says_what_they_have, when.has_focus), showing.show_details),
    Row((explaining.asks_of_the_plan,), explaining.tell_of_the_plan),
    Row((heard(Act.FINANCE),), paying.quote),
    Row((money.names_the_car_for_its_terms, unless(heard(Act.DETAILS))), paying.quote),
    Row((budget.chose_what_can_be_paid, money.has_down_payment, unless(heard(Act.DETAILS))), paying.quote),
    # cars
    Row((needs.leaves_it_to_us,), needs.ask_wish),
    Row((needs.only_names_who_it_drives_for,), needs.ask_wish),
    Row((needs.was_asked_what_to_spend, heard(Act.SEARCH, Act.YES, Act.NO)), needs.ask_wish),
    Row(
        (car_facts.asks_whether_driven_much, when.has_list, unless(when.has_focus), unless(when.says_wish)),
        car_facts.tell_how_far_in_a_year,
    ),
    Row((car_facts.asks_whether_it_fits,), car_facts.ask_for_the_room),
    Row((car_facts.says_how_much_room, when.has_focus, unless(when.says_wish)), showing.show_details),
    Row((heard(Act.UNRECORDED), when.asks_of_one_card), showing.show_details),
    Row((heard(Act.UNRECORDED), when.fears_for_its_past), showing.tell_how_checked),
    Row((heard(Act.PHOTOS), when.has_focus, unless(when.says_wish)), showing.show_details),
    Row((purposes.wants_little_consumption,), purposes.show_small_engines),
    Row(
        (heard(Act.UNRECORDED), unless(when.points), unless(when.asks_how_we_check), unless(when.asks_only_about_us)),
        showing.tell_unrecorded,
    ),
    Row((pages.asks_the_price_of_no_car, when.has_focus), from_pages.told_or(showing.show_details)),
    Row((pages.asks_the_price_of_no_car,), people.answer_what_is_left),
    Row((when.points_nowhere,), showing.ask_which),
    Row((when.means_another_one, unless(when.says_wish)), showing.ask_which),
    Row((when.has_focus, unless(when.says_wish), heard(*_ABOUT_ONE)), showing.show_details),
    Row((when.has_focus, unless(when.says_wish), unless(heard(Act.KNOWLEDGE)), when.asks_price), showing.show_details),
    Row(
        (heard(Act.KNOWLEDGE), heard(Act.SEARCH), unless(when.names_a_wish), unless(selling.wants_another_for_theirs)),
        people.leave_to_questions,
    ),
    Row((when.has_focus, unless(when.says_wish), when.asks_price), showing.show_details),
    Row((purposes.wants_speed,), purposes.show_fast),
    Row((when.says_wish, budget.narrows_what_can_be_paid), paying.show_affordable),
    Row((purposes.wants_cargo,), purposes.show_for_cargo),
    Row((alike.wants_its_like_too,), alike.show_it_and_its_like),
    Row((alike.asks_for_another_of_its_name, when.says_wish), alike.show_another_of_its_name),
    Row((when.says_wish,), showing.show_cars),
    Row((heard(Act.COUNT), unless(when.asks_about_places)), showing.show_cars),
    Row((heard(Act.SEARCH), when.seeks_any_car, unless(heard(Act.KNOWLEDGE, Act.TRADE_IN))), needs.ask_wish),
)

# What is told beside a test drive, moved or arranged: "mejor el domingo, ¿y a 6 años en cuánto baja?".
BESIDE_A_VISIT: tuple[Row, ...] = (
    Row((money.asks_for_a_quote,), paying.quote),
    Row((heard(Act.HAGGLE),), people.hold_the_price),
    Row((heard(Act.FINANCING_TERMS),), paying.tell_terms),
    Row((visit.lets_another_drive,), visiting.own_up_who_drives),
    Row((visit.asks_for_the_nearest,), visiting.tell_the_nearest),
    Row((visit.asks_where_it_is,), visiting.tell_where),
)

# What is taken up beside it.
BESIDES: tuple[Row, ...] = (
    Row((heard(Act.TRADE_IN), unless(pages.brings_ours_back)), people.note_own_car),
    Row((selling.asks_whether_it_lasts,), from_pages.tell_what_we_add),
)

# What is left when nothing of the above was wanted.
SMALL_TALK: tuple[Row, ...] = (
    Row((when.asks_who_answers,), people.leave_to_questions),
    Row((when.thanks_only,), people.give_thanks),
    Row((when.passes_the_chat_on,), people.give_thanks),
    Row((heard(Act.TROUBLED),), people.offer_person),
    Row((money.only_tells_how_it_is_paid,), people.take_it_as_paid_at_once),
    Row((when.names_another_place,), people.answer_what_is_left),
    Row((when.introduces_themselves, unless(when.has_focus)), needs.ask_wish),
    Row((when.introduces_themselves,), people.leave_to_questions),
    Row((money.can_be_quoted, when.has_focus, heard(Act.YES)), paying.offer_next),
    Row((when.has_focus, heard(Act.YES)), paying.ask_down_payment),
    Row((unless(when.has_focus), heard(*_ABOUT_ONE, Act.YES, Act.COMPARE)), showing.ask_which),
    Row((heard(Act.SEARCH, Act.MORE), budget.looks_by_monthly), paying.show_affordable),
    Row((heard(Act.SEARCH), unless(when.says_wish), pages.asks_of_a_topic), people.answer_what_is_left),
    Row((heard(Act.SEARCH, Act.GREET),), needs.ask_wish),
    Row((heard(Act.THANK, Act.NO, Act.LAUGH),), people.give_thanks),
    Row((), people.answer_what_is_left),
)


def first(rows: Sequence[Row], thinking: Thinking) -> Iterator[Goal]:
    """Yield the goal of the first row that holds, or nothing."""
    yield from (goal for goal in [next((row.goal for row in rows if row.holds(thinking)), None)] if goal)
