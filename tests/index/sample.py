"""A small library in our own words, made from the models, that the tests of the index search."""

from __future__ import annotations

from dataclasses import dataclass

from content.models import Concept, Lab, LabStep, Lesson, Option, Question, Section


@dataclass(frozen=True)
class Shelf:
    """The least that the index takes for a library."""

    lessons: tuple[Lesson, ...]


def concept(identity: str, title: str, text: str) -> Concept:
    return Concept(id=identity, title=title, line=len(identity), body=text)


def section(
    identity: str, title: str, *concepts: Concept, kind: str = "concepts", text: str = ""
) -> Section:
    return Section.model_validate(
        {
            "id": identity,
            "number": "1.1",
            "title": title,
            "line": 5,
            "kind": kind,
            "body": text,
            "concepts": concepts,
        }
    )


NETWORKS = section(
    "nets",
    "Networks for Containers",
    concept(
        "cni",
        "Container Network Interface",
        "The Container Network Interface (CNI) is a contract between the runtime and its plugins. "
        "Calico and Flannel implement it. A cluster picks one with --cni=calico.",
    ),
    concept(
        "overlay",
        "Understanding Overlay Networks",
        "An overlay stretches one virtual network across hosts, so that pods talk by address.",
    ),
    concept(
        "names",
        "Name Resolution",
        "A pod reads /etc/hosts before it asks the DNS server. The kubelet writes that file; "
        "the kube-apiserver is not involved. NetworkPolicy objects do not filter names.",
    ),
)
MESH = section(
    "mesh",
    "Service Mesh",
    concept(
        "sidecar",
        "Sidecar Proxies",
        "A sidecar proxy runs beside the application and carries its traffic. Envoy is one.",
    ),
    concept(
        "registry",
        "Service Registry",
        "A key-value store keeps where services are. Kubernetes uses etcd for that.",
    ),
)
QUIZ = section(
    "quiz",
    "Practice Questions",
    concept("leak", "Question 1", "Which zebra crossing is right? The marmalade one [correct]"),
    kind="questions",
)
QUESTION = Question(
    id="q1",
    line=40,
    stem="Which zebra is it?",
    options=(Option(text="marmalade", reason="because"), Option(text="jam", reason=None)),
    correct=(0,),
    explanation="Marmalade it is.",
)
LAB = Lab(
    id="bridge-lab",
    title="Looking at Bridges",
    line=60,
    task="Find the **bridge** that connects the containers.",
    steps=(
        LabStep(
            line=62,
            instruction="List the _interfaces_ of the host.",
            command="ip -br link show type bridge",
            language="sh",
            expected="docker0 UP 02:42:9f:00:11:22",
            hint=None,
            placeholders=(),
        ),
    ),
    closing="",
    requires=(),
)


def lesson(*sections: Section, path: str = "course/01-sample.md") -> Lesson:
    return Lesson(
        id="sample",
        path=path,
        course="course",
        number="1",
        title="Connecting Things",
        sections=sections,
        questions=(QUESTION,),
        labs=(LAB,),
    )


def library() -> Shelf:
    return Shelf((lesson(NETWORKS, MESH, QUIZ),))


def other_library() -> Shelf:
    volume = concept("volume", "Volumes", "A volume outlives the pod that mounts it.")
    return Shelf((lesson(section("disks", "Storage", volume)),))
