"""What no part of glasshouse does, and no plug-in: words that may not stand in its source, and where they stand.

The tests of glasshouse itself read these lists; :mod:`glasshouse.testing` holds a plug-in to the same.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

#: Libraries that recognise people or text, or intercept what people send.
RECOGNISING = frozenset(
    """
cv2 opencv face_recognition face-recognition dlib deepface insightface mediapipe retinaface mtcnn facenet
facenet_pytorch arcface keras_vggface openface torchreid ultralytics yolov5 yolo paddleocr easyocr pytesseract
tesserocr whisper
openai-whisper faster-whisper vosk speechbrain pyannote SpeechRecognition speech_recognition transformers spacy nltk
scapy pyshark pcapy dpkt mitmproxy impacket pypcap libpcap netfilterqueue bluepy pybluez bleak kismet frida
phonenumbers holehe sherlock maigret snscrape tweepy telethon facebook_scraper instaloader twint PIL pillow imageio
torch torchvision tensorflow keras
""".split()
)
#: Ways to reach other machines.
NETWORK = frozenset(
    """
socket ssl socketserver requests urllib.request urllib3 http.client http.server httpx aiohttp ftplib smtplib poplib
imaplib telnetlib xmlrpc websocket websockets paramiko grpc zmq boto3 sentry_sdk posthog
""".split()
)
#: Formats that run code when they are read.
PICKLES = frozenset("pickle cPickle _pickle dill cloudpickle joblib shelve marshal".split())
#: Libraries that look for the best settings of something.
SEARCHING = frozenset("optuna scipy.optimize skopt nevergrad hyperopt ax deap pygmo pymoo bayes_opt cma".split())
#: What would be about a real person: no key, option or argument holds any of these words.
PERSONAL = tuple(
    """
photo image picture video_file audio biometric fingerprint faceprint iris voiceprint embedding imei imsi mac_address
device_id phone_number email passport national_id ssn plate surname firstname birthdate birth_date microdata
person_file people_file persons_file records_file import_people dataset csv url endpoint stream live_feed api_key
""".split()
)
#: Ways to read a file: populations come from draws, and rules from nothing but the day.
READING = re.compile(r"\b(open|read_\w+|load_?txt|fromfile|loadtxt|memmap|genfromtxt|imread|urlopen|scan_\w+)\b")
#: Phases of the day in which people do something, or feel something.
PEOPLE = ("live_intend", "live_inhibit", "gate", "gate_perk", "adapt")
#: What nobody can know: the error-free ledger, and the file on them.
HIDDEN = frozenset(
    """
error_free error_free_weeks error_free_gates dossier wrongful pinned false_face false_error other
""".split()
)

#: Phases in which sensors see, somebody is taken for another, and entries are made; and what is true of a person, which
#: the record that comes of it must not hang on.
SENSORS = ("observe", "observe_identify", "observe_end", "attribute", "attribute_last", "record")
TRUTH = frozenset("error_free error_free_weeks error_free_gates wrongful unjust".split())


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax, from above: kept, since to walk through it takes as long as to parse it."""
    return tuple(ast.walk(tree(path)))


def imports(path: Path) -> set[str]:
    """Full names of the modules that a file imports, and of all above them."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return {".".join(name.split(".")[:k]) for name in found for k in range(1, name.count(".") + 2)}


def readers(path: Path) -> set[str]:
    """Names in a file with which files are read; those of functions that it writes itself are none."""
    all_ = nodes(path)
    names = {node.id for node in all_ if isinstance(node, ast.Name)}
    names |= {node.attr for node in all_ if isinstance(node, ast.Attribute)}
    return {name for name in names if READING.fullmatch(name)} - {
        node.name for node in all_ if isinstance(node, ast.FunctionDef)
    }


def runs_what_it_reads(path: Path) -> Iterator[str]:
    """Calls in a file by which text or data become code, each with its line."""
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        if getattr(node.func, "id", "") in ("eval", "exec", "__import__"):
            yield f"line {node.lineno}: {_called(node)}"
        for keyword in node.keywords:
            if keyword.arg == "allow_pickle" or (keyword.arg, getattr(keyword.value, "value", "")) == ("typ", "unsafe"):
                yield f"line {node.lineno}: {keyword.arg}"


def arguments(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each function of a file, and the names of its arguments."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef):
            yield node.name, {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}


def attributes(code: Any) -> set[str]:
    """Every attribute that a module's or a function's source reads or writes."""
    source = ast.parse(textwrap.dedent(inspect.getsource(code)))
    return {node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute)}


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))
