"""Everything that the database holds, as one text: what must not be in there is searched for in it."""

from django.db import connection

from dienests.kernel.parties.personal_code import verify


def everything() -> str:
    """Return every value of every table; bytes are given as they are and as hexadecimal digits."""
    values: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            values += [f"{table}: {_text(value)}" for row in cursor.fetchall() for value in row]
    return "\n".join(values)


def traces(code: str, text: str) -> list[str]:
    """Return the forms of a personal code that stand in a text: with and without hyphen, reversed, in hexadecimal."""
    digits = verify(code)
    written = f"{digits[:6]}-{digits[6:]}"
    forms = (digits, written, digits[::-1], digits.encode().hex(), written.encode().hex())
    return [form for form in forms if form in text]


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return f"{raw.decode('latin-1')} {raw.hex()}"
    return str(value)
