"""The vocabulary of credits, by meaning: English, Spanish, French, German, Portuguese, Italian, Dutch.

A word that is missing costs a tag at most; a word that blocks too little could cost a wrong one. So the lists of what
blocks are wide, and those of what binds name only what people really use to say where they can be found.
"""

from __future__ import annotations


def any_of(listed: str) -> str:
    """A pattern for any of the entries, which are patterns with a comma and a space between."""
    return "|".join(" ".join(listed.split()).split(", "))


def set_of(listed: str) -> frozenset[str]:
    """The words of a list with spaces between."""
    return frozenset(listed.split())


def split_alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, not those inside its groups."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


PLATFORM_NAMES: dict[str, str] = {
    **dict.fromkeys(set_of("twitter twttr birdsite twitterze twittera twitterem twitteru твиттером τουίτερ"), "x"),
    **dict.fromkeys(set_of("mastodonie mastodona mastodonu мастодона мастодону mastodonissa μάστοντον"), "mastodon"),
    **dict.fromkeys(set_of("instagramie instagrama instagramu instagramissa инстаграму инсте ίνσταγκραμ"), "instagram"),
    **dict.fromkeys(("mastodon", "masto", "fediverse", "fédivers", "fediverso", "fedi"), "mastodon"),
    **dict.fromkeys(("bluesky", "bsky", "blueskyweb"), "bluesky"),
    **dict.fromkeys(("linkedin", "linked-in"), "linkedin"),
    **dict.fromkeys(("instagram", "insta", "ig"), "instagram"),
    **dict.fromkeys(("facebook", "fb"), "facebook"),
    "github": "github",
    "youtube": "youtube",
    "telegram": "telegram",
    **dict.fromkeys(set_of("твиттер твиттере твиттера ツイッター 트위터 تويتر 推特 τουίτερ"), "x"),
    **dict.fromkeys(
        set_of(
            """
            инстаграм инстаграме инстаграма インスタ インスタグラム 인스타그램 인스타
            إنستغرام انستغرام انستجرام
            """
        ),
        "instagram",
    ),
    **dict.fromkeys(set_of("фейсбук фейсбуке フェイスブック 페이스북 فيسبوك"), "facebook"),
    **dict.fromkeys(set_of("мастодон мастодоне マストドン 마스토돈 ماستودون"), "mastodon"),
    **dict.fromkeys(set_of("телеграм телеграме تيليجرام تلغرام"), "telegram"),
    **dict.fromkeys(
        set_of(
            """
            tiktok substack twitch reddit pinterest snapchat tumblr goodreads letterboxd strava patreon ko-fi kofi
            flickr unsplash pexels wechat weibo xing mixcloud soundcloud bandcamp spotify gitlab codeberg orcid
            researchgate ravelry whatsapp skype clubhouse cohost dribbble behance vimeo flipboard micro.blog etsy
            pixelfed vsco stackoverflow onlyfans komoot wattpad itch.io last.fm email e-mail gmail correo courriel
            mail
            """
        ),
        "other",
    ),
}
"""Networks by the words for them, in small letters. "other": names on them are tagged nowhere."""

