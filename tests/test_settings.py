"""Settings: every name, every fault in one line, and secrets that never show."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
import traceback
from dataclasses import asdict, replace
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharebot.errors import SettingsError
from sharebot.model import ABOUT, About
from sharebot.ports import AccountSettings
from sharebot.schedule import format_slots, parse_slots
from sharebot.settings import Account, Address, Secret, Settings, example_env, load

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = Path("/nowhere")
HIDDEN = "hunter2"


def settings(**values: str) -> Settings:
    """Settings from SHAREBOT_ names without their prefix, and no file."""
    return load({"SHAREBOT_HOME": "/data"} | {f"SHAREBOT_{name}": value for name, value in values.items()}, cwd=NOWHERE)


def account(**values: str) -> Account:
    (only,) = settings(**values).accounts
    return only


# Values ---------------------------------------------------------------------------------------------------------------


def test_without_any_setting_everything_has_a_default() -> None:
    found = settings()
    (outbox,) = found.accounts
    assert (outbox.name, outbox.platform, found.accounts_named) == ("outbox", "outbox", False)
    assert outbox.calendar.weekly == parse_slots("mon-fri 09:00 12:30 17:00")
    assert (outbox.calendar.quiet, outbox.calendar.most_per_day, outbox.calendar.blackouts) == (None, None, ())
    assert found.database_url == "sqlite:////data/sharebot.db"
    assert (found.feeds, found.private_hosts, found.timezone, found.approval) == ((), (), "UTC", "auto")
    assert (found.flood, found.log, found.warnings) == (5, "auto", ())
    assert (found.poll_every, found.old_after, found.too_late) == (
        timedelta(minutes=10),
        timedelta(days=2),
        timedelta(days=2),
    )


def test_the_data_folder_is_the_users_unless_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert load({}, cwd=NOWHERE).home.name == "sharebot"
    assert settings(HOME="~/data").home == tmp_path / "me" / "data"
    assert load({"SHAREBOT_HOME": "data"}, cwd=tmp_path).home == tmp_path / "data"


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        (
            "FEEDS",
            " https://a.example/feed/  b.xml https://a.example/feed/ ",
            "feeds",
            ("https://a.example/feed/", "b.xml"),
        ),
        ("TIMEZONE", "europe/berlin", "timezone", "Europe/Berlin"),
        ("APPROVAL", "Guests", "approval", "guests"),
        ("FLOOD", "0", "flood", 0),
        ("OLD_AFTER", "1d12h", "old_after", timedelta(hours=36)),
        ("TOO_LATE", "12h", "too_late", timedelta(hours=12)),
        ("POLL_EVERY", "2s", "poll_every", timedelta(seconds=2)),
        ("PRIVATE_HOSTS", "127.0.0.1, Blog.Internal", "private_hosts", ("127.0.0.1", "blog.internal")),
        ("LOG", "json", "log", "json"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@db/s", "database_url", "postgresql+psycopg://u:p@db/s"),
        ("FEEDS", "", "feeds", ()),
    ],
)
def test_a_setting_is_read(name: str, text: str, field: str, value: object) -> None:
    assert getattr(settings(**{name: text}), field) == value


def test_the_blog_knows_its_own_people_and_handles() -> None:
    blog = settings(
        BLOG_NAME="Harborlight  Notes",
        STAFF="Dana Quillfeather;  Tomas   Berglind ;",
        OWN_HANDLES="X:@HarborlightREX instagram:harborlight.rex, mastodon:@harborlight@social.example",
    ).blog
    assert blog.name == "Harborlight Notes"
    assert blog.staff == ("Dana Quillfeather", "Tomas Berglind")
    assert blog.own_handles == (
        ("x", "HarborlightREX"),
        ("instagram", "harborlight.rex"),
        ("mastodon", "harborlight@social.example"),
    )


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("FEEDS", "htp://blog.example", "'htp' is no way to read a feed"),
        ("TIMEZONE", "Berlin", "'Berlin' is no IANA time zone"),
        ("OWN_HANDLES", "HarborlightREX", "'HarborlightREX' is not a platform and a handle"),
        ("OWN_HANDLES", "x:@", "'x:@' is not a platform and a handle"),
        ("ACCOUNTS", "mastodon_news", "'mastodon_news' is no account name"),
        ("ACCOUNTS", "x -", "'-' is no account name"),
        ("ACCOUNTS", "x X", "'x' is named twice"),
        ("ACCOUNTS", ",", "',' names no account"),
        ("SLOTS", "mon-fry 09:00", "'mon-fry' is no day of the week"),
        ("QUIET_HOURS", "22:00", "'22:00' is not two times"),
        ("SPACING", "30", "'30' has no unit"),
        ("MOST_PER_DAY", "0", "'0' is no number from 1"),
        ("MOST_PER_DAY", "many", "'many' is no number from 1"),
        ("BLACKOUT", "christmas", "'christmas' is no date"),
        ("APPROVAL", "maybe", "'maybe' is not one of auto, guests, all"),
        ("POLL_EVERY", "0", "'0' is no time at all"),
        ("PRIVATE_HOSTS", "http://127.0.0.1", "'http://127.0.0.1' is more than a host"),
        ("FLOOD", "-1", "'-1' is no number from 0"),
        ("FLOOD", "9" * 99, "is no number from 0 to 999999"),
        ("OLD_AFTER", "soon", "'soon' is no length of time"),
        ("TOO_LATE", "2 moons", "'2 moons' is no length of time"),
        ("LOG", "xml", "'xml' is not one of auto, human, json"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db", "is not the address of a database that sharebot can use"),
        ("HOME", "~nobody-of-that-name/data", "nobody's home is meant by '~nobody-of-that-name/data'"),
        ("ENV_FILE", "missing.env", "there is no file"),
    ],
)
def test_a_wrong_value_is_named_with_its_fault_and_what_to_write(name: str, text: str, fault: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(**{name: text})
    message = str(caught.value)
    assert message.startswith(f"SHAREBOT_{name}: ")
    assert fault in message
    assert "; write " in message
    assert "\n" not in message
    assert "hunter2" not in message


@given(
    st.sampled_from(["FEEDS", "OWN_HANDLES", "ACCOUNTS", "APPROVAL", "FLOOD", "PRIVATE_HOSTS", "TIMEZONE"]), st.text()
)
def test_any_value_is_read_or_refused_in_one_line_that_names_its_setting(name: str, text: str) -> None:
    assert refused_well(name, text)


def refused_well(name: str, text: str) -> bool:
    try:
        settings(**{name: text})
    except SettingsError as error:
        return len(str(error).splitlines()) == 1 and str(error).startswith(f"SHAREBOT_{name}: ")
    return True


# Accounts -------------------------------------------------------------------------------------------------------------


def test_an_account_has_the_fields_under_its_own_prefix() -> None:
    found = account(ACCOUNTS="mastodon", MASTODON_URL="https://social.example", MASTODON_ACCESS_TOKEN="hunter2")
    as_platforms_see_it: AccountSettings = found
    assert (found.name, found.platform, found.env_prefix) == ("mastodon", "mastodon", "SHAREBOT_MASTODON_")
    assert as_platforms_see_it.need("URL") == "https://social.example"
    assert found.need("ACCESS_TOKEN") == found.get("ACCESS_TOKEN") == "hunter2"
    assert (found.get("RULES"), found.get("RULES", "x")) == ("", "x")


def test_the_longest_account_name_has_the_setting() -> None:
    short, long = settings(
        ACCOUNTS="mastodon, Mastodon-News",
        MASTODON_URL="https://one.example",
        MASTODON_NEWS_URL="https://two.example",
        MASTODON_NEWS_SLOTS="now",
        MASTODON_SPACING="1h",
    ).accounts
    assert (short.fields, long.fields) == ({"URL": "https://one.example"}, {"URL": "https://two.example"})
    assert (long.name, long.platform) == ("mastodon-news", "mastodon")
    assert (short.calendar.at_once, long.calendar.at_once) == (False, True)
    assert (short.calendar.spacing, long.calendar.spacing) == (timedelta(hours=1), timedelta(0))


def test_a_missing_field_is_named_as_people_must_write_it() -> None:
    with pytest.raises(SettingsError) as caught:
        account(ACCOUNTS="mastodon-news", MASTODON_NEWS_URL="").need("URL")
    assert str(caught.value) == "SHAREBOT_MASTODON_NEWS_URL is not set; the account mastodon-news needs it"


def test_an_account_may_have_a_calendar_of_its_own() -> None:
    common = {
        "ACCOUNTS": "x mastodon",
        "TIMEZONE": "Europe/Berlin",
        "SLOTS": "daily 08:00",
        "QUIET_HOURS": "22:00-07:00",
        "SPACING": "30m",
        "MOST_PER_DAY": "3",
        "BLACKOUT": "2026-12-24..2026-12-26 2027-01-01",
    }
    x, mastodon = settings(
        **common,
        X_TIMEZONE="America/New_York",
        X_SLOTS="sat 10:00",
        X_QUIET_HOURS="none",
        X_SPACING="1h",
        X_MOST_PER_DAY="none",
        X_BLACKOUT="2026-07-04",
    ).accounts
    assert (mastodon.calendar.zone, x.calendar.zone) == ("Europe/Berlin", "America/New_York")
    assert (mastodon.calendar.weekly, x.calendar.weekly) == (parse_slots("daily 08:00"), parse_slots("sat 10:00"))
    assert (mastodon.calendar.quiet, x.calendar.quiet) == ((clock(22), clock(7)), None)
    assert (mastodon.calendar.spacing, x.calendar.spacing) == (timedelta(minutes=30), timedelta(hours=1))
    assert (mastodon.calendar.most_per_day, x.calendar.most_per_day) == (3, None)
    assert x.calendar.blackouts == ((date(2026, 7, 4), date(2026, 7, 4)),)
    assert mastodon.calendar.blackouts[1] == (date(2027, 1, 1), date(2027, 1, 1))
    assert x.fields == {}


def test_a_fault_in_an_accounts_calendar_names_the_accounts_setting() -> None:
    with pytest.raises(SettingsError, match=r"^SHAREBOT_OUTBOX_X_SLOTS: 'moon' is no day of the week"):
        settings(ACCOUNTS="outbox-x", OUTBOX_X_SLOTS="moon 09:00")


def test_a_calendar_whose_every_slot_is_quiet_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^SHAREBOT_X_SLOTS: every slot lies in quiet hours; write for example"):
        settings(ACCOUNTS="x", QUIET_HOURS="22:00-07:00", X_SLOTS="daily 23:00 06:59")


# The file -------------------------------------------------------------------------------------------------------------


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# ours\nexport SHAREBOT_TIMEZONE=Europe/Berlin\nSHAREBOT_FLOOD=7 # seven\nOTHER=1\n"
        'SHAREBOT_STAFF="Dana Quillfeather; Tomas Berglind"\nSHAREBOT_BLOG_NAME=${SHAREBOT_FLOOD}\n',
        encoding="utf-8",
    )
    found = load({"SHAREBOT_HOME": "/data", "SHAREBOT_FLOOD": "9"}, cwd=tmp_path)
    assert (found.timezone, found.flood, found.warnings) == ("Europe/Berlin", 9, ())
    assert found.blog.staff == ("Dana Quillfeather", "Tomas Berglind")
    assert found.blog.name == "${SHAREBOT_FLOOD}", "what is written is what is meant"


def test_an_empty_value_in_the_environment_undoes_the_files(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHAREBOT_FLOOD=7\n", encoding="utf-8")
    assert load({"SHAREBOT_HOME": "/data", "SHAREBOT_FLOOD": ""}, cwd=tmp_path).flood == 5


def test_the_file_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHAREBOT_FLOOD=7\n", encoding="utf-8")
    (tmp_path / "other.env").write_bytes("\ufeffSHAREBOT_FLOOD=8\n".encode())
    environ = {"SHAREBOT_HOME": "/data", "SHAREBOT_ENV_FILE": "other.env"}
    assert load(environ, cwd=tmp_path).flood == 8


def test_lines_of_the_file_that_say_nothing_are_warned_of_by_number_and_not_quoted(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHAREBOT_FLOOD=7\n\nSHAREBOT_X_API_KEY hunter2\nSHAREBOT_LOG\n", encoding="utf-8")
    found = load({"SHAREBOT_HOME": "/data"}, cwd=tmp_path)
    assert found.flood == 7
    assert [re.sub(r".*\.env: ", "", line) for line in found.warnings] == [
        "line 3 is not NAME=value",
        "line 4 is not NAME=value",
    ]


def test_a_file_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SHAREBOT_BLOG_NAME=caf\xe9")
    with pytest.raises(SettingsError, match=r"\.env: it is not UTF-8 text; save it as such$"):
        load({"SHAREBOT_HOME": "/data"}, cwd=tmp_path)


def test_a_file_that_may_not_be_read_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user who runs the tests may be root, who may read everything."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / ".env").touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match=r"\.env: it cannot be read \(Permission denied\); see to its permissions$"):
        load({"SHAREBOT_HOME": "/data"}, cwd=tmp_path)


def test_a_folder_named_dot_env_is_no_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert load({"SHAREBOT_HOME": "/data"}, cwd=tmp_path).warnings == ()


# Warnings -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("FEED", "did you mean SHAREBOT_FEEDS?"),
        ("TIME_ZONE", "did you mean SHAREBOT_TIMEZONE?"),
        ("DATABSE_URL", "did you mean SHAREBOT_DATABASE_URL?"),
        ("QUIET", "did you mean SHAREBOT_QUIET_HOURS?"),
        ("X_SLOT", "did you mean SHAREBOT_X_SLOTS?"),
        ("X_ACESS_TOKEN", "did you mean SHAREBOT_X_ACCESS_TOKEN?"),
        ("X_APPROVAL", "SHAREBOT_APPROVAL holds for all accounts"),
        ("MASTODON_NEWS_ACCESS_TOKEN", "SHAREBOT_ACCOUNTS names no account mastodon-news"),
        ("ZZZ", "see config.example.env"),
    ],
)
def test_a_name_that_is_no_setting_is_warned_of_with_the_nearest_right_one(name: str, hint: str) -> None:
    found = settings(ACCOUNTS="x", **{name: "secret value"})
    assert found.warnings == (f"SHAREBOT_{name} is not a setting; {hint}",)


def test_a_field_that_only_its_network_may_know_is_no_reason_to_warn() -> None:
    found = settings(ACCOUNTS="x", X_VISIBILITY="unlisted", X_API_KEY="k")
    assert found.warnings == ()
    assert found.accounts[0].get("VISIBILITY") == "unlisted"


def test_slots_in_quiet_hours_are_warned_of() -> None:
    found = settings(ACCOUNTS="x mastodon", QUIET_HOURS="22:00-07:00", SLOTS="mon-fri 09:00 23:00; sat 06:00")
    assert found.warnings == ("SHAREBOT_SLOTS: mon-fri 23:00; sat 06:00 lies in quiet hours and is never used",)


# Who is told ----------------------------------------------------------------------------------------------------------


def test_notifiers_are_secrets_separated_by_blanks_each_once() -> None:
    found = settings(
        NOTIFY=f"ntfys://dana:{HIDDEN}@ntfy.example/blog,a  json://b.example ntfys://dana:{HIDDEN}@ntfy.example/blog,a"
    )
    assert [each.reveal() for each in found.notify] == [
        f"ntfys://dana:{HIDDEN}@ntfy.example/blog,a",
        "json://b.example",
    ]
    assert HIDDEN not in repr(found)
    assert settings().notify == ()


def test_a_notifier_without_a_kind_is_named_by_its_place_and_never_shown() -> None:
    with pytest.raises(SettingsError, match=r"^SHAREBOT_NOTIFY: address 2 of 2 does not begin with a kind") as caught:
        settings(NOTIFY=f"json://b.example dana:{HIDDEN}@ntfy.example")
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))


def test_what_people_are_told_of_is_everything_or_what_they_name() -> None:
    assert settings().notify_about == ABOUT
    assert settings(NOTIFY_ABOUT="Failed, paused").notify_about == {About.FAILED, About.PAUSED}
    with pytest.raises(SettingsError, match=r"SHAREBOT_NOTIFY_ABOUT: 'faild' is none of all, paused, unsure"):
        settings(NOTIFY_ABOUT="failed faild")


@pytest.mark.parametrize(
    ("text", "slots"),
    [("none", ""), ("08:00", "daily 08:00"), ("8am 18:00", "daily 08:00 18:00"), ("mon-fri 08:00", "mon-fri 08:00")],
)
def test_a_digest_has_a_time_for_every_day_or_days_as_slots_have_them(text: str, slots: str) -> None:
    found = settings(DIGEST=text).digest
    assert (format_slots(found) if found else "") == slots


@pytest.mark.parametrize("text", ["now", "8", "every morning"])
def test_a_digest_without_a_time_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^SHAREBOT_DIGEST: "):
        settings(DIGEST=text)


# Secrets --------------------------------------------------------------------------------------------------------------


def with_secrets() -> Settings:
    return settings(
        ACCOUNTS="x bluesky",
        DATABASE_URL=f"postgresql+psycopg://sharebot:{HIDDEN}@db/sharebot",
        X_API_KEY=HIDDEN,
        X_ACCESS_TOKEN_SECRET=HIDDEN,
        X_CLIENT_TOKEN=HIDDEN,
        BLUESKY_APP_PASSWORD=HIDDEN,
    )


def as_json(value: Any) -> str:
    return json.dumps(value, default=str)


@pytest.mark.parametrize("show", [repr, str, format, ascii, "{!r:>99}".format, "%s".__mod__, as_json])
def test_secrets_do_not_show(show: Any) -> None:
    found = with_secrets()
    for value in (found, asdict(found), copy.deepcopy(found), found.accounts[0], found.accounts[0].fields):
        assert HIDDEN not in show((value,) if show == "%s".__mod__ else value)
    assert found.accounts[0].need("API_KEY") == HIDDEN


@pytest.mark.parametrize("dump", [pickle.dumps, json.dumps, msgspec.json.encode, msgspec.to_builtins])
def test_what_would_write_a_secret_down_fails_without_showing_it(dump: Any) -> None:
    for value in (Secret(HIDDEN), with_secrets().accounts[0]):
        with pytest.raises(TypeError) as caught:
            dump(value)
        assert HIDDEN not in "".join(traceback.format_exception(caught.value))


def test_a_fault_in_one_setting_shows_no_other_in_its_traceback() -> None:
    with pytest.raises(SettingsError) as caught:
        settings(ACCOUNTS="x", X_API_KEY=HIDDEN, X_SLOTS="moon", DATABASE_URL=f"mysql://u:{HIDDEN}@h/d")
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))


def test_secrets_are_equal_when_their_values_are() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1
    assert Secret("a") != "a"
    assert f"{Secret('a'):>5}" == "  ***"
    assert replace(with_secrets(), flood=1).database_url == with_secrets().database_url


# The example file and the cost ----------------------------------------------------------------------------------------


def test_the_example_file_is_the_table() -> None:
    assert (ROOT / "config.example.env").read_text(encoding="utf-8") == example_env(), "run: make generate"


def test_the_example_file_with_every_line_in_use_is_read_without_a_warning(tmp_path: Path) -> None:
    lines = re.sub(r"^#(?=SHAREBOT_)", "", example_env(), flags=re.MULTILINE)
    used = lines.replace('SHAREBOT_ACCOUNTS="', 'SHAREBOT_ACCOUNTS="outbox mastodon bluesky x ')
    (tmp_path / ".env").write_text(used, encoding="utf-8")
    (tmp_path / ".env").chmod(0o600)
    found = load({}, cwd=tmp_path)
    assert found.warnings == ()
    assert found.blog.staff == ("Dana Quillfeather", "Tomas Berglind")
    assert [each.name for each in found.accounts][:4] == ["outbox", "mastodon", "bluesky", "x"]
    assert found.accounts[3].need("API_KEY") == "…"


def test_the_module_prints_the_example_file() -> None:
    printed = subprocess.run([sys.executable, "-m", "sharebot.settings"], capture_output=True, check=True)
    assert printed.stdout.decode("utf-8") == example_env()


def test_loading_imports_nothing_slow() -> None:
    code = (
        "import sys; from sharebot.settings import load; load({'SHAREBOT_HOME': '/data'});"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd="/")
    slow = {
        "dotenv",
        "platformdirs",
        "difflib",
        "sqlalchemy",
        "msgspec",
        "pydantic",
        "feedparser",
        "structlog",
        "click",
    }
    assert not slow & set(loaded.stdout.split())


# How shares read ------------------------------------------------------------------------------------------------------


def test_an_account_has_its_own_style_where_it_has_one_and_else_that_of_all() -> None:
    found = settings(
        ACCOUNTS="outbox-x outbox-mastodon",
        BLOG_NAME="Harborlight",
        TEMPLATE=r"{{ line }}\n{{ link }}",
        OUTBOX_MASTODON_TEMPLATE="{{ title }} {{ credit }} {{ link }}",
        HASHTAGS="Harm Reduction=#HarmReduction; Uncategorized=; Naloxone=Naloxone, OverdosePrevention",
        UTM="?utm_source={platform}&utm_content={account}",
        OUTBOX_X_WARNINGS="Drug policy=drugs; a=b=c",
        LABELS="War diary=Graphic-Media; Life drawing=nudity, sexual",
        OUTBOX_X_LABELS="War diary=graphic-media",
    )
    on_x, on_mastodon = (account.style for account in found.accounts)
    assert on_x.template == "{{ line }}\n{{ link }}"
    assert on_mastodon.template == "{{ title }} {{ credit }} {{ link }}"
    assert on_x.hashtags == on_mastodon.hashtags == (
        ("Harm Reduction", ("HarmReduction",)), ("Uncategorized", ()), ("Naloxone", ("Naloxone", "OverdosePrevention")),
    )  # fmt: skip
    assert on_x.tracking == (("utm_source", "{platform}"), ("utm_content", "outbox-x"))
    assert on_mastodon.tracking == (("utm_source", "{platform}"), ("utm_content", "outbox-mastodon"))
    assert (on_x.warnings, on_mastodon.warnings) == ((("Drug policy", "drugs"), ("a=b", "c")), ())
    assert on_x.labels == (("War diary", ("graphic-media",)),)
    assert on_mastodon.labels == (*on_x.labels, ("Life drawing", ("nudity", "sexual")))
    assert {on_x.blog, on_mastodon.blog, found.style.blog} == {"Harborlight"}
    assert found.style.template == on_x.template
    assert found.warnings == ()


def test_a_template_may_stand_in_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "share.j2").write_text("{{ line }}\n{{ link }}\n", encoding="utf-8")
    (tmp_path / ".env").write_text("SHAREBOT_TEMPLATE=@share.j2\n", encoding="utf-8")
    assert load({"SHAREBOT_HOME": "/data"}, cwd=tmp_path).style.template == "{{ line }}\n{{ link }}"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"TEMPLATE": "{{ titel }}"}, "SHAREBOT_TEMPLATE: line 1, column 4: there is no variable titel; did you mean title?"),
        ({"TEMPLATE": r"{{ link }}\n{{ line"}, "SHAREBOT_TEMPLATE: line 2, column 4: unexpected end of template"),
        ({"OUTBOX_TEMPLATE": "{{ link|shout }}"}, "SHAREBOT_OUTBOX_TEMPLATE: line 1, column 9: there is no filter shout"),
        ({"TEMPLATE": "@none.j2"}, "SHAREBOT_TEMPLATE: /nowhere/none.j2: it cannot be read (No such file or directory)"),
        ({"HASHTAGS": "Harm Reduction"}, "SHAREBOT_HASHTAGS: 'Harm Reduction' is not category=words; write for example Harm"),
        ({"HASHTAGS": "Harm Reduction=harm-reduction"}, "SHAREBOT_HASHTAGS: 'harm-reduction' is no hashtag"),
        ({"HASHTAGS": "Years=2026"}, "SHAREBOT_HASHTAGS: '2026' is no hashtag"),
        ({"UTM": "utm_source"}, "SHAREBOT_UTM: 'utm_source' is not name=value"),
        ({"UTM": "utm_source={network}"}, "SHAREBOT_UTM: '{network}' is none of {platform}, {account} and {round}"),
        ({"UTM": "a=b c"}, "SHAREBOT_UTM: 'a=b c' is not name=value"),
        ({"WARNINGS": "Drug policy="}, "SHAREBOT_WARNINGS: 'Drug policy=' warns of nothing"),
    ],
)  # fmt: skip
def test_a_style_that_cannot_be_used_is_refused_in_one_line(values: dict[str, str], fault: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(**values)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_template_that_leaves_out_link_or_credit_is_warned_of_once() -> None:
    found = settings(ACCOUNTS="outbox-x outbox-mastodon", TEMPLATE="{{ title }}")
    assert found.warnings == ("SHAREBOT_TEMPLATE: the template leaves out {{ link }} and {{ credit }}",)
    assert settings(OUTBOX_TEMPLATE="{{ link }} {{ authors }}").warnings == ()


# Where the daemon can be watched --------------------------------------------------------------------------------------


def test_the_daemon_listens_nowhere_unless_it_is_told_to() -> None:
    assert settings().http is None
    assert settings(HTTP="").http is None


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:8321", "127.0.0.1", 8321), ("[::1]:9", "::1", 9), ("localhost:80", "127.0.0.1", 80)],
)
def test_an_address_of_this_machine_alone_is_private(text: str, host: str, port: int) -> None:
    found = settings(HTTP=text)
    assert found.http == Address(host=host, port=port)
    assert found.http.is_private


@pytest.mark.parametrize("text", ["0.0.0.0:8321", "[::]:8321", "192.0.2.7:8321"])
def test_an_address_that_other_machines_can_reach_is_known_as_such(text: str) -> None:
    found = settings(HTTP=text)
    assert str(found.http) == text
    assert found.http
    assert not found.http.is_private


@pytest.mark.parametrize(
    "text",
    ["8321", ":8321", "127.0.0.1", "127.0.0.1:65536", "::1:8321", "[127.0.0.1]:8321", "blog.example:80", "unix:/run/s"],
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^SHAREBOT_HTTP: .*(127\.0\.0\.1:8321|\[::1\]:8321)"):
        settings(HTTP=text)
