"""The published tree: its names (`plan`), staging, audit, publication, manifest and card.

    build      the whole of `output_tree`: stage, audit, publish
    plan       what the tree will hold, and under which names
    target     may this folder be written, and who writes it now
    packs      the document packs that formatted_documents left
    stage      packs -> files in the staging folder
    files      one file of the tree: bytes, hash, mode, time
    rate       files per second, one bucket for all workers
    manifest   manifest.json and SHA256SUMS, written and read as streams
    card       README.md, llms.txt, llms-full.txt, and the page of `report/`
    croissant  croissant.json
    fields     the typed fields of records, for those who describe them
    report/    privacy_report.html
    diff/      what differs between two trees
    audit      every staged file is read again
    publish    the gate, and the exchange of the trees
    exchange   what the kernel does for it
    versions   the old trees beside the published one, and what a killed run left

Nothing is imported here, so that a pool worker pays only for the module that it runs.
"""
