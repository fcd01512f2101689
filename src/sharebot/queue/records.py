"""Rows and values: how the nouns of the model look in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec.json
from msgspec import to_builtins

from sharebot.model import (
    AccountState,
    Attempt,
    Author,
    Doubt,
    Entry,
    EntryRecord,
    Fate,
    FeedState,
    Origin,
    Payload,
    Person,
    PersonStep,
    Post,
    Receipt,
    Share,
    State,
    Step,
    Tally,
    name_key,
)
from sharebot.ports import Fact

Row = tuple[Any, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_encode = msgspec.json.Encoder().encode
_share = msgspec.json.Decoder(Share).decode
_doubt = msgspec.json.Decoder(Doubt).decode
_receipt = msgspec.json.Decoder(Receipt).decode
_person = msgspec.json.Decoder(Person).decode
_states = {state.value: state for state in State}
_origins = {origin.value: origin for origin in Origin}


# Times and text -------------------------------------------------------------------------------------------------------


def micros(at: datetime | None) -> int | None:
    return None if at is None else (at - _EPOCH) // _MICROSECOND


def moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def known(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def clean(text: str) -> str:
    """Text as both databases can keep it: PostgreSQL refuses NUL, and neither takes half a surrogate pair."""
    if "\0" in text:
        text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def as_json(value: Any) -> str:
    """JSON escapes NUL by itself, so that it comes back as it was; half surrogates are replaced."""
    try:
        return _encode(value).decode()
    except UnicodeEncodeError:
        return _encode(_cleaned(to_builtins(value))).decode()


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {_cleaned(key): _cleaned(each) for key, each in value.items()}
        case list() | tuple():
            return [_cleaned(each) for each in value]
        case _:
            return value


def alias(name: str) -> str:
    """A name as the index keeps it. PostgreSQL indexes no text of more than 2,700 bytes; long ones go by their hash."""
    name = clean(name)
    return name if len(name) <= LONGEST_NAME else f"sha256:{sha256(name.encode()).hexdigest()}"


LONGEST_NAME = 500


# Posts ----------------------------------------------------------------------------------------------------------------


def post(row: Row) -> Post:
    """Of the columns in schema.posts' order, `attempt` last (see attempt_of). Its payload is without media."""
    return Post(
        id=row[0],
        entry_id=row[1],
        account=row[2],
        round=row[3],
        state=_states[row[4]],
        hold=row[5],
        due_at=moment(row[6]),
        slot_at=moment(row[7]),
        share=_share(row[8]),
        payload=None if row[9] is None else Payload(key=row[9], body=row[10]),
        doubt=None if row[11] is None else _doubt(row[11]),
        rejected=row[12],
        tries=row[13],
        looks=row[14],
        lease_until=moment(row[15]),
        worker=row[16],
        receipt=None if row[17] is None else _receipt(row[17]),
        edited_by=row[18],
        origin=_origins[row[23]],
        version=row[19],
        created_at=known(row[20]),
        updated_at=known(row[21]),
    )


def share(text: str) -> Share:
    return _share(text)


def attempt_of(row: Row) -> int:
    """The number of the post's last attempt; 0 if there was none."""
    number: int = row[24]
    return number


def media_size(row: Row) -> int:
    """How many bytes the picture has, or had, that was frozen last; 0 if there was none."""
    size: int = row[22]
    return size


def optional_json(value: Doubt | Receipt | None) -> str | None:
    return None if value is None else as_json(value)


def payload(value: Payload | None) -> Mapping[str, Any]:
    return {"key": None, "body": None} if value is None else {"key": value.key, "body": value.body}


def attempt(row: Row) -> Attempt:
    return Attempt(
        post_id=row[0],
        number=row[1],
        worker=row[2],
        started_at=known(row[3]),
        ended_at=moment(row[4]),
        verdict=row[5],
        detail=row[6],
    )


def step(row: Row) -> Step:
    return Step(
        post_id=row[1],
        at=known(row[2]),
        who=row[3],
        before=None if row[4] is None else State(row[4]),
        after=State(row[5]),
        why=row[6],
    )


def tally(row: Row) -> Tally:
    return Tally(
        account=row[0],
        state=State(row[1]),
        held=bool(row[2]),
        dated=bool(row[3]),
        count=row[4],
        first=row[5],
        created_at=known(row[6]),
        changed_at=known(row[7]),
    )


# Feeds, entries, accounts, facts --------------------------------------------------------------------------------------


def feed(text: str) -> FeedState:
    return msgspec.json.decode(text, type=FeedState)


def entry(row: Row) -> EntryRecord:
    return EntryRecord(
        id=row[0],
        feed=row[1],
        entry=msgspec.json.decode(row[2], type=Entry),
        authors=msgspec.json.decode(row[3], type=tuple[Author, ...]),
        fate=Fate(row[4]),
        reason=row[5],
        first_seen_at=known(row[6]),
        changed_at=known(row[7]),
    )


def account(row: Row) -> AccountState:
    return AccountState(name=row[0], paused_at=moment(row[1]), reason=row[2], by=row[3], rests_until=moment(row[4]))


def fact(row: Row) -> Fact:
    return Fact(value=row[0], learnt_at=known(row[1]))


# People ---------------------------------------------------------------------------------------------------------------


def person(row: Row) -> Person:
    """Of the columns in schema.people's order."""
    return replace(_person(row[2]), id=row[0], version=row[3], created_at=known(row[4]), updated_at=known(row[5]))


def merged_into(row: Row) -> int | None:
    other: int | None = row[6]
    return other


def person_json(person: Person) -> str:
    """The person but for what stands in columns of its own."""
    return as_json(replace(person, id=0, version=1, created_at=None, updated_at=None))


def sort_key(name: str) -> str:
    """By which people are listed; of very long names the beginning counts."""
    return name_key(name)[:LONGEST_NAME]


def person_step(row: Row) -> PersonStep:
    return PersonStep(person_id=row[1], at=known(row[2]), who=row[3], what=row[4])
