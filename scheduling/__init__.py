"""When, and who teaches: one engine in XHSTT's vocabulary, and the problems put to it."""
