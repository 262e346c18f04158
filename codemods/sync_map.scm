; A map that goroutines share is map-mutex's: this codemod is asked for by name only.
(package_clause) @nothing
