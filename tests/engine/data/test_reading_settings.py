"""The table of what can be said about reading a file: parser, help and import dialog say what it says."""

from dataclasses import fields, replace

import pytest

from engine.data.options import ReadOptions
from engine.data.reading_settings import READING, READING_SETTINGS
from tui.command_line.main import main
from tui.command_line.parser import options_of
from tui.dialogs.import_settings import Choices, ReadingSettings


def test_every_field_of_the_read_options_has_a_row():
    assert sorted(READING) == sorted(field.name for field in fields(ReadOptions))


@pytest.mark.parametrize("command", ["", "train", "explain", "data"])
def test_every_command_that_reads_a_file_takes_and_explains_every_row(capsys, command):
    assert {row.option for row in READING_SETTINGS} <= set(options_of(command))
    assert main([*filter(None, [command]), "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for row in READING_SETTINGS:
        assert f"{row.option} {row.metavar} {' '.join((row.takes + row.note).split())}" in said


def test_the_dialog_has_a_setting_for_every_row_that_is_not_about_the_use_of_columns(tmp_path):
    from engine.data.files import examine_csv

    (tmp_path / "f.csv").write_text("a,b,c\n1,2,3.5\n2,3,4.5\n3,1,5.5\n")
    report, dataset = examine_csv(tmp_path / "f.csv")
    names = [setting.name for setting in ReadingSettings(Choices(), report, dataset)]
    assert {row.setting for row in READING_SETTINGS if row.setting} <= set(names)


@pytest.mark.parametrize("row", [row for row in READING_SETTINGS if row.values], ids=lambda row: row.name)
def test_every_value_of_the_dialog_is_one_that_the_engine_takes(row):
    for value in row.values:
        assert getattr(replace(ReadOptions(), **{row.name: value}), row.name) == value


@pytest.mark.parametrize("row", READING_SETTINGS, ids=lambda row: row.name)
def test_a_refusal_says_what_the_help_says(capsys, row):
    assert main(["data", "f.csv", f"{row.option}="]) == 2
    assert f"{row.option}: takes {row.takes}, not" in capsys.readouterr().err
