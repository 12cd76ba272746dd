"""Parsing of the names a learner types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.network.places import place_name
from engine.network.quantities import main_quantity, symbol
from engine.network.subjects import parse_subject
from tests.engine.explaining.explained import all_places
from tests.engine.strategies import shapes


@given(shapes())
def test_names_parse_back_to_their_places(sizes: tuple[int, ...]) -> None:
    for place in all_places(sizes):
        name = place_name(sizes, place)
        assert parse_subject(name, sizes) == place
        assert parse_subject(f" {name.upper()} ", sizes) == place
    assert parse_subject("E", sizes) == parse_subject("e", sizes) == "E"
    assert parse_subject("alpha", sizes) == parse_subject("α", sizes) == "α"


@given(st.text(), shapes())
def test_any_text_names_something_or_is_refused_in_one_line(text: str, sizes: tuple[int, ...]) -> None:
    refused: str | None = None
    try:
        name = symbol(main_quantity(parse_subject(text, sizes)), sizes).removeprefix("a_").lower()
    except InvalidValue as error:
        refused = str(error)
    assert name in (text.strip().lower(), "α") if refused is None else refused.isprintable()


@pytest.mark.parametrize(
    ("text", "sizes", "message"),
    [
        ("w99", (2, 2, 2), "no w99 in a 2-2-2 network: weights are w1 to w8"),
        ("w0", (2, 2, 2), "no w0 in a 2-2-2 network: weights are w1 to w8"),
        ("h1.2", (2, 2, 2), "no h1.2 in a 2-2-2 network: hidden neurons are h1 to h2"),
        ("h1", (2, 3, 2, 1), "no h1 in a 2-3-2-1 network: hidden neurons are h1.1 to h1.3, h2.1 to h2.2"),
        ("h1", (2, 2), "no h1 in a 2-2 network: there is no hidden neuron"),
        ("b_i1", (2, 2, 1), "no b_i1 in a 2-2-1 network: biases are b_h1 to b_h2, b_o1"),
        ("o2", (2, 2, 1), "no o2 in a 2-2-1 network: the only output is o1"),
        ("y3", (2, 2, 2), "no y3 in a 2-2-2 network: expected values are y1 to y2"),
        (
            "\x1b[31mw5",
            (2, 1, 1),
            'no "\\x1b[31mw5" in a 2-1-1 network: name one of i1 to i2, h1, o1, w1 to w3, b_h1, b_o1, y1, E, alpha',
        ),
    ],
)
def test_unknown_names_are_refused_with_the_names_there_are(text: str, sizes: tuple[int, ...], message: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_subject(text, sizes)
    assert str(caught.value) == message
