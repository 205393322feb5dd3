"""The commune's memory: journal, tables, queries, evidence files."""
