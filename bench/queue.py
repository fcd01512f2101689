"""Claim + settle per second, against the bare drivers doing the same statements, with a short and a long queue."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from bench.measure import Row, ratio_row, value_row
from bench.queue_hands import ACCOUNT, MICROS, Bare, Ours

sys.path.append(str(Path(__file__).parent.parent / "tests"))

LONG = 200_000
SIZES = (1_000, 10_000, LONG, 1_000_000)
LISTS: dict[str, dict[str, Any]] = {
    "by due time": {},
    "the last first": {"reverse": True},
    "of one account": {"account": ACCOUNT},
    "account by account": {"sort": "account"},
    "as they were made": {"sort": "created"},
}
"""What `sharebot queue` shows most; other orders sort what is open."""
SHARE = (
    '{"text":"A story about harm reduction in the harbor, by Garrett Reuscher (@GarrettReuscher)","length":104,'
    '"limit":280,"link":"https://blog.harborlight.org/2026/11/a-story/","mentions":["GarrettReuscher"],'
    '"spans":[{"kind":"mention","start":65,"end":81,"target":"GarrettReuscher"}],"language":"en"}'
)


def run(*, quick: bool) -> list[Row]:
    return [*on_sqlite(quick=quick), *on_postgresql(quick=quick)]


def disk_syncs() -> float:
    """How often a second the disk can be asked to keep a page: nothing that commits durably is faster."""
    with tempfile.NamedTemporaryFile() as file:
        done, until = 0, perf_counter() + 1
        while perf_counter() < until:
            os.pwrite(file.fileno(), b"x" * 4096, done % 64 * 4096)
            os.fdatasync(file.fileno())
            done += 1
    return float(done)


def wait_for_disk(rate: float, patience: float = 180) -> None:
    """Rented disks slow down after much writing: wait until it syncs nearly as quickly as before."""
    os.sync()
    until = perf_counter() + patience
    while disk_syncs() < 0.7 * rate and perf_counter() < until:
        sleep(5)


def _syncs(when: str, rate: float) -> Row:
    return value_row(f"the disk's syncs, {when}", rate, "a second")


# SQLite ---------------------------------------------------------------------------------------------------------------


@dataclass
class Course:
    """One queue of some length, and how fast each contestant was in each round."""

    waiting: int
    path: Path
    hands: dict[str, Callable[[], Any]]
    listing: Callable[[str], float]
    speeds: dict[str, list[float]] = field(default_factory=dict)

    def round(self, pairs: int) -> None:
        _seed(self.path, 2 * pairs)
        for name, pair in self.hands.items():
            begin = perf_counter()
            for _ in range(pairs):
                pair()
            self.speeds.setdefault(name, []).append(pairs / (perf_counter() - begin))

    def median(self, name: str) -> float:
        return statistics.median(self.speeds[name])

    def ratio(self, name: str, to: str) -> float:
        """Of the rounds' ratios, so that a machine that changes speed between rounds changes nothing."""
        return statistics.median(a / b for a, b in zip(self.speeds[name], self.speeds[to], strict=True))


def on_sqlite(*, quick: bool) -> list[Row]:
    """Every course takes its turn in every round."""
    sizes, rounds, pairs = (SIZES[:2], 3, 50) if quick else (SIZES, 11, 200)
    before = disk_syncs()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        courses = [_course(Path(folder) / str(size), size, stack) for size in sizes]
        wait_for_disk(before)
        for course in courses:
            course.round(20)
            course.speeds.clear()
        for _ in range(rounds):
            for course in courses:
                course.round(pairs)
        lists = [row for what in LISTS for row in _list_rows(courses, what)]
    rows = [row for course in courses for row in _rows(course)]
    return [_syncs("before SQLite", before), *rows, *_flat(courses), *lists]


