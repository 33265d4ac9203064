"""What others do with texts that several write at once: begin, read, put, close, open again."""

from network.writing.services.making import Contested, begin, close, put, reopen, texts

__all__ = ["Contested", "begin", "close", "put", "reopen", "texts"]
