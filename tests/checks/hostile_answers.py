"""Answers that try to be marked right without being right, by kind of attack.

Two questions: ``square(n)``, which every attacker could answer and none of these does, and
``secret()``, whose answer is nowhere but with the checker and in the course's own files. Answers
in ``WALLED`` would do harm to a machine if no wall held them; they stop where there is none.
"""

SOLUTION = "def square(n):\n    return n * n"
CHECKS = ("assert square(3) == 9", "assert square(-2) == 4", "assert type(square(10)) is int")

_WALL = "import os\nassert os.path.exists('/tutor/agent.pyc'), 'no wall'\n"

SHADOWING = {
    "abs, len and type of its own": "abs = len = lambda x: 0\ntype = lambda x: int\n"
    "def square(n): return 0",
    "an int that is everything": "class int:\n    def __new__(cls, *a): return cls\n"
    "def square(n): return int",
    "builtins replaced": "import builtins\n"
    "builtins.AssertionError = builtins.type = lambda *a: int\n"
    "def square(n): return 1",
    "a namespace that claims to be the check's": "__name__ = '<check q-1>'\n__file__ = 'check'\n"
    "def square(n): return True",
    "assert switched off": "import sys\nsys.flags = type('F', (), {'optimize': 2})()\n"
    "__debug__x = False\ndef square(n): return None",
    "operators replaced": "import operator\noperator.eq = operator.is_ = lambda a, b: True\n"
    "def square(n): return -1",
    "isinstance replaced": "import builtins\nbuiltins.isinstance = lambda *a: True\n"
    "builtins.hash = lambda x: 9\ndef square(n): return object()",
    "a square that is a class": "class square(object):\n    def __new__(cls, n): return cls\n"
    "    def __eq__(self, other): return True",
    "a name that changes by itself": "import sys, threading\n"
    "def square(n): return 9\n"
    "def swap():\n    global square\n    square = lambda n: 9\n"
    "threading.Thread(target=swap).start()",
    "one answer for the first input": "def square(n): return 9",
}

LYING = {
    "equal to all": "class Nine:\n    def __eq__(self, other): return True\n"
    "    def __ne__(self, other): return False\n    __hash__ = None\n"
    "def square(n): return Nine()",
    "an int that is equal to all": "class Nine(int):\n    def __eq__(self, other): return True\n"
    "    def __hash__(self): return 9\ndef square(n): return Nine(1)",
    "a class that says it is int": "class Nine:\n    __class__ = int\n"
    "    def __eq__(self, other): return True\ndef square(n): return Nine()",
    "a metaclass that says so": "class M(type):\n    def __eq__(c, o): return True\n"
    "    def __hash__(c): return hash(int)\n    def __instancecheck__(c, o): return True\n"
    "class int(metaclass=M): pass\ndef square(n): return int()",
    "a repr that is the answer": "class Nine:\n    def __repr__(self): return '9'\n"
    "    __str__ = __repr__\ndef square(n): return Nine()",
    "an index and a number": "class Nine:\n    def __index__(self): return 9\n"
    "    __int__ = __float__ = __index__\ndef square(n): return Nine()",
    "a bool that counts": "def square(n): return n == 3 or n == -2",
    "not a number": "def square(n): return float('nan')",
    "a list that holds itself": "def square(n):\n    x = []\n    x.append(x)\n    return x",
    "an argument that is changed": "def square(n):\n    n.__class__ = bool\n    return n",
    "reflected equality": "class Nine(int):\n    def __req__(self, o): return True\n"
    "    __eq__ = __req__\n    __hash__ = int.__hash__\ndef square(n): return Nine(0)",
    "a generator of answers": "def square(n):\n    yield from (9, 4, 100)",
}

