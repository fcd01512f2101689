"""Every statement, written once in SQLAlchemy Core and compiled ahead of time for both databases.

`python -m sharebot.queue.statements` writes the compiled text into `_sqlite.py` and `_postgresql.py`, which a running
sharebot uses alone: importing SQLAlchemy would cost it a third of a second and 12 MB, and building a statement anew
costs more than running it. A test compares the files with what stands here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from sharebot.queue.schema import (
    CLAIMABLE,
    HOLDS_SLOT,
    accounts,
    aliases,
    attempts,
    entries,
    feeds,
    history,
    metadata,
    posts,
    state_is,
    version,
)

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}  # type: ignore[no-untyped-call]  # dialects' constructors bear no types

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_ONE: ColumnElement[int] = literal_column("1")
_POST = (*(column for column in posts.c if column.name != "attempt"), posts.c.attempt)
_UNSENT = posts.c.state.in_([literal_column("'draft'"), literal_column("'queued'")])


def _given(*names: str) -> dict[str, ColumnElement[Any]]:
    return {name: bindparam(name) for name in names}


def _all_of(table: Any, *without: str) -> dict[str, ColumnElement[Any]]:
    return _given(*(column.name for column in table.c if column.name not in without))


_is_post = posts.c.id == bindparam("post_id")
_of_account = posts.c.account == bindparam("account")
_paused = exists().where(accounts.c.name == bindparam("account"), accounts.c.paused_at.is_not(None))


# Feeds and entries ----------------------------------------------------------------------------------------------------


def _feeds(kind: str) -> dict[str, ClauseElement]:
    upsert, once = _INSERTS[kind](feeds), _INSERTS[kind](aliases)
    return {
        "feed": select(feeds.c.state).where(feeds.c.address == bindparam("address")),
        "feeds": select(feeds.c.state).order_by(feeds.c.address),
        "put_feed": upsert.values(_all_of(feeds)).on_conflict_do_update(
            index_elements=["address"], set_={"state": upsert.excluded.state}
        ),
        "entry": select(entries).where(entries.c.id == bindparam("entry_id")),
        "entry_named": select(entries).join(aliases).where(aliases.c.name == bindparam("name")),
        "entries": select(entries).order_by(entries.c.id.desc()).limit(bindparam("limit")),
        "entries_of_feed": select(entries)
        .where(entries.c.feed == bindparam("feed"))
        .order_by(entries.c.id.desc())
        .limit(bindparam("limit")),
        "add_entry": insert(entries).values(_all_of(entries, "id")).returning(entries.c.id),
        "set_entry": update(entries)
        .where(entries.c.id == bindparam("entry_id"))
        .values(_all_of(entries, "id", "feed", "first_seen_at")),
        "add_alias": once.values(_all_of(aliases)).on_conflict_do_nothing(),
    }


# Posts ----------------------------------------------------------------------------------------------------------------

_NEW_POST = _given("entry_id", "account", "round", "state", "hold", "due_at", "slot_at", "share", "now")


def _reading() -> dict[str, ClauseElement]:
    return {
        "post": select(*_POST).where(_is_post),
        "post_for_update": select(*_POST).where(_is_post).with_for_update(),
        "posts": select(*_POST),
        "posts_due_at": select(posts.c.due_at).where(_is_post),
        "attempts": select(attempts).where(attempts.c.post_id == bindparam("post_id")).order_by(attempts.c.number),
        "history": select(history).where(history.c.post_id == bindparam("post_id")).order_by(history.c.id),
        "taken_slots": select(posts.c.slot_at)
        .where(_of_account, HOLDS_SLOT, posts.c.slot_at >= bindparam("since"))
        .order_by(posts.c.slot_at),
        "counts": select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.account, posts.c.state),
    }


def _conditions() -> dict[str, ClauseElement]:
    """The parts from which the list of posts is put together: WHERE all of these that are asked for."""
    due_at, post_id = posts.c.due_at, posts.c.id
    return {
        "where_account": _of_account,
        "where_entry": posts.c.entry_id == bindparam("entry_id"),
        "where_from": due_at >= bindparam("due_from"),
        "where_until": due_at <= bindparam("due_until"),
        "where_after": or_(
            due_at > bindparam("after_due_at"),
            and_(due_at == bindparam("after_due_at"), post_id > bindparam("after_id")),
            due_at.is_(None),
        ),
        "where_after_undated": and_(due_at.is_(None), post_id > bindparam("after_id")),
    }


def _adding(kind: str) -> dict[str, ClauseElement]:
    columns = {name: value for name, value in _NEW_POST.items() if name != "now"}
    columns |= {"created_at": bindparam("now"), "updated_at": bindparam("now")}
    adding = _INSERTS[kind](posts).values(columns).returning(*_POST)
    return {
        "add_post": adding,
        "add_post_once": adding.on_conflict_do_nothing(index_elements=["entry_id", "account", "round"]),
        "add_step": insert(history).values(_all_of(history, "id")).inline(),
    }


# Delivering -----------------------------------------------------------------------------------------------------------


def _touch() -> dict[str, ColumnElement[Any]]:
    return {"version": posts.c.version + _ONE, "updated_at": bindparam("now")}


def _claiming() -> dict[str, ClauseElement]:
    due = (_of_account, CLAIMABLE, posts.c.due_at <= bindparam("now"), ~_paused)
    first = select(*_POST).where(*due).order_by(posts.c.due_at, posts.c.id).limit(_ONE)
    return {
        "peek": first,
        "next_claimable": first.with_for_update(skip_locked=True),
        "this_claimable": first.where(posts.c.id == bindparam("only")).with_for_update(skip_locked=True),
        "claim": update(posts)
        .where(_is_post)
        .values(
            state=literal_column("'sending'"),
            **_given("key", "body", "doubt", "attempt", "lease_until", "worker"),
            tries=posts.c.tries + _ONE,
            looks=literal_column("0"),
            **_touch(),
        ),
        "add_attempt": insert(attempts).values(_given("post_id", "number", "worker", "started_at")).inline(),
    }


def _settling() -> dict[str, ClauseElement]:
    settled = (
        update(posts)
        .values(
            **_given("state", "due_at", "receipt", "doubt", "rejected"),
            looks=literal_column("0"),
            lease_until=literal_column("NULL"),
            worker=literal_column("''"),
            **_touch(),
        )
        .returning(*_POST)
    )
    return {
        "settle": settled.where(_is_post, state_is("sending"), posts.c.attempt == bindparam("attempt")),
        "settle_late": settled.where(_is_post, state_is("unsure")),
        "end_attempt": update(attempts)
        .where(attempts.c.post_id == bindparam("post_id"), attempts.c.number == bindparam("number"))
        .values(_given("ended_at", "verdict", "detail")),
    }


def _watching() -> dict[str, ClauseElement]:
    queued = select(func.min(posts.c.due_at).label("at")).where(_of_account, CLAIMABLE, ~_paused)
    unsure = select(func.min(posts.c.due_at)).where(_of_account, state_is("unsure"), ~_paused)
    leased = select(func.min(posts.c.lease_until)).where(_of_account, state_is("sending"))
    orphans = select(*_POST).where(state_is("sending")).order_by(posts.c.lease_until, posts.c.id)
    return {
        "orphans": orphans.where(posts.c.lease_until <= bindparam("now")),
        "open_claims": orphans,
        "unsure": select(*_POST)
        .where(_of_account, state_is("unsure"), posts.c.due_at <= bindparam("now"), ~_paused)
        .order_by(posts.c.due_at, posts.c.id),
        "overdue": select(*_POST)
        .where(_of_account, CLAIMABLE, posts.c.due_at < bindparam("before"), posts.c.doubt.is_(None))
        .order_by(posts.c.due_at, posts.c.id),
        "next_due": union_all(queued, unsure, leased),
    }


# Moving ---------------------------------------------------------------------------------------------------------------


def _moving() -> dict[str, ClauseElement]:
    unmoved = (_is_post, posts.c.version == bindparam("seen"))
    sure = (_UNSENT, posts.c.doubt.is_(None))
    change = _given("share", "key", "body", "due_at", "slot_at", "hold", "looks", "doubt", "edited_by")
    move = _given("state", "hold", "due_at", "slot_at", "receipt", "doubt", "rejected", "tries", "looks")
    return {
        "change": update(posts).where(*unmoved).values(**change, **_touch()).returning(*_POST),
        "move": update(posts).where(*unmoved).values(**move, **_touch()).returning(*_POST),
        "revise": update(posts)
        .where(_is_post, *sure, posts.c.edited_by == literal_column("''"))
        .values(share=bindparam("share"), key=literal_column("NULL"), body=literal_column("NULL"), **_touch())
        .returning(posts.c.state),
        "cancel_unsent": update(posts).where(_is_post, *sure).values(state=literal_column("'cancelled'"), **_touch()),
    }


def _accounts(kind: str) -> dict[str, ClauseElement]:
    pausing = _INSERTS[kind](accounts).values(_all_of(accounts))
    same = {name: pausing.excluded[name] for name in ("paused_at", "reason", "paused_by")}
    return {
        "revision": select(version.c.version_num),
        "set_revision": insert(version).values(version_num=bindparam("revision")).inline(),
        "account": select(accounts).where(accounts.c.name == bindparam("name")),
        "accounts": select(accounts).order_by(accounts.c.name),
        "put_account": pausing.on_conflict_do_update(index_elements=["name"], set_=same),
    }


# Compiling ------------------------------------------------------------------------------------------------------------

_ALIKE = (_reading, _claiming, _settling, _watching, _moving, _conditions)
_UNLIKE = (_feeds, _adding, _accounts)
_HERE = Path(__file__).parent


def compiled(kind: str) -> dict[str, str]:
    """Every statement as text, by name, with the driver's own named parameters."""
    dialect = DIALECTS[kind]
    groups = [*(group(kind) for group in _UNLIKE), *(group() for group in _ALIKE)]
    parts = {name: _text(part, dialect) for group in groups for name, part in group.items()}
    by_due = select(posts.c.id).order_by(posts.c.due_at.asc().nulls_last(), posts.c.id).limit(bindparam("limit"))
    parts["posts_order"] = re.sub(r"^.*?(?=ORDER BY)", "", _text(by_due, dialect))
    return parts


