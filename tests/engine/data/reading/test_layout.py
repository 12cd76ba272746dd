"""The layout of files: encodings, delimiters, headers, comments, and rows that do not fit."""

import pytest

from engine.data.options import ReadOptions
from engine.errors import InvalidValue
from tests.engine.data.reading_files import refusal_of, report_of, table_of, told
from tests.growth import MOST, growth

TABLE = "a,b,k\n1,2,x\n3,4,y\n5,6,x\n"
NO_HEADER = (1, None, "no header: the columns are called c1 to c3")


class TestEncodings:
    @pytest.mark.parametrize(
        ("codec", "found"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
        ],
    )
    def test_unicode_is_recognised(self, tmp_path, codec, found):
        dataset, report = table_of(tmp_path, TABLE.replace("x", "größer").encode(codec))
        assert report.encoding == found
        assert dataset.input_names == ("a", "b")
        assert dataset.output_names == ("größer", "y")
        assert told(report) == []

    def test_utf16_big_endian_with_a_mark(self, tmp_path):
        dataset, _ = table_of(tmp_path, b"\xfe\xff" + TABLE.encode("utf-16-be"))
        assert dataset.inputs.tolist() == [[1, 2], [3, 4], [5, 6]]

    def test_lost_characters_are_noted(self, tmp_path):
        what = '"\ufffd" in place of a lost character: the file was written in a wrong encoding'
        _, report = table_of(tmp_path, "a,k\n1,K\ufffdln\n2,Bonn\n3,Bonn\n")
        assert told(report) == [(2, None, what)]
        _, report = table_of(tmp_path, "a,k\n1,K\ufffdln\n2,M\ufffdl\n3,K\ufffdln\n")
        assert told(report) == [(2, None, f"3 lines have {what}; the first in line 2")]

    def test_control_characters_from_a_wrong_encoding_are_noted(self, tmp_path):
        likely = "a wrong encoding is likely, here or where the file was written"
        euros = "a,k\n1,€ x\n2,y\n3,y\n".encode("cp1252")
        _, report = table_of(tmp_path, euros, encoding="latin-1")
        assert told(report) == [(2, None, f'a control character, "\\x80": {likely}')]
        assert told(table_of(tmp_path, euros, encoding="cp1252")[1]) == []
        twice = "a,k\n1,Ärger\n2,Äpfel\n3,Äpfel\n".encode().decode("latin-1")
        _, report = table_of(tmp_path, twice)
        assert told(report) == [
            (2, None, f'3 lines have control characters, such as "\\x84": {likely}; the first in line 2')
        ]

    def test_cp1252_is_the_last_resort_and_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b,k\n1,2,x\n3,4,süß €\n5,6,x\n".encode("cp1252"))
        assert report.encoding == "cp1252"
        assert dataset.output_names == ("süß €", "x")
        assert told(report) == [(3, None, 'not UTF-8; read as cp1252 (Western Europe), which gives "3,4,süß €"')]

    def test_a_few_bytes_in_another_encoding_do_not_spoil_the_rest(self, tmp_path):
        content = "größe,k\n1,süß\n2,übel\n".encode() + b"3,s\xfc\xdf\n"
        dataset, report = table_of(tmp_path, content)
        assert dataset.input_names == ("größe",)
        assert dataset.output_names == ("süß", "übel")
        what = 'not UTF-8 like the rest; read as cp1252 (Western Europe), which gives "3,süß"'
        assert (report.encoding, told(report)) == ("utf-8", [(4, None, what)])

    def test_a_byte_that_is_invalid_in_any_encoding(self, tmp_path):
        message = refusal_of(tmp_path, "größe,k\n1,süß\n".encode() + b"2,\x81\n")
        assert message == 'f.csv, line 3: byte 21 of the file is not UTF-8 or cp1252 text; set "encoding" (--encoding)'

    @pytest.mark.parametrize(
        ("encoding", "text", "likely"),
        [
            ("mac-roman", "size,name\n1,Hélène\n2,Michèle\n3,Garçon\n4,Noël\n5,Zoé\n", "mac-roman is likely"),
            ("cp437", "Übung,Größe\n3,Müller\n4,Jäger\n5,Straße\n", "cp437 is likely"),
            ("cp1250", "x,město\n1,Příbram\n2,Třebíč\n3,ťava\n4,Ťuhýk\n", "cp1250 is likely"),
        ],
    )
    def test_a_text_in_no_encoding_tried_names_the_likely_ones(self, tmp_path, encoding, text, likely):
        message = refusal_of(tmp_path, text.encode(encoding))
        assert f'is not UTF-8 or cp1252 text; set "encoding" (--encoding): {likely}' in message
        assert table_of(tmp_path, text.encode(encoding), encoding=encoding)[0].rows == text.count("\n") - 1

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [
            ("cp1251", ("город", "Москва", "Казань", "Пермь")),
            ("koi8-r", ("город", "Москва", "Казань", "Пермь")),
            ("gb18030", ("城市", "北京", "上海", "广州")),
            ("big5", ("城市", "臺北", "高雄", "臺中")),
            ("euc_kr", ("도시", "서울", "부산", "대구")),
        ],
    )
    def test_an_encoding_that_is_likelier_than_cp1252_is_named(self, tmp_path, encoding, words):
        name, *cells = words
        text = f"{name},x\n" + "".join(f"{cells[row % 3]},{row}\n" for row in range(6))
        report = report_of(tmp_path, text.encode(encoding))
        assert f"; {encoding} is likelier (--encoding)" in report.warnings[0].text

    def test_a_refusal_names_the_likeliest_encoding_first(self, tmp_path):
        cyrillic = "имя,x\nПётр,1\nАнна ─ Мария,2\nИван,3\n└ Ольга,4\n".encode("koi8-r") + b"\x81,5\n"
        assert "(--encoding): koi8-r" in refusal_of(tmp_path, cyrillic)
        chinese = "姓名,城市\n王偉,北京\n李娜,上海\n丂丄,广州\n刘洋,深圳\n".encode("gb18030")
        assert "(--encoding): gb18030" in refusal_of(tmp_path, chinese)

    def test_an_encoding_can_be_given(self, tmp_path):
        dataset, _ = table_of(tmp_path, "a,k\n1,жук\n2,кот\n".encode("cp1251"), encoding="cp1251")
        assert dataset.output_names == ("жук", "кот")

    def test_a_wrong_encoding_is_refused_with_its_line(self, tmp_path):
        wrong = "the encoding asked for (--encoding) is wrong"
        message = refusal_of(tmp_path, b"a,k\n1,x\n2,\xff\n", encoding="ascii")
        assert message == f"f.csv, line 3: byte 11 of the file is not ascii text: {wrong}"
        message = refusal_of(tmp_path, TABLE.encode("utf-16-le"), encoding="utf-8")
        assert message == f"f.csv, line 1: a NUL character: this is not a text file, or {wrong}"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp037"])
    def test_a_wrong_encoding_that_decodes_is_refused_when_no_line_ends(self, tmp_path, encoding):
        message = refusal_of(tmp_path, b"a,kk\n1,xx\n2,yy\n3,xx\n", encoding=encoding)
        assert message.endswith(": the encoding asked for (--encoding) is wrong")
        assert "no line ends in" in message

    def test_truncated_utf16(self, tmp_path):
        assert refusal_of(tmp_path, TABLE.encode("utf-16")[:-1]).startswith("f.csv, line ")