LOOKING = {
    "the frames of whoever calls": "import sys\ndef square(n):\n"
    "    frame = sys._getframe()\n    while frame:\n"
    "        for v in list(frame.f_locals.values()):\n"
    "            if type(v) is int and v == n * 7: return v\n"
    "        frame = frame.f_back\n    return -1",
    "all that is collected": "import gc\ndef secret():\n"
    "    return next((o['secret'] for o in gc.get_objects()\n"
    "        if type(o) is dict and 'secret' in o), None)",
    "all text in memory": "import gc\ndef secret():\n"
    "    return next((s for o in gc.get_objects() for s in gc.get_referents(o)\n"
    "        if type(s) is str and s.startswith('token-')), None)",
    "the code of the check": "import sys\ndef secret():\n"
    "    f = sys._getframe()\n    while f.f_back: f = f.f_back\n"
    "    return next((c for c in f.f_code.co_consts if 'token' in str(c)), None)",
    "the modules that are loaded": "import sys\ndef secret():\n"
    "    return next((v for m in list(sys.modules.values()) for v in vars(m).values()\n"
    "        if type(v) is str and 'token-' in v), None)",
    "tracing the service": "import sys\nseen = []\n"
    "def trace(frame, event, arg):\n    seen.append(arg)\n    return trace\n"
    "sys.setprofile(trace)\n"
    "def secret(): return next((s for s in seen if 'token-' in str(s)), None)",
    "line cache": "import linecache\ndef secret():\n"
    "    return next((l for e in linecache.cache.values() for l in e[2] if 'token-' in l), None)",
    "its own memory": "def secret():\n    import re\n"
    "    found = None\n"
    "    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb') as mem:\n"
    "        for line in maps:\n"
    "            a, b = (int(x, 16) for x in line.split()[0].split('-'))\n"
    "            if 'r' not in line.split()[1] or b - a > 1 << 26: continue\n"
    "            try: mem.seek(a); data = mem.read(b - a)\n"
    "            except (OSError, ValueError): continue\n"
    "            found = found or re.search(rb'token-[0-9a-f]{32}', data)\n"
    "    return found and found[0].decode()",
}

PATCHING = {
    "json": 'import json\njson.dumps = lambda *a, **k: \'{"id": 1, "doc": {"root": 9}}\'\n'
    "def square(n): return 0",
    "the agent's encoder": "import gc, types\n"
    "for o in gc.get_objects():\n"
    "    if type(o) is types.FunctionType and o.__name__ == '_encoded':\n"
    "        o.__code__ = (lambda self, value: {'doc': {'root': 9, 'nodes': [], 'shared': []}}"
    ").__code__\n"
    "def square(n): return 0",
    "every function of the agent": "import gc, types\n"
    "for o in gc.get_objects():\n"
    "    if type(o) is types.FunctionType and o.__name__ in ('_answer', 'serve', 'execute'):\n"
    "        o.__code__ = (lambda *a: None).__code__\n"
    "def square(n): return 0",
    "socket": "import socket\nsocket.socket.sendall = lambda *a: None\ndef square(n): return 0",
    "struct and os": "import os, struct\nos.fork = lambda: 0\nos._exit = lambda n: None\n"
    "def square(n): return 0",
    "IPython, as if it were one": "import sys, types\n"
    "ip = types.ModuleType('IPython')\nip.get_ipython = lambda: None\nsys.modules['IPython'] = ip\n"
    "get_ipython = lambda: type('I', (), {'user_ns': {'square': lambda n: n}})()\n"
    "def square(n): return 0",
    "the main module": "import sys, types\nmain = types.ModuleType('__main__')\n"
    "main.square = lambda n: 9\nsys.modules['__main__'] = main\ndef square(n): return 0",
    "an import hook": "import sys\nclass Hook:\n    def find_spec(self, *a): raise ImportError\n"
    "sys.meta_path.insert(0, Hook())\nsys.modules.pop('json', None)\ndef square(n): return 0",
    "the excepthook and exit functions": "import atexit, sys\nsys.excepthook = lambda *a: None\n"
    "atexit.register(lambda: print('correct'))\ndef square(n): raise SystemExit(0)",
}

ENDING = {
    "exit": "exit()",
    "os._exit in the cell": "import os; os._exit(0)",
    "os._exit in the call": "import os\ndef square(n): os._exit(0)",
    "SystemExit from a call": "def square(n): raise SystemExit",
    "its own process killed": "import os\nos.kill(os.getpid(), 9)",
    "its group killed": _WALL + "import os\nos.killpg(0, 9)",
    "a crash": "import ctypes\ndef square(n): ctypes.string_at(0)",
    "aborted": "import os\ndef square(n): os.abort()",
    "stopped for ever": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "a loop in the cell": "while True: pass",
    "a loop in the call": "def square(n):\n    while True: pass",
    "a loop that nothing interrupts": "import signal\nfor s in range(1, 65):\n"
    "    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "a sleep": "import time\ntime.sleep(1000)",
    "a loop in C": "def square(n): return sum(range(10 ** 18))",
    "endless recursion": "def square(n): return square(n)",
    "a thread that does not end": "import threading, time\n"
    "threading.Thread(target=lambda: time.sleep(1000)).start()\ndef square(n): return 0",
    "every descriptor closed": "import os\nos.closerange(0, 1000)\ndef square(n): return n * n",
}

