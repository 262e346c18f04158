; A goroutine that a constructor starts: with an endless loop and no Close it never ends.
(go_statement) @site
