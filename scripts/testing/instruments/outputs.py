"""The numbers of a run, as Python reads them from each of its files: they must be the same everywhere."""

import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as xml
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

folder, console = Path(sys.argv[1]), Path(sys.argv[2])
verdicts = ["passed", "failed", "errored", "inconclusive", "skipped"]
problems = []


def same(what, got, wanted):
    if got != wanted:
        problems.append(f"{what}: {got}, but {wanted} in run.json")


def text(name):
    return (folder / name).read_text(encoding="utf-8", errors="strict")


for path in [*folder.iterdir(), console]:
    shown = path.read_text(encoding="utf-8", errors="strict")
    obeyed = {c for c in set(shown) if c in "\u2028\u2029" or (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\n\t")}
    same(f"controls in {path.name}", sorted(f"U+{ord(c):04X}" for c in obeyed), [])

report = json.loads(text("run.json"))
summary, cases = report["summary"], report["cases"]
same("cases of run.json", Counter(case["verdict"] for case in cases), Counter({v: summary[v] for v in verdicts if summary[v]}))
same("planned cases", sum(summary[v] for v in verdicts), summary["cases"])
findings = [finding for case in cases for finding in case["findings"]]
for level in ["violation", "deviation", "warning", "observation"]:
    found = sum(1 for finding in findings if finding["level"] == level and not finding.get("quarantined"))
    same(f"{level}s of run.json", found, summary[f"{level}s"])

if (folder / "events.ndjson").exists():
    lines = [json.loads(line) for line in text("events.ndjson").splitlines() if line]
    last = {event["id"]: event["verdict"] for event in lines if event["type"] == "case-finished"}
    same("events.ndjson", last, {case["id"]: case["verdict"] for case in cases if not case.get("unfinished")})

root = xml.parse(folder / "junit.xml").getroot()
tests = [case for suite in root if suite.get("name") != "Run" for case in suite.iter("testcase")]
junit = {name: sum(1 for case in tests if case.find(name) is not None) for name in ["failure", "error", "skipped"]}
same("tests of junit.xml", len(tests), summary["cases"])
same("failures of junit.xml", junit["failure"], summary["failed"])
same("errors of junit.xml", junit["error"], summary["errored"] + summary["inconclusive"])
same("skipped of junit.xml", junit["skipped"], summary["skipped"])
same("time of junit.xml", float(root.get("time")), report["durationMs"] / 1000)
times = {case["id"]: case["durationMs"] / 1000 for case in cases}
same("times of junit.xml", sorted(float(case.get("time")) for case in tests), sorted(times.values()))

results = json.loads(text("ctrf-report.json"))["results"]
same("tests of ctrf-report.json", results["summary"]["tests"], len(results["tests"]))
# One more test stands for the run as a whole.
own = Counter(test["rawStatus"] for test in results["tests"] if test["suite"] != ["Run"])
same("verdicts of ctrf-report.json", own, Counter({v: summary[v] for v in verdicts if summary[v]}))


class Tiles(HTMLParser):
    """The names and the numbers of the tiles of report.html."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inside, self.found, self.words = False, [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or (tag == "dl" and ("class", "counts") in attrs)
        if tag in ("dt", "dd"):
            self.words = ""

    def handle_data(self, data):
        self.words += data

    def handle_endtag(self, tag):
        if tag == "dl":
            self.inside = False
        elif self.inside and tag in ("dt", "dd"):
            self.found.append(self.words.strip())


page = Tiles()
page.feed(text("report.html"))
tiles = dict(zip(page.found[::2], page.found[1::2]))
for name, number in tiles.items():
    same(f"{name} of report.html", int(number), summary.get(name))
same("tiles of report.html", {"cases", *verdicts} <= tiles.keys(), True)

counted = re.search(r"^\*\*(\d+) cases?:\*\* (.*)$", text("summary.md"), re.M)
printed = re.search(r"^Cases +(\d+) planned(?:, (\d+) added by exploring)?: (.*)$", console.read_text(encoding="utf-8"), re.M)
for name, cases_shown, counts in [
    ("summary.md", int(counted[1]), counted[2]),
    ("the console", int(printed[1]) + int(printed[2] or 0), printed[3]),
]:
    same(f"cases of {name}", cases_shown, summary["cases"])
    shown = {verdict: int(number) for number, verdict in re.findall(r"(\d+) (" + "|".join(verdicts) + r")\b", counts)}
    same(f"verdicts of {name}", shown, {v: summary[v] for v in verdicts if v == "passed" or summary[v]})

if problems:
    sys.exit("\n".join(["failed: the numbers differ", *problems]))