# Here "formerly" is said of the platform, not of the handle.
_RENAMED = (
    r"(?:X|(?i:twitter))\s*(?:[(/|,]|aka|or)\s*"
    r"(?:(?i:formerly|previously|ex|now|fka|née|früher|ehemals|antes|anciennement|旧|구|бывш\w+)[ -]*"
    r"(?i:known as|called)?\s*)?"
    r"(?:X|(?i:twitter))\)?(?!\w)"
)
# English words but for their capital, and platforms only with a handle in sight.
_ALSO_WORDS = (
    r"(?:(?i:tik tok|stack overflow)|Medium|Signal|Matrix|Slack|Steam|Discord|VK|Line|Lichess|Ghost|Venmo|PayPal|Vero|"
    r"Post)(?=\s*[:(@]|\s+[@\uE000-\uEFFF])"
)
PLATFORM_PHRASES: tuple[tuple[str, str], ...] = (
    ("x", _RENAMED),
    ("x", r"(?i:(?:ex|formerly|früher|anciennement)[ -]twitter)(?!\w)"),
    ("x", r"X(?![\w'’&]|\.\w|(?i:-(?:profil|account|konto|kanal|seite|auftritt|feed|pagina|kanaal)))"),
    ("mastodon", r"(?i:the fedi(?:verse)?)(?!\w)"),
    ("bluesky", r"(?i:blue sky)(?!\w)"),
    # Abbreviations are platforms only as labels.
    ("x", r"(?i:tw|twt)(?=\s*[:/=→]|\s+[@\uE000-\uEFFF])"),
    ("linkedin", r"(?i:in|li)(?=\s*:\s*[@\uE000-\uEFFF])|(?<![\w:] )LI(?=\s*[:/]|\s+[\uE000-\uEFFF])"),
    ("youtube", r"(?i:yt)(?=\s*[:/=→]|\s+[@\uE000-\uEFFF])"),
    ("github", r"(?i:gh)(?=\s*[:/=→]|\s+[@\uE000-\uEFFF])"),
    ("x", r"(?:X|Twitter|ツイッター|旧Twitter)\s?(?:アカウント|계정|帐号|账号)"),
    ("instagram", r"(?:Instagram|インスタグラム|インスタ)\s?(?:アカウント|계정|帐号|账号)"),
    ("linkedin", r"(?i:linked in)(?!\w)"),
    (
        "youtube",
        r"(?i:you ?tube[ -](?:channel|kanal|canal|kanaal)|(?:cha[iî]ne|canale?)(?: d[ei])? you ?tube|you tube)(?!\w)",
    ),
    ("threads", r"Threads(?!\w)|(?<=\b(?:on|auf|sur|en|su|op) )threads(?!\w)"),
    *(
        (platform, rf"(?i:{word})(?i:-(?:profil|account|konto|kanal|seite|auftritt|feed|pagina|kanaal)| profile)(?!\w)")
        for word, platform in (
            *(("x", "x"), ("twitter", "x"), ("mastodon", "mastodon"), ("bluesky", "bluesky"), ("linkedin", "linkedin")),
            *(("instagram", "instagram"), ("facebook", "facebook"), ("threads", "threads"), ("github", "github")),
        )
    ),
    ("other", _ALSO_WORDS),
)

