; The code alone is no evidence for a snapshot: only what is named or reported is looked at.
(package_clause) @nothing
