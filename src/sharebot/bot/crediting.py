"""credit → prove → recognise → apply: who wrote an entry, as the register and the platforms know them.

Nothing is written here: the people come out as the register is to keep them, and whoever takes the entry in writes all
of it down at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sharebot.bot.identities import Identities
from sharebot.model import Author, Blog, Entry, Handle, KnownHandle, Person, Recognised, name_key
from sharebot.ports import AuthorRules, Credit, PageSource, PageState, Queue, Tell

MOST_PAGES = 3
"""Pages that are read for one entry: the article's own, the author's on the blog, and what that leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """An entry with the pages that were read for it, its authors, and the people of the register that they are.

    `people` are in the order of `authors`; empty where there is no register. `notes`: what was read besides the feed.
    """

    entry: Entry
    authors: tuple[Author, ...] = ()
    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crediting:
    """`queue`: None where there is no register yet. `identities`: asks the platforms on which we have an account.

    `cards`: whether any account brings its own link previews. `met`: the people of entries that are read together and
    written down together, by their ids.
    """

    credit: Credit
    rules: AuthorRules
    source: PageSource
    blog: Blog
    tell: Tell
    queue: Queue | None = None
    identities: Identities = field(default_factory=Identities)
    cards: bool = False
    met: dict[int, Person] = field(default_factory=dict)

    def anew(self) -> Crediting:
        """For entries that are written down together, and meet nobody of others before."""
        return replace(self, met={})

    def of(self, entry: Entry, *, pages: bool = True, entry_id: int | None = None) -> Credited:
        """The entry comes back as protected where its page asked for a password.

        `pages`: whether any page is read. `entry_id`: set where the entry is known, and so those whom it credits.
        """
        entry, authors, notes = self._read(entry, MOST_PAGES if pages else 0)
        if entry.protected:
            return Credited(entry=entry, notes=notes)
        before = self.queue.people_of(entry_id) if self.queue and entry_id is not None else []
        settled = [self._settled(author, entry, before) for author in authors]
        return Credited(
            entry=entry,
            authors=tuple(author for author, _ in settled),
            people=tuple(person for _, person in settled if person),
            notes=notes,
        )

    # Reading ----------------------------------------------------------------------------------------------------------

    def _read(self, entry: Entry, most: int) -> tuple[Entry, tuple[Author, ...], tuple[str, ...]]:
        """Credit, read the page that would help, and credit again with it, while there is one."""
        asked: list[str] = []
        notes: list[str] = []
        authors = self.credit(entry, self.blog)
        while len(asked) < most:
            wanted = [url for url in self._wanted(entry, authors) if url not in asked]
            if not wanted or entry.protected:
                break
            asked.append(wanted[0])
            read, note = self._with_page(entry, wanted[0])
            notes.append(note)
            if read is not entry:  # where no page came there is nothing new to be found
                entry, authors = read, self.credit(read, self.blog)
        return entry, authors, tuple(notes)

    def _wanted(self, entry: Entry, authors: tuple[Author, ...]) -> tuple[str, ...]:
        """A link preview that we have to bring takes its picture from the page, where the feed has none."""
        pictured = entry.picture(author.name for author in authors) is not None
        for_card = self.cards and not pictured and not entry.page
        return (*self.rules.pages_wanted(entry, self.blog, authors), *((entry.url,) if for_card else ()))

    def _with_page(self, entry: Entry, url: str) -> tuple[Entry, str]:
        page = self.source.page(url)
        if page.state is not PageState.READY:
            self.tell("entry.page_unread", url=url, reason=page.detail)
            return entry, f"{_which(entry, url)} could not be read: {page.detail}"
        note = f"{_which(entry, url)} was read"
        if url == entry.url:
            return replace(entry, page=page.html, page_card=page.card, protected=page.protected), note
        return replace(entry, author_pages=(*entry.author_pages, (url, page.html))), note

    # Recognising ------------------------------------------------------------------------------------------------------

    def _settled(self, author: Author, entry: Entry, before: Sequence[Person]) -> tuple[Author, Person | None]:
        """The author as shares may name them, and the person that the register is to keep."""
        known = self._known(author)
        person, how = _credited_before(author, before) or self.rules.recognise(author, known)
        author = self._proven(author, entry, person)
        author = self.rules.strangers(replace(author, recognised=how), person, known)
        if self.queue is None:
            return author, None
        if person is None and self._is_somebody_known(author, known):
            return replace(author, recognised=Recognised.NEW), None
        kept = self._meet(self._pinned(self.rules.learnt(person, author, entry), author))
        return self.rules.applied(author, kept), kept

    def _known(self, author: Author) -> list[Person]:
        if self.queue is None:
            return []
        handles = [(handle.platform, handle.handle) for handle in author.handles]
        found = [*self.queue.people_named([name_key(author.name)]), *self.queue.people_with(handles)]
        known = {person.id: self.met.get(person.id, person) for person in found}
        return list((known | {each.id: each for each in self.met.values() if _may_be(each, author)}).values())

    def _meet(self, person: Person) -> Person:
        """A newcomer gets a number of their own, so that the next entry finds them."""
        if not person.id:
            person = replace(person, id=min((0, *self.met)) - 1)
        self.met[person.id] = person
        return person

    def _is_somebody_known(self, author: Author, known: Sequence[Person]) -> bool:
        """Whether several people have that name and nothing tells whom the entry means: then none of them is meant."""
        named = [person for person in known if name_key(author.name) in person.keys]
        return len(named) > 1 and not any(handle.tag for handle in author.handles)

    # Proving ----------------------------------------------------------------------------------------------------------

    def _proven(self, author: Author, entry: Entry, person: Person | None) -> Author:
        return replace(
            author, handles=tuple(self._proven_handle(handle, author, entry, person) for handle in author.handles)
        )

    def _proven_handle(self, handle: Handle, author: Author, entry: Entry, person: Person | None) -> Handle:
        identity = self.identities.of(handle.platform, handle.handle)
        if identity is None:
            return handle
        known = person.handle(handle.platform, handle.handle) if person else None
        pinned = known.identity.id if known and known.identity else ""
        pages = self._pages(self.rules.sites_wanted(author, identity), entry)
        return self.rules.proven(handle, author, entry, identity, pinned=pinned, pages=pages)

    def _pages(self, wanted: Sequence[str], entry: Entry) -> dict[str, str]:
        """The author's own pages that the profile names; at most one is read that was not read already."""
        read: Mapping[str, str] = dict(entry.author_pages)
        missing = next((url for url in wanted if url not in read), None)
        if missing is None:
            return {}
        page = self.source.page(missing)
        return {missing: page.html} if page.state is PageState.READY else {}

    def _pinned(self, person: Person, author: Author) -> Person:
        """Keep whom the platform gave each handle to when it was first used."""
        ids = {(handle.platform, handle.handle.casefold()): handle.id for handle in author.handles if handle.id}
        return replace(person, handles=tuple(self._with_identity(known, ids) for known in person.handles))

    def _with_identity(self, known: KnownHandle, ids: Mapping[tuple[str, str], str]) -> KnownHandle:
        if known.identity or (known.platform, known.handle.casefold()) not in ids:
            return known
        return replace(known, identity=self.identities.remembered(known.platform, known.handle))


def _credited_before(author: Author, before: Sequence[Person]) -> tuple[Person, Recognised] | None:
    key = name_key(author.name)
    return next(((person, Recognised.ENTRY) for person in before if key in person.keys), None)


def _may_be(person: Person, author: Author) -> bool:
    """Whether the register would find the person for the author: by name, or by a handle."""
    return name_key(author.name) in person.keys or any(
        person.handle(handle.platform, handle.handle) for handle in author.handles
    )


def _which(entry: Entry, url: str) -> str:
    if url != entry.url:
        return "the author's page"
    return "the feed has only a summary; the page" if entry.summary_only else "the page, for what the feed leaves open,"
