import pytest

from sharebot.authors.bios import bio, guest_of_note, in_bio, is_author_heading
from sharebot.authors.introductions import AUTHOR, WRITER_CUES
from sharebot.authors.nobody import is_anonymous
from sharebot.authors.people import RULES
from sharebot.authors.phrases import GUEST_ROLE
from sharebot.authors.rule import Rule
from sharebot.authors.texts import holds_any
from sharebot.authors.titles import after_colon, by_line, in_title, on_topic, sign_off
from sharebot.authors.words import split_alternatives

EXAMPLES = {
    "guest-piece": [
        ("This is a guest post by Jane Roe (Twitter: @jane), engineer.", ["Jane Roe"]),
        ("[Editor’s note: today’s guest essay is by Jane Roe.]", ["Jane Roe"]),
        ("Guest article from our friend and fellow gardener Jane Roe", ["Jane Roe"]),
        ("A guest post about soil by Jane Roe and Bo Quill.", ["Jane Roe", "Bo Quill"]),
        ("Guest post by Jane Roe, Bo Quill and Ana Poe.", ["Jane Roe", "Bo Quill", "Ana Poe"]),
        ("Guest post by Zephyrine (@zeph)", ["Zephyrine"]),
        ("Ein Gastbeitrag von Jane Roe.", ["Jane Roe"]),
        ("Artículo invitado de Jane Roe, cocinera.", ["Jane Roe"]),
        ("Un billet invité signé Jane Roe.", ["Jane Roe"]),
        ("Billet invité d’Odile Roe", ["Odile Roe"]),
        ("Texte de Jane Roe, invitée du blog, traduit du breton par Bo Quill.", []),
        (
            "A guest post written together by Jane Roe (X), Bo Quill (X) and Ana Poe (X).",
            ["Jane Roe", "Bo Quill", "Ana Poe"],
        ),
        ("Gastblog door Jane Roe.", ["Jane Roe"]),
        ("Next week: a guest post by Jane Roe", []),
        ("Read last month’s guest post by Jane Roe", []),
        ("A map by @bo, and a guest post by Jane Roe", []),
        ("Would you like to write a guest post? Ask Jane Roe", []),
        ("There is a guest post we liked by Jane Roe", []),
    ],
    "guest-role": [
        ("By guest author Jane Roe", ["Jane Roe"]),
        ("Our guest interviewer, Jane Roe, spoke to a lamplighter.", ["Jane Roe"]),
        ("Guest baker Jane Roe is @jane", ["Jane Roe"]),
        ("More of guest writer Jane Roe’s trips", ["Jane Roe"]),
        ("Texto da autora convidada Jane Roe.", ["Jane Roe"]),
        ("Jane Roe is a guest writer from Dunmarrow.", []),
        ("Jane Roe is a guest writer and bakes rye in Hull.", []),
        ("Our guest Jane Roe wrote it up.", []),
        ("Unsere Gastautorin Jane Roe ist Deichgräfin.", ["Jane Roe"]),
        ("Guest speaker Jane Roe opened the evening", []),
        ("Guest photographer Jane Roe", []),
        ("Our guest today, Jane Roe", []),
        ("Guest: Jane Roe", []),
    ],
    "is-guest": [
        ("Jane Roe is a guest author on this blog.", ["Jane Roe"]),
        ("Note: Jane Roe is our guest blogger this week.", ["Jane Roe"]),
        ("Jane Roe and Bo Quill are guest contributors.", ["Jane Roe", "Bo Quill"]),
        ("Jane Roe is a guest of the mayor.", []),
    ],
    "guest-remark": [("Jane Roe (guest) audits websites", ["Jane Roe"]), ("Jane Roe (planner) audits websites", [])],
    "piece-by": [
        ("This post was written by our own Jane Roe together with Bo Quill of Acme", ["Jane Roe", "Bo Quill"]),
        ("This post was co-written by Jane Roe, who is on X, and Bo Quill, whom you", ["Jane Roe", "Bo Quill"]),
        ("Recipe and words by Jane Roe", ["Jane Roe"]),
        ("Post scritto da Jane Roe, ospite di questo blog.", ["Jane Roe"]),
        ("Este texto foi escrito por Jane Roe.", ["Jane Roe"]),
        ("This article by Jane Roe first appeared elsewhere.", ["Jane Roe"]),
        ("A letter from Jane Roe arrived on Tuesday", []),
        ("Words and photographs by Jane Roe", ["Jane Roe"]),
        ("Technical review by Jane Roe", []),
        ("The series is curated by Jane Roe", []),
        ("Cover story by Jane Roe", []),
    ],
    "authors-are": [
        ("The author of this post is Jane Roe.", ["Jane Roe"]),
        ("Autor:innen dieses Beitrags sind die beiden Nachbarn Jane Roe und Bo Quill.", ["Jane Roe", "Bo Quill"]),
        ("Autora de este texto es Jane Roe.", ["Jane Roe"]),
        ("The author of these books is Jane Roe.", []),
        ("The author of this post is grateful to Jane Roe.", []),
    ],
    "written-by": [
        ("Written by Jane Roe.", ["Jane Roe"]),
        ("Contributed by Jane Roe, engineer", ["Jane Roe"]),
        ("Posted on behalf of Jane Roe (@jane).", ["Jane Roe"]),
        ("Geschreven door Jane Roe", ["Jane Roe"]),
        ("Edited by Jane Roe", []),
    ],
    "label": [
        ("Author: Jane Roe, Release Manager, Copperline Rail", ["Jane Roe"]),
        ("Words: Jane Roe. Find her rides", ["Jane Roe"]),
        ("Texte : Jane Roe.", ["Jane Roe"]),
        ("L’auteure invitée : Jane Roe est géographe.", ["Jane Roe"]),
        ("Photos: Jane Roe", []),
        ("Editor: Jane Roe", []),
    ],
    "about": [
        ("About the author: Jane Roe is a librarian.", ["Jane Roe"]),
        ("About Jane Roe: guest author, accountant", ["Jane Roe"]),
        ("About our guest: Jane Roe prunes.", ["Jane Roe"]),
        ("Über die Autorin: Dr. Jane Roe lehrt Geologie", ["Jane Roe"]),
        ("About the harbour and its cranes", []),
    ],
    "writes-here": [
        ("Jane Roe works for the Trust and writes here as herself", ["Jane Roe"]),
        ("Jane Roe works for the Trust", []),
    ],
    "handed-over": [
        ("Today on the blog we welcome Jane Roe, who writes about timetables.", ["Jane Roe"]),
        ("This week’s post comes to us from Jane Roe.", ["Jane Roe"]),
        ("Over to Jane Roe, who explains it all.", ["Jane Roe"]),
        ("We welcome Jane Roe to the team", []),
    ],
    "introduced": [
        ("My name is Jane Roe and this is a guest post.", ["Jane Roe"]),
        ("I’m Jane Roe, guest writer for a day.", ["Jane Roe"]),
        ("I’m Jane Roe, said the conductor", []),
    ],
    "the-writer": [
        ("The writer, Jane Roe, letters signs in Porto.", ["Jane Roe"]),
        ("Die Autorin, Jane Roe, lebt in Jena.", ["Jane Roe"]),
        ("The writer Jane Roe was born here.", []),
    ],
    "called-guest": [
        ("Jane Roe, autrice invitée, est ébéniste.", ["Jane Roe"]),
        ("Jane Roe, ospite di questa settimana, restaura mobili.", ["Jane Roe"]),
        ("Jane Roe, guest of honour, spoke.", []),
    ],
    "our-guest": [
        ("Jane Roe mends nets and is this week’s guest.", ["Jane Roe"]),
        ("Jane Roe ist unser Gast.", ["Jane Roe"]),
        ("Jane Roe is a guest at the inn.", []),
    ],
    "reviewed-by": [
        ("Reviewed by Jane Roe, who keeps a diary", ["Jane Roe"]),
        ("Rezensiert von Jane Roe.", ["Jane Roe"]),
        ("Medically reviewed by Jane Roe", []),
    ],
    "handed-on": [
        ("Cette semaine, nous laissons la plume à Jane Roe, ostréicultrice.", ["Jane Roe"]),
        ("Hoy cedemos la palabra a Jane Roe.", ["Jane Roe"]),
        ("Heute schreibt unsere Nachbarin Jane Roe über Moos.", ["Jane Roe"]),
        ("Deze week geven we de pen aan Jane Roe.", ["Jane Roe"]),
        ("We handed the parcel to Jane Roe.", []),
    ],
    "piece-is-theirs": [
        ("Today’s words are Jane Roe’s.", ["Jane Roe"]),
        ("This column is Jane Roe’s favourite.", []),
    ],
    "co-written": [
        ("Co-written with Jane Roe.", ["Jane Roe"]),
        ("Gemeinsam geschrieben mit Jane Roe", ["Jane Roe"]),
        ("I drew this with Jane Roe", []),
    ],
    "collective": [
        ("By the Lamp & Lathe Cooperative", ["Lamp & Lathe Cooperative"]),
        ("This post was written by the members of the Lamp Collective.", ["Lamp Collective"]),
        ("Par le Collectif des Lampes", ["Collectif des Lampes"]),
        ("We buy bread from the Lamp Cooperative.", []),
    ],
    "interview-by": [
        ("Interview by Jane Roe.", ["Jane Roe"]),
        ("Das Gespräch führte Jane Roe.", ["Jane Roe"]),
        ("Propos recueillis par Jane Roe", ["Jane Roe"]),
        ("Intervista a cura di Jane Roe", ["Jane Roe"]),
        ("Jane Roe liked the interview by the lake.", []),
    ],
    "abroad": [
        ("Gästinlägg av Jane Roe. Hon finns på X.", ["Jane Roe"]),
        ("Av Jane Roe", ["Jane Roe"]),
        ("Gæsteindlæg af Jane Roe", ["Jane Roe"]),
        ("Gjesteskribent: Jane Roe", ["Jane Roe"]),
        ("Tekst napisała Jane Roe.", ["Jane Roe"]),
        ("Gościem bloga jest Jane Roe.", ["Jane Roe"]),
        ("Autorem článku je Jane Roe.", ["Jane Roe"]),
        ("Bu konuk yazıyı kaleme alan: Jane Roe.", ["Jane Roe"]),
        ("Bu yazı Jane Roe tarafından kaleme alındı.", ["Jane Roe"]),
        ("Автор текста — Алина Серко", ["Алина Серко"]),
        ("Этот текст написала Алина Серко.", ["Алина Серко"]),
        ("Гостья блога: Алина Серко", ["Алина Серко"]),
        ("Пише Аліна Серко", ["Аліна Серко"]),
        ("Γράφει η Δάφνη Ρόη, φιλοξενούμενη του ιστολογίου.", ["Δάφνη Ρόη"]),
        ("文・早瀬くるみ", ["早瀬くるみ"]),
        ("この記事は早瀬くるみさんの寄稿です。", ["早瀬くるみ"]),
        ("글쓴이 남궁솔아 (객원 필자)", ["남궁솔아"]),
        ("이 글은 남궁솔아 님이 썼습니다.", ["남궁솔아"]),
        ("特约作者 林晓棠", ["林晓棠"]),
        ("بقلم الكاتبة الضيفة رزان العطفي، وحسابها على إكس", ["رزان العطفي"]),
        ("פוסט אורח מאת נועה ברקת", ["נועה ברקת"]),
        ("Översättning av Jane Roe", []),
        ("Przekład: Jane Roe", []),
        ("Çeviri: Jane Roe", []),
        ("Перевод: Алина Серко", []),
        ("写真：早瀬くるみ", []),
        ("사진: 남궁솔아", []),
        ("تصوير: نادر الزيلع", []),
        ("צילום: דן לוי", []),
        ("Napsal mi Jane Roe", []),
        ("Gästinlägg av Jane Roe som bakar", ["Jane Roe"]),
        ("Пишет Иван Серков: «Хлеб остыл»", []),
        ("Написал Иван Серков эту поэму в ссылке.", []),
        ("나는 아직 글 쓰는 법을 모른다", []),
    ],
    "meet": [
        ("Meet Jane Roe", ["Jane Roe"]),
        ("Meet our guest: Jane Roe bakes rye.", ["Jane Roe"]),
        ("Meet Jane Roe at the market on Saturday.", []),
    ],
    "over-to": [
        ("Over to Cormac.", ["Cormac"]),
        ("So, over to you, Jane Roe!", ["Jane Roe"]),
        ("We walked over to Cormac Bay.", []),
        ("Over to the left", []),
    ],
    "here": [
        ("Peregrine here, filling in for Gwenllian.", ["Peregrine"]),
        ("Hi all, Jane Roe here.", ["Jane Roe"]),
        ("We live here, Jane Roe says.", []),
        ("Nobody here knows Jane Roe.", []),
    ],
    "i-am": [
        ("Soy Jane Roe, jubilada.", ["Jane Roe"]),
        ("Ik heet Jane Roe en bak brood.", ["Jane Roe"]),
        ("I am what Jane Roe calls late.", []),
    ],
}


