-- Files that are worked off by a function in parts, each of which commits with what it did: killed at any line, the next one goes on
-- behind the last that committed. A worker holds a job by its lease; whoever lost it finds so at its next commit.
create table file_job (
  id            uuid        primary key default uuidv7(),
  kind          text        not null check (kind in ('import', 'export')),
  state         text        not null check (state in ('awaiting_upload', 'queued', 'running', 'done', 'failed', 'cancelled')),
  created_by    text        not null,
  created_at    timestamptz not null default now(),
  finished_at   timestamptz,
  file_name     text        not null,
  -- Of an import the size that was announced, of an export what it came to.
  size_bytes    bigint,
  -- As the command's: map, currency, rate, stock, delimiter, encoding, dryRun.
  options       jsonb       not null default '{}',
  worker        uuid,
  lease_until   timestamptz,
  -- Times it was taken up since it last got on: what fails always the same is given up.
  attempts      integer     not null default 0,
  -- reading, writing
  phase         text,
  read_bytes    bigint      not null default 0,
  -- What was found out of the file: {"columns": [{"target", "columns"}], "unused": [], "format", "encoding", "delimiter"}
  found         jsonb,
  rows          integer     not null default 0,
  products      integer     not null default 0,
  worked        integer     not null default 0,
  created       integer     not null default 0,
  updated       integer     not null default 0,
  unchanged     integer     not null default 0,
  unreadable    integer     not null default 0,
  refused       integer     not null default 0,
  left_values   integer     not null default 0,
  doubtful      integer     not null default 0,
  -- Skus up to here are written.
  last_sku      text,
  failure       text
);
create index file_job_recent on file_job (created_at desc, id);
create index file_job_waiting on file_job (created_at) where state in ('queued', 'running');

-- Rows of an import that were read but couldn't be written.
create table file_job_refusal (
  id       bigint generated always as identity primary key,
  job_id   uuid    not null references file_job (id) on delete cascade,
  line     integer not null,
  "column" text    not null,
  reason   text    not null
);
create index file_job_refusal_job on file_job_refusal (job_id, id);
