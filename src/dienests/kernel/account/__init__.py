"""The account: how far the paragraphs are kept, counted from what really happened."""
