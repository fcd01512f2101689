"""sharebot measure: a text's length on every network, without an account or a setting."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from servers.staffroom import Staffroom

BARE = {"SHAREBOT_ACCOUNTS": "", "SHAREBOT_FEEDS": ""}


def lines_of(out: str) -> list[dict[str, dict[str, object]]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_text_is_measured_for_every_network(staff: Staffroom) -> None:
    done = staff("measure", "See", "README.md", env=BARE)
    assert done.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[1:]}
    assert rows["x"] == ["27", "280", "weighted", "fits"]
    assert rows["mastodon"] == ["13", "500", "graphemes", "fits"]
    assert rows["bluesky"] == ["13", "300", "graphemes", "fits"]


def test_a_text_that_does_not_fit_everywhere_is_exit_status_1_and_says_by_how_much(staff: Staffroom) -> None:
    done = staff("measure", "-", input="a" * 301 + "\n")
    assert done.exit_code == 1, done.stderr
    assert "1 too long (graphemes)" in done.stdout, done.stderr
    assert "21 too long (weighted)" in done.stdout


def test_every_limit_counts(staff: Staffroom) -> None:
    family = "👨‍👩‍👧‍👦"
    measured = staff("measure", "--json", family * 121)
    assert measured.exit_code == 1
    bluesky = json.loads(measured.stdout)["bluesky"]
    assert (bluesky["length"], bluesky["fits"]) == (121, False)
    assert {"unit": "utf8", "length": 3025, "limit": 3000} in bluesky["limits"]


@pytest.mark.parametrize(
    ("text", "x", "graphemes", "octets"),
    [
        ("冬の夜、窓口で", 14, 7, 21),
        ("\u1112\u1161\u11ab", 2, 1, 9),  # one Korean syllable in three parts
        ("👨‍👩‍👧‍👦👩🏽‍🚀", 4, 2, 25 + 15),
        ("🇩🇪🇫🇷", 4, 2, 16),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2, 1, 28),
        ("e\u0301x\u0332", 3, 2, 6),  # one has a letter of its own, the other has none
        ("ที่", 3, 1, 9),
        ("क्षि", 4, 1, 12),
        ("שלום עולם", 9, 9, 17),
        ("שָׁלוֹם", 7, 4, 14),
        ("\u200fمرحبا", 7, 6, 13),
        ("a\u202eb", 4, 3, 5),
    ],
)
def test_every_script_is_measured_as_each_network_counts_it(
    staff: Staffroom, text: str, x: int, graphemes: int, octets: int
) -> None:
    done = staff("measure", "--json", text)
    measured = json.loads(done.stdout)
    assert {name: found["length"] for name, found in measured.items()} == {
        "x": x,
        "mastodon": graphemes,
        "bluesky": graphemes,
    }
    assert measured["bluesky"]["limits"][1] == {"unit": "utf8", "length": octets, "limit": 3000}
    (line,) = lines_of(staff("measure", "--jsonl", "-", input=json.dumps({"text": text})).stdout)
    assert {name: found["length"] for name, found in line.items()} == {
        name: found["length"] for name, found in measured.items()
    }


def test_parts_are_shown_with_their_places(staff: Staffroom) -> None:
    x = staff.json("measure", "--parts", "By @jane #Harbor $TSLA a.org")["x"]
    assert [(part["kind"], part["start"], part["end"], part["target"]) for part in x["parts"]] == [
        ("mention", 3, 8, "jane"),
        ("hashtag", 9, 16, "Harbor"),
        ("cashtag", 17, 22, "TSLA"),
        ("link", 23, 28, "https://a.org"),
    ]
    assert "  hashtag 9-16: Harbor" in staff("measure", "--parts", "By @jane #Harbor").stdout


def test_an_account_is_measured_by_its_own_rules(staff: Staffroom) -> None:
    measured = staff.json("measure", "--account", "outbox-mastodon", "a.org")
    assert measured["outbox-mastodon"]["limit"] == 500
    assert list(measured) == ["outbox-mastodon"]
    refused = staff("measure", "--account", "nowhere", "a")
    assert refused.exit_code == 2
    assert "nowhere is none of outbox-x, outbox-mastodon" in refused.stderr


def test_many_texts_are_answered_in_their_order(staff: Staffroom, tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"text": "a.org", "id": 1}\n\n{"text": ""}\n{"text": "冬\\n"}', encoding="utf-8")
    done = staff("measure", "--jsonl", str(texts))
    assert done.exit_code == 0
    first, second, third = lines_of(done.stdout)
    assert first["x"] == {"length": 23, "limit": 280, "fits": True}
    assert second["bluesky"] == {"length": 0, "limit": 300, "fits": True}
    assert third["mastodon"] == {"length": 2, "limit": 500, "fits": True}


def test_a_broken_line_is_named_and_the_others_are_answered(staff: Staffroom) -> None:
    given = b'{"text": "a"}\n{"text": 5}\n\xff\n[1]\n{"text"\n' + b"[" * 100_000 + b'\n{"text": "b"}\n'
    done = staff("measure", "--jsonl", "-", input=given)
    assert done.exit_code == 1
    assert [answer["x"]["length"] for answer in lines_of(done.stdout)] == [1, 1]
    complaints = done.stderr.splitlines()
    assert [complaint.partition(": line ")[2][0] for complaint in complaints] == ["2", "3", "4", "5", "6"]
    assert "it is not UTF-8 (byte 1)" in complaints[1]


def test_a_half_of_a_letter_is_measured_too(staff: Staffroom) -> None:
    done = staff("measure", "--jsonl", "-", input=b'{"text": "\\ud800"}\n')
    assert lines_of(done.stdout)[0]["bluesky"]["length"] == 1


def test_ten_thousand_texts_take_seconds(staff: Staffroom) -> None:
    line = json.dumps(
        {"text": "A night at the harbor 冬の夜 👩🏽‍🚀 https://blog.harborlight.org/night/ by @jane #Harbor"}
    )
    began = time.process_time()
    done = staff(
        "measure", "--jsonl", "-", input="".join(f"{line[:-2]} {number}{line[-2:]}\n" for number in range(10_000))
    )
    assert len(lines_of(done.stdout)) == 10_000
    assert time.process_time() - began < 20


def test_many_texts_can_be_asked_for_their_parts_too_and_json_is_what_is_printed_anyway(staff: Staffroom) -> None:
    plain = staff("measure", "--jsonl", "-", "--json", input=b'{"text": "By @jane"}\n')
    assert "parts" not in lines_of(plain.stdout)[0]["x"]
    (answer,) = lines_of(staff("measure", "--jsonl", "-", "--parts", input=b'{"text": "By @jane"}\n').stdout)
    assert answer["x"]["parts"] == [{"kind": "mention", "start": 3, "end": 8, "target": "jane"}]


@pytest.mark.parametrize("given", [b"caf\xc3\xa9\n", b"caf\xc3\xa9\r\n", b"\xef\xbb\xbfcaf\xc3\xa9"])
def test_what_a_file_has_around_its_text_is_not_measured(staff: Staffroom, given: bytes) -> None:
    assert json.loads(staff("measure", "--json", "-", input=given).stdout)["bluesky"]["length"] == 4


@pytest.mark.parametrize("line", [["--jsonl", "-", "text"], ["--jsonl", "nowhere.jsonl"]])
def test_wrong_use_is_told(staff: Staffroom, line: list[str]) -> None:
    assert staff("measure", *line).exit_code == 2
