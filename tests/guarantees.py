"""What each network's posts come to when something fails: the table that test_guarantees walks cell by cell.

docs/guarantees.md is made from it (`make generate`), so the page says what the tests have seen and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill

# What may become of a post --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Fate:
    """`first`: the post's state when the fault has happened. `account`: free, rests, or paused.

    `left`: the state in which the machine leaves it, and `copies` how many are public then. `proof`: how we know at the
    end. `repeated`: whether it was sent again under its key; `absent`: whether it was sent again because looks found
    nothing. `command`: what a person is told to type; after it the post is sent, with one copy.
    """

    words: str
    first: str
    account: str = "free"
    left: str = "sent"
    copies: int = 1
    proof: str = "answered"
    repeated: bool = False
    absent: bool = False
    command: str = ""


FATES = {
    "sent": Fate(words="Sent at once.", first="sent"),
    "later": Fate(words="Surely nothing was sent: it waits and goes out a little later.", first="queued"),
    "rests": Fate(
        words="Surely nothing was sent: the whole account rests as long as the server asks, then it goes out.",
        first="queued",
        account="rests",
    ),
    "resume": Fate(
        words="Nothing was sent, and no post fails: the account is paused, and a person is told what to mend; "
        "`sharebot resume` goes on.",
        first="queued",
        account="paused",
        left="queued",
        copies=0,
        command="sharebot resume",
    ),
    "retry": Fate(
        words="Refused for good: it ends as failed, and a person is told why; `sharebot retry` sends it again.",
        first="failed",
        left="failed",
        copies=0,
        command="sharebot retry",
    ),
    "found": Fate(words="Unsure; found on our own timeline, never sent twice.", first="unsure", proof="looked up"),
    "key": Fate(words="Unsure; sent again under the same key, of which the server keeps one.", first="unsure",
                repeated=True),
    "again": Fate(words="Unsure; not on our own timeline in three looks over 13 minutes, and sent again.",
                  first="unsure", absent=True),
    "key, found": Fate(words="Unsure; sent again once under its key, then found on our own timeline.", first="unsure",
                       proof="looked up", repeated=True),
    "key, again": Fate(words="Unsure; sent again once under its key, then not on our own timeline in three looks over "
                       "13 minutes, and sent again.", first="unsure", repeated=True, absent=True),
}  # fmt: skip

# The networks ---------------------------------------------------------------------------------------------------------

NETWORKS = {
    "X": "No key: after a lost answer the account's own timeline is read three times over 13 minutes. If it lags longer "
    "still, X refuses the same text a second time, and sharebot looks for it once more. What is refused after that, or "
    "shown nowhere, is for a person.",
    "Mastodon": "A key for an hour, of which sharebot relies on the first half and on one repeat; then the account's own "
    "statuses are read three times. A refusal after a lost answer is for a person if they show nothing. Until the server "
    "has said which software it runs, it counts as one of the next column.",
    "Fediverse": "Servers that ignore the key (GoToSocial, Pixelfed, snac and all that nobody has looked at): the "
    "account's own statuses are read three times over 13 minutes. **What remains:** a server whose list lags longer than "
    "that gets the post a second time.",
    "Bluesky": "A key without an end: the post's own address is chosen before it is sent, and the server writes it where "
    "nothing stands. **What remains:** whoever deletes the post after a lost answer and before its repeat (seconds) gets "
    "it again.",
    "Outbox": "A key without an end: the file's name. It is put there whole or not at all, and asks no network.",
}

FOLLOWS = {
    "then all is well": "The fault happens once.",
    "the same again": "It happens at the next try too.",
    "kill -9": "It happens, and in the same instant the process is killed; a new one finds what it left.",
}

# The table ------------------------------------------------------------------------------------------------------------

NOTHING, KEPT, REFUSED = "Surely nothing was sent", "The server may have it", "The server says no"

FAULTS = {
    "DNS fails": NOTHING,
    "connection refused": NOTHING,
    "no TLS": NOTHING,
    "wrong certificate": NOTHING,
    "connect time-out": NOTHING,
    "time-out after sending": KEPT,
    "reset after sending": KEPT,
    "half an answer": KEPT,
    "2xx, broken body": KEPT,
    "dripping answer": KEPT,
    "500 before it is kept": KEPT,
    "500 after it is kept": KEPT,
    "502": KEPT,
    "503 after it is kept": KEPT,
    "429": REFUSED,
    "401": REFUSED,
    "402": REFUSED,
    "403": REFUSED,
    "422": REFUSED,
}

_TABLE = """
                       |                  | X      | Mastodon   | Fediverse | Bluesky | Outbox
DNS fails              | then all is well | later  | later      | later     | later   | sent
                       | the same again   | later  | later      | later     | later   | sent
                       | kill -9          | again  | key        | again     | key     | key
connection refused     | then all is well | later  | later      | later     | later   | sent
                       | the same again   | later  | later      | later     | later   | sent
                       | kill -9          | again  | key        | again     | key     | key
