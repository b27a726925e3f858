"""The screens of the chat. Nothing outside assistant/app.py imports them."""