def may_hold(rule: Rule, line: str) -> bool:
    """Whether the line has one of the rule's cues."""
    return not rule.cues or holds_any(line.lower(), rule.cues)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_finds_the_authors_it_is_for_and_nobody_else(rule):
    assert rule.why
    for line, names in EXAMPLES[rule.name]:
        assert (rule.find(line) if may_hold(rule, line) else []) == names, line


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", ["Jane Roe"]),
        ("By Jane Roe and Bo Quill, guest writers", ["Jane Roe", "Bo Quill"]),
        ("Par Jane Roe", ["Jane Roe"]),
        ("Von Jane Roe | 3 min", ["Jane Roe"]),
        ("By the third week the numbers had settled", []),
        ("By Jane Roe stood a lamp", []),
    ],
)
def test_a_by_line_holds_nothing_but_names(line, names):
    assert by_line(line) == names


@pytest.mark.parametrize(
    ("line", "before", "after_quote", "names"),
    [
        ("-Jane Roe, Guest Blogger", "", False, ["Jane Roe"]),
        ("~~ Jane Roe ~~", "", False, ["Jane Roe"]),
        ("— Jane Roe [@jane.bsky.social]", "", False, ["Jane Roe"]),
        ("– submitted by Jane Roe", "", False, ["Jane Roe"]),
        ("Jane Roe", "Clear skies,", False, ["Jane Roe"]),
        ("Jane Roe, guest writer", "", False, ["Jane Roe"]),
        ("Jane Roe", "The end.", False, []),
        ("— Jane Roe", "", True, []),
        ("— Jane Roe (@jane)", "“Every bus is a small republic.”", False, []),
        ("– Jane Roe came in and sat down.", "", False, []),
    ],
)
def test_a_sign_off_is_no_attribution_of_a_quotation(line, before, after_quote, names):
    guestly = "guest" in line.lower()
    assert sign_off(line, before, after_quote=after_quote, guestly=guestly) == names


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Guest Post: Thrift for Cowards, by Jane Roe", ["Jane Roe"]),
        ("Guest post by Jane Roe: Thrift", ["Jane Roe"]),
        ("Thrift for Cowards – by Jane Roe", ["Jane Roe"]),
        ("Mulch and Me: A Guest Post by Jane Roe", ["Jane Roe"]),
        ("Review: Salt Ledger by Jane Roe", []),
        ("The Best Books of the Year, by Jane Roe", []),
        ("Walking by Night", []),
        ("Jane Roe: Why I Dig (Guest Post)", ["Jane Roe"]),
        ("Guest Post: Winter Gardens", []),
    ],
)
def test_a_title_credits_its_author_but_not_the_author_of_what_it_reviews(title, names):
    assert in_title(title) == names


