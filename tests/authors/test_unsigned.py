"""By-lines of staff or of the blog itself, and who then is named: the guest at the end or in the host's note, or nobody."""

import pytest

from sharebot.authors import credit
from sharebot.model import Blog, Byline, Entry

_OWN = (
    "<p>I burnt the first loaf and sold the second. Nobody asked for the third.</p><p>We ate it anyway, standing.</p>"
)
_STAFF = "Dana Quillfeather"


def named(html, byline=_STAFF, title="Bread", blog="Tollgate Lane Local History", staff=(_STAFF,)):
    entry = Entry(id="1", url="https://blog.test/", title=title, html=html, bylines=(Byline(name=byline),))
    found = credit(entry, Blog(name=blog, staff=staff, own_handles=(("x", "tollgatelane"),)))
    return " & ".join(author.name for author in found)


# By-lines that are the blog's name ------------------------------------------------------------------------------------

_BLOGS = (
    ("Tollgate Lane", "Tollgate Lane Local History"),
    ("Tollgate Lane History", "Tollgate Lane History Blog"),
    ("Local History", "Tollgate Lane Local History"),
    ("The Sock Drawer", "The Sock Drawer"),
    ("Sock Drawer", "The Sock Drawer"),
    ("Sock Drawer Blog", "The Sock Drawer"),
    ("Sockdrawer", "The Sock Drawer"),
    ("Corridor Scholar", "The Corridor Scholar"),
    ("The Corridor Blog", "The Corridor Scholar"),
    ("Crumb and Kettle", "Crumb & Kettle"),
    ("Harbour Notes Weekly", "Harbour Notes"),
)
_PEOPLE = (
    ("Jane Roe", "Jane Roe’s Kitchen"),
    ("Anna Karsten", "Annapurna Trails"),
    ("Rose Lane", "Tollgate Lane Local History"),
    ("Henry Tollgate", "Tollgate Lane Local History"),
    ("Bo Scholar", "The Corridor Scholar"),
    ("Kettle Marchbanks", "Crumb & Kettle"),
    ("Marian Drawer", "The Sock Drawer"),
    ("Weekly Oduya", "Harbour Notes"),
    ("Jane Roe", "Jane and Bo"),
)


@pytest.mark.parametrize(("byline", "blog"), _BLOGS)
def test_a_byline_that_is_the_blogs_name_or_a_part_of_it_names_nobody(byline, blog):
    assert named(_OWN, byline, blog=blog, staff=()) == ""


@pytest.mark.parametrize(("byline", "blog"), _BLOGS)
def test_the_guest_is_looked_for_below_the_blogs_name(byline, blog):
    end = "<hr><p><strong>Odile Farrow</strong> is a baker in Utrecht. Bluesky: @odd.example</p>"
    assert named(_OWN + end, byline, blog=blog) == "Odile Farrow"


@pytest.mark.parametrize(("byline", "blog"), _PEOPLE)
def test_a_person_who_shares_a_word_with_the_blog_stays_its_author(byline, blog):
    assert named(_OWN, byline, blog=blog) == byline


def test_staff_after_whom_the_blog_is_called_stay_its_authors():
    assert named(_OWN, "Jane Roe", blog="Jane Roe Ceramics", staff=("Jane Roe",)) == "Jane Roe"


# A biography at the end that no word introduces -----------------------------------------------------------------------

