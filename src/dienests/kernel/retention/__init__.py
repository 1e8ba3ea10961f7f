"""How long data of people are kept, and what becomes of them then: retention, holds, erasing, rectifying."""
