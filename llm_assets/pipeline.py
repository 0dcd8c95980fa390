"""The four stages with the settings of one dataset: each method makes one stage of the work folder (or the published tree).

It knows which settings, files and code each stage depends on, and refuses to go on from a stage that was made with others.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from llm_assets import __version__
from llm_assets.classify.drift import remember_columns
from llm_assets.compute import Progress, on_engine, running_on, workers
from llm_assets.dataset import build_raw
from llm_assets.dataset.erased import Erasing
from llm_assets.dataset.quarantine import within_quarantine_rate
from llm_assets.dataset.share import Share
from llm_assets.documents.build import build_documents
from llm_assets.documents.leaks import LeakCheck
from llm_assets.origin import Origin
from llm_assets.privacy.anonymity.release import follows, remember_release
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.erasure.listed import ErasedList
from llm_assets.privacy.erasure.receipts import unsettled
from llm_assets.privacy.erasure.requests import read_ids
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.run_keys import begin_run, destroy_run_key, drawer_of, forgetter_of, run_key
from llm_assets.privacy.vault.draw import Drawer
from llm_assets.privacy.vault.forget import Holds
from llm_assets.sample import sample_dataset
from llm_assets.settings import Dataset, Settings, policies
from llm_assets.settings.format_rules import content_of
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import PublishedTree, output_tree, warned
from llm_assets.tree.facts import tree_facts
from llm_assets.tree.kept import KeptTree
from llm_assets.tree.leaks import leak_scan
from llm_assets.work import STAGES, WorkDir, open_work

if TYPE_CHECKING:
    from pandas import DataFrame

Say = Callable[[str], None]
Report = dict[str, Any]


@dataclass(frozen=True)
class Pipeline:
    """The main job on one dataset.

    settings: of the dataset. frames: DataFrames ("users", "interactions") in place of the sources. say: gets progress lines.
    erase: ids to erase, beside those of the file that the settings name. share: how much is read, where that is not all.
    run: what Dagster calls the run, for whoever waits for it.
    """

    settings: Settings
    frames: "Mapping[str, DataFrame] | None" = None
    say: Say = lambda _: None
    erase: frozenset[str] = frozenset()
    share: Share | None = None
    run: str = ""

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset of the settings, or the bundled sample, with the columns that are shown."""
        return content_of(self.settings, self.settings.dataset or sample_dataset(years=self.settings.privacy.dates == "year"))

    @cached_property
    def key(self) -> Key:
        """The secret key; made on the first run. Raises ConfigError when it cannot be used."""
        return run_key(self.settings, self.work)

    @cached_property
    def policy(self) -> Policy:
        """What the settings add to the redactor's rules and take away from them."""
        return Policy.of(self.settings, self.dataset)

    @cached_property
    def work(self) -> WorkDir:
        """The work folder of this dataset."""
        compute, folder = self.settings.compute, self.settings.work_folder / self.dataset.name
        return open_work(folder, compute.work_dir, self.run, compute.wait_seconds, self.say)

    @cached_property
    def requested(self) -> frozenset[str]:
        """The ids that are asked to be erased now. Raises ConfigError when their file cannot be used."""
        file = self.settings.privacy.erase
        return self.erase.union(read_ids(self.settings.path(file), self.dataset.users.id) if file else ())

    @cached_property
    def erased(self) -> ErasedList:
        """The lasting list of erased ids, with those that are requested now added to it."""
        listed = ErasedList(self.settings.path(self.settings.privacy.erased) / self.dataset.name)
        listed.add(self.requested)
        return listed

    def raw(self) -> Report:
        """`raw_dataset`: reads the sources and splits them into shards."""
        begin_run(self.settings, self.work)
        self.__dict__.pop("key", None)  # of the run before, if this object has made one
        pseudonym = Pseudonymizer(self.key, self._name, self.settings.llm_output.privacy_level).user
        drawer, origin = drawer_of(self.settings, self._name, self.key), self.origin
        stamps, made = origin.stamps(), origin.raw_now()
        # Random codes are settled anew, for the vault may have forgotten some; so is what erased people are taken out of.
        if drawer is None and not self.erased.hashes and (kept := self._standing("raw", made)):
            within_quarantine_rate(kept, self.dataset.max_quarantine_rate, self.work)
            return kept
        report = build_raw(
            self.dataset,
            root=self.settings.root,
            work=self.work,
            pseudonym=pseudonym,
            drawer=drawer,
            fingerprint=made,
            shard_bytes=self.settings.compute.shard_bytes,
            progress=Progress(self.say, "raw_dataset", 0),
            frames=self.frames,
            erasing=self._erasing(drawer, pseudonym),
            listed=len(self.erased),
            content=self.settings.llm_output.content,
            share=self.share,
        )
        if stamps != origin.stamps():
            # Somebody wrote a source while it was read: this stage is good for this run, and for no other.
            report["fingerprint"] = origin.raw_once()
            self.work.write_report(self.work.stage("raw"), report)
        within_quarantine_rate(report, self.dataset.max_quarantine_rate, self.work)
        return report

    def _erasing(self, drawer: Drawer | None, keyed: Callable[[str], str]) -> Erasing | None:
        if not self.erased.hashes and self.share is None:
            return None
        holds = self.share.left_out(self.erased.holds) if self.share else self.erased.holds
        return Erasing(holds, self.requested, drawer.published(holds, keyed) if drawer else keyed)

    def forgetter(self) -> Callable[[Holds], int] | None:
        """What takes erased people out of the vault, once `raw` was made without them; None where there is no vault."""
        return forgetter_of(self.settings, self._name, self.work.stage("raw"), self.key)

    @on_engine
    def safe(self) -> Report:
        """`anonymized_users`: anonymises all users of the raw shards."""
        (report,) = self.reports("raw")
        kept = self._standing("safe", made := self.origin.safe_now(report))
        if kept and follows(self.work, kept, self.origin.mark(kept)):
            return kept
        return build_safe(
            self.dataset,
            self.settings.privacy,
            self.settings.llm_output,
            key=self.key,
            work=self.work,
            policy=self.policy,
            raw_report=report,
            fingerprint=made,
            processes=self._processes(report["shards"]),
            progress=Progress(self.say, "anonymized_users", report["users"]["kept"]),
            evidence={"policy": policies.evidence(self.settings, self.dataset, self.key.id)},
            made_by=None if self.share else self.origin.texts(),
        )

    @on_engine
    def documents(self) -> Report:
        """`formatted_documents`: formats all anonymised users, and looks for leaks in their records."""
        raw, safe = self.reports("raw", "safe")
        if kept := self._standing("documents", made := self.origin.documents_now(raw, safe)):
            return kept
        return build_documents(
            self.settings.llm_output,
            root=self.settings.root,
            work=self.work,
            safe_report=safe,
            fingerprint=made,
            processes=self._processes(safe["shards"]),
            progress=Progress(self.say, "formatted_documents", safe["users"]["kept"]),
            check=LeakCheck(self.work.stage("raw"), self.work.stage("safe"), self.dataset, self.key),
            years=self.settings.privacy.dates == "year",
            draw=partial(Pseudonymizer(self.key, self._name, self.settings.llm_output.privacy_level).draw, "split"),
        )

    @on_engine
    def tree(self) -> Iterator[CheckResult | PublishedTree]:
        """`output_tree`: stages, audits and publishes; yields each check, then the published tree.

        Raises PrivacyViolation or OutputError, with nothing published, when a check failed.
        """
        raw, safe, documents = self.reports("raw", "safe", "documents")
        evidence = read_evidence(self.work.stage("safe"))
        who = f"llm-assets {__version__}"
        facts = tree_facts(self.settings, self.dataset, self.key.id, self.policy, (raw, safe, documents), evidence, who)
        processes = self._processes(safe["shards"])
        stages = {name: self.work.stage(name) for name in ("raw", "safe", "documents")}
        scan = leak_scan(self.dataset, self.settings.llm_output.privacy_level, **stages, key=self.key, processes=processes)
        kept = None
        if self.settings.privacy.key_lifetime == "kept":
            kept = KeptTree(self.work.audited, self.key.derived, self.origin.tree(raw, safe, documents))
        with self.work.lock("output_tree"):
            for event in output_tree(
                self.settings,
                work=self.work,
                documents_report=documents,
                facts=facts,
                scan=scan,
                evidence=evidence,
                processes=processes,
                say=self.say,
                kept=kept,
            ):
                yield warned(event, unsettled(self.erased)) if isinstance(event, PublishedTree) else event
            # Only now: the next release is compared with what was published.
            remember_release(self.work, self.origin.mark(safe))
            remember_columns(self.work, raw, self.dataset)
            destroy_run_key(self.work)
        self.work.settle(people=raw["erased"]["people"] > 0, raw=self.settings.compute.keep_work == "none")

    def reports(self, *stages: str) -> list[Report]:
        """Reports of finished stages. Raises DatasetError for one that is missing or does not fit the settings."""
        origin = self.origin
        raw = self.work.report("raw", expect=origin.raw())
        # Here too, or a later run that starts after raw_dataset would walk past the limit.
        within_quarantine_rate(raw, self.dataset.max_quarantine_rate, self.work)
        expected = {"safe": origin.safe(raw), "documents": origin.documents(raw)}
        return [raw if stage == "raw" else self.work.report(stage, expect=expected[stage]) for stage in stages]

    @property
    def _name(self) -> str:  # of the dataset, or of all that are linked
        return self.settings.privacy.link_datasets or self.dataset.name

    def engine(self) -> AbstractContextManager[None]:
        """Where maps over shards run. Raises ConfigError when the Ray cluster of the settings cannot be used."""
        return running_on(self.settings.compute.engine, self.settings.compute.address, self.work.root)

    def _processes(self, shards: int) -> int:
        return workers(self.settings.llm_output.rate_limiting.max_concurrent, shards)

    @property
    def origin(self) -> Origin:
        """What each stage of this run is made from."""
        return Origin(self.settings, self.dataset, self.key, self.erased.state, self.policy, frames=self.frames is not None)

    def _standing(self, stage: str, made: str) -> Report | None:
        """The report of a stage that would be made as it stands."""
        report = self.work.standing(stage, made)
        if report is not None:
            self.say(f"{STAGES[stage]}: nothing that it is made from has changed; it stays as it is")
        return report
