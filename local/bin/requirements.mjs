import * as fs from 'node:fs'
import { join, resolve } from 'node:path'

// What must be so before anything can be installed. Runs on Node versions that are too old, too.

const oldestNode = 20
const megabyte = 2 ** 20
// npm packages take 800 MB, npm's own copies of them and OpenSearch 400 more. RabbitMQ refuses messages below 100.
const roomToInstall = 1500 * megabyte
const roomToRun = 300 * megabyte

/** What is written to below the checkout, as far as it is there. */
const written = ['.', 'node_modules', '.cache', '.local', 'dist', 'cdk.out']

/** What `refusal` judges, of this machine. */
export function machineAt(checkout, isInstalled) {
  const root = resolve(checkout)
  return {
    root,
    isInstalled,
    node: process.versions.node,
    platform: process.platform,
    isMusl: process.platform === 'linux' && !glibcVersion(),
    closed: written.map((name) => closedFolder(join(root, name))).find((found) => found !== undefined),
    freeBytes: freeBytes(root),
  }
}

/** Why nothing can start here, and what to do; undefined where it can. */
export function refusal({ root, isInstalled, node, platform, isMusl, closed, freeBytes }) {
  if (Number.parseInt(node, 10) < oldestNode) {
    return [`Node ${node} is too old.`, `Install Node ${oldestNode} or newer: https://nodejs.org`]
  }
  if (platform === 'win32') {
    return [
      'Windows runs Korob only inside WSL.',
      'In PowerShell: wsl --install -d Debian; then clone and start it there.',
    ]
  }
  if (isMusl) {
    return [
      'This system (Alpine, or another with musl) can run neither the Node 24 nor the PostgreSQL that npm brings.',
      'Use one with glibc, say a container: docker run -it --rm --network host -v "$PWD:/korob" -w /korob node:24-bookworm npm start',
    ]
  }
  if (root.includes(':')) {
    return [`The path ${root} has a colon in it, which no list of paths can hold.`, 'Move the checkout elsewhere.']
  }
  if (closed) {
    return closed.code === 'EROFS'
      ? [`${closed.folder} is on a read-only file system.`, 'Clone to a place that can be written.']
      : [
          `${closed.folder} can't be written by this user.`,
          `Clone to a folder of your own; or, if another user (sudo?) once started it there: sudo chown -R "$(id -u)" ${quoted(root)}`,
        ]
  }
  const needed = isInstalled ? roomToRun : roomToInstall
  if (freeBytes < needed) {
    const megabytes = (bytes) => `${Math.floor(bytes / megabyte)} MB`
    return [
      `Only ${megabytes(freeBytes)} are free for ${root}; ${megabytes(needed)} are needed.`,
      'Make room on the disk.',
    ]
  }
  return undefined
}

function glibcVersion() {
  // Without this a report looks names of hosts up, which may take seconds.
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime
}

function closedFolder(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
  } catch (error) {
    if (error.code !== 'ENOENT') return { folder, code: error.code }
  }
  return undefined
}

function freeBytes(folder) {
  if (!fs.statfsSync) return Number.POSITIVE_INFINITY // before Node 18.15
  const { bavail, bsize } = fs.statfsSync(folder)
  return bavail * bsize
}

const quoted = (path) => `'${path.replaceAll("'", "'\\''")}'`