def created(kind: str) -> list[str]:
    """The statements that make the newest schema in an empty database."""
    dialect = DIALECTS[kind]
    tables = metadata.sorted_tables
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    return [_text(CreateTable(table), dialect) for table in tables] + [
        _text(CreateIndex(index), dialect) for index in indexes
    ]


def _text(part: ClauseElement, dialect: Dialect) -> str:
    """One line of SQL; a value that is known already (an OFFSET of 0) is written out."""
    made: Any = part.compile(dialect=dialect)
    text = " ".join(str(made).split())
    for name, value in (getattr(made, "params", None) or {}).items():
        if value is not None:
            text = text.replace(made.bindtemplate % {"name": name}, str(int(value)))
    return text


def module(kind: str) -> str:
    """The source of the generated module for one database."""
    lines = [
        f'"""Made by `python -m sharebot.queue.statements` from statements.py and schema.py: the SQL for {kind}."""',
        "",
        "# ruff: noqa: E501  a statement is one line, so that a change of it is one line of a diff",
        "from __future__ import annotations",
        "",
        "CREATE = (",
        *(f"    {_quoted(text)}," for text in created(kind)),
        ")",
        "",
        "SQL = {",
        *(f"    {_quoted(name)}: {_quoted(text)}," for name, text in compiled(kind).items()),
        "}",
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """As ruff would write it: in the quotes that need fewer escapes."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + text.replace("\\", "\\\\").replace(mark, f"\\{mark}") + mark


def path(kind: str) -> Path:
    return _HERE / f"_{kind}.py"


if __name__ == "__main__":
    for each in DIALECTS:
        path(each).write_text(module(each), encoding="utf-8")
