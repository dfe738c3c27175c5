"""Appraisal: points of an agency for its work, computed, self-scored and appraised side by side."""
