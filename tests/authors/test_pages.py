"""What the article's page, its data and the author's own page add to the feed, and which of them are worth reading."""

import json

import pytest

from sharebot.authors import credit, pages_wanted
from sharebot.model import Author, Blog, Byline, Entry, Handle, Level

_BLOG = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
_TYPED_BY = (Byline(name="Dana Quillfeather"),)
_URL = "https://blog.test/2026/parking/"
_BODY = "<p>Before anybody talks about change, they talk about the parking, and about who was late for it.</p>" * 6
_CREDIT = "<p>Guest post by Jane Roe.</p>"


def entry(html=_BODY + _CREDIT, page="", bylines=_TYPED_BY, **more):
    return Entry(id="1", url=_URL, title="Parking", html=html, bylines=bylines, page=page, **more)


def tags(authors):
    return {(who.name, one.platform, one.handle) for who in authors for one in who.handles if one.tag}


def page(head="", article=_BODY, after=""):
    nav = '<nav><a href="https://x.com/navhandle">X</a></nav>'
    return f"<html><head>{head}</head><body>{nav}<main><article>{article}</article>{after}</main></body></html>"


def ld(data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


_PERSON = {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}


def article_by(author, *others):
    return ld({"@graph": [{"@type": "BlogPosting", "author": author}, *others]})


# Data -----------------------------------------------------------------------------------------------------------------

JSON_LD = {
    "inside the article": article_by(_PERSON | {"sameAs": ["https://x.com/jr_writes"]}),
    "by reference": article_by({"@id": "#jane"}, _PERSON | {"sameAs": "https://x.com/jr_writes"}),
    "by reference and name": article_by({"@id": "#jane", "name": "Jane Roe"}, _PERSON | {"sameAs": ["https://x.com/jr_writes"]}),
    "as url": article_by([_PERSON | {"url": "https://twitter.com/jr_writes"}]),
    "one of several": article_by([{"@type": "Person", "name": "Bo Quill"}, _PERSON | {"sameAs": ["https://x.com/jr_writes"]}]),
}  # fmt: skip


@pytest.mark.parametrize("head", JSON_LD.values(), ids=JSON_LD.keys())
def test_the_data_of_the_page_gives_the_credited_authors_accounts(head):
    (author,) = credit(entry(page=page(head)), _BLOG)
    assert tags([author]) == {("Jane Roe", "x", "jr_writes")}
    (evidence,) = author.handles[0].evidence
    assert (evidence.source, evidence.place, evidence.rule) == ("page", "data", "JSON-LD author")
    assert "jr_writes" in evidence.quote


NOT_HERS = {
    "the typist's": article_by({"@type": "Person", "name": "Dana Quillfeather", "sameAs": ["https://x.com/danaq"]}),
    "a namesake's": article_by({"@type": "Person", "name": "Jane", "sameAs": ["https://x.com/jane"]}),
    "an organisation's": article_by({"@type": "Organization", "name": "Jane Roe", "sameAs": ["https://x.com/janeroe"]}),
    "also the site's": article_by(
        _PERSON | {"sameAs": ["https://x.com/theblog"]},
        {"@type": "Organization", "name": "The Blog", "sameAs": ["https://twitter.com/theblog"]},
    ),
    "the blog's own": article_by(_PERSON | {"sameAs": ["https://x.com/HarborLight"]}),
    "a status": article_by(_PERSON | {"sameAs": ["https://x.com/jane/status/1"]}),
    "on a host that may be anything": article_by(_PERSON | {"sameAs": ["https://notes.test/@jane"]}),
    "broken": '<script type="application/ld+json">{"author": </script>',
}


@pytest.mark.parametrize("head", NOT_HERS.values(), ids=NOT_HERS.keys())
def test_data_about_others_tags_nobody(head):
    assert tags(credit(entry(page=page(head)), _BLOG)) == set()


def test_an_unknown_host_is_mastodon_where_the_head_says_so_too():
    head = article_by(_PERSON | {"sameAs": ["https://toot.test/@jane"]})
    head += '<meta name="fediverse:creator" content="@jane@toot.test">'
    assert tags(credit(entry(page=page(head)), _BLOG)) == {("Jane Roe", "mastodon", "jane@toot.test")}


@pytest.mark.parametrize(
    ("creator", "site", "kept"),
    [("@janeroe", "@theblog", True), ("@janeroe", "@janeroe", False), ("@someone", "@theblog", False)],
)
def test_a_twitter_creator_only_supports_and_only_where_it_is_not_the_sites_and_the_name_agrees(creator, site, kept):
    head = f'<meta name="twitter:creator" content="{creator}"><meta name="twitter:site" content="{site}">'
    (author,) = credit(entry(page=page(head)), _BLOG)
    assert [(one.handle, one.level) for one in author.handles] == ([("janeroe", Level.SUPPORTING)] if kept else [])


def test_a_supporting_and_a_stated_finding_are_one_handle():
    head = '<meta name="twitter:creator" content="@janeroe">'
    html = _BODY + "<p>Guest post by Jane Roe (@janeroe).</p>"
    (handle,) = credit(entry(html, page(head)), _BLOG)[0].handles
    assert handle.tag
    assert {one.source for one in handle.evidence} == {"content", "page"}


def test_microformats_name_the_author_with_her_accounts():
    card = (
        '<div class="h-entry"><div class="p-author h-card"><a class="p-name u-url" href="https://blog.test/jane">Jane Roe</a>'
        '<a rel="me" href="https://toot.test/@jane"></a></div></div>'
    )
    found = credit(entry(page=page(after=card)), _BLOG)
    assert tags(found) == {("Jane Roe", "mastodon", "jane@toot.test")}


def test_a_card_of_somebody_else_in_microformats_is_nobodys():
    card = '<p class="h-card"><span class="p-name">Bo Quill</span> <a class="u-url" rel="me" href="https://x.com/boq">X</a></p>'
    assert tags(credit(entry(page=page(after=card)), _BLOG)) == set()


def test_a_link_to_an_account_under_the_authors_name_states_it():
    link = '<a rel="author" href="https://x.com/jr_writes">Jane Roe</a>'
    assert tags(credit(entry(page=page(after=link)), _BLOG)) == {("Jane Roe", "x", "jr_writes")}


def test_an_atom_authors_address_may_be_an_account():
    bylines = (Byline(name="Jane Roe", url="https://bsky.app/profile/jane.test"),)
    assert tags(credit(entry(bylines=bylines), _BLOG)) == {("Jane Roe", "bluesky", "jane.test")}


# Boxes on the page ----------------------------------------------------------------------------------------------------

_BOX = '<div class="author-box"><h4>Jane Roe</h4><p>Jane mends nets. Follow her on X @jr_writes</p></div>'


@pytest.mark.parametrize("where", ["inside", "after"])
def test_a_full_feed_and_the_box_of_the_page_are_both_read(where):
    html = _BODY + "<p>Guest post by Jane Roe, who is on Mastodon as @jane@toot.test.</p>"
    shown = page(article=_BODY + _BOX) if where == "inside" else page(after=_BOX)
    found = credit(entry(html, shown), _BLOG)
    assert tags(found) == {("Jane Roe", "mastodon", "jane@toot.test"), ("Jane Roe", "x", "jr_writes")}
    assert {one.source for handle in found[0].handles for one in handle.evidence} == {"content", "page"}


def test_the_box_of_the_page_names_the_author_whom_the_feed_does_not():
    (author,) = credit(entry(_BODY, page(after=_BOX)), _BLOG)
    assert (author.name, author.guest) == ("Jane Roe", True)


NO_BOXES = {
    "in the sidebar": f"<aside>{_BOX}</aside>",
    "among related posts": f'<div class="related-posts">{_BOX}</div>',
    "in another post": f"<article>{_BOX}</article>",
    "of a reader": f'<div class="comments"><div class="comment-author vcard">{_BOX}</div></div>',
    "hidden": f"<div hidden>{_BOX}</div>",
}


@pytest.mark.parametrize("after", NO_BOXES.values(), ids=NO_BOXES.keys())
def test_boxes_that_are_not_the_articles_are_not_read(after):
    shown = page(article=_BODY, after=after)
    assert tags(credit(entry(page=shown), _BLOG)) == set()


def test_running_text_of_the_page_is_not_read_where_the_feed_is_full():
    shown = page(article=_BODY + "<p>Jane Roe is on X as @jr_writes</p>")
    assert tags(credit(entry(page=shown), _BLOG)) == set()


def test_the_pages_data_settles_which_of_two_handles_is_hers():
    html = _BODY + "<p>Guest post by Jane Roe (@jane_old).</p><p>Jane Roe tweets as @jr_writes</p>"
    assert tags(credit(entry(html), _BLOG)) == set()
    head = article_by(_PERSON | {"sameAs": ["https://x.com/jr_writes"]})
    found = credit(entry(html, page(head)), _BLOG)
    assert tags(found) == {("Jane Roe", "x", "jr_writes")}
    assert "jr_writes" in next(one.note for one in found[0].handles if not one.tag)


def test_the_pages_data_does_not_settle_what_the_text_itself_disproves():
    html = _BODY + '<p>Guest post by Jane Roe, <a href="https://x.com/somebody_else">@jr_writes</a>.</p>'
    head = article_by(_PERSON | {"sameAs": ["https://x.com/jr_writes"]})
    assert tags(credit(entry(html, page(head)), _BLOG)) == set()


# The author's page ----------------------------------------------------------------------------------------------------

_AT = "https://blog.test/author/jane/"


def author_page(body, head=""):
    return ((_AT, f"<html><head>{head}</head><body><main>{body}</main></body></html>"),)


HER_PAGES = {
    "her heading and a biography": author_page("<h1>Jane Roe</h1><p>Jane mends nets. Find her on X @jr_writes</p>"),
    "icons under her heading": author_page('<h1>Jane Roe</h1><ul><li><a href="https://x.com/jr_writes"><i></i></a></li></ul>'),
    "its data": author_page("<h1>Author</h1>", ld({"@type": "ProfilePage", "mainEntity": _PERSON | {"sameAs": ["https://x.com/jr_writes"]}})),
}  # fmt: skip


@pytest.mark.parametrize("pages", HER_PAGES.values(), ids=HER_PAGES.keys())
def test_the_authors_page_on_the_blog_states_her_handles(pages):
    found = credit(entry(author_pages=pages), _BLOG)
    assert tags(found) == {("Jane Roe", "x", "jr_writes")}
    assert {one.source for one in found[0].handles[0].evidence} == {"author page"}


OTHER_PAGES = {
    "somebody else's": author_page("<h1>Bo Quill</h1><p>Find him on X @boq</p>"),
    "a namesake's": author_page("<h1>Jane</h1><p>Find her on X @jane</p>"),
    "a post that it lists": author_page("<h1>Jane Roe</h1><article><p>Find me on X @boq</p></article>"),
    "a list of posts": author_page('<h1>Jane Roe</h1><div class="post hentry"><p>Jane Roe asks: who is @boq on X?</p></div>'),
}  # fmt: skip


@pytest.mark.parametrize("pages", OTHER_PAGES.values(), ids=OTHER_PAGES.keys())
def test_other_pages_and_the_posts_in_them_state_nothing(pages):
    assert tags(credit(entry(author_pages=pages), _BLOG)) == set()


# Which pages would help -----------------------------------------------------------------------------------------------


def wanted(told):
    return pages_wanted(told, _BLOG, credit(told, _BLOG))


def test_an_entry_whose_authors_can_be_tagged_needs_no_page():
    assert wanted(entry(_BODY + "<p>Guest post by Jane Roe (@jr_writes).</p>")) == ()


@pytest.mark.parametrize(
    "told",
    [
        entry(),
        entry("", bylines=()),
        entry("<p>Before anybody …</p>", summary_only=True),
        entry(_BODY + "<p>Guest post by Jane Roe (@jane_old).</p><p>Jane Roe tweets as @jr_writes</p>"),
    ],
    ids=["no handle", "nobody", "a summary", "a doubt"],
)
def test_the_articles_own_page_is_wanted_first(told):
    assert wanted(told) == (_URL,)


def test_the_authors_page_is_wanted_once_the_article_is_read_and_still_nobody_can_be_tagged():
    link = '<a rel="author" href="/author/jane/">Jane Roe</a>'
    told = entry(page=page(after=link))
    assert wanted(told) == (_AT,)
    assert wanted(entry(page=page(after=link), author_pages=HER_PAGES["her heading and a biography"])) == ()
    assert wanted(entry(page=page(after=link), author_pages=OTHER_PAGES["a namesake's"])) == ()


def test_pages_elsewhere_accounts_and_the_front_page_are_never_wanted():
    for href in (
        "https://else.test/jane",
        "https://x.com/jane_status/1",
        "/",
        "https://blog.test",
        _URL,
        "mailto:j@x.test",
    ):
        assert wanted(entry(page=page(after=f'<a rel="author" href="{href}">Jane Roe</a>'))) == ()


def test_there_are_never_more_than_two_addresses():
    links = "".join(f'<a rel="author" href="/author/{n}/">Jane Roe</a>' for n in range(9))
    assert len(wanted(entry(page=page(after=links)))) == 2


def test_an_author_in_doubt_is_worth_a_page_and_one_proven_is_not():
    def asked(level):
        handle = Handle(platform="x", handle="jane", level=level)
        return pages_wanted(entry(), _BLOG, (Author(name="Jane Roe", guest=True, handles=(handle,)),))

    assert [asked(level) for level in Level] == [(), (), (_URL,), (_URL,)]


def test_the_authors_page_on_the_blog_is_known_by_the_feeds_author_element():
    bylines = (Byline(name="Jane Roe", url=_AT),)
    assert credit(entry(bylines=bylines), _BLOG)[0].pages == (_AT,)
    assert credit(entry(bylines=(Byline(name="Dana Quillfeather", url=_AT),)), _BLOG)[0].pages == ()


# The author's own sites -----------------------------------------------------------------------------------------------

OWN_SITES = {
    "named": "<p>Guest post by Jane Roe. Jane writes at janeroe.example.</p>",
    "linked": '<p>Guest post by Jane Roe. Find her at <a href="https://janeroe.example/">janeroe.example</a>.</p>',
    "her website": '<p>Guest post by Jane Roe. More on <a href="https://janeroe.example">her website</a>.</p>',
    "a label": "<p>-Jane Roe, guest blogger</p><p>Website: https://janeroe.example</p>",
    "in brackets": "<p>Guest post by Jane Roe (janeroe.example).</p>",
}


@pytest.mark.parametrize("tail", OWN_SITES.values(), ids=OWN_SITES.keys())
def test_a_site_is_the_authors_where_the_text_says_so(tail):
    (author,) = credit(entry(_BODY + tail), _BLOG)
    assert [one.rstrip("/") for one in author.sites] == ["https://janeroe.example"]


NO_SITES = {
    "an employer's": "<p>Guest post by Jane Roe. Jane works for acme.example.</p>",
    "a shop's": '<p>Guest post by Jane Roe. Her bakery is at <a href="https://bakery.example">bakery.example</a>.</p>',
    "an inner page": '<p>Guest post by Jane Roe. See <a href="https://uni.example/staff/jane">her website</a>.</p>',
    "the blog itself": '<p>Guest post by Jane Roe. Find her at <a href="https://blog.test/">blog.test</a>.</p>',
    "an account": '<p>Guest post by Jane Roe. Find her at <a href="https://x.com/jr_writes">her website</a>.</p>',
    "a reference": "<p>Jane Roe read about it on tides.example.</p><p>Guest post by Jane Roe.</p>",
}


@pytest.mark.parametrize("tail", NO_SITES.values(), ids=NO_SITES.keys())
def test_other_sites_are_not_hers(tail):
    assert [one.sites for one in credit(entry(_BODY + tail), _BLOG)] == [()]


def test_sites_of_the_feed_and_the_data_are_hers_where_they_are_not_the_blogs():
    bylines = (Byline(name="Jane Roe", url="https://janeroe.example/"),)
    assert credit(entry(bylines=bylines), _BLOG)[0].sites == ("https://janeroe.example/",)
    head = article_by(
        _PERSON | {"url": "https://janeroe.example", "sameAs": ["https://uni.example/staff/jane", "https://blog.test/"]}
    )
    assert credit(entry(page=page(head)), _BLOG)[0].sites == ("https://janeroe.example",)
