"""edit: a person's own words for several posts at once. All of them are stored, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sharebot.bot.staff import Staff
from sharebot.errors import Changed, IllegalMove, NotFound, SharebotError
from sharebot.model import ALL, EntryRecord, Post, PostFilter, Share, Step
from sharebot.ports import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a person may change of a post. `warning` and `alt` are None where it has no such thing."""

    text: str
    warning: str | None = None
    alt: str | None = None

    def says(self, other: Words) -> bool:
        """Whether it comes to the same: a line that is not there says as much as an empty one."""
        return self.said == other.said

    @property
    def said(self) -> tuple[str, str, str]:
        return self.text, self.warning or "", self.alt or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post as the person saw it, with its words, and how many rows its history had."""

    post: Post
    words: Words
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A post with its new words. `taken`: what was taken away from what the person wrote, each in words."""

    post: Post
    share: Share
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A post that somebody else changed while a person edited it, and what was done to it."""

    post: Post
    steps: tuple[Step, ...]


class Unfit(SharebotError):
    """Some of the words cannot be sent; nothing was stored. `whys` are by post."""

    def __init__(self, whys: dict[int, str]) -> None:
        super().__init__("; ".join(f"post {number}: {why}" for number, why in whys.items()))
        self.whys = whys


class Overtaken(Changed):
    """Posts were changed meanwhile; nothing was stored."""

    def __init__(self, since: Sequence[Since]) -> None:
        whose = ", ".join(f"post {each.post.id} by {_last_hand(each)}" for each in since)
        super().__init__(f"changed meanwhile: {whose}; nothing of yours was stored")
        self.since = tuple(since)


def _last_hand(since: Since) -> str:
    return since.steps[-1].who if since.steps else "somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """The verb, said by whom `staff` is said by."""

    staff: Staff

    # Looking ----------------------------------------------------------------------------------------------------------

    def see(self, post_id: int) -> Seen:
        """The post, if it may be edited. Raises IllegalMove and NotFound."""
        post = self.staff.editable(post_id)
        return Seen(post=post, words=self._words(post), steps=len(self.staff.queue.history(post_id)))

    def of_entry(self, wanted: str) -> tuple[list[Seen], list[Post]]:
        """The posts of an article, by its number or address, that may be edited, and those that may not.

        Raises NotFound, and IllegalMove where there is none to edit.
        """
        record, seen, others = self._entry(wanted), [], []
        for post in self.staff.queue.posts(PostFilter(entry_id=record.id, limit=ALL)):
            try:
                seen.append(self.see(post.id))
            except IllegalMove:
                others.append(post)
        if not seen:
            raise IllegalMove(f"article {record.id} has no post that can be edited; sharebot queue --all lists them")
        return seen, others

    def _entry(self, wanted: str) -> EntryRecord:
        queue = self.staff.queue
        if wanted.isdecimal():
            return queue.entry(int(wanted))
        found = queue.find_entry([wanted, wanted.rstrip("/"), f"{wanted.rstrip('/')}/"])
        if found is None:
            raise NotFound(f"no article {wanted} is known; sharebot show ID --json names each post's")
        return found

    def _words(self, post: Post) -> Words:
        share = post.share
        warned = share.warning or self.rules(post).warning_counts
        return Words(
            text=share.text,
            warning=_line(share.warning) if warned else None,
            alt=_as_described(share.image.alt) if share.image else None,
        )

    def rules(self, post: Post) -> Rules:
        """Of the post's account. Raises NotFound where it is an account no more."""
        return self.staff.rules[self.staff.known(post.account)]

    def lengths(self, wishes: Sequence[tuple[Seen, Words]]) -> dict[int, int]:
        """By post, in the unit of its network's first limit."""
        from sharebot.compose import measure

        return {seen.post.id: measure(words.text, self.rules(seen.post), words.warning or "") for seen, words in wishes}

    # Storing ----------------------------------------------------------------------------------------------------------

    def edit(self, wishes: Sequence[tuple[Seen, Words]], *, look_only: bool = False) -> list[Edited]:
        """Give each post its words; those that are as they were are left alone.

        Raises Unfit and Overtaken; then nothing was stored. `look_only`: nothing is stored in any case.
        """
        edited = self._measured([(seen, words) for seen, words in wishes if not words.says(seen.words)])
        self._must_be_as_seen([seen for seen, _ in wishes])
        return edited if look_only or not edited else self._stored(edited, [seen for seen, _ in wishes])

    def _measured(self, wishes: Sequence[tuple[Seen, Words]]) -> list[Edited]:
        edited, whys = [], {}
        for seen, words in wishes:
            try:
                edited.append(self._made(seen, words))
            except SharebotError as error:
                whys[seen.post.id] = str(error)
        if whys:
            raise Unfit(whys)
        return edited

    def _made(self, seen: Seen, words: Words) -> Edited:
        post, rules = seen.post, self.rules(seen.post)
        dressed = replace(post, share=_dressed(post.share, seen.words, words, rules))
        authors = self.staff.queue.entry(post.entry_id).authors if post.entry_id else ()
        share = self.staff.from_text(words.text, dressed, authors, rules)
        return Edited(post=post, share=share, taken=tuple(_taken(words.text, share.text)))

    def _stored(self, edited: Sequence[Edited], seen: Sequence[Seen]) -> list[Edited]:
        """In order of their numbers, so that two who do it at once never lock each other."""
        try:
            with self.staff.queue.together():
                after = {each.post.id: self._reworded(each) for each in sorted(edited, key=lambda each: each.post.id)}
        except Changed:
            self._must_be_as_seen(seen)
            raise
        return [replace(each, post=after[each.post.id]) for each in edited]

    def _reworded(self, edited: Edited) -> Post:
        staff = self.staff
        return staff.queue.change(edited.post, now=staff.clock.now(), who=staff.who, why="edited", share=edited.share)

    def _must_be_as_seen(self, seen: Sequence[Seen]) -> None:
        since = [found for each in seen if (found := self._since(each))]
        if since:
            raise Overtaken(since)

    def _since(self, seen: Seen) -> Since | None:
        now = self.staff.queue.post(seen.post.id)
        if now.version == seen.post.version:
            return None
        return Since(post=now, steps=tuple(self.staff.queue.history(now.id)[seen.steps :]))


