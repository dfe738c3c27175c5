"""What `make bench` measures: ratios against baselines taken in the same run (see docs)."""
