/** Something a person can mend: what is wrong, and what to do about it. */
export class EngineError extends Error {
  readonly whatToDo: string

  constructor(message: string, whatToDo: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EngineError'
    this.whatToDo = whatToDo
  }
}
