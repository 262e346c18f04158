;; rass runs gopls beside gofixmap: its errors are not repeated, and have our fix.
(scenario
 (lambda ()
   (open-file "users.go")
   (until "two errors of gopls"
          (lambda ()
            (= 2 (cl-count "compiler" (flymake-diagnostics)
                           :key #'flymake-diagnostic-text :test #'string-prefix-p))))
   ;; Time enough for a late one to show itself.
   (let ((end (+ (float-time) 3)))
     (while (< (float-time) end)
       (accept-process-output nil 0.1)))
   (see-diagnostics "users.go: diagnostics of both servers")
   (put-point-on "users[id].Visits++")
   (choose "Store the changed copy")
   (wait-for-text "user.Visits++")
   (see-lines "the buffer" 11 16)
   (wait-for-diagnostics 1)
   (see-diagnostics "users.go: diagnostics of both servers")))
