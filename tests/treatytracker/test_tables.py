"""CSV files are the tables they should be, or are refused by name and line."""

import pytest

from treatytracker.tables import BadFile, Row, read_table

COLUMNS = ("id", "name", "note")


def read(tmp_path, content):
    path = tmp_path / "things.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, COLUMNS)


def test_rows_know_their_file_and_line(tmp_path):
    rows = read(tmp_path, 'id,name,note\n1,one,"two\nlines"\n2, two ,\n')
    assert [(row.file, row.line, row["id"], row["name"], row["note"]) for row in rows] == [
        ("things.csv", 2, "1", "one", "two\nlines"),
        ("things.csv", 4, "2", "two", ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "name,note,id\na,b,1\n",
        "\ufeffid,name,note\n1,a,b\n",
        "id,name,note\r\n1,a,b\r\n",
        'id,name,note\n"1","a","b"',
    ],
    ids=["another order", "byte order mark", "Windows line ends", "quoted, no line end"],
)
def test_harmless_differences_do_not_matter(tmp_path, content):
    assert read(tmp_path, content) == [Row("things.csv", 2, {"id": "1", "name": "a", "note": "b"})]


def test_a_table_may_be_empty(tmp_path):
    assert read(tmp_path, "id,name,note\n") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "things.csv lacks the column id, lacks the column name, lacks the column note."),
        ("id,name\n", "things.csv lacks the column note."),
        ("id,name,note,colour\n", "things.csv has an unknown column colour."),
        ("id,name,remark\n", "things.csv lacks the column note, has an unknown column remark."),
        ("id,name,note\n1,a,b\n2,a\n", "things.csv, line 3: 3 columns are needed, no more and no fewer."),
        ("id,name,note\n1,a,b,c\n", "things.csv, line 2: 3 columns are needed, no more and no fewer."),
        ("id,name,note\n1,Köln,b\n".encode("latin-1"), "things.csv is not a UTF-8 text."),
        ("id,name,note\n1,a\x00,b\n".encode("utf-16"), "things.csv is not a UTF-8 text."),
        ('id,name,note\n1,"a"b,c\n', "things.csv, line 2: "),
        ('id,name,note\n1,a,"b\n', "things.csv, line 2: "),
    ],
)
def test_what_is_not_the_table_is_refused(tmp_path, content, said):
    with pytest.raises(BadFile) as refused:
        read(tmp_path, content)
    assert str(refused.value).startswith(said)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadFile, match="things.csv is missing."):
        read_table(tmp_path / "things.csv", COLUMNS)
