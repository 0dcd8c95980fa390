"""Object stores (S3, Google Cloud Storage, Azure), by fsspec: for the published tree, for sources and for the work folder.

    urls         what may stand where a store is named; no credentials in it
    connection   the file system of fsspec behind a URL: timeouts, retries, credentials of the environment
    attempts     which failures are tried again, how long, and what is said of them
    objects      the objects under a prefix: list, read, write, copy, remove
    s3           the same on S3: checksums that the store compares, writes on a condition
    trees        where the files of a published tree lie: `current.json`
    mirror       a folder of this machine, kept on a store between runs
    lease        one writer at a time, by an object that is written on a condition

Nothing is imported here, and fsspec only where a URL is really opened: `import s3fs` costs 1.5 s.
"""
