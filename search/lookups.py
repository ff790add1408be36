"""One look-up for both databases: does the folded text hold this word? By a trigram index where there is one to ask."""

from typing import Any

from django.db import models
from django.db.models import Lookup

from search.index import FTS_TABLE

SHORTEST = 3  # a trigram index knows nothing of shorter words


class FoldedTextField(models.TextField):
    """Text that `search.folding` has folded. `text__has_word` finds a word or a part of one in it."""


@FoldedTextField.register_lookup
class HasWord(Lookup):
    """Holds the word, whatever stands around it. The word is folded already, so case needs no care."""

    lookup_name = "has_word"

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A LIKE with its wildcards escaped; PostgreSQL answers it from a GIN index over trigrams."""
        column, params = self.process_lhs(compiler, connection)
        word = self.rhs.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE %s ESCAPE '\\'", (*params, f"%{word}%")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """GLOB over the FTS5 table, which uses its trigrams; SQLite's LIKE with ESCAPE never would."""
        column, params = self.process_lhs(compiler, connection)
        if len(self.rhs) < SHORTEST:
            return f"instr({column}, %s) > 0", (*params, self.rhs)
        word = "".join(f"[{each}]" if each in "*?[" else each for each in self.rhs)
        row = f"{connection.ops.quote_name(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        # The table's name is ours; the word goes as a parameter.
        return f"{row} IN (SELECT rowid FROM {FTS_TABLE} WHERE text GLOB %s)", (f"*{word}*",)  # noqa: S608