def _course(home: Path, size: int, stack: ExitStack) -> Course:
    from sharebot.queue import open_queue
    from sharebot.queue._sqlite import SQL

    queue = stack.enter_context(closing(open_queue(home=home)))
    _seed(home / "sharebot.db", size)
    connection = stack.enter_context(closing(sqlite3.connect(home / "sharebot.db", isolation_level=None)))
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    hands = {"bare": Bare(connection, SQL, "BEGIN IMMEDIATE").pair, "ours": Ours(queue).pair}
    if size == SIZES[1]:
        hands |= _huey(home / "huey.db", size)
    return Course(size, home / "sharebot.db", hands, lambda what: _list_ms(queue, what))


def _list_ms(queue: Any, what: str) -> float:
    """The median of nine times, in milliseconds, to read one screen of a list."""
    from sharebot.model import PostFilter, Sort, State

    how = {**LISTS[what], "states": frozenset(State) - {State.SENT, State.CANCELLED}, "limit": 50}
    wanted = PostFilter(**how | ({"sort": Sort(how["sort"])} if "sort" in how else {}))
    taken = []
    for _ in range(9):
        begin = perf_counter()
        assert len(queue.posts(wanted)) == wanted.limit
        taken.append((perf_counter() - begin) * 1000)
    return statistics.median(taken)


def _list_rows(courses: list[Course], what: str) -> list[Row]:
    short, long = courses[0], courses[-1]
    taken = long.listing(what)
    name = f"a screen of posts, {what}: {long.waiting:,} / {short.waiting:,} waiting"
    return [ratio_row(name, taken / short.listing(what), 3, at_most=True, detail=f"({taken:.1f} ms)")]


