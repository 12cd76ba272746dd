"""Sheets as spreadsheets and people write them; what is no figure is refused with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.files import name_value_lines
from engine.errors import DataError
from engine.explaining.sheets.sheet import MOST_FIGURES, Sheet, sheet_of
from tests.engine.explaining.sheets.steps import sheet, step_in


def read(path: Path, content: str | bytes) -> Sheet:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return sheet_of(path.name, name_value_lines(path), step_in())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.csv"


def figures(found: Sheet) -> dict[str, tuple[int, str]]:
    return {step_in().symbol(entry.figure): (entry.line, entry.number.text) for entry in found.entries}


PLAIN = {"w5": (1, "0.5"), "s_h1": (2, "1.288")}


@pytest.mark.parametrize(
    "content",
    [
        "w5,0.5\ns_h1,1.288\n",
        "w5,0.5\r\ns_h1,1.288\r\n",
        "w5,0.5\rs_h1,1.288",
        "w5;0.5\ns_h1;1.288",
        "w5\t0.5\ns_h1\t1.288\n",
        ' w5 , 0.5 \n"s_h1","1.288"\n',
        "w5,0.5,,\ns_h1,1.288,the sum\n",
        "\ufeffw5,0.5\ns_h1,1.288\n",
        "w5,0.5\ns_h1,1.288\n\n,,\n# done\n#,0.1\n",
        b"\xff\xfe" + "w5\t0.5\ns_h1\t1.288\n".encode("utf-16-le"),
        "w5,0.5,ok;\ns_h1,1.288,or so; I think\n",
    ],
)
def test_any_delimiter_and_line_end_will_do(path: Path, content: str | bytes) -> None:
    assert figures(read(path, content)) == PLAIN


@pytest.mark.parametrize(
    "content",
    ["w5;0,5\ns_h1;1,288\n", "w5\t0,5\ns_h1\t1,288\n", "w5,0,5\ns_h1,1,288\n", 'w5,"0,5"\ns_h1,"1,288"\n'],
)
def test_so_will_a_decimal_comma(path: Path, content: str) -> None:
    assert figures(read(path, content)) == {"w5": (1, "0,5"), "s_h1": (2, "1,288")}


def test_a_negative_number_with_a_decimal_comma_and_a_minus_sign(path: Path) -> None:
    assert figures(read(path, "δ_o2,−0,0082\n")) == {"δ_o2": (1, "−0,0082")}


def test_the_sheet_of_a_spreadsheet(path: Path) -> None:
    found = read(
        path,
        "\ufeffBackprop, by hand;;\r\n;;\r\nName;Wert;Rechnung\r\nForward;;\r\ns_h1;1,288;=B2*B3\r\n"
        '"out_h1";"0,784";\r\nBackward;;\r\nδ o1;,12;\r\nnew w5;;\r\nnew w6;;\r\nnew w6;0,5467;\r\n',
    )
    assert figures(found) == {"s_h1": (5, "1,288"), "a_h1": (6, "0,784"), "δ_o1": (8, ",12"), "new w6": (11, "0,5467")}
    assert [step_in().symbol(figure) for figure in found.empty] == ["new w5"]


def test_excel_may_name_its_delimiter(path: Path) -> None:
    assert figures(read(path, "sep=;\r\nw5;0,5\r\n")) == {"w5": (2, "0,5")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "s.csv: the file is empty; lines such as w5,0.5 are needed"),
        ("hello\n", "s.csv: there is no figure in it: lines such as w5,0.5 are needed, with w5, b_o1,"),
        ("name,value\n", "s.csv: there is no figure in it"),
        ("name,value\nw5,\nw6,\n", "s.csv: none of its figures has a number: lines such as w5,0.5 are needed"),
        ("w5 0.5\n", "s.csv: there is no figure in it"),
        ("w5,0.5\nfoo,3\n", 's.csv, line 2: "foo" is no name of a figure of a 2-2-2 network'),
        ("w5,0.5\n\nw99,3\n", "s.csv, line 3: no w99 in a 2-2-2 network: weights are w1 to w8"),
        ("w5,0.5\n,3\n", 's.csv, line 2: "" is no name of a figure'),
        ("w5,half\n", 's.csv, line 1: "half" is not a number: write 0.5, 1/3 or 1e-3'),
        ("w5,1e999\n", 's.csv, line 1: "1e999" is too large'),
        ("w5,nan\n", 's.csv, line 1: "nan" is not a number'),
        ("w6,.6\nw5,#REF!\n", 's.csv, line 2: "#REF!" is not a number'),
        ("w5,0.5\nw_5,0.5\n", "s.csv, line 2: w5 stands in line 1 already"),
        ("w5,0.5,0.452\n", 's.csv, line 1: two numbers for "w5": one line for each figure'),
        ('w5,"0.5\nw6,0.6\n', 's.csv, line 1: "0.5\\nw6,0.6" is not a number'),
        ("w5,0.5\n\x1b[2Jw6,0.6\n", 's.csv, line 2: "\\x1b[2Jw6" is no name of a figure'),
        (b"w5,0.5\0\n", "s.csv, line 1: a NUL character: this is not a text file"),
        (b"PK\x03\x04 xl/", "s.csv: is an Excel workbook, not CSV: save it as CSV first"),
        (b"w5,0.5\n\x81\x8d\x8f", "s.csv: is not UTF-8 text: save it as CSV in UTF-8"),
        ('{"w5": 0.5}', "s.csv: is JSON, not CSV"),
        ("w5,0.5\n" * 200_000, "s.csv: larger than 1 MB"),
    ],
)
def test_what_is_no_figure_is_refused_in_one_line(path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(DataError) as refused:
        read(path, content)
    assert str(refused.value).startswith(said) or ("NUL" in str(refused.value) and "NUL" in said)
    assert str(refused.value).isprintable()


def test_no_sheet_has_more_figures_than_are_worked_out_by_hand() -> None:
    step = step_in("digits")
    with pytest.raises(DataError, match=r"^s\.csv, line 501: more than 500 figures$"):
        sheet(((f"w{number}", "0.1") for number in range(1, MOST_FIGURES + 2)), step)


@given(content=st.binary(max_size=200) | st.text("w5b_ho1,;\t\"'\r\n0.-eδ# \x1b\ufeff=", max_size=80).map(str.encode))
def test_any_file_is_a_sheet_or_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path, said = tmp_path_factory.mktemp("sheet") / "s.csv", "s.csv"
    try:
        read(path, content)
    except DataError as error:
        said = str(error)
    assert said.startswith("s.csv")
    assert said.isprintable()
