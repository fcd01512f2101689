"""The real daemon with real notifiers on loopback: a post that is refused, a burst, a restart, a notifier that hangs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from servers.network import Network, World
from servers.post_office import PostOffice, text_of
from servers.web import Reply, Web
from sharebot.app import App
from sharebot.bot import notices
from sharebot.bot.chores import Work
from sharebot.child import Parser
from sharebot.daemon import serving
from sharebot.daemon.serving import Daemon
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Lane
from sharebot.settings import load

SOON = timedelta(milliseconds=200)
PATIENCE = 120


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What settles in a minute settles at once."""
    monkeypatch.setattr(notices, "SETTLES", timedelta(0))
    monkeypatch.setattr(notices, "APART", timedelta(0))
    monkeypatch.setattr(serving, "GLANCE", SOON)


@dataclass
class Service:
    """`sharebot run` in a thread, posting to a network that rejects as often as `faults` says."""

    folder: Path
    notify: str
    faults: list[str] = field(default_factory=list)
    looks: int = 0
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = {
            "HOME": self.folder,
            "NOTIFY": self.notify,
            "NOTIFY_ABOUT": "failed unsure paused",
            "ACCOUNTS": "outbox",
        }
        given |= {"BLOG_NAME": "Harborlight", "SLOTS": "now"}
        settings = load({f"SHAREBOT_{name}": str(value) for name, value in given.items()}, cwd=self.folder)
        self.app = App(settings, tell=lambda event, **fields: self.events.append((event, fields)))
        self.network = Network(World(), Guarantee(kind=GuaranteeKind.ASK), faults=self.faults)
        lane = Lane(account="outbox", platform=self.network)
        (telling,) = (chore for chore in self.app.chores if chore.name == "telling")
        telling = replace(telling, every=SOON, work=self._counted(telling.work))
        vars(self.app).update(lanes={"outbox": lane}, chores=(telling,))
        self.daemon = Daemon(self.app, Parser())
        self.thread = threading.Thread(target=self.daemon.run, daemon=True)

    def _counted(self, work: Work) -> Work:
        def count(stopping: Callable[[], bool]) -> bool:
            done = work(stopping)
            self.looks += 1
            return done

        return count

    def looks_again(self) -> bool:
        """Whether it has looked several times more whether there is something to tell."""
        before = self.looks
        return eventually(lambda: self.looks >= before + 3)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.daemon.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "the daemon hangs"

    def add(self, count: int = 1) -> None:
        share = Share(text="A night at the harbor", length=21, limit=280, link="")
        new = NewPost(account="outbox", share=share, state=State.QUEUED, due_at=self.app.clock.now())
        self.app.queue.add([new] * count, entry_id=None, now=self.app.clock.now(), who="dana", why="by hand")

    def count(self, state: State) -> int:
        return len(self.app.queue.posts(PostFilter(states=frozenset({state}), limit=1000)))

    def told(self, event: str) -> list[dict[str, Any]]:
        return [fields for each, fields in self.events if each == event]


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not (done := true()) and time.monotonic() < until:
        threading.Event().wait(0.05)
    return done


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


def test_a_post_that_is_refused_is_one_mail_and_a_restart_sends_none(tmp_path: Path, office: PostOffice) -> None:
    with Service(tmp_path, office.address, ["rejected"]) as service:
        service.add()
        assert eventually(lambda: bool(service.told("notice.sent")))
        assert service.looks_again()
    with Service(tmp_path, office.address) as again:
        assert again.looks_again()
        assert again.count(State.FAILED) == 1
    (mail,) = office.mails
    assert mail["Subject"] == "Harborlight: a post failed"
    assert "    sharebot retry 1" in text_of(mail)
    assert not again.told("notice.sent")


def test_a_burst_of_a_hundred_is_one_call_of_the_webhook(tmp_path: Path) -> None:
    with Web({"/hook": Reply(200)}) as web:
        address = web.address.replace("http://", "json://dana:hunter2345@") + "/hook"
        before = Service(tmp_path, address, ["rejected"] * 100)
        before.add(100)
        before.app.deliverer(alone=True).deliver("outbox")
        before.app.close()
        with Service(tmp_path, address) as service:
            assert eventually(lambda: bool(service.told("notice.sent")))
            assert service.looks_again()
        (request,) = web.requests
    sent = json.loads(request.body)
    assert sent["title"] == "Harborlight: 100 posts failed"
    assert "and 95 more: sharebot queue --state failed" in sent["message"]


def test_a_notifier_that_hangs_delays_no_post_and_not_the_end(tmp_path: Path, office: PostOffice) -> None:
    office.manner = "hang"
    with Service(tmp_path, office.address, ["rejected"]) as service:
        service.add()
        assert eventually(office.came.is_set)
        service.add(5)
        assert eventually(lambda: service.count(State.SENT) == 5)
        assert not service.told("notice.failed")  # it still hangs
        began = time.monotonic()
    assert time.monotonic() - began < 20
    (failed,) = service.told("notice.failed")
    assert failed["level"] == "warning"
    assert failed["reason"] == "sharebot stopped; it may have arrived"
    assert not service.told("lane.failed")


def test_a_notifier_that_refuses_is_a_warning_without_its_secrets_and_nothing_more(tmp_path: Path) -> None:
    with Web({"/T0kenOfSome1": Reply(403)}) as web:
        address = web.address.replace("http://", "json://dana:hunter2345@") + "/T0kenOfSome1"
        with Service(tmp_path, f"{address} jsn://dana:hunter6789@127.0.0.1/", ["rejected"]) as service:
            service.add(2)
            assert eventually(lambda: len(service.told("notice.failed")) >= 2)
            assert eventually(lambda: service.count(State.SENT) == 1)
    (impossible,) = service.told("notice.impossible")
    assert impossible["notifier"] == "2 jsn"
    assert "hunter" not in repr(service.events)
    assert "T0kenOfSome1" not in repr(service.events)
    assert {fields["level"] for fields in service.told("notice.failed")} == {"warning"}
