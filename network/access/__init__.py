"""Who may do what: one text table, read by the program, by its test and by the help page."""
