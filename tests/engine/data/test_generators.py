"""Generated data: reproducible from the seed, balanced, with the noise asked for; refusals in one line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.generators import GENERATORS, MOST_SEED, GeneratorSpec, generated, is_generated
from engine.errors import InvalidValue

NAMES = tuple(GENERATORS)
CLOUDS = [name for name in NAMES if name != "sine"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_alone_is_enough(name):
    data = generated(name)
    assert (data.name, data.rows) == (name, 200)
    assert f"{name}:200,noise={GENERATORS[name].noise!r},seed=0" in data.source


@given(
    st.sampled_from(NAMES),
    st.integers(4, 300),
    st.floats(0, 100, allow_subnormal=False),
    st.integers(0, MOST_SEED),
)
def test_a_spec_is_read_back_from_its_text(name, size, noise, seed):
    spec = GeneratorSpec(name, size, noise, seed)
    assert GeneratorSpec.read(str(spec)) == spec
    data = generated(str(spec))
    assert data.rows == size
    assert np.isfinite(data.inputs).all()
    assert np.array_equal(data.inputs, generated(str(spec)).inputs)


@pytest.mark.parametrize("name", CLOUDS)
def test_classes_are_balanced(name):
    counts = generated(f"{name}:101").expected.sum(axis=0)
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_decides(name):
    first, same, other = (generated(f"{name}:50,noise=0.2,seed={seed}") for seed in (1, 1, 2))
    assert np.array_equal(first.inputs, same.inputs)
    assert np.array_equal(first.expected, same.expected)
    assert not np.array_equal(np.hstack([first.inputs, first.expected]), np.hstack([other.inputs, other.expected]))


@pytest.mark.parametrize("name", CLOUDS)
def test_noise_is_a_standard_deviation(name):
    clean, noisy = generated(f"{name}:4000,noise=0"), generated(f"{name}:4000,noise=0.5")
    assert (noisy.inputs - clean.inputs).std() == pytest.approx(0.5, rel=0.05)


def test_shapes_without_noise():
    circles = generated("circles:40,noise=0")
    radii = np.hypot(*circles.inputs.T)
    assert radii == pytest.approx(np.where(circles.target_classes == 0, 0.5, 1.0))
    sine = generated("sine:40,noise=0")
    assert sine.expected[:, 0] == pytest.approx(np.sin(sine.inputs[:, 0]))
    clouds = generated("xor-clouds:40,noise=0")
    assert ((clouds.inputs.prod(axis=1) > 0) == (clouds.target_classes == 0)).all()
    moons = generated("moons:40,noise=0")
    assert (moons.inputs[moons.target_classes == 0, 1] >= -1e-9).all()
    assert (moons.inputs[moons.target_classes == 1, 1] <= 0.5 + 1e-9).all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("suns", "unknown generator 'suns': use one of moons"),
        ("moons:", "size of moons is a whole number from 4 to 100000, not ''"),
        ("moons:3", "not '3'"),
        ("moons:1e3", "not '1e3'"),
        ("moons:200,300", "moons has no '300': write moons:200,noise=0.2,seed=3"),
        ("moons:200,noise=0,2", "moons has no '2'"),
        ("moons:200,noise", "moons has no 'noise'"),
        ("moons:200,size=300", "its size is given twice"),
        ("moons:noise=-1", "noise of moons is a number from 0 to 100, not '-1'"),
        ("moons:noise=nan", "not 'nan'"),
        ("moons:noise=1e999", "not '1e999'"),
        ("moons:seed=1.5", "seed of moons"),
        ("moons:colour=red", "moons has no 'colour': write moons:200,noise=0.2,seed=3"),
        ("moons:\x1b[2J", "not '\\x1b[2J'"),
    ],
)
def test_a_wrong_spec_is_refused_in_one_line(text, says):
    with pytest.raises(InvalidValue) as caught:
        generated(text)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_generators_are_recognised_by_name():
    assert is_generated("moons")
    assert is_generated("moons:nonsense")
    assert not is_generated("./moons")
    assert not is_generated("moons.csv")
