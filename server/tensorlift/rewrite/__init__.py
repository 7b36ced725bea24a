"""Turn decisions into text edits: small spans of the text, never a printed syntax tree."""
