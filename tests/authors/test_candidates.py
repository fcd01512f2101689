"""Who wrote an entry that a member of staff put up: told by places and kinds of words, in wordings that no rule lists."""

import pytest

from sharebot.authors import credit
from sharebot.authors.candidates import SIGNALS
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harbour Notes", staff=("Dana Quillfeather", "Tomas Berglind"), own_handles=(("x", "harbournotes"),))
_BODY = (
    "<p>The kettle was older than the argument, and I said so.</p><p>My neighbour counted the spoons twice.</p>"
    "<p>Nobody had measured the shed before we sold it.</p><p>It rained for a week and I learned nothing.</p>"
    "<p>The map was wrong in three places.</p><p>We turned back at the bridge.</p>"
)
_STAFF = "Dana Quillfeather"


def named(html, byline=_STAFF, title="The Long Shed"):
    bylines = (Byline(name=byline),) if byline else ()
    entry = Entry(id="1", url="https://blog.test/1", title=title, html=html.replace("BODY", _BODY), bylines=bylines)
    return [author.name for author in credit(entry, _BLOG)]


THANKED_OR_ASKED = (
    "BODY<p>Many thanks to Jane Roe for penning today’s piece. She is on X as @janebees.</p>",
    "BODY<p>We are indebted to Jane Roe for these words.</p>",
    "BODY<p>We thank Jane Roe for letting us publish her text.</p>",
    "BODY<p>With thanks to Jane Roe, who sent us this piece.</p>",
    "BODY<p>Wir danken Jane Roe herzlich für diesen Gastbeitrag.</p>",
    "BODY<p>Merci à Jane Roe d’avoir pris la plume pour nous.</p>",
    "BODY<p>Merci à Jane Roe pour ce billet.</p>",
    "BODY<p>Gracias a Jane Roe por escribir estas líneas.</p>",
    "BODY<p>Obrigada à Jane Roe por este texto. No X: @janebees</p>",
    "BODY<p>Grazie a Jane Roe per questo articolo.</p>",
    "BODY<p>Met dank aan Jane Roe voor deze bijdrage.</p>",
    "<p><em>My cousin Jane Roe spent a winter there, and I have talked her into putting it in writing.</em></p>BODY",
    "<p><em>Nobody knows tides like Jane Roe, so we asked her for a few paragraphs.</em></p>BODY",
    "<p><i>Pedimos a Jane Roe que nos contara su invierno.</i></p>BODY<p>Jane</p>",
    "<p><i>Abbiamo chiesto a Jane Roe di raccontare il suo inverno.</i></p>BODY<p>Jane</p>",
    "<p><i>We asked Jane Roe to tell us about her winter.</i></p>BODY<p>Jane</p>",
)
INTRODUCED = (
    "<p><em>Below, Jane Roe on what bees do in winter.</em></p>BODY",
    "<p><em>Jane Roe has kept bees and a diary; what follows is a page of it.</em></p>BODY",
    "<p><em>Diesmal greift Jane Roe zur Feder.</em></p>BODY",
    "<p>Heute überlasse ich Jane Roe das Wort.</p>BODY",
    "<p>Dana here. This one isn’t mine: it is by my friend Jane Roe.</p>BODY",
    "<p>I did not write this. Jane Roe did.</p>BODY",
    "<p>✍️ Jane Roe</p>BODY",
    "<p><em>Our series goes on. Part 4 was written by Jane Roe; the others are mine.</em></p>BODY",
    "<figure><img src='/j.jpg'><figcaption>Our guest author, Jane Roe, keeps bees.</figcaption></figure>BODY",
    "<p>Aus der Feder von Jane Roe</p>BODY",
    "BODY<p>Today’s words are Jane Roe’s. She is @janebees on X.</p>",
    "BODY<p>Dieser Beitrag stammt von Jane Roe. Auf X: @janebees</p>",
    "BODY<p>The above was written by Jane Roe, a pilot.</p>",
    "BODY<p>This grew out of a talk; its author, Jane Roe, is on X as @janebees.</p>",
    "BODY<p>Die Autorin Jane Roe lotst Schiffe. Auf X: @janebees</p>",
)
SET_APART = (
    "BODY<hr><p>Jane Roe is a beekeeper on Mull. Find her on X: @janebees</p>",
    "BODY<p>[Jane Roe is a beekeeper on Mull. She tweets @janebees.]</p>",
    "BODY<h3>Jane Roe</h3><p>Keeps bees on Mull. Guest of this blog. X: @janebees</p>",
    "BODY<h4>Acerca de la autora</h4><p>Jane Roe cría abejas.</p>",
    "BODY<h4>Wer schreibt hier?</h4><p>Jane Roe hält Bienen.</p>",
    "BODY<h4>Chi scrive</h4><p>Jane Roe alleva api.</p>",
    "BODY<p>Text of a friend and guest author:</p><ul><li>Jane Roe (@janebees on X)</li></ul>",
    "BODY<p>Texto e fotos: Jane Roe</p>",
    "BODY<p>Contributor bio: Jane Roe keeps bees.</p>",
    "BODY<p>Post by: Jane Roe<br>https://x.com/janebees</p>",
)


