"""A derivation has the numbers of the inspector, and LaTeX takes it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.explaining.explain import explain
from engine.explaining.worked_step import context_of
from engine.exporting.derivation import latex_derivation, markdown_derivation
from engine.exporting.math_source import math_source
from engine.exporting.trained import SAMPLE, STEP, Trained
from engine.network.activations import ACTIVATIONS
from engine.network.optimizers import OPTIMIZERS
from engine.network.subjects import parse_subject
from engine.session.session import Session
from engine.training.state import TrainingState

LATEX = shutil.which("pdflatex")


def trained(start: str, samples: int = 0, **options: object) -> TrainingState:
    session = Session(setup_for(start, Options(**options)))
    return session.run(samples) if samples else session.state


STATES = [
    *(("level2", 9, {"optimizer": name, "l2": 0.01, "batch_size": 4}) for name in OPTIMIZERS),
    *(("iris", 3, {"activations": ("tanh" if name == "softmax" else name, name)}) for name in ACTIVATIONS),
    ("iris", 2, {"hidden": (3, 2), "scaling": "standard", "loss": "mse", "activations": ("leaky-relu", "linear")}),
    ("level2", 5, {"loss": "cross-entropy"}),
]
NAMES = ("w5", "b_o1", "o1", "i1", "y1", "E", "alpha")


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


@pytest.mark.parametrize(("start", "samples", "options"), STATES, ids=str)
def test_the_numbers_are_those_of_the_inspector(start: str, samples: int, options: dict) -> None:
    state = trained(start, samples, **options)
    for name in NAMES:
        account = explain(parse_subject(name, state.network.sizes), context_of(state))
        for section in account.sections:
            for line in section.lines():
                source = math_source(line.text)
                assert source.isascii(), line.text
                assert (source.count("{"), source.count("(")) == (source.count("}"), source.count(")")), line.text
                digits = line.text.translate({0x2080 + digit: str(digit) for digit in range(10)})
                plain = re.sub(r"(?<=\d)e(?=-?\d)", "10", digits.replace("½", "12").replace("²", "2"))
                assert "".join(numbers(source)) == "".join(numbers(plain)), line.text
        for derive in (markdown_derivation, latex_derivation):
            text = derive(Trained(state, what=name))
            assert all(math_source(line.text) in text for line in account.sections[-1].lines()[1:])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("∂E/∂w5 = δ_o1 · a_h1", r"\frac{\partial E}{\partial w_{5}} = \delta_{o1} \cdot a_{h1}"),
        ("= ½(0.7538 − 0.1)²", r"= \tfrac{1}{2}(0.7538 - 0.1)^{2}"),
        ("new b_h1.2 = b_h1.2 − 1e-7", r"\text{new }b_{h1.2} = b_{h1.2} - 1 \cdot 10^{-7}"),
        ("√(v_w7 + (a)²) + ε", r"\sqrt{v_{w7} + (a)^{2}} + \varepsilon"),
        ("where σ(s) = 1 / (1 + e^(−s))", r"\text{where }\sigma (s) = 1 / (1 + e^{-s})"),
        ("a slip, as 3 & 4 % of #_", r"\text{a slip, as }3 \& 4 \%\text{ of }\#\_"),
        ("… 12 more", r"\dots 12\text{ more}"),
    ],
)
def test_each_symbol_is_that_of_mathematics(text: str, source: str) -> None:
    assert math_source(text) == source


def test_a_sample_is_worked_out_forward_and_back_and_a_step_with_the_update() -> None:
    state = trained("walkthrough")
    sample, step = (markdown_derivation(Trained(state, what=what)) for what in (SAMPLE, STEP))
    headings = ["Forward", "Error", "Backward", "Gradients", "Update"]
    assert re.findall(r"^## (.+)$", step, re.MULTILINE) == headings
    assert re.findall(r"^## (.+)$", sample, re.MULTILINE) == headings[:-1]
    for number in ("1.288", "0.7838", "0.2156", "0.1213", "0.009304", "0.4524", "0.08707", "0.4041"):
        assert f"= {number}\n" in step, number
    assert step.startswith(sample.splitlines()[0].replace("A sample", "A step of training"))
    assert "row 1 of its data" in step


def test_a_large_network_is_worked_out_number_by_number() -> None:
    state = trained("digits")
    for what in (SAMPLE, STEP):
        with pytest.raises(InvalidValue, match=rf"too large for a whole {what}.*name one number, such as w5 or h1"):
            latex_derivation(Trained(state, what=what))
    assert "more" in latex_derivation(Trained(state, what="h1"))


@pytest.mark.skipif(LATEX is None, reason="pdflatex is not installed")
@pytest.mark.parametrize(("start", "samples", "options"), STATES, ids=str)
def test_latex_compiles(start: str, samples: int, options: dict, tmp_path: Path) -> None:
    (tmp_path / "d.tex").write_text(latex_derivation(Trained(trained(start, samples, **options), what=STEP)))
    words = [str(LATEX), "-interaction=nonstopmode", "-halt-on-error", "d.tex"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
