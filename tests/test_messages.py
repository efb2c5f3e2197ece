"""The catalogue of messages is true, whole and up to date."""

from __future__ import annotations

import re

import pytest
from cases import GOLDEN
from messages import BY_CODE, PAGE, WITHOUT_EXAMPLE, page, problems, table

CODES = sorted(path.stem for path in (GOLDEN / "messages").glob("*.yml"))


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_example_gives_just_this_code_and_the_right_one_gives_none(code: str) -> None:
    assert {problem.code for problem in problems(code, "wrong")} == {code}
    assert problems(code, "right") == ()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make messages`"


def test_every_code_is_in_the_manual_and_says_what_its_check_says() -> None:
    known = table()
    assert known.keys() == {*BY_CODE, *CODES, *WITHOUT_EXAMPLE}
    for code, rule in BY_CODE.items():
        assert known[code] == (rule.find.__doc__ or "").partition("\n")[0]


def test_every_code_that_a_test_sees_has_an_example() -> None:
    texts = [path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*.yml")]
    seen = {code for text in texts for code in re.findall(r"^ +- problem: .* \[([a-z0-9-]+)\]['\"]?$", text, re.M)}
    assert len(seen) > 50
    assert seen <= {*BY_CODE, *CODES, *WITHOUT_EXAMPLE}
