"""How a board is put into words and files. Plain values in, plain values out."""
