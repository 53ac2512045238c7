import { TextInput } from '../account/text-input.tsx'
import type { Localized } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'

/** What a place is called, and, of one that isn't there yet, its id for good. */
export const IdAndNames = ({ existing }: { existing: { name: Localized } | undefined }) => {
  const { t } = useLanguage()
  const { delivery } = t.operator
  return (
    <>
      {!existing && (
        <TextInput
          className="field-wide"
          label={delivery.id}
          name="id"
          hint={delivery.idHint}
          required
          maxLength={63}
          pattern="[a-z0-9][a-z0-9\-]*"
        />
      )}
      <TextInput label={delivery.nameRu} name="nameRu" defaultValue={existing?.name.ru} required maxLength={80} />
      <TextInput label={delivery.nameEn} name="nameEn" defaultValue={existing?.name.en} required maxLength={80} />
    </>
  )
}