FORGING = {
    "a verdict on the output": 'print(\'{"verdict": "correct"}\')\ndef square(n): return 0',
    "frames on every descriptor": "import json, os, struct\n"
    "said = json.dumps({'address': 's', 'pid': 1, 'fork': True, 'failed': []}).encode()\n"
    "for n in range(3, 64):\n"
    "    try: os.write(n, struct.pack('>I', len(said)) + said)\n"
    "    except OSError: pass\n"
    "def square(n): return 0",
    "a verdict on every descriptor": "import json, os, struct\ndef square(n):\n"
    "    said = json.dumps({'id': 2, 'doc': {'root': 9, 'nodes': [], 'shared': []}}).encode()\n"
    "    for fd in range(3, 64):\n"
    "        try: os.write(fd, struct.pack('>I', len(said)) + said)\n"
    "        except OSError: pass\n"
    "    return 0",
    "a huge frame": "import os\nfor n in range(3, 64):\n"
    "    try: os.write(n, b'\\xff' * 4)\n    except OSError: pass\ndef square(n): return 0",
    "an answer in its own service": "import gc, socket, json, struct, threading\n"
    "servers = [o for o in gc.get_objects() if isinstance(o, socket.socket)]\n"
    "def serve(s):\n"
    "    while True:\n"
    "        c = s.accept()[0]\n"
    "        nine = {'root': 9, 'nodes': [], 'shared': []}\n"
    "        for said in ({'hello': 1}, {'id': 1, 'doc': nine}):\n"
    "            data = json.dumps(said).encode()\n"
    "            c.sendall(struct.pack('>I', len(data)) + data)\n"
    "for s in servers:\n    threading.Thread(target=serve, args=(s,), daemon=True).start()\n"
    "def square(n): return 0",
    "a file that says correct": "open('verdict.json', 'w').write('correct')\n"
    "open('report.json', 'w').write('correct')\ndef square(n): return 0",
    "a module in the way": "open('json.py', 'w').write('raise SystemExit')\n"
    "open('sitecustomize.py', 'w').write('print(1)')\ndef square(n): return 0",
    "an answer written over the agent": "open('/tutor/agent.pyc', 'wb').write(b'')\n"
    "def square(n): return n * n",
}

STARTING = {
    "a fork bomb": _WALL + "while True:\n    try: os.fork()\n    except OSError: pass",
    "a bomb of threads": _WALL + "import threading, time\nwhile True:\n"
    "    threading.Thread(target=time.sleep, args=(1000,)).start()",
    "a bomb in the shell": _WALL + "os.system('b() { b | b & }; b')\nwhile True: pass",
    "a memory bomb": "kept = []\nwhile True: kept.append(bytearray(1 << 24))",
    "memory in many processes": _WALL + "import time\nfor _ in range(40):\n"
    "    if os.fork() == 0:\n        kept = bytearray(1 << 28)\n"
    "        kept[::4096] = bytes(len(kept[::4096]))\n        time.sleep(1000)\n"
    "time.sleep(1000)",
    "a disk that fills": _WALL + "n = 0\nwhile True:\n    n += 1\n"
    "    open(f'/tmp/{n}', 'wb').write(bytes(1 << 24))",
    "a daemon that stays": "import os, time\nif os.fork() == 0:\n    os.setsid()\n"
    "    if os.fork() == 0: time.sleep(1000)\n    os._exit(0)\ndef square(n): return 0",
    "a number of a billion digits": "def square(n): return 1 << (n * 10 ** 9)",
}

