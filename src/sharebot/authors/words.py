"""The vocabulary of credits, by meaning: English, Spanish, French, German, Portuguese, Italian, Dutch.

A word that is missing costs a tag at most; a word that blocks too little could cost a wrong one. So the lists of what
blocks are wide, and those of what binds name only what people really use to say where they can be found.
"""

from __future__ import annotations

import regex

PLATFORM_WORDS: tuple[tuple[str, str], ...] = (
    # Before all others: here "formerly" is said of the platform, not of the handle.
    ("x", r"(?:X|(?i:twitter))\s*(?:[(/|,]|aka|or)\s*(?:(?i:formerly|previously|ex|now|fka|née|früher|ehemals|antes|anciennement)"
          r"[ -]*(?i:known as|called)?\s*)?(?:X|(?i:twitter))\)?(?![\w])"),
    ("x", r"(?i:(?<!\w)(?:ex|formerly|früher|anciennement)[ -]twitter)(?!\w)"),
    ("x", r"(?<![\w'’&])X(?![\w'’&]|\.\w)|(?i:(?<!\w)(?:twitter|twttr|birdsite)(?!\w))"),
    ("mastodon", r"(?i:(?<!\w)(?:mastodon|masto|(?:the )?fediverse|fédivers|fediverso|the fedi|fedi)(?!\w))"),
    ("bluesky", r"(?i:(?<!\w)(?:bluesky|bsky|blue ?sky)(?![\w.]\w))"),
    ("linkedin", r"(?i:(?<!\w)linked[- ]?in(?!\w|\.\w))"),
    ("threads", r"(?<!\w)Threads(?![\w])|(?<=\b(?:on|auf|sur|en|su|op) )threads(?!\w)"),
    ("instagram", r"(?i:(?<!\w)(?:instagram|insta)(?!\w|\.\w))|(?<!\w)(?:IG|ig)(?!\w)"),
    ("facebook", r"(?i:(?<!\w)facebook(?!\w|\.\w))|(?<!\w)FB(?!\w)"),
    ("github", r"(?i:(?<!\w)github(?!\w|\.\w))"),
    ("youtube", r"(?i:(?<!\w)you ?tube(?!\w|\.\w))"),
    ("telegram", r"(?i:(?<!\w)telegram(?!\w|\.\w))"),
    ("other", r"(?i:(?<!\w)(?:tik ?tok|substack|twitch|reddit|pinterest|snapchat|tumblr|goodreads|letterboxd|strava|patreon|"
              r"ko-?fi|flickr|unsplash|pexels|wechat|weibo|xing|mixcloud|soundcloud|bandcamp|spotify|gitlab|codeberg|orcid|"
              r"researchgate|ravelry|whatsapp|skype|clubhouse|cohost|dribbble|behance|vimeo|flipboard|micro\.blog|etsy|pixelfed|"
              r"vsco|stack ?overflow|kofi|onlyfans|komoot|wattpad|itch\.io|last\.fm|e-?mail|gmail|correo|courriel)(?!\w))|"
              r"(?<!\w)(?:Medium|Signal|Matrix|Slack|Steam|Discord|VK|Line|Lichess|Ghost|Venmo|PayPal|Vero|Post)(?=\s*[:(@]|\s+@)"),
)  # fmt: skip

