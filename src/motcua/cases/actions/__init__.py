"""The verbs of a file. Only these modules write; each verb leaves one journal entry."""
