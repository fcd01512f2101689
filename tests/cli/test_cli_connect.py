"""sharebot accounts connect: a person, or a script in their place, is guided to credentials that work."""

from __future__ import annotations

import os
import pty
import re
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx2
import pytest

from servers.keyboard import Keyboard, seated
from servers.mastodon import TOKEN, MastodonServer
from servers.pds import HANDLE, PASSWORD, Pds
from servers.staffroom import Staffroom
from servers.web import Web, html
from servers.x_api import KEYS, PIN, FakeX
from sharebot.cli.secrets import settings_in


@pytest.fixture
def staff(staff: Staffroom) -> Staffroom:
    """Nothing is set but in .env, and loopback may be asked."""
    staff.env = {"SHAREBOT_HOME": str(staff.home), "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    return staff


@pytest.fixture
def mastodon() -> Iterator[MastodonServer]:
    with Web() as web:
        yield MastodonServer(web, lambda: datetime.now(UTC))


@pytest.fixture
def x() -> Iterator[FakeX]:
    with FakeX(lambda: datetime.now(UTC)) as served:
        yield served


@pytest.fixture
def pds() -> Iterator[Pds]:
    with Pds() as served:
        yield served


def written(staff: Staffroom) -> dict[str, str]:
    return settings_in(staff.folder / ".env")


def connect(staff: Staffroom, *args: str, answers: str = "") -> tuple[int, str]:
    """Through a pipe; everything that was said, on either stream."""
    process = staff.start("accounts", "connect", *args, stdin=subprocess.PIPE, stderr=subprocess.STDOUT)
    out, _ = process.communicate(answers, timeout=180)
    return process.returncode, out


@dataclass
class Script:
    """A program that answers as it is asked."""

    process: subprocess.Popen[str]
    heard: str = ""

    def hear(self, pattern: str) -> str:
        """Read on until a line says that; what it says."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.heard += line
            if found := re.search(pattern, line):
                return found[0]
        raise AssertionError(f"it never said {pattern}: {self.heard}")

    def say(self, *lines: str) -> None:
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def end(self) -> int:
        out, _ = self.process.communicate(timeout=180)
        self.heard += out
        return self.process.returncode


def script(staff: Staffroom, *args: str) -> Script:
    return Script(staff.start("accounts", "connect", *args, stdin=subprocess.PIPE, stderr=subprocess.STDOUT))


def test_without_a_name_it_says_which_networks_one_can_be_guided_to(staff: Staffroom) -> None:
    assert connect(staff) == (0, "one can be guided to: bluesky, mastodon, x\n")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["myspace"], "'myspace' is none of bluesky, mastodon, x"),
        (["outbox"], "none of bluesky, mastodon, x"),
        (["mastodon", "--account", "news"], "must be mastodon, or begin with mastodon-"),
    ],
)
def test_a_wrong_name_is_wrong_use(staff: Staffroom, args: list[str], says: str) -> None:
    status, said = connect(staff, *args)
    assert status == 2
    assert says in said


# Mastodon -------------------------------------------------------------------------------------------------------------


def test_a_person_who_allows_it_in_the_browser_has_an_account_afterwards(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    talk = script(staff, "mastodon")
    talk.say(mastodon.web.address, "1")
    page = httpx2.get(talk.hear(r"http://127\.0\.0\.1:\d+/oauth/authorize\S+")).text
    talk.say(re.findall(r'value="(.+?)"', page)[0])
    assert talk.end() == 0, talk.heard
    assert written(staff) == {
        "SHAREBOT_MASTODON_URL": mastodon.web.address,
        "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
        "SHAREBOT_ACCOUNTS": "outbox mastodon",
    }
    assert stat.S_IMODE((staff.folder / ".env").stat().st_mode) == 0o600
    assert "we are harborlight@social.example" in talk.heard
    assert "may post" in talk.heard
    for secret in (TOKEN, "client-secret-1", "code-1"):
        assert secret not in talk.heard


def test_what_it_asks_for_is_what_is_needed_and_no_more(staff: Staffroom, mastodon: MastodonServer) -> None:
    talk = script(staff, "mastodon")
    talk.say(mastodon.web.address, "allow")
    assert "scope=read%3Aaccounts+read%3Astatuses+write%3Amedia+write%3Astatuses" in talk.hear("/oauth/authorize.*")
    talk.say("code-of-somebody-else")
    assert talk.end() == 1
    assert "it answers 400 (Der Code ist ungültig); begin again" in talk.heard
    assert not written(staff)


def test_a_token_that_is_pasted_does_too_and_other_settings_stay(staff: Staffroom, mastodon: MastodonServer) -> None:
    before = "# ours\nSHAREBOT_ACCOUNTS=outbox-x\nSHAREBOT_BLOG_NAME=Harborlight\n"
    (staff.folder / ".env").write_text(before)
    status, said = connect(staff, "mastodon", answers=f"{mastodon.web.address}/\n2\n{TOKEN}\n")
    assert status == 0, said
    assert written(staff)["SHAREBOT_ACCOUNTS"] == "outbox-x mastodon"
    assert written(staff)["SHAREBOT_BLOG_NAME"] == "Harborlight"
    (kept,) = staff.folder.glob(".env.bak-*")
    assert kept.read_text() == before
    assert f"as it was before: {kept.name}" in said
    assert f"{mastodon.web.address}/settings/applications/new" in said
    assert TOKEN not in said


def test_a_second_account_has_a_name_and_settings_of_its_own(staff: Staffroom, mastodon: MastodonServer) -> None:
    answers = f"{mastodon.web.address}\n2\n{TOKEN}\n"
    assert connect(staff, "mastodon", "--instead-of-outbox", answers=answers)[0] == 0
    assert written(staff)["SHAREBOT_ACCOUNTS"] == "mastodon"
    assert connect(staff, "mastodon", "--account", "mastodon-news", "--instead-of-outbox", answers=answers)[0] == 0
    assert written(staff)["SHAREBOT_ACCOUNTS"] == "mastodon mastodon-news"
    assert written(staff)["SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN"] == TOKEN


def test_posts_that_wait_for_the_outbox_are_told_of_when_it_goes_and_seen_until_somebody_cancels_them(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    staff.env |= {"SHAREBOT_FEEDS": str(staff.feed), "SHAREBOT_SLOTS": "mon-sun 09:00"}
    staff.open()
    staff.publish("A new light", guest=False)
    staff.poll()
    answers = f"{mastodon.web.address}\n2\n{TOKEN}\n"
    status, said = connect(staff, "mastodon", "--instead-of-outbox", answers=answers)
    assert status == 0, said
    assert (
        "1 post waits for outbox, which is not posted to any more: sharebot cancel --account outbox, or put outbox into "
        "SHAREBOT_ACCOUNTS again\n"
    ) in said
    assert "the account is not in SHAREBOT_ACCOUNTS" in staff("queue").stdout
    assert "1 post without an account since " in staff("status").stdout
    assert "1 queued post of accounts that are not set" in staff("doctor", "--offline").stdout
    assert staff("cancel", "--account", "outbox").exit_code == 0
    assert staff("status").exit_code == 0


def test_an_account_that_is_there_already_gets_new_credentials_and_its_server_is_offered(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    old = (
        f"SHAREBOT_ACCOUNTS=mastodon\nSHAREBOT_MASTODON_URL={mastodon.web.address}\nSHAREBOT_MASTODON_ACCESS_TOKEN=old"
    )
    (staff.folder / ".env").write_text(old)
    assert staff.really("pause", "mastodon")[0] == 0
    status, said = connect(staff, "mastodon", answers=f"\n2\n{TOKEN}\n")
    assert status == 0, said
    assert "it is paused" in said
    assert f"[{mastodon.web.address}]" in said
    assert written(staff)["SHAREBOT_ACCOUNTS"] == "mastodon"
    assert written(staff)["SHAREBOT_MASTODON_ACCESS_TOKEN"] == TOKEN


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("{address}\n2\nwrong-token-of-somebody\n", "The access token is invalid"),
        ("http://social.example\n", "SHAREBOT_MASTODON_URL: it is not the address of a server"),
        ("127.0.0.1\n", "127.0.0.1"),
        ("{address}\n3\n", "'3' is none of them"),
        ("{address}\n2\n\n", "nothing was answered"),
        ("{address}\n2\n", "Your access token: the answers end here"),
    ],
)
def test_what_does_not_work_is_not_written_and_the_reason_is_one_line(
    staff: Staffroom, mastodon: MastodonServer, answers: str, says: str
) -> None:
    status, said = connect(staff, "mastodon", answers=answers.format(address=mastodon.web.address))
    assert status in {1, 2}
    assert says in said
    assert "Traceback" not in said
    assert "wrong-token-of-somebody" not in said
    assert "sharebot resume" not in said
    assert not (staff.folder / ".env").exists()


def test_a_token_that_may_not_post_is_shown_with_its_fault_and_not_written(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    mastodon.scopes = ("read",)
    status, said = connect(staff, "mastodon", answers=f"{mastodon.web.address}\n2\n{TOKEN}\n")
    assert status == 1
    assert "does not allow write:statuses, so we cannot post" in said
    assert "nothing was written" in said
    assert not (staff.folder / ".env").exists()


def test_a_setting_that_the_environment_has_too_is_told_of(staff: Staffroom, mastodon: MastodonServer) -> None:
    staff.env["SHAREBOT_ACCOUNTS"] = "outbox"
    status, said = connect(staff, "mastodon", answers=f"{mastodon.web.address}\n2\n{TOKEN}\n")
    assert status == 0, said
    assert "SHAREBOT_ACCOUNTS is set in the environment too, which beats .env" in said


def test_a_server_that_is_none_is_told_at_once_and_not_a_question_later(staff: Staffroom) -> None:
    with Web({"/": html("A blog")}) as blog:
        status, said = connect(staff, "mastodon", answers=f"{blog.address}\n")
    assert status == 1
    assert f"{blog.address}: it does not answer as a Mastodon server does" in said
    assert "How do you want" not in said


# Bluesky --------------------------------------------------------------------------------------------------------------


def test_bluesky_wants_a_handle_and_an_app_password(staff: Staffroom, pds: Pds) -> None:
    status, said = connect(staff, "bluesky", answers=f"@{HANDLE}\n{pds.door.address}\n{PASSWORD}\n")
    assert status == 0, said
    assert written(staff) == {
        "SHAREBOT_BLUESKY_HANDLE": HANDLE,
        "SHAREBOT_BLUESKY_APP_PASSWORD": PASSWORD,
        "SHAREBOT_BLUESKY_URL": pds.door.address,
        "SHAREBOT_ACCOUNTS": "outbox bluesky",
    }
    assert "App passwords" in said
    assert f"we are {HANDLE}" in said
    assert PASSWORD not in said


def test_a_wrong_app_password_is_refused_and_not_shown(staff: Staffroom, pds: Pds) -> None:
    status, said = connect(staff, "bluesky", answers=f"{HANDLE}\n{pds.door.address}\nwxyz-wxyz-wxyz-wxyz\n")
    assert status == 1
    assert said.splitlines()[-1] == (
        "sharebot: bluesky: the login is refused (AuthenticationRequired: Invalid identifier or password); give it again, "
        "or begin anew if the handle or the server is another"
    )
    assert "wxyz" not in said
    assert not (staff.folder / ".env").exists()


def test_at_a_keyboard_a_wrong_app_password_is_asked_for_again_and_all_other_answers_are_kept(
    staff: Staffroom, pds: Pds
) -> None:
    process, keys = seated(staff, "accounts", "connect", "bluesky")
    keys.see("The account's handle")
    keys.press(HANDLE)
    keys.see("The server that you log in to")
    keys.press(pds.door.address)
    keys.see("The app password (what you type is not shown)")
    keys.press("wxyz-wxyz-wxyz-wxyz")
    keys.see("the login is refused")
    keys.see("The app password (what you type is not shown)")
    keys.press(PASSWORD)
    keys.see("Post to bluesky instead of it (no: to both)? [y/N]")
    keys.press("n")
    keys.see("accounts: outbox, bluesky")
    assert process.wait(180) == 0
    assert "SHAREBOT_BLUESKY" not in keys.seen
    assert written(staff)["SHAREBOT_BLUESKY_APP_PASSWORD"] == PASSWORD


# X --------------------------------------------------------------------------------------------------------------------


def test_x_gives_the_account_s_keys_for_a_pin(staff: Staffroom, x: FakeX) -> None:
    (staff.folder / ".env").write_text(f"SHAREBOT_X_URL={x.address}\n")
    talk = script(staff, "x")
    talk.say(KEYS["API_KEY"], KEYS["API_SECRET"])
    assert PIN in httpx2.get(talk.hear(r"http://127\.0\.0\.1:\d+/oauth/authorize\S+")).text
    talk.say(PIN)
    assert talk.end() == 0, talk.heard
    assert written(staff) == {
        "SHAREBOT_X_URL": x.address,
        "SHAREBOT_ACCOUNTS": "outbox x",
        **{f"SHAREBOT_X_{field}": value for field, value in KEYS.items()},
    }
    assert "we are HarborlightREX" in talk.heard
    assert "BEFORE" in talk.heard
    assert not [secret for secret in (*KEYS.values(), "secret-of-request") if secret in talk.heard]


def test_x_s_wrong_keys_and_wrong_pins_are_told_apart(staff: Staffroom, x: FakeX) -> None:
    (staff.folder / ".env").write_text(f"SHAREBOT_X_URL={x.address}\n")
    status, said = connect(staff, "x", answers="another-key\nanother-secret\n")
    assert status == 1
    assert "X does not accept the API key and its secret (401); copy both anew" in said
    assert "another-" not in said
    talk = script(staff, "x")
    talk.say(KEYS["API_KEY"], KEYS["API_SECRET"])
    talk.hear("/oauth/authorize")
    talk.say(PIN)  # nobody has allowed it
    assert talk.end() == 1
    assert "X does not accept the PIN (401); begin again" in talk.heard
    assert "SHAREBOT_X_API_KEY" not in written(staff)


def test_a_token_made_before_the_rights_were_set_may_only_read_and_is_not_written(staff: Staffroom, x: FakeX) -> None:
    (staff.folder / ".env").write_text(f"SHAREBOT_X_URL={x.address}\n")
    x.access_level = "read"
    talk = script(staff, "x")
    talk.say(KEYS["API_KEY"], KEYS["API_SECRET"])
    httpx2.get(talk.hear(r"http://127\.0\.0\.1:\d+/oauth/authorize\S+"))
    talk.say(PIN)
    assert talk.end() == 1
    assert "its access token may only read" in talk.heard
    assert "SHAREBOT_X_ACCESS_TOKEN" not in written(staff)


# On a terminal --------------------------------------------------------------------------------------------------------


def test_at_a_keyboard_a_secret_does_not_show_a_slip_is_asked_again_and_the_outbox_goes_only_by_a_yes(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    ours, theirs = pty.openpty()
    process = staff.start(
        "accounts", "connect", "mastodon", stdin=theirs, stdout=theirs, stderr=theirs, env={"COLUMNS": "200"},
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    keys = Keyboard(ours)
    keys.see("The server's address")
    keys.press("http://social.example")
    keys.see("SHAREBOT_MASTODON_URL: it is not the address")
    keys.press(mastodon.web.address)
    keys.see("Your choice [1]")
    keys.press("2")
    keys.see("Your access token")
    keys.press("a-wrong-one")
    keys.see("refuses this token (401, 'The access token is invalid'); copy the whole of it")
    keys.see("Your access token (what you type is not shown)")
    keys.press(TOKEN)
    keys.see("Post to mastodon instead of it (no: to both)? [y/N]")
    keys.press("y")
    keys.see("accounts: mastodon")
    assert process.wait(180) == 0
    os.close(ours)
    assert TOKEN not in keys.seen
    assert written(staff)["SHAREBOT_ACCOUNTS"] == "mastodon"
