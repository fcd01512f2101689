"""Who is mentioned when a post is sent: from the feed's words over the platform's answers to the last look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from servers.directory import PaperDirectory
from servers.network import World, deliverer
from servers.paper import MONDAY, PaperBlog, PaperClock, entry
from sharebot import authors
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Customs
from sharebot.bot.identities import Identities
from sharebot.bot.mentions import Mentions
from sharebot.bot.poll import Poller
from sharebot.bot.tagging import Tag
from sharebot.bot.wording import Wording
from sharebot.compose import compose, named_plainly
from sharebot.errors import MentionRefused
from sharebot.model import Blog, Payload, Post, Receipt, Standing, State
from sharebot.ports import Guarantee, GuaranteeKind, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots

FEED = "https://blog.harborlight.org/feed/"
BIO = (
    "<p>Half an hour outside was worth three at the desk.</p><p>-Garrett Reuscher, Guest Blogger</p>"
    "<p>Garrett Reuscher is a Harm Reduction Counselor. You can follow him on twitter @GarrettReuscher.</p>"
)
LATER = Calendar(zone="UTC", weekly=parse_slots("mon-fri 12:00"))


@dataclass
class House:
    """A poller and a lane over one queue, one clock and one network."""

    queue: Queue
    clock: PaperClock = field(default_factory=PaperClock)
    blog: PaperBlog = field(default_factory=PaperBlog)
    tag: Tag = Tag.STATED
    network: PaperDirectory = field(init=False)

    def __post_init__(self) -> None:
        self.network = PaperDirectory(World(), Guarantee(kind=GuaranteeKind.ASK), clock=self.clock)
        self.poll()

    @property
    def identities(self) -> Identities:
        return Identities(directories={"x": self.network}, memory=self.queue, clock=self.clock)

    def poll(self) -> list[Post]:
        quiet = lambda _event, **_fields: None  # noqa: E731  as short as it is
        crediting = Crediting(
            credit=authors.credit, rules=authors, source=self.blog, blog=Blog(staff=("Dana Quillfeather",)), tell=quiet,
            queue=self.queue, identities=self.identities,
        )  # fmt: skip
        poller = Poller(
            queue=self.queue, source=self.blog, crediting=crediting,
            wording=Wording(compose=compose, rules={"x": self.network.rules}, tags={"x": self.tag}), calendars={"x": LATER}, customs=Customs(),
            clock=self.clock, tell=quiet,
        )  # fmt: skip
        return list(poller.poll(FEED).posts)

    def publish(self, number: int, html: str = BIO) -> Post:
        self.blog.entries.append(entry(number, html=html, title="What a Counselor Hears First"))
        (post,) = self.poll()
        return post

    def deliver(self) -> None:
        mentions = Mentions(queue=self.queue, identities=self.identities, plainly=named_plainly)
        deliverer(self.queue, self.network, self.clock, "x", calendars={"x": LATER}, mentions=mentions).deliver("x")

    def at_noon(self) -> list[str]:
        """What readers see once the slot has come."""
        self.clock.at = MONDAY.replace(hour=12)
        self.deliver()
        return [remote.body.decode() for remote in self.network.posts]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    queue = open_queue("", home=tmp_path)
    yield House(queue)
    queue.close()


TAGGED = "What a Counselor Hears First — by Garrett Reuscher (@GarrettReuscher)"
PLAIN = "What a Counselor Hears First — by Garrett Reuscher\n"


def test_the_guest_is_tagged_by_the_handle_that_the_bio_states(house: House) -> None:
    house.network.give("GarrettReuscher", "77", "Garrett")
    assert house.publish(1).share.text.startswith(TAGGED)
    assert house.at_noon()[0].startswith(TAGGED)
    (person,) = house.queue.people()
    assert (person.name, person.guest, person.handles[0].standing) == ("Garrett Reuscher", True, Standing.IN_USE)
    assert person.handles[0].identity is not None
    assert person.handles[0].identity.id == "77"


def test_a_handle_that_nobody_has_is_not_tagged(house: House) -> None:
    post = house.publish(1)
    assert post.share.text.startswith(PLAIN)
    assert "Garrett Reuscher is named plainly: x has no account GarrettReuscher" in post.share.notes


def test_a_profile_with_clearly_anothers_name_is_asked_about_and_not_tagged(house: House) -> None:
    house.network.give("parkinglot_9", "77", "Tomas Berglind")
    assert house.publish(1, BIO.replace("@GarrettReuscher", "@parkinglot_9")).share.text.startswith(PLAIN)
    handle = house.queue.people()[0].handles[0]
    assert (handle.standing, handle.note) == (
        Standing.CANDIDATE,
        "the profile shows the name 'Tomas Berglind': is it theirs?",
    )


def test_a_directory_that_does_not_answer_says_nothing_about_the_handle(house: House) -> None:
    house.network.silent = True
    assert house.publish(1).share.text.startswith(TAGGED)
    assert house.at_noon()[0].startswith(TAGGED)


def test_a_silent_directory_is_not_asked_again_and_again(house: House) -> None:
    house.network.silent = True
    house.publish(1)
    house.publish(2)
    assert house.network.asked == ["GarrettReuscher"]


def test_an_answer_that_costs_money_is_asked_for_once(house: House) -> None:
    house.network.good_for = timedelta(days=30)
    house.network.give("GarrettReuscher", "77")
    house.publish(1)
    house.publish(2)
    house.at_noon()
    assert house.network.asked == ["GarrettReuscher"]
    house.clock.pass_time(days=31)
    house.blog.entries = []
    house.publish(3)
    assert house.network.asked == ["GarrettReuscher"] * 2


def test_a_handle_that_passed_to_somebody_else_after_queueing_is_not_mentioned(house: House) -> None:
    house.network.give("GarrettReuscher", "77")
    post = house.publish(1)
    house.network.give("GarrettReuscher", "78")
    assert house.at_noon()[0].startswith(PLAIN)
    assert any("belongs to another account on x by now" in step.why for step in house.queue.history(post.id))


def test_a_handle_that_was_given_up_after_queueing_is_not_mentioned(house: House) -> None:
    house.network.give("GarrettReuscher", "77")
    house.publish(1)
    house.network.take("GarrettReuscher")
    assert house.at_noon()[0].startswith(PLAIN)


def test_a_handle_that_passed_to_somebody_else_is_not_used_for_later_entries_either(house: House) -> None:
    house.network.give("GarrettReuscher", "77")
    house.publish(1)
    house.network.give("GarrettReuscher", "78")
    house.clock.pass_time(hours=1)
    assert house.publish(2).share.text.startswith(PLAIN)
    assert house.queue.people()[0].handles[0].standing is Standing.GONE


def test_who_says_stop_after_queueing_is_not_mentioned(house: House) -> None:
    """Even if the word came so late that the queued post still has the mention."""
    house.network.give("GarrettReuscher", "77")
    house.publish(1)
    person = house.queue.people()[0]
    house.queue.put_person(
        replace(person, forbidden=("*",), forbidden_by="dana"), now=MONDAY, who="dana", what="never to be tagged"
    )
    assert house.at_noon()[0].startswith(PLAIN)


def test_the_careful_choice_tags_only_whom_a_person_has_confirmed(tmp_path: Path) -> None:
    queue = open_queue("", home=tmp_path)
    house = House(queue, tag=Tag.CONFIRMED)
    house.network.give("GarrettReuscher", "77")
    post = house.publish(1)
    assert post.share.text.startswith(PLAIN)
    person = queue.people()[0]
    confirmed = replace(person.handles[0], standing=Standing.CONFIRMED, by="dana", decided_at=MONDAY)
    queue.put_person(replace(person, handles=(confirmed,)), now=MONDAY, who="dana", what="confirmed")
    assert house.publish(2).share.text.startswith(TAGGED)
    queue.close()


def test_an_account_that_tags_nobody_names_everybody(tmp_path: Path) -> None:
    queue = open_queue("", home=tmp_path)
    house = House(queue, tag=Tag.OFF)
    assert house.publish(1).share.text.startswith(PLAIN)
    queue.close()


def test_two_entries_of_one_newcomer_in_one_poll_make_one_person(house: House) -> None:
    """The first names her only, the second has her handle, the third her name in another spelling with that handle."""
    house.network.give("ines_v", "77")
    bio = "<p>Text.</p><p>-{name}, Guest Blogger</p>{tail}"
    tail = "<p>{name} is a nurse. Follow her on X @ines_v.</p>"
    for number, name, has_handle in ((1, "Ines Valdecaballo", False), (2, "Ines Valdecaballo", True)):
        html = bio.format(name=name, tail=tail.format(name=name) if has_handle else "")
        house.blog.entries.append(entry(number, html=html))
    html = bio.format(name="Inés Valdecaballo", tail=tail.format(name="Inés Valdecaballo"))
    house.blog.entries.append(entry(3, html=html))
    posts = house.poll()
    (person,) = house.queue.people()
    assert [post.share.mentions for post in posts] == [(), ("ines_v",), ("ines_v",)]
    assert person.names == ("Ines Valdecaballo", "Inés Valdecaballo")
    assert len(house.queue.entries_of(person.id)) == 3


def test_two_newcomers_of_one_name_with_different_handles_are_two(house: House) -> None:
    house.network.give("ines_v", "77")
    house.network.give("ines_the_other", "78")
    for number, handle in ((1, "ines_v"), (2, "ines_the_other")):
        bio = f"<p>-Ines Valdecaballo, Guest Blogger</p><p>Ines Valdecaballo writes. Follow her on X @{handle}.</p>"
        house.blog.entries.append(entry(number, html=f"<p>Text.</p>{bio}"))
    posts = house.poll()
    assert [post.share.mentions for post in posts] == [("ines_v",), ("ines_the_other",)]
    assert [person.names for person in house.queue.people()] == [("Ines Valdecaballo",)] * 2


# A platform that refuses a mention ------------------------------------------------------------------------------------


@dataclass
class Refusing(PaperDirectory):
    """Takes no text with a mention; `sent_anyway`: what it refused is public all the same."""

    sent_anyway: bool = False
    refused: int = 0
    blind: bool = False

    def publish(self, payload: Payload) -> Receipt:
        if b"@Garrett" not in payload.body:
            return super().publish(payload)
        self.refused += 1
        if self.sent_anyway:
            self._commit(payload)
        raise MentionRefused("X does not permit this; it may be for whom the text mentions")

    def look_up(self, payload: Payload) -> Receipt | None:
        if self.blind:
            self.blind = False
            raise TimeoutError("the timeline does not answer")
        return super().look_up(payload)


@pytest.fixture
def refusing(house: House) -> House:
    house.network = Refusing(World(), Guarantee(kind=GuaranteeKind.LOOK_UP, looks=(timedelta(0),)), clock=house.clock)
    house.network.give("GarrettReuscher", "77")
    house.publish(1)
    return house


def test_a_refused_mention_goes_out_as_the_same_share_with_the_plain_name(refusing: House) -> None:
    assert len(refusing.at_noon()) == 1
    assert refusing.network.posts[0].body.decode().startswith(PLAIN)
    post = refusing.queue.post(1)
    assert post.state is State.SENT
    assert post.share.mentions == ()
    assert any("named plainly" in step.why for step in refusing.queue.history(1))


def test_a_refused_mention_that_is_public_all_the_same_is_not_sent_again(refusing: House) -> None:
    refusing.network.sent_anyway = True  # type: ignore[attr-defined]  # Refusing
    assert [body.startswith(TAGGED) for body in refusing.at_noon()] == [True]
    assert refusing.queue.post(1).state is State.SENT


def test_a_refused_mention_that_cannot_be_looked_up_waits_and_goes_out_once(refusing: House) -> None:
    refusing.network.blind = True  # type: ignore[attr-defined]  # Refusing
    refusing.at_noon()
    assert refusing.queue.post(1).state is State.UNSURE
    for _ in range(20):
        refusing.clock.pass_time(minutes=10)
        refusing.deliver()
    assert [remote.body.decode().startswith(PLAIN) for remote in refusing.network.posts] == [True]