def _seed(path: Path, how_many: int) -> None:
    """More waiting posts, due after those that are there."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO posts (account, state, due_at, share, created_at, updated_at) "
            "SELECT ?, 'queued', (SELECT count(*) FROM posts) + i, ?, 0, 0 FROM n",
            (how_many, ACCOUNT, SHARE),
        )
        connection.commit()


def _huey(path: Path, size: int) -> dict[str, Callable[[], Any]]:
    """huey on SQLite with the same durability, where it is installed."""
    try:
        from huey import SqliteHuey
    except ImportError:
        return {}
    huey = SqliteHuey(filename=str(path), fsync=True)
    share = huey.task()(_share)
    storage = huey.storage
    for _ in range(size // 1_000):
        for _ in range(1_000):
            storage.enqueue(huey.serialize_task(share.s("A story")))
    return {"huey": lambda: huey.execute(huey.dequeue())}


def _share(text: str) -> str:
    return text


def _rows(course: Course) -> list[Row]:
    waiting = f"{course.waiting:,} waiting"
    detail = f"({course.median('ours'):,.0f} a second)"
    rows = [
        value_row(f"bare sqlite3, {waiting}", course.median("bare"), "a second"),
        ratio_row(
            f"sharebot / bare sqlite3, {waiting}", course.ratio("ours", "bare"), 0.6, at_most=False, detail=detail
        ),
    ]
    if "huey" in course.speeds:
        huey, detail = course.ratio("huey", "bare"), f"({course.median('huey'):,.0f} a second)"
        rows.append(Row(f"huey / bare sqlite3, {waiting}", f"{huey:.2f}× {detail}"))
    return rows


def _flat(courses: list[Course]) -> list[Row]:
    """Within each round, too, so that a disk that changes speed between rounds is not taken for a long queue."""
    first = courses[0].speeds["ours"]
    speeds = [statistics.median(a / b for a, b in zip(course.speeds["ours"], first, strict=True)) for course in courses]
    what = f"sharebot, fastest / slowest over {courses[0].waiting:,} to {courses[-1].waiting:,} waiting"
    return [ratio_row(what, max(speeds) / min(speeds), 1.2, at_most=True)]


# PostgreSQL -----------------------------------------------------------------------------------------------------------


def on_postgresql(*, quick: bool) -> list[Row]:
    """The contestants take turns, one second each."""
    from servers.postgres import Postgres, binaries

    if binaries() is None:
        return [Row("PostgreSQL", "not measured: it is not on this machine")]
    waiting, rounds = (2_000, 2) if quick else (LONG, 9)
    before = disk_syncs()
    with Postgres(fsync=True) as server:
        places = {"bare": _seeded(server, waiting), "ours": _seeded(server, waiting)}
        peers = _procrastinate(server, waiting)
        with server.connect() as connection:
            connection.execute("CHECKPOINT")
        wait_for_disk(before)
        rows = [_syncs("before PostgreSQL", disk_syncs())]
        rows += _against(_turns(places | peers, 1, rounds), 1, waiting)
        for workers in (2, 4):
            rows += _against(_turns(places, workers, rounds), workers, waiting)
    return rows


def _turns(places: dict[str, str], workers: int, rounds: int) -> dict[str, list[float]]:
    speeds: dict[str, list[float]] = {name: [] for name in places}
    for _ in range(rounds):
        for name, address in places.items():
            speeds[name].append(_speed(address, name, workers, 1.0))
    return speeds


def _against(speeds: dict[str, list[float]], workers: int, waiting: int) -> list[Row]:
    how = f"{workers} worker{'s' * (workers > 1)}, {waiting:,} waiting"
    ours, bare = statistics.median(speeds["ours"]), statistics.median(speeds["bare"])
    rows = [
        value_row(f"bare psycopg, {how}", bare, "a second"),
        _ratio(speeds, "bare", f"sharebot / bare psycopg, {how}", 0.5, f"({ours:,.0f} a second)"),
    ]
    for peer in sorted(set(speeds) & set(PEERS)):
        detail = f"(it does {statistics.median(speeds[peer]):,.0f} a second)"
        bound = 10.0 if peer == "procrastinate" and waiting >= LONG else None
        rows.append(_ratio(speeds, peer, f"sharebot / {PEERS[peer]}, {how}", bound, detail))
    return rows


PEERS = {
    "procrastinate": "procrastinate keeping an account's posts in order by a lock",
    "procrastinate-unlocked": "procrastinate without locks, in any order",
}


def _ratio(speeds: dict[str, list[float]], peer: str, what: str, bound: float | None, detail: str) -> Row:
    ratio = statistics.median(a / b for a, b in zip(speeds["ours"], speeds[peer], strict=True))
    if bound is None:
        return Row(what, f"{ratio:.2f}× {detail}")
    return ratio_row(what, ratio, bound, at_most=False, detail=detail)


def _seeded(server: Any, waiting: int) -> str:
    from sharebot.queue import open_queue

    address: str = server.fresh()
    open_queue(address).close()
    with server.connect(address) as connection:
        connection.execute(
            "INSERT INTO posts (account, state, due_at, share, created_at, updated_at) "
            "SELECT %s, 'queued', %s - %s + i, %s, 0, 0 FROM generate_series(1, %s) AS i",
            (ACCOUNT, MICROS, waiting + 100_000, SHARE, waiting + 100_000),
        )
        connection.execute("VACUUM ANALYZE posts")
    return address


def _procrastinate(server: Any, waiting: int) -> dict[str, str]:
    """Its own tables with as many jobs, once over three accounts and once without locks; {} where it is missing."""
    try:
        from procrastinate import App, SyncPsycopgConnector
    except ImportError:
        return {}
    places: dict[str, str] = {"procrastinate": server.fresh(), "procrastinate-unlocked": server.fresh()}
    for name, address in places.items():
        with App(connector=SyncPsycopgConnector(conninfo=address.replace("+psycopg", ""))).open() as app:
            app.schema_manager.apply_schema()
        lock = "'account-' || i % 3" if name == "procrastinate" else "NULL"
        with server.connect(address) as connection:
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, lock) "
                f"SELECT 'default', 'share', '{SHARE}', {lock} FROM generate_series(1, {waiting}) AS i"
            )
            connection.execute("VACUUM ANALYZE procrastinate_jobs")
    return places


def _speed(address: str, contestant: str, workers: int, seconds: float) -> float:
    """Pairs a second of all workers together, each a process that begins at the same word."""
    command = [sys.executable, "-c", "from bench.queue_hands import main; main()"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        for _ in range(workers)
    ]
    for process in processes:
        _say(process, f"{address} {contestant}")
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    for process in processes:
        _say(process, str(seconds))
    return sum(int(process.communicate()[0]) for process in processes) / seconds


def _say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
