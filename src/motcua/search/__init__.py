"""Words found without diacritics in one folded column; the same answer on both databases."""
