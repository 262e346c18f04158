;; Safe fixes are made when the file is written.
(scenario
 (lambda ()
   (open-file "users.go")
   (wait-for-diagnostics 2)
   (set-buffer-modified-p t)
   (save-buffer)
   (see-file "users.go on disk, after save-buffer" "users.go")
   (open-file "accounts.go")
   (wait-for-diagnostics 1)
   (set-buffer-modified-p t)
   (save-buffer)
   (see-file "accounts.go on disk, after save-buffer: a fix of the tier review is not made"
             "accounts.go")))