_BIOS = (
    "<p><strong>Odile Farrow</strong> is a maths lead at a school in Stockport. <a href='https://x.com/odd'>@odd</a></p>",
    "<p>Odile Farrow is a software developer in Utrecht. Say hello on Bluesky: @odd.example</p>",
    "<p><em>Hat tip to @kofi_refactors for the idea.</em></p><p>Odile Farrow is a nurse in Leeds. Twitter: @odd</p>",
    "<p>With thanks to Barnaby Coxwold for the plan.</p><hr><p>Odile Farrow is a PhD student. X: @odd</p>",
    "<p><i>Odile Farrow (@odd) is co-director of the Lost Plots project.</i></p>",
    "<p>Odile Farrow teaches maths in Kiel. Find her on Mastodon: @odd@loaf.example</p>",
    "<p>Dr. Odile Farrow is a postdoctoral fellow in linguistics. She is on X at @odd.</p>",
    "<p>Odile Farrow ist eine Bäckerin aus Kiel. X: @odd</p>",
    "<p>Odile Farrow est une boulangère de Lille. Sur X : @odd</p>",
    "<p>Odile Farrow, a retired engineer, lives in Hull and tweets at @odd.</p>",
)
_BIOS_FURTHER = (
    "<p>Odile Farrow is Professor of Soil Science at Hull. Twitter: @odd</p>",
    "<p>Odile Farrow is based in Bristol, where she repairs clocks. X: @odd</p>",
    "<p>Odile Farrow is a knitter in Porto. She is @odd on Instagram.</p><p><em>Photos: Bo Quill</em></p>",
    "<p>Odile Farrow es profesora de historia en Vigo. X: @odd</p>",
    "<p>Odile Farrow est professeure d’histoire à Lille. X : @odd</p>",
    "<p>Odile Farrow ist Lehrerin in Kiel. X: @odd</p>",
    "<p>Odile Farrow è insegnante a Bari. X: @odd</p>",
    "<p>Odile Farrow is docent in Gent. X: @odd</p>",
    "<p>Odile Farrow é professora no Porto. X: @odd</p>",
    "<p>Odile Farrow<br><em>Nurse, Leeds</em><br>Twitter: @odd</p>",
)
_PAIRS = (
    "<p>Odile Farrow (@odd) and Bo Quill (@boq) are co-directors of the Lost Plots project.</p>",
    "<hr><p>Odile Farrow is a PhD candidate. X: @odd</p><p>Bo Quill is a PhD candidate in law.</p>",
    "<p>Odile Farrow is a nurse in Leeds. X: @odd</p><p>Bo Quill is a nurse in Hull. X: @boq</p>",
)
_SUBJECTS = (
    "<p>Odile Farrow is a photographer in Leeds. Instagram: @odd</p>",
    "<p><strong>About the photographer</strong></p><p>Odile Farrow is a nurse who took these. Instagram: @odd</p>",
    "<p>Odile Farrow is the illustrator of this series. Instagram: @odd</p>",
    "<p>Odile Farrow is an artist based in Hull. Follow her on Instagram: @odd</p>",
    "<p>Odile Farrow is a translator in Porto. X: @odd</p>",
    "<p>Odile Farrow is our volunteer of the month. X: @odd</p>",
    "<p>Odile Farrow is an editor in York, who edited this text. X: @odd</p>",
    "<p>Odile Farrow is a novelist. Her book is out in May. X: @odd</p>",
    "<p>Odile Farrow is the mayor of Hull. X: @odd</p>",
    "<p>Odile Farrow was a nurse in Leeds and died in March. X: @odd</p>",
    "<p>Odile Farrow is a nurse in Leeds.</p>",
    "<p>Dana Quillfeather is a nurse in Leeds. X: @odd</p>",
    "<p>Odile Farrow is a baker in Kiel, who sponsors this page. X: @odd</p>",
)
_OTHERS = (
    "<p>Odile Farrow is a baker in Kiel, and her shop opens in May. X: @odd</p>",
    "<p>Odile Farrow is a co-founder of Loaf Ltd, who supplied the flour. X: @odd</p>",
    "<p>Odile Farrow is a baker in Kiel. Her loaves are available at @odd on Instagram.</p>",
    "<p>Odile Farrow is a baker in Kiel who wrote to us. X: @odd</p>",
    "<p>Odile Farrow is a lawyer who can help you with this. X: @odd</p>",
    "<p>Odile Farrow is a member of staff here. X: @odd</p>",
    "<p>Odile Farrow works on the bakery with me. X: @odd</p>",
    "<p>Odile Farrow runs the bakery. Instagram: @odd</p>",
    "<p>Odile Farrow ist gestorben. X: @odd</p>",
    "<p>Odile Farrow est décédée à Lille. X : @odd</p>",
    "<p>If you liked this, try:</p><p>Odile Farrow is a baker in Kiel. X: @odd</p>",
    "<p>Next week on the blog: bread with a stranger.</p><p>Odile Farrow is a baker in Kiel. X: @odd</p>",
    "<p>Bookings:</p><p>Odile Farrow<br>Twitter: @odd<br>Web: odd.example</p>",
    "<p>Photos by</p><p>Odile Farrow<br>Twitter: @odd<br>Web: odd.example</p>",
)
_TOLD = (
    "<p>I went to see Odile Farrow at work.</p>",
    "<p>I went to the bakery. “Sit down,” said the baker.</p>",
    "<p>I went to the bakery. She never looked up.</p>",
    "<p>I met Odile in the rain.</p>",
    "<p>I sat down with a baker last week.</p>",
    "<p>We talked to a baker about sleep.</p>",
    "<p>My neighbour bakes, and I eat.</p>",
    "<p>The bread rose and fell.</p>",
    "<p>We asked: what is bread? We asked again: why?</p><p>What is bread?</p><p>Why bread?</p>",
)
_BIO = "<p>Odile Farrow is a baker in Kiel. X: @odd</p>"


