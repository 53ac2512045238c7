/** Seconds of CPU time that this process has used since: what else the machine does moves it less than it moves a clock. */
export const cpuClock = (): (() => number) => {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
}