# Others' work on a post, and other reasons to name somebody who did not write it.
ROLES = any_of(
    r"""
    photo\w*, foto\w*, fotógraf\w*, images?, imagen, imagem, immagine, bild(?:er|nachweis)?, beeld, picture\w*,
    illustrat\w*, ilustra\w*, illustraz\w*, illustré\w*, illustrier\w*, zeichnung\w*, dessin\w*, artwork, art,
    cartoon\w*, drawn, header, cover, banner, graphics?, infographic\w*, animation, video\w*, filmed,
    edit(?:ed|s|ing|or|ors), copy-?edit\w*, redigiert, lektor\w*, bearbeitet, édité, editad[oa], redazione,
    revis\w*, relu, review\w*, proofread\w*, fact-?check\w*, translat\w*, traduc\w*, tradui\w*, traduit\w*,
    traduç\w*, traduz\w*, tradott\w*, übersetz\w*, vertaal\w*, vertaling\w*, adapted, interview\w*,
    entrevist\w*, intervist\w*, entretien, gespräch, gesprek, thank\w*, thx, gracias, merci, remerci\w*, danke?,
    dank, grazie, ringrazi\w*, obrigad\w*, bedankt, agradec\w*, grateful, kudos, shout-?outs?, props,
    hat[- ]?tips?, h/t, via, hosted, hosts?, moderat\w*, curat\w*, produc\w*, sponsor\w*, supported, funded,
    presented, courtesy, credits?, crédit\w*, crédito\w*, inspired, idea, idee, idée, tip, tipp, tipped,
    quot\w*, cit(?:ed|ing), sourced?, quelle, fuente, fonte, bron, design(?:ed)?, music, musik, música,
    narrat\w*, voiced, typeset, layout, stylist, styling, makeup, recorded, research, data, code, coded,
    compiled, transcri\w*, commission\w*, published, posted, reposted, republished, shared, retweet\w*,
    boost\w*, repl(?:y|ies|ied), comment\w*, mention\w*, tag, tags, tagged, hashtag\w*, asks?, asked, told,
    says, said, writes to, according, featur\w*, feat, ft, starring, cast, guests?:, speakers?, podcast\w*,
    episode, playlist, bot, fake, parody, impersonat\w*, confus\w*, verwechs\w*, confond\w*, confund\w*,
    namesake, unrelated, met, meets?(?= @), follows, following, follower\w*, like, likes, reads?, bought, buy,
    recommend\w*, subject, profile of, portrait, portr[aä]it, nominat\w*, dedicat\w*, memory, tribute
    """
)
ELSEWHERE = any_of(
    r"""
    next (?:week|month|time|up|guest|post|issue|letter), coming (?:up|soon|next), upcoming, tomorrow,
    stay tuned, last (?:week|month|time), previous(?:ly on)?, earlier (?:post|guest), see also,
    read (?:also|next|more(?! (?:of|by|from|about) (?:him|her|them|me)\b)),
    nächste\w* (?:woche|mal), la semaine prochaine, prochain\w*, próxim[ao]\w*,
    la prossima, volgende (?:week|keer)
    """
)
FORMER = any_of(
    r"""
    formerly, former, previously, used to, no longer, not, never, isn['’]t, aren['’]t, wasn['’]t, doesn['’]t,
    don['’]t, didn['’]t, won['’]t, can['’]t, once, old, older, until, till, was, were, had been, deleted,
    suspended, hacked, abandoned, retired, dormant, inactive, defunct, closed, quit, left, ex, fka, née,
    instead of, rather than, nor, neither, without, anymore, antes, anteriormente, ya no, anciennement,
    autrefois, ne, n['’]est, plus(?= sur), früher\w*, ehemals, ehemalig\w*, vormals, nicht, kein\w*, war,
    antigamente, não, nunca, jamais, precedentemente, prima, non, voorheen, vroeger, niet, geen, aussi connu
    """
)
PLURAL_SELF = any_of(
    r"""
    us, we, we['’]re, we['’]ve, our, ours, ourselves, nous, notre, nos, vous nous, uns, unser\w*, wir, ons,
    onze, wij, nosotr[oa]s, nuestr[oa]s?, noi, nostr[oaie], n[óo]s, noss[oa]s?, s[ií]guenos, encu[ée]ntranos,
    siga-nos, sigam-nos, seguiteci, seguici, trovateci,
    oss, vår, vårt, våra, os, nasz, nasza, nasze, nam, nami, нас, нам, нами, наш\w*, μας, εμάς, meidän, meitä
    """
)
ORGANISATIONS = any_of(
    r"""
    team, company, employer, lab, labs, band, project, initiative, group, charity, foundation, society, club,
    shop, store, studio, agency, firm, magazine, newspaper, journal, outlet, paper, show, radio, channel,
    newsletter, startup, start-up, school, university, college, department, institute, office, union, party,
    campaign, collective, co-op, cooperative, bakery, restaurant, cafe, café, bar, gallery, museum, library,
    publisher, press, label, brand, app, game, product, farm, clinic, hospital, church, choir, orchestra,
    festival, conference, community, dog, dogs, cat, cats, pet, pets, puppy, kitten, horse, parrot, rabbit, son,
    daughter, kids?, child, children, baby, husband, wife, spouse, partner, girlfriend, boyfriend, sister,
    brother, mother, father, mum, mom, dad, friends?, colleagues?, co-?workers?, boss, manager, co-?founders?,
    co-?hosts?, co-?authors?, agent, editor, mentor, student, supervisor, bandmate, twin, family, households?,
    firma, verein, projekt, hund, katze, kollegin, kollege\w*, entreprise, équipe, chien, chat, collègue,
    empresa, perro, gato, equipo, equipe, azienda, cane, gatto, squadra, bedrijf, hond, kat, collega
    """
)
OUTPUT = any_of(
    r"""
    feed, account, profile, page, handle, username, user ?name, nick(?:name)?, diary, journal, log,
    sketch(?:es|book)?, drawings?, doodles, paintings?, prints,
    linocuts, etchings, woodcuts, engravings, carvings, pots, ceramics, quilts, collages, sculptures, weavings,
    embroider(?:y|ies), bench, desk, photos, pictures, pics, snaps, photography, thoughts,
    musings, rants?, ramblings?, adventures?, travels?, trips?, journeys?, rides?, runs, walks, hikes, climbs,
    recipes?, cooking, baking, bakes, loaves, stitches, knits?, knitting, sewing, makes, mending, gardening,
    garden, work, works, writing, writings, words, poems?, poetry, stories, threads?, tweets, toots, skeets,
    posts, updates?, news, notes, code, repos?, repository, videos?, reels?, clips?, essays?, columns?, reviews?,
    maps, experiments?, projects, progress, antics, life, day, days, exploits,
    doings, latest, online, own, personal, main, new, current, public, dms?, inbox, cuenta, perfil, trabajo,
    viajes, compte, profil, travail, konto, arbeit, arbeiten, conta, trabalho, profilo, lavoro, werk, account's
    """
)
_CONNECT = any_of(
    r"""
    a, an, and, or, the, on, at, as, under, over, by, in, to, for, with, too, also, both, either, just, simply,
    mostly, mainly, rarely, sometimes, often, occasionally, usually, now, there, here, where, when, online,
    social, media, socials, networks?, platforms?, handle, name, username, account, can, could, may, might,
    will, be, you, you['’]ll, you['’]d, please, do, go, then, more, less, most, least, evenings, mornings,
    weekends, days, day, even, still, very, quite, much, new, current, one, always, mainly, primarily, chiefly,
    herself, himself, themselves, themself, myself, personally, privately, selbst, selber, persönlich, elle-même,
    lui-même, personnellement, personalmente, pessoalmente, zelf, persoonlijk,
    every, all, any, time, times, day, since, january, february, march, april, may, june, july, august,
    september, october, november, december, currently, these, way, out, along, around, up, if, so, want, like,
    would, best, easily, easiest, directly, through, his, aka, a\.k\.a, known, p\.s, ps, found,
    via(?= (?:twitter|x|mastodon|bluesky|linkedin|instagram|facebook|threads)\b), whenever, actively, active,
    on, peut, pourrez, puede, pode-se, si, può, man, vous, tu, te, jou, en, de, como, puedes, pueden, podéis,
    también, y, o, redes, sociales, la, lo, le, les, el, sur, sous, comme, est, pouvez, peut, être, et, ou,
    aussi, toujours, surtout,
    les, réseaux, son, auf, bei, unter, als, ist, sind, ihr, ihm, ihn, man, kann, könnt, können, sie,
    und, oder, auch, zu, im, dem, der, die, das, no, na, em, pode, você, também, e, ou, com, nas, nos, os, a,
    su, come, puoi, potete, anche, lo, il, sui, con, è, si, op, als, te, kun, je, kunt, u, ook, bij, het, is
    """
)

