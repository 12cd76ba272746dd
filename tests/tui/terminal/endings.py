"""What is to be seen when glassnet ends, and when it has not ended."""

from tests.tui.pseudo_terminal import session_of

ENTER_SCREEN, LEAVE_SCREEN, SHOW_CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
MODES = (b"1000", b"1003", b"1004", b"1006", b"1015", b"2004")
"""Mouse, focus and paste reports."""


def assert_restored(terminal):
    """Assert that the last word on everything that was set in the terminal takes it back."""
    output = bytes(terminal.output)
    assert output.rfind(LEAVE_SCREEN) > output.rfind(ENTER_SCREEN) > -1
    assert output.rfind(SHOW_CURSOR) > output.rfind(b"\x1b[?25l") > -1
    assert output.rfind(b"\x1b[?7h") > output.rfind(b"\x1b[?7l") > -1
    assert output.rfind(b"\x1b[<u") > output.rfind(b"\x1b[>") > -1  # the keyboard protocol of kitty
    for mode in MODES:
        assert output.rfind(b"\x1b[?%bl" % mode) > output.rfind(b"\x1b[?%bh" % mode) > -1, mode
    assert b"Traceback" not in output, output[output.index(b"Traceback") - 200 :].decode()


def assert_gone(terminal):
    """Assert that nothing of what was started is left, thread or child."""
    terminal.until(lambda: not session_of(terminal.process.pid))


def assert_alive(terminal):
    """Assert that keys still do what they should."""
    terminal.write("?")
    terminal.shows("All keys")
    terminal.write("?")
    terminal.until(lambda: "All keys" not in terminal.text)
    terminal.write("q")
    assert_ended(terminal, 0)
    assert_restored(terminal)


def assert_ended(terminal, code):
    print(f"ended in {terminal.ends():.2f} s")
    assert terminal.process.returncode == code
    assert_gone(terminal)


def assert_still_there(terminal):
    """Assert that it has not ended, and follows its terminal; which screen it shows after chance keys is open."""
    seen = len(terminal.output)
    terminal.resize(50, 15)
    terminal.until(lambda: len(terminal.output) > seen)
    terminal.process.terminate()
    assert_ended(terminal, 143)
    assert_restored(terminal)
