"""Who is speaking? "Find me at @name" is the author's only where the author speaks.

Every text is the end of an entry that Dana Quillfeather, the blog's editor, put up and that Jane Roe wrote.
"""

import pytest

from sharebot.authors import credit
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harborlight Recovery Exchange", staff=("Dana Quillfeather", "Tomas Berglind"))
_BODY = "<p>Before anybody talks about change, they talk about the parking, and about who was late for it.</p>" * 6


def tags(tail, head="", byline="Dana Quillfeather"):
    html = head + _BODY + tail
    entry = Entry(id="1", url="https://blog.test/1", title="Parking", html=html, bylines=(Byline(name=byline),))
    return {(who.name, one.handle) for who in credit(entry, _BLOG) for one in who.handles if one.tag}


HOSTS = {
    "a credit with a verb": "<p>This post is written by Jane Roe. Find me on X @dana</p>",
    "the verb before": "<p>Jane Roe wrote this week’s post. I’m on X as @dana</p>",
    "the author in the third person": "<p>Jane Roe is the author of this post. You can follow me on X: @dana</p>",
    "a guest post that is said to be one": "<p>This was a guest post by Jane Roe. Follow me on Twitter @dana</p>",
    "thanks": "<p>Guest post by Jane Roe.</p><p>Thank you to Jane Roe for this one! I tweet as @dana</p>",
    "my friend": "<p>Guest post by my friend Jane Roe. Find me on X @dana</p>",
    "I asked": "<p>I asked Jane Roe for a guest post, and here it is. I’m @dana on X.</p>",
    "a friend of mine": "<p>Guest post by Jane Roe. Jane is a friend of mine. Find me on X @dana</p>",
    "the speaker names herself": "<p>Guest post by Jane Roe.</p><p>Hi, I’m Dana Quillfeather. Find me on X @dana</p>",
    "the speaker names herself by first name": "<p>Guest post by Jane Roe.</p><p>I’m Dana, find me on X @dana</p>",
    "the speaker here": "<p>Guest post by Jane Roe.</p><p>Dana here. Find me on X @dana</p>",
    "posted by": "<p>Guest post by Jane Roe.</p><p>Posted by Dana Quillfeather. Find me on X @dana</p>",
    "posted by a stranger": "<p>Guest post by Jane Roe.</p><p>Posted by Bo Quill. Find me on X @dana</p>",
    "signed below": "<p>Guest post by Jane Roe.</p><p>Find me on X @dana. — Dana</p>",
    "an editor's box": "<p>Guest post by Jane Roe.</p><div class='author-box'><h4>Dana Quillfeather</h4><p>Find me on X @dana</p></div>",
    "we and me": "<p>Guest post by Jane Roe. We are glad to have Jane Roe on the blog. Find me on X @dana</p>",
    "the next paragraph": "<p>This post was written by Jane Roe.</p><p>I’m on X as @dana</p>",
    "German": "<p>Dieser Beitrag wurde von Jane Roe geschrieben. Ihr findet mich auf X: @dana</p>",
    "French": "<p>Cet article a été écrit par Jane Roe. Suivez-moi sur X : @dana</p>",
    "Spanish": "<p>Este artículo fue escrito por Jane Roe. Sígueme en X: @dana</p>",
    "Portuguese": "<p>Este artigo foi escrito por Jane Roe. Siga-me no X: @dana</p>",
    "Italian": "<p>Questo articolo è stato scritto da Jane Roe. Seguimi su X: @dana</p>",
    "Dutch": "<p>Dit artikel is geschreven door Jane Roe. Volg mij op X: @dana</p>",
}


@pytest.mark.parametrize("tail", HOSTS.values(), ids=HOSTS.keys())
def test_who_credits_the_author_in_the_third_person_is_somebody_else(tail):
    assert tags(tail) == set()


AUTHORS = {
    "a by-line": "<p>By Jane Roe. Find me on X @jr_writes</p>",
    "a sign-off": "<p>-Jane Roe, guest blogger. Find me on X @jr_writes</p>",
    "a label": "<p>Author: Jane Roe. You can follow me on X: @jr_writes</p>",
    "she says who she is": "<p>I’m Jane Roe, a planner. Find me on X @jr_writes</p>",
    "my name is": "<p>My name is Jane Roe and I wrote this guest post. Find me on X @jr_writes</p>",
    "written by me": "<p>Written by me, Jane Roe, for this blog. Find me on X @jr_writes</p>",
    "the name as a label": "<p>Written by Jane Roe.</p><p>Jane Roe – find me on X @jr_writes</p>",
    "her own work friend": "<p>By Jane Roe. I share an office with Bo Quill. Find me on X @jr_writes</p>",
    "Spanish": "<p>Por Jane Roe. Sígueme en X: @jr_writes</p>",
    "German": "<p>Von Jane Roe. Ihr findet mich auf X: @jr_writes</p>",
    "French": "<p>Par Jane Roe. Suivez-moi sur X : @jr_writes</p>",
}


@pytest.mark.parametrize("tail", AUTHORS.values(), ids=AUTHORS.keys())
def test_the_author_who_speaks_is_tagged(tail):
    assert tags(tail) == {("Jane Roe", "jr_writes")}


def test_a_credit_before_the_article_leaves_the_last_words_to_its_author():
    head = "<p><em>This guest post was written by Jane Roe.</em></p>"
    assert tags("<p>Find me on X @jr_writes</p>", head) == {("Jane Roe", "jr_writes")}


def test_last_words_before_the_blog_credits_the_author_are_the_authors():
    assert tags("<p>Find me on X @jr_writes</p><p>This post was written by Jane Roe.</p>") == {
        ("Jane Roe", "jr_writes")
    }


def test_between_host_and_author_the_handles_likeness_supports():
    assert tags("<p>Guest post by Jane Roe. Find me on X @janeroe</p>") == {("Jane Roe", "janeroe")}
    assert tags("<p>Guest post by Jane Roe. Find me on X @tidewriter</p>") == set()


@pytest.mark.parametrize(
    "thanks",
    [
        "Thanks so much for having me, Dana! You can find me on Instagram as @odd.loaf.",
        "Cheers for having me, Dana. I’m on X as @odd_loaf.",
        "Danke, dass ich bei dir schreiben durfte, Dana! Ihr findet mich auf X: @odd_loaf",
        "Merci de m’avoir invitée, Dana. Je suis sur X : @odd_loaf",
        "Gracias por invitarme, Dana. Estoy en X como @odd_loaf.",
        "Grazie per avermi ospitata, Dana! Mi trovate su X: @odd_loaf",
        "Bedankt dat ik hier mocht schrijven, Dana! Je vindt me op X als @odd_loaf.",
        "Obrigada por me receberes, Dana! Estou no X como @odd_loaf.",
        "It was lovely of you to have me, Dana. I’m @odd_loaf on X.",
        "Dana, thanks for the invite! I’m @odd_loaf on X.",
        "Back to you, Dana! I’m on X as @odd_loaf.",
    ],
)
def test_whoever_speaks_to_the_by_line_is_another(thanks):
    assert not tags(f"<p>{thanks}</p>")
