"""The contestants: each can claim and settle one post. The bare drivers run the very statements that the queue runs.

main() is one worker on PostgreSQL: the address and the contestant's name come on standard input; it says "ready",
waits for a number of seconds, claims and settles for so long and prints how many pairs it did.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

ACCOUNT = "x"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MICROS = int(NOW.timestamp() * 1_000_000)
LEASE = timedelta(minutes=5)
BODY = b'{"text": "A story about harm reduction", "visibility": "public"}' * 4
DOUBT = '{"at":"2026-11-23T09:00:00Z","boot":"boot","ticks":1.0,"last_ticks":1.0}'
RECEIPT = '{"remote_id":"109","url":"https://social.test/@blog/109","found":"answered"}'


class Bare:
    """A driver's connection, the statements as text, and nothing else: the limit."""

    def __init__(self, connection: Any, sql: dict[str, str], begin: str) -> None:
        self._execute, self._sql, self._begin = connection.execute, sql, begin

    def pair(self) -> None:
        sql, execute = self._sql, self._execute
        execute(self._begin)
        post_id, attempt = self._candidate()
        execute(
            sql["claim"],
            {"post_id": post_id, "key": "key", "body": BODY, "media_size": 0, "doubt": DOUBT, "attempt": attempt,
             "lease_until": MICROS, "worker": "bare", "now": MICROS},
        )  # fmt: skip
        execute(sql["add_attempt"], {"post_id": post_id, "number": attempt, "worker": "bare", "started_at": MICROS})
        execute(sql["add_step"], self._step(post_id, "queued", "sending"))
        execute("COMMIT")
        execute(self._begin)
        execute(
            sql["settle"],
            {"post_id": post_id, "attempt": attempt, "state": "sent", "due_at": MICROS, "receipt": RECEIPT,
             "doubt": None, "rejected": "", "now": MICROS},
        ).fetchall()  # fmt: skip
        execute(
            sql["end_attempt"],
            {"post_id": post_id, "number": attempt, "ended_at": MICROS, "verdict": "sent", "detail": "public"},
        )
        execute(sql["add_step"], self._step(post_id, "sending", "sent"))
        execute("COMMIT")

    def _candidate(self) -> tuple[int, int]:
        row = self._execute(self._sql["next_claimable"], {"account": ACCOUNT, "now": MICROS}).fetchall()[0]
        return row[0], row[-1] + 1

    def _step(self, post_id: int, before: str, after: str) -> dict[str, object]:
        return {"post_id": post_id, "at": MICROS, "who": "bare", "before": before, "after": after, "why": "public"}


class Ours:
    """sharebot's queue, as bot.deliver uses it."""

    def __init__(self, queue: Any) -> None:
        from sharebot.model import Doubt, Payload, Receipt, State, Verdict

        self._queue = queue
        self._doubt = Doubt(at=NOW, boot="boot", ticks=1.0, last_ticks=1.0)
        self._payload = Payload(key="key", body=BODY)
        receipt = Receipt(remote_id="109", url="https://social.test/@blog/109")
        self._verdict = Verdict(kind="sent", state=State.SENT, reason="public", receipt=receipt)

    def pair(self) -> None:
        claim = self._queue.claim(
            ACCOUNT, now=NOW, lease=LEASE, worker="ours", doubt=self._doubt, prepare=lambda _: self._payload
        )
        self._queue.settle(claim, self._verdict, now=NOW, who="sharebot")


# One worker on PostgreSQL ---------------------------------------------------------------------------------------------


def main() -> None:
    address, contestant = sys.stdin.readline().split()
    if contestant.startswith("procrastinate"):
        asyncio.run(_procrastinate(address))
        return
    hand = _bare(address) if contestant == "bare" else _ours(address)
    seconds = _told()
    done, until = 0, perf_counter() + seconds
    while perf_counter() < until:
        hand.pair()
        done += 1
    print(done)


def _told() -> float:
    print("ready", flush=True)
    return float(sys.stdin.readline())


def _bare(address: str) -> Bare:
    import psycopg

    from sharebot.queue._postgresql import SQL

    connection = psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
    return Bare(connection, SQL, "BEGIN")


def _ours(address: str) -> Ours:
    from sharebot.queue import open_queue

    return Ours(open_queue(address))


async def _procrastinate(address: str) -> None:
    from procrastinate import App, PsycopgConnector
    from procrastinate.jobs import Status

    app = App(connector=PsycopgConnector(conninfo=address.replace("+psycopg", "")))
    async with app.open_async():
        worker = await app.job_manager.register_worker()
        seconds = _told()
        done, until = 0, perf_counter() + seconds
        while perf_counter() < until:
            job = await app.job_manager.fetch_job(queues=None, worker_id=worker)
            assert job is not None
            await app.job_manager.finish_job(job, status=Status.SUCCEEDED, delete_job=False)
            done += 1
        print(done)
