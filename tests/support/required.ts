/** What `npm test` passes to flows. */
export const required = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run flows with npm test`)
  return value
}
