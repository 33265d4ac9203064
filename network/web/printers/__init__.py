"""Programs that make one file each, standard input to standard output. They import nothing of ours: they start fast."""
