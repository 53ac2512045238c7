/** What was typed into a form's field, trimmed; undefined for nothing. */
export const textOf = (form: FormData, name: string): string | undefined =>
  String(form.get(name) ?? '').trim() || undefined
