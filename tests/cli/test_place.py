"""``glasshouse place``: a file that can be read, or nothing and one line that says why."""

from __future__ import annotations

import shlex
from pathlib import Path

import numpy as np
import pytest

from glasshouse.cli.main import status
from glasshouse.scenario import load, read_place

CITY = ["my-city.yaml", "--people", "300000", "--group", "minority=0.1", "--group", "majority=0.9"]
TOTALS = """\
district;Population;children;older;group settled;Group Arrived;internet
Hill;100 000;15000;22000;80000;20000;0.8
Port;200000;30000;40000;150000;50000;0.7
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_place_from_options(capsys: pytest.CaptureFixture[str]):
    assert status(["place", "new", *CITY, "--children", "0.15", "--older", "0.2"]) == 0
    place = read_place("my-city.yaml")
    assert place.columns["population"].tolist() == [300000]
    assert place.group_names == ("majority", "minority")
    assert [group.minority for group in place.groups] == [False, True]
    assert "not given" in str(place.evidence["internet"].assumed)
    capsys.readouterr()
    assert status(["place", "check", "my-city.yaml"]) == 0
    said = capsys.readouterr().out
    assert "300,000" in said
    assert "minority 10 %" in said
    assert "not given" in said


@pytest.mark.parametrize(("minority", "template"), [("minority", "station"), ("others", "welfare-office")])
def test_the_command_that_it_names_runs_a_template_that_fits(
    capsys: pytest.CaptureFixture[str], minority: str, template: str
):
    assert status(["place", "new", *CITY[:4], f"{minority}=0.1", *CITY[5:]]) == 0
    first, _, second = capsys.readouterr().out.splitlines()[-1].partition(": ")[2].partition(" && ")
    assert status(shlex.split(first)[1:]) == 0
    _, _, file, *sets = shlex.split(second)
    made = load(file, [text for text in sets if text != "--set"])
    assert template in file
    assert made.title.endswith(", in My city")
    assert made.population == 300_000


def test_a_share_may_be_written_with_three_zeros(here: Path):
    (here / "t.csv").write_text("district;population;urban\nHill;1000;0.25\nPort;2000;1.000\n", encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 0
    assert read_place("x.yaml").columns["urban"].tolist() == [0.25, 1.0]


def test_a_place_from_a_table_of_totals(here: Path):
    (here / "t.csv").write_text(TOTALS, encoding="utf-8")
    assert status(["place", "new", "two.yaml", "--from-csv", "t.csv", "--title", "Two halves"]) == 0
    place = read_place("two.yaml")
    assert (place.title, place.districts) == ("Two halves", ("Hill", "Port"))
    assert place.columns["population"].tolist() == [100000, 200000]
    assert place.columns["older"].tolist() == [0.22, 0.2]
    assert place.columns["internet"].tolist() == [0.8, 0.7]
    assert place.group_names == ("settled", "Arrived")
    assert place.group_shares.tolist() == [[0.8, 0.2], [0.75, 0.25]]
    assert "t.csv" in str(place.evidence["older"].assumed)


CROSSED = """district,population,internet,group settled,group Arrived,Group settled: Children,group settled:older,\
group Arrived: children,group Arrived: older,group settled: internet,group arrived: internet
Hill,100000,70000,80000,20000,10000,20000,5000,2000,60000,10000
Port,200000,140000,150000,50000,20000,38000,20000,2000,110000,30000
""".replace("group arrived", "group Arrived")


def test_a_table_of_totals_may_cross_groups(here: Path):
    (here / "t.csv").write_text(CROSSED, encoding="utf-8")
    assert status(["place", "new", "two.yaml", "--from-csv", "t.csv"]) == 0
    place = read_place("two.yaml")
    assert place.columns["children"].tolist() == [0.15, 0.2]
    assert place.columns["older"].tolist() == [0.22, 0.2]
    assert place.group_ages == pytest.approx(
        np.array([[[10 / 80, 20 / 80], [5 / 20, 2 / 20]], [[20 / 150, 38 / 150], [20 / 50, 2 / 50]]]), abs=1e-4
    )
    assert place.group_internet[1] == pytest.approx([110 / 130, 30 / 30], abs=1e-4)
    assert place.crossed.urban is None


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (": Children", ": childern", "'children'"),
        ("settled:older", "settlers:older", "'group settled'"),
        ("group Arrived: older", "urban", "'group Arrived: older'"),
        ("80000,20000,10000", "80000,20000,70000", "'settled' are more than its people in 'Hill'"),
        ("110000,30000", "105000,35000", "'Arrived' in 'Port' 0.7 are online, and 0.6 are 15 and over"),
        ("70000,80000", "80000,80000", "'Hill' as 'online'"),
    ],
)
def test_a_faulty_crossed_table_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], before, after, says):
    assert before in CROSSED
    (here / "t.csv").write_text(CROSSED.replace(before, after), encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1
    assert not (here / "x.yaml").exists()


def test_a_sum_of_any_name_is_refused(here: Path, capsys: pytest.CaptureFixture[str]):
    (here / "t.csv").write_text("district,population\nHill,1201\nPort,2302\nCity,3503\n", encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 2
    assert "line 4: 'City' looks like the sum" in capsys.readouterr().err


@pytest.mark.parametrize(
    "figures", [["--from-csv", "t.csv"], [*CITY[1:3], "--group", "b=0.7", "--group", "Arrived=0.3"]]
)
def test_groups_are_marked_as_minorities_by_name(here: Path, capsys: pytest.CaptureFixture[str], figures: list[str]):
    (here / "t.csv").write_text(TOTALS, encoding="utf-8")
    assert status(["place", "new", "plain.yaml", *figures]) == 0
    assert "minority: true" in capsys.readouterr().out  # as no group is marked, it says how one is
    assert status(["place", "new", "marked.yaml", *figures, "--minority", "Arrived"]) == 0
    assert [group.name for group in read_place("marked.yaml").groups if group.minority] == ["Arrived"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "chna"], "no place of that name. Did you mean 'china'?"),
        (["new", "x.txt", "--people", "3"], "x.txt: a place's file ends in .yaml; name it 'x.yaml'"),
        (["new", "x.yaml", "--people", "0"], "--people 0: it must be from 1"),
        (["new", "x.yaml", "--people", "3e-5"], "'3e-5' is not a whole number"),
        (["new", "x.yaml", "--people", "9", "--children", "some"], "'some' is not a number"),
        (["new", "x.yaml", "--people", "9", "--group", "a\nb=0.5", "--group", "c=0.5"], "must stand on one line"),
    ],
)
def test_what_cannot_be_done_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str):
    assert status(["place", *words]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1
    assert not any(here.iterdir())


def test_people_are_written_as_everywhere():
    assert status(["place", "new", "x.yaml", "--people", "3e5", "--minority", "none"]) == 2
    assert status(["place", "new", "x.yaml", "--people", "3e5"]) == 0
    assert read_place("x.yaml").columns["population"].tolist() == [300_000]


def test_shares_of_one_place_are_of_no_district(here: Path, capsys: pytest.CaptureFixture[str]):
    assert status(["place", "new", "n.yaml", *CITY[1:3], "--group", "a=0.6", "--group", "b=0.6"]) == 2
    said = capsys.readouterr().err
    assert ("1.2" in said, "district" in said) == (True, False)


def test_what_ships_is_checked_by_its_name(capsys: pytest.CaptureFixture[str]):
    assert status(["place", "check", "cardiff"]) == 0
    assert "Cardiff" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["name", "Person ID", "date of birth", "e-mail", "group name"])
def test_lists_of_persons_are_refused(here: Path, capsys: pytest.CaptureFixture[str], column: str):
    (here / "t.csv").write_text(f"district,population,{column}\nHill,1000,x\n", encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 2
    assert "persons" in capsys.readouterr().err
    assert not (here / "x.yaml").exists()


@pytest.mark.parametrize("people", [1, 30])
def test_a_table_as_long_as_a_list_of_persons_is_refused(here: Path, capsys: pytest.CaptureFixture[str], people: int):
    rows = "".join(f"d{k},{people}\n" for k in range(10_001 if people > 1 else 50))
    (here / "t.csv").write_text("district,population\n" + rows, encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 2
    assert "persons" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("older", "oldr", "'older'"),
        ("Population", "inhabitants", "'inhabitants'"),
        ("district;", "population;", "'district'"),
        ("22000", "some", "line 2"),
        ("22000", "-3", "'-3' is below 0"),
        ("22000;", "", "line 2"),
        ("40000", "400000", "line 3"),
        ("Port", "Hill", "line 3"),
        ("80000", "60000", "'Hill'"),
        (
            "Hill;100 000",
            "Hill;100.000",
            "line 2: column 'population': '100.000' can be read in two ways; write 10",
        ),
        ("200000", "200,000", "'200,000' can be read in two ways"),
        ("200000", "1.200.000", "'1.200.000' has marks for thousands; write 1200000."),
        ("30000", "1.000", "line 3: column 'children': '1.000' can be read in two ways; write 1000"),
        ("0.7", "0,7", "'0,7' has a comma; write 0.7"),
        ("Port;", "Insgesamt;", "line 3: 'Insgesamt' looks like the sum"),
        ("Port;", "all;", "'all' looks like the sum"),
        ("40000", "0.2", "line 2: column 'older': 22,000 are persons, and 0.2 is a share"),
        ("\nHill;100 000;15000;22000;80000;20000;0.8\nPort;200000;30000;40000;150000;50000;0.7", "", "no district"),
    ],
)
def test_a_faulty_table_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, says: str):
    assert before in TOTALS
    (here / "t.csv").write_text(TOTALS.replace(before, after), encoding="utf-8")
    assert status(["place", "new", "x.yaml", "--from-csv", "t.csv"]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "t.csv" in said
    assert len(said.splitlines()) == 1
    assert not (here / "x.yaml").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chek", "x.yaml"], "'check'"),
        (["check", "x.yaml"], "x.yaml"),
        (["check", "cardiff", "--people", "5"], "check"),
        (["new", "x.yaml"], "--people"),
        (["new", "x.yaml", "--group", "a=0.5"], "--people"),
        (["new", *CITY[:3], "--group", "a"], "--group a"),
        (["new", *CITY[:3], "--group", "a=0.5", "--group", "a=0.5"], "'a'"),
        (["new", *CITY[:3], "--group", "a=0.5", "--group", "b=0.5", "--group", "a=0.5"], "'a'"),
        *(
            (["new", *CITY[:3], "--group", f"x={share}"], f"--group x={share}: a")
            for share in ("1.2", "0", "nan", "1", "-1")
        ),
        (["new", *CITY, "--group", "c=1.2"], "--group c=1.2: a group's share must be above 0 and below 1."),
        (["new", *CITY, "--minority", "majorty"], "'majority'"),
        (["new", *CITY[:3], "--minority", "b"], "--minority b"),
        (["check", "cardiff", "--minority", "b"], "check"),
        (["new", "x.yaml", "--people", "-80000", *CITY[3:]], "--people -80000: it must be from 1 to"),
        (["new", *CITY[:-1], "majority=0.8"], "0.9"),
        (["new", *CITY, "--children", "1.5"], "children"),
        (["new", *CITY, "--older", "0.9"], "older"),
        (["new", *CITY, "--from-csv", "t.csv"], "--from-csv"),
        (["new", "there.yaml", *CITY[1:]], "there.yaml"),
        (["new", "no/such.yaml", *CITY[1:]], "no/such.yaml"),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
):
    (here / "there.yaml").write_text("mine", encoding="utf-8")
    assert status(["place", *words]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1
    assert [path.name for path in here.iterdir()] == ["there.yaml"]


def test_without_options_it_asks(monkeypatch: pytest.MonkeyPatch):
    answers = iter([5000, 0.2, 0.1, 0.5, "many=0.8 few=0.2", "few"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("glasshouse.cli.place.typer.prompt", lambda *_, **__: next(answers))
    assert status(["place", "new", "asked.yaml"]) == 0
    place = read_place("asked.yaml")
    assert [(group.name, group.minority) for group in place.groups] == [("many", False), ("few", True)]
    assert place.columns["internet"].tolist() == [0.5]


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ("minority=0.1", {"majority": 0.9, "minority": 0.1}),
        ("majority=0.1", {"others": 0.9, "majority": 0.1}),
        ("minority=0.6", {"minority": 0.6, "others": 0.4}),
        ("women=0.51", {"women": 0.51, "others": 0.49}),
        ("women=0.5", {"women": 0.5, "others": 0.5}),
        ("others=0.6", {"others": 0.6, "rest": 0.4}),
    ],
)
def test_beside_a_single_group_stand_all_others(here: Path, given: str, groups: dict[str, float]):
    assert status(["place", "new", "x.yaml", "--people", "300000", "--group", given]) == 0
    made = read_place("x.yaml")
    assert dict(zip(made.group_names, made.mean_group_shares.tolist(), strict=True)) == pytest.approx(groups)
    assert made.group_names == tuple(groups)
