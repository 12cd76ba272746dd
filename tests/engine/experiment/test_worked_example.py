"""A worked example from a TOML file: what it opens as, and one line for each mistake in it."""

import re
import tracemalloc
from pathlib import Path

import pytest

from engine.errors import DataError, EngineError, InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.look import Look, names_weights
from engine.session.session import Session
from engine.training.commands import Reset, Run, StepSample
from tests.growth import MOST, TIMES, growth

EXAMPLE = """\
# a comment with [[[[[[[[[[ brackets
name = "By hand"
source = "a textbook"
layers = [2, 2, 1]
activation = ["tanh", "linear"]
loss = "mse"
rate = 0.25
inputs = ["width", "height"]
rows = [
    [[1, -2.5], [0.5]],  # the first
    [[3, 4], [1]],
]

[weights]
w1 = 0.1
w2 = 0.2
w3 = 0.3
w4 = 0.4
w5 = 0.5
w6 = -0.6

[biases]
b_h1 = 1
b_h2 = 2e-1
b_o1 = +0.3
"""
LINES = EXAMPLE.splitlines()


@pytest.fixture
def write(tmp_path: Path):
    def written(text: str | bytes) -> str:
        path = tmp_path / "ex.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


def changed(old: str, new: str) -> str:
    assert EXAMPLE.count(old) == 1, old
    return EXAMPLE.replace(old, new)


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES, start=1) if line.lstrip().startswith(text))


def refusal(path: str) -> str:
    with pytest.raises(DataError) as caught:
        setup_for(path)
    message = str(caught.value)
    assert message.startswith("ex.toml")
    assert message.isprintable()
    assert len(message) < 250
    return message.removeprefix("ex.toml")


# What is read.


def test_every_number_of_an_example(write) -> None:
    setup = setup_for(write(EXAMPLE))
    assert (setup.name, setup.dataset.source) == ("By hand", "a textbook")
    assert (setup.sizes, setup.activations, setup.loss) == ((2, 2, 1), ("tanh", "linear"), "mse")
    assert (setup.method.learning_rate, setup.method.shuffle, setup.epochs) == (0.25, False, 1)
    network = setup.network()
    assert [matrix.tolist() for matrix in network.weights] == [[[0.1, 0.2], [0.3, 0.4]], [[0.5, -0.6]]]
    assert [vector.tolist() for vector in network.biases] == [[1, 0.2], [0.3]]
    assert setup.dataset.inputs.tolist() == [[1, -2.5], [3, 4]]
    assert setup.dataset.expected.tolist() == [[0.5], [1]]
    assert (setup.dataset.input_names, setup.dataset.output_names) == (("width", "height"), ("o1",))
    assert setup.dataset.task == "regression"


def test_an_example_opens_as_the_walkthrough_does(write) -> None:
    session = Session(setup_for(write(EXAMPLE)))
    given = session.state.network.parameters.tolist()
    assert names_weights(Look(), session.state)
    session.apply(Run(5))
    assert session.state.network.parameters.tolist() != given
    assert session.apply(Reset()).network.parameters.tolist() == given
    assert not session.state.setup.is_own_start


def test_what_may_be_left_out(write) -> None:
    left_out = [line for line in LINES if not re.match("name|source|activation|loss|inputs|#", line)]
    setup = setup_for(write("\n".join(left_out)))
    assert (setup.name, setup.dataset.source) == ("ex", "the file ex.toml")
    assert (setup.activations, setup.loss) == (("sigmoid", "sigmoid"), "half-squared")
    assert setup.dataset.input_names == ("i1", "i2")


def test_options_replace_what_an_example_says(write) -> None:
    setup = setup_for(write(EXAMPLE), Options(learning_rate=1.0, activations=("sigmoid",), epochs=7))
    assert (setup.method.learning_rate, setup.activations, setup.epochs) == (1, ("sigmoid", "sigmoid"), 7)
    assert setup.network().parameters.tolist() == setup_for(write(EXAMPLE)).network().parameters.tolist()
    assert setup_for(write(EXAMPLE), Options(hidden=(3,))).sizes == (2, 3, 1)


def test_the_example_of_the_readme_opens(write) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    setup = setup_for(write(readme.partition("```toml\n")[2].partition("```")[0]))
    assert (setup.name, setup.sizes, setup.dataset.rows) == ("by hand", (2, 1, 1), 2)


