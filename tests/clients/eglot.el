;;; eglot.el --- Plays the scenario $SCENARIO in an Emacs that init.el has set up -*- lexical-binding: t -*-

;;; Commentary:

;; What the scenario reports goes to the file $REPORT as JSON.  Nothing runs when Emacs is idle, as there is no idleness in batch:
;; that is what `idle' is for.

;;; Code:

(require 'cl-lib)
(require 'json)
(require 'flymake)
(unless (require 'eglot nil t)
  (error "Eglot is not installed: apt-get install elpa-eglot"))

(setq eglot-sync-connect 10
      make-backup-files nil
      create-lockfiles nil)

(defvar reported nil)

(defun report (key value)
  "Report VALUE, in which lists are vectors, under the name KEY."
  (push (cons key value) reported))

(defun wait-for (what predicate)
  "Wait until PREDICATE gives something; return that.  WHAT says what it is."
  (let ((end (+ (float-time) 10)) found)
    (while (not (setq found (funcall predicate)))
      (when (> (float-time) end)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02))
    found))

(defun idle ()
  "Do what Eglot and Flymake do when Emacs is idle."
  (eglot--signal-textDocument/didChange)
  (flymake-start))

(defun visit (name)
  "Visit the file NAME and start Eglot there, if it does not run already."
  (switch-to-buffer (find-file-noselect name))
  (unless (eglot-current-server)
    (call-interactively #'eglot)))

(defun findings ()
  "Return the diagnostics of the buffer: their codes and the texts that they mark, in the order of the text."
  (vconcat
   (mapcar (lambda (found)
             (vector (replace-regexp-in-string "\\`tensorlift \\[\\(TL[0-9]+\\)\\]: \\(.\\|\n\\)*\\'" "\\1" (flymake-diagnostic-text found))
                     (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
           (sort (flymake-diagnostics)
                 (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(defvar pushed (make-hash-table :test #'equal)
  "The version of the newest diagnostics of each document.")

(cl-defmethod eglot-handle-notification :after (_server (_method (eql textDocument/publishDiagnostics)) &key uri version &allow-other-keys)
  "Remember the VERSION of the diagnostics of URI."
  (puthash uri version pushed))

(defun wait-findings (count)
  "Wait until there are COUNT diagnostics of the present text; return them."
  (wait-for (format "%s findings" count)
            (lambda ()
              (idle)
              (cl-destructuring-bind (&key uri version) (eglot--VersionedTextDocumentIdentifier)
                (and (equal (gethash uri pushed) version)
                     (= (length (flymake-diagnostics)) count)))))
  (findings))

(defun go-to (text)
  "Put point on the first occurrence of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun command (name)
  "Run the command NAME as from the keyboard; what it asks is answered with the return key."
  (let ((last-nonmenu-event ?\r))
    (call-interactively name)))

(defun type (text)
  "Type TEXT at the end of the buffer."
  (goto-char (point-max))
  (insert text))

(defun buffer ()
  "Return the text of the buffer."
  (buffer-substring-no-properties (point-min) (point-max)))

(load (getenv "SCENARIO") nil t)
(with-temp-file (getenv "REPORT")
  (insert (json-encode reported)))

;;; eglot.el ends here
