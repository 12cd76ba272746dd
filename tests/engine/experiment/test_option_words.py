"""Options written as words are the same options again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.options import ReadOptions
from engine.data.reading_settings import READING_SETTINGS
from engine.errors import InvalidValue
from engine.experiment.option_words import options_of, words_of
from engine.experiment.start_options import OPTIONS
from engine.experiment.starts import Options
from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.optimizers import OPTIMIZERS

COLUMNS = st.sampled_from([(), ("age",), ("a, b",), ('say "x"',)])
READING = st.builds(
    ReadOptions,
    header=st.sampled_from([None, True, False]),
    delimiter=st.sampled_from([None, ",", "\t", " ", ";", "#"]),
    decimal=st.sampled_from([None, ".", ","]),
    encoding=st.sampled_from([None, "utf-8", "cp1252"]),
    targets=COLUMNS,
    without=COLUMNS,
    task=st.sampled_from([None, "classification", "regression"]),
    missing=st.sampled_from(["drop", "fill"]),
    missing_values=st.sampled_from([(), (-999.0,), (-99.0, 1e30)]),
    strays=st.sampled_from([None, "drop", "refuse"]),
    max_rows=st.sampled_from([None, 5]),
)
SIZES = st.lists(st.integers(1, 9), min_size=2, max_size=3).map(tuple)
NUMBERS = st.floats(1e-300, 1e300)
OPTION_SETS = st.builds(
    Options,
    layers=st.none() | SIZES,
    hidden=st.none() | SIZES,
    activations=st.none() | st.lists(st.sampled_from(HIDDEN_ACTIVATIONS), min_size=1, max_size=3).map(tuple),
    initializer=st.sampled_from([None, "auto", "normal:0.25"]),
    learning_rate=st.none() | NUMBERS,
    epochs=st.none() | st.integers(0, 10**9),
    seed=st.none() | st.integers(0, 2**53 - 1),
    loss=st.sampled_from([None, "mse", "cross-entropy"]),
    optimizer=st.none() | st.sampled_from(tuple(OPTIMIZERS)),
    batch_size=st.none() | st.integers(1, 99) | st.just("all"),
    shuffle=st.none() | st.booleans(),
    l2=st.none() | NUMBERS,
    target_mse=st.none() | NUMBERS,
    patience=st.none() | st.integers(1, 99),
    test_share=st.none() | st.floats(0, 0.99),
    split_seed=st.none() | st.integers(0, 99),
    scaling=st.sampled_from([None, "none", "standard"]),
    reading=st.none() | READING,
)


@given(OPTION_SETS)
def test_options_come_back(options: Options) -> None:
    again = options_of(words_of(options))
    assert (again.reading or ReadOptions()) == (options.reading or ReadOptions())
    assert words_of(again) == words_of(options)
    assert {**vars(again), "reading": None} == {**vars(options), "reading": None}


def test_words_are_those_of_the_command_line() -> None:
    options = Options(hidden=(8, 8), shuffle=False, reading=ReadOptions(header=True, missing_values=(-999.0,)))
    words = ("--hidden", "8,8", "--no-shuffle", "--header", "yes", "--missing-value", "-999.0")
    assert words_of(options) == words
    assert words_of(Options()) == ()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--hiden", "8"], 'unknown option "--hiden": the options are --layers, --hidden'),
        (["--hidden"], "--hidden: takes the neurons of the hidden layers"),
        (["--hidden", "x"], '--hidden: takes the neurons of the hidden layers alone, such as 8,8, not "x"'),
        (["--header", "perhaps"], '--header: takes yes or no, not "perhaps"'),
    ],
)
def test_what_is_no_option_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(InvalidValue, match=f"^{message}"):
        options_of(words)


def test_every_option_has_its_own_name() -> None:
    names = [*OPTIONS, *(row.option for row in READING_SETTINGS)]
    assert len(names) == len(set(names))