@pytest.mark.parametrize("html", [*THANKED_OR_ASKED, *INTRODUCED, *SET_APART])
def test_a_guest_is_credited_in_place_of_the_staff_who_put_the_entry_up(html):
    assert named(html) == ["Jane Roe"]


SIGNED = (
    ("BODY<p>Jane Roe</p><p>Twitter: @janebees</p>", "Gastautor"),
    ("BODY<p>With warm regards,<br>Jane Roe</p>", "Guest"),
    ("BODY<p>Yours in mud,<br>Jane Roe</p><p>X: @janebees</p>", _STAFF),
    ("BODY<p>Herzliche Grüße aus Leith<br>Jane Roe</p>", _STAFF),
    ("BODY<p>Cordialement,</p><p>Jane Roe</p>", "Invité"),
    ("BODY<p>Atentamente,</p><p>Jane Roe, vecina y autora invitada</p>", "Colaboración"),
    ("BODY<p>Um abraço,<br>Jane Roe</p>", _STAFF),
    ("BODY<p>Saluti dal fango,</p><p>Jane Roe, ospite di questo blog</p>", _STAFF),
    ("BODY<p>Met vriendelijke groet,<br>Jane Roe</p>", "Gastauteur"),
    ("BODY<p>(Jane Roe)</p>", "Redaktion"),
    ("BODY<p>xoxo, Jane Roe</p>", "Guest"),
    ("<p><strong>Ein Gastbeitrag.</strong></p>BODY<p>Jane Roe</p>", _STAFF),
    ("<p><strong>A guest post from one of our readers.</strong></p>BODY<p>Jane Roe</p>", _STAFF),
    ("<p><em>I met Jane Roe and asked her to write about bees. – Dana</em></p>BODY<p>Jane</p>", _STAFF),
    ("BODY<p><em>Jane Roe. Mother, beekeeper, slow walker, @janebees.</em></p>", "Harbour Guest"),
)


@pytest.mark.parametrize(("html", "byline"), SIGNED)
def test_whoever_signs_is_the_author_where_a_guest_is_announced_or_takes_leave(html, byline):
    assert named(html, byline) == ["Jane Roe"]


