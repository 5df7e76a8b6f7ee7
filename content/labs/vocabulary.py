"""Tells what a learner types at a prompt from other lines, by the words that lines begin with."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from content.labs.editors import is_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from content.markdown.blocks import Block

# What notes on systems, clusters and clouds type; a line of prose does not begin like this.
_WORDS = """
adduser alias apk apt apt-cache apt-get aptitude argocd arp awk aws az base64 bash batcat bg blkid
brctl brew buildah bunzip2 bzip2 cal calicoctl cargo cat cd chage chattr chcon chgrp chmod choco
chown chronyc chroot chvt cilium cls cmctl code containerd cp createrepo crictl crontab ctr curl
dd df dig dir dmesg dnf docker docker-compose doctl dpkg dracut du e2label echo egrep eksctl emacs
env etcdctl ethtool exportfs fallocate fdisk findmnt firewall-cmd flatpak flux free fsck gcc gcloud
gdisk gedit gem getenforce getent getfacl getsebool git gpasswd gpg gradle grep groupadd groupdel
groupmod groups grub2-install grub2-mkconfig gsutil gunzip gzip helm hostnamectl htop hwclock
ifconfig insmod iostat ip ipconfig iptables istioctl java journalctl jq k k3s k9s kind kubeadm
kubectl kubectx kubelet kubens kustomize ldd less ln localectl locate loginctl logger ls lsattr
lsblk lscpu lsmod lsof lspci lvcreate lvdisplay lvextend lvremove lvs md5sum minikube mkdir mkfifo
mkfs mkswap mktemp modprobe mongosh mv mvn mysql nano nc ncat nerdctl netstat newgrp nft nginx nmap
nmcli nmtui node npm npx nslookup nvim oc openssl parted partprobe passwd pgrep ping pip pip3 pkill
pnpm podman poweroff printf ps psql pvcreate pvdisplay pvs pwd python python3 qemu-img reboot
redis-cli renice resize2fs restorecon rm rmdir rmmod rpm rsync runc scp sealert sed semanage
sestatus setcap setenforce setfacl setsebool sftp sha256sum skopeo snap source sqlite3 ss ssh
ssh-add ssh-copy-id ssh-keygen strace stratis stress su subscription-manager sudo swapoff swapon
sysctl systemctl systemd-analyze systemd-run tail tar taskkill tasklist tcpdump tee telinit telnet
terraform timedatectl tmux traceroute tty tune2fs tuned-adm udevadm umount uname uniq unxz unzip
useradd userdel usermod vagrant vgcreate vgdisplay vgextend vgs vi vim vipw virsh virt-install
visudo vmstat wc wget whereis whoami winget wipefs wsl xargs xfs_admin xfs_growfs xfs_repair xxd xz
yamllint yarn yq yum zcat zip zypper
"""
# These are English words too, so what follows them has to look like arguments.
_BOTH = """
at bridge chef clear column copy cut date del diff eval exec exit export fg file find fold go group
halt head help history host hostname http id info init install jobs join kill killall last locale
logout make man more mount move net nice no nohup nl open patch paste perl pico pr puppet python2
read ruby route salt screen script seq service set sh shutdown sleep sort split stat swap test time
timeout top touch tr tree true type umask unalias unset update uptime users view w wait watch which
who write
"""
_COMMANDS = frozenset(_WORDS.split())
_AMBIGUOUS = frozenset(_BOTH.split())
_FAMILIES = ("ansible", "kubectl-", "docker-", "mkfs.", "podman-", "pg_", "systemd-", "virt-")
_LEAD = re.compile(r"(?:sudo\s+(?:-\S+\s+)*|\w+=\S*\s+|time\s+|nohup\s+)*")
_WORD = re.compile(r"[A-Za-z][\w.+-]*(?=[\s;&|<>]|$)")
_RUNS = re.compile(
    r"\.{1,2}/\w|~/\S|/(?:usr|bin|sbin|opt|root|home|tmp|var)/\S|\w+=\$\(|\$\(|\. \S"
    r"|for \w+ in |while (?:true|:|\[|read)|until \[|if (?:\[|!|test )"
    r"|[A-Z][A-Za-z]+-[A-Z][A-Za-z]+(?:[\s|;]|$)"
)
_ARGUMENT = re.compile(r"(?:^|\s)[-/.~$\"'&|<>*{%\d]|[|=/;>*]")
_FEW = 2
_TYPED = re.compile(r"(?:sudo[ \t]+)?([A-Za-z][\w.+-]*)(?=[ \t;]|$)(?![ \t]*[=:])")


def looks_like_command(line: str) -> bool:
    """Return whether a line is something that a learner types at a prompt."""
    line = line.strip()
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    found = _WORD.match(rest)
    if not found:
        return bool(_RUNS.match(rest))
    word, arguments = found[0], rest[found.end() :].strip()
    if arguments.startswith(("=", ":")):
        return False
    if word in _COMMANDS or word.startswith(_FAMILIES):
        return True
    if word in _AMBIGUOUS:
        return len(arguments.split()) < _FEW or bool(_ARGUMENT.search(arguments))
    return bool(_RUNS.match(rest))


def has_arguments(line: str) -> bool:
    """Return whether something behind the first word of a line is no word of a sentence."""
    return bool(_ARGUMENT.search(line.strip().partition(" ")[2]))


class Vocabulary:
    """The commands of one lesson: what everybody types, and the words that its fences begin with.

    ``fences`` are asked for when a line is in doubt, which few lessons come to.
    """

    def __init__(self, fences: Callable[[], Iterable[Block]]) -> None:
        self._fences = fences

    def knows(self, line: str) -> bool:
        """Return whether a line is typed at a prompt in this lesson."""
        if looks_like_command(line):
            return True
        found = _TYPED.match(line.strip())
        return found is not None and found[1] in self._learned

    @cached_property
    def _learned(self) -> frozenset[str]:
        """The first word of each line that is surely typed: none below what fills a file."""
        words: set[str] = set()
        for fence in self._fences():
            for line in fence.content.split("\n"):
                if line.startswith("#!") or "<<" in line:
                    break
                # A capital begins a sentence, or what a command prints.
                if (found := _TYPED.match(line)) and not found[1][0].isupper():
                    words.add(found[1])
                if is_edit(line):
                    break
        return frozenset(words)