# Others' work on a post, and other reasons to name somebody who did not write it.
ROLES = (
    r"photo\w*|foto\w*|fotógraf\w*|images?|imagen|imagem|immagine|bild(?:er|nachweis)?|beeld|picture\w*|illustrat\w*|"
    r"ilustra\w*|illustraz\w*|illustré\w*|illustrier\w*|zeichnung\w*|dessin\w*|artwork|art|cartoon\w*|drawn|header|cover|banner|"
    r"graphics?|infographic\w*|animation|video\w*|filmed|edit(?:ed|s|ing|or|ors)|copy-?edit\w*|redigiert|lektor\w*|bearbeitet|"
    r"édité|editad[oa]|redazione|revis\w*|relu|review\w*|proofread\w*|fact-?check\w*|translat\w*|traduc\w*|tradui\w*|"
    r"traduit\w*|traduç\w*|traduz\w*|tradott\w*|übersetz\w*|vertaal\w*|vertaling\w*|adapted|interview\w*|entrevist\w*|intervist\w*|"
    r"entretien|gespräch|gesprek|thank\w*|thx|gracias|merci|remerci\w*|danke?|dank|grazie|ringrazi\w*|obrigad\w*|bedankt|"
    r"agradec\w*|grateful|kudos|shout-?outs?|props|hat[- ]?tips?|h/t|via|hosted|hosts?|moderat\w*|curat\w*|produc\w*|sponsor\w*|"
    r"supported|funded|presented|courtesy|credits?|crédit\w*|crédito\w*|inspired|idea|idee|idée|tip|tipp|tipped|quot\w*|cit(?:ed|ing)|"
    r"sourced?|quelle|fuente|fonte|bron|design(?:ed)?|music|musik|música|narrat\w*|voiced|typeset|layout|"
    r"stylist|styling|makeup|recorded|research|data|code|coded|compiled|transcri\w*|commission\w*|published|posted|reposted|"
    r"republished|shared|retweet\w*|boost\w*|repl(?:y|ies|ied)|comment\w*|mention\w*|tag|tags|tagged|hashtag\w*|asks?|asked|told|"
    r"says|said|writes to|according|featur\w*|feat|ft|starring|cast|guests?:|speakers?|podcast\w*|episode|playlist|bot|fake|parody|"
    r"impersonat\w*|confus\w*|verwechs\w*|confond\w*|confund\w*|namesake|unrelated|met|meets?(?= @)|follows|following|follower\w*|like|likes|"
    r"reads?|bought|buy|recommend\w*|subject|profile of|portrait|portr[aä]it|nominat\w*|dedicat\w*|memory|tribute"
)
ELSEWHERE = (
    r"next (?:week|month|time|up|guest|post|issue|letter)|coming (?:up|soon|next)|upcoming|tomorrow|stay tuned|last (?:week|month|time)|"
    r"previous(?:ly on)?|earlier (?:post|guest)|see also|read (?:also|next|more)|nächste\w* (?:woche|mal)|la semaine prochaine|prochain\w*|"
    r"próxim[ao]\w*|la prossima|volgende (?:week|keer)"
)
FORMER = (
    r"formerly|former|previously|used to|no longer|not|never|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t|don['’]t|didn['’]t|won['’]t|can['’]t|"
    r"once|old|older|until|till|was|were|had been|deleted|suspended|hacked|abandoned|retired|dormant|inactive|defunct|closed|quit|left|"
    r"ex|fka|née|instead of|rather than|nor|neither|without|anymore|"
    r"antes|anteriormente|ya no|anciennement|autrefois|ne|n['’]est|plus(?= sur)|früher\w*|ehemals|ehemalig\w*|vormals|nicht|kein\w*|war|"
    r"antigamente|não|nunca|jamais|precedentemente|prima|non|voorheen|vroeger|niet|geen|aussi connu"
)
PLURAL_SELF = (
    r"us|we|we['’]re|we['’]ve|our|ours|ourselves|nous|notre|nos|vous nous|uns|unser\w*|wir|ons|onze|wij|nosotr[oa]s|nuestr[oa]s?|"
    r"noi|nostr[oaie]|n[óo]s|noss[oa]s?|s[ií]guenos|encu[ée]ntranos|siga-nos|sigam-nos|seguiteci|seguici|trovateci"
)
ORGANISATIONS = (
    r"team|company|employer|lab|labs|band|project|initiative|group|charity|foundation|society|club|shop|store|studio|agency|firm|"
    r"magazine|newspaper|journal|outlet|paper|show|radio|channel|newsletter|startup|start-up|school|university|college|"
    r"department|institute|office|union|party|campaign|collective|co-op|cooperative|bakery|restaurant|cafe|café|bar|gallery|museum|"
    r"library|publisher|press|label|brand|app|game|product|farm|clinic|hospital|church|choir|orchestra|festival|conference|community|"
    r"dog|dogs|cat|cats|pet|pets|puppy|kitten|horse|parrot|rabbit|son|daughter|kids?|child|children|baby|husband|wife|spouse|partner|"
    r"girlfriend|boyfriend|sister|brother|mother|father|mum|mom|dad|friends?|colleagues?|co-?workers?|boss|manager|co-?founders?|"
    r"co-?hosts?|co-?authors?|agent|editor|mentor|student|supervisor|bandmate|twin|family|households?|"
    r"firma|verein|projekt|hund|katze|kollegin|kollege\w*|entreprise|équipe|chien|chat|collègue|empresa|perro|gato|equipo|equipe|"
    r"azienda|cane|gatto|squadra|bedrijf|hond|kat|collega"
)
OUTPUT = (
    r"feed|account|profile|page|handle|username|user ?name|nick(?:name)?|diary|journal|log|sketch(?:es|book)?|drawings?|doodles|"
    r"paintings?|photos|pictures|pics|snaps|photography|thoughts|musings|rants?|ramblings?|adventures?|travels?|trips?|journeys?|rides?|"
    r"runs|walks|hikes|climbs|recipes?|cooking|baking|bakes|loaves|stitches|knits?|knitting|sewing|makes|mending|gardening|garden|work|"
    r"works|writing|writings|words|poems?|poetry|stories|threads?|tweets?|toots?|skeets?|posts?|updates?|news|notes|maps|experiments?|"
    r"projects|progress|antics|life|day|days|exploits|doings|latest|online|own|personal|main|new|current|public|dms?|inbox|"
    r"cuenta|perfil|trabajo|viajes|compte|profil|travail|konto|arbeit|arbeiten|conta|trabalho|profilo|lavoro|werk|account's"
)
_CONNECT = (
    r"a|an|and|or|the|on|at|as|under|over|by|in|to|for|with|too|also|both|either|just|simply|mostly|mainly|rarely|sometimes|often|"
    r"occasionally|usually|now|there|here|where|when|online|social|media|socials|networks?|platforms?|handle|name|username|account|"
    r"can|could|may|might|will|be|you|you['’]ll|you['’]d|please|do|go|then|more|less|most|least|evenings|mornings|weekends|days|day|"
    r"even|still|very|quite|much|new|current|one|always|mainly|primarily|chiefly|every|all|any|time|times|day|since|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"currently|these|way|out|along|around|up|if|so|want|like|would|best|easily|easiest|directly|his|aka|a\.k\.a|known|p\.s|ps|"
    r"found|via(?= (?:twitter|x|mastodon|bluesky|linkedin|instagram|facebook|threads)\b)|whenever|actively|active|"
    r"on|peut|pourrez|puede|pode-se|si|può|man|vous|tu|te|jou|"
    r"en|de|como|puedes|pueden|podéis|también|y|o|redes|sociales|la|lo|le|les|el|"
    r"sur|sous|comme|est|pouvez|peut|être|et|ou|aussi|les|réseaux|son|"
    r"auf|bei|unter|als|ist|sind|ihr|ihm|ihn|man|kann|könnt|können|sie|und|oder|auch|zu|im|dem|der|die|das|"
    r"no|na|em|pode|você|também|e|ou|com|nas|nos|os|a|"
    r"su|come|puoi|potete|anche|lo|il|sui|con|è|si|"
    r"op|als|te|kun|je|kunt|u|ook|bij|het|is"
)

