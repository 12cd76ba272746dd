"""Weights of one's own: what a file may hold, and that a hostile one is refused in one line and with little work."""

import io
import json
import pickle
import struct
import tracemalloc
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError, EngineError, InvalidValue
from engine.experiment.given_weights import SCHEMA
from engine.experiment.starts import Options, setup_for
from engine.experiment.weight_files import read_weights
from engine.network.places import Weight
from engine.session.session import Session
from engine.training.commands import Reset, Run, SetParameter
from tui.command_line.described import described

W1, B1 = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [1.0, 2.0, 3.0]
W2, B2 = [[1.1, 1.2, 1.3], [1.4, 1.5, 1.6]], [4.0, 5.0]
LAYERS = {"W1": W1, "b1": B1, "W2": W2, "b2": B2}
PARAMETERS = [0.1, 0.2, 1, 0.3, 0.4, 2, 0.5, 0.6, 3, 1.1, 1.2, 1.3, 4, 1.4, 1.5, 1.6, 5]
MANY = 10_000_000


@pytest.fixture
def write(tmp_path: Path):
    def written(content: object, name: str = "w") -> Path:
        path = tmp_path / name
        if isinstance(content, dict):
            np.savez(path.with_suffix(".npz"), **content)
            return path.with_suffix(".npz")
        path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
        return path

    return written


def as_json(**fields: object) -> str:
    return json.dumps({"weights": [W1, W2], "biases": [B1, B2], **fields})