# What is not text -----------------------------------------------------------------------------------------------------


def _dressed(share: Share, before: Words, words: Words, rules: Rules) -> Share:
    """The share with the person's warning and description of its picture; what they left alone stays to the letter."""
    if (words.warning or "") != (before.warning or ""):
        share = replace(share, warning=_warning(words.warning or "", rules))
    if (words.alt or "") != (before.alt or ""):
        share = _described(share, words.alt or "", rules)
    return share


def _warning(warning: str, rules: Rules) -> str:
    if warning and not rules.warning_counts:
        raise SharebotError(f"{rules.platform} hides nothing behind a warning; take the line away")
    return _line(warning)


def _described(share: Share, alt: str, rules: Rules) -> Share:
    if share.image is None:
        raise SharebotError("no picture is attached that could be described; take the line away")
    alt = _line(alt)
    most = rules.picture.most_alt if rules.picture else 0
    if len(alt) > most:
        raise SharebotError(
            f"the picture's description is too long for {rules.platform}: {len(alt)} of {most}; "
            f"shorten it by {len(alt) - most}"
        )
    if _as_described(alt) != alt:
        raise SharebotError(f"{alt!r} reads like a file's name and would be left out; say what the picture shows")
    return replace(share, image=replace(share.image, alt=alt))


def _as_described(alt: str) -> str:
    """What those who do not see the picture are told."""
    from sharebot.compose.picture import description  # slow to import, and most posts have no picture of their own

    return description(alt)


def _line(text: str) -> str:
    return " ".join(text.split())


def _taken(written: str, stored: str) -> Iterator[str]:
    """What became of the text on its way, besides the ends of its lines."""
    text = written.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        yield "tabs became blanks"
    text = text.replace("\t", " ")
    if text != text.strip():
        yield "the blanks around the text were taken away"
    if text.strip() != stored:
        yield "signs that nobody sees were taken away, or letters put together with their marks"
