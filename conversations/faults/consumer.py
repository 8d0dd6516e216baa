"""The reference of the crowd: an asyncio consumer of the same queue and the same turns, with nothing of Celery."""

import asyncio
import base64
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import django
from redis.asyncio import Redis

from kavakbot.nursery import Nursery, disconnect

QUEUE = "turns"
_AGAIN_AFTER_SECONDS = 1.0


def main(processes: int, threads: int) -> None:
    """Fork, and consume in each process; imports and the encoder are shared, as with our own workers."""
    django.setup()
    from conversations import agent, turns

    turns.default_brain()
    agent.warm()
    agent.rehearse()
    disconnect()
    Nursery(partial(_work, threads), children=processes).keep()


def _work(threads: int, predecessor: int | None) -> None:
    from conversations import leases

    with leases.beating():
        asyncio.run(_consume(threads))


async def _consume(threads: int) -> None:
    """Take a wake, tend its chat in a thread, and take no more than there are threads."""
    from django.conf import settings

    room = asyncio.Semaphore(threads)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads))
    under_way: set[asyncio.Task[None]] = set()
    async with Redis.from_url(
        settings.REDIS_URL, socket_timeout=None
    ) as redis:  # which waits for a wake as long as it takes
        while True:
            await room.acquire()
            _, wake = await redis.blpop([QUEUE], timeout=0) or ("", "")
            turn = asyncio.create_task(_tend(_chat_of(wake), room))
            under_way.add(turn)
            turn.add_done_callback(under_way.discard)


async def _tend(chat_id: UUID, room: asyncio.Semaphore) -> None:
    """Tend it, once more where no connection was free in time, as our own task does."""
    from django.db import OperationalError

    try:
        while True:
            try:
                await asyncio.to_thread(_in_thread, chat_id)
                return
            except OperationalError:
                await asyncio.sleep(_AGAIN_AFTER_SECONDS)
    finally:
        room.release()


def _in_thread(chat_id: UUID) -> None:
    from django.db import connection

    from conversations.tasks import tend

    try:
        tend(chat_id)
    finally:
        connection.close()


def _chat_of(message: bytes | str) -> UUID:
    """Read a wake as Celery writes it."""
    [arguments, *_] = json.loads(base64.b64decode(json.loads(message)["body"]))
    return UUID(arguments[0])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