_STRONG = (
    # English: imperative and infinitive
    r"follow|find|reach|connect(?: up)?(?: with)?|contact|catch|meet|see|visit|join|message|dm|ping|poke|tweet(?: at| to)?|toot(?: at| to)?|"
    r"say (?:hi|hello|hey)(?: to)?|talk to|chat (?:to|with)|get in touch(?: with)?|keep up(?: with)?|hear(?: more)? from|check out|"
    r"look (?:for|up)|write to|reach out(?: to)?|drop (?:\w+ )?a (?:line|note)|be (?:found|reached|followed|contacted)|hang(?:s|ing)? out|"
    # Spanish, French, German, Portuguese, Italian, Dutch
    r"s[ií]ga(?:l[oae]s?|me|n|nl[oae]s?)?|s[ií]gue(?:l[oae]s?|me)?|segui(?:r|d)(?:l[oae]s?|me)?|encu[ée]ntr[ae](?:l[oae]s?|me|s)?|encontrar(?:l[oae]s?|me|[áa]s|[áa]n|[ée]is)?|"
    r"encontramos|contact[ae](?:r|d)?(?:l[oae]s?|me)?|escr[ií]be(?:le|me)|búsca(?:l[oa]|me)|hallar(?:l[oa]|ás)|saluda(?:l[oa]|rl[oa])?|"
    r"suivez(?:-(?:la|le|les|moi))?|suis(?=-(?:la|le|moi))|suivre|retrouv(?:ez|er|e|erez)(?:-(?:la|le|les|moi))?|contact(?:ez|er)(?:-(?:la|le|les|moi))?|"
    r"joindre|trouver(?:ez)?|saluer|écri(?:vez|re)(?:-(?:lui|moi))?|"
    r"folg(?:t|en|e|st)(?: sie)?|finde(?:t|n|st)?|gefunden|erreich(?:t|en|bar|st)|zu finden|zu erreichen|kontaktier\w*|anzutreffen|unterwegs|"
    r"siga(?:m)?(?:-[oa]s?|-me)?|segui(?:r|-l[oa]s?)|segue|seguir-me|encontr(?:e|á|ar|am)(?:-l?[oa]s?|-me)?|encontrad[oa]|acompanh(?:e|ar|á)(?:-l?[oa]s?)?|falar com|"
    r"segui(?:te|re|r)?(?:l[oaie]|mi)?|trov(?:ate|are|ar|a|i|erete)(?:l[oaie]|mi)?|contatt(?:ate|are|ar)(?:l[oaie]|mi)?|scrive(?:te|re)(?:gli|le|mi)|"
    r"volg|volgen|vind|vindt|vinden|gevolgd|te vinden|te volgen|te bereiken|bereikbaar|bereik"
)
_FINITE = (
    r"tweets?(?: out)?|toots?|skeets?|posts|blogs|writes|shares|chats|lurks|rants|procrastinates|lives|hangs|goes by|"
    r"is (?:\w+ly )?(?:to be )?found|can be (?:\w+ly )?(?:found|reached|followed|contacted)|is (?:best |easily )?(?:reached|reachable)|reachable|"
    r"is (?:\w+ly )?active|(?:better |also |otherwise |best )?known (?:online |there |to \w+ )?as|alias|answers|can (?:also )?be found|"
    r"tuitea|twittea|publica|escribe|tweete|twitte|publie|écrit|twittert|trötet|postet|schreibt|tuíta|escreve|twitta|scrive|pubblica|"
    r"tweet|toot|skeet|tweeting|tooting|posting|tweets|tuitean|tuíta|tuita|twittern|retweets|"
    r"se (?:la|lo|le) (?:puede|encuentra)|est présente?|est active?|est actif|unterwegs|aktiv|è (?:su|attiv[oa])|está (?:en|no|na)|actief"
)
_COPULA = (
    r"is|are|am|['’]s|['’]m|['’]re|est|suis|ist|bin|sono|sou|soy|es(?=\s+\uE000)|ben|is on|answers to|called|named"
)

