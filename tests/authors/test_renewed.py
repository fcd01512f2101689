"""Whoever has moved is tagged under the new handle, never under the old one."""

import pytest

from authors.test_ways import tags

MOVED = (
    (
        "en",
        'She used to tweet as @old_loaf but is now on Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'She used to tweet as @old_loaf but is now on Bluesky as <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        "She used to tweet as @old_loaf, but is now on Bluesky at @odile.farrow.example.",
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'She used to be @old_loaf on Twitter and is now <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> on Bluesky.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        "She is no longer on Twitter (@old_loaf); find her on Mastodon as @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en",
        "She is no longer on Twitter (@old_loaf). Find her on Mastodon as @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en",
        "She is no longer on Twitter; find her on Mastodon as @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en",
        'She left X (@old_loaf) for Bluesky, where she is <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'She left X for Bluesky, where she is <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    ("en", "She has left Twitter for Mastodon: @loaf@bread.kelp.example", "mastodon:loaf@bread.kelp.example"),
    ("en", "Formerly @old_loaf on X, now @odd_loaf.", "x:odd_loaf"),
    ("en", "Formerly @old_loaf, now @odd_loaf on X.", "x:odd_loaf"),
    (
        "en",
        'Formerly @old_loaf on Twitter, she is now <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> on Bluesky.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'You may remember her as @old_loaf on Twitter; these days she is on Bluesky as <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'She has moved from Twitter (@old_loaf) to Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        "She has swapped Twitter (@old_loaf) for Mastodon (@loaf@bread.kelp.example).",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en",
        'Once @old_loaf on Twitter, she now posts on Bluesky as <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        "She deleted her Twitter account and is now on Mastodon: @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en",
        'She quit Twitter and now posts on Bluesky as <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en",
        'She no longer tweets; her Bluesky is <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en1",
        'I used to tweet as @old_loaf but am now on Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en1",
        'I used to be @old_loaf on Twitter; now I’m <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> on Bluesky.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en1",
        "I’m no longer on Twitter (@old_loaf), but you can find me on Mastodon as @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "en1",
        'I left Twitter for Bluesky, where I am <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "en1",
        'I’ve left Twitter. You can find me on Bluesky instead: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "de",
        'Früher twitterte sie als @old_loaf, jetzt ist sie auf Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "de",
        'Früher @old_loaf auf Twitter, heute <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> auf Bluesky.',
        "bluesky:odile.farrow.example",
    ),
    (
        "de",
        "Sie ist nicht mehr auf Twitter (@old_loaf), sondern auf Mastodon: @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "de",
        'Sie hat Twitter verlassen und ist jetzt auf Bluesky als <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> zu finden.',
        "bluesky:odile.farrow.example",
    ),
    (
        "de1",
        'Auf Twitter war ich @old_loaf, auf Bluesky bin ich <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "fr",
        'Elle tweetait sous @old_loaf mais est désormais sur Bluesky : <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "fr",
        'Elle a quitté Twitter pour Bluesky, où elle est <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "fr",
        "Elle n’est plus sur Twitter (@old_loaf) ; retrouvez-la sur Mastodon : @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "fr",
        'Anciennement @old_loaf sur Twitter, elle est maintenant <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> sur Bluesky.',
        "bluesky:odile.farrow.example",
    ),
    (
        "es",
        'Antes tuiteaba como @old_loaf, pero ahora está en Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "es",
        'Dejó Twitter por Bluesky, donde es <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "es",
        "Ya no está en Twitter (@old_loaf); ahora está en Mastodon como @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "pt",
        'Antes tuitava como @old_loaf, mas agora está no Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "pt",
        "Já não está no Twitter (@old_loaf); está no Mastodon como @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "it",
        'Prima twittava come @old_loaf, ora è su Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "it",
        'Ha lasciato Twitter per Bluesky, dove è <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "nl",
        'Vroeger twitterde ze als @old_loaf, nu zit ze op Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
    (
        "nl",
        "Ze zit niet meer op Twitter (@old_loaf), maar op Mastodon: @loaf@bread.kelp.example.",
        "mastodon:loaf@bread.kelp.example",
    ),
    (
        "nl",
        'Ze heeft Twitter verlaten en is nu op Bluesky te vinden als <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.',
        "bluesky:odile.farrow.example",
    ),
)


@pytest.mark.parametrize(("language", "said", "handles"), MOVED)
def test_whoever_has_left_a_name_behind_is_tagged_under_the_new_one(language, said, handles):
    assert tags(language, said) == handles


NOBODYS = (
    ("en", "Her husband used to tweet as @old_loaf but is now on Bluesky: @bo.farrow.example."),
    ("en", "The mill used to be @old_mill but is now on X as @new_mill."),
    ("en", "She used to bake for @old_mill but is now at @new_mill."),
    ("en", "She used to tweet as @old_loaf but is no longer there."),
    ("en", "She used to tweet as @old_loaf but now follows @other_loaf."),
    ("en", "She used to tweet as @old_loaf, now the account of @other_loaf."),
    ("en", "She used to edit @old_mag but now thanks @new_mag on X."),
    ("en", "She has moved from Twitter (@old_loaf) to a farm."),
    ("en", "She left Twitter (@old_loaf)."),
    ("en", "She has swapped Twitter (@old_loaf) for knitting."),
    ("en", "Her bakery has left Twitter for Bluesky: @mill.bread.example."),
    ("en", "Bo Quill has left X for Bluesky, where he is @bo.quill.example."),
    ("en", "She left X because of @bad_loaf."),
    ("en", "She used to be @old_loaf, and her sister is now @sis_loaf."),
    ("en", "Once @old_loaf, now nothing at all."),
    ("en", "She was never @old_loaf but her brother is now @bro_loaf on X."),
    ("en", "She used to write for @old_mag and now writes for @new_mag."),
    ("en", "Formerly @old_loaf, now closed; try @mill_shop for bread."),
    ("de", "Früher war der Verein @alt_verein, jetzt ist er auf X: @neu_verein."),
    ("de", "Sie twitterte früher für @alt_amt, jetzt für @neu_amt."),
    ("de", "Ihr Mann hat Twitter für Bluesky verlassen: @bo.farrow.example."),
    ("de", "Früher twitterte sie als @old_loaf, jetzt folgt sie @other_loaf."),
    ("fr", "Son mari tweetait sous @old_loaf mais est désormais sur X : @new_mari."),
    ("fr", "Elle a quitté Twitter (@old_loaf) pour de bon."),
    ("fr", "Elle tweetait pour @vieux_labo, maintenant pour @neuf_labo."),
    ("es", "El club dejó Twitter por Bluesky: @club.pan.example."),
    ("es", "Dejó Twitter (@old_loaf) para siempre."),
    ("it", "Ha lasciato Twitter (@old_loaf) per il forno."),
    ("nl", "Haar man twitterde als @old_loaf, nu zit hij op X: @new_man."),
    ("nl", "Ze zit niet meer op Twitter (@old_loaf)."),
    ("nl", "Ze zit niet op X als @old_loaf, maar haar zus is @sis_loaf."),
    ("en1", "My dog used to be @old_dog but is now on Instagram as @new.dog."),
    ("en1", "I used to tweet as @old_loaf but now I only read @other_loaf."),
    ("en1", "I used to follow @old_loaf but now follow @other_loaf."),
    ("en1", "I moved from Twitter (@old_loaf) to Bluesky and never looked back."),
    ("de", "Der Verein ist nicht mehr auf Twitter (@alt_verein), jetzt ist er auf X: @neu_verein."),
    ("fr", "Son fils a quitté X (@vieux_fils) pour Bluesky : @fils.farrow.example."),
    ("nl", "Haar zus verruilde X (@oude_zus) voor Bluesky: @zus.farrow.example."),
    ("it", "Il forno ha lasciato X per Bluesky: @forno.pane.example."),
    ("pt", "O filho dela trocou o X (@velho_f) pelo Bluesky: @filho.farrow.example."),
    ("en", "She left the mill for X, where it is @mill_shop."),
    ("en", "She moved from @old_mill to @new_mill."),
    ("en1", "My publisher left X for Bluesky, where they are @pub.farrow.example."),
)


@pytest.mark.parametrize(("language", "said"), NOBODYS)
def test_an_old_handle_and_that_of_another_who_moved_are_nobodys(language, said):
    assert tags(language, said) == ""
