"""The walk from a handle to its owner: what it remembers of the words it has passed, and what that says of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sharebot.authors.orders import is_any_order, is_infinitive, is_placed
from sharebot.authors.roles import AND, LOOSE, NEAR, SAYING
from sharebot.authors.tokens import Token


@dataclass(slots=True)
class Walk:
    """`left` are the tokens before the handle, on which the walk goes from the last one to the first.

    `unknown` counts words of no known kind since the handle, or since the verb; `joined` says that "and" or a comma
    stands left of the verb; `separated` is the first sign that cuts the handle's own segment off, and `bare` whether
    that segment holds nothing else. `foreign` says that the sentence has another subject, `contrasted` that an account
    of another time is set against this one, `rival` names whoever is listed nearer to it.
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

    def has_own_subject(self) -> bool:
        """Whether unknown words right before the verb are its subject."""
        return bool(self.unknown and not self.joined and self.verb and self.verb.kind in SAYING)

    def stands_alone(self) -> bool:
        """Whether the handle stands alone between strong separators: "Jane Roe · illustrator · @name"."""
        return self.separated == "STRONG_SEP" and self.bare

    def is_governed(self, at: int) -> bool:
        """Whether an order stands right before the object: "follow her"."""
        return self.unknown <= LOOSE and any(
            one.kind in ("STRONG", "FINITE") for one in self.left[max(0, at - NEAR) : at]
        )

    def is_clitic(self, at: int) -> bool:
        """`Me encontraréis en X`: the object stands right before its verb."""
        verb = self.verb
        return verb is not None and verb.kind == "STRONG" and not self.unknown and self.left[at + 1] is verb

    def is_order_to(self, at: int) -> bool:
        """Whether the object is that of an order, whatever the verb: "heckle her: @name"."""
        if self.unknown == 1 and self.separated == "COLON" and is_infinitive(self.left, at):
            return True
        shown = self.separated or self.named_platform or is_placed(self.left)
        return bool(shown) and not self.unknown and is_any_order(self.left, at)

    def is_coordinated(self, at: int) -> bool:
        """Whether the person is the last of several: "A and B"."""
        before = self.left[:at]
        return len(before) > 1 and before[-1].text.casefold() in AND and before[-2].kind in ("PERSON", "NAME")

    def verb_goes_on(self, at: int) -> bool:
        """Whether "and" joins the verb to one further left: "works with Bo Quill and tweets as"."""
        if self.verb and self.verb.text.casefold() in AND:
            return True
        between = self.left[at + 1 : self.left.index(self.verb)] if self.verb else []
        return any(token.text.casefold() in AND for token in between)
