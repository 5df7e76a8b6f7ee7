"""Cards are found by every name that their title and their first words give them."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.names import defined, names_of

from .lessons import indexed, lesson, titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.searcher import Searcher

# Each name of a card stands more often in "Odds and Ends", so words alone find that.
CARDS = {
    "RBAC (Role-Based Access Control)": "Rules say who may do what.",
    "Container Network Interface (CNI)": "Plugins follow this contract.",
    "Persistent Volume Claims (PVC)": "A request for disk space.",
    "Role Binding Objects (RBO, bindings of roles)": "They join people and rules.",
    "K8s (Kubernetes)": "Steers containers.",
    "Understanding HPA (Horizontal Pod Autoscaler)": "More copies under load.",
    "Understanding the Vertical Pod Autoscaler (VPA)": "Bigger copies under load.",
    "OOM Killer (Out of Memory Killer) in Linux": "Ends the greediest process.",
    "Sockets Layer (SSL) and Transport Layer (TLS)": "Secrets on the wire.",
    "Quality of Service (QoS)": "Who is thrown out first.",
    "Network Address Translation(NAT)": "One address for many machines.",
    "pods (the smallest unit)": "They hold containers.",
    "DaemonSet (aka node agents)": "One copy on each machine.",
    "The API Server (kube-apiserver)": "The door to the cluster.",
    "Custom Resource Definition (CRD / custom type)": "New kinds of objects.",
    "Runtime (low level) (runc)": "Begins the process.",
    "服务网格（Service Mesh）": "代理之间的网络。",
    "Größenänderung (Resizing)": "Mehr Platz.",
    "Init System (systemd)": "The first process.",
    "File Name Matching (globbing)": "Stars and question marks.",
    "Storage": "**etcd** is where the cluster keeps its state.",
    "Scheduling": "A **taint** – a mark on a machine – keeps copies away.",
    "Copies": "The __ReplicaSet__ (RS) is what counts copies.",
    "Traffic": "**Ingress controllers** are doors for web traffic.",
    "Odds and Ends": (
        "rbac, role-based access control, cni, container network interface, pvc, kubernetes, hpa,"
        " persistent volume claim, rbo, bindings of roles, horizontal pod autoscaler, oom killer,"
        " out of memory killer, vpa, ssl, tls, qos, nat, network address translation, taint, etcd,"
        " the smallest unit, node agents, kube-apiserver, crd, custom type, runc, service mesh,"
        " resizing, systemd, globbing, replicaset, rs, ingress controller: " * 3
    ),
}
FOUND = [
    ("RBAC", "RBAC (Role-Based Access Control)"),
    ("rbac", "RBAC (Role-Based Access Control)"),
    ("role based access control", "RBAC (Role-Based Access Control)"),
    ("what is role-based access control?", "RBAC (Role-Based Access Control)"),
    ("CNI", "Container Network Interface (CNI)"),
    ("container network interface", "Container Network Interface (CNI)"),
    ("pvcs", "Persistent Volume Claims (PVC)"),
    ("persistent volume claim", "Persistent Volume Claims (PVC)"),
    ("RBO", "Role Binding Objects (RBO, bindings of roles)"),
    ("bindings of roles", "Role Binding Objects (RBO, bindings of roles)"),
    ("k8s", "K8s (Kubernetes)"),
    ("kubernetes", "K8s (Kubernetes)"),
    ("hpa", "Understanding HPA (Horizontal Pod Autoscaler)"),
    ("horizontal pod autoscaler", "Understanding HPA (Horizontal Pod Autoscaler)"),
    ("vertical pod autoscalers", "Understanding the Vertical Pod Autoscaler (VPA)"),
    ("VPA", "Understanding the Vertical Pod Autoscaler (VPA)"),
    ("oom killer", "OOM Killer (Out of Memory Killer) in Linux"),
    ("out of memory killer", "OOM Killer (Out of Memory Killer) in Linux"),
    ("ssl", "Sockets Layer (SSL) and Transport Layer (TLS)"),
    ("transport layer", "Sockets Layer (SSL) and Transport Layer (TLS)"),
    ("TLS", "Sockets Layer (SSL) and Transport Layer (TLS)"),
    ("qos", "Quality of Service (QoS)"),
    ("nat", "Network Address Translation(NAT)"),
    ("network address translation", "Network Address Translation(NAT)"),
    ("the smallest unit", "pods (the smallest unit)"),
    ("node agents", "DaemonSet (aka node agents)"),
    ("kube apiserver", "The API Server (kube-apiserver)"),
    ("crd", "Custom Resource Definition (CRD / custom type)"),
    ("custom types", "Custom Resource Definition (CRD / custom type)"),
    ("runc", "Runtime (low level) (runc)"),
    ("service mesh", "服务网格（Service Mesh）"),
    ("服务网格", "服务网格（Service Mesh）"),
    ("grössenänderung", "Größenänderung (Resizing)"),
    ("resizing", "Größenänderung (Resizing)"),
    ("systemd", "Init System (systemd)"),
    ("globbing", "File Name Matching (globbing)"),
    ("etcd", "Storage"),
    ("taints", "Scheduling"),
    ("replica set", "Copies"),
    ("rs", "Copies"),
    ("ingress controller", "Traffic"),
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("names"), lesson(CARDS)) as searcher:
        yield searcher


@pytest.mark.parametrize(("query", "title"), FOUND)
def test_a_card_is_found_by_each_of_its_names(named: Searcher, query: str, title: str) -> None:
    hits = named.search(query).hits
    assert hits[0].title == title
    assert hits[0].score > 2 * hits[1].score, "it is a name, not only a word of the title"


def names(title: str, term: str = "") -> set[str]:
    return {name.lower() for name in names_of([(title, term)])[0]}


@pytest.mark.parametrize(
    "title", ["pod(s)", "printf(3)", "f(x)", "Level (2)", "Empty ()", "Open (bracket"]
)
def test_not_everything_in_brackets_is_a_name(title: str) -> None:
    assert len(names(title)) == 1


def test_what_several_titles_have_in_brackets_names_none_of_them() -> None:
    continued, other = names_of([("Pods (continued)", ""), ("Disks (continued)", "")])
    assert (continued, other) == (("Pods",), ("Disks",))
    # The same card in two lessons, or a second card about it, is another matter.
    same, more = names_of([("ABC (A Big Car)", ""), ("ABC (A Big Car) Again", "")])
    assert "A Big Car" in same
    assert "A Big Car" in more


def test_of_a_sentence_in_brackets_what_is_bold_is_the_name() -> None:
    found = names("Kubernetes", "Kubernetes (often cut to **K8s**, by its eight letters)")
    assert found == {"kubernetes", "k8s"}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("**etcd** is a store.", "etcd"),
        ("**Pod** – the smallest unit.", "Pod"),
        ("**Pod** — the smallest unit.", "Pod"),
        ("**Pod** - the smallest unit.", "Pod"),
        ("**Pod**: the smallest unit.", "Pod"),
        ("A **control plane** is what steers.", "control plane"),
        ("The __kubelet__ means work.", "kubelet"),
        ("**Access rules** (ARs) are rules.", "Access rules (ARs)"),
        ("Ein **Knoten** ist ein Rechner.", "Knoten"),
        ("Der **Knoten** ist ein Rechner.", "Knoten"),
        ("**容器**是一种技术。", "容器"),
        ("**Note:** read this first.", ""),
        ("**Never** do this.", ""),
        ("Here **etcd** is a store.", ""),
        ("etcd is a store.", ""),
        ("**open", ""),
    ],
)
def test_the_term_that_a_text_begins_with(text: str, term: str) -> None:
    assert defined(text) == term


def test_a_title_comes_before_the_same_name_in_brackets(tmp_path: Path) -> None:
    cards = {"Setup (Linux)": "Linux, linux, linux.", "Linux": "A kernel.", "Setup (Mac)": "Buy."}
    with indexed(tmp_path, lesson(cards)) as searcher:
        assert titles(searcher, "linux")[:2] == ["Linux", "Setup (Linux)"]
        assert titles(searcher, "mac")[0] == "Setup (Mac)"


@pytest.mark.parametrize(
    "front",
    [
        "aka:\n  Storage Classes: SC, kinds of disks\n",
        "aka:\n  Storage Classes: [SC, kinds of disks]\n",
        "aka:\n  storage-classes:\n    - sc\n    - kinds of disks\n",
    ],
)
def test_an_author_gives_names_in_front_matter(tmp_path: Path, front: str) -> None:
    cards = {"Disks": "Kinds of disks: sc, sc, sc.", "Storage Classes": "Fast or slow."}
    with indexed(tmp_path, lesson(cards, front)) as searcher:
        for query in ("SC", "kinds of disks", "storage class"):
            assert titles(searcher, query)[0] == "Storage Classes"