OTHER_PARTS = (
    "BODY<p>Thanks to Jane Roe for the photos in this post. X: @janebees</p>",
    "BODY<p>Thanks to Jane Roe (@janebees) for reading this essay first.</p>",
    "BODY<p>Thanks to Jane Roe for suggesting this post. She is @janebees on X.</p>",
    "BODY<p>Merci à Jane Roe pour la relecture de ce billet (@janebees).</p>",
    "BODY<p>Grazie a Jane Roe per le foto di questo articolo (@janebees).</p>",
    "BODY<p>Gracias a Jane Roe por leer este texto (@janebees).</p>",
    "BODY<p>Mit Dank an Jane Roe für den Hinweis (@janebees auf X).</p>",
    "<p>Jane Roe asked me to write about the shed.</p>BODY<p>She is on X: @janebees</p>",
    "<p>A reader, Jane Roe, asked if I would write something on sheds.</p>BODY",
    "BODY<p>The idea for this post came from Jane Roe. X: @janebees</p>",
    "BODY<p>The title of this piece comes from Jane Roe (@janebees).</p>",
    "BODY<p>The recipe comes from Jane Roe, who is on Instagram as @janebakes.</p>",
    "BODY<p><em>Jane Roe helped with the measuring. X: @janebees</em></p>",
    "BODY<p><em>Jane Roe sponsored this post. @janebees</em></p>",
    "BODY<p><em>Cover photo by Jane Roe, guest photographer (@janefoto).</em></p>",
    "BODY<hr><p>Jane Roe is the photographer of the picture above. Instagram: @janefoto</p>",
    "BODY<hr><p>Jane Roe is one of the pilots in the story. Her X account: @janebees</p>",
    "BODY<hr><p>Jane Roe read this piece aloud for the audio version (@janevoice).</p>",
)
OTHER_WRITINGS = (
    "BODY<p>Jane Roe is a poet who wrote Night Fares. She reads at the library this week. X: @janebees</p>",
    "BODY<p>Jane Roe wrote a book this year. X: @janebees</p>",
    "BODY<p>Jane Roe writes the best column in this town. X: @janebees</p>",
    "BODY<p>Jane Roe is the author of the book behind this film. X: @janebees</p>",
    "BODY<p>Jane Roe, guest of honour, opens the fair today. X: @janebees</p>",
    "BODY<p>My guest on the walk was Jane Roe (@janebees).</p>",
    "BODY<p>The song was written by Jane Roe. X: @janebees</p>",
    "BODY<p>Code written by Jane Roe. X: @janebees</p>",
    "BODY<p>La canción fue escrita por Jane Roe. X: @janebees</p>",
    "BODY<p>This post was written with Jane Roe’s pen. X: @janebees</p>",
    "BODY<p>Written at the desk of Jane Roe (@janebees).</p>",
    "BODY<p>Dieser Text handelt von Jane Roe (@janebees).</p>",
    "BODY<p>Este texto habla de Jane Roe (@janebees).</p>",
    "BODY<p>Ce texte parle de Jane Roe (@janebees).</p>",
)
OTHER_TIMES = (
    "BODY<p>Next week: a guest post by Jane Roe (@janebees).</p>",
    "BODY<p>Tomorrow we hand the blog to Jane Roe (@janebees).</p>",
    "BODY<p>Morgen schreibt hier Jane Roe (@janebees).</p>",
    "BODY<p>La semana que viene escribe Jane Roe (@janebees).</p>",
    "<p>Last week Jane Roe wrote this about bees: they hum.</p>BODY<p>Jane Roe is on X as @janebees.</p>",
    "<p>When Jane Roe wrote this letter in 1911, the bridge stood.</p>BODY",
    "<p>Jane Roe once wrote a guest post here about knots. This is my answer.</p>BODY",
    "BODY<p>Further reading: Jane Roe wrote about this on her blog (@janebees).</p>",
    "BODY<p>Want to be a guest author like Jane Roe? Write to us.</p>",
    "BODY<p>Jane Roe writes in her book Winter Hive that bees hum (@janebees).</p>",
    "BODY<p>In a reply to this post, Jane Roe writes that tides are late (@janebees).</p>",
)
SUBJECTS = (
    "<p>I met Jane Roe at a fair.</p>BODY<p>Jane Roe is a potter. Find her on Instagram: @janepots</p>",
    "<p>Jane Roe keeps bees. I went to see her.</p>BODY<p>Jane Roe is on X as @janebees.</p>",
    "<p>Jane Roe has won the Mull prize.</p>BODY<p>Follow Jane Roe on X: @janebees</p>",
    "<p>Jane Roe is our guest on the podcast today.</p>BODY<p>Jane Roe: @janebees on X</p>",
    "<p>Our guest at the museum is Jane Roe.</p>BODY<p>Jane Roe is on Instagram: @janebees</p>",
    "<p>The author Jane Roe once lived in this shed.</p>BODY<p>Her grandson is on X: @roebo</p>",
    "BODY<p>For Jane Roe</p>",
    "<p>Dear Jane Roe,</p>BODY",
    "BODY<p>Jane Roe, 1932–2024</p>",
    "BODY<blockquote><p>Bees hum.</p></blockquote><p>Jane Roe</p>",
    "BODY<ul><li>Jane Roe – hives. @janebees</li><li>Bo Quill – honey. @bohoney</li></ul>",
    "BODY<h3>Jane Roe</h3><p>Hives from £40. Instagram: @janehives</p>",
    (
        "<p>Jane Roe minds the gulls. A talk about buckets.</p><p><b>Ms Roe, how many?</b></p><p>Nine.</p>"
        "<p>Jane Roe is on X: @janebees</p><p>Interview by Dana Quillfeather</p>"
    ),
)


