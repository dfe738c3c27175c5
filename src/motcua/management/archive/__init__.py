"""One file with everything: rows as text that either database reads, papers as they are.

A tar file: `manifest.json`, `tables/NAME.jsonl.gz` (a JSON list per row), `papers/SHA256`, and a
last member with the SHA-256 of everything before it, so that no bit can change unseen. Not in
it: sessions and counters of failed sign-ins, which must not come back to life, and the key of
the installation, which does not belong beside the data.
"""
