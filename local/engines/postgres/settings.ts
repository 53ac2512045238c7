type Wishes = { readonly port: number; readonly maxConnections: number; readonly durable: boolean }

/** Settings for one shop on one laptop: little memory, loopback only. */
export function serverSettings({ port, maxConnections, durable }: Wishes): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // Its default folder for sockets may not be writable, or hold another server's of the same port.
    unix_socket_directories: '',
    max_connections: String(maxConnections),
    shared_buffers: '64MB',
    maintenance_work_mem: '32MB',
    max_wal_size: '256MB',
    // Plans of a shop's short statements cost less than compiling them.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
}
