"""The fault harness's judge, on made-up ledgers that each hold one violation."""

import pytest

from conversations.faults import figures, ledger
from conversations.faults.record import Attempt, Fate, Received, Record, Struck, Thought
from conversations.faults.schedule import Blow
from conversations.tests.cast import ANA, CARLA

FIRST, SECOND, THIRD = "QXBCDFGHJK", "QXLMNPRSTV", "QXWZBCDFGH"


def wrote(nonce, *, who=ANA, at=0.0, acknowledged_at=None):
    return Received(nonce, who, at, at + 0.1 if acknowledged_at is None else acknowledged_at)


def sent(delivery, *nonces, to=ANA, at=1.0, fate=Fate.ACCEPTED, **more):
    return Attempt(delivery, to, nonces, at, fate, **more)


def judged(received, attempts, *, thoughts=(), struck=()):
    return ledger.judge(Record(list(received), list(attempts), list(thoughts), list(struck)))


def found(verdict):
    """Return the counts that are not zero."""
    return {name: count for name, count in verdict.counts.items() if count}


def test_a_message_whose_mark_came_back_is_answered():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST)])
    assert found(verdict) == {}
    assert verdict.answers[FIRST].by_nonce


def test_one_reply_may_answer_a_burst():
    assert found(judged([wrote(FIRST), wrote(SECOND)], [sent("d1", FIRST, SECOND)])) == {}


def test_a_message_whose_mark_never_came_back_is_lost():
    verdict = judged([wrote(FIRST), wrote(SECOND)], [sent("d1", FIRST)])
    assert found(verdict) == {"lost": 1}
    assert verdict.lost == [SECOND]


def test_an_attempt_that_was_refused_answers_nothing():
    assert found(judged([wrote(FIRST)], [sent("d1", FIRST, fate=Fate.REFUSED)])) == {"lost": 1}


def test_the_same_part_accepted_twice_is_a_duplicate():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST), sent("d1", FIRST, at=90.0)])
    assert found(verdict) == {"duplicates": 1}


def test_a_message_answered_by_two_turns_is_a_duplicate():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST), sent("d2", FIRST, at=2.0)])
    assert verdict.duplicates == [FIRST]


def test_a_retry_after_a_refusal_is_no_duplicate():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST, fate=Fate.REFUSED), sent("d1", FIRST, at=3.0)])
    assert found(verdict) == {}


def test_a_reply_at_the_wrong_address_is_crosstalk_and_answers_nobody():
    assert found(judged([wrote(FIRST)], [sent("d1", FIRST, to=CARLA)])) == {"lost": 1, "crosstalk": 1}


def test_a_mark_that_nobody_wrote_is_crosstalk():
    assert found(judged([wrote(FIRST)], [sent("d1", FIRST, SECOND)])) == {"crosstalk": 1}


# ── Order ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_later_message_answered_first_is_out_of_order():
    verdict = judged([wrote(FIRST), wrote(SECOND, at=1.0)], [sent("d2", SECOND, at=2.0), sent("d1", FIRST, at=3.0)])
    assert found(verdict) == {"order": 1}
    assert verdict.order == [FIRST]


def test_messages_on_their_way_together_have_no_order():
    together = [wrote(FIRST, acknowledged_at=1.5), wrote(SECOND, at=1.0)]
    assert found(judged(together, [sent("d2", SECOND, at=2.0), sent("d1", FIRST, at=3.0)])) == {}


def test_chats_do_not_wait_for_each_other():
    received = [wrote(FIRST), wrote(SECOND, who=CARLA, at=1.0)]
    assert found(judged(received, [sent("d2", SECOND, to=CARLA, at=2.0), sent("d1", FIRST, at=3.0)])) == {}


def test_a_late_resend_that_later_turns_passed_is_counted_apart():
    received = [wrote(FIRST), wrote(SECOND, at=5.0)]
    verdict = judged(
        received,
        [sent("d1", FIRST, fate=Fate.LOST), sent("d2", SECOND, at=12.0), sent("d1", FIRST, at=95.0)],
    )
    assert found(verdict) == {}
    assert verdict.late == [FIRST]


