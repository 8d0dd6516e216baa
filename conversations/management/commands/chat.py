"""Talk to the agent in a terminal: one customer, through receive, answer and deliver, in this process."""

import json
import logging
import sys
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from conversations import agent, delivery, inbox, leases, turns
from conversations.models import Channel, Conversation, Message
from conversations.whatsapp.messages import Inbound, clean
from kavakbot import health
from kavakbot.errors import KavakbotError


class Command(BaseCommand):
    help = "Chat with the agent as one customer; with --say or piped lines it answers each and exits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phone", help="the customer's number; without it each run is a new customer")
        parser.add_argument("--say", action="append", metavar="TEXT", help="a message; repeatable")
        parser.add_argument("--json", action="store_true", help="one JSON object per message on standard output")
        parser.add_argument("--brain", choices=["auto", "offline", "openai"], default="auto")

    def handle(self, **options: Any) -> None:
        if not health.migrations_are_applied():
            raise CommandError("The tables are not there yet: `make run` makes them and loads the samples.")
        try:
            brain = agent.choose_brain(options["brain"])
        except KavakbotError as error:
            raise CommandError(error.detail) from error
        if options["verbosity"] <= 1:  # the talk is read here, and not what is logged of each message
            logging.getLogger("conversations").setLevel(logging.WARNING)
        address = options["phone"] or f"console:{uuid.uuid4().hex}"
        write = self._write_json if options["json"] else self._write_text
        with leases.beating():
            for text in self._messages(options):
                started = time.perf_counter()
                message = _answered(address, text, brain)
                write(text, message, (time.perf_counter() - started) * 1000)

    def _messages(self, options: dict[str, Any]) -> Iterator[str]:
        if options["say"]:
            yield from options["say"]
        elif not sys.stdin.isatty():
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            self.stdout.write("Escribe como cliente; termina con Ctrl-D.")
            yield from self._typed()

    def _typed(self) -> Iterator[str]:
        while True:
            try:
                text = input("tú> ").strip()
            except (EOFError, KeyboardInterrupt):
                self.stdout.write("")
                return
            if text:
                yield text

    def _write_text(self, text: str, message: Message, elapsed_ms: float) -> None:
        for reply in _replies(message):
            self.stdout.write(f"kavakbot> {reply}\n")

    def _write_json(self, text: str, message: Message, elapsed_ms: float) -> None:
        turn = message.turn
        answer = {
            "say": text,
            "reply": _replies(message),
            "tools": [_tool(call) for call in turn.tool_calls.all()] if turn else [],
            "cars": list(turn.cars) if turn else [],
            "state": Conversation.objects.get(pk=message.conversation_id).state,
            "brain": turn.brain if turn else "offline",
            "guard": {"blocked": len(turn.verdicts) if turn else 0},
            "ms": round(elapsed_ms, 1),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()


def _answered(address: str, text: str, brain: agent.Brain) -> Message:
    """Receive the message, answer it, deliver the answer, and return the message with its turn."""
    inbound = Inbound(sid=f"console-{uuid.uuid4().hex}", address=address, body=clean(text))
    message = inbox.accept(inbound, channel=Channel.CONSOLE)
    if message is None:
        raise CommandError("the message could not be stored")
    conversation_id: UUID = message.conversation_id
    turns.answer(conversation_id, brain=brain)
    delivery.deliver(conversation_id)
    return Message.objects.select_related("turn").get(pk=message.pk)


def _replies(message: Message) -> list[str]:
    return Message.objects.replies_to(message).bodies()


def _tool(call: Any) -> dict[str, Any]:
    return {"name": call.name, "args": call.args, "ok": call.ok, "ms": call.milliseconds}
