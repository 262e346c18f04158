;; What would be fixed in the workspace, as a diff in a buffer of its own.
(scenario
 (lambda ()
   (open-file "users.go")
   (wait-for-diagnostics 2)
   (gofixmap-diff)
   (with-current-buffer (until "a diff" (lambda () (get-buffer "*gofixmap*")))
     (see "== the buffer of gofixmap-diff, in %s" major-mode)
     (see "%s" (string-trim-right (buffer-substring-no-properties (point-min) (point-max)))))))
