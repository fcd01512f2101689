"""Handles that are not the author's, every reason in every place: none may be tagged.

Jane Roe wrote the entry as a guest; Dana Quillfeather put it up; @other is never Jane's.
"""

from itertools import product

import pytest

from sharebot.authors import credit
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
_BODY = "<p>I keep three lists and lose two of them by lunchtime. The third is about the lists.</p>" * 4

ROLES = (
    *("Photo: {}", "Photos by {}", "Photography by {}", "Picture courtesy of {}", "Header image: {}", "Illustration by {}"),
    *("Illustrated by {}", "Artwork: {}", "Edited by {}", "Editor: {}", "Copy-edited by {}", "Translated by {}"),
    *("Translation: {}", "Fact-checked by {}", "Interview: {}", "Interview by {}", "Interviewed by {}", "Hat tip to {}"),
    *("h/t {}", "H/T: {}", "via {}", "Found via {}", "Thanks to {}", "With thanks to {}", "Many thanks to {} for the lift"),
    *("Thank you, {}", "Formerly {}", "Not to be confused with {}", "Inspired by {}", "Idea: {}", "Source: {}"),
    *("Quoted: {}", "Music: {}", "Design by {}", "Sponsored by {}", "Presented by {}", "In memory of {}", "Cover: {}"),
    *("Foto: {}", "Fotos von {}", "Bild: {}", "Übersetzung: {}", "Übersetzt von {}", "Lektorat: {}", "Dank an {}"),
    *("Foto de {}", "Traducción de {}", "Traducido por {}", "Gracias a {}", "Ilustraciones de {}", "Photo : {}"),
    *("Traduction : {}", "Traduit par {}", "Merci à {}", "Illustration : {}", "Foto di {}", "Traduzione di {}"),
    *("Grazie a {}", "Tradução de {}", "Fotografia de {}", "Obrigado a {}", "Foto’s van {}", "Vertaling: {}", "Dank aan {}"),
    *("Next week: {}", "Coming up: {}", "Last week’s guest: {}", "Podcast: {}", "Follow our sponsor {}", "Read also {}"),
)  # fmt: skip
PEOPLE = (
    "@other",
    "Bo Quill (@other)",
    "Bo Quill, @other on X",
    "<a href='https://x.com/other'>Bo Quill</a>",
    "our friend Bo Quill – @other",
)
PLACES = (
    "<p>{said}</p>" + _BODY + "<p>Guest post by Jane Roe.</p>",
    _BODY + "<p>Guest post by Jane Roe. {said}.</p>",
    _BODY + "<p>Guest post by Jane Roe.</p><p>{said}</p>",
    _BODY + "<p>Guest post by Jane Roe.<br>{said}</p>",
    _BODY + "<p><em>Jane Roe mends nets. {said}. This was her guest post.</em></p>",
    _BODY
    + "<div class='author-box'><h4>Jane Roe</h4><p>Jane mends nets and wrote this guest post.</p><p>{said}</p></div>",
)


def tags(html, title="Lists", byline="Dana Quillfeather"):
    entry = Entry(id="1", url="https://blog.test/1", title=title, html=html, bylines=(Byline(name=byline),))
    return {(who.name, one.handle) for who in credit(entry, _BLOG) for one in who.handles if one.tag}


@pytest.mark.parametrize("role", ROLES)
def test_other_peoples_part_in_an_entry_tags_nobody_wherever_it_stands(role):
    wrong = [
        said
        for place, person in product(PLACES, PEOPLE)
        for said in [place.format(said=role.format(person))]
        if tags(said)
    ]
    assert wrong == []