def test_so_is_one_whose_sender_was_killed_before_anybody_saw_a_try():
    attempts = [sent("d2", SECOND, at=12.0), sent("d1", FIRST, at=95.0)]
    received, killed = [wrote(FIRST), wrote(SECOND, at=5.0)], Struck(Blow.KILL_WORKER.value, 2.0, 2.0)
    assert judged(received, attempts, struck=[killed]).late == [FIRST]
    assert judged(received, attempts).order == [FIRST]


# ── What has no mark ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reply_without_a_mark_answers_the_turn_that_the_model_failed():
    verdict = judged([wrote(FIRST)], [sent("d1")], thoughts=[Thought((FIRST,), 0.5, failed=True)])
    assert found(verdict) == {}
    assert verdict.offline == 1


def test_it_answers_one_failed_turn_and_not_all_of_them():
    failed = [Thought((FIRST,), 0.5, failed=True), Thought((SECOND,), 0.7, failed=True)]
    verdict = judged([wrote(FIRST), wrote(SECOND)], [sent("d1")], thoughts=failed)
    assert verdict.lost == [SECOND]


def test_a_request_that_was_made_again_and_answered_did_not_fail():
    thoughts = [Thought((FIRST,), 0.5, failed=True), Thought((FIRST,), 0.6, failed=False)]
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST), sent("d2", at=2.0)], thoughts=thoughts)
    assert found(verdict) == {"duplicates": 1}


def test_a_reply_without_a_mark_answers_what_the_model_thought_about_for_too_long():
    thoughts = [Thought((FIRST, SECOND), 0.5, failed=False)]
    verdict = judged([wrote(FIRST), wrote(SECOND)], [sent("d1", at=20.0)], thoughts=thoughts)
    assert found(verdict) == {}
    assert verdict.offline == 2


def test_a_reply_that_answers_nothing_is_one_too_many():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST), sent("d2", at=2.0)])
    assert verdict.duplicates == ["d2"]


def test_an_offline_reply_given_twice_is_one_too_many():
    thoughts = [Thought((FIRST,), 0.5, failed=True)]
    assert found(judged([wrote(FIRST)], [sent("d1"), sent("d2", at=2.0)], thoughts=thoughts)) == {"duplicates": 1}


def test_an_apology_ends_the_oldest_message_that_nothing_answers():
    received = [wrote(FIRST), wrote(SECOND, at=1.0), wrote(THIRD, at=2.0)]
    verdict = judged(received, [sent("d1", at=5.0, is_apology=True), sent("d2", FIRST, at=6.0)])
    assert verdict.dead == [SECOND]
    assert verdict.lost == [THIRD]


def test_an_apology_to_somebody_who_was_answered_is_one_too_many():
    verdict = judged([wrote(FIRST)], [sent("d1", FIRST), sent("d2", at=5.0, is_apology=True)])
    assert verdict.duplicates == ["d2"]


def test_what_the_provider_lost_twice_is_left_to_staff():
    lost = [sent("d1", FIRST, at=at, fate=Fate.LOST) for at in (1.0, 95.0)]
    assert found(judged([wrote(FIRST)], lost)) == {"needs_staff": 1}
    assert found(judged([wrote(FIRST)], lost[:1])) == {"lost": 1}


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def measured(received, attempts, struck=()):
    record = Record(list(received), list(attempts), struck=list(struck))
    return figures.measure(record, ledger.judge(record))


def test_recovery_is_counted_from_the_first_kill_that_hit_an_open_message():
    kills = [Struck(Blow.KILL_WORKER.value, at, at) for at in (1.0, 3.0, 30.0)]
    taken = measured(
        [wrote(FIRST), wrote(SECOND, at=4.0)], [sent("d1", FIRST, at=6.0), sent("d2", SECOND, at=7.0)], kills
    )
    assert taken.recovery.sample == 1
    assert taken.recovery.p50 == pytest.approx(5.0)


def test_a_message_that_had_to_be_looked_for_does_not_count_as_slow():
    received = [wrote(FIRST), Received(SECOND, ANA, 0.0, None)]
    taken = measured(received, [sent("d1", FIRST, at=2.0), sent("d2", SECOND, at=70.0)])
    assert taken.emptied == pytest.approx(2.0)
    assert taken.resolved == pytest.approx(70.0)
