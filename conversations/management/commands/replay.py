"""Run past conversations through today's brain and say what would be answered otherwise; nothing is written."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from conversations import agent
from conversations.evaluation import replaying
from conversations.evaluation.replaying import Replayed
from kavakbot.errors import KavakbotError


class Command(BaseCommand):
    """Counts, then the first turn of each chat that changed, then and now."""

    help = "Replay stored turns through the current brain: which plans, cars and figures change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=_moment, metavar="DATE", help="turns from this day or moment on")
        parser.add_argument("--limit", type=_count, help="at most so many turns, the newest")
        parser.add_argument("--brain", choices=["auto", "offline", "openai"], default="auto")
        parser.add_argument("--examples", type=_count, default=5, help="how many differences to show")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            brain = agent.choose_brain(options["brain"])
        except KavakbotError as error:
            raise CommandError(error.detail) from error
        turns = replaying.choose(since=options["since"], limit=options["limit"])
        replayed = replaying.replay(turns, brain, progress=self._progress)
        changed = [one for one in replayed if one.changed]
        counts = replaying.counts(replayed)
        if options["as_json"]:
            told = {"turns": len(replayed), "changed": counts, "differences": [one.as_json() for one in changed]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        follow = sum(one.follows for one in changed)
        self.stdout.write(
            f"{counts['cars']} of {len(replayed)} turns changed cars, {counts['figures']} figures, "
            f"{counts['plan']} plans; {follow} of the {len(changed)} changed ones follow another in their chat."
        )
        for one in sorted(changed, key=lambda one: one.follows)[: options["examples"]]:
            self.stdout.write(f"\n{_told(one)}")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} turns", ending="\n" if done == total else "")


def _told(one: Replayed) -> str:
    lines = [f"turn {one.turn_id}, {' and '.join(one.changed)}: {' | '.join(one.said.splitlines())}"]
    for when, answered in (("then", one.then), ("now", one.now)):
        cars = f" {sorted(answered.cars)}" if answered.cars else ""
        lines.append(f"  {when}: {', '.join(answered.plan)}{cars}")
        lines += [f"    > {line}" for line in answered.text.splitlines()]
    return "\n".join(lines)


def _moment(text: str) -> datetime:
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if moment is None and day is None:
        raise ArgumentTypeError(f"{text!r} is neither a date nor a moment, such as 2026-11-28")
    moment = moment or datetime.combine(day or timezone.localdate(), datetime.min.time())
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no number from 0 up")
    return int(text)
