"""What apprise really sends, over loopback: a mail and a webhook; and what becomes of a notifier that misbehaves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from servers.post_office import PostOffice, text_of
from servers.web import Reply, Web
from sharebot.bot.notice_words import plain
from sharebot.notify import Apprised, secrets_in, veiled
from sharebot.notify.notifiers import PROGRAM
from sharebot.ports import Notice

HOSTILE = "Bcc: eve@evil.example <!channel> @everyone [click](https://evil.example/) <b>bold</b> *stars* & {{ app_id }}"
NOTICE = Notice(
    subject=f"Harborlight: ünsure {plain(HOSTILE)}", text=f"Eine Zeile – {plain(HOSTILE)}\n    sharebot retry 41"
)


def notifier(address: str, within: float = 120) -> Apprised:
    return Apprised(name="1 test", reveal=lambda: address, within=timedelta(seconds=within))


def never() -> bool:
    return False


def test_a_mail_comes_as_plain_text_with_its_subject_whatever_the_words_are() -> None:
    with PostOffice() as office:
        assert notifier(office.address).send(NOTICE, never) == ""
    mail = office.mails[0]
    assert mail["Subject"] == NOTICE.subject
    assert mail["Bcc"] is None
    assert office.recipients == ["dana@blog.example"]
    assert mail.get_content_type() == "text/plain"
    assert text_of(mail).strip().replace("\r\n", "\n") == NOTICE.text


def test_a_webhook_gets_the_text_as_it_is() -> None:
    with Web({"/hook": Reply(200)}) as web:
        address = web.address.replace("http://", "json://dana:hunter2345@") + "/hook"
        assert notifier(address).send(NOTICE, never) == ""
        sent = json.loads(web.requests[0].body)
    assert (sent["title"], sent["message"]) == (NOTICE.subject, NOTICE.text)
    assert "@everyone" not in sent["message"]
    assert "<!channel>" not in sent["message"]
    assert "](" not in sent["message"]


@pytest.mark.parametrize("manner", ["refuse", "lose"])
def test_a_mail_that_is_not_taken_has_a_reason(manner: str) -> None:
    with PostOffice(manner) as office:
        assert notifier(office.address).send(NOTICE, never)
    assert len(office.mails) == (manner == "lose")


def test_a_webhook_that_answers_500_has_a_reason_without_what_is_secret() -> None:
    with Web({"/T0kenOfSome1": Reply(500)}) as web:
        why = notifier(web.address.replace("http://", "json://dana:hunter2345@") + "/T0kenOfSome1").send(NOTICE, never)
    assert "500" in why
    assert "hunter2345" not in why
    assert "T0kenOfSome1" not in why


def test_a_notifier_that_hangs_is_ended_in_time() -> None:
    with PostOffice("hang") as office:
        began = time.monotonic()
        why = notifier(office.address, within=2).send(NOTICE, never)
    assert time.monotonic() - began < 60
    assert why == "no answer in 2 seconds; it may have arrived"


def test_a_sending_is_given_up_soon_when_sharebot_stops() -> None:
    with PostOffice("hang") as office:
        began = time.monotonic()
        why = notifier(office.address, within=170).send(NOTICE, office.came.is_set)
    assert time.monotonic() - began < 60
    assert why == "sharebot stopped; it may have arrived"


def test_a_sending_whose_daemon_was_killed_ends_by_itself() -> None:
    with PostOffice("hang") as office:
        order = json.dumps({"address": office.address, "within": 0, "subject": "s", "text": "t"})
        done = subprocess.run(PROGRAM, input=order, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == -signal.SIGALRM
    assert not done.stdout


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (("/no/such/program",), "the process that sends could not be used: FileNotFoundError"),
        ((sys.executable, "-c", "import os; os._exit(9)"), "the process that sends ended without a word (status 9)"),
        ((sys.executable, "-c", "print('no JSON')"), "the process that sends could not be used: JSONDecodeError"),
    ],
)
def test_a_process_that_fails_is_a_reason(program: tuple[str, ...], reason: str) -> None:
    broken = Apprised(name="1 json", reveal=lambda: "json://127.0.0.1/", program=program)
    assert broken.send(NOTICE, never).startswith(reason)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("json://127.0.0.1/", ""),
        ("jsn://dana:hunter2345@127.0.0.1/", "apprise knows no jsn://"),
        ("slack://nonsense", "apprise knows slack://, but the rest of the address is not as it wants it"),
    ],
)
def test_an_address_is_judged_without_sending_anything(address: str, fault: str) -> None:
    assert notifier(address).fault(never) == fault


def test_whoever_sends_does_not_import_apprise() -> None:
    script = (
        "import sys; from sharebot.notify import Apprised; import sharebot.app, sharebot.daemon.serving\n"
        "from sharebot.app import telling\n"
        "print(Apprised(name='1', reveal=lambda: 'blub://x').fault(bool), 'apprise' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=180)
    assert done.stdout == "apprise knows no blub:// False\n"


def test_without_notifiers_nothing_of_all_this_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys; from sharebot.app import App; from sharebot.settings import load; import sharebot.daemon.serving\n"
        f"app = App(load({{'SHAREBOT_HOME': {str(tmp_path)!r}}})); print([chore.name for chore in app.chores if chore.name in ('telling', 'credentials')])\n"
        "names = ('apprise', 'sharebot.notify', 'sharebot.bot.notifying', 'sharebot.bot.digest')\n"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=180)
    assert done.stdout == "[]\n[]\n"


def test_what_is_secret_of_an_address_is_known_as_written_and_decoded() -> None:
    found = secrets_in("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#harborlight")
    assert {"T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"} <= set(found)
    assert "harborlight" not in found
    found = secrets_in("mailtos://dana:p%40ss-word@mail.blog.example?to=tomas@blog.example")
    assert {"p%40ss-word", "p@ss-word"} <= set(found)
    assert not {"dana", "mail.blog.example", "blog.example", "tomas"} & set(found)


def test_a_text_about_an_address_is_one_line_without_its_secrets() -> None:
    address = "ntfys://dana:hunter2345@ntfy.example/harborlight"
    assert veiled(f"refused\n  {address} for hunter2345", address) == "refused *** for ***"
    assert "hunter" not in repr(notifier(address))