class TestDelimiters:
    @pytest.mark.parametrize(
        ("content", "delimiter"),
        [
            (TABLE, ","),
            (TABLE.replace(",", ";"), ";"),
            (TABLE.replace(",", "\t"), "\t"),
            (TABLE.replace(",", "|"), "|"),
            (TABLE.replace(",", " "), " "),
            ("  a   b \t k\n 1  2    x\n3 \t 4 y  \n   5 6  x\n", " "),
            ("sep=|\n" + TABLE.replace(",", "|"), "|"),
            ("sep=\t\r\n" + TABLE.replace(",", "\t"), "\t"),
            ("\ufeffsep=;\n" + TABLE.replace(",", ";"), ";"),
            ('"sep=;"\n' + TABLE.replace(",", ";"), ";"),
        ],
    )
    def test_all_read_the_same(self, tmp_path, content, delimiter):
        dataset, report = table_of(tmp_path, content)
        assert report.delimiter == delimiter
        assert dataset.inputs.tolist() == [[1, 2], [3, 4], [5, 6]]
        assert dataset.output_names == ("x", "y")
        assert told(report) == []

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
    def test_line_ends(self, tmp_path, end):
        dataset, _ = table_of(tmp_path, TABLE.replace("\n", end))
        assert dataset.inputs.tolist() == [[1, 2], [3, 4], [5, 6]]

    def test_decimal_commas_between_semicolons_blanks_and_tabs(self, tmp_path):
        for delimiter in ("; ", "  ", "\t"):
            rows = ["a b", "1,5 2,5", "3,25 4", "5 6,125"]
            dataset, report = table_of(tmp_path, "\n".join(row.replace(" ", delimiter) for row in rows))
            assert report.decimal == ","
            assert dataset.inputs.tolist() == [[1.5], [3.25], [5]]
            assert dataset.expected.tolist() == [[2.5], [4], [6.125]]

    def test_two_possible_delimiters_are_noted(self, tmp_path):
        _, report = table_of(tmp_path, "a;b\tc\n1;2\t3\n4;5\t6\n3;1\t2\n", inputs=("1",))
        assert told(report)[0] == (None, None, "a tab or a semicolon could separate the cells; a tab was taken")

    def test_irregular_tabs_are_runs_of_blanks(self, tmp_path):
        dataset, _ = table_of(tmp_path, "15.26\t14.84\t\t1\n14.88\t14.57\t1\n14.29\t\t14.09\t2\n13.8\t13.9\t2\n")
        assert dataset.inputs[2].tolist() == [14.29, 14.09]

    def test_blanks_in_names_do_not_separate_if_tabs_do(self, tmp_path):
        rows = "".join(f"{i}.5\t2.{i}\tx\n" for i in range(60))
        dataset, report = table_of(tmp_path, "Sepal Length\tPetal Width\tk\n" + rows, targets=("2",))
        assert dataset.input_names == ("Sepal Length", "k=x")
        assert report.rows == 60

    def test_blanks_in_cells_that_are_often_empty(self, tmp_path):
        rows = "".join(f"{i}.5\t2.{i}\t{'so it was' if i == 7 else ''}\n" for i in range(60))
        dataset, report = table_of(tmp_path, "a\tb\tremark\n" + rows, targets=("2",))
        assert report.delimiter == "\t"
        assert dataset.rows == 60

    def test_numbers_between_blanks_before_a_tab(self, tmp_path):
        rows = "".join(f'{18 + i}.0   8   {300 + i}.0      12.{i}\t"chevrolet {"abc"[i % 3]} x"\n' for i in range(30))
        dataset, report = table_of(tmp_path, rows)
        assert report.delimiter == " "
        assert dataset.inputs[1].tolist() == [19, 8, 301, 12.1]
        assert dataset.output_names == ("chevrolet a x", "chevrolet b x", "chevrolet c x")

    @pytest.mark.parametrize("quote", ["", '"'])
    def test_numbers_between_blanks_in_a_cell_of_a_named_column(self, tmp_path, quote):
        rows = "".join(f"{i % 3},{quote}{i} {i + 1} {i + 2} {i + 7}{quote},{'ab'[i % 2]}\n" for i in range(30))
        _, report = table_of(tmp_path, "emotion,pixels,usage\n" + rows)
        assert (report.delimiter, report.header, report.rows) == (",", True, 30)
        assert [column.kind for column in report.columns] == ["number", "text", "class"]

    @pytest.mark.parametrize("header", ["name\tx\ty", "full name\tx\ty"])
    def test_text_of_several_words_beside_numbers(self, tmp_path, header):
        _, report = table_of(tmp_path, header + "\n" + "".join(f"Person {i}\t{i}.5\t{i}\n" for i in range(30)))
        assert report.delimiter == "\t"
        assert len(report.columns) == 3

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    @pytest.mark.parametrize("rows", [3, 60])
    @pytest.mark.parametrize("header", [True, False])
    def test_one_column_of_decimal_commas_beside_text(self, tmp_path, delimiter, rows, header):
        words = ["rot", "St. Gallen", "A, B"]
        lines = [["Größe", "Farbe", "Sorte"]] * header
        lines += [[f"{i},5{i}", words[i % 3], words[i % 2]] for i in range(1, rows + 1)]
        dataset, report = table_of(tmp_path, "\n".join(map(delimiter.join, lines)))
        assert report.delimiter == delimiter
        assert report.rows == rows
        assert dataset.inputs[:, 0].tolist() == [float(f"{i}.5{i}") for i in range(1, rows + 1)]
        assert dataset.output_names == ("St. Gallen", "rot")

    def test_a_title_above_amounts_and_delimiters_at_the_end(self, tmp_path):
        dataset, report = table_of(tmp_path, "My report\na b|c|y|\n€ 1,50|2|0,5\n€ 2,50|3|1,5\n€ 3,75|5|7\n")
        assert report.delimiter == "|"
        assert dataset.inputs.tolist() == [[1.5, 2], [2.5, 3], [3.75, 5]]

    def test_a_delimiter_can_be_given(self, tmp_path):
        dataset, _ = table_of(tmp_path, "a:b\n1:1.5\n2:2.5\n", delimiter=":")
        assert dataset.input_names == ("a",)

    def test_quotes_with_delimiters_newlines_and_quotes(self, tmp_path):
        text = '"a\nb","k"\r\n1,"x, ""y""\r\nz"\r\n2,"w"\r\n3,w\r\n'
        dataset, _ = table_of(tmp_path, text)
        assert dataset.input_names == ("a b",)
        assert dataset.output_names == ("w", 'x, "y"\r\nz')

    def test_blanks_around_quotes(self, tmp_path):
        dataset, _ = table_of(tmp_path, '"a" , "k"\n"1" , "x, y" \n2 , "b"\n')
        assert dataset.output_names == ("b", "x, y")

    def test_single_quotes(self, tmp_path):
        dataset, _ = table_of(tmp_path, "'a','k'\n1,'x, y'\n2,'b'\n")
        assert dataset.output_names == ("b", "x, y")

    @pytest.mark.parametrize("delimiter", ["", "ab", "x", "1", '"', "\n", "."])
    def test_invalid_delimiters(self, delimiter):
        with pytest.raises(InvalidValue, match="cannot separate cells"):
            ReadOptions(delimiter=delimiter)


