"""The tests' SQLite file is opened through SQLite only, so this process keeps its locks on it (see conftest.py)."""

from pathlib import Path

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_file_of_the_database_is_refused_to_whatever_is_not_SQLite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a database that is one file is SQLite")
    with pytest.raises(PermissionError, match="another process"):
        Path(str(connection.settings_dict["NAME"])).read_bytes()
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
