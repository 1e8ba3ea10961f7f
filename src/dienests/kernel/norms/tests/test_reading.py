"""A file that has no readable words is refused with a sentence that says what it is."""

from pathlib import Path

import pytest

from dienests.kernel.norms.reading import LARGEST, UnreadableText, read

WORDS = "1. Šī kārtība ir izdomāta, un tajā ir garumzīmes: ā, č, ē, ģ, ī, ķ, ļ, ņ, š, ū, ž. " * 5


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "kartiba.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (WORDS.encode("utf-16"), "UTF-16"),
        (WORDS.encode("utf-16-le"), "zero byte"),
        (WORDS.encode("cp1257"), r"byte 0xD0 at position 3.*Windows-1257"),
        ("Café, señor".encode("latin-1"), r"not in UTF-8 \(byte 0xE9"),
        (WORDS.encode("ascii", "replace"), r"lost letters in a conversion \(\d+ of them\)"),
        (WORDS.encode().decode("latin-1").encode(), "encoded twice"),
        (b"%PDF-1.7\n1 0 obj", "a damaged PDF document"),
        (b"PK\x03\x04word/document.xml", "Office document"),
        (b"\xff\xd8\xff\xe0 JFIF", "a scan"),
        (b"\x00\x01\x02\x03", "binary data"),
        (b"", "without any words"),
        (b"\f\n\f\n 1 \n", "without any words"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, seen: str) -> None:
    with pytest.raises(UnreadableText, match=seen) as refusal:
        read(_file(tmp_path, data))
    assert str(refusal.value).startswith("kartiba.txt is ")
    assert "UTF-8" in str(refusal.value)


def test_text_in_utf_8_is_read_with_and_without_its_mark(tmp_path: Path) -> None:
    for data in (WORDS.encode(), b"\xef\xbb\xbf" + WORDS.encode()):
        assert read(_file(tmp_path, data)) == (data, WORDS)


def test_a_question_in_the_text_is_no_lost_letter(tmp_path: Path) -> None:
    questions = "Kāpēc mēs apstrādājam datus? Vai tā drīkst? " * 20
    assert read(_file(tmp_path, questions.encode()))[1] == questions


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableText, match="cannot be read"):
        read(tmp_path / "nav.txt")
    with pytest.raises(UnreadableText, match="cannot be read"):
        read(tmp_path)
    huge = tmp_path / "liels.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableText, match="larger than"):
        read(huge)