class TestHeaders:
    @pytest.mark.parametrize(
        ("content", "rows"),
        [
            ("1,2,x\n3,4,y\n5,6,x\n", 3),
            ("5.1,3.5,setosa\n4.9,3.0,virginica\n6,3,setosa\n", 3),
            ("1,2,3.5\n4,5,6.5\n", 2),
            ("p,x,s\ne,x,s\np,y,t\n", 3),
            ("2020-01-01,1,x\n2020-01-02,2,y\n2020-01-03,2,y\n", 3),
            ("1,NA,x\n3,4,y\n5,6,x\n", 3),
        ],
    )
    def test_a_first_row_of_data_is_kept(self, tmp_path, content, rows):
        report = report_of(tmp_path, content)
        assert not report.header
        assert report.rows == rows
        assert told(report)[0] == NO_HEADER
        assert [column.name for column in report.columns] == ["c1", "c2", "c3"]

    @pytest.mark.parametrize(
        ("content", "names"),
        [
            ("2,b,c\n1,2,3\n4,5,6.5\n", ("2", "b", "c")),
            ("country,1990,2000,2010\nFR,1.5,2,3\nDE,2.5,3,4\n", ("country", "1990", "2000", "2010")),
            ("0,1,2,y\n1.5,1,5,2.5\n4,5,6,3.5\n", ("0", "1", "2", "y")),
            ("colour,shape\nred,round\nred,square\nblue,round\n", ("colour", "shape")),
            ("#,name,hp\n1,Bulba,45\n2,Ivy,60\n3,Venu,80\n", ("#", "name", "hp")),
        ],
    )
    def test_a_header_is_found(self, tmp_path, content, names):
        report = report_of(tmp_path, content)
        assert report.header
        assert tuple(column.name for column in report.columns) == names

    def test_units_below_the_names(self, tmp_path):
        dataset, report = table_of(tmp_path, "name,height,weight\n,cm,kg\nAnn,170,60.5\nBob,182,70\nCid,165,55\n")
        assert dataset.expected.tolist() == [[60.5], [70], [55]]
        assert told(report)[0] == (2, None, '"cm", "kg": skipped as units or further column names')

    def test_it_can_be_overruled(self, tmp_path):
        dataset, report = table_of(tmp_path, "1,2\n3,4.5\n5,6.5\n", header=True)
        assert dataset.input_names == ("1",)
        assert report.rows == 2
        report = report_of(tmp_path, "a,b\n3,4.5\n5,6.5\n", header=False)
        assert report.rows == 3
        assert report.preview[0] == ("a", "b")
        what = 'over 10 % of its cells; to leave out their rows instead, set "stray cells" to drop (--strays drop)'
        assert report.problem == f'f.csv, line 1, column "c1": "a" is not a number: {what}'

    def test_names_are_made_unique_and_noted(self, tmp_path):
        text = "a, a ,," + "n" * 10_000 + ",a_2,k\n1,2,3,4,5,x\n3,4,5,6,7,y\n"
        dataset, report = table_of(tmp_path, text)
        cut = "n" * 59 + "…"
        assert dataset.input_names == ("a", "a_3", "c3", cut, "a_2")
        assert told(report) == [
            (1, "a_3", 'column 2 is called "a" too: renamed to "a_3"'),
            (1, "c3", 'column 3 has no name: called "c3"'),
            (1, cut, "a name of 10,000 characters was cut to 60"),
        ]

    def test_many_of_the_same_name(self, tmp_path):
        def names(columns):
            text = ",".join(["a"] * columns) + "\n" + (",".join(map(str, range(columns))) + "\n") * 2
            return {column.name for column in report_of(tmp_path, text).columns}

        assert len(names(4000)) == 4000
        assert growth(lambda: names(400), lambda: names(4000)) < MOST

    def test_row_names_written_by_r(self, tmp_path):
        dataset, report = table_of(tmp_path, '"x","y"\n"1",1.5,2\n"2",2.5,3\n"3",3.5,4.5\n')
        assert dataset.input_names == ("x",)
        assert dataset.inputs.tolist() == [[1.5], [2.5], [3.5]]
        assert (
            1,
            None,
            "one name fewer than cells in a row: the first column is taken as row names",
        ) in told(report)

    def test_row_numbers_written_by_pandas(self, tmp_path):
        dataset, report = table_of(tmp_path, ",x,y\n0,1.5,2\n1,2.5,3\n2,3.5,4.5\n")
        assert dataset.input_names == ("x",)
        assert told(report)[1] == (2, "c1", "left out of the inputs: an id: it numbers the rows")


