"""The back office among many chats: how long the server takes for a page, whole and drawn."""

from collections.abc import Iterator
from time import perf_counter

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from conversations.benchmarks import many_chats
from kavakbot.benchmarking import Goal, Measurement, benchmark

IN_THE_INBOX = Goal("ours", 300, at_least=False)
ELSEWHERE = Goal("ours", 1_000, at_least=False)
_INBOX = {
    "the inbox": "",
    "the inbox, those who wait for a person": "?turno=personas",
    "the inbox, its last page": "?p=80",
    "the inbox, a name": "?q=cliente+777",
    "the inbox, words that some say": "?q=garantia+extendida",
}


@benchmark("office", database=True)
def office(quick: bool) -> Iterator[Measurement]:
    """Time the pages of the back office among 100,000 chats and a million messages; the short version has a tenth."""
    chats = 10_000 if quick else 100_000
    many_chats.fill(chats)
    staff = Client(headers={"host": "127.0.0.1"})
    staff.force_login(get_user_model().objects.create_superuser("bench"))
    inbox = reverse("admin:conversations_conversation_changelist")
    for what, query in _INBOX.items():
        yield _page(staff, f"{chats:,} chats, {what}", inbox + query, IN_THE_INBOX, rounds=20)
    for what, address in lists().items():
        yield _page(staff, f"{chats:,} chats, {what}", address, ELSEWHERE, rounds=10)


def lists() -> dict[str, str]:
    """Return the address of every page that lists or sums up rows, by what it shows."""
    found = {
        f"the list of {pages.opts.label_lower}": reverse(f"admin:{pages.opts.label_lower.replace('.', '_')}_changelist")
        for pages in admin.site._registry.values()  # noqa: SLF001
    }
    others = {
        "the dashboard, 30 days": reverse("dashboard") + "?rango=30",
        "the board of leads": reverse("admin:conversations_lead_board"),
        "the inbox, a word that all say": reverse("admin:conversations_conversation_changelist") + "?q=versa",
    }
    return {**others, **found}


def _page(staff: Client, what: str, address: str, goal: Goal, *, rounds: int) -> Measurement:
    _milliseconds(staff, address)  # a page that nobody has opened for hours is another matter
    taken = sorted(_milliseconds(staff, address) for _ in range(rounds))
    return Measurement(f"{what}, p95", taken[int(rounds * 0.95) - 1], "ms", goal=goal)


def _milliseconds(staff: Client, address: str) -> float:
    started = perf_counter()
    answer = staff.get(address, follow=True)
    taken = (perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise ValueError(f"{address} answered {answer.status_code}")
    return taken