@pytest.mark.parametrize("end", [*_BIOS, *_BIOS_FURTHER])
def test_whom_the_last_words_describe_has_written_a_text_in_the_first_person(end):
    assert named(_OWN + end) == "Odile Farrow"


@pytest.mark.parametrize("end", _PAIRS)
def test_two_who_are_described_have_written_it_together(end):
    assert named(_OWN + end) == "Odile Farrow & Bo Quill"


@pytest.mark.parametrize("end", [*_SUBJECTS, *_OTHERS])
def test_whoever_has_another_part_in_it_has_not(end):
    assert named(_OWN + end) == _STAFF


@pytest.mark.parametrize("told", _TOLD)
def test_nor_whoever_the_text_may_be_about(told):
    assert named(told + _BIO) == _STAFF


@pytest.mark.parametrize("title", ["Meet the Baker", "Review: Bread and Salt", "Odile’s Bread", "In Memoriam"])
def test_nor_whoever_the_title_speaks_of(title):
    assert named(_OWN + _BIO, title=title) == _STAFF


def test_nor_anybody_below_a_text_that_staff_signed():
    assert named(_OWN + "<p>– Dana</p>" + _BIO) == _STAFF


# Signing ends ---------------------------------------------------------------------------------------------------------

_SIGNED = (
    "<p align=right><strong>Odile Farrow</strong><br />\nTwitter: @odd<br />\nBlog: <a href='http://odd.example'>odd.example</a></p>",
    "<p>Odile Farrow<br>X: @odd</p>",
    "<p>Thank you to Dana for letting me loose on her blog. I’m on Instagram, @odd. <strong>– Odile Farrow</strong></p>",
    "<p>Thanks so much for having me, Dana! You can find me on X as @odd.</p><p>Odile Farrow x</p>",
    "<p>Merci Dana pour l’invitation ! Vous pouvez me retrouver sur X, @odd.</p><p>Odile Farrow</p>",
    "<p>Danke, Dana, für die Einladung! Mich findet ihr auf X: @odd.</p><p>Odile Farrow</p>",
    "<p>Gracias, Dana, por invitarme. Me encontráis en X: @odd.</p><p>Odile Farrow</p>",
    "<p>Obrigada, Dana, pelo convite! Estou no X: @odd, e gosto do meu pão.</p><p>— Odile Farrow</p>",
    "<p>Grazie, Dana, per l’invito! Mi trovate su X: @odd.</p><p>Odile Farrow</p>",
    "<p>Dank je wel, Dana, voor de uitnodiging! Je vindt mij op X: @odd.</p><p>Odile Farrow</p>",
    "<p>Cheers to Dana for the chance to write here. I am @odd on X. — Odile Farrow</p>",
)
_UNSIGNED = (
    "<p>“Thank you for having me, Dana! I loved it.” – Odile Farrow</p>",
    "<blockquote><p>Thank you for having me, Dana! I loved it. – Odile Farrow</p></blockquote>",
    "<p>Thanks for having me at the workshop, Dana! I learnt a lot. – Odile Farrow</p>",
    "<p>Thank you for having me on the podcast, I loved it. – Odile Farrow</p>",
    "<p>Thank you for the flour, Dana, it made me laugh.</p><p>Odile Farrow</p>",
    "<p>Thank you, Odile, for having me. I ate too much. – Dana Quillfeather</p>",
    "<p>Odile Farrow<br>x.com/odd</p>",
    "<p>Bookings and complaints: @odd</p><p>Odile Farrow</p>",
    "<p>Thank you for giving us a prize. We cried.</p><p>Odile Farrow</p>",
    "<p>Thank you for having me. I am full.</p><p>Tollgate Lane</p>",
    "<p>Thank you for having me, I said.</p><p>Photo: Odile Farrow</p>",
)


