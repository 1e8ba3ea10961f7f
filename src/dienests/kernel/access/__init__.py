"""Who is at the page: accounts, sign-in, and the actor with the offices held today."""