_STRONG = any_of(
    r"""
    follow, find, reach, connect(?: up)?(?: with)?, contact, catch, meet, see, visit, join, message, dm, ping,
    poke, tweet(?: at| to)?, toot(?: at| to)?, say (?:hi|hello|hey)(?: to)?, talk to, chat (?:to|with),
    get in touch(?: with)?, keep up(?: with)?, hear(?: more)? from, check out, look (?:for|up), write to,
    followed(?= (?:me|him|her|them)\b), reach out(?: to)?, drop (?:\w+ )?a (?:line|note),
    be (?:found|reached|followed|contacted),
    hang(?:s|ing)? out, s[ií]ga(?:l[oae]s?|me|n|nl[oae]s?)?, s[ií]gue(?:l[oae]s?|me)?,
    segui(?:r|d)(?:l[oae]s?|me)?, encu[ée]ntr[ae](?:l[oae]s?|me|s)?,
    encontrar(?:l[oae]s?|me|[áa]s|[áa]n|[ée]is)?, encontramos, contact[ae](?:r|d)?(?:l[oae]s?|me)?,
    escr[ií]be(?:le|me), búsca(?:l[oa]|me), hallar(?:l[oa]|ás), saluda(?:l[oa]|rl[oa])?,
    suivez(?:-(?:la|le|les|moi))?, suis(?=-(?:la|le|moi)), suivre,
    retrouv(?:ez|er|e|erez)(?:-(?:la|le|les|moi))?, contact(?:ez|er)(?:-(?:la|le|les|moi))?, joindre,
    trouver(?:ez)?, saluer, écri(?:vez|re)(?:-(?:lui|moi))?, folg(?:t|en|e|st)(?: sie)?, finde(?:t|n|st)?,
    gefunden, erreich(?:t|en|bar|st), zu finden, zu erreichen, kontaktier\w*, anzutreffen, unterwegs,
    siga(?:m)?(?:-n?[oa]s?|-me)?, segui(?:r|-l[oa]s?), segue, seguir-me, encontr(?:e|á|ar|am)(?:-l?[oa]s?|-me)?,
    encontrad[oa], acompanh(?:e|ar|á)(?:-l?[oa]s?)?, falar com, segui(?:te|re|r)?(?:l[oaie]|mi)?,
    trov(?:ate|are|ar|a|i|erete)(?:l[oaie]|mi)?, contatt(?:ate|are|ar)(?:l[oaie]|mi)?,
    scrive(?:te|re)(?:gli|le|mi), volg, volgen, vind, vindt, vinden, gevolgd, te vinden, te volgen, te bereiken,
    bereikbaar, bereik, joignable, trouvable, contactable, localizable, contattabile, raggiungibile, contactável,
    reachable
    """
)
_FINITE = any_of(
    r"""
    tweets?(?: out)?, toots?, skeets?, posts, blogs, keeps, documents, collects, publishes, draws, sketches, grumbles,
    rambles, mutters, muses, complains, argues, jokes, lingers, resides, dwells, speaks, talks, hides, moans, natters,
    tröte, tootet, tröten, tootete, twittere, poste, blogge, zeige, teile,
    argues?, quarrels?, bickers?, mumbles?, documents?,
    veröffentlicht, zeigt, sammelt, teilt, erzählt, plaudert, comparte, cuenta, charla, enseña, partage, raconte,
    bavarde, pouette, pouet, montre,
    partilha, compartilha, conta, mostra, condivide, racconta, chiacchiera, deelt, vertelt, toont,
    writes, shares, chats, lurks, rants, procrastinates, lives,
    hangs, goes by, is (?:\w+ly )?(?:to be )?found, can be (?:\w+ly )?(?:found|reached|followed|contacted),
    is (?:best |easily )?(?:reached|reachable), reachable, is (?:\w+ly )?active,
    (?:better |also |otherwise |best )?known (?:online |there |to \w+ )?as, alias, answers,
    can (?:also )?be found, tuitea, twittea, publica, escribe, tweete, twitte, publie, écrit, twittert, trötet,
    postet, schreibt, tuíta, escreve, twitta, scrive, pubblica, tweet, toot, skeet, tweeting, tooting, posting,
    tweets, tuitean, tuíta, tuita, twittern, retweets, se (?:la|lo|le) (?:puede|encuentra), est présente?,
    est active?, est actif, unterwegs, aktiv, è (?:su|attiv[oa]), está (?:en|no|na), actief
    """
)
# "Escribo en Mastodon como": the verb alone says "I".
_FIRST_VERB = any_of(
    r"""
    escribo, publico, tuiteo, estoy, comparto, cuento, cuelgo, subo, enseño, muestro, dibujo, charlo, ando,
    escrevo, estou, partilho, compartilho, ponho, mostro, posto, conto, desenho, scrivo, pubblico, condivido, twitto,
    racconto, disegno
    """
)
AUTHOR_LABEL = any_of(
    r"""
    authors?, writers?, autor(?:in|a)?, auteur(?:e|rice)?, autrice, autore, verfasser(?:in)?, schrijver, schrijfster,
    contributors?, bloggers?, reviewers?, columnists?, texto?, texte, testo, words,
    (?:of|by) the (?:author|writer), de(?:s autors|r autorin), de l['’](?:auteure?|autrice), del autor,
    de la autora, dell['’](?:autore|autrice), d[oa] autora?, van de (?:auteur|schrijver|schrijfster)
    """
)
_CREDIT = any_of(
    r"""
    guests?, authors?, writers?, bloggers?, contribut\w+, columnists?, reviewers?, correspondents?, about,
    words, text, texte, written, post, essay, article, author['’]s, dr, prof, professor, mr, mrs, ms, mx, sir,
    dame, rev, captain, autor\w*, auteur\w*, autrice, gast\w*, invité\w*, invitad\w+, convidad\w+, über, sobre,
    bio, biography, name, story, recipe, letter
    """
)
_SUBJECT = any_of(
    r"""
    he, she, they, ella, él, elle, il, er, ela, ele, lei, lui, zij, ze, hij
    """
)
_POSSESSIVE = any_of(
    r"""
    his, her, their, my, seine?r?, ihre?r?, mein\w*, sa, ses, mon, ma, mes, sus?, suas?, seus?, meu, minha,
    suo, sua, mio, mia, zijn, haar, mijn, ['’]s
    """
)
_RELATIVE = any_of(
    r"""
    who, whom, quien, qui, der, die, den, que, che, cui, wie, dat
    """
)


