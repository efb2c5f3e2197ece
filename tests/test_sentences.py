"""Where sentences end, in the languages of the site and with what looks like an end."""

from __future__ import annotations

import pytest

from explainer.checks.sections import sentence_ends


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("de", "Am 3. Oktober 1990 trat der Vertrag in Kraft. Am 2. Dezember 1990 wurde gewählt.", 2),
        ("de", "Der 1. FC und der 2. FC spielten am 3. Mai. Es ging gut aus.", 2),
        ("de", "Das geschah 1990. Danach kam Ruhe.", 2),
        ("de", "Er zahlte rund 3 Mio. Euro, d. h. wenig. Mehr war nicht da.", 2),
        ("tr", "Deprem 6. Ağustos günü oldu. Kimse ölmedi.", 2),
        ("en", "The fire killed 12. The police looked into it.", 2),
        ("en", "Mr. Smith and Gen. Doe met at 3.5 m. height.", 1),
        ("ru", "Ущерб составил 10 млн. рублей. Это много.", 2),
        ("fr", "Mme. Dupont est venue. « Tout va bien. » Elle est partie.", 3),
        ("es", "La Sra. Gómez viajó ayer. ¿Por qué? Nadie lo sabe.", 3),
        ("ar", "انهار السد. كان قديماً.", 2),
    ],
)
def test_sentences_are_counted_as_people_do(language: str, text: str, sentences: int) -> None:
    assert len(sentence_ends(text, language)) + 1 == sentences
