"""The full-text index of both databases: FTS5 beside the table, or a GIN index over its words."""

from typing import Any

SQLITE = (
    "CREATE VIRTUAL TABLE kernel_search_words USING fts5("
    "words, content='kernel_search_entry', content_rowid='id', tokenize='unicode61', prefix='3 5')",
    "CREATE TRIGGER kernel_search_put AFTER INSERT ON kernel_search_entry BEGIN "
    "INSERT INTO kernel_search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER kernel_search_gone AFTER DELETE ON kernel_search_entry BEGIN "
    "INSERT INTO kernel_search_words(kernel_search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER kernel_search_changed AFTER UPDATE ON kernel_search_entry BEGIN "
    "INSERT INTO kernel_search_words(kernel_search_words, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO kernel_search_words(rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL = ("CREATE INDEX kernel_search_words ON kernel_search_entry USING gin (to_tsvector('simple', words))",)


def install(apps: Any, schema_editor: Any) -> None:
    """Make the index of the database that is migrated."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the index away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name in ("put", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS kernel_search_{name}", params=None)
        schema_editor.execute("DROP TABLE IF EXISTS kernel_search_words", params=None)
    else:
        schema_editor.execute("DROP INDEX IF EXISTS kernel_search_words", params=None)
