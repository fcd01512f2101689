"""One walk from a handle leftwards to the nearest word that owns it.

The question is never "does a name stand near", but "does the sentence say so": the words between the handle and its
owner must all be words of being found somewhere. Everything unknown in between means nobody, unless nothing else in the
clause could have the handle (`unrivalled`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sharebot.authors.bound import ANOTHER_SUBJECT, FIRST, FOUND, ORDER, OWN, Bound
from sharebot.authors.brackets import NEVER_BEFORE, WORKPLACE, before_bracket
from sharebot.authors.orders import (
    alias,
    has_another_object,
    has_another_owner,
    is_about_me,
    is_any_order,
    is_before_platform,
    is_infinitive,
    is_inverted,
    is_order,
    is_placed,
    opening,
)
from sharebot.authors.roles import (
    ALSO_POSSESSIVE,
    AND,
    BEFORE_A_NAME,
    BUT,
    DESCRIPTION,
    FIRST_OBJECTS,
    GERMAN,
    I_AM,
    LOOSE,
    NEAR,
    NEEDS_VERB,
    NOW,
    OF_OTHERS,
    OF_SOMEBODY,
    OTHER_SUBJECTS,
    PARTING,
    QUIET,
    QUOTES,
    SAYING,
    SHOWN,
    THINGS,
    TOPIC,
    TWICE,
    WORDY,
)
from sharebot.authors.tokens import Token


@dataclass(slots=True)
class Clause:
    """The walk's memory. `left` are the tokens before the handle.

    `unknown` counts words of no known kind since the handle, or since the verb; `joined` says that "and" or a comma
    stands left of the verb; `separated` is the first sign that cuts the handle's own segment off, and `bare` whether
    that segment holds nothing else.
    """

    left: Sequence[Token]
    verb: Token | None = None
    unknown: int = 0
    joined: bool = False
    separated: str = ""
    bare: bool = True
    named_platform: bool = False
    foreign: bool = False
    passed_name: bool = False
    contrasted: bool = False
    rival: str = ""
    steps: dict[str, Callable[[Token, int], Bound | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = {
            **dict.fromkeys(QUIET, self._quiet),
            **dict.fromkeys(("STRONG", "FINITE", "COPULA", "I_AM"), self._verb),
            **dict.fromkeys(("SUBJECT", "OBJECT"), self._pronoun),
            "PERSON": self._person,
            "NAME": self._name,
            "RELATIVE": self._relative,
            "POSS_GOOD": self._output,
            "FIRST": self._first,
            "FIRST_VERB": self._first_verb,
            "AUTHOR": self._author,
            "OPEN": self._bracket,
        }

    def bind(self) -> Bound:
        if self._forbidden_neighbour():
            return Bound("the word before it makes it somebody else's")
        subject = alias(self.left)
        if subject:
            return subject
        at = len(self.left) - 1
        while at >= 0:
            token = self.left[at]
            if token.kind == "CLOSE":
                at = opening(self.left, at)
            else:
                bound = self.steps.get(token.kind, self._other)(token, at)
                if bound:
                    return bound
            at -= 1
        return self._start()

    def _forbidden_neighbour(self) -> bool:
        near = next((token for token in reversed(self.left) if token.text not in QUOTES), None)
        if near is None or near.kind not in ("CONNECT", "WORD", "OBJECT", "RELATIVE"):
            return False
        word = near.text.casefold()
        if word == "from":
            return not any(token.kind == "FINITE" for token in self.left[-NEAR:])  # "toots from"
        has_verb = any(token.kind in ("STRONG", "FINITE", "COPULA", "I_AM", "PLATFORM") for token in self.left)
        return word in NEVER_BEFORE or (word in NEEDS_VERB and not has_verb)

    # Words between ----------------------------------------------------------------------------------------------------

    def _quiet(self, token: Token, _at: int) -> Bound | None:
        word = token.text.casefold()
        if self.verb:
            return self._clause_ends() if token.kind in PARTING or word in AND else None
        if word in AND and self._acts_after(_at):
            self.verb, self.joined = token, True
            return None
        self.contrasted = self.contrasted or (word in NOW and not self.unknown)  # "once @a, now @b"
        self.named_platform = self.named_platform or token.kind == "PLATFORM"
        if not self.separated and (token.kind in PARTING or (token.kind == "COLON" and not self.named_platform)):
            self.separated = token.kind
        return None

    def _clause_ends(self) -> Bound | None:
        """Left of here another clause begins: the verb either hangs on to its subject or has had one of its own."""
        if self._has_own_subject():
            return ANOTHER_SUBJECT
        self.joined = True
        return None

    def _has_own_subject(self) -> bool:
        """Whether unknown words right before the verb are its subject."""
        return bool(self.unknown and not self.joined and self.verb and self.verb.kind in SAYING)

    def _verb(self, token: Token, _at: int) -> Bound | None:
        if self.verb:
            return None
        if token.kind in ("COPULA", "I_AM") and self.unknown:
            self.unknown += 1  # "is a planner": a description, not where to be found
            return None
        if token.kind == "I_AM":
            return FIRST
        if self.unknown > (WORDY if token.kind == "FINITE" and is_placed(self.left) else LOOSE):
            return Bound("too many words between the verb and the handle")
        self.verb, self.unknown = token, 0
        return None

    def _other(self, token: Token, at: int) -> Bound | None:
        if token.kind == "ELSEWHERE":
            return Bound(f"{token.text!r}: about another post")
        if self.verb:
            return None if token.kind == "FORMER" and self.contrasted else self._left_of_verb(token)
        if token.text.casefold() in BUT and self.unknown <= LOOSE:
            self.contrasted = True  # "no longer @a but @b"
            return None
        return self._before_handle(token, at)

    def _before_handle(self, token: Token, at: int) -> Bound | None:
        kind = token.kind
        if kind == "FORMER" and self.contrasted:
            return None
        if self._own_segment() and kind != "FORMER":
            self.unknown += 1
            return None
        if kind in OF_OTHERS or self._is_a_thing(token) or (kind == "ROLE" and self._is_of_a_role(token)):
            return Bound(f"{token.text!r} stands before it")
        if kind == "POSS":
            return self._possessive(token, at)
        if self._acts_there(at):
            self.verb, self.unknown = token, 0
            return None
        self.unknown += 1
        self.bare = self.bare and bool(self.separated)
        return None

    def _is_a_thing(self, token: Token) -> bool:
        """`Jane Roe hosts a podcast, @name`: the podcast has an account of its own."""
        return token.text.casefold() in THINGS and self.separated == "COMMA" and not self.unknown

    def _acts_after(self, at: int) -> bool:
        """Whether "and" goes on with where to be found: "She is a baker and on X as @name"."""
        return (
            self.named_platform
            and not (self.unknown or self.separated)
            and at > 0
            and self.left[at - 1].kind in ("WORD", "NAME")
            and any(one.text.casefold() in NEEDS_VERB for one in self.left[at + 1 :])
        )

    def _acts_there(self, at: int) -> bool:
        """Whether any word is a verb by its place: "I grumble on X as @name"."""
        before = self.left[at - 1] if at else None
        return (
            self.named_platform
            and not self.separated
            and (not self.unknown or (self.unknown <= LOOSE and self.left[at + 1].text.casefold() in TOPIC))
            and before is not None
            and before.kind in ("FIRST", "SUBJECT", "PERSON", "RELATIVE")
            and any(one.text.casefold() in NEEDS_VERB for one in self.left[at + 1 :])
        )

    def _own_segment(self) -> bool:
        """Whether the handle stands alone between strong separators: "Jane Roe · illustrator · @name"."""
        return self.separated == "STRONG_SEP" and self.bare

    def _is_of_a_role(self, token: Token) -> bool:
        """Whether it is the handle of whoever did that work: "Jane Roe, photos: @name", but not "…, editor here: …"."""
        if self.separated == "COLON":
            return not (self.unknown and token.text.casefold().startswith(("edit", "redak")))
        return not self.separated and not self._is_shown(token)

    def _is_shown(self, token: Token) -> bool:
        """Whether it is what somebody shows on a platform: "posts far too many photos of them on Instagram"."""
        return token.text.casefold() in SHOWN and (self.named_platform or self._tells())

    def _tells(self) -> bool:
        """Whether a verb of showing or telling stands in the sentence: "posting pictures nobody asked for at"."""
        return is_placed(self.left) and any(token.kind == "FINITE" for token in self.left)

    def _left_of_verb(self, token: Token) -> Bound | None:
        if token.kind == "WHOSE" and not self.joined:
            return Bound("a thing of theirs is the subject", final=True)
        if token.text.casefold() == "mi" and self._is_clitic(self.left.index(token)):
            return FIRST
        if token.kind == "THING" and self._names_a_platform(token):
            self.verb, self.joined = None, False  # "my Bluesky, which is @name" says "my Bluesky: @name"
            return None
        if token.kind == "POSS" and not self.unknown and not self.joined and is_before_platform(self.left, token):
            return FIRST if token.text[:1].casefold() == "m" else OWN  # "His Twitter handle is @name"
        if token.kind in OTHER_SUBJECTS and not self.unknown and not self.joined:
            return Bound(f"{token.text!r} right before the verb")
        self.foreign = self.foreign or token.kind == "SELF"
        self.unknown += not token.text.casefold().endswith("ly")
        return None

    def _names_a_platform(self, which: Token) -> bool:
        """Whether "which is" goes on about a platform's word right before it."""
        before = [token for token in self.left[: self.left.index(which)] if token.kind != "COMMA"]
        is_so = self.verb is not None and self.verb.kind == "COPULA" and not self.unknown
        return is_so and bool(before) and before[-1].kind == "PLATFORM"

    # Owners -----------------------------------------------------------------------------------------------------------

    def _person(self, token: Token, at: int) -> Bound:
        if self.verb and self._coordinated(at):
            return Bound("two people, one account", final=True)
        if self.verb:
            return ANOTHER_SUBJECT if self._has_own_subject() else Bound("says where to be found", person=token.ref)
        if not self.unknown:
            return Bound("beside the name", person=token.ref)
        if self.separated == "COLON" and self._names_a_thing(at):
            return Bound("a thing stands between the name and the handle")
        begins = all(one.kind in BEFORE_A_NAME for one in self.left[max(0, at - 4) : at])
        if self.bare and self.separated and begins:
            return self._described(token)
        return Bound("unknown words between the name and the handle")

    def _names_a_thing(self, at: int) -> bool:
        """`Jane's heroes: @name`, `Jane fell for a place on X: @name`."""
        after = self.left[at + 1 :]
        return bool(after) and (after[0].text in OF_SOMEBODY or any(one.text in ("a", "an", "the") for one in after))

    def _described(self, token: Token) -> Bound:
        """NAME, what they do, HANDLE: the handle stands in a segment of its own."""
        if self.separated == "STRONG_SEP" or (not self.passed_name and self.unknown <= DESCRIPTION):
            return Bound("in a segment of its own after the name", person=token.ref, rival=self.rival)
        return Bound("a comma is too little to tell whose it is")

    def _coordinated(self, at: int) -> bool:
        """Whether the person is the last of several: "A and B"."""
        before = self.left[:at]
        return len(before) > 1 and before[-1].text.casefold() in AND and before[-2].kind in ("PERSON", "NAME")

    def _name(self, token: Token, at: int) -> Bound | None:
        """Another name than an author's."""
        if self._is_noun(token, at):
            self.unknown += 1
            return None
        before = self.left[at - 1] if at else None
        at_work = before is not None and before.text.casefold() in WORKPLACE
        if not self.verb:
            return self._name_beside(
                token, listed=at_work or (before is not None and before.kind in ("COMMA", "STRONG_SEP"))
            )
        other = " " in token.text and self.verb.text.casefold() in AND
        if other or (not self.unknown and not at_work and not self._verb_goes_on(at)):
            # Also in "its author, Bo Quill, is on …", where a comma stands between.
            return Bound(f"another name, {token.text!r}, is the subject")
        self.foreign = True
        return None

    def _is_noun(self, token: Token, at: int) -> bool:
        """German nouns have capitals: one alone, in front of "auf X" or "als @name", is a thing."""
        placed = self.named_platform or (is_placed(self.left) and self.left[-1].text.casefold() in GERMAN)
        german = sum(one.text.casefold() in GERMAN for one in self.left) >= TWICE
        spoken_of = at + 1 < len(self.left) and self.left[at + 1].kind == "COMMA"  # "im Museum, das auf X …"
        return " " not in token.text and placed and german and not spoken_of

    def _name_beside(self, token: Token, *, listed: bool) -> Bound | None:
        self.passed_name = True
        if not (self._own_segment() and listed):
            return Bound(f"beside another name, {token.text!r}")
        self.rival = self.rival or ("" if self.unknown else token.text)
        self.unknown += 1
        return None

    def _verb_goes_on(self, at: int) -> bool:
        """Whether "and" joins the verb to one further left: "works with Bo Quill and tweets as"."""
        if self.verb and self.verb.text.casefold() in AND:
            return True
        between = self.left[at + 1 : self.left.index(self.verb)] if self.verb else []
        return any(token.text.casefold() in AND for token in between)

    def _relative(self, _token: Token, at: int) -> Bound | None:
        if not self.verb or self.unknown or self.joined:
            return None
        for place in range(at - 1, -1, -1):
            token = self.left[place]
            if token.kind == "PERSON" and self._coordinated(place) and not self.verb.text.endswith("s"):
                return Bound("two people, one account", final=True)
            if token.kind == "PERSON":
                return Bound("who can be found", person=token.ref)
            if token.kind in ("NAME", "ORG"):
                return Bound(f"{token.text!r}, who can be found")
        return Bound("nobody before 'who'")

    def _output(self, token: Token, at: int) -> Bound | None:
        """`her recent sketches`, `Jane's trips`, `my photos`."""
        if (self.verb and (self.unknown or self.joined)) or (token.text[0] in "'’" and not self.unknown):
            return None  # the subject, or the person, stands further left
        if self.unknown:
            return Bound("unknown words after a possessive")
        if has_another_owner(self.left, at):
            return Bound("somebody else has it", final=True)
        return FIRST if token.text[:2].casefold() == "my" else OWN

    def _possessive(self, token: Token, at: int) -> Bound:
        """`his Instagram` is his own; `his shop` is not."""
        after = self.left[at + 1] if at + 1 < len(self.left) else None
        if at and self.left[at - 1].kind == "FORMER":
            return Bound("it is no longer theirs", final=True)
        if self.unknown or after is None or after.kind != "PLATFORM":
            return Bound(f"{token.text!r} and a thing of theirs")
        return FIRST if token.text[:1].casefold() == "m" else OWN

    def _first_verb(self, _token: Token, _at: int) -> Bound | None:
        """`Escribo en Mastodon como`: a verb that says "I" without the word."""
        return ANOTHER_SUBJECT if self.verb or self.unknown > LOOSE else FIRST

    def _author(self, token: Token, at: int) -> Bound | None:
        """`Author on X: @name`: a word for the author is part of a label, and otherwise a word like any."""
        if (
            not self.verb
            and not self.unknown
            and (self.named_platform or (at > 0 and self.left[at - 1].kind == "PLATFORM"))
            and not any(one.kind in ("NAME", "PERSON", "ORG", "ROLE", "SELF") for one in self.left[:at])
        ):
            return None
        return self._other(token, at)

    def _first(self, token: Token, at: int) -> Bound | None:
        if is_inverted(self.left, at) or self._is_clitic(at):
            return FIRST
        if token.text.casefold() in FIRST_OBJECTS:
            return FIRST if self._governed(at) or self._is_order_to(at) else Bound("'me' without a verb")
        if self.verb:
            return None if self._has_own_subject() or (self.unknown and not self.joined) else FIRST
        return Bound("'I' without a verb")

    def _governed(self, at: int) -> bool:
        """Whether an order stands right before the object: "follow her"."""
        return self.unknown <= LOOSE and any(
            one.kind in ("STRONG", "FINITE") for one in self.left[max(0, at - NEAR) : at]
        )

    def _is_clitic(self, at: int) -> bool:
        """`Me encontraréis en X`: the object stands right before its verb."""
        verb = self.verb
        return verb is not None and verb.kind == "STRONG" and not self.unknown and self.left[at + 1] is verb

    def _is_order_to(self, at: int) -> bool:
        """Whether the object is that of an order, whatever the verb: "heckle her: @name"."""
        if self.unknown == 1 and self.separated == "COLON" and is_infinitive(self.left, at):
            return True
        shown = self.separated or self.named_platform or is_placed(self.left)
        return bool(shown) and not self.unknown and is_any_order(self.left, at)

    def _pronoun(self, token: Token, at: int) -> Bound | None:
        if self.verb:
            return ANOTHER_SUBJECT if self._has_own_subject() else FOUND
        if token.kind == "SUBJECT":
            return FOUND if is_inverted(self.left, at) else Bound("a pronoun without a verb")
        if token.text.casefold() in ALSO_POSSESSIVE and at + 1 < len(self.left):
            after = self.left[at + 1]
            if after.kind in ("PLATFORM", "WORD", "ORG", "ROLE", "NAME"):
                return self._possessive(token, at)
        return self._object(token, at)

    def _object(self, token: Token, at: int) -> Bound | None:
        if self._governed(at) or self._is_order_to(at):
            return FOUND
        if self.named_platform and token.text.casefold() == "them":
            self.unknown += 1  # "photos of them on Instagram"
            return None
        return Bound("a pronoun without a verb")

    # Brackets and the sentence's start --------------------------------------------------------------------------------

    def _bracket(self, _token: Token, at: int) -> Bound | None:
        """The handle stands in brackets: it belongs to what stands right before them."""
        if self.unknown and not self.verb:
            return Bound("unknown words in the brackets")
        before = at - 1
        while before >= 0 and self.left[before].kind == "CLOSE":
            before = opening(self.left, before) - 1
        if before >= 0 and self.left[before].text in OF_SOMEBODY:
            return Bound("in brackets after a thing of theirs", final=True)
        return None if before < 0 or self.verb else before_bracket(self.left, before)

    def _start(self) -> Bound:
        """No owner stands in the sentence: a label, an order, or a verb with another subject."""
        if self.foreign:
            return Bound("the sentence is about somebody else", final=True)
        if not self.verb:
            return Bound("unknown words before it") if self.unknown else Bound("a label", focus="label")
        return self._verb_alone(self.verb)

    def _verb_alone(self, verb: Token) -> Bound:
        """A verb without a subject."""
        if has_another_object(self.left, verb):
            return Bound("the order is about something else")
        if verb.kind == "STRONG" and (not self.unknown or self.joined or is_order(self.left, verb)):
            return FIRST if is_about_me(verb) else ORDER
        if verb.kind == "COPULA" and verb.text.casefold() in I_AM and not self.unknown:
            return FIRST
        addressed = self.left[-1] is verb and verb.kind == "FINITE"  # "Tweet @name if the link is broken"
        if verb.kind in SAYING and not self.unknown and not addressed:
            return Bound("says where to be found, without a subject", focus="order")
        return ANOTHER_SUBJECT
