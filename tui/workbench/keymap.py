"""The keys of the workbench, and which of them the footer shows. Help, palette and footer are made from this."""

from engine.quick_dataclass import dataclass
from engine.session.look import USUAL_NUDGE, Look
from engine.session.rows import InTest
from tui.panels.bars.keybar import KeyHint
from tui.panels.chart.arrows import Arrows
from tui.panels.key import Key, written


def _key(keys: str, action: str, does: str, words: str = "") -> Key:
    """Return a row: the key, its action, what it does, and other words by which the command palette finds it."""
    return Key(keys, action, does, show=False, key_display=written(keys), words=words)


KEY_GROUPS: dict[str, tuple[Key, ...]] = {
    "Train": (
        _key("n", "do('phase')", "next phase: forward, error, δ, update", "step walk backpropagation backward"),
        _key("m", "do('play')", "play the phases one by one, or pause; + and - change how fast", "walk film auto step"),
        _key("s", "do('sample')", "train the sample shown, or finish one begun", "step row learn"),
        _key("e", "do('epoch')", "train to the end of the epoch", "step learn"),
        _key("space", "do('run')", "run or pause", "train learn start stop play"),
        _key("plus,equals_sign", "do('faster')", "run faster", "speed pace quicker"),
        _key("minus", "do('slower')", "run slower, down to 1 sample a second", "speed pace"),
        _key("u", "do('undo')", "undo the last step, whatever it was", "back revert history"),
        _key("U", "do('redo')", "redo what was undone", "again revert history"),
        _key(
            "g",
            "edit('step')",
            "go to a step, an epoch (20e) or a sample (400s): the last such place up to here",
            "jump time travel history",
        ),
        _key(
            "r",
            "do('reset')",
            "reset to the same starting weights, or to those that ctrl+p has made so",
            "restart start over begin",
        ),
        _key("R", "do('newstart')", "new random start, from the next seed", "restart weights initialise"),
    ),
    "Select and edit": (
        _key("up", "move('up')", "select what is above", "arrow"),
        _key("down", "move('down')", "select what is below", "arrow"),
        _key("left", "move('left')", "select to the left, towards the inputs", "arrow"),
        _key("right", "move('right')", "select to the right, towards the outputs", "arrow"),
        _key(
            "enter,ctrl+j",
            "edit('value')",
            "edit the selected value; tab goes on to the next, shift+tab back; a pasted list fills those after it",
            "change type weight bias input expected paste layer",
        ),
        _key("full_stop", "nudge(1)", "nudge the selected value up", "increase raise more"),
        _key("comma", "nudge(-1)", "nudge the selected value down", "decrease lower less"),
        _key("colon", "look('nudge')", "size of a nudge: 0.001, 0.01, 0.1, 1", "step"),
        _key(
            "f",
            "do('freeze')",
            "freeze the selected weight or bias, or thaw it",
            "lock fix constant training trainable",
        ),
        _key("F", "do('off')", "switch the selected hidden neuron off, or on", "disable dropout ablate silence remove"),
        _key("l", "edit('rate')", "edit the learning rate α", "alpha step size"),
        _key("right_square_bracket", "step_rate(1)", "raise the learning rate: 1, 2, 5, 10 …", "alpha increase"),
        _key("left_square_bracket", "step_rate(-1)", "lower the learning rate", "alpha decrease"),
        _key(
            "a",
            "open('architecture')",
            "change the network and how it learns",
            "architecture layers settings options hyperparameters",
        ),
        _key(
            "d",
            "open('data')",
            "open a preset, bundled data, a file or a saved session",
            "dataset file load import read table split test share scaling standardize resume continue sessions glass",
        ),
    ),
    "Look": (
        _key("c", "look('view')", "next chart: MSE, weight, accuracy, slices, answers", "view plot diagram"),
        _key("C", "look('view back')", "previous chart", "view plot diagram"),
        _key("N", "look('names')", "names of weights on their edges: show or hide", "label"),
        _key("backspace", "look('back')", "come back from where a number came from", "return follow"),
        _key("E", "look('error')", "show where the error comes from", "loss cost"),
        _key("k", "look('check')", "check the selected gradient by a nudge", "numeric derivative verify"),
        _key("K", "open('gradient checks')", "check all gradients, and list the worst", "numeric derivative verify"),
        _key("w", "look('wrong')", "look at the next wrong row", "error misclassified mistake sample"),
        _key("W", "look('wrong back')", "look at the wrong row before", "error misclassified mistake sample"),
        _key("percent_sign", "look('digits')", "write numbers with 4, 6 or all digits", "precision decimals round"),
        _key("o", "look('order')", "order long sums by size, or as they stand", "sort largest"),
        _key("i", "open('notes')", "what was decided when the data were read", "warnings file"),
    ),
    "Panels": (
        _key("1", "panel('network')", "go to the network", "focus picture"),
        _key("2", "panel('inspector')", "go to the inspector", "focus formulas explain"),
        _key("3", "panel('chart')", "go to the chart", "focus plot"),
        _key("4", "panel('samples')", "go to the samples", "focus rows data table"),
        _key("5", "panel('steps')", "go to the steps of the timeline", "focus history log undo"),
        _key("tab", "next_panel(1)", "go to the next panel", "focus"),
        _key("shift+tab", "next_panel(-1)", "go to the panel before", "focus"),
        _key("z", "look('zoom')", "show this panel on the whole screen, or all panels", "zoom full maximise large"),
    ),
    "Other": (
        _key(
            "y",
            "copy",
            "copy what is selected, or marked by mouse",
            "clipboard yank text drag osc",
        ),
        _key(
            "ctrl+s",
            "open('saving')",
            "save a copy of the session as a file; what you do is saved anyway",
            "export write hand on glass keep store",
        ),
        _key("question_mark", "open('keys')", "show all keys", "help shortcuts bindings manual"),
        _key("escape", "close_over", "close what lies over the panels, or the message line", "dismiss message notice"),
    ),
}
WORKBENCH_KEYS = tuple(binding for group in KEY_GROUPS.values() for binding in group)
APP_KEYS = (
    _key("ctrl+p", "app.command_palette", "command palette: everything by name", "search find commands"),
    _key("T", "app.other_theme", "light or dark, remembered for the next start", "theme colours colors"),
    _key("q", "app.quit", "quit", "exit leave close end bye"),
)
"""Keys that work on every screen; the application binds them."""

