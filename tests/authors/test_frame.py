"""The notes around an article: who is given the word there wrote it, and who is merely spoken of did not.

Dana Quillfeather of the blog put every entry up; its body speaks in the first person and names nobody.
"""

import re

import pytest

from sharebot.authors import credit
from sharebot.authors.notes import RULES, P
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
_BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "I keep three lists and lose two of them by lunchtime.",
        "My third list is about the lists, and I have never finished it.",
        "We drove past the turning twice before anybody admitted it.",
        "The kettle was older than the argument.",
    )
)
_SAID = "<p>Jane Roe is @jr_nets on X.</p>"


def authors(html, title="Lists"):
    bylines = (Byline(name="Dana Quillfeather"),)
    entry = Entry(id="1", url="https://blog.test/1", title=title, html=html, bylines=bylines)
    return {who.name: {one.handle for one in who.handles if one.tag} for who in credit(entry, _BLOG)}


EXAMPLES = {
    "given-the-word": (
        ["I’ve handed the keys to Jane Roe, who mends nets.", "Diesmal überlassen wir das Wort Jane Roe.", "Deze week geven we onze plek aan Jane Roe.", "Questa settimana la rubrica passa a Jane Roe."],
        ["Jane Roe gave the keys of the mill to the town.", "I gave the keys back. Jane Roe laughed.", "We passed the column of smoke with Jane Roe."],
    ),
    "has-the-word-today": (
        ["Jane Roe, net mender, takes over the column this week.", "C’est Jane Roe qui tient la plume aujourd’hui.", "Hi, Jane Roe borrowing the blog for the day."],
        ["Jane Roe holds the record this week.", "Jane Roe keeps the blog running.", "On Friday Jane Roe takes the floor at the town hall."],
    ),
    "handed-to-a-friend": (
        ["This week I’m handing over to my friend Jane Roe.", "Cette semaine, je passe le relais à mon amie Jane Roe.", "My friend Jane Roe is taking over this week."],
        ["This week I handed a loaf over to my friend Jane Roe.", "Next week I’m handing over to my friend Jane Roe.", "My friend Jane Roe is taking over the bakery this week."],
    ),
    "stands-in": (["Jane Roe is filling in for me while I am away."], ["Jane Roe filled in a form for me."]),
    "writes-today": (
        ["Сегодня вместо редакции пишет Jane Roe.", "Hoy nos escribe Jane Roe, redera.", "Quem assina o texto desta quinta é Jane Roe."],
        ["Heute habe ich mit Jane Roe gesprochen.", "Oggi ho incontrato Jane Roe, che scrive.", "Jane Roe writes the town’s column."],
    ),
    "wrote-these-lines": (
        ["My friend Jane Roe wrote this after I sent her a net.", "Jane Roe legt buizen en schreef dit op een bon.", "Jane Roe wrote this week’s essay."],
        ["This is what Jane Roe wrote on the wall.", "Jane Roe wrote to me about this blog.", "Jane Roe has written a book. This is what I think of it."],
    ),
    "written-by": (
        ["Typed at my kitchen table by Jane Roe, who has no blog.", "Escrito a meias por Jane Roe."],
        ["I had it written down by noon, says Jane Roe.", "Somebody typed by the door as Jane Roe came in."],
    ),
    "piece-from": (
        ["Today’s piece comes to us from two researchers, Jane Roe and Bo Quill.", "A cuatro manos: Jane Roe y Bo Quill.", "Nous étions deux pour ce billet : Dana Quillfeather et Jane Roe."],
        ["This post is about Jane Roe.", "This column was inspired by Jane Roe.", "This story belongs to Jane Roe."],
    ),
    "sent-in": (["今回は、左官のJane Roeさんに文章を寄せていただきました。"], ["今回はJane Roeさんに会いました。"]),
    "wrote-it": (
        ["Jane Roe counted beans. She contributed this essay in a personal capacity.", "Jane Roe freezes jumpers. This was her guest turn at Harborlight."],
        ["Jane Roe counted beans. She read this essay and laughed.", "Jane Roe was a guest at the inn."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_of_notes_finds_its_own_and_nobody_who_is_merely_named(rule):
    assert rule.why
    found, missed = EXAMPLES[rule.name]
    assert [text for text in found if not rule.says.search(text.replace("Jane Roe", P))] == []
    assert [text for text in missed if rule.says.search(text.replace("Jane Roe", P))] == []


@pytest.mark.parametrize("said", [text for rule, (found, _) in EXAMPLES.items() for text in found if rule != "sent-in"])
def test_who_is_given_the_word_is_the_author(said):
    names = authors(f"<p>{said}</p>{_BODY}{_SAID}") | authors(f"{_BODY}<p><em>{said}</em></p>")
    assert "Jane Roe" in names


STAFF_POSTS = (
    *("Today Jane Roe turns ninety. I wrote this for her.", "This post is about Jane Roe.", "In this post: Jane Roe, bread and butter."),
    *("This week I read a column by Jane Roe and could not sleep.", "Jane Roe holds the record for this hill."),
    *("Jane Roe, a reader, writes that my last post was wrong.", "Last week’s post by Jane Roe made some of you cross."),
    *("A letter from Jane Roe arrived this morning.", "Jane Roe has the best desk in this office.", "Jane Roe taught me to write."),
    *("I met Jane Roe at the harbour this week; this is her story.", "Here is a story about Jane Roe.", "Here is Jane Roe with her bread."),
    *("Jane Roe’s keyboard is in this photo.", "The mayor, Jane Roe, writes the town’s column.", "I borrowed this pen from Jane Roe."),
    *("Jane Roe speaks at our event tonight.", "My colleague Jane Roe will write here next week.", "Today is Jane Roe’s last day at the blog."),
    *("Jane Roe wrote here last week; now it is my turn.", "Jane Roe keeps the blog running; this is how.", "Jane Roe was a guest at the inn."),
    *("Hoy he leído el texto de Jane Roe.", "Aujourd’hui, Jane Roe a pris le train.", "Deze week sprak ik Jane Roe over dit stuk."),
    *("A guest of Jane Roe told me this story.", "Guests at Jane Roe’s table write in this book.", "Heute habe ich Jane Roe getroffen."),
)  # fmt: skip
TAILS = (
    _SAID,
    "<p>Find Jane Roe on X: @jr_nets</p>",
    "<p><em>Jane Roe bakes in Hull. Twitter: @jr_nets</em></p>",
    "<p>You can follow her on X at @jr_nets.</p>",
    "<p>Find me on X at @jr_nets.</p>",
)


@pytest.mark.parametrize("said", STAFF_POSTS)
def test_who_is_merely_spoken_of_is_tagged_nowhere(said):
    wrong = [tail for tail in TAILS[:4] if authors(f"<p>{said}</p>{_BODY}{tail}").get("Jane Roe")]
    assert wrong == []
    assert not authors(f"{_BODY}<p>{said} She is @jr_nets on X.</p>").get("Jane Roe")


def test_somebody_whom_the_article_itself_names_is_not_its_author():
    body = _BODY + "<p>Then Roe came in and laughed at the lists.</p>" + _BODY
    assert "Jane Roe" not in authors(f"<p>Jane Roe takes over the column this week.</p>{body}{_SAID}")


def test_a_stranger_in_the_first_words_keeps_the_by_lines_person_from_being_tagged_with_the_strangers_handle():
    assert authors(f"<p>This one’s from Jane Roe, our neighbour.</p>{_BODY}{TAILS[4]}") == {"Dana Quillfeather": set()}
    mine = "<p>Find me on X at @quillfeather.</p>"
    assert authors(f"<p>A gull looked at Jane Roe today.</p>{_BODY}{mine}") == {"Dana Quillfeather": {"quillfeather"}}


def test_shows_and_round_ups_have_guests_that_wrote_nothing():
    note = "<p>Jane Roe takes over the column this week.</p>"
    for title in ("Episode 12", "Links of the week", "Podcast: bread", "Events in May"):
        assert "Jane Roe" not in authors(note + _BODY + _SAID, title)


def test_a_first_name_alone_stands_for_the_whole_name_that_the_entry_gives():
    html = f"<p>Jane here, filling in while Dana sleeps.</p>{_BODY}<p>Shout at me on X, @jr_nets!</p><p>xx Jane Roe</p>"
    assert authors(html) == {"Jane Roe": {"jr_nets"}}


def test_every_reason_is_a_sentence_about_her():
    assert all(re.match(r"^(?:the|she|today|these|this|her|a) ", rule.why) for rule in RULES)
