"""Our server beside y-websocket and Hocuspocus: the same people, the same edits, the same machine."""
