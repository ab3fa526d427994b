#!/usr/bin/env bash
# PrairieLearn runs this in the image for each submission. There is a results.json whatever
# happens: first one that says that grading failed, which the grader replaces as a whole.
umask 022
cd /
chmod -R go-rwx /grade/tests
mkdir -p /grade/results
cat >/grade/results/results.json <<'END'
{"gradable": false, "format_errors": ["This submission could not be graded, which is not your fault. Tell the course staff."]}
END
timeout --kill-after=5 @KILL_SECONDS@ /opt/propgrade/bin/python -I -m autograder.platforms.prairielearn
code=$?
[ "$code" = 0 ] || echo "The grader ended with code $code (137: killed, perhaps out of memory)." >&2
exit 0