def refusal(path: Path) -> str:
    """Return the one line that refuses a file, and assert that little memory was taken for it."""
    tracemalloc.start()
    with pytest.raises(DataError) as caught:
        read_weights(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20 * path.stat().st_size + 3 * MANY
    message = str(caught.value)
    assert message.startswith(f"{path.name}")
    assert message.isprintable()
    assert len(message) < 250
    return message.removeprefix(path.name)


# What is read.


def test_json_and_npz_of_the_same_weights(write) -> None:
    for path in (write(as_json()), write(LAYERS)):
        found = read_weights(path)
        assert found.sizes == (2, 3, 2)
        assert found.parameters.tolist() == PARAMETERS
        network = setup_for("level2", Options(weights=found)).network()
        assert [matrix.tolist() for matrix in network.weights] == [W1, W2]
        assert [vector.tolist() for vector in network.biases] == [B1, B2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_in_the_encodings_that_a_shell_writes(write, encoding: str) -> None:
    assert read_weights(write(as_json(name="é").encode(encoding))).parameters.tolist() == PARAMETERS


@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", "<i8", "|u1", "<f2"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", [(3,), (3, 1), (1, 3)])
def test_npz_of_any_numbers_and_order(write, dtype: str, order: str, shape: tuple[int, ...]) -> None:
    first = np.array([[1, 2], [3, 4], [5, 6]], dtype, order=order)
    found = read_weights(write({**LAYERS, "W1": first, "b1": np.array([7, 8, 9], dtype).reshape(shape)}))
    assert found.parameters[:9].tolist() == [1, 2, 7, 3, 4, 8, 5, 6, 9]


def test_a_compressed_npz_and_other_arrays_in_it(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "w.npz", **LAYERS, losses=np.arange(5), notes=np.array(["a"]))
    assert read_weights(tmp_path / "w.npz").parameters.tolist() == PARAMETERS


def test_a_network_without_hidden_layers(write) -> None:
    assert read_weights(write({"W1": [[0.5, 0.25]], "b1": [1.0]})).sizes == (2, 1)


@settings(max_examples=30)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_any_network_comes_back(tmp_path_factory, sizes: list[int], random: Any) -> None:
    arrays: dict[str, Any] = {}
    for number, (inputs, neurons) in enumerate(pairwise(sizes), start=1):
        arrays[f"W{number}"] = [[random.gauss(0, 1) for _ in range(inputs)] for _ in range(neurons)]
        arrays[f"b{number}"] = [random.gauss(0, 1) for _ in range(neurons)]
    folder = tmp_path_factory.mktemp("any")
    np.savez(folder / "w.npz", **arrays)
    names = [[name for name in arrays if name[0] == kind] for kind in "Wb"]
    weights, biases = [[arrays[name] for name in of_kind] for of_kind in names]
    (folder / "w.json").write_text(json.dumps({"weights": weights, "biases": biases}))
    one, other = (read_weights(folder / name) for name in ("w.npz", "w.json"))
    assert one.sizes == other.sizes == tuple(sizes)
    assert one.parameters.tobytes() == other.parameters.tobytes()


def test_what_train_prints_describes_the_network(write) -> None:
    """Activations, loss and scaling follow the file unless the learner asks for others."""
    text = as_json(
        schema=1, activations=["tanh", "softmax"], loss="cross-entropy", scaling={"kind": "standard", "inputs": {}}
    )
    weights = read_weights(write(text))
    setup = setup_for("level2", Options(weights=weights))
    assert (setup.activations, setup.loss, setup.scaling) == (("tanh", "softmax"), "cross-entropy", "standard")
    setup = setup_for("level2", Options(weights=weights, activations=("relu", "linear"), scaling="none"))
    assert (setup.activations, setup.loss, setup.scaling) == (("relu", "linear"), "half-squared", "none")
    assert read_weights(write(as_json(scaling=None))).scaling == "none"
    assert read_weights(write(as_json())).scaling is None


def test_the_schema_is_that_of_train() -> None:
    assert described(setup_for("level2"), "level2")["schema"] == SCHEMA


# As a start.


def test_a_reset_goes_back_to_the_given_weights(write) -> None:
    session = Session(setup_for("level2", Options(weights=read_weights(write(LAYERS)))))
    assert session.state.setup.is_own_start
    session.apply(Run(7))
    session.apply(SetParameter(Weight(1, 0, 0), 9.0))
    assert session.apply(Reset()).network.parameters.tolist() == PARAMETERS


def test_hidden_layers_follow_from_the_file(write) -> None:
    weights = read_weights(write({"W1": np.ones((7, 4)), "b1": np.ones(7), "W2": np.ones((3, 7)), "b2": np.ones(3)}))
    setup = setup_for("iris", Options(weights=weights))
    assert (setup.sizes, setup.activations) == ((4, 7, 3), ("sigmoid", "sigmoid"))
    assert setup_for("iris", Options(weights=weights, hidden=(7,))).sizes == (4, 7, 3)


def test_one_output_for_two_classes_follows_from_the_file(write) -> None:
    weights = read_weights(write({"W1": np.ones((1, 2)), "b1": np.ones(1)}))
    assert setup_for("xor", Options(weights=weights)).dataset.two_classes == ("0", "1")


@pytest.mark.parametrize(
    ("start", "asked", "said"),
    [
        ("level2", {"seed": 0}, "the starting weights are those of w.npz: there is nothing to draw"),
        ("level2", {"initializer": "zeros"}, "the starting weights are those of w.npz: there is nothing to draw"),
        ("level2", {"hidden": (4,)}, "w.npz holds a 2-3-2 network, not 2-4-2"),
        ("level2", {"layers": (2, 2)}, "w.npz holds a 2-3-2 network, not 2-2"),
        ("walkthrough", {}, "walkthrough has weights of its own, so it takes none from w.npz"),
        ("iris", {}, "w.npz holds a 2-3-2 network, iris needs 4-…-3"),
        ("parity3", {}, "w.npz holds a 2-3-2 network, parity3 needs 3-…-2 or 3-…-1"),
    ],
)
def test_what_does_not_go_with_the_weights_is_refused(write, start: str, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        setup_for(start, Options(weights=read_weights(write(LAYERS)), **asked))
    assert str(caught.value) == said


# Shapes.


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"W1": np.ones((2, 3))},
            ": W1 is 2×3 and b1 3, but a row of W1 belongs to each neuron: it would fit transposed, so save W1.T",
        ),
        ({"b1": np.ones(4)}, ": W1 is 3×2 and b1 4, but a row of W1 belongs to each neuron, so b1 should have 3"),
        (
            {"b1": np.ones((3, 3))},
            ": W1 is 3×2 and b1 3×3, but a row of W1 belongs to each neuron, so b1 should have 3",
        ),
        ({"b1": np.float64(1)}, ": W1 is 3×2 and b1 a single number, but a row of W1 belongs to each neuron, so b1"),
        ({"W2": np.ones((2, 4))}, ": W2 is 2×4, but W1 has 3 rows: a column of W2 belongs to each neuron of the layer"),
        ({"W1": np.ones(6)}, ": W1 is 6, and should be neurons × inputs"),
        ({"W1": np.ones((0, 2)), "b1": []}, ": W1 is 0×2, and should be neurons × inputs"),
        ({"W1": np.array([[1, 2], [3, np.nan], [5, 6]])}, ": W1[2, 2] is not a finite number"),
        ({"b2": [1, np.inf]}, ": b2[2] is not a finite number"),
        ({"W1": np.array(W1) * 1j}, ": W1 is not an array of real numbers; glassnet unpickles nothing"),
        ({"W1": np.array([["a"]])}, ": W1 is not an array of real numbers; glassnet unpickles nothing"),
        ({"W1": np.array([None])}, ": W1 is not an array of real numbers; glassnet unpickles nothing"),
        ({"W4": W2}, None),
    ],
)
def test_npz_that_makes_no_network(write, changed: dict[str, Any], said: str | None) -> None:
    path = write({**LAYERS, **changed})
    if said is None:
        assert read_weights(path).sizes == (2, 3, 2)
    else:
        assert refusal(path).startswith(said)


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"w1": W1, "b1": B1}, 'there is no W1 among its arrays, which should be W1, b1, W2, b2 …: it has "w1", "b1"'),
        ({"W1": W1, "b1": B1, "W2": W2}, "there is no b2 among its arrays"),
        ({"\x1b[2J[@click=app.quit]": W1}, 'it has "\\x1b[2J[@click=app.quit]"'),
        ({}, "it has nothing"),
    ],
)
def test_npz_that_lacks_an_array(write, arrays: dict[str, Any], said: str) -> None:
    assert said in refusal(write(arrays))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ": the file is empty; it needs the weights and biases of each layer"),
        ("hello", ": is neither JSON nor an .npz file"),
        (b"\xff\xfe\xff", ": is neither JSON nor an .npz file"),
        (b"\x80\x04K\x01.", ": is neither JSON nor an .npz file"),
        ('{"weights": [\n1,]}', ", line 2: column 3: "),
        ("[1]", ": is not an object such as glassnet train --json prints"),
        ('{"folds": []}', ': has no "weights": --folds prints none'),
        ('{"weights": []}', ': "weights" should be a list with an entry for each layer, not an empty list'),
        ('{"weights": {"a": 1}}', ': "weights" should be a list with an entry for each layer, not an object'),
        ('{"weights": [[[1]]]}', ': has no "biases"'),
        ('{"weights": [[[1]]], "biases": [[1], [2]]}', ': "weights" has 1 layer, "biases" 2'),
        ('{"weights": [[1]], "biases": [[1]]}', ": W1[1] should be a list of numbers, not 1"),
        ('{"weights": [[[1], [2, 3]]], "biases": [[1, 2]]}', ": W1[1] has 1 number, W1[2] has 2"),
        ('{"weights": [[[null]]], "biases": [[1]]}', ": W1[1][1] should be a number, not null"),
        ('{"weights": [[[true]]], "biases": [[1]]}', ": W1[1][1] should be a number, not true"),
        ('{"weights": [[["\\u001b[2J"]]], "biases": [[1]]}', ': W1[1][1] should be a number, not "\\x1b[2J"'),
        ('{"weights": [[[NaN]]], "biases": [[1]]}', ": NaN is not a finite number"),
        ('{"weights": [[[1e999]]], "biases": [[1]]}', ": W1[1][1] is not a finite number"),
        ('{"weights": [[[1%s]]], "biases": [[1]]}' % ("0" * 400), ": W1[1][1] is not a finite number"),
        ('{"weights": [[[1%s]]], "biases": [[1]]}' % ("0" * 9000), ": Exceeds the limit"),
        (as_json(schema=2), ": has schema 2; this glassnet reads schema 1"),
        (as_json(activations=["tanh"]), ": weights are given for 2 layers, activations for 1"),
        (as_json(activations=["tanh", "x" * 99]), ": unknown activation"),
        (as_json(activations=[1, {}]), ": 1 should be a name"),
        (as_json(loss="best"), ': unknown loss "best"'),
        (as_json(scaling={"kind": "log"}), ": unknown scaling 'log'"),
        (as_json(scaling=[]), ": an empty list should be a name"),
    ],
)
def test_json_that_makes_no_network(write, text: str | bytes, said: str) -> None:
    assert refusal(write(text)).startswith(said)