_CREDIT = (
    r"guests?|authors?|writers?|bloggers?|contribut\w+|columnists?|reviewers?|correspondents?|about|words|text|texte|written|post|essay|"
    r"article|author['’]s|dr|prof|professor|mr|mrs|ms|mx|sir|dame|rev|captain|autor\w*|auteur\w*|autrice|gast\w*|invité\w*|invitad\w+|"
    r"convidad\w+|über|sobre|bio|biography|name|story|recipe|letter"
)
_SUBJECT = r"he|she|they|ella|él|elle|il|er|ela|ele|lei|lui|zij|ze|hij"
_OBJECT = r"him|them|her|hem|haar|ihn|ihm|ihr|ihnen|la|lo"
_FIRST = r"I|me|I['’](?=m|ve|d|ll)|myself|ich|mich|mir|je|moi|yo|eu|io|ik|mij"
_POSSESSIVE = r"his|her|their|my|its|seine?r?|ihre?r?|mein\w*|sa|ses|mon|ma|mes|sus?|suas?|seus?|meu|minha|suo|sua|mio|mia|zijn|haar|mijn|['’]s"
_RELATIVE = r"who|whom|quien|qui|der|die|den|que|che|cui|wie|dat"
_THING = r"which|that"


def _group(name: str, words: str) -> str:
    return rf"(?P<{name}>(?<!\w)(?i:{words})(?!\w))"