@pytest.mark.parametrize("end", _SIGNED)
def test_whoever_signs_with_labels_or_after_thanks_to_the_host_has_written_it(end):
    assert named(_OWN + end) == "Odile Farrow"


@pytest.mark.parametrize("end", _UNSIGNED)
def test_a_name_below_anything_else_is_no_signature(end):
    assert named(_OWN + end) == _STAFF


# A host's note before the text ----------------------------------------------------------------------------------------

_HANDED = (
    "This week I’m handing over to my friend Odile Farrow. She’s a teacher and on Twitter as @odd.",
    "I’m handing over to my sister-in-law Odile Farrow this week. She is on X as @odd.",
    "This week I’m passing you over to my colleague Odile Farrow, who is on X as @odd.",
    "Today I leave you in the hands of my friend Odile Farrow. She’s @odd on X.",
    "My friend Odile Farrow is taking over this week. She is on X as @odd.",
    "While I’m on leave, my friend Odile Farrow is keeping you company. She is on X as @odd.",
    "Cette semaine, je passe le relais à mon amie Odile Farrow. Elle est sur X : @odd.",
    "Esta semana le cedo el turno a mi amiga Odile Farrow. Está en X: @odd.",
    "Esta semana passo a vez à minha amiga Odile Farrow. Está no X: @odd.",
    "Questa settimana cedo il posto alla mia amica Odile Farrow. È su X: @odd.",
    "Deze week geef ik het stokje door aan mijn vriendin Odile Farrow. Ze is op X: @odd.",
)
_NOT_HANDED = (
    "This week I’m handing over to my successor Odile Farrow. It has been a good year as chair.",
    "This week I’m handing over the keys of the shop to my friend Odile Farrow. She’s on X as @odd.",
    "Next week I’m handing over to my friend Odile Farrow. She’s on X as @odd.",
    "Last week I handed over to my friend Odile Farrow.",
    "This week I handed a loaf over to my friend Odile Farrow, who is on X as @odd.",
    "My friend Odile Farrow is taking over the bakery this week. She is on X as @odd.",
    "This week I’m handing over to my friend Odile Farrow for the podcast. She’s on X as @odd.",
    "This week I’m handing over my allotment to my friend Odile Farrow, who is @odd on X.",
    "This week my friend Odile Farrow handed over to me.",
    "This week I’m handing over to my friend Odile Farrow as treasurer.",
)


@pytest.mark.parametrize("note", _HANDED)
@pytest.mark.parametrize("byline", [_STAFF, "Tollgate Lane"])
def test_the_friend_to_whom_the_host_hands_over_has_written_it(note, byline):
    assert named(f"<p><em>{note}</em></p>{_OWN}", byline) == "Odile Farrow"


@pytest.mark.parametrize("note", _NOT_HANDED)
def test_a_friend_to_whom_something_else_goes_has_not(note):
    assert named(f"<p><em>{note}</em></p>{_OWN}") == _STAFF


def test_a_friend_of_whom_the_text_then_tells_has_not_either():
    told = "<p>Odile Farrow came at six and I let her in.</p>"
    assert named(f"<p><em>{_HANDED[0]}</em></p>{_OWN}{told}{_OWN}{_OWN}") == _STAFF


# Staff who sign below the blog's name ---------------------------------------------------------------------------------

_BY_STAFF = (
    "<p>– Dana Quillfeather</p>",
    "<p>Dana Quillfeather</p>",
    "<p>– Dana</p>",
    "<p>Dana x</p>",
    "<p>Dana Quillfeather is a baker in Kiel. X: @dana</p>",
)


@pytest.mark.parametrize("end", _BY_STAFF)
def test_staff_who_sign_below_the_blogs_name_have_written_it(end):
    assert named(_OWN + end, "Tollgate Lane", staff=(_STAFF, "Geoffrey Amblecote")) == _STAFF


@pytest.mark.parametrize("end", ["<p>– Bo</p>", "<p>Thanks go to Dana</p>", "<p>A guest wrote this.</p><p>Dana</p>"])
def test_nobody_else_is_made_staff_by_it(end):
    assert named(_OWN + end, "Tollgate Lane") == ""


def test_two_of_the_same_first_name_are_told_apart_by_nobody():
    assert named(_OWN + "<p>Dana</p>", "Tollgate Lane", staff=(_STAFF, "Dana Amblecote")) == ""
