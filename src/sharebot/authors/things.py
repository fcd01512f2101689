"""`She has a stall. On Instagram: @stall`: a label after a sentence of what somebody has may be that of the thing.

Only the handle can tell: it has the author's name, or that of the thing; where it has neither, it is the thing's if the
sentence ends with the thing, since then the label goes on about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.names import key, resembles
from sharebot.authors.roles import ARTICLES
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

_HAS = set_of(
    """
    has have runs run keeps owns co-owns hosts co-hosts edits founded co-founded leads manages makes publishes started
    opened operates presents produces maintains drives writes sells hat betreibt führt leitet besitzt hält moderiert
    verkauft schreibt tient gère possède dirige anime vend tiene lleva regenta vende tem mantém ha gestisce conduce
    heeft runt beheert leidt verkoopt ma prowadzi má vede har driver имеет держит ведёт ведет має веде тримає έχει
    """
)
_THINGS = set_of(
    """
    stall stalls stand blog blogs bakery bookshop shop store café cafe business label dog dogs cat cats podcast
    newsletter channel series orchard allotment smallholding farm brewery mill studio workshop gallery salon kiosk van
    truck pub inn press imprint zine magazine website site company school band choir club brand nursery garden vineyard
    horse parrot rabbit puppy kitten goat goats hens donkey
    bäckerei laden geschäft werkstatt verlag hof kanal hund katze stand buchhandlung mühle café brauerei atelier pferd
    boulangerie librairie boutique atelier ferme chaîne revue chien chat stand blogue
    puesto tienda panadería librería taller granja perro gato canal revista bar
    banca loja padaria oficina ateliê livraria cachorro cão quinta
    banco bottega forno libreria negozio laboratorio cane gatto rivista bancarella
    kraam winkel bakkerij boerderij hond kat tijdschrift
    stragan sklep piekarnię piekarnia księgarnię warsztat psa kota stánek obchod pekárnu kočku
    stånd butik bageri bageriet bod gård лавку лавка пекарню магазин собаку кота блог пекарню крамницю пса кафе
    """
)
_AT_HOME = set_of("in near from on aus in près de en em a nel op i w v в у на στο")
_LONG = 4
_AFTER_THE_THING = set_of("called named namens genannt nommé nommée appelé llamado llamada chamado chamada chiamato")


def may_be_of_a_thing(before: Sequence[Token], handle: str, name: str) -> bool:
    """Whether a label's handle may be that of something the sentence before it names; `name` is the author's."""
    if resembles(handle, name):
        return False
    things = [at for at in range(len(before)) if _is_had(before, at)]
    named = [token.text for at, token in enumerate(before) if _is_thing(before, at) or _is_organisation(before, at)]
    return any(_is_called_after(handle, text) for text in named) or (bool(things) and _ends_with(before, things[-1]))


def _is_had(tokens: Sequence[Token], at: int) -> bool:
    return _is_thing(tokens, at) and any(one.text.casefold() in _HAS for one in tokens[max(0, at - _REACH) : at])


def _is_thing(tokens: Sequence[Token], at: int) -> bool:
    """A noun of what can have an account; "mentors" and "partners" may be verbs, so some need an article."""
    if any(one.kind == "COPULA" for one in tokens[max(0, at - _NEAR) : at]):
        return False  # "is a peer mentor"
    if tokens[at].kind == "ORG":
        return any(one.text.casefold() in ARTICLES for one in tokens[max(0, at - _NEAR) : at])
    return tokens[at].kind == "POSS_BAD" or tokens[at].text.casefold().split()[-1] in _THINGS


_REACH = 8
_NEAR = 3


def _is_organisation(tokens: Sequence[Token], at: int) -> bool:
    """Another name, unless it is where somebody lives."""
    return tokens[at].kind == "NAME" and not (at and tokens[at - 1].text.casefold() in _AT_HOME)


def _is_called_after(handle: str, text: str) -> bool:
    letters = "".join(key(handle))
    return any(word in letters for word in key(text) if len(word) >= _LONG)


def _ends_with(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing follows the thing but its name."""
    after = [one for one in tokens[at + 1 :] if one.kind not in ("MARK", "COMMA", "COLON")]
    return all(one.kind == "NAME" or one.text.casefold() in _AFTER_THE_THING for one in after)
