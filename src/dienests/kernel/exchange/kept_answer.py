"""Kept answers: what a request with a key was answered, so that its repetition does nothing and hears the same."""

from django.db import models

from dienests.kernel.exchange.token import Token


class KeptAnswer(models.Model):
    """The answer to one request of one token; `fingerprint` is SHA-256 over address and body."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField(help_text="holds no personal data: keys, numbers and stages")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="exchange_answer_one_per_key")]

    def __str__(self) -> str:
        return f"{self.status} to {self.key}"