@pytest.mark.parametrize("html", [*OTHER_PARTS, *OTHER_WRITINGS, *OTHER_TIMES, *SUBJECTS])
def test_whoever_is_named_for_anything_else_takes_no_credit_from_the_by_line(html):
    assert named(html) == [_STAFF]


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("BODY<p>Jane Roe and her husband, Bo Quill, wrote this guest post in turns.</p>", ["Jane Roe", "Bo Quill"]),
        ("BODY<p>About the authors: Jane Roe (X: @jane) bakes; Bo Quill (X: @bo) rows.</p>", ["Jane Roe", "Bo Quill"]),
        ("BODY<dl><dt>Words</dt><dd>Jane Roe, X: @jane</dd><dd>Bo Quill, X: @bo</dd></dl>", ["Jane Roe", "Bo Quill"]),
        ("BODY<p>Diesen Text haben Dana Quillfeather und die Lotsin Jane Roe gemeinsam geschrieben.</p>", None),
        ("BODY<p>Co-written with Jane Roe.</p>", None),
        ("<p>By the Lamp &amp; Lathe Cooperative</p>BODY", ["Lamp & Lathe Cooperative"]),
    ],
)
def test_those_who_wrote_together_are_all_credited(html, names):
    assert set(named(html)) == set(names or ("Jane Roe", _STAFF))


@pytest.mark.parametrize("byline", ["Harbour Guest", "Club Guest", "Colaboración", "Equipa Harbour", "Pluma invitada"])
def test_a_user_name_for_guests_credits_nobody(byline):
    assert named(_BODY, byline) == []


@pytest.mark.parametrize("said", ["Follow Harbour Notes on X", "Folgt Harbour Notes", "Auf X findet man beide"])
def test_calls_to_follow_the_blog_are_nobodys_name(said):
    assert named(f"BODY<hr><p>{said}: @harbournotes is on X.</p>") == [_STAFF]


@pytest.mark.parametrize("title", ["Guest Post: Jane Roe on Saying Sorry", "Guest Post: Jane Roe, “Tides”"])
def test_a_guest_whom_only_the_title_names_is_credited(title):
    assert named(_BODY, title=title) == ["Jane Roe"]


def test_whoever_asks_in_an_interview_wrote_it():
    asked = "<p><b>Frau Roe, wie viele?</b></p><p>Neun.</p><p>Das Gespräch führte Tomas Berglind.</p>"
    assert named(f"<p>Ein Gespräch über Möwen.</p>{asked}", "Redaktion") == ["Tomas Berglind"]


def test_few_signals_make_an_author_alone():
    alone = {signal.name for signal in SIGNALS if signal.weight >= 5}
    assert alone == {"thanked-for-writing", "asked-to-write", "pen-sign", "holds-the-opinions"}


def test_a_theme_that_hides_only_its_labels_hides_no_text():
    html = f'<div class="field field--name-body field--label-hidden">{_BODY}<p>Guest post by Jane Roe.</p></div>'
    assert named(html) == ["Jane Roe"]


def test_a_wrapper_around_the_whole_entry_is_no_furniture_whatever_its_name():
    assert named(f'<div class="embed">{_BODY}<p>Guest post by Jane Roe.</p></div>') == ["Jane Roe"]
