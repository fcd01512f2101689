"""sharebot add: any page and posts of one's own, from the command line, over a small blog on loopback."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image as Pillow

from servers.staffroom import BIO, Staffroom
from servers.stored import entries
from servers.web import Blog, Reply, Web, bomb, html, redirect
from sharebot.errors import Changed, SlotTaken
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.queue import open_queue
from sharebot.queue.store import StoredQueue

STORY = (
    "<p>The clinic stays open until four in the morning, because that is when people come.</p>"
    "<p>Nobody who was carried in that winter had been alone for more than ten minutes.</p>" + BIO
)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


@pytest.fixture
def blog(web: Web) -> Blog:
    return Blog(web)


@pytest.fixture
def desk(staff: Staffroom, blog: Blog) -> Staffroom:
    """Staff whose blog is on loopback, and has been read once."""
    staff.env |= {"SHAREBOT_FEEDS": blog.feed, "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    blog.publish("An old story", slug="old", html=STORY)
    staff.poll()
    return staff


def page(title: str, body: str = STORY, head: str = "") -> Reply:
    return html(
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def posts(desk: Staffroom, *more: str) -> list[dict[str, object]]:
    return list(desk.json("queue", "--all", *more)["posts"])


def refused(desk: Staffroom, *args: str, status: int = 1) -> str:
    """What staff are told; nothing was stored by it."""
    before = posts(desk)
    done = desk("add", *args)
    assert done.exit_code == status, done.stdout
    assert posts(desk) == before
    if status == 1:
        assert len(done.stderr.splitlines()) == 1
    return done.stderr


def a_picture(folder: Path, name: str = "boat.png", size: tuple[int, int] = (400, 300)) -> Path:
    file = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(file, "PNG")
    (folder / name).write_bytes(file.getvalue())
    return folder / name


# A page ---------------------------------------------------------------------------------------------------------------


def test_a_page_of_no_feed_is_read_credited_tagged_and_put_into_the_next_slots(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("What the night shift taught me")
    done = desk("add", f"{web.address}/night/")
    assert done.exit_code == 0, done.stderr
    assert "“-Garrett Reuscher, Guest Blogger”" in done.stdout
    first, second = posts(desk)
    assert "What the night shift taught me — by Garrett Reuscher (@GarrettReuscher)" in str(first["text"])
    assert first["mentions"] == ["GarrettReuscher"]
    assert (first["account"], second["account"]) == ("outbox-x", "outbox-mastodon")
    assert first["slot"] == first["due"]
    assert str(first["text"]) in "\n".join(line.removeprefix("    ") for line in done.stdout.splitlines())


def test_a_dry_run_shows_what_would_be_queued_and_queues_nothing(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("What the night shift taught me")
    dry = desk.json("add", f"{web.address}/night/", "--dry-run")
    assert posts(desk) == []
    assert desk("authors", "show", "Garrett Reuscher").exit_code == 1
    real = desk.json("add", f"{web.address}/night/")
    assert (dry.pop("dry_run"), real.pop("dry_run")) == (True, False)
    for planned in real["posts"]:
        assert planned.pop("post")["text"] == planned["text"]
    for planned in dry["posts"]:
        assert planned.pop("post") is None
    for each in (*dry["entry"]["authors"], *real["entry"]["authors"]):
        each.pop("person")
    assert dry == real


def test_what_is_shown_is_what_is_sent(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("What the night shift taught me")
    shown = {each["account"]: each["text"] for each in desk.json("add", f"{web.address}/night/", "--now")["posts"]}
    assert desk("deliver").exit_code == 0
    sent = [json.loads(path.read_text()) for path in (desk.home / "outbox").glob("*/*.json")]
    assert {each["account"]: each["text"] for each in sent} == shown


def test_why_tells_who_added_it_and_that_it_is_of_no_feed(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/")
    story = desk("why", "1").stdout
    assert "of no feed so far: a person added it" in story
    assert "queued: added (by " in story
    assert "shared: added by " in story
    assert desk.json("why", "1")["entry"]["feed"] is None


def test_approval_holds_nothing_that_is_added_unless_a_draft_is_asked_for(desk: Staffroom, web: Web) -> None:
    desk.env["SHAREBOT_APPROVAL"] = "all"
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--account", "outbox-x")
    desk("add", f"{web.address}/night/", "--account", "outbox-mastodon", "--draft")
    assert "post 2 of it already (draft: sharebot approve 2)" in refused(desk, f"{web.address}/night/")
    queued, draft = posts(desk)
    assert (queued["state"], draft["state"], draft["due"]) == ("queued", "draft", None)
    assert str(draft["hold"]).startswith("added as a draft by ")
    assert "queued, due" in desk("approve", "2").stdout


def test_a_draft_keeps_the_time_that_it_was_given(desk: Staffroom) -> None:
    desk("add", "--text", "Later", "--draft", "--at", "2027-03-01 09:30", "--account", "outbox-x")
    assert posts(desk)[0]["due"] == "2027-03-01T08:30:00Z"
    assert "2027-03-01 09:30" in desk("approve", "1").stdout


def test_a_time_of_its_own_takes_no_slot(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--at", "2027-03-01 09:30", "--account", "outbox-mastodon")
    (post,) = posts(desk)
    assert (post["due"], post["slot"], post["account"]) == ("2027-03-01T08:30:00Z", None, "outbox-mastodon")


def test_an_entry_of_the_feed_that_the_queue_does_not_know_is_read_from_the_feed(desk: Staffroom, blog: Blog) -> None:
    new = blog.publish("Fresh from the feed", slug="fresh", html=STORY, categories=("Nets",))
    shown = desk.json("add", blog.link(new.number))
    assert shown["entry"]["feed"] == blog.feed
    assert shown["entry"]["id"].endswith(f"?p={new.number}")
    assert shown["entry"]["categories"] == ["Nets"]
    desk.poll()
    assert len(posts(desk)) == 2


def test_a_feed_that_cannot_be_read_costs_a_note_and_no_more(desk: Staffroom, web: Web) -> None:
    web.routes["/feed/"] = html("broken", 500)
    web.routes["/night/"] = page("Night")
    shown = desk.json("add", f"{web.address}/night/")
    assert len(shown["posts"]) == 2
    assert any("500" in note for note in shown["notes"])


def test_a_feed_that_has_failed_is_left_alone(desk: Staffroom, web: Web) -> None:
    web.routes |= {"/feed/": html("broken", 500), "/night/": page("Night")}
    desk("poll")
    asked = len(web.asked("/feed/"))
    assert len(desk.json("add", f"{web.address}/night/")["posts"]) == 2
    assert len(web.asked("/feed/")) == asked


def test_an_entry_that_was_in_the_feed_at_its_first_poll_is_shared_as_that_entry(desk: Staffroom, blog: Blog) -> None:
    shown = desk.json("add", blog.link(1))
    assert shown["entry"]["known"] is True
    assert [post["mentions"] for post in shown["posts"]] == [["GarrettReuscher"], []]
    desk.poll()
    assert len(posts(desk)) == 2
    assert desk.json("why", "1")["entry"]["fate"] == "shared"


# The same entry, whatever its address ---------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["night", "night/", "night/?utm_source=letter&utm_medium=mail", "night/?fbclid=x#top"])
def test_an_added_page_that_comes_into_the_feed_is_the_same_entry_and_shared_once(
    desk: Staffroom, web: Web, blog: Blog, slug: str
) -> None:
    web.routes |= {"/night/": page("Night"), "/night": redirect("/night/", 301)}
    assert desk("add", f"{web.address}/{slug}").exit_code == 0
    texts = [post["text"] for post in posts(desk)]
    blog.publish("Night, as the feed has it", slug="night", html=STORY)
    desk.poll()
    assert [post["text"] for post in posts(desk)] == texts, "what was shown stays"
    assert desk.json("why", "1")["entry"]["feed"] == blog.feed


def test_accounts_that_were_left_out_get_the_article_when_the_feed_brings_it(
    desk: Staffroom, web: Web, blog: Blog
) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--account", "outbox-x", "--text", "First here.")
    blog.publish("Night", slug="night", html=STORY, published_at=datetime.now(UTC))
    desk.poll()
    texts = {post["account"]: str(post["text"]) for post in posts(desk)}
    assert texts["outbox-x"].startswith("First here.")
    assert texts["outbox-mastodon"].startswith("Night — by Garrett Reuscher")
    assert len(posts(desk)) == 2
    desk.poll()
    assert len(posts(desk)) == 2


def test_an_entry_that_was_added_from_the_feed_between_two_polls_goes_to_the_others_too(
    desk: Staffroom, blog: Blog
) -> None:
    new = blog.publish("Night", slug="night", html=STORY, published_at=datetime.now(UTC))
    desk("add", blog.link(new.number), "--account", "outbox-x")
    desk.poll()
    assert [post["account"] for post in posts(desk)] == ["outbox-x", "outbox-mastodon"]


def test_a_first_poll_floods_nobody_with_what_was_added_before(staff: Staffroom, web: Web, blog: Blog) -> None:
    staff.env |= {"SHAREBOT_FEEDS": blog.feed, "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    article = blog.publish("Night", slug="night", html=STORY)
    staff("add", blog.link(article.number), "--account", "outbox-x")
    staff.poll()
    blog.edit(article.number, html=STORY + "<p>More.</p>")
    staff.poll()
    assert [post["account"] for post in posts(staff)] == ["outbox-x"]


def test_from_then_on_it_follows_the_feed_like_any_entry(desk: Staffroom, web: Web, blog: Blog) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/")
    article = blog.publish("Night", slug="night", html=STORY)
    desk.poll()
    blog.edit(article.number, title="A night in December")
    desk.poll()
    assert all("A night in December" in str(post["text"]) for post in posts(desk))


def test_a_slug_that_changes_before_the_feed_shows_it_is_known_by_wordpress_short_link(
    desk: Staffroom, web: Web, blog: Blog
) -> None:
    web.routes["/draft-name/"] = page("Night", head=f'<link rel="shortlink" href="{web.address}/?p=2">')
    desk("add", f"{web.address}/draft-name/")
    blog.publish("Night", slug="night", html=STORY)
    desk.poll()
    assert len(posts(desk)) == 2


def test_a_copy_elsewhere_is_the_entry_at_its_canonical_address(desk: Staffroom, web: Web, blog: Blog) -> None:
    with Web() as elsewhere:
        elsewhere.routes["/copy"] = page("An old story", head=f'<link rel="canonical" href="{blog.link(1)}">')
        web.routes["/old/"] = page("An old story")
        shown = desk.json("add", f"{elsewhere.address}/copy")
        assert (shown["entry"]["known"], shown["entry"]["url"]) == (True, blog.link(1))
        assert "--again" in refused(desk, f"{elsewhere.address}/copy")


def test_an_account_that_has_a_post_of_it_gets_none_again(desk: Staffroom, web: Web) -> None:
    web.routes |= {"/night/": page("Night"), "/night": redirect("/night/", 301)}
    desk("add", f"{web.address}/night/", "--account", "outbox-x")
    shown = desk.json("add", f"{web.address}/night")
    assert [post["account"] for post in shown["posts"]] == ["outbox-mastodon"]
    assert shown["left_out"] == [{"account": "outbox-x", "why": "outbox-x has post 1 of it already (queued)"}]
    assert "--again shares it once more" in refused(desk, f"{web.address}/night/")


def test_what_was_cancelled_or_undone_can_be_added_after_all_in_its_first_words(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    for take_back in (("cancel", "1"), ("undo",)):
        desk("add", f"{web.address}/night/", "--account", "outbox-x")
        desk(*take_back)
    shown = desk.json("add", f"{web.address}/night/", "--account", "outbox-x")
    (after,) = shown["posts"]
    assert after["text"] == posts(desk)[0]["text"]
    assert after["mentions"] == ["GarrettReuscher"]
    assert shown["left_out"] == []


def test_again_says_it_in_other_words_and_tags_nobody_twice(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--account", "outbox-x")
    shown = desk.json("add", f"{web.address}/night/", "--account", "outbox-x", "--again")
    (again,) = shown["posts"]
    assert again["post"]["round"] == 1
    assert again["mentions"] == []
    assert "Garrett Reuscher" in again["text"]
    assert again["text"] != posts(desk)[0]["text"]
    desk("authors", "confirm", "Garrett Reuscher", "x")
    assert [post["mentions"] for post in posts(desk)] == [["GarrettReuscher"], []]
    assert "share 2 of this article" in desk("queue").stdout


def test_a_person_who_is_never_to_be_tagged_is_named_plainly(desk: Staffroom, blog: Blog, web: Web) -> None:
    desk("add", blog.link(1), "--account", "outbox-x")
    desk("authors", "forbid", "Garrett Reuscher")
    web.routes["/night/"] = page("Night")
    (post,) = desk.json("add", f"{web.address}/night/", "--account", "outbox-x")["posts"]
    assert post["mentions"] == []
    assert "by Garrett Reuscher" in post["text"]


def test_an_added_page_is_not_shared_again_by_the_setting_for_the_blogs_articles(desk: Staffroom, web: Web) -> None:
    desk.env["SHAREBOT_RESHARE"] = "1h"
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--now")
    desk("deliver")
    desk.poll()
    assert [post["state"] for post in posts(desk)] == ["sent", "sent"]


# Words and forms of their own -----------------------------------------------------------------------------------------


def test_their_own_words_are_followed_by_the_link_and_no_machine_changes_them(
    desk: Staffroom, web: Web, blog: Blog
) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--text", "Read it with @GarrettReuscher. #Nets")
    text = f"Read it with @GarrettReuscher. #Nets\n\n{web.address}/night/"
    assert {str(post["text"]) for post in posts(desk)} == {text}
    assert posts(desk)[0]["mentions"] == ["GarrettReuscher"]
    article = blog.publish("Night", slug="night", html=STORY)
    desk.poll()
    blog.edit(article.number, title="Another title")
    desk.poll()
    assert {str(post["text"]) for post in posts(desk)} == {text}


@pytest.mark.parametrize("spelling", ["/night/", "/night", "/night/?utm_source=us"])
def test_a_link_that_stands_in_the_words_already_is_not_put_behind_them(
    desk: Staffroom, web: Web, spelling: str
) -> None:
    web.routes |= {"/night/": page("Night"), "/night": redirect("/night/", 301)}
    words = f"Read this ({web.address}{spelling}), twice."
    desk("add", f"{web.address}/night/", "--text", words)
    assert {str(post["text"]) for post in posts(desk)} == {words}
    assert {str(post["link"]) for post in posts(desk)} == {f"{web.address}{spelling}"}


def test_another_link_in_the_words_does_not_stand_for_the_page(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--text", "Compare https://other.example/ with it", "--account", "outbox-x")
    assert str(posts(desk)[0]["text"]).endswith(f"\n\n{web.address}/night/")


def test_words_that_do_not_fit_are_refused_for_all_with_each_accounts_length(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    said = refused(desk, f"{web.address}/night/", "--text", "long " * 120)
    assert "outbox-x: the text is too long for x: " in said
    assert "outbox-mastodon: the text is too long for mastodon: " in said
    assert said.rstrip().endswith("nothing was queued")
    said = refused(desk, f"{web.address}/night/", "--text", "long " * 80)
    assert "outbox-mastodon" not in said
    assert desk.json("queue", "--all")["posts"] == []


def test_a_form_of_its_own_is_used_and_stays(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--template", "Now: {{ title }}\\n{{ link }}", "--account", "outbox-x")
    text = f"Now: Night\n{web.address}/night/"
    assert posts(desk)[0]["text"] == text
    desk("authors", "forbid", "Garrett Reuscher")
    assert posts(desk)[0]["text"] == text
    assert "no variable" in refused(desk, f"{web.address}/night/", "--template", "{{ titel }}", status=2)


def test_words_come_from_standard_input_and_from_a_file(desk: Staffroom, tmp_path: Path) -> None:
    assert desk("add", "--text", "-", "--account", "outbox-x", input="From a pipe\n").exit_code == 0
    (tmp_path / "words.txt").write_text("From a file\n")
    assert desk("add", "--file", str(tmp_path / "words.txt"), "--account", "outbox-x").exit_code == 0
    assert [post["text"] for post in posts(desk)] == ["From a pipe", "From a file"]


# What is no article ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (html("gone", 404), "there is no such page (404)"),
        (Reply(body=b"%PDF", headers={"Content-Type": "application/pdf"}), "no web page but application/pdf"),
        (page("Secret", "<form class='post-password-form'></form>"), "it asks for a password"),
        (bomb(), "too long to read"),
        (html("<title>News</title>" + "<article><h2>x</h2></article>" * 3), "it is a list of articles"),
    ],
)
def test_what_cannot_be_shared_is_one_line_and_leaves_nothing(
    desk: Staffroom, web: Web, reply: Reply, said: str
) -> None:
    web.routes["/it"] = reply
    assert said in refused(desk, f"{web.address}/it")
    queue = open_queue(home=desk.home)
    assert [record.entry.title for record in entries(queue)] == ["An old story"]
    queue.close()


def test_a_private_address_is_refused(desk: Staffroom, web: Web) -> None:
    del desk.env["SHAREBOT_PRIVATE_HOSTS"]
    assert "SHAREBOT_PRIVATE_HOSTS" in refused(desk, f"{web.address}/it")


def test_a_page_that_is_no_article_is_shared_in_their_own_words(desk: Staffroom, web: Web) -> None:
    web.routes["/"] = html("<title>Harborlight</title><p>Welcome</p>")
    assert "it is a site's front page" in refused(desk, f"{web.address}/")
    assert desk("add", f"{web.address}/", "--text", "Our new site is up.").exit_code == 0


def test_a_page_that_is_gone_by_its_time_is_not_shared(desk: Staffroom, web: Web) -> None:
    web.routes["/night/"] = page("Night")
    desk("add", f"{web.address}/night/", "--now", "--account", "outbox-x")
    del web.routes["/night/"]
    assert "deliver" in desk("deliver").stdout or posts(desk)[0]["state"] == "queued"
    assert "looking again before it is cancelled" in desk("why", "1").stdout


# A post of their own --------------------------------------------------------------------------------------------------


def test_a_post_of_their_own_has_no_entry_and_is_listed_shown_and_told_like_any_other(desk: Staffroom) -> None:
    desk("add", "--text", "We open at six today. #Nets")
    first, _ = posts(desk)
    assert (first["entry"], first["link"], first["text"]) == (None, None, "We open at six today. #Nets")
    for command in (("queue",), ("show", "1"), ("why", "1"), ("calendar",)):
        done = desk(*command)
        assert done.exit_code == 0, done.stderr
        assert "We open at six today." in done.stdout
    assert "queued: added (by " in desk("why", "1").stdout


def test_a_text_that_tags_on_several_networks_says_that_handles_are_one_networks(desk: Staffroom) -> None:
    done = desk("add", "--text", "With thanks to @ada")
    assert "note: tags @ada on x, @ada on mastodon: a handle is one network's" in done.stdout
    assert [post["mentions"] for post in posts(desk)] == [["ada"], ["ada"]]
    assert "one network's" not in desk("add", "--text", "Thanks, @ada", "--account", "outbox-x").stdout


def test_a_picture_goes_out_though_its_file_has_vanished(desk: Staffroom, tmp_path: Path) -> None:
    boat = a_picture(tmp_path)
    done = desk("add", "--text", "The new boat", "--image", str(boat), "--alt", "A red boat on a trailer", "--now")
    assert done.exit_code == 0, done.stderr
    assert "attaches the picture boat.png, described as “A red boat on a trailer”" in done.stdout
    boat.unlink()
    assert desk("deliver").stdout.count(": sent") == 2
    queue = open_queue(home=desk.home)
    assert isinstance(queue, StoredQueue)
    assert not any("without its picture" in step.why for step in queue.history(1))
    queue.close()


def test_a_picture_may_lie_at_an_address(desk: Staffroom, web: Web, tmp_path: Path) -> None:
    web.routes["/boat.png"] = Reply(body=a_picture(tmp_path).read_bytes(), headers={"Content-Type": "image/png"})
    address = f"{web.address}/boat.png?size=large"
    assert desk("add", "--text", "The boat", "--image", address, "--alt", "A boat", "--now").exit_code == 0
    del web.routes["/boat.png"]
    assert desk("deliver").stdout.count(": sent") == 2


def test_an_edit_keeps_the_picture(desk: Staffroom, tmp_path: Path) -> None:
    desk("add", "--text", "The boat", "--image", str(a_picture(tmp_path)), "--alt", "A boat")
    assert desk("edit", "1", "--text", "The red boat").exit_code == 0
    assert posts(desk)[0]["picture"] == {"url": "boat.png", "description": "A boat", "attached": True}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--image", "missing.png", "--alt", "A boat"), "missing.png: the picture cannot be read (No such file"),
        (("--image", ".", "--alt", "A boat"), "the picture cannot be read (Is a directory)"),
        (("--image", "words.txt", "--alt", "A boat"), "what is there is no picture"),
        (("--image", "boat.png", "--alt", "IMG_4411.JPG"), "is a file's name and describes nothing"),
        (("--image", "boat.png", "--alt", "x" * 1001), "the description is too long for x: 1001 of 1000"),
        (("--image", "http://127.0.0.1:1/boat.png", "--alt", "A boat"), "refuses connections"),
    ],
)
def test_a_picture_that_cannot_be_shown_as_it_is_is_refused(
    desk: Staffroom, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    a_picture(tmp_path)
    (tmp_path / "words.txt").write_text("no picture")
    assert said in refused(desk, "--text", "The boat", *given)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Name a page's address, or write a post of your own"),
        (("--text", " "), "The text is empty"),
        (("--text", "x", "--file", "-"), "by --text or by --file"),
        (("--text", "x", "--image", "a.png"), "whoever does not see the picture is told what is on it"),
        (("--text", "x", "--image", "a.png", "--image", "b.png", "--alt", "x"), "One picture a post"),
        (("--text", "x", "--image", "a.png", "--alt", "x", "--no-alt"), "Give --alt or --no-alt"),
        (("--text", "x", "--alt", "x"), "go with --image"),
        (("--text", "x", "--again"), "go with a page's address"),
        (("--text", "x", "--now", "--at", "fri 9am"), "--now goes without --at"),
        (("--text", "x", "--at", "someday"), "is no day with a time"),
        (("https://blog.example/", "--text", "x", "--template", "y"), "not both"),
        (("https://blog.example/", "--image", "a.png", "--no-alt"), "a page's picture is read from the page"),
    ],
)
def test_wrong_use_is_told_before_anything_is_asked(desk: Staffroom, args: tuple[str, ...], said: str) -> None:
    assert said in refused(desk, *args, status=2)


def test_an_account_that_is_none_is_refused(desk: Staffroom) -> None:
    assert "there is no account outbox-nowhere" in refused(desk, "--text", "x", "--account", "outbox-nowhere")


def test_what_an_account_has_said_lately_or_is_to_say_is_refused_and_the_post_is_named(desk: Staffroom) -> None:
    desk("add", "--text", "We open at six", "--account", "outbox-x", "--now")
    assert "outbox-x: post 1 is to say the same (queued)" in refused(desk, "--text", "We open at six")
    desk("deliver")
    assert "outbox-x: post 1 says the same (sent)" in refused(desk, "--text", "We open at six")
    desk("delete", "1", "--yes")
    assert "outbox-x: post 1 said the same (taken back)" in refused(desk, "--text", "We open at six")
    assert desk("add", "--text", "We open at six", "--account", "outbox-mastodon").exit_code == 0
    assert desk("add", "--text", "We open at six", "--account", "outbox-x", "--at", "in 9d").exit_code == 0
    assert desk("add", "--text", "We open at seven", "--account", "outbox-x").exit_code == 0


def test_whoever_wants_no_tags_is_not_mentioned_in_a_post_of_ones_own(desk: Staffroom, blog: Blog) -> None:
    desk("add", blog.link(1), "--account", "outbox-x")
    desk("add", "--text", "With thanks to @GarrettReuscher", "--account", "outbox-x", "--at", "in 9d")
    desk("authors", "forbid", "Garrett Reuscher")
    said = refused(desk, "--text", "Thanks, dear @GarrettReuscher", "--account", "outbox-x")
    assert "@GarrettReuscher is Garrett Reuscher, never to be tagged, said by " in said
    desk("reschedule", "2", "now")
    desk("deliver")
    story = desk("show", "2").stdout
    assert "With thanks to Garrett Reuscher" in story


# Others are faster ----------------------------------------------------------------------------------------------------


def test_a_slot_that_somebody_else_takes_first_is_chosen_anew(desk: Staffroom, monkeypatch: pytest.MonkeyPatch) -> None:
    add, raced = StoredQueue.add, []

    def rival(queue: StoredQueue, new: list[NewPost], **how: object) -> object:
        if not raced:
            raced.append(new[0].slot_at)
            share = Share(text="Faster", length=6, limit=280, link="")
            first = NewPost(
                account="outbox-x", share=share, state=State.QUEUED, due_at=new[0].due_at, slot_at=new[0].slot_at
            )
            add(queue, [first], **how)  # type: ignore[arg-type]  # passed through as given
        return add(queue, new, **how)  # type: ignore[arg-type]  # passed through as given

    monkeypatch.setattr(StoredQueue, "add", rival)
    desk("add", "--text", "We open at six")
    queue = open_queue(home=desk.home)
    mine = [post for post in queue.posts(PostFilter()) if post.share.text == "We open at six"]
    queue.close()
    assert len(mine) == 2
    assert raced[0] not in {post.slot_at for post in mine if post.account == "outbox-x"}


@pytest.mark.parametrize("error", [SlotTaken("others were faster"), Changed("others were faster")])
def test_when_others_are_always_faster_nothing_is_stored(
    desk: Staffroom, web: Web, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def never(*_: object, **__: object) -> None:
        raise error

    web.routes["/night/"] = page("Night")
    monkeypatch.setattr(StoredQueue, "take_by_hand", never)
    assert "others were faster" in refused(desk, f"{web.address}/night/")


def test_a_time_that_is_empty_is_refused_and_not_taken_for_the_next_slot(desk: Staffroom) -> None:
    assert "--at: '' is no day with a time" in refused(desk, "--text", "We open at six", "--at", "", status=2)


def test_a_page_without_a_title_names_the_way_to_share_it_all_the_same(desk: Staffroom, web: Web) -> None:
    web.routes["/bare/"] = html("<p>The boats came home one after the other.</p>")
    said = refused(desk, f"{web.address}/bare/")
    assert said.endswith("it has no title; share it in a post of your own: sharebot add --text\n")
