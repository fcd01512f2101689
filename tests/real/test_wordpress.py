"""What editors do with a real WordPress, from its feed to the outbox: each article is shared once, or it is said why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from servers.wordpress import WordPress
from sharebot.app import App
from sharebot.bot.poll import Report
from sharebot.cli import root
from sharebot.feed.polite import PLAIN_EVERY
from sharebot.model import EntryRecord, Fate, Post, PostFilter, State
from sharebot.settings import load

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("wordpress")]

ACCOUNTS = {"outbox-x", "outbox-mastodon"}
LONG = "<p>We sorted the seed potatoes into four crates and carried them down to the river field.</p>\n\n" * 12
GUEST = """<p><em>-Garrett Reuscher, Guest Blogger</em></p>

<p>Garrett grows vegetables behind the old mill. You can follow him on twitter @GarrettReuscher</p>"""


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    with WordPress() as running:
        yield running


@dataclass
class Line:
    """sharebot at that blog's feed; the first poll has been. Polls are ten minutes apart."""

    app: App
    blog: WordPress

    def poll(self, address: str = "") -> Report:
        self.blog.clock.pass_time(minutes=10)
        report = self.app.poller.poll(address or self.blog.feed)
        assert not report.error
        return report

    def poll_new(self) -> list[Post]:
        """Poll, and return the posts for the one new article."""
        report = self.poll()
        assert [intake.fate for intake in report.intakes if intake.posts] == [Fate.SHARED]
        assert {post.account for post in report.posts} == ACCOUNTS
        assert {post.state for post in report.posts} == {State.QUEUED}
        return list(report.posts)

    def status_with_validators(self) -> int:
        """What the blog answers to whoever asks for nothing but changes since the last poll."""
        feed = self.app.queue.feed(self.blog.feed)
        asked = self.blog.get(self.blog.feed, if_none_match=feed.etag, if_modified_since=feed.modified)
        return asked.status_code

    def deliver(self) -> None:
        deliverer = self.app.deliverer(alone=True)
        for account in self.app.lanes:
            deliverer.deliver(account)

    def posts(self, *states: State) -> list[Post]:
        return self.app.queue.posts(PostFilter(states=frozenset(states)) if states else PostFilter())

    def record(self, guid: str) -> EntryRecord:
        found = self.app.queue.find_entry([guid])
        assert found, f"{guid} is not known"
        return found

    def outbox(self) -> list[str]:
        """The texts that went out."""
        written = (self.app.settings.home / "outbox").glob("*/*.json")
        return sorted(json.loads(file.read_text(encoding="utf-8"))["text"] for file in written)


@pytest.fixture
def line(wordpress: WordPress, tmp_path: Path) -> Iterator[Line]:
    wordpress.empty()
    wordpress.publish("Welcome", "<p>This has been here before.</p>")
    settings = load(
        {
            "SHAREBOT_HOME": str(tmp_path),
            "SHAREBOT_FEEDS": wordpress.feed,
            "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
            "SHAREBOT_STAFF": "Dana Quillfeather",
            "SHAREBOT_ACCOUNTS": " ".join(ACCOUNTS),
            "SHAREBOT_SLOTS": "now",
        },
        cwd=tmp_path,
    )
    app = App(settings)
    app.clock = wordpress.clock  # type: ignore[assignment]  # the blog's own time
    made = Line(app, wordpress)
    assert made.poll().baseline == 1
    yield made
    app.close()


# New and edited -------------------------------------------------------------------------------------------------------


def test_a_new_post_goes_out_once_on_every_account_and_tags_its_guest_where_the_handle_is_from(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG + GUEST)
    line.poll_new()
    line.deliver()
    assert line.outbox() == [
        f"The potato harvest — by Garrett Reuscher\n\n{written.link}",
        f"The potato harvest — by Garrett Reuscher (@GarrettReuscher)\n\n{written.link}",
    ]
    assert line.poll().unchanged
    line.deliver()
    assert len(line.outbox()) == 2


def test_an_edit_changes_what_has_not_gone_out_and_nothing_else(line: Line) -> None:
    written = line.blog.publish("The potatoe harvest", LONG)
    line.poll_new()
    line.blog.edit(written, title="The potato harvest")
    assert not line.poll().posts
    line.deliver()
    line.blog.edit(written, title="The great potato harvest", content="<p>Told anew.</p>")
    assert not line.poll().posts
    line.deliver()
    assert [text.split(" — ")[0] for text in line.outbox()] == ["The potato harvest"] * 2
    assert line.record(written.guid).entry.title == "The great potato harvest"


