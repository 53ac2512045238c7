import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SCHEMA_VERSION = 1

const schema = `
  create table messages (
    seq integer primary key autoincrement,
    sid text not null unique,
    account_sid text not null,
    messaging_service_sid text,
    recipient text not null,
    sender text,
    body text not null,
    encoding text not null,
    segments integer not null,
    status text not null,
    error_code integer,
    status_callback text,
    validity_period_sec integer not null,
    created_at_ms integer not null,
    updated_at_ms integer not null,
    sent_at_ms integer,
    next_step_at_ms integer,
    fate text not null
  ) strict;
  create index messages_recipient on messages (recipient, seq);
  create index messages_due on messages (next_step_at_ms) where next_step_at_ms is not null;

  create table receipts (
    id integer primary key autoincrement,
    message_sid text not null references messages (sid) on delete cascade,
    status text not null,
    url text not null,
    form text not null,
    idempotency_token text not null,
    state text not null check (state in ('waiting', 'sending', 'accepted', 'abandoned')),
    attempts integer not null default 0,
    next_attempt_at_ms integer not null,
    last_result text
  ) strict;
  create index receipts_message on receipts (message_sid);
  create index receipts_due on receipts (next_attempt_at_ms) where state = 'waiting';

  pragma user_version = ${SCHEMA_VERSION};
`

/** Opens the folder's database for this process alone. @throws when another simulator or another version holds it. */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true })
  const database = new DatabaseSync(join(dataDir, 'messages.sqlite'))
  try {
    // Two simulators on one folder would each make every callback, hence the exclusive lock. WAL survives a killed
    // process without an fsync per message.
    database.exec(`
      pragma locking_mode = exclusive;
      pragma journal_mode = wal;
      pragma synchronous = normal;
      pragma foreign_keys = on;
      begin exclusive;
    `)
    const version = database.prepare('pragma user_version').get()?.user_version
    if (version === 0) database.exec(schema)
    else if (version !== SCHEMA_VERSION) {
      throw new Error(`${dataDir} was written by another version of the simulator (${version}): remove the folder`)
    }
    database.exec(`update receipts set state = 'waiting', next_attempt_at_ms = 0 where state = 'sending'; commit;`)
    return database
  } catch (error) {
    database.close()
    if (error instanceof Error && error.message.includes('database is locked')) {
      throw new Error(`${dataDir} is in use by another SMS simulator: stop it, or choose another --data-dir`)
    }
    throw error
  }
}
