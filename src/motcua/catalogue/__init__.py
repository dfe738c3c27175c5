"""Administrative procedures in published, immutable versions (thủ tục hành chính)."""