@pytest.mark.parametrize(
    "text",
    [
        changed('name = "By hand"', 'name = """By\nhand [[[[[[[[[[\n"""'),
        EXAMPLE.replace("\n", "\r\n"),
        "\ufeff" + EXAMPLE,
        changed("[biases]\nb_h1 = 1\nb_h2 = 2e-1\nb_o1 = +0.3\n", "[biases]\n\"b_h1\"=1\n'b_h2' = 0.2\nb_o1 = 0.3"),
        changed("[biases]\n", "").replace("b_", "biases.b_").replace("[weights]\n", "").replace("\nw", "\nweights.w"),
    ],
    ids=["long text", "CRLF", "BOM", "quoted names", "dotted names"],
)
def test_other_spellings_of_toml(write, text: str) -> None:
    assert setup_for(write(text)).network().parameters.tolist() == [0.1, 0.2, 1, 0.3, 0.4, 0.2, 0.5, -0.6, 0.3]


def test_several_hidden_layers_name_their_biases_with_or_without_quotes(write) -> None:
    text = "layers = [1, 1, 1, 1]\nrate = 1\nrows = [[[1], [0]]]\n[weights]\nw1=1\nw2=2\nw3=3\n[biases]\n"
    for names in ("b_h1.1=4\nb_h2.1=5\nb_o1=6", '"b_h1.1"=4\n"b_h2.1"=5\nb_o1=6'):
        assert setup_for(write(text + names)).network().parameters.tolist() == [1, 4, 2, 5, 3, 6]
    assert refusal(write(text + "b_h1.1=4\nb_h2.2=5\nb_o1=6")) == (
        ', line 10: biases: unknown name "b_h2.2": did you mean b_h2.1?'
    )


@pytest.mark.parametrize(
    ("layers", "classes", "rows", "expected"),
    [
        ("[1, 2]", '["no", "yes"]', '[[[1], "yes"], [[2], [1, 0]], [[3], [0.5, 0.5]]]', [[0, 1], [1, 0], [0.5, 0.5]]),
        ("[1, 1]", '["no", "yes"]', '[[[1], "yes"], [[2], [0]]]', [[1], [0]]),
        ("[1, 3]", '["a", "b", "c"]', '[[[1], "c"]]', [[0, 0, 1]]),
    ],
)
def test_classes(write, layers: str, classes: str, rows: str, expected: list[list[float]]) -> None:
    outputs = len(expected[0])
    text = f"layers = {layers}\nrate = 1\nclasses = {classes}\nrows = {rows}\n"
    text += "[weights]\n" + "".join(f"w{number} = 1\n" for number in range(1, outputs + 1))
    text += "[biases]\n" + "".join(f"b_o{number} = 1\n" for number in range(1, outputs + 1))
    data = Session(setup_for(write(text))).state.dataset
    assert (data.task, data.expected.tolist()) == ("classification", expected)
    assert list(data.classes) == re.findall(r"\w+", classes)


def test_what_is_frozen_stays(write) -> None:
    session = Session(setup_for(write(changed("rate = 0.25", 'rate = 0.25\nfreeze = ["w1", "w5", "b_h2"]'))))
    before, after = session.state.network.parameters, session.apply(StepSample()).network.parameters
    assert (before == after).tolist() == [True, False, False, False, False, True, True, False, False]


def test_an_example_without_biases(write) -> None:
    text = changed("[biases]\nb_h1 = 1\nb_h2 = 2e-1\nb_o1 = +0.3\n", "").replace("rate", 'bias = "none"\nrate')
    session = Session(setup_for(write(text)))
    session.apply(Run(3))
    assert [list(biases) for biases in session.state.network.biases] == [[0, 0], [0]]
    assert [list(row) for row in setup_for(write(text)).network().weights[0]] == [[0.1, 0.2], [0.3, 0.4]]