OTHERS = (
    *("Jane works for the River Trust (@other).", "Jane is an engineer at @other.", "Jane runs the bakery @other.", "She edits @other."),
    *("Jane’s dog is @other on Instagram.", "Her cat tweets as @other.", "Jane and her husband are @other on Instagram."),
    *("Jane and Bo Quill tweet as @other.", "She and Bo Quill share @other.", "They tweet together as @other."),
    *("Jane hosts a podcast, @other.", "Jane’s podcast is on X: @other", "Listen to her show at @other.", "Her band: @other"),
    *("Follow us on X: @other", "We are @other on X.", "Find the blog on X at @other", "Our Instagram is @other."),
    *("Jane used to tweet as @other.", "Jane is no longer @other.", "Jane, formerly @other, has left.", "Her old account @other is gone."),
    *("Jane is not @other.", "Please do not write to @other.", "Jane is often mistaken for @other.", "@other is somebody else."),
    *("“Find me on X at @other,” says Bo Quill.", "Bo Quill writes: “I’m @other on X, come and see.”", "«Ich bin @other auf X, kommt vorbei», sagt Bo."),
    *("Jane once met Bo Quill (@other).", "Jane interviewed Bo Quill (@other) last year.", "Jane studied with Bo Quill, who tweets as @other."),
    *("Jane lives with Bo Quill, @other on X.", "Jane is a fan of @other.", "Jane is a friend of @other.", "Jane follows @other."),
    *("Jane recommends @other.", "Jane’s publisher is @other.", "Jane’s new book is out from @other.", "Jane’s agent is @other."),
    *("Jane’s sister tweets at @other.", "Jane’s neighbour is @other.", "Her team tweets at @other.", "Her employer: @other"),
    *("Jane left X; the account @other belongs to a bot.", "Beware of the fake @other.", "The parody account @other is not hers."),
    *("Jane organises the festival @other.", "Jane volunteers at @other.", "Jane’s charity, @other, needs help.", "Donate to @other."),
    *("Jane arbeitet für @other.", "Jane trabaja en @other.", "Jane travaille chez @other.", "Jane lavora per @other.", "Jane werkt bij @other."),
    *("Ihr Hund ist auf Instagram: @other", "Su perro está en Instagram: @other", "Son chien est sur Instagram : @other"),
    *("Folgt uns auf X: @other", "Síguenos en X: @other", "Suivez-nous sur X : @other", "Seguiteci su X: @other", "Volg ons op X: @other"),
    *("Send photos to @other.", "Tag @other if you make it.", "Tell @other what you think.", "Share it with @other.", "Complaints to @other."),
    *("Follow @other for updates.", "Follow @other for tickets and dates.", "Jane disagrees: @other", "She recommends: @other"),
    *("Tweet @other if the link is broken.", "Comments? Ask @other.", "Subscribe to @other.", "Sign up at @other for more."),
)  # fmt: skip
AROUND = (
    _BODY + "<p>Guest post by Jane Roe. {}</p>",
    _BODY + "<p><em>Jane Roe mends nets and wrote this guest post. {}</em></p>",
    _BODY + "<div class='author-box'><h4>Jane Roe</h4><p>Jane mends nets. {}</p></div><p>This was a guest post.</p>",
)


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_said_beside_the_author_of_other_accounts_tags_nobody(said):
    assert [place for place in AROUND if tags(place.format(said))] == []


BLOGS_OWN = (
    "<p>Guest post by Jane Roe.</p><p>Dana Quillfeather is the editor of this blog. She tweets as @other.</p>",
    "<p>Guest post by Jane Roe.</p><p>Dana is on X as @other.</p>",
    "<p>Guest post by Jane Roe.</p><p>Edited by Dana Quillfeather. Find her on X: @other</p>",
    "<p>Guest post by Jane Roe.</p><p>If you would like to write for us, contact @other on X.</p>",
    "<p>Guest post by Jane Roe.</p><p>Want to guest post? Message the editor on X: @other</p>",
    "<p>Guest post by Jane Roe.</p><h3>About the blog</h3><p>Find it on X: @other</p>",
    "<p>Guest post by Jane Roe.</p><h3>Comments</h3><p>Great post! Follow the author @other</p>",
    "<p>Guest post by Jane Roe.</p><blockquote>Follow the author Jane Roe: @other</blockquote>",
    "<p>Guest post by Jane Roe.</p><p>As she put it: <q>Jane Roe is @other on X</q></p>",
    "<p>Guest post by Jane Roe.</p><p><code>Jane Roe (@other)</code></p>",
    "<p>Guest post by Jane Roe.</p><img alt='Jane Roe, @other on X' src='/a.jpg'>",
)  # fmt: skip


