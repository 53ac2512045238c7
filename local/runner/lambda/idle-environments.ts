import type { Environment } from './environment.ts'

/** Environments that have nothing to do, by function, the longest idle first. */
export class IdleEnvironments {
  readonly #byFunction = new Map<string, Environment[]>()

  put(environment: Environment): void {
    environment.idleSince = Date.now()
    const known = this.#byFunction.get(environment.functionName)
    if (known) known.push(environment)
    else this.#byFunction.set(environment.functionName, [environment])
  }

  has(functionName: string): boolean {
    return (this.#byFunction.get(functionName)?.length ?? 0) > 0
  }

  /** The function's most recently used one. */
  take(functionName: string): Environment | undefined {
    return this.#byFunction.get(functionName)?.pop()
  }

  takeAll(functionName: string): Environment[] {
    return this.#byFunction.get(functionName)?.splice(0) ?? []
  }

  remove(environment: Environment): void {
    const idle = this.#byFunction.get(environment.functionName)
    const index = idle?.indexOf(environment) ?? -1
    if (index >= 0) idle?.splice(index, 1)
  }

  longest(): Environment | undefined {
    let longest: Environment | undefined
    for (const [first] of this.#byFunction.values()) {
      if (first && (!longest || first.idleSince < longest.idleSince)) longest = first
    }
    return longest
  }

  /** Those idle since before `time`. */
  since(time: number): Environment[] {
    return [...this.#byFunction.values()].flatMap((idle) => idle.filter((one) => one.idleSince < time))
  }
}