# What is refused.


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("w6 = -0.6\n", "", "[weights]", "weights: w6 is missing; a 2-2-1 network has w1 to w6"),
        ("w1 = 0.1\nw2 = 0.2\n", "", "[weights]", "weights: w1 and 1 other are missing; a 2-2-1 network has w1 to w6"),
        ("b_h1 = 1\n", "", "[biases]", "biases: b_h1 is missing; a 2-2-1 network has b_h1 to b_o1"),
        ("w6 = -0.6", "w7 = 1", "w6", 'weights: unknown name "w7": did you mean w'),
        ("b_h2 = 2e-1", "b2 = 0.2", "b_h2", 'biases: unknown name "b2": did you mean b_h2?'),
        ("b_h2 = 2e-1", '"[@click=app.quit]\\u001b[2J" = 0.2', "[biases]", 'name "[@click=app.quit]\\x1b[2J": '),
        ("w3 = 0.3", 'w3 = "0.3"', "w3", 'w3 should be a number, not "0.3"'),
        ("w3 = 0.3", "w3 = true", "w3", "w3 should be a number, not true"),
        ("w3 = 0.3", "w3 = nan", "w3", "w3 should be a finite number"),
        ("w3 = 0.3", "w3 = [[1]]", "w3", "w3 should be a number, not a list of 1"),
        ("w3 = 0.3", "w3 = 2020-01-01", "w3", "w3 should be a number, not a date or time"),
        ("w3 = 0.3", f"w3 = 1{'0' * 400}", "w3", "w3 should be a finite number"),
        ("w3 = 0.3", f"w3 = 1{'0' * 9000}", None, "no TOML: Exceeds the limit"),
        ("w3 = 0.3", f"w3 = 0x1{'0' * 9000}", "w3", "w3 should be a finite number"),
        ("rate = 0.25", "rate = 0", "rate", "rate should be above 0, not 0"),
        ("rate = 0.25", "rate = inf", "rate", "rate should be a finite number"),
        ("rate = 0.25", "alpha = 0.25", "rate", 'unknown key "alpha": did you mean rate?'),
        ("rate = 0.25", "", None, "rate is missing"),
        ("layers = [2, 2, 1]", "layer = [2, 2, 1]", "layers", 'unknown key "layer": did you mean layers?'),
        ("layers = [2, 2, 1]", 'layers = "2-2-1"', "layers", "layers should be a list of whole numbers such as "),
        ("layers = [2, 2, 1]", "layers = [2, 2.0, 1]", "layers", "layers should be a list of whole numbers such as "),
        ("layers = [2, 2, 1]", "layers = [2]", "layers", "layers need at least an input and an output"),
        ("layers = [2, 2, 1]", "layers = [2, 0, 1]", "layers", "layers should be a list of whole numbers"),
        ("layers = [2, 2, 1]", f"layers = [2, 1{'0' * 4000}, 1]", "layers", "layers: a worked example has 10,000"),
        ("layers = [2, 2, 1]", f"layers = [{'1, ' * 9999}1]", "layers", "layers: a worked example has 10,000"),
        ("layers = [2, 2, 1]", "layers = [2, 3, 1]", "[weights]", "weights: w7 and 2 others are missing"),
        ('["tanh", "linear"]', '["tahn", "linear"]', "activation", "unknown activation 'tahn'"),
        ('["tanh", "linear"]', "[1]", "activation", "activation should be a name, or a list of names, not 1"),
        ('["tanh", "linear"]', "[]", "activation", "activations: one for all layers, or hidden,output"),
        ('["tanh", "linear"]', '"softmax"', "activation", "softmax is for the output layer"),
        ('loss = "mse"', 'loss = "best"', "loss", "unknown loss 'best'"),
        ('loss = "mse"', 'loss = "cross-entropy"', "loss", "cross-entropy takes the logarithm of shares"),
        ('loss = "mse"', "loss = 1", "loss", "loss should be a text, not 1"),
        ('name = "By hand"', "name = 7", "name", "name should be a text, not 7"),
        ('["width", "height"]', '["width"]', "inputs", "inputs should have 2 names, as layers say, not 1"),
        ('["width", "height"]', '["x", "x"]', "inputs", "inputs has two of the same name"),
        ('["width", "height"]', "{a = 1}", "inputs", "inputs should be a list of names, not a table"),
        ("inputs =", 'classes = ["a"]\ninputs =', None, "classes should be two or more"),
        ("[[3, 4], [1]]", "[[3], [1]]", "[[3", "row 2 should have 2 inputs in a list, as layers say, not 1"),
        ("[[3, 4], [1]]", "[[3, 4], 1]", "[[3", "row 2 should have 1 expected value in a list, as layers say, not 1"),
        ("[[3, 4], [1]]", "[[3, 4], [1], [2]]", "[[3", "rows should be a list of [[inputs], [expected values]]"),
        ("[[3, 4], [1]]", '[[3, "4"], [1]]', "[[3", 'row 2, input 2 should be a number, not "4"'),
        ("[[3, 4], [1]]", "[[3, 4], [-inf]]", "[[3", "row 2, expected value 1 should be a finite number"),
        ("[weights]", "[weight]", "[weights]", 'unknown key "weight": did you mean weights?'),
        ("[biases]\nb_h1 = 1\nb_h2 = 2e-1\nb_o1 = +0.3\n", "", None, 'biases are missing; an example without biases'),
        ("rate = 0.25", 'rate = 1\nfreeze = ["w7"]', None, 'freeze: unknown name "w7": did you mean w'),
        ("rate = 0.25", 'rate = 1\nfreeze = "w1"', None, 'freeze should be a list of names such as ["w1", "b_o1"]'),
        ("rate = 0.25", 'rate = 1\nbias = "none"', None, "contradict"),
        ("rate = 0.25", "rate = 1\nbias = 0", None, 'bias should be "all" or "none", not 0'),
        ("rate = 0.25", "rate 0.25", "rate", "no TOML at column 6: Expected '=' after a key"),
        ("rate = 0.25", "rate = 1\nrate = 2", None, "no TOML at column 9: Cannot overwrite a value"),
        ('"a textbook"', '"a textbook', "source", "no TOML at column"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(write, old: str, new: str, at: str | None, said: str) -> None:
    message = refusal(write(changed(old, new)))
    if at is not None:
        assert message.startswith(f", line {line_of(at)}: ")
    assert said in message


def test_only_a_csv_file_takes_reading_options(write) -> None:
    from engine.data.options import ReadOptions

    with pytest.raises(InvalidValue, match="only a CSV file takes reading options"):
        setup_for(write(EXAMPLE), Options(reading=ReadOptions(header=True)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", ": the file is empty; a worked example is needed"),
        (b"\xff\xfe", ", line 1: is not UTF-8 text, as TOML has to be"),
        (b"a = 1\nb = '\xe9'", ", line 2: is not UTF-8 text, as TOML has to be"),
        (b"PK\3\4\0", ", line 1: no TOML at column"),
        (b"a = 1\n" * 2, ", line 2: no TOML at column 6: Cannot overwrite a value"),
    ],
)
def test_other_files(write, text: bytes, said: str) -> None:
    assert refusal(write(text)).startswith(said)


# Hostile files.

LENGTH = 190_000


@pytest.mark.parametrize(
    "text",
    [
        "rows = " + "[" * LENGTH,
        "rows = [\n" * 9,
        "a = " + "{a=" * (LENGTH // 3),
        'a = ["""b"""", ' + "[" * 90_000,
        "a = ['''b'''''" + "[" * 90_000,
        'a = ["\\"", ' + "[" * 90_000,
    ],
    ids=["lists", "lines", "tables", "a quote before the end of a text", "two quotes", "an escaped quote"],
)
def test_deep_nesting_is_refused(write, text: str) -> None:
    assert re.search(r"nested too deeply|no TOML", refusal(write(text)))


@pytest.mark.parametrize("part", ["a.", '"a".', "a . ", "'' ."])
@pytest.mark.parametrize("begin", ["", "[", "b = {"])
def test_keys_of_many_parts_are_refused(write, begin: str, part: str) -> None:
    """For tomllib takes time with the square of them."""
    assert refusal(write(begin + part * (LENGTH // len(part)) + "a = 1")) == ": has keys of too many parts"


def test_a_large_file_is_refused_unread(write) -> None:
    tracemalloc.start()
    assert refusal(write("#" * 30_000_000)) == ": larger than 200 kB, which no worked example needs"
    assert tracemalloc.get_traced_memory()[0] < 31_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("begin", "part"),
    [
        *(("", part) for part in ("[[a]]\n", "[a]\n", "#\n", "a=1\n", "a.b=1\n", "a", '"', ".")),
        *(("rows = [", part) for part in ("1,", "{},", '"",', "- ")),
        *(('a = """', part) for part in ('\\"""', '""\n', "\\")),
        *(("a = '''", part) for part in ("''\n", "'''")),
    ],
)
def test_reading_grows_with_the_text(write, begin: str, part: str) -> None:
    """Twice the usual limit: the garbage collector looks at many small tables again and again."""

    def read(length: int) -> None:
        path = write(begin + part * (length // len(part)))
        with pytest.raises(EngineError):
            setup_for(path)

    assert (
        growth(lambda: read(LENGTH // TIMES), lambda: read(LENGTH)) < 2 * MOST
    )  # the garbage collector looks at many small tables again and again
