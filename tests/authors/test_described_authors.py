"""What stands between two authors with handles says what the first one is, and keeps nobody out who wrote too."""

import pytest

from authors.test_ways import authors, tagged

BOTH = (
    "<p><strong>Authors:</strong> Dr Odile Farrow (@odd_loaf), consultant in bread protection, and Peter Jowett-Lisle (@pjl_mill), milling lead.</p>",
    "<p>Authors: Odile Farrow (@odd_loaf) and Peter Jowett-Lisle (@pjl_mill).</p>",
    "<p>Authors: Odile Farrow (@odd_loaf), a baker, and Peter Jowett (@pjl_mill), a miller.</p>",
    "<p>Authors: Odile Farrow (@odd_loaf), baker, Hull; Peter Jowett-Lisle (@pjl_mill), miller, Leeds</p>",
    "<p>By Dr Odile Farrow (@odd_loaf), baker, and Dr Peter Jowett-Lisle (@pjl_mill), miller</p>",
    "<p>Written by Odile Farrow (@odd_loaf), a baker in Hull, and Peter Jowett-Lisle (@pjl_mill), a miller in Leeds.</p>",
    "<p>Guest post by Odile Farrow (@odd_loaf), baker, and Peter Jowett-Lisle (@pjl_mill), miller</p>",
    "<p>Auteurs : Odile Farrow (@odd_loaf), boulangère à Brest, et Pierre Jowett-Lisle (@pjl_mill), meunier.</p>",
    "<p>Autores: Odile Farrow (@odd_loaf), panadera, y Pedro Jowett-Lisle (@pjl_mill), molinero.</p>",
    "<p>Autori: Odile Farrow (@odd_loaf), fornaia, e Pietro Jowett-Lisle (@pjl_mill), mugnaio.</p>",
    "<p>Auteurs: Odile Farrow (@odd_loaf), bakker in Zwolle, en Pieter Jowett-Lisle (@pjl_mill), molenaar.</p>",
    "<p>Autores: Odile Farrow (@odd_loaf), padeira, e Pedro Jowett-Lisle (@pjl_mill), moleiro.</p>",
    "<p>Authors: Odile Farrow, baker (@odd_loaf) and Peter Jowett-Lisle, miller (@pjl_mill)</p>",
    "<p>Authors: Prof Odile Farrow (Twitter: @odd_loaf), professor of bread, and Peter Jowett-Lisle (Twitter: @pjl_mill), lead for mills.</p>",
    "<p>Authors: Dr. Odile Farrow (@odd_loaf), baker, and Dr. Peter Jowett-Lisle (@pjl_mill), miller.</p>",
    "<p>Autoren: Odile Farrow (@odd_loaf), Bäckerin in Kiel, und Petra Jowett-Lisle (@pjl_mill), Müllerin.</p>",
    "<p>Von Odile Farrow (@odd_loaf), Bäckerin in Kiel, und Petra Jowett-Lisle (@pjl_mill), Müllerin.</p>",
)


@pytest.mark.parametrize("end", BOTH)
def test_two_authors_with_handles_and_what_they_are_between_them_are_both_tagged(end):
    assert tagged(authors(end)) == "x:odd_loaf x:pjl_mill"


ONE = (
    "<p>Author: Odile Farrow (@odd_loaf), consultant in bread, and Bo Quill (@bo_snaps), photographer.</p>",
    "<p>By Odile Farrow (@odd_loaf), baker, and photographs by Bo Quill (@bo_snaps).</p>",
    "<p>By Odile Farrow (@odd_loaf), who spoke with Bo Quill (@bo_mill) and Ana Poe (@ana_mill).</p>",
    "<p>Author: Odile Farrow (@odd_loaf), with thanks to Bo Quill (@bo_mill), miller.</p>",
    "<p>By Odile Farrow (@odd_loaf), baker, and edited by Bo Quill (@bo_edits).</p>",
    "<p>Guest post by Odile Farrow (@odd_loaf), baker, and Bo Quill (@bo_edits), editor.</p>",
    "<p>Guest post by Odile Farrow (@odd_loaf), baker, and Bo Quill (@bo_edits, translator).</p>",
    "<p>By Odile Farrow (@odd_loaf), friend of Bo Quill (@bo_mill) and Ana Poe (@ana_mill).</p>",
    "<p>By Odile Farrow (@odd_loaf), apprentice to Ana Poe, and Bo Quill (@bo_snaps), illustrator.</p>",
    "<p>Auteur : Odile Farrow (@odd_loaf), boulangère, et Bo Quill (@bo_snaps), photographe.</p>",
    "<p>Autora: Odile Farrow (@odd_loaf), panadera, y Bo Quill (@bo_snaps), traductor.</p>",
    "<p>Auteur: Odile Farrow (@odd_loaf), bakker, en Bo Quill (@bo_snaps), fotograaf.</p>",
    "<p>Author: Odile Farrow, baker (@odd_loaf) and Bo Quill, photographer (@bo_snaps)</p>",
    "<p>Author: Odile Farrow (@odd_loaf), baker. Photos: Ana Poe (@ana_p) and Bo Quill (@bo_snaps).</p>",
    "<p>By Odile Farrow (@odd_loaf), baker, and her dog Bo (@bo_the_dog).</p>",
)


@pytest.mark.parametrize("end", ONE)
def test_whoever_had_another_part_in_it_is_no_second_author(end):
    assert tagged(authors(end)) == "x:odd_loaf"
