/** Jobs that are in no trip. */
export class Loose {
  readonly jobs: Int32Array
  count = 0
  private readonly before: Int32Array
  savedCount = 0

  constructor(jobs: number) {
    this.jobs = new Int32Array(jobs)
    this.before = new Int32Array(jobs)
  }

  add(job: number): void {
    this.jobs[this.count++] = job
  }

  save(): void {
    this.savedCount = this.count
    for (let index = 0; index < this.count; index++) this.before[index] = this.jobs[index]!
  }

  restore(tripOf: Int32Array): void {
    this.count = this.savedCount
    for (let index = 0; index < this.count; index++) {
      const job = this.before[index]!
      this.jobs[index] = job
      tripOf[job] = -1
    }
  }

  /** What all jobs outside weigh by these weights, now and when they were saved last. */
  weigh(weights: Float64Array): { now: number; before: number } {
    let now = 0
    let before = 0
    for (let index = 0; index < this.count; index++) now += weights[this.jobs[index]!]!
    for (let index = 0; index < this.savedCount; index++) before += weights[this.before[index]!]!
    return { now, before }
  }
}
