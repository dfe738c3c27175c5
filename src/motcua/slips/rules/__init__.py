"""What a slip says, decided from values: the journal of a file, its dates and its numbers."""