_COPY = KeyHint("y", "copy", "copy", 6)
_FOLLOWS = (
    KeyHint("⏎", "follow", "focused.follow", 4),
    KeyHint("⌫", "back", "look('back')", 5),
    KeyHint("↑↓", "factor", "focused.halt(-1)", 6, "focused.halt(1)"),
    _COPY,
)
_ROWS = (
    KeyHint("↑↓", "row", "focused.choose(-1)", 5, "focused.choose(1)"),
    KeyHint("←→", "value", "focused.choose_value(-1)", 6, "focused.choose_value(1)"),
    KeyHint("ins", "add", "focused.copy_row", 6),
    KeyHint("del", "remove", "focused.delete_row", 6),
    KeyHint("y", "copy", "copy", 7),
)
PANEL_HINTS: dict[str, tuple[KeyHint, ...]] = {
    "network": (KeyHint("N", "names", "look('names')", 16),),
    "inspector": _FOLLOWS,
    "samples": _ROWS,
    "steps": (
        KeyHint("↑↓", "go to", "focused.go(-1)", 5, "focused.go(1)"),
        KeyHint("g", "by number", "edit('step')", 6),
    ),
}
"""The keys of each panel, shown in the footer while the panel has the keyboard."""


@dataclass(frozen=True)
class Situation:
    """What the footer depends on.

    Attributes:
        look: What the learner looks at.
        running: Whether the training runs.
        editing: Whether the edit line is open.
        choosing: Whether the edit line offers words to choose from.
        listed: Whether the edit line goes on to the next value with ``tab``.
        panel: The panel that has the keyboard; "" if none has.
        arrows: What the arrow keys do in the chart. None if another panel has the keyboard, or they do nothing there.
        hidden: Whether there are panels that the terminal has no room for.
        tempo: How many phases a second are played. 0 if none are.
    """

    look: Look
    running: bool = False
    editing: bool = False
    panel: str = "network"
    arrows: Arrows | None = None
    choosing: bool = False
    listed: bool = False
    hidden: bool = False
    tempo: float = 0.0


