"""From home: drafts of filings and how a citizen comes to an account (nộp hồ sơ trực tuyến)."""