no TLS                 | then all is well | later  | later      | later     | later   | sent
                       | the same again   | later  | later      | later     | later   | sent
                       | kill -9          | again  | key        | again     | key     | key
wrong certificate      | then all is well | later  | later      | later     | later   | sent
                       | the same again   | later  | later      | later     | later   | sent
                       | kill -9          | again  | key        | again     | key     | key
connect time-out       | then all is well | later  | later      | later     | later   | sent
                       | the same again   | later  | later      | later     | later   | sent
                       | kill -9          | again  | key        | again     | key     | key
time-out after sending | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
reset after sending    | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
half an answer         | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
2xx, broken body       | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
dripping answer        | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
500 before it is kept  | then all is well | again  | key        | again     | key     | sent
                       | the same again   | again  | key, again | again     | key     | sent
                       | kill -9          | again  | key        | again     | key     | key
500 after it is kept   | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
502                    | then all is well | again  | key        | again     | key     | sent
                       | the same again   | again  | key, again | again     | key     | sent
                       | kill -9          | again  | key        | again     | key     | key
503 after it is kept   | then all is well | found  | key        | found     | key     | sent
                       | the same again   | found  | key, found | found     | key     | sent
                       | kill -9          | found  | key        | found     | key     | key
429                    | then all is well | rests  | rests      | rests     | rests   | sent
                       | the same again   | rests  | rests      | rests     | rests   | sent
                       | kill -9          | again  | key        | again     | key     | key
401                    | then all is well | resume | resume     | resume    | resume  | sent
                       | the same again   | resume | resume     | resume    | resume  | sent
                       | kill -9          | again  | key        | again     | key     | key
402                    | then all is well | resume | retry      | retry     | retry   | sent
                       | the same again   | resume | retry      | retry     | retry   | sent
                       | kill -9          | again  | key        | again     | key     | key
403                    | then all is well | resume | retry      | retry     | resume  | sent
                       | the same again   | resume | retry      | retry     | resume  | sent
                       | kill -9          | again  | key        | again     | key     | key
422                    | then all is well | retry  | retry      | retry     | retry   | sent
                       | the same again   | retry  | retry      | retry     | retry   | sent
                       | kill -9          | again  | key        | again     | key     | key
"""


def cells() -> Iterator[tuple[str, str, str, str]]:
    """Fault, what follows, network, fate."""
    head, *lines = [[part.strip() for part in line.split("|")] for line in _TABLE.strip("\n").splitlines()]
    fault = ""
    for named, follows, *fates in lines:
        fault = named or fault
        for network, fate in zip(head[2:], fates, strict=True):
            yield fault, follows, network, fate


EXPECTED = {(fault, follows, network): fate for fault, follows, network, fate in cells()}

# The page -------------------------------------------------------------------------------------------------------------

_HEAD = """# Guarantees: what happens when something fails

Made from `tests/guarantees.py` by `make generate`. Every cell of these tables is a test (`tests/test_guarantees.py`): the
fault really happens, on the wire, in front of a server that remembers, and the copies on that server are counted.

In all {number} cells there is **never a second copy, never a lost post, never a post that is public and counts as failed**.
`make test-real` moreover kills the running service with `kill -9`, hundreds of times, in front of the reference Bluesky
server and the other networks' stand-ins; the figures of its longest run (`make soak`) stand in [soak](soak.md).

## What each network can promise

"""

_REST = """
## What people do on the network stays done

A post that a person deletes, there or by `sharebot delete`, stays deleted: whatever was once known to be sent is never
created again.

## What else was tried

- Two and four daemons on one PostgreSQL, killed in the midst of their work: each post goes out once.
- The clock jumps back an hour during a delivery: waits are counted by a clock that cannot be set.
- The database is away for a minute, locked, or its disk is full: what is known of an attempt is kept and written down when
  the database is back; the log says so at once. Nothing is sent that could not be written down first.
- A network's list lags for hours, and the repeat is refused: a person is asked, and the post never counts as failed.
"""


def page() -> str:
    parts = [_HEAD.format(number=len(EXPECTED))]
    parts += [
        f"{fill(f'- **{name}.** {promise}', 120, subsequent_indent='  ')}\n" for name, promise in NETWORKS.items()
    ]
    parts += ["\n## The words of the tables\n\n| word | what becomes of the post |\n|---|---|\n"]
    parts += [f"| {word} | {fate.words} |\n" for word, fate in FATES.items()]
    for follows, about in FOLLOWS.items():
        parts += [f"\n## {follows[0].upper()}{follows[1:]}\n\n{about}\n\n", *_rows(follows)]
    return "".join([*parts, _REST])


def _rows(follows: str) -> Iterator[str]:
    yield f"| | {' | '.join(NETWORKS)} |\n|---|{'---|' * len(NETWORKS)}\n"
    group = ""
    for fault, about in FAULTS.items():
        if about != group:
            group = about
            yield f"| **{about}** |{' |' * len(NETWORKS)}\n"
        yield f"| {fault} | {' | '.join(EXPECTED[fault, follows, network] for network in NETWORKS)} |\n"