class TestAroundTheTable:
    def test_comments_above(self, tmp_path):
        for sign in ("#", "%", "//"):
            dataset, report = table_of(tmp_path, f"{sign} by me\n\n{sign} in 2020, at home\na,b\n1,2.5\n3,4\n")
            assert dataset.input_names == ("a",)
            assert told(report) == [(1, None, "2 lines of comment above the table were skipped; the first in line 1")]

    def test_a_comment_that_is_the_header(self, tmp_path):
        dataset, report = table_of(tmp_path, "# made by me\n# a b\n1 2.5\n3 4.5\n")
        assert dataset.input_names == ("a",)
        assert told(report) == [
            (1, None, "a comment was skipped"),
            (2, None, "the column names were taken from a comment"),
        ]

    def test_a_header_in_a_comment_with_a_trailing_delimiter(self, tmp_path):
        dataset, report = table_of(tmp_path, "#n;b;y;\n1,5;2;3,5\n2,5;3;4,5\n")
        assert dataset.input_names == ("n", "b")
        assert told(report) == [(1, None, "the column names were taken from a comment")]

    def test_comments_between(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b\n1,2.5\n# a remark\n3,4\n")
        assert dataset.rows == 2
        assert told(report) == [(3, None, "a comment was skipped")]

    def test_cells_that_start_like_comments_are_cells(self, tmp_path):
        dataset, _ = table_of(tmp_path, "#ff0000,1\n#00ff00,2\n#ff0000,3\n", targets=("1",))
        assert dataset.rows == 3

    def test_titles(self, tmp_path):
        dataset, report = table_of(tmp_path, "Sales of 2020\n\na;b\n1;2,5\n3;4\n")
        assert dataset.inputs.tolist() == [[1], [3]]
        assert told(report) == [(1, None, '"Sales of 2020" was skipped: a line of text above the table')]

    @pytest.mark.parametrize(
        ("above", "lines"),
        [
            ("Station,Bern\nYear,2020\n\n", [1, 2]),
            ("Station,Bern,\nYear,2020,\n,,\n", [1, 2]),
            ("by me, with love\n", [1]),
        ],
    )
    def test_lines_of_fewer_cells_above_the_header(self, tmp_path, above, lines):
        dataset, report = table_of(tmp_path, above + "day,rain,wind\n1,2,3.5\n2,5,6.5\n3,8,7\n4,1,1\n")
        assert dataset.input_names == ("day", "rain")
        assert dataset.rows == 4
        skipped = [line for line, _, text in told(report) if "above the table" in text]
        assert skipped == lines[:1]

    def test_years_below_lines_of_fewer_cells(self, tmp_path):
        rows = "".join(f'"Land {i}","L{i}","{i}.5","{i + 1}.5",\n' for i in range(9))
        above = '"Data Source","Indicators",\n\n"Updated","2020-07-01",\n\n'
        dataset, report = table_of(tmp_path, above + '"Country","Code","1990","2000",\n' + rows)
        assert [column.name for column in report.columns] == ["Country", "Code", "1990", "2000"]
        assert (1, None, "2 lines above the table were skipped; the first in line 1") in told(report)
        assert dataset.rows == 9

    @pytest.mark.parametrize("label", ["Total", "Summe:", "mean"])
    def test_totals_below(self, tmp_path, label):
        rows = "".join(f"{'uvw'[i % 3]},{i},{i}.5\n" for i in range(9))
        dataset, report = table_of(tmp_path, f"k,b,y\n{rows}{label},36,40.5\n")
        assert dataset.rows == 9
        assert dataset.input_names == ("k=u", "k=v", "k=w", "b")
        assert told(report) == [(11, None, f'"{label}" was skipped: a row of totals')]

    def test_a_class_named_like_a_total(self, tmp_path):
        dataset, report = table_of(tmp_path, "k,y\ntotal,1.5\npart,2.5\npart,3.5\ntotal,1\n")
        assert dataset.rows == 4
        assert told(report) == []

    def test_blank_lines_and_blank_rows(self, tmp_path):
        dataset, report = table_of(tmp_path, "\n\na,b\n\n1,2.5\n   \n,\n3,4\n , \n\n")
        assert dataset.rows == 2
        assert told(report) == [(7, None, "2 rows without any value were skipped; the first in line 7")]

    @pytest.mark.parametrize("ends", [("", ",", ","), (",", ",", ","), (",,", "", ""), ("", ",,", "")])
    def test_trailing_delimiters(self, tmp_path, ends):
        lines = zip(("a,b", "1,2.5", "3,4"), ends, strict=True)
        dataset, report = table_of(tmp_path, "\n".join(line + end for line, end in lines))
        assert dataset.input_names == ("a",)
        assert dataset.expected.tolist() == [[2.5], [4]]
        assert told(report) == []

    def test_a_repeated_header(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b\n1,2.5\na,b\n3,4\n")
        assert dataset.rows == 2
        assert told(report) == [(3, None, "a repeated header; skipped")]


class TestRaggedRows:
    ROWS = "".join(f"{i},{i}.5\n" for i in range(40))

    def test_few_are_left_out_and_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b\n1,2,3\n" + self.ROWS + "7\n")
        assert dataset.rows == 40
        text = "2 rows with too few or too many cells are left out; the first in line 2"
        assert told(report) == [(2, None, text)]

    def test_many_are_refused(self, tmp_path):
        message = refusal_of(tmp_path, "a,b\n" + self.ROWS + "1\n2\n3\n")
        assert message == "f.csv, line 42: expected 2 cells, as in the header, found 1"

    def test_either_can_be_asked_for(self, tmp_path):
        message = refusal_of(tmp_path, "a,b\n1,2,3\n" + self.ROWS, strays="refuse")
        assert message == "f.csv, line 2: expected 2 cells, as in the header, found 3"
        dataset, _ = table_of(tmp_path, "a,b\n1,2.5\n3\n4\n5,6\n7,8\n", strays="drop")
        assert dataset.inputs.tolist() == [[1], [5], [7]]

    def test_without_a_header_the_usual_width_counts(self, tmp_path):
        message = refusal_of(tmp_path, "1,2\n3,4\n5,6,7\n")
        assert message == "f.csv, line 3: expected 2 cells, as in most rows, found 3"
