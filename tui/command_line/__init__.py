"""``glassnet CMD …``: parsing the command line, and the commands that need no screen.

Read ``main.py`` first, which dispatches; then ``options.py`` for what each option takes, and a file for each command.
"""
