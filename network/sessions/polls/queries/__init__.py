"""Reading questions to everybody, and what came of them."""
