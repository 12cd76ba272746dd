"""What speaks of the step: was, at and used; and how near is near."""

import pytest

from engine.network.method import Method
from engine.session.expressions.situation import Situation
from engine.training.commands import SetMethod, StepPhase
from tests.engine.session.expressions.evaluating import refusal, state_after, value

BEGIN = state_after()
AT_THE_ERROR = state_after(*[StepPhase()] * 6)
UPDATED = state_after(*[StepPhase()] * 9)
STEP = Situation(UPDATED, AT_THE_ERROR, {"forward": AT_THE_ERROR, "start": BEGIN}, frozenset({"phase", "undo"}))


def test_the_goals_of_a_lesson() -> None:
    moved = "phase == 'update' and near(w5, was(w5) - rate * was(grad_w5))"
    by_hand = "used('undo') and near(w5, 0.5 - 0.5 * at('forward', grad_w5), 1e-3)"
    assert value(moved, STEP) is True
    assert value(by_hand, STEP) is True
    before = Situation(AT_THE_ERROR, AT_THE_ERROR, STEP.steps)
    assert value(moved, before) is False
    assert value(by_hand, before) is False


def test_was_is_the_value_when_the_step_began() -> None:
    assert value("was(phase)", STEP) == "error"
    assert value("phase > was(phase)", STEP) is True
    assert value("was(w5 - rate * grad_w5) == w5", STEP) is True
    assert value("was(w5 > 0.4) and not w5 > 0.46", STEP) is True
    faster = Situation(state_after(SetMethod(Method(1.0))), BEGIN)
    assert value("rate / was(rate)", faster) == 2.0


def test_at_is_the_value_at_an_earlier_step() -> None:
    assert value("at('start', phase)", STEP) == "none"
    assert value('at("start", mse) - mse', STEP) == pytest.approx(0.21555443 - 0.19668127, abs=1e-8)


def test_used_tells_whether_a_verb_was_used() -> None:
    assert value("used('phase') and not used('set')", STEP) is True
    assert value("used('newstart')", STEP) is False


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("near(1, 1.0000009)", True),
        ("near(1, 1.0000011)", False),
        ("near(1000000, 1000000.9)", True),
        ("near(1e-8, 2e-8)", False),
        ("near(0, 1e-10)", True),
        ("near(0.4524, 0.45244526, 1e-4)", True),
        ("near(0.4524, 0.45244526, 1e-5)", False),
        ("near(3, 3, 0)", True),
        ("near(1e300 * 1e300, 1e300 * 1e300, 1)", True),
        ("near(1e300 * 1e300, -1e300 * 1e300)", False),
    ],
)
def test_near(text: str, near: bool) -> None:
    assert value(text) is near


def test_what_the_situation_lacks_is_refused_where_it_stands() -> None:
    alone = Situation(BEGIN)
    assert str(refusal("w5 < was(w5)", alone)) == "column 6: was() needs a step that has begun, and there is none"
    assert str(refusal("at('x', w5) > 0", alone)) == ('column 4: there is no earlier step "x"; there are none yet')
    assert str(refusal("at('forwards', w5) > 0", STEP)) == (
        'column 4: there is no earlier step "forwards"; did you mean "forward"?'
    )
    assert str(refusal("at('zzz', w5) > 0", STEP)) == (
        'column 4: there is no earlier step "zzz"; earlier steps are "forward", "start"'
    )
    assert str(refusal("near(w5, 0.5, w5 - 1)", STEP)) == "column 15: a tolerance is 0 or more, not -0.5476"


def test_and_and_or_look_no_further_than_they_must() -> None:
    assert value("used('undo') or 1 / 0 > 1", STEP) is True
    assert value("used('set') and 1 / (w5 - w5) > 1", STEP) is False
    assert refusal("used('set') or 1 / (w5 - w5) > 1", STEP).column == 21
