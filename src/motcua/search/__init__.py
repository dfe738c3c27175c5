"""Words found without diacritics in one folded column; the same answer on both databases.

A searchable table keeps a column of folded text (`searchable`). A row answers a query when every
word of the query stands somewhere in that column, inside a longer word too. The answer is the
plain meaning of LIKE '%word%'; the indexes (`search.index`) only make it fast.
"""

from motcua.search.index import search_index
from motcua.search.words import closest_first, filter_words, folded_words, marked, searchable

__all__ = ["closest_first", "filter_words", "folded_words", "marked", "search_index", "searchable"]
