;; A fix of two files is looked at first; then it changes both buffers, and neither file.
(scenario
 (lambda ()
   (open-file "accounts.go")
   (wait-for-diagnostics 1)
   (see-diagnostics "accounts.go: diagnostics")
   (put-point-on "a.balance")
   (choose "Show the changes")
   (let ((shown (until "a diff" (lambda () (get-buffer "*gofixmap*")))))
     (with-current-buffer shown
       (see-lines "the buffer of the changes" 1 30)))
   (switch-to-buffer "accounts.go")
   (put-point-on "a.balance")
   (choose "pointer")
   (wait-for-text "func (a *account) pay")
   (see-lines "the buffer accounts.go" 8 10)
   (with-current-buffer (find-file-noselect "billing.go")
     (see-lines "the buffer billing.go" 1 8))
   (see-file "billing.go on disk" "billing.go")))