def test_a_new_slug_changes_the_link_of_what_has_not_gone_out_and_makes_no_second_post(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    line.poll_new()
    moved = line.blog.edit(written, slug="potatoes")
    assert moved.link != written.link
    assert not line.poll().posts
    assert {post.share.link for post in line.posts()} == {moved.link}
    line.deliver()
    moved_again = line.blog.edit(written, slug="many-potatoes")
    assert not line.poll().posts
    assert len(line.posts()) == 2
    assert line.record(written.guid) == line.record(written.link) == line.record(moved_again.link)


def test_a_slug_that_changed_since_the_last_poll_is_shared_under_its_old_link_that_redirects(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    line.poll_new()
    line.blog.edit(written, slug="potatoes")
    line.deliver()
    assert {post.share.link for post in line.posts(State.SENT)} == {written.link}
    assert line.blog.get(written.link).status_code == 301


def test_a_post_that_was_taken_back_and_published_again_is_the_same(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    line.poll_new()
    line.deliver()
    line.blog.edit(written, status="draft")
    assert not line.poll().posts
    line.blog.edit(written, status="publish")
    assert not line.poll().posts
    assert len(line.posts()) == 2


def test_the_atom_feed_of_the_same_blog_makes_no_second_posts(line: Line) -> None:
    atom = f"{line.blog.feed}atom/"
    line.poll(atom)
    line.blog.publish("The potato harvest", LONG + GUEST)
    posts = line.poll_new()
    assert not line.poll(atom).posts
    line.blog.publish("The bean harvest", LONG + GUEST)
    assert len(line.poll(atom).posts) == 2
    assert not line.poll().posts
    assert [line.app.queue.post(post.id).share for post in posts] == [post.share for post in posts]


# Scheduled ------------------------------------------------------------------------------------------------------------


def test_a_scheduled_post_is_shared_when_it_appears_and_not_before(line: Line) -> None:
    at = line.blog.clock.now() + timedelta(hours=1)
    written = line.blog.schedule("The potato harvest", LONG, at)
    assert written.status == "future"
    assert line.poll().unchanged
    assert line.blog.get(written.link).status_code == 404
    line.blog.clock.pass_time(hours=1)
    line.blog.run_cron()
    assert {post.share.link for post in line.poll_new()} == {written.link}
    assert line.record(written.guid).entry.published_at == at.replace(microsecond=0)
    line.deliver()
    assert len(line.outbox()) == 2


def test_a_scheduled_post_that_a_late_cron_hides_behind_a_304_is_found_by_a_poll_without_validators(line: Line) -> None:
    other = line.blog.publish("The bean harvest", LONG)
    written = line.blog.schedule("The potato harvest", LONG, line.blog.clock.now() + timedelta(hours=1))
    line.blog.clock.pass_time(hours=2)
    line.blog.edit(other, title="The great bean harvest")
    line.poll_new()
    line.blog.run_cron()
    assert written.link in line.blog.get(line.blog.feed).text
    assert line.status_with_validators() == 304
    polls = [line.poll() for _ in range(PLAIN_EVERY)]
    assert polls[0].unchanged
    assert [post.share.link for report in polls for post in report.posts] == [written.link] * 2


# Taken away -----------------------------------------------------------------------------------------------------------


def test_a_post_in_the_trash_is_not_sent_and_the_reason_is_kept(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    posts = line.poll_new()
    line.blog.trash(written)
    assert not line.poll().intakes
    line.deliver()
    assert {post.state for post in line.posts()} == {State.QUEUED}
    line.blog.clock.pass_time(minutes=10)
    line.deliver()
    assert not line.outbox()
    assert {post.state for post in line.posts()} == {State.CANCELLED}
    assert all("the page is gone (404)" in line.app.queue.history(post.id)[-1].why for post in posts)


def test_a_post_in_the_trash_whose_old_address_guesses_another_article_is_not_sent(line: Line) -> None:
    """WordPress redirects a lost address to the article whose slug begins alike."""
    written = line.blog.publish("The potato harvest", LONG)
    supper = line.blog.publish("The potato harvest supper", LONG)
    line.poll()
    line.blog.trash(written)
    assert line.blog.get(written.link).headers["location"] == supper.link
    line.poll()
    line.deliver()
    assert line.outbox() == [f"The potato harvest supper — by Dana Quillfeather\n\n{supper.link}"] * 2
    reasons = {line.app.queue.history(post.id)[-1].why for post in line.posts(State.CANCELLED)}
    assert reasons == {f"{written.link}: the page is gone; the address leads to {supper.link} by now"}


def test_a_post_that_is_public_already_is_left_alone_when_it_is_trashed(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    line.poll_new()
    line.deliver()
    line.blog.trash(written)
    line.poll()
    line.deliver()
    assert {post.state for post in line.posts()} == {State.SENT}


# Closed and opened ----------------------------------------------------------------------------------------------------


def test_a_password_protected_post_is_skipped_until_it_opens(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG + GUEST, password="potato")
    report = line.poll()
    assert [intake.fate for intake in report.intakes] == [Fate.SKIPPED]
    assert "password" in line.record(written.guid).reason
    assert not report.posts
    line.blog.edit(written, password="")
    assert all(post.share.text.startswith("The potato harvest — by Garrett Reuscher") for post in line.poll_new())


def test_a_password_that_is_put_on_later_stops_what_has_not_gone_out_and_its_removal_lets_it_go(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG)
    line.poll_new()
    line.blog.edit(written, password="potato")
    line.poll()
    line.deliver()
    assert not line.outbox()
    assert line.record(written.guid).fate is Fate.SKIPPED
    line.blog.edit(written, password="")
    line.poll()
    line.deliver()
    assert len(line.outbox()) == 2


def test_drafts_and_private_posts_are_never_seen(line: Line) -> None:
    line.blog.publish("A thought", LONG, status="draft")
    line.blog.publish("A secret", LONG, status="private")
    assert not line.poll().intakes


# Odd ones -------------------------------------------------------------------------------------------------------------


def test_an_untitled_post_is_shared_with_a_sentence_of_its_text(line: Line) -> None:
    written = line.blog.publish("", "<p>Four crates of seed potatoes went down to the river field. Then it rained.</p>")
    line.poll_new()
    line.deliver()
    quoted = "“Four crates of seed potatoes went down to the river field.” — Dana Quillfeather"
    assert line.outbox() == [f"{quoted}\n\n{written.link}"] * 2


def test_a_sticky_post_is_neither_lifted_nor_shared_again(line: Line) -> None:
    written = line.blog.publish("The potato harvest", LONG, sticky=True)
    line.poll_new()
    line.deliver()
    line.blog.publish("The bean harvest", LONG)
    assert {post.share.text.split(" — ")[0] for post in line.poll_new()} == {"The bean harvest"}
    line.blog.edit(written, sticky=False)
    line.blog.edit(written, sticky=True)
    assert not line.poll().posts
    feed = line.blog.get(line.blog.feed).text
    assert feed.index("The bean harvest") < feed.index("The potato harvest")


def test_a_post_backdated_by_a_day_is_shared_and_one_by_a_week_waits_for_a_person(line: Line) -> None:
    line.blog.backdate("The potato harvest", LONG, line.blog.clock.now() - timedelta(days=1))
    line.poll_new()
    old = line.blog.backdate("The bean harvest", LONG, line.blog.clock.now() - timedelta(days=7))
    held = line.poll().posts
    assert {post.state for post in held} == {State.DRAFT}
    assert all("7 days before it was first seen" in post.hold for post in held)
    assert line.record(old.guid).fate is Fate.HELD
    line.deliver()
    assert {text.split(" — ")[0] for text in line.outbox()} == {"The potato harvest"}


def test_an_old_post_that_is_given_todays_date_is_not_shared_again(line: Line) -> None:
    written = line.blog.backdate("The potato harvest", LONG, line.blog.clock.now() - timedelta(days=1))
    line.poll_new()
    line.deliver()
    line.blog.edit(written, date_gmt=line.blog.clock.now().strftime("%Y-%m-%dT%H:%M:%S"))
    assert not line.poll().posts
    assert len(line.posts()) == 2


# Settings -------------------------------------------------------------------------------------------------------------


def test_where_feeds_show_a_summary_the_guest_is_read_from_the_page(line: Line) -> None:
    line.blog.show_summaries(True)
    written = line.blog.publish("The potato harvest", LONG + GUEST)
    assert "GarrettReuscher" not in line.blog.get(line.blog.feed).text
    line.poll_new()
    line.deliver()
    assert line.record(written.guid).entry.summary_only
    assert f"The potato harvest — by Garrett Reuscher (@GarrettReuscher)\n\n{written.link}" in line.outbox()


def test_waiting_posts_keep_their_guest_when_the_blog_turns_to_summaries(line: Line) -> None:
    line.blog.publish("The potato harvest", LONG + GUEST)
    before = line.poll_new()
    line.blog.show_summaries(True)
    line.blog.publish("The bean harvest", LONG)
    line.poll()
    assert [line.app.queue.post(post.id).share for post in before] == [post.share for post in before]


def test_try_shows_what_would_be_posted_from_a_blog_that_it_has_never_seen(line: Line, tmp_path: Path) -> None:
    written = line.blog.publish("The potato harvest", LONG + GUEST)
    env = {"SHAREBOT_HOME": str(tmp_path / "nothing"), "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    tried = CliRunner().invoke(root, ["try", line.blog.feed, "--json"], env=env)
    assert tried.exit_code == 0, tried.stderr
    shown = {entry["id"]: entry for entry in json.loads(tried.stdout)["entries"]}[written.guid]
    assert shown["authors"][0]["handles"][0]["evidence"][0]["quote"].endswith("on twitter @GarrettReuscher")
    assert {post["platform"]: post["mentions"] for post in shown["posts"]} == {
        "x": ["GarrettReuscher"], "mastodon": [], "bluesky": []
    }  # fmt: skip
    assert not (tmp_path / "nothing").exists()


def test_a_mistyped_feed_address_says_so_although_wordpress_answers_200(line: Line) -> None:
    report = line.app.poller.poll(f"{line.blog.url}/category/potatos/feed/")
    assert not report.posts
    assert "no entries" in " ".join([report.error, *report.notes])
