"""The dashboard, `/admin/tablero/`: what the chats came to over some days, on a page and as a file."""