def _platforms() -> str:
    return "|".join(f"(?P<P{at}_{platform}>{form})" for at, (platform, form) in enumerate(PLATFORM_WORDS))


PLATFORM = regex.compile(_platforms())
_VIA = r"(?P<VIA>(?i:(?<=\b(?:reach|reached|contact|contacted|connect|found|find|message|dm|follow|reachable)\b[^.;]{0,30} )via)(?!\w))"

TOKEN = regex.compile(
    "|".join((
        r"(?P<HANDLE>[\uE000-\uEFFF])",
        r"(?P<PERSON>[\uF000-\uF8FF])",
        _platforms(),
        _VIA,
        _group("ELSEWHERE", ELSEWHERE),
        _group("SELF", PLURAL_SELF),
        rf"(?P<POSS_GOOD>(?:(?<!\w)(?i:{_POSSESSIVE}|whose)|['’]s)\s+(?:(?!(?i:{FORMER}|first|previous|late)\b)[\p{{Ll}}-]+\s+){{0,2}}?(?:(?i:{OUTPUT}))(?!\w))",
        rf"(?P<POSS_BAD>(?:(?<!\w)(?i:his|their|my|its|her)|['’]s)\s+(?:[\p{{Ll}}-]+\s+){{0,3}}?(?:(?i:{ORGANISATIONS}|{ROLES}))(?!\w))",
        r"(?P<I_AM>(?<!\w)I['’]?m(?!\w))",
        _group("FINITE", _FINITE),
        _group("STRONG", _STRONG),
        _group("FORMER", FORMER),
        rf"(?P<COPULA>(?<![\w'’])(?i:is|are|am|est|suis|ist|bin|sono|sou|soy|es|ben|é|è|answers to|aka|a\.k\.a\.)(?!\w)|['’](?:s|m|re)(?=\s|$|[\uE000-\uEFFF])(?!\s+(?:\p{{Ll}}+s)\b))",
        rf"(?P<FIRST>(?<!\w)(?:{_FIRST})(?!\w)|(?<!\w)(?:Me|Ich|Je|Yo|Eu|Io|Ik)(?!\w))",
        _group("SUBJECT", _SUBJECT),
        rf"(?P<OBJECT>(?<!\w)(?i:him|them|her|hem|haar|ihn|ihm|ihr|ihnen)(?!\w))",
        r"(?P<WHOSE>(?<!\w)(?i:whose|dessen|deren|cuy[oa]|wiens)(?!\w))",
        _group("RELATIVE", _RELATIVE),
        _group("THING", _THING),
        _group("ROLE", ROLES),
        rf"(?P<POSS>(?<!\w)(?i:his|their|my|its|seine?r?|ihre?r?|mein\w*|mijn|zijn)(?!\w))",
        _group("ORG", ORGANISATIONS),
        _group("CONNECT", _CONNECT),
        _group("WORD_OF_CREDIT", _CREDIT),
        r"(?P<STRONG_SEP>\s[-–—~]+(?=\s|[\uE000-\uEFFF])|[·|•→»]|\s/\s)",
        r"(?P<OPEN>[(\[{])",
        r"(?P<CLOSE>[)\]}])",
        r"(?P<COLON>:)",
        r"(?P<SEMI>;)",
        r"(?P<COMMA>,)",
        r"(?P<NAME>(?:\p{Lu}|\p{Lo})[\p{L}\p{M}\p{N}'’.&-]*[\p{L}\p{M}\p{N}])",
        r"(?P<WORD>[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}'’.-]*[\p{L}\p{M}\p{N}])?)",
        r"(?P<MARK>[^\s])",
    ))
)
