"""Work on many records at once: asked for (`desk`), done by a worker (`work`), watched (`progress`), kept (`care`).

A worker does a job in one transaction that also holds the job's own ending, under an advisory lock of the job: killed,
it leaves nothing, and whether a job is worked on can be asked of the database alone. So a message may come twice, late
or never.
"""
