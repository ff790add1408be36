"""Backup and restore: one file with the database, the files people brought, and a manifest that says what is in it."""
