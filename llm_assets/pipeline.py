"""The four stages with the settings of one dataset: each method makes one stage of the work folder (or the published tree).

It knows which settings, files and code each stage depends on, and refuses to go on from a stage that was made with others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from llm_assets import __version__
from llm_assets.classify.drift import remember_columns
from llm_assets.compute import Progress, workers
from llm_assets.dataset import build_raw
from llm_assets.dataset.erased import Erasing
from llm_assets.dataset.quarantine import within_quarantine_rate
from llm_assets.dataset.share import Share
from llm_assets.dataset.sources import versions_of
from llm_assets.documents.build import build_documents
from llm_assets.documents.leaks import LeakCheck
from llm_assets.privacy.anonymity.release import remember_release
from llm_assets.privacy.build import build_safe
from llm_assets.privacy.erasure.listed import ErasedList
from llm_assets.privacy.erasure.receipts import unsettled
from llm_assets.privacy.erasure.requests import read_ids
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.run_keys import begin_run, destroy_run_key, drawer_of, forgetter_of, run_key, vault_id
from llm_assets.privacy.vault.draw import Drawer
from llm_assets.privacy.vault.forget import Holds
from llm_assets.sample import sample_dataset
from llm_assets.settings import Dataset, Settings, fingerprint, policies
from llm_assets.settings.fingerprint import digest, of_documents
from llm_assets.settings.format_rules import content_of
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.build import PublishedTree, TreeFacts, output_tree, warned
from llm_assets.tree.leaks import leak_scan
from llm_assets.tree.report.account import Account, table_counts
from llm_assets.work import WorkDir, open_work

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
        pseudonym = Pseudonymizer(self.key, self._name, self._level).user
        drawer = drawer_of(self.settings, self._name, self.key)
        report = build_raw(
            self.dataset,
            root=self.settings.root,
            work=self.work,
            pseudonym=pseudonym,
            drawer=drawer,
            fingerprint=f"{self._raw_fingerprint}.{self._sources()}",
            shard_bytes=self.settings.compute.shard_bytes,
            progress=Progress(self.say, "raw_dataset", 0),
            frames=self.frames,
            erasing=self._erasing(drawer, pseudonym),
            listed=len(self.erased),
            content=self.settings.llm_output.content,
            share=self.share,
        )
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

    def safe(self) -> Report:
        """`anonymized_users`: anonymises all users of the raw shards."""
        (report,) = self.reports("raw")
        return build_safe(
            self.dataset,
            self.settings.privacy,
            self.settings.llm_output,
            key=self.key,
            work=self.work,
            policy=self.policy,
            raw_report=report,
            fingerprint=self._safe_fingerprint(report),
            processes=self._processes(report["shards"]),
            progress=self._progress("anonymized_users", report),
            evidence={"policy": policies.evidence(self.settings, self.dataset, self.key.id)},
        )

    def documents(self) -> Report:
        """`formatted_documents`: formats all anonymised users, and looks for leaks in their records."""
        raw, safe = self.reports("raw", "safe")
        output = self.settings.llm_output
        check = LeakCheck(self.work.stage("raw"), self.work.stage("safe"), self.dataset, self.key)
        return build_documents(
            output,
            root=self.settings.root,
            work=self.work,
            safe_report=safe,
            fingerprint=self._documents_fingerprint(self._safe_fingerprint(raw)),
            processes=self._processes(safe["shards"]),
            progress=self._progress("formatted_documents", safe),
            check=check,
            years=self.settings.privacy.dates == "year",
            draw=partial(Pseudonymizer(self.key, self._name, self._level).draw, "split"),
        )

    def tree(self) -> Iterator[CheckResult | PublishedTree]:
        """`output_tree`: stages, audits and publishes; yields each check, then the published tree.

        Raises PrivacyViolation or OutputError, with nothing published, when a check failed.
        """
        raw, safe, documents = self.reports("raw", "safe", "documents")
        counts = {table: table_counts(table, raw, safe, documents) for table in ("users", "interactions")}
        evidence = read_evidence(self.work.stage("safe"))
        facts = TreeFacts(
            dataset=self.dataset.name,
            level=self._level,
            key_id=self.key.id,
            settings_fingerprint=fingerprint(self.settings),
            counts=counts,
            token_counter=documents["token_counter"],
            formats=tuple(documents["formats"]),
            weaker=self.policy.weaker,
            measured=self.settings.privacy.canaries > 0,
            surrogates=self.policy.surrogates(),
            account=Account.of(self.settings, self.dataset, (raw, safe, documents), evidence, f"llm-assets {__version__}"),
        )
        processes = self._processes(safe["shards"])
        stages = {name: self.work.stage(name) for name in ("raw", "safe", "documents")}
        scan = leak_scan(self.dataset, self._level, **stages, key=self.key, processes=processes)
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
            ):
                yield warned(event, unsettled(self.erased)) if isinstance(event, PublishedTree) else event
        # Only now: the next release is compared with what was published.
        remember_release(self.work)
        remember_columns(self.work, raw, self.dataset)
        destroy_run_key(self.work)
        self.work.settle(people=raw["erased"]["people"] > 0, raw=self.settings.compute.keep_work == "none")

    def reports(self, *stages: str) -> list[Report]:
        """Reports of finished stages. Raises DatasetError for one that is missing or does not fit the settings."""
        raw = self.work.report("raw", expect=self._raw_fingerprint)
        # Here too, or a later run that starts after raw_dataset would walk past the limit.
        within_quarantine_rate(raw, self.dataset.max_quarantine_rate, self.work)
        expected = {"safe": self._safe_fingerprint(raw)}
        expected["documents"] = self._documents_fingerprint(expected["safe"])
        return [raw if stage == "raw" else self.work.report(stage, expect=expected[stage]) for stage in stages]

    @property
    def _name(self) -> str:  # of the dataset, or of all that are linked
        return self.settings.privacy.link_datasets or self.dataset.name

    @property
    def _level(self) -> Any:
        return self.settings.llm_output.privacy_level

    def _processes(self, shards: int) -> int:
        return workers(self.settings.llm_output.rate_limiting.max_concurrent, shards)

    def _progress(self, stage: str, report: Report) -> Progress:
        return Progress(self.say, stage, report["users"]["kept"])

    @property
    def _raw_fingerprint(self) -> str:
        link = self.settings.privacy.link_datasets or ""
        cut = self.settings.llm_output.content.model_dump_json(include={"last", "since", "kinds", "without_kinds"})
        state = link, vault_id(self.settings), self.erased.state, cut
        return digest(__version__, self.dataset.model_dump_json(), self.key.id, self._level, *state)

    def _safe_fingerprint(self, raw: Report) -> str:
        model = self.policy.model()
        return digest(raw["fingerprint"], fingerprint(self.settings, "privacy"), self._level, model.version if model else "")

    def _documents_fingerprint(self, safe: str) -> str:
        return digest(safe, *of_documents(self.settings))

    def _sources(self) -> str:
        """A hash of names, sizes and times of the files of both sources."""
        return "frames" if self.frames is not None else digest(*versions_of(self.dataset, self.settings.root))
