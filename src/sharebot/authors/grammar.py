"""Whose handle is it? One sentence, read leftwards from the handle to the nearest word that owns it.

The question is never "does a name stand near", but "does the sentence say so": the words between the handle and its
owner must all be words of being found somewhere. Everything unknown in between means nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sharebot.authors.tokens import Token


@dataclass(frozen=True, slots=True)
class Bound:
    """Whose a handle is by its sentence's grammar.

    `person` where the sentence names the author. Otherwise `focus` says how it points at whom the text is about:
    "pronoun", "order" (follow at …), "label", "first" (I, me). With neither it is nobody's, and `rule` says why.
    `rival` is an organisation that stands nearer: then the handle's likeness must tell them apart.
    """

    rule: str
    person: int | None = None
    focus: str = ""
    rival: str = ""


_QUIET = frozenset({"PLATFORM", "VIA", "COMMA", "COLON", "SEMI", "STRONG_SEP", "MARK", "HANDLE", "CONNECT"})
_NEVER_BEFORE = frozenset({
    *("of", "for", "with", "by", "from", "in", "about", "to", "behind", "against", "like", "the", "a", "an", "on", "de", "du"),
    *("von", "di", "do", "da", "des", "van", "par", "por", "door", "para", "pour", "für", "per", "voor", "avec", "con", "mit"),
    *("com", "met", "dal", "del", "della", "bei"),
})  # fmt: skip
"""Words that, directly before a handle, make it somebody else's: "works for @x", "founder of @x"."""

_NEEDS_VERB = frozenset(
    {"at", "as", "under", "als", "unter", "como", "comme", "come", "sous", "en", "sur", "auf", "su", "op", "no", "em"}
)
_APPOSITION = frozenset({"a", "an", "and", "is"})
_LOOSE = 5
"""Unknown words that may stand between "follow her" and the handle."""


def bind(tokens: Sequence[Token], at: int) -> Bound:
    """Whose handle tokens[at] is."""
    if _is_gone(tokens, at):
        return Bound("said to be gone")
    return _respectively(tokens, at) or _Reading(tokens[:at]).bind()


def _respectively(tokens: Sequence[Token], at: int) -> Bound | None:
    """A and B are @a and @b: as many people as handles, each row unbroken, in the same order."""
    people = _row(tokens, "PERSON", next((n for n, token in enumerate(tokens) if token.kind == "PERSON"), len(tokens)))
    handles = _row(tokens, "HANDLE", next((n for n, token in enumerate(tokens) if token.kind == "HANDLE"), len(tokens)))
    if len(people) < 2 or len(people) != len(handles) or at not in handles or people[-1] > handles[0]:  # noqa: PLR2004 - a pair
        return None
    between = [
        token
        for token in tokens[people[-1] + 1 : handles[0]]
        if token.kind not in ("WORD", "FINITE", "STRONG", "COPULA", "OPEN")
    ]
    if any(token.kind not in _QUIET for token in between):
        return None
    return Bound("as many handles as people, in order", person=tokens[people[handles.index(at)]].ref)


_GONE = frozenset(
    {
        "gone",
        "deleted",
        "inactive",
        "suspended",
        "dormant",
        "defunct",
        "abandoned",
        "closed",
        "retired",
        "hacked",
        "until",
        "anymore",
    }
)


def _is_gone(tokens: Sequence[Token], at: int) -> bool:
    """`@name, is gone`, `@name (deleted)`: what the words after a handle say of it."""
    for token in tokens[at + 1 : at + 6]:
        if token.kind in ("HANDLE", "SEMI", "PERSON") or token.text == ".":
            return False
        if token.text.casefold() in _GONE:
            return True
    return False


def _row(tokens: Sequence[Token], kind: str, start: int) -> list[int]:
    """The places of tokens of a kind that are joined by nothing but commas, "and" and platforms' names."""
    row: list[int] = []
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.kind == kind:
            row.append(at)
        elif token.kind not in ("COMMA", "CONNECT", "PLATFORM") and token.text != "&":
            break
    return row