BY_MEANING = {
    "ELSEWHERE": ELSEWHERE,
    "SELF": PLURAL_SELF,
    "FINITE": _FINITE,
    "STRONG": _STRONG,
    "FORMER": FORMER,
    "COPULA": any_of(
        r"""
        is, are, am, heiße, heißt, heisst, est, suis, ist, bin, sono, sou, soy, es, ben, é, è, answers to, aka,
        a\.k\.a\.?
        """
    ),
    "SUBJECT": _SUBJECT,
    "FIRST_VERB": _FIRST_VERB,
    "AUTHOR": AUTHOR_LABEL,
    "OBJECT": any_of("him, them, her, hem, haar, ihn, ihm, ihr, ihnen"),
    "WHOSE": any_of("whose, dessen, deren, cuyo, cuya, wiens"),
    "RELATIVE": _RELATIVE,
    "THING": any_of("which, that"),
    "ROLE": ROLES,
    "POSS": any_of(r"his, their, my, its, seine?[mnr]?, ihre?[mnr]?, mein\w*, mijn, zijn"),
    "ORG": ORGANISATIONS,
    "CONNECT": _CONNECT,
    "WORD": _CREDIT,
}
"""Kinds of words; a word that stands in several lists is of the first of its kinds."""

_REACHED_VIA = (
    r"(?i:(?<=\b(?:reach(?:ed|able)?|contact(?:ed)?|connect|(?:be|is|are) found|find|message|dm|follow)\b[^.;]{0,30} )"
    r"via)(?!\w)"
)
# "her recent sketches": a possessive with what people show of themselves …
_OWN_OUTPUT = (
    rf"(?:(?i:{_POSSESSIVE}|whose)|['’]s)\s+"
    rf"(?:(?!(?i:{FORMER}|first|previous|late|favou?rite|best-loved|joint|shared|common|gemeinsam\w*|he|she|they|{ORGANISATIONS})\b)[\p{{Ll}}-]+\s+){{0,2}}?(?!Threads\b)(?i:{OUTPUT})(?!\w)"
)
# … but with anything else of theirs it is not theirs.
_THING_OF_THEIRS = (
    rf"(?:(?i:his|their|my|its|her)|['’]s)\s+(?!via\b)(?:[\p{{Ll}}-]+\s+){{0,3}}?(?i:{ORGANISATIONS}|{ROLES})(?!\w)"
)
# 's is "is" unless a plural thing follows ("Jane's trips").
_IS_CLITIC = r"['’](?:s|m|re)(?=\s|$|[\uE000-\uEFFF])(?!\s+\p{Ll}+s\b)"
# "More short verdicts at @name": an order that lacks its verb.
_MORE = (
    r"(?<![^\s.!?][\s.!?]{0,2})(?:More|Further|Mehr|Más|Plus|Mais|Altr[oie]|Meer)"
    r"(?= (?!(?:information|details|info|events|dates|news|tickets|jobs|offers)\b)"
    r"(?:\p{Ll}+ ){0,4}(?:at|on|bei|unter|auf|en|sur|su|op|em|no)\b)"
)
_BY_THE_NAME = (
    r"(?i:sous le (?:nom|pseudo) de|con el nombre de|bajo el nombre de|unter dem namen|col nome di|sotto il nome di|"
    r"com o nome de|onder de naam|by the name of|under the name(?: of)?)(?!\w)"
)
_THE_REAL_ONE = (
    r"(?i:the|la|le|el|il|das|der|o|a|het)\s+(?i:real|right|current|correct|proper|actual|new|genuine|echte|richtige|"
    r"neue|vrai|nouveau|verdadera|nueva|vero|nuovo|verdadeira|nova|nieuwe)\s+"
    r"(?i:one|account|handle|konto|compte|cuenta|profilo|conta)(?!\w)"
)
OTHER_PHRASES: tuple[tuple[str, str], ...] = (
    ("STRONG", _MORE),
    ("CONNECT", _BY_THE_NAME),
    ("STRONG", r"(?i:read (?:more )?(?:of|by|from)(?= (?:him|her|them|me)(?!\w)))"),
    ("POSS_GOOD", _THE_REAL_ONE),
    ("CONNECT", r"(?i:(?:she|he|they)/(?:her|him|them|they)(?:/(?:hers|his|theirs))?)(?!\w)"),
    ("POSS", r"(?i:son|sa|ses)(?= (?:Instagram|Insta|Twitter|Mastodon|Bluesky|X|Threads|LinkedIn)(?!\w))"),
    # French "son" is also an English word for somebody else.
    ("POSS_GOOD", r"(?i:son (?:propre )?(?:compte|profil)(?: (?:à (?:lui|elle)|personnel))?)(?!\w)"),
    ("VIA", _REACHED_VIA),
    ("POSS_GOOD", _OWN_OUTPUT),
    ("POSS_BAD", _THING_OF_THEIRS),
    ("COPULA", _IS_CLITIC),
    ("SUBJECT", r"[Ss]ie(?= (?:ist|lebt|arbeitet|schreibt|twittert|postet)(?!\w))"),
)
FIRST_PERSON = set_of("I me myself ich mich mir je moi yo eu io ik mij Me Ich Je Yo Eu Io Ik")
