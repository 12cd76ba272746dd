"""The command line: its answers and refusals, on which stream and with which exit code."""

import json
import shlex
import subprocess
import sys
import types
import unicodedata
from dataclasses import fields
from pathlib import Path

import pexpect
import pytest

from engine.data.scaling import SCALINGS
from engine.experiment import start_options
from engine.experiment.presets import PRESETS
from engine.experiment.start_options import FLAGS, OPTIONS
from engine.experiment.starts import setup_for, start_names
from engine.experiment.stop_rule import StopRule
from engine.kernels.compiler import KERNELS
from engine.network.activations import ACTIVATIONS
from engine.network.initializers import INITIALIZER_NAMES
from engine.network.losses import LOSSES
from engine.network.method import Method
from engine.network.optimizers import OPTIMIZERS
from engine.wording import count
from tests.patience import MOST
from tests.tui.shell import GLASSNET, ROOT, glassnet, python
from tui.command_line import options, workbench
from tui.command_line.main import main
from tui.command_line.parser import options_of
from tui.command_line.version import VERSION


@pytest.fixture
def opened(monkeypatch):
    """Pretend there is a terminal, and collect the setups that the workbench is opened with."""
    setups = []
    app = types.ModuleType("tui.app")
    app.run_workbench = lambda setup, *how: setups.append(setup) or 7
    monkeypatch.setitem(sys.modules, "tui.app", app)
    monkeypatch.setattr(workbench, "is_terminal", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    return setups


@pytest.fixture
def csv_file(tmp_path):
    def write(text: str, name: str = "rows.csv") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return write


def one_line(capsys) -> str:
    """Return the only line written: on stderr, without control characters."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glassnet: ")
    assert err.endswith("\n")
    assert not [c for c in err[:-1] if unicodedata.category(c)[0] == "C"]
    return err[:-1]


# --- version and help --------------------------------------------------------------------------------------------


def test_version_loads_nothing_slow():
    slow = {"argparse", "dataclasses", "email", "importlib.metadata", "inspect", "tomllib"}
    slow |= {"numpy", "textual", "rich", "plotext", "tui.command_line.parser"}
    code = (
        "import sys; from tui.command_line.main import main; code = main(['--version']);"
        f"sys.exit(code or ', '.join({slow} & set(sys.modules)) or 0)"
    )
    done = python(code)
    assert (done.stdout, done.stderr, done.returncode) == (f"glassnet {VERSION}\n", "", 0)


def test_version_can_stand_anywhere(capsys):
    assert main(["xor", "--seed", "3", "--version"]) == 0
    assert capsys.readouterr().out == f"glassnet {VERSION}\n"


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["train", "--help"], ["xor", "--help"]])
def test_help_names_every_start_and_option(capsys, words):
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for name in (*start_names(), *OPTIONS, *FLAGS):
        assert name in out
    assert ("--json" in out.partition("START:")[0].partition("options:\n")[2]) == (words[0] == "train")


def test_help_of_list(capsys):
    assert main(["list", "--help"]) == 0
    assert "usage: glassnet list\n" in capsys.readouterr().out


def test_list_has_every_start_with_shape_and_source(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in start_names():
        setup = setup_for(name)
        about = PRESETS[name][1] if name in PRESETS else setup.dataset.source
        line = next(line for line in lines if line.split()[:1] == [name])
        assert "-".join(map(str, setup.sizes)) in line
        assert f" {count(setup.dataset.rows, 'row')} " in line
        assert line.endswith(about)
    assert len(start_names()) == len([line for line in lines if line.startswith("  ")])


@pytest.mark.parametrize(
    ("words", "encoding", "said"),
    [
        ("explain walkthrough w5", "ascii", "delta_o1 = (a_o1 - y1) * a_o1 * (1 - a_o1)"),
        ("explain walkthrough w5", "latin-1", "delta_o1 = (a_o1 - y1) · a_o1 · (1 - a_o1)"),
        ("explain level2 b_o1 --optimizer adam", "ascii", "new b_o1 = w - alpha*c_t*m / (sqrt v + epsilon)"),
        ("explain level2 h1", "ascii", "delta_h1 = (sum delta*w) * a * (1 - a)"),
        ("explain iris E --activation tanh,softmax", "ascii", "= -y1 * ln softmax_1(s_o1, s_o2, s_o3)"),
        ("train level2", "ascii", "mean over rows of 1/2 sum (got - expected)^2"),
        ("train level2", "ascii", "  1  0         0    right"),
        ("train iris --folds 2 --epochs 1", "ascii", "mean +/- standard deviation"),
        ("train --help", "ascii", "--hidden N,..."),
        ("list", "ascii", "a sine from -pi to pi"),
    ],
)
def test_symbols_missing_from_an_encoding_are_spelled_out(words, encoding, said):
    done = glassnet(*words.split(), env={"PYTHONIOENCODING": encoding}, text=False)
    assert (done.stderr, done.returncode) == (b"", 0)
    assert said in done.stdout.decode(encoding)
    assert b"?" not in done.stdout


def test_other_characters_missing_from_an_encoding_are_not_an_error():
    done = glassnet("train", "数.csv", env={"PYTHONIOENCODING": "ascii"}, text=False)
    assert done.stderr.startswith(b"glassnet: ?.csv: cannot be read")
    assert (done.stdout, done.returncode) == (b"", 1)


ANSWERS = ["--help", "--version", "train --help", "list", "data iris", "explain w5", "train", "train --json"]


@pytest.mark.parametrize("words", ANSWERS)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line_and_code_1(words):
    with Path("/dev/full").open("w") as full:
        done = glassnet(*words.split(), capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (done.stderr, done.returncode) == ("glassnet: No space left on device\n", 1)


@pytest.mark.parametrize("words", ANSWERS)
def test_a_closed_stdout_is_one_line_and_code_1(words):
    shell = ["/bin/sh", "-c", f"{shlex.join(GLASSNET)} {words} >&-"]
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True)
    said = "glassnet: stdout is closed: there is nowhere to write to\n"
    assert (done.stdout, done.stderr, done.returncode) == ("", said, 1)


# --- the workbench -----------------------------------------------------------------------------------------------


def test_the_workbench_opens_on_the_default_preset(opened):
    assert main([]) == 7
    assert opened[0].name == "level2"


def test_every_option_reaches_the_setup(opened):
    words = "--layers 2,5,4,2 --activation sigmoid,linear --learning-rate 1/3 --epochs 9 --seed 11 --init glorot"
    main(["xor", *words.split()])
    setup = opened[0]
    assert (setup.sizes, setup.activations) == ((2, 5, 4, 2), ("sigmoid", "sigmoid", "linear"))
    assert (setup.method.learning_rate, setup.epochs, setup.seed, setup.initializer) == (1 / 3, 9, 11, "glorot")
    assert setup.stop_rule.epoch_limit == 9


@pytest.mark.parametrize("words", [[], ["--epochs", "0"]])
def test_a_run_in_the_workbench_has_no_epoch_limit_by_default(opened, words):
    main(["level2", *words])
    assert opened[0].stop_rule.epoch_limit is None


def test_the_options_of_the_training_reach_the_setup(opened):
    words = "--loss cross-entropy --optimizer adam --batch-size all --l2 1e-3 --target-mse 0.01 --patience 7 --shuffle"
    main(["level2", *words.split(), "--activation", "tanh,relu,softmax", "--hidden", "4,3"])
    setup = opened[0]
    assert (setup.loss, setup.activations) == ("cross-entropy", ("tanh", "relu", "softmax"))
    assert setup.method == Method(0.001, "adam", None, True, 1e-3)
    assert setup.stop_rule == StopRule(None, 0.01, 7)
    main(
        [
            "xor",
            "--no-shuffle",
            "--optimizer",
            "momentum",
            "--learning-rate",
            "0.2",
            "--batch-size",
            "3",
            "--init",
            "normal:0.2",
        ]
    )
    setup = opened[1]
    assert setup.method == Method(0.2, "momentum", 3, shuffle=False)
    assert (setup.initializer, setup.loss) == ("normal:0.2", "half-squared")
    main(["iris", "--activation", "relu,softmax"])
    assert (opened[2].loss, opened[2].initializer) == ("cross-entropy", "auto")
    main(["level3", "--optimizer", "sgd"])
    assert (opened[3].method.optimizer, opened[3].method.learning_rate) == ("sgd", 0.01)


def test_the_names_an_option_takes_are_those_of_the_engine():
    assert tuple(ACTIVATIONS) == start_options.ACTIVATION_NAMES
    assert start_options.LOSS_NAMES == LOSSES
    assert tuple(OPTIMIZERS) == start_options.OPTIMIZER_NAMES
    assert sorted(start_options.SCALINGS) == sorted(SCALINGS)
    assert options.KERNEL_NAMES == KERNELS
    initializers = OPTIONS["--init"].takes.partition(", with R")[0].replace("[:R]", "").replace(" or ", ", ")
    assert tuple(initializers.split(", ")) == INITIALIZER_NAMES


def test_every_field_of_the_method_and_the_stop_rule_has_an_option():
    options = {option.field for option in OPTIONS.values()} | {field for field, *_ in FLAGS.values()}
    ours = {field.name for value in (Method, StopRule) for field in fields(value)}
    assert ours - {"epoch_limit"} <= options  # --epochs sets the epoch limit too


@pytest.mark.parametrize(
    "words",
    [
        "iris --hidden 5,6 --seed 3",
        "iris --no-shuffle --hidden 5,6 --seed 3",
        "--no-shuffle --hidden 5,6 --seed 3 iris",
        "--hidden 5,6 --seed 3 iris",
        "--hidden 5,6 iris --seed 3",
        "--hidden=5,6 --seed=3 -- iris",
    ],
)
def test_options_stand_before_or_after_the_start(opened, words):
    main(words.split())
    assert (opened[0].name, opened[0].sizes, opened[0].seed) == ("iris", (4, 5, 6, 3), 3)


def test_numbers_are_written_as_in_the_workbench(opened):
    for text, value in (("0,5", 0.5), ("1e-3", 1e-3), (" .25 ", 0.25)):
        main(["--learning-rate", text])
        assert opened[-1].method.learning_rate == value


def test_reading_options_are_those_of_glassnet_data(opened, csv_file):
    path = csv_file("1|2\n3|4,5\n5|6\n")
    words = "--header yes --delimiter pipe --decimal comma --encoding latin-1 --max-rows 2"
    main([path, *words.split()])
    assert opened[0].dataset.inputs.tolist() == [[3], [5]]
    assert opened[0].dataset.expected.tolist() == [[4.5], [6]]


def test_several_target_columns(opened, csv_file):
    main([csv_file("a,b,c\n1,0.5,3\n2,1.5,1\n"), "--target", "c,1"])
    assert opened[0].dataset.output_names == ("c", "a")
    assert opened[0].dataset.input_names == ("b",)


@pytest.mark.parametrize("target", ["b", "2"])
def test_the_target_column_is_chosen_by_name_or_number(opened, csv_file, target):
    main([csv_file("a,b,c\n1,0.5,3\n2,1.5,1\n"), "--target", target])
    assert opened[0].dataset.input_names == ("a", "c")


def test_a_file_named_like_a_command_is_a_file(opened, csv_file, monkeypatch, tmp_path, capsys):
    csv_file("a,y\n1,0.5\n2,1.5\n", "train")
    monkeypatch.chdir(tmp_path)
    assert main(["./train"]) == 7
    assert main(["--", "train"]) == 7
    assert main(["--seed", "3", "train", "./train", "--epochs", "0"]) == 0
    assert "train  1-4-1  seed 3" in capsys.readouterr().out
    assert len(opened) == 2


def test_a_failing_start_never_opens_the_screen(opened, csv_file):
    assert main(["nosuch"]) == 2
    assert main([csv_file("a,y\n1,x\nq,y\n")]) == 1
    assert opened == []


def test_without_a_terminal_one_line_points_to_train():
    done = glassnet("xor", stdin=subprocess.DEVNULL)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.count("\n") == 1
    assert "terminal" in done.stderr
    assert "glassnet train" in done.stderr


@pytest.mark.parametrize("redirection", ["<&-", ">/dev/null", "2>/dev/null", "</dev/null"])
def test_each_stream_must_be_a_terminal(redirection):
    child = pexpect.spawn("/bin/sh", ["-c", f"{' '.join(GLASSNET)} {redirection}; echo code=$?"], cwd=str(ROOT))
    child.expect(r"code=(\d+)", timeout=MOST)
    assert child.match[1] == b"2"
    child.close()


# --- what is refused ---------------------------------------------------------------------------------------------

REFUSED = [
    ("--learning-rate abc", '--learning-rate: takes a number above 0, such as 0.5, 1/3 or 1e-3, not "abc"'),
    *((f"--learning-rate {text}", "--learning-rate: takes") for text in ("0", "-1", "nan", "inf", "1e999", "1/0", "=")),
    ("--learning-rate", "--learning-rate: takes a number above 0"),
    ("--learning-rate -1/3", "--learning-rate: takes a number above 0"),
    *((f"--seed {text}", "--seed: takes a whole number") for text in ("-1", "1.5", "1_0", "٣", "9" * 30, "0x1", "")),
    *((f"--epochs {text}", "--epochs: takes a whole number from 0") for text in ("-1", "many", "1e3", "9" * 5000)),
    *((f"--layers {text}", "--layers: takes the neurons") for text in ("2", "2,0,2", "2,,2", "2-3-2", "2,3,2,", "a")),
    *((f"--hidden {text}", "--hidden: takes the neurons") for text in ("0", "-3", "3.5", "8;8")),
    ("--layers 3,3,2", "--layers: ten-rows has 2 inputs and 2 outputs"),
    ("--hidden 999999999", "--hidden: 2-999999999-2 has"),
    ("--layers 2,3,2 --hidden 3", "--layers, --hidden: "),
    ("--activation softsign", "--activation: takes sigmoid, tanh, relu, leaky-relu, linear or softmax: one for all"),
    ("--activation sigmoid,linear,linear", "--activation: activations: one for all layers, or hidden,output, or one"),
    ("--activation softmax", "--activation: softmax is for the output layer"),
    ("--activation relu,softmax --loss mse", "--activation, --loss: softmax goes with the loss cross-entropy, not mse"),
    ("level3 --loss cross-entropy", "--loss: cross-entropy takes the logarithm of shares: outputs of sigmoid or sof"),
    ("--loss hinge", "--loss: takes half-squared, mse or cross-entropy, not"),
    ("--optimizer lion", "--optimizer: takes sgd, momentum, nesterov, rmsprop or adam, not"),
    *(
        (f"--batch-size {text}", "--batch-size: takes a whole number from 1, or all")
        for text in ("0", "-1", "1.5", "al")
    ),
    *((f"--l2 {text}", "--l2: takes a number from 0, not") for text in ("-1", "nan", "x")),
    ("--l2", "--l2: takes a number from 0"),
    ("--target-mse -1", "--target-mse: takes a number from 0, not"),
    ("--patience 0", "--patience: takes a whole number from 1"),
    ("--shuffle=yes", "--shuffle: takes no value"),
    *(
        (f"--init {text}", "--init: takes auto, uniform, symmetric[:R]")
        for text in ("best", "normal:0", "he:1", "normal:", "symmetric:1e308", "normal:1e308")
    ),
    ("--target", "--target: takes the column"),
    ("--target y", "--target: "),
    ("--learning-rat 1", 'unknown option "--learning-rat": did you mean --learning-rate?'),
    ("--sed=1", 'unknown option "--sed": did you mean --seed?'),
    ("--optimiser adam", 'unknown option "--optimiser": did you mean --optimizer?'),
    ("-x", 'unknown option "-x": glassnet '),
    ("xor and", 'one START is enough: "and" is one too many'),
    ("xor --hidden 8, 8", 'one START is enough: "8" is one too many; did you mean "8,8"?'),
    ("8 --hidden 8, 8", 'one START is enough: "8" is one too many; did you mean "8,8"?'),
    (
        "iris --decimal comma --max-rows 5",
        "--decimal, --max-rows: only a CSV file takes reading options; iris is not one",
    ),
    ("x.csv --target a --target=b", "--target: is given twice; name several in one value: --target a,b"),
    ("nosuch", "unknown start 'nosuch'"),
    ("nosuch --layers 2,3,2", "unknown start 'nosuch'"),
]


@pytest.mark.parametrize("command", ["", "train"])
@pytest.mark.parametrize(("words", "said"), REFUSED, ids=range(len(REFUSED)))
def test_a_wrong_option_is_one_line_and_code_2(capsys, command, words, said):
    assert main([*command.split(), *words.split(" ")]) == 2
    assert one_line(capsys).startswith(f"glassnet: {said}")


@pytest.mark.parametrize(("typed", "meant"), [("trian", "train"), ("exlpain", "explain"), ("dat", "data")])
def test_a_command_that_is_spelt_wrongly_is_suggested(capsys, typed, meant):
    assert main([typed, "iris"]) == 2
    said = f'glassnet: one START is enough: "iris" is one too many; did you mean glassnet {meant}?'
    assert one_line(capsys) == said


@pytest.mark.parametrize("command", ["", "train", "explain", "data"])
def test_two_dashes_are_not_a_value(capsys, command):
    for name, option in options_of(command).items():
        assert main([*command.split(), "iris", f"{name}=--"]) == 2
        assert one_line(capsys) == f'glassnet: {name}: takes {option.takes}, not "--"'


def test_after_two_dashes_comes_a_start(capsys):
    assert main(["train", "--", "--seed=--"]) == 2
    assert one_line(capsys).startswith("glassnet: unknown start '--seed=--'")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--json"], "--json: goes with glassnet train"),
        (["--theme", "blue"], '--theme: takes light or dark, not "blue"'),
        (["--theme"], "--theme: takes light or dark"),
        (["train", "--ascii"], "--ascii: goes with the workbench, which is glassnet without a command"),
        (["--ascii=yes"], "--ascii: takes no value"),
        (["--theme", "light", "train"], "--theme: goes with the workbench, which is glassnet without a command"),
        (["list", "xor"], 'glassnet list takes no arguments, got "xor"'),
        (["list", "--seed", "3"], 'unknown option "--seed": glassnet list takes only --help'),
        (["list", "--json"], 'unknown option "--json": glassnet list takes only --help'),
        (
            ["explain", "xor", "w1", "--hidden", "8,", "8"],
            'one START and one WHAT are enough: "8" is one too ma',
        ),
        (["--seed", "3", "list"], 'unknown option "--seed"'),
        (["train", "--version"], 'unknown option "--version"'),
        (["--version=3"], "--version: takes no value"),
        (["train", "--json=yes"], "--json: takes no value"),
        ([""], "START is empty"),
        (
            ["--learning-rate", "\x1b[31m1\n2"],
            '--learning-rate: takes a number above 0, such as 0.5, 1/3 or 1e-3, not "\\x1b',
        ),
        (["--\x1b]0;x\x07"], 'unknown option "--\\x1b]0;x\\x07"'),
        (["xor", "a\x1bb"], 'one START is enough: "a\\x1bb"'),
    ],
)
def test_other_mistakes_are_one_line_and_code_2(capsys, words, said):
    assert main(words) == 2
    assert one_line(capsys).startswith(f"glassnet: {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,y\n1,0.5\nx\x1b[2J,1.5\n", 'rows.csv, line 3, column "a"'),
        ("a,y\n1,0.5\n2\n", "rows.csv, line 3: expected 2 cells"),
        ("", "rows.csv: the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_line_and_column(capsys, csv_file, text, said):
    assert main(["train", csv_file(text)]) == 1
    assert one_line(capsys).startswith(f"glassnet: {said}")


COLUMNS = 'the columns are "a", "b", "c"'


@pytest.mark.parametrize("command", ["", "train", "train --json", "explain w1", "data", "data --json"])
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("9", f'rows.csv: no column "9"; {COLUMNS}'),
        ("zzz", f'rows.csv: no column "zzz"; {COLUMNS}'),
        ("a,a", f'rows.csv, column "a": the column is asked for twice; {COLUMNS}'),
        ("b,,c", f'rows.csv: no column ""; {COLUMNS}'),
        ("1,2,3", f"rows.csv: every column is a target, and one has to be an input; {COLUMNS}"),
    ],
)
def test_a_target_missing_from_the_file_is_named_with_code_2(capsys, csv_file, command, target, said):
    command, *rest = command.split() or [""]
    path = csv_file("a,b,c\n1,0.5,3\n2,1.5,1\n")
    assert main([*filter(None, [command]), path, *rest, "--target", target]) == 2
    assert one_line(capsys) == f"glassnet: --target: {said}"


def test_a_target_that_cannot_be_learned_is_blamed_on_the_file(capsys, csv_file):
    path = csv_file("a,day,c\n1,2024-01-02,3\n2,2024-01-03,1\n")
    assert main(["train", path, "--target", "day"]) == 1
    assert one_line(capsys).startswith('glassnet: rows.csv, line 2, column "day": ')
    assert main(["data", path, "--target", "day", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["problem"].startswith('rows.csv, line 2, column "day": ')
    assert main(["train", csv_file(""), "--target", "day"]) == 1
    assert one_line(capsys).startswith("glassnet: rows.csv: the file is empty")


@pytest.mark.parametrize("path", ["/no/such.csv", "/", "a" * 5000 + "/b.csv", "no\x1b[31m.csv", "no\ud800.csv"])
def test_a_path_without_a_file_is_one_line(capsys, path):
    assert main(["train", path]) == 1
    assert one_line(capsys)


def test_large_numbers_in_a_file_come_with_advice(capsys, tmp_path):
    for numbers, advised in (("100.5,200", True), ("1.5,2", False)):
        path = tmp_path / "own.csv"
        path.write_text("x,y,k\n" + "".join(f"{numbers[:-1]}{row},{'ab'[row % 2]}\n" for row in range(6)))
        assert main(["train", str(path), "--epochs", "1"]) == 0
        assert ("glassnet: own.csv: numbers beyond ±10 are scaled; now mean 0" in capsys.readouterr().err) == advised
        assert main(["train", str(path), "--epochs", "1", "--scale", "none"]) == 0
        assert (
            "glassnet: own.csv: numbers beyond ±10 are not scaled; most networks saturate" in capsys.readouterr().err
        ) == advised
        assert main(["train", str(path), "--epochs", "1", "--standardize"]) == 0
        assert "beyond" not in capsys.readouterr().err


def test_a_file_that_takes_a_while_is_read_once_the_screen_is_there(opened, csv_file):
    two = "1.5,2.5,3\n2.5,4.5,6\n"
    small, large = (csv_file("a,b,c\n" + two * times, f"{times}.csv") for times in (10, workbench.SMALL // len(two)))
    assert [main([small]), main([large, "--epochs", "3"])] == [7, 7]
    now, later = opened
    assert now.dataset.rows == 20
    assert later.name == Path(large).name
    shares = []
    setup = later.read(shares.append)
    assert (setup.dataset.rows, setup.stop_rule.epoch_limit) == (workbench.SMALL // len(two) * 2, 3)
    assert shares == sorted(shares)
    assert len(shares) > 2


def test_what_needs_no_file_to_be_refused_is_refused_before_a_large_one_is_read(opened, csv_file, capsys):
    large = csv_file("a,b\n" + "1.5,2\n" * 100_000)
    assert main([large, "--layers", "1,1", "--hidden", "3"]) == 2
    assert one_line(capsys).startswith("glassnet: --layers, --hidden: give either")
    too_large = csv_file("a,b\n" + "1.5,2\n" * 2_000_000)
    assert main([too_large]) == 1
    assert "larger than 10 MB" in one_line(capsys)
    assert opened == []
