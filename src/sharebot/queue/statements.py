"""Every statement, written once in SQLAlchemy Core and compiled ahead of time for both databases.

`python -m sharebot.queue.statements` writes the compiled text into `_sqlite.py` and `_postgresql.py`, which a running
sharebot uses alone: importing SQLAlchemy would cost it a third of a second and 12 MB, and building a statement anew
costs more than running it. A test compares the files with what stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from sharebot.model import NOTHING_SENT
from sharebot.queue import act_statements, keeping_statements, list_statements, people_statements
from sharebot.queue.parts import INSERTS, ONE, all_of, given
from sharebot.queue.schema import (
    CLAIMABLE,
    GIVES_WAY,
    HOLDS_SLOT,
    SENT_FOR_ENTRY,
    accounts,
    aliases,
    attempts,
    entries,
    facts,
    feeds,
    history,
    kept_pictures,
    media,
    metadata,
    posts,
    state_is,
    version,
)

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}  # type: ignore[no-untyped-call]  # dialects' constructors bear no types

_POST = (*(column for column in posts.c if column.name != "attempt"), posts.c.attempt)
_UNSENT = posts.c.state.in_([literal_column("'draft'"), literal_column("'queued'")])


_is_post = posts.c.id == bindparam("post_id")
_of_account = posts.c.account == bindparam("account")
_this_account = accounts.c.name == bindparam("account")
_paused = exists().where(_this_account, accounts.c.paused_at.is_not(None))
_stopped = exists().where(
    _this_account, or_(accounts.c.paused_at.is_not(None), accounts.c.rests_until > bindparam("now"))
)


# Feeds and entries ----------------------------------------------------------------------------------------------------


def _feeds(kind: str) -> dict[str, ClauseElement]:
    upsert, once = INSERTS[kind](feeds), INSERTS[kind](aliases)
    return {
        "feed": select(feeds.c.state).where(feeds.c.address == bindparam("address")),
        "feeds": select(feeds.c.state).order_by(feeds.c.address),
        "put_feed": upsert.values(all_of(feeds)).on_conflict_do_update(
            index_elements=["address"], set_={"state": upsert.excluded.state}
        ),
        "entry": select(entries).where(entries.c.id == bindparam("entry_id")),
        "entry_named": select(entries).join(aliases).where(aliases.c.name == bindparam("name")),
        "entries": select(entries).order_by(entries.c.id.desc()).limit(bindparam("limit")),
        "entries_of_feed": select(entries)
        .where(entries.c.feed == bindparam("feed"))
        .order_by(entries.c.id.desc())
        .limit(bindparam("limit")),
        "add_entry": insert(entries).values(all_of(entries, "id")).returning(entries.c.id),
        "set_entry": update(entries)
        .where(entries.c.id == bindparam("entry_id"))
        .values(all_of(entries, "id", "first_seen_at")),
        "add_alias": once.values(all_of(aliases)).on_conflict_do_nothing(),
    }


# Posts ----------------------------------------------------------------------------------------------------------------

_NEW_POST = given(
    "entry_id", "account", "round", "state", "hold", "due_at", "slot_at", "share", "origin", "edited_by", "now"
)


def _reading() -> dict[str, ClauseElement]:
    return {
        "post": select(*_POST).where(_is_post),
        "post_for_update": select(*_POST).where(_is_post).with_for_update(),
        "posts": select(*_POST),
        "posts_count": select(func.count()).select_from(posts),
        "posts_due_at": select(posts.c.due_at).where(_is_post),
        "attempts": select(attempts).where(attempts.c.post_id == bindparam("post_id")).order_by(attempts.c.number),
        "attempted": select(posts.c.share)
        .join_from(attempts, posts, posts.c.id == attempts.c.post_id)
        .where(
            attempts.c.started_at >= bindparam("since"),
            attempts.c.started_at < bindparam("until"),
            attempts.c.verdict.not_in([literal_column(f"'{kind}'") for kind in sorted(NOTHING_SENT)]),
            _of_account,
        )
        .order_by(attempts.c.started_at, attempts.c.post_id),
        "history": select(history).where(history.c.post_id == bindparam("post_id")).order_by(history.c.id),
        "taken_slots": select(posts.c.slot_at)
        .where(_of_account, HOLDS_SLOT, posts.c.slot_at >= bindparam("since"))
        .order_by(posts.c.slot_at),
        "slot_holder": select(posts.c.id).where(_of_account, HOLDS_SLOT, posts.c.slot_at == bindparam("slot_at")),
        "post_of_round": select(posts.c.id).where(
            _of_account, posts.c.entry_id == bindparam("entry_id"), posts.c.round == bindparam("round")
        ),
        "giving_way": select(*_POST).where(_of_account, GIVES_WAY).order_by(posts.c.slot_at, posts.c.id),
        "first_shares": _first_shares(),
        "counts": select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.account, posts.c.state),
        "open_tallies": _open_tallies(),
    }


def _open_tallies() -> ClauseElement:
    """The kinds by the numbers of their columns: PostgreSQL would not see that two literals are one expression."""
    kinds = (
        posts.c.account,
        posts.c.state,
        (posts.c.hold != literal_column("''")).label("held"),
        posts.c.due_at.is_not(None).label("dated"),
    )
    figures = (func.count(), func.min(posts.c.id), func.min(posts.c.created_at), func.min(posts.c.updated_at))
    is_open = posts.c.state.not_in([literal_column("'sent'"), literal_column("'cancelled'")])
    places: list[ColumnElement[Any]] = [literal_column(str(place)) for place in range(1, len(kinds) + 1)]
    return select(*kinds, *figures).where(is_open).group_by(*places).order_by(*places)


def _first_shares() -> ClauseElement:
    earlier = posts.alias("earlier")
    return (
        select(*_POST)
        .where(
            _of_account,
            SENT_FOR_ENTRY,
            posts.c.updated_at >= bindparam("since"),
            posts.c.updated_at < bindparam("until"),
            ~exists().where(
                earlier.c.entry_id == posts.c.entry_id,
                earlier.c.account == posts.c.account,
                earlier.c.round < posts.c.round,
                earlier.c.state == literal_column("'sent'"),
            ),
        )
        .order_by(posts.c.updated_at, posts.c.id)
    )


def _orders(dialect: Dialect) -> dict[str, str]:
    """The ends of lists of posts, by their order."""
    made = {f"order_{sort}": columns for sort, columns in list_statements.orders().items()}
    made |= {f"{name}_reverse": tuple(column.desc() for column in columns) for name, columns in made.items()}
    listed = select(posts.c.id).limit(bindparam("limit"))
    return {name: _end(_text(listed.order_by(*columns), dialect)) for name, columns in made.items()}


def _end(text: str) -> str:
    return text[text.index("ORDER BY") :]


def _adding(kind: str) -> dict[str, ClauseElement]:
    columns = {name: value for name, value in _NEW_POST.items() if name != "now"}
    columns |= {"created_at": bindparam("now"), "updated_at": bindparam("now")}
    adding = INSERTS[kind](posts).values(columns).returning(*_POST)
    return {
        "add_post": adding,
        "add_post_once": adding.on_conflict_do_nothing(index_elements=["entry_id", "account", "round"]),
        "add_step": insert(history).values(all_of(history, "id")).inline(),
        "keep_picture": insert(kept_pictures).values(all_of(kept_pictures)).inline(),
        "kept_picture": select(kept_pictures.c.data).where(kept_pictures.c.name == bindparam("name")).limit(ONE),
        "drop_kept": delete(kept_pictures).where(kept_pictures.c.post_id == bindparam("post_id")),
    }


# Delivering -----------------------------------------------------------------------------------------------------------


def _touch() -> dict[str, ColumnElement[Any]]:
    return {"version": posts.c.version + ONE, "updated_at": bindparam("now")}


def _claiming() -> dict[str, ClauseElement]:
    due = (_of_account, CLAIMABLE, posts.c.due_at <= bindparam("now"), ~_stopped)
    first = select(*_POST).where(*due).order_by(posts.c.due_at, posts.c.id).limit(ONE)
    return {
        "peek": first,
        "next_claimable": first.with_for_update(skip_locked=True),
        "this_claimable": first.where(posts.c.id == bindparam("only")).with_for_update(skip_locked=True),
        "claim": update(posts)
        .where(_is_post)
        .values(
            state=literal_column("'sending'"),
            **given("key", "body", "media_size", "doubt", "attempt", "lease_until", "worker"),
            tries=posts.c.tries + ONE,
            looks=literal_column("0"),
            **_touch(),
        ),
        "add_attempt": insert(attempts).values(given("post_id", "number", "worker", "started_at")).inline(),
        "media": select(media.c.data).where(media.c.post_id == bindparam("post_id")),
        "add_media": insert(media).values(all_of(media)).inline(),
        "drop_media": delete(media).where(media.c.post_id == bindparam("post_id")),
    }


def _settling() -> dict[str, ClauseElement]:
    settled = (
        update(posts)
        .values(
            **given("state", "due_at", "receipt", "doubt", "rejected"),
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
        .values(given("ended_at", "verdict", "detail")),
    }


def _watching() -> dict[str, ClauseElement]:
    queued = select(func.min(posts.c.due_at)).where(_of_account, CLAIMABLE, ~_paused)
    unsure = select(func.min(posts.c.due_at)).where(_of_account, state_is("unsure"), ~_paused)
    leased = select(func.min(posts.c.lease_until)).where(_of_account, state_is("sending"))
    rests = select(accounts.c.rests_until).where(_this_account)
    orphans = select(*_POST).where(state_is("sending")).order_by(posts.c.lease_until, posts.c.id)
    return {
        "orphans": orphans.where(posts.c.lease_until <= bindparam("now")),
        "open_claims": orphans,
        "unsure": select(*_POST)
        .where(_of_account, state_is("unsure"), posts.c.due_at <= bindparam("now"), ~_stopped)
        .order_by(posts.c.due_at, posts.c.id),
        "overdue": select(*_POST)
        .where(_of_account, CLAIMABLE, posts.c.due_at < bindparam("before"), posts.c.doubt.is_(None))
        .order_by(posts.c.due_at, posts.c.id),
        "next_due": select(*(each.scalar_subquery() for each in (queued, unsure, leased, rests))),
    }


# Moving ---------------------------------------------------------------------------------------------------------------


def _moving() -> dict[str, ClauseElement]:
    unmoved = (_is_post, posts.c.version == bindparam("seen"))
    sure = (_UNSENT, posts.c.doubt.is_(None))
    change = given("share", "key", "body", "due_at", "slot_at", "hold", "looks", "doubt", "edited_by")
    move = given("state", "hold", "due_at", "slot_at", "receipt", "doubt", "rejected", "tries", "looks")
    return {
        "change": update(posts).where(*unmoved).values(**change, **_touch()).returning(*_POST),
        "move": update(posts).where(*unmoved).values(**move, **_touch()).returning(*_POST),
        # Later shares count from `updated_at` of what is sent: it stays.
        "set_receipt": update(posts)
        .where(_is_post)
        .values(receipt=bindparam("receipt"), version=posts.c.version + ONE)
        .returning(*_POST),
        "revise": update(posts)
        .where(_is_post, *sure, posts.c.edited_by == literal_column("''"))
        .values(share=bindparam("share"), key=literal_column("NULL"), body=literal_column("NULL"), **_touch())
        .returning(posts.c.state, posts.c.media_size),
        "leave_slot": update(posts).where(_is_post).values(slot_at=literal_column("NULL")),
        "restore": update(posts)
        .where(*unmoved)
        .values(**move, **given("round", "share", "key", "body", "edited_by"), **_touch())
        .returning(*_POST),
        "cancel_unsent": update(posts).where(_is_post, *sure).values(state=literal_column("'cancelled'"), **_touch()),
    }


# Accounts, and what was learnt from outside ---------------------------------------------------------------------------


def _accounts(kind: str) -> dict[str, ClauseElement]:
    pausing = INSERTS[kind](accounts).values(given("name", "paused_at", "reason", "paused_by"))
    same = {name: pausing.excluded[name] for name in ("paused_at", "reason", "paused_by")}
    awake = same | {"rests_until": literal_column("NULL")}
    resting = INSERTS[kind](accounts).values(given("name", "rests_until"))
    old, new = accounts.c.rests_until, resting.excluded.rests_until
    return {
        "account": select(accounts).where(accounts.c.name == bindparam("name")),
        "account_for_update": select(accounts).where(accounts.c.name == bindparam("name")).with_for_update(),
        "accounts": select(accounts).order_by(accounts.c.name),
        "pause": pausing.on_conflict_do_update(index_elements=["name"], set_=same).returning(*accounts.c),
        "resume": pausing.on_conflict_do_update(index_elements=["name"], set_=awake).returning(*accounts.c),
        "restore_account": update(accounts)
        .where(_this_account)
        .values(given("paused_at", "reason", "paused_by", "rests_until"))
        .returning(*accounts.c),
        "rest": resting.on_conflict_do_update(
            index_elements=["name"], set_={"rests_until": case((old > new, old), else_=new)}
        ).returning(*accounts.c),
    }


def _learnt(kind: str) -> dict[str, ClauseElement]:
    anew = INSERTS[kind](facts).values(all_of(facts))
    same = {name: anew.excluded[name] for name in ("value", "learnt_at")}
    return {
        "revision": select(version.c.version_num),
        "set_revision": insert(version).values(version_num=bindparam("revision")).inline(),
        "fact": select(facts.c.value, facts.c.learnt_at).where(
            facts.c.kind == bindparam("kind"), facts.c.name == bindparam("name")
        ),
        "add_fact": INSERTS[kind](facts).values(all_of(facts)).on_conflict_do_nothing(),
        "swap_fact": update(facts)
        .values(given("value", "learnt_at"))
        .where(facts.c.kind == bindparam("kind"), facts.c.name == bindparam("name"), facts.c.value == bindparam("of")),
        "facts": select(facts.c.name, facts.c.value, facts.c.learnt_at)
        .where(facts.c.kind == bindparam("kind"))
        .order_by(facts.c.name),
        "put_fact": anew.on_conflict_do_update(index_elements=["kind", "name"], set_=same),
    }


# Compiling ------------------------------------------------------------------------------------------------------------

_ALIKE = (
    *(_reading, _claiming, _settling, _watching, _moving),
    *list_statements.ALIKE,
    *people_statements.ALIKE,
    *keeping_statements.ALIKE,
    *act_statements.ALIKE,
)
_UNLIKE = (_feeds, _adding, _accounts, _learnt, *people_statements.UNLIKE, *act_statements.UNLIKE)
_HERE = Path(__file__).parent


def compiled(kind: str) -> dict[str, str]:
    """Every statement as text, by name, with the driver's own named parameters."""
    dialect = DIALECTS[kind]
    groups = [*(group(kind) for group in _UNLIKE), *(group() for group in _ALIKE)]
    parts = {name: _text(part, dialect) for group in groups for name, part in group.items()}
    parts["acts_order"] = _end(parts["acts_order"])
    return parts | _orders(dialect)


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
