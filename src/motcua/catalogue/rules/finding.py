"""Finding procedures by the words of people who do not know their official names.

A few hundred rows are ranked here, in Python, so that both databases give one order: a keyword
of the editors, the name as typed with its marks, the event of life the procedure is first there
for ("sinh con"), the name without marks, other events, parts of keywords, then single words. A
typing error is only looked for when no procedure knows the word: "sinh" never stands for "kinh".
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
    """The folded column of a version, by lines: code, name, events of life, then each keyword."""
    events = " ; ".join(event.replace("-", " ") for event in content.get("life_events", ()))
    lines = (code, name, events, *content.get("keywords", ()))
    return "\n".join(searchable(line) for line in lines)


@dataclass(frozen=True, slots=True)
class _Card:
    """One procedure as the ranking sees it; phrases stand between spaces."""

    marked: str
    name: str
    events: tuple[str, ...]
    keywords: tuple[str, ...]
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
    # Rows that no verb of the catalogue wrote may have less.
    _, _, events, *keywords = [*search.split("\n"), "", ""]
    folded = f" {_spelled(name)} "
    return _Card(
        marked=marked(name),
        name=folded,
        events=tuple(f" {_spelled(event)} " for event in events.split(";") if event.strip()),
        keywords=tuple(f" {_spelled(keyword)} " for keyword in keywords if keyword),
        words=frozenset(_words(fold_spelling(f"{name} {events} {' '.join(keywords)}"))),
        joined=folded.replace(" ", ""),
    )


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


def _rank(card: _Card, wish: _Wish) -> tuple[int, int, int] | None:
    """Smaller is better; None: not an answer. Ties: more keywords that agree, a shorter name."""
    whole, core = f" {wish.phrase} ", f" {' '.join(wish.words)} "
    step = _step(card, wish, whole, core)
    if step is None:
        return None
    agreeing = sum(core in keyword or keyword in whole for keyword in card.keywords)
    return step, -agreeing, len(card.name)


def _step(card: _Card, wish: _Wish, whole: str, core: str) -> int | None:
    ladder = (
        whole in card.keywords or core in card.keywords,
        wish.marked in card.marked,
        whole in card.events[:1] or core in card.events[:1],
        whole in card.name or core in card.name,
        whole in card.events or core in card.events,
        any(core in keyword for keyword in card.keywords),
        all(word in card.words for word in wish.words),
        all(any(known.startswith(word) for known in card.words) for word in wish.words),
        len(core) > 6 and core.replace(" ", "") in card.joined,
    )
    if any(ladder):
        return ladder.index(True)
    # Most of a long wish: at least two words, and two in three.
    known = sum(word in card.words for word in wish.words)
    if known >= 2 and known * 3 >= len(wish.words) * 2:
        return len(ladder) + len(wish.words) - known
    return None
