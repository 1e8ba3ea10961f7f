"""What access refuses, in one sentence."""


class AccessError(ValueError):
    """A refusal in one sentence for the person at the page: what is wrong and what to do."""


class SignInRefused(AccessError):
    """A sign-in was refused; the sentence never says which part of it was wrong."""
