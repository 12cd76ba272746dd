"""The keys of the workbench: what each does, and which matter when. Help, palette and footer are made from this."""

from textual.binding import Binding

from tui.renderables.keybar import KeyHint


def _key(keys: str, action: str, does: str, shown: str = "") -> Binding:
    return Binding(keys, action, does, show=False, key_display=shown or keys)


WORKBENCH_KEYS = (
    _key("n", "step_phase", "do the next phase of the sample: forward, error, δ, update"),
    _key("s", "step_sample", "train one sample, or finish the one under way"),
    _key("e", "step_epoch", "train to the end of the epoch"),
    _key("space", "toggle_run", "run or pause"),
    _key("plus,equals_sign", "change_pace(1)", "run faster", "+"),
    _key("minus", "change_pace(-1)", "run slower, down to 1 sample a second", "-"),
    _key("u", "undo", "undo the last step, whatever it was"),
    _key("U", "redo", "redo what was undone"),
    _key("g", "go_to_step", "go to a step of the timeline"),
    _key("r", "reset", "reset to the same starting weights"),
    _key("R", "new_start", "new random start, from the next seed"),
    _key("up", "move('up')", "select what is above", "↑"),
    _key("down", "move('down')", "select what is below", "↓"),
    _key("left", "move('left')", "select what is on the left, towards the inputs", "←"),
    _key("right", "move('right')", "select what is on the right, towards the outputs", "→"),
    _key("enter", "edit", "edit the selected value"),
    _key("full_stop", "nudge(1)", "nudge the selected value up", "."),
    _key("comma", "nudge(-1)", "nudge the selected value down", ","),
    _key("colon", "next_nudge", "change the size of a nudge: 0.001, 0.01, 0.1, 1", ":"),
    _key("l", "edit_rate", "edit the learning rate α"),
    _key("right_square_bracket", "step_rate(1)", "raise the learning rate: 1, 2, 5, 10 …", "]"),
    _key("left_square_bracket", "step_rate(-1)", "lower the learning rate", "["),
    _key("backspace", "come_back", "come back from where a number came from"),
    _key("E", "explain_error", "show where the error comes from"),
    _key("k", "check", "check the selected gradient by a nudge"),
    _key("K", "check_all", "check all gradients, and list the worst"),
    _key("percent_sign", "next_digits", "write numbers with 4, 6 or all digits", "%"),
    _key("o", "other_order", "order the terms of long sums by size, or as they stand"),
    _key("a", "architecture", "change the network: layers, neurons, activations, loss, optimiser, batch size"),
    _key("d", "open_data", "open other data: a preset, a bundled set or a CSV file"),
    _key("c", "next_view", "change the chart: MSE linear or log, error along the selected weight, answers, results"),
    _key("1", "panel('network')", "go to the network"),
    _key("2", "panel('inspector')", "go to the inspector"),
    _key("3", "panel('chart')", "go to the chart"),
    _key("4", "panel('samples')", "go to the samples"),
    _key("5", "panel('steps')", "go to the steps of the timeline"),
    _key("tab", "next_panel(1)", "go to the next panel"),
    _key("shift+tab", "next_panel(-1)", "go to the panel before", "shift tab"),
    _key("question_mark", "keys", "show all keys", "?"),
)


def key_hints(running: bool, editing: bool) -> tuple[KeyHint, ...]:
    """Return the keys that matter now, in the order of the footer."""
    if editing:
        return (KeyHint("⏎", "accept", "accept_edit"), KeyHint("esc", "leave as it was", "leave_edit"))
    return (
        KeyHint("n", "phase", "step_phase", 2),
        KeyHint("s", "sample", "step_sample", 3),
        KeyHint("e", "epoch", "step_epoch", 6),
        KeyHint("space", "pause" if running else "run", "toggle_run", 1),
        KeyHint("-", "slower", "change_pace(-1)", 14),
        KeyHint("+", "faster", "change_pace(1)", 13),
        KeyHint("u", "undo", "undo", 4),
        KeyHint("r", "reset", "reset", 8),
        KeyHint("⏎", "edit", "edit", 5),
        KeyHint(",", "down", "nudge(-1)", 12),
        KeyHint(".", "up", "nudge(1)", 11),
        KeyHint("l", "rate", "edit_rate", 7),
        KeyHint("a", "network", "architecture", 8),
        KeyHint("d", "data", "open_data", 9),
        KeyHint("c", "chart", "next_view", 10),
        KeyHint("?", "keys", "keys", 0),
        KeyHint("q", "quit", "app.quit", 0),
    )