def test_after_a_colon_the_title_may_name_the_guest_or_only_begin():
    assert after_colon("Guest Blog: Jane Roe – Why I Ride") == ["Jane Roe"]
    assert after_colon("Guest Post: Winter Gardens") == ["Winter Gardens"]
    assert on_topic("Jane Roe on the Perils of Prologues") == ["Jane Roe"]
    assert on_topic("Jane Roe on Her New Novel") == []
    assert on_topic("Three Nights on the Van") == []
    assert on_topic("Rolling Back on a Sunday") == []


def test_biographies_begin_with_their_person():
    assert bio("Jane Roe is a librarian.") == "Jane Roe"
    assert bio("About Jane Roe (she) is a librarian.") == "Jane Roe"
    assert bio("The lamp is a lamp.") == ""
    assert in_bio("Before she found compost, Jane Roe sold carpets.") == "Jane Roe"


def test_a_note_may_call_the_entry_somebodys_guest_post():
    assert guest_of_note("Editor’s note: Jane Roe is a hydrologist. This is her first guest post.") == "Jane Roe"
    assert guest_of_note("Jane Roe is a hydrologist.") == ""


@pytest.mark.parametrize(
    "text",
    ["About the author", "Guest bloggers", "About the authors:", "Über die Autorin", "Guest author", "Contributors"],
)
def test_headings_announce_authors(text):
    assert is_author_heading(text)


@pytest.mark.parametrize("text", ["How it went", "You might also like", "Jane Roe", "About the harbour"])
def test_other_headings_do_not(text):
    assert not is_author_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "The author of this post has asked to remain anonymous.",
        "The writer prefers not to be named.",
        "Name withheld on request.",
        "An anonymous guest post",
    ],
)
def test_an_author_may_stay_unnamed(text):
    assert is_anonymous(text)


@pytest.mark.parametrize(
    "text", ["Names have been changed.", "Our guest writer met an anonymous donor.", "Anonymous comments are off."]
)
def test_other_anonymity_is_not_the_authors(text):
    assert not is_anonymous(text)


@pytest.mark.parametrize("word", split_alternatives(f"{AUTHOR}|{GUEST_ROLE}"))
def test_every_word_for_a_writer_holds_a_cue_for_writers(word):
    assert holds_any(word, WRITER_CUES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_cue_hides_an_example_of_its_rule(rule):
    found = [line for line, names in EXAMPLES.get(rule.name, []) if names]
    assert all(may_hold(rule, line) for line in found)
