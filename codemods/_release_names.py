"""What the names of functions tell of when they run: once, or again for what is there already."""

from __future__ import annotations

from gofixmap.codemod import pattern

#: Functions that run once in the life of a value, by their names.
MAKING = pattern(r"(?i)(new|init|make|create|build|set_?up)")
SETTING_UP = pattern(MAKING.pattern + r"|(?i:start|open|run|main|serve|listen|connect)")
#: Functions that run again and again, for what is there already.
CHANGING = pattern(
    r"(?i)((re)?set|put|replace|swap|reload|rotate|reconnect|redial|re-?open|switch|change|renew"
    r"|refresh|update|upsert|store|save|assign|re-?start|re-?schedule|re-?new|re-?build|move)"
)
#: Functions that put something in which was not there, by their names.
INSERTING = pattern(
    r"(?i)(add|register|insert|track|remember|attach|join|accept|enter|append|push|enqueue|on[A-Z_])"
)
