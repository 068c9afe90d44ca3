"""Makes the helpers in this folder importable from every test, run alone or with others."""

import signal

# Some tests press Ctrl-C on processes of their own. Started in the background of a shell, this one
# ignores it, and so would they.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