# Hostile files.


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"weights":[['])
def test_deep_nesting_is_refused(write, opening: str) -> None:
    assert refusal(write(opening * 200_000)) == ": is nested too deeply for weights"


@pytest.mark.parametrize("part", ["[],", "{},", '"",', "0,"])
def test_what_would_fill_the_memory_is_refused(write, part: str) -> None:
    text = '{"weights": [' + part * (MANY // len(part)) + "0]}"
    assert "holds too much besides weights" in refusal(write(text))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    with path.open("wb") as stream:
        stream.write(b"{")
        stream.truncate(20_000_001)
    assert refusal(path) == ': larger than 20 MB: keep only "weights" and "biases", or save them as .npz'
    with path.open("wb") as stream:
        stream.truncate(200_000_001)
    assert refusal(path) == ": larger than 200 MB"


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", compression) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return whole.getvalue()


def array(shape: str, data: bytes = b"", descr: str = "'<f8'", version: int = 1) -> bytes:
    """Return a member that claims a shape."""
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + data


def test_a_zip_bomb_is_refused_by_its_header(write) -> None:
    bomb = archive({"W1.npy": array("(3, 2)", b"\0" * 3 * MANY), "b1.npy": array("(3,)", b"\0" * 24)})
    path = write(bomb)
    assert path.stat().st_size < 100_000
    assert refusal(path) == ": W1 has another size than its header says: the file is damaged"


def test_more_numbers_than_a_network_has_are_refused_by_their_headers(write) -> None:
    """The list of members claims sizes that fit the headers; nothing so large is ever allocated."""
    claimed = 160_000_000_000
    whole = bytearray(archive({"W1.npy": array("(10000000, 2000)"), "b1.npy": array("(10000000,)")}))
    for name in ("W1.npy", "b1.npy"):
        at = whole.rindex(name.encode()) - 46
        size = len(array("(10000000, 2000)")) + claimed if name == "W1.npy" else len(array("(10000000,)")) + 80_000_000
        struct.pack_into("<I", whole, at + 24, size % 2**32)
    assert "damaged" in refusal(write(bytes(whole)))
    wide = archive({"W1.npy": array("(100000, 1000)"), "b1.npy": array("(100000,)")})
    whole = bytearray(wide)
    for name, shape, count in (("W1.npy", "(100000, 1000)", 10**8), ("b1.npy", "(100000,)", 10**5)):
        at = whole.rindex(name.encode()) - 46
        struct.pack_into("<I", whole, at + 24, len(array(shape)) + 8 * count)
    assert "100,100,000 parameters" in refusal(write(bytes(whole)))


@pytest.mark.parametrize(
    "member",
    [
        b"",
        b"\x93NUMPY",
        b"cos\nsystem\n(S'echo'\ntR.",
        pickle.dumps([1.0]),
        array("(1, 1)", b"\0" * 8, "'|O'"),
        array("(1, 1)", b"\0" * 8, "[('a', '<f8')]"),
        array("(1, 1)", b"\0" * 8, "__import__('os')"),
        array("(1, -1)", b"\0" * 8),
        array("(1, 99999999999999999999)", b"\0" * 8),
        array("(" * 5000 + ")" * 5000, b"\0" * 8),
        array("(" + "1, " * 4000 + ")", b"\0" * 8),
        array("(1, 1)", b"\0" * 7),
        array("(1, 1)", b"\0" * 9),
        array("(1, 1)", b"\0" * 8, version=9),
    ],
    ids=range(14),
)
def test_a_member_that_is_no_plain_array_is_refused(write, member: bytes) -> None:
    assert "W1 " in refusal(write(archive({"W1.npy": member, "b1.npy": array("(1,)", b"\0" * 8)})))


def test_a_damaged_archive_is_refused_wherever_it_is_damaged(write) -> None:
    whole = archive({"W1.npy": array("(1, 1)", b"\1" * 8), "b1.npy": array("(1,)", b"\2" * 8)})
    assert read_weights(write(whole)).sizes == (1, 1)
    for at in range(len(whole)):
        for change in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path = write(change or b"-")
            try:
                read_weights(path)
            except EngineError as error:
                assert str(error).isprintable()  # noqa: PT017, not every change does harm


def test_other_archives_are_refused(write) -> None:
    assert "it has" in refusal(write(archive({"archive/data.pkl": pickle.dumps(1)})))
    assert "compressed as NumPy never does" in refusal(
        write(archive({"W1.npy": array("(1, 1)", b"\0" * 8), "b1.npy": b""}, zipfile.ZIP_LZMA))
    )
    many = archive({f"{number}": b"" for number in range(3000)}, zipfile.ZIP_STORED)
    assert refusal(write(many)) == ": has too many members for the layers of a network"
    assert refusal(write(b"PK")) == ": is a damaged .npz file, or was not written by NumPy"
    np.save(write(b"-").with_suffix(".npy"), np.ones(3))
    assert "holds one array" in refusal(write(b"-").with_suffix(".npy"))