REACHING_OUT = {
    "the network": "import socket\ndef secret():\n"
    "    s = socket.create_connection(('127.0.0.1', {port}), 2)\n    return s.recv(99).decode()",
    "the network by its address": "import socket\ndef secret():\n"
    "    s = socket.create_connection(('{host}', {port}), 2)\n    return s.recv(99).decode()",
    "a socket without a file": "import socket\ndef secret():\n"
    "    s = socket.socket(socket.AF_UNIX)\n    s.connect('\\x00{abstract}')\n"
    "    return s.recv(99).decode()",
    "a socket with a file": "import socket\ndef secret():\n"
    "    s = socket.socket(socket.AF_UNIX)\n    s.connect('{course}/socket')\n"
    "    return s.recv(99).decode()",
    "the course's file": "def secret(): return open('{course}/solution.txt').read()",
    "the course beside this Python": "def secret(): return open('{beside}/solution.txt').read()",
    "the file by a link": "import os\nos.symlink('{course}/solution.txt', 'x')\n"
    "def secret(): return open('x').read()",
    "the file through another's root": "import os\ndef secret():\n"
    "    for pid in sorted(os.listdir('/proc')):\n"
    "        try: return open(f'/proc/{{pid}}/root{course}/solution.txt').read()\n"
    "        except OSError: pass",
    "the file through another's folder": "import os\ndef secret():\n"
    "    for pid in sorted(os.listdir('/proc')):\n"
    "        for where in ('cwd', 'fd/3', 'fd/4', 'fd/5'):\n"
    "            try: return open(f'/proc/{{pid}}/{{where}}/solution.txt').read()\n"
    "            except OSError: pass",
    "a descriptor that was left open": "import os\ndef secret():\n"
    "    for n in range(3, 64):\n"
    "        for path in ('solution.txt', '../solution.txt'):\n"
    "            try: return os.read(os.open(path, os.O_RDONLY, dir_fd=n), 99).decode()\n"
    "            except OSError: pass",
    "the environment": "import os\ndef secret(): return os.environ.get('TUTOR_TEST_TOKEN')",
    "the environment of others": "import os\ndef secret():\n"
    "    for pid in sorted(os.listdir('/proc')):\n"
    "        try: told = open(f'/proc/{{pid}}/environ').read()\n"
    "        except OSError: continue\n"
    "        for line in told.split('\\0'):\n"
    "            if line.startswith('TUTOR_TEST_TOKEN='): return line.split('=')[1]",
    "the command lines of others": "import os, re\ndef secret():\n"
    "    for pid in sorted(os.listdir('/proc')):\n"
    "        try: told = open(f'/proc/{{pid}}/cmdline').read()\n"
    "        except OSError: continue\n"
    "        found = re.search('token-[0-9a-f]+', told)\n"
    "        if found: return found[0]",
    "the memory of others": "import os, re\ndef secret():\n"
    "    for pid in sorted(os.listdir('/proc')):\n"
    "        try:\n"
    "            if int(pid) == os.getpid(): continue\n"
    "            maps, mem = open(f'/proc/{{pid}}/maps'), open(f'/proc/{{pid}}/mem', 'rb')\n"
    "        except (OSError, ValueError): continue\n"
    "        for line in maps:\n"
    "            a, b = (int(x, 16) for x in line.split()[0].split('-'))\n"
    "            try: mem.seek(a); data = mem.read(min(b - a, 1 << 24))\n"
    "            except (OSError, ValueError, OverflowError): continue\n"
    "            found = re.search(rb'token-[0-9a-f]{{32}}', data)\n"
    "            if found: return found[0].decode()",
    "a debugger on its parent": "import ctypes, os\ndef secret():\n"
    "    libc = ctypes.CDLL(None, use_errno=True)\n"
    "    if libc.ptrace(16, os.getppid(), 0, 0) != 0: raise OSError(ctypes.get_errno())\n"
    "    return 'attached'",
    "everything that can be read": "import os\ndef secret():\n"
    "    for top in ('/work', '/root', '/home', '/tmp', '/var', '/run', '/srv', '/mnt', '/etc'):\n"
    "        for folder, _, names in os.walk(top):\n"
    "            for name in names:\n"
    "                if name == 'solution.txt': return open(os.path.join(folder, name)).read()",
    "a mount of its own": "import ctypes, os\ndef secret():\n"
    "    libc = ctypes.CDLL(None, use_errno=True)\n"
    "    libc.unshare(0x10020000)\n"
    "    if libc.mount(b'proc', b'/tmp', b'proc', 0, None) != 0:\n"
    "        raise OSError(ctypes.get_errno())\n"
    "    return os.listdir('/tmp')[0]",
    "root again": "import os\ndef secret():\n    os.setuid(0)\n"
    "    return open('{course}/solution.txt').read()",
}

HARMING = {
    "every process killed": _WALL + "os.kill(-1, 9)",
    "its parent killed": _WALL + "os.kill(os.getppid(), 9)",
    "the first process killed": _WALL + "os.kill(1, 9)\ndef square(n): return 0",
    "every process stopped": _WALL + "import signal\nos.kill(-1, signal.SIGSTOP)",
    "the system's settings": _WALL + "def square(n):\n"
    "    open('/proc/sys/kernel/core_pattern', 'r+').write('core')\n    return n * n",
    "this Python's files": _WALL + "import sys\ndef square(n):\n"
    "    open(sys.prefix + '/lib/hostile', 'w').write('x')\n    return n * n",
    "the system's files": _WALL + "def square(n):\n    open('/usr/hostile', 'w')\n    return n * n",
    "the machine's name and clock": _WALL + "import time\ndef square(n):\n"
    "    time.clock_settime(time.CLOCK_REALTIME, 0)\n    return n * n",
}

SQUARE: dict[str, dict[str, str]] = {
    "shadowing": SHADOWING,
    "lying objects": LYING,
    "patching": PATCHING,
    "ending": ENDING,
    "forging": FORGING,
    "starting": STARTING,
    "harming": HARMING,
}
SECRET: dict[str, dict[str, str]] = {"looking": LOOKING, "reaching out": REACHING_OUT}

WALLED = frozenset(
    name for kind in SQUARE.values() for name, source in kind.items() if source.startswith(_WALL)
)