@pytest.mark.parametrize("tail", BLOGS_OWN)
def test_the_blogs_own_words_and_planted_ones_tag_nobody(tail):
    assert ("Jane Roe", "other") not in tags(_BODY + tail)


PORTRAITS = {
    "an interview": ("Five questions for Bo Quill", "<p><b>Who are you?</b></p><p>I am Bo Quill.</p><p><b>Where?</b></p><p>Find me on X @other</p>"),
    "a portrait": ("Meet Bo Quill", _BODY + "<p>Bo Quill is a baker. Find him on X @other</p>"),
    "a report": ("A morning in the bakery", "<p>Bo Quill lights the oven at four.</p><p>He bakes until ten. Bo never sleeps.</p><p>Bo Quill is on X as @other.</p>"),
    "an announcement": ("Talk on Friday", "<p>This Friday Bo Quill (@other) speaks about bread.</p>" + _BODY),
    "a podcast": ("Episode 12", _BODY + "<p>Our guest today is Bo Quill, @other on X.</p>"),
    "a round-up": ("Links of the week", "<p>Bo Quill (@other) wrote about bread.</p>" + _BODY),
    "a review": ("Review: Bread by Bo Quill", "<p>Bread by Bo Quill (@other)</p>" + _BODY),
    "an obituary": ("Remembering Bo Quill", _BODY + "<p>Bo Quill was @other on X.</p>"),
    "an answer": ("An answer to Bo Quill", "<p>This week Bo Quill (@other) wrote a column that made me cross.</p>" + _BODY),
    "somebody met": ("On trains", "<p><em>Today I met Bo Quill, who writes.</em></p>" + _BODY + "<p>Bo Quill is @other on X.</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "html"), PORTRAITS.values(), ids=PORTRAITS.keys())
def test_whom_a_staff_post_is_about_is_not_its_author(title, html):
    assert tags(html, title) == set()


THIRD = (
    "Jane shares recipes from the market at @other.",
    "Jane writes poems for the harbour festival at @other.",
    "Jane talks about knots every Friday at @other.",
    "Jane lives on a boat at @other.",
    "Jane teaches knots at @other.",
    "Jane shares a desk with the crew at @other.",
    "Jane shares an office at @other.",
    "Jane keeps the archive at @other.",
    "Jane documents wrecks with the divers at @other.",
    "Jane collects ropes for the museum on Instagram as @other.",
    "Jane and the crew post on X as @other.",
    "Jane’s students post on X as @other.",
    "The crew posts on X as @other.",
    "Her students tweet as @other.",
    "Jane, on X with the crew as @other.",
    "Jane paddles, and the club is on X as @other.",
    "On X the club is @other.",
    "On Instagram her dog is @other.",
    "Auf X ist der Verein @other.",
    "En X el club es @other.",
    "Sur X, le club est @other.",
    "Su X il circolo è @other.",
    "Op X is de club @other.",
    "Ask her about the crew at @other.",
    "Write to the editor at @other.",
    "Argue with the council at @other.",
    "Complain to them at @other.",
    "Vote for her at @other.",
    "Support her at @other.",
    "Sponsor her at @other.",
    "Book her through @other.",
    "Hire her via @other.",
    "Buy her rope at @other.",
    "More about the museum at @other.",
    "More events at @other on X.",
    "More on the club on X: @other.",
    "The new account is @other, says the club.",
    "The real one is @other, said the bot.",
    "The museum’s handle is @other.",
    "Its Twitter handle is @other.",
    "The ship’s X handle is @other.",
    "Her boat’s Instagram is @other.",
    "Her club’s account is @other.",
    "Jane’s mother’s Instagram is @other.",
    "Twitter handle of the club: @other.",
    "The club: @other.",
    "Club: @other",
    "Museum: @other",
    "Harbour news: @other",
    "The museum on X: @other",
    "Museum (X: @other)",
    "Photos (Instagram: @other)",
    "Rope shop – @other",
    "The crew (@other) helped.",
    "With the crew of @other.",
    "She crews for @other.",
    "She sails with @other.",
    "She mends nets with @other on weekends.",
    "Jane won the @other prize.",
    "Jane was named by @other as one to watch.",
    "Jane is published by @other.",
    "Jane’s work appeared in @other.",
    "Read Jane in @other.",
    "As seen on @other.",
    "Jane is a regular on @other.",
    "Jane and Bo Quill are @other on X.",
    "Jane Roe and friends tweet at @other.",
    "Jane co-runs @other.",
    "Jane founded @other.",
    "Jane created @other.",
    "Jane made @other.",
    "Jane started @other on X.",
    "Jane looks after @other on Instagram.",
    "Jane runs @other on X.",
    "Jane manages the account @other.",
    "Jane writes the tweets of @other.",
    "Jane tweets for @other.",
    "Jane also tweets for the museum as @other.",
    "Jane tweets for her employer at @other.",
    "Jane volunteers as @other on X.",
    "Jane blogs at the Net Loft (@other).",
    "Jane posts to @other.",
    "Jane edits the zine Knot (@other).",
    "Jane plays bass in Tide (@other).",
    "Jane’s alter ego is not @other.",
    "Nobody knows who is behind @other.",
    "Some say Jane is @other.",
    "Jane is not on X; @other is a fan.",
    "Jane is on X, but not as @other.",
    "Jane left X, where she was @other.",
    "Until 2020 Jane tweeted as @other.",
    "Jane’s X account @other was hacked.",
    "Jane has no X account. Contact the club at @other.",
    "Jane prefers letters. The club is at @other.",
)


@pytest.mark.parametrize("said", THIRD)
def test_accounts_of_places_crews_clubs_and_works_are_not_hers(said):
    places = (*AROUND, _BODY + "<p>Guest post by Jane Roe.</p><p>{}</p>")
    assert [place for place in places if ("Jane Roe", "other") in tags(place.format(said))] == []


FIRST = (
    "We are @other on X.",
    "My shop is @other on X.",
    "My dog is @other on Instagram.",
    "I work at @other.",
    "I run @other on X.",
    "My band plays as @other.",
    "My friend Bo is @other on X.",
    "I wrote this with Bo Quill (@other).",
    "I follow @other.",
    "I used to be @other.",
    "I am not @other.",
    "My old account was @other.",
    "My photos are by @other.",
    "Photos of me by @other.",
    "I asked @other about rope.",
    "I learnt this from @other.",
    "My publisher is @other.",
    "My podcast is @other.",
    "My wife is @other.",
    "Ask me about the exhibition at @other on X.",
    "Find me at the museum, @other on X.",
    "Find me every Friday at @other.",
    "Meet me at @other.",
    "I’m speaking at @other.",
    "I’m a fan of @other on X.",
    "I’m with @other.",
    "I’m an engineer at @other.",
    "I’m the founder of @other.",
    "Ich arbeite bei @other.",
    "Trabajo en @other.",
    "Je travaille chez @other.",
    "Lavoro da @other.",
    "My employer tweets as @other.",
    "My team is on X as @other.",
    "I post for the museum on X as @other.",
    "I help run the museum’s X, @other.",
    "My book is out from @other.",
    "I wrote my thesis at @other.",
    "I record with @other.",
    "I mend nets for @other.",
)


@pytest.mark.parametrize("said", FIRST)
def test_accounts_of_which_the_author_only_speaks_are_not_hers(said):
    assert tags(f"{_BODY}<p>Guest post by Jane Roe.</p><p>{said}</p>") == set()
