import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const schema = `
create table if not exists events (
  id integer primary key,
  request_id text not null,
  function text not null,
  payload text not null,
  caller text,
  trace_id text,
  client_context text,
  accepted_ms integer not null,
  attempts integer not null default 0,
  throttles integer not null default 0,
  next_ms integer not null
) strict;
create index if not exists events_due on events (function, next_ms, id);
create table if not exists secrets (
  name text primary key,
  template text,
  deleted_ms integer
) strict;
create table if not exists secret_versions (
  name text not null,
  id text not null,
  secret_string text,
  secret_binary blob,
  created_ms integer not null,
  stages text not null,
  primary key (name, id)
) strict;
create table if not exists parameters (
  name text primary key,
  type text not null,
  value text not null,
  template text,
  version integer not null,
  modified_ms integer not null
) strict;
`

/** What must outlive the runner: accepted asynchronous events, secrets, parameters. In memory without a data folder. */
export function openState(dataDir: string | undefined): DatabaseSync {
  if (dataDir) mkdirSync(dataDir, { recursive: true })
  const database = new DatabaseSync(dataDir ? join(dataDir, 'runner.sqlite') : ':memory:')
  // WAL with synchronous=normal keeps what was committed through a crash of the process, without a flush per event.
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000')
  database.exec(schema)
  return database
}
