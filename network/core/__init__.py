"""Things without feature words: settings, database, clock, errors, signals, audit, language, Markdown."""
