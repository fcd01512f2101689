"""What a sentence's grammar says of a handle's owner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """Whose a handle is by its sentence's grammar.

    `person` where the sentence names the author. Otherwise `focus` says how it points at whom the text is about:
    "pronoun", "order" (follow at …), "label", "first" (I, me), "sent" (questions to). With neither it is nobody's, and
    `rule` says why.
    `rival` is an organisation that stands nearer: then the handle's likeness must tell them apart. `final` says of a
    refusal that it stands even where nothing else competes.
    """

    rule: str
    person: int | None = None
    focus: str = ""
    rival: str = ""
    final: bool = False


ANOTHER_SUBJECT = Bound("the verb has another subject")
FOUND = Bound("says where to be found", focus="pronoun")
FIRST = Bound("first person", focus="first")
OWN = Bound("his or her own", focus="pronoun")
ORDER = Bound("an order to follow", focus="order")
