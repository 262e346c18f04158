;; The rule's page, on the finding, as Eldoc gets it.
(scenario
 (lambda ()
   (open-file "users.go")
   (wait-for-diagnostics 2)
   (put-point-on "users[id].Visits++")
   (let (page)
     (eglot-hover-eldoc-function (lambda (text &rest _) (setq page text)))
     (until "a page" (lambda () page))
     (see "== the first lines of the hover")
     (dolist (line (seq-take (split-string (substring-no-properties page) "\n") 12))
       (see "%s" line)))))
