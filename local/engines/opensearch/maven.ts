import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir } from '../paths.ts'
import { findExecutable } from '../system/executables.ts'
import { type Finished, run } from '../system/run.ts'
import type { Jdk } from './jdk.ts'

// Maven's own wrapper (https://maven.apache.org/tools/wrapper/): a JDK is all it needs to fetch the Maven it names.
const wrapper = fileURLToPath(new URL('./maven/mvnw', import.meta.url))

/** Runs the Maven on this machine, or else one that is fetched for it and kept. */
export function runMaven(jdk: Jdk, args: readonly string[]): Promise<Finished> {
  const env = { ...process.env, JAVA_HOME: jdk.home }
  const installed = findExecutable('mvn')
  if (installed) return run(installed, args, { env })
  return run('/bin/sh', [wrapper, ...args], { env: { ...env, MAVEN_USER_HOME: join(cacheDir, 'maven') } })
}