class _Reading:
    """One walk from a handle to the left."""

    def __init__(self, left: Sequence[Token]) -> None:
        self.left = left
        self.verb: Token | None = None
        self.unknown = 0  # words of no known kind since the handle, or since the verb
        self.joined = False  # whether "and" or a comma stood left of the verb
        self.separated = ""  # the first sign that cuts the handle's own segment off
        self.bare_segment = True
        self.named_platform = False
        self.plural = False
        self.foreign = False
        self.passed_name = False
        self.rival = ""
        self.contrasted = False  # "no longer @a but @b"

    def bind(self) -> Bound:
        if self._forbidden_neighbour():
            return Bound("the word before it makes it somebody else's")
        at = len(self.left) - 1
        while at >= 0:
            token = self.left[at]
            if token.kind == "CLOSE":
                at = self._opening(at)
            elif token.kind == "OPEN":
                bound = self._bracket(at)
                if bound:
                    return bound
            else:
                bound = self._step(token, at)
                if bound:
                    return bound
            at -= 1
        return self._start()

    # The word right before the handle ---------------------------------------------------------------------------------

    def _forbidden_neighbour(self) -> bool:
        near = next(
            (token for token in reversed(self.left) if token.kind != "MARK" or token.text not in "\"'“”‘’„«»*@"), None
        )
        if near is None or near.kind not in ("CONNECT", "WORD", "OBJECT", "RELATIVE"):
            return False
        word = near.text.casefold()
        if word == "from":
            return not any(token.kind == "FINITE" for token in self.left[-3:])
        if word in _NEVER_BEFORE:
            return True
        has_verb = any(token.kind in ("STRONG", "FINITE", "COPULA", "I_AM", "PLATFORM") for token in self.left)
        return word in _NEEDS_VERB and not has_verb

    # Leftwards --------------------------------------------------------------------------------------------------------

    def _step(self, token: Token, at: int) -> Bound | None:
        kind = token.kind
        if kind in _QUIET:
            return self._quiet(token)
        if kind in ("STRONG", "FINITE", "COPULA", "I_AM"):
            return self._verb(token, at)
        if kind in ("PERSON", "NAME", "SUBJECT", "OBJECT", "FIRST", "RELATIVE", "POSS_GOOD"):
            return self._anchor(token, at)
        return self._other(token, at)

    def _quiet(self, token: Token) -> Bound | None:
        if token.text.casefold() in _NOW and not self.unknown and not self.verb:
            self.contrasted = True  # "once @a, now @b"
        if token.kind == "PLATFORM" and not self.verb:
            self.named_platform = True
        if token.kind in ("COMMA", "STRONG_SEP", "SEMI") and not self.separated:
            self.separated = token.kind
        if self.verb and (token.kind in ("COMMA", "SEMI", "STRONG_SEP") or token.text.casefold() in _AND):
            return self._clause(token)
        return None

    def _clause(self, token: Token) -> Bound | None:
        """Left of here another clause begins: the verb either hangs on to its subject or has had one of its own."""
        if self.unknown and not self.joined and self.verb and self.verb.kind in ("COPULA", "FINITE"):
            return Bound("the verb has another subject")
        self.joined = True
        return None

    def _verb(self, token: Token, at: int) -> Bound | None:
        if self.verb:
            return None
        if token.kind in ("COPULA", "I_AM") and self.unknown:
            self.unknown += 1  # "is a planner": a description, not where to be found
            return None
        if token.kind == "I_AM":
            return Bound("first person", focus="first")
        if self.unknown > _LOOSE:
            return Bound("too many words between the verb and the handle")
        self.verb, self.unknown = token, 0
        return None

    def _other(self, token: Token, at: int) -> Bound | None:
        kind = token.kind
        if token.text.casefold() in _BUT and not self.unknown and not self.verb:
            self.contrasted = True
            return None
        if kind == "FORMER" and self.contrasted:
            return None
        if kind == "ELSEWHERE":
            return Bound(f"{token.text!r}: about another post")
        if self.verb:
            return self._left_of_verb(token)
        if self._own_segment() and kind != "FORMER":
            self.unknown += 1
            return None
        if kind in ("SELF", "FORMER", "POSS_BAD", "ORG", "THING", "WHOSE") or (
            kind == "ROLE" and not self.separated and not self._is_shown(token)
        ):
            return Bound(f"{token.text!r} stands before it")
        if kind == "POSS":
            return self._possessive(token, at)
        self.unknown += 1
        self.bare_segment = self.bare_segment and bool(self.separated)
        return None

    def _possessive(self, token: Token, at: int) -> Bound:
        """`his Instagram` is his own; `his shop` is not."""
        after = self.left[at + 1] if at + 1 < len(self.left) else None
        if self.unknown or after is None or after.kind != "PLATFORM":
            return Bound(f"{token.text!r} and a thing of theirs")
        return (
            Bound("first person", focus="first")
            if token.text[:1].casefold() == "m"
            else Bound("his or her own", focus="pronoun")
        )

    def _is_shown(self, token: Token) -> bool:
        """Whether it is what somebody shows on a platform: "posts far too many photos of them on Instagram"."""
        return self.named_platform and token.text.casefold() in _WORKS

    def _own_segment(self) -> bool:
        """Whether the handle stands alone between strong separators, as on a card: "Jane Roe · illustrator · @name"."""
        return self.separated == "STRONG_SEP" and self.bare_segment

    def _left_of_verb(self, token: Token) -> Bound | None:
        next_to_verb = not self.unknown and not self.joined
        if token.kind == "WHOSE" and not self.joined:
            return Bound("a thing of theirs is the subject")
        if token.kind in ("FORMER", "THING", "SELF", "ORG", "POSS_BAD", "POSS") and next_to_verb:
            return Bound(f"{token.text!r} before {self.verb.text if self.verb else ''!r}")
        self.foreign = self.foreign or token.kind == "SELF"
        if not token.text.casefold().endswith("ly"):
            self.unknown += 1
        return None

    # Owners -----------------------------------------------------------------------------------------------------------

    def _anchor(self, token: Token, at: int) -> Bound | None:
        kind = token.kind
        if kind == "PERSON":
            return self._person(token, at)
        if kind == "NAME":
            return self._name(token, at)
        if kind == "RELATIVE":
            return self._relative(at)
        if kind == "POSS_GOOD":
            return self._output(token)
        if kind == "FIRST":
            return self._first(token, at)
        return self._pronoun(token, at)

    def _person(self, token: Token, at: int) -> Bound | None:
        if self.verb:
            return self._subject(token, at)
        if not self.unknown:
            return Bound("beside the name", person=token.ref)
        if self.bare_segment and self.separated and self._begins(at):
            return self._described(token)
        return Bound("unknown words between the name and the handle")

    def _subject(self, token: Token, at: int) -> Bound:
        if self._coordinated(at):
            return Bound("two people, one account")
        if self.unknown and not self.joined and self.verb and self.verb.kind in ("COPULA", "FINITE"):
            return Bound("the verb has another subject")
        return Bound("says where to be found", person=token.ref)

    def _described(self, token: Token) -> Bound:
        """NAME, what they do, HANDLE: the handle stands in a segment of its own."""
        if self.separated == "STRONG_SEP" or (not self.passed_name and self.unknown <= 6):
            return Bound("in a segment of its own after the name", person=token.ref, rival=self.rival)
        return Bound("a comma is too little to tell whose it is")

    def _begins(self, at: int) -> bool:
        return all(
            token.kind in ("CONNECT", "MARK", "WORD", "COLON", "STRONG_SEP", "ROLE", "OPEN")
            for token in self.left[:at][-4:]
        )

    def _coordinated(self, at: int) -> bool:
        before = self.left[:at]
        return len(before) > 1 and before[-1].text.casefold() in _AND and before[-2].kind in ("PERSON", "NAME")

    def _name(self, token: Token, at: int) -> Bound | None:
        before = self.left[at - 1] if at else None
        if not self.verb:
            self.passed_name = True
            if (
                self._own_segment()
                and before
                and (before.text.casefold() in _WORKPLACE or before.kind in ("COMMA", "STRONG_SEP"))
            ):
                self.rival = self.rival or ("" if self.unknown else token.text)
                self.unknown += 1
                return None
            return Bound(f"beside another name, {token.text!r}")
        if not self.unknown and not (before and before.text.casefold() in _WORKPLACE):
            # Also in "its author, Bo Quill, is on …", where a comma stands between.
            return Bound(f"another name, {token.text!r}, is the subject") if not self._coordinated_verb(at) else None
        self.foreign = True
        return None

    def _coordinated_verb(self, at: int) -> bool:
        """Whether "and" joins the verb to one further left: "works with Bo Quill and tweets as"."""
        between = self.left[at + 1 : self.left.index(self.verb)] if self.verb else []
        return any(token.text.casefold() in _AND for token in between)

    def _relative(self, at: int) -> Bound | None:
        if not self.verb or self.unknown or self.joined:
            return None
        for place in range(at - 1, -1, -1):
            token = self.left[place]
            if token.kind == "PERSON" and self._coordinated(place) and not self.verb.text.endswith("s"):
                return Bound("two people, one account")
            if token.kind == "PERSON":
                return Bound("who can be found", person=token.ref)
            if token.kind in ("NAME", "ORG"):
                return Bound(f"{token.text!r}, who can be found")
        return Bound("nobody before 'who'")

    def _output(self, token: Token) -> Bound | None:
        if self.verb and (self.unknown or self.joined):
            return None
        if self.unknown:
            return Bound("unknown words after a possessive")
        if token.text[0] in "'’":
            return None  # "Jane's trips": go on to Jane
        return (
            Bound("first person", focus="first")
            if token.text[:2].casefold() == "my"
            else Bound("his or her own", focus="pronoun")
        )

    def _first(self, token: Token, at: int) -> Bound | None:
        if token.text.casefold() in _FIRST_OBJECTS:
            near = self.left[max(0, at - 3) : at]
            governed = any(one.kind == "STRONG" for one in near)
            return (
                Bound("first person", focus="first")
                if governed and self.unknown <= _LOOSE
                else Bound("'me' without a verb")
            )
        if self.verb:
            return Bound("first person", focus="first") if not self.unknown or self.joined else None
        return Bound("'I' without a verb")

    def _pronoun(self, token: Token, at: int) -> Bound | None:
        if self.verb and self.unknown and not self.joined and self.verb.kind in ("COPULA", "FINITE"):
            return Bound("the verb has another subject")
        if self.verb:
            return Bound("says where to be found", focus="pronoun")
        if token.kind == "SUBJECT":
            return Bound("a pronoun without a verb")
        after = self.left[at + 1] if at + 1 < len(self.left) else None
        if token.text.casefold() in _ALSO_POSSESSIVE and after and after.kind == "PLATFORM":
            return self._possessive(token, at)
        if token.text.casefold() in _ALSO_POSSESSIVE and after and after.kind in ("WORD", "ORG", "ROLE", "NAME"):
            return Bound(f"{token.text!r} and a thing of theirs")
        governed = any(one.kind == "STRONG" for one in self.left[max(0, at - 3) : at])
        if not governed and self.named_platform and token.text.casefold() == "them":
            self.unknown += 1  # "photos of them on Instagram"
            return None
        if governed and self.unknown <= _LOOSE:
            return Bound("says where to be found", focus="pronoun")
        return Bound("a pronoun without a verb")

    # Brackets and the sentence's start ----------------------------------------------------------------------------------

    def _opening(self, at: int) -> int:
        """The place of the bracket that closes at `at`; what it encloses says nothing about this handle."""
        depth = 0
        for place in range(at, -1, -1):
            depth += (self.left[place].kind == "CLOSE") - (self.left[place].kind == "OPEN")
            if not depth:
                return place
        return at

    def _bracket(self, at: int) -> Bound | None:
        """The handle stands in brackets: it belongs to what stands right before them."""
        if self.unknown and not self.verb:
            return Bound("unknown words in the brackets")
        before = at - 1
        while before >= 0 and self.left[before].kind == "CLOSE":
            before = self._opening(before) - 1
        if before < 0 or self.verb:
            return None
        token = self.left[before]
        if token.kind == "PERSON":
            return Bound("in brackets after the name", person=token.ref)
        if token.kind == "NAME":
            return self._after_organisation(before)
        if token.kind in ("WORD", "ROLE", "ORG", "THING", "POSS_BAD", "SELF"):
            return self._apposition(before)
        return None

    def _after_organisation(self, at: int) -> Bound:
        """Jane Roe of Skerry Lines (@name): hers or theirs."""
        name = Bound(f"in brackets after another name, {self.left[at].text!r}")
        if not at or self.left[at - 1].text.casefold() not in _WORKPLACE:
            return name
        for token in reversed(self.left[: at - 1]):
            if token.kind == "PERSON":
                return Bound(
                    "in brackets after the name and a place of work", person=token.ref, rival=self.left[at].text
                )
            if token.kind not in ("WORD", "COMMA", "CONNECT", "ORG"):
                break
        return name

    def _apposition(self, at: int) -> Bound:
        """NAME, harbour engineer (@name): only plain words, no preposition, between the name and the brackets."""
        for place in range(at, max(-1, at - 6), -1):
            token = self.left[place]
            if token.kind == "PERSON":
                return Bound("in brackets after the name's description", person=token.ref)
            if token.kind not in ("WORD", "COMMA") and token.text.casefold() not in _APPOSITION:
                break
            if token.text.casefold() in _NEVER_BEFORE - _APPOSITION:
                break
        return Bound("in brackets after something else")

    def _start(self) -> Bound:
        if self.foreign:
            return Bound("the sentence is about somebody else")
        if not self.verb:
            return Bound("unknown words before it") if self.unknown else Bound("a label", focus="label")
        if self.verb.kind == "STRONG" and (not self.unknown or self.joined or self._is_order()):
            return Bound("an order to follow", focus="order")
        if self.verb.kind in ("FINITE", "COPULA") and not self.unknown:
            return Bound("says where to be found, without a subject", focus="order")
        return Bound("the verb has another subject")

    def _is_order(self) -> bool:
        at = self.left.index(self.verb) if self.verb else 0
        return at == 0 or self.left[at - 1].kind in (
            "CONNECT",
            "COMMA",
            "COLON",
            "MARK",
            "STRONG_SEP",
            "SEMI",
            "HANDLE",
            "STRONG",
        )


_NOW = frozenset({"now", "jetzt", "ahora", "maintenant", "adesso", "ora", "nu", "agora"})
_BUT = frozenset({"but", "sondern", "sino", "mais", "mas", "ma", "maar"})
_WORKS = frozenset(
    {
        "photos",
        "pictures",
        "photographs",
        "images",
        "videos",
        "illustrations",
        "cartoons",
        "fotos",
        "recipes",
        "reviews",
    }
)
_WORKPLACE = frozenset(
    {"at", "of", "for", "from", "in", "the", "near", "bei", "à", "de", "en", "del", "della", "di", "da", "do"}
)
_AND = frozenset({"and", "&", "und", "y", "e", "et", "en", "or", "ou", "o", "oder", "of", "but"})
_FIRST_OBJECTS = frozenset({"me", "myself", "mich", "mir", "moi", "mij"})
_ALSO_POSSESSIVE = frozenset({"her", "haar", "ihr"})
