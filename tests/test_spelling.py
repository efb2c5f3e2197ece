"""The words that a search suggests: as pages write them, the commonest first."""

from __future__ import annotations

from explainer.engine.search.spelling import MOST, spellings, spellings_in


def test_a_word_counts_once_a_page_and_short_ones_and_numbers_do_not() -> None:
    assert spellings_in(["Idlib, Idlib in 2020", "The Idlib deal"]) == {"Idlib": 2, "The": 1, "deal": 1}


def test_of_a_word_the_commonest_spelling_stands_and_the_most_used_word_is_first() -> None:
    parts = [{"Überfall": 1, "überfall": 3, "Damm": 2}, {"uberfall": 1, "Damm": 9, "damm": 9}]
    assert spellings(parts).decode().split("\n") == ["Damm", "überfall"]
    assert spellings(reversed(parts)) == spellings(parts)


def test_there_is_an_end_to_the_words() -> None:
    letters = "abcdefghij"
    many = {"".join(letters[int(digit)] for digit in f"{number:06}"): 1 for number in range(MOST + 500)}
    assert len(spellings([many]).split(b"\n")) == MOST
