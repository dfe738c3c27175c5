"""What a form is, what an answer is, and how one reads the other. No tables."""
