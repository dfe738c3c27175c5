"""Finding procedures by the words of people who do not know their official names.

A few hundred rows are ranked here, in Python, so that both databases give one order: the name as
typed with its marks, then a keyword or an event of life ("sinh con"), then the same without
marks, then single words, then words with a typing error. A typing error is only looked for when
no procedure knows the word: "sinh" never stands for "kinh".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from motcua.kernel.vietnamese import fold_spelling, normalise
from motcua.search import folded_words, marked, searchable

T = TypeVar("T")

# Words of a wish that say nothing about the procedure ("tôi muốn xin làm giấy tờ …").
_CHATTER = "toi em anh chi muon can xin lam on cho hoi thi la o dau nhu the nao gi va cua ve de"
_LONGEST_TYPED = 80


def search_text(code: str, name: str, content: Mapping[str, Any]) -> str:
    """The folded column of a version: one line each for code, name, keywords, events of life."""
    events = (event.replace("-", " ") for event in content.get("life_events", ()))
    return searchable(code, name, *content.get("keywords", ()), *events)


@dataclass(frozen=True, slots=True)
class _Card:
    """One procedure as the ranking sees it; phrases stand between spaces."""

    marked: str
    name: str
    phrases: tuple[str, ...]
    words: frozenset[str]
    joined: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was typed: with marks, folded, in words, and without the chatter."""

    marked: str
    phrase: str
    words: tuple[str, ...]


def ranked(rows: Iterable[T], query: str, texts: Mapping[T, tuple[str, str, str]]) -> list[T]:
    """The rows that answer the query, best first; all of them for an empty query.

    `texts` gives for each row its code, its name and its search column.
    """
    rows = list(rows)
    typed = normalise(query)[:_LONGEST_TYPED]
    if not typed:
        return rows
    by_code = [row for row in rows if texts[row][0].startswith(typed)]
    if by_code:
        return by_code
    cards = {row: _card(texts[row][1], texts[row][2]) for row in rows}
    wish = _wish(typed)
    if not wish.words:
        return []
    wish = _corrected(wish, frozenset().union(*(card.words for card in cards.values())))
    found = [(_rank(card, wish), place) for place, card in enumerate(cards.values())]
    order = sorted((rank, place) for rank, place in found if rank is not None)
    return [rows[place] for _, place in order]


@lru_cache(maxsize=4096)
def _card(name: str, search: str) -> _Card:
    lines = [_spelled(line) for line in search.split("\n")]
    folded = f" {_spelled(name)} "
    phrases = tuple(f" {line} " for line in lines[2:])
    words = frozenset(word for line in lines[1:] for word in _words(line))
    return _Card(marked(name), folded, phrases, words, folded.replace(" ", ""))


def _spelled(text: str) -> str:
    return " ".join(_words(fold_spelling(text)))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _wish(typed: str) -> _Wish:
    words = [word for piece in folded_words(typed) for word in _words(fold_spelling(piece))]
    telling = tuple(word for word in words if word not in _CHATTER.split()) or tuple(words)
    return _Wish(marked(typed), " ".join(words), telling)


def _corrected(wish: _Wish, vocabulary: Collection[str]) -> _Wish:
    """Words that no procedure knows, and no longer word begins with, replaced by the nearest."""
    words = tuple(_nearest(word, vocabulary) for word in wish.words)
    changed = dict(zip(wish.words, words, strict=True))
    phrase = " ".join(changed.get(word, word) for word in wish.phrase.split())
    return _Wish(wish.marked, phrase, words)


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    if len(word) < 3 or word in vocabulary or any(known.startswith(word) for known in vocabulary):
        return word
    near = [known for known in vocabulary if _one_slip(word, known)]
    # The same letters in another order are the likeliest slip; then the same first letter.
    near.sort(key=lambda known: (sorted(known) != sorted(word), known[0] != word[0], known))
    return near[0] if near else word


def _one_slip(typed: str, meant: str) -> bool:
    """One letter wrong, missing, too many, or two neighbours exchanged."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    a, b = typed[start:], meant[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _rank(card: _Card, wish: _Wish) -> tuple[int, int] | None:
    """Smaller is better; None: not an answer. The second number breaks ties by brevity."""
    whole, size = f" {wish.phrase} ", len(card.name)
    core = f" {' '.join(wish.words)} "
    if wish.marked in card.marked:
        return 0, size
    if whole in card.phrases or core in card.phrases:
        return 1, size
    if whole in card.name or core in card.name:
        return 2, size
    if any(core in phrase for phrase in card.phrases):
        return 3, size
    known = sum(word in card.words for word in wish.words)
    begun = sum(any(known.startswith(word) for known in card.words) for word in wish.words)
    if known == len(wish.words):
        return 4, size
    if begun == len(wish.words) or (len(core) > 6 and core.replace(" ", "") in card.joined):
        return 5, size
    # Most of a long wish: at least two words, at least two in three.
    if known >= 2 and known * 3 >= len(wish.words) * 2:
        return 6 + len(wish.words) - known, size
    return None
