;; A finding is silenced where it stands.
(scenario
 (lambda ()
   (open-file "users.go")
   (wait-for-diagnostics 2)
   (put-point-on "users[id].Visits++")
   (choose "Ignore")
   (wait-for-text "//gofixmap:ignore map-writeback")
   (see-lines "the buffer" 11 16)
   (wait-for-diagnostics 1)
   (see-diagnostics "users.go: diagnostics")))
