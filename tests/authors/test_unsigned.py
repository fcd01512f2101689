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