def key_hints(now: Situation) -> tuple[KeyHint, ...]:
    """Return the keys of the footer, in order."""
    if now.editing:
        words = (KeyHint("↑↓", "choose", "focused.choose(-1)", 0, "focused.choose(1)"),) if now.choosing else ()
        on = (KeyHint("tab", "next value", "accept_edit(1)", 1),) if now.listed else ()
        return (KeyHint("⏎", "accept", "accept_edit"), *words, *on, KeyHint("esc", "leave as it was", "leave_edit"))
    nudge = now.look.nudge
    own = PANEL_HINTS.get(now.panel, ()) if now.arrows is None else _arrow_hints(now.arrows)
    if now.panel == "chart":
        own = (*own, _COPY)
    edit: tuple[KeyHint, ...] = (KeyHint("⏎", "edit", "edit('value')", 8),)
    if now.panel == "samples":
        elsewhere = now.look.row is not None or now.look.cell is not None
        back = (KeyHint("esc", "back", "focused.return_to_turn", 5),) if elsewhere else ()
        edit = (KeyHint("⏎", "edit", "focused.edit_value", 6), *back)
        if isinstance(now.look.row, InTest):  # which is only looked at
            own, edit = _ROWS[:2], back
        edit += (KeyHint("t", "list", "focused.list_others", 6),)
    if now.panel == "chart" and now.look.epoch is not None:
        edit = (KeyHint("⏎", "go there", "focused.go", 2), KeyHint("esc", "back", "focused.turn_to_end(1)", 7))
    if now.panel == "inspector":
        digits = f"{now.look.digits or 'all'} digits"
        order = "largest first" if now.look.largest_first else "terms in order"
        edit = (
            KeyHint("%", digits, "look('digits')", 8),
            KeyHint("o", order, "look('order')", 9),
        )
    speed = KeyHint("-+", "speed", "do('slower')", 14, "do('faster')")
    play = KeyHint("m", "play", "do('play')", 16)
    if now.tempo:
        play = KeyHint("m", "pause", "do('play')", 1)
        tempo = f"{now.tempo:g}/s" if now.tempo >= 1 else f"every {1 / now.tempo:g} s"
        speed = KeyHint("-+", tempo, "do('slower')", 2, "do('faster')")
    return (
        KeyHint("n", "phase", "do('phase')", 2),
        play,
        KeyHint("s", "sample", "do('sample')", 3),
        KeyHint("e", "epoch", "do('epoch')", 4),
        KeyHint("space", "pause" if now.running else "run", "do('run')", 1),
        speed,
        KeyHint("u", "undo", "do('undo')", 5),
        KeyHint("r", "reset", "do('reset')", 13),
        *_panel_hints(now),
        *own,
        *edit,
        # A nudge step that was just changed must be visible, or changing it would seem to do nothing.
        KeyHint(".,", f"nudge ±{nudge:g}", "nudge(1)", 10 if nudge == USUAL_NUDGE else 1, "nudge(-1)"),
        KeyHint("l", "α", "edit('rate')", 12),
        KeyHint("a", "network", "open('architecture')", 11),
        KeyHint("d", "data", "open('data')", 7 if now.panel == "samples" else 6),
        KeyHint("c", "chart", "look('view')", 7),
        KeyHint("?", "keys", "open('keys')", 0),
        KeyHint("q", "quit", "app.quit", 0),
    )


def _panel_hints(now: Situation) -> tuple[KeyHint, ...]:
    """Return the keys that show panels out of sight, or one of many on the whole screen."""
    if now.look.zoomed:
        return (KeyHint("z", "all panels", "look('zoom')", 1),)
    if now.hidden:
        return (KeyHint("1-5", "panels", "next_panel(1)", 2),)
    return (KeyHint("z", "zoom", "look('zoom')", 15),)


def _arrow_hints(arrows: Arrows) -> tuple[KeyHint, ...]:
    rank = 6 if arrows.across and arrows.upwards else 5
    across = KeyHint("←→", arrows.across, "focused.arrow('left')", rank, "focused.arrow('right')")
    upwards = KeyHint("↑↓", arrows.upwards, "focused.arrow('up')", rank, "focused.arrow('down')")
    return tuple(hint for hint in (across, upwards) if hint.label)
