"""Makes the helpers in this folder importable from every test, run alone or with others."""

import signal

# Some tests press Ctrl-C on processes of their own, or close their terminal. Started in the
# background of a shell, or by nohup, this one ignores that, and so would they.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
