"""The file (hồ sơ): from the counter to its result."""
