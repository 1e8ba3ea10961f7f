"""The pages: each translates HTTP into one domain call."""
